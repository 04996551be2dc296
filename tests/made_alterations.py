"""Alters one thing in a faithful summary, as slips and inventions do: `alter(text, kind, random.Random(seed))`.

The alterations know nothing of zhnews: they are plain substitutions in the text. Each gives the altered text, or None
where the text offers nothing of its kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise

_UNIT = (
    "[万亿千百]*(?:元|美元|吨|公里|千瓦时|千瓦|平方米|亩|人次|人|名|件|起|个|家|户|条|项|次|张|台|辆|架|艘|所|处|批|种"
    "|%|个?百分点|倍|天)"
)
_NUMBER = rf"(?<![\d.年月日：:“A-Za-z])\d[\d,]*(?:\.\d+)?(?=[余多]?{_UNIT})"
_HAN_DIGITS = "一二三四五六七八九"
_DIRECTIONS = {
    "增长": "下降",
    "上升": "下降",
    "下降": "上升",
    "增加": "减少",
    "减少": "增加",
    "提高": "降低",
    "上涨": "下降",
    "扩大": "收窄",
}
_BASES = {"同比": "环比", "环比": "同比", "比上年同期": "比上月", "比上月": "比上年同期"}
_COUNTERPARTS = {
    "出口": "进口",
    "进口": "出口",
    "城镇": "农村",
    "农村": "城镇",
    "外贸": "内贸",
    "内贸": "外贸",
    "早稻": "中稻",
    "中稻": "早稻",
}
_BOUNDS = {"超过": "不足", "近": "超", "不足": "超过", "超": "近", "不少于": "不超过"}
_QUALIFIERS = re.compile(
    rf"(?:超过|超|近|约|逾|突破|不足|至少)(?=\d[\d,.]*{_UNIT})|(?<=\d)[余多](?={_UNIT})|(?<=[万亿])[余多](?={_UNIT})"
)
_VERBS = re.compile(r"(?:完成|实现|破获|抓获|增长|审结|新增|达到|投入|覆盖|发放)(?=[^，。；]{0,12}\d)")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")

Alteration = Callable[[str, random.Random], "str | None"]


def _choose(pattern: str | re.Pattern[str], text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def digit(text: str, rng: random.Random) -> str | None:
    """Change one digit of a figure, in whatever place, the first never to 0."""
    match = _choose(_NUMBER, text, rng)
    if match is None:
        return None
    number = match.group()
    place = rng.choice([place for place, char in enumerate(number) if char.isdigit()])
    options = [d for d in "0123456789" if d != number[place] and not (place == 0 and d == "0")]
    return _put(text, match, number[:place] + rng.choice(options) + number[place + 1 :])


def han_digit(text: str, rng: random.Random) -> str | None:
    """Change one digit of a figure in Chinese numerals."""
    match = _choose(rf"[{_HAN_DIGITS}](?=[百千万][余多]?(?:元|人|名|件|起|个|家|户|条|项|次|张))", text, rng)
    if match is None:
        return None
    return _put(text, match, rng.choice([d for d in _HAN_DIGITS[1:] if d != match.group()]))


def scale(text: str, rng: random.Random) -> str | None:
    """Take 万 for 亿 or 亿 for 万."""
    match = _choose(rf"(?<=\d)[余多]?[万亿](?![万亿])(?={_UNIT})", text, rng)
    if match is None:
        return None
    return _put(text, match, match.group().translate(str.maketrans("万亿", "亿万")))


def qualifier(text: str, rng: random.Random) -> str | None:
    """Drop 余, 超, 近."""
    match = _choose(_QUALIFIERS, text, rng)
    return None if match is None else _put(text, match, "")


def direction(text: str, rng: random.Random) -> str | None:
    """Say that what rose fell."""
    match = _choose(rf"(?:{'|'.join(_DIRECTIONS)})(?=了?\d[\d.,]*[万亿]*(?:%|个百分点|元|吨|倍))", text, rng)
    return None if match is None else _put(text, match, _DIRECTIONS[match.group()])


def basis(text: str, rng: random.Random) -> str | None:
    """Take 同比 for 环比."""
    match = _choose(rf"(?:{'|'.join(_BASES)})(?=[^，。；]{{0,6}}\d)", text, rng)
    return None if match is None else _put(text, match, _BASES[match.group()])


def year(text: str, rng: random.Random) -> str | None:
    """Move a year."""
    match = _choose(r"(?<!\d)20[12]\d(?=年)", text, rng)
    if match is not None:
        return _put(text, match, str(int(match.group()) + rng.choice([-3, -2, -1, 1])))
    match = _choose(r"今年(?=上半年|前|[一二三四]季度|\d)", text, rng)
    return None if match is None else _put(text, match, "去年")


def day(text: str, rng: random.Random) -> str | None:
    """Change the day of a date."""
    match = _choose(r"(?<=月)\d{1,2}(?=日)", text, rng)
    if match is None:
        return None
    return _put(text, match, str(rng.choice([d for d in range(1, 29) if d != int(match.group())])))


def points(text: str, rng: random.Random) -> str | None:
    """Take percent for percentage points, and the other way round."""
    match = _choose(r"(?<=\d)(?:个百分点|%)", text, rng)
    if match is None:
        return None
    return _put(text, match, "%" if match.group() != "%" else "个百分点")


def swapped(text: str, rng: random.Random) -> str | None:
    """Exchange two figures of one unit in a sentence: each gets the other's subject."""
    pairs = []
    for sentence in _SENTENCE.finditer(text):
        units: dict[str, list[tuple[int, int]]] = {}
        for match in re.finditer(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})", sentence.group()):
            at = (sentence.start() + match.start("number"), sentence.start() + match.end("number"))
            units.setdefault(match["unit"], []).append(at)
        for spans in units.values():
            pairs += [(a, b) for a, b in pairwise(spans) if text[slice(*a)] != text[slice(*b)]]
    if not pairs:
        return None
    (a, b), (c, d) = rng.choice(pairs)
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def renamed(text: str, rng: random.Random) -> str | None:
    """Put a name for its counterpart, near a figure."""
    match = _choose(rf"(?<!进)(?:{'|'.join(_COUNTERPARTS)})(?=[^，。；]{{0,10}}\d)", text, rng)
    return None if match is None else _put(text, match, _COUNTERPARTS[match.group()])


def bound(text: str, rng: random.Random) -> str | None:
    """Turn a bound round: 超过 for 不足."""
    match = _choose(rf"(?:{'|'.join(_BOUNDS)})(?=\d[\d,.]*{_UNIT})", text, rng)
    return None if match is None else _put(text, match, _BOUNDS[match.group()])


def month(text: str, rng: random.Random) -> str | None:
    """Change a month."""
    match = _choose(r"(?<!\d)\d{1,2}(?=月(?!\d))", text, rng)
    if match is None:
        return None
    return _put(text, match, str(rng.choice([m for m in range(1, 13) if m != int(match.group())])))


def invented(text: str, rng: random.Random) -> str | None:
    """Add a figure that nobody gave."""
    end = text.rfind("。")
    return None if end < 0 else f"{text[:end]}，投入资金{rng.randint(11, 99)}.{rng.randint(1, 9)}亿元{text[end:]}"


def denial(text: str, rng: random.Random) -> str | None:
    """Deny what was done."""
    match = _choose(_VERBS, text, rng)
    return None if match is None else _put(text, match, "未" + match.group())


KINDS: dict[str, Alteration] = {
    "digit": digit,
    "han_digit": han_digit,
    "scale": scale,
    "qualifier": qualifier,
    "direction": direction,
    "basis": basis,
    "year": year,
    "day": day,
    "points": points,
    "swapped": swapped,
    "renamed": renamed,
    "bound": bound,
    "month": month,
    "invented": invented,
    "denial": denial,
}


def alter(text: str, kind: str, rng: random.Random) -> str | None:
    """Give the text with one alteration of a kind, or None where it has nothing of the kind."""
    return KINDS[kind](text, rng)

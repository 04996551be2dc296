"""Finds figures: a numeral with its unit and the words beside it that bound it.

One scan finds numerals and, before them in the alternation, what only looks like one (dates, ordinals, codes, fixed
words). Each numeral is then read outwards: to the right for a range and the unit, to either side for a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import NamedTuple, cast

from zhnews import lexicon
from zhnews.model import Kind, Qualifier, Quantity
from zhnews.numbers.numerals import digits, parse_number, scales
from zhnews.numbers.patterns import DOUBLING, FRACTION, FUZZ, HAN, HAN_DIGITS, PURE_SCALE, SLASH, D, scan, scanner
from zhnews.numbers.units import Unit, loose_unit, unit_at
from zhnews.text import Span, Text

_LATIN_TAIL = re.compile(r"[A-Za-z]")
_RANGE = re.compile(r"[ \u3000]?(?:——|--|[—–~～〜－至到-])[ \u3000]?")
_INCLUSIVE = re.compile(r"[（(]不?含(?:本数|本數)?[）)]")
_NEIGHBOURS = re.compile(rf"(?P<one>[{HAN_DIGITS}])(?P<next>[{HAN_DIGITS}])(?P<scale>[十百千万萬亿億]*)")
_TENTHS = re.compile(rf"[ \u3000]?(?P<digit>[一二三四五六七八九1-9])(?![{HAN}0-9０-９.])|半")
_HALF = re.compile("半(?![年天月日数數价價径徑岛島决決导導程小成])")
_COINS = re.compile(rf"(?:又|零)?(?P<dimes>{D}+|[{HAN_DIGITS}])(?:角|毛)(?:(?P<cents>{D}+|[{HAN_DIGITS}])分)?")
_OF_THING = re.compile("的[\u4e00-\u9fff]{2}")
_MINUTES = re.compile(rf"[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?(?:分钟|分(?![之数布成类别]))")
_SECONDS_MORE = re.compile(rf"[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?秒")
_SECONDS = re.compile(rf"分钟?[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?秒")
# 三块五, 36块9毛9, 1米8: the digits behind the unit are its tenths and hundredths.
_AFTER_UNIT = re.compile(
    rf"(?:[零又]?(?P<only>{D}|[一二三四五六七八九])分|(?P<dimes>{D}|[一二三四五六七八九])(?:[毛角])?"
    rf"(?P<cents>{D}|[一二三四五六七八九])?分?)(?![{HAN}0-9０-９.％%\u4e00-\u9fff])"
)
_SPOKEN = frozenset({"块", "米"})
_FUZZ = frozenset(FUZZ)
_MYRIADS = frozenset("万萬亿億")
_MORE = ("多", "余", "餘")
# The last character of a numeral may begin its unit: 一百千瓦, 三十两.
_HEAD_OF_UNIT = frozenset("千百两兩万萬")
_MINUS = re.compile(r"(?:(?<![0-9０-９A-Za-z—–-])[-－−负負]|零下)$")
_ENDS_OF_MINUS = frozenset("-－−负負下")
_LONGEST_BOUND = 3
_FORMAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟")
# Nobody writes more characters to a number; what is longer is damage or malice.
_LONGEST_NUMERAL = 60


class Reading(NamedTuple):
    """What a numeral and its surroundings say; None for what they don't."""

    span: Span
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    scaled: bool
    unit: Unit | None
    qualifier: Qualifier
    numeral: str


@cache
def _bound_edges() -> tuple[frozenset[str], frozenset[str]]:
    """Give the last characters of the bounds before a figure, and the first ones of those behind it."""
    before, after = lexicon.words("numbers/bounds_before"), lexicon.words("numbers/bounds_after")
    return frozenset(word[-1] for word in before), frozenset(word[0] for word in after)


@cache
def _sign_ends() -> frozenset[str]:
    return frozenset(sign[-1] for sign in lexicon.words("numbers/currency_signs")) | {" "}


def find_quantities(text: str | Text) -> list[Quantity]:
    """Find every quantity in a text, in order, without regard to context; spans never overlap.

    Dates, clock times, ordinals, codes and fixed words are passed over. A bare number counts as a quantity
    without unit.

    >>> [(q.surface, q.value, q.unit, q.qualifier) for q in find_quantities("处置14万余条，超过280种，共3件")]
    [('14万余条', '140000', '条', 'over'), ('超过280种', '280', '种', 'over'), ('3件', '3', '件', 'exact')]
    """
    body = Text(text) if isinstance(text, str) else text
    return [quantity(body, reading) for reading in readings(body.value)]


@lru_cache(maxsize=4)
def readings(value: str) -> tuple[Reading, ...]:
    """Read the quantities of a text; kept, since words, ranks and claims of a release all ask for them."""
    return tuple(_read(value))


def _read(value: str) -> Iterator[Reading]:
    position = 0
    for match in scan(value):
        if match.start() < position:
            continue
        read = _SPECIAL.get(match.lastgroup or "", _read_numeral)
        reading = read(value, match, position)
        if reading is not None:
            yield reading
            position = reading.span.end


def _read_numeral(value: str, match: re.Match[str], floor: int) -> Reading | None:
    numeral, unit = _split(value, match)
    start, end = match.start(), match.start() + len(numeral)
    number, vague = _value(numeral)
    if number is None and PURE_SCALE.fullmatch(numeral) and _is_bound_before(value, start, floor):
        number = parse_number(numeral)  # 近千人, 超百家
    if number is None:
        return None
    if unit is None and _LATIN_TAIL.match(value, end):
        return None
    if numeral in _FORMAL and (unit is None or unit.kind != "money"):
        return None  # 着陆场, 参加: alone the numerals of cheques are other words
    if unit is not None and value[unit.end - 1] == "折" and number > 10:
        unit = unit._replace(factor=Decimal(1))  # 七五折, 85折
    if loose := loose_unit(value, end):
        unit, vague = loose, "over"
    high = _range_end(value, unit.end if unit else end, unit)
    scaled = not (numeral.isascii() or scales().keys().isdisjoint(numeral))
    if high is not None:
        top, last, unit = high
        number *= _common_scale(numeral, number, last, top)
        scaled = scaled or not scales().keys().isdisjoint(last)
        low, top = number * unit.factor, top * unit.factor
        return _bounded(value, Reading(Span(start, unit.end), None, low, top, scaled, unit, vague, numeral), floor)
    if value[start - 1 : start] in _ENDS_OF_MINUS and (below := _MINUS.search(value, max(start - 2, floor), start)):
        start, number = below.start(), -number
    if unit is None and (sign := _sign_before(value, start, floor)):
        start, unit = (
            start - len(sign),
            Unit("money", lexicon.mapping("numbers/currency_signs")[sign.rstrip()], Decimal(1), end),
        )
    if unit is not None and unit.base in ("元", "块") and (sign := _sign_before(value, start, floor)):
        start, unit = start - len(sign), _in_currency(sign, unit)  # 港币两千元
    if seconds := _SECONDS.match(value, end):  # 7分30秒
        number = 60 * number + (parse_number(seconds[1]) or 0)
        unit = Unit("duration", "秒", Decimal(1), seconds.end())
    end = unit.end if unit else end
    amount = number * unit.factor if unit else number
    if unit is not None:
        if unit.base == "小时" and (minutes := _MINUTES.match(value, end)):
            amount = 60 * amount + (parse_number(minutes[1]) or 0)
            unit, end = unit._replace(base="分钟", end=minutes.end()), minutes.end()
            if rest := _SECONDS_MORE.match(value, end):  # 2小时30分15秒
                amount = 60 * amount + (parse_number(rest[1]) or 0)
                unit, end = unit._replace(base="秒", end=rest.end()), rest.end()
        more, unit, end = _rest(value, end, unit, number)
        amount += more
        open_ended = unit.kind in ("multiple", "duration") or (unit.base == "%" and unit.factor == 10)
        if open_ended and value[end : end + 1] in _MORE and vague == "exact":
            end, vague = end + 1, "over"  # 两年多, 1倍多, 九成多
    if vague == "vague":
        reading = Reading(Span(start, end), None, amount, None, scaled, unit, vague, numeral)
    else:
        reading = Reading(Span(start, end), amount, None, None, scaled, unit, vague, numeral)
    return _bounded(value, reading, floor)


def _sign_before(value: str, start: int, floor: int) -> str | None:
    """Give the sign or name before a number that makes it money: US$3.2亿, CNY 5万, 人民币5万."""
    if value[start - 1 : start] not in _sign_ends():
        return None
    end = start - (value[start - 1] == " ")
    signs = lexicon.words("numbers/currency_signs")
    firsts = (max(end - length, floor) for length in (4, 3, 2, 1))
    return next((value[first:start] for first in firsts if value[first:end] in signs), None)


def _in_currency(sign: str, unit: Unit) -> Unit:
    """Give the unit of money that a sign before the number names: 港币|两千元."""
    return unit._replace(kind="money", base=lexicon.mapping("numbers/currency_signs")[sign.rstrip()])


def _split(value: str, match: re.Match[str]) -> tuple[str, Unit | None]:
    """Part a numeral from its unit, to which its last character may belong: 一百|千瓦, 三十|两."""
    numeral = match.group().rstrip(" \u3000")
    if numeral[-1] in _HEAD_OF_UNIT and len(numeral) > 1 and numeral[-2] not in "两兩几幾数數上":
        unit = unit_at(value, match.start() + len(numeral) - 1)
        longer = unit is not None and unit.end - match.start() > len(numeral)
        if unit is not None and (longer or numeral[-1] in "两兩") and _value(numeral[:-1])[0] is not None:
            return numeral[:-1], unit
    return numeral, unit_at(value, match.start() + len(numeral))


def _rest(value: str, end: int, unit: Unit, number: Decimal) -> tuple[Decimal, Unit, int]:
    """Read what follows a unit and belongs to it: 三成六, 两年半, 三个半小时, 五元三角二分."""
    if unit.base == "%" and unit.factor == 10 and (match := _TENTHS.match(value, end)):
        return (parse_number(match["digit"]) or Decimal(5)) if match["digit"] else Decimal(5), unit, match.end()
    whole = number == number.to_integral_value()
    longer = unit_at(value, end + 1) if unit.base == "个" and value[end : end + 1] == "半" else None
    if unit.base == "个" and value.startswith("半月", end):
        longer = Unit("duration", "月", Decimal(1), end + 2)  # 月 alone is no unit
    if longer is not None and longer.kind == "duration":
        return Decimal("0.5"), longer, longer.end
    if unit.kind in ("amount", "duration") and whole and unit.factor == 1 and (match := _HALF.match(value, end)):
        return Decimal("0.5"), unit, match.end()
    if unit.base in _SPOKEN and whole and (match := _AFTER_UNIT.match(value, end)):
        spoken = Unit("money", "元", Decimal(1), match.end()) if unit.base == "块" else unit
        if match["only"]:  # 三块四分
            if unit.base == "块":
                return (parse_number(match["only"]) or Decimal(0)) / 100, spoken, match.end()
            return Decimal(0), unit, end
        places = parse_number(match["dimes"] + (match["cents"] or ""))
        return Decimal(f"0.{places:0{len(match['dimes'] + (match['cents'] or ''))}}"), spoken, match.end()
    if (unit.kind == "money" or unit.base == "块") and whole and (match := _COINS.match(value, end)):
        dimes, cents = parse_number(match["dimes"]), parse_number(match["cents"]) if match["cents"] else Decimal(0)
        if dimes is not None and cents is not None:
            yuan = Unit("money", "元", Decimal(1), match.end()) if unit.base == "块" else unit
            return dimes / 10 + cents / 100, yuan, match.end()
    return Decimal(0), unit, end


def _value(numeral: str) -> tuple[Decimal | None, Qualifier]:
    """Give a numeral's value and what its own characters say of its exactness."""
    first = numeral[0]
    if len(numeral) > _LONGEST_NUMERAL:
        return None, "exact"
    if numeral.isascii():
        return parse_number(numeral), "exact"
    if PURE_SCALE.fullmatch(numeral):
        return None, "exact"
    if first in "数數几幾" and len(numeral) > 1:
        return parse_number(numeral[1:]), "vague"
    if first == "上":
        number = parse_number(numeral[1:]) if numeral[1:2] in ("百", "千", "万", "萬", "亿", "億") else None
        return number, "at_least"
    if first in FUZZ:
        return None, "exact"
    if (lower := _lower_of_pair(numeral)) is not None:
        return lower, "vague"
    if not _FUZZ.isdisjoint(numeral):
        return parse_number(numeral), "over"
    return parse_number(numeral), "about" if "来" in numeral else "exact"


def _lower_of_pair(numeral: str) -> Decimal | None:
    """Give the lower number of a guess between two neighbours: 两三个, 五六十, 三五百, 十七八万, 七百三四十."""
    pairs = [match for match in _NEIGHBOURS.finditer(numeral) if _is_guess(match["one"], match["next"])]
    if len(pairs) != 1:
        return None
    pair = pairs[0]
    before, behind = numeral[: pair.start()], numeral[pair.end() :]
    alone = not before and not behind and not pair["scale"]
    if behind or (before and before[-1] not in scales()) or (alone and pair["one"] == "一"):
        return None
    return parse_number(before + pair["one"] + pair["scale"])


def _is_guess(one: str, other: str) -> bool:
    # 三五 is an idiom; 九十 is 90.
    return (digits()[other] - digits()[one] == 1 and one not in "零〇") or one + other == "三五"


def _range_end(value: str, position: int, first: Unit | None) -> tuple[Decimal, str, Unit] | None:
    """Read the second half of a range; after a first half with a unit the second must have the same."""
    if value[position : position + 1] in ("（", "(") and (note := _INCLUSIVE.match(value, position)):
        position = note.end()  # 1万元（含）—5万元
    dash = _RANGE.match(value, position)
    if dash is None:
        return None
    match = scanner().match(value, dash.end())
    if match is None or match.lastgroup != "numeral":
        return None
    numeral, unit = _split(value, match)
    top, _ = _value(numeral)
    if top is None or unit is None or (first is not None and first.base != unit.base):
        return None
    return top, numeral, unit


def _common_scale(numeral: str, number: Decimal, last: str, top: Decimal) -> Decimal:
    """Give the scale that the first figure of a range takes from the last: 50—100万元, 七千到九千亿元, 两到三百人."""
    tail = last[len(last.rstrip("万萬亿億")) :]
    if not tail and len(last) == 2 and last[1] in "百千佰仟" and len(numeral) == 1:
        tail = last[1]
    if not tail or not _MYRIADS.isdisjoint(numeral):
        return Decimal(1)
    scale = Decimal(scales()[tail[0]])
    # 500到1万元 begins at five hundred.
    return scale if number * scale < top else Decimal(1)


def _bounded(value: str, reading: Reading, floor: int) -> Reading:
    """Widen a reading by the bounds directly before and behind it."""
    start, end = reading.span
    qualifier = reading.qualifier
    last, first = _bound_edges()
    note = _INCLUSIVE.match(value, end) if value[end : end + 1] in ("（", "(") else None
    behind = note.end() if note else end  # 50万元（含）以上
    if value[start - 1 : start] not in last and value[behind : behind + 1] not in first:
        return reading
    before, after = lexicon.mapping("numbers/bounds_before"), lexicon.mapping("numbers/bounds_after")
    for length in range(_LONGEST_BOUND, 0, -1):
        word = value[max(start - length, floor) : start]
        if len(word) == length and word in before and not (length == 1 and _part_of_word(value, start)):
            start, qualifier = start - length, cast(Qualifier, before[word])
            break
    for length in range(_LONGEST_BOUND, 1, -1):
        word = value[behind : behind + length]
        if len(word) == length and word in after:
            end, qualifier = behind + length, cast(Qualifier, after[word])
            break
    return reading._replace(span=Span(start, end), qualifier=qualifier)


def _is_bound_before(value: str, start: int, floor: int) -> bool:
    before = lexicon.mapping("numbers/bounds_before")
    words = (value[max(start - length, floor) : start] for length in range(1, _LONGEST_BOUND + 1))
    return any(word in before for word in words) and not _part_of_word(value, start)


def _part_of_word(value: str, start: int) -> bool:
    """Tell whether the one-character bound before `start` ends another word: 附近3家, 通过21件, 节约5元."""
    return value[max(start - 2, 0) : start] in lexicon.words("numbers/not_bounds")


def _read_fraction(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 三分之二 as a number, 百分之五 and 万分之三 as a percentage."""
    inner = FRACTION.match(value, match.start())
    if inner is None:
        return None
    negative = inner["parts"][0] in "负負" or value[max(match.start() - 1, floor) : match.start()] in ("负", "負")
    words = inner["parts"].lstrip("负負")
    parts, vague = _value(words)
    if parts is None and PURE_SCALE.fullmatch(words):
        parts = parse_number(words)  # 百分之百
    if parts is None:
        return None
    parts = -parts if negative else parts
    span = Span(match.start() - (negative and inner["parts"][0] not in "负負"), match.end())
    if PURE_SCALE.fullmatch(inner["base"]):
        base = Decimal(1)
        for char in inner["base"]:
            base *= scales()[char]
        share, unit = _exact(parts * 100 / base), Unit("percent", "%", Decimal(1), match.end())
        if vague == "vague":
            return _bounded(value, Reading(span, None, share, None, False, unit, vague, match.group()), floor)
        return _bounded(value, Reading(span, share, None, None, False, unit, vague, match.group()), floor)
    base_value = parse_number(inner["base"])
    if not base_value:
        return None
    unit = Unit("multiple", "", Decimal(1), match.end())
    ratio = _exact(parts / base_value)
    if inner["whole"]:  # 五又三分之二
        ratio = _exact((parse_number(inner["whole"]) or 0) + parts / base_value)
    return _bounded(value, Reading(span, ratio, None, None, False, unit, vague, match.group()), floor)


def _read_slash(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 2/3; it is a figure only where it is bounded (2/3以上), as 24/7 and 9/11 are none."""
    inner = SLASH.match(value, match.start())
    parts, base = (parse_number(inner["parts"]), parse_number(inner["base"])) if inner else (None, None)
    if parts is None or not base:
        return None
    start = match.start()
    if _MINUS.search(value, max(start - 2, floor), start):
        start, parts = start - 1, -parts
    reading = Reading(Span(start, match.end()), _exact(parts / base), None, None, False, None, "exact", match.group())
    bounded = _bounded(value, reading, floor)
    if bounded.span == reading.span and not _OF_THING.match(value, match.end()):
        return reading
    return bounded._replace(unit=Unit("multiple", "", Decimal(1), match.end()))


def _exact(number: Decimal) -> Decimal:
    """Give a quotient with fifteen digits at most, and no zeros behind them."""
    return Decimal(format(number.normalize(Context(prec=15)), "f"))


def _read_half(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 占一半, 近一半 as the number that 二分之一 is."""
    unit = Unit("multiple", "", Decimal(1), match.end())
    half = Reading(Span(*match.span()), Decimal("0.5"), None, None, False, unit, "exact", match.group())
    return _bounded(value, half, floor)


def _read_doubling(value: str, match: re.Match[str], floor: int) -> Reading | None:
    inner = DOUBLING.match(value, match.start())
    times = parse_number(inner["times"]) if inner else None
    if times is None:
        return None
    more = value[match.end() : match.end() + 1] in _MORE
    unit = Unit("multiple", "倍", Decimal(1), match.end() + more)
    span = Span(match.start(), unit.end)
    bound = cast(Qualifier, lexicon.mapping("numbers/bounds_before").get((inner and inner["bound"]) or "", "exact"))
    return Reading(span, 2**times, None, None, False, unit, "over" if more else bound, match.group())


_SPECIAL = {"fraction": _read_fraction, "slash": _read_slash, "half": _read_half, "doubling": _read_doubling}


def quantity(body: Text, reading: Reading) -> Quantity:
    """Give the record of a reading."""
    unit = reading.unit
    return Quantity(
        body,
        reading.span,
        _plain(reading.value),
        _plain(reading.low),
        _plain(reading.high),
        (unit.base or None) if unit else None,
        cast(Kind, unit.kind if unit else "count"),
        reading.qualifier,
    )


def _plain(number: Decimal | None) -> str | None:
    """Write a decimal without exponent, with the digits it was written with."""
    return None if number is None else format(number, "f")

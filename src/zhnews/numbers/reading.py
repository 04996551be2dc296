"""What a numeral and its surroundings say, and the words beside it that bound it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple, cast

from zhnews import lexicon
from zhnews.model import Qualifier
from zhnews.numbers.numerals import digits, parse_number, scales
from zhnews.numbers.patterns import FUZZ, HAN_DIGITS, PURE_SCALE
from zhnews.numbers.units import Unit
from zhnews.text import Span

_INCLUSIVE = re.compile(r"[（(]不?含(?:本数|本數)?[）)]")
_LONGEST_BOUND = 3
_NEIGHBOURS = re.compile(rf"(?P<one>[{HAN_DIGITS}])(?P<next>[{HAN_DIGITS}])(?P<scale>[十百千万萬亿億]*)")
_FUZZ = frozenset(FUZZ)
MORE = ("多", "余", "餘")
MINUS = re.compile(r"(?:(?<![0-9０-９A-Za-z—–-])[-－−负負]|零下)$")
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


def bounded(value: str, reading: Reading, floor: int) -> Reading:
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


def is_bound_before(value: str, start: int, floor: int) -> bool:
    """Tell whether a bound stands before a numeral: 近千人."""
    before = lexicon.mapping("numbers/bounds_before")
    words = (value[max(start - length, floor) : start] for length in range(1, _LONGEST_BOUND + 1))
    return any(word in before for word in words) and not _part_of_word(value, start)


def _part_of_word(value: str, start: int) -> bool:
    """Tell whether the one-character bound before `start` ends another word: 附近3家, 通过21件, 节约5元."""
    return value[max(start - 2, 0) : start] in lexicon.words("numbers/not_bounds")


def value_of(numeral: str) -> tuple[Decimal | None, Qualifier]:
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

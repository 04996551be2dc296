"""Reads figures that have a form of their own: 三分之二, 百分之五, 2/3, 一半, 翻了两番."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import cast

from zhnews import lexicon
from zhnews.model import Qualifier
from zhnews.numbers.numerals import parse_number, scales
from zhnews.numbers.patterns import DOUBLING, FRACTION, PURE_SCALE, SLASH
from zhnews.numbers.reading import MINUS, MORE, Reading, bounded, value_of
from zhnews.numbers.units import Unit, unit_at
from zhnews.text import Span

_OF_THING = re.compile("的[\u4e00-\u9fff]{2}")


def _read_fraction(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 三分之二 as a number, 百分之五 and 万分之三 as a percentage."""
    inner = FRACTION.match(value, match.start())
    if inner is None:
        return None
    negative = inner["parts"][0] in "负負" or value[max(match.start() - 1, floor) : match.start()] in ("负", "負")
    words = inner["parts"].lstrip("负負")
    parts, vague = value_of(words)
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
            return bounded(value, Reading(span, None, share, None, False, unit, vague, match.group()), floor)
        return bounded(value, Reading(span, share, None, None, False, unit, vague, match.group()), floor)
    base_value = parse_number(inner["base"])
    if not base_value:
        return None
    unit = Unit("multiple", "", Decimal(1), match.end())
    ratio = _exact(parts / base_value)
    if inner["whole"]:  # 五又三分之二
        ratio = _exact((parse_number(inner["whole"]) or 0) + parts / base_value)
    return bounded(value, Reading(span, ratio, None, None, False, unit, vague, match.group()), floor)


def _read_slash(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 2/3; it is a figure only where it is bounded (2/3以上), as 24/7 and 9/11 are none."""
    inner = SLASH.match(value, match.start())
    parts, base = (parse_number(inner["parts"]), parse_number(inner["base"])) if inner else (None, None)
    if parts is None or not base:
        return None
    start = match.start()
    if MINUS.search(value, max(start - 2, floor), start):
        start, parts = start - 1, -parts
    reading = Reading(Span(start, match.end()), _exact(parts / base), None, None, False, None, "exact", match.group())
    bound_reading = bounded(value, reading, floor)
    if bound_reading.span == reading.span and not _OF_THING.match(value, match.end()):
        return reading
    return bound_reading._replace(unit=Unit("multiple", "", Decimal(1), match.end()))


def _exact(number: Decimal) -> Decimal:
    """Give a quotient with fifteen digits at most, and no zeros behind them."""
    return Decimal(format(number.normalize(Context(prec=15)), "f"))


def _read_half(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 占一半, 近一半 as the number that 二分之一 is."""
    unit = Unit("multiple", "", Decimal(1), match.end())
    half = Reading(Span(*match.span()), Decimal("0.5"), None, None, False, unit, "exact", match.group())
    return bounded(value, half, floor)


def _read_half_of(value: str, match: re.Match[str], floor: int) -> Reading | None:
    """Read 半个百分点, 半小时, and 半个多月 as more than a half."""
    words = match.group()[1:]
    more = next((char for char in words if char in MORE), "")
    counted = words.replace(more, "") if more else words
    unit = unit_at(counted, 0)
    if unit is not None and unit.end < len(counted):
        unit = unit_at(counted, unit.end)  # 个|小时
    if unit is None:
        return None
    unit = unit._replace(end=match.end())
    half = Decimal("0.5") * unit.factor
    span = Span(*match.span())
    return bounded(value, Reading(span, half, None, None, False, unit, "over" if more else "exact", "半"), floor)


def _read_doubling(value: str, match: re.Match[str], floor: int) -> Reading | None:
    inner = DOUBLING.match(value, match.start())
    times = parse_number(inner["times"]) if inner else None
    if times is None:
        return None
    more = value[match.end() : match.end() + 1] in MORE
    unit = Unit("multiple", "倍", Decimal(1), match.end() + more)
    span = Span(match.start(), unit.end)
    bound = cast(Qualifier, lexicon.mapping("numbers/bounds_before").get((inner and inner["bound"]) or "", "exact"))
    return Reading(span, 2**times, None, None, False, unit, "over" if more else bound, match.group())


BY_FORM = {
    "fraction": _read_fraction,
    "slash": _read_slash,
    "half": _read_half,
    "halfof": _read_half_of,
    "doubling": _read_doubling,
}

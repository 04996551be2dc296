"""Finds the unit that stands behind a numeral."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from zhnews import lexicon

_SHARE_TAIL = re.compile(r"[为為立功员員果效就都品交熟长長人年绩績分渝因份列]")


class Unit(NamedTuple):
    """What a unit counts, its base unit, how many of these it is, and where in the text it ends."""

    kind: str
    base: str
    factor: Decimal
    end: int


@cache
def _units() -> dict[str, tuple[str, str, Decimal]]:
    return {surface: (kind, base, Decimal(factor)) for surface, kind, base, factor in lexicon.load("numbers/units")}


@cache
def _unit_lengths() -> dict[str, list[int]]:
    """Give how long the units are that begin with a character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for unit in _units():
        lengths.setdefault(unit[0], set()).add(len(unit))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def unit_at(value: str, position: int) -> Unit | None:
    """Give the longest unit that starts at a position, one space allowed; 箱（件） is one unit."""
    if value[position : position + 1] in (" ", "\u3000"):
        position += 1
    units = _units()
    for length in _unit_lengths().get(value[position : position + 1], ()):
        known = units.get(value[position : position + length])
        if known is None or position + length > len(value):
            continue
        kind, base, factor = known
        end = position + length
        if base == "%" and factor != 1 and _SHARE_TAIL.match(value, end):
            return None  # 成为, 成立
        if length == 1 and value[position : end + 1] in lexicon.words("numbers/not_units"):
            return None
        if kind == "count" and value[end : end + 1] in ("（", "("):
            close = value.find("）" if value[end] == "（" else ")", end, end + 4)
            if close > 0 and value[end + 1 : close] in _units():
                base, end = base + value[end : close + 1], close + 1
        return Unit(kind, base, factor, end)
    return None


def loose_unit(value: str, position: int) -> Unit | None:
    """Give the unit of 2个多小时, 3个多月, which is bounded in its middle."""
    if value[position : position + 2] not in ("个多", "个余"):
        return None
    unit = unit_at(value, position + 2) or unit_at("个" + value[position + 2 : position + 4], 0)
    if unit is None or unit.kind != "duration":
        return None
    return unit if unit.end > position else unit._replace(end=position + 1 + unit.end)

"""What a stated figure allows: the interval of true values it can stand for, by its precision and its qualifier."""

from __future__ import annotations

import re
from decimal import Decimal
from math import inf
from typing import NamedTuple

from zhnews.model import Quantity

_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALED = re.compile(r"[万亿]|\d[百千]")
# Days are counted, not rounded.
_WHOLE = frozenset({"天", "日", "个工作日", "工作日"})
_SLACK = 1e-9
# 近 and 约 say nothing exact; nobody writes 近100 for 85.
_NEAR, _AROUND = 0.1, 0.1


class Interval(NamedTuple):
    """Both ends inclusive.

    >>> Interval(1, 2) + Interval(3, 3), Interval(6, 8) / Interval(2, 2)
    (Interval(low=4, high=5), Interval(low=3.0, high=4.0))
    """

    low: float
    high: float

    def __add__(self, other: object) -> Interval:
        """Add interval to interval (not as tuples)."""
        assert isinstance(other, Interval)
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide; a divisor that may be 0 leaves everything open."""
        if other.low <= 0 <= other.high:
            return Interval(-inf, inf)
        corners = [a / b for a in self for b in other if not (abs(a) == inf and abs(b) == inf)]
        return Interval(min(corners), max(corners))

    def times(self, factor: float) -> Interval:
        """Scale by a number above 0."""
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: Interval) -> bool:
        """Tell whether one true value can lie in both."""
        slack = _SLACK * max([1.0, *(abs(end) for end in (*self, *other) if abs(end) != inf)])
        return self.low <= other.high + slack and other.low <= self.high + slack


def precision(figure: Quantity) -> float:
    """Give the weight of the last digit that a figure is written with, in its base unit.

    >>> from zhnews.numbers import find_quantities
    >>> [precision(q) for q in find_quantities("15.4万张，87.22%，三百二十万人")]
    [1000.0, 0.01, 100000.0]
    """
    value = Decimal(figure.value or figure.low or figure.high or "0")
    numerals = _ARABIC.findall(figure.surface)
    if len(numerals) == 1:
        digits = numerals[0].replace(",", "")
        written = int(digits.replace(".", ""))
        if written:
            return float(abs(value) / written)
        return 10.0 ** -len(digits.partition(".")[2])
    return _step(value) if _SCALED.search(figure.surface) or "成" in figure.surface else 1.0


def _step(value: Decimal) -> float:
    """Give the weight of the last digit that isn't 0: 余 in 5000余 stays below the next thousand."""
    if not value:
        return 1.0
    _, digits, exponent = value.normalize().as_tuple()
    return float(10 ** int(exponent)) if digits else 1.0


def allowed(figure: Quantity) -> Interval | None:
    """Give the true values that a figure can stand for; None where it says none.

    An exact figure is rounded to the nearest of its last place, a plain count isn't rounded at all.

    >>> from zhnews.numbers import find_quantities
    >>> [allowed(q) for q in find_quantities("198件，15.4万张，14万余条，超过280种")]  # doctest: +NORMALIZE_WHITESPACE
    [Interval(low=198.0, high=198.0), Interval(low=153500.0, high=154500.0), Interval(low=140000.0, high=150000.0),
     Interval(low=280.0, high=inf)]
    """
    if figure.value is None:
        return _open(figure)
    value = float(figure.value)
    step = _step(Decimal(figure.value))
    match figure.qualifier:
        case "over":
            inside = any(mark in figure.surface[1:] for mark in "余多几")
            return Interval(value, value + step if inside else inf)
        case "at_least":
            return Interval(value, inf)
        case "nearly":
            return Interval(min(value - step, value * (1 - _NEAR)), value)
        case "under" | "at_most":
            return Interval(-inf if value < 0 else 0.0, value)
        case "about":
            margin = max(abs(value) * _AROUND, precision(figure))
            return Interval(value - margin, value + margin)
        case "vague":
            return Interval(value, value * 10)
        case _:
            if (figure.kind == "count" or figure.unit in _WHOLE) and not _SCALED.search(figure.surface):
                return Interval(value, value)
            half = precision(figure) / 2
            return Interval(value - half, value + half)


def _open(figure: Quantity) -> Interval | None:
    low = float(figure.low) if figure.low is not None else None
    high = float(figure.high) if figure.high is not None else None
    if low is None and high is None:
        return None
    if figure.qualifier == "vague" and low is not None and high is None:
        return Interval(low, low * 10)
    return Interval(0.0 if low is None else low, inf if high is None else high)


def truncated(figure: Quantity) -> Interval | None:
    """Give what a derived figure can stand for: rates are as often cut off as rounded.

    >>> from zhnews.numbers import find_quantities
    >>> [tuple(round(end, 3) for end in truncated(q)) for q in find_quantities("87.22%")]
    [(87.215, 87.23)]
    """
    found = allowed(figure)
    if found is None or figure.qualifier != "exact" or figure.value is None or found.low == found.high:
        return found
    step = precision(figure)
    value = float(figure.value)
    outward = (value - step / 2, value + step) if value >= 0 else (value - step, value + step / 2)
    return Interval(*outward)

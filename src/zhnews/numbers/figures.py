"""Keeps the quantities that can be claims, and lets coordinated ones share what is written once.

In 0.2和0.4个百分点 the unit stands behind the last figure alone, in 超过20%和30% the bound before the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from zhnews.model import Quantity
from zhnews.numbers.numerals import scales
from zhnews.numbers.quantities import quantity, readings
from zhnews.numbers.reading import Reading
from zhnews.text import Span, Text

_JOINT = re.compile(r"[ \u3000]?[、和及与][ \u3000]?")
_JOINTS = frozenset("、和及与 \u3000")
_LEVEL = re.compile(
    "(?:[为达到至从由报是]|指数|比值|系数|均值|评分|上升|下降|提高|提升|降低|回升|回落|缩小|扩大|增加|减少|[高低]出?)$"
)
_LEVEL_ENDS = re.compile("[，,。；;、（(）)]|扩|收|缩|上升|下降|提|增|减|降|升|回落|$")
_CHANGES_TO = re.compile("[\u4e00-\u9fff]{1,3}[至到]")
_RATES = frozenset({"percent", "percentage_point", "multiple"})


def find_figures(text: str | Text) -> list[Quantity]:
    """Find the quantities that can be claims: with a unit, or a scaled number such as 850万.

    >>> [q.surface for q in find_figures("第七届全国会议上，3位代表提出一个建议，涉及850万存量账户，见第2页")]
    ['3位', '850万']
    >>> [(q.surface, q.unit) for q in find_figures("分别提高0.2和0.4个百分点")]
    [('0.2', '百分点'), ('0.4个百分点', '百分点')]
    """
    body = Text(text) if isinstance(text, str) else text
    return [quantity(body, reading) for reading in _figures(body.value)]


def figure_spans(value: str) -> list[Span]:
    """Give the spans of the figures of a text, for those who only need to know where they are.

    >>> figure_spans("共3件")
    [Span(start=1, end=3)]
    """
    return [reading.span for reading in _figures(value)]


@lru_cache(maxsize=4)
def _figures(value: str) -> tuple[Reading, ...]:
    """Read the figures of a text; kept, since claims and the check of a bulletin ask for those of one release."""
    return tuple(reading for reading in _coordinated(value, readings(value)) if _is_figure(value, reading))


def _coordinated(value: str, found: Sequence[Reading]) -> list[Reading]:
    """Give each of a series of figures the unit of the last and the bound of the first, where it has none."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        one, next_one = shared[index], shared[index + 1]
        if _joined(value, one, next_one) and _takes_unit(one, next_one):
            shared[index] = _with_scale(one, next_one)._replace(unit=next_one.unit)
    for index in range(1, len(shared)):
        before, one = shared[index - 1], shared[index]
        bounded = before.qualifier != "exact" and not value.startswith(before.numeral, before.span.start)
        same = before.unit is not None and one.unit is not None and before.unit.base == one.unit.base
        if bounded and same and one.qualifier == "exact" and _joined(value, before, one):
            shared[index] = one._replace(qualifier=before.qualifier)
    return shared


def _is_index(value: str, span: Span) -> bool:
    """Tell whether a decimal without unit is a level all the same: 指数为105.6, 从1.96收窄至1.81."""
    before = _LEVEL.search(value, max(0, span.start - 2), span.start)
    if before is None and value[span.start - 1] == "的":
        return _CHANGES_TO.match(value, span.end) is not None  # 由上年的1.86缩小至1.83
    return before is not None and _LEVEL_ENDS.match(value, span.end) is not None


def _joined(value: str, one: Reading, other: Reading) -> bool:
    # Most figures stand far apart: a look at one character tells.
    return value[one.span.end : one.span.end + 1] in _JOINTS and bool(
        _JOINT.fullmatch(value, one.span.end, other.span.start)
    )


def _takes_unit(one: Reading, other: Reading) -> bool:
    """Tell whether a number goes on with the unit of the next; 2、3亿元 may be two or two hundred million."""
    if other.unit is None or one.value is None or not one.numeral.strip()[0].isdigit():
        return False
    if one.unit is not None:
        return one.unit.base == "个" and other.unit.kind == "percentage_point"  # 6.5个和11.3个百分点
    alike = one.scaled == other.scaled or (_is_exact(one.numeral) and other.numeral[-1:] in scales())
    return other.unit.kind in _RATES or (other.unit.kind != "duration" and alike)


def _with_scale(one: Reading, other: Reading) -> Reading:
    """Give a figure the scale of the next, if it has none: 93.7、22.8亿吨."""
    if one.value is None or one.scaled == other.scaled or other.numeral[-1:] not in scales():
        return one
    scale = other.numeral[len(other.numeral.rstrip("".join(scales()))) :]
    value = one.value
    for char in scale:
        value *= scales()[char]
    return one._replace(value=value.normalize() if value == value.to_integral_value() else value, scaled=True)


def _is_exact(numeral: str) -> bool:
    """Tell whether nobody would write a number for a guess: 93.7, 120, but not the 2 of 2、3亿元."""
    return "." in numeral or len(numeral.strip()) > 1


def _is_figure(value: str, reading: Reading) -> bool:
    if reading.unit is None:
        scaled = reading.scaled and any(map(str.isdigit, reading.numeral))
        return scaled or ("." in reading.numeral and _is_index(value, reading.span))
    if reading.unit.kind in {"percent", "money", "percentage_point", "multiple"}:
        return True
    numeral = reading.numeral.strip()
    if numeral.isascii() or numeral[0].isdigit():
        return True
    # 一个, 一批 say that there is such a thing, not how many; “两个…” behind a quotation mark is a slogan.
    if numeral in {"一", "几", "幾"}:
        return False
    return not (len(numeral) == 1 and value[max(reading.span.start - 1, 0)] in "“‘《「")

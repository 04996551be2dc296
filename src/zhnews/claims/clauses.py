"""Parts a sentence into clauses and keeps the figures that can be claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhnews.model import Period, Quantity, Sentence
from zhnews.text import Span

_BREAK = re.compile(r"[，,；;：:。！？!?\n]")
_ELAPSED = re.compile(
    r"(?:[多余]?(?:前|后|来|内|间|里|以来|以内|之内|之后|以后|以前|之前|期间|期)|[的]?(?:历史|寿命|周期))"
)
_TELLING = re.compile(
    r"连续|用时|缩短|压缩|延长|提高|时长|天数|时间|周期|工期|提前|平均|历时|不超过|达|为(?!期)|约|减少|增加|需|只要|仅|从|由|累计|利用|实现"
)
# 比常年快2天
_SOONER = re.compile("(?<!最)[快慢早晚多少]了?$")
# What takes so long stands behind it: 0.5天办结.
_TAKEN = re.compile("(?:内|之内|以内)?(?:就|即|均)?[可能]?(?:办结|办好|办完|办成|送达|直达|抵达|到达)")
# What lasts so long counts hours, it doesn't date something.
_COUNTED_HOURS = 100
_ASIDE = re.compile(r"[（(][^（()）\d]{1,20}[)）]")
_OPENS = "（(“‘《"
_BOUNDING = frozenset("超逾不低高小大少")
_CONDITION_TAIL = re.compile(r"(?:的)?[\u4e00-\u9fff]{1,12}")
_SIZED = re.compile("的?[\u4e00-\u9fff]{2}")
_RATED = frozenset({"千瓦", "兆瓦", "千伏", "伏"})
_PLANT = re.compile("[\u4e00-\u9fff]{0,8}?(?:机组|变压器|变电站|线路|输电|输变电|工程|电站|电厂|风机|电池|装置)")
# 100公里外的电厂: where it is.
_AWAY = re.compile("(?:之|以)?外(?![送卖贸])|远?处")
_ROUND = re.compile(r"(?:超过?|过|逾)[百千万亿]+[\u4e00-\u9fff]{1,4}")
_CLASS = re.compile(r"(?:规模|投资额?|金额|产值|营收|资产|造价|面积|吨位|收入)$")
_TARGETED = re.compile("(?:[\u4e00-\u9fff]{0,4}(?:目标|任务|计划))的")
_CONDITION_BOUNDS = ("以上", "以下", "以内", "及以上", "及以下", "之内")


@dataclass
class Clause:
    """A stretch between two commas: its span in the text, its figures, and the list segment (；) it stands in."""

    at: Span
    segment: int
    figures: list[Quantity] = field(default_factory=list)
    conditions: list[Quantity] = field(default_factory=list)


def part(sentence: Sentence, figures: Sequence[Quantity], periods: Sequence[Period]) -> list[Clause]:
    """Part a sentence into clauses, each with its figures; thresholds (50万元以上案件) are kept as conditions."""
    value = sentence.body.value
    clauses = _stretches(value, sentence.core, figures)
    place = near = 0
    for index, figure in enumerate(figures):
        start, end = figure.at
        while place < len(clauses) and clauses[place].at.end <= start:
            place += 1
        while near < len(periods) and periods[near].at.end <= start:
            near += 1
        if place == len(clauses) or (near < len(periods) and periods[near].at.start < end):
            continue
        clause = clauses[place]
        following = figures[index + 1] if index + 1 < len(figures) else None
        before = figures[index - 1] if index else None
        if (
            _sizes(value, before, figure)
            or is_condition(value, figure, clause)
            or _defines(value, figure, following, clause)
            or _is_target(value, figure, following)
        ):
            clause.conditions.append(figure)
        elif _goes_on(value, clause, figure) or not _only_dates(value, figure, clause):
            clause.figures.append(figure)
    return clauses


def _stretches(value: str, core: Span, figures: Sequence[Quantity]) -> list[Clause]:
    """Part a sentence at its marks, those inside a figure (1,200) or a remark left alone."""
    clauses: list[Clause] = []
    start, segment, place = core.start, 0, 0
    # A remark without figure parts nothing: 3500亿元（人民币，下同）.
    whole = sorted([*(figure.at for figure in figures), *(match.span() for match in _ASIDE.finditer(value, *core))])
    for match in _BREAK.finditer(value, *core):
        at = match.start()
        while place < len(whole) and whole[place][1] <= at:
            place += 1
        if place < len(whole) and whole[place][0] <= at:
            continue
        if at > start:
            clauses.append(Clause(Span(start, at), segment))
        segment += value[at] in "；;"
        start = at + 1
    if start < core.end:
        clauses.append(Clause(Span(start, core.end), segment))
    return clauses


def is_condition(value: str, figure: Quantity, clause: Clause) -> bool:
    """Tell whether a figure only says which things are meant: 50万元以上案件, 60岁以上老人."""
    if _ROUND.fullmatch(figure.surface) and value[figure.at.end : figure.at.end + 1] == "的":
        return True  # 投资超亿元的项目
    of = value[figure.at.end : figure.at.end + 1] == "的" and figure.qualifier != "exact"
    of = of and not figure.surface.startswith("突破")
    if of and figure.kind in ("money", "amount") and _CLASS.search(value, clause.at.start, figure.at.start):
        return True  # 投资规模超过1亿元的项目
    if not figure.surface.endswith(_CONDITION_BOUNDS):
        return False
    if figure.kind in ("percent", "multiple"):
        return False  # 95%以上的旅客, 其中80%以上为高新技术企业
    return _CONDITION_TAIL.match(value, figure.at.end, clause.at.end) is not None


def _sizes(value: str, before: Quantity | None, figure: Quantity) -> bool:
    """Tell whether a figure only says how big the things counted or named are: 4台30万千瓦机组, 40万吨级矿船."""
    if figure.unit is not None and (figure.unit.endswith("级") or value.startswith("级", figure.at.end)):
        return True
    if figure.unit in _RATED and _PLANT.match(value, figure.at.end):
        return True  # 16兆瓦海上风电机组
    counted = before is not None and before.kind == "count" and before.at.end == figure.at.start
    return counted and figure.kind == "amount" and _SIZED.match(value, figure.at.end) is not None


def _is_target(value: str, figure: Quantity, following: Quantity | None) -> bool:
    """Tell whether a figure is a target that the next one is a part of: 完成全年20万公里任务目标的7.1%."""
    return following is not None and _TARGETED.fullmatch(value, figure.at.end, following.at.start) is not None


def _defines(value: str, figure: Quantity, following: Quantity | None, clause: Clause) -> bool:
    """Tell whether a figure only defines what the next one counts: 产值超10亿元的企业42家."""
    if following is None or following.at.start > clause.at.end or figure.kind == "count":
        return False
    bounded = figure.qualifier in ("over", "under") and figure.surface[0] in _BOUNDING
    return bounded and value[figure.at.end : figure.at.end + 1] == "的"


def _goes_on(value: str, clause: Clause, figure: Quantity) -> bool:
    """Tell whether a duration is the next of a list of such: 压缩至31.2小时和0.46小时."""
    before = clause.figures[-1] if clause.figures else None
    if before is None or before.kind != "duration" or figure.kind != "duration":
        return False
    return value[before.at.end : figure.at.start].strip() in ("和", "、", "及", "与")


def _only_dates(value: str, figure: Quantity, clause: Clause) -> bool:
    """Tell whether a figure only says when or where: 3年来, 5天内, 为期3天, 100公里外."""
    if figure.unit in ("公里", "千米", "米") and _AWAY.match(value, figure.at.end, clause.at.end):
        return True
    if figure.kind != "duration" or _TAKEN.match(value, figure.at.end, clause.at.end):
        return False
    if _ELAPSED.match(value, figure.at.end, clause.at.end):
        return True
    if figure.unit == "小时" and figure.value is not None and Decimal(figure.value) >= _COUNTED_HOURS:
        return False
    if _SOONER.search(value, max(clause.at.start, figure.at.start - 2), figure.at.start):
        return False
    return _TELLING.search(value, max(clause.at.start, figure.at.start - 8), figure.at.start) is None

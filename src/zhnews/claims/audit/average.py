"""Holds averages against what they are made of: 户均 against total and count, 日均 against the days, 亩产 and area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews.claims.audit.calendar import days_named
from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.claims.interval import Interval, truncated
from zhnews.model import Finding, Result

_AVERAGE = re.compile(r"(?:户均|人均|亩均|平均每(?:[户人亩家个所件起名]|个人))(?P<rest>[\u4e00-\u9fff]{0,8})$")
_AVERAGED = {
    "户": "户",
    "人": "人名位",
    "亩": "亩",
    "家": "家",
    "个": "个",
    "所": "所",
    "件": "件",
    "起": "起",
    "名": "人名位",
}
_MEAN = re.compile(r"[人户亩日月年周]均|平均|每[人户亩天日]")
# What people gained by a thing isn't what they were given.
_GAINED = re.compile(r"增收|带动|收入|增加|就业|务工|实现|利润|效益")
_DAILY = re.compile(r"(?:日均|平均每[天日]|每[天日]平均)(?P<rest>[\u4e00-\u9fff]{0,8})$")
_DAILY_SAID = re.compile("日均|平均每[天日]|每[天日]平均")
_DAYS_SAID = re.compile(
    r"(?<!\d)(?P<days>\d{1,2})天(?:假期|长假|小长假)?|(?:假期|长假|为期|历时|共)(?P<also>\d{1,2})天"
)
_HOLIDAY = re.compile(r"假期|长假|小长假|黄金周|春运")
_MOST_DAYS, _EVERY_DAY = 45, 10
_AREA, _YIELD = re.compile(r"面积|播种|种植"), re.compile(r"亩产|单产")
_HARVEST = re.compile(r"总产|产量")
_KILOGRAMS = {"吨": 1000.0, "公斤": 1.0, "千克": 1.0, "斤": 0.5}


def averages(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 200户, 共10万元, 户均500元, where the sentence has one count and one total that can be meant."""
    for passage in passages:
        for figure in passage.figures:
            match = _AVERAGE.search(figure.clause)
            if match is None or figure.is_change or figure.claim.unit == "%":
                continue
            who = match.group()[match.group().startswith("平均每") * 3 :][0]
            counts = [f for f in passage.figures if f.is_level and (f.claim.unit or " ") in _AVERAGED.get(who, "")]
            totals = [
                f
                for f in passage.figures
                if f.is_level and f.like(figure) and f.value > figure.value and not _MEAN.search(f.clause)
            ]
            if len(counts) != 1 or len(totals) != 1 or not counts[0].value:
                continue
            count, total = counts[0], totals[0]
            between = passage.between(min(count, total, key=_place), figure)
            sure = (not match["rest"] or match["rest"] in total.lead) and not _GAINED.search(between)
            formula = f"{total.text} ÷ {count.text} = {number(total.value / count.value)}"
            yield _mean(figure, total.range / count.range, formula, (total, count, figure), sure=sure)


def _place(figure: Figure) -> int:
    return figure.claim.at.start


def _mean(figure: Figure, made: Interval, formula: str, figures: Sequence[Figure], *, sure: bool) -> Finding:
    stated = truncated(figure.claim)
    holds = stated is not None and made.meets(stated)
    result: Result = "consistent" if holds else "conflict" if sure else "unresolved"
    message = f"the average {figure.text} is {'' if holds else 'not '}what the other figures make"
    return finding(
        "average", result, formula, message + ("" if holds or sure else "; it may be of another total"), figures
    )


def daily(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 10月1日至7日, 接待游客700万人次, 日均100万人次, where the sentence names its days and one total."""
    for passage in passages:
        if not _DAILY_SAID.search(passage.text) or not (days := _days(passage.text)):
            continue
        for place, figure in enumerate(passage.figures):
            match = _DAILY.search(figure.clause)
            if match is None or figure.is_change or figure.claim.unit == "%" or figure.claim.kind == "duration":
                continue
            before = passage.figures[:place]
            totals = [f for f in before if f.is_level and f.like(figure) and not _MEAN.search(f.clause)]
            if len(totals) != 1:
                continue
            (total,) = totals
            sure = not match["rest"] or match["rest"] in total.lead
            sure = sure and (max(days) <= _EVERY_DAY or _HOLIDAY.search(passage.text) is not None)
            spread = Interval(float(min(days)), float(max(days)))
            formula = f"{total.text} ÷ {max(days)} = {number(total.value / max(days))}"
            yield _mean(figure, total.range / spread, formula, (total, figure), sure=sure)


def _days(sentence: str) -> set[int]:
    """Give the days that a sentence speaks of: by their dates, and as it counts them."""
    counted = {int(match["days"] or match["also"]) for match in _DAYS_SAID.finditer(sentence)}
    found = counted | days_named(sentence)
    # Of several stretches none is sure to be meant.
    return found if found and max(found) - min(found) <= 1 < max(found) <= _MOST_DAYS else set()


def yields(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 面积68.5万亩, 平均亩产512.6公斤, 总产35.1万吨: one of each in a sentence."""
    for passage in passages:
        levels = [figure for figure in passage.figures if figure.is_level]
        areas = [f for f in levels if f.claim.unit == "亩" and _AREA.search(f.clause)]
        means = [f for f in levels if f.claim.unit in _KILOGRAMS and _YIELD.search(f.clause)]
        harvests = [f for f in levels if f.claim.unit in _KILOGRAMS and _HARVEST.search(f.clause) and f not in means]
        if not len(areas) == len(means) == len(harvests) == 1:
            continue
        (area,), (mean,), (harvest,) = areas, means, harvests
        made = harvest.range.times(_KILOGRAMS[harvest.claim.unit or ""]) / area.range
        per = made.times(1 / _KILOGRAMS[mean.claim.unit or ""])
        value = harvest.value * _KILOGRAMS[harvest.claim.unit or ""] / area.value / _KILOGRAMS[mean.claim.unit or ""]
        formula = f"{harvest.text} ÷ {area.text} = {number(value)} {mean.claim.unit}"
        yield _mean(mean, per, formula, (area, mean, harvest), sure=True)

"""Follows what sentences take over from those before: the period, the speaker, the scope."""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from zhnews import lexicon
from zhnews.claims.clauses import Clause
from zhnews.claims.scopes import find_scopes
from zhnews.claims.speakers import find_speaker
from zhnews.model import Period, Sentence
from zhnews.text import Span

# 比上月, 较扩能改造前的2020年
_COMPARED = re.compile(
    r"(?:比|较|與|与|同|和|[高低多少快慢优大小好]于|(?:(?<![占同环对])比|较)[\u4e00-\u9fff]{2,8}[前后时]的)$"
)
_LONGEST_COMPARED = 11
_MEASURED_BY = re.compile(r"(?:是|为|达|相当于|恢复[到至]?|达到)$")
# 完成全年目标, 完成全年20万公里任务目标的
_TARGET = re.compile(
    r"(?:[0-9][0-9.]*[百千万亿]*[\u4e00-\u9fff]{1,4}?)?(?:的?(?:目标|任务|预算|(?:计划|预期)(?:目标|任务|数|的)))"
)
_ANNOUNCED = re.compile(r"[，,]?[^，。；]{0,24}?(?:公布|发布|举行|召开|通报|介绍|获悉|了解到|报道|印发|表示)")
_EVENT_TIME = re.compile(r"今[天日晨早]|昨[天日晚夜]|前天|明天|当[天日]|[时時点點]$")
_NOW = re.compile(r"^(?:目前|眼下|眼前|当下|时下|现在|如今|近年来|近年來|当前|日前|近日)$")
_RECORD = re.compile("的?(?:最|新高|新低|历史|同期|首次|之最)")
_SPANNING = re.compile("以[来來]$|^近")
_FROM_FIGURE = re.compile("的|(?:同比|环比)?[\u4e00-\u9fff]{0,2}约?[0-9]")
# 今年第三次创新高 counts the times in a year, it dates nothing.
_PLANS = re.compile("下一步|今后|力争|预计|计划|将(?=[再继续于在达超新投进启全加对会推建从把大])")
# 在金沙河上游，电站…: a paragraph that tells of one place. 在执行方面 names none.
_SOMEWHERE = re.compile(
    "(?:位于|走进|来到)[^，。；]{2,16}，|在(?![职建校])[^，。；]{2,14}?(?<!方面)(?<!领域)(?<!同时)(?<!基础上)(?<!会上)(?<!报告中)(?<!过程中)(?<!期间)(?<!之[前后际])(?<![下时后])，"
)
_TIMES = re.compile("已?(?:是)?第[一二三四五六七八九十0-9]+次|首次")
# 2025年前 and 7月15日前 are dates.
_AGO = re.compile(r"(?<![0-9]{4})(?<!月[0-9])(?<!月[0-9]{2})[天日周期月年][之以]?[前后]$")
_UNTIL = re.compile(r"^(?:截至|截止|到|至)")
_SHORTEST_REPORT = 27
# 2025年 in a release of that year: the year it reports on.
_THIS_YEAR = re.compile("[0-9]{4}年")
_REPORTED = re.compile("月份?$|季度$|半年$|全年$|[0-9〇]年$")
_FRESH = 100
# A holiday is reported on in the days after it.
_HOLIDAY = re.compile("假期|黄金周|长假")
_FRESH_HOLIDAY = 15
_HE = re.compile("[他她](?:还|也|同时|进一步)?(?:说|表示|介绍|指出|告诉记者|透露)")
_PARTED = re.compile("(?:分|从|按)(?:各?个?)(?:季度?|月[份度]?|时段|年[份度]?)来?看")
# What a day may be picked from: a season of travel, a quarter; a day of a year stands for itself.
_LONGEST_STRETCH = 100
_GOES_ON = re.compile(r"其中|具体(?:来)?看")


class Context:
    """What holds at a place of the text; fed with sentences in order."""

    def __init__(self, published: date | None) -> None:
        self._published = published
        self._paragraph = -1
        self._carried: Period | None = None
        # A sentence without time and figures lets the period go stale: what was done may still be meant by it,
        # how things stand no longer.
        self._spoke, self._stale = True, False
        # The periods of the sentence, without bases; those that count, as 目前 doesn't beside a date.
        self._named: list[Period] = []
        self._own: list[Period] = []
        # The period a release reports on, which a new paragraph takes up where it names none.
        self._reported: Period | None = None
        self._reports = False
        self._clauses: Sequence[Clause] = ()
        # Where the sentence begins to speak of what is to come.
        self._plan: int | None = None
        self._scopes: list[tuple[int, str]] = []
        self._carried_scope: str | None = None
        # Whether the paragraph has given a figure.
        self._started = False
        # The places named so far.
        self._places: set[str] = set()
        # Whether the sentence before ended in a colon: 其中：
        self._opens = False
        # Whether the sentence before dealt its figures out to parts of the period: 分季度看
        self.parts_time = False
        self.speaker: str | None = None
        # Who spoke in the paragraphs before: 他说
        self._teller: str | None = None

    def enter(self, sentence: Sentence, clauses: Sequence[Clause], periods: Sequence[Period]) -> None:
        """Go on to a sentence; a new paragraph forgets speaker, period and scope."""
        value, core = sentence.body.value, sentence.core
        text = value[core.start : core.end]
        before = self._own[-1] if self._own else self._carried
        goes_on = _GOES_ON.match(text) is not None
        new = sentence.paragraph != self._paragraph
        if new:
            self._paragraph = sentence.paragraph
            self._teller = self.speaker or self._teller
            self._carried_scope = self.speaker = None
            goes_on = before is not None and (goes_on or self._opens)
            # Who speaks in a paragraph of his own tells of how things are, not of the period reported.
            spoken = sentence.text.startswith(("“", "「"))
            self._carried, self._stale = (before, False) if goes_on else (None if spoken else self._reported, True)
            self._reports = False
        elif self.parts_time:
            self._stale = False  # 分季度看，一季度增长5.4%: what was parted goes on
        elif goes_on and before is not None and _EVENT_TIME.search(before.surface):
            self._carried, self._stale = before, False
        elif not self._own and not self._spoke:
            self._stale = True
        elif self._own:
            self._stale = False
            lasting = [p for p in self._own if _UNTIL.match(p.surface) or not _EVENT_TIME.search(p.surface)]
            lasting = [p for p in lasting if not _begins_change(p) and not self._is_ahead(p)] or (
                [self._carried] if self._carried else [p for p in lasting if not self._begins_now(p)]
            )
            first = next((p for p in lasting if self._dates(p)), lasting[0]) if lasting else None
            if first is None or not (_is_day_of(first, self._carried) or self._in_passing(first)):
                self._carried = first
        if self._scopes:
            self._carried_scope = self._scopes[-1][1]
        self._opens = text.endswith(("：", ":"))
        self.parts_time = _PARTED.match(text) is not None
        self._clauses = clauses
        plan = _PLANS.search(text) if clauses else None
        self._plan = core.start + plan.start() if plan else None
        self._spoke = any(clause.figures for clause in clauses)
        self._named = [p for p in periods if not _is_base(value, p) and not _only_names(sentence, p)]
        self._own = [p for p in self._named if not _is_weak(p)] or self._named
        if not self._reports and self._spoke:
            reported = next((p for p in self._own if _is_reported(p, self._published)), None)
            if reported is not None and not (self._reported and _closes(reported, self._reported)):
                self._reported = reported
            self._reports = reported is not None
        self._scopes = find_scopes(value, core)
        self._started = self._started and not new
        if not self._started:
            self._leave(text)
        self._started = self._started or self._spoke
        self.speaker = (self._teller if new and _HE.match(text) else find_speaker(text)) or self.speaker

    def _is_ahead(self, period: Period) -> bool:
        """Tell whether a period only says until when something is to be done or will last: 年底前, 未来十天."""
        ahead = self._published is not None and period.end is not None and period.end > self._published
        return ahead and (period.start is None or self._begins_now(period))

    def _begins_now(self, period: Period) -> bool:
        """Tell whether a period goes on from the publication, as 未来十天 does."""
        return self._published is not None and period.start == self._published != period.end

    def _in_passing(self, period: Period) -> bool:
        """Tell whether a period only is a part of the one carried over, which the sentence began with: 但9月当月…."""
        longer = self._carried
        if longer is None or not (longer.start and longer.end and period.start and period.end):
            return False
        part = longer.start <= period.start and period.end <= longer.end
        return part and any(f.at.end <= period.at.start for clause in self._clauses for f in clause.figures)

    def _dates(self, period: Period) -> bool:
        """Tell whether a period of the sentence dates a figure: one stands between it and the next."""
        later = next((p.at.start for p in self._own if p.at.start > period.at.start), sys.maxsize)
        return any(period.at.end <= f.at.start < later for clause in self._clauses for f in clause.figures)

    def _leave(self, text: str) -> None:
        """Let go of the period reported where a paragraph turns to another place: 在古渡市，…"""
        places = {word for _, word in self._scopes} - lexicon.words("claims/scopes")
        turns = bool(places - self._places) and bool(self._places)
        elsewhere = (turns and not _GOES_ON.match(text)) or _SOMEWHERE.match(text)
        if self._stale and elsewhere and not (self._reported and self._reported in self._own):
            # From here on a release tells of one place after the other: nothing is taken up any more.
            self._carried = self._reported = None
            self._reports = True
        self._places |= places

    @property
    def is_stale(self) -> bool:
        """Whether the period carried over is too far back for what tells how things stand."""
        return self._stale

    @property
    def counts_from_january(self) -> bool:
        """Whether the period carried over goes from the first day of a year on, as what is counted up does."""
        start = self._carried.start if self._carried else None
        return start is not None and (start.month, start.day) == (1, 1)

    @property
    def periods(self) -> Sequence[Period]:
        """The periods of the sentence that are no base of a comparison."""
        return self._own

    def period(self, clause: Clause, figure: Span, *, standing: bool = False) -> Period | None:
        """Give the period that holds for a figure; `standing` says that it tells how things stand, not what was done.

        It is the last one named before it, except that 截至… ends with its list segment; else one that follows
        in the same clause; else what the sentences before carry over.
        """
        before = [p for p in self._own if p.at.start < figure.start and not _of_other(p, figure, self._clauses)]
        while before:
            period = before.pop()
            if before and self._reached(period, figure):
                continue
            if before and _whole_year(period) and _closes_in(before[-1], period) and self._together(before[-1], period):
                continue  # 截至8月13日，今年业务量突破1000亿件
            same_segment = self._segment(period.at.start) == clause.segment
            if same_segment or not before or not _UNTIL.match(period.surface):
                return period
        after = [p for p in self._own if figure.end <= p.at.start < clause.at.end]
        if after:
            return after[0]
        named = any(p.at.start < clause.at.end and not _of_other(p, figure, self._clauses) for p in self._named)
        if named or (standing and self._stale) or self._is_planned(figure):
            return None
        return self._carried

    def _together(self, one: Period, other: Period) -> bool:
        between = one.body.value[one.at.end : other.at.start]
        return len(between) <= 1 and not between.strip("，")

    def parts(self, clause: Clause, figure: Span, count: int) -> list[Period] | None:
        """Give as many periods as figures where 分别 deals them out: 2016年至2018年, 5、6月份, 5月、6月当月."""
        own = [p for p in self._own if clause.at.start <= p.at.start < figure.start and not p.surface.startswith("当")]
        if len(own) == count:
            return own
        period = self.period(clause, figure)
        start, end = (period.start, period.end) if period else (None, None)
        if period is None or start is None or end is None:
            return None
        if end.year - start.year + 1 == count and count > 1 and (start.month, end.month) == (1, 12):
            spans = [(date(start.year + i, 1, 1), date(start.year + i, 12, 31)) for i in range(count)]
        elif "、" in period.surface and end.month - start.month + 1 == count:
            firsts = [date(start.year, start.month + i, 1) for i in range(count)]
            spans = [(first, first.replace(day=monthrange(first.year, first.month)[1])) for first in firsts]
        else:
            return None
        return [Period(period.body, period.at, *days) for days in spans]

    def _reached(self, period: Period, figure: Span) -> bool:
        """Tell whether a period dates another figure alone: 五年来, 总量增加到2023年的5亿元, 贡献了4.3%."""
        value = period.body.value
        if period.surface[0] not in "到至" or value[period.at.end : period.at.end + 1] != "的":
            return False
        return any(period.at.end < other.at.start < figure.start for c in self._clauses for other in c.figures)

    def _is_planned(self, figure: Span) -> bool:
        """Tell whether a figure is one that is still to be reached, of which the period reported says nothing."""
        return self.plans(figure) and self._stale

    def plans(self, figure: Span) -> bool:
        """Tell whether the sentence speaks of what is to come before a figure."""
        return self._plan is not None and self._plan < figure.start

    def scope(self, figure: Span) -> str | None:
        """Give the scope that holds for a figure."""
        before = [word for start, word in self._scopes if start < figure.start]
        return before[-1] if before else self._carried_scope

    def _segment(self, position: int) -> int:
        return next((c.segment for c in self._clauses if position < c.at.end), 0)


def _is_day_of(period: Period, longer: Period | None) -> bool:
    """Tell whether a period is one day of a longer one, which the sentences after it go on with."""
    if longer is None or longer.start is None or longer.end is None or period.start is None:
        return False
    days = (longer.end - longer.start).days
    return period.start == period.end and longer.start <= period.start <= longer.end and 0 < days <= _LONGEST_STRETCH


def _of_other(period: Period, figure: Span, clauses: Sequence[Clause]) -> bool:
    """Tell whether a period belongs to the first half of 由上月的0.2%扩大至1.3% and the figure to the second."""
    value, surface = period.body.value, period.surface
    source = surface[0] in "由从" or value[period.at.start - 1] in "由从"
    of = value[period.at.end : period.at.end + 1]
    since = surface.endswith(("起", "开始", "以来")) or (surface[0] == "从" and of != "的" and not of.isdigit())
    if not source or since:
        return False
    return any(period.at.end <= other.at.start < figure.start for clause in clauses for other in clause.figures)


def _begins_change(period: Period) -> bool:
    """Tell whether a period dates what something was changed from: 由上年的, 从2019年的."""
    start, end = period.at
    value = period.body.value
    starts = value[start] == "从" or (start > 0 and value[start - 1] in "由从")
    return starts and bool(_FROM_FIGURE.match(value, end))


def _is_weak(period: Period) -> bool:
    """Tell whether a mention gives way to a date in the same sentence: 目前, 三年前, a festival that may be a cause."""
    surface = period.surface
    if (
        (_NOW.match(surface) and surface[0] not in "截迄")
        or _AGO.search(surface)
        or _TIMES.match(period.body.value, period.at.end)
    ):
        return True
    return period.start == period.end and surface in lexicon.words("numbers/festivals")


def _is_reported(period: Period, published: date | None) -> bool:
    """Tell whether a period is one that releases report on: the months, quarters, halves and years just past."""
    start, end = period.start, period.end
    if start is None or end is None:
        return False
    if _HOLIDAY.search(period.surface) and start < end and published is not None:
        return 0 <= (published - end).days <= _FRESH_HOLIDAY
    if (end - start).days < _SHORTEST_REPORT or not _REPORTED.search(period.surface):
        return False
    if published is not None and start <= published <= end and _THIS_YEAR.fullmatch(period.surface):
        return True
    return published is None or abs((published - end).days) <= _FRESH


def _whole_year(period: Period) -> bool:
    start, end = period.start, period.end
    return start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _closes_in(until: Period, year: Period) -> bool:
    """Tell whether 截至8月13日 names a day of a year."""
    day = until.end if until.start is None else None
    return day is not None and year.start is not None and year.end is not None and year.start <= day <= year.end


def _only_names(sentence: Sentence, period: Period) -> bool:
    """Tell whether a period only is part of a name, 《铁路网规划（2016—2030年）》, or says these days: 今天的浙江."""
    value = period.body.value
    if period.surface in ("今天", "今日") and value.startswith("的", period.at.end):
        return True
    if period.surface == "当年" and value.startswith("价", period.at.end):
        return True  # 按当年价格计算
    opened = value.rfind("《", sentence.core.start, period.at.start)
    return opened >= 0 and value.find("》", opened, period.at.start) < 0


def _closes(period: Period, longer: Period) -> bool:
    """Tell whether a period is only the last part of a longer one, which a release goes on with: 3月份 of 一季度."""
    if period.start is None or longer.start is None:
        return False
    return longer.start < period.start and period.end == longer.end


def _is_base(value: str, period: Period) -> bool:
    """Tell whether a period is only what a figure is held against (比上月), a target, or the day of publication."""
    start, end = period.at
    if _COMPARED.search(value, max(start - _LONGEST_COMPARED, 0), start) or _TARGET.match(value, end):
        return True
    if _SPANNING.search(period.surface) and _RECORD.match(value, end):
        return True  # 创有监测以来新高
    lead = period.surface[0] in "到至"
    measured = value[end : end + 1] == "的" or period.surface.endswith("同期")
    if measured and _MEASURED_BY.search(value, max(start - 3, 0), start + lead):
        return True
    day = _EVENT_TIME.search(period.surface) or (period.start is not None and period.start == period.end)
    return bool(day and _ANNOUNCED.match(value, end))

"""Compares the times that a summary names with those of its release."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from zhnews.bulletin.likeness import standing, stands_in
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.sides import Side
from zhnews.model import Finding, Period, Result
from zhnews.numbers.numerals import parse_number

_WHOLE_YEAR = 360
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
_DATELINE = re.compile(r"[电電讯訊\u3000\n]|消息|[（(][^）)\n]{1,40}[）)][\u3000\n]|$")
_LATEST_DATELINE = 120
_YEAR = re.compile(r"(?:19|20)\d\d年")
_RELATIVE = re.compile(r"[去今前明上本]年")
_TODAY = re.compile(r"[今昨前][天日晚晨早夜]")
_DAY_GIVEN = re.compile(r"[今昨前明][天日]\s?[（(](?P<day>[^（）()]*\d{1,2}[日号])[^（）()]*[）)]")
_FROM_TO = re.compile(r"[至到—–~～-]+")
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号季个天周时時点點分])")
_LOOSE = re.compile(r"^(?:自从?|从|于|在)|份|以[来來]$|起$|开始$|[\s“”]")
_BACK = re.compile(
    r"(?:近|过去|最近|这|前)的?(?P<count>\d{1,2})个?(?P<of>[年月天日周])|(?<!\d)(\d{1,2})(年|个月)多?[来间]?$"
)
_HOUR = re.compile(r"\d{1,2}(?=[时時点點])")
_MONTH = re.compile(r"(?:(?P<first>\d{1,2})月?-)?(?<!\d)(?P<last>\d{1,2})月")
_DIGITS = re.compile(r"\d")
_SHOWN = 8


def periods(pair: Pair) -> Iterator[Finding]:
    """Report periods that aren't those of the sentence they were taken over with, or that the release doesn't name."""
    theirs, known = pair.theirs, _Known(pair)
    published = theirs.release.published
    for period in pair.mine.periods:
        dated = (period.start, period.end) == (published, published) if published else known.shows_day(period)
        if dated and _is_dateline(period, pair.mine):
            continue
        if pair.knows(period.at.start) or pair.whole(pair.mine.statement_at(period.at.start)):
            continue
        there: list[Period] = []
        if sources := pair.sources(period.at.start):
            there = [one for source in sources for one in source.periods]
            if _named_there(period, there) or any(stands_in(period.surface, source.text) for source in sources):
                continue
            if not there and (not _tells(period) or (period.start, period.end) in known.ends):
                continue
        elif known.names(period):
            continue
        shown = there[:_SHOWN]
        names = "、".join(one.surface for one in shown) or "no such time"
        message = f"{period.surface} differs in period from the release: {names}"
        # Without a date of publication 去年 can be any year, and today any day.
        relative = _YEAR.match(period.surface) and (_has_relative(there) if there else known.relative)
        unknown = published is None and (relative or (_TODAY.match(period.surface) and not any(map(_names_day, there))))
        unknown = unknown and not any(_another_hour(period, one) for one in there)
        result: Result = "unresolved" if unknown else "conflict"
        spans, quotes = tuple(one.span for one in shown), tuple(one.surface for one in shown)
        yield Finding("altered", result, message, None, (), spans, quotes, period.span, ("period",))


class _Known:
    """The times that the release names, and those of the summary's whose words stand anywhere in it."""

    def __init__(self, pair: Pair) -> None:
        theirs = pair.theirs
        self.ends = {(period.start, period.end) for period in theirs.periods}
        if published := theirs.release.published:
            self.ends.add((published, published))
        self._years = {day.year for ends in self.ends for day in ends if day}
        self._days = sorted(p.start for p in theirs.periods if p.start and p.end and (p.end - p.start).days <= 1)
        self._said = {_plainly(period.surface) for period in theirs.periods}
        self._standing = standing({_shown_day(period) for period in pair.mine.periods}, theirs.headed)
        self._counted_back = {_count_back(period) for period in theirs.periods}
        self.relative = _has_relative(theirs.periods)

    def shows_day(self, period: Period) -> bool:
        """Tell whether a day stands in the release, whatever it is the day of."""
        return _names_day(period) and _shown_day(period) in self._standing

    def names(self, period: Period) -> bool:
        """Tell whether the release names a period, by its words or its dates, or names none to hold it against."""
        if _shown_day(period) in self._standing or _plainly(period.surface) in self._said or not _tells(period):
            return True
        ends = (period.start, period.end)
        if _count_back(period):
            return _count_back(period) in self._counted_back
        # A day can be told from others without a year, other stretches can't.
        if ends == (None, None):
            return _DAY.search(period.surface) is None and not self._other_month(period)
        if ends in self.ends:
            return True
        return self._covers(period)

    def _other_month(self, period: Period) -> bool:
        """Tell whether a month without its year is none of those that the release names or that a stretch covers."""
        month = _MONTH.search(_plainly(period.surface))
        return month is not None and bool(self._months) and int(month["last"]) not in self._months

    @cached_property
    def _months(self) -> set[int]:
        found = (match for surface in self._said for match in _MONTH.finditer(surface))
        return {month for m in found for month in range(int(m["first"] or m["last"]), int(m["last"]) + 1)}

    def _covers(self, period: Period) -> bool:
        """Tell whether a whole year or month is one that the release names days or months of."""
        if period.start is None or period.end is None:
            return False
        if (period.end - period.start).days > _WHOLE_YEAR:
            return period.start.year in self._years and period.start.year == period.end.year
        place = bisect_left(self._days, period.start)
        return place < len(self._days) and self._days[place] <= period.end


def _shown_day(period: Period) -> str:
    day = _DAY.search(period.surface)
    return day.group() if day else period.surface


def _names_day(period: Period) -> bool:
    return _DAY.search(period.surface) is not None


def _has_relative(periods: Sequence[Period]) -> bool:
    return any(_RELATIVE.match(period.surface) and period.start is period.end is None for period in periods)


def _is_dateline(period: Period, mine: Side) -> bool:
    """Tell whether a day is that of a dateline: 云岭7月20日电（市政府）."""
    source, (start, end) = mine.release.text.source, period.span
    return start <= _LATEST_DATELINE and _DATELINE.match(source, end) is not None


def _named_there(period: Period, there: Sequence[Period]) -> bool:
    """Tell whether one of the release's periods is the same time, or the same words more or less fully."""
    said = _plainly(period.surface)
    for one in there:
        if (period.start or period.end) and (period.start, period.end) == (one.start, one.end):
            if _count_back(period) == _count_back(one) and not _another_hour(period, one):
                return True
            continue
        other = _plainly(one.surface)
        if stands_in(said, other) or stands_in(other, said):
            return True
    return not _tells(period)


def _count_back(period: Period) -> tuple[str, ...] | None:
    """Give how far back a stretch without known start goes: 近三年."""
    if period.start is not None:
        return None
    back = _BACK.search(_plainly(period.surface))
    return tuple(filter(None, back.groups())) if back else None


def _another_hour(one: Period, other: Period) -> bool:
    """Tell whether two times name different hours of a day: 8时 and 9时."""
    here, there = _HOUR.search(_plainly(one.surface)), _HOUR.search(_plainly(other.surface))
    return here is not None and there is not None and here.group() != there.group()


@lru_cache(maxsize=1024)
def _plainly(surface: str) -> str:
    """Write a period in one way: 截至六月底 and 截至6月底, 1至7月 and 1—7月, 从5月起 and 自5月, 今天（7日） and 7日."""
    surface = _DAY_GIVEN.sub(lambda match: match["day"], surface)
    plain = _HAN_NUMBER.sub(lambda match: _digits(match.group()), _FROM_TO.sub("-", surface))
    return _LOOSE.sub("", plain) or surface


def _digits(numeral: str) -> str:
    number = parse_number(numeral)
    return numeral if number is None else format(number.normalize(), "f")


def _tells(period: Period) -> bool:
    """Tell whether a period names a calendar stretch, by digits or by a half or quarter of a year."""
    return bool(_DIGITS.search(period.surface)) or any(word in period.surface for word in ("年", "季度", "月"))

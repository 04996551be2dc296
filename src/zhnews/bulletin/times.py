"""Compares the times that a summary names with those of its release."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

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
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号季个天周])")
_LOOSE = re.compile(r"^(?:自从?|从|于|在)|份|以[来來]$|起$|开始$|[\s“”]")
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
        self.relative = _has_relative(theirs.periods)

    def shows_day(self, period: Period) -> bool:
        """Tell whether a day stands in the release, whatever it is the day of."""
        return _names_day(period) and _shown_day(period) in self._standing

    def names(self, period: Period) -> bool:
        """Tell whether the release names a period, by its words or its dates, or names none to hold it against."""
        if _shown_day(period) in self._standing or _plainly(period.surface) in self._said or not _tells(period):
            return True
        ends = (period.start, period.end)
        # A day can be told from others without a year, other stretches can't.
        if ends in self.ends if ends != (None, None) else _DAY.search(period.surface) is None:
            return True
        return self._covers(period)

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
            return True
        other = _plainly(one.surface)
        if stands_in(said, other) or stands_in(other, said):
            return True
    return not _tells(period)


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

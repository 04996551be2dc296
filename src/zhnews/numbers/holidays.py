"""Resolves holidays and seasons of travel to their days: 国庆假期, 假期前3天, 春运第10天."""

from __future__ import annotations

import re
from datetime import date

from zhnews import lexicon
from zhnews.numbers.dates import ONE_DAY, Range, whole

# What is longer has no day of its own: 春运 is all its forty days.
_LONGEST_HOLIDAY = 15
# Days between festivals whose holidays are one.
_CLOSE_HOLIDAYS = 7


class Holidays:
    """Knows the holiday that was named last, which 假期 alone means.

    >>> holidays = Holidays(date(2025, 10, 9))
    >>> holidays.days = date(2025, 10, 1), date(2025, 10, 8)
    >>> holidays.join((date(2025, 10, 6), date(2025, 10, 6)))
    (datetime.date(2025, 10, 1), datetime.date(2025, 10, 9))
    """

    def __init__(self, published: date | None) -> None:
        self.published = published
        # What the text says of its days goes before what a calendar does.
        self.days: Range = (None, None)
        # Whether the mention before was one of a holiday, so that dates in brackets are its days.
        self.just_named = False

    def join(self, earlier: Range) -> Range | None:
        """Make one holiday of two that meet, as long as both together: 国庆、中秋; None where they don't meet."""
        (start, end), (other, last) = earlier, self.days
        if start is None or end is None or other is None or last is None or abs(start - other).days > _CLOSE_HOLIDAYS:
            return None
        first = min(start, other)
        self.days = first, first + (end - start) + (last - other) + ONE_DAY
        return self.days

    def festival(self, match: re.Match[str], year: int | None) -> tuple[date | None, Range]:
        """Give the day of a festival and the days that a match means, where the calendar tells them."""
        for festival, of, first, length in lexicon.load("numbers/festivals"):
            if festival == match["festival"] and year is not None and of in ("*", str(year)):
                start = date.fromisoformat(f"{year}-{first}")
                if match["season"]:
                    return start, self._season(match, start)
                return start, self._around(match, start, int(length))
        return None, (None, None)

    def _around(self, match: re.Match[str], start: date, length: int) -> Range:
        self.days = start, start + ONE_DAY * (length - 1)
        if match["beside"]:
            before = match["beside"][-1] == "前"
            return (None, start - ONE_DAY) if before else (start + ONE_DAY * length, None)
        return self.days if match["holiday"] or length > _LONGEST_HOLIDAY else (start, start)

    def vacation(self, match: re.Match[str]) -> Range | None:
        """Give the holiday named last, or a part of it: 假期首日, 假期前3天; None where none was named."""
        start, end = self.days
        if start is None or end is None:
            return None
        part = match["vacationpart"]
        if part == "最后一天":
            return end, end
        if part == "首日":
            return start, start
        if match["vacationday"]:
            last = start + ONE_DAY * (whole(match["vacationday"]) - 1)
            return (last if match["ofvacation"] == "第" else start), last
        return start, end

    def _season(self, match: re.Match[str], start: date) -> Range:
        """Give a part of a season of travel: 春运首日, 春运第10天, 春运前20天, 春运以来."""
        if match["season"] == "以来":
            return start, self.published
        count = whole(match["seasonday"]) if match["seasonday"] else 7 if match["season"] == "首周" else 1
        end = start + ONE_DAY * (count - 1)
        return (end if match["ofseason"] == "第" else start), end

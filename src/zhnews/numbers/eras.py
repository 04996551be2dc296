"""Dates what has a name of its own: decades, plans of five years, events."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from zhnews import lexicon
from zhnews.numbers.dates import Range, whole

# Two digits up to this, or so many years after the publication, are a year of this century.
_LATEST, _LATEST_AHEAD = 30, 20


def decade(published: date | None, match: re.Match[str]) -> Range:
    """Give a decade: 上世纪80年代, 90年代."""
    tens = whole(match["tens"])
    word = match["century"]
    # Without a date of publication 本世纪 is the present one.
    this = published.year // 100 if published else 20
    if word is None:
        century = 19 if tens >= 30 else this
    elif word[0] in "上本":
        century = this - (word[0] == "上")
    else:
        century = whole(word) - 1
    first = 100 * century + tens
    return date(first, 1, 1), date(first + 9, 12, 31)


def of_two_digits(year: int, published: date | None) -> int:
    """Give the year that two digits mean: 21 is 2021, 98 is 1998; a year of four digits is one."""
    if year > 99:
        return year
    now = published.year if published else 2000 + _LATEST
    return year + 2000 if year + 2000 <= now + _LATEST_AHEAD else year + 1900


def plan(published: date | None, match: re.Match[str]) -> Range:
    """Give the years of a plan: “十四五”期间."""
    name = next(plan for plan in _plans_by_length() if plan in match["plan"])
    first, last = lexicon.mapping("numbers/plans")[name].split("-")
    if match["plan"].endswith("以来"):
        return date(int(first), 1, 1), published
    return date(int(first), 1, 1), date(int(last), 12, 31)


def event(published: date | None, match: re.Match[str]) -> Range:
    """Give the time from an event on: 党的十八大以来."""
    words = match["event"].removesuffix(match["eventtail"]).lstrip("自从")
    day = lexicon.mapping("numbers/events").get(words)
    return (date.fromisoformat(day) if day else None), published


@cache
def _plans_by_length() -> tuple[str, ...]:
    return tuple(sorted(lexicon.mapping("numbers/plans"), key=len, reverse=True))

"""Dates what has a name of its own: decades, plans of five years, events."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from zhnews import lexicon
from zhnews.numbers.dates import Range, whole


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


def short_year(published: date | None, match: re.Match[str]) -> Range:
    """Give a year of two digits: 21年."""
    year = 2000 + whole(match["short"].rstrip("年 "))
    return date(year, 1, 1), date(year, 12, 31)


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

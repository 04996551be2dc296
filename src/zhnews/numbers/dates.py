"""Arithmetic with dates: weeks, months, and what stands before or after them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import overload

from zhnews.numbers.numerals import parse_number

ONE_DAY = timedelta(days=1)
_THURSDAY = 3
# What is longer is no holiday or season.
LONGEST_SEASON = 40
Range = tuple[date | None, date | None]


def beside(start: date | None, end: date | None, *, before: bool) -> Range:
    """Give the time before or after a month or year, or up to and from a day."""
    days = 0 if start == end or start is None else 1
    if before:
        return None, start - ONE_DAY * days if start else end
    return end + ONE_DAY * days if end else None, None


def within(day: date | None, stretch: Range) -> bool:
    """Tell whether a day is one of a holiday or season named before, which 同期 goes on to mean."""
    start, end = stretch
    if day is None or start is None or end is None:
        return False
    return start < end and start <= day <= end and (end - start).days <= LONGEST_SEASON


def whole(numeral: str) -> int:
    """Give the value of a numeral; ValueError where it is none."""
    number = parse_number(numeral)
    if number is None:
        raise ValueError(numeral)
    return int(number)


def week(day: date, steps: int) -> tuple[date, date]:
    """Give the week, from Monday, so many after that of a day."""
    monday = day - ONE_DAY * day.weekday() + 7 * ONE_DAY * steps
    return monday, monday + 6 * ONE_DAY


def week_of_month(year: int, month: int, count: int) -> tuple[date, date]:
    """Give a week of a month, from Monday; the first is the one with the month's first Thursday, as in ISO 8601."""
    first = date(year, month, 1)
    thursday = first + ONE_DAY * ((_THURSDAY - first.weekday()) % 7) + 7 * ONE_DAY * (count - 1)
    if thursday.month != month:
        raise ValueError(count)
    return week(thursday, 0)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month; ValueError where there is no such month."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Give the first day of the month so many after that of a day."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def later(day: date, count: int, unit: str) -> date:
    """Give the last day of so many years, months, weeks or days from a day on."""
    if unit == "年":
        return shift_year(day, count) - ONE_DAY
    if unit == "个月":
        month = add_months(day, count)
        return month.replace(day=min(day.day, month_end(month.year, month.month).day)) - ONE_DAY
    return day + ONE_DAY * count * (1 if unit in ("天", "日") else 7)


def part_of_month(first: date, part: str | None) -> tuple[date, date]:
    """Give the days of 上旬, 中旬, 下旬 and what they make together, or of all of a month, from its first day."""
    end = month_end(first.year, first.month)
    ends = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, end.day), "上中旬": (1, 20), "中下旬": (11, end.day)}
    start, last = ends.get(part or "", (1, end.day))
    return first.replace(day=start), first.replace(day=last)


@overload
def shift_year(day: date, years: int = -1) -> date: ...
@overload
def shift_year(day: None, years: int = -1) -> None: ...
def shift_year(day: date | None, years: int = -1) -> date | None:
    """Give the same day of the year before, or so many later."""
    if day is None:
        return None
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def part_of_year(year: int, part: str | None) -> Range:
    """Give the days of 年初, 年中, or of all of a year."""
    if part == "年初":
        return date(year, 1, 1), date(year, 1, 31)
    if part == "年中":
        return date(year, 6, 1), date(year, 6, 30)
    return date(year, 1, 1), date(year, 12, 31)

"""Resolves what a text says of time to inclusive dates, one mention after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from zhnews.numbers import eras
from zhnews.numbers.dates import (
    LONGEST_SEASON,
    ONE_DAY,
    Range,
    add_months,
    beside,
    later,
    month_end,
    part_of_month,
    part_of_year,
    shift_year,
    week,
    week_of_month,
    whole,
    within,
)
from zhnews.numbers.holidays import Holidays
from zhnews.numbers.numerals import parse_number

_D = "[0-9０-９]"
_ISO_DAY = re.compile(rf"{_D}{{4}}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}")
# In a release of December 预计1月 is a month of the next year.
_AHEAD = re.compile("预计|计划|将于|将在|拟于|定于")
# What makes 全年 a year that isn't over: 力争全年, 全年预计.
_TO_COME = re.compile("预计|计划|预期|目标|任务|力争|确保|争取|实现全年|完成全年|有望|将|今年|序时|超|力保|预算")
_FAR_BACK = 9
_COUNTS = frozenset("0123456789０１２３４５６７８９一二两三四五六七八九十百几数半")
_NOT_DIGIT = re.compile(r"[-/.]")
# A day this much later than the publication is still one of the same month: an event that is announced.
_ANNOUNCED_AHEAD = 10
# Until which month releases report on the year before.
_REPORTS_OF_LAST_YEAR = 4
_LONGEST_QUARTER = 92
# Days of a period that a paragraph may be about.
_SHORTEST_MAIN = 27
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "明年": 1, "后年": 2, "大后年": 3}
_DAYS = {"大前天": -3, "前天": -2, "昨": -1, "明天": 1, "大后天": 3, "后天": 2}
_STEPS = {"上上": -2, "上": -1, "下下": 2, "下": 1}


class Resolver:
    """Resolves matches one after the other: 同期 and 上月 look back at what was named before."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.last: Range = (None, None)
        # The month, quarter or longer that a paragraph named first: what 同期 of the next one means.
        self._main: Range | None = None
        self.day: date | None = None
        self.holidays = Holidays(published)
        # Whether the mention follows the one before at once: 6月20日8时|至25日.
        self.goes_on = False
        self.year: int | None = published.year if published else None
        # The year just past where a release of the first months reports on it: its 全年 and 四季度 are of that year.
        self._reported = self.year
        # Whether the release names the year before its own: what it counts for 全年 is of that one.
        self._tells_of_last = False
        # Whether the paragraph has named its year.
        self._named = False

    def begin_paragraph(self) -> None:
        """Go back to the year that a release reports on, where the date of publication tells what year it is."""
        if self.published is not None:
            self.year, self._named = self._reported, False
        if self._main is not None:
            self.last, self._main = self._main, None

    def resolve(self, match: re.Match[str]) -> Range | None:
        """Give the range of a match; None where it is no period after all."""
        if match.lastgroup == "event":
            return eras.event(self.published, match)
        if match["calendar"] is not None:
            return self._calendar(match)
        return next(method(self, match) for name, method in _METHODS.items() if match[name] is not None)

    def _calendar(self, match: re.Match[str]) -> Range | None:
        if match["whole"] is not None and not match["year"]:
            return None
        if (
            match["yearpart"] == "年内"
            and not match["year"]
            and match.string[match.start() - 1 : match.start()] in _COUNTS
        ):
            return None  # 五年内
        year, last = self.year, self.last
        try:
            found = self._extent(match)
        except ValueError:
            return None
        if match["after"] == "同期":
            self.year, self.last = year, last
            return found
        of = match.string[match.end() : match.end() + 1]
        if (match["since"] or (match["until"] or "")[:1] in ("到", "至")) and (of == "的" or of.isdigit()):
            return found  # 从2016年的9亿元增加到2022年的30亿元
        if match["after"] in ("以来", "以來", "至今") and self.published is not None:
            # What began in 2021 doesn't make 6月28日 a day of 2021.
            self.year = max(year or 0, self.published.year)
        if found is None:
            return (None, None)
        start, end = found
        if (match["after"] or "")[-1:] in ("前", "后"):
            self.year, self.last = year, last
            closes = (
                match["part"] in ("底", "末") or match["yearpart"] in ("年底", "年末") or match["after"][0] in "底末"
            )
            return beside(None if closes else start, end, before=match["after"][-1] == "前")
        if match["after"] in ("初", "伊始") and match["whole"] is not None and start:
            end = month_end(start.year, 1)
            found = start, end
        if not (start == end and within(start, self.last)):
            to_date = match["after"] in ("以来", "以來") and start and self.published and start <= self.published
            self.last = (start, self.published) if to_date else found
        if start == end:
            self.day = start
        if match["after"] in ("以来", "以來", "至今", "起", "开始") or (
            match["since"] and not any(match[end] for end in ("until", "day2", "m2", "onlyday2", "q2", "years"))
        ):
            ahead = self.published and start and start > self.published and match["after"] in ("以来", "以來")
            return (shift_year(start) if ahead else start), self.published
        if (
            match["until"]
            or match["after"] == "为止"
            or match["part"] in ("底", "末")
            or match["after"] in ("底", "末")
            or match["yearpart"] in ("年底", "年末")
        ):
            return None, end
        if self._main is None and start and end and (end - start).days >= _SHORTEST_MAIN:
            self._main = found
        return start, end

    def _extent(self, match: re.Match[str]) -> Range | None:
        if match["years"]:
            first, last = re.findall(rf"{_D}+", match["years"])
            last = first[: 4 - len(last)] + last
            return date(int(first), 1, 1), date(int(last), 12, 31)
        year = self._year(match["year"])
        if year is None:
            return None
        if match["yearpart"] == "全年" and not match["year"] and self._is_over(match, year):
            return part_of_year(year - 1, "全年")
        if match["half"]:
            return (
                (date(year, 1, 1), date(year, 6, 30))
                if match["half"][0] == "上"
                else (date(year, 7, 1), date(year, 12, 31))
            )
        if match["quarters"]:
            return date(year, 1, 1), month_end(year, 3 * whole(match["nq"]))
        if match["q1"]:
            return date(year, 3 * whole(match["q1"]) - 2, 1), month_end(year, 3 * whole(match["q2"]))
        if match["quarter"]:
            last = 3 * whole(match["quarter"])
            return date(year, last - 2, 1), month_end(year, last)
        if months := match["nm"] or match["nm2"]:
            return date(year, 1, 1), month_end(year, whole(months))
        if match["opening"]:
            return date(year, 1, 1), month_end(year, 1 if match["opening"][-1] == "月" else 3)
        if match["m1"]:
            return date(year, whole(match["m1"]), 1), month_end(year, whole(match["m2"]))
        if match["month"]:
            start = self._day(match, year, whole(match["month"]), whole(match["day"]))
            if not match["day2"]:
                return start, start
            month = whole(match["month2"]) if match["month2"] else start.month
            return start, date(start.year, month, whole(match["day2"]))
        if match["onlyday"]:
            return self._day_alone(int(match["onlyday"]), int(match["onlyday2"] or match["onlyday"]))
        if match["onlymonth"]:
            return self._month(match, year, whole(match["onlymonth"]))
        return part_of_year(year, match["yearpart"])

    def _is_over(self, match: re.Match[str], year: int) -> bool:
        """Tell whether 全年 is the year before, which a release of another month than December tells the results of."""
        now = self.published
        if now is None or year != now.year or now.month == 12 or not self._tells_of_last:
            return False
        around = match.string[max(match.start() - 8, 0) : match.end() + 4]
        return _TO_COME.search(around) is None

    def _year(self, word: str | None) -> int | None:
        if word is None:
            return self.year
        known = parse_number(word.rstrip("年度 "))
        if known is not None:
            self.year, self._named = eras.of_two_digits(int(known), self.published), True
            now = self.published
            if now is not None and self.year == now.year - 1:
                self._tells_of_last = True
                if now.month <= _REPORTS_OF_LAST_YEAR:
                    self._reported = self.year
            return self.year
        if word in ("当年", "同年"):
            return self.year
        if word == "次年":
            return self.year + 1 if self.year else None
        if self.published is None:
            return None
        of = self._reported if word[0] == "上" and self._reported else self.published.year
        year = of + _YEARS.get(word.rstrip("度"), 0)
        self.year = year if word[0] in "今本" else self._reported
        return year

    def _day(self, match: re.Match[str], year: int, month: int, day: int) -> date:
        found = date(year, month, day)
        if not match["year"] and not self._named and self.published and year < self.published.year:
            # A release of January reports on the year before, but 1月15日 is this year's.
            this = date(self.published.year, month, day)
            if this <= self.published:
                return this
        # 12月30日 in a release of January means the year before; a few days ahead is an announcement.
        if not match["year"] and self.published and (found - self.published).days > 180:
            return date(year - 1, month, day)
        return found

    def _day_alone(self, first: int, last: int) -> Range | None:
        """Give a day without its month: that of the day named before, else of the publication or the month before."""
        if self.goes_on and self.day is not None:
            month = self.day
        elif self.published is not None:
            month = self.published
            if first > month.day + _ANNOUNCED_AHEAD:
                month = month.replace(day=1) - ONE_DAY
        elif self.day is not None:
            month = self.day
        else:
            return None
        return month.replace(day=first), month.replace(day=last)

    def _month(self, match: re.Match[str], year: int, month: int) -> Range:
        if not match["year"] and self.published and year == self.published.year and month > self.published.month + 5:
            year -= 1
        elif not match["year"] and self.published and self.published.month - month >= _FAR_BACK and _announced(match):
            year += 1
        if match["weekofmonth"]:
            return week_of_month(year, month, whole(match["weekofmonth"]))
        return part_of_month(date(year, month, 1), match["part"])

    def _today(self, match: re.Match[str]) -> Range:
        word = match["today"]
        if word[0] in "当同" and self.day is not None:
            return self.day, self.day
        if self.published is None:
            return None, None
        if match["tm"]:
            try:
                day = date(self.published.year, int(match["tm"]), int(match["td"]))
            except ValueError:
                return None, None
        else:
            day = self.published + ONE_DAY * next((days for name, days in _DAYS.items() if name in word), 0)
        self.last, self.day = (day, day), day
        return (None, day) if word[0] in "截到至" else (day, day)

    def _same(self, match: re.Match[str]) -> Range:
        start, end = self.last
        if match["same"][0] in "去上":
            return (shift_year(start), shift_year(end))
        return start, end

    def _rel(self, match: re.Match[str]) -> Range:
        word = match["rel"]
        anchor = self._anchor(word)
        if anchor is None:
            return None, None
        steps = _STEPS.get(word[:2], _STEPS.get(word[0], 0))
        closes = match["reltail"] in ("底", "末")
        if "周" in word or "星期" in word or "礼拜" in word:
            return week(anchor, steps)
        if "季" in word:
            first = date(anchor.year, 3 * ((anchor.month - 1) // 3) + 1, 1)
            first = add_months(first, -3 * (word[0] == "上"))
            return None if closes else first, add_months(first, 3) - ONE_DAY
        first = add_months(anchor.replace(day=1), steps)
        if match["relday"]:
            try:
                days = tuple(first.replace(day=whole(match[day] or match["relday"])) for day in ("relday", "relday2"))
            except ValueError:
                return None, None
            self.day = days[0]
            return days[0], days[1]
        start, end = part_of_month(first, match["reltail"])
        return None if closes else start, end

    def _anchor(self, word: str) -> date | None:
        """Give the day that 上月 is counted from: one of the month or quarter named before, else the publication."""
        if word == "同月" and self.day is not None:
            return self.day
        start, end = self.last
        if start is None or self.published is None:
            return start or self.published
        longest = LONGEST_SEASON if "月" in word else _LONGEST_QUARTER if "季" in word else 0
        known = end is not None and (end - start).days <= longest
        # What goes on is counted from its start: 6月以来, 比上月.
        open_ended = end is None and "月" in word
        return start if known or open_ended else self.published

    def _weekday(self, match: re.Match[str]) -> Range:
        if self.published is None:
            return None, None
        monday, _ = week(self.published, _STEPS.get(match["week"] or "", 0))
        day = monday + ONE_DAY * "一二三四五六日天".replace("天", "").index(match["weekday"][-1].replace("天", "日"))
        return day, day

    def _ago(self, match: re.Match[str]) -> Range:
        """Give the day, week, month or year so much before or after the publication."""
        if self.published is None:
            return None, None
        words = match["ago"]
        count = whole(re.split("[天日周个星月年]", words)[0]) * (-1 if match["way"] == "前" else 1)
        if "年" in words:
            return date(self.published.year + count, 1, 1), date(self.published.year + count, 12, 31)
        if "月" in words:
            first = add_months(self.published, count)
            return first, month_end(first.year, first.month)
        if "周" in words or "星期" in words:
            return week(self.published, count)
        day = self.published + ONE_DAY * count
        return day, day

    def _festival(self, match: re.Match[str]) -> Range:
        """Give the days of a festival, and those of its holiday, where the calendar alone tells them."""
        year = self._year(match["ofyear"]) if match["ofyear"] or not self.published else self.published.year
        start, days = self.holidays.festival(match, year)
        if start is not None and not match["season"] and not match["beside"]:
            self.day, self.last = start, days  # 元旦当日
        return days

    def join_holidays(self, earlier: Range) -> Range | None:
        """Make one holiday of two that meet: 国庆、中秋; None where they don't meet."""
        joint = self.holidays.join(earlier)
        self.last = joint or self.last
        return joint

    def _iso(self, match: re.Match[str]) -> Range:
        try:
            days = [date(*map(int, _NOT_DIGIT.split(day))) for day in _ISO_DAY.findall(match["iso"])]
        except ValueError:
            return None, None
        self.last = days[0], days[-1]
        return self.last

    def _recent(self, match: re.Match[str]) -> Range:
        return None, self.published

    def _coming(self, match: re.Match[str]) -> Range:
        """Give the time from the publication on: 未来三年, 今后五天."""
        if self.published is None:
            return None, None
        return self.published, later(self.published, whole(match["ncoming"]), match["ofcoming"])

    def _two_years(self, match: re.Match[str]) -> Range:
        """Give this year and the next, or the next two: 今明两年, 今明后三年."""
        if self.published is None:
            return None, None
        this = self.published.year
        return date(this, 1, 1), date(this + (2 if "后" in match["years2"] else 1), 12, 31)

    def _now(self, match: re.Match[str]) -> Range:
        if match["now"][0] not in "截到迄":
            return None, None
        self.last = None, self.published
        return self.last


_METHODS: dict[str, Callable[[Resolver, re.Match[str]], Range | None]] = {
    "festival": Resolver._festival,
    "iso": Resolver._iso,
    "decade": lambda self, match: eras.decade(self.published, match),
    # A lunar date needs a calendar of its own: better no day than a wrong one.
    "lunar": lambda self, match: (None, None),
    "years2": Resolver._two_years,
    "coming": Resolver._coming,
    "vacation": lambda self, match: self.holidays.vacation(match),
    "today": Resolver._today,
    "weekday": Resolver._weekday,
    "ago": Resolver._ago,
    "same": Resolver._same,
    "rel": Resolver._rel,
    "recent": Resolver._recent,
    "now": Resolver._now,
    "plan": lambda self, match: eras.plan(self.published, match),
}


def _announced(match: re.Match[str]) -> bool:
    """Tell whether a month is one that is to come: 预计1月中旬."""
    start = match.start()
    return bool(_AHEAD.search(match.string, max(start - 4, 0), start))

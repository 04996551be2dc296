"""Finds the stretches of time a text names and resolves them to inclusive dates.

Calendar periods take their full extent. 今年以来 runs from a known start to the publication date, 近三年 and an
event's 以来 have no known start, 截至 has none by nature. What is relative needs the publication date; without it,
it stays unresolved.
"""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import cast

from zhnews import lexicon
from zhnews.model import Period
from zhnews.numbers.numerals import parse_number
from zhnews.text import Span, Text

_D = "[0-9０-９]"
_HAN = "一二两三四五六七八九十〇零"
_N = rf"(?:{_D}{{1,2}}|[{_HAN}]{{1,3}})"
_DASH = r"[ \u3000]?(?:——|[—–~～至到-])[ \u3000]?"
_STOPS = "，。；：、！？,;: \u3000\n\t"
_LONGEST_LEAD = 8
_LONGEST_EVENT = 14
_YEAR = (
    rf"[12]{_D}{{3}}[ \u3000]?年度?|[一二][{_HAN}]{{3}}年"
    r"|今年|本年度?|去年(?!同期)|上年(?!同期)|前年|明年|当年|次年|同年"
)
_CALENDAR = rf"""
    (?P<until>截至到?|截止到?|到|至)?(?P<since>自从|从|自)?
    (?:
        (?P<years>[12]{_D}{{3}}[ \u3000]?年?{_DASH}[12]?{_D}{{1,3}}[ \u3000]?年)
      | (?:(?P<year>{_YEAR})(?P<space>[,，]?[ \u3000]?))?
        (?:
            (?P<half>[上下]半年)
          | (?P<quarters>前(?P<nq>{_N})个?季度) | 第?(?P<quarter>[一二三四1-4])季度
          | 前(?P<nm>{_N})个月
          | (?P<m1>{_N})月?(?:份)?{_DASH}(?P<m2>{_N})月份?(?![ \u3000]?{_N}[ \u3000]?[日号])
          | (?P<month>{_N})[ \u3000]?月[ \u3000]?(?P<day>{_N})[ \u3000]?[日号]
            (?:{_DASH}(?:(?P<month2>{_N})月)?(?P<day2>{_N})[日号])?
          | (?P<onlymonth>{_N})[ \u3000]?月(?![球亮饼])(?P<part>份|底|末|初|[上中下]旬)?
          | (?<![0-9０-９月—–~～、/.续近每-])(?P<onlyday>{_D}{{1,2}})[日号](?![元均内元报])
            (?:{_DASH}(?P<onlyday2>{_D}{{1,2}})[日号])?
          | (?P<yearpart>年初|年底|年末|年中|全年)
          | (?P<whole>(?<=年)(?=.|$))
        )
    )
    (?:[ \u3000]?{_N}[时時点點](?:{_N}分)?)?(?P<after>以来|以來|起|开始|为止|底|末|初)?
"""
_ISO = rf"[12]{_D}{{3}}(?P<{{0}}>[-/.])(?:{_D}{{1,2}})(?P={{0}}){_D}{{1,2}}(?!{_D})"
_WRITTEN = rf"""
    (?P<iso>{_ISO.replace("{0}", "mark")}(?:{_DASH}{_ISO.replace("{0}", "mark2")})?)
  | (?P<decade>(?:(?P<century>{_N}|上个?|本)世[纪紀])?
      (?P<tens>[1-9]0|[一二三四五六七八九]十)年代(?:初|末|中期)?)
  | (?P<short>(?<![0-9０-９])0{_D}[ \u3000]?年)
"""
_RELATIVE = rf"""
    (?P<today>(?:截至|截止|到|至)?(?:今天|今日|今晨|今早|昨天|昨日|昨晚|昨夜|前天|明天|当天|当日|即日)
      (?:[ \u3000]?[（(](?:[12]{_D}{{3}}年)?(?P<tm>{_D}{{1,2}})月(?P<td>{_D}{{1,2}})日[)）])?(?:{_N}[时時点點])?)
  | (?P<same>去年同期|上年同期|同期|同月|同季度)
  | (?P<rel>本月|当月|上个?月|下个?月|本周|上周|本季度|上季度|上个季度)(?P<reltail>底|末|份)?
  | (?P<recent>(?:近|过去|最近|这|前)(?:的)?[ \u3000]?{_N}[ \u3000]?(?:年|个月|周年)(?:多|间|来|以来|时间|里)*
      |{_N}(?:年|个月)(?:多)?(?:以)?[来來])
  | (?P<now>目前|(?<![出发体展])现在|如今|近年来|近年來|当前|截至目前|迄今|日前|近日)
  | (?P<plan>[“"]?(?:{{plans}})[”"]?(?:规划)?(?:期间|时期|以来|末|初期|收官)?)
"""
# What a period may begin with; the common characters only before what may follow them.
_STARTS = re.compile(
    rf"[0-9０-９{_HAN}“\"今去明次昨近过最截迄目现如半前第上下本年全当同日到至自从即这]"
    rf"(?:(?<![上下本年全当同日到至自从即这前“\"])"
    rf"|(?<=[上下本])(?=[个半年月周季世])|(?<=[年全当同日即])(?=[初底末中年月日天期季前])"
    rf"|(?<=[到至自从这前“\"])(?=[0-9０-９{_HAN}今本去上下前明当次同年全昨即第从个天季的 \u3000]))"
)
# Something that happened, up to 以来: found from its end.
_EVENT = re.compile(rf"(?P<event>(?:自|从)?[^{_STOPS}]{{2,{_LONGEST_EVENT}}}?(?P<eventtail>以来|以來))")
_EVENT_TAIL = re.compile("以[来來]")
_ISO_DAY = re.compile(rf"{_D}{{4}}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}")
_NOT_DIGIT = re.compile(r"[-/.]")
_ONE_DAY = timedelta(days=1)
# A day this much later than the publication is still one of the same month: an event that is announced.
_ANNOUNCED_AHEAD = 10
_Range = tuple[date | None, date | None]


@cache
def _scanner() -> re.Pattern[str]:
    plans = "|".join(sorted(map(re.escape, lexicon.mapping("numbers/plans")), key=len, reverse=True))
    return re.compile(rf"{_WRITTEN}|(?P<calendar>{_CALENDAR})|{_RELATIVE.replace('{plans}', plans)}", re.VERBOSE)


def find_periods(text: str | Text, published: date | None = None) -> list[Period]:
    """Find the periods a text names, in order; `published` is the day that 今年, 上月 and the like are counted from.

    Dates are inclusive; an end is None where the period is open or can't be resolved.

    >>> [(p.surface, str(p.start), str(p.end)) for p in find_periods("今年上半年和6月份", date(2023, 7, 20))]
    [('今年上半年', '2023-01-01', '2023-06-30'), ('6月份', '2023-06-01', '2023-06-30')]
    >>> [(p.surface, p.start, str(p.end)) for p in find_periods("截至2023年6月底")]
    [('截至2023年6月底', None, '2023-06-30')]
    """
    body = Text(text) if isinstance(text, str) else text
    value = body.value
    periods: list[Period] = []
    resolver = _Resolver(published)
    seen = 0
    for match in _scan(value):
        if value.find("\n", seen, match.start()) >= 0:
            resolver.begin_paragraph()
        seen = match.end()
        last = resolver.last
        found = resolver.resolve(match)
        if value[match.start() - 1 : match.start()] in ("比", "较"):
            resolver.last = last  # what a figure is held against is no time to go on from
        if found is not None:
            periods.append(Period(body, _trimmed(value, Span(*match.span())), *found))
    return periods


def _scan(value: str) -> Iterator[re.Match[str]]:
    """Yield what may be a period, from left to right, without overlap; an event where nothing begins earlier."""
    tails = _EVENT_TAIL.finditer(value)
    position = 0
    plain, event = _next(value, 0), _next_event(value, 0, tails)
    while plain or event:
        if plain and plain.start() < position:
            plain = _next(value, position)
            continue
        if event and event.start() < position:
            tail = event.start("eventtail")
            event = (_event(value, position, tail) if tail > position else None) or _next_event(value, position, tails)
            continue
        if event and (plain is None or event.start() < plain.start()):
            found = _inside(value, event) or event
        else:
            found = cast("re.Match[str]", plain)
        yield found
        position = found.end()


def _next(value: str, position: int, limit: int = sys.maxsize - 1) -> re.Match[str] | None:
    """Give the next period that isn't an event, starting before `limit`."""
    search, match_at = _STARTS.search, _scanner().match
    # The class looks one character ahead.
    while (start := search(value, position, limit + 1)) and start.start() < limit:
        position = start.start()
        match = match_at(value, position)
        if match and match.end() > position:
            return match
        position += 1
    return None


def _next_event(value: str, floor: int, tails: Iterator[re.Match[str]]) -> re.Match[str] | None:
    return next((found for tail in tails if (found := _event(value, floor, tail.start()))), None)


def _event(value: str, floor: int, tail: int) -> re.Match[str] | None:
    """Match the event whose 以来 stands at `tail`, as far back as it may reach."""
    start = tail
    while start > floor and tail - start < _LONGEST_EVENT and value[start - 1] not in _STOPS:
        start -= 1
    if start > floor and value[start - 1] in "自从":
        start -= 1
    return _EVENT.match(value, start)


def _inside(value: str, event: re.Match[str]) -> re.Match[str] | None:
    """Give the calendar period that what looks like an event ends with: 全市2021年6月以来."""
    position = event.start() + 1
    while inner := _next(value, position, event.start() + _LONGEST_LEAD + 1):
        if inner.end() >= event.start("eventtail"):
            return inner
        position = inner.start() + 1
    return None


def _trimmed(value: str, span: Span) -> Span:
    start, end = span
    while value[start] in " \u3000":
        start += 1
    while value[end - 1] in " \u3000,，":
        end -= 1
    return Span(start, end)


class _Resolver:
    """Resolves matches one after the other: 同期 and 上月 look back at what was named before."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.last: _Range = (None, None)
        self.day: date | None = None
        self.year: int | None = published.year if published else None

    def begin_paragraph(self) -> None:
        """Forget the year that was named, where the date of publication tells what year it is."""
        if self.published is not None:
            self.year = self.published.year

    def resolve(self, match: re.Match[str]) -> _Range | None:
        """Give the range of a match; None where it is no period after all."""
        if match.lastgroup == "event":
            return self._event(match)
        if match["calendar"] is not None:
            return self._calendar(match)
        return next(method(self, match) for name, method in _METHODS.items() if match[name] is not None)

    def _calendar(self, match: re.Match[str]) -> _Range | None:
        if match["whole"] is not None and not match["year"]:
            return None
        year = self.year
        try:
            found = self._extent(match)
        except ValueError:
            return None
        if match["after"] in ("以来", "以來") and self.published is not None:
            # What began in 2021 doesn't make 6月28日 a day of 2021.
            self.year = max(year or 0, self.published.year)
        if found is None:
            return (None, None)
        start, end = found
        self.last = found
        if start == end:
            self.day = start
        if match["after"] in ("以来", "以來", "起", "开始") or (
            match["since"] and not (match["until"] or match["day2"] or match["m2"])
        ):
            return start, self.published
        if (
            match["until"]
            or match["after"] == "为止"
            or match["part"] in ("底", "末")
            or (match["whole"] is not None and match["after"] in ("底", "末"))
            or match["yearpart"] in ("年底", "年末")
        ):
            return None, end
        return start, end

    def _extent(self, match: re.Match[str]) -> _Range | None:
        if match["years"]:
            first, last = re.findall(rf"{_D}+", match["years"])
            last = first[: 4 - len(last)] + last
            return date(int(first), 1, 1), date(int(last), 12, 31)
        year = self._year(match["year"])
        if year is None:
            return None
        if match["half"]:
            return (
                (date(year, 1, 1), date(year, 6, 30))
                if match["half"][0] == "上"
                else (date(year, 7, 1), date(year, 12, 31))
            )
        if match["quarters"]:
            return date(year, 1, 1), _month_end(year, 3 * _int(match["nq"]))
        if match["quarter"]:
            last = 3 * _int(match["quarter"])
            return date(year, last - 2, 1), _month_end(year, last)
        if match["nm"]:
            return date(year, 1, 1), _month_end(year, _int(match["nm"]))
        if match["m1"]:
            return date(year, _int(match["m1"]), 1), _month_end(year, _int(match["m2"]))
        if match["month"]:
            start = self._day(match, year, _int(match["month"]), _int(match["day"]))
            if not match["day2"]:
                return start, start
            month = _int(match["month2"]) if match["month2"] else start.month
            return start, date(start.year, month, _int(match["day2"]))
        if match["onlyday"]:
            return self._day_alone(int(match["onlyday"]), int(match["onlyday2"] or match["onlyday"]))
        if match["onlymonth"]:
            return self._month(match, year, _int(match["onlymonth"]))
        return _part_of_year(year, match["yearpart"])

    def _year(self, word: str | None) -> int | None:
        if word is None:
            return self.year
        known = parse_number(word.rstrip("年度 "))
        if known is not None and known > 999:
            self.year = int(known)
            return self.year
        if word in ("当年", "同年"):
            return self.year
        if word == "次年":
            return self.year + 1 if self.year else None
        if self.published is None:
            return None
        year = self.published.year + {"去": -1, "上": -1, "前": -2, "明": 1}.get(word[0], 0)
        self.year = year if word[0] in "今本" else self.published.year
        return year

    def _day(self, match: re.Match[str], year: int, month: int, day: int) -> date:
        found = date(year, month, day)
        # 12月30日 in a release of January means the year before; a few days ahead is an announcement.
        if not match["year"] and self.published and (found - self.published).days > 180:
            return date(year - 1, month, day)
        return found

    def _day_alone(self, first: int, last: int) -> _Range | None:
        """Give a day without its month: that of the day named before, else of the publication or the month before."""
        if self.published is not None:
            month = self.published
            if first > month.day + _ANNOUNCED_AHEAD:
                month = month.replace(day=1) - _ONE_DAY
        elif self.day is not None:
            month = self.day
        else:
            return None
        return month.replace(day=first), month.replace(day=last)

    def _month(self, match: re.Match[str], year: int, month: int) -> _Range:
        if not match["year"] and self.published and year == self.published.year and month > self.published.month + 5:
            year -= 1
        part = match["part"]
        if part == "上旬":
            return date(year, month, 1), date(year, month, 10)
        if part == "中旬":
            return date(year, month, 11), date(year, month, 20)
        if part == "下旬":
            return date(year, month, 21), _month_end(year, month)
        return date(year, month, 1), _month_end(year, month)

    def _today(self, match: re.Match[str]) -> _Range:
        word = match["today"]
        if word[0] == "当" and self.day is not None:
            return self.day, self.day
        if self.published is None:
            return None, None
        if match["tm"]:
            try:
                day = date(self.published.year, int(match["tm"]), int(match["td"]))
            except ValueError:
                return None, None
        else:
            day = (
                self.published - _ONE_DAY * ("昨" in word) - 2 * _ONE_DAY * ("前天" in word) + _ONE_DAY * ("明" in word)
            )
        self.last, self.day = (day, day), day
        return (None, day) if word[0] in "截到至" else (day, day)

    def _same(self, match: re.Match[str]) -> _Range:
        start, end = self.last
        if match["same"][0] in "去上":
            return (_shift_year(start), _shift_year(end))
        return start, end

    def _rel(self, match: re.Match[str]) -> _Range:
        word = match["rel"]
        anchor = self.last[0] or self.published
        if anchor is None:
            return None, None
        if "周" in word:
            monday = anchor - timedelta(days=anchor.weekday()) - timedelta(days=7) * (word[0] == "上")
            return monday, monday + timedelta(days=6)
        if "季" in word:
            first = date(anchor.year, 3 * ((anchor.month - 1) // 3) + 1, 1)
            first = _add_months(first, -3 * (word[0] == "上"))
            return first, _add_months(first, 3) - _ONE_DAY
        first = _add_months(anchor.replace(day=1), {"上": -1, "下": 1}.get(word[0], 0))
        end = _month_end(first.year, first.month)
        return (None, end) if match["reltail"] in ("底", "末") else (first, end)

    def _iso(self, match: re.Match[str]) -> _Range:
        try:
            days = [date(*map(int, _NOT_DIGIT.split(day))) for day in _ISO_DAY.findall(match["iso"])]
        except ValueError:
            return None, None
        self.last = days[0], days[-1]
        return self.last

    def _decade(self, match: re.Match[str]) -> _Range:
        tens = _int(match["tens"])
        word = match["century"]
        # Without a date of publication 本世纪 is the present one.
        this = self.published.year // 100 if self.published else 20
        if word is None:
            century = 19 if tens >= 30 else this
        elif word[0] in "上本":
            century = this - (word[0] == "上")
        else:
            century = _int(word) - 1
        first = 100 * century + tens
        return date(first, 1, 1), date(first + 9, 12, 31)

    def _short(self, match: re.Match[str]) -> _Range:
        year = 2000 + _int(match["short"].rstrip("年 "))
        return date(year, 1, 1), date(year, 12, 31)

    def _recent(self, match: re.Match[str]) -> _Range:
        return None, self.published

    def _now(self, match: re.Match[str]) -> _Range:
        return None, None

    def _plan(self, match: re.Match[str]) -> _Range:
        name = next(plan for plan in _plans_by_length() if plan in match["plan"])
        first, last = lexicon.mapping("numbers/plans")[name].split("-")
        if match["plan"].endswith("以来"):
            return date(int(first), 1, 1), self.published
        return date(int(first), 1, 1), date(int(last), 12, 31)

    def _event(self, match: re.Match[str]) -> _Range:
        words = match["event"].removesuffix(match["eventtail"]).lstrip("自从")
        day = lexicon.mapping("numbers/events").get(words)
        return (date.fromisoformat(day) if day else None), self.published


_METHODS: dict[str, Callable[[_Resolver, re.Match[str]], _Range]] = {
    "iso": _Resolver._iso,
    "decade": _Resolver._decade,
    "short": _Resolver._short,
    "today": _Resolver._today,
    "same": _Resolver._same,
    "rel": _Resolver._rel,
    "recent": _Resolver._recent,
    "now": _Resolver._now,
    "plan": _Resolver._plan,
}


@cache
def _plans_by_length() -> tuple[str, ...]:
    return tuple(sorted(lexicon.mapping("numbers/plans"), key=len, reverse=True))


def _int(numeral: str) -> int:
    number = parse_number(numeral)
    if number is None:
        raise ValueError(numeral)
    return int(number)


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _shift_year(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _part_of_year(year: int, part: str | None) -> _Range:
    if part == "年初":
        return date(year, 1, 1), date(year, 1, 31)
    if part == "年中":
        return date(year, 6, 1), date(year, 6, 30)
    return date(year, 1, 1), date(year, 12, 31)

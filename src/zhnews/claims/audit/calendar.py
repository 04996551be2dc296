"""Holds dates against each other and against the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from zhnews.claims.audit.figures import dated
from zhnews.claims.meaning import is_deed
from zhnews.model import Finding, Period, Release, Result, Sentence
from zhnews.numbers import find_periods
from zhnews.numbers.numerals import parse_number
from zhnews.text import Span

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_RUN = re.compile(rf"连续(?:第)?(?P<count>{_N})个?(?P<unit>月|季度|年)")
_UNTIL = rf"(?P<counted>{_N})(?P<units>天|日|个月|年)(?!\d|[左余多来半])"
_LASTS = rf"(?P<count>{_N})(?P<unit>天|日|个月|年)(?!\d|[左余多来半])"
_TOTAL = re.compile(
    rf"^[，,]?(?:为期|历时|共计?|前后|持续了?|时长|长达|一连|连续){_LASTS}"
    # 3日至7日举行，为期五天
    rf"|^(?:[\u4e00-\u9fff]{{0,8}}[，,]?|[，,][\u4e00-\u9fff]{{1,4}})(?:为期|历时|历经|会期){_UNTIL}"
)
# （10月1日至7日）7天; 10月1日至7日，假期7天; 5月1日至5日，5天假期
_HOLIDAY = re.compile(
    rf"^[）)]?(?P<count>{_N})天(?!\d|[左余多来半内])"
    rf"|^[，,]?(?:[\u4e00-\u9fff]{{0,4}}(?:假期|长假|放假))(?:共|为|为期)?(?P<counted>{_N})天(?!\d|[左余多来半内])"
    rf"|^[，,]?(?P<days>{_N})天的?(?:假期|长假|小长假)"
)
_MONTHS = re.compile(rf"^的?(?P<count>{_N})个月(?:间|里|中|来|内|时间)")
_STRETCH = re.compile(
    r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:起)?[至到—–~～-]+(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
)
_GOES_ON = re.compile(r"(?:开始|起)?(?:一直)?(?:持续|延续|进行|开放)?")
_EQUALS = re.compile(
    r"(?P<word>今年|去年|前年|本年度?|上年)[（(,，]?\s?(?:即|也就是|是)?\s?(?P<year>(?:19|20)\d\d)(?:年|(?=[）)]))"
)
_BACK = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}
_WEEKDAY = re.compile(r"^[（(]?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])[）)]?")
_DAYS = "一二三四五六日"
_IMPOSSIBLE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?!元)")
_AHEAD = re.compile(
    r"将|拟|计划|预计|力争|目标|确保|要在|规划|预期|有望|明年|即将|届时|截止|期限|有效|前完成|预测|争取|到20|举行|举办|开幕|施行|实施"
    r"|安排|启动|召开|开展|下一步|下半年|未来|预报|展望|假期|放假|报名|至今后|起执行|起实行|前[，。]|之前|以前|底前|末前|不迟于|如果|若|假如"
)
_DONE = re.compile(r"已|了|完成|累计|共|实现|达|破获|同比|截至")
_COMPARED = re.compile(r"比|较|同期|相比|对比|与|基数|去年|上年|以来|自|从")
_REPORTED = re.compile(
    r"上半年|下半年|季度|前\w{1,3}个月|[\d一二三四五六七八九十]{1,3}月?份?[至—–-]+[\d一二三四五六七八九十]{1,3}月"
)
_DIGIT = re.compile(r"[\d一二三四五六七八九十]")
_THIS = ("今年", "本年")
_LAG, _LEAD = 2, 24
_COMMON_YEAR, _YEAR_DAYS, _FEBRUARY = 2023, 365, 2


def spans_of_time(release: Release) -> Iterator[Finding]:
    """Check counts of months against the dates around them: 2021年6月以来连续13个月, 3日至5日为期3天."""
    for sentence, periods in _by_sentence(release):
        text = release.text.value
        for place, period in enumerate(periods):
            yield from _run(release, sentence, period)
            gap = text[periods[place - 1].at.end : period.at.start] if place else "。"
            if period.surface[0] in "至到" and _GOES_ON.fullmatch(gap):
                period = replace(
                    periods[place - 1], at=Span(periods[place - 1].at.start, period.at.end), end=period.end
                )
            tail = text[period.at.end : min(period.at.end + _LEAD, sentence.at.end)]
            if (match := _HOLIDAY.match(tail)) and (days := days_named(period.surface)):
                yield _counted(release, period, match, days)
            elif (match := _TOTAL.match(tail) or _MONTHS.match(tail)) and period.start and period.end:
                yield from _total(release, period, match)


def _by_sentence(release: Release) -> Iterator[tuple[Sentence, list[Period]]]:
    periods, place = find_periods(release.text, release.published), 0
    for sentence in release.sentences:
        own: list[Period] = []
        while place < len(periods) and periods[place].at.start < sentence.at.end:
            own.append(periods[place])
            place += 1
        if not sentence.damaged:
            yield sentence, own


def _run(release: Release, sentence: Sentence, period: Period) -> Iterator[Finding]:
    """Check X以来 against 连续N个月 behind it: the run ends with the month of publication, or a little before."""
    if not period.surface.endswith(("以来", "起")) or period.start is None or release.published is None:
        return
    if not _DIGIT.search(period.surface):
        return  # 今年以来已连续13个月: the run began before.
    tail = release.text.value[period.at.end : sentence.at.end]
    match = _RUN.search(tail.split("；")[0])
    count = _int(match["count"]) if match else None
    if match is None or count is None or find_periods(tail[: match.start()], release.published):
        return
    months = (release.published.year - period.start.year) * 12 + release.published.month - period.start.month
    size = {"月": 1, "季度": 3, "年": 12}[match["unit"]]
    low, high = (months - _LAG - size + 1) // size, months // size + 1
    at = Span(period.at.end + match.start(), period.at.end + match.end())
    formula = f"{period.start:%Y-%m} … {release.published:%Y-%m} = {months + 1} months"
    held = low <= count <= high
    says = "fits" if held else "doesn't fit"
    message = f"{match.group()} {says} a run from {period.surface} to the publication on {release.published}"
    if held or count > high or size == 1:
        yield dated("calendar", "consistent" if held else "conflict", formula, message, release, [period.at, at])


def days_named(text: str) -> set[int]:
    """Give how many days a stretch has that is given from day to day: two numbers where it may hold a 29th of February.

    >>> days_named("10月1日至7日"), days_named("1月26日至3月5日"), days_named("今年以来")
    ({7}, {40, 39}, set())
    """
    found: set[int] = set()
    for match in _STRETCH.finditer(text):
        first, last = int(match["m"]), int(match["month"] or match["m"])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            continue
        days = (_day_of_year(last, int(match["day"])) - _day_of_year(first, int(match["d"]))) % _YEAR_DAYS + 1
        february = first <= _FEBRUARY < last or (first > last > _FEBRUARY)
        found |= {days, days + 1} if february else {days}
    return found


def _day_of_year(month: int, day: int) -> int:
    return sum(monthrange(_COMMON_YEAR, before)[1] for before in range(1, month)) + day


def _counted(release: Release, period: Period, match: re.Match[str], days: set[int]) -> Finding:
    """Check the days of a stretch as they are counted: of a holiday all, else also the nights between them."""
    name = next(name for name in ("count", "counted", "days") if match[name])
    held = _int(match[name]) in (days if name != "count" else days | {min(days) - 1})
    at = Span(period.at.end + match.start(name), period.at.end + match.end())
    message = f"{match[name]}天 {'fits' if held else 'does not fit'} {period.surface}"
    result: Result = "consistent" if held else "conflict"
    return dated("calendar", result, f"{period.surface} = {min(days)} 天", message, release, [period.at, at])


def _total(release: Release, period: Period, match: re.Match[str]) -> Iterator[Finding]:
    groups = match.groupdict()
    name = "count" if groups["count"] else "counted"
    unit = groups.get("unit") or groups.get("units") or "个月"
    count = _int(match[name])
    if count is None or period.start is None or period.end is None or period.end <= period.start:
        return
    days = (period.end - period.start).days + 1
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    years = period.end.year - period.start.year
    fitting = {"天": {days - 1, days}, "日": {days - 1, days}, "个月": {months, months + 1}, "年": {years, years + 1}}
    held = count in fitting[unit]
    found = {"天": days, "日": days, "个月": months + 1, "年": years + 1}[unit]
    formula = f"{period.start} … {period.end} = {found} {unit}"
    at = Span(period.at.end + match.start(name), period.at.end + match.end())
    message = f"{match[name]}{unit} {'fits' if held else 'does not fit'} {period.surface}"
    yield dated("calendar", "consistent" if held else "conflict", formula, message, release, [period.at, at])


def years(release: Release) -> Iterator[Finding]:
    """Check 今年 and 去年 against the year they are said to be, and the same stretch called by two years."""
    if release.published is None:
        return
    for match in _EQUALS.finditer(release.text.value):
        year, meant = int(match["year"]), release.published.year - _BACK[match["word"][0]]
        held = year == meant
        formula = f"{match['word']} = {meant} (published {release.published})"
        message = f"{match['word']} is {meant} by the date of publication; the text says {year}"
        yield dated("calendar", "consistent" if held else "conflict", formula, message, release, [Span(*match.span())])
    yield from _two_years(release)


def _two_years(release: Release) -> Iterator[Finding]:
    """Find one stretch reported on as 今年上半年 and as 2022年上半年 in turn.

    A year before that is only held against this one names itself beside 比 or 同期, or counts the same things again;
    what is reported on under it stands at the head of a sentence with figures.
    """
    heads = list(_reported(release))
    mine = [period for period, _ in heads if period.surface.startswith(_THIS)]
    others = [period for period, _ in heads if re.match(r"(?:19|20)\d\d", period.surface)]
    for other in others:
        same = next((period for period in mine if _tail(period.surface) == _tail(other.surface)), None)
        if same is None or other.start is None or same.start is None or other.start.year == same.start.year:
            continue
        if _counts_again(release, other, same):
            continue
        formula = f"{same.surface} = {same.start.year}, {other.surface} = {other.start.year}"
        message = (
            f"the same stretch is called both {same.surface} and {other.surface} in a release published "
            f"{release.published}"
        )
        yield dated("calendar", "conflict", formula, message, release, [same.at, other.at])


def _tail(surface: str) -> str:
    return re.sub(r"^(?:今年|本年|(?:19|20)\d\d年)|份", "", surface)


def _reported(release: Release) -> Iterator[tuple[Period, Sentence]]:
    """Yield the stretches that open a sentence, or that the first sentences say the release reports on."""
    for sentence, periods in _by_sentence(release):
        for period in periods:
            if _REPORTED.search(period.surface) is None:
                continue
            left = release.text.value[max(sentence.at.start, period.at.start - 12) : period.at.start]
            right = release.text.value[period.at.end : period.at.end + 6]
            opens = period.at.start - sentence.core.start <= 1
            if (
                (opens or period.surface.startswith(_THIS))
                and not _COMPARED.search(left)
                and not _COMPARED.search(right)
            ):
                yield period, sentence


def _counts_again(release: Release, one: Period, two: Period) -> bool:
    """Tell whether two stretches are set against each other: the same thing is counted in both."""

    def subjects(period: Period) -> set[tuple[str | None, str | None]]:
        return {
            (claim.subject, claim.unit)
            for claim in release.claims
            if claim.subject
            and claim.period is not None
            and (claim.period.start, claim.period.end) == (period.start, period.end)
        }

    return not subjects(one).isdisjoint(subjects(two)) or not subjects(one)


def after_publication(release: Release) -> Iterator[Finding]:
    """Check that what is told as done doesn't lie after the day of publication."""
    published = release.published
    if published is None:
        return
    for sentence, periods in _by_sentence(release):
        if _AHEAD.search(sentence.text):
            continue
        figures = any(claim.sentence == sentence.index for claim in release.claims)
        for period in periods:
            start = period.start or (period.end if period.surface.startswith(("截至", "截止")) else None)
            if period.end and _REPORTED.search(period.surface):
                start = period.end.replace(day=1)  # 1—8月 can't be reported on in July.
            if start is None or start <= published or (start - published).days < 2:
                continue
            if not (figures and (_DONE.search(sentence.text) or _has_deed(release, sentence))) or not re.search(
                r"\d|[一二三四五六七八九十]", period.surface
            ):
                continue
            message = f"{period.surface} lies after the date of publication, {published}, and is told as done"
            formula = f"{start} > {published}"
            yield dated("calendar", "conflict", formula, message, release, [period.at])


def _has_deed(release: Release, sentence: Sentence) -> bool:
    """Tell whether a figure of a sentence is of something done: 破案120起."""
    return any(claim.sentence == sentence.index and is_deed(claim.predicate) for claim in release.claims)


def days(release: Release) -> Iterator[Finding]:
    """Check that days exist, and that they are the weekday they are said to be."""
    text = release.text.value
    year = release.published.year if release.published else None
    for match in _IMPOSSIBLE.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        named = int(match["year"]) if match["year"] else None
        at = Span(*match.span())
        longest = monthrange(named or 2024, month)[1] if 1 <= month <= 12 else 0
        if not 1 <= day <= longest:
            yield dated(
                "calendar", "conflict", match.group(), f"{match.group()} is no day of the calendar", release, [at]
            )
            continue
        weekday = _WEEKDAY.match(text[match.end() : match.end() + 6])
        if weekday is None or (named or year) is None:
            continue
        found = date(named or year or 0, month, day).weekday()
        said = _DAYS.index(weekday["day"].replace("天", "日"))
        if said != found and (named or _certain(release, month, day)):
            formula = f"{date(named or year or 0, month, day)} = 星期{_DAYS[found]}"
            message = f"{match.group()} is no {weekday.group().strip('（()）')}"
            spot = Span(match.start(), match.end() + weekday.end())
            yield dated("calendar", "conflict", formula, message, release, [spot])


def _certain(release: Release, month: int, day: int) -> bool:
    """Tell whether a day without year is one of the year of publication: it lies within three months of that."""
    assert release.published is not None
    try:
        return abs((date(release.published.year, month, day) - release.published).days) <= 92
    except ValueError:
        return False


def notes(release: Release) -> Iterator[Finding]:
    """Check a stretch against the months in brackets behind it: 上半年（1—5月）."""
    text = release.text.value
    found: Sequence[Period] = find_periods(release.text, release.published)
    for first, second in pairwise(found):
        if text[first.at.end : second.at.start] not in ("（", "(") or text[second.at.end : second.at.end + 1] not in (
            "）",
            ")",
        ):
            continue
        if not _REPORTED.search(first.surface) or not _REPORTED.search(second.surface):
            continue
        if first.start and second.start and first.end and second.end:
            held = (first.start, first.end) == (second.start, second.end)
            formula = f"{first.start} … {first.end}; {second.start} … {second.end}"
            message = f"{first.surface} and {second.surface} are {'the same' if held else 'different stretches'}"
            yield dated(
                "calendar", "consistent" if held else "conflict", formula, message, release, [first.at, second.at]
            )


def _int(numeral: str) -> int | None:
    number = parse_number(numeral)
    return None if number is None else int(number)

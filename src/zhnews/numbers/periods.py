"""Finds the stretches of time a text names and resolves them to inclusive dates.

Calendar periods take their full extent. 今年以来 runs from a known start to the publication date, 近三年 and an
event's 以来 have no known start, 截至 has none by nature. What is relative needs the publication date; without it,
it stays unresolved.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import cast

from zhnews import lexicon
from zhnews.model import Period
from zhnews.numbers.resolve import Resolver
from zhnews.text import Span, Text

_D = "[0-9０-９]"
_HAN = "一二两三四五六七八九十〇零"
_N = rf"(?:{_D}{{1,2}}|[{_HAN}]{{1,3}})"
_DASH = r"[ \u3000]?(?:——|[—–~～－至到-])[ \u3000]?"
_AGAINST = frozenset("比较與与同")
# 5号线 and 95号汽油 count no days.
_NUMBERED = "元均内报线楼院汽柴文馆机井矿仓门店桥隧墩坝泊码窗"
# 创今年以来单月新高 names no time to go on from.
_RECORD = re.compile("的?(?:单[月日周季]|月度|季度|同期|历史)?(?:最[高低大多少好]|新高|新低)")
_STOPS = "，。；：、！？,;: \u3000\n\t"
_LONGEST_LEAD = 8
_LONGEST_EVENT = 14
# 98年4月, 15年3月2日, 19年底: two digits are a year where what follows is a part of one.
_SHORT_YEAR = rf"""(?<![0-9０-９.〇零一二三四五六七八九十])(?:
      (?:0{_D}|[零〇][一二三四五六七八九])[ \u3000]?年
    | (?:{_D}{{2}}|[一二三四五六七八九][〇零一二三四五六七八九])年
      (?={_N}月{_N}[日号]|第?[一二三四1-4]季度|前{_N}个月|[上下]半年|[底末初]|{_D}{{1,2}}[—–~～－至-]{_D}{{1,2}}月)
    | (?:[5-9]{_D}|[五六七八九][〇零一二三四五六七八九])年(?={_N}月)
    )"""
_YEAR = (
    rf"[12]{_D}{{3}}[ \u3000]?年度?|[一二][{_HAN}]{{3}}年|{_SHORT_YEAR}"
    r"|今年|本年度?|去年(?!同期)|上一?年(?!同期)|大前年|(?<!以)前年(?!度)|明年|大后年|后年|当年|次年|同年"
)
# 8:00, 10时30分: a clock time behind a date.
_CLOCK = rf"(?:{_N}[时時点點](?:{_N}分)?|{_D}{{1,2}}[:：]{_D}{{2}}时?)"
# 2025年前 is the time before; 2025年前三季度, 2025年前后, 2025年前往 aren't.
_NO_BEFORE = "[一二两三四五六七八九十0-9０-９几首后往沿台来夕提列半茅]"
_CALENDAR = rf"""
    (?P<until>截至到?|截止到?|到|至)?(?P<since>自从|从|自)?
    (?:
        (?P<years>[12]{_D}{{3}}[ \u3000]?年?{_DASH}[12]?{_D}{{1,3}}[ \u3000]?年)
      | (?:(?P<year>{_YEAR})(?P<space>[,，]?[ \u3000]?))?
        (?:
            (?P<half>[上下]半年)
          | (?P<quarters>前(?P<nq>{_N})个?季度) | (?P<q1>[一二三1-3])(?:季度)?{_DASH}(?P<q2>[二三四2-4])季度
          | 第?(?P<quarter>[一二三四1-4])季度
          | 前(?P<nm>{_N})个月 | (?<![此之以提目日])前(?P<nm2>{_N})月份?(?![底末初]|[上中下]旬|第|{_N}[日号])
          | (?P<opening>首季度?|首月)
          | (?P<m1>{_N})(?:月?(?:份)?{_DASH}|、(?={_N}(?:两个?)?月份?[^\d日号]))
            (?P<m2>{_N})(?:两个?)?月份?(?![ \u3000]?{_N}[ \u3000]?[日号])
          | (?P<month>{_N})[ \u3000]?月[ \u3000]?(?P<day>{_N})[ \u3000]?(?:[日号]|(?={_DASH}{_N}[日号]))
            (?:起?{_DASH}(?:(?P<month2>{_N})月)?(?P<day2>{_N})[日号])?
          | (?P<onlymonth>(?!两){_N})[ \u3000]?月(?![球亮饼])(?P<part>份(?!第{_N}周)|底|末|初(?![一二三四五六七八九十])
              |(?:中下|上中|[上中下])旬
              |份?第(?P<weekofmonth>{_N})周)?
          | (?<![0-9０-９月—–~～、/.续近每路街道巷弄楼第〕］\]-])(?P<onlyday>{_D}{{1,2}})[日号](?![{_NUMBERED}])
            (?:{_DASH}(?P<onlyday2>{_D}{{1,2}})[日号])?
          | (?P<yearpart>(?<!大)年初|年底|年末|年中|年内|全年)
          | (?P<whole>(?<=年)(?=.|$))
        )
    )
    (?:[ \u3000]?{_CLOCK})?(?P<after>以来|以來
      |至今(?![年天日晨晚])|起|开始|为止|[底末](?!前(?!{_NO_BEFORE}))|初|伊始|同期|(?:之|以)[前后]
      |(?:[底末]|(?<=[0-9０-９〇零一二三四五六七八九]年)|(?<=[底末])|(?<=月{_D}日)|(?<=月{_D}{_D}日))
        前(?!{_NO_BEFORE}))?
"""
_ISO = rf"[12]{_D}{{3}}(?P<{{0}}>[-/.])(?:{_D}{{1,2}})(?P={{0}}){_D}{{1,2}}(?!{_D})"
_LUNAR_DAY = rf"(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|{_N}[日号]?)?"
_WRITTEN = rf"""
    (?P<iso>{_ISO.replace("{0}", "mark")}(?:起?{_DASH}{_ISO.replace("{0}", "mark2")})?)
  | (?P<decade>(?:(?P<century>{_N}|上个?|本)世[纪紀])?
      (?P<tens>[1-9]0|[一二三四五六七八九]十)年代(?:初|末|中期)?)
  | (?P<lunar>(?:农历|農曆|阴历|旧历)(?:(?:{_D}{{4}}|[{_HAN}]{{4}})年)?(?:[闰閏]?(?:{_N}|[正腊冬])月)?{_LUNAR_DAY}
      |[闰閏]{_N}月
      |[{_HAN}正腊冬]月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)
      |[正腊]月(?:{_N}(?![日号]))?)(?:当[天日晚])?
  | (?P<years2>今明(?:两|二|后三)年)
  | (?P<coming>(?:未来|今后)的?[ \u3000]?(?P<ncoming>{_N})[ \u3000]?(?P<ofcoming>年|个月|天|日|周|个星期)
      (?:时间|之?内|里|间)?)
"""
# Before the calendar, which would take 今年 alone.
_FESTIVE = rf"""
    (?:(?P<ofyear>{_YEAR})[ \u3000]?的?[“"]?)?(?P<festival>{{festivals}})(?:(?<=[一十])[”"])?
    (?P<holiday>(?:小长假|长假|假期|黄金周|期间)*)(?![路街镇村乡区县市])
    (?P<beside>(?:之|以)?(?:前(?![一二两三四五六七八九十0-9首后往沿台来])|后(?![续勤台来者方期第首])))?
    (?:(?:启动|开启|开始)?(?P<season>以来|首[日周]|(?P<ofseason>[第前])(?P<seasonday>{_N})[天日]))?
"""
_RELATIVE = rf"""
    (?P<today>(?:截至|截止|到|至)?(?:今天|今日|今晨|今早|昨天|昨日|昨晚|昨夜|大前天|前天|明天|大后天|后天|当天|当日|即日|同一天|同日(?!期))
      (?:[ \u3000]?[（(]?(?:[12]{_D}{{3}}年)?(?P<tm>{_D}{{1,2}})月(?P<td>{_D}{{1,2}})日[)）]?)?(?:{_N}[时時点點])?)
  | (?P<weekday>(?:(?P<week>上上|下下|上|下|本|这)个?(?:周|星期|礼拜)(?:的?(?:周|星期))?|(?:星期|礼拜))
      [一二三四五六日天])
  | (?P<ago>{_N}(?:天|日|周|个?星期|个月|年)(?:之|以)?(?P<way>前|后)(?!任|勤|续|来居上))
  | (?P<same>去年同期|上年同期|同期|同月(?!{_N}[日号])|同季度)
  | (?P<rel>本月|当月|同月|这个月|(?:上上|下下|上|下)一?个?月|本周|这周|(?:上上|下下|上|下)一?周
      |(?:这|上|下)一?个?(?:星期|礼拜)|本季度|上一?个?季度)
      (?:(?P<reltail>底|末|份|初|上旬|中旬|下旬|上中旬|中下旬)|(?P<relday>{_N})[日号](?:{_DASH}(?P<relday2>{_N})[日号])?)?
  | (?P<recent>(?:近|过去|最近|这|前)(?:的)?[ \u3000]?{_N}[ \u3000]?(?:年|个月|周年)(?:多|间|来|以来|时间|里)*
      |(?:近|过去|最近)(?:的)?{_N}(?:天|日|周|个星期)(?:多|间|来|以来|时间|里|内)+|(?<![^，。；\n])(?:近|过去|最近){_N}(?:天|周)
      |(?<![临接])近{_N}月(?![底末初份]|[上中下]旬|{_N}[日号])
      |(?:{_N}(?:年|个月)|半年)(?:多)?(?:以[来來]|[来來间間]))
  | (?P<vacation>(?:节日|节假日|小长|长)?假期
      (?:(?P<vacationpart>首日|最后一天|(?P<ofvacation>第|前)(?P<vacationday>{_N})[天日])|期间|里|中)?)
  | (?P<now>目前|眼下|眼前|当下|时下|(?<![出发体展])现在|如今|近年来|近年來|当前
      |(?:截至|截止|到)(?:目前|现在)(?:为止)?|迄今(?:为止)?|日前|近日)
  | (?P<plan>[“"]?(?<![0-9一二三四五六七八九十月])(?:{{plans}})(?![个日天万亿年月岁名人次分])[”"]?
      (?:规划)?(?:期间|时期|以来|末|初期|收官)?)
"""
# What a period may begin with, and what must follow it there: looking so far ahead rules most places out.
_COUNTED = rf"[{_HAN}0-9０-９]{{0,3}}[ \u3000]?[年月日号季天周个星世至到—–~～－、-]"
_LED = rf"0-9０-９{_HAN}今本去上下前明当次同年全昨即第从个天季周星礼的 \u3000"
_FOLLOWS = {
    "0-9０-９": rf"{_COUNTED}|{_D}{{3}}[/.]",
    _HAN: rf"{_COUNTED}|{{rests}}",
    "大后星礼元春暑除清国端中重圣劳双假节小长": "[前后年天期拜旦宵节夕明庆午秋阳诞动十运日假长]",
    "上下本": "[一个半年月周季世星礼上下]",
    "年全当同日即": "[初底末中内年月日天期季前下]|(?<=同)一天",
    '到至自从这前“"': rf"[{_LED}]|(?<=[到至])[目现]",
    "去次": "年",
    "首": "[季月]",
    "未": "来",
    "农農阴旧闰閏正腊冬": f"[历曆{_HAN}月]",
    "明昨": "[年天日晚夜]",
    "近": rf"[{_LED}年日]",
    "过": "去",
    "最": "近",
    "截": "[至止]",
    "迄如": "今",
    "目眼时": "[前下]",
    "现": "在",
    "第": "[一二三四1-4]季",
}
# The longest of these, 五一|国际劳动节 and the like.
_LOOKS_AHEAD = 8
# Something that happened, up to 以来: found from its end.
_EVENT = re.compile(rf"(?P<event>(?:自|从)?[^{_STOPS}]{{2,{_LONGEST_EVENT}}}?(?P<eventtail>以来|以來))")
_SINCE = re.compile("自从|[自从]")
_EVENT_TAIL = re.compile("以[来來]")


@cache
def _starts() -> re.Pattern[str]:
    """Match the first character of what the scanner may match, where what must follow it does."""
    named = {word for name in ("plans", "festivals") for word in lexicon.words(f"numbers/{name}")}
    rests = lexicon.alternation({word[1:] for word in named if word[0] in _HAN})
    firsts = "".join(_FOLLOWS) + "今半"
    places = "|".join(f"(?<=[{chars}])(?={rest.replace('{rests}', rests)})" for chars, rest in _FOLLOWS.items())
    return re.compile(f"[{firsts}](?:{places}|(?<=[今半]))")


@cache
def _scanner() -> re.Pattern[str]:
    plans = lexicon.alternation(lexicon.words("numbers/plans"))
    festivals = lexicon.alternation(lexicon.words("numbers/festivals"))
    relative = _RELATIVE.replace("{plans}", plans).replace("{festivals}", festivals)
    return re.compile(
        rf"{_FESTIVE.replace('{festivals}', festivals)}|{_WRITTEN}|(?P<calendar>{_CALENDAR})|{relative}", re.VERBOSE
    )


def find_periods(text: str | Text, published: date | None = None) -> list[Period]:
    """Find the periods a text names, in order; `published` is the day that 今年, 上月 and the like are counted from.

    Dates are inclusive; an end is None where the period is open or can't be resolved.

    >>> [(p.surface, str(p.start), str(p.end)) for p in find_periods("今年上半年和6月份", date(2023, 7, 20))]
    [('今年上半年', '2023-01-01', '2023-06-30'), ('6月份', '2023-06-01', '2023-06-30')]
    >>> [(p.surface, p.start, str(p.end)) for p in find_periods("截至2023年6月底")]
    [('截至2023年6月底', None, '2023-06-30')]
    """
    body = Text(text) if isinstance(text, str) else text
    return [Period(body, *found) for found in _read(body.value, published)]


@lru_cache(maxsize=4)
def _read(value: str, published: date | None) -> tuple[tuple[Span, date | None, date | None], ...]:
    """Read the periods of a text; kept, since claims, audits and summaries of a release all ask for them."""
    periods: list[tuple[Span, date | None, date | None]] = []
    resolver = Resolver(published)
    seen = 0
    for match in _scan(value):
        if value.find("\n", seen, match.start()) >= 0:
            resolver.begin_paragraph()
        seen = match.end()
        last, year = resolver.last, resolver.year
        earlier = resolver.holidays.days if resolver.holidays.just_named else None
        resolver.goes_on = bool(periods) and periods[-1][0].end == match.start()
        begun = _begun(value, match) if match.lastgroup == "event" else None
        found = resolver.resolve(begun or match)
        start, end = (begun or match).start(), match.end()
        begins = value[start - 1 : start] in ("由", "从") and value[end : end + 1] == "的"
        lead = value[start - 1 : start]
        base = lead in _AGAINST or (lead in ("是", "于") and value[match.end() : match.end() + 1] == "的")
        if begins or base or _RECORD.match(value, end):
            # What a figure is held against, or was changed from, is no time to go on from.
            resolver.last, resolver.year = last, year
        if found is None:
            continue
        between = value[periods[-1][0].end : start] if periods else "."
        if periods and _goes_on(value, periods[-1], between, start) and found[1]:
            periods[-1] = Span(periods[-1][0].start, end), periods[-1][1], found[1]
            resolver.last = periods[-1][1:]
            continue
        if earlier and match.lastgroup != "event" and match["festival"] and not between.strip("、和与“”"):
            joint = resolver.join_holidays(earlier)  # 国庆、中秋假期
            if joint is not None:
                periods[-1] = Span(periods[-1][0].start, end), *joint
                continue
        if periods and resolver.holidays.just_named and value[periods[-1][0].end : match.start()] in ("（", "("):
            periods[-1] = periods[-1][0], *found  # “五一”假期（4月29日至5月3日）
            resolver.holidays.days = found
        periods.append((_trimmed(value, Span(start, end)), *found))
        resolver.holidays.just_named = match.lastgroup != "event" and bool(match["festival"] or match["vacation"])
    return tuple(periods)


def _goes_on(value: str, before: tuple[Span, date | None, date | None], between: str, start: int) -> bool:
    """Tell whether a period is the end of the one before: 从6月25日开始到9月底, 2023年1月至2024年4月."""
    if before[1] is None or len(between) > 1:
        return False
    until, since = value[start] in "到至", value[before[0].start] in "从自"
    return (until and (not between or (since and between == "，"))) or (between != "" and between in "—–-~～")


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
        if event and (plain is None or event.start() < plain.start() or _begins(plain, event)):
            found = _inside(value, event) or event
        else:
            found = cast("re.Match[str]", plain)
        yield found
        position = found.end()


def _next(value: str, position: int, limit: int = sys.maxsize - _LOOKS_AHEAD) -> re.Match[str] | None:
    """Give the next period that isn't an event, starting before `limit`."""
    search, match_at = _starts().search, _scanner().match
    while (start := search(value, position, limit + _LOOKS_AHEAD)) and start.start() < limit:
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


def _begins(plain: re.Match[str], event: re.Match[str]) -> bool:
    """Tell whether a date only says from when an event goes on: 自今年6月|专项行动开展以来."""
    if plain.start() != event.start() or plain.end() >= event.start("eventtail") or plain["calendar"] is None:
        return False
    return bool(plain["since"]) and not plain["after"]


def _begun(value: str, event: re.Match[str]) -> re.Match[str] | None:
    """Match the date from which something is said to go on: 行动|自去年6月|开展以来."""
    since = _SINCE.search(value, event.start(), event.start("eventtail"))
    match = _next(value, since.start(), event.start("eventtail")) if since else None
    if since is None or match is None or match["calendar"] is None or match.start() != since.start():
        return None
    return match if match.end() < event.start("eventtail") else None


def _trimmed(value: str, span: Span) -> Span:
    start, end = span
    while value[start] in " \u3000":
        start += 1
    while value[end - 1] in " \u3000,，":
        end -= 1
    return Span(start, end)

"""Finds for where the figures of a sentence hold: 全国, 云岭市, 西部地区, 高新区."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.claims import wording
from zhnews.text import Span

_REGION = re.compile(r"(?:[东西南北中华]{1,2}|黄淮海|江淮|长江中下游|京津冀|长三角|珠三角|沿[海江边])(?:部)?地区$")
# A place that is only compared with, or aimed at: 占全国的, 面向全球, 居全国第3位, 高于全省平均.
_BESIDE = re.compile("[占比较于居列]$|面向|走向|迈向|销往|通达|联通|辐射|服务|卖到|卖向|融入|加入|领跑")
_RANKED = re.compile("第[一二三四五六七八九十0-9]|[前首]列|最[^近新]|平均|领先|均值|整体|同[类期]")
_PLACE = re.compile(
    r"(?P<place>(?:(?!根据|[今去当本明全]年|目前|[据在从由对与])[^\W\d_等为在该但各成超现其A-Za-z]{2,4}?(?:省|自治区|州市|市(?!场|值|民|政|辖)|州(?!市)"
    r"|县(?!域)|区(?!域|间|块|内|别)|镇)){1,3})"
    r"(?!分行|分公司|公安|检察|中级|人民|委|局|政府|气象|[、和与及][^，]{2,30}分别)"
)
# What a place or province for which figures hold may stand behind.
_OPENS = re.compile("[，,；;在（：年月日底来前]")
_BEFORE_PLACE = frozenset("，,；;在（：")
# So many characters at most stand before what the name of a zone ends with.
_LONGEST_STEM = 6


@cache
def _scope_words() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("claims/scopes")))


@cache
def _unfit() -> tuple[str, ...]:
    """Give the words that end as places do and are none: 地区, 城市."""
    return tuple(word for word in lexicon.words("claims/not_scopes") if len(word) > 1)


def find_scopes(value: str, core: Span) -> list[tuple[int, str]]:
    """Give the words of a sentence that say for where its figures hold, and where they stand."""
    found = [
        (start, match.group())
        for match in _scope_words().finditer(value, *core)
        if not _BESIDE.search(value, max(core.start, (start := match.start()) - 3), start)
        and not _RANKED.match(value, match.end())
    ]
    for start in (core.start, *(mark.end() for mark in _OPENS.finditer(value, *core))):
        if match := wording.province().match(value, start, core.end):
            found.append((start, match.group()))
        if start != core.start and value[start - 1] not in _BEFORE_PLACE:
            continue
        if match := _PLACE.match(value, start, core.end):
            place = match["place"]
            if not place.endswith(_unfit()) or _REGION.match(place):
                found.append((start, place))
    for match in _zones(value, core):
        start = match.start()
        opens = start == core.start or value[start - 1] in "，,；;、在（：年月日底季度"
        if opens and value[start] not in "各全该这本我两三四多":
            found.append((start, match.group()))
    return sorted(found)


def _zones(value: str, core: Span) -> Iterator[re.Match[str]]:
    """Yield the zones in a stretch, looked for only where what they end with is near: most sentences have none."""
    position, stop = core
    if value.find("区", position, stop) < 0:
        return
    while (end := wording.ZONE_ENDS.search(value, position, stop)) and (
        match := wording.ZONE.search(value, max(position, end.start() - _LONGEST_STEM), stop)
    ):
        yield match
        position = match.end()

"""Finds what leads in to the news without being it: 据了解, 记者从市水利局获悉, 市统计局发布的数据显示.

Whose news it is stays with it (据市水利局消息), unless the layout says so already.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from zhnews import lexicon
from zhnews.text import Edit, Span

LEAD_IN, LEARNED = "compress.lead_in", "compress.learned"
_LEAST_LEFT = 8
DAY = r"(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日"
_BODY = "(?:局|署|部|委|委员会|院|厅|办|办公室|银行|总行|协会|集团|公司|中心|社)"
# 海关统计显示 is the 海关总署's.
_REST_OF_NAME = re.compile("(?<=..)总?(?:局|署)$")
_SHORTEST_NAME = 2


def lead_ins(text: str, start: int = 0) -> list[Edit]:
    """Give how the lead-in at `start` is cut or shortened, so that who has it to say stays.

    >>> text = "记者从云岭市水利局今天（6月3日）举行的发布会上获悉，全市水位回落。"
    >>> [text[slice(*span)] + " → " + new for span, new, _ in lead_ins(text)]
    ['记者从 → 据', '今天（ → ', '）举行的发布会上获悉， → 消息，']
    """
    if match := _learned().match(text, start):
        return _shortened(text, match)
    if match := _given().match(text, start) or _answer().match(text, start):
        return [Edit(Span(*match.span()), "", LEAD_IN)]
    return []


def own_lead_in(text: str, issuer: str | None, start: int = 0) -> int:
    """Give where a lead-in at `start` ends that only says that the issuer said so; 0 without one, or little behind it.

    >>> own_lead_in("云岭调查队今天（5月6日）发布的数据显示，菜价上涨2.4%，涨幅扩大。", "云岭调查队")
    21
    >>> own_lead_in("云岭市水利局通报，全市水位普遍回落。", "云岭市统计局")
    0
    """
    match = _learned().match(text, start)
    if match and not (match["body"].startswith(issuer or "会上") or match["body"] in _bare_occasions()):
        match = None
    if match is None and issuer:
        match = _told(issuer).match(text, start)
    return match.end() if match and len(text) - match.end() > _LEAST_LEFT else 0


def may_lead_in(text: str) -> bool:
    """Tell whether a text has what every lead-in of an issuer ends with: 显示, or 获悉, …

    >>> may_lead_in("全市水位普遍回落，汛情平稳。")
    False
    """
    return _ending().search(text) is not None


def speaker_lead_in(text: str) -> int:
    """Give where a lead-in ends that only says who told it; 0 where there is none, or it says whose opinion it is.

    >>> speaker_lead_in("副院长沈若棠介绍，全市法院审结案件2874件。"), speaker_lead_in("沈若棠认为，明年会更好。")
    (9, 0)
    """
    match = _spoken().match(text)
    return match.end() if match and len(text) - match.end() > _LEAST_LEFT else 0


def _shortened(text: str, match: re.Match[str]) -> list[Edit]:
    """记者从X获悉，已启动… becomes X已启动… where X acts; elsewhere it becomes 据X消息，…."""
    start, end = match.span("body")
    held = _held().fullmatch(text, start, end)
    if held is None and match["body"].endswith(_words("occasion")):
        return [Edit(Span(*match.span()), "", LEAD_IN)]
    if held is None and text.startswith(lexicon.affixes("bulletin/acting"), match.end()):
        return [
            Edit(Span(match.start(), match.end("who")), "", LEARNED),
            Edit(Span(*match.span("verb")), "", LEARNED),
        ]
    edits = [Edit(Span(match.start(), match.end("who")), "据", LEARNED)]
    end = match.start("verb")
    if held is not None:
        end = held.end("name")
        if held["day"]:
            if held.start("day") > end:
                edits.append(Edit(Span(end, held.start("day")), "", LEARNED))
            end = held.end("day")
    return [*edits, Edit(Span(end, match.end("verb")), "消息，", LEARNED)]


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(word for word, own in lexicon.load("bulletin/lead_ins") if own == kind)


@cache
def _any(kind: str) -> str:
    return "|".join(sorted(map(re.escape, _words(kind)), key=len, reverse=True))


@cache
def _bare_occasions() -> frozenset[str]:
    return frozenset(f"会{word}" for word in _words("occasion"))


@cache
def _given() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('given')})[，,]")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('answer')})[：:]")


@cache
def _learned() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{_any('day')}|[0-9月日]{{2,6}}|[0-9月日]{{0,6}}[上下]午)，?)?(?P<who>记者[^，。从]{{0,8}}从)"
        rf"(?P<body>[^，。；：“”]{{2,40}}?)(?P<verb>(?:处|方面)?(?:{_any('learned')})[，：])"
    )


@cache
def _held() -> re.Pattern[str]:
    """Give the pattern of a body and the occasion on which it spoke, with the day."""
    return re.compile(
        rf"(?P<name>[\u4e00-\u9fff]{{1,24}}?{_BODY})(?:(?:{_any('day')})?[（(]?(?P<day>{DAY})?[）)]?)"
        rf"(?:[上下]午)?(?:{_any('held')})[^，。]{{0,16}}(?:{_any('occasion')})"
    )


@lru_cache(maxsize=64)
def _told(issuer: str) -> re.Pattern[str]:
    """Give the pattern of what an issuer is quoted with; 海关 stands for 海关总署 where it counts."""
    short = _REST_OF_NAME.sub("", issuer)
    name = "|".join(re.escape(own) for own in (issuer, short) if len(own) >= _SHORTEST_NAME)
    verbs = _any("told")
    return re.compile(
        rf"据?(?:{name})(?:{_any('day')})?(?:[（(]?{DAY}[）)]?)?(?:{verbs}|的|最新|数据)*?(?:{verbs})[，：]"
    )


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"(?:{_any('told')}|{_any('learned')})[，：]")


@cache
def _spoken() -> re.Pattern[str]:
    verbs = sorted(set(lexicon.words("claims/reporting")).difference(_words("opinion")), key=len, reverse=True)
    return re.compile(rf"据?[\u4e00-\u9fff、“”]{{2,40}}?(?:{'|'.join(map(re.escape, verbs))})[，：]")

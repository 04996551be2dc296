"""Finds what a sentence can spare: each cut has a rule, takes something whole, and leaves a sentence that stands.

Nothing is cut inside quotation marks, and no clause with a figure, nor with what a figure is counted from
(按可比价格计算, 与去年同期相比), is cut from the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from zhnews import lexicon
from zhnews.bulletin.leadins import DAY, lead_ins
from zhnews.bulletin.trim import END, breaks, opening, quoted
from zhnews.text import Edit, Span

# What must be left of a sentence when its set phrases are gone.
_LEAST_LEFT = 8
_LONGEST_HEAD = 90
_ANYTHING = "…"

_REPORTER = (
    r"[（(](?:[^（）()，。]{0,10}(?:记者|通讯员|编译|特派员)|文[/／]|图[/／]|来源|摄影|完[）)])[^（）()]{0,60}[）)]"
)
_HEAD = re.compile(
    rf"""
    (?:原标题[：:][^。！？\n]{{0,60}}?)?
    (?:
        (?:新华社|中新社|中新网|人民网|央广网|[^\s，。：:；、“”（）()0-9]{{0,8}}[日晚晨时本]报)
        [^\s，。：:；、“”（）()0-9]{{0,10}}\s?{DAY}(?:电|讯)\s*(?:{_REPORTER})?\s*
      | [^\s，。：:；、“”（）()0-9]{{0,10}}\s?{DAY}(?:(?:电|讯)(?=[\s（(])\s*(?:{_REPORTER})?|消息\s*{_REPORTER})\s*
      | [^\s，。：:；、“”（）()0-9]{{2,10}}电\s*{_REPORTER}\s*
      | [^\s，。：:；、“”（）()]{{1,8}}讯\s*(?:{_REPORTER}\s*|[：:])
      | [^\s，。：:；“”（）()0-9]{{1,12}}(?:网|社|报|台|之家|APP|客户端|新闻)(?:{DAY})?(?:消息|报道)[：:，]
      | (?:综合|本报|记者)[^，。：“”]{{0,20}}报道[：:]
      | [^\s，。：:；“”（）()]{{0,12}}记者[\s\u3000][\u4e00-\u9fff·]{{2,6}}[：:]
    )
    """,
    re.VERBOSE,
)
# What every head has: most sentences are spared the rest.
_HEADED = re.compile("电|讯|消息|报道|原标题|记者")
# 县财政局副局长　冯某某：…… of a transcript.
_TURN = re.compile(r"[\u4e00-\u9fff、“”（）()]{2,40}(?P<gap>[ \u3000]+)[\u4e00-\u9fff·]{2,12}(?P<colon>[：:])")
_SAYS = "表示，"
_FIRST_PERSON = re.compile("我(?![国省市县区州])|咱")
TURN = "compress.turn"
_TITLE_REPEATED = re.compile(r"原标题[：:][^。！？（）()\n]{4,60}?\s")
_NOTE = re.compile(_REPORTER)
_GLOSS = re.compile(r"[（(](?:[A-Za-z][A-Za-z .&-]{1,40}|见[^（）()]{1,8}|如图|资料图|图)[）)]")
_TODAY = re.compile(
    r"(?:今天|今日|昨天|昨日)[（(](?P<day>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)(?:，周[一二三四五六日])?[）)]"
)


def spare(text: str) -> list[Edit]:
    """Give what of a sentence can be cut, in order and apart from each other; spans are in `text`.

    >>> [(edit.rule, edit.new) for edit in spare("记者从云岭市水利局获悉，今天（8月17日）启动应急响应。")]
    [('compress.learned', '据'), ('compress.learned', '消息，'), ('compress.today', ''), ('compress.today', '')]
    """
    head = head_of(text)
    head += lead_ins(text, head[-1].span.end if head else 0) or _turn(text)
    reached = head[-1].span.end if head else 0
    found = sorted(edit for edit in (*_notes(text), *_set_phrases(text)) if edit.span.start >= reached)
    kept = head
    for edit in found:
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return kept


def with_days(text: str) -> str:
    """Give a text of its own, such as a title, with the day for 今天（8月17日）.

    >>> with_days("云岭市今天(8月17日)启动应急响应")
    '云岭市8月17日启动应急响应'
    """
    return _TODAY.sub(lambda match: match["day"], text)


def cut(text: str, edits: Iterable[Edit]) -> str:
    """Give a text without what is cut."""
    parts: list[str] = []
    position = 0
    for (start, end), new, _ in edits:
        parts += (text[position:start], new)
        position = end
    return "".join((*parts, text[position:]))


def head_of(text: str) -> list[Edit]:
    """Find what stands before the first word of the report: dateline, name of the wire, reporter, connective."""
    start = 0
    edits: list[Edit] = []
    heads = (("compress.dateline", _HEAD), ("compress.title_repeated", _TITLE_REPEATED))
    for rule, pattern in heads if _HEADED.search(text, 0, _LONGEST_HEAD) else ():
        if (match := pattern.match(text, start, _LONGEST_HEAD)) and match.end() > start:
            edits.append(Edit(Span(start, match.end()), "", rule))
            start = match.end()
            break
    if (skipped := opening(text, start)) > start:
        edits.append(Edit(Span(start, skipped), "", "compress.connective"))
    return edits


def _turn(text: str) -> list[Edit]:
    """Give how post, space, name and colon of a transcript become who says so: 副局长冯某某表示，."""
    match = _TURN.match(text)
    if match is None:
        return []
    return [Edit(Span(*match.span("gap")), "", TURN), Edit(Span(*match.span("colon")), _SAYS, TURN)]


def own_words(text: str) -> bool:
    """Tell whether somebody speaks in a turn of a transcript in the first person, which no report can take over.

    >>> own_words("市水利局局长　陈望：我们分成8个小组。"), own_words("市水利局局长　陈望：我市水位回落。")
    (True, False)
    """
    match = _TURN.match(text)
    return match is not None and _FIRST_PERSON.search(text, match.end()) is not None


def spoken(text: str) -> bool:
    """Tell whether a sentence is a quotation and nothing else, whose speaker another sentence names.

    >>> spoken("“水退了就好。”"), spoken("“水退了就好。”村民王桂兰说。"), spoken("“云剑”行动启动。")
    (True, False, False)
    """
    return text.startswith("“") and text.rstrip("。").endswith("”") and text.count("“") == 1


def _notes(text: str) -> list[Edit]:
    """Find what stands in brackets and is for the editor, or says the day of 今天."""
    edits: list[Edit] = []
    if "（" not in text and "(" not in text:
        return edits
    for match in _TODAY.finditer(text):
        start, end = match.span()
        first, last = match.span("day")
        if not quoted(text, start):
            edits += [Edit(Span(start, first), "", "compress.today"), Edit(Span(last, end), "", "compress.today")]
    for pattern, rule in ((_NOTE, "compress.reporter"), (_GLOSS, "compress.gloss")):
        edits += [
            Edit(Span(*match.span()), "", rule)
            for match in pattern.finditer(text)
            if match.start() and not quoted(text, match.start())
        ]
    return edits


def _set_phrases(text: str) -> list[Edit]:
    """Find clauses that are a set phrase, whole, with the comma behind them."""
    edits: list[Edit] = []
    left = len(text)
    places = breaks(text)
    for start, at in pairwise([-1, *places]):
        if text[at] in "，," and _formula().fullmatch(text, start + 1, at) and left - (at - start) >= _LEAST_LEFT:
            edits.append(Edit(Span(start + 1, at + 1), "", "compress.formula"))
            left -= at - start
        elif edits and _goes_on(text, edits[-1].span, start + 1, at) and left - (at - start) >= _LEAST_LEFT:
            edits[-1] = Edit(Span(edits[-1].span.start, at + 1), "", "compress.formula")
            left -= at - start
    end = len(text.rstrip(END))
    if places and not (edits and edits[-1].span.end > places[-1]):
        last = places[-1]
        if text[last] in "，," and _formula().fullmatch(text, last + 1, end) and left - (end - last) >= _LEAST_LEFT:
            edits.append(Edit(Span(last, end), "", "compress.formula"))
    return edits


def _goes_on(text: str, phrase: Span, start: int, end: int) -> bool:
    """Tell whether a clause goes on with the purpose that is cut right before it: 为进一步…，缓解…，."""
    purpose = phrase.end == start and text.startswith("为", phrase.start) and text[end] in "，,"
    plain = not any(char.isdigit() or char in "“”；" for char in text[start:end])
    return purpose and plain and text.startswith(lexicon.affixes("bulletin/purposes"), start)


@cache
def _formula() -> re.Pattern[str]:
    """Give the pattern of clauses that report nothing: how they begin, no figure, how they end."""
    rows = (
        f"{re.escape(start)}[^0-9，；“”]*{'' if end == _ANYTHING else re.escape(end)}"
        for start, end in lexicon.load("bulletin/set_phrases")
    )
    return re.compile("|".join(rows))

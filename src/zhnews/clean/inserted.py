"""Finds what is inserted into the name of a place: 云岭…登录入口市, where nothing belongs, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.clean.keywords import ordinary_at, weigh, words
from zhnews.text import Span, Text

PLACE_ENDS = tuple("省市县縣区區州盟旗镇鎮乡鄉")
# A site's name before its tail is no longer than this, and the stem of a place is so long.
_LONGEST_NAME, _STEMS = 12, (3, 2)
# To look through a line that is nothing else takes long; no release is a line as long as this.
_LONGEST_LINE = 200_000
_LEAST_WEIGHT = 1
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_GRAMMAR = re.compile("[的和与與及在对對为為将將把被于於是了等或从從向由]")
_SHORTEST_BORDER = 2


def inside_names(text: Text) -> Iterator[Span]:
    """Yield the stretches that end as sites are called and stand inside a place's name, or in its place.

    The stem of the place is told by the whole name, which stands elsewhere; where there is none, a mark stands before.

    >>> value = "云岭市召开会议。云岭某某平台注册市召开发布会，某某乐登录入口市长出席。登录政务服务网官网市民可查询。"
    >>> [value[slice(*span)] for span in inside_names(Text(value))]
    ['某某平台注册', '某某乐登录入口']
    """
    for start, end in longest_lines(text):
        reached = start
        for match in _tail().finditer(text.value, start, end):
            begin = _beginning(text, reached, match) if match.start() >= reached else None
            if begin is not None:
                yield Span(begin, match.end())
                reached = match.end()


def _beginning(text: Text, floor: int, tail: re.Match[str]) -> int | None:
    """Give where what ends in a tail begins, if it stands inside a place's name or in its place."""
    value, (at, end) = text.value, tail.span()
    # 娱乐城|镇 is 城镇.
    if not is_place_behind(value, end) or any(place + length > end for place, length in ordinary_at(value, at, end)):
        return None
    first = at
    while first > max(floor, at - _LONGEST_NAME - 1) and _LETTER.match(value, first - 1):
        first -= 1
    begin = _stem_end(value, first, at, value[end])
    if begin is None:
        if at - first > _LONGEST_NAME:
            return None
        begin = _behind_place(value, first, at, value[end])
        # What nobody knows by name needs a keyword.
        if begin == first and weigh(value[begin:end]).total < _LEAST_WEIGHT:
            return None
    # 云岭市政务网官网 has the place's name whole.
    return None if value[begin] == value[end] or _GRAMMAR.search(value, begin, at) else begin


def longest_lines(text: Text) -> Iterator[Span]:
    """Yield the stretches of a text that are lines no longer than those of releases."""
    if len(text.value) <= _LONGEST_LINE:
        yield Span(0, len(text.value))
    else:
        yield from (line.span for line in text.lines if len(line.text) <= _LONGEST_LINE)


def is_inside_name(value: str, span: Span) -> bool:
    """Tell whether a string stands between the stem of a place and how its name ends, or at a mark before that."""
    if not is_place_behind(value, span.end):
        return False
    ending, before = value[span.end], value[max(span.start - max(_STEMS), 0) : span.start]
    if not before or _LETTER.match(before[-1]) is None:
        return True
    return any(len(before) >= size and before[-size:] + ending in value for size in _STEMS)


def is_place_behind(value: str, at: int) -> bool:
    """Tell whether what goes on here is how a place's name ends, with what follows one."""
    if not value.startswith(PLACE_ENDS, at):
        return False
    # 市场主体 and 区域 begin as places end, but 市场监管局 has 市 of its place before it no more than they.
    if border("word").match(value, at) and not border("institution").match(value, at):
        return False
    match = border("right").match(value, at + 1) or border("institution").match(value, at + 1)
    if match is not None:
        return True
    # 市长 and 市委 are words of their own.
    match = border("right").match(value, at)
    return match is not None and match.end() - match.start() >= _SHORTEST_BORDER


def _stem_end(value: str, first: int, last: int, ending: str) -> int | None:
    """Give where the stem of a place ends that letters begin with; None where no name tells it."""
    for place in range(first, last):
        for size in _STEMS:
            if place + size < last and value[place : place + size] + ending in value:
                return place + size
    return None


def _behind_place(value: str, first: int, last: int, ending: str) -> int:
    """Give where the stem of a place ends that a list of places tells, or the first keyword; else the first letter."""
    weighed = [word.start for word in words(value, first, last) if word.weight]
    if weighed[:1] == [first]:
        return first
    known = lexicon.words("bulletin/places")
    for size in _STEMS:
        if first + size < last and value[first : first + size] + ending in known:
            return first + size
    # What begins in Latin letters or figures is of the site, too.
    latin = [at for at in range(first, last) if value[at].isascii()]
    return next((at for at in sorted((*weighed[:1], *latin[:1])) if at - first in _STEMS), first)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon.alternation(lexicon.words('clean/spam_tails'))})(?=[{''.join(PLACE_ENDS)}])")


@cache
def border(side: str) -> re.Pattern[str]:
    """Give the pattern of what leads up to a name (`left`), goes on from one, or is an `institution` or of a `body`."""
    rows = lexicon.load("clean/spam_borders")
    words = lexicon.alternation(word for word, own in rows if own == side)
    if side in ("institution", "body", "word", "branded"):
        return re.compile(words)
    place = rf"|[\u4e00-\u9fff]{{2,3}}[{''.join(PLACE_ENDS)}]" if side == "right" else ""
    return re.compile(rf"[，。；：、！？,;:\s（()）“”‘’《》「」]|{words}{place}")

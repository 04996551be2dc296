"""Finds the places that a sentence names, so that the like releases of two towns are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.duplicates.marks import NUMERAL, take_numerals

_ENDING = re.compile(r"自治[州县旗区]|街道|[新特]区|[省市县区州旗盟镇乡村]")
_LONGEST = 11
# What is listed nowhere: whatever stands between the head of a clause and 市, else two characters.
_UNKNOWN = range(2, 5)
_USUAL = 2
# Here a clause may begin, also after the mark of a figure or a period; a numeral may be part of a name: 九江.
_HEAD = re.compile(rf"[^\u4e00-\u9fff{NUMERAL}]")


class Place(NamedTuple):
    """A place by its name, without what it is (市, 县), and where the words name it; `kind` is empty where unsaid."""

    start: int
    end: int
    name: str
    kind: str


def find_places(words: str, own: lexicon.Words) -> Iterator[Place]:
    """Yield the places that a sentence names, as they stand: listed ones, those of `own`, and what stands before 市.

    In the sentence, marks stand for numbers and periods, see `zhnews.duplicates.marks`.

    >>> own = lexicon.Words(["青溪"])
    >>> [place[2:] for place in find_places("青溪通报七里河市与舒兰市检查情况", own)]
    [('青溪', ''), ('里河', '市'), ('舒兰', '市')]
    """
    reached = 0
    for place in _with_kind(words, own):
        yield from _short(words, reached, place.start, own)
        yield place
        reached = place.end
    yield from _short(words, reached, len(words), own)


def names_of(sentences: Iterable[str]) -> lexicon.Words:
    """Give the names that a text has with 市, 县 and their like: in its title it may leave that out.

    >>> list(names_of(["七里河市通报检查情况"]).find("七里河召开会议"))
    [(0, 3)]
    """
    nothing = lexicon.Words(())
    return lexicon.Words(
        place.name for words in sentences for place in _with_kind(words, nothing) if len(place.name) >= _USUAL
    )


def _with_kind(words: str, own: lexicon.Words) -> Iterator[Place]:
    known = _known()
    reached = 0
    for ending in _ENDING.finditer(words):
        start, end = ending.span()
        lengths = range(min(_LONGEST, end - reached), 1, -1)
        size = next((size - (end - start) for size in lengths if words[end - size : end] in known), 0)
        size = size if size > 0 else _unknown(words, reached, start, own)
        if size:
            yield Place(start - size, end, _short_of(words[start - size : start], ending[0]), ending[0][-1])
            reached = end


def _unknown(words: str, reached: int, end: int, own: lexicon.Words) -> int:
    """Give the length of a name that ends here and is listed nowhere; 0 where what stands there is none."""
    head = max((mark.end() for mark in _HEAD.finditer(words, reached, end)), default=reached)
    size = end - head
    if size not in _UNKNOWN:
        longer = (size for size in reversed(_UNKNOWN) if end - size >= head)
        size = next((size for size in longer if own.length_at(words, end - size, end) == size), min(_USUAL, size))
    name = words[end - size : end]
    return size if size in _UNKNOWN and lexicon.words("duplicates/not_names").isdisjoint(name) else 0


def _short(words: str, start: int, end: int, own: lexicon.Words) -> Iterator[Place]:
    """Yield the names that stand without 市 and the like."""
    shorts = _shorts()
    while start < end:
        size = max(own.length_at(words, start, end), shorts.length_at(words, start, end))
        if size:
            yield Place(start, start + size, words[start : start + size], "")
        start += size or 1


def _short_of(name: str, ending: str) -> str:
    """Give a name as it is said for short: of 阿坝藏族羌族自治州 the first two characters."""
    return name[:_USUAL] if ending.startswith("自治") else name


@cache
def _known() -> frozenset[str]:
    return frozenset(take_numerals(name)[0] for name in lexicon.words("bulletin/places"))


@cache
def _shorts() -> lexicon.Words:
    """The listed names for short, where that is two characters or more."""
    endings = ((name, list(_ENDING.finditer(name))) for name in _known())
    shorts = {_short_of(name[: found[-1].start()], found[-1][0]) for name, found in endings if found}
    return lexicon.Words(short for short in shorts if len(short) >= _USUAL)

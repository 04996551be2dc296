"""Finds where characters were destroyed: bytes lost on the way, so that GBK fell out of step.

A lost byte turns 共破获诈骗案件427起 into 共苹裾┢讣�427起: rare characters, symbols, letters, and a mark where a pair
did not come out, up to the next ASCII character. What is lost can't be known, so the place is marked: its sentence is
not quoted, its figures carry the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Ordinary text has none of these, and is passed over at once.
_HINTS = (
    re.compile("[\ufffd?\ue000-\uf8ff\u2500-\u257f\u3105-\u3129\u0400-\u04ff\u3041-\u30feＡ-Ｚａ-ｚΑ-ω]"),
    re.compile(rf"[a-z](?<=[{_HAN}].)(?=[{_HAN}])"),
    re.compile("？(?=[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])"),
)
_WEIGHTS = {
    "lost": 3.0,
    "broken": 3.0,
    "figure": 3.0,
    "torn": 3.0,
    "double": 2.5,
    "mark": 2.5,
    "private": 1.5,
    "symbol": 1.5,
    "kana": 1.0,
    "letter": 0.7,
    "rare": 1.0,
    "end": 0.0,
}
# Signs no further apart than this belong together.
_NEAR = 4
# How far around a sign rare characters are looked for.
_REACH = 12
# A character that costs more than this is rare.
_COMMON_BITS = 15
# What signs have to weigh together.
_ENOUGH = 2.5
_QUESTION_REACH = 24


def find_damage(release: Release) -> tuple[Span, ...]:
    """Give the spans of the source where characters were destroyed.

    >>> from zhnews.text import Text
    >>> text = "全市共苹竦缧磐缯┢讣�427起。扣除哪些?都不扣除。老字号馄饨店开业。"
    >>> [text[slice(*span)] for span in find_damage(Release(Text(text)))]
    ['苹竦缧磐缯┢讣�']
    """
    value = release.text.value
    if not any(hint.search(value) for hint in _HINTS):
        return ()
    found: list[Span] = []
    first = last = -_NEAR - 1
    weight, certain = 0.0, False
    for at, kind in _with_rare(value):
        if at - last > _NEAR:
            if certain and weight >= _ENOUGH:
                found.append(release.text.origin(Span(first, last + 1)))
            first, weight, certain = at, 0.0, False
        last = at
        weight += _WEIGHTS[kind]
        certain = certain or kind != "rare"
    return tuple(found)


def _signs(value: str) -> Iterator[tuple[int, str]]:
    for match in _sign().finditer(value):
        kind = match.lastgroup or ""
        if kind not in ("mark", "double", "figure") or not _asks(value, match.start()):
            yield match.start(), kind


def _with_rare(value: str) -> Iterator[tuple[int, str]]:
    """Yield the signs and the rare characters around them, and an end; rare ones alone are names, drugs and poems."""
    rare = _rare()
    scanned = ends = 0
    for at, kind in chain(_signs(value), [(len(value) + _REACH + 1, "end")]):
        if at - _REACH > ends:
            yield from ((match.start(), "rare") for match in rare.finditer(value, scanned, ends))
            scanned = at - _REACH
        yield from ((match.start(), "rare") for match in rare.finditer(value, scanned, at))
        yield at, kind
        scanned, ends = at + 1, at + _REACH


@cache
def _sign() -> re.Pattern[str]:
    """Match the signs of damage, strongest first; each begins with what it looks for. Built when there is a hint."""
    return re.compile(
        rf"""
        (?=[\ufffd?？\ue000-\uf8ff\u2500-\u257f\u3105-\u3129\u0400-\u04ff\u3041-\u30fea-zＡ-Ｚａ-ｚΑ-ω])(?:
        (?P<lost>\ufffd)
      | (?P<broken>[?？](?=[a-zü]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{{0,4}}\s?[)）]))
      | (?P<figure>\?(?:(?<=[^\x00-\x7f]\?)|(?<=\?\?)|(?<=[^\x00-\x7f]\s\?))(?=\s?[.．]?[0-9０-９])
          |\?(?<=[0-9]\?)(?=[.．][0-9]))
      | (?P<torn>\?(?<=[，。、；：]\?)(?=[{_HAN}]))
      | (?P<double>\?(?<=\?\?)(?=[{_HAN}?\ufffd]))
      | (?P<mark>\?(?<=[{_HAN}0-9%)）\ufffd?]\?)(?=[{_HAN}?\ufffd]))
      | (?P<private>[\ue000-\uf8ff](?:(?<=[{_HAN}\ue000-\uf8ff].)|(?=[{_HAN}])))
      | (?P<symbol>[\u2500-\u257f\u3105-\u3129\u0400-\u04ff](?<=[{_HAN}，。].)(?=[{_HAN}0-9，。?\ufffd]))
      | (?P<kana>[\u3041-\u30fe](?<=[{_HAN}].)(?=[{_HAN}?\ufffd]))
      | (?P<letter>[a-zＡ-Ｚａ-ｚΑ-ω](?<=[{_HAN}?\ufffd].)(?<!某.)(?=[{_HAN}?\ufffd]))
        )""",
        re.VERBOSE | re.DOTALL,
    )


@cache
def _rare() -> re.Pattern[str]:
    common = "".join(re.escape(char) for char, bits in lexicon.load("read/common") if int(bits) <= _COMMON_BITS)
    return re.compile(f"(?=[{_HAN}])[^{common}]")


@cache
def _questions() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon.words("clean/questions"))))


def _asks(value: str, at: int) -> bool:
    """Tell whether a question mark ends a question."""
    first = max(at - _QUESTION_REACH, 0)
    start = max(value.rfind("。", first, at), value.rfind("\n", first, at), first)
    return _questions().search(value, start, at) is not None

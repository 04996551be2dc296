"""Finds where characters were destroyed: bytes lost on the way, so that GBK fell out of step.

A lost byte turns 共破获诈骗案件427起 into 共苹裾┢讣�427起: rare characters, symbols, letters, and a mark where a pair
did not come out, up to the next ASCII character. What is lost can't be known, so the place is marked: its sentence is
not quoted, its figures carry the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Signs of damage, strongest first; `rare` is any character outside the common ones.
_SIGN = re.compile(
    rf"""
    (?P<lost>\ufffd)
  | (?P<broken>[?？](?=[a-zü]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{{0,4}}\s?[)）]))
  | (?P<mark>(?<=[{_HAN}，。、；：\ufffd?])\?(?=[{_HAN}?\ufffd]|\s?[0-9０-９]))
  | (?P<private>(?<=[{_HAN}])[\ue000-\uf8ff](?=[{_HAN}]))
  | (?P<symbol>(?<=[{_HAN}，。])[\u2500-\u257f\u3105-\u3129\u0400-\u04ff](?=[{_HAN}0-9，。?\ufffd]))
  | (?P<kana>(?<=[{_HAN}])[\u3041-\u30fe](?=[{_HAN}?\ufffd]))
  | (?P<letter>(?<=[{_HAN}?\ufffd])[a-zＡ-Ｚａ-ｚΑ-ω](?=[{_HAN}?\ufffd]))
  | (?P<han>[{_HAN}]+)
    """,
    re.VERBOSE,
)
_WEIGHTS = {
    "lost": 3.0,
    "broken": 3.0,
    "mark": 1.5,
    "private": 1.5,
    "symbol": 1.5,
    "kana": 1.0,
    "letter": 0.7,
    "rare": 1.0,
}
# Signs no further apart than this belong together.
_NEAR = 4
# What signs have to weigh together; rare characters alone are names, drugs and poems.
_ENOUGH = 2.5
_QUESTION_REACH = 24


def find_damage(release: Release) -> tuple[Span, ...]:
    """Give the spans of the source where characters were destroyed.

    >>> from zhnews.text import Text
    >>> text = "全市共苹竦缧磐缯┢讣�427起。扣除哪些?都不扣除。老字号馄饨店开业。"
    >>> [text[slice(*span)] for span in find_damage(Release(Text(text)))]
    ['苹竦缧磐缯┢讣�']
    """
    found: list[Span] = []
    cluster: list[tuple[int, str]] = []
    for at, kind in (*_signs(release.text.value), (len(release.text) + _NEAR + 1, "end")):
        if cluster and at - cluster[-1][0] > _NEAR:
            if sum(_WEIGHTS[kind] for _, kind in cluster) >= _ENOUGH and any(kind != "rare" for _, kind in cluster):
                found.append(release.text.origin(Span(cluster[0][0], cluster[-1][0] + 1)))
            cluster = []
        cluster.append((at, kind))
    return tuple(found)


def _signs(value: str) -> Iterator[tuple[int, str]]:
    rare = _rare()
    for match in _SIGN.finditer(value):
        kind = match.lastgroup or ""
        if kind == "han":
            for inside in rare.finditer(value, *match.span()):
                yield inside.start(), "rare"
        elif kind != "mark":
            yield match.start(), kind
        elif not _asks(value, match.start()):
            yield match.start(), kind
            # Two marks in a row, or one before a figure, are enough by themselves.
            if value[match.end() : match.end() + 2].strip()[:1].isdigit() or value[match.start() - 1] == "?":
                yield match.start(), kind


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(f"[^{''.join(map(re.escape, lexicon.words('read/common')))}]")


@cache
def _questions() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon.words("clean/questions"))))


def _asks(value: str, at: int) -> bool:
    """Tell whether a question mark ends a question."""
    start = max(value.rfind("。", 0, at), value.rfind("\n", 0, at), at - _QUESTION_REACH, 0)
    return _questions().search(value, start, at) is not None

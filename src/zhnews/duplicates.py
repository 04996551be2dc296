"""Tells reprints of one release from releases that only look alike: monthly statistics differ in nothing but figures.

Two texts are near-duplicates if they share much of their wording, and if their figures agree as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhnews.numbers import figure_spans

# Characters of a shingle; below four, any two releases of one office look alike.
SHINGLE = 5
# The least share of common shingles: half a release, excerpted, has half of them.
LEAST_SIMILARITY = 0.4
# Of places for figures in sentences that two texts have word for word, so many may differ: those are corrections.
_MOST_CONFLICTS = 0.25
# Of sentences that two texts have word for word but for dates and ordinals, so many may name others.
_MOST_OTHERS = 0.5

_NOT_WORDING = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\s,，]+")
# What tells one of a series from the next, a month, a day, a year, a quarter, an ordinal; but not where a paper says on
# which day it was written.
_NUMERAL = "[0-9０-９零〇一二三四五六七八九十百]{1,6}"
_SERIES = re.compile(rf"第[ ]?{_NUMERAL}|{_NUMERAL}[ ]?(?=年|月|日|号|季度)")
_DATELINE = re.compile(rf"(?:{_NUMERAL}[年月日号])+(?=[讯电])")
# A shorter frame says too little to be the same sentence in two releases.
_LEAST_FRAME = 6
_LEAST_SERIES = 4


@dataclass(frozen=True, slots=True)
class Statements:
    """What a text states in figures, as stable hashes of 64 bits.

    `figures` are the figures with their units, dates apart. `frames` gives for each place of a figure, which is a
    sentence without its figures and a number, the figure that stands there; of a place that is filled in two ways in
    one text, nothing. `series` gives the same for sentences without their dates and ordinals: the dates and ordinals.
    """

    figures: frozenset[int]
    frames: dict[int, int]
    series: dict[int, int]

    def agree(self, other: Statements) -> bool:
        """Tell whether the figures allow two texts to be the same release.

        At least half of the figures of the one that has fewer must occur in the other, and of the places for figures in
        sentences that are alike, at most a quarter may be filled differently; of sentences that are alike but for dates
        and ordinals, at most half may name others.

        >>> june = read_statements("6月，全市检查门店120家，发现隐患9处。会议要求，各地抓好落实。")
        >>> may = read_statements("5月，全市检查门店118家，发现隐患7处。会议要求，各地抓好落实。")
        >>> june.agree(may), june.agree(read_statements("据悉，6月全市检查门店120家，发现隐患9处。"))
        (False, True)
        >>> fires = [read_statements(f"{month}月，全市未发生森林火灾。") for month in ("十", "十一")]
        >>> fires[0].agree(fires[1])
        False
        """
        common = len(self.figures & other.figures)
        if 2 * common < min(len(self.figures), len(other.figures)):
            return False
        return (
            _conflicts(self.frames, other.frames) <= _MOST_CONFLICTS
            and _conflicts(self.series, other.series) <= _MOST_OTHERS
        )


def _conflicts(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """Give the share of conflicts among the keys that both have."""
    shared = one.keys() & other.keys()
    return sum(one[key] != other[key] for key in shared) / max(1, len(shared))


def wording(text: str) -> str:
    """Give the letters and digits of a text alone, which is what texts are compared by.

    >>> wording("会议 召开（7月）。")
    '会议召开7月'
    """
    return _NOT_WORDING.sub("", text)


def read_statements(text: str) -> Statements:
    """Read what a text states in figures."""
    figures: set[int] = set()
    frames, series = _Places(_LEAST_FRAME), _Places(_LEAST_SERIES)
    spans = iter([*figure_spans(text), None])
    span = next(spans)
    for sentence in _SENTENCE.finditer(text):
        here: list[str] = []
        frame: list[str] = []
        place = sentence.start()
        while span is not None and span.start < sentence.end():
            here.append(_SEPARATORS.sub("", text[span.start : span.end]))
            frame.append(text[place : span.start])
            place = max(span.end, place)
            span = next(spans)
        without = "#".join([*frame, text[place : sentence.end()]])
        dated = _DATELINE.sub("", without)
        if named := _SERIES.findall(dated):
            series.fill(_SERIES.sub("#", dated), [" ".join(named)])
        if here:
            figures.update(map(_hash, here))
            frames.fill(without, here)
    return Statements(frozenset(figures), frames.filled, series.filled)


class _Places:
    """What stands at places of sentences, by hashes; of a place that is filled in two ways, nothing."""

    def __init__(self, least: int) -> None:
        self.filled: dict[int, int] = {}
        self._least = least
        self._torn: set[int] = set()

    def fill(self, frame: str, values: Sequence[str]) -> None:
        """Note what stands at the places of a sentence, unless too little is left of it to tell it from others."""
        words = wording(_DIGITS.sub("", frame))
        if len(words) < self._least:
            return
        for place, value in enumerate(map(_hash, values)):
            slot = _hash(f"{place} {words}")
            if slot in self._torn:
                continue
            if self.filled.setdefault(slot, value) != value:
                self._torn.add(slot)
                del self.filled[slot]


def similarity(a: str, b: str) -> float:
    """Give the share of common shingles among all shingles of two texts, from 0 to 1: their Jaccard similarity.

    Source: A. Broder, On the resemblance and containment of documents, 1997.

    >>> similarity("全市召开工作会议。", "全市召开 工作会议"), similarity("全市召开工作会议", "门店检查情况通报")
    (1.0, 0.0)
    """
    first, second = _shingles(a), _shingles(b)
    return len(first & second) / len(first | second) if first or second else 1.0


def find_duplicates(texts: Sequence[str]) -> list[list[int]]:
    """Group the texts that are reprints of one release: lists of their places, the longest text first.

    Every text is held against every other, which is right for some hundred; `zhnews.batch.duplicates` does archives.

    >>> release = "6月，青溪市检查门店120家，发现隐患9处，全部完成整改。会议要求，各地抓好落实。"
    >>> find_duplicates([release, "据青溪日报：" + release, release.replace("120", "131").replace("9", "4")])
    [[1, 0], [2]]
    """
    lengths = [len(wording(text)) for text in texts]
    statements = [read_statements(text) for text in texts]
    pairs = (
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if statements[a].agree(statements[b]) and similarity(texts[a], texts[b]) >= LEAST_SIMILARITY
    )
    groups = Groups(lambda a, b: statements[a].agree(statements[b]), lambda place: (-lengths[place], place))
    groups.unite(pairs)
    found = groups.found()
    grouped = {place for group in found for place in group}
    return sorted([*found, *([place] for place in range(len(texts)) if place not in grouped)], key=min)


class Groups:
    """Union-find over pairs, in which a group never takes in what its first member disagrees with.

    `agree` tells of two members whether they may be one release; `order` sorts members, the first of a group stands
    for it. Without the check, a text without figures would tie together all that it resembles.
    """

    def __init__(self, agree: Callable[[int, int], bool], order: Callable[[int], tuple[object, ...]]) -> None:
        self._agree = agree
        self._order = order
        self._above: dict[int, int] = {}

    def unite(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Unite the groups of each pair whose first members agree."""
        for a, b in pairs:
            first, second = self._first(a), self._first(b)
            if first == second or not self._agree(first, second):
                continue
            first, second = sorted((first, second), key=self._order)
            self._above[second] = first
            self._above.setdefault(first, first)

    def together(self, a: int, b: int) -> bool:
        """Tell whether two members are in one group."""
        return self._first(a) == self._first(b)

    def found(self) -> list[list[int]]:
        """Give the groups of two and more, sorted, their first member first; who disagrees with it is left out."""
        groups: dict[int, list[int]] = {}
        for member in sorted(self._above, key=self._order):
            first = self._first(member)
            if member == first or self._agree(first, member):
                groups.setdefault(first, []).append(member)
        return [group for group in groups.values() if len(group) > 1]

    def _first(self, member: int) -> int:
        """Give the member that stands for a group; paths are halved on the way."""
        while (above := self._above.get(member, member)) != member:
            self._above[member] = self._above[above]
            member = above
        return member


def _shingles(text: str) -> frozenset[str]:
    words = wording(text)
    return frozenset(words[i : i + SHINGLE] for i in range(max(1, len(words) - SHINGLE + 1))) - {""}


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")

"""Finds reprints among a handful of texts, and groups what belongs together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from zhnews.duplicates.statements import consistent, read_statements, wording

# Characters of a shingle; below four, any two releases of one office look alike.
SHINGLE = 5
# The least share of common shingles: half a release, excerpted, has half of them.
LEAST_SIMILARITY = 0.4


def similarity(a: str, b: str) -> float:
    """Give the share of common shingles among all shingles of two texts, from 0 to 1: their Jaccard similarity.

    Source: A. Broder, On the resemblance and containment of documents, 1997.

    >>> similarity("全市召开工作会议。", "全市召开 工作会议"), similarity("全市召开工作会议", "门店检查情况通报")
    (1.0, 0.0)
    """
    first, second = _shingles(a), _shingles(b)
    return len(first & second) / len(first | second) if first or second else 1.0


def find_duplicates(texts: Sequence[str], *, corrected: bool = False) -> list[list[int]]:
    """Group the texts that are reprints of one release: lists of their places, the longest text first.

    With `corrected`, a reprint may have other figures in a quarter of their places, but never another period.
    Every text is held against every other, which is right for some hundred; `zhnews.batch.duplicates` does archives.

    >>> release = "6月，青溪市检查门店120家，发现隐患9处，全部完成整改。会议要求，各地抓好落实。"
    >>> find_duplicates([release, "据青溪日报：" + release, release.replace("120", "131").replace("9", "4")])
    [[1, 0], [2]]
    """
    lengths = [len(wording(text)) for text in texts]
    statements = [read_statements(text) for text in texts]

    def agree(a: int, b: int) -> bool:
        return statements[a].agree(statements[b], corrected=corrected)

    pairs = (
        (a, b)
        for a in range(len(texts))
        for b in range(a + 1, len(texts))
        if agree(a, b) and similarity(texts[a], texts[b]) >= LEAST_SIMILARITY
    )
    groups = Groups(sorted(range(len(texts)), key=lambda place: (-lengths[place], place)), agree)
    groups.unite(pairs)
    found = [consistent(group, statements.__getitem__) for group in groups.found()]
    grouped = {place for group in found for place in group}
    return sorted([*found, *([place] for place in range(len(texts)) if place not in grouped)], key=min)


class Groups:
    """Union-find over pairs, in which a group never takes in what its first member disagrees with.

    `ranked` are all members, the numbers from 0 on, in their order; the first of a group stands for it. `agree` tells
    of two whether they may be one release. Without that check, a text without figures would tie together all that it
    resembles. Numbers lie flat, 16 bytes a member.
    """

    def __init__(self, ranked: Sequence[int], agree: Callable[[int, int], bool]) -> None:
        self._agree = agree
        self._above = array("q", range(len(ranked)))
        self._rank = array("q", self._above)
        for rank, member in enumerate(ranked):
            self._rank[member] = rank

    def unite(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Unite the groups of each pair whose first members agree."""
        for a, b in pairs:
            first, second = self._first(a), self._first(b)
            if first == second or not self._agree(first, second):
                continue
            first, second = sorted((first, second), key=self._rank.__getitem__)
            self._above[second] = first

    def together(self, a: int, b: int) -> bool:
        """Tell whether two members are in one group."""
        return self._first(a) == self._first(b)

    def firsts(self) -> array[int]:
        """Give for each member the one that stands for its group; itself, where it is alone."""
        return array("q", map(self._first, range(len(self._above))))

    def found(self) -> Iterator[list[int]]:
        """Give the groups of two and more, sorted, their first member first; who disagrees with it is left out."""
        firsts = self.firsts()
        grouped = {first for member, first in enumerate(firsts) if first != member}
        members = (member for member, first in enumerate(firsts) if first in grouped)
        count = len(firsts)
        ordered = sorted(members, key=lambda member: self._rank[firsts[member]] * count + self._rank[member])
        for first, group in groupby(ordered, firsts.__getitem__):
            kept = [member for member in group if member == first or self._agree(first, member)]
            if len(kept) > 1:
                yield kept

    def _first(self, member: int) -> int:
        """Give the member that stands for a group; paths are halved on the way."""
        above = self._above
        while above[member] != member:
            above[member] = above[above[member]]
            member = above[member]
        return member


def _shingles(text: str) -> frozenset[str]:
    words = wording(text)
    return frozenset(words[i : i + SHINGLE] for i in range(max(1, len(words) - SHINGLE + 1))) - {""}

"""Finds clusters of near-duplicates among signatures: bands, candidates, the rule of figures, union-find.

Source of the bands: J. Leskovec, A. Rajaraman, J. Ullman, Mining of Massive Datasets, chapter 3.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from zhnews.batch.duplicates.signatures import FIGURE_PERMUTATIONS, PERMUTATIONS
from zhnews.duplicates import LEAST_SIMILARITY, Groups, Statements, consistent

if TYPE_CHECKING:
    from numpy.typing import NDArray

BANDS, ROWS = 42, 3
# Releases with an equal band are sorted by their figures, and each is held against so many that follow: the same
# template with other figures may fill a band with all of an archive.
_NEIGHBOURS = 8
_PAIRS_AT_ONCE, _MARKED_AT_ONCE = 64, 1 << 14
# A release this near to the longest of its cluster is as complete as that; of such, the first published stands for all.
_COMPLETE = 0.95
_STATED = ("figures", "frames", "frame_figures", "settings", "setting_values")
# Of each number of a figures' signature half is held in memory; all ones stand for no figures.
_HALF, _EMPTY = np.uint32(16), np.uint16(0xFFFF)
_HELD = 256
# Of what is mapped, so many bytes are looked at before they are let go again; with each place that is looked at, the
# system maps so many around it.
_LOOKED_AT, _AROUND = 8 << 20, 64 << 10


class Member(NamedTuple):
    """A release in a cluster; `similarity` is its estimated similarity to the canonical one, which has 1."""

    id: str
    source: str | None
    canonical: bool
    similarity: float


class _Head(NamedTuple):
    id: str
    source: str | None
    published: date | None
    characters: int


Cluster = tuple[Member, ...]


class Signatures:
    """The signatures of an archive, as its shards hold them, seen as one sequence.

    Nothing is copied but `marks`, two bytes for each number of each release's signature of figures.
    `let_go` is called now and then: where the tables are mapped files, it may have the system take back their pages.
    """

    def __init__(self, tables: Sequence[pa.RecordBatch], let_go: Callable[[], None] = lambda: None) -> None:
        self.let_go = let_go
        self._tables = [table for table in tables if table.num_rows]
        self._starts = np.cumsum([0, *(table.num_rows for table in self._tables)])
        self._wording = [_matrix(table, "signature", PERMUTATIONS) for table in self._tables]
        self.statements = lru_cache(maxsize=_HELD)(self._statements)
        self._looked = 0
        self.marks = np.empty((len(self), FIGURE_PERMUTATIONS), dtype=np.uint16)
        figures = [_matrix(table, "figure_signature", FIGURE_PERMUTATIONS) for table in self._tables]
        for start, matrix in zip(self._starts, self._walk(figures), strict=False):
            self.marks[start : start + len(matrix)] = matrix >> _HALF

    def __len__(self) -> int:
        return int(self._starts[-1])

    def numbers(self, name: str, kind: str) -> NDArray[Any]:
        """Give a column of numbers, of all releases."""
        values = np.empty(len(self), dtype=kind)
        for start, table in zip(self._starts, self._tables, strict=False):
            self._looks(values.itemsize * table.num_rows + _AROUND)
            values[start : start + table.num_rows] = _numbers(table.column(name), kind)
        return values

    def head(self, place: int) -> _Head:
        """Give what is known of a release."""
        self._looks(2 * _AROUND)
        table, row = self._find(place)
        return _Head(*(table.column(name)[row].as_py() for name in _Head._fields))

    def band(self, number: int) -> NDArray[np.uint64]:
        """Give one number for each release: equal where a band of the signature is."""
        start = number * ROWS
        keys = [np.zeros(len(matrix), dtype=np.uint64) for matrix in self._wording]
        for key, matrix in zip(keys, self._walk(self._wording), strict=True):
            for row in range(start, start + ROWS):
                key *= np.uint64(0x9E3779B97F4A7C15)
                key += matrix[:, row]
                key ^= key >> np.uint64(29)
        return np.concatenate(keys)

    def related(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of pairs whether their figures have something in common, or one has none."""
        first, second = self.marks[a], self.marks[b]
        found: NDArray[np.bool_] = (first == second).any(axis=1)
        found |= (first[:, 0] == _EMPTY) | (second[:, 0] == _EMPTY)
        return found

    def _walk(self, matrices: Sequence[NDArray[np.uint32]]) -> Iterator[NDArray[np.uint32]]:
        """Give the tables' numbers one after the other, letting go of those that were seen."""
        for matrix in matrices:
            self._looks(matrix.nbytes + _AROUND)
            yield matrix

    def _looks(self, size: int) -> None:
        """Count what is about to be looked at, and let go of what was before it gets too much."""
        self._looked += size
        if self._looked > _LOOKED_AT:
            self.let_go()
            self._looked = size

    def similarity(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
        """Estimate the similarity of pairs."""
        equal: NDArray[np.float64] = (self._gather(a) == self._gather(b)).mean(axis=1)
        return equal

    def _gather(self, places: NDArray[np.int64]) -> NDArray[np.uint32]:
        self._looks(_AROUND * len(places))
        found = np.empty((len(places), PERMUTATIONS), dtype=np.uint32)
        shards = np.searchsorted(self._starts, places, side="right") - 1
        for shard in np.unique(shards):
            here = shards == shard
            found[here] = self._wording[shard][places[here] - self._starts[shard]]
        return found

    def _find(self, place: int) -> tuple[pa.RecordBatch, int]:
        shard = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self._tables[shard], place - int(self._starts[shard])

    def _statements(self, place: int) -> Statements:
        table, row = self._find(place)
        self._looks(_AROUND * len(_STATED))
        figures, frames, frame_figures, settings, values = (_list(table.column(name), row) for name in _STATED)
        return Statements(
            frozenset(figures),
            dict(zip(frames, frame_figures, strict=True)),
            dict(zip(settings, values, strict=True)),
            table.column("published")[row].as_py(),
            table.column("relative")[row].as_py(),
        )


def find_clusters(signatures: Signatures) -> Iterator[Cluster]:
    """Give the clusters of near-duplicates, each with its canonical release first, sorted by its id.

    Time and memory are linear in the number of releases, some 80 bytes each beside the signatures. What is found hangs
    on the releases and their ids alone, not on the order of the shards.
    """
    if not len(signatures):
        return
    keys = signatures.numbers("key", "<u8")

    def agree(a: int, b: int) -> bool:
        first: Statements = signatures.statements(a)
        return first.agree(signatures.statements(b))

    groups = Groups(_longest_first(signatures, keys), agree)
    for number in range(BANDS):
        for a, b in _candidates(signatures, number, keys, groups):
            near = signatures.similarity(a, b) >= LEAST_SIMILARITY
            pairs = zip(a[near].tolist(), b[near].tolist(), strict=True)
            groups.unite(pair for pair in pairs if not groups.together(*pair) and agree(*pair))
    yield from _by_canonical(signatures, groups)


def _longest_first(signatures: Signatures, keys: NDArray[np.uint64]) -> array[int]:
    """Give all releases, the longest first, of equal length by their keys."""
    ordered = np.lexsort((keys, -signatures.numbers("characters", "<i4")))
    return array("q", ordered.astype(np.int64, copy=False).tobytes())


def _by_canonical(signatures: Signatures, groups: Groups) -> Iterator[Cluster]:
    """Give the groups as clusters, by the ids of their canonical releases; held are numbers alone until then."""
    members, starts, canonical = array("q"), array("q", [0]), array("q")
    for group in groups.found():
        kept = consistent(group, signatures.statements)
        if len(kept) > 1:
            members.extend(kept)
            starts.append(len(members))
            canonical.append(_canonical(signatures, kept))
    names = [signatures.head(place).id for place in canonical]
    for place in sorted(range(len(names)), key=lambda place: (names[place], canonical[place])):
        yield _cluster(signatures, members[starts[place] : starts[place + 1]], canonical[place])


def _candidates(
    signatures: Signatures, number: int, keys: NDArray[np.uint64], groups: Groups
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give pairs with the same band, in portions: near in the order of their figures, then of their keys.

    What is in one group already isn't given, nor pairs whose figures have nothing in common.
    """
    bands = signatures.band(number)
    figures = signatures.marks[:, number % FIGURE_PERMUTATIONS]
    order = np.lexsort((keys, figures, bands)).astype(np.int64, copy=False)
    bands = bands[order]
    firsts = np.frombuffer(groups.firsts(), dtype=np.int64)[order]
    for distance in range(1, min(_NEIGHBOURS, len(bands) - 1) + 1):
        places = np.flatnonzero(bands[:-distance] == bands[distance:])
        places = places[firsts[places] != firsts[places + distance]]
        for part in np.split(places, range(_MARKED_AT_ONCE, len(places), _MARKED_AT_ONCE)):
            related = part[signatures.related(order[part], order[part + distance])]
            for start in range(0, len(related), _PAIRS_AT_ONCE):
                some = related[start : start + _PAIRS_AT_ONCE]
                yield order[some], order[some + distance]


def _canonical(signatures: Signatures, group: Sequence[int]) -> int:
    """Choose the canonical release: of the complete ones the first published, then by id."""
    heads = {place: signatures.head(place) for place in group}
    longest = max(head.characters for head in heads.values())
    # What stands for all must agree with the longest, which all others have been held against.
    first = signatures.statements(group[0])
    complete = (place for place in group if heads[place].characters >= _COMPLETE * longest)
    return min(
        (place for place in complete if first.agree(signatures.statements(place))),
        key=lambda place: (heads[place].published or date.max, heads[place].id, place),
    )


def _cluster(signatures: Signatures, group: Sequence[int], canonical: int) -> Cluster:
    places = np.array(group, dtype=np.int64)
    near = signatures.similarity(places, np.full_like(places, canonical)).tolist()
    members = []
    for place, similarity in zip(group, near, strict=True):
        head = signatures.head(place)
        members.append(Member(head.id, head.source, place == canonical, round(similarity, 3)))
    return tuple(sorted(members, key=lambda member: (not member.canonical, member.id)))


def _matrix(table: pa.RecordBatch, name: str, width: int) -> NDArray[np.uint32]:
    column = table.column(name)
    numbers = np.frombuffer(column.buffers()[1], dtype="<u4", count=(column.offset + len(column)) * width)
    return numbers.reshape(-1, width)[column.offset :].astype(np.uint32, copy=False)


def _list(column: pa.Array, row: int) -> list[int]:
    """Give one of a column's lists; ten times as fast as pyarrow's own way, number by number."""
    buffers = column.buffers()
    start, stop = np.frombuffer(buffers[1], dtype="<i4", count=2, offset=4 * (column.offset + row)).tolist()
    if start == stop:
        return []
    held: list[int] = np.frombuffer(buffers[3], dtype="<u8", count=stop - start, offset=8 * start).tolist()
    return held


def _numbers(column: pa.Array, kind: str) -> NDArray[Any]:
    """Give a column of numbers as it lies there; pyarrow's own way would load pandas where that is installed."""
    return np.frombuffer(column.buffers()[1], dtype=kind, count=column.offset + len(column))[column.offset :]

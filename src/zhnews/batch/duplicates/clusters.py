"""Finds clusters of near-duplicates among signatures: bands, candidates, the rule of figures, union-find.

Source of the bands: J. Leskovec, A. Rajaraman, J. Ullman, Mining of Massive Datasets, chapter 3.
"""

from __future__ import annotations

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
_PAIRS_AT_ONCE = 4096
# A release this near to the longest of its cluster is as complete as that; of such, the first published stands for all.
_COMPLETE = 0.95
_STATED = ("figures", "frames", "frame_figures", "periods", "period_values", "published", "relative")
_EMPTY = np.uint32(0xFFFFFFFF)
_HELD = 8_192
# Of what is mapped, so many tables are looked at before they are let go again.
_TABLES_AT_ONCE = 32


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
    """The signatures of an archive, as its shards hold them, seen as one sequence; nothing is copied.

    `let_go` is called now and then: where the tables are mapped files, it may have the system take back their pages.
    """

    def __init__(self, tables: Sequence[pa.RecordBatch], let_go: Callable[[], None] = lambda: None) -> None:
        self.let_go = let_go
        self._tables = [table for table in tables if table.num_rows]
        self._starts = np.cumsum([0, *(table.num_rows for table in self._tables)])
        self._wording = [_matrix(table, "signature", PERMUTATIONS) for table in self._tables]
        self._figures = [_matrix(table, "figure_signature", FIGURE_PERMUTATIONS) for table in self._tables]
        self.statements = lru_cache(maxsize=_HELD)(self._statements)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def column(self, name: str) -> pa.ChunkedArray:
        """Give a column's values, of all releases."""
        return pa.chunked_array([table.column(name) for table in self._tables])

    def head(self, place: int) -> _Head:
        """Give what is known of a release."""
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

    def figure(self, number: int) -> NDArray[np.uint32]:
        """Give one of the numbers of each release's signature of figures; all ones where there are none."""
        return np.concatenate([matrix[:, number].copy() for matrix in self._walk(self._figures)])

    def _walk(self, matrices: Sequence[NDArray[np.uint32]]) -> Iterator[NDArray[np.uint32]]:
        """Give the tables' numbers one after the other, letting go of those that were seen."""
        for place, matrix in enumerate(matrices):
            if place % _TABLES_AT_ONCE == 0:
                self.let_go()
            yield matrix

    def similarity(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
        """Estimate the similarity of pairs; 0 for those whose figures have nothing in common."""
        equal = (self._gather(self._wording, a) == self._gather(self._wording, b)).mean(axis=1)
        first, second = self._gather(self._figures, a), self._gather(self._figures, b)
        related = (first == second).any(axis=1) | (first[:, 0] == _EMPTY) | (second[:, 0] == _EMPTY)
        return np.where(related, equal, 0.0)

    def _gather(self, matrices: Sequence[NDArray[np.uint32]], places: NDArray[np.int64]) -> NDArray[np.uint32]:
        found = np.empty((len(places), matrices[0].shape[1]), dtype=np.uint32)
        shards = np.searchsorted(self._starts, places, side="right") - 1
        for shard in np.unique(shards):
            here = shards == shard
            found[here] = matrices[shard][places[here] - self._starts[shard]]
        return found

    def _find(self, place: int) -> tuple[pa.RecordBatch, int]:
        shard = int(np.searchsorted(self._starts, place, side="right")) - 1
        return self._tables[shard], place - int(self._starts[shard])

    def _statements(self, place: int) -> Statements:
        table, row = self._find(place)
        held = {name: table.column(name)[row].as_py() for name in _STATED}
        return Statements(
            frozenset(held["figures"]),
            dict(zip(held["frames"], held["frame_figures"], strict=True)),
            dict(zip(held["periods"], held["period_values"], strict=True)),
            held["published"],
            held["relative"],
        )


def find_clusters(signatures: Signatures) -> list[Cluster]:
    """Give the clusters of near-duplicates, each with its canonical release first, sorted by its id.

    Time and memory are linear in the number of releases. What is found hangs on the releases and their ids alone, not
    on the order of the shards.
    """
    if not len(signatures):
        return []
    signatures.let_go()
    lengths = np.concatenate([_numbers(chunk, "<i4") for chunk in signatures.column("characters").chunks])
    rank = _ranks(signatures.column("id"))
    signatures.let_go()

    def agree(a: int, b: int) -> bool:
        first: Statements = signatures.statements(a)
        return first.agree(signatures.statements(b))

    groups = Groups(agree, lambda place: (-lengths[place], rank[place]))
    for number in range(BANDS):
        for a, b in _candidates(signatures.band(number), signatures.figure(number % FIGURE_PERMUTATIONS), rank):
            near = signatures.similarity(a, b) >= LEAST_SIMILARITY
            pairs = zip(a[near].tolist(), b[near].tolist(), strict=True)
            groups.unite(pair for pair in pairs if not groups.together(*pair) and agree(*pair))
            signatures.let_go()
    found = (consistent(group, signatures.statements) for group in groups.found())
    return sorted((_cluster(signatures, group) for group in found if len(group) > 1), key=lambda cluster: cluster[0].id)


def _ranks(ids: pa.ChunkedArray) -> NDArray[np.int64]:
    """Give each release's place in the order of ids; of equal ids, in their own."""
    import pyarrow.compute as pc

    keys = pa.table({"id": ids, "place": pa.array(np.arange(len(ids)))})
    order = _numbers(pc.sort_indices(keys, [("id", "ascending"), ("place", "ascending")]), "<u8")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _candidates(
    keys: NDArray[np.uint64], figures: NDArray[np.uint32], rank: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give pairs with the same key, in portions: near in the order of their figures, then of their ids."""
    order = np.lexsort((rank, figures, keys)).astype(np.int64)
    keys = keys[order]
    for distance in range(1, min(_NEIGHBOURS, len(keys) - 1) + 1):
        places = np.flatnonzero(keys[:-distance] == keys[distance:])
        for start in range(0, len(places), _PAIRS_AT_ONCE):
            some = places[start : start + _PAIRS_AT_ONCE]
            yield order[some], order[some + distance]


def _cluster(signatures: Signatures, group: Sequence[int]) -> Cluster:
    """Choose the canonical release: of the complete ones the first published, then by id."""
    heads = {place: signatures.head(place) for place in group}
    longest = max(head.characters for head in heads.values())
    # What stands for all must agree with the longest, which all others have been held against.
    first = signatures.statements(group[0])
    complete = (place for place in group if heads[place].characters >= _COMPLETE * longest)
    canonical = min(
        (place for place in complete if first.agree(signatures.statements(place))),
        key=lambda place: (heads[place].published or date.max, heads[place].id, place),
    )
    places = np.array(group, dtype=np.int64)
    near = signatures.similarity(places, np.full_like(places, canonical)).tolist()
    members = [
        Member(heads[place].id, heads[place].source, place == canonical, round(similarity, 3))
        for place, similarity in zip(group, near, strict=True)
    ]
    return tuple(sorted(members, key=lambda member: (not member.canonical, member.id)))


def _matrix(table: pa.RecordBatch, name: str, width: int) -> NDArray[np.uint32]:
    column = table.column(name)
    numbers = np.frombuffer(column.buffers()[1], dtype="<u4", count=(column.offset + len(column)) * width)
    return numbers.reshape(-1, width)[column.offset :].astype(np.uint32, copy=False)


def _numbers(column: pa.Array, kind: str) -> NDArray[Any]:
    """Give a column of numbers as it lies there; pyarrow's own way would load pandas where that is installed."""
    return np.frombuffer(column.buffers()[1], dtype=kind, count=column.offset + len(column))[column.offset :]

"""Cuts the source of a release into stretches, each with what was found in it or done to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from zhnews.text import Span


class Mark(NamedTuple):
    """A span of the source, the class it is shown by, and what is said of it."""

    span: Span
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Stretch:
    """A stretch of the source with the same marks all along; `anchor` where something links to its start."""

    text: str
    span: Span
    kinds: tuple[str, ...]
    note: str
    anchor: bool


def stretches(source: str, marks: Iterable[Mark]) -> Iterator[Stretch]:
    """Yield the source piece by piece, broken where a mark begins or ends.

    >>> marks = [Mark(Span(0, 4), "quoted"), Mark(Span(2, 4), "claim", "件")]
    >>> [(piece.text, piece.kinds, piece.note) for piece in stretches("破获2件。", marks)]
    [('破获', ('quoted',), ''), ('2件', ('quoted', 'claim'), '件'), ('。', (), '')]
    """
    wanted = sorted(mark for mark in marks if mark.span.end > mark.span.start)
    starts = {mark.span.start for mark in wanted}
    edges = sorted({0, len(source), *starts, *(mark.span.end for mark in wanted)})
    within = _within(edges, wanted)
    for place, (start, end) in enumerate(pairwise(edges)):
        own = within.get(place, ())
        kinds = tuple(dict.fromkeys(mark.kind for mark in own if mark.kind))
        notes = dict.fromkeys(mark.note for mark in own if mark.note)
        yield Stretch(source[start:end], Span(start, end), kinds, "; ".join(notes), start in starts)


def _within(edges: Sequence[int], marks: Iterable[Mark]) -> Mapping[int, Sequence[Mark]]:
    """Give for each stretch, by its number, the marks that cover it."""
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        first, last = bisect_left(edges, mark.span.start), bisect_left(edges, mark.span.end)
        for place in range(first, last):
            found.setdefault(place, []).append(mark)
    return found

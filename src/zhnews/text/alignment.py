"""The way back from a value to its source: a list of runs, found by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

from zhnews.text.records import Edit, Span, span_of

# (at, length, origin, size, linear): `length` characters of the value at `at`, made from `size` characters of the
# source at `origin`. In a linear run character i came from source character i; else the whole came from the whole.
_Run: TypeAlias = tuple[int, int, int, int, bool]


class Alignment(NamedTuple):
    """Runs that cover the value, in order, and where each of them starts."""

    starts: list[int]
    runs: list[_Run]

    def origin(self, span: Span) -> Span:
        """Give the source span of a span of the value: see `Text.origin`."""
        start, end = span
        if start >= end:
            point = self._point(start)
            return Span(point, point)
        at, _, origin, _, linear = self._run_of(start)
        first = origin + start - at if linear else origin
        at, _, origin, size, linear = self._run_of(end - 1)
        return Span(first, origin + end - at if linear else origin + size)

    def origins(self, spans: Sequence[Span]) -> Iterator[Span]:
        """Give the origins of spans in order, those on end that lie in one linear run without a search for each."""
        return chain.from_iterable(self._origins(spans))

    def _origins(self, spans: Sequence[Span]) -> Iterator[Iterable[Span]]:
        index = 0
        while index < len(spans):
            start, end = spans[index]
            at, length, origin, _, linear = self._run_of(start) if start < end else (0, 0, 0, 0, False)
            if not linear or end > at + length:
                yield (self.origin(spans[index]),)
                index += 1
                continue
            first, stop = index, at + length
            index = bisect_left(spans, (stop,), first)
            index -= spans[index - 1].end > stop
            within, shift = spans[first:index], origin - at
            yield [span_of((start + shift, end + shift)) for start, end in within] if shift else within

    def _run_of(self, position: int) -> _Run:
        """The run that holds the character at `position`, or the last one."""
        return self.runs[bisect_right(self.starts, position) - 1]

    def _point(self, position: int) -> int:
        if not self.runs:
            return 0
        at, _, origin, size, linear = self._run_of(position)
        return origin + (min(position - at, size) if linear else size * (position > at))


def identity(size: int) -> Alignment:
    """The alignment of a text that was not edited."""
    return Alignment([0], [(0, size, 0, size, True)]) if size else Alignment([], [])


def compose(old: Alignment, plan: tuple[Edit, ...], total: int) -> Alignment:
    """Carry an alignment through one pass of edits, walking once over its runs.

    Written flat, without records or calls in the loop: a page of conversions has thousands of edits.
    """
    runs, count = old.runs, len(old.runs)
    out: list[_Run] = []
    at = position = index = reached = 0
    for (start, end), new, _ in (*plan, Edit(Span(total, total), "", "")):
        # Take over the runs up to the edit, and the deletions noted where it starts.
        while index < count:
            run_at, length, origin, size, linear = runs[index]
            if run_at > start or (run_at == start and length):
                break
            stop = run_at + length
            low = run_at if run_at > position else position
            held = (stop if stop < start else start) - low
            if held > 0 and linear:
                first = origin + low - run_at
                reached = first + held
                _append(out, at, held, first)
                at += held
            elif held > 0 or not length:
                reached = origin + size
                out.append((at, held, origin, size, False))
                at += max(held, 0)
            if stop > start:
                break
            index += 1
        # What the edit replaces: from the origin of its first character to that of its last.
        first = last = reached
        one_to_one = False
        if index < count and (new or end > start):
            run_at, length, origin, size, linear = runs[index]
            one_to_one = linear and end - start == len(new) == 1
            inside = start > run_at or reached > origin
            first = origin + (start - run_at if linear else 0)
            last = first if linear or not inside else origin + size
            while end > start:
                run_at, length, origin, size, linear = runs[index]
                stop = run_at + length
                if stop >= end:
                    last = origin + (end - run_at if linear else size)
                    index += stop == end
                    break
                index += 1
        if one_to_one:
            _append(out, at, 1, first)
        elif new or last > first:
            out.append((at, len(new), first, last - first, False))
        reached = max(reached, last)
        at += len(new)
        position = end
    return Alignment([run[0] for run in out], out)


def _append(out: list[_Run], at: int, length: int, origin: int) -> None:
    """Add a linear run, joined to the one before where they meet."""
    if out:
        last_at, last_length, last_origin, last_size, linear = out[-1]
        if linear and last_origin + last_size == origin:
            out[-1] = (last_at, last_length + length, last_origin, last_size + length, True)
            return
    out.append((at, length, origin, length, True))

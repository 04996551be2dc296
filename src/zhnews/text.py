"""A text that remembers where each of its characters came from.

`Text` owns the source and its current value. It is never changed in place: a pass of edits gives a new `Text` that
knows the way back to the same source. The alignment is a list of runs, found by bisection; changes are recorded on
every path, so that asking for an explanation can't alter a result.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from zhnews.errors import EditError


class Span(NamedTuple):
    """A stretch of a text: code points, half-open."""

    start: int
    end: int


class Edit(NamedTuple):
    """Put `new` in the place of `span`, for the reason named by `rule` (`stage.rule`)."""

    span: Span
    new: str
    rule: str


class Change(NamedTuple):
    """One recorded edit: `old` became `new` at `span` of the source.

    `at` is the same place in the text as it stood before pass number `step`, which is what a replay needs.
    """

    span: Span
    old: str
    new: str
    rule: str
    step: int
    at: Span

    def to_dict(self) -> dict[str, object]:
        """Give JSON-ready values; the span is in code points of the source."""
        return {"span": list(self.span), "old": self.old, "new": self.new, "rule": self.rule}


class _Run(NamedTuple):
    """`length` characters of the value at `at`, made from `size` characters of the source at `origin`.

    In a linear run character i came from source character i; otherwise the whole came from the whole.
    """

    at: int
    length: int
    origin: int
    size: int
    linear: bool


class _Alignment(NamedTuple):
    starts: list[int]
    runs: list[_Run]

    def run_of(self, position: int) -> _Run:
        """The run that holds the character at `position`, which must exist."""
        return self.runs[bisect_right(self.starts, position) - 1]

    def origin(self, span: Span) -> Span:
        start, end = span
        if start >= end:
            point = self._point(start)
            return Span(point, point)
        first, last = self.run_of(start), self.run_of(end - 1)
        return Span(
            first.origin + (start - first.at) if first.linear else first.origin,
            last.origin + (end - last.at) if last.linear else last.origin + last.size,
        )

    def _point(self, position: int) -> int:
        if not self.runs:
            return 0
        run = self.run_of(position)
        return run.origin + min(position - run.at, run.size) if run.linear else run.origin


class _EditPass(NamedTuple):
    before: str
    edits: tuple[Edit, ...]
    alignment: _Alignment

    def changes(self, step: int) -> Iterator[Change]:
        for span, new, rule in self.edits:
            old = self.before[span.start : span.end]
            yield Change(self.alignment.origin(span), old, new, rule, step, span)


class _OverlayPass(NamedTuple):
    before: str
    after: str
    rule: str
    alignment: _Alignment

    def changes(self, step: int) -> Iterator[Change]:
        pairs = enumerate(zip(self.before, self.after, strict=True))
        for differs, group in groupby(pairs, key=lambda item: item[1][0] != item[1][1]):
            if differs:
                places = [i for i, _ in group]
                at = Span(places[0], places[-1] + 1)
                old, new = self.before[at.start : at.end], self.after[at.start : at.end]
                yield Change(self.alignment.origin(at), old, new, self.rule, step, at)


class Text:
    """A value, the source it was made from, and every change in between.

    >>> text = Text("統計數據(jù)顯示")
    >>> text = text.edit([Edit(Span(4, 8), "", "clean.pinyin")])
    >>> text = text.overlay("统计数据显示", "convert.t2s")
    >>> str(text), text.origin(Span(4, 6))
    ('统计数据显示', Span(start=8, end=10))
    >>> [(c.old, c.new, c.rule) for c in text.changes][:2]
    [('(jù)', '', 'clean.pinyin'), ('統計數據顯', '统计数据显', 'convert.t2s')]
    """

    __slots__ = ("_alignment", "_passes", "source", "value")

    def __init__(self, source: str) -> None:
        self.source = source
        self.value = source
        runs = [_Run(0, len(source), 0, len(source), True)] if source else []
        self._alignment = _Alignment([0] if source else [], runs)
        self._passes: tuple[_EditPass | _OverlayPass, ...] = ()

    @classmethod
    def _derive(cls, base: Text, value: str, alignment: _Alignment, done: _EditPass | _OverlayPass) -> Text:
        text = cls.__new__(cls)
        text.source, text.value, text._alignment = base.source, value, alignment
        text._passes = (*base._passes, done)
        return text

    def __str__(self) -> str:
        return self.value

    def __len__(self) -> int:
        return len(self.value)

    def __repr__(self) -> str:
        shown = self.value if len(self.value) <= 40 else self.value[:39] + "…"
        return f"Text({shown!r}, {len(self._passes)} passes)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.source, self.value, self._passes) == (other.source, other.value, other._passes)

    def __hash__(self) -> int:
        return hash((self.source, self.value))

    def edit(self, edits: Iterable[Edit]) -> Text:
        """Apply one pass of edits, given in order; spans index the current value.

        A replacement of one character by one keeps its place in the alignment; any other maps as a whole.
        An empty pass gives the same text back. Linear in the number of edits and runs.

        Raises:
            EditError: an edit overlaps the one before it, is out of order, or lies outside the text.

        >>> str(Text("109 件").edit([Edit(Span(3, 4), "", "clean.space")]))
        '109件'
        """
        plan = tuple(Edit(Span(*span), new, rule) for span, new, rule in edits)
        if not plan:
            return self
        pieces: list[str] = []
        writer = _Writer(self._alignment)
        position = 0
        for span, new, rule in plan:
            start, end = span
            if not position <= start <= end <= len(self.value):
                raise EditError(
                    f"edit {rule!r} at {start}..{end} overlaps another, is out of order or lies outside "
                    f"0..{len(self.value)} (next free position {position}): sort the edits and keep them apart"
                )
            pieces += (self.value[position:start], new)
            writer.keep(position, start)
            writer.replace(start, end, len(new))
            position = end
        pieces.append(self.value[position:])
        writer.keep(position, len(self.value))
        return Text._derive(self, "".join(pieces), writer.alignment(), _EditPass(self.value, plan, self._alignment))

    def overlay(self, value: str, rule: str) -> Text:
        """Replace characters one by one: `value` is the new text, as long as the old, place by place.

        This is what character conversion does; it costs no more than a comparison, and the changes are worked
        out when somebody asks for them.

        Raises:
            EditError: `value` has another length.
        """
        if len(value) != len(self.value):
            raise EditError(
                f"overlay {rule!r} has {len(value)} characters for a text of {len(self.value)}: use edit() with spans"
            )
        if value == self.value:
            return self
        return Text._derive(self, value, self._alignment, _OverlayPass(self.value, value, rule, self._alignment))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change so far, pass by pass, with its source span and rule."""
        return tuple(change for step, done in enumerate(self._passes) for change in done.changes(step))

    def origin(self, span: Span) -> Span:
        """Give the source span of a span of the value.

        Text deleted inside the span is covered, text deleted at its edges is not. An empty span gives an empty one.

        Raises:
            IndexError: the span lies outside the value.
        """
        start, end = span
        if not 0 <= start <= end <= len(self.value):
            raise IndexError(f"span {start}..{end} lies outside the text of {len(self.value)} characters")
        return self._alignment.origin(Span(start, end))

    def kept(self) -> Iterator[tuple[Span, Span]]:
        """Yield (span of the value, span of the source) for the stretches that correspond character by character."""
        for run in self._alignment.runs:
            if run.linear and run.length:
                yield Span(run.at, run.at + run.length), Span(run.origin, run.origin + run.size)


class _Writer:
    """Builds the runs of a new alignment while a pass walks once over those of the old."""

    def __init__(self, old: _Alignment) -> None:
        self._old = old
        self._next = 0
        self._out: list[_Run] = []
        self._at = 0

    def keep(self, start: int, end: int) -> None:
        """Take over the runs between two positions of the old value, and deletions noted at either."""
        runs = self._old.runs
        while self._next < len(runs):
            run = runs[self._next]
            stop = run.at + run.length
            if run.at > end or (run.at == end and run.length):
                return
            low, high = max(run.at, start), min(stop, end)
            if run.linear:
                self._emit(high - low, run.origin + (low - run.at), high - low, True)
            elif high > low or not run.length:
                self._emit(high - low, run.origin, run.size, False)
            if stop > end:
                return
            self._next += 1

    def replace(self, start: int, end: int, length: int) -> None:
        """Note that `length` new characters stand for those between two positions of the old value."""
        origin = self._old.origin(Span(start, end))
        size = origin.end - origin.start
        one_to_one = length == size == end - start == 1 and self._old.run_of(start).linear
        self._emit(length, origin.start, size, one_to_one)
        runs = self._old.runs
        while self._next < len(runs):
            run = runs[self._next]
            stop = run.at + run.length
            if stop > end or run.at >= end:
                return
            self._next += 1

    def _emit(self, length: int, origin: int, size: int, linear: bool) -> None:
        if linear and not length:
            return
        if linear and self._out:
            last = self._out[-1]
            if last.linear and last.origin + last.size == origin:
                self._out[-1] = _Run(last.at, last.length + length, last.origin, last.size + size, True)
                self._at += length
                return
        self._out.append(_Run(self._at, length, origin, size, linear))
        self._at += length

    def alignment(self) -> _Alignment:
        return _Alignment([run.at for run in self._out], self._out)


def replay(source: str, changes: Iterable[Change]) -> Text:
    """Apply recorded changes to a source again; the result equals the text they were recorded on.

    >>> text = Text("甚麼").overlay("什么", "convert.t2s")
    >>> replay("甚麼", text.changes) .value
    '什么'
    """
    text = Text(source)
    for _, group in groupby(changes, key=lambda change: change.step):
        text = text.edit(Edit(change.at, change.new, change.rule) for change in group)
    return text

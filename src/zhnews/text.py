"""A text that remembers where each of its characters came from.

`Text` owns the source and its current value. It is never changed in place: a pass of edits gives a new `Text` that
knows the way back to the same source. The alignment is a list of runs, found by bisection; changes are recorded on
every path, so that asking for an explanation can't alter a result.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, compress, count, groupby, repeat
from operator import add, ne
from typing import NamedTuple, TypeAlias

from zhnews.errors import EditError


class Span(NamedTuple):
    """A stretch of a text: code points, half-open."""

    start: int
    end: int


class Line(NamedTuple):
    """A line of a text, without its break, and where it starts."""

    start: int
    text: str

    @property
    def span(self) -> Span:
        """The place of the line in its text."""
        return Span(self.start, self.start + len(self.text))


# As Line._make does, without a call of Python's own.
_line = partial(tuple.__new__, Line)


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


# (at, length, origin, size, linear): `length` characters of the value at `at`, made from `size` characters of the
# source at `origin`. In a linear run character i came from source character i; else the whole came from the whole.
_Run: TypeAlias = tuple[int, int, int, int, bool]


class _Alignment(NamedTuple):
    starts: list[int]
    runs: list[_Run]

    def origin(self, span: Span) -> Span:
        start, end = span
        if start >= end:
            point = self._point(start)
            return Span(point, point)
        at, _, origin, _, linear = self._run_of(start)
        first = origin + start - at if linear else origin
        at, _, origin, size, linear = self._run_of(end - 1)
        return Span(first, origin + end - at if linear else origin + size)

    def origins(self, spans: Sequence[Span]) -> Iterable[Span]:
        """Give the origin of many spans, those on end that lie in one linear run without a search for each."""
        if len(self.runs) == 1 and self.runs[0][2] == self.runs[0][0] == 0 and self.runs[0][4]:
            return spans
        return self._each_origin(spans)

    def _each_origin(self, spans: Sequence[Span]) -> Iterator[Span]:
        low = high = shift = 0
        for span in spans:
            start, end = span
            if not low <= start < end <= high:
                at, length, origin, _, linear = self._run_of(start) if start < end else (0, 0, 0, 0, False)
                if not linear or end > at + length:
                    yield self.origin(span)
                    continue
                low, high, shift = at, at + length, origin - at
            yield Span(start + shift, end + shift) if shift else span

    def _run_of(self, position: int) -> _Run:
        """The run that holds the character at `position`, or the last one."""
        return self.runs[bisect_right(self.starts, position) - 1]

    def _point(self, position: int) -> int:
        if not self.runs:
            return 0
        at, _, origin, size, linear = self._run_of(position)
        return origin + (min(position - at, size) if linear else size * (position > at))


class _EditPass(NamedTuple):
    before: str
    edits: tuple[Edit, ...]

    def changes(self, step: int, alignment: _Alignment) -> Iterator[Change]:
        spans = [span for span, _, _ in self.edits]
        # What is taken out again and again is mostly the same few strings, each held once.
        held: dict[str, str] = {}
        for at, origin, (_, new, rule) in zip(spans, alignment.origins(spans), self.edits, strict=True):
            old = self.before[slice(*at)]
            yield Change(origin, held.setdefault(old, old), new, rule, step, at)

    def carry(self, alignment: _Alignment) -> _Alignment:
        return _compose(alignment, self.edits, len(self.before))


class _OverlayPass(NamedTuple):
    before: str
    after: str
    rule: str

    def changes(self, step: int, alignment: _Alignment) -> Iterator[Change]:
        spans = list(self._spans())
        old = [self.before[start:end] for start, end in spans]
        new = [self.after[start:end] for start, end in spans]
        return map(Change, alignment.origins(spans), old, new, repeat(self.rule), repeat(step), spans)

    def _spans(self) -> Iterator[Span]:
        """Yield the stretches in which the two differ, place by place."""
        start = end = -1
        for place in compress(count(), map(ne, self.before, self.after)):
            if place != end:
                if start >= 0:
                    yield Span(start, end)
                start = place
            end = place + 1
        if start >= 0:
            yield Span(start, end)

    def carry(self, alignment: _Alignment) -> _Alignment:
        return alignment


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

    __slots__ = ("_known", "_lines", "_passes", "source", "value")

    def __init__(self, source: str) -> None:
        self.source = source
        self.value = source
        self._passes: tuple[_EditPass | _OverlayPass, ...] = ()
        # An alignment, and behind how many of the passes it holds: most texts are edited often and asked seldom.
        self._known = 0, _identity(len(source))
        self._lines: tuple[Line, ...] | None = None

    @classmethod
    def _derive(cls, base: Text, value: str, done: _EditPass | _OverlayPass) -> Text:
        text = cls.__new__(cls)
        text.source, text.value, text._known, text._lines = base.source, value, base._known, None
        text._passes = (*base._passes, done)
        return text

    @property
    def _alignment(self) -> _Alignment:
        """The alignment behind the last pass, worked out once."""
        count, alignment = self._known
        for done in self._passes[count:]:
            alignment = done.carry(alignment)
        self._known = len(self._passes), alignment
        return alignment

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
        plan = tuple(edits)
        if not plan:
            return self
        pieces: list[str] = []
        position, size = 0, len(self.value)
        for (start, end), new, rule in plan:
            if not position <= start <= end <= size:
                raise EditError(
                    f"edit {rule!r} at {start}..{end} overlaps another, is out of order or lies outside "
                    f"0..{size} (next free position {position}): sort the edits and keep them apart"
                )
            pieces += (self.value[position:start], new)
            position = end
        pieces.append(self.value[position:])
        return Text._derive(self, "".join(pieces), _EditPass(self.value, plan))

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
        return Text._derive(self, value, _OverlayPass(self.value, value, rule))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change so far, pass by pass, with its source span and rule."""
        found: list[Change] = []
        alignment = _identity(len(self.source))
        for step, done in enumerate(self._passes):
            found += done.changes(step, alignment)
            alignment = done.carry(alignment)
        self._known = len(self._passes), alignment
        return tuple(found)

    def taken_by(self, rule: str) -> list[str]:
        """Give what the edits of a rule took away or replaced, pass by pass, where nobody needs to know its place.

        >>> Text("甲 乙").edit([Edit(Span(1, 2), "", "clean.space")]).taken_by("clean.space")
        [' ']
        """
        passes = (done for done in self._passes if isinstance(done, _EditPass))
        return [done.before[slice(*edit.span)] for done in passes for edit in done.edits if edit.rule == rule]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold something, split once and shared by all who ask.

        >>> Text("甲\\n\\n乙丙").lines
        (Line(start=0, text='甲'), Line(start=3, text='乙丙'))
        """
        if self._lines is None:
            # Nearly every rule asks anew, behind the edits of the one before: no loop, but what it is made of.
            texts = self.value.split("\n")
            starts = map(add, accumulate(map(len, texts), initial=0), count())
            self._lines = tuple(map(_line, compress(zip(starts, texts, strict=False), texts)))
        return self._lines

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
        return ((place, span) for place, span, linear in self.runs() if linear)

    def runs(self) -> Iterator[tuple[Span, Span, bool]]:
        """Yield (span of the value, span of the source, whether they correspond character by character), in order.

        Stretches that don't were replaced as a whole; two on end may come from the same place of the source.
        """
        for at, length, origin, size, linear in self._alignment.runs:
            yield Span(at, at + length), Span(origin, origin + size), linear


def _identity(size: int) -> _Alignment:
    """The alignment of a text that was not edited."""
    return _Alignment([0], [(0, size, 0, size, True)]) if size else _Alignment([], [])


def _compose(old: _Alignment, plan: tuple[Edit, ...], total: int) -> _Alignment:
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
    return _Alignment([run[0] for run in out], out)


def _append(out: list[_Run], at: int, length: int, origin: int) -> None:
    """Add a linear run, joined to the one before where they meet."""
    if out:
        last_at, last_length, last_origin, last_size, linear = out[-1]
        if linear and last_origin + last_size == origin:
            out[-1] = (last_at, last_length + length, last_origin, last_size + length, True)
            return
    out.append((at, length, origin, length, True))


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

"""The text itself: its source, its value, and the passes in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import accumulate, compress, count, groupby
from operator import add

from zhnews.errors import EditError
from zhnews.text.alignment import Alignment, identity
from zhnews.text.changes import Changes, EditPass, OverlayPass, Recorded
from zhnews.text.records import Change, Edit, Line, Span

# As Line._make does, without a call of Python's own.
_line = partial(tuple.__new__, Line)


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
        self._passes: tuple[Recorded, ...] = ()
        # An alignment, and behind how many of the passes it holds: most texts are edited often and asked seldom.
        self._known = 0, identity(len(source))
        self._lines: tuple[Line, ...] | None = None

    @classmethod
    def _derive(cls, base: Text, value: str, done: Recorded) -> Text:
        text = cls.__new__(cls)
        text.source, text.value, text._known, text._lines = base.source, value, base._known, None
        text._passes = (*base._passes, done)
        return text

    @property
    def _alignment(self) -> Alignment:
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
        return Text._derive(self, "".join(pieces), EditPass(self.value, plan))

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
        return Text._derive(self, value, OverlayPass(self.value, value, rule))

    @property
    def changes(self) -> Changes:
        """Every change so far, pass by pass, with its source span and rule; read through, it keeps no record."""
        passes: list[tuple[Recorded, Alignment]] = []
        alignment = identity(len(self.source))
        for done in self._passes:
            passes.append((done, alignment))
            alignment = done.carry(alignment)
        self._known = len(self._passes), alignment
        return Changes(passes)

    def taken_by(self, rule: str) -> list[str]:
        """Give what the edits of a rule took away or replaced, pass by pass, where nobody needs to know its place.

        >>> Text("甲 乙").edit([Edit(Span(1, 2), "", "clean.space")]).taken_by("clean.space")
        [' ']
        """
        passes = (done for done in self._passes if isinstance(done, EditPass))
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

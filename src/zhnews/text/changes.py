"""What each pass did to a text, kept as it was done: a record is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, compress, count, islice, repeat
from typing import NamedTuple, TypeAlias, overload

from zhnews.text.alignment import Alignment, compose
from zhnews.text.records import Change, Edit, span_of

# So many records are made at once: a page of conversions has tens of thousands, and whoever reads them keeps few.
_AT_ONCE = 512
# As Change._make does, without a call of Python's own.
_change = partial(tuple.__new__, Change)


class EditPass(NamedTuple):
    """Edits in order, none over another, of the value `before`."""

    before: str
    edits: tuple[Edit, ...]

    @property
    def size(self) -> int:
        """How many changes it made."""
        return len(self.edits)

    def changes(self, step: int, alignment: Alignment) -> Iterator[Change]:
        """Give its changes as pass number `step`, `alignment` being that of the value before."""
        spans, new, rules = zip(*self.edits, strict=True)
        # What is taken out again and again is mostly the same few strings, each held once.
        held: dict[str, str] = {}
        old = [held.setdefault(was, was) for was in (self.before[start:end] for start, end in spans)]
        return map(_change, zip(alignment.origins(spans), old, new, rules, repeat(step), spans, strict=False))

    def carry(self, alignment: Alignment) -> Alignment:
        """Give the alignment behind the pass."""
        return compose(alignment, self.edits, len(self.before))


class OverlayPass(NamedTuple):
    """A value put in the place of another of the same length, character by character."""

    before: str
    after: str
    rule: str

    @property
    def size(self) -> int:
        """How many stretches differ."""
        return self._edges().count(1) // 2

    def changes(self, step: int, alignment: Alignment) -> Iterator[Change]:
        """Give its changes as pass number `step`: the stretches in which the two differ."""
        return chain.from_iterable(self._records(step, alignment))

    def _records(self, step: int, alignment: Alignment) -> Iterator[Iterator[Change]]:
        before, after, edges = self.before, self.after, compress(count(), self._edges())
        found = map(span_of, zip(edges, edges, strict=False))
        while spans := list(islice(found, _AT_ONCE)):
            old = [before[start:end] for start, end in spans]
            new = [after[start:end] for start, end in spans]
            origins = alignment.origins(spans)
            yield map(_change, zip(origins, old, new, repeat(self.rule), repeat(step), spans, strict=False))

    def carry(self, alignment: Alignment) -> Alignment:
        """Give the alignment behind the pass, which is that before it."""
        return alignment

    def _edges(self) -> bytes:
        """Give a byte for each place: 1 where a stretch in which the two differ begins or has ended.

        Worked out in whole numbers of as many digits as the text has characters: place by place takes ten times as
        long.
        """
        size = len(self.before) + 1
        old, new = (
            int.from_bytes(text.encode("utf-32-le", "surrogatepass"), "little") for text in (self.before, self.after)
        )
        # A character has 21 bits, in the lower three of its four bytes.
        differing = old ^ new
        differing |= differing >> 8 | differing >> 16
        differs = differing.to_bytes(4 * size, "little")[::4].translate(_SOME)
        once = int.from_bytes(differs, "little")
        return (once ^ once << 8).to_bytes(size, "little")


# What each byte is as 0 or 1.
_SOME = bytes([0, *repeat(1, 255)])

Recorded: TypeAlias = EditPass | OverlayPass


class Changes(Sequence[Change]):
    """The changes of a text, pass by pass, each with its source span and rule.

    Reading them through makes each record when its turn has come, and keeps none; asking for one by its index makes
    and keeps them all.
    """

    __slots__ = ("_made", "_passes")

    def __init__(self, passes: Sequence[tuple[Recorded, Alignment]]) -> None:
        """Take the passes, each with the alignment before it."""
        self._passes = passes
        self._made: tuple[Change, ...] | None = None

    def __iter__(self) -> Iterator[Change]:
        if self._made is not None:
            return iter(self._made)
        return chain.from_iterable(done.changes(step, before) for step, (done, before) in enumerate(self._passes))

    def __len__(self) -> int:
        return sum(done.size for done, _ in self._passes)

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        if self._made is None:
            self._made = tuple(self)
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Changes | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Changes({list(self)!r})"

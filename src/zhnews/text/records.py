"""What a text is made of and what is done to it: spans, lines, edits, and changes as they were recorded."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: code points, half-open."""

    start: int
    end: int


# As Span._make does, without a call of Python's own.
span_of = partial(tuple.__new__, Span)


class Line(NamedTuple):
    """A line of a text, without its break, and where it starts."""

    start: int
    text: str

    @property
    def span(self) -> Span:
        """The place of the line in its text."""
        return Span(self.start, self.start + len(self.text))


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

"""What the changes of a text come to: each place of the source that is not as it was, once, with all its rules.

`Text.changes` tells what each pass did to what the passes before it had left. A reader who has only the source and the
result wants to know what became of what, and to go both ways.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from zhnews.text import Change, Span, Text


class Revision(NamedTuple):
    """`old`, at `span` of the source, is `new` at `place` of the value.

    `rules` are those of the changes that led there, in the order in which they were made.
    """

    span: Span
    old: str
    new: str
    place: Span
    rules: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The rule that decided, which is the last."""
        return self.rules[-1]

    def to_dict(self) -> dict[str, object]:
        """Give JSON-ready values; both spans are in code points."""
        return {
            "span": list(self.span),
            "old": self.old,
            "new": self.new,
            "place": list(self.place),
            "rule": self.rule,
            "rules": list(self.rules),
        }


def revisions(text: Text) -> list[Revision]:
    """List what the changes of a text come to, in its order: none overlaps another, what lies between is unchanged.

    Putting each `new` in the place of its `span` makes the value of the source, and each `old` in that of its `place`
    the source of the value.

    >>> from zhnews.text import Edit
    >>> text = Text("記憶體").overlay("记忆体", "made.t2s").edit([Edit(Span(0, 3), "内存", "made.words")])
    >>> revisions(text)[0].to_dict()["old"], revisions(text)[0].rules
    ('記憶體', ('made.t2s', 'made.words'))
    """
    changes = text.changes
    edges = sorted({edge for change in changes for edge in change.span})
    found = [
        (span, text.source[slice(*span)], text.value[slice(*place)], place) for span, place in _differing(text, edges)
    ]
    found = [each for each in found if each[1] != each[2]]
    return [Revision(*each, own) for each, own in zip(found, _rules([e[0] for e in found], changes), strict=True)]


def _differing(text: Text, edges: Sequence[int]) -> Iterator[tuple[Span, Span]]:
    """Yield (span of the source, span of the value) where the two may differ, none reaching over an edge."""
    whole: tuple[Span, Span] | None = None
    for place, span, linear in text.runs():
        if not linear and whole and (span.start < whole[0].end or span == whole[0]):
            # Pieces of what was replaced as a whole come from the same place.
            whole = Span(whole[0].start, max(whole[0].end, span.end)), Span(whole[1].start, place.end)
            continue
        if whole:
            yield whole
        whole = None if linear else (span, place)
        if linear:
            shift = place.start - span.start
            for start, end in _stretches(text.source[slice(*span)], text.value[slice(*place)], span.start, edges):
                yield Span(start, end), Span(start + shift, end + shift)
    if whole:
        yield whole


def _stretches(old: str, new: str, first: int, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which two strings of one length differ, parted at edges; `first` is where they begin."""
    if old == new:
        return
    start = end = -1
    index = bisect_right(edges, first)
    for place in compress(count(first), map(ne, old, new)):
        while index < len(edges) and edges[index] < place:
            index += 1
        if place != end or (index < len(edges) and edges[index] == place):
            if start >= 0:
                yield start, end
            start = place
        end = place + 1
    yield start, end


def _rules(spans: Sequence[Span], changes: Sequence[Change]) -> list[tuple[str, ...]]:
    """Give, for each span, the rules of the changes made there, in their order."""
    rules: list[dict[str, None]] = [{} for _ in spans]
    ends = [span.end for span in spans]
    # What a change took out has no part in those that came after it, wherever they reach.
    gone: set[int] = set()
    for change in changes:
        for index in _touched(spans, ends, change.span):
            if index in gone:
                continue
            (start, end), (own_start, own_end) = change.span, spans[index]
            if not change.new and start <= own_start < own_end <= end:
                gone.add(index)
            if (
                max(start, own_start) < min(end, own_end)
                or change.span == spans[index]
                or own_start < start == end < own_end
            ):
                rules[index][change.rule] = None
    # What was put in beside what was taken out stands at its edge only.
    bare = {index for index, own in enumerate(rules) if not own}
    for change in changes if bare else ():
        for index in bare.intersection(_touched(spans, ends, change.span)):
            rules[index][change.rule] = None
    return [tuple(found) for found in rules]


def _touched(spans: Sequence[Span], ends: Sequence[int], span: Span) -> Iterator[int]:
    """Give the indices of the spans that overlap or touch a span."""
    index = bisect_left(ends, span.start)
    while index < len(spans) and spans[index].start <= span.end:
        yield index
        index += 1

"""The ways a sentence can be printed: whole, compressed, trimmed to clauses it can end with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from zhnews.bulletin.compress import TURN, own_words, spare, spoken
from zhnews.bulletin.trim import END, end_mark, leans, prefixes
from zhnews.model import ScoredSentence
from zhnews.rank import kind_of, tokens
from zhnews.text import Edit, Span

# Sentences word for word, or only whole to their ends.
Verbatim: TypeAlias = "bool | Literal['ends']"

# A trimmed sentence shorter than this says too little.
_SHORTEST = 8
_ALWAYS = frozenset(
    {
        "compress.connective",
        "compress.dateline",
        "compress.formula",
        "compress.lead_in",
        "compress.learned",
        "compress.reporter",
        "compress.title_repeated",
        "compress.today",
        TURN,
    }
)
_UNFIT = frozenset({"note", "heading", "question"})
_REPEATED_TITLE = "原标题"
# Who says so, no report can take over.
_OURS = re.compile(r"(?:下面|首先|最后|在此|这里|今天)?，?(?:我们|咱们|我(?![国省市县区州局院厅委部校军党团队会站]))")


class Piece(NamedTuple):
    """A sentence as it is printed: `cuts` say what of its core is left out or replaced, in order."""

    sentence: ScoredSentence
    cuts: tuple[Edit, ...] = ()

    @property
    def parts(self) -> tuple[Span | Edit, ...]:
        """The stretches of the current text that are quoted, and the cuts between them, in order."""
        position, end = self.sentence.core
        parts: list[Span | Edit] = []
        for edit in self.cuts:
            if edit.span.start > position:
                parts.append(Span(position, edit.span.start))
            parts.append(edit)
            position = edit.span.end
        if end > position:
            parts.append(Span(position, end))
        return tuple(parts)

    @property
    def complete(self) -> bool:
        """Whether it is printed to the end of its sentence."""
        return not self.cuts or self.cuts[-1].span.end < self.sentence.core.end

    @property
    def whole(self) -> bool:
        """Whether what is left out at its end has no figure, so that 其中… may follow."""
        left = self.sentence.body.value[slice(*self.cuts[-1].span)] if not self.complete else ""
        return not any(char.isdigit() for char in left)

    @property
    def text(self) -> str:
        """The characters that are printed."""
        value, (position, end) = self.sentence.body.value, self.sentence.core
        printed: list[str] = []
        for (start, stop), new, _ in self.cuts:
            printed += (value[position:start], new)
            position = stop
        printed.append(value[position:end])
        return "".join(printed)


class Variant(NamedTuple):
    """One way to print a sentence: what is cut, what it costs, and whether it goes to the sentence's end.

    It says the first `said` tokens of its track.
    """

    cuts: tuple[Edit, ...]
    size: int
    said: int
    whole: bool


class Track(NamedTuple):
    """The ways to print a sentence that begin alike and end at one clause or another, and the tokens they say."""

    tokens: tuple[str, ...]
    variants: tuple[Variant, ...]


def variants(
    sentence: ScoredSentence, room: int, *, verbatim: Verbatim = False, loose: bool = False
) -> tuple[bool, list[Track]]:
    """Give whether a sentence leans on the one before it, and the ways to print it in so many characters.

    `loose` lets a sentence end before the comparison of its figure.
    """
    text = sentence.text
    edits = [] if verbatim is True else spare(text)
    head = 0
    for edit in edits:
        if edit.span.start == head and not edit.new:
            head = edit.span.end
    rest = text[head:]
    if (
        kind_of(rest) in _UNFIT
        or rest.startswith(_REPEATED_TITLE)
        or _OURS.match(rest)
        or own_words(rest)
        or spoken(rest)
    ):
        return False, []
    most = room + sum(end - start for (start, end), _, _ in edits)
    ends = list(prefixes(text, loose=loose, most=most) if not verbatim else [Span(0, len(text.rstrip(END)))])[::-1]
    always = [edit for edit in edits if edit.rule in _ALWAYS]
    ways = [always] if len(always) == len(edits) else [always, edits]
    tracks = [_track(sentence, text, ends, taken, room) for taken in ways]
    return leans(rest), [track for track in tracks if track.variants]


def _track(sentence: ScoredSentence, text: str, ends: Sequence[Span], edits: Sequence[Edit], room: int) -> Track:
    """Give the ways to print a sentence with what is cut from it up to each end, shortest first."""
    offset = sentence.core.start
    placed = _placed(offset, edits)
    found: list[Variant] = []
    said: list[str] = []
    # What is printed since the last form, from which place on, and how many of the edits it took.
    printed, size, position, taken = "", 0, 0, 0
    for _, end in ends:
        while taken < len(edits) and edits[taken].span.end <= end:
            (start, stop), new, _ = edits[taken]
            printed += text[position:start] + new
            position = stop
            taken += 1
        if taken < len(edits) and edits[taken].span.start < end:
            continue
        printed += text[position:end]
        position = end
        mark = end_mark(text, end)
        if size + len(printed) + len(mark) > room:
            break
        if size + len(printed) < _SHORTEST and end < len(text) - 1:
            continue
        said += tokens(printed)
        size += len(printed)
        printed = ""
        whole = text[end:] == mark
        tail = () if whole else (Edit(Span(offset + end, offset + len(text)), mark, "compress.tail"),)
        found.append(Variant((*placed[:taken], *tail), size + len(mark), len(said), whole))
    return Track(tuple(said), tuple(found))


def _placed(offset: int, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(Edit(Span(start + offset, end + offset), new, rule) for (start, end), new, rule in edits)


def cuts_within(sentence: ScoredSentence, first: int, last: int) -> tuple[Edit, ...]:
    """Give what is always cut of a sentence between two places of its text."""
    edits = (edit for edit in spare(sentence.text) if edit.rule in _ALWAYS)
    return _placed(sentence.core.start, (edit for edit in edits if first <= edit.span.start and edit.span.end <= last))


def fit(sentence: ScoredSentence, room: int, *, alone: bool = True, verbatim: Verbatim = False) -> Piece | None:
    """Give the longest stretch of a sentence that stands and fits; None where there is none."""
    leaning, tracks = variants(sentence, room, verbatim=verbatim)
    if alone and leaning:
        return None
    fitting = [variant for track in tracks for variant in track.variants]
    return Piece(sentence, max(fitting, key=lambda variant: variant.size).cuts) if fitting else None

"""Writes a bulletin piece by piece, and keeps where each stretch of it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from zhnews.bulletin.choose import Piece
from zhnews.bulletin.names import Names
from zhnews.bulletin.variants import Verbatim
from zhnews.bulletin.wording import Said, full_width, rewordings
from zhnews.deferred import Deferred
from zhnews.model import Block, BlockKind, Bulletin, Citation, Claim, Cut, Dropped, Release, ScoredSentence
from zhnews.numbers import figure_spans
from zhnews.text import Edit, Span

WIDTH, LEAD_IN = "bulletin.width", "bulletin.lead-in"
# What can be switched off, as rules of cuts are named behind their stage.
RULES = (
    "body",
    "connective",
    "dateline",
    "flourish",
    "formula",
    "gloss",
    "label",
    "lead-in",
    "learned",
    "place",
    "post",
    "reporter",
    "speaker",
    "tail",
    "title-repeated",
    "today",
    "turn",
    "width",
)


def name_of(rule: str) -> str:
    """Give the name by which a rule is switched off.

    >>> name_of("compress.lead_in")
    'lead-in'
    """
    return rule.rpartition(".")[2].replace("_", "-")


@dataclass
class Without:
    """What failed the check and is not printed again: sentences by index, figures of the table by id, lines by kind.

    `leads` are the sentences that may not lead, for the audit doubts a figure of theirs.
    """

    sentences: set[int] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    blocks: set[BlockKind] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    leads: frozenset[int] = frozenset()


class Writer:
    """Collects the text of a bulletin, the blocks of its layout, and the citations that go with it.

    `resolve` says whether 我市, 我局 and repeated posts are reworded, `skip` which rules leave the text as it is.
    """

    def __init__(
        self,
        release: Release,
        names: Names,
        *,
        resolve: bool = True,
        verbatim: bool = False,
        skip: Collection[str] = (),
        without: Without | None = None,
    ) -> None:
        self.names = names
        self.without = without or Without()
        self.placed: list[tuple[Span, ScoredSentence]] = []
        self.rows: list[tuple[Span, str]] = []
        self.size = 0
        self._release = release
        self.resolve = resolve and not verbatim
        self.verbatim: Verbatim = verbatim or ("ends" if "tail" in skip else False)
        self._skip = skip
        self._parts: list[str] = []
        self._printed: list[str] = []
        self._quoted: list[Span] = []
        self._citations: list[Citation] = []
        self._blocks: list[Block] = []
        self._cuts: list[Cut] = []
        self._claims = defaultdict[int, list[Claim]](list)
        self._coming, self._reached = iter(release.claims), 0
        self._said = Said()

    def write(self, text: str) -> None:
        """Add text of our own."""
        self._parts.append(text)
        self._said.text += text
        self.size += len(text)

    @contextmanager
    def block(self, kind: BlockKind, *, before: str = "") -> Iterator[None]:
        """Take what is written meanwhile for a block, parted by `before` from what stands above."""
        if self._parts:
            self.write(before)
        start = self.size
        yield
        self._blocks.append(Block(kind, Span(start, self.size)))

    def part(self, most: int, kind: BlockKind) -> None:
        """End the last block at a comma within so many characters; the rest of it is a block of another kind."""
        block = self._blocks[-1]
        text = self.text[slice(*block.span)]
        if len(text) <= most:
            return
        end = block.span.start + max((text.rfind(mark, 0, most) for mark in "，；。"), default=-1) + 1
        if end > block.span.start:
            whole = Block(block.kind, Span(block.span.start, end))
            self._blocks[-1:] = [whole, Block(kind, Span(end, block.span.end))]

    def row(self, cells: Iterable[Iterable[tuple[str, Span | None]]], claim: str | None = None) -> None:
        """Add a line of the table, of a claim or of the names of columns; a cell is texts with their spans."""
        self.write("\n")
        start, spans = self.size, []
        for number, cell in enumerate(cells):
            self.write("｜" if number else "")
            first = self.size
            for text, at in cell:
                self.cite(text, at)
            spans.append(Span(first, self.size))
        self._blocks.append(Block("row" if claim else "columns", Span(start, self.size), tuple(spans)))
        if claim:
            self.rows.append((Span(start, self.size), claim))

    def cite(self, text: str, at: Span | None) -> None:
        """Add text that stands at a span of the current text; None cites nothing."""
        if at is not None and text:
            self.cite_source(text, self._release.text.origin(at))
        else:
            self.write(text)

    def cite_source(self, text: str, source: Span) -> None:
        """Add text that stands at a span of the source."""
        self._citations.append(Citation(Span(self.size, self.size + len(text)), source))
        self.write(text)

    def add(self, piece: Piece) -> None:
        """Add a sentence, reworded where the bulletin needs it."""
        first, start = len(self._parts), self.size
        whole = self._release.sentences[piece.sentence.index].core.start
        lead_in = [Edit(Span(whole, piece.sentence.core.start), "", LEAD_IN)]
        for part in (*(lead_in if whole < piece.sentence.core.start else ()), *piece.parts):
            if isinstance(part, Edit) and name_of(part.rule) not in self._skip:
                self._cut(Span(*part.span), part.new, part.rule, None)
            else:
                self._quote(part.span if isinstance(part, Edit) else part)
        self._printed.append("".join(self._parts[first:]))
        self.placed.append((Span(start, self.size), piece.sentence))

    def _quote(self, part: Span) -> None:
        """Add a stretch of the release, reworded where the bulletin needs it."""
        position = part.start
        found = rewordings(part, self.names, self._said) if self.resolve else ()
        for at, new, rule, origin in (reword for reword in found if name_of(reword.rule) not in self._skip):
            self._verbatim(Span(position, at.start))
            self._cut(at, new, rule, origin)
            position = at.end
        self._verbatim(Span(position, part.end))
        self._quoted.append(part)

    def _cut(self, at: Span, new: str, rule: str, origin: Span | None) -> None:
        """Note what is left out or reworded, and add what stands for it."""
        span, old = Span(self.size, self.size + len(new)), self._release.text.value[at.start : at.end]
        self._cuts.append(Cut(span, self._release.text.origin(at), old, new, rule))
        self.cite(new, origin)

    def _verbatim(self, at: Span) -> None:
        """Add a stretch as it stands, its marks at full width."""
        if at.end <= at.start:
            return
        old = self._release.text.value[at.start : at.end]
        new = old if name_of(WIDTH) in self._skip else full_width(old)
        if new != old:
            for place, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    here, there = Span(self.size + place, self.size + place + 1), at.start + place
                    source = self._release.text.origin(Span(there, there + 1))
                    self._cuts.append(Cut(here, source, before, after, WIDTH))
        self.cite(new, at)

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def facts(self, piece: Piece) -> frozenset[tuple[str | None, ...]]:
        """Give what the figures of a piece say: of what, how much."""
        quoted = [part for part in piece.parts if not isinstance(part, Edit)]
        if not any(map(self._holds_figure, quoted)):
            # No claim is worked out to find that there is none.
            return frozenset()
        return frozenset(
            (claim.subject or claim.predicate, claim.value or claim.surface, claim.unit)
            for claim in self._claims_of(piece.sentence.index)
            if any(span.start <= claim.at.start and claim.at.end <= span.end for span in quoted)
        )

    def _holds_figure(self, span: Span) -> bool:
        """Tell whether a figure stands in a stretch, or reaches into it."""
        place = bisect_right(self._figures, span.start, key=lambda figure: figure.end)
        return place < len(self._figures) and self._figures[place].start < span.end

    @cached_property
    def _figures(self) -> Sequence[Span]:
        return figure_spans(self._release.text.value)

    def _claims_of(self, sentence: int) -> Sequence[Claim]:
        """Give the claims of a sentence; those of the release are worked out up to it."""
        while self._reached <= sentence and (claim := next(self._coming, None)):
            self._claims[claim.sentence].append(claim)
            self._reached = claim.sentence
        return self._claims.get(sentence, ())

    def figures(self) -> Sequence[Claim]:
        """Give the claims whose figures stand in the sentences written so far."""
        claims, quoted = self._release.claims, tuple(self._quoted)
        return Deferred(
            lambda: [
                claim
                for claim in claims
                if any(span.start <= claim.at.start and claim.at.end <= span.end for span in quoted)
            ]
        )

    def bulletin(
        self, form: str | None, title: str | None, dateline: str | None, dropped: Iterable[Dropped] = ()
    ) -> Bulletin:
        """Give what was written."""
        return Bulletin(
            text=self.text,
            title=title,
            dateline=dateline,
            citations=tuple(self._citations),
            sentences=tuple(self._printed),
            figures=self.figures(),
            form=form,
            blocks=tuple(self._blocks),
            cuts=tuple(sorted(self._cuts, key=lambda cut: cut.span)),
            dropped=tuple(dropped),
        )

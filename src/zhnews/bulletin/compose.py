"""Puts a bulletin together: the running summary, or a named form, in its budget, checked before it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from zhnews.bulletin.choose import choose
from zhnews.bulletin.forms import BUDGETS, FORMS, Form, news, printable, unlabelled
from zhnews.bulletin.names import Names
from zhnews.bulletin.verify import verify_summary
from zhnews.bulletin.writer import WIDTH, Without, Writer
from zhnews.model import Bulletin, Dropped, Finding, Release, ScoredSentence
from zhnews.segment import Segment
from zhnews.text import Text

Length: TypeAlias = "int | Form"

# Each round drops at least a sentence; a release that takes more is not worth a bulletin.
_MOST_ROUNDS = 8


@dataclass(frozen=True)
class Summarize:
    """Write the bulletin of a release, and check it against the release before it is given.

    `resolve` says whether 我市 and 我局 become the place and the body that the release names, and a post is given once;
    `most` is the most sentences of a running summary that stands under a title;
    `verbatim` prints sentences word for word, uncut, or not at all.

    Raises:
        ValueError: the length is neither a named form nor a positive number.
    """

    length: Length = "brief"
    resolve: bool = True
    most: int | None = None
    verbatim: bool = False
    needs: ClassVar[frozenset[str]] = frozenset({"scores", "claims"})
    gives: ClassVar[frozenset[str]] = frozenset({"bulletin"})

    def __post_init__(self) -> None:
        named = isinstance(self.length, str) and self.length in BUDGETS
        counted = isinstance(self.length, int) and self.length > 0
        if not named and not counted:
            raise ValueError(f"no length {self.length!r}: choose {', '.join(BUDGETS)} or a number of characters")

    def __call__(self, release: Release) -> Release:
        """Give the release with its bulletin, which never exceeds its budget and which its release bears out."""
        names, without, dropped = Names(release), Without(), list[Dropped]()
        for _ in range(_MOST_ROUNDS):
            sentences = [s for s in printable(release) or release.ranked if s.index not in without.sentences]
            writer, title, dateline = self._write(release, names, sentences, without)
            failed = list(_failed(writer, release, without))
            if not failed:
                break
            dropped += failed
        form = self.length if isinstance(self.length, str) else None
        return release.with_(bulletin=writer.bulletin(form, title, dateline, dropped))

    def _write(
        self, release: Release, names: Names, sentences: Sequence[ScoredSentence], without: Without
    ) -> tuple[Writer, str | None, str | None]:
        budget = self.length if isinstance(self.length, int) else BUDGETS[self.length]
        room = budget
        while True:
            writer = Writer(release, names, resolve=self.resolve, verbatim=self.verbatim, without=without)
            title = dateline = None
            if isinstance(self.length, int):
                # Under a title it needn't be said that a meeting was held.
                told = news(sentences) if self.most else sentences
                for piece in unlabelled(choose(told, room, most=self.most, verbatim=self.verbatim), writer):
                    writer.add(piece)
            else:
                title, dateline = FORMS[self.length](writer, release, sentences, room)
            if writer.size <= budget or room <= 0:
                return writer, title, dateline
            # A full name is longer than 我市: what is too much must be saved elsewhere.
            room -= writer.size - budget


def _failed(writer: Writer, release: Release, without: Without) -> Iterable[Dropped]:
    """Check what was written; note what failed in `without`, so that the next round leaves it out."""
    bulletin: Bulletin = writer.bulletin(None, None, None)
    text = list(bulletin.text)
    for cut in bulletin.cuts:
        # Marks are held against the release as it has them; their width changes no place.
        if cut.rule == WIDTH:
            text[cut.span.start] = cut.old
    summary = Release(Text("".join(text)), published=release.published, done=frozenset({"body"}))
    findings = verify_summary(Segment()(summary), release)
    for finding in findings:
        if finding.result == "conflict" and finding.place is not None:
            yield from _drop(finding, writer, bulletin, release, without)


def _drop(
    finding: Finding, writer: Writer, bulletin: Bulletin, release: Release, without: Without
) -> Iterable[Dropped]:
    assert finding.place is not None
    start = finding.place.start
    for span, sentence in writer.placed:
        if span.start <= start < span.end and sentence.index not in without.sentences:
            without.sentences.add(sentence.index)
            yield Dropped(bulletin.text[slice(*span)], release.text.origin(sentence.core), finding.message)
    claims = {claim.id: claim for claim in release.claims}
    for span, claim in writer.rows:
        if span.start <= start < span.end and claim not in without.figures:
            without.figures.add(claim)
            yield Dropped(bulletin.text[slice(*span)], claims[claim].span, finding.message)
    for block in bulletin.blocks:
        if block.kind == "title" and block.span.start <= start < block.span.end and not without.title:
            without.title = True
            yield Dropped(bulletin.text[slice(*block.span)], release.meta.get("title", finding.place), finding.message)

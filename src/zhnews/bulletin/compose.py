"""Puts a bulletin together: the running summary, or a named form, in its budget, checked before it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

from zhnews.bulletin.forms import BUDGETS, FORMS, Form, item, printable, unlabelled
from zhnews.bulletin.names import Names
from zhnews.bulletin.proof import proven
from zhnews.bulletin.running import running
from zhnews.bulletin.verify import held_against
from zhnews.bulletin.writer import RULES, WIDTH, Without, Writer
from zhnews.claims import audit_release
from zhnews.model import Bulletin, Dropped, Finding, Release, ScoredSentence
from zhnews.segment import Segment
from zhnews.text import Span, Text

Length: TypeAlias = "int | Form"

# Each round drops at least a sentence, and tries others for it; so often, and no more.
_MOST_ROUNDS = 8
_DOUBT = 0.1


@dataclass(frozen=True)
class Summarize:
    """Write the bulletin of a release, and check it against the release before it is given.

    `resolve` says whether 我市 and 我局 become the place and the body that the release names, and a post is given once;
    `most` is the most sentences of a running summary that stands under a title and the issuer's name;
    `verbatim` prints sentences word for word, uncut, or not at all; `skip` names rules of `RULES` that leave the text
    as it is.

    Raises:
        ValueError: the length is neither a named form nor a positive number, or there is no such rule.
    """

    length: Length = "brief"
    resolve: bool = True
    most: int | None = None
    verbatim: bool = False
    skip: frozenset[str] = frozenset()
    needs: ClassVar[frozenset[str]] = frozenset({"scores", "claims"})
    gives: ClassVar[frozenset[str]] = frozenset({"bulletin"})

    def __post_init__(self) -> None:
        named = isinstance(self.length, str) and self.length in BUDGETS
        counted = isinstance(self.length, int) and self.length > 0
        if not named and not counted:
            raise ValueError(f"no length {self.length!r}: choose {', '.join(BUDGETS)} or a number of characters")
        if unknown := sorted(self.skip.difference(RULES)):
            raise ValueError(f"no rule of bulletins {', '.join(unknown)}: choose from {', '.join(RULES)}")

    def __call__(self, release: Release) -> Release:
        """Give the release with its bulletin, which never exceeds its budget and which its release bears out.

        Where nothing passes the check, the bulletin is empty and `dropped` says why.
        """
        names, without, dropped = Names(release), Without(), list[Dropped]()
        usable: Sequence[ScoredSentence] = printable(release) or [s for s in release.ranked if not s.damaged]
        if not usable and release.ranked:
            lost = (
                Dropped(s.text, release.text.origin(s.core), "damaged: characters are lost") for s in release.ranked
            )
            return release.with_(bulletin=Bulletin("", None, None, (), form=self._form, dropped=tuple(lost)))
        if self.most or isinstance(self.length, str):
            without.leads = _doubtful(release)
            without.figures |= {claim.id for claim in release.claims if claim.sentence in without.leads}
            # What is in doubt is printed where there is room for it, if at all.
            usable = [replace(s, score=s.score * _DOUBT) if s.index in without.leads else s for s in usable]
        rounds = 0
        while True:
            usable = [sentence for sentence in usable if sentence.index not in without.sentences]
            if without.sentences and not usable:
                return release.with_(bulletin=Bulletin("", None, None, (), form=self._form, dropped=tuple(dropped)))
            writer, title, dateline = self._write(release, names, usable, without)
            failed = list(_failed(writer, release, without))
            if not failed:
                return release.with_(bulletin=writer.bulletin(self._form, title, dateline, dropped))
            dropped += failed
            rounds += 1
            if rounds >= _MOST_ROUNDS:
                # From here on nothing new is tried: only what was written and passed is written again.
                usable = [sentence for _, sentence in writer.placed]
                without.blocks.add("title")
                without.figures |= {claim.id for claim in release.claims} - {claim for _, claim in writer.rows}

    @property
    def _form(self) -> Form | None:
        return None if isinstance(self.length, int) else self.length

    def _write(
        self,
        release: Release,
        names: Names,
        sentences: Sequence[ScoredSentence],
        without: Without,
    ) -> tuple[Writer, str | None, str | None]:
        budget = self.length if isinstance(self.length, int) else BUDGETS[self.length]
        room = budget
        while True:
            writer = Writer(
                release, names, resolve=self.resolve, verbatim=self.verbatim, skip=self.skip, without=without
            )
            title = dateline = None
            if self.most:
                item(writer, sentences, room, self.most)
            elif isinstance(self.length, int):
                for piece in unlabelled(running(writer, sentences, room), writer):
                    writer.add(piece)
            else:
                title, dateline = FORMS[self.length](writer, release, sentences, room)
            if writer.size <= budget or room <= 0:
                return writer, title, dateline
            # A full name is longer than 我市: what is too much must be saved elsewhere.
            room -= writer.size - budget


def _doubtful(release: Release) -> frozenset[int]:
    """Give the sentences with a figure that the audit finds in conflict with what the release says elsewhere."""
    claims = {claim.id: claim.sentence for claim in release.claims}
    conflicts = (finding for finding in audit_release(release) if finding.result == "conflict")
    return frozenset(claims[claim] for finding in conflicts for claim in finding.claims)


def _failed(writer: Writer, release: Release, without: Without) -> Iterable[Dropped]:
    """Check what was written; note what failed in `without`, so that the next round leaves it out."""
    bulletin: Bulletin = writer.bulletin(None, None, None)
    known = proven(bulletin)
    end = _unproven(bulletin.text, known)
    if not end:
        return
    text = list(bulletin.text)
    for cut in bulletin.cuts:
        # Marks are held against the release as it has them; their width changes no place.
        if cut.rule == WIDTH:
            text[cut.span.start] = cut.old
    summary = Release(Text("".join(text[:end])), published=release.published, done=frozenset({"body"}))
    findings = held_against(Segment()(summary), release, known)
    for finding in findings:
        if finding.result == "conflict" and finding.place is not None:
            yield from _drop(finding, finding.place, writer, bulletin, release, without)


def _unproven(text: str, known: Sequence[Span]) -> int:
    """Give where the last stretch of a bulletin that must be checked ends; 0 where there is none.

    A title in the line of the report is checked with the sentence it stands above, whose time and place it shares.
    """
    end = len(text)
    for span in reversed(known):
        if text[span.end : end].strip() or text[span.start - 1 : span.start] == "】":
            break
        end = span.start
    return len(text[:end].rstrip())


def _drop(
    finding: Finding, place: Span, writer: Writer, bulletin: Bulletin, release: Release, without: Without
) -> Iterator[Dropped]:
    """Leave out the sentence, the row, or the line of our own in which something failed."""
    for span, sentence in writer.placed:
        if span.start <= place.start < span.end:
            if sentence.index not in without.sentences:
                without.sentences.add(sentence.index)
                yield Dropped(bulletin.text[slice(*span)], release.text.origin(sentence.core), finding.message)
            return
    claims = {claim.id: claim for claim in release.claims}
    for span, claim in writer.rows:
        if span.start <= place.start < span.end:
            if claim not in without.figures:
                without.figures.add(claim)
                yield Dropped(bulletin.text[slice(*span)], claims[claim].span, finding.message)
            return
    for block in bulletin.blocks:
        if block.span.start <= place.start < block.span.end and block.kind not in without.blocks:
            if block.kind == "title":
                # Another may serve.
                without.titles.add(bulletin.text[slice(*block.span)].strip("【】"))
            else:
                without.blocks.add(block.kind)
            yield Dropped(bulletin.text[slice(*block.span)], release.meta.get("title", Span(0, 0)), finding.message)

"""Chooses the running summary, which stands without a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from zhnews.bulletin.choose import Piece, choose
from zhnews.bulletin.lead import opens_amid, without_lead_in
from zhnews.bulletin.predicates import has_figure
from zhnews.bulletin.tails import filled
from zhnews.bulletin.titles import answers
from zhnews.bulletin.writer import Writer
from zhnews.model import ScoredSentence
from zhnews.rank import tokens

_HALF = 0.5
# From this room on a release of which so many sentences give figures is told with one.
_ROOM_FOR_FIGURE, _LEAST_FIGURES = 100, 0.3


def running(writer: Writer, sentences: Sequence[ScoredSentence], room: int) -> list[Piece]:
    """Choose the running summary: neither that the press had answers, nor what another piece says with more."""
    usable = [sentence for sentence in sentences if not answers(sentence.text)] or sentences
    while True:
        pieces = _chosen(writer, usable, room)
        idle = set(_said_with_more(writer, pieces))
        if pieces and opens_amid(pieces[0].text):
            idle.add(pieces[0].sentence.index)
        rest = [sentence for sentence in usable if sentence.index not in idle]
        if not idle or not rest:
            return filled(pieces, room - sum(len(piece.text) for piece in pieces))
        usable = rest


def _chosen(writer: Writer, sentences: Sequence[ScoredSentence], room: int) -> list[Piece]:
    """Choose what says most; of a release full of figures, what says most beside one that gives some."""
    versions = partial(_versions, writer)
    pieces = choose(sentences, room, verbatim=writer.verbatim, versions=versions)
    if room < _ROOM_FOR_FIGURE or any(has_figure(piece.text) for piece in pieces):
        return pieces
    figured = [sentence for sentence in sentences if has_figure(sentence.text)]
    if len(figured) < _LEAST_FIGURES * len(sentences):
        return pieces
    told = choose(figured, int(room * _HALF), most=1, verbatim=writer.verbatim, desk=True)
    if not any(has_figure(piece.text) for piece in told):
        return pieces
    rest = [sentence for sentence in sentences if sentence.index != told[0].sentence.index]
    pieces = choose(rest, room - len(told[0].text), after=told, verbatim=writer.verbatim, versions=versions)
    return sorted((*told, *pieces), key=lambda piece: piece.sentence.index)


def _said_with_more(writer: Writer, pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the sentences of which another piece gives all figures and more, and half of the words."""
    said = [set(pairwise(tokens(piece.text))) for piece in pieces]
    for piece, own in zip(pieces, said, strict=True):
        alike = [
            other
            for other, words in zip(pieces, said, strict=True)
            if other is not piece and len(own & words) >= _HALF * len(own)
        ]
        # Figures are worked out only of what is alike.
        if alike and (facts := writer.facts(piece)) and any(facts < writer.facts(other) for other in alike):
            yield piece.sentence.index


def _versions(writer: Writer, sentence: ScoredSentence) -> Iterator[ScoredSentence]:
    """Yield a sentence whole, and from behind the issuer's lead-in where it may be cut."""
    yield sentence
    if not writer.verbatim and (rest := without_lead_in(sentence, writer.names)) is not sentence:
        yield rest

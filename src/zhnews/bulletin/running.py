"""Chooses the running summary, which stands without a layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from zhnews.bulletin.choose import Piece, choose
from zhnews.bulletin.lead import opens_amid, without_lead_in
from zhnews.bulletin.tails import filled
from zhnews.bulletin.titles import answers
from zhnews.bulletin.writer import Writer
from zhnews.model import ScoredSentence
from zhnews.rank import tokens

_HALF = 0.5


def running(writer: Writer, sentences: Sequence[ScoredSentence], room: int) -> list[Piece]:
    """Choose the running summary: neither that the press had answers, nor what another piece says with more."""
    usable = [sentence for sentence in sentences if not answers(sentence.text)] or sentences
    while True:
        pieces = choose(usable, room, verbatim=writer.verbatim, versions=partial(_versions, writer))
        idle = {piece.sentence.index for piece in pieces if _said_with_more(writer, piece, pieces)}
        if pieces and opens_amid(pieces[0].text):
            idle.add(pieces[0].sentence.index)
        rest = [sentence for sentence in usable if sentence.index not in idle]
        if not idle or not rest:
            return filled(pieces, room - sum(len(piece.text) for piece in pieces))
        usable = rest


def _said_with_more(writer: Writer, piece: Piece, others: Iterable[Piece]) -> bool:
    """Tell whether another piece gives all figures of one and more, and half of its words."""
    facts = writer.facts(piece)
    more = [other for other in others if facts < writer.facts(other)] if facts else ()
    own = set(pairwise(tokens(piece.text)))
    return any(len(own & set(pairwise(tokens(other.text)))) >= _HALF * len(own) for other in more)


def _versions(writer: Writer, sentence: ScoredSentence) -> Iterator[ScoredSentence]:
    """Yield a sentence whole, and from behind the issuer's lead-in where it may be cut."""
    yield sentence
    if not writer.verbatim:
        yield without_lead_in(sentence, writer.names.issuer)

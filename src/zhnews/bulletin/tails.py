"""Gives back what a cut took from the end of its own sentence, clause by clause and in order, while there is room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews import lexicon
from zhnews.bulletin.choose import Piece
from zhnews.bulletin.pieces import closed_at
from zhnews.bulletin.trim import END, balanced, breaks, end_mark, leans, prefixes
from zhnews.bulletin.variants import cuts_within
from zhnews.bulletin.wording import full_width
from zhnews.text import Edit, Span

TAIL = "compress.tail"
# How long the sentence of a lead may grow by its own clauses.
_LONGEST_SENTENCE = 100
# 为近三年来最高 and 为企业减税62亿元 say what.
_SAYS = re.compile(r"[\d最首]")
_LIST, _PARTS = "：", ("；", "，其中")


def longer(piece: Piece, room: int, until: int | None = None) -> Piece:
    """Give the longest form of a piece that goes on from its cut, in at most `room` characters more.

    `until` is the place in its sentence that it may go to; a closing clause that only promises isn't given back.
    """
    if piece.complete or piece.cuts[-1].rule != TAIL:
        return piece
    text, start = piece.sentence.text, piece.sentence.core.start
    at, size = piece.cuts[-1].span.start - start, len(piece.text)
    for _, end in prefixes(text):
        if end <= at:
            break
        if (until is not None and end > until) or _promises(text[:end]):
            continue
        mark = end_mark(text, end)
        cuts = [*piece.cuts[:-1], *cuts_within(piece.sentence, at, end)]
        if text[end:] != mark:
            cuts.append(Edit(Span(start + end, start + len(text)), mark, TAIL))
        found = Piece(piece.sentence, tuple(cuts))
        if len(found.text) <= size + room:
            return found
    return piece


def filled(pieces: Sequence[Piece], room: int) -> list[Piece]:
    """Give pieces with what was cut from their ends, in order, while there is room.

    A piece that another of its sentence goes on from is left as it is.
    """
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        whole = piece
        if room > 0 and all(other.sentence.index != piece.sentence.index for other in pieces[place + 1 :]):
            whole = longer(piece, room)
        room -= len(whole.text) - len(piece.text)
        found.append(whole)
    return found


def gone_on(lead: Piece, room: int) -> tuple[Piece, Piece | None]:
    """Give a lead with the clauses that belong to its last one, and the rest of its sentence as one of its own."""
    if lead.complete:
        return lead, None
    text, start = full_width(lead.sentence.text), lead.sentence.core.start
    at = lead.cuts[-1].span.start - start
    parts = [place for mark in _parts(text[:at]) if (place := text.find(mark, at)) >= 0]
    until = min(parts, default=len(text))
    whole = longer(lead, min(room, _LONGEST_SENTENCE - len(lead.text)), until)
    room -= len(whole.text) - len(lead.text)
    return whole, next((rest for rest in _rests(whole) if len(rest.text) <= room), None)


def _parts(before: str) -> Sequence[str]:
    """Give the marks at which a sentence may be parted: what stands behind a colon is one list."""
    return _PARTS[1:] if _LIST in before else _PARTS


def continued(lead: Piece) -> Piece | None:
    """Give the rest of the sentence that a lead was cut from, where it can follow: 其中, or behind a semicolon."""
    return next(_rests(lead), None)


def _rests(lead: Piece) -> Iterator[Piece]:
    """Yield the forms of what can follow a lead as a sentence of its own, longest first."""
    if lead.complete:
        return
    (first, end), start = lead.sentence.core, lead.cuts[-1].span.start
    text = full_width(lead.sentence.body.value[start:end])
    if not text.startswith("，其中"):
        parted = "；" in text and "；" in _parts(full_width(lead.sentence.body.value[first:start]))
        start += text.find("；") if parted else len(text)
    text = full_width(lead.sentence.body.value[start + 1 : end])
    stands = text.startswith("其中") or not leans(text)
    if text and stands and text[-1] in END and balanced(text):
        whole = Piece(lead.sentence, (Edit(Span(first, start + 1), "", "bulletin.lead"),))
        yield whole
        yield from (closed_at(whole, span.end, TAIL) for span in prefixes(text) if span.end < len(text) - 1)


def _promises(text: str) -> bool:
    """Tell whether a sentence ends in a clause that promises without saying what: 让群众……."""
    places = breaks(text)
    last = text[places[-1] + 1 :] if places else ""
    return last.startswith(lexicon.affixes("bulletin/flourishes")) and not _SAYS.search(last)

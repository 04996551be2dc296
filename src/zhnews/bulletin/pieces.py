"""Shortens a piece at its printed places: an opening or an end taken off, as one more cut that names its rule."""

from __future__ import annotations

from zhnews.bulletin.choose import Piece
from zhnews.text import Edit, Span


def place_of(piece: Piece, offset: int) -> int | None:
    """Give the place in the current text of a printed offset; None inside what stands for a cut."""
    for part in piece.parts:
        size = len(part.new) if isinstance(part, Edit) else part.end - part.start
        if offset < size and not isinstance(part, Edit):
            return part.start + offset
        if offset < size:
            return None
        offset -= size
    return None


def opened_at(piece: Piece, offset: int, rule: str) -> Piece:
    """Take the first printed characters off; the piece as it is where that would cut into a replacement."""
    place = place_of(piece, offset) if offset else None
    if place is None:
        return piece
    start = piece.sentence.core.start
    kept = tuple(cut for cut in piece.cuts if cut.span.start >= place)
    return piece._replace(cuts=(Edit(Span(start, place), "", rule), *kept))


def closed_at(piece: Piece, offset: int, rule: str) -> Piece:
    """End a piece with a full stop at a printed offset; the piece as it is where that would cut into a replacement."""
    place = place_of(piece, offset)
    if place is None:
        return piece
    end = piece.sentence.core.end
    kept = tuple(cut for cut in piece.cuts if cut.span.end <= place)
    return piece._replace(cuts=(*kept, Edit(Span(place, end), "。", rule)))

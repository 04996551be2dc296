"""Chooses sentences for a budget: greedily by score, with a penalty for saying the same again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhnews.bulletin.trim import END, leans, opening, prefixes
from zhnews.model import ScoredSentence
from zhnews.rank import Vector, content_words, similarity, vectors
from zhnews.text import Span

REPEAT_PENALTY = 0.4
_SAME = 0.9
# A trimmed sentence must keep this much of itself, or it says something else than its score was for.
_LEAST_KEPT = 0.15


class Piece(NamedTuple):
    """A stretch of a sentence as it is printed: `at` in the current text, and the mark that ends it."""

    sentence: ScoredSentence
    at: Span
    end: str

    @property
    def quote(self) -> str:
        """The characters that are cited."""
        return self.sentence.body.value[self.at.start : self.at.end]

    @property
    def text(self) -> str:
        """The characters that are printed."""
        return self.quote + self.end


def choose(
    sentences: Sequence[ScoredSentence], budget: int, *, most: int | None = None, title: str | None = None
) -> list[Piece]:
    """Choose pieces of at most `budget` characters together, in source order.

    A sentence that doesn't fit is trimmed to whole clauses; one that leans on the sentence before it is taken only
    together with that one. `title` is what already stands above: it isn't said again.
    """
    known = vectors([content_words(title)])[0] if title else {}
    bags = [sentence.vector for sentence in sentences]
    chosen: dict[int, Piece] = {}
    left = budget
    repeats = [similarity(bag, known) >= _SAME for bag in bags]
    nearest = [0.0] * len(sentences)
    waiting = {i for i, repeated in enumerate(repeats) if not repeated}
    while waiting and left > 0 and (most is None or len(chosen) < most):
        best = max(waiting, key=lambda i: (sentences[i].score - REPEAT_PENALTY * nearest[i], -i))
        waiting.discard(best)
        if nearest[best] >= _SAME:
            continue
        piece = fit(sentences[best], left, alone=best - 1 not in chosen)
        if piece is None:
            continue
        chosen[best] = piece
        left -= len(piece.text)
        _penalise(nearest, bags, best)
    return [chosen[i] for i in sorted(chosen)]


def _penalise(nearest: list[float], bags: list[Vector], chosen: int) -> None:
    for i, bag in enumerate(bags):
        nearest[i] = max(nearest[i], similarity(bag, bags[chosen]))


def fit(sentence: ScoredSentence, room: int, *, alone: bool = True) -> Piece | None:
    """Give the longest stretch of a sentence that stands and fits; None where there is none."""
    start, end = sentence.core
    text = sentence.body.value[start:end]
    if alone and leans(text):
        return None
    skipped = opening(text) if alone else 0
    rest = text[skipped:]
    if alone and skipped and leans(rest):
        return None
    for span in prefixes(rest):
        if span.end + 1 > room:
            continue
        if span.end < _LEAST_KEPT * len(rest):
            return None
        mark = rest[span.end : span.end + 1]
        at = Span(start + skipped, start + skipped + span.end)
        return Piece(sentence, at, mark if mark and mark in END else "。")
    return None

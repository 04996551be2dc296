"""Chooses sentences for a budget: greedily by score, with a penalty for saying the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhnews.bulletin.trim import END, leans, opening, prefixes
from zhnews.model import ScoredSentence
from zhnews.rank import Vector, content_words, similarity, vectors
from zhnews.text import Edit, Span

REPEAT_PENALTY = 0.4
_SAME = 0.9
# Less room than this holds no sentence.
_LEAST_ROOM = 6
# A trimmed sentence must keep this much of itself, or it says something else than its score was for.
_LEAST_KEPT = 0.15


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it is printed: `cuts` say what of its core is left out or replaced, in order."""

    sentence: ScoredSentence
    cuts: tuple[Edit, ...] = ()

    @property
    def parts(self) -> tuple[Span | Edit, ...]:
        """The stretches of the current text that are quoted, and the cuts between them, in order."""
        position, end = self.sentence.core
        parts: list[Span | Edit] = []
        for cut in self.cuts:
            if cut.span.start > position:
                parts.append(Span(position, cut.span.start))
            parts.append(cut)
            position = cut.span.end
        if end > position:
            parts.append(Span(position, end))
        return tuple(parts)

    @property
    def complete(self) -> bool:
        """Whether it is printed to the end of its sentence."""
        return not self.cuts or self.cuts[-1].span.end < self.sentence.core.end

    @property
    def text(self) -> str:
        """The characters that are printed."""
        value = self.sentence.body.value
        return "".join(part.new if isinstance(part, Edit) else value[part.start : part.end] for part in self.parts)


def choose(
    sentences: Sequence[ScoredSentence],
    budget: int,
    *,
    most: int | None = None,
    title: str | None = None,
    after: Sequence[Piece] = (),
) -> list[Piece]:
    """Choose pieces of at most `budget` characters together, in source order.

    A sentence that doesn't fit is trimmed to whole clauses; one that leans on the sentence before it is taken only
    together with that one; a damaged one is not taken. `title` and the pieces of `after` already stand above: what
    they say isn't said again.
    """
    known = vectors([content_words(title)])[0] if title else {}
    bags = [sentence.vector for sentence in sentences]
    chosen: dict[int, Piece] = {}
    nearest = [0.0] * len(sentences)
    # Sentences printed to their end: what leans on one that was cut short, or moved, would point at something else.
    whole: set[int] = set()
    for above in after:
        _penalise(nearest, bags, above.sentence.vector)
    unfit = (sentence.damaged or (known and similarity(sentence.vector, known) >= _SAME) for sentence in sentences)
    waiting = [i for i, out in enumerate(unfit) if not out]
    left = budget
    while left >= _LEAST_ROOM and (most is None or len(chosen) < most):
        waiting.sort(key=lambda i: (nearest[i] * REPEAT_PENALTY - sentences[i].score, i))
        tried = 0
        # Room only shrinks: what doesn't fit now won't fit later, and each sentence is tried once.
        for i in waiting:
            tried += 1
            piece = None if nearest[i] >= _SAME else fit(sentences[i], left, alone=sentences[i].index - 1 not in whole)
            if piece is not None:
                chosen[i] = piece
                if piece.complete:
                    whole.add(sentences[i].index)
                left -= len(piece.text)
                _penalise(nearest, bags, bags[i])
                break
        else:
            break
        waiting = waiting[tried:]
    return [chosen[i] for i in sorted(chosen)]


def _penalise(nearest: list[float], bags: list[Vector], chosen: Vector) -> None:
    for i, bag in enumerate(bags):
        nearest[i] = max(nearest[i], similarity(bag, chosen))


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
        stop = start + skipped + span.end
        mark = rest[span.end : span.end + 1]
        mark = mark if mark and mark in END else "。"
        cuts = [Edit(Span(start, start + skipped), "", "compress.connective")] if skipped else []
        if sentence.body.value[stop:end] != mark:
            cuts.append(Edit(Span(stop, end), mark, "compress.tail"))
        return Piece(sentence, tuple(cuts))
    return None

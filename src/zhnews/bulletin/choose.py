"""Chooses what to print within a budget: the pieces that together say most of what a summary is expected to say.

The gain of a piece falls as what it says has been said already, so that taking the best piece for its length, again
and again, comes close to the best choice (Lin and Bilmes 2011), and a bound once worked out stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhnews.bulletin.variants import Piece, Variant, fit, variants
from zhnews.model import ScoredSentence
from zhnews.rank import MOST_TIMES, expected, is_figure, tokens

__all__ = ["Piece", "choose", "fit"]

_LENGTH_POWER = 0.65
_FIGURE_BONUS = 0.5
_LEAST_WEIGHT = 0.05
_DESK_POWER, _WITHOUT_FIGURES = 1.0, 0.3
# The share of the room that a desk gives to one sentence.
_MOST_OF_ROOM, _LEAST_ROOM = 0.3, 80
# Sentences are weighed against each other from the best down to so many times the room, in characters.
_SHORTLIST, _LEAST_LISTED = 3, 400


def choose(
    sentences: Sequence[ScoredSentence],
    budget: int,
    *,
    most: int | None = None,
    title: str | None = None,
    after: Sequence[Piece] = (),
    verbatim: bool = False,
    desk: bool = False,
) -> list[Piece]:
    """Choose pieces of at most `budget` characters together, in source order.

    Of what fits, that piece is taken next which adds the most of what a summary is expected to say, by its score and
    its length. A sentence is compressed where that helps; one that leans on the sentence before it is taken only
    behind that one, whole; a damaged one is not taken. `title` and the pieces of `after` already stand above: what
    they say isn't said again, and what leans on the last of them may follow. `verbatim` takes sentences uncut or not at
    all. `desk` chooses as a desk does: point by point rather than one of them at length, and figures first.
    """
    coverage = _Coverage(sentences)
    for text in (title or "", *(piece.text for piece in after)):
        coverage.take(tokens(text))
    led = after[-1].sentence.index if after and after[-1].whole else None
    selection = _Selection(sentences, coverage, budget, verbatim=verbatim, desk=desk, led=led)
    selection.fill(most)
    if not selection.pieces() and not verbatim:
        # Better a figure without its comparison than nothing, where the room is for no more.
        selection = _Selection(sentences, coverage, budget, loose=True)
        selection.fill(most)
    return selection.pieces()


class _Candidate:
    """A sentence that may be printed; `bound` is the most that it can still add, for its length."""

    __slots__ = ("bound", "leaning", "sentence", "variants", "weight")

    def __init__(self, sentence: ScoredSentence, weight: float, *, verbatim: bool, loose: bool) -> None:
        self.sentence = sentence
        self.weight = weight
        self.leaning, self.variants = variants(sentence, verbatim=verbatim, loose=loose)
        self.bound = float("inf")

    def as_a_desk_does(self, longest: int) -> None:
        """Weigh a sentence less that gives no figure; print one that gives some with some, and none at great length."""
        telling = [variant for variant in self.variants if any(map(is_figure, variant.tokens))]
        if not telling:
            self.weight *= _WITHOUT_FIGURES
        short = [variant for variant in telling or self.variants if variant.size <= longest]
        # What gives no figure says something only at length.
        self.variants = short if telling else sorted(short, key=lambda variant: -variant.size)[:1]


class _Selection:
    """What is chosen so far, and the room that is left."""

    def __init__(
        self,
        sentences: Sequence[ScoredSentence],
        coverage: _Coverage,
        room: int,
        *,
        verbatim: bool = False,
        loose: bool = False,
        desk: bool = False,
        led: int | None = None,
    ) -> None:
        top = max((sentence.score for sentence in sentences), default=0.0)
        self._coverage = coverage
        self._room = room
        self._power = _DESK_POWER if desk else _LENGTH_POWER
        self._led = led
        self._chosen: dict[int, Variant] = {}
        self._candidates = {
            sentence.index: _Candidate(sentence, _weight(sentence.score, top), verbatim=verbatim, loose=loose)
            for sentence in _shortlist(sentences, _SHORTLIST * room + _LEAST_LISTED)
        }
        if desk:
            for candidate in self._candidates.values():
                candidate.as_a_desk_does(max(int(room * _MOST_OF_ROOM), _LEAST_ROOM))

    def pieces(self) -> list[Piece]:
        """Give what is chosen, in source order."""
        return [Piece(self._candidates[i].sentence, self._chosen[i].cuts) for i in sorted(self._chosen)]

    def fill(self, most: int | None) -> None:
        """Take pieces while there is room: the best for its length first, a longer form of a chosen one too."""
        while most is None or len(self._chosen) < most:
            # The last piece has nothing to save room for.
            power = 0.0 if most == len(self._chosen) + 1 else self._power
            best: tuple[int, Variant] | None = None
            best_value = 0.0
            for index, candidate in sorted(self._candidates.items(), key=lambda item: -item[1].bound):
                if candidate.bound <= best_value:
                    break
                if not self._may_stand(index):
                    continue
                candidate.bound = 0.0
                for value, variant in self._values(index, power):
                    candidate.bound = max(candidate.bound, value)
                    if value > best_value:
                        best, best_value = (index, variant), value
            if best is None:
                return
            self._drop(best[0])
            self._take(*best)
            # What a longer form adds is told from the form that is chosen.
            self._candidates[best[0]].bound = float("inf")

    def _values(self, index: int, power: float) -> Iterator[tuple[float, Variant]]:
        """Yield what each form of a sentence adds for its length, beyond the form that is chosen, if any."""
        candidate, own = self._candidates[index], self._chosen.get(index)
        taken, worth = 0, 0.0
        if own:
            taken = own.size
            self._coverage.take(own.tokens, -1)
            worth = self._coverage.gain(own.tokens)
        for variant in candidate.variants:
            size = variant.size - taken
            if 0 < size <= self._room:
                gain = (self._coverage.gain(variant.tokens) - worth) * candidate.weight
                yield gain / size**power, variant
        if own:
            self._coverage.take(own.tokens)

    def _may_stand(self, index: int) -> bool:
        if index - 1 == self._led:
            return True
        before = self._chosen.get(index - 1)
        return not self._candidates[index].leaning or (before is not None and before.whole)

    def _take(self, index: int, variant: Variant) -> None:
        self._chosen[index] = variant
        self._coverage.take(variant.tokens)
        self._room -= variant.size

    def _drop(self, index: int) -> None:
        if variant := self._chosen.pop(index, None):
            self._coverage.take(variant.tokens, -1)
            self._room += variant.size


def _shortlist(sentences: Sequence[ScoredSentence], size: int) -> list[ScoredSentence]:
    """Give the sentences with the best scores, in order, until they hold so many characters; damaged ones apart."""
    listed: list[ScoredSentence] = []
    for sentence in sorted(sentences, key=lambda sentence: -sentence.score):
        if not sentence.damaged:
            listed.append(sentence)
            size -= sentence.at.end - sentence.at.start
            if size < 0:
                break
    return sorted(listed, key=lambda sentence: sentence.index)


def _weight(score: float, top: float) -> float:
    return max(score / top, _LEAST_WEIGHT) if top > 0 else 1.0


class _Coverage:
    """What is said so far, and what more of the expected a piece would say."""

    def __init__(self, sentences: Sequence[ScoredSentence]) -> None:
        near = [sentence.parts.get("position", 0.0) for sentence in sentences]
        nearest = max(near, default=0.0) or 1.0
        chances = expected(tuple(s.text for s in sentences), tuple(value / nearest for value in near))
        figures = {
            token: (first + _FIGURE_BONUS, *more) for token, (first, *more) in chances.items() if is_figure(token)
        }
        self._chances = {**chances, **figures}
        self._said: dict[str, int] = {}

    def take(self, bag: Iterable[str], times: int = 1) -> None:
        """Note that tokens are said, or no longer said."""
        for token in bag:
            self._said[token] = self._said.get(token, 0) + times

    def gain(self, bag: Iterable[str]) -> float:
        """Give how many of the tokens a summary is expected to have, beyond what is said; a figure counts more."""
        said, known = self._said, self._chances
        fresh: dict[str, int] = {}
        total = 0.0
        for token in bag:
            count = fresh[token] if token in fresh else said.get(token, 0)
            fresh[token] = count + 1
            if count < MOST_TIMES and token in known:
                total += known[token][count]
        return total

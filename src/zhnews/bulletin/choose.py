"""Chooses what to print within a budget: the pieces that together say most of what a summary is expected to say.

The gain of a piece falls as what it says has been said already, so that taking the best piece for its length, again
and again, comes close to the best choice (Lin and Bilmes 2011), and a bound once worked out stays one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate, count, repeat
from operator import getitem
from typing import NamedTuple, TypeAlias

from zhnews.bulletin.predicates import tells_to_its_end
from zhnews.bulletin.variants import Piece, Track, Variant, Verbatim, fit, variants
from zhnews.model import ScoredSentence
from zhnews.rank import MOST_TIMES, Chances, is_figure, repetition, tokens
from zhnews.text import Edit

__all__ = ["Piece", "choose", "fit", "most_telling"]

# The beginnings that a sentence can be printed from: the first that has a form that fits is taken.
Versions: TypeAlias = Callable[[ScoredSentence], Iterable[ScoredSentence]]

_LENGTH_POWER = 0.65
# What a figure counts beyond the chance that a summary has it; less where scores, too, count figures.
_FIGURE_BONUS, _FIGURE_BONUS_SCORED = 0.9, 0.5
# What a score is made of and coverage knows; not how near the beginning and the title, set phrases, what kind of
# sentence it is.
_COVERED = frozenset({"salience", "figures"})
_TITLE_WEIGHT = 4
_LEAST_WEIGHT = 0.05
_DESK_POWER, _WITHOUT_FIGURES = 1.0, 0.15
# The share of the room that a desk gives to one sentence.
_MOST_OF_ROOM, _LEAST_ROOM = 0.3, 80
# Sentences are weighed against each other from the best down to so many times the room, in characters.
_SHORTLIST, _LEAST_LISTED = 2, 300
_LISTED_FOR_LEAD = 1000
# A room for two pieces or three: whether there is a better one in place of a later one is tried.
_FEW_PIECES = 100


def choose(
    sentences: Sequence[ScoredSentence],
    budget: int,
    *,
    most: int | None = None,
    title: str | None = None,
    after: Sequence[Piece] = (),
    verbatim: Verbatim = False,
    desk: bool = False,
    versions: Versions | None = None,
) -> list[Piece]:
    """Choose pieces of at most `budget` characters together, in source order.

    Of what fits, that piece is taken next which adds the most of what a summary is expected to say, by its score and
    its length. A sentence is compressed where that helps; one that leans on the sentence before it is taken only
    behind that one, whole; a damaged one is not taken. `title` and the pieces of `after` already stand above: what
    they say isn't said again, and what leans on the last of them may follow. `verbatim` takes sentences uncut
    (`ends`: to their ends) or not at all. `desk` chooses as a desk does: point by point rather than one of them at
    length, and figures first. `versions` gives the beginnings that a sentence can be printed from.
    """
    # Of few sentences each carries the news: its score tells how well.
    scored = desk or most is not None
    coverage = _Coverage(sentences, scored=scored)
    for text in (title or "", *(piece.text for piece in after)):
        coverage.say(text)
    led = after[-1].sentence.index if after and after[-1].whole else None
    selection = _Selection(
        sentences, coverage, budget, scored=scored, verbatim=verbatim, desk=desk, led=led, versions=versions
    )
    selection.fill(most)
    if budget < _FEW_PIECES and not scored:
        selection.exchange()
    if not selection.pieces() and not verbatim:
        # Better a figure without its comparison or a name than nothing, where the room is for no more.
        selection = _Selection(sentences, coverage, budget, scored=scored, loose=True)
        selection.fill(most)
    return selection.pieces()


def most_telling(sentences: Sequence[ScoredSentence], versions: Versions, room: int) -> Piece | None:
    """Give the piece that alone says most of what a summary is expected to say, in a given room; None if none fits."""
    coverage = _Coverage(sentences, scored=False)
    best: tuple[float, Piece] | None = None
    for sentence in _shortlist(sentences, _LISTED_FOR_LEAD):
        found = _Selection([sentence], coverage, room, scored=False, versions=versions).worth()
        if found is not None:
            best = max(best or found, found, key=lambda one: one[0])
    return best[1] if best else None


class _Candidate:
    """A sentence that may be printed; `bound` is the most that it can still add, for its length."""

    __slots__ = ("bound", "leaning", "sentence", "tracks", "weight")

    def __init__(self, sentence: ScoredSentence, weight: float, leaning: bool, tracks: Sequence[_Track]) -> None:
        self.sentence, self.weight, self.leaning, self.tracks = sentence, weight, leaning, tracks
        self.bound = float("inf")

    def as_a_desk_does(self, longest: int) -> None:
        """Weigh a sentence less that gives no figure; print one that gives some with some, and none at great length."""
        short = [_Track(t.says, [form for form in t.variants if form.size <= longest]) for t in self.tracks]
        telling = [_Track(t.says, [form for form in t.variants if form.said > _first_figure(t)]) for t in self.tracks]
        if any(track.variants for track in telling):
            self.tracks = [_Track(t.says, [form for form in t.variants if form.size <= longest]) for t in telling]
            return
        self.weight *= _WITHOUT_FIGURES
        # What gives no figure says something only at length.
        at_length = max((form.size for track in short for form in track.variants), default=0)
        self.tracks = [_Track(t.says, [form for form in t.variants if form.size == at_length]) for t in short]


class _Stretch(NamedTuple):
    """The tokens of a stretch, and the chances that a summary has each once, twice, … more than before it there."""

    tokens: Sequence[str]
    chances: Sequence[Chances]

    def up_to(self, said: int) -> _Stretch:
        """Give the stretch of the first so many tokens."""
        return _Stretch(self.tokens[:said], self.chances[:said])


class _Track(NamedTuple):
    """The variants of a sentence that begin alike, shortest first, and what they say."""

    says: _Stretch
    variants: Sequence[Variant]


class _Chosen(NamedTuple):
    """A piece that is taken: what it says, and how it is printed."""

    says: _Stretch
    variant: Variant


class _Selection:
    """What is chosen so far, and the room that is left."""

    def __init__(
        self,
        sentences: Sequence[ScoredSentence],
        coverage: _Coverage,
        room: int,
        *,
        scored: bool,
        verbatim: Verbatim = False,
        loose: bool = False,
        desk: bool = False,
        led: int | None = None,
        versions: Versions | None = None,
    ) -> None:
        top = max((sentence.score for sentence in sentences), default=0.0)
        self._coverage = coverage
        self._room = room
        self._power = _DESK_POWER if desk else _LENGTH_POWER
        self._led = led
        self._chosen: dict[int, _Chosen] = {}
        self._loose = loose
        # Whether a form says something to its end; told of those alone that could be taken.
        self._telling: dict[tuple[int, tuple[Edit, ...]], bool] = {}
        self._candidates: dict[int, _Candidate] = {}
        for sentence in _shortlist(sentences, _SHORTLIST * room + _LEAST_LISTED):
            found = _version(versions(sentence) if versions else (sentence,), room, verbatim=verbatim, loose=loose)
            if found is not None:
                version, leaning, tracks = found
                weighed = [_Track(coverage.stretch(track.tokens), track.variants) for track in tracks]
                weight = _weight(sentence, top, scored=scored)
                candidate = _Candidate(version, weight, leaning, weighed)
                if desk:
                    candidate.as_a_desk_does(max(int(room * _MOST_OF_ROOM), _LEAST_ROOM))
                self._candidates[sentence.index] = candidate

    def pieces(self) -> list[Piece]:
        """Give what is chosen, in source order."""
        return [Piece(self._candidates[i].sentence, self._chosen[i].variant.cuts) for i in sorted(self._chosen)]

    def worth(self) -> tuple[float, Piece] | None:
        """Give what the best form of any sentence adds, and that form."""
        best = self._best(0.0)
        if best is None:
            return None
        index, (says, variant) = best
        candidate = self._candidates[index]
        gain = self._coverage.gains(says)[-1] * candidate.weight
        return gain, Piece(candidate.sentence, variant.cuts)

    def fill(self, most: int | None) -> None:
        """Take pieces while there is room: the best for its length first, a longer form of a chosen one too."""
        while most is None or len(self._chosen) < most:
            # The last piece has nothing to save room for.
            last = most == len(self._chosen) + 1
            if last:
                self._forget_bounds()
            best = self._best(0.0 if last else self._power)
            if best is None:
                return
            self._drop(best[0])
            self._take(*best)
            # What a longer form adds is told from the form that is chosen.
            self._candidates[best[0]].bound = float("inf")

    def exchange(self) -> None:
        """Take, in place of each piece but the first that was taken, what adds the most in its room, of any length."""
        for index in reversed(tuple(self._chosen)[1:]):
            after = self._candidates.get(index + 1)
            if after and after.leaning and index + 1 in self._chosen:
                continue
            self._drop(index)
            self._forget_bounds()
            best = self._best(0.0)
            if best is not None:
                self._drop(best[0])
                self._take(*best)

    def _forget_bounds(self) -> None:
        """Bounds hold for one power of the length, and while nothing that is chosen goes."""
        for candidate in self._candidates.values():
            candidate.bound = float("inf")

    def _best(self, power: float) -> tuple[int, _Chosen] | None:
        """Give the form that adds the most for its length; whether it tells something is asked from the best down."""
        found: list[tuple[float, int, int, _Stretch, Variant]] = []
        # Of two that add as much, the first found is taken.
        order = count()
        for index, candidate in sorted(self._candidates.items(), key=lambda item: -item[1].bound):
            best = self._first_telling(found, candidate.bound)
            if best is not None or not candidate.bound:
                return best
            if not self._may_stand(index):
                continue
            candidate.bound = 0.0
            for value, says, form in self._values(index, power):
                candidate.bound = max(candidate.bound, value)
                if value > 0:
                    heappush(found, (-value, next(order), index, says, form))
        return self._first_telling(found, 0.0)

    def _first_telling(
        self, found: list[tuple[float, int, int, _Stretch, Variant]], least: float
    ) -> tuple[int, _Chosen] | None:
        """Take forms from the best down to the first that tells something, if it adds so much."""
        while found and -found[0][0] >= least:
            _, _, index, says, form = heappop(found)
            if self._tells(index, form):
                return index, _Chosen(says.up_to(form.said), form)
        return None

    def _tells(self, index: int, form: Variant) -> bool:
        if self._loose:
            return True
        found = self._telling.get((index, form.cuts))
        if found is None:
            text = Piece(self._candidates[index].sentence, form.cuts).text
            found = self._telling[index, form.cuts] = tells_to_its_end(text, whole=form.whole)
        return found

    def _values(self, index: int, power: float) -> Iterator[tuple[float, _Stretch, Variant]]:
        """Yield what each form of a sentence adds for its length, beyond the form that is chosen, if any."""
        candidate, own = self._candidates[index], self._chosen.get(index)
        taken, worth = own.variant.size if own else 0, 0.0
        tracks = [
            (says, [form for form in forms if 0 < form.size - taken <= self._room]) for says, forms in candidate.tracks
        ]
        tracks = [(says, fitting) for says, fitting in tracks if fitting]
        if own and tracks:
            self._coverage.take(own.says, -1)
            worth = self._coverage.gains(own.says)[-1]
        for says, fitting in tracks:
            gains = self._coverage.gains(says)
            for form in fitting:
                value = (gains[form.said] - worth) * candidate.weight / (form.size - taken) ** power
                yield value, says, form
        if own and tracks:
            self._coverage.take(own.says)

    def _may_stand(self, index: int) -> bool:
        if index - 1 == self._led:
            return True
        before = self._chosen.get(index - 1)
        return not self._candidates[index].leaning or (before is not None and before.variant.whole)

    def _take(self, index: int, piece: _Chosen) -> None:
        self._chosen[index] = piece
        self._coverage.take(piece.says)
        self._room -= piece.variant.size

    def _drop(self, index: int) -> None:
        if piece := self._chosen.pop(index, None):
            self._coverage.take(piece.says, -1)
            self._room += piece.variant.size


def _version(
    versions: Iterable[ScoredSentence], room: int, *, verbatim: Verbatim, loose: bool
) -> tuple[ScoredSentence, bool, Sequence[Track]] | None:
    """Give the first version of a sentence that stands, else the first that fits, with the ways to print it."""
    first = None
    for version in versions:
        leaning, tracks = variants(version, room, verbatim=verbatim, loose=loose)
        if tracks and not leaning:
            return version, leaning, tracks
        if tracks and first is None:
            first = version, leaning, tracks
    return first


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


def _first_figure(track: _Track) -> int:
    said = track.says.tokens
    return next((place for place, token in enumerate(said) if is_figure(token)), len(said))


def _weight(sentence: ScoredSentence, top: float, *, scored: bool) -> float:
    """Give what a sentence's score says beyond its coverage; all of it if `scored`, or where another ranker did."""
    if scored or "salience" not in sentence.parts:
        return max(sentence.score / top, _LEAST_WEIGHT) if top > 0 else 1.0
    own = sum(value for part, value in sentence.parts.items() if part not in _COVERED)
    return max(1 + own + (_TITLE_WEIGHT - 1) * sentence.parts["title"], _LEAST_WEIGHT)


class _Coverage:
    """What is said so far, and what more of the expected a piece would say.

    What pairs of tokens repeat counts too, but where pieces are `scored`.
    """

    def __init__(self, sentences: Sequence[ScoredSentence], *, scored: bool) -> None:
        near = [sentence.parts.get("position", 0.0) for sentence in sentences]
        nearest = max(near, default=0.0) or 1.0
        self._repetition = repetition(tuple(s.text for s in sentences), tuple(value / nearest for value in near))
        self._pairs = not scored
        self._bonus = _FIGURE_BONUS_SCORED if scored else _FIGURE_BONUS
        # How often each token is said, and the same up to MOST_TIMES.
        self._said = defaultdict[str, int](int)
        self._times = defaultdict[str, int](int)
        alone, figures = self._repetition.alone, self._repetition.figures
        # The chances of tokens by the number of sentences that have them in the same company.
        self._chances = defaultdict[int, dict[str, Chances]](dict)
        self._chances[1] = {**alone, **{token: self._with_bonus(alone[token]) for token in figures}}

    def stretch(self, bag: Sequence[str]) -> _Stretch:
        """Give the tokens of a stretch with the chances that a summary has them; a figure counts more."""
        known = self._chances
        company = self._repetition.company(bag) if self._pairs else repeat(1, len(bag))
        chances = [
            known[holders].get(token) or self._in_company(token, holders)
            for token, holders in zip(bag, company, strict=True)
        ]
        # What the stretch has said before it is said for the second time.
        met, times = set[str](), defaultdict[str, int](int)
        for place, token in enumerate(bag):
            if token in met:
                times[token] += 1
                chances[place] = chances[place][min(times[token], MOST_TIMES) :]
            else:
                met.add(token)
        return _Stretch(bag, chances)

    def _in_company(self, token: str, holders: int) -> Chances:
        found = self._repetition.chances(token, holders)
        found = self._chances[holders][token] = self._with_bonus(found) if is_figure(token) else found
        return found

    def _with_bonus(self, chances: Chances) -> Chances:
        return (chances[0] + self._bonus, *chances[1:])

    def say(self, text: str) -> None:
        """Note what is said elsewhere."""
        self._count(tokens(text), 1)

    def take(self, stretch: _Stretch, times: int = 1) -> None:
        """Note that a stretch is said, or no longer said."""
        self._count(stretch.tokens, times)

    def _count(self, bag: Iterable[str], times: int) -> None:
        said, up_to_most = self._said, self._times
        for token in bag:
            count = said[token] = said[token] + times
            up_to_most[token] = count if count < MOST_TIMES else MOST_TIMES

    def gains(self, stretch: _Stretch) -> list[float]:
        """Give how many expected tokens a stretch would add, up to its beginning, its first token, its second, …."""
        times = map(self._times.__getitem__, stretch.tokens)
        return list(accumulate(map(getitem, stretch.chances, times), initial=0.0))

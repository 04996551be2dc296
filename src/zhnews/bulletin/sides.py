"""Lays a text out for comparison: each figure with the words around it, said so that two writings can be compared.

What is compared by itself elsewhere (other figures, periods, words of change and comparison) is taken out of the words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property

from zhnews import lexicon
from zhnews.model import Claim, Period, Quantity, Release
from zhnews.numbers import find_figures, find_periods
from zhnews.text import Span

_BREAK = re.compile(r"[，,；;：:。！？!?\n]")
_NOISE = re.compile(r"[\s，,、；;：:。！？!?“”‘’\"'（）()《》【】·…—]+")
_MARK, _OWN_MARK = "#", "@"
_LEAST_WORDS, _LEAST_GRAMS = 2, 4
_SENTENCES, _TAKEN_OVER = 3, 0.8
_CLAUSES_BACK = 2
_WORDS_WEIGHT, _SENTENCE_WEIGHT = 0.55, 0.45

Grams = frozenset[str]
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Mention:
    """A figure in its text: its clause as written, the words around it, and its sentence's grams.

    `left` and `right` are the clause on both sides as it is written; `told` is what they tell apart from all that is
    compared by itself, `words` its grams; `slot` is its place among the figures of its clause, and how many these are.
    """

    figure: Quantity
    claim: Claim | None
    left: str
    right: str
    told: str
    words: Grams
    sentence: int
    slot: tuple[int, int]

    @property
    def clause(self) -> str:
        """The clause as it is written."""
        return self.left + self.figure.surface + self.right

    @property
    def key(self) -> Key:
        """What must be equal for two figures to say the same amount."""
        figure = self.figure
        return (*map(_plain, (figure.value, figure.low, figure.high)), same_unit(figure.unit))


def _plain(value: str | None) -> str | None:
    if value is None or "." not in value:
        return value
    return value.rstrip("0").rstrip(".")


@cache
def _units() -> Mapping[str, str]:
    return lexicon.mapping("bulletin/same_units")


def same_unit(unit: str | None) -> str | None:
    """Give the unit that stands for all that mean the same: 起 and 件.

    >>> same_unit("起"), same_unit("吨")
    ('件', '吨')
    """
    return _units().get(unit, unit) if unit else None


class Side:
    """One of two texts that are held against each other: its figures, periods and sentences."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.value = release.text.value
        self.periods: Sequence[Period] = find_periods(release.text, release.published)
        claims = {claim.at: claim for claim in release.claims}
        self._starts = [sentence.at.start for sentence in release.sentences]
        figures = [figure for figure in find_figures(release.text) if not self._dates(figure)]
        self._figures = figures
        self.mentions = [self._mention(place, claims.get(figure.at)) for place, figure in enumerate(figures)]
        self.grams = [grams(self._told(sentence.core)) for sentence in release.sentences]

    def _dates(self, figure: Quantity) -> bool:
        """Tell whether a figure is part of a period: 前11个月."""
        place = bisect_left(self._ends, figure.at.end)
        return place < len(self.periods) and self.periods[place].at.start <= figure.at.start

    @cached_property
    def _figure_starts(self) -> list[int]:
        return [figure.at.start for figure in self._figures]

    @cached_property
    def _ends(self) -> list[int]:
        return [period.at.end for period in self.periods]

    @cached_property
    def by_key(self) -> Mapping[Key, list[Mention]]:
        """The figures by what they amount to."""
        found: dict[Key, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.key].append(mention)
        return found

    @cached_property
    def by_sentence(self) -> Mapping[int, list[Mention]]:
        """The figures of each sentence."""
        found: dict[int, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.sentence].append(mention)
        return found

    @cached_property
    def _postings(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, own in enumerate(self.grams):
            for gram in own:
                found[gram].append(index)
        return found

    def nearest(self, own: Grams, most: int) -> list[int]:
        """Give the sentences that share most grams with others, best first.

        Grams that stand in most sentences tell nothing and are passed over.
        """
        common = max(len(self.grams) // 4, 20)
        shared: Counter[int] = Counter()
        for gram in own:
            places = self._postings.get(gram, ())
            if len(places) <= common:
                shared.update(places)
        return [index for index, _ in shared.most_common(most)]

    def sources_of(self, own: Grams, keys: Set[Key]) -> list[int]:
        """Give the sentences that others' grams were taken over from, almost word for word.

        Of several that are alike but for their figures, those with most of the figures `keys` are meant.
        """
        if len(own) < _LEAST_GRAMS:
            return []
        taken = [index for index in self.nearest(own, _SENTENCES) if held(own, self.grams[index]) >= _TAKEN_OVER]
        shared = {index: len(keys & {one.key for one in self.by_sentence.get(index, ())}) for index in taken}
        return [index for index in taken if shared[index] == max(shared.values())]

    def keys_of(self, index: int) -> Set[Key]:
        """Give what the figures of a sentence amount to."""
        return {mention.key for mention in self.by_sentence.get(index, ())}

    def periods_of(self, index: int) -> list[Period]:
        """Give the periods of a sentence."""
        start, end = self.release.sentences[index].at
        first, last = bisect_left(self._ends, start + 1), bisect_right(self._ends, end)
        return list(self.periods[first:last])

    def sentence_at(self, position: int) -> int:
        """Give the index of the sentence at a position."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def _mention(self, place: int, claim: Claim | None) -> Mention:
        figure = self._figures[place]
        sentence = self.sentence_at(figure.at.start)
        core = self.release.sentences[sentence].core
        clause = self._clause(place, core)
        first = bisect_left(self._figure_starts, clause.start)
        slot = (place - first, bisect_left(self._figure_starts, clause.end) - first)
        left, right = Span(clause.start, figure.at.start), Span(figure.at.end, clause.end)
        told, back = self._told(left) + _OWN_MARK + self._told(right), left.start
        for _ in range(_CLAUSES_BACK):
            # A clause that only says 增长 is told apart by the one before it.
            if back <= core.start or len(told.replace(_MARK, "").replace(_OWN_MARK, "")) >= _LEAST_WORDS:
                break
            start = self._clause_start(back - 1, core)
            told, back = self._told(Span(start, back - 1)) + told, start
        return Mention(
            figure, claim, self.value[slice(*left)], self.value[slice(*right)], told, grams(told), sentence, slot
        )

    def _clause(self, place: int, core: Span) -> Span:
        figure, end = self._figures[place].at, core.end
        position = bisect_left(self._breaks, figure.end)
        if position < len(self._breaks):
            end = min(self._breaks[position], core.end)
        return Span(self._clause_start(figure.start, core), end)

    def _clause_start(self, before: int, core: Span) -> int:
        position = bisect_left(self._breaks, before)
        return max(self._breaks[position - 1] + 1 if position else 0, core.start)

    @cached_property
    def _breaks(self) -> list[int]:
        """The places of marks that part clauses, those inside figures (1,250) left out."""
        inside = {at for figure in self._figures for at in range(*figure.at)}
        return [match.start() for match in _BREAK.finditer(self.value) if match.start() not in inside]

    def _told(self, span: Span) -> str:
        """Give the words of a stretch with figures as marks and periods, comparisons and adverbs taken out."""
        pieces: list[str] = []
        position = span.start
        for at, mark in self._covered(span):
            if at.start >= position:
                pieces += (self.value[position : at.start], mark)
                position = at.end
        pieces.append(self.value[position : span.end])
        return _NOISE.sub("", _said_elsewhere().sub("", "\x00".join(pieces)).replace("\x00", ""))

    def _covered(self, span: Span) -> Iterator[tuple[Span, str]]:
        places = self._cover
        position = bisect_left(places, (span.start,))
        while position < len(places) and places[position][0] < span.end:
            start, end, mark = places[position]
            if end <= span.end:
                yield Span(start, end), mark
            position += 1

    @cached_property
    def _cover(self) -> list[tuple[int, int, str]]:
        figures = [(*figure.at, _MARK) for figure in self._figures]
        return sorted([*figures, *((*period.at, "") for period in self.periods)])


@cache
def _said_elsewhere() -> re.Pattern[str]:
    """Match what is compared by itself: 同比, 上升, and adverbs that tell nothing."""
    words = {
        "其中",
        *lexicon.mapping("claims/changes"),
        *lexicon.mapping("claims/comparisons"),
        *lexicon.words("claims/adverbs"),
    }
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def grams(text: str) -> Grams:
    """Give the pairs of neighbouring characters of a text; a single character stands for itself.

    >>> sorted(grams("出口#"))
    ['出口', '口#']
    """
    return frozenset(text[place : place + 2] for place in range(max(len(text) - 1, 1))) if text else frozenset()


def alike(one: Grams, other: Grams) -> float:
    """Give how alike two sets of grams are, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def held(one: Grams, other: Grams) -> float:
    """Give the part of one set that the other holds, from 0 to 1."""
    return len(one & other) / len(one) if one else 1.0


def likeness(mention: Mention, own: Grams, other: Mention, others: Grams) -> float:
    """Give how well two figures' surroundings agree, from 0 to 1: their words, and their sentences' words."""
    return _WORDS_WEIGHT * alike(mention.words, other.words) + _SENTENCE_WEIGHT * held(own, others)

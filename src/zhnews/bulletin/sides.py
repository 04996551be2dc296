"""Lays a text out for comparison: each figure with the words around it, said so that two writings can be compared.

What is compared by itself elsewhere (other figures, periods, words of change and comparison) is taken out of the words.
All is worked out when it is asked for, and once: most of a release is never compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from zhnews import lexicon
from zhnews.bulletin.likeness import Grams, Postings, grams
from zhnews.bulletin.terms import change_words, comparison_words, names, numbers, ordinals, said_elsewhere, same_unit
from zhnews.claims import ExtractClaims
from zhnews.model import Claim, Period, Quantity, Release, Sentence
from zhnews.numbers import find_figures, find_periods
from zhnews.text import Span

_BREAK = re.compile(r"[，,；;：:。！？!?\n]")
_NOISE = re.compile(r"[\s，,、；;：:。！？!?“”‘’\"'（）()《》【】·…—]+")
_WHOLE = re.compile(r"全[国省市县区球州旗镇乡]")
_LEVEL = re.compile(r"(?<!甚)[至到]|[为达]")
_RATES, _FARTHEST = ("幅", "速"), 3
_AREAS = frozenset("国省市县区州镇乡村")
_MARK, _OWN_MARK = "#", "@"
_LEAST_WORDS = 2
_CLAUSES_BACK = 2
# A clause without a comma may be a whole table: no more than this is looked at on both sides of a figure.
_WINDOW, _BEFORE = 120, 300
# Of more figures that may be meant than these, those are compared that are said in the likest words.
_MOST_MEANT, _VISITS = 16, 256

Key = tuple[str | None, ...]


@dataclass(frozen=True, eq=False)
class Mention:
    """A figure in its text, with the words around it."""

    side: Side = field(repr=False)
    figure: Quantity
    statement: Statement

    @property
    def claim(self) -> Claim | None:
        """What the figure is said of."""
        return self.side.claims.get(self.figure.at)

    @property
    def is_fraction(self) -> bool:
        """Whether it is a part of one: 五分之一."""
        return self.figure.kind == "multiple" and self.figure.unit is None

    @cached_property
    def amount(self) -> Quantity:
        """The figure as all write it: 五分之一 in percent, 8市 as 8个市."""
        figure = self.figure
        if self.is_fraction and figure.value is not None:
            percent = round(100 * Decimal(figure.value), 1).normalize()
            return replace(figure, value=format(percent, "f"), unit="%", kind="percent")
        if figure.unit in _AREAS:
            return replace(figure, unit="个")
        return figure

    @cached_property
    def key(self) -> Key:
        """What must be equal for two figures to say the same amount."""
        figure = self.amount
        return (_plain(figure.value), _plain(figure.low), _plain(figure.high), same_unit(figure.unit))

    @cached_property
    def _clause(self) -> Span:
        return self.side.clause(self.figure.at, self.statement.core)

    @cached_property
    def slot(self) -> tuple[int, int]:
        """The figure's place among the figures of its clause, and how many these are."""
        return self.side.slot(self.figure.at, self._clause)

    @cached_property
    def left(self) -> str:
        """The clause before the figure as it is written."""
        end = self.figure.at.start
        return self.side.value[max(self._clause.start, end - _WINDOW) : end]

    @cached_property
    def right(self) -> str:
        """The clause behind the figure as it is written."""
        start = self.figure.at.end
        return self.side.value[start : min(self._clause.end, start + _WINDOW)]

    @cached_property
    def clause(self) -> str:
        """The clause as it is written."""
        return self.left + self.figure.surface + self.right

    @cached_property
    def told(self) -> str:
        """What the clause tells apart from all that is compared by itself, the figure as a mark."""
        (start, end), clause, core = self.figure.at, self._clause, self.statement.core
        left = Span(max(clause.start, start - _WINDOW), start)
        right = Span(end, min(clause.end, end + _WINDOW))
        told, back = self.side.told(left) + _OWN_MARK + self.side.told(right), left.start
        for _ in range(_CLAUSES_BACK):
            # A clause that only says 增长 is told apart by the one before it.
            if back <= core.start or len(told.replace(_MARK, "").replace(_OWN_MARK, "")) >= _LEAST_WORDS:
                break
            before = max(self.side.clause_start(back - 1, core), back - _WINDOW)
            # The figures of that clause are other ones.
            told, back = self.side.told(Span(before, back - 1)).replace(_MARK, "") + told, before
        return told

    @cached_property
    def lead(self) -> str:
        """What is told between the figure before it in the clause, or the clause's start, and the figure."""
        return self.side.told(self.side.lead(self.figure.at, self.figure.at.start - len(self.left)))

    @cached_property
    def names(self) -> Sequence[str]:
        """The places and unions named in the lead, else in the subject; of a list of 分别 the one in its slot."""
        listed, apart, _ = self.left.partition("分别")
        if apart and len(found := names(listed)) == self.slot[1]:
            return found[self.slot[0] :][:1]
        subject = self.claim.subject if self.claim else None
        return names(self.lead) or names(subject or "")

    @cached_property
    def words(self) -> Grams:
        """The grams of what is told."""
        return grams(self.told)

    @cached_property
    def change(self) -> str | None:
        """The word of change that is said of the figure: the last before it, else the first behind."""
        words = self.changes_before
        behind = None if words else change_words().search(self.right)
        return words[-1].group() if words else behind.group() if behind else None

    @cached_property
    def changes_before(self) -> Sequence[re.Match[str]]:
        """The words of change before the figure."""
        return list(change_words().finditer(self.left))

    @cached_property
    def is_rate(self) -> bool:
        """Whether the figure is the level of a rate of change: 涨幅…扩大至1.3% says that prices rose by 1.3%."""
        words = self.changes_before
        return len(words) > 1 and words[-2].group().endswith(_RATES) and self.becomes

    @cached_property
    def becomes(self) -> bool:
        """Whether the words right before the figure say what something came to: 降至, 达到."""
        words = self.changes_before
        tail = self.left[words[-1].start() :] if words else self.left
        return _LEVEL.search(tail[-_FARTHEST:]) is not None

    @property
    def direction(self) -> str | None:
        """The direction of the change that is said of the figure."""
        word = self.changes_before[-2].group() if self.is_rate else self.change
        return lexicon.mapping("claims/changes")[word] if word else None


class Pool:
    """Figures that may be meant by another."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []

    @cached_property
    def _postings(self) -> Postings:
        return Postings(mention.words for mention in self.mentions)

    def closest(self, mention: Mention) -> Sequence[Mention]:
        """Give those that are to be compared: all of a few, of many those said in the likest words."""
        if len(self.mentions) <= _MOST_MEANT:
            return self.mentions
        return [self.mentions[place] for place in self._postings.nearest(mention.words, _MOST_MEANT, _VISITS)]


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence of a side."""

    side: Side = field(repr=False)
    sentence: Sentence
    pool: Pool = field(default_factory=Pool)

    @property
    def index(self) -> int:
        """Its place among the sentences."""
        return self.sentence.index

    @cached_property
    def core(self) -> Span:
        """Its span in the current text, without white space around it."""
        return self.sentence.core

    @cached_property
    def text(self) -> str:
        """Its words as they are written."""
        return self.sentence.text

    @cached_property
    def grams(self) -> Grams:
        """The grams of what it tells."""
        return grams(self.side.told(self.core))

    @cached_property
    def keys(self) -> Set[Key]:
        """What its figures amount to."""
        return {mention.key for mention in self.pool.mentions}

    @cached_property
    def by_key(self) -> Mapping[Key, list[Mention]]:
        """Its figures by what they amount to."""
        return _grouped(self.pool.mentions)

    @cached_property
    def periods(self) -> Sequence[Period]:
        """The periods it names."""
        return self.side.periods_in(self.sentence.at)

    @cached_property
    def comparisons(self) -> Sequence[tuple[int, str]]:
        """The places in the text where it says a basis, and the basis."""
        words = lexicon.mapping("claims/comparisons")
        return [(m.start(), words[m.group()]) for m in comparison_words().finditer(self.side.value, *self.core)]

    @cached_property
    def wholes(self) -> Sequence[str]:
        """The wholes it names: 全市."""
        return _WHOLE.findall(self.text)

    @cached_property
    def places(self) -> Sequence[str]:
        """The places it names."""
        return names(self.text, places=True)

    @cached_property
    def numbers(self) -> Set[str]:
        """The numbers in it, whatever they count."""
        return numbers(self.text)

    @cached_property
    def ordinals(self) -> Mapping[str, Set[str]]:
        """The ordinals in it by what they count: 第3位."""
        found: dict[str, set[str]] = defaultdict(set)
        for of, number, _ in ordinals(self.text):
            found[of].add(number)
        return found


def _grouped(mentions: Iterable[Mention]) -> Mapping[Key, list[Mention]]:
    found: dict[Key, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.key].append(mention)
    return found


def _plain(value: str | None) -> str | None:
    if value is None or "." not in value:
        return value
    return value.rstrip("0").rstrip(".")


class Side:
    """One of two texts that are held against each other: its figures, periods and sentences."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.value = release.text.value
        self.periods: Sequence[Period] = find_periods(release.text, release.published)
        self._ends = [period.at.end for period in self.periods]
        self._starts = [sentence.at.start for sentence in release.sentences]
        self.statements = [Statement(self, sentence) for sentence in release.sentences]
        self._figures = [figure for figure in find_figures(release.text) if not self._dates(figure)]
        self._figure_starts = [figure.at.start for figure in self._figures]
        self.mentions = [Mention(self, figure, self.statement_at(figure.at.start)) for figure in self._figures]
        for mention in self.mentions:
            mention.statement.pool.mentions.append(mention)

    def _dates(self, figure: Quantity) -> bool:
        """Tell whether a figure is part of a period: 前11个月."""
        place = bisect_left(self._ends, figure.at.end)
        return place < len(self.periods) and self.periods[place].at.start <= figure.at.start

    @cached_property
    def claims(self) -> Mapping[Span, Claim]:
        """The claims by their places, extracted only where something differs."""
        release = self.release if "claims" in self.release.done else ExtractClaims()(self.release)
        return {claim.at: claim for claim in release.claims}

    @cached_property
    def by_key(self) -> Mapping[Key, Pool]:
        """The figures by what they amount to."""
        found: dict[Key, Pool] = defaultdict(Pool)
        for mention in self.mentions:
            found[mention.key].mentions.append(mention)
        return found

    @cached_property
    def postings(self) -> Postings:
        """The index of the sentences."""
        return Postings(statement.grams for statement in self.statements)

    @cached_property
    def headed(self) -> str:
        """The text with what stands above it: title and dateline."""
        return self.value + (self.release.title or "") + (self.release.dateline or "")

    @cached_property
    def numbers(self) -> Set[str]:
        """All numbers in it, whatever they count."""
        return numbers(self.headed)

    def before(self, position: int) -> str:
        """Give the text some way before a position."""
        return self.value[max(position - _BEFORE, 0) : position]

    def periods_in(self, at: Span) -> Sequence[Period]:
        """Give the periods of a stretch."""
        return self.periods[bisect_left(self._ends, at.start + 1) : bisect_right(self._ends, at.end)]

    def statement_at(self, position: int) -> Statement:
        """Give the sentence at a position."""
        return self.statements[max(bisect_right(self._starts, position) - 1, 0)]

    def slot(self, at: Span, clause: Span) -> tuple[int, int]:
        """Give the place of a figure in its clause, and how many figures that has."""
        first = bisect_left(self._figure_starts, clause.start)
        place = bisect_left(self._figure_starts, at.start)
        return place - first, bisect_left(self._figure_starts, clause.end) - first

    def lead(self, at: Span, start: int) -> Span:
        """Give the stretch before a figure, from the figure before it or from a position."""
        place = bisect_left(self._figure_starts, at.start)
        return Span(max(start, self._figures[place - 1].at.end if place else 0), at.start)

    def clause(self, at: Span, core: Span) -> Span:
        """Give the clause around a figure, within its sentence."""
        position = bisect_left(self._breaks, at.end)
        end = min(self._breaks[position], core.end) if position < len(self._breaks) else core.end
        return Span(self.clause_start(at.start, core), end)

    def clause_start(self, before: int, core: Span) -> int:
        """Give the start of the clause that runs to a position, within its sentence."""
        position = bisect_left(self._breaks, before)
        return max(self._breaks[position - 1] + 1 if position else 0, core.start)

    @cached_property
    def _breaks(self) -> list[int]:
        """The places of marks that part clauses, those inside figures (1,250) left out."""
        found: list[int] = []
        places = iter(self._figures)
        figure = next(places, None)
        for match in _BREAK.finditer(self.value):
            place = match.start()
            while figure is not None and figure.at.end <= place:
                figure = next(places, None)
            if figure is None or place < figure.at.start:
                found.append(place)
        return found

    def told(self, span: Span) -> str:
        """Give the words of a stretch with figures as marks and periods, comparisons and adverbs taken out."""
        pieces: list[str] = []
        position = span.start
        for at, mark in self._covered(span):
            if at.start >= position:
                pieces += (self.value[position : at.start], mark)
                position = at.end
        pieces.append(self.value[position : span.end])
        return _NOISE.sub("", said_elsewhere().sub("", "\x00".join(pieces)).replace("\x00", ""))

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

"""Lays the claims of a release out for the checks: each with its interval, the words before it, and its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zhnews.claims.interval import Interval, allowed
from zhnews.model import Claim, Finding, Release, Result, Sentence
from zhnews.numbers import find_figures
from zhnews.text import Span

_CLAUSE_START = re.compile(r"[，,；;。：:！？\n]")
_JOINT = re.compile(r"\s?[、和及与]?\s?")
_MOST_FIGURES = 50
_PEOPLE = {"名": "人", "位": "人"}
_LEVELS = frozenset({"count", "money", "amount", "duration"})


@dataclass(frozen=True)
class Figure:
    """A claim with what it allows.

    `lead` are the words back to the figure before or the sentence's start, `clause` those back to the last comma;
    figures in a row share both.
    """

    claim: Claim
    range: Interval
    lead: str
    clause: str

    @property
    def value(self) -> float:
        """The middle of what is stated, for formulas."""
        stated = self.claim.value or self.claim.low or self.claim.high
        return float(stated) if stated else 0.0

    @property
    def text(self) -> str:
        """The figure as it is written."""
        return self.claim.surface

    @property
    def named(self) -> str:
        """What the figure is said of: the words before it, of a list of 分别 its own subject."""
        subject = self.claim.subject if "分别" in self.clause else None
        return subject or self.clause

    @property
    def is_level(self) -> bool:
        """Whether it says how much there is, no share and no change."""
        return self.claim.kind in _LEVELS and not self.is_change

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something changed."""
        changes = self.claim.direction is not None or self.claim.basis is not None
        return changes and self.claim.kind != "duration"

    def like(self, other: Figure) -> bool:
        """Tell whether two figures are counted in one unit, so that they can be added up."""
        mine, theirs = self.claim.unit, other.claim.unit
        if self.claim.kind != other.claim.kind:
            return False
        return mine == theirs or _PEOPLE.get(mine or "", mine) == _PEOPLE.get(theirs or "", theirs)


@dataclass(frozen=True)
class Passage:
    """A sentence with its figures, in order."""

    sentence: Sentence
    figures: Sequence[Figure]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.sentence.text

    def between(self, first: Figure, second: Figure) -> str:
        """Give the words between two figures of the sentence."""
        return self.sentence.body.value[first.claim.at.end : second.claim.at.start]

    def behind(self, figure: Figure) -> str:
        """Give the words behind a figure, to the next figure or the sentence's end."""
        place = self.figures.index(figure) + 1
        end = self.figures[place].claim.at.start if place < len(self.figures) else self.sentence.core.end
        return self.sentence.body.value[figure.claim.at.end : end]


def passages(release: Release) -> Iterator[Passage]:
    """Yield the sentences that hold figures; damaged ones are left out, since their digits may be lost.

    The checks weigh the figures of a passage against each other: endless sentences come in parts, to bound their time.
    """
    claims = sorted([*release.claims, *_sources(release)], key=lambda claim: claim.at)
    for index, own in groupby(claims, key=lambda claim: claim.sentence):
        sentence = release.sentences[index]
        if not sentence.damaged:
            figures = tuple(_figures(sentence, own))
            for place in range(0, len(figures), _MOST_FIGURES):
                yield Passage(sentence, figures[place : place + _MOST_FIGURES])


def _sources(release: Release) -> Iterator[Claim]:
    """Yield the figures behind 由 and 从 that are no claims of their own: 由15天缩短至5天."""
    value = release.text.value
    known = {claim.at.start for claim in release.claims}
    places = [sentence.at.end for sentence in release.sentences]
    for figure in find_figures(release.text):
        start = figure.at.start
        if start in known or value[start - 1 : start] not in ("由", "从"):
            continue
        sentence = bisect_right(places, start)
        fields = (figure.value, figure.low, figure.high, figure.unit, figure.kind, figure.qualifier)
        if sentence < len(places):
            yield Claim(figure.body, figure.at, *fields, id="", sentence=sentence)


def _figures(sentence: Sentence, claims: Iterable[Claim]) -> Iterator[Figure]:
    value, position = sentence.body.value, sentence.core.start
    before: Figure | None = None
    for claim in claims:
        found = allowed(claim)
        lead = value[position : claim.at.start]
        position = claim.at.end
        if found is None:
            continue
        if before is not None and _JOINT.fullmatch(lead):
            before = Figure(claim, found, before.lead, before.clause)
        else:
            before = Figure(claim, found, lead, _CLAUSE_START.split(lead)[-1])
        yield before


def finding(kind: str, result: Result, formula: str, message: str, figures: Iterable[Figure]) -> Finding:
    """Report a check of figures, in the order of the text."""
    involved = sorted({figure.claim.at: figure.claim for figure in figures}.values(), key=lambda claim: claim.at)
    return Finding(
        kind,
        result,
        message,
        formula,
        tuple(claim.id for claim in involved if claim.id),
        tuple(claim.span for claim in involved),
        tuple(claim.surface for claim in involved),
    )


def dated(kind: str, result: Result, formula: str, message: str, release: Release, spans: Iterable[Span]) -> Finding:
    """Report a check of dates, at spans of the current text."""
    places = sorted(set(spans))
    return Finding(
        kind,
        result,
        message,
        formula,
        tuple(claim.id for claim in release.claims if any(a <= claim.at.start < b for a, b in places)),
        tuple(release.text.origin(at) for at in places),
        tuple(release.text.value[slice(*at)] for at in places),
    )


def number(value: float) -> str:
    """Write a number for a formula: at most four places, no zeros behind.

    >>> number(87.22466), number(12.0), number(21840000000000.0)
    ('87.2247', '12', '21.84万亿')
    """
    for scale, word in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= scale:
            return f"{value / scale:.4f}".rstrip("0").rstrip(".") + word
    return f"{value:.4f}".rstrip("0").rstrip(".")

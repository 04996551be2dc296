"""The stage: walks over the sentences of a release with their figures and periods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from zhnews.claims.clauses import part
from zhnews.claims.context import Context
from zhnews.claims.reader import Reader
from zhnews.deferred import Deferred
from zhnews.model import Claim, Release, Sentence, View
from zhnews.numbers import find_figures, find_periods

_V = TypeVar("_V", bound=View)
# How many claims before a sentence it may look back at, for the basis of a bare 增长.
_LOOK_BACK = 4
# 比去年同期（下同）增长: so are all the rates that follow.
_ALWAYS = re.compile("[（(，,]下同[，,）)]")


@dataclass(frozen=True)
class ExtractClaims:
    """Extract the numeric claims of a release."""

    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    gives: ClassVar[frozenset[str]] = frozenset({"claims"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its claims, in the order of the text, extracted as far as they are looked at."""
        return release.with_(claims=Deferred(lambda: _extract(release)))


def _extract(release: Release) -> Iterator[Claim]:
    claims: list[Claim] = []
    # The claims that the paragraph opened with.
    paragraph, opened = -1, 0
    told: str | None = None
    always = False
    context = Context(release.published)
    figures = _by_sentence(release.sentences, find_figures(release.text))
    periods = _by_sentence(release.sentences, find_periods(release.text, release.published))
    for sentence, own, times in zip(release.sentences, figures, periods, strict=True):
        if sentence.paragraph != paragraph:
            paragraph, opened = sentence.paragraph, len(claims)
        # Only what stands beside figures is read clause by clause.
        clauses = part(sentence, own, times) if own else []
        context.enter(sentence, clauses, times)
        if own:
            before = claims[max(opened, len(claims) - _LOOK_BACK) :]
            opening = claims[opened] if opened < len(claims) else None
            found = Reader(sentence, clauses, context, len(claims), before, told, opening).read()
            # What only a rate's own change is held against is no basis to go on with.
            bases = [claim.basis for claim in found if claim.basis and claim.kind == "percent" and claim.direction]
            told = ("yoy" if "yoy" in bases else None) if bases and not always else told
            always = always or (told is not None and _ALWAYS.search(sentence.text) is not None)
            claims += found
            yield from found


def _by_sentence(sentences: Sequence[Sentence], views: Sequence[_V]) -> Iterator[list[_V]]:
    """Deal views out to the sentences they stand in."""
    place = 0
    for sentence in sentences:
        found: list[_V] = []
        while place < len(views) and views[place].at.start < sentence.at.end:
            found.append(views[place])
            place += 1
        yield found

"""The recipe: what a sentence repeats of the release, where it stands, its figures, the title, and set phrases.

A sentence's salience is the mean chance of its characters to stand in a summary (see `salience`), which takes in how
often the release repeats them: SumBasic's idea (Nenkova and Vanderwende 2005) with a prior for what comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from zhnews import lexicon
from zhnews.model import Release
from zhnews.rank.salience import repetition, tokens
from zhnews.rank.structure import is_news, kind_of

WEIGHTS = {"position": 0.25, "figures": 0.1, "title": 0.5, "formula": 0.4}
MOST_FIGURES = 6
_MANY_FORMULAS = 2
# A note for the editor, a heading, a reporter's question: none of them is news.
KINDS = {"note": -1.0, "heading": -0.6, "question": -0.5, "next_step": 0.05}


def recipe(release: Release) -> list[dict[str, float]]:
    """Give the parts of each sentence's score, in source order."""
    texts = [sentence.text for sentence in release.sentences]
    news = is_news(release)
    early = [1 / (1 + i) if news else 0.0 for i in range(len(texts))]
    title = frozenset(pairwise(tokens(release.title or "")))
    found = repetition(tuple(texts), tuple(early))
    once = {token: chances[0] for token, chances in found.alone.items()}
    return [
        _parts(text, bag, sum(map(found.figures.__contains__, bag)), near, once, title)
        for text, bag, near in zip(texts, found.bags, early, strict=True)
    ]


def _parts(
    text: str,
    bag: Sequence[str],
    figures: int,
    near: float,
    once: Mapping[str, float],
    title: frozenset[tuple[str, str]],
) -> dict[str, float]:
    kind = kind_of(text)
    parts = {
        "salience": sum(map(once.__getitem__, bag)) / len(bag) if bag else 0.0,
        "position": WEIGHTS["position"] * near,
        "figures": WEIGHTS["figures"] * min(MOST_FIGURES, figures) / MOST_FIGURES,
        "title": WEIGHTS["title"] * len(title & frozenset(pairwise(bag))) / len(title) if title else 0.0,
        "formula": 0.0 if figures else -WEIGHTS["formula"] * _formulaic(text),
    }
    return parts | ({kind: KINDS[kind]} if kind else {})


def _formulaic(sentence: str) -> float:
    """Say from 0 to 1 how much of a sentence is set phrases of resolve, which report nothing."""
    return min(1.0, len(_formulas().findall(sentence)) / _MANY_FORMULAS)


@cache
def _formulas() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon.words("rank/formulas"), key=len, reverse=True))))

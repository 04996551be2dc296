"""Rankers to compare with: SnowNLP's TextRank, and sentences in their order."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from zhnews.model import Release
from zhnews.rank.vectors import content
from zhnews.segment import Segmenter, words_by_sentence


def lead(release: Release) -> list[dict[str, float]]:
    """Score sentences by their place alone."""
    return [{"position": 1 / (1 + i)} for i in range(len(release.sentences))]


def snownlp(release: Release, segmenter: Segmenter) -> list[dict[str, float]]:
    """Score sentences by SnowNLP's TextRank over their content words."""
    bags = [content(bag) for bag in words_by_sentence(release, segmenter=segmenter)]
    filled = [(i, bag) for i, bag in enumerate(bags) if bag]
    parts = [{"textrank": 0.0} for _ in bags]
    if filled:
        textrank = _snownlp_textrank()([bag for _, bag in filled])
        textrank.solve()
        for place, weight in textrank.top:
            parts[filled[place][0]]["textrank"] = weight
    return parts


@cache
def _snownlp_textrank() -> Callable[[list[list[str]]], Any]:
    """Load SnowNLP's TextRank alone: importing the package would load its models for seconds.

    The two modules it consists of are loaded under a private package name, so that a program's own
    `import snownlp` finds nothing half-made.
    """
    spec = importlib.util.find_spec("snownlp")
    assert spec is not None
    assert spec.submodule_search_locations
    package = ModuleType("_zhnews_snownlp")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules[package.__name__] = package
    textrank = importlib.import_module("_zhnews_snownlp.summary.textrank")
    return textrank.TextRank  # type: ignore[no-any-return]

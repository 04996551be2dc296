"""Scores the sentences of a release, and shows what each score is made of.

The recipe: position 0.5/√(1+i), half of a quarter each for LexRank (Erkan and Radev 2004) and directed centrality
(PacSum, Zheng and Lapata 2019), a bonus for figures, and the share of the title's words. Words are weighed by the
inverse document frequencies that jieba ships. Sentences without figures that are made of set phrases are held back.
"""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Literal, TypeAlias

from zhnews import lexicon
from zhnews.model import Release, ScoredSentence
from zhnews.numbers import figure_spans
from zhnews.segment import Segmenter, words, words_by_sentence

Ranker = Literal["zhnews", "snownlp", "lead"]
Vector: TypeAlias = Mapping[str, float]
_Bags: TypeAlias = list[list[str]]
_Parts: TypeAlias = dict[str, float]

WEIGHTS = {"position": 0.5, "lexrank": 0.25, "directed": 0.25, "figures": 0.3, "title": 1.0, "formula": 0.4}
MOST_FIGURES = 6
_MANY_FORMULAS = 2
DIRECTED_THRESHOLD = 0.2
_LEXRANK_THRESHOLD = 0.1
# The median of jieba's table, which it gives to words it doesn't know; working it out anew would cost 60 ms a start.
_IDF_OF_UNKNOWN = 11.9547675029
_DAMPING = 0.85
_ROUNDS = 12
# Beyond this many sentences each is compared with its neighbourhood only, which keeps long reports linear.
_WINDOW = 60


@dataclass(frozen=True)
class Rank:
    """Score the sentences of a release by the recipe above, by SnowNLP's TextRank, or in their order."""

    ranker: Ranker = "zhnews"
    segmenter: Segmenter = "rjieba"
    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    gives: ClassVar[frozenset[str]] = frozenset({"scores"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its scored sentences, in source order."""
        bags = [_content(bag) for bag in words_by_sentence(release, segmenter=self.segmenter)]
        weighed = vectors(bags)
        parts = _RANKERS[self.ranker](release, bags, weighed, self.segmenter)
        ranked = tuple(
            ScoredSentence(s.body, s.at, s.index, s.paragraph, sum(own.values()), own, vector, damaged=s.damaged)
            for s, own, vector in zip(release.sentences, parts, weighed, strict=True)
        )
        return release.with_(ranked=ranked)


def content_words(text: str, segmenter: Segmenter = "rjieba") -> list[str]:
    """Give the words of a text that carry meaning: no punctuation, no function words.

    >>> content_words("我市的反诈工作取得了成效。")
    ['我市', '反诈', '工作', '取得', '成效']
    """
    return _content(words(text, segmenter=segmenter))


def _content(bag: list[str]) -> list[str]:
    stop = lexicon.words("rank/stopwords")
    return [word for word in bag if word not in stop and word[0].isalnum()]


def vectors(bags: Sequence[Sequence[str]]) -> list[Vector]:
    """Give a TF-IDF vector of unit length for each bag of words."""
    weights = _idf({word for bag in bags for word in bag})
    found: list[Vector] = []
    for bag in bags:
        vector = {word: count * weights[word] for word, count in Counter(bag).items()}
        norm = math.sqrt(sum(weight * weight for weight in vector.values()))
        found.append({word: weight / norm for word, weight in vector.items()} if norm else {})
    return found


def similarity(a: Vector, b: Vector) -> float:
    """Give the cosine of two vectors of unit length.

    >>> similarity({"反诈": 1.0}, {"反诈": 1.0})
    1.0
    """
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[word] for word, weight in a.items() if word in b)


@cache
def _idf_table() -> dict[bytes, bytes]:
    """Read jieba's table of inverse document frequencies; jieba itself need not be imported for it."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.submodule_search_locations
    data = (Path(spec.submodule_search_locations[0]) / "analyse" / "idf.txt").read_bytes().split()
    return dict(zip(data[::2], data[1::2], strict=True))


def _idf(vocabulary: set[str]) -> dict[str, float]:
    table = _idf_table()
    found = {}
    for word in vocabulary:
        value = table.get(word.encode())
        found[word] = float(value) if value else _IDF_OF_UNKNOWN
    return found


def _recipe(release: Release, bags: _Bags, weighed: list[Vector], segmenter: Segmenter) -> list[_Parts]:
    pairs = _similar_pairs(weighed)
    lexrank, directed = _lexrank(pairs, len(bags)), _directed(pairs, len(bags))
    title = frozenset(content_words(release.title, segmenter)) if release.title else frozenset()
    figures = _figures_by_sentence(release)
    return [
        {
            "position": WEIGHTS["position"] / math.sqrt(1 + i),
            "lexrank": WEIGHTS["lexrank"] * lexrank[i],
            "directed": WEIGHTS["directed"] * directed[i],
            "figures": WEIGHTS["figures"] * min(MOST_FIGURES, figures[i]) / MOST_FIGURES,
            "title": WEIGHTS["title"] * len(title & frozenset(bag)) / len(title) if title else 0.0,
            "formula": 0.0 if figures[i] else -WEIGHTS["formula"] * _formulaic(release.sentences[i].text),
        }
        for i, bag in enumerate(bags)
    ]


def _formulaic(sentence: str) -> float:
    """Say from 0 to 1 how much of a sentence is set phrases of resolve, which report nothing."""
    return min(1.0, len(_formulas().findall(sentence)) / _MANY_FORMULAS)


@cache
def _formulas() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon.words("rank/formulas"), key=len, reverse=True))))


def _figures_by_sentence(release: Release) -> list[int]:
    counts = [0] * len(release.sentences)
    index = 0
    for figure in figure_spans(release.text.value):
        while index + 1 < len(counts) and figure.start >= release.sentences[index].at.end:
            index += 1
        if counts:
            counts[index] += 1
    return counts


def _similar_pairs(bags: list[Vector]) -> list[tuple[int, int, float]]:
    """Give (earlier, later, cosine) for the sentences that share words, by an inverted index."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    pairs: list[tuple[int, int, float]] = []
    for later, vector in enumerate(bags):
        sums: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            held = holders[word]
            for earlier, other in held[-_WINDOW:]:
                if later - earlier <= _WINDOW:
                    sums[earlier] += weight * other
            held.append((later, weight))
        pairs += [(earlier, later, value) for earlier, value in sums.items()]
    return pairs


def _lexrank(pairs: list[tuple[int, int, float]], count: int) -> list[float]:
    """Give each sentence's LexRank, scaled to 0..1."""
    edges = [(a, b, value) for a, b, value in pairs if value >= _LEXRANK_THRESHOLD]
    degree = [1e-9] * count
    for a, b, value in edges:
        degree[a] += value
        degree[b] += value
    rank = [1.0] * count
    for _ in range(_ROUNDS):
        spread = [1 - _DAMPING] * count
        for a, b, value in edges:
            spread[b] += _DAMPING * rank[a] * value / degree[a]
            spread[a] += _DAMPING * rank[b] * value / degree[b]
        rank = spread
    return _scaled(rank)


def _directed(pairs: list[tuple[int, int, float]], count: int) -> list[float]:
    """Give each sentence's directed centrality: what follows it speaks for it, what precedes it against."""
    values = [0.0] * count
    top = max((value for _, _, value in pairs), default=0.0)
    for a, b, value in pairs:
        beyond = value - DIRECTED_THRESHOLD * top
        if beyond > 0:
            values[a] += beyond
            values[b] -= beyond
    return _scaled(values)


def _scaled(values: list[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]


def _lead(release: Release, bags: _Bags, weighed: list[Vector], segmenter: Segmenter) -> list[_Parts]:
    return [{"position": 1 / (1 + i)} for i in range(len(bags))]


def _snownlp(release: Release, bags: _Bags, weighed: list[Vector], segmenter: Segmenter) -> list[_Parts]:
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


_RANKERS: dict[str, Callable[[Release, _Bags, list[Vector], Segmenter], list[_Parts]]] = {
    "zhnews": _recipe,
    "snownlp": _snownlp,
    "lead": _lead,
}

"""Words with weights, to compare texts by: inverse document frequencies that jieba ships, and cosines."""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from zhnews import lexicon
from zhnews.segment import Segmenter, words

Vector: TypeAlias = Mapping[str, float]

# The median of jieba's table, which it gives to words it doesn't know; working it out anew would cost 60 ms a start.
_IDF_OF_UNKNOWN = 11.9547675029


def content_words(text: str, segmenter: Segmenter = "rjieba") -> list[str]:
    """Give the words of a text that carry meaning: no punctuation, no function words.

    >>> content_words("我市的反诈工作取得了成效。")
    ['我市', '反诈', '工作', '取得', '成效']
    """
    return content(words(text, segmenter=segmenter))


def content(bag: Sequence[str]) -> list[str]:
    """Leave out punctuation and function words."""
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

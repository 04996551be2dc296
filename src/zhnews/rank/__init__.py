"""Scores the sentences of a release, and shows what each score is made of."""

from zhnews.rank.salience import MOST_TIMES, Expected, expected, is_figure, tokens
from zhnews.rank.stage import Rank, Ranker
from zhnews.rank.structure import is_news, kind_of
from zhnews.rank.vectors import Vector, content_words, similarity, vectors

__all__ = [
    "MOST_TIMES",
    "Expected",
    "Rank",
    "Ranker",
    "Vector",
    "content_words",
    "expected",
    "is_figure",
    "is_news",
    "kind_of",
    "similarity",
    "tokens",
    "vectors",
]

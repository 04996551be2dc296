"""Scores the sentences of a release, and shows what each score is made of."""

from zhnews.rank.salience import MOST_TIMES, Chances, Repetition, is_figure, repetition, tokens
from zhnews.rank.stage import Rank, Ranker
from zhnews.rank.structure import is_news, kind_of
from zhnews.rank.vectors import Vector, content_words, similarity, vectors

__all__ = [
    "MOST_TIMES",
    "Chances",
    "Rank",
    "Ranker",
    "Repetition",
    "Vector",
    "content_words",
    "is_figure",
    "is_news",
    "kind_of",
    "repetition",
    "similarity",
    "tokens",
    "vectors",
]

"""Tells what a release is about: by a dictionary of topic words, else by what its title shares with others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from zhnews import lexicon
from zhnews.rank import content_words

OTHER = "其他"
_IN_TITLE, _ENOUGH = 3, 2
_TOP_CHARACTERS = 400
_SHORTEST_WORD = 2


def topics_of(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Give the topic of each (title, text).

    >>> topics_of([("粮食丰收", "秋粮41.3万亩。"), ("龙舟开赛", "龙舟下水。"), ("龙舟闭幕", "散场。")])
    ['农业', '龙舟', '龙舟']
    """
    found = [_by_words(title, text) for title, text in texts]
    rest = [set(content_words(title)) for (title, _), topic in zip(texts, found, strict=True) if topic is None]
    shared = Counter(word for words in rest for word in words if len(word) >= _SHORTEST_WORD and word.isalpha())
    return [topic or _by_title(title, shared) for (title, _), topic in zip(texts, found, strict=True)]


def _by_words(title: str, text: str) -> str | None:
    topics = lexicon.mapping("digest/topics")
    weights: Counter[str] = Counter()
    for word in _pattern().findall(title):
        weights[topics[word]] += _IN_TITLE
    for word in _pattern().findall(text[:_TOP_CHARACTERS]):
        weights[topics[word]] += 1
    topic, weight = max(weights.items(), key=lambda item: item[1], default=(None, 0))
    return topic if weight >= _ENOUGH else None


def _by_title(title: str, shared: Counter[str]) -> str:
    idle = lexicon.words("digest/not_topics")
    words = [word for word in content_words(title) if shared[word] > 1 and word not in idle]
    return max(words, key=lambda word: (shared[word], len(word)), default=OTHER)


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(lexicon.words("digest/topics"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))

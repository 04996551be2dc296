"""Says how much of a release's wording a summary is likely to repeat, token by token.

A character, a figure or a Latin word of the release turns up in a human summary the more often, the more often the
release repeats it and the earlier it comes: the logit of its chance is nearly linear in the logarithm of its count and
in 1/(1+i), i being the sentence it first stands in. The two weights were fitted on each of two sets of releases with
human summaries, and agree. So does a third: where the pair that a token makes with its neighbour stands in more than
one sentence, the odds rise with the logarithm of their number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise, repeat
from typing import TypeAlias

# The chance that a summary has a token once at least, twice at least, and so on to MOST_TIMES; then zeros, so that what
# was said MOST_TIMES before may still be asked for MOST_TIMES more.
Chances: TypeAlias = tuple[float, ...]

_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
# Characters are found a run at a time: a match for each would cost more than all else that is done with them.
_RUN = re.compile(rf"[{_FIRST_HAN}-{_LAST_HAN}]+|\d+(?:\.\d+)?(?:[%年月日时]|[万亿]+)?|[A-Za-z]+")
_CHANCE_OF_ONE = 0.08
_EARLY = 2.0
MOST_TIMES = 5
_STEPS_PER_UNIT = 20
_LARGEST_MEAN = 6.0
_PAIR_POWER = 0.8
_ZEROS: Chances = (0.0,) * (MOST_TIMES + 1)
_NONE: Chances = (0.0,) * MOST_TIMES + _ZEROS


def tokens(text: str) -> list[str]:
    """Give the characters, figures and Latin words of a text, without marks.

    >>> tokens("增长5.2%，达3万人")
    ['增', '长', '5.2%', '达', '3万', '人']
    """
    found: list[str] = []
    for run in _RUN.findall(text):
        if _FIRST_HAN <= run[0] <= _LAST_HAN:
            found += run
        else:
            found.append(run)
    return found


def is_figure(token: str) -> bool:
    """Tell whether a token is a number that isn't part of a date."""
    return "0" <= token[0] <= "9" and token[-1] not in "年月日时"


class Repetition:
    """What sentences repeat of each other: how often each token stands in them, how early first, and in what company.

    `early` says from 1 to 0 how near to the head of the news each sentence stands. `alone` are the chances of a token
    whatever stands beside it, `bags` the tokens of each sentence.

    >>> repetition = Repetition(("水库水位", "水库"), (1.0, 0.5))
    >>> repetition.chances("库")[0] < repetition.chances("水")[0]
    True
    >>> repetition.company(["水", "库", "水"])
    [2, 2, 1]
    """

    def __init__(self, texts: Sequence[str], early: Sequence[float]) -> None:
        self.bags: Sequence[Sequence[str]] = list(map(tokens, texts))
        backwards = self.bags[::-1]
        sizes = map(len, backwards)
        # Of all places of a token the first is the last one noted.
        near = dict(
            zip(chain.from_iterable(backwards), chain.from_iterable(map(repeat, early[::-1], sizes)), strict=True)
        )
        counts = Counter(chain.from_iterable(self.bags))
        # How often each token stands there, and how near to the head first.
        self._told = dict(zip(counts, zip(counts.values(), map(near.__getitem__, counts), strict=True), strict=True))
        known = {told: _chances(_expected(*told)) for told in set(self._told.values())}
        self.alone: Mapping[str, Chances] = dict(zip(counts, map(known.__getitem__, self._told.values()), strict=True))

    @cached_property
    def figures(self) -> Set[str]:
        """The tokens that are figures."""
        # Digits come before all else that a token can begin with.
        return frozenset(token for token in self.alone if token < ":" and is_figure(token))

    @cached_property
    def _pairs(self) -> Mapping[tuple[str, str], int]:
        """How many sentences have each pair of tokens on end."""
        return Counter(chain.from_iterable(map(frozenset, map(pairwise, self.bags))))

    def company(self, bag: Sequence[str]) -> list[int]:
        """Give how many sentences have each token of a stretch beside a neighbour that it has there."""
        holders = self._pairs.get
        found, last = [1] if bag else [], 1
        for pair in pairwise(bag):
            own = holders(pair, 1)
            if own > last:
                found[-1] = own
            found.append(own)
            last = own
        return found

    def chances(self, token: str, company: int = 1) -> Chances:
        """Give the chances of a token that so many sentences have in the same company; a strange one has none."""
        if company == 1:
            return self.alone.get(token, _NONE)
        told = self._told.get(token)
        return _chances(_expected(*told) * company**_PAIR_POWER) if told else _NONE


def _expected(count: int, near: float) -> float:
    """Give the expected number of times of a token in a summary, before it is damped."""
    return count * _CHANCE_OF_ONE * math.exp(_EARLY * near)


@lru_cache(maxsize=4)
def repetition(texts: tuple[str, ...], early: tuple[float, ...]) -> Repetition:
    """Give the repetition of sentences; the last results are kept, since ranking and choosing ask for the same."""
    return Repetition(texts, early)


def _chances(expected: float) -> Chances:
    return _poisson(round(_STEPS_PER_UNIT * math.log1p(expected)))


@cache
def _poisson(step: int) -> Chances:
    """Give the chances of one, two, … for a Poisson distribution of mean step/20."""
    mean = min(step / _STEPS_PER_UNIT, _LARGEST_MEAN)
    term = math.exp(-mean)
    below = 0.0
    chances = []
    for k in range(MOST_TIMES):
        below += term
        term *= mean / (k + 1)
        chances.append(1 - below)
    return (*chances, *_ZEROS)

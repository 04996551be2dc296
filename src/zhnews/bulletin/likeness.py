"""Finds what is most like a piece of text in time that doesn't grow with what there is: grams and an index of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise

Grams = frozenset[str]

# Grams are asked for from the rarest on, until so many places were looked at.
_VISITS = 2000
_FEW_SETS, _FEW_PLACES = 48, 20
_FEW_WORDS, _HEAD = 32, 8


def grams(text: str) -> Grams:
    """Give the pairs of neighbouring characters of a text; a single character stands for itself.

    >>> sorted(grams("出口#"))
    ['出口', '口#']
    """
    return frozenset(map("".join, pairwise(text))) if len(text) > 1 else frozenset(text)


def alike(one: Grams, other: Grams) -> float:
    """Give how alike two sets of grams are, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def held(one: Grams, other: Grams) -> float:
    """Give the part of one set that the other holds, from 0 to 1."""
    return len(one & other) / len(one) if one else 1.0


class Postings:
    """An index of sets of grams: it gives those that share most grams with another.

    >>> Postings([grams("出口增长"), grams("进口增长"), grams("粮食")]).nearest(grams("出口下降"), 2)
    [0]
    """

    def __init__(self, sets: Iterable[Grams]) -> None:
        self._sets = list(sets)
        self._common = max(len(self._sets) // 4, _FEW_PLACES)

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, own in enumerate(self._sets):
            for gram in own:
                found[gram].append(place)
        return found

    def nearest(self, own: Grams, most: int, visits: int = _VISITS) -> list[int]:
        """Give the places of the sets that share most with another, best first."""
        if len(self._sets) <= _FEW_SETS:
            shared: Mapping[int, int] = {
                place: count for place, one in enumerate(self._sets) if (count := len(own & one))
            }
        else:
            shared = self._counted(own, most, visits)
        return [place for place, _ in nsmallest(most, shared.items(), key=lambda item: (-item[1], item[0]))]

    def _counted(self, own: Grams, most: int, visits: int) -> Mapping[int, int]:
        """Count what is shared; grams of most sets tell nothing and are asked for only where there are no others."""
        known = (self._places[gram] for gram in own if gram in self._places)
        lists = sorted(known, key=lambda places: (len(places), places[0], places[-1]))
        shared: Counter[int] = Counter()
        for places in lists:
            if len(places) > min(visits, self._common):
                break
            shared.update(places)
            visits -= len(places)
        if not shared and lists:
            shared.update(lists[0][:most])
        return shared


def stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text, not as the tail of a longer number.

    >>> stands_in("2月", "今年2月"), stands_in("2月", "12月")
    (True, False)
    """
    at = text.find(words)
    while at >= 0:
        if not (words[:1].isdigit() and text[at - 1 : at].isdigit()):
            return True
        at = text.find(words, at + 1)
    return False


def standing(words: Set[str], text: str) -> Set[str]:
    """Give those of many words that stand in a text; one after the other they would take the text's time each.

    >>> sorted(standing({"2月", "3月"}, "今年2月，13月"))
    ['2月']
    """
    if len(words) <= _FEW_WORDS:
        return {word for word in words if stands_in(word, text)}
    by_head: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for word in words:
        by_head[word[:_HEAD]][len(word)].add(word)
    found: set[str] = set()
    for size in {len(head) for head in by_head}:
        for place in range(len(text) - size + 1):
            lengths: dict[int, set[str]] | None = by_head.get(text[place : place + size])
            for length, group in lengths.items() if lengths else ():
                word = text[place : place + length]
                if word in group and not (word[0].isdigit() and text[place - 1 : place].isdigit()):
                    group.discard(word)
                    found.add(word)
    return found

"""Finds the keywords of spam in a string and weighs them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from zhnews import lexicon

# What a character in no word costs beside a word, where a string is cut into words.
_UNCOVERED = 4
# What a word that weighs something takes off, to choose between ways that are alike.
_PREFERRED = 0.01
# An ordinary word may begin so many characters before a keyword that is its end.
_LONGEST_BEFORE = 3
# What is counted or dated by the digits that a keyword ends with: 加拿大28|日.
_COUNTS = re.compile(
    r"[.．，,]\d|[年月日号號时時点點分多余餘个個名人万萬亿億千百起件家元亩畝吨噸公里次户戶辆輛座项項条條种種位所天周岁歲届屆期省州国國支只艘架枚]"
)


class Weight(NamedTuple):
    """What the keywords of a string weigh together, the heaviest two of them, and how many characters they cover."""

    total: float
    heaviest: float
    second: float
    covered: int


def weigh(text: str) -> Weight:
    """Weigh the keywords of a string.

    >>> weigh("综合执法局").total, weigh("久久综合网").total
    (0.0, 2.0)
    """
    return weight_of([word for word in words(text, 0, len(text)) if word.weight])


def holds_heavy_word(text: str) -> bool:
    """Tell whether a string holds a word that weighs 1 or more, at next to no cost."""
    return bool(anchors(text))


class Word(NamedTuple):
    """A keyword in a string, and what it weighs."""

    start: int
    end: int
    weight: float


@cache
def _terms() -> lexicon.Words:
    return lexicon.Words(row[0] for row in lexicon.load("clean/spam_terms"))


@cache
def _weights() -> dict[str, float]:
    return {term: float(weight) for term, _, weight in lexicon.load("clean/spam_terms")}


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """Yield the words of a stretch so that they cover as much of it as words can, in as few and heavy as can be."""
    end = min(end, len(text))
    known, heavy = _terms(), _weights()
    # What the best way from each place on costs, and how long a word it begins with.
    costs, lengths = [0.0] * (end - start + 1), [0] * (end - start + 1)
    for place in range(end - start - 1, -1, -1):
        best, longest = costs[place + 1] + _UNCOVERED, 0
        for length in known.lengths_at(text, start + place, end):
            weight = heavy[text[start + place : start + place + length]]
            if (cost := costs[place + length] + 1 - min(weight, 1) * _PREFERRED) < best:
                best, longest = cost, length
        costs[place], lengths[place] = best, longest
    place = 0
    while place < end - start:
        length = lengths[place]
        if length:
            begin = start + place
            yield Word(begin, begin + length, heavy[text[begin : begin + length]])
        place += length or 1


def weight_of(found: list[Word]) -> Weight:
    """Weigh keywords together."""
    heaviest = [*sorted((word.weight for word in found), reverse=True), 0.0, 0.0]
    return Weight(sum(heaviest), heaviest[0], heaviest[1], sum(word.end - word.start for word in found))


def is_ordinary(value: str, start: int) -> bool:
    """Tell whether the longest word at a place is an ordinary one, or but the end of one: 未|成年人."""
    end = start + _terms().length_at(value, start)
    heavy = _weights()
    for before in range(max(start - _LONGEST_BEFORE, 0), start + 1):
        length = _terms().length_at(value, before)
        if before + length >= end and not heavy[value[before : before + length]]:
            return True
    return False


def ordinary_at(value: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, length) of the ordinary words, those without weight, that begin in a stretch."""
    heavy = _weights()
    for place in range(start, end):
        for length in _terms().lengths_at(value, place, len(value)):
            if not heavy[value[place : place + length]]:
                yield place, length


def anchors(value: str) -> list[int]:
    """Give where words may start that weigh enough to begin with; ordinary text has next to none."""
    found = _heavy().find_matches_as_indexes(value, overlapping=True)
    return sorted({start for _, start, end in found if not _is_in_latin(value, start, end)})


def _is_in_latin(value: str, start: int, end: int) -> bool:
    """Tell whether a keyword is but a piece of an address, a Latin word or a figure (加拿大28日); xxxx is none."""
    before, after = value[start - 1 : start] if start else "", value[end : end + 1]
    return (
        (_runs_on(before, value[start]) and before != value[start])
        or (_runs_on(value[end - 1], after) and value[end - 1] != after)
        or (value[end - 1].isdigit() and _COUNTS.match(value, end) is not None)
    )


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


@cache
def _heavy() -> AhoCorasick:
    heavy = [word for word, weight in _weights().items() if weight >= 1 and len(word) > 1]
    return AhoCorasick(heavy, store_patterns=False)

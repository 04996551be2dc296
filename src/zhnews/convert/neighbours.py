"""Chooses among the mainland words that one word of s2twp may have been, by what stands around it.

A word of s2twp stands for several mainland words (資料: 数据, 资料). The layer `word-neighbours` gives, for each, the
log odds against the first of them: before any neighbour is seen, and for what stands before, behind or near. The odds
of all neighbours found are summed, as in a logistic regression over them, which is how they were weighed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from zhnews import lexicon

# So many characters on each side are near; so many next to the word are before or behind it.
NEAR, NEXT = 12, 3
_LEFT = re.compile(rf"[\u4e00-\u9fff]{{1,{NEXT}}}\Z")
_RIGHT = re.compile(rf"[\u4e00-\u9fff]{{1,{NEXT}}}")
_EDGE = "|"


class _Word(NamedTuple):
    """The mainland words of one word, each with its odds before any neighbour is seen, and what neighbours add."""

    usual: Mapping[str, float]
    neighbours: Mapping[tuple[str, str], tuple[tuple[str, float], ...]]


@cache
def _words() -> Mapping[str, _Word]:
    usual: dict[str, dict[str, float]] = {}
    neighbours: dict[str, dict[tuple[str, str], tuple[tuple[str, float], ...]]] = {}
    for word, new, place, neighbour, odds in lexicon.load("convert/word-neighbours"):
        if place == "usual":
            usual.setdefault(word, {})[new] = float(odds)
        else:
            table = neighbours.setdefault(word, {})
            table[place, neighbour] = (*table.get((place, neighbour), ()), (new, float(odds)))
    return {word: _Word(found, neighbours.get(word, {})) for word, found in usual.items()}


@cache
def usual() -> Mapping[str, str]:
    """Give the words of the layer, each with the mainland word it most often was.

    >>> usual()["资料"]
    '数据'
    """
    return {word: max(found.usual, key=found.usual.__getitem__) for word, found in _words().items()}


def words(word: str) -> tuple[str, ...]:
    """Give the mainland words that a word may have been, as far as the layer has it.

    >>> words("资料"), words("统计")
    (('数据', '资料'), ())
    """
    known = _words().get(word)
    return tuple(known.usual) if known else ()


def choose(value: str, start: int, end: int) -> tuple[str, str] | None:
    """Give the likeliest mainland word for the word at [start, end), and the neighbour that says most for it, or "".

    None where the layer does not have the word. `value` is folded.

    >>> choose("统计资料显示", 2, 4), choose("宣传资料。", 2, 4)[0], choose("统计图表", 2, 4)
    (('数据', ''), '数据', None)
    """
    word = _words().get(value[start:end])
    if word is None:
        return None
    odds = dict(word.usual)
    found: dict[str, tuple[float, str]] = {}
    known = word.neighbours
    for seen in _around(value, start, end):
        if seen in known:
            for new, says in known[seen]:
                odds[new] += says
                found[new] = max(found.get(new, (0.0, "")), (says, seen[1]))
    best = max(odds, key=odds.__getitem__)
    return best, found.get(best, (0.0, ""))[1]


def _around(value: str, start: int, end: int) -> list[tuple[str, str]]:
    """List (place, neighbour): up to three characters on each side or the edge of a clause, and pairs near by."""
    before, behind = value[max(0, start - NEAR) : start], value[end : end + NEAR]
    left, right = _LEFT.search(before), _RIGHT.match(behind)
    own, other = (match.group() if match else "" for match in (left, right))
    found = [("before", own[i:]) for i in range(len(own) - 1, -1, -1)] if own else [("before", _EDGE)]
    found += [("behind", other[:i]) for i in range(1, len(other) + 1)] if other else [("behind", _EDGE)]
    pairs = [side[i : i + 2] for side in (before, behind) for i in range(len(side) - 1)]
    found += [("near", pair) for pair in dict.fromkeys(pairs)]
    return found

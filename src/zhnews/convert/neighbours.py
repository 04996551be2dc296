"""Chooses among the mainland words that one word of s2twp may have been, by what stands around it.

A word of s2twp stands for several mainland words (資料: 数据, 资料). The layer `word-neighbours` gives, for each, the
log odds against the first of them: before any neighbour is seen, and for what stands before, behind or near. The odds
of all neighbours found are summed, as in a logistic regression over them, which is how they were weighed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from operator import add
from typing import NamedTuple, TypeAlias

from zhnews import lexicon

# So many characters on each side are near; so many next to the word are before or behind it.
NEAR, NEXT = 12, 3
# Odds are summed in thousandths: whole numbers give the same sum in whatever order they are found.
SCALE = 1000
_EDGE = "|"
_NEXT = range(1, NEXT + 1)

# What a neighbour adds to the odds of which mainland words.
_Says: TypeAlias = tuple[tuple[str, int], ...]


class _Word(NamedTuple):
    """The mainland words of one word, each with its odds before any neighbour is seen, and what neighbours add."""

    usual: dict[str, int]
    before: dict[str, _Says]
    behind: dict[str, _Says]
    near: dict[str, _Says]


@cache
def _words() -> Mapping[str, _Word]:
    found: dict[str, _Word] = {}
    for word, new, place, neighbour, odds in lexicon.load("convert/word-neighbours"):
        known = found.setdefault(word, _Word({}, {}, {}, {}))
        says = round(SCALE * float(odds))
        if place == "usual":
            known.usual[new] = says
        else:
            table = {"before": known.before, "behind": known.behind, "near": known.near}[place]
            table[neighbour] = (*table.get(neighbour, ()), (new, says))
    return found


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
    all_said = [(says, neighbour, new) for neighbour, said in heard(word, value, start, end) for new, says in said]
    for says, _, new in all_said:
        odds[new] += says
    best = max(odds, key=odds.__getitem__)
    return best, max([(0, ""), *((says, beside) for says, beside, new in all_said if new == best)])[1]


def heard(word: _Word, value: str, start: int, end: int) -> list[tuple[str, _Says]]:
    """List the neighbours that say something of a word: up to three characters on each side, or the edge of a clause,
    and pairs near by. What isn't wholly of Chinese characters is in no table.
    """
    before, behind = value[max(0, start - NEAR) : start], value[end : end + NEAR]
    found: list[tuple[str, _Says]] = []
    if table := word.before:
        sides = [before[-n:] for n in _NEXT[: len(before)]] if "\u4e00" <= before[-1:] <= "\u9fff" else [_EDGE]
        found += [(beside, table[beside]) for beside in sides if beside in table]
    if table := word.behind:
        sides = [behind[:n] for n in _NEXT] if "\u4e00" <= behind[:1] <= "\u9fff" else [_EDGE]
        found += [(beside, table[beside]) for beside in sides if beside in table]
    if table := word.near:
        # No pair of the table reaches over the edge between the sides.
        around = f"{before}{_EDGE}{behind}"
        pairs = dict.fromkeys(filter(table.__contains__, map(add, around, around[1:])))
        found += [(pair, table[pair]) for pair in pairs]
    return found

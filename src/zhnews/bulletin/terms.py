"""Knows the terms by which two writings are compared: units, names, numbers, words of change and comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache

from zhnews import lexicon
from zhnews.numbers.numerals import parse_number
from zhnews.segment import tagged

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千]+")
# As jieba tags them: 欧盟 is an abbreviation.
_PLACES, _NAMES = frozenset({"ns"}), frozenset({"ns", "j"})


def names(text: str, *, places: bool = False) -> Sequence[str]:
    """Give the places that a text names, in order, and unless `places` alone are asked for the unions: 欧盟.

    >>> names("河北省先行安排")
    ['河北省']
    """
    tags = _PLACES if places else _NAMES
    return [word for word, tag in tagged(text) if tag in tags and len(word) > 1] if text else []


def numbers(text: str) -> Set[str]:
    """Give the numbers in a text, whatever they count, in plain digits.

    >>> sorted(numbers("第三十一届，1,250"))
    ['1250', '31']
    """
    written = {match.replace(",", "") for match in _NUMBER.findall(text)}
    read = (parse_number(match) for match in _NUMERAL.findall(text))
    return written | {format(number.normalize(), "f") for number in read if number is not None}


@cache
def _units() -> Mapping[str, str]:
    return lexicon.mapping("bulletin/same_units")


def same_unit(unit: str | None) -> str | None:
    """Give the unit that stands for all that mean the same: 起 and 件.

    >>> same_unit("起"), same_unit("吨")
    ('件', '吨')
    """
    return _units().get(unit, unit) if unit else None


@cache
def change_words() -> re.Pattern[str]:
    """Match the words of change: 上升."""
    return longest_first(lexicon.mapping("claims/changes"))


@cache
def comparison_words() -> re.Pattern[str]:
    """Match the words that name a basis: 同比; 由上月的… says where a change began."""
    return longest_first(word for word in lexicon.mapping("claims/comparisons") if word[0] not in "由从")


@cache
def said_elsewhere() -> re.Pattern[str]:
    """Match what is compared by itself: 同比, 上升, and adverbs that tell nothing."""
    return longest_first(
        {
            "其中",
            *lexicon.mapping("claims/changes"),
            *lexicon.mapping("claims/comparisons"),
            *lexicon.words("claims/adverbs"),
        }
    )


@cache
def _denials() -> re.Pattern[str]:
    return longest_first({*lexicon.words("bulletin/not_denials"), *lexicon.words("bulletin/denials")})


def denies(text: str) -> bool:
    """Tell whether a text denies something.

    >>> denies("未造成人员伤亡"), denies("未来三天有雨")
    (True, False)
    """
    denials = lexicon.words("bulletin/denials")
    return any(word in denials for word in _denials().findall(text))


def longest_first(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of some words, the longest that stands."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))

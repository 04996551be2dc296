"""Knows the terms by which two writings are compared: units, names, numbers, words of change and comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal
from functools import cache

from zhnews import lexicon
from zhnews.numbers.numerals import parse_number
from zhnews.segment import tagged
from zhnews.text import Span

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千]+")
_ORDINAL = re.compile(
    r"第\s?(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,4})个?(?P<of>[\u4e00-\u9fff])|首(?P<first>[位批届])"
)
_RANKS = {"名": "位"}
# As jieba tags them: 欧盟 is an abbreviation.
_PLACES, _NAMES = frozenset({"ns"}), frozenset({"ns", "j"})
_THING = re.compile("n|vn|an|a$|b|j|l|f|s")


def names(text: str, *, places: bool = False) -> Sequence[str]:
    """Give the places that a text names, in order, and unless `places` alone are asked for the unions: 欧盟.

    >>> names("河北省先行安排")
    ['河北省']
    """
    tags = _PLACES if places else _NAMES
    return [word for word, tag in tagged(text) if tag in tags and len(word) > 1] if text else []


def names_thing(text: str) -> bool:
    """Tell whether a text only names things or says of what kind they are, and tells nothing that is done.

    >>> names_thing("财务人员"), names_thing("破获")
    (True, False)
    """
    return all(_THING.match(tag) for _, tag in tagged(text))


def shortens(short: str, long: str) -> bool:
    """Tell whether a name is a shorter form of another: its characters stand in the other in their order.

    >>> shortens("电诈案件", "电信网络诈骗案件"), shortens("出口", "进口")
    (True, False)
    """
    rest = iter(long)
    return all(char in rest for char in short)


def same_name(one: str, other: str) -> bool:
    """Tell whether one of two names is a shorter form of the other."""
    return shortens(one, other) or shortens(other, one)


def numbers(text: str) -> Set[str]:
    """Give the numbers in a text, whatever they count, in plain digits.

    >>> sorted(numbers("第三十一届，1,250"))
    ['1250', '31']
    """
    written = {match.replace(",", "") for match in _NUMBER.findall(text)}
    read = (parse_number(match) for match in _NUMERAL.findall(text))
    return written | {format(number.normalize(), "f") for number in read if number is not None}


def ordinals(text: str) -> Sequence[tuple[str, str, Span]]:
    """Give the ordinals in a text: what they count, which it is in plain digits, and where; 首位 is the first.

    >>> [found[:2] for found in ordinals("居全国第三位，第12批次，首批")]
    [('位', '3'), ('批', '12'), ('批', '1')]
    """
    found: list[tuple[str, str, Span]] = []
    for match in _ORDINAL.finditer(text):
        number = parse_number(match["number"]) if match["number"] else 1
        if number is not None:
            of = match["of"] or match["first"]
            found.append((_RANKS.get(of, of), format(Decimal(number).normalize(), "f"), Span(*match.span())))
    return found


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

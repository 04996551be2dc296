"""Tells a given name or surname from a word, where its character would be converted otherwise.

A name is a surname of the layer `surnames` with one or two characters behind it, and what stands before and behind
must be what stands around names: a mark, a title, a verb of speech, an and.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.convert import tables

_HAN = "\u3400-\u9fff"


def _any(words: Iterable[str]) -> str:
    """Write a regular expression for the longest of a few words."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class Name(NamedTuple):
    """A name found at `start`, with the form its ambiguous character has in it."""

    start: int
    name: str
    new: str


@cache
def _around(place: str) -> str:
    return _any(tables.fold(word) for word, where in lexicon.load("convert/titles") if where in {place, "both"})


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_around('before')}|^|[^{_HAN}])\Z")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"{_around('behind')}|\Z|[^{_HAN}]")


@cache
def _surname() -> re.Pattern[str]:
    """Match a surname and up to one more character of a name, up to the end of what is searched."""
    return re.compile(rf"(?:{_any(map(tables.fold, lexicon.words('convert/surnames')))})[{_HAN}]?\Z")


@cache
def _at_surname() -> re.Pattern[str]:
    """Match 於 as a surname: with a title, or with a given name before a title or a verb of speech."""
    given = "".join(sorted(map(tables.fold, lexicon.words("convert/given-names"))))
    office = _any(tables.fold(w) for w, where in lexicon.load("convert/titles") if where == "both")
    speech = _any(tables.fold(w) for w, where in lexicon.load("convert/titles") if where == "behind")
    more = _any(tables.fold(word) for word in lexicon.words("convert/after-titles"))
    return re.compile(rf"於(?:[{given}]{{1,2}}(?:{speech})|[{given}]{{0,2}}(?:{office})(?!{more}))")


def given(value: str, at: int) -> Name | None:
    """Find a name that has the ambiguous character at `at` behind its surname; `value` is folded.

    >>> given("张乾、徐乾学是", 1), given("一张乾净的桌子", 2)
    (Name(start=0, name='张乾', new='乾'), None)
    """
    new = lexicon.mapping("convert/given").get(value[at])
    if new is None:
        return None
    surname = _surname().search(value, max(0, at - 3), at)
    while surname:
        start = surname.start()
        length = at - start
        for end in (at + 1, at + 2):
            if (
                end - start <= length + (2 if length == 1 else 1)
                and end <= len(value)
                and (end == at + 1 or "\u3400" <= value[at + 1] <= "\u9fff")
                and _before().search(value, max(0, start - 4), start)
                and _behind().match(value, end)
            ):
                return Name(start, value[start:end], new)
        surname = _surname().search(value, start + 1, at)
    return None


def surname_at(value: str, at: int) -> Name | None:
    """Find the surname 於 at `at` of a genuine Traditional text; `value` is folded.

    What stands before must be what stands before a name: 属於市长的职权 has a verb there, and 於 is the preposition.

    >>> surname_at("於局长於昨日", 0), surname_at("於局长於昨日", 3), surname_at("於市长任内", 0)
    (Name(start=0, name='於局长', new='於'), None, None)
    >>> surname_at("属於市长的职权", 1), surname_at("记者於志明表示", 2)
    (None, Name(start=2, name='於志明表示', new='於'))
    """
    # Each of these may stand before a name, but makes a word with 於 far more often: 由於, 對於, 同於.
    if value[at - 1 : at] in {"由", "对", "同"} or not _before().search(value, max(0, at - 4), at):
        return None
    match = _at_surname().match(value, at)
    return Name(at, match.group(), "於") if match else None

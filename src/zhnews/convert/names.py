"""Tells a given name or surname from a word, where its character would be converted otherwise.

A name is a surname of the layer `surnames` with one or two characters behind it. What stands before and behind must be
what stands around names: a mark, a title, a verb of speech, an and. A surname that is no everyday word needs no more
than not to be a part of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.convert import boundaries, tables

_HAN = "\u3400-\u9fff"
# No name ends in these: 汤乾了.
_GRAMMAR = "了的着过得"


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
    return re.compile(rf"(?:{_any(tables.fold(name) for name, _ in lexicon.load('convert/surnames'))})[{_HAN}]?\Z")


@cache
def _sure_surname() -> re.Pattern[str]:
    return re.compile(_any(tables.fold(name) for name, alone in lexicon.load("convert/surnames") if alone == "name"))


@cache
def _at_surname() -> re.Pattern[str]:
    """Match 於 as a surname: with a title, or with a given name before a title or a verb of speech."""
    given = "".join(sorted(map(tables.fold, lexicon.words("convert/given-names"))))
    office = _any(tables.fold(w) for w, where in lexicon.load("convert/titles") if where == "both")
    speech = _any(tables.fold(w) for w, where in lexicon.load("convert/titles") if where == "behind")
    more = _any(tables.fold(word) for word in lexicon.words("convert/after-titles"))
    return re.compile(rf"於(?:[{given}]{{1,2}}(?:{speech})|[{given}]{{0,2}}(?:{office})(?!{more}))")


def given(value: str, at: int, made: bool = False) -> Name | None:
    """Find a name that has the ambiguous character at `at` behind its surname; `value` is folded.

    `made` says that a machine made the text of a mainland one. What stands before and behind is what stands around
    names, or the surname is no everyday word and no part of one.

    >>> given("张乾、徐乾学是", 1), given("一张乾净的桌子", 2), given("树叶乾了", 2)
    (Name(start=0, name='张乾', new='乾'), None, None)
    >>> given("抓获刘乾", 3)
    Name(start=2, name='刘乾', new='乾')
    """
    return _given(value, at, made, _stands_among_names) or _given(value, at, made, _stands_alone)


def given_before_word(value: str, at: int, made: bool = False) -> Name | None:
    """Find a name as `given` does where a word may begin at `at`: only both, surname and surroundings, can tell.

    >>> given_before_word("林昇平市长", 1), given_before_word("张徵收税款", 1)
    (Name(start=0, name='林昇平', new='昇'), None)
    """
    return _given(value, at, made, lambda *place: _stands_alone(*place) and _stands_among_names(*place))


@cache
def _forms() -> Mapping[str, tuple[str, str]]:
    """Give what each character becomes in a given name of genuine text, and of text that a machine made."""
    return {character: (own, made) for character, own, made in lexicon.load("convert/given")}


def _given(value: str, at: int, made: bool, told: Callable[[str, int, int, int], bool]) -> Name | None:
    if value[at] not in _forms():
        return None
    new = _forms()[value[at]][made]
    surname = _surname().search(value, max(0, at - 3), at)
    while surname:
        start = surname.start()
        length = at - start
        for end in (at + 1, at + 2):
            if (
                end - start <= length + (2 if length == 1 else 1)
                and end <= len(value)
                and (end == at + 1 or ("\u3400" <= value[at + 1] <= "\u9fff" and value[at + 1] not in _GRAMMAR))
                and told(value, start, at, end)
            ):
                return Name(start, value[start:end], new)
        surname = _surname().search(value, start + 1, at)
    return None


def _stands_among_names(value: str, start: int, _: int, end: int) -> bool:
    return bool(_before().search(value, max(0, start - 4), start) and _behind().match(value, end))


def _stands_alone(value: str, start: int, at: int, _: int) -> bool:
    """Tell whether a surname that is no everyday word begins at `start`, and isn't the end of a word: 树叶乾了."""
    surname = _sure_surname().match(value, start, at)
    return surname is not None and boundaries.parts(value, start, surname.end(), at)


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

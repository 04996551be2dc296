"""The user's glossary: reads it, holds it to its form, and finds its words in a text.

A glossary is a mapping or a file of lines `from<TAB>to` in UTF-8, in any order; blank lines and lines that begin with
`#` are left out. No word that another becomes may become a third: what was converted would not stay as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeAlias

from zhnews.convert import tables
from zhnews.errors import LexiconError

Glossary: TypeAlias = "str | os.PathLike[str] | Mapping[str, str]"


class Entries:
    """The words of a glossary with what they become, ready to be looked for.

    What they become is looked for too, and left as it is: the glossary has decided on it.

    >>> list(Entries({"網路": "互联网", "網路卡": "网卡"}).find("網路與網路卡"))
    [(0, 2, '互联网'), (3, 6, '网卡')]
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def __reduce__(self) -> tuple[type[Entries], tuple[Mapping[str, str]]]:
        # The automaton can't be sent to another process, and is built again there.
        return Entries, (self.words,)

    @cached_property
    def _finder(self) -> tables.Finder:
        made = {new: new for new in self.words.values() if new}
        return tables.Finder({**made, **self.words})

    def find(self, value: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, new) for the longest word at each place, from left to right."""
        return self._finder.find(value)


def entries(glossary: Glossary) -> Entries:
    """Read a glossary; one that was read before, and has not changed since, is at hand.

    Raises:
        LexiconError: the file can't be read, a line or an entry is malformed, or a word that another becomes becomes
            a third.

    >>> entries({"網路": "互联网"}).words
    {'網路': '互联网'}
    """
    if isinstance(glossary, (str, os.PathLike)):
        path = Path(glossary)
        try:
            status = path.stat()
        except OSError as error:
            raise LexiconError(f"{path}: no such glossary ({error.strerror}): give a file of from<TAB>to") from error
        return _read(path, status.st_mtime_ns, status.st_size)
    if not isinstance(glossary, Mapping):
        raise LexiconError(f"glossary={glossary!r}: give a file of from<TAB>to, or a mapping")
    for old, new in glossary.items():
        if not (isinstance(old, str) and isinstance(new, str) and old):
            raise LexiconError(f"glossary entry {old!r}: {new!r}: give two strings, the first not empty")
    return _of(tuple(glossary.items()))


@lru_cache(maxsize=4)
def _of(words: tuple[tuple[str, str], ...]) -> Entries:
    known = dict(words)
    if again := _again(known):
        raise LexiconError(f"glossary entry {_complaint(known, again)}")
    return Entries(known)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Entries:
    """Read a file, once as long as it has not `changed`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LexiconError(f"{path}: not readable as a glossary ({error.strerror}): give a file") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 (byte {error.start}): save the file as UTF-8") from error
    found: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        old, *rest = (field.strip() for field in line.split("\t"))
        if not rest or not old:
            raise LexiconError(f"{path}:{number}: {line.strip()!r} is not from<TAB>to: part the words by one tab")
        if found.setdefault(old, rest[0]) != rest[0]:
            raise LexiconError(
                f"{path}:{number}: {old!r} becomes {found[old]!r} in line {numbers[old]}: delete one of the two"
            )
        numbers.setdefault(old, number)
    if again := _again(found):
        raise LexiconError(f"{path}:{numbers[again]}: {_complaint(found, again)}")
    return Entries(found)


def _again(words: Mapping[str, str]) -> str | None:
    """Give a word that becomes one which becomes yet another."""
    return next((old for old, new in words.items() if words.get(new, new) != new), None)


def _complaint(words: Mapping[str, str], old: str) -> str:
    new = words[old]
    return (
        f"{old!r} becomes {new!r}, which becomes {words[new]!r}: converting twice would not equal converting once; "
        f"delete one, or convert with two glossaries, one after the other"
    )

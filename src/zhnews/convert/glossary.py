"""The user's glossary: reads it, holds it to its form, and finds its words in a text.

A glossary is a mapping or a file of lines `from<TAB>to` in UTF-8, in any order; blank lines and lines that begin with
`#` are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from zhnews.convert import tables
from zhnews.errors import LexiconError

Glossary: TypeAlias = Path | Mapping[str, str]


def entries(glossary: Glossary | None) -> Mapping[str, str]:
    """Give what each word of a glossary becomes; nothing without one.

    Raises:
        LexiconError: the file can't be read, a line has no tab, or a word is empty or no string.

    >>> entries({"網路": "互联网"}), entries(None)
    ({'網路': '互联网'}, {})
    """
    if isinstance(glossary, Path):
        try:
            status = glossary.stat()
        except OSError as error:
            raise LexiconError(
                f"{glossary}: no such glossary ({error.strerror}): give a file of from<TAB>to"
            ) from error
        return _read(glossary, status.st_mtime_ns, status.st_size)
    for old, new in (glossary or {}).items():
        if not (isinstance(old, str) and isinstance(new, str) and old):
            raise LexiconError(f"glossary entry {old!r}: {new!r}: give two strings, the first not empty")
    return glossary or {}


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Mapping[str, str]:
    """Read a file, once as long as it has not `changed`."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LexiconError(f"{path}: not readable as a glossary ({error.strerror}): give a file") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 (byte {error.start}): save the file as UTF-8") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        old, *rest = (field.strip() for field in line.split("\t"))
        if not rest or not old:
            raise LexiconError(f"{path}:{number}: {line.strip()!r} is not from<TAB>to: part the words by one tab")
        if found.setdefault(old, rest[0]) != rest[0]:
            raise LexiconError(f"{path}:{number}: {old!r} becomes {found[old]!r} in a line above: delete one")
    return found


def table(glossary: Glossary | None, again: bool) -> Mapping[str, str]:
    """Give what to look for: the words, and what they become, which is left alone; `again` even where it is a word."""
    known = entries(glossary)
    made = {new: new for new in known.values() if new}
    return {**known, **made} if again else {**made, **known}


def find(value: str, words: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, new) for the longest word at each place, from left to right.

    >>> list(find("網路與網路卡", {"網路": "互联网", "網路卡": "网卡"}))
    [(0, 2, '互联网'), (3, 6, '网卡')]
    """
    yield from _finder(tuple(words.items())).find(value) if words else ()


@lru_cache(maxsize=4)
def _finder(words: tuple[tuple[str, str], ...]) -> tables.Finder:
    return tables.Finder(dict(words))

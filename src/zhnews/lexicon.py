"""The only reader of `dictionaries/`: finds the files, parses and validates them.

A dictionary is UTF-8 text, tab-separated, one entry a line, sorted by its first column, under a header of `# Name:
value` lines (File, Format, License, Source, Used by, Notes). The installed wheel carries the folder inside the
package; a checkout is read in place. Files ending in `.dict` are in jieba's own format (`word freq tag`, parted by
spaces) under the same header. A user's glossary may do without the header: its lines are `from<TAB>to`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zhnews.errors import LexiconError

HEADER = ("File", "Format", "License", "Source", "Used by", "Notes")
# The columns of a file without any header.
GLOSSARY = ("from", "to")


class Entry(NamedTuple):
    """One line of a dictionary."""

    fields: tuple[str, ...]
    line: int


class Dictionary(NamedTuple):
    """A parsed dictionary: its header and its entries in file order."""

    path: Path
    header: dict[str, str]
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def is_glossary(self) -> bool:
        """Whether it is a user's list of words, without a header."""
        return _is_glossary(self.path, self.header)


@cache
def root() -> Path:
    """Give the folder of the dictionaries: the installed package's own, else the checkout's.

    Raises:
        LexiconError: there is neither.
    """
    package = Path(__file__).parent
    for folder in (package / "dictionaries", package.parent.parent / "dictionaries"):
        if folder.is_dir():
            return folder
    raise LexiconError(f"no dictionaries beside {package}: the installation is incomplete, install zhnews again")


def paths() -> Iterator[Path]:
    """Yield every dictionary file, sorted."""
    yield from sorted(p for p in root().rglob("*") if p.suffix in {".tsv", ".dict"})


def parse(path: Path) -> Dictionary:
    """Read one dictionary and check every line of it.

    Raises:
        LexiconError: the file can't be read or is not UTF-8, its header is incomplete, or a line breaks the format;
            the message starts with `file:line:`.
    """
    return _parsed(path, _lines(path))


def _parsed(path: Path, lines: Sequence[str]) -> Dictionary:
    header: dict[str, str] = {}
    entries: list[Entry] = []
    columns: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            if entries:
                raise LexiconError(f"{path}:{number}: a comment among the entries: notes belong above them")
            name, colon, value = line[1:].strip().partition(":")
            if not colon and header.keys() >= set(HEADER):
                raise LexiconError(f"{path}:{number}: no header field: an entry can't begin with #")
            header[name.strip()] = value.strip()
            continue
        if not columns:
            columns = _columns(path, number, header)
        if not line.strip() and _is_glossary(path, header):
            continue
        entries.append(_entry(path, number, line, columns))
    if not columns:
        columns = _columns(path, len(lines), header)
    return Dictionary(path, header, columns, tuple(entries))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LexiconError(f"{path}: can't be read ({error.strerror}): check the path") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 (byte {error.start}): save the file as UTF-8") from error


def _is_glossary(path: Path, header: dict[str, str]) -> bool:
    return header.keys().isdisjoint(HEADER) and path.suffix != ".dict"


def _columns(path: Path, number: int, header: dict[str, str]) -> tuple[str, ...]:
    if _is_glossary(path, header):
        return GLOSSARY
    if lacking := [name for name in HEADER if not header.get(name)]:
        raise LexiconError(f"{path}:{number}: the header lacks {', '.join(lacking)}: add '# {lacking[0]}: …'")
    return tuple(header["Format"].split(_separator(path)[0]))


def _separator(path: Path) -> tuple[str, str]:
    """Give the name and the character that part the fields: jieba's own format has spaces where ours has tabs."""
    return ("<SPACE>", " ") if path.suffix == ".dict" else ("<TAB>", "\t")


def _entry(path: Path, number: int, line: str, columns: tuple[str, ...]) -> Entry:
    name, separator = _separator(path)
    fields = tuple(line.split(separator))
    if len(fields) != len(columns):
        raise LexiconError(
            f"{path}:{number}: {len(fields)} fields where the format has {len(columns)} "
            f"({name.join(columns)}): separate fields by one {name}"
        )
    if not fields[0] or any(field != field.strip() for field in fields):
        raise LexiconError(f"{path}:{number}: an empty key or a space at the edge of a field")
    return Entry(fields, number)


def check(path: Path) -> Dictionary:
    """Parse a dictionary and hold it to the laws: sorted by its fields, and no entry twice.

    Raises:
        LexiconError: with file and line.
    """
    dictionary = parse(path)
    _hold_to_the_laws(dictionary)
    return dictionary


def _hold_to_the_laws(dictionary: Dictionary) -> None:
    path = dictionary.path
    for before, entry in zip(dictionary.entries, dictionary.entries[1:], strict=False):
        if entry.fields == before.fields:
            raise LexiconError(f"{path}:{entry.line}: {entry.fields[0]!r} stands twice: delete one")
        if entry.fields < before.fields:
            raise LexiconError(f"{path}:{entry.line}: {entry.fields[0]!r} is out of order: run 'zhnews lexicon sort'")


@cache
def load(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the rows of a shipped dictionary, by its name under `dictionaries/` without suffix, in file order.

    Raises:
        LexiconError: there is no such file, or it is malformed.

    >>> any(row[0] == "元" for row in load("numbers/units"))
    True
    """
    path = next((p for p in (root() / f"{name}.tsv", root() / f"{name}.dict") if p.is_file()), None)
    if path is None:
        raise LexiconError(f"{root() / name}: no such dictionary")
    return _rows(path) or tuple(entry.fields for entry in parse(path).entries)


def _rows(path: Path) -> tuple[tuple[str, ...], ...] | None:
    """Give the rows of a plainly well-formed file, at the cost of splitting it; None where `parse` must judge."""
    _, separator = _separator(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return None
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
    rows = tuple(tuple(line.split(separator)) for line in lines[count:])
    widths = set(map(len, rows))
    return rows if count >= len(HEADER) and len(widths) == 1 and all(row[0] for row in rows) else None


@cache
def words(name: str) -> frozenset[str]:
    """Give the first column of a shipped dictionary as a set."""
    return frozenset(row[0] for row in load(name))


@cache
def affixes(name: str) -> tuple[str, ...]:
    """Give the same words as a tuple, which is what `startswith` and `endswith` take."""
    return tuple(words(name))


@cache
def mapping(name: str) -> dict[str, str]:
    """Give the first two columns of a shipped dictionary as a mapping, which callers must not change."""
    return {row[0]: row[1] for row in load(name)}


def alternation(entries: Iterable[str]) -> str:
    """Give a pattern for the longest of some words, parted by first character after first character.

    Where a plain `a|b|c` tries every word at every place, this looks at each character of the text once.

    >>> alternation(["一些", "一体", "一体化"])
    '一(?:些|体(?:化)?)'
    """
    by_first: dict[str, list[str]] = {}
    for entry in sorted(set(entries)):
        by_first.setdefault(entry[:1], []).append(entry[1:])
    optional = by_first.pop("", None) is not None
    branches = [re.escape(first) + alternation(tails) for first, tails in by_first.items()]
    if not branches:
        return ""
    if optional:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


class Words:
    """A set of words to look for, always the longest at a place.

    Where next to no place of a text begins a word, this is quicker than a pattern of thousands of words, and costs
    nothing to build.

    >>> words = Words(["一些", "一体", "一体化"])
    >>> words.length_at("推进一体化", 2), list(words.find("一些一体化"))
    (3, [(0, 2), (2, 5)])
    """

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def length_at(self, text: str, place: int, end: int | None = None) -> int:
        """Give the length of the longest word that begins at a place and ends by `end`; 0 where there is none."""
        end = len(text) if end is None else end
        for length in self._lengths.get(text[place], ()) if place < end else ():
            if place + length <= end and text[place : place + length] in self._words:
                return length
        return 0

    def lengths_at(self, text: str, place: int, end: int) -> list[int]:
        """Give the lengths of all words that begin at a place and end by `end`, the longest first."""
        lengths = self._lengths.get(text[place])
        if lengths is None:
            return []
        words = self._words
        return [length for length in lengths if place + length <= end and text[place : place + length] in words]

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each word in a text, from left to right; none overlaps another."""
        end = len(text) if end is None else min(end, len(text))
        lengths, words = self._lengths, self._words
        while start < end:
            for length in lengths.get(text[start], ()):
                if start + length <= end and text[start : start + length] in words:
                    yield start, start + length
                    start += length
                    break
            else:
                start += 1


def write(path: Path, entries: Iterable[tuple[str, ...]]) -> None:
    """Write a dictionary anew under its own header, or a glossary that is not there yet: sorted, doubles dropped.

    Raises:
        LexiconError: an entry breaks the format; the file is left as it was.
    """
    _, separator = _separator(path)
    header = [line for line in _lines(path) if line.startswith("#")] if path.exists() else []
    lines = [*header, *(separator.join(fields) for fields in sorted(set(entries)))]
    _hold_to_the_laws(_parsed(path, lines))
    draft = path.with_name(f"{path.stem}.new{path.suffix}")
    try:
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise LexiconError(f"{path}: can't be written ({error.strerror}): check the path") from error
    finally:
        draft.unlink(missing_ok=True)

"""Converts Traditional text to Simplified: OpenCC for the characters, our own layers for what it can't know.

A text without a Traditional character is left as it is. Layers are applied in order, each as edits under its own
rule: the glossary of the user first, so that it wins, then the characters, then our corrections of phrases and names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Edit, Span, Text

if TYPE_CHECKING:
    from opencc import OpenCC

Profile = Literal["auto", "none"]

# What a place holder for protected characters looks like: OpenCC leaves private-use characters alone.
_PROTECTED = "\ue000"


@dataclass(frozen=True)
class Convert:
    """Convert a release to Simplified; `glossary` is a dictionary file of the user's (`from<TAB>to`)."""

    profile: Profile = "auto"
    glossary: Path | None = None
    needs: ClassVar[frozenset[str]] = frozenset({"body"})
    gives: ClassVar[frozenset[str]] = frozenset({"simplified"})
    edits: ClassVar[bool] = True

    def __call__(self, release: Release) -> Release:
        """Give the release in Simplified, its title, issuer and author too."""
        fields = {name: self._field(getattr(release, name)) for name in ("title", "issuer", "author")}
        return release.with_(text=self.convert(release.text), **fields)

    def convert(self, text: Text) -> Text:
        """Convert a text, keeping its way back.

        >>> str(Convert().convert(Text("隨著甚麼發展，乾隆年間的著作")))
        '随着什么发展，乾隆年间的著作'
        >>> str(Convert().convert(Text("什么显著，老么")))
        '什么显著，老么'
        """
        glossary = _glossary(self.glossary) if self.glossary else {}
        protected: frozenset[str] = frozenset()
        if glossary:
            text = text.edit(_replacements(text.value, glossary, "convert.glossary"))
            protected = frozenset(glossary.values())
        if self.profile == "none" or not is_traditional(text.value):
            return text
        text = text.edit(_replacements(text.value, lexicon.mapping("convert/phrases"), "convert.phrases"))
        return _characters(text, protected)

    def _field(self, value: str | None) -> str | None:
        return None if value is None else self.convert(Text(value)).value


@cache
def _opencc(config: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(config)


@cache
def _traditional() -> re.Pattern[str]:
    """Match a character that only Traditional text has."""
    return re.compile(f"[{''.join(sorted(lexicon.words('convert/traditional')))}]")


def is_traditional(text: str) -> bool:
    """Tell whether a text holds a character that genuine Simplified text does not.

    >>> is_traditional("統計"), is_traditional("乾隆年间的著作")
    (True, False)
    """
    return _traditional().search(text) is not None


def _glossary(path: Path) -> Mapping[str, str]:
    return {entry.fields[0]: entry.fields[1] for entry in lexicon.parse(path).entries}


@cache
def _matcher(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _replacements(value: str, table: Mapping[str, str], rule: str) -> Iterator[Edit]:
    """Yield an edit for each longest match of a table's keys."""
    for match in _matcher(frozenset(table)).finditer(value):
        new = table[match.group()]
        if new != match.group():
            yield Edit(Span(*match.span()), new, rule)


def _characters(text: Text, protected: Iterable[str]) -> Text:
    """Convert character by character, except where a kept word of ours or of the glossary stands."""
    value = text.value
    converted = _opencc("tw2s").convert(value)
    kept = frozenset(lexicon.words("convert/kept")) | frozenset(word for word in protected if word)
    if len(converted) == len(value):
        return text.overlay(_restored(value, converted, kept), "convert.characters")
    # A conversion that changes lengths is taken line by line, and a line of another length as one edit.
    edits: list[Edit] = []
    start = 0
    for line in value.splitlines(keepends=True):
        new = _opencc("tw2s").convert(line)
        if len(new) == len(line):
            new = _restored(line, new, kept)
            pairs = zip(line, new, strict=True)
            edits += [
                Edit(Span(start + i, start + i + 1), after, "convert.characters")
                for i, (before, after) in enumerate(pairs)
                if before != after
            ]
        else:
            edits.append(Edit(Span(start, start + len(line)), new, "convert.characters"))
        start += len(line)
    return text.edit(edits)


def _restored(before: str, after: str, kept: frozenset[str]) -> str:
    """Put back what stands in words that must stay as they are, and convert the words with one fixed reading."""
    pieces: list[str] = []
    position = 0
    for match in _matcher(kept).finditer(before):
        start, end = match.span()
        pieces += (after[position:start], lexicon.mapping("convert/kept").get(match.group(), match.group()))
        position = end
    pieces.append(after[position:])
    return "".join(pieces)

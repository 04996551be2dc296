"""The layers of `dictionaries/convert`, prepared for look-up: what each character and each word may become.

Keys are folded: every character that has one Simplified form only is written in it, so that one entry stands for
the spellings of all regions (爲難, 為難). Characters whose form hangs on the words around them stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from zhnews import lexicon

# Later layers win over earlier ones where they have the same key.
LAYERS = ("opencc-phrases", "phrases", "names", "corrections", "particles")
# These hold forms that no genuine text of any script has, and are applied even to Simplified.
ALWAYS = frozenset({"corrections", "particles"})


class Reading(NamedTuple):
    """What a word with an ambiguous character becomes, and the layer that says so."""

    new: str
    layer: str


class Context(NamedTuple):
    """The words around ambiguous characters: `shapes` gives, for each such character, the (offset, length) of the
    words it stands in, the longest first; `readings` the words themselves, folded.
    """

    pattern: re.Pattern[str]
    shapes: Mapping[str, tuple[tuple[int, int], ...]]
    readings: Mapping[str, Reading]

    def find(self, value: str, at: int) -> tuple[int, str, Reading] | None:
        """Give (start, word, reading) of the longest word that covers the ambiguous character at `at`."""
        for offset, length in self.shapes[value[at]]:
            start = at - offset
            if start >= 0:
                word = value[start : start + length]
                if reading := self.readings.get(word):
                    return start, word, reading
        return None


@cache
def characters() -> Mapping[str, str]:
    """Give the Simplified form of each Traditional character."""
    return lexicon.mapping("convert/characters")


@cache
def _entries() -> tuple[tuple[str, str, str], ...]:
    """Give (from, to, layer) of every word with an ambiguous character."""
    rows = {row[0]: (row[1], layer) for layer in LAYERS[:4] for row in lexicon.load(f"convert/{layer}")}
    rows |= {f"{row[0]}著": (f"{row[0]}着", "particles") for row in lexicon.load("convert/particles")}
    return tuple((old, new, layer) for old, (new, layer) in rows.items())


@cache
def ambiguous() -> frozenset[str]:
    """Give the characters whose form hangs on the words around them."""
    single = characters()
    found = {c for old, new, _ in _entries() for c, to in zip(old, new, strict=True) if single.get(c, c) != to}
    return frozenset(found | {row[0] for row in lexicon.load("convert/given")})


@cache
def default(character: str) -> str:
    """Give the form an ambiguous character has in Traditional text where no word around it says otherwise.

    >>> default("乾"), default("著"), default("沈")
    ('干', '着', '沈')
    """
    return "着" if character == "著" else characters().get(character, character)


@cache
def fold_table() -> list[int]:
    """Give, by code point, what each character folds to; a list is what `str.translate` looks up fastest."""
    single, kept = characters(), ambiguous()
    return [ord(single.get(chr(i), chr(i))) if chr(i) not in kept else i for i in range(0x10000)]


def fold(text: str) -> str:
    """Convert the characters that have one Simplified form only, place by place.

    >>> fold("爲統計乾杯")
    '为统计乾杯'
    """
    return text.translate(fold_table())


@cache
def context(always: bool = False) -> Context:
    """Give the words around ambiguous characters: all of them, or those to be applied to text of any script."""
    readings: dict[str, Reading] = {}
    for old, new, layer in _entries():
        if not always or layer in ALWAYS:
            readings[fold(old)] = Reading(new, layer)
    shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
    changed = {c for word, reading in readings.items() for c, to in zip(word, reading.new, strict=True) if c != to}
    kept = changed if always else ambiguous()
    for word in readings:
        for offset, character in enumerate(word):
            if character in kept:
                shapes[character].add((offset, len(word)))
    # The longest word wins; of two as long, the one that begins further right: 看+著名, not 看著+名.
    order = {c: tuple(sorted(shapes[c], key=lambda s: (-s[1], s[0]))) for c in kept}
    return Context(re.compile(f"[{''.join(sorted(kept))}]"), order, readings)


def trie(words: Iterable[str]) -> str:
    """Write a regular expression for the longest match among many words, in which no branch is tried twice.

    >>> trie(["甲乙", "甲", "甲乙丙", "丁"])
    '(?:丁|甲(?:乙(?:丙)?)?)'
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        inner = [re.escape(c) + write(child) for c, child in sorted(node.items()) if c]
        if not inner:
            return ""
        body = inner[0] if len(inner) == 1 and "" not in node and len(node) == 1 else f"(?:{'|'.join(inner)})"
        return body + ("?" if "" in node else "")

    return write(root)

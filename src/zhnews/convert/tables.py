"""The layers of `dictionaries/convert`, prepared for look-up: what each character and each word may become.

Keys are folded: every character that has one Simplified form only is written in it, so that one entry stands for
the spellings of all regions (爲難, 為難). Characters whose form hangs on the words around them stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from zhnews import lexicon

# Later layers win over earlier ones where they have the same key.
LAYERS = ("opencc-phrases", "phrases", "names", "corrections", "particles")
# These hold forms that no genuine text of any script has, and are applied even to Simplified.
ALWAYS = frozenset({"corrections", "particles"})


# Far more often than what Simplified text writes with the same character: 慰藉, 瞭望, 著作 are words of the layers.
_USUAL = {"著": "着", "藉": "借", "瞭": "了"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
            if 0 <= start <= len(value) - length:
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
    words = [layer for layer in LAYERS if layer != "particles"]
    rows = {row[0]: (row[1], layer) for layer in words for row in lexicon.load(f"convert/{layer}")}
    # A word says more than a particle: 論著 is one, whatever 論 does before 著 elsewhere.
    single = characters()
    known = {"".join(single.get(c, c) if c != "著" else c for c in row[0]) for row in lexicon.load("convert/phrases")}
    for (verb,) in lexicon.load("convert/particles"):
        if f"{verb}著" not in known:
            rows[f"{verb}著"] = f"{verb}着", "particles"
            # Who writes books does it behind no such verb: 拿着书, but 潜心著书.
            rows[f"{verb}著書"] = f"{verb}着书", "particles"
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
    return _USUAL.get(character) or characters().get(character, character)


@cache
def fold_table() -> list[str]:
    """Give, by code point, what each character folds to; a list of characters is what `translate` looks up fastest."""
    table = list(map(chr, range(0x10000)))
    for old, new in characters().items():
        if old not in ambiguous() and ord(old) < len(table):
            table[ord(old)] = new
    return table


def fold(text: str) -> str:
    """Convert the characters that have one Simplified form only, place by place.

    >>> fold("爲統計乾杯")
    '为统计乾杯'
    """
    return text.translate(fold_table())


@cache
def context(always: bool = False) -> Context:
    """Give the words around ambiguous characters, to look at all of these, or those that may change in any script."""
    readings = {fold(old): Reading(new, layer) for old, new, layer in _entries()}
    for _, new, layer in _entries():
        # What a word became stays: 幺麽, whatever 麽 is elsewhere.
        if not ambiguous().isdisjoint(new):
            readings.setdefault(fold(new), Reading(new, layer))
    shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
    sure = [(word, reading.new) for word, reading in readings.items() if reading.layer in ALWAYS]
    kept = {c for word, new in sure for c, to in zip(word, new, strict=True) if c != to} if always else ambiguous()
    for word in readings:
        for offset, character in enumerate(word):
            if character in kept:
                shapes[character].add((offset, len(word)))
    # The longest word wins; of two as long, the one that begins further right: 看+著名, not 看著+名.
    order = {c: tuple(sorted(shapes[c], key=lambda s: (-s[1], s[0]))) for c in kept}
    return Context(re.compile(f"[{''.join(sorted(kept))}]"), order, readings)


class Finder:
    """Finds the longest of many words at each place, from left to right, by the algorithm of Aho and Corasick.

    >>> [value for _, _, value in Finder({"甲乙": 1, "甲乙丙": 2, "丁": 3}).find("甲乙丙甲乙丁")]
    [2, 1, 3]
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._values = list(table.values())
        self._automaton = AhoCorasick(list(table), matchkind=MatchKind.LeftmostLongest)

    def find(self, value: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Any]]:
        """Yield (start, end, what the table holds for the word)."""
        part = value[start:end]
        try:
            matches = self._automaton.find_matches_as_indexes(part)
        except UnicodeEncodeError:
            # A lone surrogate is in no word, and has no bytes to look among.
            matches = self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", part))
        for index, at, stop in matches:
            yield start + at, start + stop, self._values[index]

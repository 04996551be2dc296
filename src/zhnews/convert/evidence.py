"""What speaks in Traditional text for who wrote it so: words, marks and variants of characters, with their log odds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, Literal

from zhnews import lexicon
from zhnews.convert import neighbours, tables

Family = Literal["s2t", "s2tw", "s2hk"]

# A quotation mark says so much about who set a text, however often it stands.
QUOTES = 1.5
# The mainland writes 3412亿元 and 3.2万人, the others 3,412億元 and 3萬2千人: in 7.7 million characters of mainland
# news each stood some 15 times. Mainland companies and tables group digits too, which is why that says less.
GROUPED, STEPPED = 1.0, 2.0
# Both are looked for by their mark, which stands in few texts: as a number is read takes twenty times as long.
_GROUPED = re.compile(r",(?:(?<=(?<!\d)\d,)|(?<=(?<!\d)\d\d,)|(?<=(?<!\d)\d\d\d,))\d{3}(?!\d)")
_STEPPED = re.compile(r"[萬億](?<=\d.)\d")
# The odds against s2twp before any word is seen: to leave its words alone does less harm than to replace others. What a
# mainland word that s2twp would have replaced says against it where no odds were measured, and what variants of the
# characters say that s2twp doesn't write.
NOT_TAIWANIZED, LEFT_ALONE, OTHER_VARIANTS = -4.0, -2.0, -4.0
# The odds that a text is of the affairs of others; their words then say so little of what they say otherwise.
ABOUT_OTHERS, OF_THE_SUBJECT = -3.5, 0.2
MOST_A_WORD_SAYS, A_COMPOUND_SAYS = 4.5, 1.5


@cache
def _witnesses() -> Mapping[str, tuple[str, float]]:
    """Give the words that tell where a text was written, each with its side and its log odds."""
    rows = lexicon.load("convert/witnesses")
    return {tables.fold(word): (side, float(odds)) for word, side, odds in rows if side != "s2twp"}


@cache
def _taiwanized() -> Mapping[str, float]:
    """Give the words whose choice tells s2twp from the rest, and the log odds of each.

    A Taiwan word speaks for s2twp as far as a mainland text would rather have its mainland counterpart, counted in
    jieba's dictionary; a mainland word that s2twp replaces speaks against it. Words that mainland writing has either
    way say nothing, but are looked for, so that no shorter word is seen inside them. What the layer `witnesses` says
    goes before the counts; a word whose neighbours decide what it was speaks as `word→what it was`.
    """
    odds: dict[str, float] = {}
    rows = lexicon.load("convert/words")
    either = {row[0] for row in lexicon.load("convert/word-contexts")}
    forms = either | {row[0] for row in rows}
    for taiwan, mainland, own, other in rows:
        theirs, ours = int(own), int(other)
        if len(taiwan) > 1 and taiwan != mainland and ours >= (200 if theirs else 20) and ours > 3 * theirs:
            odds[taiwan] = min(math.log((ours + theirs) / (theirs + 1)), MOST_A_WORD_SAYS)
            if mainland not in forms:
                odds[mainland] = LEFT_ALONE
    measured = {
        tables.fold(word): float(says) for word, side, says in lexicon.load("convert/witnesses") if side == "s2twp"
    }
    odds |= measured
    for word, mainland in lexicon.load("convert/word-contexts"):
        if word not in measured:
            inside = max(odds.get(word[i:j], 0.0) for i in range(len(word)) for j in range(i + 2, len(word) + 1))
            odds[word] = 0.0 if word == mainland else inside if len(word) == 2 else max(inside, A_COMPOUND_SAYS)
    return odds


@cache
def _finder() -> tables.Finder:
    return tables.Finder({word: word for word in (*_witnesses(), *_taiwanized()) if "→" not in word})


# What each family of variants writes for the same character; counted against one another.
_VARIANTS: Final[Mapping[Family, str]] = {
    "s2t": "爲羣衆裏着峯啓麪",
    "s2tw": "為群眾裡著峰啟麵",
    "s2hk": "為群眾裏着峰啟説衞鋭税温脱",
}
_COUNTED = frozenset("".join(_VARIANTS.values()))


def _heard(own: float, theirs: float) -> float:
    """Give the log likelihood of a text that has words of its own side and of the others'.

    Whoever wrote it wrote of his own affairs, or of theirs.
    """
    more = (1 - OF_THE_SUBJECT) * theirs + ABOUT_OTHERS
    return own + max(more, 0.0) + math.log1p(math.exp(-abs(more)))


@dataclass(frozen=True)
class Evidence:
    """What was found in Traditional text: words each counted once, marks and variants as often as they stand in it."""

    words: frozenset[str]
    text: str

    def side(self, wanted: str) -> float:
        """Sum the log odds of the words of one side."""
        return self._sides[wanted]

    @cached_property
    def _sides(self) -> Mapping[str, float]:
        table = _witnesses()
        said: dict[str, list[float]] = {"mainland": [], "taiwan": [], "hongkong": []}
        for word in self.words & table.keys():
            side, odds = table[word]
            said[side].append(odds)
        return {side: math.fsum(odds) for side, odds in said.items()}

    @property
    def curly(self) -> int:
        """How often the quotation mark of the mainland stands."""
        return self.text.count("“")

    @property
    def corner(self) -> int:
        """How often that of Taiwan and Hong Kong stands."""
        return self.text.count("「")

    @cached_property
    def numbers(self) -> float:
        """Log odds of how numbers are written, against a mainland text."""
        return GROUPED * bool(_GROUPED.search(self.text)) + STEPPED * bool(_STEPPED.search(self.text))

    @cached_property
    def origin(self) -> float:
        """Log odds that a machine made it from a mainland text."""
        curly, corner = self.curly, self.corner
        marks = QUOTES * ((curly > corner) - (corner > curly)) - self.numbers
        mainland, taiwan, hongkong = self._sides.values()
        others = taiwan + hongkong
        return marks + _heard(mainland, others) - _heard(others, mainland)

    @cached_property
    def taiwanized(self) -> float:
        """Log odds that the machine was s2twp."""
        table = _taiwanized()
        variants = OTHER_VARIANTS if self.other_variants else 0.0
        return NOT_TAIWANIZED + variants + math.fsum(map(table.__getitem__, self.words & table.keys()))

    @cached_property
    def family(self) -> Family:
        """The family whose variants are in the majority, that of Taiwan where none is."""
        number = {character: times for character in _COUNTED if (times := self.text.count(character))}
        order: tuple[Family, ...] = ("s2tw", "s2t", "s2hk")
        return max(order, key=lambda name: sum(n if c in _VARIANTS[name] else -n for c, n in number.items()))

    @property
    def other_variants(self) -> bool:
        """Whether its variants of the characters are not those of Taiwan."""
        return self.family != "s2tw"

    def report(self) -> dict[str, float]:
        """Give what speaks for each side, for a reader."""
        return {
            "mainland": round(self.side("mainland"), 1),
            "taiwan": round(self.side("taiwan"), 1),
            "hongkong": round(self.side("hongkong"), 1),
            "s2twp": round(self.taiwanized, 1),
            "“": self.curly,
            "「": self.corner,
            "numbers": self.numbers,
        }


def gather(lines: Sequence[str]) -> list[Evidence]:
    """Look for the evidence of each of a few lines of Traditional text, in one search over them all."""
    folded = tables.fold("".join(lines))
    unsure, matches = neighbours.usual(), _finder().find(folded)
    found: list[Evidence] = []
    match, end = next(matches, None), 0
    for line in lines:
        words: set[str] = set()
        end += len(line)
        while match and match[0] < end:
            start, stop, word = match
            words.add(_said(folded, start, stop, word) if word in unsure else word)
            match = next(matches, None)
        found.append(Evidence(frozenset(words), line))
    return found


def _said(folded: str, start: int, end: int, word: str) -> str:
    """Give what a word is evidence of: itself, or what its neighbours say that it was."""
    chosen = neighbours.choose(folded, start, end)
    return f"{word}→{chosen[0]}" if chosen and chosen[1] else word

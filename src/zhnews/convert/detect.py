"""Tells what script a text is in and who wrote it so, paragraph by paragraph, with the evidence.

The script is told by characters that only one script has. Within Traditional, three questions are asked, each
answered by a sum of log odds: did a machine make it from a mainland text, did that machine put in Taiwan's words
(OpenCC's s2twp), and which variants of the characters does it use. A paragraph is judged with the paragraphs of its
script around it, unless its own evidence speaks strongly against theirs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from zhnews import lexicon
from zhnews.convert import neighbours, tables
from zhnews.text import Span

Kind = Literal["simplified", "s2t", "s2tw", "s2hk", "s2twp", "tw", "hk", "traditional", "mixed", "none"]
Script = Literal["simplified", "traditional", "mixed", "none"]
Family = Literal["s2t", "s2tw", "s2hk"]

MACHINE: frozenset[Kind] = frozenset({"s2t", "s2tw", "s2hk", "s2twp"})
# Log odds beyond which a paragraph is judged on its own, and under which nothing is claimed.
OWN_VOICE, UNSURE = 2.5, 1.0
# A quotation mark says so much about who set a text, however often it stands.
QUOTES = 1.5
# The odds against s2twp before any word is seen: to leave its words alone does less harm than to replace others. What a
# mainland word that s2twp would have replaced says against it where no odds were measured, and what variants of the
# characters say that s2twp doesn't write.
NOT_TAIWANIZED, LEFT_ALONE, OTHER_VARIANTS = -4.0, -2.0, -4.0
# So many characters of Traditional text say what the rest of it is.
ENOUGH = 20_000
MOST_A_WORD_SAYS, A_COMPOUND_SAYS = 4.5, 1.5


@dataclass(frozen=True, slots=True)
class Detected:
    """What a paragraph was taken for, how sure that is (0.5 to 1), and the evidence: sums of log odds and counts.

    `at` is its span in the text that was converted.
    """

    at: Span
    kind: Kind
    sure: float
    evidence: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """Give JSON-ready values."""
        return {"kind": self.kind, "sure": round(self.sure, 3), "evidence": dict(self.evidence)}


@cache
def _simplified() -> re.Pattern[str]:
    """Match a character that only Simplified text has."""
    return re.compile(f"[{''.join(sorted(lexicon.words('convert/simplified')))}]")


@cache
def _traditional() -> re.Pattern[str]:
    """Match a character that only Traditional text has; those in GB 2312 occur in Simplified text too.

    Neither does a character tell whose Simplified form few fonts have, since mainland text prints it as it was.
    """
    signs = (
        old
        for old, new in tables.characters().items()
        if new <= "\uffff" and old not in tables.ambiguous() and not in_gb2312(old)
    )
    return re.compile(f"[{''.join(sorted({*signs, '麼'}))}]")


def in_gb2312(character: str) -> bool:
    """Tell whether a character belongs to the mainland's own set.

    >>> in_gb2312("乾"), in_gb2312("統")
    (True, False)
    """
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _odd() -> re.Pattern[str]:
    """Match a character whose presence alone doesn't tell the script, but which conversion may change."""
    weak = {c for c in tables.characters() if in_gb2312(c)} | tables.context().shapes.keys()
    return re.compile(f"[{''.join(sorted(weak))}]")


def is_traditional(text: str) -> bool:
    """Tell whether a text holds a character that genuine Simplified text does not.

    >>> is_traditional("統計"), is_traditional("乾隆年间的著作")
    (True, False)
    """
    return _traditional().search(text) is not None


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
_COUNTED = "".join(sorted(set("".join(_VARIANTS.values()))))


@cache
def _origins() -> Mapping[str, float]:
    """Give the log odds by which each word speaks for a machine having made a text from a mainland one."""
    return {word: odds if side == "mainland" else -odds for word, (side, odds) in _witnesses().items()}


class _Evidence(NamedTuple):
    """What was found in Traditional text: words each counted once, marks and variants as often as they stand in it."""

    words: frozenset[str]
    text: str

    def side(self, wanted: str) -> float:
        """Sum the log odds of the words of one side."""
        table = _witnesses()
        return math.fsum(table[word][1] for word in self.words if word in table and table[word][0] == wanted)

    @property
    def curly(self) -> int:
        """How often the quotation mark of the mainland stands."""
        return self.text.count("“")

    @property
    def corner(self) -> int:
        """How often that of Taiwan and Hong Kong stands."""
        return self.text.count("「")

    @property
    def origin(self) -> float:
        """Log odds that a machine made it from a mainland text."""
        curly, corner = self.curly, self.corner
        marks = QUOTES * ((curly > corner) - (corner > curly))
        table = _origins()
        # The sum of many floats, in whatever order a set has them.
        return math.fsum(table[word] for word in self.words if word in table) + marks

    @property
    def taiwanized(self) -> float:
        """Log odds that the machine was s2twp."""
        table = _taiwanized()
        number = {character: self.text.count(character) for character in _COUNTED}
        variants = 0.0 if self._most(number) == "s2tw" or not any(number.values()) else OTHER_VARIANTS
        return NOT_TAIWANIZED + variants + math.fsum(table[word] for word in self.words if word in table)

    def family(self) -> Family:
        """Give the family whose variants are in the majority."""
        return self._most({character: self.text.count(character) for character in _COUNTED})

    @staticmethod
    def _most(number: Mapping[str, int]) -> Family:
        order: tuple[Family, ...] = ("s2tw", "s2t", "s2hk")
        return max(order, key=lambda name: sum(n if c in _VARIANTS[name] else -n for c, n in number.items()))

    def report(self) -> dict[str, float]:
        return {
            "mainland": round(self.side("mainland"), 1),
            "taiwan": round(self.side("taiwan"), 1),
            "hongkong": round(self.side("hongkong"), 1),
            "s2twp": round(self.taiwanized, 1),
            "“": self.curly,
            "「": self.corner,
        }


def _gather(lines: Sequence[str]) -> list[_Evidence]:
    """Look for the evidence of each of a few lines of Traditional text, in one search over them all."""
    folded = tables.fold("".join(lines))
    unsure, matches = neighbours.usual(), _finder().find(folded)
    found: list[_Evidence] = []
    match, end = next(matches, None), 0
    for line in lines:
        words: set[str] = set()
        end += len(line)
        while match and match[0] < end:
            start, stop, word = match
            words.add(_said(folded, start, stop, word) if word in unsure else word)
            match = next(matches, None)
        found.append(_Evidence(frozenset(words), line))
    return found


def _said(folded: str, start: int, end: int, word: str) -> str:
    """Give what a word is evidence of: itself, or what its neighbours say that it was."""
    chosen = neighbours.choose(folded, start, end)
    return f"{word}→{chosen[0]}" if chosen and chosen[1] else word


def _judge(evidence: _Evidence, machine: bool) -> tuple[Kind, float]:
    """Give the kind of a Traditional text, and how sure it is; `machine` says that a machine made it."""
    if machine:
        return ("s2twp" if evidence.taiwanized > 0 else evidence.family()), 1.0
    origin = evidence.origin
    sure = 1 / (1 + math.exp(-abs(origin)))
    if abs(origin) < UNSURE:
        return "traditional", sure
    if origin > 0:
        if evidence.taiwanized > 0:
            return "s2twp", sure
        return evidence.family(), sure
    taiwan, hongkong = evidence.side("taiwan"), evidence.side("hongkong")
    if taiwan == hongkong:
        return ("hk" if evidence.family() == "s2hk" else "tw"), sure
    return ("hk" if hongkong > taiwan else "tw"), sure


def script(paragraph: str) -> tuple[Script, int, int]:
    """Give the script of a paragraph, and how many characters only Traditional and only Simplified text has.

    A paragraph of both is Traditional or Simplified where the one is four times the other, else mixed.

    >>> script("統計數據"), script("统计数据"), script("乾坤")
    (('traditional', 4, 0), ('simplified', 0, 3), ('none', 0, 0))
    """
    signs, counter = _traditional(), _simplified()
    old, new = len(signs.findall(paragraph)), len(counter.findall(paragraph))
    if not old:
        return ("simplified" if new else "none"), old, new
    if old > 4 * new:
        return "traditional", old, new
    return ("simplified" if new > 4 * old else "mixed"), old, new


def stretches(text: str, *, machine: bool = False) -> list[Detected]:
    """Detect the kind of each line of a text, in order, lines on end that were judged together put together.

    `machine` says that a machine made it.

    >>> [d.kind for d in stretches("全市公安機關為群眾破獲案件427起，“打防並舉”。\\n全市公安机关破获案件427起。")]
    ['s2tw', 'simplified']
    """
    if not _traditional().search(text):
        if _simplified().search(text):
            return [Detected(Span(0, len(text)), "simplified", 1.0, {})]
        if not _odd().search(text):
            return [Detected(Span(0, len(text)), "none", 1.0, {})]
    parts = _parts(text)
    spoken = [part.at for part in parts if part.spoken]
    evidence = dict(zip(spoken, _gather([text[start:end] for start, end in spoken]), strict=True))
    return _verdicts(parts, evidence, machine)


class _Part(NamedTuple):
    """A line, or lines on end that say nothing new, with what `script` gives and whether to look for its evidence."""

    at: Span
    script: Script
    traditional: int
    simplified: int
    spoken: bool


def _parts(text: str) -> list[_Part]:
    """Tell the script of each line; once enough was heard, only of those with a character that may say otherwise."""
    parts: list[_Part] = []
    start = curly = corner = spent = 0
    telling: re.Pattern[str] | None = None
    # Where the lines that say nothing new began, and where the next character stands that says something.
    quiet: int | None = None
    next_at = 0
    for line in text.splitlines(keepends=True):
        begin, start = start, start + len(line)
        if telling:
            if next_at < begin:
                found = telling.search(text, begin)
                next_at = found.start() if found else len(text)
            if next_at >= start:
                quiet = begin if quiet is None else quiet
                continue
        at = Span(begin, start)
        if quiet is not None:
            parts.append(_Part(Span(quiet, at.start), "none", 0, 0, spoken=False))
            quiet = None
        kind, old, new = script(line)
        spoken = kind == "traditional" and (telling is None or ("「" if curly > corner else "“") in line)
        parts.append(_Part(at, kind, old, new, spoken))
        if spoken and telling is None:
            curly, corner, spent = curly + line.count("“"), corner + line.count("「"), spent + len(line)
            if spent > ENOUGH:
                telling = _simplified_or("「" if curly > corner else "“")
    if quiet is not None:
        parts.append(_Part(Span(quiet, len(text)), "none", 0, 0, spoken=False))
    return parts


@cache
def _simplified_or(mark: str) -> re.Pattern[str]:
    """Match a character that only Simplified text has, or a quotation mark."""
    return re.compile(f"[{mark}{_simplified().pattern[1:]}")


def _verdicts(parts: Sequence[_Part], evidence: Mapping[Span, _Evidence], machine: bool) -> list[Detected]:
    """Judge each part by its script and, where it is Traditional, with the others or by its own voice."""
    whole = _Evidence(
        frozenset().union(*(one.words for one in evidence.values())), "".join(one.text for one in evidence.values())
    )
    common, sure = _judge(whole, machine)
    report, origin = whole.report(), whole.origin
    scripts = {part.script for part in parts}
    if "traditional" not in scripts and not (machine and scripts == {"none"}):
        # Nothing tells the script of the rest: it is taken to be in that of the others.
        common, sure, report = ("simplified" if "simplified" in scripts else "none"), 0.5, {}
    found: list[Detected] = []
    shared: int | None = None
    for at, kind, old, new, spoken in parts:
        if kind in {"mixed", "simplified"}:
            counts: dict[str, float] = {"traditional characters": old, "simplified characters": new}
            verdict: Kind = "mixed" if kind == "mixed" else "simplified"
            found.append(Detected(at, verdict, max(old, new) / (old + new), counts))
            shared = None
        elif spoken and not machine and (alone := evidence[at].origin) * origin < 0 and abs(alone) >= OWN_VOICE:
            found.append(Detected(at, *_judge(evidence[at], machine), evidence[at].report()))
            shared = None
        elif shared is not None:
            found[-1] = Detected(Span(shared, at.end), common, sure, report)
        else:
            shared = at.start
            found.append(Detected(at, common, sure, report))
    return found


def paragraphs(text: str, found: Sequence[Detected]) -> list[Detected]:
    """Give stretches line by line.

    >>> [d.at for d in paragraphs("統計\\n數據", stretches("統計\\n數據"))]
    [Span(start=0, end=3), Span(start=3, end=5)]
    """
    lines: list[Detected] = []
    for stretch in found:
        start = stretch.at.start
        for line in text[start : stretch.at.end].splitlines(keepends=True):
            at = Span(start, start := start + len(line))
            lines.append(Detected(at, stretch.kind, stretch.sure, stretch.evidence))
    return lines

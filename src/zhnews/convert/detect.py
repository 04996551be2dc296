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
NOT_TAIWANIZED, LEFT_ALONE, OTHER_VARIANTS = -3.0, -2.0, -4.0
# So many characters of Traditional text say what the rest of it is.
ENOUGH = 40_000
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


@dataclass(slots=True)
class _Evidence:
    """What was found in one paragraph or many: words each counted once, marks and variants as often as they stand."""

    words: frozenset[str] = frozenset()
    curly: int = 0
    corner: int = 0
    variants: tuple[int, ...] = (0,) * len(_COUNTED)

    @classmethod
    def of(cls, paragraphs: Sequence[_Evidence]) -> _Evidence:
        """Put the evidence of many paragraphs together."""
        return cls(
            frozenset().union(*(p.words for p in paragraphs)),
            sum(p.curly for p in paragraphs),
            sum(p.corner for p in paragraphs),
            tuple(map(sum, zip(*(p.variants for p in paragraphs), strict=True))) or (0,) * len(_COUNTED),
        )

    def side(self, wanted: str) -> float:
        """Sum the log odds of the words of one side."""
        table = _witnesses()
        return sum(table[word][1] for word in self.words if word in table and table[word][0] == wanted)

    @property
    def origin(self) -> float:
        """Log odds that a machine made it from a mainland text."""
        marks = QUOTES * ((self.curly > self.corner) - (self.corner > self.curly))
        return self.side("mainland") - self.side("taiwan") - self.side("hongkong") + marks

    @property
    def taiwanized(self) -> float:
        """Log odds that the machine was s2twp."""
        table = _taiwanized()
        variants = 0.0 if self.family() == "s2tw" or not any(self.variants) else OTHER_VARIANTS
        return NOT_TAIWANIZED + variants + sum(table.get(word, 0.0) for word in self.words)

    def family(self) -> Family:
        """Give the family whose variants are in the majority."""
        number = dict(zip(_COUNTED, self.variants, strict=True))
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


def _gather(paragraph: str) -> _Evidence:
    """Look for the evidence of one stretch of Traditional text."""
    folded = tables.fold(paragraph)
    return _Evidence(
        frozenset(_said(folded, end - len(word), end, word) for _, end, word in _finder().find(folded)),
        paragraph.count("“"),
        paragraph.count("「"),
        tuple(map(paragraph.count, _COUNTED)),
    )


def _said(folded: str, start: int, end: int, word: str) -> str:
    """Give what a word is evidence of: itself, or what its neighbours say that it was."""
    chosen = neighbours.choose(folded, start, end)
    return f"{word}→{chosen[0]}" if chosen and chosen[1] else word


def _contradicts(paragraph: str, heard: _Evidence) -> bool:
    """Tell whether the quotation marks of a paragraph are not those of what was heard before."""
    return "「" in paragraph if heard.curly > heard.corner else "“" in paragraph


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
    old = sum(1 for _ in signs.finditer(paragraph)) if signs.search(paragraph) else 0
    new = sum(1 for _ in counter.finditer(paragraph)) if counter.search(paragraph) else 0
    if not old:
        return ("simplified" if new else "none"), old, new
    if old > 4 * new:
        return "traditional", old, new
    return ("simplified" if new > 4 * old else "mixed"), old, new


def detect(text: str, *, machine: bool = False) -> list[Detected]:
    """Detect the kind of each paragraph (line) of a text, in order; `machine` says that a machine made it.

    >>> [d.kind for d in detect("全市公安機關為群眾破獲案件427起，“打防並舉”。\\n全市公安机关破获案件427起。")]
    ['s2tw', 'simplified']
    """
    if not _traditional().search(text):
        if _simplified().search(text):
            return [Detected(Span(0, len(text)), "simplified", 1.0, {})]
        if not _odd().search(text):
            return [Detected(Span(0, len(text)), "none", 1.0, {})]
    pure = not _simplified().search(text)
    lines: list[_Line] = []
    spent = start = 0
    heard: _Evidence | None = None
    for line in text.splitlines(keepends=True):
        kind, old, new = _pure(line) if pure else script(line)
        evidence = None
        if kind == "traditional" and (heard is None or _contradicts(line, heard)):
            evidence = _gather(line)
            spent += len(line)
        lines.append(_Line(Span(start, start + len(line)), kind, old, new, evidence))
        start += len(line)
        # Further on only a change of quotation marks makes a paragraph worth a look of its own.
        if heard is None and spent > ENOUGH:
            heard = _whole(lines)
    return _verdicts(lines, machine)


def _pure(line: str) -> tuple[Script, int, int]:
    """Give what `script` gives, more cheaply, for a line of a text without any Simplified character."""
    return ("traditional", 1, 0) if _traditional().search(line) else ("none", 0, 0)


class _Line(NamedTuple):
    at: Span
    script: Script
    traditional: int
    simplified: int
    evidence: _Evidence | None


def _whole(lines: Sequence[_Line]) -> _Evidence:
    return _Evidence.of([line.evidence for line in lines if line.evidence])


def _verdicts(lines: Sequence[_Line], machine: bool) -> list[Detected]:
    """Judge each line by its script and, where it is Traditional, with the others or by its own voice."""
    whole = _whole(lines)
    common, sure = _judge(whole, machine)
    report, origin = whole.report(), whole.origin
    if not any(line.script == "traditional" for line in lines):
        # Nothing tells the script of the rest: it is taken to be in that of the others.
        common, sure, report = ("simplified" if any(line.script == "simplified" for line in lines) else "none"), 0.5, {}
    found = []
    for line in lines:
        old, new = line.traditional, line.simplified
        if line.script in {"mixed", "simplified"}:
            counts: dict[str, float] = {"traditional characters": old, "simplified characters": new}
            kind: Kind = "mixed" if line.script == "mixed" else "simplified"
            found.append(Detected(line.at, kind, max(old, new) / (old + new), counts))
        elif line.evidence and not machine and (alone := line.evidence.origin) * origin < 0 and abs(alone) >= OWN_VOICE:
            found.append(Detected(line.at, *_judge(line.evidence, machine), line.evidence.report()))
        else:
            found.append(Detected(line.at, common, sure, report))
    return found

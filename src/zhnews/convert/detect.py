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
from typing import Literal, NamedTuple

from zhnews import lexicon
from zhnews.convert import tables
from zhnews.convert.evidence import Evidence, gather
from zhnews.text import Span

Kind = Literal["simplified", "s2t", "s2tw", "s2hk", "s2twp", "tw", "hk", "traditional", "mixed", "none"]
Script = Literal["simplified", "traditional", "mixed", "none"]

MACHINE: frozenset[Kind] = frozenset({"s2t", "s2tw", "s2hk", "s2twp"})
GENUINE: frozenset[Kind] = frozenset({"tw", "hk"})
# Log odds beyond which a paragraph is judged on its own, and under which nothing is claimed.
OWN_VOICE, UNSURE = 2.5, 0.9
# So many characters of Traditional text say what the rest of it is.
ENOUGH = 20_000


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


def _judge(evidence: Evidence, machine: bool) -> tuple[Kind, float]:
    """Give the kind of a Traditional text, and how sure it is; `machine` says that a machine made it."""
    if machine:
        return ("s2twp" if evidence.taiwanized > 0 else evidence.family), 1.0
    origin = evidence.origin
    sure = 1 / (1 + math.exp(-abs(origin)))
    if abs(origin) < UNSURE:
        return "traditional", sure
    if origin > 0:
        if evidence.taiwanized > 0:
            return "s2twp", sure
        return evidence.family, sure
    taiwan, hongkong = evidence.side("taiwan"), evidence.side("hongkong")
    if taiwan == hongkong:
        return ("hk" if evidence.family == "s2hk" else "tw"), sure
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


def stretches(text: str, *, machine: bool = False, each: bool = False) -> list[Detected]:
    """Detect the kind of each line of a text, in order, lines on end that were judged together put together.

    `machine` says that a machine made it. `each` keeps every line apart, with its own evidence and how sure it makes
    its kind, which is the same.

    >>> [d.kind for d in stretches("全市公安機關為群眾破獲案件427起，“打防並舉”。\\n全市公安机关破获案件427起。")]
    ['s2tw', 'simplified']
    """
    plain: Kind | None = None
    if not _traditional().search(text):
        plain = "simplified" if _simplified().search(text) else None if _odd().search(text) else "none"
    if plain:
        found = [Detected(Span(0, len(text)), plain, 1.0, {})]
    else:
        parts = _parts(text)
        found = _verdicts(parts, _evidence_of(text, [part.at for part in parts if part.spoken]), machine)
    return _each(text, found, machine) if each else found


def _evidence_of(text: str, spans: Sequence[Span]) -> dict[Span, Evidence]:
    return dict(zip(spans, gather([text[start:end] for start, end in spans]), strict=True))


def _each(text: str, found: Sequence[Detected], machine: bool) -> list[Detected]:
    """Give stretches line by line, those of Traditional text with their own evidence.

    The lines around speak for the kind of a line too, but no louder than its own voice has to be against them.
    """
    lines = paragraphs(text, found)
    own = _evidence_of(text, [line.at for line in lines if line.kind in MACHINE | GENUINE])
    for index, line in enumerate(lines):
        if evidence := own.get(line.at):
            origin = evidence.origin if line.kind in MACHINE else -evidence.origin
            around = min(OWN_VOICE, math.log(line.sure / (1 - line.sure)) if line.sure < 1 else OWN_VOICE)
            sure = line.sure if machine else 1 / (1 + math.exp(-origin - around * (len(lines) > 1)))
            lines[index] = Detected(line.at, line.kind, sure, evidence.report())
    return lines


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


def _verdicts(parts: Sequence[_Part], evidence: Mapping[Span, Evidence], machine: bool) -> list[Detected]:
    """Judge each part by its script and, where it is Traditional, with the others or by its own voice."""
    whole = Evidence(
        frozenset().union(*(one.words for one in evidence.values())), "".join(one.text for one in evidence.values())
    )
    common, sure = _judge(whole, machine)
    report = whole.report()
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
        elif spoken and not machine and (own := _own_voice(evidence[at], common)):
            found.append(Detected(at, *own, evidence[at].report()))
            shared = None
        elif spoken and common == "s2twp" and evidence[at].other_variants:
            # What is not in Taiwan's characters was not given its words.
            found.append(Detected(at, evidence[at].family, sure, report))
            shared = None
        elif shared is not None:
            found[-1] = Detected(Span(shared, at.end), common, sure, report)
        else:
            shared = at.start
            found.append(Detected(at, common, sure, report))
    return found


def _own_voice(evidence: Evidence, common: Kind) -> tuple[Kind, float] | None:
    """Judge a paragraph by itself where it speaks strongly for another origin than all together do."""
    origin = evidence.origin
    if abs(origin) < OWN_VOICE or (origin > 0 and common in MACHINE):
        # Which machine it was is told by all together.
        return None
    own = _judge(evidence, machine=False)
    return None if own[0] == common else own


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

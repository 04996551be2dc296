"""Says where conversion had to choose between forms, which it took, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from zhnews import lexicon
from zhnews.convert import engine, tables
from zhnews.convert.detect import Detected
from zhnews.text import Edit, Span, Text


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where more than one form was possible: `span` of the source, what stood there and what was taken."""

    span: Span
    old: str
    taken: str
    alternatives: tuple[str, ...]
    rule: str
    reason: str

    def to_dict(self) -> dict[str, object]:
        """Give JSON-ready values."""
        return {
            "span": list(self.span),
            "old": self.old,
            "taken": self.taken,
            "alternatives": list(self.alternatives),
            "rule": self.rule,
            "reason": self.reason,
        }


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Give every form that some entry gives an ambiguous character, its usual one first."""
    forms: dict[str, dict[str, None]] = {c: {tables.default(c): None} for c in tables.ambiguous()}
    for word, reading in tables.context().readings.items():
        for character, new in zip(word, reading.new, strict=True):
            if character in forms:
                forms[character][new] = None
    for character, new in lexicon.load("convert/given"):
        forms[character][new] = None
    return {character: tuple(found) for character, found in forms.items()}


@cache
def _counts() -> dict[str, tuple[str, str, str]]:
    return {row[0]: (row[1], row[2], row[3]) for row in lexicon.load("convert/words")}


def choices(
    text: Text, stretches: Sequence[Detected], protected: Sequence[tuple[int, int]], words: engine.Words
) -> list[Choice]:
    """List the choices in a text that the glossary has been applied to, in the order of the source."""
    before = text.value
    text = text.overlay(engine.fold(before, stretches, protected), "convert.characters")
    found = list(engine.apart(engine.readings(text.value, stretches), protected))
    listed = list(_of_characters(text, found, before))
    text = text.edit(Edit(Span(start, end), new, rule) for start, end, new, rule, _ in found)
    for start, end, new, rule, word in engine.apart(engine.regional(text.value, stretches, words), protected):
        origin = text.origin(Span(start, end))
        listed.append(Choice(origin, text.source[slice(*origin)], new, (word,), rule, _why_word(word, new)))
    return sorted(listed, key=lambda choice: choice.span)


def _of_characters(text: Text, found: Sequence[engine.Replacement], before: str) -> Iterator[Choice]:
    for start, end, new, rule, word in found:
        forms = tuple(form for form in _forms().get(before[start], ()) if form != new)
        if not forms:
            continue
        if rule == "convert.names":
            reason = f"{word} is a name"
        elif word:
            reason = f"{word} is an entry of {rule.removeprefix('convert.')}"
        else:
            reason = f"no word or name around it: its usual form here is {new}"
        yield Choice(text.origin(Span(start, end)), before[start:end], new, forms, rule, reason)


def _why_word(word: str, new: str) -> str:
    if word == new:
        return f"{word} is a word of its own"
    if entry := _counts().get(word):
        _, own, other = entry
        return f"in mainland text {new} is counted {other} times, {word} {own} times"
    return f"{word} is an entry of the reviewed words"

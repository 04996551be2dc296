"""Says where conversion had to choose between forms, which it took, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from zhnews import lexicon
from zhnews.convert import engine, neighbours, tables
from zhnews.text import Span


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
    for character, own, made in lexicon.load("convert/given"):
        forms[character] |= {own: None, made: None}
    return {character: tuple(found) for character, found in forms.items()}


@cache
def _counts() -> dict[str, tuple[str, str, str]]:
    return {row[0]: (row[1], row[2], row[3]) for row in lexicon.load("convert/words")}


def choices(rounds: Sequence[Sequence[engine.Pass]], rest: int) -> list[Choice]:
    """List the choices that made a text what it is, in the order of the source.

    `rounds` are the passes of each round of conversion, of which the first `rest` lead to the text. A choice whose
    place was changed later is left out: what was chosen last is what stands there. Where no round changes the text,
    those of the first say why it stays.
    """
    if not rounds:
        return []
    changes = rounds[rest - 1][-1].after.changes if rest else ()
    listed: list[Choice] = []
    for number, passes in enumerate(rounds[: max(rest, 1)]):
        chosen = _places(choice.span for choice in listed)
        for step in passes:
            changed_later = _places(change.span for change in changes[len(step.after.changes) :])
            for choice, changes_something in _of_pass(step):
                here = range(*choice.span)
                # In a later round a choice that changes nothing only says again what an earlier one said.
                again = number > 0 and not changes_something and not chosen.isdisjoint(here)
                if changed_later.isdisjoint(here) and not again and (rest or not changes_something):
                    listed.append(choice)
    return sorted(listed, key=lambda choice: choice.span)


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(*span)}


def _of_pass(step: engine.Pass) -> Iterator[tuple[Choice, bool]]:
    """Yield the choices of one pass, each with whether it changes something."""
    value = step.before.value
    for start, end, new, rule, word in step.found:
        if rule == "convert.glossary":
            continue
        if rule == "convert.regional":
            forms: tuple[str, ...] = (word,) if word != new else ()
            reason = f"{word} is an entry of the words of Taiwan and Hong Kong, asked for"
        elif rule == "convert.words":
            chosen = neighbours.choose(value, start, end)
            beside = chosen[1] if chosen and chosen[0] == new else ""
            forms = tuple(dict.fromkeys(w for w in (word, *neighbours.words(word), *_in_pieces(word)) if w != new))
            reason = f"beside {beside}, {word} most likely was {new}" if beside else _why_word(word, new)
        else:
            forms = tuple(form for form in _forms().get(value[start], ()) if form != new)
            reason = _why_character(rule, word, new)
        if forms:
            span = step.before.origin(Span(start, end))
            yield Choice(span, step.before.source[slice(*span)], new, forms, rule, reason), value[start:end] != new


def _why_character(rule: str, word: str, new: str) -> str:
    if rule == "convert.names":
        return f"{word} is a name"
    if word:
        return f"{word} is an entry of {rule.removeprefix('convert.')}"
    return f"no word or name around it: its usual form here is {new}"


@cache
def _in_pieces(word: str) -> tuple[str, ...]:
    """Give what a word that is left as it is would be, were the longest entry within it replaced."""
    table = engine.word_table("made")
    if table.get(word) != word:
        return ()
    inside = sorted((start - end, start, end) for start, end in combinations(range(len(word) + 1), 2))
    made = ((start, end, table.get(word[start:end], "")) for _, start, end in inside[1:])
    return tuple(word[:start] + new + word[end:] for start, end, new in made if new and new != word[start:end])[:1]


def _why_word(word: str, new: str) -> str:
    if new in neighbours.words(word):
        return f"nothing beside it says otherwise: {word} most often was {new}"
    if word == new:
        return f"{word} is a word of its own"
    if entry := _counts().get(word):
        _, own, other = entry
        return f"in mainland text {new} is counted {other} times, {word} {own} times"
    return f"{word} is an entry of the reviewed words"

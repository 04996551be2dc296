"""Works out what conversion does to a text: one set of replacements, for the string alone or for a recorded `Text`.

Replacements are plain tuples `(start, end, new, rule, word)`, `word` being the entry that decided, or "" where the
usual form of a character was taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from zhnews import lexicon
from zhnews.convert import boundaries, names, neighbours, tables
from zhnews.convert.detect import MACHINE, Detected, Kind, _traditional, in_gb2312
from zhnews.convert.glossary import Entries
from zhnews.text import Edit, Span, Text

Replacement: TypeAlias = tuple[int, int, str, str, str]
Words = Literal["auto", "mainland", "keep"]

# Words put in for others may hold words that are replaced in turn, but never so often.
ROUNDS = 20
# A Traditional character among so many Simplified ones is meant: the name of a person, an old book, an inscription.
FEW = 20
# In these, 着 and 著 are told apart by the text itself.
_KEEPS_ZHU: frozenset[Kind] = frozenset({"s2t", "s2hk", "hk"})
# Behind the name of an author 著 ends the line or stands before a title or a publisher: 高尔基著《母亲》.
_AUTHORED = re.compile(r"著(?=\Z|[\n《（(）)]|的《|，[\u4e00-\u9fff]{2,12}(?:出版|书局|书店|书社|印书馆))")
_LAYER_RULES = {"opencc-phrases": "phrases"}


class Pass(NamedTuple):
    """One pass of replacements over a text: what was found, those that change nothing too, and what came out."""

    before: Text
    found: list[Replacement]
    after: Text

    @classmethod
    def of(cls, text: Text, found: Iterable[Replacement]) -> Pass:
        """Apply replacements to a text, recording those that change something."""
        kept, value = list(found), text.value
        edits = (Edit(Span(start, end), new, rule) for start, end, new, rule, _ in kept if value[start:end] != new)
        return cls(text, kept, text.edit(edits))


@cache
def _sign_table() -> Mapping[int, str]:
    """Map only characters that Simplified text never has, for a Traditional one that strayed into it."""
    signs = _traditional()
    return {ord(old): new for old, new in tables.characters().items() if signs.match(old)}


def settled(values: Sequence[str]) -> int | None:
    """Give the index of the value that conversion comes to rest on; none if it has to go on.

    `values` are a text and what each round made of it. Where rounds come back to a value of before, the least of
    those they run through is the one to rest on: then every one of them leads to the same, and what conversion
    gave is what conversion gives of it.

    >>> settled(["統計"]), settled(["統計", "统计", "统计"]), settled(["丙", "乙", "甲", "乙"])
    (None, 1, 1)
    """
    last = len(values) - 1
    reached = values.index(values[-1])
    if reached < last:
        return min(range(reached, last), key=lambda index: values[index])
    return last if last >= ROUNDS else None


def _how_to_fold(stretch: Detected) -> Literal["all", "signs", "keep"]:
    """Tell which characters to convert: in Simplified those that it never has, but for a few in a whole paragraph."""
    if stretch.kind != "simplified":
        return "all"
    counts = stretch.evidence
    few = FEW * counts.get("traditional characters", 0) <= counts.get("simplified characters", 0)
    return "keep" if few else "signs"


def fold(value: str, stretches: Sequence[Detected], protected: Sequence[tuple[int, int]]) -> str:
    """Convert the characters that have one form only, each stretch by its kind, protected places left alone."""
    pieces = []
    for how, group in groupby(stretches, key=_how_to_fold):
        run = list(group)
        part = value[run[0].at.start : run[-1].at.end]
        pieces.append(part if how == "keep" else part.translate(_sign_table()) if how == "signs" else tables.fold(part))
    folded = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if not protected:
        return folded
    pieces, position = [], 0
    for start, end in protected:
        pieces += (folded[position:start], value[start:end])
        position = end
    return "".join([*pieces, folded[position:]])


def joined(stretches: Sequence[Detected]) -> Iterator[tuple[int, int, Kind]]:
    """Join neighbours of one kind: (start, end, kind)."""
    for kind, group in groupby(stretches, key=lambda stretch: stretch.kind):
        run = list(group)
        yield run[0].at.start, run[-1].at.end, kind


def readings(folded: str, stretches: Sequence[Detected]) -> Iterator[Replacement]:
    """Yield a replacement for each ambiguous character of a folded text, those that stay as they are too."""
    for start, end, kind in joined(stretches):
        only = kind == "simplified"
        # The words are the same, lest one that is left alone be overlooked: the work 著作, not 对着+作.
        context = tables.context(only)
        for match in context.pattern.finditer(folded, start, end):
            at = match.start()
            found = context.find(folded, at)
            name = None if only else _name(folded, at, kind, found[0] if found else None)
            if found and not name:
                first, word, reading = found
                if only and reading.layer not in tables.ALWAYS:
                    continue
                new = reading.new[at - first]
                # In Simplified a word may differ from its entry in other characters than the one looked for.
                yield at, at + 1, new, f"convert.{_LAYER_RULES.get(reading.layer, reading.layer)}", word
            elif name:
                yield at, at + 1, name.new, "convert.names", name.name
            elif not only:
                yield at, at + 1, _usual(folded, at, kind), "convert.characters", ""


def _name(folded: str, at: int, kind: Kind, word: int | None) -> names.Name | None:
    """Find the name with the character at `at`, where no word has it, or one that begins there."""
    if word is not None:
        return names.given_before_word(folded, at, kind in MACHINE) if word == at else None
    if folded[at] == "於":
        return names.surname_at(folded, at) if kind not in MACHINE and kind != "mixed" else None
    return names.given(folded, at, kind in MACHINE)


def _usual(folded: str, at: int, kind: Kind) -> str:
    """Give the form a character takes where no word decides."""
    character = folded[at]
    if character == "著" and (
        kind in _KEEPS_ZHU or (kind == "traditional" and "着" in folded) or _AUTHORED.match(folded, at)
    ):
        return character
    # A machine leaves 藉 where the mainland text had it.
    if character == "藉" and kind in MACHINE:
        return character
    if in_gb2312(character) and (kind == "mixed" or (kind == "none" and character != "著")):
        return character
    return tables.default(character)


@cache
def word_table(words: Literal["made", "taiwan", "hongkong"]) -> Mapping[str, str]:
    """Give the regional words of one kind: what s2twp puts in, or the reviewed words of Taiwan or Hong Kong."""
    if words == "made":
        table = {row[0]: row[1] for row in lexicon.load("convert/words")}
        table |= neighbours.usual()
        table |= {row[0]: row[1] for row in lexicon.load("convert/word-contexts")}
    else:
        rows = lexicon.load("convert/regional")
        table = {tables.fold(word): new for word, new, place in rows if place in {words, "both"}}
    # What a word becomes is left alone, lest 吉尔吉斯 be found in 吉尔吉斯斯坦 once more.
    inside = tables.Finder(table)
    return {new: new for new in table.values() if any(inside.find(new))} | table


@cache
def _word_finder(words: Literal["made", "taiwan", "hongkong"]) -> tables.Finder:
    return tables.Finder({word: (word, new) for word, new in word_table(words).items()})


def regional(value: str, stretches: Sequence[Detected], words: Words) -> Iterator[Replacement]:
    """Yield a replacement for each regional word, where the stretch's kind or the caller asks for it."""
    for start, end, kind in joined(stretches):
        layer: Literal["made", "taiwan", "hongkong"]
        if kind == "s2twp" and words != "keep":
            layer = "made"
        elif words == "mainland" and kind in {"tw", "hk", "traditional", "s2tw"}:
            layer = "hongkong" if kind == "hk" else "taiwan"
        else:
            continue
        for at, stop, (word, new) in _word_finder(layer).find(value, start, end):
            if word != new and boundaries.torn(value, at, stop):
                continue
            chosen = neighbours.choose(value, at, stop) if layer == "made" else None
            rule = "convert.words" if layer == "made" else "convert.regional"
            yield at, stop, chosen[0] if chosen else new, rule, word


def glossary_matches(value: str, entries: Entries) -> Iterator[Replacement]:
    """Yield the places of a glossary's words, and of what they become, which is left as it is."""
    for start, end, new in entries.find(value):
        yield start, end, new, "convert.glossary", value[start:end]


def protected_spans(found: Iterable[Replacement]) -> list[tuple[int, int]]:
    """Give where the replacements of a pass stand once it is applied."""
    spans, shift = [], 0
    for start, end, new, _, _ in found:
        spans.append((start + shift, start + shift + len(new)))
        shift += len(new) - (end - start)
    return spans


def apart(found: Iterable[Replacement], protected: Sequence[tuple[int, int]]) -> Iterator[Replacement]:
    """Leave out replacements that touch a protected place."""
    if not protected:
        yield from found
        return
    starts = [start for start, _ in protected]
    for item in found:
        index = bisect_right(starts, item[1] - 1) - 1
        if index < 0 or protected[index][1] <= item[0]:
            yield item


def applied(value: str, found: Iterable[Replacement]) -> str:
    """Apply one pass of replacements to a string."""
    pieces: list[str] = []
    position = 0
    for start, end, new, _, _ in found:
        pieces += (value[position:start], new)
        position = end
    pieces.append(value[position:])
    return "".join(pieces)

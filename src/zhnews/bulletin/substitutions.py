"""Finds clauses of a summary that stand in the release but for one stretch, and tells what was put for what.

Only what can't be fair rewriting is reported: the opposite (停止 for 恢复), another part (城镇 for 农村), another
whole, place, comparison or level, a denial put in or taken out, beside a figure a kind of thing that the release never
names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.sides import Statement
from zhnews.bulletin.terms import change_words, comparison_words, longest_first, names, names_thing, same_name
from zhnews.model import Finding
from zhnews.text import Span

_CLAUSE = re.compile(r"[^，,；;：:。！？!?\n]+")
_MARK, _MARKS = "，", re.compile(r"[,；;：:。！？!?\n]")
# Longer sentences are lists or tables, longer stretches other clauses.
_LONGEST_SENTENCE, _LONGEST_CLAUSE, _LONGEST_STRETCH = 1000, 200, 10
_LEAST_ALIKE, _LEAST_CLAUSE, _LEAST_KEPT = 0.5, 4, 3
# So many characters beside a stretch may belong to the word that was exchanged: 进|出口.
_WORD = 2
_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
# 与去年同期持平, 比去年同期下降
_AGAINST = re.compile(r"[较与同](?=[去上]年|上个?月|上季度|\d{4}年)")
_FIGURE = re.compile(r"\d")
_WHOLE = re.compile("[全我](?:国|省|市|区(?!域)|县|州)|全球|全世界")
_SAME = {
    "我国": "全国",
    "我省": "全省",
    "我市": "全市",
    "我县": "全县",
    "我区": "全区",
    "我州": "全州",
    "全世界": "全球",
}
_LEVEL = re.compile("[ⅠⅡⅢⅣⅤⅥ]")
_NOT = frozenset({"非"})


class Substitution(NamedTuple):
    """A stretch of the summary's clause and the release's in its place, with what stands around them."""

    new: str
    old: str
    mine: str
    theirs: str
    clauses: tuple[str, str]
    place: Span
    source: Statement

    def within(self, pattern: re.Pattern[str]) -> tuple[set[str], set[str]]:
        """Give what a pattern finds in both, the word around taken in, without what both have."""
        mine, theirs = set(pattern.findall(self.mine)), set(pattern.findall(self.theirs))
        return mine - theirs, theirs - mine


def substitutions(pair: Pair, conflicts: Sequence[Span]) -> Iterator[Finding]:
    """Report what was put for something else, in clauses of which nothing has been found to differ yet."""
    starts = sorted(span.start for span in conflicts)
    for statement in pair.mine.statements:
        if pair.knows(statement.core.end - 1) or pair.whole(statement):
            continue
        near = [one for one in pair.nearest(statement) if len(one.text) <= _LONGEST_SENTENCE]
        near = [one for one in near if pair.shared(statement, one) >= _LEAST_ALIKE]
        sources = [(_MARK + _AGAINST.sub("比", _MARKS.sub(_MARK, one.text)) + _MARK, one) for one in near]
        for clause in _CLAUSE.finditer(pair.mine.value, *statement.core) if near else ():
            at = pair.mine.release.text.origin(Span(*clause.span()))
            if bisect_left(starts, at.start) < bisect_left(starts, at.end):
                continue
            found = _substitution(clause, sources)
            differing = next((name for name, differs in _KINDS if differs(found, pair)), None) if found else None
            if found and differing:
                yield Finding(
                    "altered",
                    "conflict",
                    f"{found.mine} differs in {differing} from the release: {found.theirs}",
                    spans=(pair.theirs.release.text.origin(found.source.core),),
                    quotes=(found.source.text,),
                    place=pair.mine.release.text.origin(found.place),
                    altered=(differing,),
                )


def _substitution(clause: re.Match[str], sources: Sequence[tuple[str, Statement]]) -> Substitution | None:
    """Give the one stretch in which a clause differs from where it stands in one of the sentences most like it."""
    text = _AGAINST.sub("比", clause.group().strip())
    if not _LEAST_CLAUSE <= len(text) <= _LONGEST_CLAUSE:
        return None
    mine, found = f"{_MARK}{text}{_MARK}", []
    if any(text in source for source, _ in sources):
        return None
    for source, one in sources:
        for new, old in _differing(mine, source):
            changed = _changed(mine[new], source[old])
            kept = len(text) - changed
            if kept >= max(_LEAST_KEPT, changed) and len(source[old]) <= _LONGEST_STRETCH:
                found.append((kept, -len(source[old]), new, old, source, one))
    if not found:
        return None
    _, _, new, old, source, one = max(found, key=lambda each: each[:2])
    start = clause.start() + len(clause.group()) - len(clause.group().lstrip()) - 1
    place = Span(start + new.start, start + max(new.stop, new.start + 1))
    clause_there = source[source.rindex(_MARK, 0, old.start) + 1 : source.index(_MARK, old.stop)]
    return Substitution(
        mine[new], source[old], _around(mine, new), _around(source, old), (text, clause_there), place, one
    )


def _differing(mine: str, source: str) -> Iterator[tuple[slice, slice]]:
    """Yield the stretch of a clause and that of a sentence between what both begin and end with: from both sides."""
    head = bisect_left(range(1, len(mine)), True, key=lambda size: mine[:size] not in source)
    at = source.find(mine[:head])
    tail = bisect_left(range(1, len(mine) - head + 1), True, key=lambda size: mine[-size:] not in source[at + head :])
    end = source.find(mine[len(mine) - tail :], at + head)
    if tail and _MARK not in source[at + head : end]:
        yield slice(head, len(mine) - tail), slice(at + head, end)
    tail = bisect_left(range(1, len(mine)), True, key=lambda size: mine[-size:] not in source)
    end = source.rfind(mine[len(mine) - tail :])
    head = bisect_left(range(1, len(mine) - tail + 1), True, key=lambda size: mine[:size] not in source[:end])
    at = source.rfind(mine[:head], 0, end)
    if head and _MARK not in source[at + head : end]:
        yield slice(head, len(mine) - tail), slice(at + head, end)


def _changed(new: str, old: str) -> int:
    """Count the characters of a stretch that stand for others: two may have changed places."""
    if len(new) != len(old):
        return len(new)
    return sum(one != other for one, other in zip(new, old, strict=True))


def _around(text: str, stretch: slice) -> str:
    return text[max(stretch.start - _WORD, 0) : stretch.stop + _WORD].strip(_MARK)


def _direction(found: Substitution, pair: Pair) -> bool:
    mine, theirs = found.within(change_words())
    ways = lexicon.mapping("claims/changes")
    return bool(mine) and bool(theirs) and {ways[word] for word in mine}.isdisjoint(ways[word] for word in theirs)


def _basis(found: Substitution, pair: Pair) -> bool:
    mine, theirs = found.within(comparison_words())
    bases = lexicon.mapping("claims/comparisons")
    return bool(mine) and bool(theirs) and {bases[word] for word in mine}.isdisjoint(bases[word] for word in theirs)


def _scope(found: Substitution, pair: Pair) -> bool:
    mine, theirs = found.within(_WHOLE)
    return (
        bool(mine)
        and bool(theirs)
        and {_SAME.get(one, one) for one in mine}.isdisjoint(_SAME.get(one, one) for one in theirs)
    )


def _value(found: Substitution, pair: Pair) -> bool:
    mine, theirs = _LEVEL.findall(found.mine), _LEVEL.findall(found.theirs)
    return mine != theirs and len(mine) == len(theirs)


def _negation(found: Substitution, pair: Pair) -> bool:
    denials = lexicon.words("bulletin/denials") | _NOT
    return (found.new in denials and not found.old) or (found.old in denials and not found.new)


def _subject(found: Substitution, pair: Pair) -> bool:
    """Tell whether one of names that exclude each other, or one place, stands for another, or a thing never named."""
    for members in _groups():
        mine, theirs = found.within(members)
        if mine and theirs:
            return True
    here, there = (set(names(clause)) for clause in found.clauses)
    if _apart(here - there, there - here):
        return True
    new, old = found.new, found.old
    if not _HAN.fullmatch(new) or not _HAN.fullmatch(old) or not set(new).isdisjoint(old):
        return False
    if not _FIGURE.search(found.clauses[0]) or new in pair.theirs.headed or _same_thing(new, old):
        return False
    return names_thing(new) and names_thing(old)


def _apart(here: set[str], there: set[str]) -> bool:
    """Tell whether names are others, not longer or shorter forms of the same."""
    return bool(here) and bool(there) and not any(same_name(one, other) for one in here for other in there)


@cache
def _groups() -> Sequence[re.Pattern[str]]:
    rows = [*lexicon.load("claims/partitions"), *lexicon.load("bulletin/opposites")]
    return [longest_first(members.split("|")) for (members,) in rows]


def _same_thing(new: str, old: str) -> bool:
    """Tell whether a summary may say one for the other: 警方 for 公安机关."""
    rows = (members.split("|") for (members,) in lexicon.load("bulletin/synonyms"))
    return any(any(one in new for one in row) and any(one in old for one in row) for row in rows)


_KINDS: Sequence[tuple[str, Callable[[Substitution, Pair], bool]]] = (
    ("direction", _direction),
    ("basis", _basis),
    ("scope", _scope),
    ("value", _value),
    ("negation", _negation),
    ("subject", _subject),
)

"""Holds two sides beside each other: which sentences and figures of the release a summary's may have come from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from zhnews.bulletin.likeness import held
from zhnews.bulletin.sides import Key, Mention, Side, Statement
from zhnews.bulletin.terms import same_unit
from zhnews.model import Claim
from zhnews.text import Span

_NEAREST, _TAKEN_OVER = 3, 0.8
_LEAST_GRAMS, _LEAST_WHOLE = 4, 8
_ENDS = "。；;！？!?"
# What a summary puts before the sentences it takes over: 一是, 第二，, （三）, 4.
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|、)|(?:第[一二三四五六七八九十]{1,3}|其[一二三四五])[，、]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）](?!\d)|[①-⑳•·●■▪-])\s?"
)
_MOST_EQUAL = 8
# Names are looked for in so many subjects at most.
_SUBJECTS = 256


class Pair:
    """A summary and its release; what is asked more than once is kept.

    `known` are stretches of the summary, in order, that are known to say what the release says.
    """

    def __init__(self, mine: Side, theirs: Side, known: Sequence[Span] = ()) -> None:
        self.mine = mine
        self.theirs = theirs
        self._known = known
        self._nearest: dict[int, list[Statement]] = {}
        self._sources: dict[int, list[Statement]] = {}
        self._shared: dict[tuple[int, int], float] = {}
        self._verbatim: dict[tuple[int, int], bool] = {}

    def knows(self, position: int) -> bool:
        """Tell whether a place of the summary is known to say what the release says."""
        place = bisect_right(self._known, position, key=lambda span: span.start) - 1
        return place >= 0 and position < self._known[place].end

    @cached_property
    def _whole(self) -> Mapping[str, Statement]:
        return {one.text.rstrip(_ENDS): one for one in reversed(self.theirs.statements)}

    def whole(self, statement: Statement) -> Statement | None:
        """Give the release's sentence that is the summary's, word for word, but for a label before it (一是)."""
        return self._taken(statement)[0]

    def _taken(self, statement: Statement) -> tuple[Statement | None, int]:
        """Give the sentence that was taken over, and how many characters stand before it in the summary's."""
        label = _LABEL.match(statement.text)
        for start in (0, label.end()) if label else (0,):
            said = statement.text[start:].rstrip(_ENDS)
            if len(said) >= _LEAST_WHOLE and (there := self._whole.get(said)):
                return there, start
        return None, 0

    def counterpart(self, mention: Mention) -> Mention | None:
        """Give a figure's own place in the release, where its sentence was taken over word for word."""
        there, label = self._taken(mention.statement)
        if there is None:
            return None
        start = mention.figure.at.start - mention.statement.core.start - label + there.core.start
        return next((one for one in there.by_key.get(mention.key, ()) if one.figure.at.start == start), None)

    def nearest(self, statement: Statement) -> Sequence[Statement]:
        """Give the sentences of the release that share most with one of the summary's, best first."""
        if statement.index not in self._nearest:
            found = self.theirs.postings.nearest(statement.grams, _NEAREST)
            self._nearest[statement.index] = [self.theirs.statements[place] for place in found]
        return self._nearest[statement.index]

    def shared(self, one: Statement, other: Statement) -> float:
        """Give the part of a sentence's grams that one of the release holds."""
        key = one.index, other.index
        if key not in self._shared:
            self._shared[key] = held(one.grams, other.grams)
        return self._shared[key]

    def sources(self, position: int) -> list[Statement]:
        """Give the release's sentences that the summary's at a position was taken over from, almost word for word.

        Of several that are alike but for their figures, those with most of its figures are meant.
        """
        statement = self.mine.statement_at(position)
        if statement.index not in self._sources:
            self._sources[statement.index] = self._taken_over(statement)
        return self._sources[statement.index]

    def _taken_over(self, statement: Statement) -> list[Statement]:
        if len(statement.grams) < _LEAST_GRAMS:
            return []
        near = self.nearest(statement)
        taken = {one: len(statement.keys & one.keys) for one in near if self.shared(statement, one) >= _TAKEN_OVER}
        return [one for one, count in taken.items() if count == max(taken.values())]

    def equal(self, mention: Mention) -> Sequence[Mention]:
        """Give the release's figures of the same amount; of many, those of sentences or words like the figure's own."""
        pool = self.theirs.by_key.get(mention.key)
        if pool is None:
            return ()
        found = pool.closest(mention)
        if len(found) == len(pool.mentions):
            return found
        near = [one for there in self.nearest(mention.statement) for one in there.by_key.get(mention.key, ())]
        return list(dict.fromkeys([*near[:_MOST_EQUAL], *found]))

    def others(self, mention: Mention) -> Sequence[Mention]:
        """Give the figures of other amounts in the sentences most like the figure's own."""
        near = self.nearest(mention.statement)
        return [one for there in near for one in there.pool.closest(mention) if one.key != mention.key]

    def verbatim(self, mention: Mention, other: Mention) -> bool:
        """Tell whether the sentence of a figure stands word for word where another does."""
        mine, there = mention.statement, other.statement
        key = mine.index, there.index
        if key not in self._verbatim:
            # The summary may have parted sentences otherwise.
            start = self.theirs.statements[max(there.index - 1, 0)].core.start
            end = self.theirs.statements[min(there.index + 1, len(self.theirs.statements) - 1)].core.end
            said = mine.text.rstrip(_ENDS)
            self._verbatim[key] = said in self.theirs.value[slice(*Span(start, end))]
        return self._verbatim[key]

    @cached_property
    def _counted(self) -> Mapping[tuple[str | None, ...], set[Key]]:
        found: dict[tuple[str | None, ...], set[Key]] = defaultdict(set)
        for one in self.theirs.mentions:
            if one.claim is not None:
                what = one.claim.subject, same_unit(one.figure.unit), one.claim.direction
                found[what].add(one.key)
                found[*what, one.claim.predicate].add(one.key)
        return found

    def counts_otherwise(self, claim: Claim, other: Mention, *, deed: bool = False) -> bool:
        """Tell whether the release has another amount of a claim's subject, in a figure's unit and direction.

        With `deed` it must be said in the claim's predicate.
        """
        what = claim.subject, same_unit(other.figure.unit), other.claim.direction if other.claim else None
        keys = self._counted.get((*what, claim.predicate) if deed else what, set())
        return len(keys) > (other.key in keys)

    @cached_property
    def _subjects(self) -> Mapping[str, list[str]]:
        """The release's subjects by the grams in them."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject in dict.fromkeys(one.claim.subject or "" for one in self.theirs.mentions if one.claim is not None):
            for place in range(len(subject) - 1):
                found[subject[place : place + 2]].append(subject)
        return found

    def named_elsewhere(self, name: str, old: str) -> bool:
        """Tell whether the release counts something of a name that isn't the old one: names have two characters."""
        lists = [self._subjects.get(name[place : place + 2], []) for place in range(len(name) - 1)]
        rarest = min(lists, key=len, default=[])
        return any(name in subject and old not in subject for subject in rarest[:_SUBJECTS])

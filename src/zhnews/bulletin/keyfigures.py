"""Makes the table of key figures: indicator, value, change and period, each in the release's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from zhnews import lexicon
from zhnews.bulletin.trim import balanced, leans
from zhnews.model import Claim, Release, Sentence
from zhnews.text import Span

COLUMNS = ("指标", "数值", "变化", "时期")
NOTHING = "—"
_LONGEST_INDICATOR, _SHORTEST_INDICATOR = 18, 3
_WIDTH_OF_ROW = 4
_KINDS = frozenset({"count", "money", "amount", "percent", "multiple"})
_WITH_CHANGE, _SAID = 0.3, 0.2
_CLAUSE, _NO_NAME = re.compile("[，,；;。]"), re.compile(r"[，；。：、\s]")
_COMPARES = re.compile("同比|环比|比|较")
_PARTICIPLE = re.compile("(?<=..)[了着过]$")
# 向13个街镇配送 counts whom it went to.
_RECIPIENTS = tuple("向对在与从由给为等他")
# A verb that only links a name to its figure is no part of the name; what a thing is worth is.
_WORTH = "价值"

Cell = tuple[tuple[str, Span | None], ...]


class KeyFigure(NamedTuple):
    """A row of the table: the claim, the claim of its change, and the cells."""

    claim: Claim
    change: Claim | None
    cells: tuple[Cell, Cell, Cell, Cell]

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells as they are printed."""
        return tuple("".join(text for text, _ in cell) for cell in self.cells)

    @property
    def size(self) -> int:
        """The number of characters of the row, its line break and marks counted."""
        return sum(map(len, self.texts)) + _WIDTH_OF_ROW


def key_figures(release: Release, said: Iterable[Claim] = ()) -> list[KeyFigure]:
    """Give every figure that can stand in a table with its own name, weightiest first.

    `said` are the figures of the sentences above, which weigh more.
    """
    scores = {sentence.index: sentence.score for sentence in release.ranked}
    ids = {claim.id for claim in said}
    changes: dict[str, Claim] = {}
    for claim in release.claims:
        if claim.change_of and claim.predicate:
            changes.setdefault(claim.change_of, claim)
    rows: dict[tuple[str, ...], tuple[float, KeyFigure]] = {}
    # Levels first: a change alone makes a row only where no level does.
    for claim in sorted(release.claims, key=_moves):
        if claim.change_of or claim.damaged or claim.kind not in _KINDS:
            continue
        row = _row(release, claim, changes.get(claim.id))
        if row is not None:
            bonus = _WITH_CHANGE * (row.change is not None) + _SAID * (claim.id in ids)
            # A second figure under the same name and period is of a part of it, which the name doesn't tell.
            rows.setdefault((row.texts[0], row.texts[3]), (scores.get(claim.sentence, 0.0) + bonus, row))
    ordered = [row for _, row in sorted(rows.values(), key=lambda pair: -pair[0])]
    return [row for place, row in enumerate(ordered) if not any(_same(row, other) for other in ordered[:place])]


def _same(row: KeyFigure, other: KeyFigure) -> bool:
    """Tell whether two rows give one figure, under a name and a part of it."""
    name, value, changed, _ = row.texts
    return (value, changed) == (other.texts[1], other.texts[2]) and (name in other.texts[0] or other.texts[0] in name)


def chosen_figures(
    release: Release, said: Iterable[Claim], room: int, most: int, without: Collection[str] = ()
) -> list[KeyFigure]:
    """Give the rows that fit into `room` characters, at most `most` and none of `without`, in the release's order."""
    kept: list[KeyFigure] = []
    for row in key_figures(release, said):
        if len(kept) < most and row.size <= room and row.claim.id not in without:
            kept.append(row)
            room -= row.size
    return sorted(kept, key=lambda row: row.claim.at)


def _row(release: Release, claim: Claim, change: Claim | None) -> KeyFigure | None:
    sentence = release.sentences[claim.sentence]
    moves = _moves(claim)
    start, end = sentence.core
    before = release.text.value[start : claim.at.start]
    aside = claim.kind == "count" and (before.endswith(_RECIPIENTS) or _counts_another(release, claim, before))
    name = _indicator(release, claim, change, with_predicate=not moves)
    if name is None or aside or not any(char.isdigit() for char in claim.surface):
        return None
    place = release.text.value.find(name, start, end)
    indicator: Cell = ((name, Span(place, place + len(name)) if place >= 0 else None),)
    value: Cell = ((NOTHING, None),) if moves else ((claim.surface, claim.at),)
    moved = claim if moves else change
    changed: Cell = ((moved.predicate or "", None), (moved.surface, moved.at)) if moved else ((NOTHING, None),)
    return KeyFigure(claim, change, (indicator, value, changed, _period(claim, sentence)))


def _counts_another(release: Release, claim: Claim, before: str) -> bool:
    """Tell whether what is counted stands behind the figure, and the subject before it: 听取“两院”22个报告."""
    if claim.unit != "个":
        return False
    behind = release.text.value[claim.at.end : claim.at.end + 1]
    named = bool(claim.subject) and before.endswith(claim.subject or "")
    return not claim.predicate or (named and "\u4e00" <= behind <= "\u9fff")


def _moves(claim: Claim) -> bool:
    return claim.predicate is not None and _COMPARES.match(claim.predicate) is not None


def _period(claim: Claim, sentence: Sentence) -> Cell:
    period = claim.period
    # A period of the sentence before may not be that of this one: 夏季行动期间 is no period we know.
    elsewhere = period is not None and (period.at.start < sentence.at.start or period.surface.startswith("至"))
    if period is None or elsewhere or period.surface in lexicon.words("bulletin/vague_periods"):
        return ((NOTHING, None),)
    return ((period.surface, period.at),)


def _indicator(release: Release, claim: Claim, change: Claim | None, *, with_predicate: bool) -> str | None:
    """Name what a figure is of, in words of its own sentence; None where they don't make a name."""
    start, _ = release.sentences[claim.sentence].core
    before = release.text.value[start : claim.at.start]
    whole = release.sentences[claim.sentence].surface
    subject, predicate = claim.subject or "", _PARTICIPLE.sub("", claim.predicate or "") if with_predicate else ""
    if predicate != _WORTH and predicate in lexicon.words("claims/links"):
        predicate = ""
    if not subject or subject not in whole or predicate not in whole or not balanced(subject + predicate):
        return None
    clause = _CLAUSE.split(before)[-1]
    if predicate == _WORTH and subject in clause:
        # 调动物资价值1.5亿元
        return clause if _is_name(clause) else None
    if clause.startswith(subject) and predicate not in clause and "其中" not in before:
        # What an earlier clause does isn't done here: 改造国道1160公里，新改建农村公路8600公里.
        predicate = ""
    # 破获案件427起 names the deed first, 案件立案3216起 behind.
    behind = subject not in before or before.rfind(predicate) < before.rfind(subject)
    first = predicate and (predicate + subject in whole or (predicate in before and behind))
    name = predicate + subject if first else subject + predicate
    name = (claim.condition or "") + name if claim.condition and claim.condition + subject in whole else name
    scope = claim.scope or ""
    if scope and scope in before and not scope.startswith(("全", "我", "本")) and scope not in name:
        name = scope + name
    return name if _is_name(name, _SHORTEST_INDICATOR - (change is not None)) else None


def _is_name(text: str, shortest: int = _SHORTEST_INDICATOR) -> bool:
    if not shortest <= len(text) <= _LONGEST_INDICATOR or _NO_NAME.search(text):
        return False
    return not leans(text) and not text.startswith(tuple(lexicon.words("bulletin/clinging")))

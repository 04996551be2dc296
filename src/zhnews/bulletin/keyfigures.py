"""Makes the table of key figures: indicator, value, change and period, each in the release's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from zhnews import lexicon
from zhnews.bulletin.indicators import indicator_of, is_casualty
from zhnews.bulletin.plans import ADVERBS, plan_of
from zhnews.bulletin.titles import holds_meeting
from zhnews.model import Claim, Release
from zhnews.text import Span

COLUMNS = ("指标", "数值", "变化", "时期")
NOTHING = "—"
_WIDTH_OF_ROW = 4
# Fewer rows are no table.
_FEWEST_ROWS = 3
_KINDS = frozenset({"count", "money", "amount", "percent", "multiple"})
_WITH_CHANGE, _SAID, _CASUALTIES, _MEETING = 0.3, 0.2, 10.0, 0.4
_LONGEST_CHANGE = 24
_COMPARES = re.compile("同比|环比|按[年月]|[比较](?=..)")
# 由28.4%降至25.1% tells what was before what is.
_FROM = re.compile(r"[由从](?P<when>[^，。；、\d]{0,10}|[^，。；、]{0,8}的)$")
_TO = re.compile("[^，。；]{0,8}?[到至为成]")
_CAME_FROM = re.compile(r"(?P<base>[由从][^，。；]{1,16}?)(?P<verb>[\u4e00-\u9fff]{1,4})[到至为]$")
_MOVED = {"降": "下降", "升": "上升", "增": "增加", "减": "减少", "涨": "上涨", "跌": "下跌"}
_PART_OF_BEFORE = re.compile("其中|分[^，]{1,8}看|从[^，]{1,8}看|按[^，]{1,8}分")
_BASES = {"yoy": "同比", "mom": "环比"}
# Words for how much something moved, which say nothing without what it is held against.
_RATES = ("涨幅", "降幅", "增幅", "增速")
_BEYOND = re.compile("超|突破|不[少低]于|达")
_MUST = frozenset({"要", "必须", "须", "务必"})
_LENGTHS = frozenset({"米", "厘米", "公里", "千米"})
# 向13个街镇配送 counts whom it went to.
_RECIPIENTS = tuple("向对在与从由给为等他")

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
            bonus += _CASUALTIES * is_casualty(row.texts[0])
            bonus -= _MEETING * holds_meeting(release.sentences[claim.sentence].surface)
            # A second figure under the same name and period is of a part of it, which the name doesn't tell.
            if any(name.endswith(row.texts[0]) and row.texts[3] in (NOTHING, when) for name, when in rows):
                continue
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
    """Give the rows that fit into `room` characters, at most `most` and none of `without`, in the release's order.

    What befell people stands first; fewer rows than make a table are none.
    """
    kept: list[KeyFigure] = []
    for row in key_figures(release, said):
        if len(kept) < most and row.size <= room and row.claim.id not in without:
            kept.append(row)
            room -= row.size
    if len(kept) < _FEWEST_ROWS:
        return []
    return sorted(kept, key=lambda row: (not is_casualty(row.texts[0]), row.claim.at))


def _row(release: Release, claim: Claim, change: Claim | None) -> KeyFigure | None:
    sentence = release.sentences[claim.sentence]
    moves = _moves(claim)
    start, end = sentence.core
    before, behind = release.text.value[start : claim.at.start], release.text.value[claim.at.end : end]
    if _was(before, behind) or not any(char.isdigit() for char in claim.surface):
        return None
    name = indicator_of(release, claim, change, with_predicate=not moves)
    if name is None or _is_aside(release, claim, before, behind):
        return None
    place = release.text.value.find(name, start, end)
    plan = plan_of(before + name if before.endswith(name) else before)
    cells: list[tuple[str, Span | None]] = [(name, Span(place, place + len(name)) if place >= 0 else None)]
    # 将 stands before a verb: 将新增航线, but 最高负荷将达840万千瓦.
    adverb = plan in ADVERBS and not (claim.predicate and name.startswith(claim.predicate))
    if plan and plan not in name and not adverb:
        cells.insert(0, (plan, None))
    basis = _BASES.get(claim.basis or "")
    if basis and name.endswith(_RATES) and basis not in name and not moves:
        cells.append((f"（{basis}）", None))
    level = (claim.surface, claim.at)
    value: Cell = ((NOTHING, None),) if moves else (level,)
    if plan and adverb:
        # What must be is no value.
        if moves or plan in _MUST:
            return None
        value = ((plan if _BEYOND.match(claim.surface) else plan + "达", None), level)
    return KeyFigure(claim, change, (tuple(cells), value, _changed(claim, change, before), _period(release, claim)))


def _changed(claim: Claim, change: Claim | None, before: str) -> Cell:
    """Say how a figure moved: by how much, or from where."""
    moved = [one for one in (claim if _moves(claim) else None, change) if one is not None]
    cell: list[tuple[str, Span | None]] = []
    for one in moved:
        said = ("，" if cell else "") + _against(one)
        if not cell or sum(len(text) for text, _ in cell) + len(said + one.surface) <= _LONGEST_CHANGE:
            cell += [(said, None), (one.surface, one.at)]
    if cell:
        return tuple(cell)
    came = _CAME_FROM.search(before)
    return ((came["base"] + _MOVED.get(came["verb"], came["verb"]) if came else NOTHING, None),)


def _against(claim: Claim) -> str:
    """Give the words of a change with what it is held against: 分别同比下降4.2%和上升6.8% says 同比 but once."""
    said, basis = claim.predicate or "", _BASES.get(claim.basis or "")
    return said if basis is None or _COMPARES.match(said) else basis + said


def _was(before: str, behind: str) -> bool:
    """Tell whether a figure is what was, and what is stands behind it."""
    return _FROM.search(before) is not None and _TO.match(behind) is not None


def _is_aside(release: Release, claim: Claim, before: str, behind: str) -> bool:
    """Tell whether a figure only tells which or how long, or counts whom something went to."""
    if claim.unit in _LENGTHS and "\u4e00" <= behind[:1] <= "\u9fff":
        # 500米长钢轨, 1米板
        return not before.endswith(claim.predicate or "，")
    if claim.kind != "count":
        return False
    named = claim.subject or ""
    modifies = behind.startswith(named + "的") or (behind.startswith("的") and not named)
    return before.endswith(_RECIPIENTS) or modifies or _counts_another(release, claim, before)


def _counts_another(release: Release, claim: Claim, before: str) -> bool:
    """Tell whether what is counted stands behind the figure, and the subject before it: 听取“两院”22个报告."""
    if claim.unit != "个":
        return False
    behind = release.text.value[claim.at.end : claim.at.end + 1]
    named = bool(claim.subject) and before.endswith(claim.subject or "")
    return not claim.predicate or (named and "\u4e00" <= behind <= "\u9fff")


def _moves(claim: Claim) -> bool:
    """Tell whether a claim is of a change, not of a level."""
    said = claim.predicate
    if said is None or _COMPARES.match(said):
        return said is not None
    turns = claim.kind in ("percent", "multiple") and claim.direction is not None
    return turns and said in lexicon.words("claims/changes") and not said.endswith(("到", "至", "为"))


def _period(release: Release, claim: Claim) -> Cell:
    period, sentence = claim.period, release.sentences[claim.sentence]
    vague = lexicon.words("bulletin/vague_periods")
    if period is None or period.surface.startswith("至") or period.surface.startswith(tuple(vague)):
        return ((NOTHING, None),)
    before = sentence.index and release.sentences[sentence.index - 1]
    first = before.at.start if before and _PART_OF_BEFORE.match(sentence.surface) else sentence.at.start
    # A period of the sentence before may not be that of this one: 夏季行动期间 is no period we know.
    if period.at.start < first:
        return ((NOTHING, None),)
    return ((period.surface, period.at),)

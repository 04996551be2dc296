"""Puts a digest together from releases that were ranked and whose claims were extracted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from zhnews.bulletin import COLUMNS, Names, Summarize, key_figures, title_of
from zhnews.digests.records import Difference, Digest, Item, Origin, Quote, Said
from zhnews.digests.topics import OTHER, topics_of
from zhnews.duplicates import find_duplicates
from zhnews.model import Block, BlockKind, Bulletin, Claim, Dropped, Release
from zhnews.text import Span

TITLE, FIGURES, SOURCE = "每日简报", "主要数据", "来源"
LONGEST_ITEM, MOST_SENTENCES = 120, 2
LONGEST_TITLE = 40
_FIGURES_EACH, _MOST_FIGURES = 3, 30
_MANY_FIGURES = 10
_FIGURE_AT_END = re.compile(r"[\d.,]+\Z")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日")
_DIGITS = "一二三四五六七八九"


class _Draft(NamedTuple):
    item: Item
    bulletin: Bulletin


def make_digest(
    releases: Sequence[Release],
    *,
    since: date | None = None,
    issuer: str | None = None,
    topic: str | None = None,
    title: str = TITLE,
) -> Digest:
    """Make one bulletin of many releases.

    `since` leaves out what was published before or has no date, `issuer` keeps issuers whose name holds these
    characters, `topic` keeps one topic.
    """
    kept = [release for release in releases if _wanted(release, since, issuer)]
    found = find_duplicates([str(r.text) for r in kept], corrected=True)
    groups = [own for group in found for own in _of_one_day([kept[place] for place in group])]
    heads = [Summarize(LONGEST_ITEM, most=MOST_SENTENCES)(group[0]) for group in groups]
    titles = [_title(head) for head in heads]
    topics = topics_of([(name, str(head.text)) for name, head in zip(titles, heads, strict=True)])
    drafts = [
        _draft(head, group, name, subject)
        for head, group, name, subject in zip(heads, groups, titles, topics, strict=True)
        if topic is None or topic in subject
    ]
    written = _Layout(title)
    written.write_items(_ordered(drafts))
    shown = {origin.id for draft in drafts for origin in draft.item.origins}
    passed = tuple(release.source or release.id for release in releases if release.id not in shown)
    return written.digest(passed)


def _of_one_day(group: Sequence[Release]) -> list[list[Release]]:
    """Part releases that are alike but tell of other days, as two notices of one form do."""
    found: list[tuple[set[str], list[Release]]] = []
    for release in group:
        days = set(_DATE.findall(str(release.text)))
        own = next((one for known, one in found if not days or not known or days & known), None)
        if own is None:
            found.append((days, [release]))
        else:
            own.append(release)
    return [own for _, own in found]


def _wanted(release: Release, since: date | None, issuer: str | None) -> bool:
    if since is not None and (release.published is None or release.published < since):
        return False
    return issuer is None or issuer in (Names(release).issuer or "")


def _title(release: Release) -> str:
    title = title_of(release, Names(release), release.ranked, LONGEST_TITLE)
    first = release.bulletin.sentences[:1] if release.bulletin else ()
    return title or (_clipped(first[0].rstrip("。")) if first else release.id)


def _clipped(text: str) -> str:
    """Cut a sentence to the room of a title behind one of its clauses, or where no figure is cut.

    >>> _clipped("到2027年，全市" + "设备更新" * 7 + "较2023年增长25%")[-5:]
    '设备更新较'
    """
    if len(text) <= LONGEST_TITLE:
        return text
    head = text[:LONGEST_TITLE]
    place = max(head.rfind(mark) for mark in "，；")
    return head[:place] if place > LONGEST_TITLE // 2 else _FIGURE_AT_END.sub("", head)


def _draft(head: Release, group: Sequence[Release], title: str, topic: str) -> _Draft:
    assert head.bulletin is not None
    origins = tuple(_origin(release) for release in group)
    figures = min(len(head.claims), _MANY_FIGURES) / _MANY_FIGURES
    differences = tuple(_differences(group))
    return _Draft(
        Item(title, topic, head.bulletin.text, len(group) + figures, origins, differences, head), head.bulletin
    )


def _origin(release: Release) -> Origin:
    return Origin(release.id, release.source, Names(release).issuer, release.published)


def _differences(group: Sequence[Release]) -> Iterator[Difference]:
    """Yield the figures that the releases of a group give differently, in the order of the first."""
    first, *others = [_by_name(release) for release in group]
    origins = [_origin(release) for release in group]
    for name, claim in first.items():
        found = [(origin, own[name]) for origin, own in zip(origins[1:], others, strict=True) if name in own]
        if any(_value(other) != _value(claim) for _, other in found):
            said = [Said(origin, one.surface, one.span) for origin, one in [(origins[0], claim), *found]]
            yield Difference(claim.subject or claim.surface, tuple(said))


def _by_name(release: Release) -> dict[tuple[str | None, ...], Claim]:
    """Give the figures that are alone under their name."""
    found: dict[tuple[str | None, ...], list[Claim]] = {}
    for claim in release.claims:
        period = claim.period.surface if claim.period else None
        found.setdefault((claim.subject, claim.predicate, claim.condition, period, claim.unit), []).append(claim)
    return {name: claims[0] for name, claims in found.items() if len(claims) == 1 and name[0]}


def _value(claim: Claim) -> tuple[str | None, ...]:
    return claim.value, claim.low, claim.high


def _ordered(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Order by topic, then issuer, then weight; what weighs most stands first on each level."""
    topics: dict[str, float] = {}
    issuers: dict[tuple[str, str], float] = {}
    for draft in drafts:
        own = draft.item
        topics[own.topic] = max(topics.get(own.topic, 0.0), own.weight)
        key = (own.topic, own.origins[0].name)
        issuers[key] = max(issuers.get(key, 0.0), own.weight)

    def order(draft: _Draft) -> tuple[bool, float, str, float, str, float, str]:
        own, name = draft.item, draft.item.origins[0].name
        return (
            own.topic == OTHER,
            -topics[own.topic],
            own.topic,
            -issuers[own.topic, name],
            name,
            -own.weight,
            own.title,
        )

    return sorted(drafts, key=order)


class _Layout:
    """Collects text, blocks and citations."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._text = ""
        self._blocks: list[Block] = []
        self._quotes: list[Quote] = []
        self._items: list[Item] = []
        self._dropped: list[Dropped] = []

    def write_items(self, drafts: Sequence[_Draft]) -> None:
        """Lay out the masthead, the items under their topics, and the figures."""
        days = sorted(day for draft in drafts if (day := draft.item.origins[0].published))
        self._block("masthead", self._title)
        span = "" if not days else _day(days[0]) if days[0] == days[-1] else f"{_day(days[0])}至{_day(days[-1])}"
        self._block("masthead", "　".join(filter(None, (span, f"共{len(drafts)}条"))))
        number = 0
        for place, (topic, group) in enumerate(groupby(drafts, key=lambda draft: draft.item.topic)):
            self._block("heading", f"{_ordinal(place + 1)}、{topic}")
            for draft in group:
                number += 1
                self._write_item(number, draft)
        self._write_figures(drafts)

    def _write_item(self, number: int, draft: _Draft) -> None:
        item, bulletin = draft.item, draft.bulletin
        first = item.origins[0]
        told = "，".join(filter(None, (first.issuer, Names(item.release).date)))
        self._block("item", f"{number}. {item.title}" + (f"（{told}）" if told else ""))
        start = self._block("body", bulletin.text)
        for citation in bulletin.citations:
            span = Span(start + citation.span.start, start + citation.span.end)
            self._quotes.append(Quote(span, citation.source, first.id))
        if len(item.origins) > 1:
            names = dict.fromkeys(origin.name for origin in item.origins[1:])
            self._block("note", f"同一内容另见：{'、'.join(names)}")
        for difference in item.differences:
            said = "，".join(f"{one.origin.name}作{one.surface}" for one in difference.said)
            self._block("note", f"数据不一：{difference.indicator}，{said}")
        self._items.append(item)
        self._dropped += bulletin.dropped

    def _write_figures(self, drafts: Sequence[_Draft]) -> None:
        rows = [
            (draft.item, row)
            for draft in drafts
            for row in key_figures(draft.item.release, draft.bulletin.figures)[:_FIGURES_EACH]
        ]
        if not rows:
            return
        self._block("heading", FIGURES)
        self._row("columns", [((name, None),) for name in (*COLUMNS, SOURCE)], None)
        for item, row in rows[:_MOST_FIGURES]:
            self._row("row", [*row.cells, ((item.origins[0].name, None),)], item.release)

    def _block(self, kind: BlockKind, text: str) -> int:
        start = self._line()
        self._text += text
        self._blocks.append(Block(kind, Span(start, len(self._text))))
        return start

    def _row(
        self, kind: BlockKind, cells: Sequence[Sequence[tuple[str, Span | None]]], release: Release | None
    ) -> None:
        start, spans = self._line(), []
        for number, cell in enumerate(cells):
            self._text += "｜" if number else ""
            first = len(self._text)
            for text, at in cell:
                if at is not None and release is not None:
                    span = Span(len(self._text), len(self._text) + len(text))
                    self._quotes.append(Quote(span, release.text.origin(at), release.id))
                self._text += text
            spans.append(Span(first, len(self._text)))
        self._blocks.append(Block(kind, Span(start, len(self._text)), tuple(spans)))

    def _line(self) -> int:
        self._text += "\n" if self._text else ""
        return len(self._text)

    def digest(self, passed_over: tuple[str, ...]) -> Digest:
        """Give what was laid out."""
        return Digest(
            self._text,
            self._title,
            tuple(self._items),
            tuple(self._blocks),
            tuple(self._quotes),
            tuple(self._dropped),
            passed_over,
        )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _ordinal(number: int) -> str:
    """Give the number of a heading, below a hundred.

    >>> _ordinal(9), _ordinal(10), _ordinal(12), _ordinal(30)
    ('九', '十', '十二', '三十')
    """
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones - 1] if ones else ''}"

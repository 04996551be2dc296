"""Lays out the named forms, as desks use them: flash, weibo, brief and digest, each within its budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Literal

from zhnews import lexicon
from zhnews.bulletin.choose import Piece, choose, fit
from zhnews.bulletin.keyfigures import COLUMNS, KeyFigure, chosen_figures
from zhnews.bulletin.lead import (
    LONGEST_LEAD,
    followers,
    lead_of,
    news,
    reports_figures,
    said_again,
    without_label,
    without_lead_in,
)
from zhnews.bulletin.pieces import closed_at, opened_at
from zhnews.bulletin.predicates import has_figure
from zhnews.bulletin.running import running
from zhnews.bulletin.tails import filled, gone_on
from zhnews.bulletin.titles import LABEL, LONGEST_OWN_TITLE, title_of
from zhnews.bulletin.trim import END, leans, opening, prefixes
from zhnews.bulletin.writer import Writer
from zhnews.model import Release, ScoredSentence
from zhnews.rank import kind_of

Form = Literal["flash", "weibo", "brief", "digest"]
BUDGETS: dict[Form, int] = {"flash": 50, "weibo": 140, "brief": 300, "digest": 800}
LONGEST_WEIBO_TITLE = 20
# What a weibo may spend on its first sentence, and what the rest of the lead's sentence may take of the others.
_LEAD_OF_WEIBO, _SHARE_OF_REST = 0.75, 0.5
MASTHEAD, FIGURES, SOURCE = "简报", "主要数据", "来源："
# The line breaks and the marks between columns counted.
_HEAD_OF_TABLE = len(FIGURES) + 1 + sum(map(len, COLUMNS)) + len(COLUMNS)
_ORDINALS = "一二三四五六七八九十"
_LONGEST_NEXT_STEP = 100
# A line break and 一是.
_LABEL = 3
_FIGURES_SHARE, _MOST_FIGURES = 0.3, 8
_LONGEST_HEADING = 40
_REACH_OF_NEXT_STEP = 16
_NOTES = re.compile(r"(?:附注|注释|注)\s*[：:]")
_AIMS, _AIMED = (
    re.compile("预期目标|主要目标|发展目标|工作目标|预期指标"),
    re.compile("将|要|力争|预期|目标|计划|到20|达到|确保"),
)
_ASKS = re.compile(r"(?:\S{0,14}记者|问)(?:提问|问)?[：:]")
_NOTED = re.compile(r"[（(]?\d{1,2}[)）.．、](?!\d)")
_PLAN = re.compile("将|要|继续|力争|确保|计划")

Layout = Callable[[Writer, Release, Sequence[ScoredSentence], int], tuple[str | None, str | None]]


def printable(release: Release) -> list[ScoredSentence]:
    """Give the sentences a bulletin may quote: no headings, no questions, no notes, nothing damaged."""
    found: list[ScoredSentence] = []
    note: int | None = None
    aims = asked = False
    for sentence in release.ranked:
        if kind_of(sentence.text) == "heading":
            aims = _AIMS.search(sentence.text) is not None
        # Under 主要预期目标 stands what is aimed at, as if it were done.
        if aims and not _AIMED.search(sentence.text):
            continue
        # A note is a paragraph, and the numbered ones that follow it.
        if _NOTES.match(sentence.text) or (note == sentence.paragraph - 1 and _NOTED.match(sentence.text)):
            note = sentence.paragraph
        if sentence.paragraph == note or sentence.text == release.title:
            continue
        # 仍按原办法执行 says the contrary without what was asked.
        answers, asked = asked, _ASKS.match(sentence.text) is not None
        if answers and not has_figure(sentence.text):
            continue
        if not sentence.damaged and not _is_heading(sentence.text) and sentence.text[-1] not in "？?：:":
            found.append(sentence)
    return found


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and text[-1] not in END + "；;”’」』）)…"


def flash(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int) -> tuple[str | None, None]:
    """One sentence."""
    with writer.block("lead"):
        for piece in lead_of(writer, sentences, min(room, LONGEST_LEAD)):
            writer.add(piece)
    return _title(writer, release, sentences, LONGEST_OWN_TITLE), None


def weibo(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int) -> tuple[str | None, None]:
    """【a title of at most 20】 and the news, the figures first where they are the news."""
    title = _title(writer, release, sentences, LONGEST_WEIBO_TITLE)
    if title:
        with writer.block("title"):
            writer.write(f"【{title}】")
    told = news(sentences) if title else sentences
    room -= writer.size
    if writer.verbatim or reports_figures(told):
        lead = lead_of(writer, told, int(room * _LEAD_OF_WEIBO))
        lead, pieces = _body(writer, told, lead, [], room, title)
        pieces = [*lead, *pieces]
    else:
        pieces = running(writer, told, room)
    with writer.block("body"):
        for piece in unlabelled(pieces, writer):
            writer.add(piece)
    return title, None


def item(writer: Writer, sentences: Sequence[ScoredSentence], room: int, most: int) -> None:
    """The news in at most so many sentences, under a heading that gives the title and the issuer."""
    told = news(sentences)
    if writer.verbatim is not True:
        told = [without_lead_in(sentence, writer.names) for sentence in told]
    lead, pieces = lead_of(writer, told, int(room * _LEAD_OF_WEIBO)), list[Piece]()
    if len(lead) < most:
        lead, pieces = _body(writer, told, lead, [], room, None, most=most - len(lead))
    for piece in unlabelled((*lead, *pieces), writer):
        writer.add(piece)


def brief(
    writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int
) -> tuple[str | None, str | None]:
    """Title, dateline, lead; figures and measures in the order of the release; the next step."""
    title = _write_title(writer, release, sentences)
    dateline = None if "dateline" in writer.without.blocks else writer.names.dateline
    if dateline:
        with writer.block("dateline", before="\n"):
            writer.write(dateline)
    lead, closing, pieces = _plan(writer, sentences, room - writer.size - 1, title)
    _write_lead(writer, lead, "　" if dateline else "\n")
    with writer.block("body"):
        for piece in unlabelled(pieces, writer):
            writer.add(piece)
    with writer.block("next"):
        for piece in closing:
            writer.add(piece)
    return title, dateline


def digest(
    writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int
) -> tuple[str | None, str | None]:
    """Masthead, title, lead, numbered points, the table of key figures, the next step, the source."""
    _write_masthead(writer)
    title = _write_title(writer, release, sentences)
    source = _source(writer)
    room -= writer.size + len(source) + 1
    table = _room_of_table(writer, release, int(room * _FIGURES_SHARE))
    lead, closing, pieces = _plan(writer, sentences, room - table, title, each=_LABEL)
    _write_lead(writer, lead, "\n")
    went_on = list(followers(pieces, lead))
    if went_on:
        with writer.block("body"):
            for piece in went_on:
                writer.add(piece)
    points = _points([piece for piece in pieces if piece not in went_on], writer)
    for number, point in enumerate(points):
        label = f"{_ORDINALS[number]}是" if 1 < len(points) <= len(_ORDINALS) else ""
        with writer.block("point", before="\n"):
            writer.write(label)
            for piece in point:
                writer.add(piece)
    _write_table(writer, release, room - _size((*lead, *pieces, *closing), _LABEL))
    if closing:
        with writer.block("next", before="\n"):
            for piece in closing:
                writer.add(piece)
    if source:
        with writer.block("source", before="\n"):
            writer.write(source)
    return title, writer.names.dateline


FORMS: dict[Form, Layout] = {"flash": flash, "weibo": weibo, "brief": brief, "digest": digest}


def _plan(
    writer: Writer, sentences: Sequence[ScoredSentence], room: int, title: str | None, each: int = 0
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Choose the lead, the next step, and what stands between them; each costs so many characters more."""
    told = news(sentences)
    if writer.verbatim is not True:
        told = [without_lead_in(sentence, writer.names) for sentence in told]
    lead = lead_of(writer, told, room if writer.verbatim else min(room, LONGEST_LEAD), goes_on=True)
    closing = _next_step(writer, told, lead, min(_LONGEST_NEXT_STEP, room // 3))
    lead, pieces = _body(writer, told, lead, closing, room, title, each=each)
    return lead, closing, pieces


def _body(
    writer: Writer,
    told: Sequence[ScoredSentence],
    lead: Sequence[Piece],
    closing: Sequence[Piece],
    room: int,
    title: str | None,
    most: int | None = None,
    each: int = 0,
) -> tuple[list[Piece], list[Piece]]:
    """Choose what stands behind the lead: what goes on from it first, then the rest in the order of the release.

    The lead comes back with what belongs to its last clause.
    """
    taken = {piece.sentence.index for piece in (*lead, *closing)}
    both = [gone_on(piece, int((room - _size((*lead, *closing))) * _SHARE_OF_REST)) for piece in lead]
    lead, went_on = [piece for piece, _ in both], [rest for _, rest in both if rest]
    above = [*lead, *went_on]
    room -= _size((*above, *closing))
    rest = [s for s in told if s.index not in taken and not said_again(s, writer, above)]
    most = most and most - len(went_on)
    pieces = choose(rest, room, most=most, title=title, after=[*closing, *above], verbatim=writer.verbatim, desk=True)
    first = list(followers([*went_on, *pieces], lead))
    pieces = [*first, *(piece for piece in pieces if piece not in first)]
    left = room - _size(pieces[len(went_on) :]) - each * len((*lead, *pieces, *closing))
    whole = filled([*lead, *pieces], left)
    return whole[: len(lead)], whole[len(lead) :]


def _size(pieces: Iterable[Piece], each: int = 0) -> int:
    return sum(len(piece.text) + each for piece in pieces)


def _write_lead(writer: Writer, lead: Sequence[Piece], before: str) -> None:
    """Write the lead; what goes on from a line of it is of the body."""
    with writer.block("lead", before=before):
        for piece in lead:
            writer.add(piece)
    if not writer.verbatim:
        writer.part(LONGEST_LEAD, "body")


def _next_step(writer: Writer, sentences: Sequence[ScoredSentence], lead: Sequence[Piece], room: int) -> list[Piece]:
    """Give the last sentence that tells what comes next, if it fits."""
    taken = {piece.sentence.index for piece in lead}
    for sentence in reversed(sentences):
        text = sentence.text
        if sentence.index not in taken and _next_steps().search(text, 0, _REACH_OF_NEXT_STEP) and _PLAN.search(text):
            piece = fit(sentence, room, verbatim=writer.verbatim)
            if piece is not None and writer.verbatim is not True:
                piece = _unadorned(piece)
            if piece is not None and _PLAN.search(piece.text):
                return [piece]
    return []


def _unadorned(piece: Piece) -> Piece:
    """Cut closing clauses that promise without saying what: 坚决打赢……, 让群众……."""
    flourishes = lexicon.affixes("bulletin/flourishes")
    quote = piece.text
    for span in prefixes(quote):
        rest = quote[span.end + 1 :]
        if rest and not rest.startswith(flourishes):
            break
        last = re.split("[，,；;]", quote[: span.end])[-1]
        if not last.startswith(flourishes) or any(char.isdigit() for char in last):
            return closed_at(piece, span.end, "bulletin.flourish") if rest else piece
    return piece


@cache
def _next_steps() -> re.Pattern[str]:
    words = sorted(lexicon.words("bulletin/next_steps"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def unlabelled(pieces: Iterable[Piece], writer: Writer) -> list[Piece]:
    """Take the labels off (二是, （三）) unless the bulletin has them all, from the first on."""
    pieces = list(pieces)
    numbers = [match["number"] for piece in pieces if (match := LABEL.match(piece.text))]
    if writer.verbatim is True or (
        len(numbers) > 1 and all(number == own for number, own in zip(numbers, _ORDINALS, strict=False))
    ):
        return pieces
    return [without_label(piece) for piece in pieces]


def _points(pieces: Sequence[Piece], writer: Writer) -> list[list[Piece]]:
    """Group pieces into points: by paragraph, and at each label of the release's own."""
    alone = len({piece.sentence.paragraph for piece in pieces}) == 1 and not any(LABEL.match(p.text) for p in pieces)
    points: list[list[Piece]] = []
    for _, group in groupby(pieces, key=lambda piece: piece.sentence.paragraph):
        for number, piece in enumerate(group):
            starts = alone or number == 0 or LABEL.match(piece.text)
            # What leans on the sentence before it stays with that one: 他表示….
            if not points or (starts and not leans(piece.text)):
                points.append([])
            points[-1].append(piece)
    if writer.verbatim is True:
        return points
    return [[_opened(without_label(point[0])), *point[1:]] for point in points]


def _opened(piece: Piece) -> Piece:
    """Take off an opening that points back (此外，): each point stands alone."""
    return opened_at(piece, opening(piece.text), "compress.connective")


def _title(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], longest: int) -> str | None:
    names = writer.names if writer.resolve else None
    sure = [sentence for sentence in sentences if sentence.index not in writer.without.leads]
    return (
        None
        if "title" in writer.without.blocks
        else title_of(release, names, sure or sentences, longest, writer.without.titles)
    )


def _write_title(writer: Writer, release: Release, sentences: Sequence[ScoredSentence]) -> str | None:
    title = _title(writer, release, sentences, LONGEST_OWN_TITLE)
    if title:
        with writer.block("title", before="\n"):
            place = release.meta.get("title") if title == release.title else None
            if place:
                writer.cite_source(title, place)
            else:
                writer.write(title)
    return title


def _write_masthead(writer: Writer) -> None:
    known = () if "masthead" in writer.without.blocks else (writer.names.issuer, writer.names.date)
    parts = filter(None, known)
    with writer.block("masthead"):
        writer.write("\n".join(filter(None, (MASTHEAD, "　".join(parts)))))


def _source(writer: Writer) -> str:
    if "source" in writer.without.blocks:
        return ""
    # A day alone is no source.
    return SOURCE + "，".join(filter(None, (writer.names.issuer, writer.names.date))) if writer.names.issuer else ""


def _rows(writer: Writer, release: Release, room: int) -> list[KeyFigure]:
    """Give the rows of a table that fits, its head counted."""
    return chosen_figures(release, writer.figures(), room - _HEAD_OF_TABLE, _MOST_FIGURES, writer.without.figures)


def _room_of_table(writer: Writer, release: Release, room: int) -> int:
    """Say what a table will take of the room it may have, so that the text can have the rest."""
    rows = _rows(writer, release, room)
    return _HEAD_OF_TABLE + sum(row.size for row in rows) if rows else 0


def _write_table(writer: Writer, release: Release, room: int) -> None:
    rows = _rows(writer, release, room)
    if not rows:
        return
    with writer.block("heading", before="\n"):
        writer.write(FIGURES)
    writer.row([[(column, None)] for column in COLUMNS])
    for row in rows:
        writer.row(row.cells, row.claim.id)

"""Lays out the named forms, as desks use them: flash, weibo, brief and digest, each within its budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Literal

from zhnews import lexicon
from zhnews.bulletin.choose import Piece, choose, fit
from zhnews.bulletin.keyfigures import COLUMNS, chosen_figures
from zhnews.bulletin.names import Names
from zhnews.bulletin.pieces import closed_at, opened_at
from zhnews.bulletin.titles import LABEL, LONGEST_OWN_TITLE, announces, has_figure, title_of
from zhnews.bulletin.trim import END, balanced, leans, opening, prefixes
from zhnews.bulletin.wording import Said, full_width, rewordings
from zhnews.bulletin.writer import Writer
from zhnews.model import Release, ScoredSentence
from zhnews.text import Edit, Span

Form = Literal["flash", "weibo", "brief", "digest"]
BUDGETS: dict[Form, int] = {"flash": 50, "weibo": 140, "brief": 300, "digest": 800}
LONGEST_WEIBO_TITLE = 20
LONGEST_LEAD = 50
_LEADING, _SHORTEST_REST = 3, 10
MASTHEAD, FIGURES, SOURCE = "简报", "主要数据", "来源："
_ORDINALS = "一二三四五六七八九十"
_LONGEST_NEXT_STEP = 100
_FIGURES_SHARE, _MOST_FIGURES = 0.3, 8
_LONGEST_HEADING = 40
_REACH_OF_NEXT_STEP = 16
_NOTES = re.compile(r"(?:附注|注释|注)\s*[：:]")
_LEAD_IN = re.compile("记者(?:今天|今日)?从(?P<whom>[^，。]{1,40}?)(?:获悉|了解到|得知|看到)[，：]")
_PLAN = re.compile("将|要|继续|力争|确保|计划")

Layout = Callable[[Writer, Release, Sequence[ScoredSentence], int], tuple[str | None, str | None]]


def printable(release: Release) -> list[ScoredSentence]:
    """Give the sentences a bulletin may quote: no headings, no questions, no notes, nothing damaged."""
    found: list[ScoredSentence] = []
    for sentence in release.ranked:
        if _NOTES.match(sentence.text):
            break
        if not sentence.damaged and not _is_heading(sentence.text) and sentence.text[-1] not in "？?：:":
            found.append(sentence)
    return found


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and text[-1] not in END + "；;”’」』）)…"


def flash(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int) -> tuple[str | None, None]:
    """One sentence."""
    with writer.block("lead"):
        for piece in _lead(writer, sentences, room):
            writer.add(piece)
    return _title(writer, release, sentences, LONGEST_OWN_TITLE), None


def weibo(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int) -> tuple[str | None, None]:
    """【a title of at most 20】 and the news."""
    title = _title(writer, release, sentences, LONGEST_WEIBO_TITLE)
    if title:
        with writer.block("title"):
            writer.write(f"【{title}】")
    told = news(sentences) if title else sentences
    with writer.block("body"):
        for piece in unlabelled(choose(told, room - writer.size, title=title, verbatim=writer.verbatim), writer):
            writer.add(piece)
    return title, None


def brief(
    writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int
) -> tuple[str | None, str | None]:
    """Title, dateline, lead; figures and measures in the order of the release; the next step."""
    title = _write_title(writer, release, sentences)
    if dateline := writer.names.dateline:
        with writer.block("dateline", before="\n"):
            writer.write(dateline)
    lead, closing, pieces = _plan(writer, sentences, room - writer.size - 1, title)
    with writer.block("lead", before="　" if dateline else "\n"):
        for piece in lead:
            writer.add(piece)
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
    lead, closing, pieces = _plan(writer, sentences, int(room * (1 - _FIGURES_SHARE)), title)
    with writer.block("lead", before="\n"):
        for piece in lead:
            writer.add(piece)
    # What was cut from the lead stays with it.
    went_on = [piece for piece in pieces if piece.sentence.index in {first.sentence.index for first in lead}]
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
    _write_table(writer, release, room - sum(len(piece.text) + 3 for piece in (*lead, *pieces, *closing)))
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
    writer: Writer, sentences: Sequence[ScoredSentence], room: int, title: str | None
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Choose the lead, the next step, and what stands between them."""
    told = news(sentences)
    lead = _lead(writer, told, room)
    closing = _next_step(writer, told, lead, min(_LONGEST_NEXT_STEP, room // 3))
    taken = {piece.sentence.index for piece in (*lead, *closing)}
    pieces = [piece for piece in map(_continued, lead) if piece and len(piece.text) < room // 2]
    room -= sum(len(piece.text) for piece in (*lead, *closing, *pieces))
    rest = [sentence for sentence in told if sentence.index not in taken]
    pieces += choose(rest, room, title=title, after=[*lead, *closing], verbatim=writer.verbatim)
    if writer.verbatim:
        return lead, closing, pieces
    return _told(lead, writer.names), closing, _told(pieces, writer.names)


def news(sentences: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Leave out that a meeting was held, where there is more to tell: the title says so."""
    return [sentence for sentence in sentences if not announces(sentence.text)] or sentences


def _lead(writer: Writer, sentences: Sequence[ScoredSentence], room: int) -> list[Piece]:
    """Give the first sentence with news in figures; where none of the first fits, the best that does."""
    told = list(news(sentences))
    if writer.verbatim:
        # A sentence that may not be cut may need more room than a lead has.
        return choose(told, room, most=1, verbatim=True)
    room = min(room, LONGEST_LEAD)
    for sentence in told[:_LEADING]:
        pieces = unlabelled(choose([sentence], room), writer)
        if (
            pieces
            and has_figure(pieces[0].text)
            and len(pieces[0].text) + _growth(pieces[0], writer.names) <= LONGEST_LEAD
        ):
            return pieces
    rest = [sentence for sentence in told if not announces("".join(p.text for p in choose([sentence], room)))]
    return unlabelled(choose(rest or told, room, most=1), writer)


def _growth(piece: Piece, names: Names) -> int:
    """Say by how much full names and posts lengthen a piece."""
    said = Said()
    quoted = [part for part in piece.parts if not isinstance(part, Edit)]
    return sum(len(r.new) - (r.at.end - r.at.start) for part in quoted for r in rewordings(part, names, said))


def _told(pieces: Iterable[Piece], names: Names) -> list[Piece]:
    """Take off that the news is from the issuer, which the dateline or the masthead names."""
    issuer = re.escape(names.issuer or "本")
    own = re.compile(rf"{issuer}(?:今天|\d{{1,2}}月\d{{1,2}}日)?[^，。]{{0,8}}(?:公布|发布|通报|显示)[，：]")
    kept: list[Piece] = []
    for piece in pieces:
        match = _LEAD_IN.match(piece.text)
        if match and not (match["whom"].startswith(names.issuer or "会上") or match["whom"].endswith(("会上", "会"))):
            match = None
        match = match or own.match(piece.text)
        rest = len(piece.text) - match.end() if match else 0
        kept.append(opened_at(piece, match.end(), "bulletin.lead-in") if match and rest > _SHORTEST_REST else piece)
    return kept


def _continued(lead: Piece) -> Piece | None:
    """Give the rest of the sentence that the lead was cut from, where it can follow: 其中, or behind a semicolon."""
    if lead.complete:
        return None
    (first, end), start = lead.sentence.core, lead.cuts[-1].span.start
    text = full_width(lead.sentence.body.value[start:end])
    if not text.startswith("，其中"):
        start += text.find("；") if "；" in text else len(text)
    text = full_width(lead.sentence.body.value[start + 1 : end])
    stands = text.startswith("其中") or not leans(text)
    if text and stands and text[-1] in END and balanced(text):
        return Piece(lead.sentence, (Edit(Span(first, start + 1), "", "bulletin.lead"),))
    return None


def _next_step(writer: Writer, sentences: Sequence[ScoredSentence], lead: Sequence[Piece], room: int) -> list[Piece]:
    """Give the last sentence that tells what comes next, if it fits."""
    taken = {piece.sentence.index for piece in lead}
    for sentence in reversed(sentences):
        text = sentence.text
        if sentence.index not in taken and _next_steps().search(text, 0, _REACH_OF_NEXT_STEP) and _PLAN.search(text):
            piece = fit(sentence, room, verbatim=writer.verbatim)
            if piece is not None and not writer.verbatim:
                piece = _unadorned(piece)
            if piece is not None and _PLAN.search(piece.text):
                return [piece]
    return []


def _unadorned(piece: Piece) -> Piece:
    """Cut closing clauses that promise without saying what: 坚决打赢……, 让群众……."""
    flourishes = tuple(lexicon.words("bulletin/flourishes"))
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
    if writer.verbatim or (
        len(numbers) > 1 and all(number == own for number, own in zip(numbers, _ORDINALS, strict=False))
    ):
        return pieces
    return [_without_label(piece) for piece in pieces]


def _without_label(piece: Piece) -> Piece:
    match = LABEL.match(piece.text)
    return opened_at(piece, match.end(), "bulletin.label") if match else piece


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
    if writer.verbatim:
        return points
    return [[_opened(_without_label(point[0])), *point[1:]] for point in points]


def _opened(piece: Piece) -> Piece:
    """Take off an opening that points back (此外，): each point stands alone."""
    return opened_at(piece, opening(piece.text), "compress.connective")


def _title(writer: Writer, release: Release, sentences: Sequence[ScoredSentence], longest: int) -> str | None:
    names = writer.names if writer.resolve else None
    return None if writer.without.title else title_of(release, names, sentences, longest)


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
    parts = filter(None, (writer.names.issuer, writer.names.date))
    with writer.block("masthead"):
        writer.write("\n".join(filter(None, (MASTHEAD, "　".join(parts)))))


def _source(writer: Writer) -> str:
    text = "，".join(filter(None, (writer.names.issuer, writer.names.date)))
    return SOURCE + text if text else ""


def _write_table(writer: Writer, release: Release, room: int) -> None:
    head = len(FIGURES) + 1 + sum(map(len, COLUMNS)) + len(COLUMNS)
    rows = chosen_figures(release, writer.figures(), room - head, _MOST_FIGURES, writer.without.figures)
    if len(rows) < 2:
        return
    with writer.block("heading", before="\n"):
        writer.write(FIGURES)
    writer.row([[(column, None)] for column in COLUMNS])
    for row in rows:
        writer.row(row.cells, row.claim.id)

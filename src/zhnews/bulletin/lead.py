"""Finds what a bulletin leads with, in at most a line: the first news in figures of a release that reports in figures,

of any other what says most of what a summary is expected to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhnews.bulletin.choose import Piece, choose, fit, most_telling
from zhnews.bulletin.compress import head_of
from zhnews.bulletin.leadins import may_lead_in, own_lead_in, speaker_lead_in
from zhnews.bulletin.names import Names
from zhnews.bulletin.pieces import opened_at
from zhnews.bulletin.predicates import figures_in, has_figure, tells_to_its_end
from zhnews.bulletin.tails import continued
from zhnews.bulletin.titles import LABEL, announces, holds_meeting
from zhnews.bulletin.trim import leans
from zhnews.bulletin.variants import variants
from zhnews.bulletin.wording import Said, rewordings
from zhnews.bulletin.writer import Writer
from zhnews.model import ScoredSentence
from zhnews.text import Edit, Span

LONGEST_LEAD = 50
_NEXT_POINT = re.compile("[；，。][一二三四五六七八九]是")
_LEADING = 3
_STRETCH = 1.6
# 共办理案件23456件 leaves out who did.
_SUBJECTLESS = re.compile("(?:共|累计|先后|实际利用|全年共|其中)")
# Statistics have three figures and more in a hundred characters, news has one.
_MANY_FIGURES = 0.025


def news(sentences: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Leave out that a meeting was held, where there is more to tell: the title says so."""
    return [sentence for sentence in sentences if not announces(sentence.text)] or sentences


def reports_figures(sentences: Sequence[ScoredSentence]) -> bool:
    """Tell whether the news are figures: a release of statistics, not a story with some."""
    size = sum(len(sentence.text) for sentence in sentences)
    return sum(figures_in(sentence.text) for sentence in sentences) >= _MANY_FIGURES * size


def opens_amid(text: str) -> bool:
    """Tell whether a text is a later point of a list and gives no figure: what stands before it said who does it.

    >>> opens_amid("二是抓住质量这个关键。"), opens_amid("一是抓住质量这个关键。"), opens_amid("二是清淤65.2公里。")
    (True, False, False)
    """
    label = LABEL.match(text)
    return label is not None and label["number"] not in (None, "一") and not has_figure(text[label.end() :])


def without_lead_in(sentence: ScoredSentence, names: Names) -> ScoredSentence:
    """Give a sentence from behind a lead-in that only says that the issuer said so."""
    text = sentence.text
    if not may_lead_in(text):
        return sentence
    head = head_of(text)
    return _from(sentence, own_lead_in(text, names.issuer, head[-1].span.end if head else 0))


def _from(sentence: ScoredSentence, offset: int) -> ScoredSentence:
    """Give a sentence from an offset of its core on; what is left out is logged when it is written."""
    if not offset:
        return sentence
    return replace(sentence, at=Span(sentence.core.start + offset, sentence.at.end))


def lead_of(writer: Writer, sentences: Sequence[ScoredSentence], room: int, *, goes_on: bool = False) -> list[Piece]:
    """Give the first sentence with news in figures, where they are the news; else, or if none fits, the best that does.

    Where another one close behind gives all its figures and more, that one leads. `goes_on` says that the rest of
    the sentence may follow, so that what can stand by itself need not be in the lead.
    """
    told = list(news(sentences))
    told = [sentence for sentence in told if not opens_amid(sentence.text)] or told
    if writer.verbatim:
        # A sentence that may not be cut may need more room than a lead has.
        return choose(told, room, most=1, verbatim=writer.verbatim)
    # What a meeting was told is better news than that it was held.
    told = [sentence for sentence in told if sentence.index not in writer.without.leads] or told
    if not reports_figures(told):
        piece = most_telling(told, lambda sentence: _versions(sentence, writer.names), room)
        if piece is not None:
            return [without_label(piece)]
    leading = sorted(
        told[:_LEADING], key=lambda sentence: (holds_meeting(sentence.text), _lacks_subject(sentence.text))
    )
    for place, sentence in enumerate(leading):
        # Rather the first sentence a little longer than a later one out of its context, where more follows it.
        most = int(room * _STRETCH) if goes_on and not place else room
        piece = _first_line(sentence, writer, room, goes_on=goes_on) or _first_line(
            sentence, writer, most, goes_on=goes_on
        )
        if piece:
            others = (_first_line(later, writer, room, goes_on=goes_on) for later in leading[place + 1 :])
            facts = writer.facts(piece)
            return [next((other for other in others if other and facts < writer.facts(other)), piece)]
    fitting = [(sentence, fit(sentence, room)) for sentence in told]
    rest = [sentence for sentence, piece in fitting if piece and not announces(piece.text)]
    return [without_label(piece) for piece in choose(rest or told, room, most=1)]


def _lacks_subject(text: str) -> bool:
    return _SUBJECTLESS.match(text) is not None


def _versions(sentence: ScoredSentence, names: Names) -> tuple[ScoredSentence, ...]:
    """Give a sentence whole, without the issuer's lead-in, and without the speaker's."""
    own = without_lead_in(sentence, names)
    return sentence, own, _from(own, speaker_lead_in(own.text))


def _first_line(sentence: ScoredSentence, writer: Writer, room: int, *, goes_on: bool) -> Piece | None:
    """Give the way to print a sentence in a line that tells most figures; who says so goes only where it must."""
    for version in _versions(sentence, writer.names):
        best: tuple[tuple[int, int, int], Piece] | None = None
        leaning, tracks = variants(version, len(version.text) + 1)
        for variant in [form for track in tracks for form in track.variants] if not leaning else ():
            piece = without_label(Piece(version, variant.cuts))
            if not has_figure(piece.text) or len(piece.text) + _growth(piece, writer.names) > room:
                continue
            if not tells_to_its_end(piece.text, whole=variant.whole):
                continue
            told = len(writer.facts(piece))
            more = continued(piece) if goes_on else None
            worth = (told + (len(writer.facts(more)) if more else 0), told, len(piece.text))
            if best is None or worth > best[0]:
                best = worth, piece
        if best is not None:
            return best[1]
    return None


def _growth(piece: Piece, names: Names) -> int:
    """Say by how much full names and posts lengthen a piece."""
    said = Said()
    quoted = [part for part in piece.parts if not isinstance(part, Edit)]
    return sum(len(r.new) - (r.at.end - r.at.start) for part in quoted for r in rewordings(part, names, said))


def without_label(piece: Piece) -> Piece:
    """Take a label off (二是, （三）), unless the next point follows in the same sentence."""
    match = LABEL.match(piece.text)
    if match and match["number"] and _NEXT_POINT.search(piece.text, match.end()):
        return piece
    return opened_at(piece, match.end(), "bulletin.label") if match else piece


def followers(pieces: Sequence[Piece], lead: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what goes on from the lead: the rest of its sentence, and the sentences behind it that lean on it."""
    if not lead:
        return
    last = lead[-1].sentence.index
    for piece in pieces:
        index = piece.sentence.index
        if index == last or (index == last + 1 and leans(piece.text)):
            yield piece
            last = index


def said_again(sentence: ScoredSentence, writer: Writer, above: Sequence[Piece]) -> bool:
    """Tell whether a sentence gives figures, and all of them stand above already."""
    facts = writer.facts(Piece(sentence))
    return bool(facts) and facts <= frozenset(fact for piece in above for fact in writer.facts(piece))

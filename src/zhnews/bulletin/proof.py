"""Proves from its cuts alone that a sentence of a bulletin says what its release says, where nothing is reworded.

What stands word for word needs no reading: a sentence that only lost a head, closing clauses or an aside without a
figure has each figure with its own subject, comparison and period; so has one whose head says in set words who it is
from. All else is held against the release.
"""

from __future__ import annotations

from bisect import bisect_left

from zhnews.bulletin.terms import denies
from zhnews.bulletin.trim import END
from zhnews.model import Bulletin, Cut
from zhnews.text import Span

# Before the first word of the report, or behind the last that is printed.
_ENDS = frozenset(
    {
        "bulletin.label",
        "bulletin.lead-in",
        "compress.connective",
        "compress.dateline",
        "compress.lead_in",
        "compress.tail",
        "compress.title_repeated",
    }
)
# Who the report is from, in fewer words before it: 据…消息，, …表示，.
_FROM = frozenset({"compress.learned", "compress.turn"})
_ASIDES = frozenset({"compress.formula", "compress.gloss", "compress.reporter", "compress.today"})
_WIDTH = "bulletin.width"


def proven(bulletin: Bulletin) -> list[Span]:
    """Give where in a bulletin sentences stand that only leave out what can change no figure; the others may or not.

    >>> from zhnews.model import Citation
    >>> text, whole = "全市破获案件427起。", (Citation(Span(0, 11), Span(0, 11)),)
    >>> proven(Bulletin(text, None, None, whole, (text,))), proven(Bulletin(text, None, None, (), (text,)))
    ([Span(start=0, end=11)], [])
    """
    found: list[Span] = []
    starts = [cut.span.start for cut in bulletin.cuts]
    cited = [citation.span.start for citation in bulletin.citations]
    end = 0
    for sentence in bulletin.sentences:
        start = bulletin.text.index(sentence, end)
        end = start + len(sentence)
        # What is cut between two sentences counts for both.
        cuts = bulletin.cuts[bisect_left(starts, start) : bisect_left(starts, end + 1)]
        own = bulletin.citations[bisect_left(cited, start) : bisect_left(cited, end)]
        # Besides the release's own words only the end mark of what was cut may stand there.
        kept = sum(citation.span.end - citation.span.start for citation in own)
        put_in = sum(len(cut.new) for cut in cuts if cut.span.end <= end and cut.rule != _WIDTH)
        if all(map(_harmless, cuts)) and kept + put_in == len(sentence):
            found.append(Span(start, end))
    return found


def _harmless(cut: Cut) -> bool:
    if cut.rule == _WIDTH:
        return True
    if denies(cut.old):
        return False
    if cut.rule in _FROM:
        return True
    if cut.new.strip(END):
        return False
    if cut.rule in _ASIDES:
        return not any(char.isdigit() for char in cut.old)
    return cut.rule in _ENDS

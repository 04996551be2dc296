"""Proves from its cuts alone that a running summary says what its release says, where nothing in it is reworded.

What stands word for word needs no reading: a summary whose sentences only lost a head, closing clauses or an aside
without a figure has each figure with its own subject, comparison and period. All else is held against the release.
"""

from __future__ import annotations

from zhnews.bulletin.terms import denies
from zhnews.bulletin.trim import END
from zhnews.model import Bulletin, Cut

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
_ASIDES = frozenset({"compress.formula", "compress.gloss", "compress.reporter", "compress.today"})
_WIDTH = "bulletin.width"


def proven(bulletin: Bulletin) -> bool:
    """Tell whether a bulletin is a running summary that only leaves out what can change no figure; else it may or not.

    >>> from zhnews.model import Citation
    >>> from zhnews.text import Span
    >>> text, whole = "全市破获案件427起。", (Citation(Span(0, 11), Span(0, 11)),)
    >>> proven(Bulletin(text, None, None, whole)), proven(Bulletin(text, None, None, ()))
    (True, False)
    """
    if bulletin.blocks or not all(map(_harmless, bulletin.cuts)):
        return False
    return _quoted(bulletin) == len(bulletin.text)


def _harmless(cut: Cut) -> bool:
    if cut.rule == _WIDTH:
        return True
    if cut.new.strip(END) or denies(cut.old):
        return False
    if cut.rule in _ASIDES:
        return not any(char.isdigit() for char in cut.old)
    return cut.rule in _ENDS


def _quoted(bulletin: Bulletin) -> int:
    """Give how many characters are the release's own, or the end mark of a sentence that was cut."""
    cited = sum(citation.span.end - citation.span.start for citation in bulletin.citations)
    return cited + sum(len(cut.new) for cut in bulletin.cuts if cut.rule != _WIDTH)

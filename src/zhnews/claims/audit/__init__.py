"""Checks what a release itself asserts: its arithmetic and its calendar.

Every stated figure is an interval, by its precision and its qualifier; a check is a conflict only when the intervals
can't meet. Candidates are found by structure (其中, 合计, 由…到…, a rate behind its parts), never by trying figures
against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zhnews.claims.audit import average, calendar, growth, hundred, ratio, share, sums, trade
from zhnews.claims.audit.figures import Passage, passages
from zhnews.claims.audit.magnitude import explained, restated
from zhnews.model import Finding, Release

ARITHMETIC: tuple[Callable[[Sequence[Passage]], Iterable[Finding]], ...] = (
    ratio.rates,
    ratio.bounded,
    share.of_whole,
    share.of_stated_whole,
    average.averages,
    average.daily,
    average.yields,
    sums.parts_of_total,
    sums.totals,
    trade.trade,
    hundred.shares_of_whole,
    growth.from_to,
    growth.rates,
    growth.points,
)
CALENDAR: tuple[Callable[[Release], Iterable[Finding]], ...] = (
    calendar.spans_of_time,
    calendar.years,
    calendar.after_publication,
    calendar.days,
    calendar.notes,
    hundred.structures,
    restated,
)


def audit_release(release: Release) -> list[Finding]:
    """Check a release whose claims have been extracted; findings in the order of the text.

    Linear in the text: each check looks at one sentence and its neighbour, trade figures at one paragraph.
    """
    read = list(passages(release))
    claims = {claim.id: claim for claim in release.claims}
    found = [explained(one, claims) for check in ARITHMETIC for one in check(read)]
    found += [one for dates in CALENDAR for one in dates(release)]
    return sorted(_once(found), key=lambda one: one.spans[:1])


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Drop what two checks say of the same figures; a conflict wins."""
    order = {"conflict": 0, "unresolved": 1, "consistent": 2}
    seen: dict[object, Finding] = {}
    for one in sorted(findings, key=lambda one: order[one.result]):
        seen.setdefault((frozenset(one.spans), one.formula), one)
    return seen.values()

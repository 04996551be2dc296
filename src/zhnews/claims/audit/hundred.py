"""Holds shares of one whole against the 100 % that they make up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews.claims.audit.figures import Figure, Passage, dated, finding, number
from zhnews.claims.audit.sums import REST, added, hidden, parallel, parted, partitions
from zhnews.claims.interval import Interval
from zhnews.model import Finding, Release
from zhnews.text import Span

# Shares of 全国 or of each thing's own total are shares of several wholes.
_MANY_WHOLES = re.compile(r"全[国省市县区球]|世界|同期|各自|总额|总量")
_SHARE = re.compile(
    r"占(?P<base>[\u4e00-\u9fff“”]{0,14}?)(?:的|比|比重|的比重|比例|的比例)?(?:分别)?(?:为|达到?|约|是)?$"
)
_STRUCTURE = re.compile(
    r"(?:结构|比例|之比)[\u4e00-\u9fff]{0,10}?(?P<parts>\d{1,3}(?:\.\d+)?(?:\s?[:：∶]\s?\d{1,3}(?:\.\d+)?){2,4})(?![\d.:：∶])"
)
_COLON = re.compile("[:：∶]")
# 3:4:5 is a proportion, no structure in percent.
_FAR_FROM_SHARES = 25
_LEAST_SHARES = 3


def shares_of_whole(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check lists of shares of one whole: they make up 100 %, at most."""
    for passage in passages:
        for parts in _shares(passage):
            total = added(parts)
            leads = [part.clause for part in parts]
            formula = f"{' + '.join(part.text for part in parts)} = {number(sum(part.value for part in parts))} %"
            if total.meets(Interval(100.0, 100.0)):
                yield finding("share", "consistent", formula, "the shares make up 100 %", parts)
            elif REST.search(leads[-1]) or parted(leads) or _run_parted(parts):
                yield finding("share", "conflict", formula, "the shares of one whole don't make up 100 %", parts)
            elif total.low > 100 and _one_whole(parts):
                yield finding("share", "conflict", formula, "the shares of one whole make more than 100 %", parts)
            elif total.low > 100 and not any(map(_MANY_WHOLES.search, leads)):
                message = "the shares make more than 100 %; they may overlap"
                yield finding("share", "unresolved", formula, message, parts)


def _one_whole(parts: Sequence[Figure]) -> bool:
    """Tell whether shares are surely of one whole and don't overlap: three or more, of one sort or in one list."""
    leads = {part.clause for part in parts}
    if len(parts) < _LEAST_SHARES or any(_MANY_WHOLES.search(lead) for lead in leads):
        return False
    return parallel(parts) or len(leads) == 1


def _run_parted(parts: Sequence[Figure]) -> bool:
    """Tell whether a run of shares names all parts of a whole: 第一、二、三产业占比分别为."""
    if len({part.clause for part in parts}) != 1:
        return False
    lead = parts[0].clause
    return any(
        len(members) == len(parts) and all(m in lead and not hidden(m, lead.replace(m, ""), members) for m in members)
        for members in partitions()
    )


def _shares(passage: Passage) -> Iterator[list[Figure]]:
    """Yield the lists of shares of one base: figures of 占 that follow one another."""
    run: list[Figure] = []
    base: str | None = None
    for figure in passage.figures:
        match = _SHARE.search(figure.clause) if figure.claim.unit == "%" else None
        if match is None or figure.is_change:
            if figure.is_level or (run and figure.claim.unit != "%"):
                continue
            match = None
        if match is not None and run and "其中" not in figure.lead and match["base"] == base:
            run.append(figure)
            continue
        if len(run) >= 2:
            yield run
        run, base = ([figure], match["base"]) if match is not None else ([], None)
    if len(run) >= 2:
        yield run


def structures(release: Release) -> Iterator[Finding]:
    """Check a structure written as 4.9:39.6:55.5: its parts make up 100, or are no shares at all."""
    for match in _STRUCTURE.finditer(release.text.value):
        parts = [part.strip() for part in _COLON.split(match["parts"])]
        slack = sum(10.0 ** -len(part.partition(".")[2]) for part in parts) / 2
        total = sum(map(float, parts))
        if abs(total - 100) > _FAR_FROM_SHARES:
            continue
        held = abs(total - 100) <= slack
        formula = f"{' + '.join(parts)} = {number(total)}"
        message = f"the parts of {match['parts']} {'' if held else 'do not '}make up 100"
        at = Span(*match.span("parts"))
        yield dated("share", "consistent" if held else "conflict", formula, message, release, [at])

"""Explains a conflict by a slip of scale: 万 for 亿, a lost zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhnews.claims.audit.interval import Interval, allowed
from zhnews.model import Claim, Finding, Release

_WORDS = {4: "亿 for 万", -4: "万 for 亿", 8: "a factor of 100 million", -8: "a factor of 100 million"}


def explained(finding: Finding, release: Release) -> Finding:
    """Give a conflict of a sum or a growth rate its explanation, where 万 and 亿 were taken for each other."""
    if finding.result != "conflict" or finding.kind not in ("sum", "ratio", "share", "growth", "change"):
        return finding
    index = {claim.id: claim for claim in release.claims if claim.id in finding.claims}
    slip = _slip(index)
    if slip is None:
        return finding
    claim, power = slip
    message = f"{finding.message}; {claim.surface} is off by a factor of 10^{abs(power)} ({_WORDS[power]})"
    return replace(finding, kind="magnitude", message=message)


def _slip(index: Mapping[str, Claim]) -> tuple[Claim, int] | None:
    """Find the one figure that is ten thousand times larger or smaller than all others of its unit."""
    by_unit: dict[str | None, list[tuple[Claim, Interval]]] = {}
    for claim in index.values():
        found = allowed(claim)
        if found is not None and claim.unit not in ("%", "百分点", "倍"):
            by_unit.setdefault(claim.unit, []).append((claim, found))
    for group in by_unit.values():
        for claim, own in group:
            others = [other for one, other in group if one is not claim]
            if not others or not all(one.high > 0 for one in (own, *others)):
                continue
            top, low = max(one.high for one in others), min(one.high for one in others)
            if own.high > 2000 * top:
                return claim, 4
            if own.high * 2000 < low:
                return claim, -4
    return None

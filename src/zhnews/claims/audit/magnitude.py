"""Explains a conflict by a slip of scale: 万 for 亿, a lost zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from zhnews.claims.interval import Interval, allowed
from zhnews.model import Claim, Finding, Release

_RATIOS = frozenset({"percent", "percentage_point", "multiple", "duration", "rank"})
_LEAST_DIGITS, _SCALE = 2, 1000
_WORDS = {4: "亿 for 万", -4: "万 for 亿", 8: "a factor of 100 million", -8: "a factor of 100 million"}


def explained(finding: Finding, claims: Mapping[str, Claim]) -> Finding:
    """Give a conflict of a sum or a growth rate its explanation, where 万 and 亿 were taken for each other.

    `claims` are those of the release by their ids.
    """
    if finding.result != "conflict" or finding.kind not in ("sum", "ratio", "share", "growth", "change"):
        return finding
    slip = _slip({name: claims[name] for name in finding.claims})
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


def restated(release: Release) -> Iterator[Finding]:
    """Find one thing that is stated twice with the same digits and another scale: 5.2亿元, later 5.2万元."""
    seen: dict[object, Claim] = {}
    for claim in release.claims:
        value = Decimal(claim.value) if claim.value else None
        if not value or not claim.subject or claim.direction or claim.damaged or claim.kind in _RATIOS:
            continue
        digits = value.normalize().as_tuple().digits
        if len(digits) < _LEAST_DIGITS:
            continue
        first = seen.setdefault((claim.subject, claim.predicate, claim.unit, digits), claim)
        factor = value / Decimal(first.value or "1")
        if max(factor, 1 / factor) >= _SCALE:
            formula = f"{first.surface}, {claim.surface}"
            message = (
                f"{claim.subject} is stated as {first.surface} and as {claim.surface}: the same digits, another scale"
            )
            claims = (first, claim)
            yield Finding(
                "magnitude",
                "conflict",
                message,
                formula,
                tuple(one.id for one in claims),
                tuple(one.span for one in claims),
                tuple(one.surface for one in claims),
            )

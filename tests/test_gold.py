"""Releases of a dozen registers, annotated claim by claim: how much of what they say is read must not fall."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import zhnews

GOLD = Path(__file__).parent / "gold"
RELEASES = sorted(path.stem for path in GOLD.glob("*.json"))
# What may be missing of a single release, and of all of them together.
FIGURES, FULL, FULL_OF_ONE = 0.99, 0.95, 0.75
CORE = ("subject", "direction", "basis", "period", "qualifier")


def letters(text: str | None) -> str:
    """The letters of a text, without marks."""
    return "".join(char for char in text or "" if char.isalnum())


def alike(a: str | None, b: str | None) -> bool:
    """Whether two names share most of their pairs of characters, or one holds the core of the other."""
    one, other = letters(a), letters(b)
    short, long = sorted((one, other), key=len)
    if short and short in long and 2 * len(short) >= len(long):
        return True
    pairs = [{name[i : i + 2] for i in range(max(len(name) - 1, 1))} for name in (one, other)]
    return bool(one and other) and 2 * len(pairs[0] & pairs[1]) >= 0.6 * (len(pairs[0]) + len(pairs[1]))


def agrees(slot: str, gold: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """Whether a slot of a claim says what was annotated."""
    wanted, given = gold[slot], claim[slot]
    if slot == "subject":
        return not wanted or alike(wanted, given) or alike(wanted, (claim["scope"] or "") + (given or ""))
    if slot == "period":
        days = [(period["start"], period["end"]) if period else (None, None) for period in (wanted, given)]
        return days[0] == days[1]
    if slot == "basis" and wanted == "vs_period":
        return alike(gold["basis_text"], given)
    if slot == "basis" and gold.get("basis_inferred") and given is None:
        return True
    return bool(wanted == given)


def read(stem: str) -> tuple[int, int, int]:
    """How many claims were annotated, how many of the figures were found, and how many claims are right in full."""
    gold = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    text = (GOLD / f"{stem}.txt").read_text(encoding="utf-8")
    claims = {
        tuple(claim.span): claim.to_dict()
        for claim in zhnews.extract_claims(text, published=date.fromisoformat(gold["published"]))
    }
    wanted = [claim for claim in gold["claims"] if not claim["optional"]]
    pairs = [(claim, claims.get(tuple(claim["span"]))) for claim in wanted]
    found = [(claim, given) for claim, given in pairs if given and given["value"] == claim["value"]]
    full = [claim for claim, given in found if all(agrees(slot, claim, given) for slot in CORE)]
    return len(wanted), len(found), len(full)


@pytest.mark.parametrize("stem", RELEASES)
def test_spans(stem: str) -> None:
    """An annotation slices to its surface."""
    gold = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    text = (GOLD / f"{stem}.txt").read_text(encoding="utf-8")
    assert [text[slice(*claim["span"])] for claim in gold["claims"]] == [claim["surface"] for claim in gold["claims"]]


@pytest.mark.parametrize("stem", RELEASES)
def test_release(stem: str) -> None:
    """No release falls far below the others."""
    wanted, found, full = read(stem)
    assert found >= FIGURES * wanted - 1
    assert full >= FULL_OF_ONE * wanted


def test_floors() -> None:
    """All releases together stay above the floors."""
    wanted, found, full = (sum(column) for column in zip(*map(read, RELEASES), strict=True))
    assert found >= FIGURES * wanted
    assert full >= FULL * wanted

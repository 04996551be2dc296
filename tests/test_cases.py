"""The case tables: phrases we wrote, with what each stage makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import zhnews
from zhnews.clean import Clean
from zhnews.convert import Convert
from zhnews.numbers import find_periods, find_quantities
from zhnews.read import release_from_str
from zhnews.text import Text

CASES = Path(__file__).parent / "cases"


def clean(text: str) -> str:
    """The text after the stage that cleans."""
    return str(Clean()(release_from_str(text)).text)


def numbers(text: str) -> list[list[str | None]]:
    """The quantities of a text: surface, value, unit, qualifier."""
    return [[q.surface, q.value, q.unit, q.qualifier] for q in find_quantities(text)]


def ranges(text: str) -> list[list[str | None]]:
    """The quantities of a text with two ends: surface, low, high, unit."""
    return [[q.surface, q.low, q.high, q.unit] for q in find_quantities(text)]


def periods(text: str) -> list[list[str | None]]:
    """The periods of a text published on 20 July 2023."""
    found = [period.to_dict() for period in find_periods(text, date(2023, 7, 20))]
    return [[period["surface"], period["start"], period["end"]] for period in found]


def claims(text: str) -> list[list[str | None]]:
    """The claims of a text: surface, subject, predicate, direction, basis, change_of, condition."""
    found = zhnews.extract_claims(text)
    return [[c.surface, c.subject, c.predicate, c.direction, c.basis, c.change_of, c.condition] for c in found]


def audit(text: str) -> list[list[str | None]]:
    """The findings of a text published on 20 July 2023: kind, result, formula."""
    return [[f.kind, f.result, f.formula] for f in zhnews.audit(text, published=date(2023, 7, 20))]


def convert(text: str, **settings: str) -> str:
    """The text after the stage that converts."""
    return str(Convert(**settings).convert(Text(text)))


def origin(text: str) -> list[str]:
    """What a paragraph is taken for, and what becomes of it."""
    return [zhnews.detect_script(text)[0].kind, str(zhnews.normalize(text))]


STAGES: dict[str, Callable[..., object]] = {
    "audit": audit,
    "claims": claims,
    "clean": clean,
    "convert": convert,
    "numbers": numbers,
    "origin": origin,
    "periods": periods,
    "ranges": ranges,
}


def rows(stage: str) -> Iterator[object]:
    """The cases of a stage; known failures are expected to fail, and it is an error when they don't."""
    for path in sorted((CASES / stage).glob("*.jsonl")):
        marks = [pytest.mark.xfail(strict=True)] if path.stem == "known-failures" else []
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            label, given, expected, _ = (case.pop(name) for name in ("label", "input", "expected", "comment"))
            # What is left are settings of the stage.
            yield pytest.param(stage, given, expected, case, id=f"{path.stem}-{label}", marks=marks)


@pytest.mark.parametrize(("stage", "given", "expected", "settings"), [row for stage in STAGES for row in rows(stage)])
def test_case(stage: str, given: str, expected: object, settings: dict[str, str]) -> None:
    """Each phrase comes out of its stage as the table says."""
    assert STAGES[stage](given, **settings) == expected


def test_every_table_is_read() -> None:
    """No folder of cases stands without its stage."""
    assert {path.name for path in CASES.iterdir()} == set(STAGES)

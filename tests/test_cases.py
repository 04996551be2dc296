"""The case tables: phrases we wrote, with what each stage makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zhnews.clean import Clean
from zhnews.read import release_from_str

CASES = Path(__file__).parent / "cases"


def clean(text: str) -> str:
    """The text after the stage that cleans."""
    return str(Clean()(release_from_str(text)).text)


STAGES: dict[str, Callable[[str], str]] = {"clean": clean}


def rows(stage: str) -> Iterator[object]:
    """The cases of a stage; known failures are expected to fail, and it is an error when they don't."""
    for path in sorted((CASES / stage).glob("*.jsonl")):
        marks = [pytest.mark.xfail(strict=True)] if path.stem == "known-failures" else []
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            assert set(case) == {"label", "input", "expected", "comment"}, f"{path}: {line}"
            yield pytest.param(stage, case["input"], case["expected"], id=f"{path.stem}-{case['label']}", marks=marks)


@pytest.mark.parametrize(("stage", "given", "expected"), [row for stage in STAGES for row in rows(stage)])
def test_case(stage: str, given: str, expected: str) -> None:
    """Each phrase comes out of its stage as the table says."""
    assert STAGES[stage](given) == expected


def test_every_table_is_read() -> None:
    """No folder of cases stands without its stage."""
    assert {path.name for path in CASES.iterdir()} == set(STAGES)

"""Claims and findings as other programs read them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from pyarrow import parquet

import zhnews
from zhnews.claims import records, to_csv, to_parquet, to_xlsx
from zhnews.claims.export import COLUMNS
from zhnews.model import Release

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples" / "releases").iterdir())


@pytest.fixture(scope="module")
def releases() -> list[tuple[str, Release]]:
    """Our examples with their claims, by file name."""
    return [(path.name, zhnews.with_claims(zhnews.read_release(path))) for path in EXAMPLES]


def schema(name: str) -> dict[str, Any]:
    """A schema of the documentation, itself a valid schema."""
    found: dict[str, Any] = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_claims_follow_their_schema(releases: list[tuple[str, Release]]) -> None:
    """Every record of every example is what the schema describes, field by field."""
    validator = jsonschema.Draft202012Validator(schema("claim"))
    found = records(releases)
    assert len(found) > 60
    for record in found:
        validator.validate(record)
        assert set(record) == set(validator.schema["properties"])


def test_the_schema_refuses_what_is_no_claim(releases: list[tuple[str, Release]]) -> None:
    """A value written as a number, an unknown kind or a field too many is refused."""
    validator = jsonschema.Draft202012Validator(schema("claim"))
    record = records(releases)[0]
    for wrong in ({"value": 3}, {"kind": "length"}, {"extra": None}, {"span": [1]}, {"value": "1e5"}):
        assert not validator.is_valid({**record, **wrong})


def test_findings_follow_their_schema(releases: list[tuple[str, Release]]) -> None:
    """So do those of audit and of verify, whatever their result."""
    validator = jsonschema.Draft202012Validator(schema("finding"))
    _, release = releases[-1]
    wrong = "今年以来，全市法院受理案件641件，判处五年以上有期徒刑730人。“全部结案完毕。”"
    found = [*zhnews.audit(release), *zhnews.verify(wrong, release), *zhnews.audit("2月30日，投资3亿元，其中甲5亿元。")]
    assert {finding.result for finding in found} >= {"consistent", "conflict"}
    for finding in found:
        validator.validate(finding.to_dict())


def test_csv_has_a_mark_only_when_asked(releases: list[tuple[str, Release]]) -> None:
    """Excel needs it, everybody else is disturbed by it."""
    plain, marked = to_csv(releases), to_csv(releases, bom=True)
    assert marked == "\ufeff" + plain
    assert plain.splitlines()[0] == ",".join(COLUMNS)
    assert len(plain.splitlines()) == 1 + len(records(releases))


def test_figures_beyond_the_links_of_a_sheet_are_written(
    releases: list[tuple[str, Release]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet holds so many links; the figures behind them lose the link, not the text."""
    monkeypatch.setattr("zhnews.claims.export._MOST_LINKS", 5)
    claims = openpyxl.load_workbook(io.BytesIO(to_xlsx(releases)))["claims"]
    cells = [row[COLUMNS.index("surface")] for row in claims.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [record["surface"] for record in records(releases)]
    assert sum(cell.hyperlink is not None for cell in cells) == 5


def test_a_figure_of_the_workbook_links_to_its_sentence(releases: list[tuple[str, Release]]) -> None:
    """The link leads to the row whose text holds the figure."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(releases)))
    claims, sentences = book["claims"], book["sentences"]
    column = COLUMNS.index("surface") + 1
    assert claims.max_row == 1 + len(records(releases))
    for row in range(2, claims.max_row + 1):
        cell = claims.cell(row, column)
        assert cell.hyperlink is not None
        place = cell.hyperlink.location.partition("!")[2]
        assert cell.value in sentences[place].value
        assert isinstance(claims.cell(row, COLUMNS.index("value") + 1).value, str | None)


def test_parquet_holds_what_csv_holds(releases: list[tuple[str, Release]]) -> None:
    """Decimals stay text, spans are integers."""
    table = parquet.read_table(io.BytesIO(to_parquet(releases)))
    assert table.column_names == list(COLUMNS)
    assert table.num_rows == len(records(releases))
    first, record = table.to_pylist()[0], records(releases)[0]
    assert [first["start"], first["end"]] == record["span"]
    assert first["value"] == record["value"]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_missing_extra_is_one_line(form: str) -> None:
    """Without the library the command says what to install."""
    code = (
        "import sys; sys.modules.update(xlsxwriter=None, pyarrow=None); "
        f"sys.argv = ['zhnews', 'claims', {str(EXAMPLES[0])!r}, '-f', {form!r}, '-o', '/dev/null']; "
        "from zhnews.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"pip install 'zhnews[{form}]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_claims_are_written_too() -> None:
    """A release without figures gives a head and no rows, in every format."""
    empty = [("a.txt", zhnews.with_claims("天气晴朗。"))]
    assert to_csv(empty) == ",".join(COLUMNS) + "\n"
    assert parquet.read_table(io.BytesIO(to_parquet(empty))).num_rows == 0
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(empty)))["claims"].max_row == 1

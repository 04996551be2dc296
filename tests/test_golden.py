"""The bulletins and claims of our own releases, read line by line and kept as files."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhnews
from zhnews.bulletin import BUDGETS, Format, Length, render

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))


def hold(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Compare with the golden file, or write it when asked to."""
    path = GOLDEN / name
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("length", BUDGETS)
@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_bulletin(path: Path, length: Length, request: pytest.FixtureRequest) -> None:
    """Each named form of each release reads as it did when it was last approved."""
    bulletin = zhnews.summarize(zhnews.read_release(path), length)
    hold(f"{path.stem}.{length}.txt", bulletin.text + "\n", request)


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_formats(path: Path, form: Format, request: pytest.FixtureRequest) -> None:
    """The longest form of each release reads as approved in the formats that have a layout of their own."""
    release = zhnews.read_release(path)
    hold(f"{path.stem}.digest.{form}", f"{render(zhnews.summarize(release, 'digest'), release, form)}\n", request)


def test_digest_of_the_day(request: pytest.FixtureRequest) -> None:
    """The bulletin of all releases together reads as it did when it was last approved."""
    hold("day.txt", zhnews.digest(zhnews.read_release(path) for path in RELEASES).text + "\n", request)


@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_claims(path: Path, request: pytest.FixtureRequest) -> None:
    """The claims of each release are what they were when last approved."""
    rows = []
    for claim in zhnews.extract_claims(zhnews.read_release(path)):
        record = claim.to_dict()
        period = record["period"] or {}
        fields = ("surface", "value", "unit", "qualifier", "subject", "predicate", "condition")
        more = ("direction", "basis", "change_of", "scope", "speaker")
        cells = [record[f] for f in fields] + [period.get("start"), period.get("end")] + [record[f] for f in more]
        rows.append("\t".join(str(cell or "-") for cell in cells))
    hold(f"{path.stem}.claims.tsv", "\n".join(rows) + "\n", request)

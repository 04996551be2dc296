"""The bulletins and claims of our own releases, read line by line and kept as files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

import zhnews
from zhnews.bulletin import BUDGETS, Format, Length, Page, render, render_page

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
LENGTHS: tuple[Length, ...] = (*BUDGETS, 60, 140, 300)
# Word documents are held by their text.
FILES: dict[Format, str] = {"text": "txt", "md": "md", "html": "html", "json": "json", "docx": "docx.txt"}
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))


def hold(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Compare with the golden file, or write it when asked to."""
    path = GOLDEN / name
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_bulletin(path: Path, length: Length, request: pytest.FixtureRequest) -> None:
    """Each length of each release reads, in every format, as it did when it was last approved."""
    release = zhnews.read_release(path)
    # What the file is called on this machine is no part of it.
    release = release.with_(source=path.name)
    bulletin = zhnews.summarize(release, length)
    for form, ending in FILES.items():
        rendered = render(bulletin, release, form)
        text = rendered if isinstance(rendered, str) else text_of_docx(rendered)
        text = without_claims(text) if form == "json" else text
        hold(f"{path.stem}.{length}.{ending}", text + "\n", request)


def without_claims(text: str) -> str:
    """Give the surfaces of the figures for their claims, which have files of their own."""
    record = json.loads(text)
    record["figures"] = [claim["surface"] for claim in record["figures"]]
    return json.dumps(record, ensure_ascii=False, indent=1)


def text_of_docx(data: bytes) -> str:
    """Give the text of a Word document's document.xml, each paragraph with its style, each row on one line."""
    lines = []
    body = Document(io.BytesIO(data)).element.body
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            style = next((s.get(qn("w:val")) for s in element.iter(qn("w:pStyle"))), "")
            lines.append(f"{style}: {''.join(t.text or '' for t in element.iter(qn('w:t')))}")
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                head = "# " if row.find(f".//{qn('w:tblHeader')}") is not None else ""
                cells = ("".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc")))
                lines.append(head + " | ".join(cells))
    return "\n".join(lines)


@pytest.mark.parametrize(("form", "ending"), [(f, e) for f, e in FILES.items() if f != "docx"])
def test_digest_of_the_day(form: Format, ending: str, request: pytest.FixtureRequest) -> None:
    """The bulletin of all releases together reads, in every format, as it did when it was last approved."""
    day = zhnews.digest(zhnews.read_release(path).with_(source=path.name) for path in RELEASES)
    page = Page(day.text, day.title, "digest", day.blocks, day.citations, day.to_dict())
    hold(f"day.{ending}", f"{render_page(page, form)}\n", request)


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

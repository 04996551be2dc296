"""Formats of a bulletin: templates give them, and templates of one's own are taken."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from docx import Document
from docx.oxml.ns import qn

import zhnews
from zhnews.bulletin import BUDGETS, FORMATS, Format, Length, render, template_path
from zhnews.errors import InputError
from zhnews.model import Bulletin, Release

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").glob("*.txt"))


def parsed(page: str) -> Element:
    """The tree of a page, which must be valid HTML and fetch nothing."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for element in tree.iter():
        assert not {"src", "href"} & set(element.keys())
        assert element.tag not in ("link", "script")
    assert "url(" not in page
    assert "@import" not in page
    return tree


@pytest.fixture(scope="module")
def made() -> tuple[Bulletin, Release]:
    """A digest with points and a table."""
    release = zhnews.read_release(EXAMPLES[-1])
    return zhnews.summarize(release, "digest"), release


@pytest.mark.parametrize("length", BUDGETS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_html_is_sound_and_self_contained(path: Path, length: Length) -> None:
    """Elements nest, nothing is fetched, and the text is that of the bulletin."""
    release = zhnews.read_release(path)
    bulletin = zhnews.summarize(release, length)
    body = parsed(str(render(bulletin, release, "html"))).find("body")
    assert body is not None
    assert "".join("".join(body.itertext()).split()) == "".join(bulletin.text.split()).replace("｜", "")


def test_html_quotes_lead_to_the_source(made: tuple[Bulletin, Release]) -> None:
    """Each quoted stretch carries the span of its source."""
    page = str(render(*made, "html"))
    for citation in made[0].citations[:20]:
        assert f'data-source="{citation.source.start}-{citation.source.end}"' in page


def test_markdown_has_headings_and_a_table(made: tuple[Bulletin, Release]) -> None:
    """The title is a heading, the key figures are a table of Markdown."""
    lines = str(render(*made, "md")).split("\n")
    assert f"# {made[0].title}" in lines
    assert "| 指标 | 数值 | 变化 | 时期 |" in lines


def test_markdown_takes_nothing_for_its_own() -> None:
    """Marks of Markdown in a release are printed as they stand."""
    text = "# 云岭市A_B*C|D项目[一期]投产，年产12.5万吨。"
    page = str(render(zhnews.summarize(text, 60), zhnews.read_release(text.encode()), "md"))
    assert page == r"\# 云岭市A\_B\*C\|D项目\[一期\]投产，年产12.5万吨。"


def test_json_holds_the_whole_record(made: tuple[Bulletin, Release]) -> None:
    """JSON gives what `to_dict` gives, and whose release it is."""
    record = json.loads(str(render(*made, "json")))
    assert record["text"] == made[0].text
    assert {"id", "citations", "blocks", "cuts", "dropped", "figures"} <= record.keys()


def test_the_template_of_text_gives_the_text(made: tuple[Bulletin, Release]) -> None:
    """The file to begin with does what is done without one."""
    assert render(*made, "text", template_path("text")) == made[0].text


def test_docx_is_set_as_offices_set_it(made: tuple[Bulletin, Release]) -> None:
    """The title is 黑体 三号 (16 points), the text 宋体 四号 (14 points), the figures a table."""
    data = render(*made, "docx")
    assert isinstance(data, bytes)
    document = Document(io.BytesIO(data))
    title = next(p for p in document.paragraphs if p.text == made[0].title)
    point = next(p for p in document.paragraphs if p.text.startswith("一是"))
    for paragraph, font, size in ((title, "黑体", 16), (point, "宋体", 14)):
        fonts = paragraph.style.element.rPr.rFonts
        assert (fonts.get(qn("w:eastAsia")), paragraph.style.font.size.pt) == (font, size)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "数值", "变化", "时期"]
    assert len(table.rows) - 1 == sum(block.kind == "row" for block in made[0].blocks)


def test_docx_fills_a_letterhead(made: tuple[Bulletin, Release], tmp_path: Path) -> None:
    """The text stands where the user's own document says so, between what it holds."""
    letterhead = Document()
    for text in ("云岭市政府办公室", "{{ bulletin }}", "抄送：各科室"):
        letterhead.add_paragraph(text)
    letterhead.save(str(tmp_path / "own.docx"))
    data = render(*made, "docx", tmp_path / "own.docx")
    assert isinstance(data, bytes)
    texts = [p.text for p in Document(io.BytesIO(data)).paragraphs]
    assert (texts[0], texts[-1]) == ("云岭市政府办公室", "抄送：各科室")
    assert made[0].title in texts
    assert "{{ bulletin }}" not in texts


@pytest.mark.parametrize(
    ("template", "message"),
    [("{% for %}", "own:1: "), ("{{ page.nothing }}", "own: "), ("{{ page.__class__.__mro__ }}", "own: ")],
)
def test_a_faulty_template_is_one_clear_line(
    made: tuple[Bulletin, Release], tmp_path: Path, template: str, message: str
) -> None:
    """A template that can't be used says where, and nothing of Python is reached from it."""
    (tmp_path / "own").write_text(template, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        render(*made, "md", tmp_path / "own")


def test_a_missing_template_is_one_clear_line(made: tuple[Bulletin, Release], tmp_path: Path) -> None:
    """A template that isn't there, or is no document, is an error of input."""
    for form in ("md", "docx"):
        with pytest.raises(InputError, match="none"):
            render(*made, form, tmp_path / "none")  # type: ignore[arg-type]


def test_every_format_has_a_template() -> None:
    """Each format's template is a file that can be copied."""
    assert all(template_path(form).is_file() for form in FORMATS)


def test_what_fails_the_check_is_left_out_and_said() -> None:
    """No bulletin is given with a figure that `verify` finds in conflict with the release."""
    for path in EXAMPLES:
        release = zhnews.read_release(path)
        for length in BUDGETS:
            bulletin = zhnews.summarize(release, length)  # type: ignore[arg-type]
            for drop in bulletin.dropped:
                assert drop.text not in bulletin.text
                assert drop.reason
            assert not [f for f in zhnews.verify(bulletin, release) if f.kind == "unsupported"]


@pytest.mark.parametrize("form", FORMATS)
def test_templates_are_written_changed_and_used(form: Format, tmp_path: Path) -> None:
    """`zhnews template` writes each format's template; used as it is it changes nothing, changed it shows."""
    command, source = [sys.executable, "-m", "zhnews.cli"], str(EXAMPLES[-1])
    own, plain = tmp_path / f"own.{form}", tmp_path / f"plain.{form}"
    subprocess.run([*command, "template", form, "--output", str(own)], check=True)
    summarize = [*command, "summarize", source, "--length", "digest", "--format", form, "--output", str(plain)]
    subprocess.run(summarize, check=True)
    before = shown(plain, form)
    subprocess.run([*summarize, "--template", str(own)], check=True)
    assert shown(plain, form) == before
    if form == "docx":
        document = Document(str(own))
        document.add_paragraph("送：各科室")
        document.save(str(own))
    else:
        own.write_text(own.read_text(encoding="utf-8") + "\n送：各科室\n", encoding="utf-8")
    subprocess.run([*summarize, "--template", str(own)], check=True)
    assert "送：各科室" in shown(plain, form)
    assert "送：各科室" not in before


def shown(path: Path, form: Format) -> str:
    """The text of a rendered file."""
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    return path.read_text(encoding="utf-8")

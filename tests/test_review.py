"""The page to review a release: valid, self-contained, and every link leads to the source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

import zhnews
from zhnews.errors import InputError

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").rglob("*.*ml")) + sorted((ROOT / "examples" / "releases").glob("*.txt"))
CONFLICT = "2023年7月20日，云岭市法院受理案件227件，审结198件，结案率97.22%。全市破获案件412起，同比上升5.2%。"


def parsed(page: str) -> Element:
    """The tree of a page, which must be valid HTML."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return tree


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext())


def source_of(page: Element) -> Element:
    """The pane that shows the source."""
    (pane,) = (element for element in page.iter("div") if element.get("class") == "source")
    return pane


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_page_is_valid_and_self_contained(path: Path) -> None:
    """The page fetches nothing, its ids are unique, and each link leads to something on it."""
    tree = parsed(zhnews.report(zhnews.read_release(path)))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        assert not element.get("src")
        assert element.tag != "link"
        if href := element.get("href"):
            assert href.startswith("#")
            assert href[1:] in ids


def test_the_source_is_shown_whole() -> None:
    """The pane holds every character of the source, in order."""
    release = zhnews.read_release(EXAMPLES[-1])
    assert text_of(source_of(parsed(zhnews.report(release)))) == release.text.source


def test_links_say_what_stands_at_their_place() -> None:
    """A figure's link covers the characters of the figure in the source."""
    release = zhnews.read_release(EXAMPLES[-1])
    tree = parsed(zhnews.report(release))
    (figures,) = (element for element in tree.iter("section") if element.get("id") == "claims")
    links = list(figures.iter("a"))
    assert len(links) == len(zhnews.extract_claims(release)) > 10
    for link, claim in zip(links, zhnews.extract_claims(release), strict=True):
        assert (int(link.get("data-start", "")), int(link.get("data-end", ""))) == claim.span
        assert text_of(link) == claim.surface


def test_conflicts_stand_first_and_are_marked() -> None:
    """What doesn't add up is counted, listed with its formula, and marked in the source."""
    tree = parsed(zhnews.report(CONFLICT))
    results = [text_of(e) for e in tree.iter("span") if (e.get("class") or "").startswith("result")]
    assert results[0] == "conflict"
    assert any(text_of(element) == "1 conflicts" for element in tree.iter("a"))
    marked = [text_of(e) for e in source_of(tree) if "conflict" in (e.get("class") or "").split()]
    assert "97.22%" in "".join(marked)


def test_bulletins_of_all_forms_are_there() -> None:
    """Each named form is printed as `summarize` gives it."""
    shown = text_of(parsed(zhnews.report(CONFLICT)))
    for length in ("flash", "weibo", "brief", "digest"):
        assert zhnews.summarize(CONFLICT, length).text in shown


def test_what_html_may_not_hold_is_shown_by_a_picture() -> None:
    """Nulls, other control characters and lone surrogates leave the page valid."""
    page = zhnews.report(f"云岭市\x00破获\x07案件412起<script>。\ud800\ufffe{CONFLICT}")
    parsed(page)
    assert "\x00" not in page
    assert "<script>。" not in page
    page.encode("utf-8")


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    """The page is what the user's template makes of `review`; a faulty one is one clear line."""
    own = tmp_path / "own.html"
    own.write_text("{{ review.title }}|{{ review.claims | length }}|{{ review.conflicts }}", encoding="utf-8")
    assert zhnews.report(CONFLICT, template=own).endswith("|5|1")
    own.write_text("{{ review.nothing }}", encoding="utf-8")
    with pytest.raises(InputError, match="own"):
        zhnews.report(CONFLICT, template=own)


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    """`report FILE -o page.html` writes the page, from stdin too; a missing file is one line."""
    page = tmp_path / "page.html"
    command = [sys.executable, "-m", "zhnews.cli", "report"]
    done = subprocess.run([*command, "-", "-o", page], input=CONFLICT.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "97.22%" in text_of(parsed(page.read_text(encoding="utf-8")))
    done = subprocess.run([*command, tmp_path / "none.txt"], capture_output=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1

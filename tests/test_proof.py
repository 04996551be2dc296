"""What normalizing shows of its work: JSON that leads there and back, a diff, a check, a page with both sides."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import html5lib
import opencc
import pytest

import zhnews
from noise import KINDS, add_noise, write_release
from zhnews.convert import changed, diff, records, side_by_side, table
from zhnews.revisions import revisions
from zhnews.text import Edit, Span, Text

RELEASES = sorted((Path(__file__).parent.parent / "examples" / "releases").glob("*"))
MACHINES = (None, "s2t", "s2tw", "s2hk", "s2twp")


def noised(seed: int) -> str:
    """A release with every kind of noise, as one machine or none made it Traditional."""
    text = add_noise(write_release(Random(seed)), Random(seed), list(KINDS)).text
    machine = MACHINES[seed % len(MACHINES)]
    return opencc.OpenCC(machine).convert(text) if machine else text


def put(text: str, pieces: list[tuple[list[int], str]]) -> str:
    """Put each piece in the place of its span; spans are in order and none overlaps another."""
    parts, position = [], 0
    for (start, end), piece in pieces:
        assert position <= start <= end <= len(text)
        parts += (text[position:start], piece)
        position = end
    return "".join([*parts, text[position:]])


def hold(source: str, record: dict[str, Any]) -> None:
    """Hold a JSON record to what it promises, from nothing but itself and the source."""
    text, changes = record["text"], record["changes"]
    assert put(source, [(one["span"], one["new"]) for one in changes]) == text
    assert put(text, [(one["place"], one["old"]) for one in changes]) == source
    for one in changes:
        assert source[slice(*one["span"])] == one["old"]
        assert text[slice(*one["place"])] == one["new"]
        assert one["rule"] == one["rules"][-1]
    for choice in record["choices"]:
        assert source[slice(*choice["span"])] == choice["old"]
    spans = [paragraph["span"] for paragraph in record["paragraphs"]]
    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(source) for start, end in spans)


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.name)
def test_json_leads_there_and_back(path: Path) -> None:
    """The changes make the text of the source and the source of the text, every span of it in one of the two."""
    release = zhnews.read_release(path)
    text = zhnews.normalize(release)
    record = json.loads(json.dumps(records(text, *zhnews.explain_conversion(release))))
    assert record["changes"]
    hold(text.source, record)


@pytest.mark.parametrize("seed", range(10))
def test_json_leads_there_and_back_through_noise(seed: int) -> None:
    """Passes that change the same place again are one change, with the rules of all."""
    source = noised(seed)
    settings: Any = {"words": "mainland", "glossary": {"全市": "全城"}, "skip": ["footer"]}
    text = zhnews.normalize(source, **settings)
    hold(source, json.loads(json.dumps(records(text, *zhnews.explain_conversion(source, **settings)))))


def test_json_has_one_frame_for_spans() -> None:
    """Paragraphs, choices and changes say where they are in the source, whatever cleaning took out above them."""
    source = "<b>統計</b>\n\n\n資料於乾隆"
    text = zhnews.normalize(source)
    record = records(text, *zhnews.explain_conversion(source))
    last = record["paragraphs"][-1]["span"]
    assert source[slice(*last)] == "資料於乾隆"
    assert all(last[0] <= choice["span"][0] < last[1] for choice in record["choices"])


def test_a_place_changed_twice_is_one_change() -> None:
    """A word whose characters were converted before it was replaced leads from what the source holds to what stands."""
    text = zhnews.normalize("記憶體", profile="tw", words="mainland")
    (change,) = records(text, [], [])["changes"]
    assert (change["span"], change["old"], change["new"], change["place"]) == ([0, 3], "記憶體", "内存", [0, 2])
    assert change["rules"] == ["convert.characters", change["rule"]]


def test_what_was_taken_out_is_told_once() -> None:
    """A pass that reaches over what an earlier one took out had no part in taking it out."""
    text = zhnews.normalize("網(wǎng)絡(luò)安全", profile="machine")
    told = {revision.old: revision.rules for revision in revisions(text)}
    assert told["(wǎng)"] == told["(luò)"] == ("clean.pinyin",)
    assert told["網"] == ("convert.characters",)


@pytest.mark.parametrize(
    ("source", "differs"),
    [
        ("标准发布。\r\n市场平稳。\r\n", False),
        ("标准发布。\n\n\n", False),
        ("标准发布。", False),
        ("標准发布，統計。\r\n", True),
        ("标准发布。\u200b", True),
    ],
    ids=["CRLF", "empty lines at the end", "nothing", "Traditional", "zero width"],
)
def test_check_and_diff_agree(source: str, differs: bool) -> None:
    """A change is what a diff shows; how lines end is none."""
    text = zhnews.normalize(source)
    assert (changed(text), diff(text) != "") == (differs, differs)


class Cells(HTMLParser):
    """Reads the cells of a page's first table, and the classes of its marks."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.classes: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell, or note a class."""
        if tag == "tr":
            self.rows.append([])
        self.inside = self.inside or tag == "td"
        if tag == "td":
            self.rows[-1].append("")
        self.classes |= {value or "" for name, value in attrs if name == "class"}

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if self.inside:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("seed", range(5))
def test_the_page_has_both_sides_whole(seed: int) -> None:
    """The left column is the source and the right one the text; whatever is marked has a style or is a plain mark."""
    source = noised(seed)
    text = zhnews.normalize(source)
    page = side_by_side(text, zhnews.explain_conversion(source)[0])
    cells = Cells()
    cells.feed(page)
    pairs = [re.split(r"^\d+ lines unchanged", row[0])[-1:] * 2 if len(row) == 1 else row for row in cells.rows if row]
    assert "".join(left for left, _ in pairs) == source
    assert "".join(right for _, right in pairs) == str(text)
    assert cells.classes
    assert all(f".{name}{{" in page or f".{name}," in page for name in cells.classes)


def test_unchanged_lines_are_folded() -> None:
    """Lines that nothing changed stand on the page once, folded away, so that it grows with the changes."""
    lines = [f"第{number}项工作平稳推进。" for number in range(1, 1001)]
    page = side_by_side(Text("\n".join([*lines, "統計"])).overlay("\n".join([*lines, "统计"]), "convert.characters"))
    assert "1000 lines unchanged" in page
    assert page.count("第77项工作") == 1
    assert "<mark>統計</mark>" in page


def test_a_page_of_conversion_is_not_many_times_its_text() -> None:
    """Marks are short and choices that are alike share a row: a large page stays fit to open."""
    source = "\n".join([f"據統計，隨著第{number}項發展，乾隆年間的著作顯著增長。" for number in range(500)])
    text = zhnews.normalize(source)
    page = side_by_side(text, *zhnews.explain_conversion(source))
    assert len(page.encode()) < 12 * len(source.encode())
    assert page.count("<tr>") < 510


@pytest.mark.parametrize("seed", range(5))
def test_the_page_is_valid_and_says_what_each_line_was_taken_for(seed: int) -> None:
    """A parser that forgives nothing reads it; beside each line stand its kind and how sure that is."""
    source = noised(seed) + "\n國防部表示，共軍機艦擾台，民眾可上網查詢資訊。"
    found, choices = zhnews.explain_conversion(source)
    page = side_by_side(zhnews.normalize(source), found, choices)
    html5lib.HTMLParser(strict=True).parse(page)
    assert f"<th>tw {found[-1].sure:.2f}</th><td>國" in re.sub("</?mark[^>]*>", "", page)


@pytest.mark.parametrize("seed", range(5))
def test_the_table_has_the_changes_of_the_json(seed: int) -> None:
    """--explain lists the same changes, each with what the source holds at its span, and the kind of each paragraph."""
    source = noised(seed)
    text = zhnews.normalize(source)
    found, choices = zhnews.explain_conversion(source)
    rows = [line.split("\t") for line in table(text, found, choices).splitlines()[1:]]
    listed = [tuple(row) for row in rows if ":" not in row[1]]
    assert listed == [
        (f"{one.span.start}-{one.span.end}", rule, repr(one.old), repr(one.new))
        for one in revisions(text)
        for rule in one.rules
    ]
    kinds = [row[1] for row in rows if row[1].startswith("kind:")]
    assert kinds == [
        f"kind:{one.kind}" for one in found if one.kind not in {"simplified", "none"} and one.at[0] < one.at[1]
    ]


def test_choices_have_something_to_choose_from() -> None:
    """What was taken is no alternative of itself; a word kept whole names what a word inside it would make."""
    source = opencc.OpenCC("s2twp").convert(
        "市公安局专案组依法查处，抓获犯罪嫌疑人，群众满意。“信息平台”支持实时监测，默认设置，软件、数据、网络、打印机。"
    )
    _, choices = zhnews.explain_conversion(source, profile="machine")
    assert choices
    assert all(choice.alternatives and choice.taken not in choice.alternatives for choice in choices)
    (kept,) = [choice for choice in choices if choice.taken == "专案组"]
    assert kept.alternatives == ("项目组",)


def test_a_rule_of_ones_own_is_shown() -> None:
    """A stage of one's own may change text under any name; it can't break the page."""
    page = side_by_side(Text("甲").edit([Edit(Span(0, 1), "乙", 'mine."><b>')]))
    assert "<b>" not in page
    assert '<mark class="other"' in page


def run(*args: str, given: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on standard input."""
    command = [sys.executable, "-m", "zhnews.cli", "normalize", "-", *args]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.mark.parametrize(
    "options",
    [
        ["--diff", "--explain"],
        ["--diff", "--format", "html"],
        ["--diff", "--json"],
        ["--json", "--format", "html"],
        ["--check", "-o", "x"],
        ["--words", "mainland", "--profile", "none"],
    ],
)
def test_options_that_exclude_one_another(options: list[str]) -> None:
    """Of two that can't both be done none is dropped without a word."""
    done = run(*options, given="統計")
    assert (done.returncode, done.stdout) == (2, "")
    assert options[0] in done.stderr


def test_check_together_with_a_diff() -> None:
    """The diff is printed and the exit code still tells; where nothing changes neither says anything."""
    done = run("--check", "--diff", given="統計\n")
    assert (done.returncode, "+统计" in done.stdout) == (1, True)
    done = run("--check", "--diff", given="统计\r\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""One bulletin of many releases: reprints merged, items by topic, filters, figures, and bad files."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import zhnews

HARVEST = (
    "青峰县粮食生产再获丰收\n来源：青峰县农业农村局　发布时间：2024-10-14 09:30\n"
    "截至10月10日，全县秋粮收获面积41.3万亩，同比增长3.5%。全县投入农机1260台，机收率98.2%，惠及农户3.1万户。\n"
)
REPRINT = HARVEST.replace("青峰县农业农村局", "青峰日报").replace("1260台", "1280台").replace("10-14", "10-15")
POLICE = (
    "云岭市通报治安情况\n来源：云岭市公安局　发布时间：2024-09-12 10:00\n"
    "今年前8个月，云岭市破获刑事案件1874起，同比上升12.6%。云岭市公安局打掉犯罪团伙41个，冻结资金3800万元。\n"
)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command, as a user runs it."""
    command = [sys.executable, "-m", "zhnews.cli", "digest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three releases, two of them one, and a file that can't be read."""
    texts = {"a.txt": HARVEST, "b.txt": REPRINT, "c.txt": POLICE, "d.txt": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in texts]


def test_reprints_are_one_item_that_says_who_reported_it() -> None:
    """A reprint is merged, named, and the figure on which it differs is kept with who gives it."""
    digest = zhnews.digest([HARVEST, POLICE, REPRINT])
    item = next(item for item in digest.items if len(item.origins) == 2)
    assert {origin.issuer for origin in item.origins} == {"青峰县农业农村局", "青峰日报"}
    (difference,) = item.differences
    assert {said.surface for said in difference.said} == {"1260台", "1280台"}
    assert "同一内容另见：" in digest.text
    assert "数据不一：农机，" in digest.text
    assert digest.items[0] is item, "what more have reported weighs more"


def test_items_stand_under_their_topics() -> None:
    """Topics are headings, in the order of their weightiest item; each item has one or two sentences."""
    digest = zhnews.digest([POLICE, HARVEST])
    headings = [digest.text[slice(*block.span)] for block in digest.blocks if block.kind == "heading"]
    assert headings == ["一、农业", "二、治安司法", "主要数据"]
    assert all(1 <= item.text.count("。") <= 2 for item in digest.items)


def test_every_quote_slices_to_its_source() -> None:
    """Each quoted stretch reads as the release it is from."""
    sources = {zhnews.extract(text.encode()).id: text for text in (HARVEST, POLICE)}
    digest = zhnews.digest([HARVEST, POLICE])
    assert digest.citations
    for quote in digest.citations:
        assert sources[quote.release][slice(*quote.source)] == digest.text[slice(*quote.span)]


@pytest.mark.parametrize(
    ("options", "topics"),
    [
        ({"since": date(2024, 10, 1)}, ["农业"]),
        ({"issuer": "公安局"}, ["治安司法"]),
        ({"topic": "农业"}, ["农业"]),
        ({"topic": "金融"}, []),
    ],
)
def test_filters(options: dict[str, object], topics: list[str]) -> None:
    """Releases before a day, of other issuers or on other topics are passed over, and named."""
    digest = zhnews.digest([HARVEST, POLICE], **options)  # type: ignore[arg-type]
    assert [item.topic for item in digest.items] == topics
    assert len(digest.passed_over) == 2 - len(topics)


def test_a_bad_file_does_not_stop_it(files: list[Path]) -> None:
    """The rest is printed, one line on stderr names the file, and the exit code is 3."""
    done = run(*files)
    assert done.returncode == 3
    assert done.stdout.startswith("每日简报\n2024年9月12日至2024年10月1")
    (line,) = done.stderr.splitlines()
    assert "d.txt" in line


def test_all_files_bad_is_an_error_of_input(files: list[Path]) -> None:
    """Nothing is printed, and the exit code is 2."""
    done = run(files[-1])
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("form", ["md", "html", "json", "docx"])
def test_formats(files: list[Path], tmp_path: Path, form: str) -> None:
    """Each format is written, with the figures beside it."""
    target, figures = tmp_path / f"day.{form}", tmp_path / "figures.xlsx"
    done = run(*files[:3], "--format", form, "--output", target, "--figures", figures)
    assert (done.returncode, done.stderr) == (0, "")
    assert target.stat().st_size > 300
    if form == "json":
        assert len(json.loads(target.read_text(encoding="utf-8"))["items"]) == 2
    assert openpyxl.load_workbook(figures).active is not None


def test_figures_as_csv(files: list[Path], tmp_path: Path) -> None:
    """The figures beside it are a table with the file of each."""
    assert run(*files[:3], "--figures", tmp_path / "f.csv").returncode == 0
    assert "1874起" in (tmp_path / "f.csv").read_text(encoding="utf-8-sig")
    assert run(*files[:3], "--figures", tmp_path / "f.doc").returncode == 2


def test_a_digest_without_items_says_so(files: list[Path]) -> None:
    """Where no release passes the filters, one line on stderr says so."""
    done = run(*files[:3], "--topic", "金融")
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1


def test_topics_are_numbered_past_ten() -> None:
    """Every topic has its number, however many there are."""
    words = (
        "港口",
        "粮食",
        "法院",
        "医院",
        "学校",
        "地铁",
        "电网",
        "景区",
        "防汛",
        "银行",
        "房地产",
        "垃圾",
        "食品安全",
    )
    told = "云岭市{0}建设取得进展。全市{0}项目完成投资{1}.5亿元，{0}项目{1}个。"
    texts = [told.format(word, number + 21) for number, word in enumerate(words)]
    digest = zhnews.digest(texts)
    headings = [digest.text[slice(*block.span)] for block in digest.blocks if block.kind == "heading"][:-1]
    assert len(headings) > 10
    assert all("、" in heading for heading in headings)
    assert headings[10].startswith("十一、")


def test_two_notices_of_one_form_are_two_items() -> None:
    """They differ in their days, which a reprint shares; what no topic has stands last."""
    form = "停水通知书\n因供水管网改造施工，云岭市水务集团定于{}22时至次日6时对{}沿线停水，请用户提前储水。"
    texts = [form.format("8月20日", "人民路"), form.format("8月22日", "解放路")]
    digest = zhnews.digest([zhnews.extract(text.encode()) for text in texts])
    assert len(digest.items) == 2
    assert "同一内容另见" not in digest.text

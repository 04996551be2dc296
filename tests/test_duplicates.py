"""Reprints are found across an archive; what differs in its figures is never taken for one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import made_reprints as made
from zhnews.batch.duplicates import DUPLICATES_SCHEMA, VERSION, Signatures, duplicates_of, find_clusters, signatures_of
from zhnews.batch.duplicates import find_duplicates as find_in_results
from zhnews.duplicates import Groups, find_duplicates, read_statements, similarity
from zhnews.errors import InputError

RELEASE = (
    "青溪市上半年检查食品门店1520家，发现隐患96处，立案31起。\n市场监管局负责人介绍，全市组织宣讲48场，"
    "发放手册2.6万册。\n下半年将继续开展校园周边整治，覆盖学校210所。会议要求，各地压实责任，确保取得实效。"
)


def batch_of(texts: Mapping[str, str], published: Mapping[str, date] | None = None) -> pa.RecordBatch:
    """A processed batch of these texts, by id."""
    days = pa.array([(published or {}).get(name) for name in texts], pa.date32())
    return pa.RecordBatch.from_pydict(
        {"id": list(texts), "source": list(texts), "text": list(texts.values()), "published": days}
    )


def clusters(texts: Mapping[str, str], size: int = 500) -> list[list[str]]:
    """The ids of each cluster among texts that lie in shards of this size."""
    items = list(texts.items())
    shards = [dict(items[start : start + size]) for start in range(0, len(items), size)]
    found = find_clusters(Signatures([signatures_of(batch_of(shard)) for shard in shards]))
    return [[member.id for member in cluster] for cluster in found]


@pytest.fixture(scope="module")
def archive() -> dict[str, str]:
    """An archive of 480 releases, each with one reprint or with its like of another month."""
    rng = random.Random(7)
    words = made.make_words(rng)
    kinds = {**made.REPRINTS, "other_numbers": made.other_numbers}
    texts = {}
    for number in range(480):
        release = made.make_release(rng, words)
        kind = list(kinds)[number % len(kinds)]
        texts[f"{number} original"] = "".join(release)
        texts[f"{number} {kind}"] = "".join(kinds[kind](release, rng, words))
    items = list(texts.items())
    rng.shuffle(items)
    return dict(items)


def test_reprints_are_found(archive: Mapping[str, str]) -> None:
    """Nearly all reprints are found, however they were changed; releases of other months and strangers never."""
    found = clusters(archive)
    together = {frozenset(name.partition(" ")[0] for name in cluster) for cluster in found}
    assert all(len(numbers) == 1 for numbers in together)
    kinds = [name.partition(" ")[2] for cluster in found for name in cluster]
    recall = {kind: kinds.count(kind) / 96 for kind in made.REPRINTS}
    assert recall["other_header"] == 1
    assert recall["three_dropped"] >= 0.99
    assert recall["fifth_replaced"] >= 0.97
    assert recall["excerpt"] >= 0.90
    assert kinds.count("other_numbers") == 0


def test_clusters_hang_on_releases_alone(archive: Mapping[str, str]) -> None:
    """The order of releases and the size of shards change nothing."""
    some = dict(list(archive.items())[:300])
    assert clusters(some) == clusters(dict(reversed(some.items())), 7)


def statistics(rng: random.Random, month: int) -> str:
    """A monthly release from one template: all its numbers are its own."""
    numbers = [rng.randint(100, 99_999) for _ in range(9)]
    return (
        f"青溪市{month % 12 + 1}月经济运行情况\n全市规模以上工业增加值{numbers[0]}万元，用电量{numbers[1]}万千瓦时。"
        f"社会消费品零售总额{numbers[2]}万元，其中餐饮收入{numbers[3]}万元。\n固定资产投资{numbers[4]}万元，"
        f"新开工项目{numbers[5]}个。进出口总额{numbers[6]}万元，出口{numbers[7]}万元。\n城镇新增就业{numbers[8]}人。"
        "总体看，全市经济运行平稳，质量效益稳步提升，但外部环境依然复杂严峻，巩固向好基础仍需努力。"
    )


def test_a_thousand_months_are_a_thousand_releases() -> None:
    """Of a thousand releases from one template none are merged, and the reprints among them are found all the same."""
    rng = random.Random(3)
    texts = {f"{month:04d}": statistics(rng, month) for month in range(1000)}
    reprints = {f"{month:04d} 转载": "本报讯 " + texts[f"{month:04d}"] for month in range(0, 1000, 50)}
    found = clusters({**texts, **reprints})
    assert [sorted(cluster) for cluster in found] == [[name[:4], name] for name in reprints]


def test_pairs_that_differ_in_numbers_alone_are_never_merged() -> None:
    """A thousand pairs of short releases that differ in their numbers alone: none is merged, one by one or together."""
    rng = random.Random(5)
    words = made.make_words(rng)
    texts = {}
    for number in range(1000):
        release = made.make_release(rng, words)[:9]
        release[1] = f"全市检查{''.join(rng.choices(words, k=6))}{rng.randint(2, 9999)}家。"
        texts[f"{number} a"] = "".join(release)
        texts[f"{number} b"] = "".join(made.other_numbers(release, rng, words))
    assert clusters(texts) == []
    assert [find_duplicates([texts[f"{n} a"], texts[f"{n} b"]]) for n in range(20)] == [[[0], [1]]] * 20


def test_a_text_without_figures_does_not_tie_months_together() -> None:
    """What resembles two months but states no figure joins one of them at most."""
    rng = random.Random(1)
    months = [statistics(rng, month) for month in (1, 2)]
    bare = "".join(character for character in months[0] if not character.isdigit())
    assert not any({0, 1} <= set(group) for group in find_duplicates([*months, bare]))
    for cluster in clusters({"a": months[0], "b": months[1], "c": bare}):
        assert not {"a", "b"} <= set(cluster)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("据青溪日报7月3日讯 " + RELEASE, True),
        (RELEASE[: len(RELEASE) * 6 // 10], True),
        (RELEASE.replace("96处", "98处"), False),
        (RELEASE.replace("发现隐患96处", "共发现隐患98处"), True),
        (RELEASE.replace("上半年检查", "下半年检查"), False),
        (RELEASE.replace("1520", "1430").replace("96", "88"), False),
        (RELEASE.replace("上半年", "一季度").replace("1520", "730").replace("31起", "12起").replace("48", "20"), False),
        (RELEASE.replace("，", ",").replace("2.6万", "2.6 万"), True),
        ("青溪市召开食品安全工作会议，部署下半年任务。", False),
    ],
)
def test_a_handful_of_texts(other: str, same: bool) -> None:
    """A new header, an excerpt, other widths, other words make a reprint; another figure or period doesn't."""
    assert [sorted(group) for group in find_duplicates([RELEASE, other])] == ([[0, 1]] if same else [[0], [1]])
    assert bool(clusters({"a": RELEASE, "b": other})) == same


def daily(day: str, ill: int) -> str:
    """A daily release: one figure is the news, the others stay what they are."""
    return (
        f"{day}0时至24时，全市新增病例{ill}例，新增疑似病例0例，新增死亡病例0例。截至当日24时，全市累计报告病例386例，"
        "累计治愈出院384例，累计死亡2例。现有疑似病例0例。请广大市民做好个人防护，少聚集、勤洗手，主动配合疫情防控工作。"
    )


def monthly(period: str) -> str:
    """A release whose figures are the same month after month."""
    return (
        f"{period}，全市空气质量优良天数比例为100%，同比持平。细颗粒物平均浓度为每立方米18微克，符合国家二级标准。"
        "生态环境局将继续加强大气污染防治，持续改善环境空气质量。"
    )


def table(output: int) -> str:
    """A release whose text is a table, a cell a line: nothing in it but its figures tells its month."""
    return (
        f"指标 本期 同比\n规上工业增加值\n{output}\n5.2%\n固定资产投资\n410\n6.1%\n消费品零售总额\n280\n4.3%\n"
        "注：本表数据为快报数，最终以统计年鉴公布的数据为准，相关指标口径详见统计制度说明，增长速度按可比价格计算。"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (daily("3月4日", 5), daily("3月5日", 7)),
        (daily("3月4日", 5), daily("3月5日", 5)),
        (daily("", 5), daily("", 7)),
        (monthly("6月"), monthly("7月")),
        (monthly("十月"), monthly("十一月")),
        (monthly("2021年"), monthly("2022年")),
        (monthly("2021年6月"), monthly("2022年6月")),
        (monthly("上半年"), monthly("一季度")),
        (monthly("1—6月"), monthly("1—7月")),
        (monthly("经评比，排名第一"), monthly("经评比，排名第九")),
        (table(320), table(322)),
    ],
)
def test_a_figure_or_a_period_that_differs_makes_another_release(one: str, other: str) -> None:
    """However much two releases share: one figure, day, month, year or rank that differs keeps them apart."""
    assert similarity(one, other) > 0.6
    assert find_duplicates([one, other]) == [[0], [1]]
    assert clusters({"a": one, "b": other}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青溪日报6月30日讯 " + monthly("6月"), "青溪日报7月2日讯 " + monthly("6月")),
        ("发布时间：2023-06-30 10:00\n" + monthly("6月"), "发布时间：2023-08-02 09:30\n" + monthly("6月")),
        (monthly("6月") + "\n2023年6月30日", monthly("6月") + "\n2023年7月31日"),
        (monthly("2023年6月"), monthly("6月")),
        (monthly("十月"), monthly("10月")),
        (monthly("上半年"), monthly("1至6月")),
        ("一、" + monthly("6月"), "1. " + monthly("6月")),
    ],
)
def test_what_a_reprint_says_of_itself_makes_no_other_release(one: str, other: str) -> None:
    """Header and dateline are the printer's, a year may be left out, a period written otherwise is the same one."""
    assert [sorted(group) for group in find_duplicates([one, other])] == [[0, 1]]
    assert clusters({"a": one, "b": other}) == [["a", "b"]]


@pytest.mark.parametrize(
    ("period", "days", "same"),
    [
        ("本月", (date(2023, 6, 30), date(2023, 7, 31)), False),
        ("本月", (date(2023, 6, 30), date(2023, 7, 2)), True),
        ("本月", (date(2023, 6, 30), None), True),
        ("6月", (date(2023, 6, 30), date(2023, 9, 30)), True),
        ("今年6月", (date(2022, 6, 30), date(2023, 6, 30)), False),
        ("今年6月", (date(2023, 6, 30), date(2023, 9, 30)), True),
    ],
)
def test_words_for_the_present_hang_on_the_day(period: str, days: tuple[date, date | None], same: bool) -> None:
    """The same words said in another month, or year, are another release; days after, or of no known day, a reprint."""
    texts = {"a": monthly(period), "b": "青溪发布：" + monthly(period)}
    batch = batch_of(texts, {name: day for name, day in zip(texts, days, strict=True) if day})
    assert (duplicates_of([batch]).num_rows == 2) == same


def towns(rng: random.Random) -> tuple[str, str, str]:
    """The names of two towns, and what both are."""
    names: set[str] = set()
    while len(names) < 2:
        name = "".join(rng.choices("青云海天石白清龙安泰松柏溪岭川河门湖峰泉", k=rng.choice((2, 2, 2, 3))))
        names.add(rng.choice((name, name, "九江", "舒兰", "达州", "六安")))
    return (*sorted(names), rng.choice(("市", "县", "区", "镇", "乡", "州", "街道")))


TOWN_RELEASES = (
    "{town}{kind}召开安全生产工作会议\n会议通报，全{last}共检查企业{a}家，发现隐患{b}处，已全部督促整改到位。会议强调，"
    "各级各部门要提高思想认识，压实工作责任，坚决防范重特大事故发生。",
    "{town}召开安全生产工作会议\n会议通报，{town}{kind}共检查企业{a}家，发现隐患{b}处，已全部督促整改到位。会议强调，"
    "各级各部门要提高思想认识，压实工作责任，坚决防范重特大事故发生。",
    "食品安全检查情况\n近日，{town}{kind}市场监管部门检查门店{a}家，发现隐患{b}处，全部完成整改。下一步，将继续开展校园"
    "周边专项整治，压实主体责任，确保群众饮食安全。",
    "空气质量情况\n据监测，6月，{town}{kind}空气质量优良天数为{a}天，优良率{b}%，同比持平。下一步将继续加强大气污染防治，"
    "持续改善环境空气质量，不断增强人民群众的蓝天幸福感。",
)


@pytest.mark.parametrize("release", TOWN_RELEASES)
def test_like_releases_of_two_towns_are_two(release: str) -> None:
    """Of pairs with equal figures that the towns' names alone tell apart none is merged; the reprint of each one is."""
    rng = random.Random(13)
    texts: dict[str, str] = {}
    reprints = []
    for number in range(200):
        one, other, kind = towns(rng)
        figures = {"a": rng.randint(100, 9999), "b": rng.randint(10, 99)}
        first, second = (release.format(town=town, kind=kind, last=kind[-1], **figures) for town in (one, other))
        assert find_duplicates([first, second]) == [[0], [1]]
        texts |= {f"{number:03} {one}": first, f"{number:03} {other}": second}
        texts[f"{number:03} {one} again"] = f"{other}日报\n{first}"
        reprints.append([f"{number:03} {one}", f"{number:03} {one} again"])
    assert [sorted(cluster) for cluster in clusters(texts)] == reprints


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        ("{}市人民政府门户网站\n首页 > {}市 > 要闻\n", "\n版权所有：{}市人民政府"),
        ("{}市融媒体中心\n", "\n主办：{}市人民政府办公室"),
        ("来源：{}市应急管理局\n", "\n{}市应急管理局"),
        ("本报{}7月3日讯 ", "（{}日报记者供稿）"),
        ("", "\n本文转载自{}市政府网站。"),
    ],
)
def test_a_site_in_another_town_prints_the_same_release(top: str, bottom: str) -> None:
    """What a site says of itself, in navigation, header and footer, makes no other release of what it reprints."""
    texts = [top.replace("{}", town) + RELEASE + bottom.replace("{}", town) for town in ("青溪", "云岭", "舒兰")]
    assert [sorted(group) for group in find_duplicates(texts)] == [[0, 1, 2]]
    assert clusters(dict(zip("abc", texts, strict=True))) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    ("one", "other"), [("青溪市", "我市"), ("舒兰市", "舒兰"), ("青溪", "吉林省青溪"), ("", "全市")]
)
def test_a_town_may_be_named_otherwise(one: str, other: str) -> None:
    """A town that goes by its short name, or 我市, in a reprint is the same town."""
    texts = [f"{town}上半年食品安全检查情况\n{RELEASE.replace('青溪市', town)}" for town in (one, other)]
    assert [sorted(group) for group in find_duplicates(texts)] == [[0, 1]]


def test_titles_tell_months_apart() -> None:
    """A month that stands in the title alone keeps releases apart, where the title is at hand."""
    batch = batch_of({"a": monthly("据监测"), "b": monthly("据监测")})
    titled = batch.append_column("title", pa.array(["青溪市6月空气质量情况", "青溪市7月空气质量情况"]))
    assert (duplicates_of([batch]).num_rows, duplicates_of([titled]).num_rows) == (2, 0)


def test_no_two_periods_come_together_over_a_third_release() -> None:
    """The longest release of a group says nothing of its month: one month's joins it, the others don't."""
    said = "据市环境监测中心统计"
    texts = {
        "bare": monthly(said) + "市民可以查询结果。",
        "may": monthly(f"5月，{said}"),
        "june": monthly(f"6月，{said}"),
    }
    texts = {name: text.replace(f"{said}，", f"{said}。") for name, text in texts.items()}
    assert len(find_duplicates(list(texts.values()))) == 2
    assert all(not {"may", "june"} <= set(cluster) for cluster in clusters(texts))


def test_a_corrected_figure_is_allowed_where_it_is_asked_for() -> None:
    """Where differences are shown, a reprint with a corrected figure is one; with another period it never is."""
    corrected = RELEASE.replace("96处", "98处")
    assert find_duplicates([RELEASE, corrected]) == [[0], [1]]
    assert find_duplicates([RELEASE, corrected], corrected=True) == [[0, 1]]
    assert find_duplicates([monthly("6月"), monthly("7月")], corrected=True) == [[0], [1]]


def test_texts_without_wording_are_no_duplicates_in_an_archive() -> None:
    """Empty texts and marks alone, and rows that were dropped, are left out or stand alone."""
    batch = batch_of({"a": "。", "b": "字", "c": RELEASE})
    dropped = pa.RecordBatch.from_pylist([{"id": "d", "source": "d", "text": None, "published": None}], batch.schema)
    assert duplicates_of([batch, dropped]).num_rows == 0
    assert duplicates_of([]).num_rows == 0
    assert find_duplicates([]) == []
    assert find_duplicates(["字"]) == [[0]]


def test_the_canonical_release_is_the_first_published_of_the_complete() -> None:
    """An excerpt never stands for a cluster, however early; of complete releases the first published does."""
    texts = {"late": RELEASE, "early": RELEASE, "excerpt": RELEASE[:80], "undated": RELEASE}
    days = {"late": date(2023, 7, 9), "early": date(2023, 7, 8), "excerpt": date(2023, 7, 1)}
    table = duplicates_of([batch_of(texts, days)])
    assert table.schema == DUPLICATES_SCHEMA
    rows = table.to_pylist()
    assert [row["release"] for row in rows] == ["early", "excerpt", "late", "undated"]
    assert {(row["cluster"], row["size"], row["signature_version"]) for row in rows} == {("early", 4, VERSION)}
    assert [row["canonical"] for row in rows] == [True, False, False, False]
    assert rows[0]["similarity"] == 1 > rows[1]["similarity"] > 0.3


def test_signatures_keep_their_version() -> None:
    """A stored signature says of which version it is, and stays what it was: else old archives would not match."""
    batch = signatures_of(batch_of({"a": RELEASE}))
    assert batch.schema.metadata == {b"zhnews.signature": VERSION.encode()}
    assert VERSION == "3"
    assert batch.column("signature")[0].as_py()[:8].hex() == "84591102873ac500"
    assert len(read_statements(RELEASE).figures) == 6


def test_columns_that_are_missing_are_named() -> None:
    """A batch that wasn't processed is refused with what it lacks."""
    with pytest.raises(InputError, match="no column published, text"):
        duplicates_of([pa.RecordBatch.from_pydict({"id": ["a"], "source": ["a"]})])


def test_union_find_takes_in_only_what_agrees() -> None:
    """A group is not united with another whose first disagrees; a member that disagrees with the first is left out."""
    groups = Groups(range(10), lambda a, b: abs(a - b) <= 2)
    groups.unite([(3, 4), (1, 2), (2, 3), (4, 5), (8, 9)])
    assert list(groups.found()) == [[1, 2, 3], [8, 9]]
    assert list(groups.firsts()) == [0, 1, 1, 1, 1, 5, 6, 7, 8, 8]


def test_found_names_first_members_first() -> None:
    """Groups and their members come in the order that was asked for."""
    groups = Groups(range(9)[::-1], lambda a, b: True)
    pairs: Sequence[tuple[int, int]] = [(1, 2), (2, 3), (7, 8)]
    groups.unite(pairs)
    assert list(groups.found()) == [[8, 7], [3, 2, 1]]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of releases of two years, with three reprints, in two files."""
    folder = tmp_path_factory.mktemp("archive")
    rng = random.Random(11)
    texts = [statistics(rng, month) for month in range(24)]
    first = [*texts[:12], "据青溪日报报道：" + texts[3]]
    second = [*texts[12:], "青溪发布\n" + texts[3], texts[20].replace("外部环境依然复杂严峻，", "")]
    for name, rows in (("a", first), ("b", second)):
        lines = [json.dumps({"text": text, "id": f"{name}{n:02}"}, ensure_ascii=False) for n, text in enumerate(rows)]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def run_batch(news: Path, out: Path, *arguments: str, fields: str = "text,published") -> str:
    """Run `zhnews batch` over the archive, and give what it says."""
    command = [sys.executable, "-m", "zhnews.cli", "batch", str(news), "-o", str(out), "--id-column", "id", *arguments]
    return subprocess.run([*command, "--fields", fields], capture_output=True, text=True, check=True).stderr


def test_duplicates_are_a_stage_over_finished_shards(news: Path, tmp_path: Path) -> None:
    """Both formats and any number of jobs give the same clusters; what was signed already is not signed again."""
    said = run_batch(news, tmp_path / "one", "--format", "parquet", "--duplicates", "--jobs", "1")
    assert "3 reprints in 2 clusters" in said
    rows = pq.read_table(tmp_path / "one" / "duplicates.parquet").to_pylist()
    clusters = {"a03": ["a03", "a12", "b12"], "b08": ["b08", "b13"]}
    assert [(row["cluster"], row["release"]) for row in rows] == [
        (first, name) for first, names in clusters.items() for name in names
    ]
    report = json.loads((tmp_path / "one" / "_report.json").read_text(encoding="utf-8"))
    assert report["duplicates"] == {
        "clusters": 2, "reprints": 3, "signature_version": VERSION, "file": "duplicates.parquet"
    }  # fmt: skip
    run_batch(news, tmp_path / "two", "--jobs", "2")
    found = find_in_results(tmp_path / "two", jobs=2)
    packed = pa.input_stream(str(found.path), compression="zstd").read().decode()
    assert [json.loads(line) for line in packed.splitlines()] == rows
    signed = {path: path.stat().st_mtime_ns for path in (tmp_path / "two" / "_signatures").iterdir()}
    assert find_in_results(tmp_path / "two") == found
    assert signed == {path: path.stat().st_mtime_ns for path in (tmp_path / "two" / "_signatures").iterdir()}
    assert not list((tmp_path / "two").glob("_drafts/*"))


def test_duplicates_need_a_finished_run_with_texts(news: Path, tmp_path: Path) -> None:
    """A folder without a run, or whose releases have no text, is refused with what to do."""
    with pytest.raises(InputError, match="no finished run"):
        find_in_results(tmp_path)
    run_batch(news, tmp_path / "out", fields="title")
    with pytest.raises(InputError, match="run it with the field text"):
        find_in_results(tmp_path / "out")

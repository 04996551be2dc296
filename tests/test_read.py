"""Reading: encodings, pages, documents, and whatever is thrown at it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from random import Random
from time import process_time

import pytest

import zhnews
from zhnews.errors import InputError
from zhnews.read import read_release, release_from_str

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "examples" / "pages" / "yunling-jobs.html"
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))
BODY = "全市共破获电信网络诈骗案件427起，同比上升95.87%。据统计，返还群众资金201万元。"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_declared_charset_is_not_asked() -> None:
    """The page declares gb2312 and is UTF-8; it is read right in either."""
    page = PAGE.read_text(encoding="utf-8")
    assert str(zhnews.extract(page.encode()).text) == str(zhnews.extract(page.encode("gb18030")).text)


def test_page() -> None:
    """The body is found, with title, date and issuer, each cited in the page's rendering."""
    release = zhnews.extract(PAGE)
    assert str(release.text).split("\n") == [
        "7月17日，云岭市人社局召开发布会，通报今年上半年就业工作情况。",
        "上半年，全市城镇新增就业3.2万人，同比增长6.5%；失业人员再就业8600人，城镇调查失业率为4.9%。",
        "组织招聘活动214场，提供岗位5.8万个。",
        "指标\t数量\t增长",
        "新增就业\t3.2万人\t6.5%",
        "下一步，将落实稳岗政策，扩大技能培训规模。",
    ]
    assert (release.title, release.issuer, release.media) == ("云岭市上半年新增就业3.2万人", "云岭市人社局", "html")
    assert (release.published, release.published_time) == (date(2025, 7, 18), time(9, 30))
    source = release.text.source
    assert source[slice(*release.meta["title"])] == release.title
    assert source[slice(*release.meta["published"])].startswith("2025-07-18")
    assert "国产精品" not in source
    removed = [change for change in release.text.changes if change.rule == "read.outside"]
    assert any("版权所有" in change.old for change in removed)


def test_early_end_of_page() -> None:
    """A page goes on behind an early </html>."""
    page = PAGE.read_text(encoding="utf-8").replace("<h1>", "</body></html><h1>")
    assert "组织招聘活动214场" in str(zhnews.extract(page.encode()).text)


@pytest.mark.parametrize(
    ("text", "published", "clock", "issuer", "author", "editor"),
    [
        (
            "通车\n发布时间：2024年3月5日 08:05 来源：云岭日报\n路通了。",
            date(2024, 3, 5),
            time(8, 5),
            "云岭日报",
            None,
            None,
        ),
        ("公告\n發布日期：114年01月13日\n內容如下。", date(2025, 1, 13), None, None, None, None),
        (
            "通知\n各单位要认真落实。\n云岭市人民政府办公室\n2023年7月20日",
            date(2023, 7, 20),
            None,
            "云岭市人民政府办公室",
            None,
            None,
        ),
        (
            "丰收\n2024-10-01 09:00 云岭日报\n秋粮丰收。（记者 王小明 李红）",
            date(2024, 10, 1),
            time(9),
            "云岭日报",
            "王小明、李红",
            None,
        ),
        ("丰收\n秋粮丰收。\n责任编辑：张华", None, None, None, None, "张华"),
        ("3月5日，路通了。2024年3月5日起施行。", None, None, None, None, None),
    ],
    ids=["labelled", "roc year", "signature", "beside the date", "editor", "a date in running text"],
)
def test_metadata(text, published, clock, issuer, author, editor) -> None:
    """Date, time, issuer, author and editor are found where they are stated, and nowhere else."""
    release = release_from_str(text)
    found = (release.published, release.published_time, release.issuer, release.author, release.editor)
    assert found == (published, clock, issuer, author, editor)


@pytest.mark.parametrize(
    "line",
    [
        "活动时间：2023年8月1日至8月5日",
        "时间：2023年8月1日（星期二）上午9:00",
        "考试时间：2023年8月12日",
        "走失日期：2023年7月20日",
        "公示结果发布时间不晚于2023年8月1日",
    ],
)
@pytest.mark.parametrize("place", ["above", "amid", "below"])
def test_days_of_something_else_are_no_publication(line: str, place: str) -> None:
    """When something takes place is not when a notice was published, wherever the line stands."""
    prose = ["南浦市图书馆将举办暑期阅读活动，欢迎少年儿童参加。", "本次活动面向全市，额满为止。"]
    prose.insert({"above": 0, "amid": 1, "below": 2}[place], line)
    assert zhnews.read_release("\n".join(["关于举办暑期阅读活动的通知", *prose]).encode()).published is None


def test_dateline_is_lifted() -> None:
    """A wire's dateline leaves the first sentence and stands in the release."""
    release = zhnews.extract("新华社云岭10月14日电（记者王小明）全省秋粮丰收，总产31.5亿斤。".encode())
    assert str(release.text) == "全省秋粮丰收，总产31.5亿斤。"
    assert release.dateline == "新华社云岭10月14日电（记者王小明）"
    assert (release.issuer, release.author) == ("新华社", "王小明")


@pytest.mark.parametrize(
    "text",
    [
        BODY * 20 + "\x00" * 3,
        BODY + "\ud800\udfff\ud83d",
        "<" * 20_000 + BODY,
        "“" * 20_000 + BODY,
        "(" * 20_000 + BODY,
        BODY + "|" * 100_000,
        BODY + "\n" * 100_000,
        "１" * 100_000,
        "无码" * 20_000,
        BODY + "?" * 20_000,
        BODY + "\ufffd" * 20_000,
    ],
    ids=[
        "NUL",
        "lone surrogates",
        "tags",
        "quotes",
        "brackets",
        "bars",
        "lines",
        "digits",
        "keywords",
        "marks",
        "lost",
    ],
)
def test_hostile_text(text: str) -> None:
    """Any string is cleaned and read through without a crash."""
    release = zhnews.extract(text.encode("utf-8", "surrogatepass")) if "\ud800" not in text else None
    bulletin = zhnews.summarize(text, length=60)
    assert len(bulletin.text) <= 60
    assert release is None or isinstance(str(release.text), str)


def test_nested_tags() -> None:
    """A hundred thousand nested tags are no stack overflow."""
    page = "<html><body>" + "<div>" * 100_000 + "<p>" + BODY * 3 + "</p>"
    assert zhnews.extract(page.encode()).media == "html"


@pytest.mark.parametrize(("opened", "closed"), [("<div>", "</div>"), ("<table><tr><td>", "</td></tr></table>")])
@pytest.mark.parametrize("depth", [600, 4000, 30_000])
def test_text_is_read_however_deep_it_stands(opened: str, closed: str, depth: int) -> None:
    """Pages laid out by tables in tables have their text far inside."""
    page = f"<html><body>{opened * depth}<p>{BODY * 3}</p>{closed * depth}</body></html>"
    assert BODY in str(zhnews.extract(page.encode()).text)


@pytest.mark.parametrize("depth", [600, 4000, 30_000])
def test_what_stands_deep_is_read_as_elsewhere(depth: int) -> None:
    """Far inside, a row is a row, and what is hidden or a script is no text."""
    inside = (
        f"<p>{BODY}</p><table><tr><td>云岭市</td><td>45.3</td></tr></table>"
        f"<p hidden>草稿{BODY}</p><script>document.write('<div>{BODY}')</script><p>{BODY}</p>"
    )
    page = f"<html><body>{'<div>' * depth}{inside}{'</div>' * depth}</body></html>"
    release = read_release(page.encode())
    assert "云岭市\t45.3" in str(release.text)
    assert "草稿" not in release.text.source
    assert release.text.source.count(BODY) == 2


def test_cells_without_end() -> None:
    """The rows of a long table are rows, though none of its cells has an end tag."""
    rows = "".join(f"<tr><td>第{number}站<td>{number}.5" for number in range(9000))
    text = str(read_release(f"<html><body><p>{BODY}</p><table>{rows}</table></body></html>".encode()).text)
    assert text.count("\t") == 9000


def test_many_attributes_take_no_longer_than_others() -> None:
    """A tag of a hundred thousand attributes is read in time, and hides nothing behind it."""
    attributes = " ".join(f'a{number}="<{number}>"' for number in range(100_000))
    start = process_time()
    assert BODY in str(read_release(f"<html><body><div {attributes}><p>{BODY}</p></div>".encode()).text)
    assert process_time() - start < 3


def test_random_bytes() -> None:
    """Noise is refused in one line, or read as something; it never crashes."""
    rng = Random(7)
    refused = []
    for _ in range(60):
        try:
            read_release(rng.randbytes(rng.randrange(1, 4000)))
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > 30
    assert all("\n" not in line for line in refused)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("责任编辑：张丽 审核：陈刚", "editor", "张丽"),
        ("作者：本报记者 王伟健　来源：云岭日报", "author", "王伟健"),
        ("作者：佚名 来源：本站原创 2023-07-20", "author", None),
        ("来源：云岭日报作者：王五2023-07-20 10:20:30", "author", "王五"),
        ("（作者单位：云岭大学）", "issuer", None),
    ],
)
def test_names_end_where_the_next_label_begins(line: str, field: str, value: str | None) -> None:
    """A name is neither a label, nor what stands there for want of one, nor goes on in a date."""
    release = read_release(f"云岭市召开会议\n{line}\n{BODY * 3}\n{line}".encode())
    assert getattr(release, field) == value


def test_days_and_hours_as_systems_write_them() -> None:
    """Eight digits behind a label are a day, 10时15分 an hour."""
    release = read_release(f"云岭市召开会议\n发布日期：20230720\n{BODY * 3}".encode())
    assert str(release.published) == "2023-07-20"
    release = read_release(f"云岭市召开会议\n[2023年07月20日 10时15分]\n{BODY * 3}".encode())
    assert (str(release.published), str(release.published_time)) == ("2023-07-20", "10:15:00")


def test_the_title_of_a_public_document_has_no_label() -> None:
    """标题：关于… of the table above it is the title."""
    rows = "索引号：1133/2023-001\n标　　题：关于公布年度数据的通知\n发布日期：2023年07月20日"
    assert read_release(f"{rows}\n{BODY * 3}".encode()).title == "关于公布年度数据的通知"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("云岭市人民政府办公室\n关于加强防汛工作的通知\n各县：", "云岭市人民政府办公室关于加强防汛工作的通知"),
        ("云岭市召开防汛会议_云岭新闻_云岭市人民政府网\n2023-07-20 来源：云岭日报", "云岭市召开防汛会议"),
        ("2023-2024年采暖季工作安排\n2023-07-20 来源：云岭日报", "2023-2024年采暖季工作安排"),
        ("云岭市财政局：打造阳光采购平台\n2023-07-20 来源：云岭日报", "云岭市财政局：打造阳光采购平台"),
        ("关爱老人 送戏进医院\n2023-07-20 来源：云岭日报", "关爱老人 送戏进医院"),
        (
            "云岭大桥工程招标公告\n项目编号：YL-2023\n招标单位：云岭市交通局\n发布时间：2023-07-20",
            "云岭大桥工程招标公告",
        ),
    ],
)
def test_titles_are_whole_and_of_the_release(head: str, title: str) -> None:
    """A red heading stands in two lines; the names of site and section are none of the title."""
    assert read_release(f"{head}\n{BODY * 3}".encode()).title == title

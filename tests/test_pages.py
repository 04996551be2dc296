"""Pages as content systems lay them out: the body is found whole, with title and date, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

import zhnews

NAV = "<div>" + "".join(f'<a href="#">{name}</a> ' for name in ("首页", "机构概况", "政务公开", "办事服务")) + "</div>"
FOOT = (
    "<div>主办：云岭市人民政府办公室　承办：云岭市大数据中心<br>地址：云岭市人民路1号　邮编：655000<br>"
    "云ICP备00000000号　网站标识码：9900000001</div>"
)
HOT = (
    "<div><h3>热点新闻</h3><ul>"
    + "".join(f'<li><a href="#">我市召开第{i}次专题会议</a><span>2024-0{i}-11</span></li>' for i in range(1, 8))
    + "</ul></div>"
)
FLOOD = [
    "6月18日，云岭市召开防汛工作会议，安排部署主汛期各项工作。",
    "会议要求，各地各部门要压实责任，加强监测预警，完善应急预案。",
    "今年以来，全市共排查隐患点326处，整改完成318处，转移群众1.2万人。",
]
NAMES = ["张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十"] * 5
ROWS = [f"类别{i}\t0.{i}\t-0.{i}" for i in range(15)]


def paragraphs(*lines: str) -> str:
    """Each line in a `<p>` with its indent."""
    return "".join(f"<p>　　{line}</p>" for line in lines)


def page(title: str, body: str, head: str = "") -> str:
    """A page with navigation above, a hot list and legal lines below."""
    top = f"<html><head><title>{title}-云岭市人民政府</title>{head}</head><body>"
    return f"{top}{NAV}{body}{HOT}{FOOT}</body></html>"


def table(rows: list[str]) -> str:
    """A table whose cells are parted by tabs."""
    return "<table>" + "".join(f"<tr><td>{row.replace(chr(9), '</td><td>')}</td></tr>" for row in rows) + "</table>"


INDEX = table(
    ["索引号\t0001/2024-00012\t发文机关\t云岭市人民政府办公室", "成文日期\t2024年06月12日\t发布日期\t2024年06月19日"]
)
NOTICE = [
    "各县（市、区）人民政府，市直各部门：",
    "《云岭市防汛预案》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "云岭市人民政府办公室",
    "2024年6月12日",
]
PAGES = {
    "nested tables": (
        "<table><tr><td>"
        + HOT
        + "</td><td><table><tr><td align=center><b>我市部署防汛工作</b></td></tr>"
        + f"<tr><td>2024年6月19日 来源：云岭日报 【字体：大 中 小】</td></tr><tr><td>{paragraphs(*FLOOD)}</td></tr>"
        + "<tr><td>【打印】【关闭】</td></tr></table></td></tr></table>",
        FLOOD,
        "云岭日报",
    ),
    "line breaks": (
        "<div>我市部署防汛工作</div><div>发布日期：2024-06-19 10:22</div>"
        + f"<div>　　{'<br><br>　　'.join(FLOOD)}<br></div>",
        FLOOD,
        None,
    ),
    "one short paragraph": (
        "<h2>我市部署防汛工作</h2><div>日期：2024-06-19 浏览：33</div><div><p>城区东片6月20日8时至18时停水。</p></div>",
        ["城区东片6月20日8时至18时停水。"],
        None,
    ),
    "a list of names": (
        "<h1>我市部署防汛工作</h1><div>发布时间：2024-06-19</div><div>"
        + paragraphs("现将名单公示如下，公示期为5个工作日。", *NAMES)
        + "</div>",
        ["现将名单公示如下，公示期为5个工作日。", *NAMES],
        None,
    ),
    "a table": (
        "<h1>我市部署防汛工作</h1><div>来源：市统计局 2024-06-19</div><div>"
        + paragraphs("6月份，价格同比上涨0.4%。")
        + table(ROWS)
        + paragraphs("注：数据来自价格监测。")
        + "</div>",
        ["6月份，价格同比上涨0.4%。", *ROWS, "注：数据来自价格监测。"],
        "市统计局",
    ),
    "a policy with its index": (
        f"{INDEX}<div id=zoom><p>我市部署防汛工作</p>{paragraphs(*NOTICE)}"
        + '<p>附件：<a href="1.doc">云岭市防汛预案.doc</a></p></div>',
        [*NOTICE, "附件：云岭市防汛预案.doc"],
        "云岭市人民政府办公室",
    ),
    "comments in a form": (
        f"<form><h1>我市部署防汛工作</h1><div>时间：2024-06-19</div><div>{paragraphs(*FLOOD)}</div>"
        + "<select><option>云岭市各部门网站</option></select><textarea>发表评论</textarea></form>",
        FLOOD,
        None,
    ),
}


@pytest.mark.parametrize("layout", PAGES)
def test_layout(layout: str) -> None:
    """The body comes out whole and alone, with the title and the date of publication."""
    markup, body, issuer = PAGES[layout]
    release = zhnews.extract(page("我市部署防汛工作", markup).encode())
    assert str(release.text).split("\n") == body
    assert (release.title, release.published, release.issuer) == ("我市部署防汛工作", date(2024, 6, 19), issuer)


SIDE = (
    "<ul>"
    + "".join(f"<li><a>云岭市第{i}次会议在市政府召开</a> <em>2024-07-0{i}</em></li>" for i in range(1, 7))
    + "</ul>"
)
ABSTRACTS = "".join(
    f"<li><a>第{i}次会议</a><p>会议听取了上半年工作情况的汇报，研究部署了下一阶段的工作。</p><i>2024-07-0{i}</i></li>"
    for i in range(1, 5)
)
COMMENTS = "".join(f"<div>网友{i}<span>2024-06-2{i}</span><p>说得好，希望落实到位。</p></div>" for i in range(5))
TITLE, DAY = "我市部署主汛期防汛工作", date(2024, 6, 19)
HEAD = f"<h1>{TITLE}</h1><div>2024-06-19 来源：云岭日报</div>"
CONTENT = f"<div>{paragraphs(*FLOOD)}</div>"
OTHERS = [f"江陵市第{i}批项目开工，总投资{i}亿元，预计两年内建成投产，带动就业{i}千人。" for i in range(2, 9)]
# Long teasers, each with its title and all in a link, under a short release.
TEASERS = "".join(f"<div><a><h3>江陵市第{i}批项目开工</h3></a><a><p>{OTHERS[i] * 2}</p></a></div>" for i in range(7))
CONTACTS = ["联系电话：0990-1234567", "地址：云岭市人民路1号", "云岭市水务局", "2024年6月18日"]
# What a page is called, its markup, and the lines of its body.
WILD = {
    "the site first in the title": (f"云岭市政府网--{TITLE}", HEAD + CONTENT, FLOOD),
    "the site alone in the title": ("云岭市人民政府门户网站", HEAD + CONTENT, FLOOD),
    "the section in the title": ("通知公告-云岭市水务局", f"<div>{TITLE}</div><div>2024-06-19</div>" + CONTENT, FLOOD),
    "a forum": (
        f"{TITLE}-云岭论坛 - Powered by Discuz!",
        f"<h1>{TITLE}</h1><em>发表于 2024-6-19 10:20</em>{CONTENT}<div>发表于 2024-6-20 08:00</div><p>写得不错！</p>",
        FLOOD,
    ),
    "a disclaimer": (
        TITLE,
        HEAD + CONTENT + "<p>特别声明：以上内容仅代表作者观点，不代表本网立场。请核实。</p>",
        FLOOD,
    ),
    "comments": (TITLE, f"{HEAD}{CONTENT}<div><h3>全部评论</h3>{COMMENTS}</div>", FLOOD),
    "abstracts of others above": (TITLE, f"<ul>{ABSTRACTS}</ul><div>{HEAD}{CONTENT}</div>", FLOOD),
    "updated later": (TITLE, f"<h1>{TITLE}</h1><p>更新时间：2024-06-25 发布时间：2024-06-19</p>" + CONTENT, FLOOD),
    "who wrote before the day": (TITLE, f"<h1>{TITLE}</h1><p>林岚 方若澄 2024-06-19 10:20</p>" + CONTENT, FLOOD),
    "today above the title": (TITLE, f"<p>2026年11月25日 星期三 天气：晴</p>{HEAD}{CONTENT}", FLOOD),
    "the day of a speech": (TITLE, f"<h1>{TITLE}</h1><p>（2024年6月18日）</p><p>2024-06-19</p>" + CONTENT, FLOOD),
    "the day of a document": (
        TITLE,
        table([f"发文日期：\t2024年06月17日\t标题：\t{TITLE}", "发布日期：\t2024年06月19日"]) + CONTENT,
        FLOOD,
    ),
    "another text below, with its own day": (
        TITLE,
        f"<div><h1>{TITLE}</h1><p>2024-06-19 10:20</p>{CONTENT}<p>点赞</p><h1>项目开工</h1><p>2023-02-01 08:00</p>"
        + f"{paragraphs(*OTHERS)}</div>",
        FLOOD,
    ),
    "longer texts of others behind a container": (
        TITLE,
        f"<article>{HEAD}{CONTENT}</article><div><a>第2批</a>{paragraphs(*OTHERS)}</div>",
        FLOOD,
    ),
    "teasers in links": (TITLE, HEAD + CONTENT + TEASERS, FLOOD),
    "whom to call": (TITLE, f"{HEAD}<div>{paragraphs(*FLOOD, *CONTACTS)}</div>", [*FLOOD, *CONTACTS]),
}


@pytest.mark.parametrize("name", WILD)
def test_layout_in_the_wild(name: str) -> None:
    """Title, day and body come out right wherever a site puts them and whatever it puts beside them."""
    title, markup, body = WILD[name]
    html = f"<html><head><title>{title}</title></head><body>{NAV}{markup}{SIDE}{FOOT}</body></html>"
    release = zhnews.extract(html.encode())
    assert (release.title, release.published) == (TITLE, DAY)
    assert str(release.text).split("\n") == body


@pytest.mark.parametrize(
    "markup",
    [
        f"<h1>{TITLE}</h1>{CONTENT}<div>Copyright 2019-2024 云岭市某某局 版权所有</div>",
        f"<p>2026年11月25日 农历十月十七 星期三</p><h1>{TITLE}</h1>{CONTENT}",
        f"{SIDE}<h1>{TITLE}</h1>{CONTENT}",
        f"<h1>{TITLE}</h1>{CONTENT}<h3>网友评论</h3>{COMMENTS}",
        f"<h1>{TITLE}</h1>{CONTENT}<div>网站最后更新：2026-11-20 08:00</div>",
        f"<h1>{TITLE}</h1><p>报名时间：2024年6月1日至6月10日</p><p>考试时间：2024年7月6日 9:00</p>{CONTENT}",
        f"<h1>{TITLE}</h1>{CONTENT}<p>附件：<a>防汛预案（2023年5月1日修订）.doc</a></p>",
    ],
    ids=["copyright", "today", "sidebar", "comments", "site updated", "events", "attachment"],
)
def test_page_without_a_date(markup: str) -> None:
    """A date of something else is no date of publication."""
    html = f"<html><head><title>{TITLE}_云岭网</title></head><body>{NAV}{markup}{SIDE}{FOOT}</body></html>"
    assert zhnews.extract(html.encode()).published is None


def test_json_ld() -> None:
    """Where nothing is seen, the page's own data tells."""
    data = '{"@type": "NewsArticle", "headline": "我市部署防汛工作", "datePublished": "2024-06-19T08:30:00+08:00"}'
    head = f'<script type="application/ld+json">{data}</script>'
    release = zhnews.extract(page("要闻", f"<article>{paragraphs(*FLOOD)}</article>", head).encode())
    assert (release.title, release.published) == ("我市部署防汛工作", date(2024, 6, 19))


def test_no_date_is_invented() -> None:
    """Dates in running text and in lists of other articles are nobody's date of publication."""
    body = paragraphs("云岭市位于高原，常住人口576万人。", "1958年10月1日撤县设市，2023年5月1日获评园林城市。")
    assert zhnews.extract(page("城市简介", f"<h1>城市简介</h1><div>{body}</div>").encode()).published is None


def test_what_belongs_to_others_is_cut() -> None:
    """A body ends at the heading of other texts or at the editor's name, and begins behind its line of metadata."""
    prose = "".join(f"<p>云岭市第{i}项工作进展顺利，累计完成投资{i}亿元，同比增长{i}.5%。" for i in range(2, 8))
    others = "".join(f"<p>江陵市第{i}批项目开工，总投资{i}亿元，预计两年内建成。" for i in range(2, 6))
    head = "<title>云岭市重点项目进展顺利_要闻_云岭网</title><h1>云岭市重点项目进展顺利</h1>"
    page = f"{head}<div><p>时间：2025-07-18作者：李明<div>{prose}</div>"
    for mark in ("<p>标签列表", "<p>为你推荐", "<p>责任编辑：王小明"):
        release = zhnews.extract(f"<html><body>{page}{mark}{others}</div>".encode())
        assert str(release.text).startswith("云岭市第2项")
        assert str(release.text).endswith("同比增长7.5%。")
        assert release.title == "云岭市重点项目进展顺利"


def test_section_is_no_title() -> None:
    """A page that calls itself by its section has the line above its metadata for a title."""
    page = (
        "<title>首页 - 新闻动态</title><p>云岭市召开学术年会<p>发布时间：2025-07-18来源：云岭学会<p>7月17日，年会召开。"
    )
    release = zhnews.extract(f"<html><body>{page}<p>会议听取了报告，开展了讨论。".encode())
    assert (release.title, release.issuer) == ("云岭市召开学术年会", "云岭学会")


def test_label_right_behind_a_name() -> None:
    """A name ends where another label begins, with or without a space."""
    page = "<title>云岭市夏粮丰收</title><h1>云岭市夏粮丰收</h1><p>2025-07-18 12:11来源：云岭日报作者：李明"
    release = zhnews.extract(f"<html><body>{page}<p>7月17日，夏粮收割完成，总产量{3}万吨。".encode())
    assert release.issuer == "云岭日报"


def test_what_systems_and_studios_leave_in_tags_is_no_metadata() -> None:
    """The first day that computers know is no publication date, the company that built a site no author."""
    head = '<meta name="PubDate" content="1970-01-01 08:00:00"><meta name="author" content="云岭网络公司">'
    body = f"<h1>我市部署防汛工作</h1><p>2024-06-19</p>{paragraphs(*FLOOD)}"
    page = f"<html><head><title>我市部署防汛工作</title>{head}</head><body>{body}"
    release = zhnews.extract(page.encode())
    assert (str(release.published), release.author) == ("2024-06-19", None)


def test_names_in_json_ld_are_read() -> None:
    """An author may be an object with a name, or a list of such."""
    data = '<script type="application/ld+json">{"headline":"我市部署防汛工作","author":[{"name":"方若澄"}]}</script>'
    page = f"<html><head><title>我市部署防汛工作</title>{data}</head><body>{paragraphs(*FLOOD)}"
    assert zhnews.extract(page.encode()).author == "方若澄"


@pytest.mark.parametrize("style", ["font-size:0", "text-indent:-9999px"])
def test_text_too_small_or_far_to_be_seen_is_hidden(style: str) -> None:
    """Keywords are hidden so."""
    page = f'<html><body>{paragraphs(*FLOOD)}<p style="{style}">关键词甲</p></body></html>'
    assert "关键词甲" not in str(zhnews.extract(page.encode()).text)


def test_a_box_of_no_size_shows_what_has_one() -> None:
    """Systems set it to close gaps between the elements inside."""
    body = "".join(f'<span style="font-size:16px">{text}</span><br>' for text in FLOOD)
    page = f'<html><body><div style="font-size:0">{body}</div></body></html>'
    assert FLOOD[0] in str(zhnews.extract(page.encode()).text)

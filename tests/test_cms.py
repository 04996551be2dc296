"""Pages as the content systems of government sites and papers write them: body, title, day and issuer come out."""

from __future__ import annotations

from datetime import date, time

import pytest

import zhnews

TITLE, DAY = "云岭市部署秋冬季森林防火工作", date(2024, 10, 25)
PROSE = [
    "10月24日，云岭市召开秋冬季森林防火工作会议，安排部署下一阶段重点任务。",
    "会议通报，今年以来全市共排查火灾隐患412处，整改到位397处，新建防火通道86公里。",
    "会议强调，要压实林长责任，严格野外用火审批，做到早发现、早处置。",
    "市林业局负责人介绍，全市已组建半专业扑火队28支，配备队员640人。",
]
NOTICE = [
    "各乡镇人民政府、街道办事处，市政府各部门：",
    "为做好今冬明春森林防火工作，现将有关事项通知如下。",
    "一、加强组织领导",
    "各级林长要带头巡林，每月不少于2次。",
    "二、严格火源管理",
    "防火期内一律禁止野外用火，违者依法处理。举报电话：12119。",
    "云岭市人民政府办公室",
    "2024年10月23日",
]
# A list of the site's own pages, its bar, and its legal lines, as they stand on every page.
MENU = (
    "<ul>" + "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in ("首页", "政务公开", "政务服务", "互动交流")) + "</ul>"
)
LEGAL = (
    "<div class=footer><p>主办：云岭市人民政府办公室　承办：云岭市大数据局</p>"
    "<p>网站标识码：9900000002　云ICP备00000001号-1　云公网安备99000000000001号</p><p>联系电话：0990-7654321</p></div>"
)
LATEST = (
    "<div class=list><h3>最新信息</h3>"
    + "".join(f"<p><a>市政府召开第{n}次常务会议</a><span>2024-11-0{n}</span></p>" for n in range(1, 6))
    + "</div>"
)


def paragraphs(lines: list[str], style: str = "") -> str:
    """Each line in a `<p>`."""
    return "".join(f"<p{style}>{line}</p>" for line in lines)


# By system: the head, what stands between the menu and the legal lines, the body, and the issuer.
SYSTEMS: dict[str, tuple[str, str, list[str], str | None]] = {
    "TRS with its tags": (
        f'<title>{TITLE}_云岭市林业局</title><meta name="ArticleTitle" content="{TITLE}">'
        '<meta name="PubDate" content="2024-10-25 08:30"><meta name="ContentSource" content="市林业局">',
        f"<h1>{TITLE}</h1><div>日期：2024-10-25 08:30 字体：【大 中 小】 浏览量：<span>33</span></div>"
        f"<div class=TRS_Editor><style>.TRS_Editor p{{}}</style>{paragraphs(PROSE)}</div><div>分享：<a>微信</a></div>",
        PROSE,
        "市林业局",
    ),
    "TRS, a policy with its index": (
        f"<title>{TITLE}</title>",
        "<table><tr><td>索 引 号：</td><td>99/2024-00045</td><td>主题分类：</td><td>林业</td></tr><tr>"
        "<td>发文机关：</td>"
        "<td>云岭市人民政府办公室</td><td>成文日期：</td><td>2024年10月23日</td></tr><tr><td>标　　题：</td>"
        f"<td>{TITLE}</td><td>发布日期：</td><td>2024年10月25日</td></tr></table><div class=trs_editor_view>"
        f"<p align=center>{TITLE}</p>{paragraphs(NOTICE)}<p>附件：<a href=1.doc>防火责任书.doc</a></p></div>",
        [*NOTICE, "附件：防火责任书.doc"],
        "云岭市人民政府办公室",
    ),
    "JPAGE": (
        f"<title>云岭市林业局 工作动态 {TITLE}</title>",
        f"<table id=c><tr><td class=title>{TITLE}</td></tr><tr><td>发布日期：2024-10-25　　来源：市林业局　　浏览次数："
        "<script src=c.js></script>　　字号：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr><tr><td><div id=zoom>"
        f"<!--begin-->{paragraphs(PROSE, ' style=text-indent:2em')}<!--end--></div></td></tr>"
        "<tr><td>【<a>打印</a>】【<a>关闭</a>】</td></tr></table>",
        PROSE,
        "市林业局",
    ),
    "vsb": (
        f"<title>{TITLE}-云岭市林业局</title>",
        f"<form name=_newscontent_fromname><h2>{TITLE}</h2><div>发布时间：2024-10-25 作者：市林业局 点击：["
        f"<span></span>]"
        f"</div><div id=vsb_content><div class=v_news_content>{paragraphs(PROSE)}</div></div>"
        "<p>上一条：<a>关于公布防火期的通告</a></p><p>下一条：<a>全市油茶喜获丰收</a></p></form>",
        PROSE,
        None,
    ),
    "UCAP": (
        f'<title>{TITLE}_部门动态_云岭市人民政府</title><meta name="author" content="">',
        f"<div class=pages-title>{TITLE}</div><div class=pages-date>2024-10-25 08:30<span>来源： 云岭日报</span>"
        "<div><b>字号：</b><span>默认</span> <span>大</span> <span>超大</span><span>|</span><a>打印</a></div></div>"
        f"<div id=UCAP-CONTENT>{paragraphs(['　　' + line for line in PROSE])}</div>"
        f"<div>【我要纠错】责任编辑：林岚</div>",
        PROSE,
        "云岭日报",
    ),
    "ASP.NET, lines parted by br": (
        "<title>\r\n\t云岭市林业局\r\n</title>",
        f'<form id=aspnetForm><input type=hidden name=__VIEWSTATE value="{"/wEP" * 200}"><div><span id=lblTitle>{TITLE}'
        "</span></div><div><span id=lblTime>发布时间：2024/10/25 8:30:00&nbsp;点击：<b>52</b>次</span></div>"
        f"<span id=lblContent>&nbsp;&nbsp;{'<br>&nbsp;&nbsp;'.join(PROSE)}</span><div>上一篇：<a>没有了</a>"
        f"</div></form>",
        PROSE,
        None,
    ),
    "Kaipu": (
        f"<title>{TITLE}-云岭市人民政府门户网站</title>",
        f"<div class=wzcon><h1 class=wztit>{TITLE}</h1><div class=wzfbt>来源：市林业局　时间：2024-10-25 08:30　阅读："
        "<font id=views></font></div><div class='j-fontContent newscontnet'>"
        f"{paragraphs(PROSE)}</div><div class=share>扫一扫在手机打开当前页</div></div>",
        PROSE,
        "市林业局",
    ),
    "paragraphs as divs in a cell": (
        f"<title>{TITLE}</title>",
        f"<table><tr><td>{TITLE}</td></tr><tr><td>来源：市林业局 时间：2024-10-25</td></tr><tr><td>"
        + "<div>&nbsp;</div>".join(f"<div>{line}</div>" for line in PROSE)
        + "</td></tr></table>",
        PROSE,
        "市林业局",
    ),
    "a list of others between paragraphs": (
        f"<title>{TITLE}_云岭网</title>",
        f"<h1>{TITLE}</h1><p>2024-10-25 08:30 来源：云岭日报</p><div id=text>{paragraphs(PROSE[:2])}<div class=xg>"
        "<b>相关阅读</b><ul><li><a>全市开展防火演练</a> 2024-09-11</li><li><a>林长制工作会议召开"
        "</a> 2024-08-20</li></ul>"
        f"</div>{paragraphs(PROSE[2:])}</div>",
        PROSE,
        "云岭日报",
    ),
    "a forum that lays its posts out in tables": (
        f"<title>{TITLE} - 云岭论坛 - Powered by Discuz!</title>",
        f"<table><tr><td class=plc><h1>{TITLE}</h1><em>发表于 2024-10-25 08:30:12</em><table><tr><td class=t_f>"
        f"{'<br>'.join(PROSE)}</td></tr></table></td></tr></table><table><tr><td><a>过路人</a></td><td class=plc>"
        "<em>发表于 2024-10-25 09:12:33</em><table><tr><td class=t_f>支持，希望真正落实下去，别走过场。</td>"
        "</tr></table>"
        "</td></tr></table>",
        PROSE,
        None,
    ),
    "a day in pieces": (
        f"<title>{TITLE}-云岭新闻网</title>",
        "<div><span><em>2024</em></span><span><em>10</em>/<em>25</em></span><span>08:30:15</span></div>"
        f"<div>来源：云岭新闻网</div><h1>{TITLE}</h1><div id=detail>{paragraphs(PROSE)}</div>"
        f"<div>【纠错】【责任编辑:林岚】</div>",
        PROSE,
        "云岭新闻网",
    ),
    "a paper's name before its bar": (
        f"<title>{TITLE}|云岭|防火_云岭新闻</title>",
        f"<h1>{TITLE}</h1><div><span>2024年10月25日 08:30</span> <span>云岭晚报</span><span>微信</span>"
        f"<span>收藏</span></div>"
        f"<div class=article><p>原标题：{TITLE}</p>{paragraphs(PROSE)}</div>",
        PROSE,
        "云岭晚报",
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_page_of_a_system(system: str) -> None:
    """Title, day, issuer and the paragraphs of the body come out as they went in."""
    head, markup, body, issuer = SYSTEMS[system]
    page = f"<html><head>{head}</head><body>{MENU}{markup}{LATEST}{LEGAL}</body></html>"
    release = zhnews.extract(page.encode())
    assert str(release.text).split("\n") == body
    assert (release.title, release.published, release.issuer) == (TITLE, DAY, issuer)


def test_page_that_a_script_shows() -> None:
    """A body that waits for a script to show it is the body; the script tells its day, in Chinese time."""
    page = (
        f'<meta property="og:title" content="{TITLE}"><h1>{TITLE}</h1><em id=publish_time></em>'
        f'<div id=js_content style="visibility: hidden; opacity: 0;"><section>{paragraphs(PROSE)}</section></div>'
        '<div>预览时标签不可点</div><div>轻触阅读原文</div><script>var ct = "1729816200";</script>'
    )
    release = zhnews.extract(f"<html><body>{page}</body></html>".encode())
    assert str(release.text).split("\n") == PROSE
    assert (release.published, release.published_time) == (DAY, time(8, 30))


def test_questions_are_no_names() -> None:
    """What a reporter asks is not who wrote; a paper names itself before its day."""
    lines = [
        "记者：今年的防火形势怎么样？",
        "林岚：总体平稳，火情比去年少了3起。",
        "记者：群众可以做什么？",
        "林岚：少带火种上山。",
    ]
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>云岭日报　2024-10-25　第03版</p><div>{paragraphs(lines)}</div>"
    release = zhnews.extract(f"<html><body>{MENU}{page}</body></html>".encode())
    assert str(release.text).split("\n") == lines
    assert (release.published, release.issuer, release.author) == (DAY, "云岭日报", None)


def test_short_notice_keeps_its_signature() -> None:
    """One sentence, who signed it and when are the body; the links behind are not."""
    lines = ["因线路检修，10月26日8时至18时城东片停电。", "云岭市供电公司", "2024年10月24日"]
    page = f"<title>停电通知</title><h2>停电通知</h2><div>2024-10-25</div>{paragraphs(lines)}"
    others = "<ul><li><a>关于调整电价的听证公告（第一号）</a></li><li><a>云岭市供电公司公开招聘公告</a></li></ul>"
    release = zhnews.extract(f"<html><body>{MENU}{page}{others}</body></html>".encode())
    assert str(release.text).split("\n") == lines


def test_day_of_the_site_is_no_day_of_the_page() -> None:
    """The day in the line with the site's rights is that of the site."""
    page = f"<title>云岭概况</title><h1>云岭概况</h1><div>{paragraphs(PROSE[1:2])}</div>"
    legal = "<div>Copyright © 2023-2025 云岭市人民政府 更新日期：2025-01-09</div>"
    assert zhnews.extract(f"<html><body>{MENU}{page}{legal}</body></html>".encode()).published is None

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


def page(head: str, markup: str) -> str:
    """A page with the lists and legal lines of its site around it."""
    return f"<html><head>{head}</head><body>{MENU}{markup}{LATEST}{LEGAL}</body></html>"


POLICY = "云岭市人民政府关于加强森林防火工作的意见"
POLICY_BODY = [
    "云政发〔2024〕12号",
    "各县（市、区）人民政府，市政府各部门、各直属机构：",
    *NOTICE[1:6],
    "云岭市人民政府",
    "2024年10月23日",
    "（此件公开发布）",
]
FIGURES = "前三季度全市经济运行情况"
FIGURES_BODY = [
    "前三季度，全市实现地区生产总值1286.4亿元，同比增长5.7%。",
    "一、工业生产稳中有进",
    "1—9月，全市工业用电量38.6亿千瓦时，增长4.1%。其中，9月4.2亿千瓦时。",
    "主要指标",
    "指标\t9月\t1—9月",
    "地区生产总值（亿元）\t—\t1286.4",
    "工业用电量（亿千瓦时）\t4.2\t38.6",
    "附注：",
    "1.地区生产总值按不变价格计算。",
]
CONFERENCE = "云岭市林业局召开秋冬季森林防火新闻发布会"
CONFERENCE_BODY = [
    "主持人：各位媒体朋友，大家上午好！欢迎参加市林业局新闻发布会。",
    "林岚：今年以来全市共排查火灾隐患412处，整改到位397处。",
    "云岭电视台记者：今年的防火形势怎么样？",
    "林岚：总体平稳，火情比去年少了3起。",
]
SIGNED = [*PROSE, "云岭市林业局", "2024年10月25日"]
FIGURES_TABLE = "".join(
    "<tr>" + "".join(f"<td><p><span>{cell}</span></p></td>" for cell in row.split("\t")) + "</tr>"
    for row in FIGURES_BODY[4:7]
)
CAPTIONED = (
    f"<p>原标题：云岭部署防火</p><p>{PROSE[0]}</p><p>图为会议现场。记者　林岚摄</p><p>{PROSE[1]}</p><p>护林员"
    f"在巡山（资料图）"
    f"</p><p>{PROSE[2]}</p><figure><img><figcaption>会议现场</figcaption></figure><p>▲ 扑火队员集合（林岚 摄）</p>"
    f"<p>{PROSE[3]}（记者 林岚 通讯员 周正）</p><p>（云岭晚报记者 林岚）</p><p>【纠错】</p>"
)
TOP = f"<h1>{TITLE}</h1><p>2024-10-25 08:30 来源：云岭新闻网</p>"

# By what is peculiar to it: the page, its body, its title, and the issuer.
PAGES: dict[str, tuple[str, list[str], str, str | None]] = {
    "JCMS, marks of its own around the body": (
        page(
            f'<title>云岭市林业局 通知公告 {TITLE}</title><meta name="SiteName" content="云岭市林业局"><meta '
            f'name="pubdate" content="2024-10-25 09:12"><meta name="ArticleTitle" content="{TITLE}">',
            f"<div>当前位置：<a>首页</a> &gt; <a>通知公告</a></div><h2 class=title>{TITLE}</h2><div><span>发布日期："
            "2024-10-25 09:12</span><span>信息来源：市林业局</span><span>浏览量：<i>120</i></span><span>打印"
            "</span></div>"
            f"<div id=zoom><meta name=ContentStart>{paragraphs(NOTICE)}<meta name=ContentEnd></div><div>扫一扫在手机"
            "打开当前页</div>",
        ),
        NOTICE,
        TITLE,
        "市林业局",
    ),
    "Z-Blog": (
        page(
            f"<title>{TITLE} - 云岭林业之窗</title>",
            f"<div class=post><h4>2024年10月25日</h4><h2>{TITLE}</h2><div class=post-body>{paragraphs(PROSE)}</div>"
            "<h5>Tags: <a>防火</a> <a>林业</a></h5><h6>作者:admin | 分类:工作动态 | 浏览:56 | 评论:0</h6></d"
            "iv><p><a>发表评论:"
            "</a></p><form><input><p>◎欢迎参与讨论，请在这里发表您的看法、交流您的观点。</p></form>",
        ),
        PROSE,
        TITLE,
        None,
    ),
    "WeChat, its calls to subscribe and its credits": (
        f'<html><head><meta property="og:title" content="{TITLE}"><title></title></head><body><h1>{TITLE}</h1><div>'
        "<span>林岚</span><a>云岭发布</a><em id=publish_time></em></div><div id=js_content style='visibility"
        ": hidden;'>"
        "<section><p>点击上方<span>“云岭发布”</span>关注我们</p></section>"
        + "".join(f"<section><p><span>{line}</span></p></section>" for line in PROSE)
        + "<p>▲ 会议现场（林岚 摄）</p><p>来源 | 市林业局</p><p>编辑 | 林岚　审核 | 周正</p><p>点个“在看”你最"
        "好看</p></div>"
        "<script>var createTime = '2024-10-25 10:30';</script></body></html>",
        PROSE,
        TITLE,
        "市林业局",
    ),
    "a paper's page with its map": (
        f"<html><head><title>云岭日报 - {TITLE}</title></head><body><a>第01版：要闻</a><a>第02版：综合</a><m"
        f"ap><area></map>"
        "<div>2024年10月25日 星期五　<a>上一期</a> <a>下一期</a></div><div>第02版：综合　<a>上一版</a><a>下一"
        "版</a></div>"
        f"<h3>筑牢绿色屏障</h3><h1>{TITLE}</h1><p>《云岭日报》（2024年10月25日　第 02 版）</p><div id=ozoom>"
        f"<founder-content>"
        f"{paragraphs(['　　本报讯　（记者　林岚）' + PROSE[0], *PROSE[1:]])}</founder-content></div><a>上一"
        f"篇</a><a>下一篇"
        "</a><ul><li><a>全市开展防火演练</a><li><a>油茶喜获丰收</a></ul><div>云岭日报社版权所有</div></body></html>",
        PROSE,
        TITLE,
        "云岭日报",
    ),
    "a bureau of statistics, its table and notes": (
        page(
            f"<title>{FIGURES}_云岭市统计局</title>",
            f"<h2>{FIGURES}</h2><div><h3>2024/10/25 10:00</h3><span>来源：云岭市统计局</span></div><div clas"
            f"s=TRS_Editor>"
            f"{paragraphs(FIGURES_BODY[:4])}<table>{FIGURES_TABLE}</table>{paragraphs(FIGURES_BODY[7:])}</div>",
        ),
        FIGURES_BODY,
        FIGURES,
        "云岭市统计局",
    ),
    "a page for telephones that names the site alone": (
        f"<html><head><title>云岭发布</title></head><body><header>云岭发布</header><div>{TITLE}</div><div>20"
        f"24-10-25 08:30 "
        f"云岭融媒</div><div>{paragraphs(PROSE)}</div><div>打开APP，阅读体验更佳</div></body></html>",
        PROSE,
        TITLE,
        "云岭融媒",
    ),
    "WordPress, a figure with its caption": (
        page(
            f"<title>{TITLE} | 云岭林业</title>",
            f"<article><header><h1>{TITLE}</h1><div>发表于<time>2024年10月25日</time></div></header><div cla"
            f"ss=entry-content>"
            f"{paragraphs(PROSE[:2])}<figure><img><figcaption>会议现场</figcaption></figure>"
            f"{paragraphs(PROSE[2:])}</div>"
            "<footer>分类：<a>动态</a> 标签：<a>防火</a></footer></article><h3>发表回复</h3><p>您的邮箱地址不"
            "会被公开。 必填项已用 * "
            "标注</p>",
        ),
        PROSE,
        TITLE,
        None,
    ),
    "a policy whose title stands in two lines": (
        page(
            f"<title>{POLICY}_森林防火_云岭市人民政府门户网站</title>",
            f"<table><tr><td><b>标　　题：</b></td><td colspan=3>{POLICY}</td></tr><tr><td><b>发文机关：</b>"
            f"</td><td>云岭市人民"
            "政府</td><td><b>来　　源：</b></td><td>云岭市政府网站</td></tr><tr><td><b>成文日期：</b></td><t"
            "d>2024年10月23日</td>"
            "<td><b>发布日期：</b></td><td>2024年10月25日</td></tr></table><div id=UCAP-CONTENT><p><b>云岭市"
            "人民政府关于加强"
            f"<br>森林防火工作的意见</b></p>{paragraphs(POLICY_BODY)}</div>",
        ),
        POLICY_BODY,
        POLICY,
        "云岭市人民政府",
    ),
    "ASP, tables in tables": (
        page(
            "<title>云岭市林业局网站</title>",
            "<table><tr><td><table><tr><td><a>工作动态</a></td></tr><tr><td><a>政策法规</a></td></tr></table"
            "></td><td><table>"
            f"<tr><td><font size=4><b>{TITLE}</b></font></td></tr><tr><td>[发布时间：2024-10-25]　[作者：林岚"
            f"]　[来源：防火办]　"
            f"[点击：<script></script>]</td></tr><tr><td><font size=3>　　{'<br><br>　　'.join(PROSE)}</font"
            f"></td></tr><tr>"
            "<td>[<a>打印本页</a>] [<a>关闭窗口</a>]</td></tr></table></td></tr></table>",
        ),
        PROSE,
        TITLE,
        "防火办",
    ),
    "captions, a second title and signatures of reporters": (
        page(f"<title>{TITLE}_云岭新闻网</title>", f"{TOP}<div class=article>{CAPTIONED}</div>"),
        PROSE,
        TITLE,
        "云岭新闻网",
    ),
    "signed and dated at its end alone": (
        page(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1><div>{paragraphs(SIGNED)}</div>"),
        SIGNED,
        TITLE,
        "云岭市林业局",
    ),
    "source and day in its last line": (
        page(
            f"<title>{TITLE}</title>",
            f"<h1>{TITLE}</h1><div>{paragraphs(PROSE)}<p>来源：云岭日报　日期：2024年10月25日</p></div>",
        ),
        PROSE,
        TITLE,
        "云岭日报",
    ),
    "dated by its address alone": (
        page(
            f'<title>{TITLE}</title><link rel=canonical href="https://yunling.example/2024-10/25/content_1234.htm">',
            f"<h1>{TITLE}</h1><div>{paragraphs(PROSE)}</div><div>Copyright 2018 云岭在线 备案日期 2018-03-01</div>",
        ),
        PROSE,
        TITLE,
        None,
    ),
    "TRS, dated by its address alone": (
        page(
            f'<title>{TITLE}</title><meta property="og:url" content="https://yunling.example/202410/t2024102'
            f'5_1234.html">',
            f"<h1>{TITLE}</h1><div>{paragraphs(PROSE)}</div>",
        ),
        PROSE,
        TITLE,
        None,
    ),
    "the second of three pages": (
        page(
            f"<title>{TITLE}(2)_云岭新闻网</title>",
            f"<h1>{TITLE}(2)</h1><p>2024-10-25 08:30 来源：云岭新闻网</p><div>{paragraphs(PROSE)}<p>上一页 1"
            f" 2 3 下一页</p></div>",
        ),
        PROSE,
        TITLE,
        "云岭新闻网",
    ),
    "a frame's own page above it in the file": (
        "<html><head><title>模板</title></head><body><div>顶部通栏</div></body></html>\n"
        f"<html><head><title>{TITLE}</title></head><body>{TOP}<div>{paragraphs(PROSE)}</div>{LEGAL}</html></body>",
        PROSE,
        TITLE,
        "云岭新闻网",
    ),
    "a press conference under the name of its section": (
        page(
            "<title>新闻发布会_云岭市人民政府</title>",
            f"<div>当前位置：<a>首页</a> > <a>新闻发布会</a></div><div>{CONFERENCE}</div><div>发布时间：2024"
            f"-10-25 来源：市政府新闻办"
            f"</div><div>{paragraphs(CONFERENCE_BODY)}</div>",
        ),
        CONFERENCE_BODY,
        CONFERENCE,
        "市政府新闻办",
    ),
}


@pytest.mark.parametrize("peculiar", PAGES)
def test_page_with_its_peculiarity(peculiar: str) -> None:
    """Title, day, issuer and the paragraphs of the body come out, whatever else stands on the page."""
    markup, body, title, issuer = PAGES[peculiar]
    release = zhnews.extract(markup.encode())
    assert str(release.text).split("\n") == body
    assert (release.title, release.published, release.issuer) == (title, DAY, issuer)


@pytest.mark.parametrize(("head", "body"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_template_in_another_encoding(head: str, body: str) -> None:
    """A template's head and a body in two encodings in one file: both are read, or the title is that of the body."""
    data = f"<html><head><title>{TITLE}_云岭新闻网</title></head><body>".encode(head)
    release = zhnews.extract(data + f"{TOP}<div>{paragraphs(PROSE)}</div>".encode(body))
    assert (release.title, release.published, str(release.text).split("\n")) == (TITLE, DAY, PROSE)


def test_who_speaks_is_no_title() -> None:
    """Office and name under a title are those of the speaker."""
    top = "在全市防火工作新闻发布会上的发布词\n市林业局副局长 林岚\n（2024年10月25日）\n"
    release = zhnews.extract(f"{top}各位新闻界的朋友们：\n今年全市火情比去年少了3起。".encode())
    assert (release.title, release.published) == ("在全市防火工作新闻发布会上的发布词", DAY)


def test_gallery_keeps_its_captions() -> None:
    """A story in pictures is told by its captions."""
    lines = ["图为扑火队员集合", "图为护林员在巡山", "图为演练现场"]
    assert str(zhnews.extract("\n".join(lines).encode()).text).split("\n") == lines


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ('{"title": "要闻", "content": "今年火情少了3起。"}', "JSON, not text"),
        ('{"text": "甲"}\n{"text": "乙"}', "JSON, not text"),
        ("<?xml version='1.0'?><rss><channel><item><title>甲</title></item></channel></rss>", "a feed of 1 articles"),
    ],
)
def test_data_is_refused(data: str, what: str) -> None:
    """Feeds and JSON hold releases but are none: one clear line says so."""
    with pytest.raises(zhnews.InputError, match=what):
        zhnews.read_release(data.encode())

"""Pages in the layouts of more content systems: what each puts around a release is its own, and stays out."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

import pytest

import zhnews

TITLE = "青峰县推进农村供水工程建设"
DAY = date(2023, 5, 18)
PROSE = [
    "5月17日，记者从青峰县水务局获悉，今年全县计划投资1.36亿元，新建、改造农村供水工程46处。",
    "截至4月底，已开工31处，完工9处，2.8万名群众用上了放心水。",
    "“过去挑水要走三里路，现在拧开龙头就有水。”柳林乡村民周大山说。",
    "县水务局有关负责人表示，下一步将健全管护机制，明确每处工程的管护责任人，水费收缴率要达到95%以上。",
]
NOTICE = [
    "各乡（镇）人民政府，县直有关单位：",
    "为确保供水安全，经县政府同意，现就做好汛期供水工作通知如下：",
    "一、落实值守制度。汛期实行24小时值班，电话：0991-2345678。",
    "二、加强水质检测",
    "每周检测不少于2次，检测结果于当日报县水务局（联系人：周敏，邮箱：gs@qf.example）。",
    "附件：1.供水工程管护责任清单",
    "2.水质检测报告表",
    "青峰县水务局",
    "2023年5月16日",
]


class Page(NamedTuple):
    """A page, and what is to come out of it."""

    markup: str
    body: list[str]
    title: str = TITLE
    issuer: str | None = None
    day: date | None = DAY


def p(lines: list[str], style: str = "") -> str:
    """Each line in a `<p>`."""
    return "".join(f"<p{style}>{line}</p>" for line in lines)


NAV = "".join(
    f"<li><a href='{n}.html'>{n}</a></li>"
    for n in ("网站首页", "走进青峰", "新闻中心", "信息公开", "办事服务", "互动交流")
)
FOOT = (
    "<div id=foot><p><a>关于我们</a> | <a>网站地图</a> | <a>隐私声明</a></p><p>主办单位：青峰县人民政府办公室 维"
    "护单位：青峰县电子政务中心</p>"
    "<p>地址：青峰县人民路1号 邮编：990000 电话：0991-2000000</p><p>云ICP备00000002号 云公网安备 99002000000002"
    "号 网站标识码：9900020001</p></div>"
)


def site(title: str, middle: str, head: str = "") -> str:
    """A page with the site's bar and foot."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><div class=top"
        f"><span>"
        f"无障碍浏览</span><span>今天是<script>d()</script></span></div><ul class=nav>{NAV}</ul>{middle}{FOOT}</"
        f"body></h"
        f"tml>"
    )


PAGES: dict[str, Page] = {
    "hanweb, comments mark the parts": Page(
        site(
            f"青峰县人民政府 部门动态 {TITLE}",
            f"<div id=barrierfree_container><div class=bt><!--<$[标题名称(html)]>begin-->{TITLE}<!--<$[标题名称("
            f"html)]>e"
            f"nd-->"
            "</div><div class=xx><span>发布日期：<!--<$[信息时间]>begin-->2023-05-18<!--end--></span><span>信息"
            "来源：<!--<$["
            "来源]>begin-->县水务局<!--end--></span><span>访问次数：<script>c()</script></span><span>字体：[ <a>"
            "大</a> "
            f"<a>中</a> <a>小</a> ]</span></div><div id=article>{p(PROSE)}</div><div class=ewm>扫一扫在手机打开"
            f"当前页</div>"
            "<div>【打印本页】【关闭窗口】</div></div>",
        ),
        PROSE,
        issuer="县水务局",
    ),
    "vsb, attachment list and neighbours": Page(
        site(
            "关于做好汛期供水工作的通知-青峰县水务局",
            "<div class=path><a>首页</a>&gt;&gt;<a>通知公告</a>&gt;&gt;正文</div><form name=_newscontent_fromnam"
            "e><h1>关于"
            "做好汛期供水工作的"
            "通知</h1><p class=info>日期：2023-05-18　　作者：　　来源：县水务局　　点击量：<script></script></p"
            "><div id=vsb_content_4 "
            f"class=content><div id=vsb_content>{p(NOTICE)}</div></div><ul style='list-style-type:none'><li>附件【<"
            f"a>供水工程管护责任清单.xls"
            "</a>】已下载<span>12</span>次</li></ul><div>上一条：<a>关于公布饮用水水源地名录的公告</a></div><div"
            ">下一条：<a>2023年水利工程质量"
            "监督计划</a></div></form>",
        ),
        NOTICE,
        title="关于做好汛期供水工作的通知",
        issuer="县水务局",
    ),
    "kaipu, article in sections with a read-aloud bar": Page(
        site(
            f"{TITLE}-青峰县人民政府",
            f"<div class=contain><ucaptitle><h1 class=title>{TITLE}</h1></ucaptitle><div class=xl_tit2><div>文章来源"
            f"：青峰县融媒体中心"
            "</div><div>发布时间：2023-05-18 09:41:22</div><div>浏览次数：<em id=clicks>1024</em>次</div></div><"
            "div class=v"
            "oice>"
            f"语音播报</div><div class='clearfix j-fontContent newscontnet minh300'><ucapcontent>"
            f"{p(PROSE, ' style=text-align:justify')}"
            "</ucapcontent></div><div class=bdshare>分享到：<a>微信</a><a>微博</a></div></div>",
            '<meta name="SiteName" content="青峰县人民政府"><meta name="ColumnName" content="部门动态">'
            f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2023-05-18 09:41">'
            '<meta name="ContentSource" content="青峰县融媒体中心">',
        ),
        PROSE,
        issuer="青峰县融媒体中心",
    ),
    "a government's own site, policy with interpretation links": Page(
        site(
            "青峰县水务局关于做好汛期供水工作的通知_县级文件_青峰县政府网",
            "<div class=wenjian><table><tbody><tr><td>索引号</td><td>990002/2023-00117</td><td>组配分类</td><td>"
            "其他文件</t"
            "d></tr><tr><td>"
            "发布机构</td><td>青峰县水务局</td><td>发文日期</td><td>2023-05-16</td></tr><tr><td>文号</td><td>青"
            "水发〔2023〕17号</td><td>"
            "公开日期</td><td>2023-05-18</td></tr><tr><td>名称</td><td colspan=3>青峰县水务局关于做好汛期供水工"
            "作的通知</td></tr></tbody>"
            f"</table></div><div class=TRS_UEDITOR>{p(NOTICE)}</div><div class=xgjd><h3>相关解读</h3><ul><li><a>"
            f"一图读懂"
            f"汛期供水</a></li>"
            "<li><a>县水务局负责人解读《通知》</a></li></ul></div>",
        ),
        NOTICE,
        title="青峰县水务局关于做好汛期供水工作的通知",
        issuer="青峰县水务局",
    ),
    "ASP.NET Web Forms, a label for each part": Page(
        site(
            "\r\n\t新闻内容 - 青峰县水务局\r\n",
            "<form method=post action=NewsShow.aspx?id=9 id=form1><div class=aspNetHidden><input type=hidden nam"
            "e=__EVENTVALIDATION value=x>"
            f"</div><table width=980><tr><td align=center><span id=ctl00_C_lblTitle style='font-size:18px'>"
            f"{TITLE}</span></td></tr><tr><td>"
            "<span id=ctl00_C_lblInfo>发布者：县水务局 发布时间：2023/5/18 16:02:11 阅读：<span>88</span>次</spa"
            "n></td></tr><tr><"
            "td><span "
            f"id=ctl00_C_lblContent>{'<BR>'.join('　　' + line for line in PROSE)}</span></td></tr><tr><td align=r"
            f"ight><a>【返回】</a></td>"
            "</tr></table></form>",
        ),
        PROSE,
    ),
    "WeChat, sections within sections and a card": Page(
        f"<!DOCTYPE html><html><head><title></title><meta property='og:title' content='{TITLE}'><meta property='"
        f"og:site_name' content='微信公众平台'>"
        f"</head><body><h1 class=rich_media_title>{TITLE}</h1><div id=meta_content><span>原创</span><span>青峰发"
        f"布</sp"
        f"an><a id=js_name>青峰发布</a>"
        "<em id=publish_time>2023-05-18 18:30</em><em>发表于云南</em></div><div class=rich_media_content id=js_conten"
        "t style='visibility: hidden'>"
        "<section style='x'><section><p><span>↑点击蓝字，关注我们</span></p></section></section>"
        + "".join(
            f"<section><section><section><p><span leaf=''>{line}</span></p></section></section></section>"
            for line in PROSE
        )
        + "<section><p>END</p></section><section><p>来源：县水务局</p><p>编辑：周敏</p><p>责编：林远</p><p>审核"
        "：高山</p></section></div>"
        "<div>预览时标签不可点</div><div>微信扫一扫<br>关注该公众号</div><div>继续滑动看下一个</div><div>向上滑"
        "动看下一个</div></body></html>",
        PROSE,
        issuer="县水务局",
    ),
    "an app's page whose text is JSON in a script": Page(
        "<!DOCTYPE html><html><head><title>青峰融媒</title></head><body><div id=app></div><noscript>请开启JavaSc"
        "ript</n"
        "oscript>"
        "<script>window.__INITIAL_STATE__="
        + json.dumps(
            {
                "article": {
                    "id": 1,
                    "title": TITLE,
                    "publishTime": "2023-05-18 10:20:00",
                    "source": "青峰县融媒体中心",
                    "content": p(PROSE),
                },
                "recommend": [{"title": "青峰樱桃上市", "content": "<p>樱桃红了。</p>"}],
            },
            ensure_ascii=False,
        )
        + ";</script></body></html>",
        PROSE,
        issuer="青峰县融媒体中心",
    ),
    "tables as layout in upper case, 2005": Page(
        "<HTML><HEAD><META http-equiv=Content-Type content='text/html; charset=gb2312'><TITLE>青峰水利信息网</TI"
        "TLE></H"
        "EAD><BODY bgColor=#ffffff>"
        "<TABLE width=776 align=center><TR><TD><IMG src=top.gif></TD></TR><TR><TD>首页 | 水利要闻 | 防汛抗旱 | "
        "政策法规 | 在线投稿"
        "</TD></TR></TABLE>"
        "<TABLE width=776 align=center><TR><TD width=180 vAlign=top><TABLE><TR><TD>·<A>水资源管理</A></TD></TR><TR><T"
        "D>·<A>水土保持</A></TD></TR>"
        f"<TR><TD>·<A>农村水利</A></TD></TR></TABLE></TD><TD vAlign=top><TABLE width=590><TR><TD align=middle><B><FO"
        f"NT size=4>{TITLE}</FONT></B></TD>"
        "</TR><TR><TD align=middle>发布时间：2023-5-18 9:12:00　　浏览次数：301</TD></TR><TR><TD style='FONT-SIZ"
        "E: 14px'>"
        + "<BR>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in PROSE)
        + "</TD></TR></TABLE></TD></TR></TABLE><TABLE width=776><TR><TD align=middle>青峰县水务局　版权所有　建"
        "议使用1024*768分辨率"
        "浏览<BR>您是第123456位访客</TD>"
        "</TR></TABLE></BODY></HTML>",
        PROSE,
    ),
    "two languages in the bar, English first": Page(
        "<html lang=zh><head><title>Qingfeng County | "
        f"{TITLE}</title></head><body><nav><a>Home</a><a>News</a><a>Government</a><a>Services</a><a>中文</a><a>Eng"
        f"lish</a></nav><main><nav><a>Home 首页</a>"
        f" / <a>News 新闻</a></nav><h1>{TITLE}</h1><p class=meta>Updated: 2023-05-18 | Source: 青峰县水务局 | Vi"
        f"ews: 233"
        f"</p><div class=body>{p(PROSE)}</div>"
        "<p>Share: <a>Weibo</a> <a>WeChat</a></p></main><footer>Copyright © 2023 Qingfeng County People's Govern"
        "ment. All rights reserved. "
        "云ICP备00000002号</footer></body></html>",
        PROSE,
        issuer="青峰县水务局",
    ),
    "an early end of the page, and a counter behind it": Page(
        f"<html><head><title>{TITLE}--青峰新闻网</title></head><body><div>广告</div></body></html><h1>{TITLE}</h"
        f"1><div>"
        f"2023年05月18日09:15　来源：<a>青峰日报</a>"
        f"　<a>手机看新闻</a></div><div class=rm_txt_con>{p(['　　' + line for line in PROSE])}</div><div>(责编"
        f"：周敏、林远)</di"
        f"v><div>分享让更多人看到</div>"
        "<div>推荐阅读</div><div><a>青峰樱桃上市</a><a>全县春耕过半</a></div></html>",
        PROSE,
        issuer="青峰日报",
    ),
    "a frame set above the page": Page(
        "<html><head><meta http-equiv=refresh content='0;url=/index.html'><title>青峰县人民政府</title></head><f"
        "rameset"
        " rows='80,*'><frame src=top.html><frame src=a.html>"
        f"<noframes>您的浏览器不支持框架</noframes></frameset></html>\n<html><head><title>{TITLE}</title></head>"
        f"<body><h2>"
        f"{TITLE}</h2><h4>2023-05-18　青峰县水务局"
        f"</h4><div>{p(PROSE)}</div></body></html>",
        PROSE,
        issuer="青峰县水务局",
    ),
    "title with section, site and number of the page": Page(
        site(
            f"{TITLE} 第1页 - 水务要闻 - 青峰县水务局官网",
            f"<h1>{TITLE}</h1><p>时间：2023-05-18 作者：周敏 来源：县水务局</p><div class=content>{p(PROSE)}</di"
            f"v><div class=pa"
            f"ge><a>上一页</a>"
            "<b>1</b><a>2</a><a>下一页</a></div>",
        ),
        PROSE,
        issuer="县水务局",
    ),
    "site's name first, between corner brackets": Page(
        site(
            f"【水务要闻】{TITLE}_青峰县水务局",
            f"<h1>{TITLE}</h1><div class=time>2023-05-18 11:00</div><div class=content>{p(PROSE)}</div>",
        ),
        PROSE,
    ),
    "phpCMS, summary box and digg": Page(
        site(
            f"{TITLE} - 水务要闻 - 青峰水务",
            f"<div class=crumbs><a>首页</a> &gt; <a>水务要闻</a> &gt; 正文</div><div id=Article><h1>{TITLE}<br><"
            f"span>202"
            f"3-05-18 08:22:10　来源：青峰水务　评论："
            f"<a>0</a> 点击：</span></h1><div class=summary>{PROSE[0][:40]}...</div><div class=content>{p(PROSE)}</"
            f"div><p>【字号："
            "<a>大</a> <a>中</a> <a>小</a>】</p><div class=digg><a>顶一下</a>(0) 0% <a>踩一下</a>(0) 0%</div></d"
            "iv><div cl"
            "ass=box><h5>相关文章"
            "</h5><ul><li>·<a>青峰樱桃上市</a></li><li>·<a>全县春耕过半</a></li></ul></div>",
        ),
        PROSE,
        issuer="青峰水务",
    ),
    "dedeCMS, responsible editor and comments": Page(
        site(
            f"{TITLE}-水务要闻-青峰水务",
            f"<div class=viewbox><div class=title><h2>{TITLE}</h2></div><div class=info><small>时间:</small>2023-0"
            f"5-18 10:11<small>来源:</small>未知 <small>作者:"
            f"</small>admin <small>点击:</small>次</div><div class=content>{p(PROSE)}<br>(责任编辑：admin)</div>"
            f"<div cla"
            f"ss=dede_pages></div><div>顶一下</div>"
            "<div>(3)</div><div>100%</div><div>踩一下</div></div><div class=mt1><strong>发表评论</strong><p>请自"
            "觉遵守互联网相关的"
            "政策法规，严禁发布色情、暴力、反动的言论。</p>"
            "<p>评价: 中立 好评 差评</p></div>",
        ),
        PROSE,
    ),
    "a table of figures in the text": Page(
        site(
            f"{TITLE}_青峰县水务局",
            f"<h1>{TITLE}</h1><p>2023-05-18 来源：县水务局</p><div class=TRS_Editor>{p(PROSE[:2])}<table border="
            f"1><tr><"
            f"td><p>乡镇</p></td><td><p>开工（处）</p>"
            "</td><td><p>完工（处）</p></td></tr><tr><td><p>柳林乡</p></td><td><p>12</p></td><td><p>4</p></td></"
            "tr><tr><"
            "td><p>白石镇</p></td><td><p>19</p></td>"
            f"<td><p>5</p></td></tr></table>{p(PROSE[2:])}</div>",
        ),
        [*PROSE[:2], "乡镇\t开工（处）\t完工（处）", "柳林乡\t12\t4", "白石镇\t19\t5", *PROSE[2:]],
        issuer="县水务局",
    ),
    "headline services, author's card before the text": Page(
        f"<html><head><title>{TITLE} - 今日青峰</title></head><body><div>首页 / 时政 / 正文</div><h1>{TITLE}</h1"
        f"><div clas"
        f"s=meta><span>2023-05-18 19:20</span><span>·</span>"
        f"<span>青峰发布</span><button>关注</button></div><article>{p(PROSE)}</article><div>举报</div><div>评论 "
        f"0</div><di"
        f"v>打开APP 查看更多精彩内容</div><div>相关推荐"
        "</div><div><a>樱桃红了果农笑了</a><span>青峰发布 3天前</span></div></body></html>",
        PROSE,
    ),
    "letters to the county's head, question and answer": Page(
        site(
            "信件详情_青峰县人民政府",
            "<h3>信件详情</h3><table><tr><th>信件标题</th><td>关于柳林乡供水问题的咨询</td></tr><tr><th>来信时间"
            "</th><td>2023-05-15</td>"
            "</tr><tr><th>来信内容</th><td>您好，"
            "柳林乡三组什么时候能通自来水？</td></tr><tr><th>答复单位</th><td>县水务局</td></tr><tr><th>答复时间"
            "</th><td>2023-05-18</td></t"
            "r><tr><th>答复内容</th><td>您好，"
            "您反映的问题已收悉。柳林乡三组供水工程已于4月开工，计划7月底完工，届时132户群众可通自来水。</td></t"
            "r></table>",
        ),
        [
            "来信时间\t2023-05-15",
            "来信内容\t您好，柳林乡三组什么时候能通自来水？",
            "答复单位\t县水务局",
            "答复时间\t2023-05-18",
            "答复内容\t您好，您反映的问题已收悉。柳林乡三组供水工程已于4月开工，计划7月底完工，届时132户群众可通"
            "自来水。",
        ],
        title="关于柳林乡供水问题的咨询",
        issuer="县水务局",
    ),
    "a list beside the text, longer than it": Page(
        site(
            f"{TITLE}_青峰网",
            "<div class=left><h3>本周热点</h3><ul>"
            + "".join(
                f"<li><a>{place}{what}</a><span>05-{n:02}</span></li>"
                for n, (place, what) in enumerate(
                    [
                        (a, b)
                        for a in ("柳林乡", "白石镇", "河口镇")
                        for b in ("抢抓农时推进春耕生产", "开展道路交通安全整治行动", "召开乡村振兴工作推进会")
                    ],
                    1,
                )
            )
            + f"</ul></div><div class=right><h1>{TITLE}</h1><div>2023-05-18 15:06 青峰网</div><div>{p(PROSE)}</div>"
            f"</div>",
        ),
        PROSE,
        issuer="青峰网",
    ),
    "a bulletin's masthead above the title": Page(
        site(
            "青峰水务简报",
            f"<div style='text-align:center'><p>青峰水务简报</p><p>第12期</p><p>青峰县水务局办公室　　2023年5月1"
            f"8日</p></div><hr><h2>"
            f"{TITLE}</h2>{p(PROSE)}"
            "<hr><p>报：县委、县政府</p><p>送：各乡镇人民政府</p>",
        ),
        PROSE,
        issuer="青峰县水务局办公室",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    """Title, day, issuer and the paragraphs of the body come out as they went in."""
    page = PAGES[name]
    release = zhnews.extract(page.markup.encode())
    assert str(release.text).split("\n") == page.body
    assert (release.title, release.published, release.issuer) == (page.title, page.day, page.issuer)

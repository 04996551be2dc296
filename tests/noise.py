"""Makes releases and adds the noise that scraper sites add, each kind from a seed.

Useful beyond our own tests: `write_release(rng)` gives a clean release of invented places and figures, and
`add_noise(paragraphs, rng, kinds)` gives what a scraper might have made of any clean release, together with what a
perfect cleaner would give back. Same seed, same text.

>>> from random import Random
>>> noised = add_noise(["云岭市召开发布会。"], Random(1), ["indents"])
>>> noised.text, noised.body
('　　云岭市召开发布会。', '云岭市召开发布会。')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from zhnews.segment import tagged

TOWNS = ["云岭市", "江陵市", "临川县", "青峰镇", "白石区", "南浦市", "松溪县", "望江区"]
BODIES = ["市公安局", "市中级人民法院", "市人民检察院", "市市场监管局", "市统计局", "市农业农村局", "市人社局"]
PEOPLE = ["林岚", "方若澄", "邱立川", "贺一舟", "许之南", "程月明", "梁怀远"]

_SENTENCES = [
    "{town}召开新闻发布会，通报今年上半年有关工作情况。",
    "据{body}副局长{person}介绍，全市共破获电信网络诈骗案件{n}起，抓获犯罪嫌疑人{n}人。",
    "今年以来，全市新增就业{n}人，同比增长{p}%。",
    "截至6月底，清理存量号卡{d}万张，关停涉诈号码{n}个。",
    "{town}常住人口{d}万人，城镇化率{p}%。",
    "上半年，全市规模以上工业增加值同比增长{p}%，增速比一季度加快{q}个百分点。",
    "{body}审结涉赌博、诈骗、传播淫秽物品案件{n}件，结案率{p}%。",
    "全市粮食播种面积{d}万亩，比上年增加{q}万亩。",
    "警方打掉网络赌博团伙{k}个，查封赌博网站{k}个，冻结资金{d}万元。",
    "{town}港完成货物吞吐量{d}万吨，同比增长{p}%。",
    "{person}表示，将继续加大整治力度，切实维护群众合法权益。",
    "全年实现地区生产总值{d}亿元，其中第三产业占比{p}%。",
    "各部门要压实责任、形成合力，推动各项措施落地见效。",
    "为什么要开展这次行动？{person}说，这是群众的呼声。",
    "会议指出，要坚持打防结合、预防为主，完善精准预警机制。",
    "国内生产总值(GDP)核算显示，{town}服务业增长{p}%。",
    "下一步，{town}将持续推进重点项目建设，年内开工{k}个项目。",
    "{body}检查商户{n}家次，发现问题{k}个，罚没金额{d}万元。",
    "居民人均可支配收入{n}元，名义增长{p}%。",
    "首批{k}座充电站投入使用，日均服务车辆{n}辆次。",
]
_LEAST_WRAPPED = 12
_READINGS = dict(
    zip(
        "全市公安局召开新闻发布会年增长万案件人网络电信工作情况们个的比上计划元额率亩量业港项目车报",
        [
            "quán",
            "shì",
            "gōng",
            "ān",
            "jú",
            "zhào",
            "kāi",
            "xīn",
            "wén",
            "fā",
            "bù",
            "huì",
            "nián",
            "zēng",
            "zhǎng",
            "wàn",
            "àn",
            "jiàn",
            "rén",
            "wǎng",
            "luò",
            "diàn",
            "xìn",
            "gōng",
            "zuò",
            "qíng",
            "kuàng",
            "men",
            "gè",
            "de",
            "bǐ",
            "shàng",
            "jì",
            "huà",
            "yuán",
            "é",
            "lǜ",
            "mǔ",
            "liàng",
            "yè",
            "gǎng",
            "xiàng",
            "mù",
            "chē",
            "bào",
        ],
        strict=True,
    )
)
SPAM_PHRASES = [
    "国产精品久久久久久久",
    "亚洲综合色区在线观看",
    "无码人妻精品一区二区三区",
    "久久精品国产亚洲av麻豆",
    "欧美日韩中文字幕在线视频不卡",
    "日韩一区二区三区免费高清",
    "狠狠色丁香婷婷综合久久",
    "成人午夜福利视频",
    "澳门新葡京官网",
    "澳门威尼斯人网上娱乐",
    "太阳城娱乐平台注册",
    "开元棋牌官网下载",
    "真人百家乐平台登录",
    "北京赛车投注平台",
    "AG真人娱乐官网",
    "亚博体育app下载",
    "bet365手机版登录",
    "皇冠体育投注网站",
    "乐鱼体育官网入口",
    "色综合久久天天综合网",
    "人妻少妇精品无码专区",
    "国产成人精品免费视频大全",
    "精品国产乱码久久久久久",
    "东京热无码av一区",
    "五月天婷婷色综合",
    "波多野结衣在线视频",
]
_KEYWORDS = ["棋牌", "娱乐", "久久", "综合", "亚洲", "视频", "在线", "国产", "精品", "高清", "官网", "下载", "平台"]
_MARKS = ["主站蜘蛛池模板: ", "感谢您访问我们的网站，您可能还对以下资源感兴趣：", "友情链接: ", ""]
_PAGE_HEAD = [
    "设为首页 | 加入收藏",
    "站内搜索:",
    "当前位置：首页 > 政务公开 > 政务要闻 > 正文",
    "【字体：大 中 小】",
    "分享到：微信 微博",
    "您的浏览器不支持JavaScript，请开启后访问",
    "无障碍浏览 长者模式",
    "浏览次数：1286",
]
_PAGE_FOOT = [
    "上一篇：关于做好今年防汛工作的通知",
    "下一篇：我县举办农民丰收节",
    "【打印本页】 【关闭窗口】",
    "相关阅读",
    "版权所有：云岭市人民政府办公室 云ICP备00012345号",
    "地址：云岭市人民路1号 电话：0990-1234567",
    "技术支持：云岭信息中心 网站标识码：9900000001",
]
_RESIDUE = ["{{article.title}}", "[!--newstext--]", "var hits = document.getElementById('hits'); hits.innerHTML = 0;"]
_HOT = "{title} 2023-0{month}-1{day}"


@dataclass
class Noised:
    """A noised release, and what a perfect cleaner gives back.

    `phrases` were injected in mid-sentence, `blocks` are lines of keywords, `notes` pinyin in brackets; `damaged` are
    the strings that destroyed characters left behind, each once in the text. `intact` says that nothing was destroyed.
    """

    text: str
    body: str
    phrases: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether the body can be restored exactly."""
        return not self.damaged


@dataclass
class _Draft:
    """The lines so far, and the body as it should come back."""

    lines: list[str]
    body: list[str]
    found: Noised = field(default_factory=lambda: Noised("", ""))


def write_release(rng: Random) -> list[str]:
    """Write a clean release: paragraphs of invented places, bodies and figures.

    >>> len(write_release(Random(3))) >= 3
    True
    """
    town = rng.choice(TOWNS)
    chosen = rng.sample(_SENTENCES, rng.randint(6, 14))
    sentences = [_fill(sentence, town, rng) for sentence in chosen]
    paragraphs: list[str] = []
    while sentences:
        count = min(rng.randint(1, 4), len(sentences))
        paragraphs.append("".join(sentences[:count]))
        sentences = sentences[count:]
    return paragraphs if len(paragraphs) > 2 else write_release(rng)


def _fill(sentence: str, town: str, rng: Random) -> str:
    numbers: dict[str, Callable[[], str]] = {
        "n": lambda: str(rng.randint(100, 9999)),
        "k": lambda: str(rng.randint(3, 60)),
        "p": lambda: f"{rng.uniform(1, 99):.2f}",
        "q": lambda: f"{rng.uniform(0.1, 4):.1f}",
        "d": lambda: f"{rng.uniform(1, 500):.1f}",
        "town": lambda: town,
        "body": lambda: rng.choice(BODIES),
        "person": lambda: rng.choice(PEOPLE),
    }
    return re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]](), sentence)


def _indents(draft: _Draft, rng: Random) -> None:
    draft.lines = ["　　" + line for line in draft.lines]


def _chrome(draft: _Draft, rng: Random) -> None:
    head = rng.sample(_PAGE_HEAD, rng.randint(2, len(_PAGE_HEAD)))
    foot = rng.sample(_PAGE_FOOT, rng.randint(2, len(_PAGE_FOOT)))
    draft.lines = [*head, "", *draft.lines, "", *foot]


def _hot_list(draft: _Draft, rng: Random) -> None:
    titles = ["我市召开防汛工作会议", "全县小麦收割完成", "关于开展安全检查的通知", "市领导调研重点项目"]
    draft.lines += [_HOT.format(title=title, month=rng.randint(1, 9), day=rng.randint(0, 9)) for title in titles]


def _residue(draft: _Draft, rng: Random) -> None:
    draft.lines.insert(rng.randrange(len(draft.lines)), rng.choice(_RESIDUE))


def _spam_block(draft: _Draft, rng: Random) -> None:
    if rng.random() < 0.3:
        pieces = [f"{town[:-1]}{rng.choice('东西南北新')}{town[-1]}" for town in rng.choices(TOWNS, k=24)]
    else:
        pieces = ["".join(rng.sample(_KEYWORDS, rng.randint(3, 5))) for _ in range(rng.randint(12, 60))]
    block = rng.choice(_MARKS) + rng.choice(["| ", "|", " | "]).join(pieces)
    draft.found.blocks.append(block)
    draft.lines = [block, *draft.lines] if rng.random() < 0.3 else [*draft.lines, block]


def _spam_phrase(draft: _Draft, rng: Random) -> None:
    """Put a phrase in the place of a town's name, or inside an institution's; it stands between words."""
    phrase = rng.choice(SPAM_PHRASES)
    # A name between two marks would leave both.
    places = [
        (i, (start, end))
        for i, line in enumerate(draft.lines)
        for start, end in _names(line)
        if line[max(start - 1, 0) : start].isalnum() or line[end : end + 1].isalnum()
    ]
    if not places:
        return
    index, (start, end) = rng.choice(places)
    line = draft.lines[index]
    clean = line[:start] + line[end:]
    draft.body = [clean if own == line else own for own in draft.body]
    draft.lines[index] = line[:start] + phrase + line[end:]
    draft.found.phrases.append(phrase)


def _names(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the towns' names, and the empty ones where an institution goes on behind that of its place.

    >>> line = "据云岭市公安局介绍，国家统计局有新规定。"
    >>> [(line[start - 1 : start], line[start:end]) for start, end in _names(line)]
    [('据', '云岭市'), ('市', ''), ('家', '')]
    """
    position, before = 0, ""
    words = tagged(line)
    for index, (word, tag) in enumerate(words):
        start, position = position, position + len(word)
        following = words[index + 1][0] if index + 1 < len(words) else ""
        if tag == "ns" and following in _PLACE_ENDS:
            yield start, position + len(following)
        elif (tag == "ns" or len(word) > _SHORTEST_PLACE) and word.endswith(_PLACE_ENDS):
            yield start, position
        if match := _INSIDE.match(word):
            yield start + match.end(), start + match.end()
        elif before.endswith(_PLACE_ENDS) and word.endswith(_INSTITUTIONS):
            yield start, start
        before = word


_PLACE_ENDS = ("省", "市", "县", "区", "州", "镇", "乡")
_SHORTEST_PLACE = 2
_INSTITUTIONS = ("局", "厅", "委", "委员会", "法院", "检察院", "政府")
_INSIDE = re.compile(rf"(?:国家|[\u4e00-\u9fff]{{0,3}}[{''.join(_PLACE_ENDS)}])(?=..+(?:{'|'.join(_INSTITUTIONS)})$)")


def _pinyin(draft: _Draft, rng: Random) -> None:
    opening, closing = rng.choice(["()", "（）"])
    space = rng.choice(["", " "])

    def note(match: re.Match[str]) -> str:
        if rng.random() > 0.15:
            return match.group()
        added = f"{opening}{_READINGS[match.group()]}{space}{closing}"
        draft.found.notes.append(added)
        return match.group() + added

    characters = re.compile(f"[{''.join(_READINGS)}]")
    draft.lines = [characters.sub(note, line) for line in draft.lines]


def _width(draft: _Draft, rng: Random) -> None:
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    draft.lines = [line.translate(wide) if rng.random() < 0.7 else line for line in draft.lines]


def _spaces(draft: _Draft, rng: Random) -> None:
    draft.lines = [re.sub(r"(?<=\d)(?=[%起人万件个家亿元])|(?<=[，。])(?=\d)", " ", line) for line in draft.lines]


def _columns(draft: _Draft, rng: Random) -> None:
    # A space of the release's own would be lost among them.
    indices = [index for index, line in enumerate(draft.lines) if not {" ", "\u3000"}.intersection(line)]
    for index in indices and [rng.choice(indices)]:
        draft.lines[index] = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", draft.lines[index])


def _wrapped(draft: _Draft, rng: Random) -> None:
    # Where paragraphs begin is told by their indents; too short a text shows no width.
    columns = rng.choice([34, 40, 56, 76])
    broken = [list(_broken(f"　　{line}", columns)) for line in draft.lines]
    if sum(map(len, broken)) >= _LEAST_WRAPPED and not any("\t" in line for line in draft.lines):
        draft.lines = [line for lines in broken for line in lines]


def _broken(line: str, columns: int) -> Iterator[str]:
    """Break a line as a printer does: before the character or figure for which there is no room, marks hang behind."""
    printed, width = "", 0
    for piece in re.findall(r"[!-~]+[，。、；：！？”》）]*|.[，。、；：！？”》）]*", line):
        core = piece.rstrip("，。、；：！？”》）") or piece
        size = sum(1 if char < "\u1100" else 2 for char in core)
        if width + size > columns and printed:
            yield printed
            printed, width = "", 0
        printed += piece
        width += size + 2 * (len(piece) - len(core))
    yield printed


def _invisible(draft: _Draft, rng: Random) -> None:
    hidden = rng.choice("\u200b\ufeff\u00ad\u2060")
    draft.lines = [re.sub(r"(?<=市)", hidden, line) for line in draft.lines]


def _doubled(draft: _Draft, rng: Random) -> None:
    index = rng.randrange(len(draft.lines))
    draft.lines[index] = draft.lines[index].replace("，", "，，", 1)


def _markup(draft: _Draft, rng: Random) -> None:
    draft.lines = [
        f'<p style="text-indent:2em">&nbsp;&nbsp;<span id="x{rng.randrange(99)}">{line}</span></p>'
        for line in draft.lines
    ]


def _repeated(draft: _Draft, rng: Random) -> None:
    draft.lines = [*draft.lines, *draft.lines]


def _damage(draft: _Draft, rng: Random) -> None:
    """Lose one byte before a figure, so that GBK falls out of step and swallows its first digit."""
    places = [
        (i, m) for i, line in enumerate(draft.lines) for m in re.finditer(r"[\u4e00-\u9fff]{3,6}(?=[\d０-９]{2})", line)
    ]
    if not places:
        return
    index, match = rng.choice(places)
    line = draft.lines[index]
    bytes_before = match.group().encode("gb18030")[1:]
    lost = rng.choice(["?", "\ufffd", "?", "??"])
    garbled = bytes_before[:-1].decode("gbk", "replace").replace("\ufffd", lost) + lost
    left = garbled + line[match.end() + 1 :][:1]
    draft.lines[index] = line[: match.start()] + garbled + line[match.end() + 1 :]
    draft.found.damaged.append(left)


# What leaves the letters of the body alone comes last, as the others look for them.
KINDS: dict[str, Callable[[_Draft, Random], None]] = {
    "spam-phrase": _spam_phrase,
    "pinyin": _pinyin,
    "width": _width,
    "spaces": _spaces,
    "columns": _columns,
    "doubled": _doubled,
    "invisible": _invisible,
    "damage": _damage,
    "wrapped": _wrapped,
    "indents": _indents,
    "repeated": _repeated,
    "markup": _markup,
    "residue": _residue,
    "chrome": _chrome,
    "hot-list": _hot_list,
    "spam-block": _spam_block,
}


# What changes the length of lines hides where they were broken.
_BY_ITSELF = frozenset({"wrapped"})


def add_noise(paragraphs: Sequence[str], rng: Random, kinds: Sequence[str] | None = None) -> Noised:
    """Noise a clean release, given by its paragraphs, with the kinds named (of `KINDS`), or with some by chance."""
    if kinds is None:
        kinds = [kind for kind in KINDS if kind not in _BY_ITSELF and rng.random() < 0.4]
    draft = _Draft(list(paragraphs), list(paragraphs))
    for kind, noise in KINDS.items():
        if kind in kinds:
            noise(draft, rng)
    draft.found.text, draft.found.body = "\n".join(draft.lines), "\n".join(draft.body)
    return draft.found

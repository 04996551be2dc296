"""Finds the title of a plain text: the line above its metadata, or what ends as the title of a document does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from zhnews import lexicon
from zhnews.read.labels import labels
from zhnews.read.signature import is_signer
from zhnews.text import Span

SHORTEST_TITLE, LONGEST_TITLE = 4, 80
# A name shorter than this may be that of a section; a site's own name is no longer than that.
SHORTEST_HEADING, _LONGEST_SITE = 8, 14
# So many lines above its metadata a title may stand.
_LINES_ABOVE = 8
_CLAUSE = re.compile(r"[，！？,]")
_ENDS_SENTENCE = re.compile(r"[。；;]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff]")
_TITLE_LABELS = ("标题", "標題", "名称", "名稱", "题目")
_TITLE_LABEL = re.compile(r"^(?:标\s*题|標\s*題|名\s*称|名\s*稱|题\s*目)\s*[:：]\s*")
TITLE_SEPARATOR = re.compile(r"\s*[-_|｜–—:：>»]\s*|\s+")
_POWERED = re.compile(r"[\s|_-]{0,5}Powered by .{0,60}$", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6}\s+")
# A sentence, who is spoken to, a point of a list, a day alone.
_NO_HEADLINE = re.compile(
    r"[。；;：:，,]$|。|^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|^第[一二三四五六七八九十百]+[章节条]|^[\d年月日\s-]+$|^[“（(【\[]"
)
_LONGEST_HEADLINE, _SHORTEST_PROSE = 40, 20
# 项目编号：… and 数量：1234台 are fields of a form; 市财政局：… may be a headline.
_FIELD = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}(?:编号|名称|单位|时间|日期|地点|数量|金额|型号|规格|地址|电话|联系人|代表|人员|方式|对象|部门|机关|机构|号))[:：]"
)
_HOUR = re.compile(r"\d{1,2}[-/月]\d{1,2}日?\s\d{1,2}[:：]\d{2}|\d\s?(?:秒|分钟|小时|天)前")


def title_of_document(lines: Sequence[tuple[int, str]]) -> tuple[str, Span] | None:
    """Give the line above the first sentence that ends as the title of a document does: …的通知.

    >>> title_of_document([(0, "关于做好防汛工作的通知"), (12, "各县：")])
    ('关于做好防汛工作的通知', Span(start=0, end=11))
    """
    endings = lexicon.affixes("read/title_endings")
    for number, (start, line) in enumerate(lines):
        title = _TITLE_LABEL.sub("", line.strip().rpartition("\t")[2], count=1)
        if "。" in title:
            return None
        if SHORTEST_TITLE < len(title) <= LONGEST_TITLE and title.endswith(endings) and not _CLAUSE.search(title):
            title, at = _placed(title, start, line)
            above = lines[number - 1] if number else (0, "")
            # The office that a red heading names stands in a line of its own.
            if title.startswith("关于") and is_signer(above[1].strip()):
                return above[1].strip() + title, Span(_placed(above[1].strip(), *above)[1].start, at.end)
            return title, at
    return None


def title_above(lines: Sequence[tuple[int, str]]) -> tuple[str, Span] | None:
    """Give the nearest of the lines above the metadata that reads like a heading, without its label.

    >>> title_above([(0, "首页 > 要闻"), (8, "标题：云岭市召开会议")])
    ('云岭市召开会议', Span(start=11, end=18))
    """
    for start, line in reversed(lines[-_LINES_ABOVE:]):
        # A row of a table is no heading, but may tell what the title is.
        label, tab, title = line.strip().rpartition("\t")
        if tab and not "".join(label.split()).rstrip(":：").endswith(_TITLE_LABELS):
            continue
        if "。" in title and len(title) >= _SHORTEST_PROSE:
            # No title stands behind the first sentence.
            return None
        title = _MARKDOWN.sub("", _TITLE_LABEL.sub("", title, count=1))
        if _FIELD.match(title) or is_signer(title):
            continue
        if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE or _ENDS_SENTENCE.search(title) or labels().search(title):
            continue
        if any(mark in title for mark in (">", "|", "›", "»")) or title[-1] in ":：":
            continue
        # Not the hour of a post, nor who speaks: 副局长 王明.
        if not _HOUR.search(title) and not _is_speaker(title):
            return _placed(without_site(title, None, plain=True), start, line)
    return None


def is_site(title: str) -> bool:
    """Tell whether a title is but the name of a site or a section."""
    return title.endswith(lexicon.affixes("read/site_names")) and len(title) < _LONGEST_SITE


def without_site(title: str, site: str | None, *, plain: bool = False) -> str:
    """Cut the names of site and section off the end of a page's title; off that of a `plain` text only a publisher's.

    Behind a colon or a space stands more often the second half of a headline than the name of a section.

    >>> without_site("土豆种进高原 - 要闻 - 云岭日报网", None)
    '土豆种进高原'
    >>> without_site("剪窗花 过好年 云岭日报网-云岭日报官方网站", None)
    '剪窗花 过好年'
    """
    names, publishers = lexicon.affixes("read/site_names"), _publishers()
    title = _POWERED.sub("", title)
    # Nobody writes an underscore but the system that puts a page's title together.
    first = title.partition("_")[0].strip()
    if len(first) >= SHORTEST_HEADING and not is_site(first):
        title = first
    while True:
        pieces = list(TITLE_SEPARATOR.finditer(title))
        if not pieces or pieces[-1].start() < SHORTEST_TITLE:
            return title
        last = title[pieces[-1].end() :]
        # Nobody writes an underscore but the system that puts a page's title together.
        assembled = "_" in pieces[-1].group()
        weak = plain or not pieces[-1].group().strip(" ：:\u3000")
        named = last.endswith(publishers) and len(last) <= _LONGEST_SITE if weak else last.endswith(names)
        if last and last != site and not assembled and not named:
            return title
        if plain and not pieces[-1].group().strip(" ：:\u3000"):
            return title
        title = title[: pieces[-1].start()]


@cache
def _publishers() -> tuple[str, ...]:
    return tuple(word for word, kind in lexicon.load("read/site_names") if kind == "publisher")


def first_headline(lines: Sequence[tuple[int, str]]) -> tuple[str, Span] | None:
    """Give the first of the lines of a cleaned text if it is a headline, and prose stands below it.

    >>> first_headline([(0, "云岭市新增就业3万人"), (11, "市人社局介绍，今年以来，全市新增就业3万人，同比增长5%。")])
    ('云岭市新增就业3万人', Span(start=0, end=10))
    >>> first_headline([(0, "各位记者朋友："), (8, "市人社局介绍，今年以来，全市新增就业3万人，同比增长5%。")])
    """
    if len(lines) < 2:
        return None
    (start, line), (_, below) = lines[0], lines[1]
    title = _MARKDOWN.sub("", line.strip())
    plain = not _NO_HEADLINE.search(title) and not is_signer(title) and not _is_speaker(title) and "\t" not in line
    prose = "。" in below and len(below) >= _SHORTEST_PROSE
    if plain and prose and SHORTEST_TITLE <= len(title) <= _LONGEST_HEADLINE and not labels().search(title):
        return _placed(title, start, line)
    return None


def _placed(title: str, start: int, line: str) -> tuple[str, Span]:
    offset = start + line.index(title)
    return title, Span(offset, offset + len(title))


def _is_speaker(title: str) -> bool:
    office, _, name = title.replace("\u3000", " ").partition(" ")
    return _PERSON.fullmatch(name.strip()) is not None and office.endswith(lexicon.affixes("read/offices"))

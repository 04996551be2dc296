"""Finds the title of a plain text: the line above its metadata, or what ends as the title of a document does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhnews import lexicon
from zhnews.read.labels import labels
from zhnews.text import Span

SHORTEST_TITLE, LONGEST_TITLE = 4, 80
# So many lines above its metadata a title may stand.
_LINES_ABOVE = 8
_CLAUSE = re.compile(r"[，！？,]")
_ENDS_SENTENCE = re.compile(r"[。；;]")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff]")
_TITLE_LABELS = ("标题", "標題", "名称", "名稱", "题目")
_TITLE_LABEL = re.compile(r"^(?:标\s*题|標\s*題|名\s*称|名\s*稱|题\s*目)\s*[:：]\s*")
_HOUR = re.compile(r"\d{1,2}[-/月]\d{1,2}日?\s\d{1,2}[:：]\d{2}|\d\s?(?:秒|分钟|小时|天)前")


def title_of_document(lines: Sequence[tuple[int, str]]) -> tuple[str, Span] | None:
    """Give the line above the first sentence that ends as the title of a document does: …的通知.

    >>> title_of_document([(0, "关于做好防汛工作的通知"), (12, "各县：")])
    ('关于做好防汛工作的通知', Span(start=0, end=11))
    """
    endings = tuple(lexicon.words("read/title_endings"))
    for start, line in lines:
        title = _TITLE_LABEL.sub("", line.strip().rpartition("\t")[2], count=1)
        if "。" in title:
            return None
        if SHORTEST_TITLE < len(title) <= LONGEST_TITLE and title.endswith(endings) and not _CLAUSE.search(title):
            return _placed(title, start, line)
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
        title = title[match.end() :] if (match := _TITLE_LABEL.match(title)) else title
        if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE or _ENDS_SENTENCE.search(title) or labels().search(title):
            continue
        if any(mark in title for mark in (">", "|", "›", "»")) or title[-1] in ":：":
            continue
        # Not the hour of a post, nor who speaks: 副局长 王明.
        if not _HOUR.search(title) and not _is_speaker(title):
            return _placed(title, start, line)
    return None


def _placed(title: str, start: int, line: str) -> tuple[str, Span]:
    offset = start + line.index(title)
    return title, Span(offset, offset + len(title))


def _is_speaker(title: str) -> bool:
    office, _, name = title.replace("\u3000", " ").partition(" ")
    return _PERSON.fullmatch(name.strip()) is not None and office.endswith(tuple(lexicon.words("read/offices")))

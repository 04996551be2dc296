"""Finds title, publication date, issuer and author in the visible text of a release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from zhnews import lexicon
from zhnews.numbers.numerals import parse_number
from zhnews.text import Span

# Metadata stands at the top: within these many lines that hold text, and before the first long paragraph but one.
_TOP_LINES = 60
_LONGEST_META_LINE = 160
_LONGEST_TITLE = 80
_TAG = re.compile(r"<[^<>]{0,2000}>|&[a-zA-Z]{2,8};")
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s?(?:年|[-./])\s?(?P<m>\d{1,2})\s?(?:月|[-./])\s?(?P<d>\d{1,2})(?!\d)\s?日?"
    r"|(?P<hy>[一二][〇零○一二三四五六七八九]{3})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日"
)
_DATELINE = re.compile(
    r"^\s*(?:[（(]?\s*)?(?P<issuer>[\u4e00-\u9fff]{2,8}社|[\u4e00-\u9fff]{2,10}(?:日报|日報|晚报|晚報|网|網))"
    r"(?P<place>[\u4e00-\u9fff]{2,6})(?P<month>\d{1,2})月(?P<day>\d{1,2})日[电電讯訊]"
    r"[（(]?(?:记者|記者|通讯员)?(?P<author>[\u4e00-\u9fff、\s]{0,20})[)）]?"
)
_ENDS_SENTENCE = re.compile(r"[。；;]")
_VALUE = re.compile(r"\s*[:：]\s*(?P<value>[^\s|丨｜【】\[\]<>&]{0,40})")


@dataclass
class Metadata:
    """What was found, with the source span of each field that stands in the text."""

    title: str | None = None
    published: date | None = None
    issuer: str | None = None
    author: str | None = None
    meta: dict[str, Span] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Give the fields as a release takes them."""
        return {
            "title": self.title,
            "published": self.published,
            "issuer": self.issuer,
            "author": self.author,
            "meta": self.meta,
        }


@cache
def _labels() -> re.Pattern[str]:
    words = sorted(lexicon.words("read/labels"), key=len, reverse=True)
    return re.compile("|".join(r"\s?".join(map(re.escape, word)) for word in words))


def parse_date(text: str) -> tuple[date, Span] | None:
    """Give the first full date in a text, with its span; None where there is none or it can't exist.

    >>> parse_date("发布时间：2022年02月13日")[0].isoformat(), parse_date("二〇二三年七月二十日")[0].isoformat()
    ('2022-02-13', '2023-07-20')
    """
    for match in _DATE.finditer(text):
        parts = [match["y"] or match["hy"], match["m"] or match["hm"], match["d"] or match["hd"]]
        year, month, day = (int(parse_number(part.replace("○", "〇")) or 0) for part in parts)
        try:
            return date(year, month, day), Span(*match.span())
        except ValueError:
            continue
    return None


def find_metadata(text: str) -> Metadata:
    """Find the metadata of a plain text: the labelled line under the title, else a wire dateline.

    A date in running text is no publication date: only a labelled line, or one that holds little else, gives one.

    >>> line = "作者: 来源:县融媒 发表于:2024年3月5日 点击数:6"
    >>> found = find_metadata(f"首页>要闻\\n青峰镇通车\\n{line}\\n3月4日，路通了。")
    >>> found.title, str(found.published), found.issuer, found.author
    ('青峰镇通车', '2024-03-05', '县融媒', None)
    """
    found = Metadata()
    lines = list(_top_lines(text))
    for index, (start, line) in enumerate(lines):
        if _is_meta_line(line):
            _read_labels(line, start, found)
            if found.published or found.issuer:
                _find_title(lines[:index], found)
                break
    for start, line in lines:
        if match := _DATELINE.match(line):
            _read_dateline(match, start, found)
            break
    return found


def _top_lines(text: str) -> list[tuple[int, str]]:
    """Give (start, line) of the first lines that hold text, left-over tags blanked out."""
    found: list[tuple[int, str]] = []
    position = 0
    while position < len(text) and len(found) < _TOP_LINES:
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        # Only the head of a line matters; a file may be a single line of megabytes.
        line = _TAG.sub(lambda m: " " * len(m.group()), text[position : min(end, position + 4000)])
        if line.strip():
            found.append((position, line))
        position = end + 1
    return found


def _is_meta_line(line: str) -> bool:
    if len(line.strip()) > _LONGEST_META_LINE or _ENDS_SENTENCE.search(line):
        return False
    if _labels().search(line):
        return True
    dated = parse_date(line)
    return dated is not None and len(line.strip()) <= len(line[slice(*dated[1])]) + 24


def _read_labels(line: str, start: int, found: Metadata) -> None:
    kinds = lexicon.mapping("read/labels")
    matches = list(_labels().finditer(line))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        kind = kinds["".join(match.group().split())]
        limit = following.start() if following else len(line)
        value = _VALUE.match(line, match.end(), limit)
        if kind in ("issuer", "author") and value and value["value"].strip():
            if getattr(found, kind) is None:
                span = value.span("value")
                setattr(found, kind, value["value"].strip())
                found.meta[kind] = Span(start + span[0], start + span[1])
        elif kind == "published" and found.published is None and (dated := parse_date(line[match.end() : limit])):
            _set_date(found, dated, start + match.end())
    if found.published is None and (dated := parse_date(line)):
        _set_date(found, dated, start)


def _set_date(found: Metadata, dated: tuple[date, Span], offset: int) -> None:
    found.published = dated[0]
    found.meta["published"] = Span(offset + dated[1].start, offset + dated[1].end)


def _find_title(lines: list[tuple[int, str]], found: Metadata) -> None:
    """Take the nearest line above the metadata that reads like a heading."""
    for start, line in reversed(lines[-8:]):
        title = line.strip()
        if not 4 <= len(title) <= _LONGEST_TITLE or _ENDS_SENTENCE.search(title) or _labels().search(title):
            continue
        if any(mark in title for mark in (">", "|", "›", "»", ":", "：")) and _looks_like_chrome(title):
            continue
        offset = start + line.index(title)
        found.title, found.meta["title"] = title, Span(offset, offset + len(title))
        return


def _looks_like_chrome(title: str) -> bool:
    return any(mark in title for mark in (">", "|", "›", "»")) or title[-1] in ":："


def _read_dateline(match: re.Match[str], start: int, found: Metadata) -> None:
    if found.issuer is None:
        found.issuer = match["issuer"]
        found.meta["issuer"] = Span(start + match.start("issuer"), start + match.end("issuer"))
    if found.author is None and match["author"].strip():
        found.author = "、".join(re.split(r"[、\s]+", match["author"].strip()))
        found.meta["author"] = Span(start + match.start("author"), start + match.end("author"))

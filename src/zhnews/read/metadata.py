"""Finds title, publication date, issuer and author in the visible text of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from zhnews import lexicon
from zhnews.read.dateline import may_have_dateline, read_dateline
from zhnews.read.dates import Dated, parse_date
from zhnews.read.headings import title_above, title_of_document
from zhnews.read.labels import labels
from zhnews.read.signature import find_signature, is_signer
from zhnews.text import Span

# Metadata of a plain text stands at the top: within this many lines that hold text.
_TOP_LINES = 60
_LONGEST_META_LINE = 160
_SHORTEST_PROSE = 20
# A line is a date with little else if it has no more than this many other characters.
_LITTLE_ELSE = 24
_LITTLE_WITH_CLOCK = 80
# How many lines at the end of the body, and behind it, may name the source.
_LAST_LINES = 4
# How many lines under the title the line of metadata may stand.
_LINES_UNDER = 5
_NEXT_TO = 3
# （2023年5月30日市人大常委会通过） is of the text, and no day of publication.
_DECIDED = re.compile(r"\s*[（(][^（）()]*(?:通过|通過|修订|修訂|修正|批准|施行)[^（）()]{0,6}[）)]\s*")
_IN_BRACKETS = re.compile(r"\s*[（(][^（）()]*[）)]\s*")
# How likely a date is that of publication, by its label and by where it stands, likeliest first.
_STATED, _UNDER, _BESIDE, _FAR = 0, 1, 2, 4
_DATE_RANKS = {"published": _STATED, "updated": 1, "written": 3}
_TAG = re.compile(r"<[^<>]{0,2000}>|&[a-zA-Z]{2,8};")
# A name that goes on in a colon is the next label: 张丽 审核：陈刚.
_PEOPLE = (
    r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
    r"(?:[、 \u3000]{1,2}(?!通[讯訊]员|记者|記者|摄影)[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff:：])){0,3}"
)
_BYLINE = re.compile(
    rf"[（(][\u4e00-\u9fff]{{0,6}}(?:记者|記者|通讯员)[:：\s]?(?P<author>{_PEOPLE})(?=[\s)）])"
    rf"|(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s?[:：]\s?(?P<editor>{_PEOPLE})"
)
_CLAUSE = re.compile(r"[，！？,]")
_ENDS_SENTENCE = re.compile(r"[。；;]")
# Behind a title (作者：本报记者 王明) stands the name; nobody's name has figures, and a bracket that closes was opened.
_VALUE = re.compile(
    r"(?:\s*[:：\t]\s*|(?<=[者员員])[ \u3000]+)"
    r"(?:(?:本[报報网網站刊台]|特约)?(?:记者|記者|通[讯訊]员|特派员)[ \u3000]+)?"
    r"(?P<value>[^\s|丨｜【】\[\]<>&（）()]{0,40}(?:[（(][^（）()\s]{1,12}[）)])?)"
)
# In a post: 来源 | 市林业局.
_BARRED = re.compile(r"\s*(?:来源|來源|供稿)\s?[|丨｜/／]\s?(?P<value>[\u4e00-\u9fff]{2,20})(?=\s|\Z)")
_JOINED_LABEL = re.compile(r"(?:作者|记者|記者|编辑|編輯|责编|責編|时间|時間|日期|浏览|字号|分享)[:：]")
_JOINED_AUTHOR = re.compile(r"(?:作者|记者|記者)[:：](?P<name>[\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_OF_EVENT = re.compile(
    r"\s?[（(]?(?:星期|周[一二三四五六日]|週|[上下]午|晚|至|起|止|前|—|－|～|~)|\s?-\s?(?=\d{1,2}月|\d{4})"
)
_NO_LATER = re.compile(r"[\u4e00-\u9fff]{1,6}于")
_WHEN = re.compile(r"\s*(?:时间|時間|日期)\s?[:：]")
_WHERE = re.compile(r"\s*[\u4e00-\u9fff]{0,4}(?:地点|地點|会场|會場|地址)\s?[:：]")
_FIGURES = re.compile(r"\d")
# Behind a reporter's name, what is asked: 记者：水价会不会上调？
_SPEAKS = re.compile("[，。！？?!…]")
_ADDRESS = re.compile(r"https?://\S*|www\.\S*|\S+@\S+", re.ASCII)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}")


@dataclass
class Metadata:
    """What was found, with the source span of each field that stands in the text."""

    title: str | None = None
    published: date | None = None
    time: time | None = None
    issuer: str | None = None
    author: str | None = None
    editor: str | None = None
    dateline: str | None = None
    meta: dict[str, Span] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Give the fields as a release takes them."""
        names = ("title", "published", "issuer", "author", "editor", "dateline", "meta")
        return {name: getattr(self, name) for name in names} | {"published_time": self.time}


def find_metadata(
    text: str, top: Span | None = None, body: Span | None = None, heading: Span | None = None
) -> Metadata:
    """Find the metadata that can be seen: the line under the title, else a wire's dateline, else a signature's date.

    `top` is where title and line stand (by default the first lines), `body` where the release itself does, `heading`
    its title, where that is known. A date in running text is no publication date: only a labelled line, one that holds
    little else, or a signature gives one. Of several dates the one that says it is of publication counts, else the one
    under the title.

    >>> line = "作者: 来源:县融媒 发表于:2024年3月5日 点击数:6"
    >>> found = find_metadata(f"首页>要闻\\n青峰镇通车\\n{line}\\n3月4日，路通了。")
    >>> found.title, str(found.published), found.issuer, found.author
    ('青峰镇通车', '2024-03-05', '县融媒', None)
    """
    found = Metadata()
    lines = list(_lines(text, top or Span(0, len(text)), _TOP_LINES))
    begin = body.start if top and body else None
    meta = _meta_lines(lines, begin, heading)
    dates = [date for line in meta for date in _dates(line)]
    best = min(dates, key=lambda date: date[:2], default=None)
    if best:
        _set_date(found, best.dated, best.offset)
        meta.sort(key=lambda line: abs(line.number - best.line.number))
    for line in meta:
        _read_names(line.text, line.start, found)
    if best:
        _read_beside(best, found)
    if meta and (best or found.issuer):
        _take_title(found, title_above(lines[: best.line.number if best else meta[0].number]))
    if lines and may_have_dateline(text, lines[0][0], lines[-1][0] + len(lines[-1][1])):
        stated = (read_dateline(text, start, line) for start, line in lines)
        for field, value, at in next(filter(None, stated), ()):
            if getattr(found, field) is None:
                setattr(found, field, value)
                found.meta[field] = at
    if found.title is None:
        _take_title(found, title_of_document(lines))
    body = body or Span(0, len(text))
    _find_bylines(text, body, found)
    if found.published is None or found.issuer is None:
        _find_source_below(text, body, found)
        _find_signature(text, body, found)
    return found


class _MetaLine(NamedTuple):
    """A line of metadata; `place` says where it stands, the less the likelier, and `distance` how far from there."""

    number: int
    start: int
    text: str
    place: int
    distance: int


class _DateFound(NamedTuple):
    """A date in a line of metadata; the least of `rank` and `distance` is the date of publication."""

    rank: int
    distance: int
    dated: Dated
    offset: int
    line: _MetaLine


def _take_title(found: Metadata, title: tuple[str, Span] | None) -> None:
    if title:
        found.title, found.meta["title"] = title


def _meta_lines(lines: list[tuple[int, str]], begin: int | None, heading: Span | None) -> list[_MetaLine]:
    """Give the lines of metadata; `begin` is where the body does, None in a plain text."""
    found: list[_MetaLine] = []
    prose = False
    above = [index for index, (start, _) in enumerate(lines) if heading and start < heading.end]
    title = above[-1] if above else None
    for index, (start, line) in enumerate(lines):
        prose = prose or (len(line) >= _SHORTEST_PROSE and "。" in line)
        under = title is not None and title < index <= title + _LINES_UNDER
        within = begin is not None and start >= begin
        if not _is_meta_line(line, labelled=prose and begin is None, under=under and not within):
            continue
        # 时间：… above 地点：… is when something takes place.
        if _WHEN.match(line) and any(_WHERE.match(beside) for _, beside in lines[max(index - 1, 0) : index + 2]):
            continue
        before = not within and (title is None or index < title)
        if before and labels().search(line) is None and _greetings().search(line):
            continue
        place = _UNDER if under else _BESIDE if title is None and not within else _FAR
        found.append(_MetaLine(index, start, line, place, abs(index - (title or 0))))
    return found


def _dates(line: _MetaLine) -> Iterator[_DateFound]:
    """Yield the dates of a line, ranked by their labels and the line's place; the day of a decision is none."""
    if _DECIDED.fullmatch(line.text):
        return
    kinds = lexicon.mapping("read/labels")
    matches = list(labels().finditer(line.text))
    labelled = False
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        kind = kinds["".join(match.group().split())]
        limit = following.start() if following else len(line.text)
        dated = parse_date(line.text[match.end() : limit])
        if dated and _is_event(line.text, match.end(), dated):
            return
        if dated and kind in _DATE_RANKS:
            yield _DateFound(_DATE_RANKS[kind], line.distance, dated, line.start + match.end(), line)
        # The date right behind another label is of something else.
        labelled = labelled or (dated is not None and (kind in _DATE_RANKS or dated.span.start < _NEXT_TO))
    if not labelled and (dated := parse_date(line.text)):
        # A date in brackets under a title is that of the speech or the decision.
        rank = _DATE_RANKS["written"] if _IN_BRACKETS.fullmatch(line.text) else line.place
        yield _DateFound(rank, line.distance, dated, line.start, line)


def _is_event(line: str, begin: int, dated: Dated) -> bool:
    """Tell whether a date is that of something to come: 时间：8月1日（星期二）上午, 发布时间不晚于8月1日."""
    before, behind = line[begin : begin + dated.span.start], line[begin + dated.span.end :]
    return _OF_EVENT.match(behind) is not None or _NO_LATER.match(before) is not None


def _lines(text: str, within: Span, count: int) -> Iterator[tuple[int, str]]:
    """Yield (start, line) of the first lines that hold text, left-over tags blanked out."""
    position = within.start
    while position < within.end and count:
        end = text.find("\n", position, within.end)
        end = within.end if end < 0 else end
        # Only the head of a line matters; a file may be a single line of megabytes.
        line = text[position : min(end, position + 4000)]
        line = _TAG.sub(lambda m: " " * len(m.group()), line) if "<" in line or "&" in line else line
        if line.strip():
            count -= 1
            yield position, line
        position = end + 1


def _is_meta_line(line: str, *, labelled: bool = False, under: bool = False) -> bool:
    """Tell whether a line is one of metadata; behind the first sentence it must be `labelled`.

    `under` the title, what stands beside a date may be anybody's name.
    """
    bare = line.strip()
    if len(bare) > _LONGEST_META_LINE or _ENDS_SENTENCE.search(bare):
        return False
    if labelled or labels().search(line):
        # A site speaks of itself and of its own last change.
        kinds = lexicon.mapping("read/labels")
        found = ["".join(match.group().split()) for match in labels().finditer(line)]
        return bool(found) and all(kinds[label] != "site" for label in found)
    dated = parse_date(line)
    if dated is None or _CLAUSE.search(bare):
        return False
    others = len(_ADDRESS.sub("", bare)) - (dated.span.end - dated.span.start)
    # What stands before the date is nothing, or who published; a title with its date is one of a list.
    before = _ADDRESS.sub("", line[: dated.span.start]).strip(" \t\u3000|｜·-[【(（•")
    signed = "年" in line[slice(*dated.span)] and is_signer(before)
    if before and not signed and not before.endswith(_publishers()) and not (under and _is_name(before)):
        return False
    return others <= (_LITTLE_WITH_CLOCK if dated.time else _LITTLE_ELSE)


def _is_name(text: str) -> bool:
    """Tell whether what stands before a date may be somebody's name, not what the date is of (报名时间：)."""
    return len(text) <= _LITTLE_ELSE and text[-1] not in ":："


@cache
def _greetings() -> re.Pattern[str]:
    """Match what tells readers what day it is, or how the weather."""
    return re.compile("|".join(map(re.escape, lexicon.words("read/greetings"))))


def _read_names(line: str, start: int, found: Metadata) -> None:
    """Take the names that labels tell: who issued, wrote and edited."""
    kinds = lexicon.mapping("read/labels")
    matches = list(labels().finditer(line))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        kind = kinds["".join(match.group().split())]
        limit = following.start() if following else len(line)
        value = _VALUE.match(line, match.end(), limit)
        named = kind in ("issuer", "author", "editor") and getattr(found, kind) is None
        if named and value and value["value"].strip():
            # Another label may stand right behind, without a space: 来源：云岭日报作者：李明.
            name = _JOINED_LABEL.split(value["value"])[0].strip()
            if found.author is None and (by := _JOINED_AUTHOR.search(value["value"])):
                begin = start + value.start("value") + by.start("name")
                found.author, found.meta["author"] = by["name"], Span(begin, begin + len(by["name"]))
            name = name if kind == "issuer" else _FIGURES.split(name)[0]
            if name.casefold() in lexicon.words("read/placeholders"):
                continue
            if name and not (kind != "issuer" and _SPEAKS.search(name)):
                begin = start + value.start("value") + value["value"].index(name)
                setattr(found, kind, name)
                found.meta[kind] = Span(begin, begin + len(name))


def _set_date(found: Metadata, dated: Dated, offset: int) -> None:
    found.published, found.time = dated.day, dated.time
    found.meta["published"] = Span(offset + dated.span.start, offset + dated.span.end)


@cache
def _publishers() -> tuple[str, ...]:
    return tuple(word for word, kind in lexicon.load("read/site_names") if kind == "publisher")


def _read_beside(best: _DateFound, found: Metadata) -> None:
    """Take what stands beside an unlabelled date for the issuer, if it is the name of a paper or site."""
    if best.offset != best.line.start:
        return
    rest = _ADDRESS.sub(lambda m: " " * len(m.group()), best.line.text)
    before = list(_NAME.finditer(rest, 0, best.dated.span.start))
    for match in (*before[-1:], *islice(_NAME.finditer(rest, best.dated.span.end), 1)):
        length = _length_of_publisher(match.group())
        # Above a document stand the office that made it and the day.
        if match.end() <= best.dated.span.start and is_signer(match.group()):
            length = len(match.group())
        if found.issuer is None and length:
            found.issuer = match.group()[:length]
            found.meta["issuer"] = Span(best.offset + match.start(), best.offset + match.start() + length)


def _length_of_publisher(name: str) -> int:
    """Give how much of a name is that of a paper or site; bars may stand right behind it: 云岭晚报微信.

    >>> _length_of_publisher("云岭日报"), _length_of_publisher("云岭晚报分享到微信"), _length_of_publisher("打印")
    (4, 4, 0)
    """
    if name.endswith(_publishers()):
        return len(name)
    ends = (name.find(word, 1) + len(word) for word in _publishers() if len(word) > 1 and word in name[1:])
    return min(ends, default=0)


def _find_bylines(text: str, body: Span, found: Metadata) -> None:
    """Take reporters and editors from the last lines: （记者 李明、王强）, 责任编辑：张华."""
    for match in _BYLINE.finditer(text, max(body.start, body.end - _LONGEST_META_LINE), body.end):
        kind = "author" if match["author"] else "editor"
        if getattr(found, kind) is None:
            setattr(found, kind, "、".join(re.split(r"[、\s]+", match[kind].strip())))
            found.meta[kind] = Span(*match.span(kind))


def _find_signature(text: str, body: Span, found: Metadata) -> None:
    """Take who signed at the end of the body; the day, if nothing else tells that of publication."""
    signature = find_signature(text, body)
    if signature is None:
        return
    if found.published is None:
        _set_date(found, signature.dated, signature.offset)
    if found.issuer is None and signature.issuer:
        found.issuer = signature.issuer
        found.meta["issuer"] = Span(signature.issuer_at, signature.issuer_at + len(signature.issuer))


def _find_source_below(text: str, body: Span, found: Metadata) -> None:
    """Take source and day from lines at the end of the body, or right behind it, that name them by their labels."""
    begin = body.end
    for _ in range(_LAST_LINES):
        begin = max(text.rfind("\n", body.start, max(begin - 1, body.start)), body.start)
    for start, line in _lines(text, Span(begin, len(text)), 2 * _LAST_LINES):
        if found.issuer is None and (match := _BARRED.match(line)):
            found.issuer = match["value"]
            found.meta["issuer"] = Span(start + match.start("value"), start + match.end("value"))
        if not _is_meta_line(line, labelled=True):
            continue
        number = _MetaLine(0, start, line, _FAR, 0)
        stated = next((date for date in _dates(number) if date.rank == _STATED), None)
        if found.published is None and stated:
            _set_date(found, stated.dated, stated.offset)
        if found.issuer is None:
            _read_names(line, start, found)

"""Joins the lines of a text that was broken at a fixed width, as printed columns and old files are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhnews.model import Release
from zhnews.text import Edit, Line, Span

# In half-width columns: the widest line of such a text, the narrowest full one, and within what most lines end.
_WIDEST, _NARROWEST, _SLACK = 120, 20, 4
_LEAST_FULL = 5
# Shares: of lines longer than the widest; of full lines that end amid a sentence, and of those with a clause; of all
# lines with a full stop, which headlines have not.
_LONGER, _BROKEN, _CLAUSES, _STOPS = 0.1, 0.4, 0.5, 0.1
# Of the full lines: those that end amid a clause, which verses don't, and those that a sentence ends amid, which
# the points of a list don't.
_AMID, _GONE_ON = 0.5, 0.08
# Of all lines, so many hold a full stop and are longer than the full ones where these are no measure; so many have the
# very same number of characters where a program broke the text by counting.
_BEYOND, _COUNTED = 0.15, 0.5
_ENDS_SENTENCE = re.compile(r"[。！？；：…][”’」』）)】]*$")
# Nearly every line of a text that was not broken ends so; one with a space behind it is looked at as well.
_STOPPED = tuple("。！？；：…”’」』）)】")
_ENDS_AMID = re.compile(r"[。！？；](?=[^”’」』）)】])")
_PAUSES = "，。！？；：、,;:…”’」』）)】"
# The next field of a form: 联系电话：.
_LABELLED = re.compile(r"[^，。；：:]{2,8}[:：]")
_CLAUSE = re.compile("[，。；：！？]|[,;:](?!\\d)")
_INDENT = re.compile(r"\u3000|[ \t]{2,}")
_NARROW = re.compile("[\\0-\\u10ff]+")
_HANGING = " \t\r\u3000，。、；：！？”’」』）》】%"
_WORD = re.compile(r"[!-~]+|.")
# What begins a paragraph by itself: 一、, （一）, 附件：.
_STARTS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[)）]|、)|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]{1,5}[章节条]\s|附件[:：]"
)


def wrapped(release: Release) -> Iterator[Edit]:
    """Join lines that break off at one width; an indent, or a full line that ends a sentence, parts paragraphs.

    >>> from zhnews.text import Text
    >>> text = "云岭市今天发布就业数据。全市新增就业三万人，同比增长两成。"
    >>> text += "市人社局介绍，今年新政惠及企业上万户，还将建设零工驿站，开展技能培训。"
    >>> release = Release(Text("\\n".join(text[at : at + 10] for at in range(0, len(text), 10))))
    >>> str(release.edit(wrapped(release)).text) == text
    True
    """
    lines = release.text.lines
    # Of pages and documents the lines are known.
    if (
        release.media != "text"
        or len(lines) <= _LEAST_FULL
        or sum(2 * len(line.text) >= _NARROWEST and not line.text.endswith(_STOPPED) for line in lines)
        < _LEAST_FULL * _BROKEN
        or sum(len(line.text) > _WIDEST for line in lines) > _LONGER * len(lines)
    ):
        return
    full = _full(lines)
    # Where a line above a full one is indented, indents tell where a paragraph begins.
    counted = bool(full) and full == _counted(lines)
    told = bool(full) and any(_INDENT.match(lines[index].text) for index in range(full[-1]))
    for index in full:
        line, behind = lines[index], lines[index + 1]
        if _goes_on(release.text.value, line, behind, told=told):
            start = behind.start + len(behind.text) - len(behind.text.lstrip())
            yield Edit(
                Span(line.start + len(line.text.rstrip()), start),
                "" if counted and not line.text.endswith(" ") else _joint(line.text, behind.text),
                "clean.wrapped",
            )


def _full(lines: Sequence[Line]) -> list[int]:
    """Give the indices of the lines that had no room for more, if the text was broken at a width; none if it wasn't."""
    widths = [_width(line.text.rstrip()) for line in lines]
    # A mark may hang behind the last column.
    columns = _columns([_width(line.text.rstrip(_HANGING)) for line in lines])
    pairs = pairwise(enumerate(zip(widths, lines, strict=True)))
    full = _counted(lines) or [
        index
        for (index, (width, _)), (_, (_, behind)) in pairs
        if _NARROWEST <= width <= columns + _SLACK and width + _width(_first_word(behind.text)) > columns
    ]
    widest = max((widths[index] for index in full), default=0)
    longer = sum(width > widest and "。" in line.text for width, line in zip(widths, lines, strict=True))
    if longer > _BEYOND * len(lines):
        return []
    texts = [lines[index].text.rstrip() for index in full]
    broken = sum(_ENDS_SENTENCE.search(text) is None for text in texts)
    clauses = sum(_CLAUSE.search(text) is not None for text in texts)
    stops = sum("。" in line.text for line in lines)
    prose = broken >= _BROKEN * len(full) and clauses >= _CLAUSES * len(full) and stops >= _STOPS * len(lines)
    amid = sum(text[-1] not in _PAUSES for text in texts)
    gone_on = sum(_ENDS_AMID.search(text) is not None for text in texts)
    broken_off = amid >= _AMID * len(full) and gone_on >= max(_GONE_ON * len(full), 1)
    return full if len(full) >= _LEAST_FULL and prose and broken_off else []


def _counted(lines: Sequence[Line]) -> list[int]:
    """Give the indices of the lines that a program filled by counting characters: none is longer, most are as long."""
    lengths = [len(line.text) for line in lines]
    longest = max(lengths)
    full = [index for index, length in enumerate(lengths[:-1]) if length == longest]
    enough = 2 * longest >= _NARROWEST and len(full) >= max(_LEAST_FULL, _COUNTED * len(lines))
    return full if enough else []


def _columns(widths: Sequence[int]) -> int:
    """Give the most common of the widths that most lines come near to, 0 where too few do."""
    ordered = sorted(width for width in widths if _NARROWEST <= width <= _WIDEST)
    ends = [bisect_right(ordered, width + _SLACK) for width in ordered]
    most, first = max(((end - place, place) for place, end in enumerate(ends)), default=(0, 0))
    near = Counter(ordered[first : first + most])
    return max(near, key=lambda width: (near[width], width)) if most >= _LEAST_FULL else 0


def _first_word(line: str) -> str:
    """Give what can't be parted at the head of a line: a figure, a word in Latin letters, a character."""
    match = _WORD.match(line.lstrip())
    return match.group() if match else ""


def _goes_on(value: str, line: Line, behind: Line, *, told: bool) -> bool:
    """Tell whether a full line goes on in the next."""
    if value.count("\n", line.start, behind.start) > 1 or "\t" in line.text or "\t" in behind.text:
        return False
    if _INDENT.match(behind.text) or _LABELLED.match(behind.text):
        return False
    ended = _ENDS_SENTENCE.search(line.text.rstrip()) is not None
    return told or not (ended or _STARTS.match(behind.text))


def _joint(before: str, behind: str) -> str:
    """Words of Latin letters are parted by a space, Chinese lines are not."""
    last, first = before.rstrip()[-1], behind.lstrip()[0]
    return " " if last.isascii() and first.isascii() and last.isalpha() and first.isalpha() else ""


def _width(line: str) -> int:
    """Give the width of a line in half-width columns."""
    return 2 * len(line) - sum(map(len, _NARROW.findall(line)))

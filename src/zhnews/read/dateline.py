"""Reads the dateline of a wire at the head of a line: 新华社云岭9月3日电（记者…）."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhnews.text import Span

_DATELINE = re.compile(
    r"^\s*(?:[（(]?\s*)?据?(?P<line>(?P<issuer>[\u4e00-\u9fff]{2,8}社|[\u4e00-\u9fff]{2,10}(?:日报|日報|晚报|晚報|网|網))"
    r"(?P<place>[\u4e00-\u9fff]{2,6})(?P<month>\d{1,2})月(?P<day>\d{1,2})日[电電讯訊]"
    r"(?:[（(](?:记者|記者|通讯员)?(?P<author>[\u4e00-\u9fff、\s]{0,20})[)）]"
    r"|(?:记者|記者|通讯员)(?P<byline>[\u4e00-\u9fff、 \u3000]{0,20}))?)"
)
_WIRE = re.compile("日[电電讯訊]")
# A name may be broken off at the end of its line.
_REACH = 160


class Stated(NamedTuple):
    """A field of metadata that a dateline states: its name, its value, and where that stands."""

    field: str
    value: str
    at: Span


def may_have_dateline(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of text holds what every dateline has."""
    return _WIRE.search(text, start, end) is not None


def read_dateline(text: str, start: int, line: str) -> list[Stated]:
    """Give what the dateline states that the line of a text from `start` begins with; `line` has its tags blanked.

    >>> line = "据新华社云岭9月3日电（记者方若澄）今日"
    >>> [stated.value for stated in read_dateline(line, 0, line)]
    ['新华社云岭9月3日电（记者方若澄）', '新华社', '方若澄']
    """
    match = _DATELINE.match(line)
    if match is None:
        return []
    match = _DATELINE.match(text[start : start + _REACH]) or match
    author = "author" if match["author"] else "byline"
    names = re.split(r"[、\s]+", (match[author] or "").replace("\n", "").strip())
    stated = {"line": match["line"].replace("\n", ""), "issuer": match["issuer"], author: "、".join(names)}
    fields = {"line": "dateline", "byline": "author"}
    return [
        Stated(fields.get(group, group), value, Span(start + match.start(group), start + match.end(group)))
        for group, value in stated.items()
        if value
    ]

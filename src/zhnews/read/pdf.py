"""Renders a PDF as the text of its release: lines joined into paragraphs, what the page adds taken out.

A PDF knows only lines. Which of them belong together is told by their width: a paragraph goes on as long as its lines
are as wide as the page allows.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from zhnews import lexicon
from zhnews.errors import InputError
from zhnews.read.encodings import is_readable
from zhnews.read.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from pypdf import PdfReader

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_ENDS_PARAGRAPH = re.compile(r"[。！？][”’」』）)]*$")
_INDENT = re.compile(r"\u3000| {2,}")
# Headers and footers stand among so many lines at either end of a page, and are no longer than this.
_EDGE = 3
_LONGEST_EDGE = 60
# In half-width columns: what a line may lack, because a mark may not begin the next, and still be full.
_SLACK = 6
_LEAST_TEXT = 8


# Where a line stands, counted from the top or, below 0, from the bottom; and its text without figures and spaces.
Edge = tuple[int, str]


def read_pdf(data: bytes, where: str, limits: Limits) -> tuple[str, dict[str, str]]:
    """Give the text of a PDF and the properties its file states (`title`, `creator`, `created`).

    Raises:
        InputError: pypdf is missing, the file is damaged, encrypted, without text, or beyond the limits.
    """
    import logging

    try:
        import pypdf
    except ImportError:
        raise InputError(f"{where}: a PDF, which needs pypdf: pip install 'zhnews[pdf]'") from None
    # pypdf reports what it mends on the way; a handler of its own keeps that from standard error.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{where}: an encrypted PDF: save it without the password")
        limits.hold("pages", len(reader.pages), where)
        pages = _pages(reader, where, limits)
        properties = _properties(reader)
    except InputError:
        raise
    except pypdf.errors.DependencyError:
        raise InputError(f"{where}: an encrypted PDF: save it without the password") from None
    except pypdf.errors.LimitReachedError as error:
        raise InputError(f"{where}: a PDF too large to unpack ({error}): split it, or save it as text") from None
    except Exception as error:  # Of a damaged file, pypdf may raise whatever Python has.
        what = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        raise InputError(f"{where}: a damaged PDF ({what}): fetch it again, or save it anew") from None
    if sum(len(line.strip()) for page in pages for line in page) < _LEAST_TEXT:
        raise InputError(f"{where}: a PDF without text in {len(pages)} pages (scanned?): run OCR on it first")
    text = "\n".join(_paragraphs(_without_edges(pages)))
    if not is_readable(text):
        raise InputError(f"{where}: a PDF whose fonts don't tell which characters they show: run OCR on it first")
    return text, properties


def _pages(reader: PdfReader, where: str, limits: Limits) -> list[list[str]]:
    """Give the lines of each page, and stop before drawings or text grow beyond the limits."""
    pages = []
    drawn = size = 0
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            drawn += len(contents.get_data())
            limits.hold("drawing_bytes", drawn, where)
        text = page.extract_text()
        size += len(text)
        limits.hold("characters", size, where)
        pages.append([line.rstrip() for line in text.split("\n")])
    return pages


def _properties(reader: PdfReader) -> dict[str, str]:
    stated: Mapping[str, object] = reader.metadata or {}
    names = {"/Title": "title", "/Author": "creator", "/CreationDate": "created"}
    values = {name: str(stated.get(key) or "").strip() for key, name in names.items()}
    return {name: value for name, value in values.items() if value}


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Drop page numbers, and lines that stand at the edges of half the pages, figures aside."""
    seen = Counter(edge for page in pages for _, edge in _edges(page))
    most = max(2, (len(pages) + 1) // 2)
    repeated = {edge for edge, count in seen.items() if count >= most}
    kept = [_without(page, repeated) for page in pages]
    # Pages that are nothing but what they share, such as certificates, are taken as they are.
    if 2 * sum(map(len, kept)) < sum(map(len, pages)):
        return [_without(page, frozenset()) for page in pages]
    return kept


def _without(page: list[str], repeated: Set[Edge]) -> list[str]:
    gone = {i for i, edge in _edges(page) if edge in repeated or edge[1] in _page_numbers()}
    return [line for i, line in enumerate(page) if i not in gone]


def _edges(page: list[str]) -> list[tuple[int, Edge]]:
    """Give the first and the last lines that hold text, by their number; on a short page a line is both."""
    held = [i for i, line in enumerate(page) if line.strip()]
    last = held[-_EDGE:]
    places = [*enumerate(held[:_EDGE]), *enumerate(last, -len(last))]
    return [(i, (place, _form(page[i]))) for place, i in places if len(page[i].strip()) <= _LONGEST_EDGE]


def _form(line: str) -> str:
    return _DIGITS.sub("0", _SPACES.sub("", line))


@cache
def _page_numbers() -> frozenset[str]:
    return lexicon.words("read/page_numbers")


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Join lines; a paragraph may go on over the edge of a page."""
    lines = [line for page in pages for line in page]
    widths = sorted(_width(line) for line in lines if line.strip())
    # The widest lines are exceptions: a table, an address.
    usual = widths[round(0.9 * (len(widths) - 1))] if widths else 0
    paragraphs: list[str] = []
    open_ = False
    for line in lines:
        text = line.strip()
        if not text:
            open_ = False
            continue
        if open_ and not _INDENT.match(line):
            paragraphs[-1] += _joint(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
        open_ = _width(line) >= usual - _SLACK and not _ENDS_PARAGRAPH.search(text)
    return paragraphs


def _width(line: str) -> int:
    """Give the width of a line in half-width columns."""
    return sum(1 if char < "\u1100" else 2 for char in line)


def _joint(before: str, after: str) -> str:
    """Words of Latin letters are parted by a space, Chinese lines are not."""
    return " " if before[-1].isascii() and after[0].isascii() and (before[-1] + after[0]).isalnum() else ""

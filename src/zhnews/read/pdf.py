"""Renders a PDF as the text of its release: lines joined into paragraphs, what the page adds taken out.

A PDF knows only lines. Which of them belong together is told by their width and indents: a paragraph goes on as long
as its lines are as wide as the page allows, and the next one begins with an indent.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from zhnews import lexicon
from zhnews.errors import InputError
from zhnews.read.drawings import Drawings
from zhnews.read.encodings import is_readable
from zhnews.read.glyphs import Glyphs, without_numbers
from zhnews.read.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from pypdf import PageObject, PdfReader

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_ENDS_PARAGRAPH, _LONGEST_END = re.compile(r"[。！？][”’」』）)]*$"), 8
_INDENT = re.compile(r"\u3000| {2,}")
# Headers and footers stand among so many lines at either end of a page, and are no longer than this.
_EDGE = 3
_LONGEST_EDGE = 60
# In half-width columns: what a line may lack, because a mark may not begin the next, and still be full.
_SLACK = 6
_LEAST_TEXT = 8
# In points: what a line stands in from its page's margin is an indent from here on; and what it takes off the width.
_INDENTED, _INDENT_WIDTH = 12, 4
# What begins a paragraph by itself: 一、, （一）, 第三条 with a space behind it.
_STARTS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[)）]|、)|第[一二三四五六七八九十百]{1,5}[章节条]\s|附件[:：]"
)
# Two rows on end have as many cells each, which are short, hold no clauses and are more than lone characters.
_LEAST_ROWS, _LONGEST_CELL, _MOST_ALONE = 2, 24, 0.5
_CLAUSE = re.compile("[，。；！？：]")


class Line(NamedTuple):
    """A line of a page, and how far from the left its text begins, in points."""

    text: str
    x: float


# Where a line stands, counted from the top or, below 0, from the bottom; and its text without figures and spaces.
Edge = tuple[int, str]


def read_pdf(data: bytes, where: str, limits: Limits) -> tuple[str, dict[str, str]]:
    """Give the text of a PDF and the properties its file states (`title`, `creator`, `created`).

    `untold` names the pages of pictures that no text stands on but what all pages share. A character is lost (U+FFFD)
    where its font numbers glyphs and doesn't say what they show.

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
        pages, pictured = _pages(reader, where, limits)
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
    count, pages = len(pages), _without_edges(pages)
    if sum(len(line.text.strip()) for page in pages for line in page) < _LEAST_TEXT:
        raise InputError(f"{where}: a PDF without text in {count} pages (scanned?): run OCR on it first")
    if untold := [number for number in pictured if not any(line.text.strip() for line in pages[number - 1])]:
        properties["untold"] = ", ".join(map(str, untold))
    text = "\n".join(_paragraphs(pages))
    if not is_readable(text):
        raise InputError(f"{where}: a PDF whose fonts don't tell which characters they show: run OCR on it first")
    return text, properties


def _pages(reader: PdfReader, where: str, limits: Limits) -> tuple[list[list[Line]], list[int]]:
    """Give the lines of each page and the numbers of those that hold pictures; stop before they outgrow the limits."""
    pages, pictured = [], []
    drawings, glyphs = Drawings(where, limits), Glyphs()
    size = 0
    for number, page in enumerate(reader.pages, 1):
        drawn = drawings.weigh(page)
        lines = _lines(page, glyphs) if drawn.shows else []
        size += sum(len(line.text) + 1 for line in lines)
        limits.hold("characters", size, where)
        pages.append(lines)
        if drawn.pictured:
            pictured.append(number)
    return pages, pictured


def _lines(page: PageObject, glyphs: Glyphs) -> list[Line]:
    """Give the lines of a page in the order of its drawing instructions."""
    texts, places = [list[tuple[str, bool]]()], [0.0]

    def visit(text: str, around: Sequence[float], own: Sequence[float], font: Any, *_: object) -> None:
        text, guessed = glyphs.characters(text, font)
        for number, part in enumerate(text.split("\n")):
            if number:
                texts.append([])
                places.append(0.0)
            if part.strip() and not any(piece.strip() for piece, _ in texts[-1]):
                places[-1] = own[4] * around[0] + own[5] * around[2] + around[4]
            texts[-1].append((part, guessed))

    page.extract_text(visitor_text=visit)
    return [Line(text.rstrip(), place) for text, place in zip(without_numbers(texts), places, strict=True)]


def _properties(reader: PdfReader) -> dict[str, str]:
    stated: Mapping[str, object] = reader.metadata or {}
    names = {"/Title": "title", "/Author": "creator", "/CreationDate": "created"}
    values = {name: str(stated.get(key) or "").strip() for key, name in names.items()}
    return {name: value for name, value in values.items() if value}


def _without_edges(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop page numbers, and lines that stand at the edges of half the pages, or of those on one side of the sheet."""
    repeated = _repeated(pages) | _repeated(pages[::2]) | _repeated(pages[1::2])
    kept = [_without(page, repeated) for page in pages]
    # Pages that are nothing but what they share, such as certificates, are taken as they are.
    if 2 * sum(map(len, kept)) < sum(map(len, pages)):
        return [_without(page, frozenset()) for page in pages]
    return kept


def _repeated(pages: list[list[Line]]) -> set[Edge]:
    """Give what stands at the same edge of half of some pages, figures aside."""
    seen = Counter(edge for page in pages for _, edge in _edges(page))
    most = max(2, (len(pages) + 1) // 2)
    return {edge for edge, count in seen.items() if count >= most}


def _without(page: list[Line], repeated: Set[Edge]) -> list[Line]:
    gone = {i for i, edge in _edges(page) if edge in repeated or edge[1] in _page_numbers()}
    return [line for i, line in enumerate(page) if i not in gone]


def _edges(page: list[Line]) -> list[tuple[int, Edge]]:
    """Give the first and the last lines that hold text, by their number; on a short page a line is both."""
    held = [i for i, line in enumerate(page) if line.text.strip()]
    last = held[-_EDGE:]
    places = [*enumerate(held[:_EDGE]), *enumerate(last, -len(last))]
    return [(i, (place, _form(page[i].text))) for place, i in places if len(page[i].text.strip()) <= _LONGEST_EDGE]


def _form(line: str) -> str:
    return _DIGITS.sub("0", _SPACES.sub("", line))


@cache
def _page_numbers() -> frozenset[str]:
    return lexicon.words("read/page_numbers")


def _paragraphs(pages: list[list[Line]]) -> list[str]:
    """Join lines; a paragraph may go on over the edge of a page, a row of a table does not."""
    widths = sorted(_width(line.text) for page in pages for line in page if line.text.strip())
    # The widest lines are exceptions: a table, an address.
    full = (widths[round(0.9 * (len(widths) - 1))] if widths else 0) - _SLACK
    margins = _margins(pages, full)
    lines = [(line, _is_indented(line, at)) for page, at in zip(pages, margins, strict=True) for line in page]
    # Where some full lines are indented and some are not, indents tell where a paragraph begins.
    told = len({indented for line, indented in lines if _is_full(line, indented, full)}) > 1
    rows = _rows([line.text for line, _ in lines])
    paragraphs: list[str] = []
    open_ = False
    for number, (line, indented) in enumerate(lines):
        text = line.text.strip()
        if not text or number in rows:
            open_ = False
            paragraphs += [rows[number]] if text else []
            continue
        ended = open_ and _ends(paragraphs[-1])
        if open_ and not indented and not ((ended or not told) and _STARTS.match(text)):
            paragraphs[-1] += _joint(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
        open_ = _is_full(line, indented, full) and (told or not _ends(text))
    return paragraphs


def _ends(text: str) -> bool:
    # A paragraph may be put together from any number of lines.
    return _ENDS_PARAGRAPH.search(text[-_LONGEST_END:]) is not None


def _margins(pages: list[list[Line]], full: int) -> list[float]:
    """Give where the foremost of the full lines of each page begins, or of any page where one has none."""
    places = [[line.x for line in page if _width(line.text) >= full and line.text.strip()] for page in pages]
    foremost = min((place for page in places for place in page), default=0.0)
    return [min(page, default=foremost) for page in places]


def _is_indented(line: Line, margin: float) -> bool:
    return _INDENT.match(line.text) is not None or line.x - margin >= _INDENTED


def _is_full(line: Line, indented: bool, full: int) -> bool:
    return _width(line.text) + indented * _INDENT_WIDTH >= full


def _rows(lines: list[str]) -> dict[int, str]:
    """Map the numbers of the lines that are rows of a table to their cells, parted by tabs."""
    counts = [_cells(line) for line in lines]
    rows: dict[int, str] = {}
    for first, last in _runs(counts):
        if counts[first] > 1 and last - first >= _LEAST_ROWS:
            rows |= {number: "\t".join(lines[number].split()) for number in range(first, last)}
    return rows


def _runs(counts: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of equal numbers."""
    first = 0
    for number in range(1, len(counts) + 1):
        if number == len(counts) or counts[number] != counts[first]:
            yield first, number
            first = number


def _cells(line: str) -> int:
    """Count the cells of a line that may be a row; 1 for any other."""
    if " " not in line.strip() or _CLAUSE.search(line):
        return 1
    cells = line.split()
    alone = sum(len(cell) == 1 and not cell.isdigit() for cell in cells)
    return len(cells) if alone <= _MOST_ALONE * len(cells) and max(map(len, cells)) <= _LONGEST_CELL else 1


def _width(line: str) -> int:
    """Give the width of a line in half-width columns."""
    return sum(1 if char < "\u1100" else 2 for char in line)


def _joint(before: str, after: str) -> str:
    """Words of Latin letters are parted by a space, Chinese lines are not."""
    return " " if before[-1].isascii() and after[0].isascii() and (before[-1] + after[0]).isalnum() else ""

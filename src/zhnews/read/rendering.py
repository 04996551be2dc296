"""Renders the tree of a page as lines, and keeps which lines each element holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zhnews import lexicon

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

# A tag as the parser writes it, with its attributes escaped, or a comment.
_TAG = re.compile(r"<(?:(/?)([a-z][^\s/>]*)([^>]*)>|!--.*?-->|[!?][^>]*>)", re.DOTALL | re.IGNORECASE)
# A cell of a table may hold its value in an element; two side by side are paragraphs.
_CELL_OR_PART = re.compile(r"<(/?)(td|th|p|br|li|table)(?=[\s>])|</div>\s{0,99}<div(?=[\s>])")
_CELLS = ("td", "th")
_HEADINGS = ("h1", "h2", "h3")
VOID = frozenset({"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen"})
VOID |= {"link", "meta", "param", "source", "track", "wbr"}
# Elements whose text the parser writes as it stands.
_RAW = ("noembed", "noframes")
_NAMED = "data-zhnews-named"
_STYLE = re.compile(r'\sstyle="([^"]*)"', re.IGNORECASE)
_VALUE = re.compile('"[^"]*"')
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?==|\s|\Z)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*-\d{3,}", re.IGNORECASE)
# A box of no size may hold text that has one; a paragraph or a stretch of words hides what it says.
_SIZELESS, _SMALL = (
    re.compile(r"font-size\s*:\s*0(?![.\d])", re.IGNORECASE),
    frozenset({"p", "span", "a", "font", "li", "b", "i"}),
)
# A body that waits for a script to show it.
_WAITING = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \r\n\xa0\u3000]+")
_CELL_EDGE = re.compile(r"[ ]*\t[ \t]*")
# Cells that nest deeper lay out a page; to look into each would cost the square of the depth.
_DEEPEST_CELL = 100


class Line(NamedTuple):
    """A line of the rendering; `linked` counts its characters inside links, `caption` tells that it is of a figure."""

    text: str
    linked: int
    heading: bool
    caption: bool = False

    @property
    def in_links(self) -> float:
        """The share of the line that stands in links."""
        return min(1.0, self.linked / max(len(self.text), 1))


class Block(NamedTuple):
    """An element: the lines `start` to `end` (half-open), and whether its name says that it holds a body."""

    start: int
    end: int
    depth: int
    named: bool


@dataclass(frozen=True)
class Rendering:
    """The visible lines of a page in document order, and its elements, inner ones before outer ones."""

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]


def render(tree: LexborHTMLParser) -> Rendering:
    """Render a page: blocks and `<br>` part lines, a table gives a line a row with its cells parted by tabs.

    Scripts, styles, forms' fields and hidden elements are taken out of the tree; `<form>` itself is kept, as whole
    pages stand in one. The markup that the parser writes of its tree, every tag closed, is walked once, which is
    faster than the tree.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = "<p>甲<br>乙<p hidden>丙</p><table><tr><td>全省<td>45.3</table>"
    >>> [line.text for line in render(LexborHTMLParser(page)).lines]
    ['甲', '乙', '全省\\t45.3']
    """
    root = tree.body or tree.root
    if root is None:
        return Rendering((), ())
    for node in tree.css(_containers()):
        node.attrs[_NAMED] = ""
    tree.strip_tags(_skipped())
    markup = (root.html or "").replace("\t", " ")
    return _Walk(markup).run()


@cache
def _containers() -> str:
    return ", ".join(row[0] for row in lexicon.load("read/containers"))


@cache
def _skipped() -> list[str]:
    # The head stands outside the body; what else holds raw text would be taken for markup.
    kinds = lexicon.mapping("read/elements")
    return [*(tag for tag, kind in kinds.items() if kind == "skipped" and tag != "head"), *_RAW]


class _Element(NamedTuple):
    """An open element: its tag, how its end parts the text, the line it began on, and whether it is named."""

    tag: str
    kind: str
    start: int
    named: bool


class _Walk:
    """One walk over the markup of a tree; keeps the line that is being put together."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._kinds = lexicon.mapping("read/elements")
        self._open: list[_Element] = []
        self._lines: list[Line] = []
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = self._links = self._plain = self._captions = 0
        self._heading = False

    def run(self) -> Rendering:
        # What is skipped, from the element at this depth on.
        hidden: int | None = None
        plain_cells = _plain_cells(self._markup)
        pieces = _TAG.split(self._markup)
        for text, closing, tag, attributes in zip(pieces[0::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=False):
            if text and hidden is None:
                self._say(text)
            if closing and self._open:
                element = self._open.pop()
                if hidden is None:
                    self._close(element)
                elif hidden == len(self._open):
                    hidden = None
            elif tag:
                plain = tag in _CELLS and next(plain_cells)
                if hidden is None and self._enter(tag, attributes, plain=plain):
                    hidden = len(self._open) - 1
                elif hidden is not None:
                    self._open.append(_Element(tag, "", 0, False))
                if tag in VOID:
                    self._open.pop()
                    hidden = None if hidden == len(self._open) else hidden
        self._say(pieces[-1])
        self._flush()
        return Rendering(tuple(self._lines), tuple(self._blocks))

    def _enter(self, tag: str, attributes: str, *, plain: bool) -> bool:
        """Open an element; tell whether it is hidden, with all that it holds."""
        depth = len(self._open)
        named = False
        kind = self._kinds.get(tag, "")
        hidden = False
        if attributes:
            hints = "hidden" in attributes or "none" in attributes or "style" in attributes
            named = _NAMED in attributes
            hidden = hints and _is_hidden(tag, attributes) and not (named and _WAITING.search(attributes))
        if not hidden:
            if kind == "block":
                self._part()
                self._captions += tag == "figcaption"
                self._heading = self._heading or tag in _HEADINGS
                kind = "" if tag in VOID else kind
            elif kind == "cell" and plain and depth <= _DEEPEST_CELL:
                kind = "plain cell"
                self._plain += 1
            elif tag == "a":
                self._links += 1
        self._open.append(_Element(tag, kind, len(self._lines), named))
        return hidden

    def _close(self, element: _Element) -> None:
        tag, kind, start, named = element
        if kind == "block":
            self._part()
            self._captions -= tag == "figcaption"
            if len(self._lines) > start:
                self._blocks.append(Block(start, len(self._lines), len(self._open), named))
        elif kind:
            self._plain -= kind == "plain cell"
            self._parts.append("\t")
        elif tag == "a":
            self._links -= 1

    def _say(self, text: str) -> None:
        if not self._parts and text.isspace():
            return
        if "&" in text:
            text = html.unescape(text)
        if self._links:
            self._linked += len(text.strip())
        if self._open and self._open[-1].tag == "pre" and "\n" in text.strip():
            for line in text.split("\n"):
                self._parts.append(line)
                self._flush()
        else:
            self._parts.append(text)

    def _part(self) -> None:
        """Part lines, but inside a plain cell only words: a row stays a row."""
        if self._plain:
            self._parts.append(" ")
        elif self._parts:
            self._flush()
        else:
            self._linked, self._heading = 0, False

    def _flush(self) -> None:
        line = "".join(self._parts).strip()
        if line:
            if " " in line or not line.isprintable():
                line = _SPACES.sub(" ", line)
            line = _CELL_EDGE.sub("\t", line) if "\t" in line else line
            self._lines.append(Line(line, self._linked, self._heading, self._captions > 0))
        self._parts.clear()
        self._linked, self._heading = 0, False


def _plain_cells(markup: str) -> Iterator[bool]:
    """Tell of each cell, in order, whether it is one of a table of values, not one that lays out a page."""
    if "<td" not in markup and "<th" not in markup:
        return
    held: list[int] = []
    opened: list[tuple[int, int]] = []
    parts = 0
    for closing, tag in _CELL_OR_PART.findall(markup):
        if tag not in _CELLS:
            # A table in a cell is laid out by it, however little else there is.
            parts += 0 if closing else 2 if tag == "table" else 1
        elif not closing:
            opened.append((len(held), parts))
            held.append(0)
        elif opened:
            index, before = opened.pop()
            held[index] = parts - before
    yield from (count <= 1 for count in held)


def _is_hidden(tag: str, attributes: str) -> bool:
    if style := _STYLE.search(attributes):
        told = html.unescape(style[1])
        if _HIDDEN.search(told) or (tag in _SMALL and _SIZELESS.search(told)):
            return True
    return _HIDDEN_ATTRIBUTE.search(_VALUE.sub("", attributes)) is not None

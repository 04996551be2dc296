"""Renders the tree of a page as lines, and keeps which lines each element holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhnews import lexicon

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \r\n\xa0\u3000]+")
_CELL_EDGE = re.compile(r"[ ]*\t[ \t]*")
# Elements that nest deeper than this hold no release; their text is left out.
_DEEPEST = 2000
# Cells that nest deeper lay out a page; to look into each would cost the square of the depth.
_DEEPEST_CELL = 100


class Line(NamedTuple):
    """A line of the rendering; `linked` counts its characters inside links."""

    text: str
    linked: int
    heading: bool

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

    Scripts, styles, forms' fields and hidden elements are left out; `<form>` itself is kept, as whole pages stand in
    one. The walk needs no recursion and looks at each node once.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = "<p>甲<br>乙<p hidden>丙</p><table><tr><td>全省<td>45.3</table>"
    >>> [line.text for line in render(LexborHTMLParser(page)).lines]
    ['甲', '乙', '全省\\t45.3']
    """
    root = tree.body or tree.root
    if root is None:
        return Rendering((), ())
    named = {node.mem_id for row in lexicon.load("read/containers") for node in tree.css(row[0])}
    return _Walk(named).run(root)


class _Walk:
    """One walk over a tree; keeps the line that is being put together."""

    def __init__(self, named: Iterable[int]) -> None:
        self._named = frozenset(named)
        self._kinds = lexicon.mapping("read/elements")
        self._lines: list[Line] = []
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._heading = False
        self._plain = 0

    def run(self, root: LexborNode) -> Rendering:
        # An entry is a node to enter, or None and what to do when its children are done.
        stack: list[tuple[LexborNode | None, bool, int, tuple[str, int, bool]]] = [(root, False, 0, ("", 0, False))]
        while stack:
            node, in_link, depth, (closing, start, named) = stack.pop()
            if node is None:
                self._close(closing, start, depth, named)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._say(node, in_link)
                continue
            kind = self._kinds.get(tag, "")
            if kind == "skipped" or tag[:1] in "-!" or depth > _DEEPEST or self._is_hidden(node):
                continue
            if kind == "block":
                self._part()
                if tag in ("br", "hr"):
                    continue
                self._heading = self._heading or tag in ("h1", "h2", "h3")
            if kind == "cell" and depth <= _DEEPEST_CELL and self._is_plain(node):
                kind = "plain cell"
                self._plain += 1
            if kind:
                stack.append((None, in_link, depth, (kind, len(self._lines), node.mem_id in self._named)))
            inside = in_link or tag == "a"
            children = [(child, inside, depth + 1, ("", 0, False)) for child in node.iter(include_text=True)]
            stack += reversed(children)
        self._flush()
        return Rendering(tuple(self._lines), tuple(self._blocks))

    def _say(self, node: LexborNode, in_link: bool) -> None:
        text = (node.text_content or "").replace("\t", " ")
        stripped = text.strip()
        if "\n" in stripped and node.parent is not None and node.parent.tag == "pre":
            for line in text.split("\n"):
                self._parts.append(line)
                self._flush()
        elif text:
            self._parts.append(text)
            if in_link:
                self._linked += len(stripped)

    def _part(self) -> None:
        """Part lines, but inside a plain cell only words: a row stays a row."""
        if self._plain:
            self._parts.append(" ")
        else:
            self._flush()

    def _close(self, kind: str, start: int, depth: int, named: bool) -> None:
        if kind.endswith("cell"):
            self._plain -= kind.startswith("plain")
            self._parts.append("\t")
            return
        self._part()
        if len(self._lines) > start:
            self._blocks.append(Block(start, len(self._lines), depth, named))

    def _flush(self) -> None:
        line = _SPACES.sub(" ", "".join(self._parts)).strip()
        if line:
            line = _CELL_EDGE.sub("\t", line)
            self._lines.append(Line(line, self._linked, self._heading))
        self._parts.clear()
        self._linked, self._heading = 0, False

    @staticmethod
    def _is_plain(cell: LexborNode) -> bool:
        """Tell a cell of a table of values from one that lays out a page."""
        return len(cell.css("p, br, li, table")) <= 1

    def _is_hidden(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if not attributes:
            return False
        return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))

"""Renders a page of HTML as the text of its release: title, metadata, and the block that holds the body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from zhnews import lexicon
from zhnews.model import Release
from zhnews.read.metadata import Metadata, find_metadata, parse_date
from zhnews.text import Text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HEAD_OF_FILE = 5000
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "canvas",
        "object",
        "embed",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "head",
        "nav",
        "footer",
        "video",
        "audio",
        "-comment",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "table",
        "tbody",
        "thead",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "aside",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "form",
        "center",
        "pre",
        "figure",
        "figcaption",
        "main",
        "hr",
        "address",
        "fieldset",
        "body",
        "html",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKS = re.compile(r"[，。；！？：、“”,;]")
_TITLE_TAIL = re.compile(r"\s*[-_|–—]\s*[^-_|–—]{1,30}$")
_SPACES = re.compile(r"[ \t\r\xa0\u3000]+")
_DEEPEST = 400


def is_page(text: str) -> bool:
    """Tell whether a text is a whole page of HTML, not a text with left-over tags.

    >>> is_page("<!DOCTYPE html><html><body>…"), is_page("<p>今日有雨。</p>")
    (True, False)
    """
    return _PAGE.search(text, 0, _HEAD_OF_FILE) is not None


def read_page(text: str, name: str | None, encoding: str | None) -> Release:
    """Read a page: its rendering becomes the release's source."""
    from selectolax.lexbor import LexborHTMLParser

    # Pages with an early </html> go on behind it.
    tree = LexborHTMLParser(re.sub(r"</(?:html|body)\s*>", "", text, flags=re.IGNORECASE))
    root = tree.body or tree.root
    lines = _lines(root) if root is not None else []
    body = _body_lines(tree, root, lines)
    found = _metadata(tree, "\n".join(line for line, _ in lines), body)
    rendering = "\n".join(body)
    release = Release(Text(rendering), source=name, encoding=encoding, media="html", **found.fields())
    return release


def _metadata(tree: Any, visible: str, body: list[str]) -> Metadata:
    """Put together the metadata: government tags first, then JSON-LD and OpenGraph, then what can be seen."""
    tags = _meta_tags(tree)
    seen = find_metadata(visible)
    found = replace(seen, meta={})
    names = {
        kind: [n for n, k in lexicon.load("read/meta_tags") if k == kind]
        for kind in ("title", "published", "issuer", "author")
    }
    for kind, keys in names.items():
        value = next((tags[key] for key in keys if tags.get(key)), None)
        if value is None:
            continue
        if kind == "published":
            dated = parse_date(value)
            found.published = dated[0] if dated else found.published
        else:
            setattr(found, kind, value)
    title = (
        found.title if names["title"] and any(tags.get(k) for k in names["title"]) else _page_title(tree, seen.title)
    )
    found.title = _without_site(title, tags.get("sitename")) if title else None
    return found


def _meta_tags(tree: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        value = (attributes.get("content") or "").strip()
        if key and value:
            tags.setdefault(key, value)
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "")
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                tags |= {f"ld:{key.lower()}": value for key, value in item.items() if isinstance(value, str)}
    return tags


def _page_title(tree: Any, seen: str | None) -> str | None:
    heading = next((_clean(node.text()) for node in tree.css("h1") if 4 <= len(_clean(node.text())) <= 80), None)
    title = _clean(tree.css_first("title").text()) if tree.css_first("title") else ""
    if heading and heading[:6] in title:
        return heading
    return (seen if seen and seen[:6] in title else None) or title or heading or seen


def _without_site(title: str, site: str | None) -> str:
    title = _clean(title)
    while (match := _TITLE_TAIL.search(title)) and match.start() >= 6:
        title = title[: match.start()]
    return title.removesuffix(site or "\n").strip(" -_|")


def _clean(text: str | None) -> str:
    return _SPACES.sub(" ", (text or "").replace("\n", " ")).strip()


def _lines(root: LexborNode) -> list[tuple[str, float]]:
    """Render a node as (line, share of its characters that stand in links)."""
    lines: list[tuple[str, float]] = []
    parts: list[str] = []
    linked = 0

    def flush() -> None:
        nonlocal linked
        line = _SPACES.sub(" ", "".join(parts)).strip()
        if line:
            lines.append((line, min(1.0, linked / max(len(line), 1))))
        parts.clear()
        linked = 0

    for event, value, in_link in _walk(root):
        if event == "text":
            parts.append(value)
            linked += len(value.strip()) if in_link else 0
        elif event == "cell":
            parts.append(" ")
        else:
            flush()
    flush()
    return lines


def _walk(root: LexborNode) -> Iterator[tuple[str, str, bool]]:
    """Yield text and breaks in document order, without recursion: pages nest as deep as they like."""
    stack: list[tuple[LexborNode | None, str, bool, int]] = [(root, "", False, 0)]
    while stack:
        node, event, in_link, depth = stack.pop()
        if node is None:
            yield event, "", in_link
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield "text", (node.text_content or "").replace("\n", " "), in_link
            continue
        if tag in _SKIPPED or _is_hidden(node):
            continue
        if tag == "br":
            yield "break", "", in_link
            continue
        block = tag in _BLOCKS
        closing = "break" if block else "cell" if tag in ("td", "th") else ""
        if block:
            yield "break", "", in_link
        if closing:
            stack.append((None, closing, in_link, depth))
        children = list(node.iter(include_text=True)) if depth < _DEEPEST else []
        stack += [(child, "", in_link or tag == "a", depth + 1) for child in reversed(children)]


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


@cache
def _containers() -> str:
    return ", ".join(row[0] for row in lexicon.load("read/containers"))


def _body_lines(tree: Any, root: LexborNode | None, lines: list[tuple[str, float]]) -> list[str]:
    """Give the lines of the body: of the known container that holds most prose, else of the densest stretch."""
    best: list[tuple[str, float]] = []
    total = _prose(lines)
    for node in tree.css(_containers()):
        candidate = _lines(node)
        if _prose(candidate) > _prose(best):
            best = candidate
    if not best or _prose(best) < 0.4 * total:
        best = _densest(root) or best or lines
    return [line for line, linked in best if linked < 0.8 or len(line) > 60]


def _densest(root: LexborNode | None) -> list[tuple[str, float]]:
    """Go down from the root, always into the child that holds nearly all of the prose."""
    if root is None:
        return []
    node, lines = root, _lines(root)
    prose = _prose(lines)
    for _ in range(_DEEPEST):
        children = [
            (child, _lines(child)) for child in node.iter() if child.tag not in _SKIPPED and not _is_hidden(child)
        ]
        if not children:
            break
        child, inner = max(children, key=lambda item: _prose(item[1]))
        if _prose(inner) < 0.8 * prose or child.tag in ("p", "span", "strong", "font", "a"):
            break
        node, lines = child, inner
    return lines


def _prose(lines: list[tuple[str, float]]) -> int:
    """Weigh lines as prose: their characters, where they have punctuation and few links."""
    return sum(len(line) for line, linked in lines if linked < 0.5 and len(line) > 12 and _MARKS.search(line))

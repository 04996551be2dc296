"""Reads a page of HTML: its text rendering, the body in it, and the metadata in its tags and under its title."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from zhnews import lexicon
from zhnews.model import Release
from zhnews.read.body import find_body
from zhnews.read.dates import day_of_address, parse_date
from zhnews.read.headings import (
    LONGEST_TITLE,
    SHORTEST_HEADING,
    SHORTEST_TITLE,
    TITLE_SEPARATOR,
    is_site,
    without_site,
)
from zhnews.read.limits import DEFAULTS, Limits
from zhnews.read.metadata import Metadata, find_metadata
from zhnews.read.nesting import bounded
from zhnews.read.rendering import Line, render
from zhnews.read.state import drawn_page
from zhnews.text import Edit, Span, Text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HEAD_OF_FILE = 5000
_NEXT_PAGE = re.compile(r"(?<=</html>)\s{0,99}(?=<(?:!doctype|html)\b)", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
# What these hold, the parser takes for text with tags in it.
_RAW = re.compile(r"<(/?)(?:xmp|plaintext|listing)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,200}>")
_SPACES = re.compile(r"\s+")
_LABEL = re.compile(r"^[^:：]{2,6}[:：]\s?")
_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z·、 ]{1,38}")
_PAGE_NUMBER = re.compile(r"\s?[(（\[【]\s?(?:(?P<page>第\s?\d{1,2}\s?[页頁])|\d{1,2}(?:/\d{1,2})?)\s?[)）\]】]\Z")
_TURNS = re.compile("[上下][一1]?[页頁]|尾[页頁]")
_STOP = "。"
_SECTION = re.compile(r"^[【\[][^【】\[\]]{2,8}[】\]]\s?")
_SCRIPTED = re.compile(r"""\bvar\s(ct|createTime)\s?=\s?["'](\d{10}|20\d\d-\d\d-\d\d[ \d:]{0,9})["']""")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+)")
# Systems that know no day count from 1970.
_FIRST_YEAR = 1990
_CHINA = timezone(timedelta(hours=8))
# The lines around the start of the body where title and metadata may stand.
_BEFORE, _AFTER = 30, 6
# So many times what stands above the line of metadata in a body stands below it.
_MOST_BELOW = 10
_LINES_OF_TITLE = 4
# A name of a page shorter than this may be that of a section; a site's own name is no longer than that.
_SHORTEST_NAMED = 6
# What can be seen is the title if it holds this share of what the page calls itself.
_MOST = 0.7


def is_page(text: str) -> bool:
    """Tell whether a text is a whole page of HTML, not a text with left-over tags.

    >>> is_page("<!DOCTYPE html><html><body>…"), is_page("<p>今日有雨。</p>")
    (True, False)
    """
    return _PAGE.search(text, 0, _HEAD_OF_FILE) is not None


def read_page(text: str, name: str | None, encoding: str | None, limits: Limits = DEFAULTS) -> Release:
    """Read a page: the rendering of all its visible lines becomes the source, what is not body is edited out.

    Spans refer to the rendering, one line a paragraph; the text outside the body stays among the changes, under the
    rule `read.outside`.

    Raises:
        InputError: the page has more lines than the limits allow.
    """
    from selectolax.lexbor import LexborHTMLParser

    # Pages with an early </html> go on behind it.
    tree = LexborHTMLParser(bounded(_RAW.sub(r"<\1pre", _END.sub("", _main_page(text)))))
    tags = _meta_tags(tree, text)
    named = _names(tree, tags)
    rendering = render(tree)
    limits.hold("lines", len(rendering.lines), name or "input")
    if not any(_STOP in line.text for line in rendering.lines) and (drawn := drawn_page(text)):
        return read_page(drawn, name, encoding, limits)
    body = _below_title(find_body(rendering, _titled(rendering.lines, named)), rendering.lines, named)
    source = "\n".join(line.text for line in rendering.lines)
    starts = [0, *accumulate(len(line.text) + 1 for line in rendering.lines)]
    found = _metadata(tags, named, rendering.lines, source, starts, body)
    body = _below_metadata(body, rendering.lines, starts, found)
    edits = list(_outside(starts, body, len(source)))
    return Release(Text(source).edit(edits), source=name, encoding=encoding, media="html", **found.fields())


def _main_page(text: str) -> str:
    """Give the longest of several pages in one file, with the head of the first: a frame's own may stand above it."""
    pages = _NEXT_PAGE.split(text)
    longest = max(pages, key=len)
    return longest if longest is pages[0] else pages[0][: max(pages[0].find("<body"), 0)] + longest


def _outside(starts: Sequence[int], body: Sequence[int], size: int) -> Iterator[Edit]:
    """Edit out the lines between those of the body."""
    position = 0
    for index in body:
        if starts[index] > position:
            yield Edit(Span(position, starts[index]), "", "read.outside")
        position = starts[index + 1]
    if body and position < size:
        yield Edit(Span(position, size), "", "read.outside")


def _titled(lines: Sequence[Line], named: Sequence[str]) -> list[int]:
    """Give the indices of the lines that the page calls itself by."""
    keys = [_key(name) for name in named]
    # Next to no line begins with a character of the name and is no longer than it.
    first, longest = frozenset("".join([*named, *keys])), max(map(len, [*named, ""]))
    long = [
        index
        for index, line in enumerate(lines)
        if SHORTEST_HEADING <= len(line.text) <= longest and line.text[0] in first
    ]
    return [index for index in long if any(_key(lines[index].text) in key for key in keys)]


def _below_title(body: list[int], lines: Sequence[Line], named: Sequence[str]) -> list[int]:
    """Begin a body at the last line that is the page's title, if there is more text below it than above."""
    below = total = sum(len(lines[index].text) for index in body)
    pieces = _main_pieces(named)
    for place, index in enumerate(body):
        text = lines[index].text
        if below * 2 <= total:
            break
        if place and pieces and SHORTEST_HEADING <= len(text) <= LONGEST_TITLE and _key(text) in pieces:
            return body[place:]
        below -= len(text)
    return body


def _below_metadata(body: list[int], lines: Sequence[Line], starts: Sequence[int], found: Metadata) -> list[int]:
    """Begin a body behind the line that states when and by whom it was published, if next to nothing is above it."""
    total = sum(len(lines[index].text) for index in body)
    places = [found.meta[field].start for field in ("published", "issuer") if field in found.meta]
    if wire := found.meta.get("dateline"):
        # The release goes on behind it in the same line.
        places = [at for at in places if not wire.start <= at < wire.end]
    above = 0
    for place, index in enumerate(body[:_AFTER]):
        text = lines[index].text
        states = any(starts[index] <= at < starts[index + 1] for at in places)
        if states and "。" not in text and above * _MOST_BELOW <= total and place + 1 < len(body):
            return body[place + 1 :]
        above += len(text)
    return body


def _metadata(
    tags: dict[str, str],
    named: Sequence[str],
    lines: Sequence[Line],
    source: str,
    starts: Sequence[int],
    body: Sequence[int],
) -> Metadata:
    """Put the metadata together: tags of government systems first, then JSON-LD and OpenGraph, then what is seen."""
    first, last = (body[0], body[-1]) if body else (0, len(lines) - 1)
    top, bottom = max(0, first - _BEFORE), min(len(lines), first + _AFTER)
    end = starts[bottom] if bottom < len(lines) else len(source)
    near = [(starts[i], lines[i]) for i in range(top, bottom)]
    title, heading = _find_title(named, tags.get("sitename"), near, first - top)
    inside = Span(starts[first], starts[last + 1] - 1 if lines else 0)
    found = find_metadata(source, Span(starts[top], end), inside, heading)
    # What the page calls itself may be its site or section alone; then the line above the metadata counts.
    named_shortly = heading and found.title and len(title or "") < _SHORTEST_NAMED
    if (heading and not named_shortly) or (
        title and not (found.title and (len(title) < _SHORTEST_NAMED or is_site(title)))
    ):
        found.title = title
        found.meta.pop("title", None)
    if heading and not named_shortly:
        found.meta["title"] = heading
    for kind in ("published", "issuer", "author"):
        value = _first(tags, kind)
        if not value:
            continue
        if kind == "published":
            if (dated := parse_date(value)) and dated.day.year >= _FIRST_YEAR and dated.day != found.published:
                found.published, found.time = dated.day, dated.time
                found.meta.pop("published", None)
        elif getattr(found, kind) is None and (match := _NAME.search(_LABEL.sub("", value))):
            name = match.group().strip()
            # A company built the site, and wrote nothing on it.
            if not (kind == "author" and name.endswith(lexicon.affixes("read/builders"))):
                setattr(found, kind, name)
    if found.published is None and (address := _first(tags, "address")):
        found.published = day_of_address(address)
    return found


def _meta_tags(tree: LexborHTMLParser, text: str) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        value = _plain(attributes.get("content"))
        if key and value:
            tags.setdefault(key, value)
    for node in tree.css('link[rel="canonical"]'):
        tags.setdefault("link:canonical", node.attributes.get("href") or "")
    if saved := _SAVED_FROM.search(text, 0, _HEAD_OF_FILE):
        tags["saved:from"] = saved[1]
    for name, value in _SCRIPTED.findall(text):
        # Seconds since 1970, as pages count them that fill in their day when they are shown.
        dated = datetime.fromtimestamp(int(value), _CHINA).isoformat(" ") if value.isdigit() else value
        tags.setdefault(f"js:{name.lower()}", dated)
    for node in tree.css('script[type="application/ld+json"]'):
        for item in _objects(node.text() or ""):
            tags |= {f"ld:{key.lower()}": _plain(told) for key, value in item.items() if (told := _told(value))}
    return tags


def _objects(data: str) -> Iterator[dict[str, Any]]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _told(value: Any) -> str | None:
    """Give what a field of JSON-LD says: a text, or the name of a person or body, the first of several."""
    first = value[0] if isinstance(value, list) and value else value
    name = first.get("name") if isinstance(first, dict) else first
    return name if isinstance(name, str) else None


def _first(tags: dict[str, str], kind: str) -> str | None:
    """Give the value of the best tag of a kind, in the order of their rank."""
    return next((tags[name] for name in _tag_names(kind) if tags.get(name)), None)


@cache
def _tag_names(kind: str) -> list[str]:
    rows = [(rank, name) for name, own, rank in lexicon.load("read/meta_tags") if own == kind]
    return [name for _, name in sorted(rows)]


def _names(tree: LexborHTMLParser, tags: dict[str, str]) -> list[str]:
    """Give what a page calls itself: by its tags, and by its title."""
    node = tree.css_first("title")
    named = (_first(tags, "title"), _plain(node.text()) if node else None)
    # A head in another encoding than the body has lost its characters.
    return [title for title in named if title and "\ufffd" not in title]


def _find_title(
    named: Sequence[str], site: str | None, near: Sequence[tuple[int, Line]], first: int
) -> tuple[str | None, Span | None]:
    """Give the title and its place: the visible lines that the page calls itself by, a heading, or that name.

    What can be seen is worth more than a tag, since it has no site's name and can be cited.
    """
    title = _without_page_number(without_site(named[0], site), near) if named else ""
    seen = _seen(near, [_key(name) for name in named])
    start, text = max(seen, key=lambda item: len(item[1]), default=(0, ""))
    # A section before the title stands in brackets; where it is the title's own, it is seen.
    least = _MOST * len(_key(_SECTION.sub("", title)))
    if text and (len(_key(text)) >= least or _key(text) in _main_pieces(named)):
        title = _without_page_number(without_site(text, site), near)
        if not is_site(title):
            return _on_one_line(title, named), Span(start, start + len(title))
    if not title or is_site(title):
        for start, line in reversed(near[: first + 1]):
            if line.heading and SHORTEST_TITLE <= len(line.text) <= LONGEST_TITLE and not line.in_links:
                return line.text, Span(start, start + len(line.text))
    return title.replace("\n", " ").replace("\t", " ") or None, None


def _on_one_line(title: str, named: Sequence[str]) -> str:
    """Join the lines of a title; the name of the page tells whether a space parts them."""
    joined = title.replace("\n", "")
    return joined if any(joined in name for name in named) else title.replace("\n", " ").replace("\t", " ")


def _without_page_number(title: str, near: Sequence[tuple[int, Line]]) -> str:
    """Cut the number of the page off a title: 云岭通车(2), where the page has a bar to turn over."""
    match = _PAGE_NUMBER.search(title)
    turns = match and (match["page"] or any(_TURNS.search(line.text) for _, line in near))
    return title[: match.start()] if match and turns else title


def _main_pieces(named: Sequence[str]) -> frozenset[str]:
    """Give the longest of the pieces that each name of a page was put together from.

    >>> sorted(_main_pieces(["云岭日报网--土豆种进高原"]))
    ['土豆种进高原']
    """
    split = [[_key(piece) for piece in TITLE_SEPARATOR.split(name)] for name in named]
    return frozenset(piece for pieces in split for piece in pieces if len(piece) == max(map(len, pieces)))


def _seen(near: Sequence[tuple[int, Line]], keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of the lines that are part of a title; a title over several lines is given whole."""
    for index, (start, line) in enumerate(near):
        if not SHORTEST_TITLE <= len(line.text) <= LONGEST_TITLE:
            continue
        text, key = line.text, _key(line.text)
        for _, further in near[index + 1 : index + _LINES_OF_TITLE]:
            if not any(key + _key(further.text) in whole for whole in keys):
                break
            text, key = f"{text}\n{further.text}", key + _key(further.text)
        if any(key in whole for whole in keys):
            yield start, text


def _plain(text: str | None) -> str:
    return _SPACES.sub(" ", _TAG.sub("", html.unescape(text or ""))).strip()


def _key(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))

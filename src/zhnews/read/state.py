"""Finds the release in a page that a script draws: its text stands in the data that the page brings along."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

_DATA = re.compile(
    r"""<script[^<>]{0,300}?application/json[^<>]{0,300}>\s*(?=[{\[])
      | \b(?:window\.|var\s+|let\s+|const\s+)[\w.]{1,60}\s?=\s?(?=[{\[])""",
    re.VERBOSE | re.IGNORECASE,
)
_STOP = re.compile("[。！？]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CHINA = timezone(timedelta(hours=8))
# A text has so many sentences; data are searched no deeper, nor for more values, than this.
_LEAST_SENTENCES = 2
_DEEPEST, _MOST_VALUES, _MOST_DATA = 12, 20_000, 20
_NAMES = {
    "title": ("title", "docTitle", "newsTitle", "articleTitle", "headline"),
    "published": ("publishTime", "publish_time", "publishDate", "pubTime", "pubDate", "datePublished", "releaseTime"),
    "issuer": ("source", "sourceName", "origin", "docSource", "contentSource", "from"),
}


def drawn_page(page: str) -> str | None:
    """Give the page that a script would draw of the data in this one; None where the data hold no text.

    The text is the longest value in the data that has sentences; title, day and source are those beside it.

    >>> data = '{"news": {"title": "大桥通车", "content": "<p>大桥今天通车。</p><p>全长3.2公里。</p>"}}'
    >>> drawn_page(f"<html><body><div id=app></div><script>window.__STATE__={data}</script>")
    '<html><head><title>大桥通车</title></head><body><h1>大桥通车</h1><p></p><div><p>大桥今天通车。</p><p>全长3.2公里。</p></div></body></html>'
    >>> drawn_page("<html><body><p>大桥今天通车。</p>")
    """
    found: list[tuple[int, str, dict[str, Any]]] = []
    for value in _data(page):
        for record in _records(value):
            texts = [own for own in record.values() if isinstance(own, str)]
            text = max(texts, key=len, default="")
            if len(_STOP.findall(text)) >= _LEAST_SENTENCES:
                found.append((len(_TAG.sub("", text)), text, record))
    if not found:
        return None
    _, text, record = max(found, key=lambda item: item[0])
    title, published, issuer = (html.escape(_told(record, kind), quote=False) for kind in _NAMES)
    body = text if "<" in text else "".join(f"<p>{line}</p>" for line in text.split("\n"))
    beside = " ".join([published, f"来源：{issuer}" if issuer else ""]).strip()
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{beside}</p><div>{body}</div></body></html>"
    )


def _data(page: str) -> Iterator[Any]:
    """Yield the values that scripts of a page are given."""
    decoder = json.JSONDecoder()
    for number, match in enumerate(_DATA.finditer(page)):
        if number == _MOST_DATA:
            return
        try:
            yield decoder.raw_decode(page, match.end())[0]
        except (ValueError, RecursionError):
            continue


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the records in a value, outer ones first."""
    left, seen = [(value, 0)], 0
    while left and seen < _MOST_VALUES:
        value, depth = left.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < _DEEPEST:
            left += [(own, depth + 1) for own in inner if isinstance(own, dict | list)]


def _told(record: dict[str, Any], kind: str) -> str:
    """Give what a record says of its text; a day may be counted in seconds or their thousandths."""
    value = next((record[name] for name in _NAMES[kind] if record.get(name)), "")
    if kind == "published" and str(value).isdecimal() and len(str(value)) in (10, 13):
        return datetime.fromtimestamp(int(str(value)[:10]), _CHINA).strftime("%Y-%m-%d %H:%M")
    return value if isinstance(value, str) else ""

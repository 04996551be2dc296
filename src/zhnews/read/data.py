"""Tells data from text: feeds and JSON hold releases, but are none themselves."""

from __future__ import annotations

import json
import re

from zhnews.errors import InputError

_FEED = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*|<\?[^<>]{0,500}\?>\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_ADVICE = "give the text of one release; archives of JSON Lines are for `zhnews batch`"


def refuse_data(text: str, where: str) -> None:
    """Refuse a feed or JSON, of which nobody can tell which text was meant.

    Raises:
        InputError: it is one; the message says what it is and what to do.

    >>> refuse_data("统计数据显示，经济运行平稳。", "input")
    >>> refuse_data('{"title": "要闻", "content": "经济运行平稳。"}', "page.json")
    Traceback (most recent call last):
    ...
    zhnews.errors.InputError: page.json: JSON, not text: give the text of one release; archives of JSON Lines are \
for `zhnews batch`
    """
    if _FEED.match(text):
        count = len(_ENTRY.findall(text))
        raise InputError(f"{where}: a feed of {count} articles, not a release: give the page that one of them links to")
    if _is_json(text):
        raise InputError(f"{where}: JSON, not text: {_ADVICE}")


def _is_json(text: str) -> bool:
    """Tell whether a text, or its first line, is an object of JSON or a list of such."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")) or '"' not in start:
        return False
    for piece in (start, start.partition("\n")[0]):
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))
    return False

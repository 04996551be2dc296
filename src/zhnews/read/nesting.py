"""Bounds how deep the tags of a page nest, and how many attributes one has, before it is parsed.

The parser's time grows with the square of either. No page comes near the bounds, and no text is lost by them: a tag
beyond the deepest is taken for a line break, and so is its end.
"""

from __future__ import annotations

import re
from functools import cache

from zhnews.read.rendering import VOID

# Only a page with this many tags is looked at for its depth. What changes more than lines, a table or a hidden element,
# may stand deeper.
_MANY_TAGS, _DEEPEST, _DEEPEST_OF_ALL = 20_000, 2000, 4000
_TELLING = re.compile("hidden|none", re.IGNORECASE)
# Only a page of this many characters is looked at for the attributes of its tags.
_LONG_PAGE, _MOST_ATTRIBUTES = 100_000, 500
_TAG = re.compile(r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^\s<>/]{0,30})(?P<attributes>[^<>]{0,2000}>)?|(?P<comment>!--))")
_ATTRIBUTE = r"""(?>[\s/]+[^\s/=<>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)"""
_CROWDED = re.compile(rf"(<[a-zA-Z][^\s/<>]*+{_ATTRIBUTE}{{{_MOST_ATTRIBUTES}}}){_ATTRIBUTE}++")
# Elements that never nest without another between them, since the next one ends them.
_ENDED = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup"})
# What these hold is no markup.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"})


def bounded(page: str) -> str:
    """Part lines where tags nest deeper than any page does, and drop attributes beyond the most a tag has.

    >>> bounded("<p><b>今日</b>有雨。")
    '<p><b>今日</b>有雨。'
    """
    if len(page) >= _LONG_PAGE:
        page = _CROWDED.sub(r"\1", page)
    return _shallow(page) if page.count("<") >= _MANY_TAGS else page


def _shallow(page: str) -> str:
    """Replace what nests too deep; elements that end by themselves, such as cells without an end, nest in others."""
    parts = list[str]()
    gone_of_open = list[bool]()
    position = kept = depth = 0
    while match := _TAG.search(page, position):
        position = match.end()
        name = (match["name"] or "--").lower()
        if match["comment"] or (name in _RAW and not match["close"]):
            end = _end_of(name).search(page, position)
            position = end.end() if end else len(page)
            continue
        if name in VOID or name in _ENDED:
            continue
        if match["close"]:
            if not gone_of_open:
                continue
            gone = gone_of_open.pop()
            depth -= not gone
        else:
            telling = name == "table" or _TELLING.search(match["attributes"] or "")
            gone = depth >= (_DEEPEST_OF_ALL if telling else _DEEPEST)
            gone_of_open.append(gone)
            depth += not gone
        if gone:
            parts += (page[kept : match.start()], "<br>")
            # A tag without an end goes on to the next: what is left of it is no text.
            kept = position if match["attributes"] else max(position, _next_tag(page, position))
    return "".join([*parts, page[kept:]])


def _next_tag(page: str, position: int) -> int:
    ends = [end for end in (page.find("<", position), page.find(">", position) + 1) if end > 0]
    return min(ends, default=len(page))


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile("-->" if name == "--" else f"</{name}", re.IGNORECASE)

"""Rules about the form of characters: left-over markup, widths, pinyin notes, spaces."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Edit, Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PUNCTUATION = "，。、；：？！“”‘’（）《》【】—…"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_TAG = re.compile(
    r"<(?P<raw>script|style)\b[^<>]{0,2000}>.{0,100000}?</(?P=raw)\s*>|<!--.{0,20000}?-->"
    r"|<[/!]?(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]+")
_PINYIN = re.compile(rf"(?<=[{_HAN}])[（(]\s?(?=[a-zü{_TONED}]{{0,6}}[{_TONED}])[a-zü{_TONED}]{{1,7}}\s?[)）]")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]|(?<=[0-9０-９])．(?=[0-9０-９])")
_NARROW = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF10, 0xFF5B)) if c.isalnum()} | {
    0xFF05: 0x25,
    0xFF0E: 0x2E,
}
_INDENT = re.compile(r"^[ \t\xa0\u3000•·▪■◆]+(?=\S)|[ \t\xa0\u3000\r]+$", re.MULTILINE)
_EDGE = rf"[{_HAN}{_PUNCTUATION}0-9%℃]"
_SPACE = re.compile(
    rf"(?<=[{_HAN}{_PUNCTUATION}])[ \xa0\u3000]+(?=[{_HAN}{_PUNCTUATION}A-Za-z0-9])"
    rf"|(?<=[A-Za-z0-9%])[ \xa0\u3000]+(?=[{_HAN}{_PUNCTUATION}%])"
)
_BLANK = re.compile(r"\A\s+|\s*\n\s*|\s+\Z")


def tags(release: Release) -> Iterator[Edit]:
    """Take left-over tags out; a block's tag parts paragraphs, an inline one vanishes.

    >>> from zhnews.text import Text
    >>> str(Release(Text("甲</p><p id=x>乙<b>丙</b>")).edit(tags(Release(Text("甲</p><p id=x>乙<b>丙</b>")))).text)
    '甲\\n\\n乙丙'
    """
    if "<" not in release.text.value:
        return
    kinds = lexicon.mapping("read/elements")
    for match in _TAG.finditer(release.text.value):
        parts = kinds.get((match["name"] or "").lower()) in ("block", "cell")
        yield Edit(Span(*match.span()), "\n" if parts else "", "clean.tags")


def entities(release: Release) -> Iterator[Edit]:
    """Write out HTML entities: &nbsp; is a space, &ldquo; a quotation mark."""
    if "&" not in release.text.value:
        return
    for match in _ENTITY.finditer(release.text.value):
        new = html.unescape(match.group())
        if new != match.group():
            yield Edit(Span(*match.span()), new, "clean.entities")


def invisible(release: Release) -> Iterator[Edit]:
    """Drop zero-width, control and private-use characters, which hide words from every later rule."""
    for match in _INVISIBLE.finditer(release.text.value):
        yield Edit(Span(*match.span()), "", "clean.invisible")


def pinyin(release: Release) -> Iterator[Edit]:
    """Drop pinyin in brackets behind its character; only notes with a tone mark, so that (GDP) and (mm) stay.

    >>> from zhnews.text import Text
    >>> str(Release(Text("網(wǎng)絡(luò)(GDP)")).edit(pinyin(Release(Text("網(wǎng)絡(luò)(GDP)")))).text)
    '網絡(GDP)'
    """
    for match in _PINYIN.finditer(release.text.value):
        yield Edit(Span(*match.span()), "", "clean.pinyin")


def width(release: Release) -> Iterator[Edit]:
    """Narrow full-width letters, digits and ％; Chinese punctuation stays as it is."""
    for match in _WIDE.finditer(release.text.value):
        yield Edit(Span(*match.span()), match.group().translate(_NARROW), "clean.width")


def indents(release: Release) -> Iterator[Edit]:
    """Drop what stands before and behind the text of each line."""
    for match in _INDENT.finditer(release.text.value):
        yield Edit(Span(*match.span()), "", "clean.indents")


def spaces(release: Release) -> Iterator[Edit]:
    """Drop spaces inside Chinese and between figures and units: 109 件, 新 闻; the tabs of a table's row stay."""
    for match in _SPACE.finditer(release.text.value):
        yield Edit(Span(*match.span()), "", "clean.spaces")


def blank_lines(release: Release) -> Iterator[Edit]:
    """Keep one line break between paragraphs and none around the text."""
    value = release.text.value
    for match in _BLANK.finditer(value):
        inside = match.start() > 0 and match.end() < len(value)
        new = "\n" if inside else ""
        if match.group() != new:
            yield Edit(Span(*match.span()), new, "clean.blank-lines")

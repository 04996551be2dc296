"""Repairs texts that were decoded wrongly as a whole: UTF-8 read as GBK, or anything read as Latin-1.

The characters are turned back into the bytes they came from, and those are read the right way. Each repair is an edit
of as few characters as correspond to one another, so that every character still has an origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.text import Edit, Span

_SAMPLE = 3000
# Of the characters outside ASCII: a text with this share of common ones is no mojibake; a repair must reach the second.
_GENUINE, _REPAIRED = 0.55, 0.75
_LATIN = re.compile("[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_LOSSES = re.compile("\ufffd+")
_FOREIGN = re.compile("[^\x00-\x7f]")
_LOST = "\ufffd"
_LITTLE = 0.7
_LEAST_LATIN = 0.6
# Fewer characters than this say nothing.
_SHORTEST = 6
_UTF8 = re.compile(
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", re.DOTALL
)
_PAIR = re.compile(rb"[\x00-\x7f]|[\x81-\xfe][\x40-\x7e\x80-\xfe]", re.DOTALL)


class Chain(NamedTuple):
    """How a text went wrong: bytes of `right` were read as `wrong`."""

    wrong: str
    right: str
    unit: re.Pattern[bytes]


_AS_LATIN = (
    Chain("cp1252", "utf-8", _UTF8),
    Chain("cp1252", "gb18030", _PAIR),
    Chain("cp1252", "big5hkscs", _PAIR),
)
_AS_GBK = (Chain("gb18030", "utf-8", _UTF8),)


def find_mojibake(text: str) -> tuple[list[Edit], Chain | None]:
    """Give the edits that repair a text, and how it went wrong; nothing where it is genuine.

    What was lost on the way becomes U+FFFD. Linear in the text; a genuine one costs a look at its beginning.

    >>> edits, chain = find_mojibake("统计数据显示全市增长".encode().decode("gb18030"))
    >>> "".join(edit.new for edit in edits), chain[:2]
    ('统计数据显示全市增长', ('gb18030', 'utf-8'))
    """
    foreign = _FOREIGN.findall(text[:_SAMPLE])
    if len(foreign) < _SHORTEST or _share(foreign) >= _GENUINE:
        return [], None
    latin = sum(_LATIN.match(char) is not None for char in foreign)
    chains = _AS_LATIN if latin >= _LEAST_LATIN * len(foreign) else _AS_GBK
    sample = {chain: _FOREIGN.findall("".join(new for _, new in _groups(text[:_SAMPLE], chain))) for chain in chains}
    best = max(chains, key=lambda chain: _share(sample[chain]))
    if _share(sample[best]) < _REPAIRED:
        return [], None
    edits = [Edit(span, new, "read.mojibake") for span, new in _groups(text, best) if text[slice(*span)] != new]
    return edits, best


def _share(characters: list[str]) -> float:
    """Give the share of common characters; lost ones count little, as it is the rest that tells."""
    lost = characters.count(_LOST)
    return sum(map(_common().__contains__, characters)) / max(len(characters) - lost * _LITTLE, 1)


@cache
def _common() -> frozenset[str]:
    return lexicon.words("read/common")


def _groups(text: str, chain: Chain) -> Iterator[tuple[Span, str]]:
    """Yield the smallest stretches of a text that correspond to whole characters, with what they should be."""
    data = bytearray()
    # Where in the bytes each character of the text starts; one that has no bytes stands for a lost one.
    starts: dict[int, int] = {}
    for index, char in enumerate(text):
        starts[len(data)] = index
        data += _bytes_of(char, chain.wrong)
    starts[len(data)] = len(text)
    position = begin = 0
    lost = False
    pending: list[str] = []
    whole = bytes(data)
    while position < len(whole):
        match = chain.unit.match(whole, position)
        step = match.end() if match else position + 1
        pending.append(match.group().decode(chain.right, "replace") if match else "\ufffd")
        position = step
        if position in starts:
            new = _LOSSES.sub(_LOST, "".join(pending))
            # A mark behind a lost character stands for its last byte.
            if lost and new in ("?", _LOST):
                new = ""
            yield Span(begin, starts[position]), new
            begin, lost = starts[position], new.endswith(_LOST) or (lost and not new)
            pending.clear()
    if pending:
        yield Span(begin, len(text)), _LOSSES.sub(_LOST, "".join(pending))


def _bytes_of(char: str, encoding: str) -> bytes:
    if char < "\x80":
        return char.encode()
    if char == _LOST:
        return b"\xff"
    if encoding == "cp1252" and char <= "\xff":
        return bytes([ord(char)])
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        return b"\xff"

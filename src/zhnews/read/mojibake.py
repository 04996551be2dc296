"""Repairs text that was decoded by the wrong table before it reached us, where the result is plainly Chinese.

Four accidents are known: UTF-8 read as GBK or as Latin-1, and GBK or Big5 read as Latin-1; what is called Latin-1 is
nearly always Windows-1252. The characters are turned back into the bytes they were read from and read again. Both
readings cut the same bytes, and wherever both cut, a group ends, so that each repaired character has its origin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from zhnews.read.costs import LOST, bits, cost
from zhnews.text import Edit, Span

RULE = "read.mojibake"

# A repair is believed when it brings this many characters outside ASCII, which read this well and stand for text that
# costs so much more, with no more lost than this share.
_LEAST = 4
_READS_WELL = 13.0
_GAIN = 0.62
_MOST_LOST = 0.4
# What a lost character counts in that comparison.
_LOST = 10.0
# A text this long is judged by so much of it, from its first character outside ASCII, and repaired line by line.
_LONG = 200_000
_HEAD = 20_000

_CP1252 = {bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
_LATIN_PAIR = re.compile("[\xa1-\xff]{2}")
_LATIN = re.compile(f"[\x80-\xff{''.join(_CP1252)}]")
_ASCII = re.compile("[\x00-\x7f]+")
_OUTSIDE = re.compile("[^\x00-\x7f]")
_UTF8 = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_UNITS = {
    # A character that lost a byte to "?" is one lost character, as is any other run of bytes that fit nowhere.
    "utf-8": re.compile(
        rb"[\x00-\x3e\x40-\x7f]|"
        + _UTF8
        + rb"|[\xe0-\xef](?:\?[\x80-\xbf]|[\x80-\xbf]?\?)|\?[\x80-\xbf]{1,2}|(?:(?!"
        + _UTF8
        + rb")[\x80-\xff])+|\?"
    ),
    "gb18030": re.compile(
        rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39])|[\x00-\xff]", re.DOTALL
    ),
    "big5hkscs": re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]|[\x00-\xff]", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Mojibake:
    """Text in `encoding` that was read as `read_as`, and the edits that repair it."""

    encoding: str
    read_as: str
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        return f"{self.encoding} read as {self.read_as}"


def find_mojibake(text: str) -> Mojibake | None:
    """Find out whether a text as a whole was decoded by the wrong table; None where it reads as it should.

    The edits replace the smallest groups whose bytes both readings cut alike; spans are in code points. Characters of
    which bytes were lost become U+FFFD. Linear in the text; text without the marks of such an accident is only
    searched for them.

    >>> found = find_mojibake("鍏ㄥ競灏变笟")
    >>> str(found), "".join(edit.new for edit in found.edits)
    ('utf-8 read as gb18030', '全市就业')
    >>> find_mojibake("全市就业")
    """
    head = text
    if len(text) > _LONG:
        first = _OUTSIDE.search(text)
        head = text[first.start() :][:_HEAD] if first else ""
    for read_as, encodings in _suspected(head):
        plans = ((encoding, list(_groups(head, read_as, encoding, _regroup))) for encoding in encodings)
        believed = [(encoding, edits) for encoding, edits in plans if _is_plain(head, edits)]
        if believed:
            encoding, edits = min(believed, key=lambda plan: cost("".join(edit.new for edit in plan[1])))
            if len(text) > _LONG:
                edits = list(_groups(text, read_as, encoding, _as_one))
            return Mojibake(encoding, read_as, tuple(edits))
    return None


def _suspected(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the readings that would leave such marks, with what the text may have been."""
    outside = _ASCII.sub("", text)
    if _LATIN_PAIR.search(outside) and 2 * len(_LATIN.findall(outside)) > len(outside):
        yield "windows-1252", ("utf-8", "gb18030", "big5hkscs")
    marks = len(_gbk_marks().findall(outside))
    if marks >= _LEAST // 2 and 7 * marks > len(outside):
        yield "gb18030", ("utf-8",)


@cache
def _gbk_marks() -> re.Pattern[str]:
    """The characters that the first two bytes of a Chinese character in UTF-8 are in GBK."""
    pairs = (bytes([lead, trail]) for lead in (0xE3, *range(0xE4, 0xEA), 0xEF) for trail in range(0x80, 0xC0))
    return re.compile(f"[{''.join(pair.decode('gb18030') for pair in pairs)}]")


def _is_plain(text: str, edits: list[Edit]) -> bool:
    """Tell whether a repair makes plain Chinese of what was none."""
    new = "".join(edit.new for edit in edits)
    outside = [char for char in new if char > "\x7f" and char != "\ufffd"]
    if len(outside) < _LEAST or new.count("\ufffd") > _MOST_LOST * len(outside):
        return False
    old = "".join(text[edit.span.start : edit.span.end] for edit in edits)
    return sum(map(bits, outside)) / len(outside) < _READS_WELL and _price(new) < _GAIN * _price(old)


def _price(text: str) -> float:
    return cost(text) - text.count("\ufffd") * (LOST - _LOST)


def _to_bytes(read_as: str) -> Callable[[str], bytes | None]:
    """Give the function from a character to the bytes it was read from; None where it can't be from this reading.

    U+FFFD is a lost byte, for which 0xFF stands: it fits nowhere in any of the encodings.
    """

    @cache
    def convert(char: str) -> bytes | None:
        code = ord(char)
        if code < 0x80:
            return bytes([code])
        if char == "\ufffd":
            return b"\xff"
        if read_as == "gb18030":
            try:
                return char.encode("gb18030")
            except UnicodeEncodeError:
                return None
        byte = code if code < 0x100 else _CP1252.get(char)
        return None if byte is None else bytes([byte])

    return convert


def _groups(text: str, read_as: str, encoding: str, regroup: Regroup) -> Iterator[Edit]:
    """Yield the groups that change, in order, from each stretch of characters that this reading can have given."""
    convert = _to_bytes(read_as)
    start = 0
    pieces: list[bytes] = []
    for at, char in enumerate(text):
        piece = convert(char)
        if piece is not None:
            pieces.append(piece)
        if piece is None or (char == "\n" and regroup is _as_one):
            yield from regroup(text, start, pieces, encoding)
            start, pieces = at + 1, []
    yield from regroup(text, start, pieces, encoding)


def _as_one(text: str, start: int, pieces: list[bytes], encoding: str) -> Iterator[Edit]:
    """Read the bytes of a stretch of text anew, as one group."""
    # bytes.join takes eighty bytes of memory a piece.
    data = bytearray()
    for piece in pieces:
        data += piece
    new = data.decode(encoding, "replace")
    span = Span(start, start + len(pieces))
    if new != text[span.start : span.end]:
        yield Edit(span, new, RULE)


def _regroup(text: str, start: int, pieces: list[bytes], encoding: str) -> Iterator[Edit]:
    """Read the bytes of a stretch of text anew, and cut where both readings do."""
    data = b"".join(pieces)
    if data.isascii():
        return
    first = last = start
    reached = index = 0
    read: list[str] = []
    for match in _UNITS[encoding].finditer(data):
        read.append(_read(match.group(), encoding))
        while reached < match.end():
            reached += len(pieces[index])
            index += 1
        last = start + index
        if reached == match.end():
            new = "".join(read)
            if new != text[first:last]:
                yield Edit(Span(first, last), new, RULE)
            first = last
            read.clear()
    if read:
        yield Edit(Span(first, last), "".join(read), RULE)


Regroup = Callable[[str, int, list[bytes], str], Iterator[Edit]]


@cache
def _read(unit: bytes, encoding: str) -> str:
    try:
        return unit.decode(encoding)
    except UnicodeDecodeError:
        return "\ufffd"

"""Decodes bytes of which some were lost, so that characters of two bytes fell out of step behind the gap."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Any

from zhnews.read.costs import LOST, bits, table

# How many bytes a character has where a byte may be lost without a trace.
_LENGTHS = {"gb18030": (1, 2, 4), "big5hkscs": (1, 2), "utf-16-le": (2, 4), "utf-16-be": (2, 4)}
# Bits from which on a character is uncommon.
_UNCOMMON = 16
# Of uncommon characters close together, each is no further from the next than this.
_STRIDE = 3
_PIECE = 192
# Of a piece, so many bytes are searched, from so many characters before the place where it begins to read badly.
_SEARCHED, _BEFORE = 96, 8
# How many bytes of a file are searched for a lost byte; behind that, damage is decoded as it comes.
_MOST_SEARCHED = 524_288


def decode_in_step(data: bytes, name: str) -> str:
    """Decode damaged bytes piece by piece; a piece that reads badly is searched for the byte it lost."""
    text = data.decode(name, "replace")
    # Where every byte fits, only a lost byte that took an ASCII letter with it can hide, and leaves a longer trace.
    trace = 2 if "\ufffd" in text else 3
    if len(data) > _PIECE and _stumble(text, trace) is None:
        return text
    decoder = codecs.getincrementaldecoder(name)("replace")
    parts: list[str] = []
    start = searched = 0
    while start < len(data):
        piece = data[start : start + _PIECE]
        decoder.reset()
        text = decoder.decode(piece)
        used = len(piece) - len(decoder.getstate()[0])
        at = _stumble(text, trace) if searched < _MOST_SEARCHED and len(data) > _PIECE else None
        if at is not None or len(data) <= _PIECE:
            sound = text[: max((at or 0) - _BEFORE, 0)]
            skipped = len(sound.encode(name))
            if not piece.startswith(sound.encode(name)):
                sound, skipped = "", 0
            piece = data[start + skipped : start + skipped + _SEARCHED]
            searched += len(piece)
            text, used, _ = cheapest(piece, name, final=start + skipped + len(piece) == len(data))
            text, used = sound + text, skipped + used
        if not used:
            text, used = "\ufffd", len(piece)
        parts.append(text)
        start += used
    return "".join(parts)


def cheapest(data: bytes, name: str, *, final: bool) -> tuple[str, int, float]:
    """Give the cheapest reading of bytes where any byte may stand alone as U+FFFD, the bytes it uses, and its cost.

    A shortest path, from the end to the start. Unless the piece is the final one, a character cut off at its end is
    left to the next.
    """
    read, lengths = _reader(name), _LENGTHS[name]
    size = len(data)
    best = [0.0] * (size + 1)
    step: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for at in range(size - 1 if final else size - 4, -1, -1):
        # A file cut off in mid-character is more common than one that lost a byte inside.
        fine = LOST if at < size - 1 else LOST / 2
        cheapest, choice = best[at + 1] + fine, (1, "\ufffd")
        for length in lengths:
            char, price = read(data[at : at + length]) if at + length <= size else ("", 0.0)
            if char and best[at + length] + price < cheapest:
                cheapest, choice = best[at + length] + price, (length, char)
        best[at], step[at] = cheapest, choice
    chars, at = [], 0
    while (length := step[at][0]) > 0:
        chars.append(step[at][1])
        at += length
    return "".join(chars), at, best[0]


def _stumble(text: str, count: int) -> int | None:
    """Give where a text may have lost its step: at a lost byte, or at so many uncommon characters close together."""
    places = [match.start() for match in _uncommon().finditer(text)]
    reach = _STRIDE * (count - 1)
    close = (first for first, last in zip(places, places[count - 1 :], strict=False) if last - first <= reach)
    return min((at for at in (text.find("\ufffd"), next(close, -1)) if at >= 0), default=None)


@cache
def _uncommon() -> re.Pattern[str]:
    common = "".join(re.escape(char) for char, price in table().items() if price < _UNCOMMON and char > "\x7f")
    return re.compile(f"[^\x00-\x7f{common}]")


@cache
def _reader(name: str) -> Any:
    """Give a function from 1, 2 or 4 bytes to the one character they are, "" where they are none, and its bits."""

    @cache
    def read(unit: bytes) -> tuple[str, float]:
        try:
            char = unit.decode(name)
        except UnicodeDecodeError:
            return "", 0.0
        return (char, bits(char)) if len(char) == 1 else ("", 0.0)

    return read

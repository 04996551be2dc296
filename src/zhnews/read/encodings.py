"""Decides how bytes are encoded, by the bytes alone: declared charsets are wrong too often to be asked.

Encodings of pairs fall out of step when a byte is lost. Decoding takes them back into step: where a stretch comes out
wrong, the bytes to leave out are chosen so that the rest reads as Chinese.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from zhnews import lexicon
from zhnews.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes that are looked at first to tell encodings apart; even, so that pairs stay whole.
_GLIMPSE = 1200
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# So many encodings are compared by what comes out when damage is put right.
_CONTENDERS = 3
# A decoding is plainly right from this share of common characters on, if the next best is this far behind.
_PLAIN, _CLEAR = 0.8, 0.3
_REPAIRED = 20_000
# Of the characters outside ASCII, the least share that must be common for a decoding to be believed.
_LEAST = 0.25
# What a character counts that can't stand in a text: a lost one, a control or private-use character.
_IMPOSSIBLE = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_PENALTY = 2.0
_FOREIGN = re.compile("[^\x00-\x7f]")
# Pairs begin anew behind bytes that can't be the second of one.
_STRETCH = re.compile(rb"[^\x00-\x3f]{2,}")
# A stretch is put right if more than this share of it is rare. The costs are those of reading it in a certain way.
_RARE_SHARE = 0.2
_COMMON_COST, _RARE_COST, _ODD_COST, _LOST_COST = 0.0, 2.0, 4.0, 5.0
_LONGEST_STRETCH = 4000


class Decoded(NamedTuple):
    """A text, the name of the encoding it was in, how sure that is (0 to 1), and why."""

    text: str
    encoding: str
    confidence: float
    reason: str


def decode(data: bytes, where: str) -> Decoded:
    """Decode bytes.

    In order: a byte order mark; strict UTF-8; then UTF-8 with damage, GB18030, Big5-HKSCS and UTF-16 against one
    another, by how common the characters are that come out.

    Raises:
        InputError: the bytes are no text, or in none of these encodings.

    >>> decode("統計數據".encode("big5"), "x")[:2]
    ('統計數據', 'big5hkscs')
    >>> damaged = "全市共破获案件四百余起".encode("gbk")[:5] + "共破获案件四百余起".encode("gbk")
    >>> decode(damaged, "x").text
    '全市�共破获案件四百余起'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(_read(data[len(mark) :], encoding), encoding, 1.0, "byte order mark")
    try:
        text = data.decode("utf-8")
        # UTF-16 of ASCII is valid UTF-8 too, full of zeros.
        if "\x00" not in text or _FOREIGN.search(text):
            return Decoded(text, "utf-8", 1.0, "valid UTF-8")
    except UnicodeDecodeError:
        pass
    first = _NOT_ASCII.search(data)
    # From an even place on, so that the units of UTF-16 stay whole.
    start = (first.start() if first else 0) & ~1
    scores = _scores(data[start : start + _GLIMPSE])
    if not _is_clear(scores):
        scores = _scores(data[: _GLIMPSE * 50])
    if not _is_clear(scores):
        # Damage makes even the right encoding read badly: those in the lead are judged by what can be put right.
        for name in sorted(scores, key=lambda name: -scores[name])[:_CONTENDERS]:
            scores[name] = max(scores[name], _readable(_read(data[:_REPAIRED], name)))
    (best, encoding), (second, other) = sorted(((score, name) for name, score in scores.items()), reverse=True)[:2]
    if best < _LEAST:
        kind = "binary data, not text (it holds zero bytes)" if b"\x00" in data else "in no encoding we know"
        raise InputError(f"{where}: {kind}: give the text in UTF-8, GB18030, Big5 or UTF-16")
    reason = f"{best:.0%} common characters, as {other} {max(second, 0.0):.0%}"
    confidence = round(min(1.0, max(0.0, 0.5 + (best - max(second, 0.0)))), 2)
    return Decoded(_read(data, encoding), encoding, confidence, reason)


def _scores(sample: bytes) -> dict[str, float]:
    return {name: _readable(sample.decode(name, "replace")) for name in _CANDIDATES}


def _is_clear(scores: dict[str, float]) -> bool:
    best, second = sorted(scores.values(), reverse=True)[:2]
    return best >= _PLAIN and best - second >= _CLEAR


def _read(data: bytes, encoding: str) -> str:
    """Decode bytes of a known encoding, putting right what fell out of step."""
    if encoding in ("gb18030", "big5hkscs"):
        return _pairs(data, encoding)
    if encoding.startswith("utf-16"):
        return _units(data, encoding)
    return data.decode(encoding, "replace")


def _readable(text: str) -> float:
    """Give the share of characters outside ASCII that are common, less a penalty for impossible ones."""
    foreign = _FOREIGN.findall(text)
    impossible = len(_IMPOSSIBLE.findall(text))
    if not foreign:
        return 0.0
    return sum(map(_common().__contains__, foreign)) / len(foreign) - _PENALTY * impossible / len(text)


@cache
def _common() -> frozenset[str]:
    return lexicon.words("read/common")


def _pairs(data: bytes, encoding: str) -> str:
    """Decode an encoding of pairs stretch by stretch; a stretch that reads badly is put back into step."""
    pieces: list[str] = []
    position = 0
    for match in _STRETCH.finditer(data):
        stretch = match.group()
        text = stretch.decode(encoding, "replace")
        if len(stretch) > _LONGEST_STRETCH or not _is_suspect(text):
            continue
        pieces += (data[position : match.start()].decode(encoding, "replace"), _in_step(stretch, encoding))
        position = match.end()
    pieces.append(data[position:].decode(encoding, "replace"))
    return "".join(pieces)


def _is_suspect(text: str) -> bool:
    if "\ufffd" in text:
        return True
    foreign = _FOREIGN.findall(text)
    return sum(char not in _common() for char in foreign) > _RARE_SHARE * len(foreign)


def _in_step(stretch: bytes, encoding: str) -> str:
    """Read a stretch at the least cost, where a byte may be left out as lost (Viterbi 1967)."""
    size = len(stretch)
    costs: list[float] = [0.0] + [float("inf")] * size
    read: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for at in range(size):
        for width in (1, 2, 4):
            char, cost = _reading(stretch[at : at + width], width, encoding)
            if at + width <= size and char and costs[at] + cost < costs[at + width]:
                costs[at + width], read[at + width] = costs[at] + cost, (at, char)
    found: list[str] = []
    at = size
    while at:
        at, char = read[at]
        found.append(char)
    return "".join(reversed(found))


def _reading(piece: bytes, width: int, encoding: str) -> tuple[str, float]:
    if width == 1:
        return (chr(piece[0]), _COMMON_COST) if piece[0] < 0x80 else ("\ufffd", _LOST_COST)
    try:
        char = piece.decode(encoding)
    except UnicodeDecodeError:
        return "", 0.0
    if len(char) != 1:
        return "", 0.0
    if char in _common():
        return char, _COMMON_COST
    return char, _RARE_COST if "\u3400" <= char <= "\u9fff" else _ODD_COST


def _units(data: bytes, encoding: str) -> str:
    """Decode UTF-16; where a byte was lost, the units behind it are read from one byte further on."""
    text = data.decode(encoding, "replace")
    if len(data) % 2 == 0 and not _IMPOSSIBLE.search(text):
        return text
    straight = [_fit(unit) for unit in _each(data, encoding)]
    shifted = [_fit(unit) for unit in _each(data[1:], encoding)]
    # The best place to change over: the units before it read straight, those from it on shifted.
    before, total = [0.0, *accumulate(straight)], sum(shifted)
    after = [total - done for done in (0.0, *accumulate(shifted))]
    reach = min(len(straight), len(shifted))
    switch = max(range(reach + 1), key=lambda unit: before[unit] + after[unit])
    if switch == reach or before[switch] + after[switch] <= before[-1] + 1:
        return text.removesuffix("\ufffd") if len(data) % 2 else text
    return (
        data[: 2 * switch].decode(encoding, "replace") + "\ufffd" + data[2 * switch + 1 :].decode(encoding, "replace")
    )


def _each(data: bytes, encoding: str) -> str:
    """Give one character for each whole unit of two bytes."""
    even = data[: len(data) - len(data) % 2]
    return "".join(map(chr, memoryview(even if encoding.endswith("le") else _swapped(even)).cast("H")))


def _swapped(data: bytes) -> bytes:
    swapped = bytearray(data)
    swapped[0::2], swapped[1::2] = data[1::2], data[0::2]
    return bytes(swapped)


def _fit(char: str) -> float:
    if char in _common() or "\x20" <= char <= "\x7e" or char in "\n\r\t\u3000":
        return 1.0
    return -2.0 if _IMPOSSIBLE.match(char) else -0.5

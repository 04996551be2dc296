"""Decides how bytes are encoded, by the bytes alone: declared charsets are wrong too often to be asked."""

from __future__ import annotations

import codecs

from zhnews import lexicon
from zhnews.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
# Of the characters outside ASCII, the least share that must be readable Chinese for a decoding to be believed.
_LEAST_COMMON = 0.25
_MOST_DAMAGE = 0.02


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Give the text and the name of its encoding.

    In order: a byte order mark; UTF-8, where a character may be cut off at either end or a few be damaged; GB18030
    against Big5, by how many of the decoded characters are common ones; UTF-16 without mark.

    Raises:
        InputError: the bytes are no text, or in none of these encodings.

    >>> decode("統計數據".encode("big5"), "x")
    ('統計數據', 'big5hkscs')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    if b"\x00" in data[:_SAMPLE]:
        return _utf16(data, where)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    scores = {name: _readable(data[:_SAMPLE].decode(name, "replace")) for name in ("utf-8", "gb18030", "big5hkscs")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < _LEAST_COMMON:
        raise InputError(f"{where}: in no encoding we know (UTF-8, GB18030, Big5, UTF-16): convert it to UTF-8")
    return data.decode(best, "replace"), best


def _utf16(data: bytes, where: str) -> tuple[str, str]:
    sample = data[: _SAMPLE - _SAMPLE % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if "\x00" not in text and _readable(text) >= _LEAST_COMMON:
            return data.decode(encoding, "replace"), encoding
    raise InputError(f"{where}: binary data, not text (it holds zero bytes): give the text of the release")


def _readable(text: str) -> float:
    """Give the share of characters outside ASCII that are common Chinese, less what could not be decoded."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    common = lexicon.words("read/common")
    damage = text.count("\ufffd") / len(foreign)
    return sum(char in common for char in foreign) / len(foreign) - (2 * damage if damage > _MOST_DAMAGE else 0.0)

"""Tells which characters the fonts of a PDF show, and which are lost: a code that no table explains is no character."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from zhnews.read.encodings import is_readable

LOST = "\ufffd"
_SEEN = re.compile(r"\S")
_IDENTITY = "/Identity"
# What stands for a character that only the font's file could tell: /g12, /C0_1, or its code.
_GLYPH_NAME = re.compile(r"/[A-Za-z]{1,8}(?:\d{1,4}[._])?\d{1,6}|[\x01-\x08\x0e-\x1f]")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)(?:endbf|\Z)", re.DOTALL)
_CODE = rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*"
_CHAR = re.compile(_CODE + rb"<([0-9A-Fa-f\s]{2,200})>")
_RANGE = re.compile(_CODE + _CODE + rb"(?:<([0-9A-Fa-f\s]{2,200})>|\[([^\]]{0,100000})\])")
_LISTED = re.compile(rb"<([0-9A-Fa-f\s]{2,200})>")
_LONGEST_RANGE = 0x10000
# By their numbers the first glyphs of a font are the missing one, two that show nothing, and the space.
_BLANKS = {"\0": "", "\1": "", "\2": "", "\3": " "}


class _Told(NamedTuple):
    """What a font tells: whether its codes number glyphs that no table explains; the characters of its table, where
    other codes number glyphs; whether names of glyphs stand for characters."""

    guessed: bool = False
    characters: frozenset[str] | None = None
    named: bool = False


class Glyphs:
    """Keeps what the fonts of one PDF tell, each looked at once."""

    def __init__(self) -> None:
        self._told: dict[int, _Told] = {}

    def characters(self, text: str, font: Any) -> tuple[str, bool]:
        """Give the text that a font shows, what is lost marked, and whether all of it may be numbers of glyphs."""
        told = self._told.get(id(font))
        if told is None:
            told = self._told[id(font)] = _what_is_told(font)
        if told.characters is not None and not told.characters.issuperset(text):
            known = told.characters
            text = "".join(char if char in known else _BLANKS.get(char, LOST) for char in text)
        if told.named:
            text = _GLYPH_NAME.sub(LOST, text)
        return text, told.guessed


def without_numbers(parts: list[list[tuple[str, bool]]]) -> list[str]:
    """Join the parts of lines; those that may be numbers of glyphs are lost, unless they read as Chinese."""
    lost = not _is_told("".join(part for line in parts for part, guessed in line if guessed))
    return ["".join(_SEEN.sub(LOST, part) if guessed and lost else part for part, guessed in line) for line in parts]


def _is_told(text: str) -> bool:
    """Tell whether codes that should be numbers of glyphs are characters after all: they read as Chinese.

    >>> _is_told("新增就业3万人"), _is_told("\u0f12\u2a31\u0014\u6d3f"), _is_told("")
    (True, False, True)
    """
    seen = _SEEN.findall(text)
    return 2 * sum("\u4e00" <= char <= "\u9fff" for char in seen) >= len(seen) and is_readable(text)


def _what_is_told(font: Any) -> _Told:
    if not font:
        return _Told()
    if font.get("/Subtype") != "/Type0":
        encoding = font.get("/Encoding")
        return _Told(named=isinstance(encoding, dict) and "/Differences" in encoding)
    if not str(font.get("/Encoding", "")).startswith(_IDENTITY):
        return _Told()
    if "/ToUnicode" not in font:
        return _Told(guessed=True)
    table = font["/ToUnicode"]
    return _Told(characters=_mapped(table.get_data())) if hasattr(table, "get_data") else _Told()


def _mapped(table: bytes) -> frozenset[str]:
    """Give the characters that a table maps codes to, and white space.

    >>> table = b"beginbfchar <01> <4E91> endbfchar beginbfrange <02> <03> <0031> endbfrange"
    >>> sorted(char for char in _mapped(table) if char.isalnum())
    ['1', '2', '云']
    """
    found = set(" \t\n\r\u3000\ufffd")
    for section in _SECTION.finditer(table):
        if section[1] == b"char":
            for match in _CHAR.finditer(section[2]):
                found.update(_decoded(match[2]))
            continue
        for match in _RANGE.finditer(section[2]):
            if match[4] is not None:
                found.update(char for code in _LISTED.findall(match[4]) for char in _decoded(code))
            elif first := _decoded(match[3]):
                # Only the last character of a range counts up.
                count = min(int(match[2], 16) - int(match[1], 16), _LONGEST_RANGE)
                found.update(first, (chr(min(ord(first[-1]) + step, 0x10FFFF)) for step in range(count + 1)))
    return frozenset(found)


def _decoded(code: bytes) -> str:
    digits = b"".join(code.split()).decode("ascii")
    if len(digits) < 4:
        return chr(int(digits, 16))
    return bytes.fromhex(digits[: len(digits) // 4 * 4]).decode("utf-16-be", "surrogatepass")

"""Weighs what the pages of a PDF draw before their text is taken: fonts are read for each page and form anew.

A page is given only the fonts it uses, tables larger than any font's own are left unread, and forms are counted as
often as they are drawn, so that the limits hold for the work and not for the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from zhnews.read.limits import MEGABYTE, Limits

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

_NAME = rb"/([^\s\0/<>\[\](){}%]+)[\s\0]+"
_FONT = re.compile(_NAME + rb"[-+.\d]+[\s\0]+Tf\b")
_SETS_FONT = re.compile(rb"\bTf\b")
_DRAWS = re.compile(_NAME + rb"Do\b")
_SHOWS = re.compile(rb"T[jJ]|['\"]")
# All 65,536 characters fit a table of this size.
_LARGEST_TABLE = 2 * MEGABYTE
# What other things take, in bytes: a table to unpack that is left out at most, a character of a range in one, the
# width of a character, a string, and showing it or a list of them.
_UNPACKED, _MAPPED, _WIDTH, _STRING, _SHOWN = 4 * MEGABYTE, 7, 16, 25, 30
_RANGES = re.compile(rb"beginbfrange(.*?)(?:endbfrange|\Z)", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*(?:<\s*([0-9A-Fa-f]{1,8})\s*>|\[)")
# A table that maps each character to itself, but for halves of pairs at most, needs no reading.
_ALL_MAPPED = 63_000
_DEEPEST = 50
# A page without text that draws so much has its letters as outlines.
_OUTLINES = 20_000


class Drawn(NamedTuple):
    """What a page or form draws: its instructions and tables of fonts in bytes; whether it may show text, a picture."""

    instructions: int
    tables: int
    shows: bool
    pictured: bool


class Drawings:
    """Weighs the pages of one PDF; keeps what it knows of fonts and forms."""

    def __init__(self, where: str, limits: Limits) -> None:
        self._where, self._limits = where, limits
        self._tables: dict[int, int] = {}
        self._forms: dict[int, Drawn] = {}
        self._instructions = self._read = 0

    def weigh(self, page: PageObject) -> Drawn:
        """Leave a page the fonts that it uses.

        Raises:
            InputError: the pages so far draw more than the limits allow.
        """
        contents = page.get_contents()
        drawn = self._weigh(page, contents.get_data() if contents is not None else b"", 0)
        self._instructions += drawn.instructions
        self._limits.hold("drawing_bytes", self._instructions, self._where)
        self._read += drawn.tables if drawn.shows else 0
        self._limits.hold("font_bytes", self._read, self._where)
        return drawn

    def _weigh(self, holder: DictionaryObject, data: bytes, depth: int) -> Drawn:
        resources = _part(holder, "/Resources")
        tables = sum(map(self._table, _narrowed(holder, resources, data)))
        # A list of strings is shown one by one.
        strings, shown = data.count(b"<") + data.count(b"("), sum(1 for _ in _SHOWS.finditer(data))
        instructions, shows = max(len(data), _STRING * strings + _SHOWN * shown), shown > 0
        pictured = instructions >= _OUTLINES and not shows
        objects = _part(resources, "/XObject")
        for name, count in Counter(_DRAWS.findall(data)).items():
            drawn = _resolved(objects.get(f"/{name.decode('latin-1')}"))
            kind = drawn.get("/Subtype") if isinstance(drawn, dict) else None
            pictured = pictured or kind == "/Image"
            if kind == "/Form" and depth < _DEEPEST:
                form = self._form(drawn, depth + 1)
                instructions += count * form.instructions
                tables += count * form.tables
                shows, pictured = shows or form.shows, pictured or form.pictured
        return Drawn(instructions, tables, shows, pictured)

    def _form(self, form: Any, depth: int) -> Drawn:
        if id(form) not in self._forms:
            # A form that draws itself is drawn once.
            self._forms[id(form)] = Drawn(0, 0, shows=False, pictured=False)
            self._forms[id(form)] = self._weigh(form, form.get_data(), depth)
        return self._forms[id(form)]

    def _table(self, font: Any) -> int:
        """Give what it takes to read a font's tables; those too large are left out of it."""
        if id(font) in self._tables:
            return self._tables[id(font)]
        size = left_out = 0
        for holder, key in _tables_of(font):
            if (table := _size(holder, key)) > _LARGEST_TABLE:
                del holder[key]
                left_out += min(table, _UNPACKED)
            else:
                size += table
        self._tables[id(font)] = size + _WIDTH * _widths(font)
        return self._tables[id(font)] + left_out


def _narrowed(holder: DictionaryObject, resources: DictionaryObject, data: bytes) -> Iterable[Any]:
    """Leave a page or form the fonts that its instructions name, and give them."""
    from pypdf.generic import DictionaryObject, NameObject

    fonts = _part(resources, "/Font")
    named = {f"/{name.decode('latin-1')}" for name in _FONT.findall(data)}
    # A name written in another way is not known here.
    if len(_FONT.findall(data)) == len(_SETS_FONT.findall(data)) and named <= fonts.keys() and named != fonts.keys():
        fonts = DictionaryObject({key: value for key, value in fonts.items() if key in named})
        holder[NameObject("/Resources")] = DictionaryObject({**resources, NameObject("/Font"): fonts})
    return [font for value in fonts.values() if isinstance(font := _resolved(value), dict)]


def _tables_of(font: Any) -> list[tuple[Any, str]]:
    """Give where the tables of a font are that tell its characters: its own, or the file of an old font."""
    if "/ToUnicode" in font:
        return [(font, "/ToUnicode")]
    descriptor = _part(font, "/FontDescriptor")
    return [(descriptor, key) for key in ("/FontFile", "/FontFile3") if key in descriptor]


def _size(holder: Any, key: str) -> int:
    """Give what it takes to read a table; one that maps each character to itself is named instead."""
    from pypdf.errors import LimitReachedError
    from pypdf.generic import NameObject

    stream = holder[key]
    try:
        data: bytes = stream.get_data() if hasattr(stream, "get_data") else b""
    except LimitReachedError:
        return _UNPACKED
    if len(data) > _LARGEST_TABLE:
        return len(data)
    ranges = [match.groups() for part in _RANGES.findall(data) for match in _RANGE.finditer(part)]
    mapped = sum(max(int(last, 16) + 1 - int(first, 16), 0) for first, last, _ in ranges)
    figures = any(int(first, 16) <= ord("0") and int(last, 16) >= ord("9") for first, last, _ in ranges)
    identical = figures and all(new is not None and int(first, 16) == int(new, 16) for first, _, new in ranges)
    if identical and mapped > _ALL_MAPPED and key == "/ToUnicode" and b"bfchar" not in data:
        holder[NameObject(key)] = NameObject("/Identity-H")
        return 0
    return len(data) + _MAPPED * mapped


def _widths(font: Any) -> int:
    """Count the characters whose width a font states."""
    below = _resolved(font.get("/DescendantFonts"))
    parts = _resolved(_resolved(below[0]).get("/W")) if isinstance(below, list) and below else None
    if not isinstance(parts, list):
        return 0
    parts = [_resolved(part) for part in parts]
    lists = sum(len(part) for part in parts if isinstance(part, list))
    # A range is its first and last character and a width; what is no range is counted too high.
    numbers = [int(part) for part in parts if isinstance(part, int | float)]
    ranges = 0 if lists else sum(max(last - first, 0) for first, last in zip(numbers[::3], numbers[1::3], strict=False))
    return lists + ranges + len(parts)


def _part(holder: Any, key: str) -> DictionaryObject:
    from pypdf.generic import DictionaryObject

    part = _resolved(holder.get(key))
    return part if isinstance(part, DictionaryObject) else DictionaryObject()


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value

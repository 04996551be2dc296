"""Renders a DOCX as the text of its release: paragraphs as lines, rows of tables as lines of cells.

Only the standard library is used. Parts are unpacked and parsed piece by piece, so that an archive that swells costs
no more than its limit, and a document type declaration, which no Office program writes, is refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from zhnews.errors import InputError
from zhnews.read.limits import Limits
from zhnews.read.numbering import Numbering, NumberingPart, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

_PIECE = 65_536
_DEEPEST = 1_000
_BODY = "word/document.xml"
# Deleted and moved text, the old form of what stands there in a new one, and what a field was told to do.
_LEFT_OUT = frozenset(["del", "moveFrom", "Fallback", "delText", "instrText", "rPrChange", "pPrChange"])
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, where: str, limits: Limits) -> tuple[str, dict[str, str]]:
    """Give the text of a DOCX and the properties its file states (`title`, `creator`, `created`).

    Raises:
        InputError: the archive is damaged, has no document in it, or goes beyond the limits.
    """
    import zipfile
    import zlib

    limits.hold("parts", data.count(b"PK\x01\x02"), where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            body = _BODY if _BODY in names else _start_part(archive, names, where, limits)
            story = _Story(where, limits, _numbering(archive, names, where, limits))
            _parse(archive, body, story.start, story.end, story.write, where, limits)
            properties: dict[str, str] = {}
            if "docProps/core.xml" in names:
                properties = _properties(archive, where, limits)
            return story.text(), properties
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise InputError(f"{where}: a damaged DOCX ({error}): fetch it again, or save it anew") from None
    except RuntimeError as error:
        # What zipfile raises for a member with a password.
        raise InputError(f"{where}: a DOCX with a password ({error}): save it without the password") from None


class _Story:
    """Takes the events of the body and gives its lines."""

    def __init__(self, where: str, limits: Limits, numbering: Numbering) -> None:
        self._where, self._limits, self._numbering = where, limits, numbering
        self._lines: list[str] = []
        self._paragraphs: list[list[str]] = []
        # Where each open paragraph stands in a list: by its style, then by itself.
        self._places: list[Place] = []
        self._cells: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._skipped = 0
        self._in_text = False
        self._size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or name in _LEFT_OUT:
            self._skipped += 1
        elif name in ("pStyle", "numId", "ilvl"):
            if self._places:
                self._places[-1] = self._place(name, attributes.get("val", ""))
        elif name == "t":
            self._in_text = True
        elif name in _SIGNS and self._paragraphs:
            self._paragraphs[-1].append(_SIGNS[name])
        elif name == "p":
            self._paragraphs.append([])
            self._places.append(Place())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append([])

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._paragraphs:
            text, place = "".join(self._paragraphs.pop()), self._places.pop()
            self._close(self._numbering.label(place) + text if text.strip() else "")
        elif name == "tc" and self._cells:
            cell = " ".join(part for line in self._cells.pop() if (part := " ".join(line.split())))
            if self._rows:
                self._rows[-1].append(cell)
        elif name == "tr" and self._rows:
            self._close("\t".join(self._rows.pop()))

    def _place(self, name: str, value: str) -> Place:
        own = self._places[-1]
        return self._numbering.styles.get(value, own) if name == "pStyle" else own.told(name, value)

    def write(self, text: str) -> None:
        if self._in_text and not self._skipped and self._paragraphs:
            self._paragraphs[-1].append(text)
            self._size += len(text)
            self._limits.hold("characters", self._size, self._where)

    def text(self) -> str:
        return "\n".join(self._lines)

    def _close(self, line: str) -> None:
        """A line belongs to the cell it stands in, or to the body."""
        if line.strip():
            (self._cells[-1] if self._cells else self._lines).append(line)
            self._limits.hold("lines", len(self._lines), self._where)


def _start_part(archive: ZipFile, names: set[str], where: str, limits: Limits) -> str:
    """Find the body of a document that keeps it under a name of its own."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/"))

    if "_rels/.rels" in names:
        _parse(archive, "_rels/.rels", start, lambda _: None, lambda _: None, where, limits)
    if not found or found[0] not in names:
        raise InputError(f"{where}: a DOCX without a document in it: save it anew, or give its text")
    return found[0]


def _numbering(archive: ZipFile, names: set[str], where: str, limits: Limits) -> Numbering:
    part = NumberingPart()
    for name in ("word/numbering.xml", "word/styles.xml"):
        if name in names:
            _parse(archive, name, part.start, lambda _: None, lambda _: None, where, limits)
    return part.numbering()


def _properties(archive: ZipFile, where: str, limits: Limits) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    inside: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        inside.append(name)

    def end(_: str) -> None:
        inside.pop()

    def write(text: str) -> None:
        found.setdefault(inside[-1], []).append(text)

    _parse(archive, "docProps/core.xml", start, end, write, where, limits)
    wanted = ("title", "creator", "created")
    return {name: "".join(found[name]).strip() for name in wanted if "".join(found.get(name, [])).strip()}


def _parse(
    archive: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    write: Callable[[str], None],
    where: str,
    limits: Limits,
) -> None:
    """Feed one part of the archive to a parser; names come without their namespaces."""
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        raise InputError(f"{where}: {part} declares entities, as no Office program does: don't trust this file")

    depth = count = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > limits.elements:
            limits.hold("elements", count, f"{where}: {part}")
        if depth > _DEEPEST:
            raise InputError(f"{where}: {part} is nested {_DEEPEST} deep: save the document anew")
        start(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(" ")[2])

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.CharacterDataHandler = write
    try:
        with archive.open(part) as member:
            for piece in _pieces(member, f"{where}: {part}", limits):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputError(f"{where}: a damaged DOCX ({part}: {error}): fetch it again, or save it anew") from None


def _pieces(member: IO[bytes], where: str, limits: Limits) -> Iterator[bytes]:
    size = 0
    while piece := member.read(_PIECE):
        size += len(piece)
        limits.hold("part_bytes", size, where)
        yield piece

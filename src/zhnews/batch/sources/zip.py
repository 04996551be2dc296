"""Reads zip archives by ranges of their directory: nothing extracted, members capped, overlapping ones refused.

The standard library reads members. Its own look at a directory holds all of it in memory, fails as a whole on one bad
name and lets entries overlap; so it is shown a file that ends in a small directory, a slice of the real one.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from zhnews.batch.documents import Document, Part, Read, Trouble, document_id, is_hidden, readable_name
from zhnews.batch.sources import unlisted
from zhnews.batch.sources.kinds import no_document
from zhnews.batch.sources.streams import unreadable

if TYPE_CHECKING:
    from typing_extensions import Buffer

_ENTRY = struct.Struct("<4s4xHH8xLLHHH8xL")
_END = struct.Struct("<4s4xHHLLH")
_END64 = struct.Struct("<4sQHHLLQQQQ")
_LOCATOR = struct.Struct("<4sLQL")
_SIZE, _LARGEST = 0xFFFFFFFF, (1 << 64) - 1
_LOCAL_HEADER = 30
# Where a line of the directory, and a member's own header, say that its name is UTF-8.
_LINE_UTF8, _HEADER_UTF8, _UTF8 = 9, 7, 0x08
_ENCRYPTED = 0x1
# Entries shown to the standard library at once.
_SLICE, _SLICE_BYTES = 500, 1 << 20


class _Directory(NamedTuple):
    """Where the directory is; `shift` is how many bytes were put before the archive."""

    start: int
    stop: int
    shift: int


class _Entry(NamedTuple):
    """A line of the directory: where it is, where its member begins and ends at the earliest, its size packed."""

    start: int
    stop: int
    member: int
    end: int
    packed: int


class _Fault(Exception):
    """The archive can't be followed."""


@dataclass(slots=True)
class _Refused:
    """Members that lie over others, by the places of their lines in the directory; told together, once an archive."""

    places: frozenset[int] = frozenset()
    count: int = 0
    first: str = ""

    def add(self, name: str) -> None:
        self.first = self.first or name
        self.count += 1

    def told(self) -> str:
        others = f", and {self.count - 1:,} more of the archive's do" if self.count > 1 else ""
        return f"lies over another member, as in a zip bomb: not read{others}"


def split(whole: Part) -> list[Part]:
    """Give ranges of the directory, in bytes; an archive whose members aren't in order, each by itself, is one part."""
    parts: list[Part] = []
    try:
        with open(whole.path, "rb") as file:
            directory = _find_directory(file)
            start, size, reached, stop = directory.start, 0, 0, directory.start
            for entry in _entries(file, directory.start, directory.stop):
                if entry.member < reached:
                    return [whole]
                reached, stop = entry.end, entry.stop
                size += entry.packed
                if size >= whole.options.part_bytes:
                    parts.append(replace(whole, start=start, stop=stop, size=size))
                    start, size = stop, 0
            if reached + directory.shift > directory.start:
                return [whole]
    except (OSError, _Fault):
        # Reading reports it.
        return [whole]
    return [*parts, replace(whole, start=start, stop=stop, size=size)] if start < stop or not parts else parts


def read(part: Part) -> Iterator[Read]:
    """Give the members of a zip archive, or of a range of its directory, as documents."""
    source = readable_name(part.path)
    try:
        with open(part.path, "rb") as file:
            directory = _find_directory(file)
            start, stop = part.start or directory.start, part.stop or directory.stop
            refused = _Refused()
            if part.start is None:
                refused.places = _overlapping(_entries(file, start, stop), directory)
            ranges, fault = _slices(_entries(file, start, stop), start)
            for first, last in ranges:
                yield from _members(file, directory, first, last, refused, source, part)
            if refused.count:
                yield Trouble(f"{source}!/{refused.first}", refused.told())
            if fault:
                yield Trouble(source, str(fault))
    except OSError as error:
        yield unreadable(source, error)
    except _Fault as fault:
        yield Trouble(source, str(fault))
        yield from _without_directory(part, source)


def _without_directory(part: Part, source: str) -> Iterator[Read]:
    """Give what stands in an archive that lost its directory, if it is one."""
    with open(part.path, "rb") as file:
        if file.read(4) == b"PK\3\4":
            yield from unlisted.members(file, source, part)


def _find_directory(file: BinaryIO) -> _Directory:
    """Give the place of the directory.

    Raises:
        _Fault: it isn't there.
    """
    length = file.seek(0, os.SEEK_END)
    tail_start = max(0, length - 0x10000 - _END.size)
    file.seek(tail_start)
    tail = file.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < _END.size:
        raise _Fault("no zip archive, or cut off: it has no directory")
    _, _, _, size, offset, _ = _END.unpack_from(tail, place)
    end = tail_start + place
    stop = end
    locator = place - _LOCATOR.size
    if locator >= 0 and tail.startswith(b"PK\6\7", locator):
        record = locator - _END64.size
        if record < 0 or not tail.startswith(b"PK\6\6", record):
            raise _Fault("damaged: its large directory isn't where it should be")
        size, offset = _END64.unpack_from(tail, record)[-2:]
        stop = tail_start + record
    start = stop - size
    shift = start - offset
    if start < 0 or shift < 0:
        raise _Fault("damaged: its directory isn't where it should be")
    return _Directory(start, stop, shift)


def _entries(file: BinaryIO, start: int, stop: int) -> Iterator[_Entry]:
    """Give the lines of a directory in this range.

    Raises:
        _Fault: something else is there.
    """
    file.seek(start)
    while start < stop:
        head = file.read(_ENTRY.size)
        if len(head) < _ENTRY.size or not head.startswith(b"PK\1\2"):
            raise _Fault(f"damaged: its directory can't be read from byte {start:,} on")
        *_, packed, unpacked, name, extra, comment, offset = _ENTRY.unpack(head)
        rest = file.read(name + extra + comment)
        unpacked, packed, offset = _large(rest[name : name + extra], unpacked, packed, offset)
        end = start + _ENTRY.size + name + extra + comment
        yield _Entry(start, end, offset, offset + _LOCAL_HEADER + name + packed, packed)
        start = end


def _large(extra: bytes, *values: int) -> list[int]:
    """Give sizes and offset, from the extra field where they have no room in their own."""
    found = list(values)
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{min(length, len(extra) - place - 4) // 8}Q", extra, place + 4))
            found = [next(numbers, value) if value == _SIZE else value for value in found]
        place += 4 + length
    return found


def _overlapping(entries: Iterable[_Entry], directory: _Directory) -> frozenset[int]:
    """Give the places of the directory's lines whose members begin inside another, or run into the directory."""
    starts, members, ends = array("Q"), array("Q"), array("Q")
    # A fault in the directory is reported when its members are read.
    with suppress(_Fault):
        for entry in entries:
            starts.append(entry.start)
            members.append(min(entry.member, _LARGEST))
            ends.append(min(entry.end, _LARGEST))
    found = set()
    reached = 0
    for place in sorted(range(len(starts)), key=members.__getitem__):
        if members[place] < reached or ends[place] + directory.shift > directory.start:
            found.add(starts[place])
        else:
            reached = ends[place]
    return frozenset(found)


def _slices(entries: Iterable[_Entry], start: int) -> tuple[list[tuple[int, int]], _Fault | None]:
    """Give ranges of the directory, of some hundred lines each, and what ended it before its end."""
    ranges = []
    first = last = start
    fault = None
    try:
        for count, entry in enumerate(entries, 1):
            last = entry.stop
            if count % _SLICE == 0 or last - first > _SLICE_BYTES:
                ranges.append((first, last))
                first = last
    except _Fault as found:
        fault = found
    if first < last:
        ranges.append((first, last))
    return ranges, fault


def _members(
    file: BinaryIO, directory: _Directory, first: int, last: int, refused: _Refused, source: str, part: Part
) -> Iterator[Read]:
    """Give the members of a range of the directory; if the range can't be read, of each of its lines by itself."""
    entries = list(_entries(file, first, last))
    file.seek(first)
    lines = bytearray(file.read(last - first))
    # So that the standard library never decodes a name, which might fail: as code page 437, every byte is one.
    for entry in entries:
        lines[entry.start - first + _LINE_UTF8] &= ~_UTF8
    headers = [entry.member + directory.shift for entry in entries if entry.start not in refused.places]
    tail = bytes(lines) + _end_of(directory, len(entries), len(lines))
    view = io.BufferedReader(_View(file, directory.start, tail, sorted(place + _HEADER_UTF8 for place in headers)))
    try:
        archive = zipfile.ZipFile(view)
    # A hostile directory may bring any error out of the library that reads it; it ends as an entry of the report.
    except Exception as error:
        if len(entries) == 1:
            yield Trouble(source, f"damaged: a line of its directory can't be read: {error}")
            return
        for entry in entries:
            yield from _members(file, directory, entry.start, entry.stop, refused, source, part)
        return
    with archive:
        for entry, info in zip(entries, archive.infolist(), strict=False):
            name = readable_name(info.orig_filename.encode("cp437"))
            shown = f"{source}!/{name}"
            if info.is_dir() or is_hidden(name) or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if entry.start in refused.places:
                refused.add(name)
            elif reason := no_document(name):
                yield Trouble(shown, reason)
            else:
                yield _member(archive, info, shown, f"{part.label}!/{name}", part.options.limits.document_bytes)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str, place: str, most: int) -> Read:
    """Give a member as a document, or what is wrong with it."""
    if info.flag_bits & _ENCRYPTED:
        return Trouble(shown, "encrypted: unpack it with its password first")
    data = b""
    if info.file_size <= most:
        try:
            with archive.open(info) as member:
                data = member.read(most + 1)
        # Each way to pack has errors of its own, and a hostile header brings up others.
        except Exception as error:
            return Trouble(shown, f"can't be unpacked: {str(error) or type(error).__name__}")
    if max(info.file_size, len(data)) > most:
        return Trouble(shown, f"more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")
    return Document(document_id(place, data), shown, data)


def _end_of(directory: _Directory, count: int, size: int) -> bytes:
    """Give the end of an archive whose directory has so many lines, in so many bytes, at the real one's place."""
    offset = directory.start - directory.shift
    end = _END.pack(b"PK\5\6", count, count, size, min(offset, _SIZE), 0)
    if offset < _SIZE:
        return end
    record = _END64.pack(b"PK\6\6", _END64.size - 12, 45, 45, 0, 0, count, count, size, offset)
    return record + _LOCATOR.pack(b"PK\6\7", 0, offset + size, 1) + end


class _View(io.RawIOBase):
    """A file as far as a place, and then other bytes; in the bytes at `flags` the mark of UTF-8 names is taken off."""

    def __init__(self, file: BinaryIO, length: int, tail: bytes, flags: list[int]) -> None:
        self._file = file
        self._length = length
        self._tail = tail
        self._flags = flags
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length + len(self._tail)}[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Buffer, /) -> int:
        wanted = memoryview(buffer).cast("B")
        if self._at < self._length:
            self._file.seek(self._at)
            data = self._file.read(min(len(wanted), self._length - self._at))
        else:
            data = self._tail[self._at - self._length : self._at - self._length + len(wanted)]
        wanted[: len(data)] = data
        stop = self._at + len(data)
        for place in self._flags[bisect_left(self._flags, self._at) : bisect_left(self._flags, stop)]:
            wanted[place - self._at] &= ~_UTF8
        self._at = stop
        return len(data)

"""Reads a zip archive that was cut off, and with it its directory: member after member, from the beginning."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from zhnews.batch.documents import Document, Part, Read, Trouble, document_id, is_hidden, readable_name
from zhnews.batch.sources.kinds import no_document
from zhnews.batch.sources.streams import read_up_to

_HEADER = struct.Struct("<4sHHH4xLLLHH")
_LOCAL, _DIRECTORY, _DESCRIPTOR = b"PK\3\4", (b"PK\1\2", b"PK\5\6", b"PK\6\6"), b"PK\7\x08"
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_STORED, _DEFLATED = 0, 8
_LARGE = 0xFFFFFFFF
# What may stand behind a member whose sizes weren't known when it was begun: checksum and sizes, of 4 or of 8 bytes.
_DESCRIPTORS = (16, 24, 12, 20, 0)
_CHUNK = 64 * 1024


class _Header(NamedTuple):
    flags: int
    method: int
    checksum: int
    packed: int
    name: str


class _Lost(Exception):
    """What follows can't be found."""


def members(file: BinaryIO, source: str, part: Part) -> Iterator[Read]:
    """Give the members up to where the archive was cut off, and say what happened to the one it was cut in."""
    file.seek(0)
    most = part.options.limits.document_bytes
    shown = source
    try:
        while header := _header(file):
            shown = f"{source}!/{header.name}"
            data = _content(file, header, most)
            if header.flags & _ENCRYPTED or header.name.endswith("/") or is_hidden(header.name):
                continue
            if reason := no_document(header.name):
                yield Trouble(shown, reason)
            elif len(data) > most:
                yield Trouble(shown, f"more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")
            elif not header.flags & _SIZES_FOLLOW and zlib.crc32(data) != header.checksum:
                yield Trouble(shown, "can't be unpacked: its checksum is another")
            else:
                yield Document(document_id(f"{part.label}!/{header.name}", data), shown, data)
    except (_Lost, zlib.error) as fault:
        yield Trouble(shown, f"cut off or damaged: {fault}: what follows can't be found")


def _header(file: BinaryIO) -> _Header | None:
    """Give the header of the next member; None where there is none."""
    head = file.read(_HEADER.size)
    if not head or head.startswith(_DIRECTORY):
        return None
    if len(head) < _HEADER.size or not head.startswith(_LOCAL):
        raise _Lost("no header of a member")
    _, _, flags, method, checksum, packed, _, name, extra = _HEADER.unpack(head)
    shown = readable_name(file.read(name))
    more = file.read(extra)
    if packed == _LARGE and more.startswith(b"\1\0") and len(more) >= _DESCRIPTORS[3]:
        (packed,) = struct.unpack_from("<Q", more, 12)
    return _Header(flags, method, checksum, packed, shown)


def _content(file: BinaryIO, header: _Header, most: int) -> bytes:
    """Give what a member holds, at most one byte more than `most`, and go to its end."""
    follows = header.flags & _SIZES_FOLLOW and not header.packed
    if header.method == _DEFLATED and not header.flags & _ENCRYPTED:
        end = None if follows else file.tell() + header.packed
        data = _inflate(file, end, most)
    elif follows:
        raise _Lost("a member of unknown size")
    else:
        end = file.tell() + header.packed
        data = read_up_to(file, min(header.packed, most + 1)) if header.method == _STORED else b""
        if header.method == _STORED and len(data) < min(header.packed, most + 1):
            raise _Lost(f"{len(data):,} of {header.packed:,} bytes are there")
        file.seek(end)
    if header.flags & _SIZES_FOLLOW:
        _pass_descriptor(file)
    return data


def _inflate(file: BinaryIO, end: int | None, most: int) -> bytes:
    """Unpack up to the end of the packed stream, or to the end that is known."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    held = bytearray()
    while not stream.eof:
        packed = stream.unconsumed_tail or file.read(_CHUNK if end is None else min(_CHUNK, max(0, end - file.tell())))
        if not packed:
            raise _Lost(f"the first {len(held):,} bytes are there")
        data = stream.decompress(packed, _CHUNK)
        held += data[: most + 1 - len(held)]
        if len(held) > most and end is not None:
            break
    file.seek(file.tell() - len(stream.unused_data) if end is None else end)
    return bytes(held)


def _pass_descriptor(file: BinaryIO) -> None:
    """Go to the next header, behind the sizes of the member that ends here."""
    place = file.tell()
    tail = file.read(max(_DESCRIPTORS) + len(_LOCAL))
    for length in _DESCRIPTORS:
        if tail.startswith((_LOCAL, *_DIRECTORY), length):
            file.seek(place + length)
            return
    file.seek(place + _DESCRIPTORS[0])

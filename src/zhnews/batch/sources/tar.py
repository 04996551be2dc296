"""Reads tar archives, plain or compressed, as streams: members in order, nothing extracted, headers bounded.

The standard library reads the headers; the walk from one to the next is ours, since its own reads extended headers and
maps of sparse files into memory, however long they are.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from zhnews.batch.documents import Document, Limits, Part, Read, Trouble, document_id, is_hidden, readable_name
from zhnews.batch.sources.kinds import no_document
from zhnews.batch.sources.streams import Stream, open_stream, read_up_to, unreadable

_BLOCK = 512
# Where the header of a sparse file, and each block of its map, says that another block of the map follows.
_SPARSE_GOES_ON, _SPARSE_MAP_GOES_ON = 482, 504
_LONGEST_NUMBER = 20
# So many blocks of zeros behind the mark of the end are looked through: 16 MB.
_MOST_ZEROS = 1 << 15


class _Fault(Exception):
    """The archive ends early, or can't be followed further."""


def read(part: Part) -> Iterator[Read]:
    """Give the members of a tar archive as documents."""
    source = readable_name(part.path)
    try:
        with open_stream(part.path) as stream:
            yield from _members(stream, source, part)
    except OSError as error:
        yield unreadable(source, error)
    except _Fault as fault:
        yield Trouble(source, str(fault))


def _members(stream: Stream, source: str, part: Part) -> Iterator[Read]:
    limits = part.options.limits
    more: dict[str, str] = {}
    name: bytes | None = None
    while (header := _header(stream)) is not None:
        if header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            more = _records(_extended(stream, header, limits))
        elif header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE):
            content = _extended(stream, header, limits)
            name = content.partition(b"\0")[0] if header.type == tarfile.GNUTYPE_LONGNAME else name
        else:
            raw = more.get("path", header.name if name is None else name)
            size = _size(more.get("size", ""), header)
            yield from _member(stream, header, readable_name(raw), size, more, source, part)
            more, name = {}, None


def _size(stated: str, header: tarfile.TarInfo) -> int:
    """Give a member's size: what an extended header states goes before the header's own.

    Raises:
        _Fault: no file is so large.
    """
    if not stated.isdecimal():
        return header.size
    if len(stated) > _LONGEST_NUMBER:
        raise _Fault(f"damaged: a size of {len(stated):,} digits: what follows can't be found")
    return int(stated)


def _header(stream: Stream) -> tarfile.TarInfo | None:
    """Give the next header; None at the mark of the end.

    Raises:
        _Fault: there is none.
    """
    block = read_up_to(stream, _BLOCK)
    if not block:
        # Members may have been lost just where one ended.
        raise _Fault("cut off: the archive has no mark of its end")
    if not any(block):
        # Behind the mark stand zeros, unless archives were put end to end, or a header was lost.
        rest = (read_up_to(stream, _BLOCK) for _ in range(_MOST_ZEROS))
        block = next((found for found in rest if any(found) or not found), b"")
        if not block:
            return None
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        raise _Fault(f"damaged: {error}: what follows can't be found") from None
    if header.size < 0:
        raise _Fault("damaged: a member of negative size: what follows can't be found")
    if header.type == tarfile.GNUTYPE_SPARSE:
        more = block[_SPARSE_GOES_ON]
        while more and (block := read_up_to(stream, _BLOCK)):
            more = len(block) == _BLOCK and block[_SPARSE_MAP_GOES_ON]
    return header


def _extended(stream: Stream, header: tarfile.TarInfo, limits: Limits) -> bytes:
    """Give what an extended header says of the next member."""
    if header.size > limits.header_bytes:
        raise _Fault(f"a header of {header.size:,} bytes, more than {limits.header_bytes:,}: nothing after it is read")
    content = read_up_to(stream, header.size)
    _skip(stream, header.size, len(content))
    return content


def _records(content: bytes) -> dict[str, str]:
    """Read the records of a POSIX extended header: length, keyword, value; as far as they are sound."""
    records = {}
    place = 0
    while place < len(content):
        length, space, _ = content[place : place + _LONGEST_NUMBER].partition(b" ")
        if not space or not length.isdigit() or int(length) <= len(length) + 1:
            break
        keyword, _, value = content[place + len(length) + 1 : place + int(length) - 1].partition(b"=")
        records[keyword.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        place += int(length)
    return records


def _member(
    stream: Stream, header: tarfile.TarInfo, name: str, size: int, more: dict[str, str], source: str, part: Part
) -> Iterator[Read]:
    """Give a member, if it is a file, and go to the next header."""
    shown = f"{source}!/{name}"
    most = part.options.limits.document_bytes
    data = b""
    if header.issym() or header.islnk() or header.isdir() or header.isdev() or is_hidden(name):
        pass
    elif header.type == tarfile.GNUTYPE_SPARSE or any(keyword.startswith("GNU.sparse.") for keyword in more):
        yield Trouble(shown, "a sparse file: pack it again without --sparse")
    elif size > most:
        yield Trouble(shown, f"more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")
    elif reason := no_document(name):
        yield Trouble(shown, reason)
    else:
        data = read_up_to(stream, size)
        if len(data) == size:
            yield Document(document_id(f"{part.label}!/{name}", data), shown, data)
        else:
            yield Trouble(shown, f"cut off after {len(data):,} of {size:,} bytes", data=data)
    _skip(stream, size, len(data))


def _skip(stream: Stream, size: int, done: int) -> None:
    """Go to the block after content of this size, of which so much was read."""
    left = -(-size // _BLOCK) * _BLOCK - done
    while left > 0:
        passed = len(stream.read(min(left, 65536)))
        if not passed:
            raise _Fault("cut off inside a member")
        left -= passed

"""Opens compressed files as streams that give every byte before a fault, and then the fault."""

from __future__ import annotations

import lzma
import os
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import TYPE_CHECKING, Protocol

from zhnews.batch.documents import Trouble

if TYPE_CHECKING:
    import pyarrow

_CODECS = {".gz": "gzip", ".tgz": "gzip", ".zst": "zstd", ".tzst": "zstd", ".zstd": "zstd"}
_XZ = (".xz", ".txz")
# What xz -9 needs, and as much again; a stream may ask for 4 GB.
_XZ_MEMORY = 160 * 1024 * 1024
_CHUNK = 64 * 1024


class Stream(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Give at most this many bytes; none at the end.

        Raises:
            OSError: the file can't be read, or what it holds is damaged or cut off.
        """
        ...


def is_compressed(name: str) -> bool:
    """Tell by its name whether a file is a compressed stream."""
    return name.lower().endswith((*_CODECS, *_XZ))


def uncompressed_name(name: str) -> str:
    """Give the name without its ending, where that only says how it is compressed; in lower case.

    >>> uncompressed_name("公报.CSV.gz"), uncompressed_name("公报.csv")
    ('公报.csv', '公报.csv')
    """
    lower = name.lower()
    return next((lower.removesuffix(ending) for ending in (*_CODECS, *_XZ) if lower.endswith(ending)), lower)


@contextmanager
def open_stream(path: str) -> Iterator[Stream]:
    """Open a file, unpacked if its name says that it is packed (gz, zst, xz).

    Raises:
        OSError: it can't be opened.
    """
    lower = path.lower()
    codec = next((codec for ending, codec in _CODECS.items() if lower.endswith(ending)), None)
    opened: AbstractContextManager[Stream]
    if codec:
        opened = closing(_Unpacked(path, codec))
    elif lower.endswith(_XZ):
        opened = closing(_UnpackedXz(path))
    else:
        opened = open(path, "rb")  # noqa: SIM115  closed below
    with opened as stream:
        yield stream


def unreadable(source: str, error: OSError) -> Trouble:
    """Say that a file can't be read, or not to its end; what came before the fault has been given."""
    return Trouble(source, f"can't be read: {error.strerror}" if error.strerror else f"damaged or cut off: {error}")


def read_up_to(stream: Stream, size: int) -> bytes:
    """Give so many bytes, fewer only at the end.

    Raises:
        OSError: what it holds is damaged or cut off before.
    """
    held = []
    while size > 0 and (data := stream.read(min(size, _CHUNK))):
        held.append(data)
        size -= len(data)
    return b"".join(held)


class _Unpacked:
    """A stream of pyarrow's; it notices cut and damaged files, but withholds what the failing call had unpacked."""

    def __init__(self, path: str, codec: str) -> None:
        self._path = path
        self._codec = codec
        self._at = 0
        self._fault: OSError | None = None
        self._ended = False
        if not os.path.getsize(path):
            self._fault = OSError("Truncated compressed stream: empty")
        self._stream = self._open()

    def _open(self) -> pyarrow.NativeFile:
        import pyarrow

        # Not memory-mapped: a map of a file that another process cuts kills the reader.
        return pyarrow.CompressedInputStream(pyarrow.OSFile(self._path, "rb"), self._codec)

    def read(self, size: int, /) -> bytes:
        if self._fault:
            raise self._fault
        if self._ended:
            return b""
        try:
            data: bytes = self._stream.read(size)
        except OSError as fault:
            data = self._before_fault(size)
            if len(data) < size:
                self._ended = self._codec == "gzip" and _is_padded(self._path)
                self._fault = None if self._ended else fault
            if not data and self._fault:
                raise
        self._at += len(data)
        return data

    def _before_fault(self, most: int) -> bytes:
        """Unpack once more from the beginning, the end byte by byte."""
        self._stream.close()
        self._stream = self._open()
        held = bytearray()
        left = self._at
        try:
            while left > 0 and (data := self._stream.read(min(left, _CHUNK))):
                left -= len(data)
            while len(held) < most:
                held += self._stream.read(1)
        except OSError:
            # The fault itself is raised by the next call.
            pass
        return bytes(held)

    def close(self) -> None:
        self._stream.close()


def _is_padded(path: str) -> bool:
    """Tell whether nothing is wrong with a gzip file but zeros at its end, as tapes and disks add them."""
    member = zlib.decompressobj(wbits=31)
    with open(path, "rb") as file:
        packed = file.read(_CHUNK)
        try:
            while packed:
                while packed and not member.eof:
                    member.decompress(packed, _CHUNK)
                    packed = member.unconsumed_tail or member.unused_data or file.read(_CHUNK)
                while packed and not (packed := packed.lstrip(b"\0")):
                    packed = file.read(_CHUNK)
                if packed:
                    member = zlib.decompressobj(wbits=31)
        except zlib.error:
            return False
    return member.eof


class _UnpackedXz:
    """A stream of the standard library's, with a bound on the memory that a file may ask for."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb")  # noqa: SIM115  closed by close()
        self._decompressor: lzma.LZMADecompressor | None = None
        self._packed = b""

    def read(self, size: int, /) -> bytes:
        while True:
            if self._decompressor is None or self._decompressor.eof:
                self._packed = (self._decompressor.unused_data if self._decompressor else b"").lstrip(b"\0")
                self._packed = self._packed or self._file.read(_CHUNK).lstrip(b"\0")
                if not self._packed:
                    return b""
                self._decompressor = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
            elif self._decompressor.needs_input:
                self._packed = self._file.read(_CHUNK)
                if not self._packed:
                    raise OSError("Truncated compressed stream")
            try:
                data = self._decompressor.decompress(self._packed, size)
            except lzma.LZMAError as error:
                raise OSError(f"xz: {error}") from error
            self._packed = b""
            if data:
                return data

    def close(self) -> None:
        self._file.close()

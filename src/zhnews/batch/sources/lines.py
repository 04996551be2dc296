"""Cuts streams into lines, within bounded memory however long a line is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhnews.batch.sources.streams import Stream

CHUNK = 1024 * 1024


class Line(NamedTuple):
    """A line, its end included; `data` is None if it is longer than asked for. `start` is its place in bytes.

    `quotes` is the number of quotation marks in a line that is too long, where that was asked for.
    """

    start: int
    data: bytes | None
    quotes: int = 0


def lines(stream: Stream, most: int, at: int = 0, stop: int | None = None, *, quotes: bool = False) -> Iterator[Line]:
    """Give the lines of a stream that begins at this place; of one longer than `most` bytes only that it was there.

    With `stop`, a longer line is not followed beyond that place. With `quotes`, its quotation marks are counted.

    >>> import io
    >>> [(line.start, line.data) for line in lines(io.BytesIO("甲\\n乙乙乙\\n丙".encode()), 5)]
    [(0, b'\\xe7\\x94\\xb2\\n'), (4, None), (14, b'\\xe4\\xb8\\x99')]
    """
    held: list[bytes] = []
    size = marks = 0
    start = at
    while chunk := stream.read(CHUNK):
        for piece in _cut(chunk):
            known = size > most
            size += len(piece)
            if size <= most:
                held.append(piece)
            elif not known:
                marks = sum(part.count(b'"') for part in held) if quotes else 0
                held.clear()
                if not quotes:
                    yield Line(start, None)
            if quotes and size > most:
                marks += piece.count(b'"')
            if piece.endswith(b"\n"):
                if size <= most:
                    yield Line(start, b"".join(held))
                elif quotes:
                    yield Line(start, None, marks)
                start += size
                held, size = [], 0
        if size > most and stop is not None and start + size >= stop:
            return
    if 0 < size <= most:
        yield Line(start, b"".join(held))
    elif size and quotes:
        yield Line(start, None, marks)


def _cut(chunk: bytes) -> Iterator[bytes]:
    """Cut after each line feed, and there alone: a carriage return may stand inside a field."""
    place = 0
    while place < len(chunk):
        end = chunk.find(b"\n", place) + 1 or len(chunk)
        yield chunk[place:end]
        place = end

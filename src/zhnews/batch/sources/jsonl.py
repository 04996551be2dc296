"""Reads JSON Lines: plain files by ranges of bytes, compressed ones as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from zhnews.batch.documents import Document, Part, Read, SourceOptions, Trouble, document_id, readable_name
from zhnews.batch.sources.lines import lines

_BOM = b"\xef\xbb\xbf"


def split(whole: Part) -> list[Part]:
    """Give ranges of bytes; a line belongs to the range it begins in."""
    count = max(1, round(whole.size / whole.options.part_bytes))
    edges = [whole.size * place // count for place in range(count + 1)]
    return [
        Part(whole.path, "jsonl", start, stop, stop - start, whole.label, options=whole.options)
        for start, stop in pairwise(edges)
    ]


def read(part: Part) -> Iterator[Read]:
    """Give the documents of the lines that begin in the part's range."""
    source = readable_name(part.path)
    try:
        file = open(part.path, "rb")  # noqa: SIM115  the generator closes it
    except OSError as error:
        yield Trouble(source, f"{source}: can't be read: {error.strerror}")
        return
    with file:
        start = part.start or 0
        # One byte earlier, so that a line which begins just at the start is seen to begin there.
        file.seek(max(0, start - 1))
        found = lines(file, part.options.limits.document_bytes, max(0, start - 1), part.stop)
        for line in found:
            if part.stop is not None and line.start >= part.stop:
                return
            if line.start < start:
                continue
            if line.data is None:
                yield too_long(f"{source}@{line.start}", part.options)
            elif line.data.strip():
                yield document(line.data, f"{source}@{line.start}", f"{part.label}@{line.start}", part.options)


def document(line: bytes, source: str, place: str, options: SourceOptions) -> Read:
    """Give the document of one line of JSON, or what is wrong with it."""
    try:
        record = json.loads(line.removeprefix(_BOM))
    except (ValueError, RecursionError) as error:
        return Trouble(source, f"{source}: no JSON: {error}", data=line)
    if not isinstance(record, dict):
        return Trouble(source, f"{source}: no JSON object, but {type(record).__name__}", data=line)
    return of_record(record, source, place, options, line)


def of_record(record: dict[str, Any], source: str, place: str, options: SourceOptions, raw: bytes = b"") -> Read:
    """Give the document of a record of named values, or what is wrong with it."""
    text = record.get(options.text_column)
    if isinstance(text, str):
        text = whole(text)
    elif not isinstance(text, bytes):
        seen = "is empty" if options.text_column in record else f"isn't among {', '.join(map(str, record))[:200]}"
        return Trouble(
            source, f"{source}: no text: column {options.text_column!r} {seen}: name it by --text-column", data=raw
        )
    stated = record.get(options.id_column) if options.id_column else None
    name = document_id(place, text) if stated is None or stated == "" else whole(str(stated))
    title = record.get(options.title_column)
    return Document(
        name, source, text, _date(record.get(options.date_column)), whole(title) if isinstance(title, str) else None
    )


def too_long(source: str, options: SourceOptions) -> Trouble:
    """Say that a line or field is longer than the limit."""
    most = options.limits.document_bytes
    return Trouble(source, f"{source}: more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")


def whole(text: str) -> str:
    """Join halves of UTF-16 pairs that JSON escaped one by one; a half alone is no character and is lost."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _date(value: object) -> date | None:
    """Give the day that a value states in ISO form; None for anything else."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None

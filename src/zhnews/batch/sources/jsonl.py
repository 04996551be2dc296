"""Reads JSON Lines: plain files by ranges of bytes, compressed ones as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from zhnews.batch.documents import Document, Part, Read, SourceOptions, Trouble, document_id, readable_name
from zhnews.batch.sources.lines import Line, lines
from zhnews.batch.sources.streams import is_compressed, open_stream, unreadable

_BOM = b"\xef\xbb\xbf"


def split(whole: Part) -> list[Part]:
    """Give ranges of bytes; a line belongs to the range it begins in; a compressed file is one part."""
    if is_compressed(whole.path):
        return [whole]
    count = max(1, round(whole.size / whole.options.part_bytes))
    edges = [whole.size * place // count for place in range(count + 1)]
    return [
        Part(whole.path, "jsonl", start, stop, stop - start, whole.label, options=whole.options)
        for start, stop in pairwise(edges)
    ]


def read(part: Part) -> Iterator[Read]:
    """Give the documents of the lines that begin in the part's range, or of a whole compressed file."""
    source = readable_name(part.path)
    most = part.options.limits.document_bytes
    try:
        if part.start is None:
            with open_stream(part.path) as stream:
                found = enumerate(lines(stream, most), 1)
                yield from _documents(((f":{number}", line.data) for number, line in found), source, part)
        else:
            with open(part.path, "rb") as file:
                file.seek(max(0, part.start - 1))
                ranged = _in_range(lines(file, most, file.tell(), part.stop), part)
                yield from _documents(((f"@{line.start}", line.data) for line in ranged), source, part)
    except OSError as error:
        yield unreadable(source, error)


def _in_range(found: Iterator[Line], part: Part) -> Iterator[Line]:
    """Give the lines that begin in the part; reading began one byte earlier, to see whether one begins at its start."""
    for line in found:
        if part.stop is not None and line.start >= part.stop:
            return
        if part.start is None or line.start >= part.start:
            yield line


def _documents(found: Iterable[tuple[str, bytes | None]], source: str, part: Part) -> Iterator[Read]:
    for place, line in found:
        if line is None:
            yield too_long(source + place, part.options)
        elif line.strip():
            yield document(line, source + place, part.label + place, part.options)


def document(line: bytes, source: str, place: str, options: SourceOptions) -> Read:
    """Give the document of one line of JSON, or what is wrong with it."""
    try:
        record = json.loads(line.removeprefix(_BOM).decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return Trouble(source, "no JSON: not in UTF-8: convert it first", data=line)
    except (ValueError, RecursionError) as error:
        return Trouble(source, f"no JSON: {error}", data=line)
    if not isinstance(record, dict):
        return Trouble(source, f"no JSON object, but {type(record).__name__}", data=line)
    return of_record(record, source, place, options, line)


def of_record(record: dict[str, Any], source: str, place: str, options: SourceOptions, raw: bytes = b"") -> Read:
    """Give the document of a record of named values, or what is wrong with it."""
    text = record.get(options.text_column)
    if isinstance(text, str):
        text = whole(text)
    elif not isinstance(text, bytes):
        return Trouble(source, _no_text(record, options.text_column), data=raw)
    stated = record.get(options.id_column) if options.id_column else None
    name = document_id(place, text) if stated is None or stated == "" else whole(str(stated))
    title = record.get(options.title_column)
    shown = whole(title) if isinstance(title, str) else None
    return Document(name, source, text, _date(record.get(options.date_column)), shown)


def _no_text(record: dict[str, Any], column: str) -> str:
    if column not in record:
        return f"no text: column {column!r} isn't among {', '.join(map(str, record))[:200]}: name it by --text-column"
    value = record[column]
    return f"no text: column {column!r} " + ("is null" if value is None else f"holds {type(value).__name__}")


def too_long(source: str, options: SourceOptions) -> Trouble:
    """Say that a line or field is longer than the limit."""
    most = options.limits.document_bytes
    return Trouble(source, f"more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")


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

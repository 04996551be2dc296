"""Reads CSV and TSV, plain or compressed, and Parquet by row groups."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from zhnews.batch.documents import MEGABYTE, Part, Read, SourceOptions, Trouble, readable_name
from zhnews.batch.sources.jsonl import of_record, too_long
from zhnews.batch.sources.lines import Line, lines
from zhnews.batch.sources.streams import open_stream, unreadable

if TYPE_CHECKING:
    import pyarrow.parquet

_BOM = b"\xef\xbb\xbf"
# What Excel calls Unicode text begins so.
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Of a column's dictionary, each text is held once, however many rows name it; other text is read so much at a time.
_BATCH_ROWS, _BATCH_BYTES = 256, 16 * MEGABYTE


def read_csv(part: Part) -> Iterator[Read]:
    """Give the records of a table with a line of names, separated by commas or tabs, as documents.

    Fields stay bytes: each release is decoded by itself, in whatever encoding it is.
    """
    source = readable_name(part.path)
    try:
        with open_stream(part.path) as stream:
            rows = _Rows(lines(stream, part.options.limits.document_bytes, quotes=True), part)
            yield from _csv_documents(rows, source, part)
    except OSError as error:
        yield unreadable(source, error)
    except UnicodeError as error:
        yield Trouble(source, str(error))


def _csv_documents(rows: _Rows, source: str, part: Part) -> Iterator[Read]:
    names: list[str] = []
    number = 0
    lost = False
    while True:
        try:
            row = rows.next()
        except csv.Error as error:
            yield Trouble(f"{source}:{number}", f"no record: {error}: passed over, with what follows and isn't one")
            number += 1
            lost = True
            continue
        if row is None:
            if not names and not number:
                yield Trouble(source, "empty: a table begins with a line of names")
            return
        fields = [field.encode("latin-1") for field in row]
        if rows.unclosed:
            message = "a quotation mark is never closed: what stands behind it can't be told apart"
            yield Trouble(f"{source}:{number}", message, data=b"\t".join(fields))
            return
        if not names:
            names = [readable_name(field) for field in fields]
            if part.options.text_column not in names:
                shown = ", ".join(names)[:200]
                yield Trouble(source, f"no column {part.options.text_column!r} among {shown}: name it by --text-column")
                return
        elif lost and len(fields) != len(names):
            # The rest of the field that was too long.
            continue
        elif len(fields) != len(names) and fields:
            yield Trouble(f"{source}:{number}", f"{len(fields)} fields, not {len(names)}", data=b"\t".join(fields))
        elif fields:
            lost = False
            record = {
                name: field if name == part.options.text_column else readable_name(field)
                for name, field in zip(names, fields, strict=True)
            }
            yield of_record(record, f"{source}:{number}", f"{part.label}:{number}", part.options)
        number += 1


class _Rows:
    """The rows of a table whose bytes stand as characters of Latin-1; what is too long costs its row."""

    def __init__(self, found: Iterator[Line], part: Part) -> None:
        self._lines = found
        self._most = part.options.limits.document_bytes
        self._held = self._quotes = 0
        self._first = True
        # Whether the table ended within the last row, and so within a quoted field.
        self.unclosed = False
        self._reader = csv.reader(self, delimiter="\t" if part.kind == "tsv" else ",")

    def next(self) -> list[str] | None:
        """Give the next row; None at the end.

        Raises:
            csv.Error: it is too long; what follows of it is passed over.
            UnicodeError: the table is in UTF-16.
        """
        self._held = self._quotes = 0
        # The limit belongs to the whole process, so it is lent for one row.
        before = csv.field_size_limit(self._most)
        self.unclosed = False
        try:
            row = next(self._reader, None)
            self.unclosed = self.unclosed and row is not None
            return row
        except csv.Error as error:
            self._pass_field()
            raise csv.Error(self._told(str(error))) from None
        finally:
            csv.field_size_limit(before)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._line()
        except StopIteration:
            self.unclosed = True
            raise
        self._held += len(line.data or b"")
        if line.data is None or self._held > 2 * self._most:
            raise csv.Error(f"more than {self._most:,} bytes")
        return line.data.decode("latin-1")

    def _line(self) -> Line:
        line = next(self._lines)
        if self._first:
            self._first = False
            if line.data and line.data.startswith(_UTF16):
                raise UnicodeError("a table in UTF-16: save it as UTF-8")
            # Before a quotation mark it would make that part of the name.
            line = line._replace(data=line.data.removeprefix(_BOM) if line.data else line.data)
        self._quotes += line.quotes if line.data is None else line.data.count(b'"')
        return line

    def _told(self, error: str) -> str:
        """Say what is wrong in terms of the table, not of the library's settings."""
        if "field limit" in error:
            return f"a field of more than {self._most:,} bytes"
        if "new-line character" in error:
            return "a carriage return alone outside quotation marks: end its lines by line feeds"
        return error

    def _pass_field(self) -> None:
        """Go to the end of the line in which the field ends that is open: it may be of many lines like a table's."""
        while self._quotes % 2:
            try:
                self._line()
            except StopIteration:
                return


def split_parquet(whole: Part) -> list[Part]:
    """Give ranges of row groups."""
    try:
        with _open_parquet(whole) as file:
            if _no_text(file.schema_arrow, whole.options):
                return [whole]
            sizes = [file.metadata.row_group(group).total_byte_size for group in range(file.num_row_groups)]
    except (OSError, ValueError):
        # Reading reports it.
        return [whole]
    parts: list[Part] = []
    start = size = 0
    for group, length in enumerate(sizes, 1):
        size += length
        if size >= whole.options.part_bytes or group == len(sizes):
            parts.append(replace(whole, start=start, stop=group, size=size))
            start, size = group, 0
    return parts or [replace(whole, start=0, stop=0)]


def read_parquet(part: Part) -> Iterator[Read]:
    """Give the rows of row groups as documents."""
    source = readable_name(part.path)
    try:
        with _open_parquet(part) as file:
            yield from _parquet_documents(file, source, part)
    # pyarrow's errors are OSError and ValueError.
    except OSError as error:
        yield unreadable(source, error)
    except ValueError as error:
        yield Trouble(source, f"damaged: {error}")


def _open_parquet(part: Part) -> pyarrow.parquet.ParquetFile:
    import pyarrow.parquet

    metadata = pyarrow.parquet.read_metadata(part.path)
    readable = not _no_text(metadata.schema.to_arrow_schema(), part.options)
    return pyarrow.parquet.ParquetFile(
        part.path,
        metadata=metadata,
        read_dictionary=[part.options.text_column] if readable else None,
        buffer_size=1 << 20,
        pre_buffer=False,
        thrift_string_size_limit=64 << 20,
        thrift_container_size_limit=1 << 22,
    )


def _no_text(schema: pyarrow.Schema, options: SourceOptions) -> str:
    """Say why a table has no texts; nothing if it may have some."""
    import pyarrow

    name = options.text_column
    if name not in schema.names:
        return f"no column {name!r} among {', '.join(schema.names)[:200]}: name it by --text-column"
    if (count := schema.names.count(name)) > 1:
        return f"{count} columns are called {name!r}: rename all but one"
    kind = schema.field(name).type
    kind = kind.value_type if isinstance(kind, pyarrow.DictionaryType) else kind
    if kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.binary(), pyarrow.large_binary(), pyarrow.null()):
        return ""
    return f"column {name!r} holds {str(kind)[:100]}, not text: name the text's by --text-column"


def _parquet_documents(file: pyarrow.parquet.ParquetFile, source: str, part: Part) -> Iterator[Read]:
    options = part.options
    if fault := _no_text(file.schema_arrow, options):
        yield Trouble(source, fault)
        return
    there = set(file.schema_arrow.names)
    asked = (options.text_column, options.id_column, options.title_column, options.date_column)
    columns = sorted({name for name in asked if name} & there)
    start, stop = part.start or 0, file.num_row_groups if part.stop is None else part.stop
    number = sum(file.metadata.row_group(group).num_rows for group in range(start))
    for group in range(start, stop):
        rows = file.metadata.row_group(group).num_rows
        mean = file.metadata.row_group(group).total_byte_size // max(rows, 1)
        at_once = max(1, min(_BATCH_ROWS, _BATCH_BYTES // max(mean, 1)))
        for batch in file.iter_batches(at_once, [group], columns, use_threads=False):
            yield from _batch_documents(batch, number, source, part)
            number += batch.num_rows


def _batch_documents(batch: pyarrow.RecordBatch, number: int, source: str, part: Part) -> Iterator[Read]:
    options = part.options
    for row in range(batch.num_rows):
        record = {name: batch.column(name)[row].as_py() for name in batch.schema.names}
        text = record[options.text_column]
        place = f":{number + row}"
        if isinstance(text, str | bytes) and len(text) > options.limits.document_bytes:
            yield too_long(source + place, options)
        else:
            yield of_record(record, source + place, part.label + place, options)

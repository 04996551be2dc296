"""Writes the tables of one shard: JSON Lines under zstd, or Parquet. The same batches give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from zhnews.batch.results import SUFFIXES, Form
from zhnews.batch.sources.lines import lines

_ZSTD_LEVEL = 3
# Row groups of this many rows keep memory bounded and are large enough to be read fast.
_GROUP = 1024
_LONGEST_LINE = 1 << 40


class Sink(Protocol):
    """A file of a table that batches are written to."""

    rows: int

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a batch; its schema is that of the table."""

    def close(self) -> None:
        """End the file."""


class JsonLines:
    """A row a line, as UTF-8, dates in ISO form, under zstd."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.rows = 0
        self._file = pa.OSFile(str(path), "wb")
        self._stream = pa.CompressedOutputStream(self._file, "zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a batch."""
        self.rows += batch.num_rows
        self._stream.write("".join(_ENCODER.encode(row) + "\n" for row in batch.to_pylist()).encode())

    def close(self) -> None:
        """End the file."""
        self._stream.close()
        self._file.close()


class Parquet:
    """Row groups of equal numbers of rows, under zstd."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.rows = 0
        self._schema = schema
        self._waiting: list[pa.RecordBatch] = []
        # Only here, since the driver needs none of it.
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=_ZSTD_LEVEL, version="2.6")

    def write(self, batch: pa.RecordBatch) -> None:
        """Add a batch."""
        self.rows += batch.num_rows
        self._waiting.append(batch)
        if sum(waiting.num_rows for waiting in self._waiting) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """End the file."""
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._waiting = []


def sources_of(path: Path) -> Iterator[str]:
    """Give the column `source` of a table of releases."""
    if path.name.endswith(SUFFIXES["parquet"]):
        import pyarrow.parquet as pq

        yield from pq.read_table(path, columns=["source"])["source"].to_pylist()
        return
    with pa.OSFile(str(path)) as packed, pa.CompressedInputStream(packed, "zstd") as stream:
        for line in lines(stream, _LONGEST_LINE):
            yield json.loads(line.data or b"{}")["source"]


SINKS: Mapping[Form, type[JsonLines] | type[Parquet]] = {"jsonl": JsonLines, "parquet": Parquet}


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain, check_circular=False)

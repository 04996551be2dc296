"""Finds the near-duplicates among the results of a finished run, and writes them beside its tables."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from zhnews.batch.duplicates.clusters import Signatures, find_clusters
from zhnews.batch.duplicates.signatures import SCHEMA, VERSION, signatures_of
from zhnews.batch.duplicates.tables import DUPLICATES_SCHEMA, HELPFUL, NEEDED, batches_of
from zhnews.batch.engines.worker import context, end_with_parent
from zhnews.batch.plan import read_plan
from zhnews.batch.results import SUFFIXES, Form, Results, locked
from zhnews.batch.sinks import SINKS
from zhnews.batch.sources.lines import lines
from zhnews.errors import InputError

_ROWS = 256
_LONGEST_LINE = 1 << 40
_READ = (*NEEDED, HELPFUL)
_TABLE = pa.schema([(name, SCHEMA.field(name).type if name in SCHEMA.names else pa.string()) for name in _READ])


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found: so many clusters, so many releases that are reprints of another, and the file that says which."""

    clusters: int
    reprints: int
    path: Path

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {
            "clusters": self.clusters,
            "reprints": self.reprints,
            "signature_version": VERSION,
            "file": self.path.name,
        }

    def __str__(self) -> str:
        return f"{self.reprints:,} reprints in {self.clusters:,} clusters of near-duplicates: {self.path}"


def find_duplicates(out: str | Path, jobs: int = 1) -> Duplicates:
    """Find the near-duplicates among the releases of a finished run, and write `duplicates` in the run's own format.

    Signatures are made shard by shard, by `jobs` processes, and kept in `_signatures/`, so that what is there already
    is not made again. What was found is added to `_report.json`.

    Raises:
        InputError: there is no finished run in the folder, or its releases have no text.
    """
    results = Results(Path(out).absolute())
    if not results.success.is_file():
        raise InputError(f"{out}: no finished run: finish it with --resume first")
    plan = read_plan(results.plan)
    if "text" not in plan["settings"]["fields"]:
        raise InputError(f"{out}: its releases have no text, which duplicates are found by: run it with the field text")
    form: Form = plan["form"]
    with locked(results):
        paths = _signature_files(results, form, jobs)
        maps = [_mapped(path) for path in paths]
        found = find_clusters(Signatures(list(_batches(maps)), lambda: _let_go(maps)))
        path = results.root / f"duplicates{SUFFIXES[form]}"
        with results.draft(path) as draft:
            sink = SINKS[form](draft, DUPLICATES_SCHEMA)
            clusters = 0
            for batch in batches_of(found):
                clusters += batch.column("canonical").true_count
                sink.write(batch)
            sink.close()
        duplicates = Duplicates(clusters, sink.rows - clusters, path)
        report = json.loads(results.report.read_text(encoding="utf-8"))
        results.write(results.report, report | {"duplicates": duplicates.to_dict()})
        results.clear_drafts()
    return duplicates


def _signature_files(results: Results, form: Form, jobs: int) -> list[Path]:
    """Give a file of signatures for each file of releases, made where it isn't there."""
    folder = results.root / "_signatures"
    tables = sorted(
        (results.root / name, file["sha256"])
        for marker in results.finished()
        for name, file in marker["files"].items()
        if name.startswith("releases/")
    )
    # Named by what they are made of: another table, or another version, is another file.
    paths = [folder / f"{digest[:16]}-v{VERSION}.arrow" for _, digest in tables]
    waiting = [(table, path) for (table, _), path in zip(tables, paths, strict=True) if not path.is_file()]
    work = ([table for table, _ in waiting], [path for _, path in waiting], repeat(form), repeat(results))
    if jobs == 1 or len(waiting) < 2:
        for arguments in zip(*work, strict=False):
            _sign(*arguments)
    else:
        with ProcessPoolExecutor(jobs, context(), end_with_parent) as pool:
            for _ in pool.map(_sign, *work):
                pass
    return paths


def _sign(table: Path, path: Path, form: Form, results: Results) -> None:
    """Write the signatures of a file of releases."""
    with results.draft(path) as draft, pa.OSFile(str(draft), "wb") as file, pa.ipc.new_file(file, SCHEMA) as writer:
        for batch in _texts(table, form):
            writer.write_batch(signatures_of(batch))


def _texts(table: Path, form: Form) -> Iterator[pa.RecordBatch]:
    """Give what is needed of the releases in a file."""
    if form == "parquet":
        import pyarrow.parquet as pq

        with pq.ParquetFile(table) as file:
            there = [name for name in _READ if name in file.schema_arrow.names]
            for batch in file.iter_batches(_ROWS, columns=there):
                # A file's columns come in its own order.
                yield batch.select(there)
        return
    with pa.OSFile(str(table)) as packed, pa.CompressedInputStream(packed, "zstd") as stream:
        found = lines(stream, _LONGEST_LINE)
        while rows := [json.loads(line.data or b"{}") for line in islice(found, _ROWS)]:
            columns = {name: [row.get(name) for row in rows] for name in _READ}
            days = pa.array(columns.pop("published"), pa.string()).cast(pa.date32())
            yield pa.RecordBatch.from_pydict({**columns, "published": days}).select(_READ).cast(_TABLE)


def _mapped(path: Path) -> mmap.mmap:
    """Map a file: it is not read, so that memory is the system's to spare; it goes with the last that looks into it."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _batches(maps: Iterable[mmap.mmap]) -> Iterator[pa.RecordBatch]:
    """Give signatures as they lie on disk."""
    for held in maps:
        reader = pa.ipc.open_file(pa.py_buffer(held))
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)
        _let_go([held])


def _let_go(maps: Iterable[mmap.mmap]) -> None:
    """Have the system take pages back, which it reads again when they are looked at."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for held in maps:
            held.madvise(mmap.MADV_DONTNEED)

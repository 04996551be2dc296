"""Does the work of one shard: read, process, write; the same whoever runs it, wherever, and however often."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from zhnews.arrow import CLAIMS_SCHEMA, SCHEMA, Processor, Settings, claims_of
from zhnews.batch.documents import Document, Part, Read, Trouble, bytes_of
from zhnews.batch.quarantine import Quarantine, read_entries
from zhnews.batch.recorder import Recorder
from zhnews.batch.repeats import write_ids
from zhnews.batch.results import Form, Results, digest_of
from zhnews.batch.sinks import SINKS, Sink, sources_of

# So many documents, or so many bytes of them, are one batch.
BATCH_ROWS, BATCH_BYTES = 64, 1 << 20
# Of what could not be read, a marker names so much; quarantine has all.
_MOST_FAULTS = 100
_INPUT = [("id", pa.string()), ("source", pa.string()), ("title", pa.string()), ("published", pa.date32())]

Process: TypeAlias = Callable[[pa.RecordBatch, int], pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run share: where results go, what is done, and the seconds a document may take.

    `folder` is the working directory that relative paths of sources start from. With `given_ids` the ids come from a
    column, and may be there twice.
    """

    results: Results
    settings: Settings
    form: Form
    folder: Path
    timeout: float
    given_ids: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to do: parts to read, items that were read already, or a quarantine; `limit` is the most documents taken.

    What earlier tries have taught is in the rest: with `careful` each row runs where it can do no harm; `guilty` are
    rows, by number, that are known to have no end, with stage and reason; `cut` are parts whose reading is given up
    after so many items, with the reason. `stream` names the shard that this is a block of, `replaces` the one whose
    quarantine is tried again. With `reread`, what could not be read is not taken from there: the task that has `parts`
    reads it again, and passes over what stands in the tables and quarantines that are `given`.
    """

    id: str
    parts: tuple[Part, ...] = ()
    items: tuple[Read, ...] = ()
    quarantine: Path | None = None
    limit: int | None = None
    careful: bool = False
    guilty: Mapping[int, tuple[str, str]] | None = None
    cut: Mapping[int, tuple[int, str]] | None = None
    stream: str | None = None
    replaces: str | None = None
    reread: bool = False
    given: tuple[Path, ...] = ()


def do_shard(
    job: Job, task: Task, process: Process, recorder: Recorder, seconds: defaultdict[str, float]
) -> dict[str, Any]:
    """Do a shard and give its marker, which is written last: what came of how many documents, and the files' hashes.

    `seconds` is where `process` counts the time of its stages; it begins anew.

    Raises:
        OSError: the results can't be written.
    """
    seconds.clear()
    recorder.documents = 0
    with ExitStack() as stack:
        writer = _Writer(job, task, stack, seconds)
        block: list[Document] = []
        size, text, start = 0, False, time.perf_counter()
        for item in _items(task, recorder):
            if isinstance(item, Trouble):
                writer.trouble(item)
                continue
            # A batch holds strings or bytes, not both.
            if block and (len(block) == BATCH_ROWS or size >= BATCH_BYTES or isinstance(item.data, str) != text):
                writer.seconds["source"] += time.perf_counter() - start
                writer.add(block, process, recorder)
                block, size, start = [], 0, time.perf_counter()
            text = isinstance(item.data, str)
            block.append(item)
            size += bytes_of(item)
        writer.seconds["source"] += time.perf_counter() - start
        if block:
            writer.add(block, process, recorder)
        recorder.note("writing")
        writer.close()
    marker = writer.marker()
    job.results.write(job.results.marker(task.id), marker)
    recorder.documents = 0
    recorder.note("writing")
    return marker


def _items(task: Task, recorder: Recorder) -> Iterator[Read]:
    """Give what the task is to process, of its parts up to its limit, noting where reading is."""
    yield from task.items
    if task.quarantine:
        held = read_entries(task.quarantine)
        yield from (item for item in held if isinstance(item, Document) or not task.reread)
    before = Counter(hash(source) for path in task.given for source in _sources(path))
    taken = 0
    for item in _read(task, recorder):
        if not isinstance(item, Document):
            yield item
            continue
        taken += 1
        # A place may be there several times, as an address is in a web archive.
        if before and before[place := hash(item.source)] > 0:
            before[place] -= 1
        else:
            yield item
        if taken == task.limit:
            return


def _sources(path: Path) -> Iterator[str]:
    """Give the places of the documents in a table or in a quarantine."""
    if path.suffix == ".jsonl":
        return (item.source for item in read_entries(path) if isinstance(item, Document))
    return sources_of(path)


def _read(task: Task, recorder: Recorder) -> Iterator[Read]:
    for number, part in enumerate(task.parts):
        most, reason = (task.cut or {}).get(number, (-1, ""))
        count = 0
        recorder.note("reading", number, count)
        reader = iter(()) if most == 0 else part.read()
        for item in reader:
            yield item
            count += 1
            if count == most:
                break
            recorder.note("reading", number, count)
        if most >= 0:
            yield Trouble(part.path, f"{part.path}: {reason} after {count} items: what follows is not read")


class _Writer:
    """Collects the results of a shard in drafts, which take their names when the stack is left without an error."""

    def __init__(self, job: Job, task: Task, stack: ExitStack, seconds: defaultdict[str, float]) -> None:
        self._job, self._task, self._stack = job, task, stack
        self._counts: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._quarantined: Counter[str] = Counter()
        self.seconds = seconds
        self._files: dict[str, dict[str, Any]] = {}
        self._quarantine: Quarantine | None = None
        self._faults: list[str] = []
        self._quarantine_file: dict[str, Any] | None = None
        # Of what is tried again they are held already.
        self._ids: list[str] | None = [] if job.given_ids and not task.replaces else None
        wanted = ("id", "source", "status", "stage", "reason", *job.settings.fields)
        self._columns = [name for name in SCHEMA.names if name in wanted]
        schemas = {"releases": pa.schema([SCHEMA.field(name) for name in self._columns])}
        if "claims" in job.settings.fields:
            schemas["claims"] = CLAIMS_SCHEMA
        self._tables: dict[str, tuple[Sink, Path, Path]] = {}
        for name, schema in schemas.items():
            target = job.results.table(name, task.id, job.form)
            path = stack.enter_context(job.results.draft(target))
            self._tables[name] = (SINKS[job.form](path, schema), path, target)

    def add(self, documents: list[Document], process: Process, recorder: Recorder) -> None:
        """Process a batch of documents and write what comes of it."""
        first = self._counts["documents"]
        done = process(batch_of(documents), first)
        start = time.perf_counter()
        recorder.note("writing")
        self._counts["documents"] += len(documents)
        recorder.documents = self._counts["documents"]
        if self._ids is not None:
            self._ids += (document.id for document in documents)
        self._counts["bytes"] += sum(map(bytes_of, documents))
        statuses = done.column("status").to_pylist()
        self._counts["done"] += statuses.count("done")
        if len(documents) != self._counts_of(statuses, done, documents):
            done = done.filter(pa.array([status != "failed" for status in statuses]))
        self._tables["releases"][0].write(done.select(self._columns))
        if "claims" in self._tables:
            self._tables["claims"][0].write(claims_of(done))
        self.seconds["sink"] += time.perf_counter() - start

    def _counts_of(self, statuses: list[str], done: pa.RecordBatch, documents: list[Document]) -> int:
        """Count what was dropped, put what failed into quarantine, and give how many rows are left."""
        failed = 0
        for number, status in enumerate(statuses):
            if status == "done":
                continue
            stage, reason = (done.column(name)[number].as_py() for name in ("stage", "reason"))
            if status == "dropped":
                self._dropped[f"{stage}: {reason}"] += 1
                continue
            failed += 1
            self._quarantined[stage] += 1
            self._hold(documents[number], stage, reason)
        return len(statuses) - failed

    def trouble(self, item: Trouble) -> None:
        """Put what could not be read into quarantine."""
        self._quarantined[item.stage] += 1
        self._hold(item, item.stage, item.error)
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(f"{item.source}: {item.error}")

    def _hold(self, item: Read, stage: str, error: str) -> None:
        """Write what failed at once: of a hostile archive it may be all, and far more than memory holds."""
        if self._quarantine is None:
            draft = self._job.results.draft(self._job.results.quarantine(self._task.id))
            self._quarantine = self._stack.enter_context(closing(Quarantine(self._stack.enter_context(draft))))
        self._quarantine.add(item, stage, error)

    def close(self) -> None:
        """End the files and take their hashes."""
        for sink, path, target in self._tables.values():
            sink.close()
            name = target.relative_to(self._job.results.root).as_posix()
            self._files[name] = self._file(path, sink.rows)
        if self._ids is not None:
            target = self._job.results.ids(self._task.id)
            path = self._stack.enter_context(self._job.results.draft(target))
            rows = write_ids(path, self._ids)
            self._files[target.relative_to(self._job.results.root).as_posix()] = self._file(path, rows)
        if self._quarantine is None:
            # A try that was cut short may have left one.
            self._job.results.quarantine(self._task.id).unlink(missing_ok=True)
        else:
            self._quarantine.close()
            self._quarantine_file = self._file(self._quarantine.path, self._quarantine.entries)

    def _file(self, path: Path, rows: int) -> dict[str, Any]:
        return {"rows": rows, "bytes": path.stat().st_size, "sha256": digest_of(path)}

    def marker(self) -> dict[str, Any]:
        """Give what is known of the shard when it is done."""
        return {
            **empty_marker(self._task.id),
            "stream": self._task.stream,
            "replaces": self._task.replaces,
            **{name: self._counts[name] for name in ("documents", "bytes", "done")},
            "dropped": dict(sorted(self._dropped.items())),
            "quarantined": dict(sorted(self._quarantined.items())),
            "quarantine": self._quarantine_file,
            "faults": self._faults,
            "files": self._files,
            "seconds": {name: round(spent, 3) for name, spent in sorted(self.seconds.items())},
        }


def empty_marker(shard: str, *, blocks: int = 0) -> dict[str, Any]:
    """Give the marker of a shard that nothing came of itself: a stream, whose blocks have markers of their own."""
    return {
        "shard": shard,
        "stream": None,
        "replaces": None,
        "blocks": blocks,
        **dict.fromkeys(("documents", "bytes", "done"), 0),
        "dropped": {},
        "quarantined": {},
        "quarantine": None,
        "faults": [],
        "files": {},
        "seconds": {},
    }


def batch_of(documents: list[Document]) -> pa.RecordBatch:
    """Give documents as a batch for `zhnews.arrow`; all hold strings, or all bytes.

    >>> batch_of([Document("a", "a.jsonl@0", "半个\\ud83d字")]).column("data").to_pylist() == ["半个\ufffd字"]
    True
    """
    names = [*(name for name, _ in _INPUT), "data"]
    kinds = [*(kind for _, kind in _INPUT), pa.string() if isinstance(documents[0].data, str) else pa.binary()]
    columns = [[getattr(document, name) for document in documents] for name in names]
    try:
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    except UnicodeEncodeError:
        arrays = [pa.array(map(_whole, column), kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def _whole(value: Any) -> Any:
    """Replace lone halves of UTF-16 pairs in a string, which Arrow can't hold."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


def watched(processor: Processor, recorder: Recorder) -> Process:
    """Give a function that processes batches, noting each row, and each stage it comes to, before the work."""

    def process(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        def before(row: int) -> None:
            recorder.documents = first + row
            recorder.note("processing", 0, first + row)

        return processor(batch, before=before, entering=recorder.note_stage)

    return process


def blocks(items: Iterable[Read], size: int, rows: int) -> Iterator[tuple[Read, ...]]:
    """Cut what a stream gives into blocks of at most `rows` items and about `size` bytes."""
    block: list[Read] = []
    held = 0
    for item in items:
        block.append(item)
        held += bytes_of(item)
        if held >= size or len(block) == rows:
            yield tuple(block)
            block, held = [], 0
    if block:
        yield tuple(block)

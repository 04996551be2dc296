"""Runs the main job over record batches, row by row, and counts the time of its stages."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pyarrow as pa

from zhnews.arrow.records import OF_RELEASE, SCHEMA, record
from zhnews.arrow.settings import Settings
from zhnews.deferred import Deferred
from zhnews.errors import DropRelease, InputError, ZhnewsError
from zhnews.model import Release
from zhnews.pipeline import Pipeline, Stage, edits, gives, needs, stage_name
from zhnews.read import read_release, release_from_str


class Processor:
    """The main job with its settings, built where it is used: pickled, it is its settings alone.

    `seconds` tells how long each stage has run so far, without what it had others work out meanwhile.

    >>> import pickle
    >>> processor = pickle.loads(pickle.dumps(Processor(Settings(length=30))))
    >>> batch = pa.RecordBatch.from_pydict({"data": ["統計顯示，全市新增就业3万人。"]})
    >>> processor(batch).column("text").to_pylist()
    ['统计显示，全市新增就业3万人。']
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stage = "read"
        self._entering: Callable[[str], None] | None = None
        self._inside = 0.0
        # The flat table of claims names their release.
        self._fields = (*settings.fields, *OF_RELEASE) if "claims" in settings.fields else settings.fields
        self._pipeline = Pipeline([_Clocked(stage, self) for stage in settings.pipeline()], name="zhnews")

    def __reduce__(self) -> tuple[type[Processor], tuple[Settings]]:
        return Processor, (self.settings,)

    def __call__(
        self,
        batch: pa.RecordBatch,
        *,
        before: Callable[[int], None] | None = None,
        entering: Callable[[str], None] | None = None,
    ) -> pa.RecordBatch:
        """Process a batch; `before` is called with the number of each row, `entering` with the name of each stage.

        Raises:
            InputError: the batch has no column `data`.
        """
        self._entering = entering
        rows = []
        for number, document in enumerate(_documents(batch)):
            if before:
                before(number)
            rows.append(self._row(document))
        return self._batch(rows)

    @contextmanager
    def clock(self, name: str) -> Iterator[None]:
        """Count the time spent inside as a stage's, but for what is clocked within it; an error inside is its own."""
        outer = self._stage
        self._enter(name)
        before, self._inside = self._inside, 0.0
        start = time.perf_counter()
        try:
            yield
            self._enter(outer)
        finally:
            spent = time.perf_counter() - start
            self.seconds[name] += spent - self._inside
            self._inside = before + spent

    def _enter(self, stage: str) -> None:
        self._stage = stage
        if self._entering:
            self._entering(stage)

    def _row(self, document: Mapping[str, Any]) -> dict[str, Any]:
        head = {"id": document.get("id"), "source": document.get("source"), "stage": None, "reason": None}
        self._stage = "read"
        try:
            with self.clock("read"):
                release = _read(document)
            release = self._pipeline(release)
            with self.clock("record"):
                return record(release, self._fields) | head | {"id": head["id"] or release.id, "status": "done"}
        except DropRelease as drop:
            return head | {"status": "dropped", "stage": drop.stage or self._stage, "reason": drop.reason}
        except Exception as error:  # Whatever a row holds or a stage does, it costs that row alone.
            return head | {"status": "failed", "stage": self._stage, "reason": _message(error)}

    def _batch(self, rows: list[dict[str, Any]]) -> pa.RecordBatch:
        """Make a batch of rows; where that fails, row by row, so that it costs the faulty row alone."""
        with self.clock("record"):
            try:
                return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
            except (pa.ArrowException, UnicodeError, OverflowError, TypeError, ValueError) as error:
                if len(rows) == 1:
                    head = {name: rows[0][name] for name in ("id", "source")}
                    return self._batch([head | {"status": "failed", "stage": "record", "reason": _message(error)}])
                return pa.concat_batches([self._batch([row]) for row in rows])


class _Clocked:
    """A stage whose time is counted; it needs, gives and edits what that stage does."""

    def __init__(self, stage: Stage, processor: Processor) -> None:
        self.name = stage_name(stage)
        self.needs, self.gives, self.edits = needs(stage), gives(stage), edits(stage)
        self._stage, self._processor = stage, processor

    def __call__(self, release: Release) -> Release:
        with self._processor.clock(self.name):
            done = self._stage(release)
        # What is worked out when a later stage looks at it is still this one's.
        if isinstance(done.claims, Deferred) and done.claims is not release.claims:
            return done.with_(claims=done.claims.within(lambda: self._processor.clock(self.name)))
        return done


def process(batch: pa.RecordBatch, settings: Settings | None = None) -> pa.RecordBatch:
    """Run the main job over a batch and give a batch of `SCHEMA`, row for row.

    Raises:
        InputError: the batch has no column `data`.

    >>> batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "data": ["全市破获案件427起。".encode(), b""]})
    >>> [(row["id"], row["status"], row["reason"]) for row in process(batch).to_pylist()]
    [('a', 'done', None), ('b', 'failed', 'input: empty: give a file with the text of a release')]
    """
    return _processor(settings or Settings())(batch)


def map_batches(batches: Iterable[pa.RecordBatch], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Run the main job over batches as they come: what `mapInArrow` of Spark and readers of Arrow ask for.

    >>> table = pa.table({"data": ["全市破获案件427起。", "全市新增就业3万人。"]})
    >>> [batch.num_rows for batch in map_batches(table.to_batches(max_chunksize=1))]
    [1, 1]
    """
    return (process(batch, settings) for batch in batches)


@lru_cache(maxsize=4)
def _processor(settings: Settings) -> Processor:
    return Processor(settings)


def _documents(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    if "data" not in batch.schema.names:
        raise InputError(f"no column data among {', '.join(batch.schema.names)}: rename the column of the texts to it")
    known = [name for name in ("id", "source", "data", "title", "published") if name in batch.schema.names]
    rows: list[dict[str, Any]] = batch.select(known).to_pylist()
    return rows


def _read(document: Mapping[str, Any]) -> Release:
    data, source = document["data"], document.get("source")
    if data is None:
        raise InputError(f"{source or 'input'}: no text: the column is null")
    release = release_from_str(data, name=source) if isinstance(data, str) else read_release(data, name=source)
    # What the archive states beside the text is surer than what is found in it.
    stated = {name: document[name] for name in ("title", "published") if document.get(name)}
    return release.with_(**stated) if stated else release


def _message(error: Exception) -> str:
    return str(error) if isinstance(error, ZhnewsError) else f"{type(error).__name__}: {error}"

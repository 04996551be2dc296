"""What runs in a worker process: one shard at a time, and, where a shard has killed its worker, each row apart."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import lru_cache
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhnews.arrow import SCHEMA, Processor, Settings
from zhnews.batch.recorder import Recorder
from zhnews.batch.shards import Job, Task, do_shard, watched

_TRIES = 2
_PR_SET_PDEATHSIG = 1


def context() -> BaseContext:
    """Give how processes are started: from a clean server that has loaded what they need, if there can be one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([__name__])
    from multiprocessing import forkserver  # Not every system has it.

    # Ctrl-C goes to all that a terminal runs: it is the driver's business, also while the server loads.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return found


def begin(folder: Path, settings: Settings) -> None:
    """Make this process a worker: it ends with its parent, leaves Ctrl-C to it, and has its dictionaries loaded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    # On another machine of a cluster there may be no such folder; absolute paths need none.
    with suppress(OSError):
        os.chdir(folder)
    processor(settings)(pa.RecordBatch.from_pydict({"data": ["7月19日，全市新增就业3万人，同比增长5.2%。"]}))


def end_with_parent() -> None:
    """Have this process end when its parent does, even by kill -9."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    if sys.platform == "linux":
        # For code that never lets a thread run: the server of processes ends with the driver, and we with the server.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@lru_cache(maxsize=2)
def processor(settings: Settings) -> Processor:
    """Give the processor of this process for these settings."""
    return Processor(settings)


def work(job: Job, task: Task, recorder: Path) -> dict[str, Any]:
    """Do a shard in this process and give its marker."""
    notes = Recorder(recorder)
    notes.note("starting")
    try:
        if not task.careful:
            own = processor(job.settings)
            return do_shard(job, task, watched(own, notes), notes, own.seconds)
        seconds: defaultdict[str, float] = defaultdict(float)
        with Isolated(job, task.guilty or {}, notes, seconds) as isolated:
            return do_shard(job, task, isolated, notes, seconds)
    finally:
        notes.close()


class Isolated:
    """Processes each row in a child process, so that a row which kills it, or has no end, costs that row alone.

    The time it takes is counted as that of rows apart: the child alone knows its stages.
    """

    def __init__(
        self, job: Job, guilty: Mapping[int, tuple[str, str]], recorder: Recorder, seconds: defaultdict[str, float]
    ) -> None:
        self._job, self._guilty, self._recorder, self._seconds = job, guilty, recorder, seconds
        self._pool: ProcessPoolExecutor | None = None
        self._pid = 0

    def __enter__(self) -> Isolated:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __call__(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Process a batch whose first row has this number in its task."""
        # A slice would be sent with all that it was cut from.
        return pa.concat_batches([self._timed(batch.take([n]), first + n) for n in range(batch.num_rows)])

    def _timed(self, row: pa.RecordBatch, number: int) -> pa.RecordBatch:
        self._recorder.documents = number
        self._recorder.note("isolated", 0, number)
        start = time.perf_counter()
        done = self._row(row, number)
        self._seconds["rows apart"] += time.perf_counter() - start
        return done

    def _row(self, row: pa.RecordBatch, number: int) -> pa.RecordBatch:
        if number in self._guilty:
            return _failed(row, *self._guilty[number])
        for _ in range(_TRIES):
            child = self._started()
            self._recorder.note_stage("")
            try:
                return child.submit(_process, row, self._job.settings, self._recorder.path).result(self._job.timeout)
            except BrokenProcessPool:
                self._stop()
            except TimeoutError:
                self._stop()
                return _failed(row, self._recorder.last_stage(), too_long(self._job.timeout))
        return _failed(row, self._recorder.last_stage(), "ended its process each time it was tried")

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            arguments = (self._job.folder, self._job.settings)
            self._pool = ProcessPoolExecutor(1, mp_context=context(), initializer=begin, initargs=arguments)
            self._pid = self._pool.submit(os.getpid).result()
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            kill(self._pid)
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool, self._pid = None, 0


def too_long(timeout: float) -> str:
    """Say that a document took too long."""
    return f"took longer than {timeout:g} s: raise --timeout and run 'zhnews batch retry'"


def kill(pid: int) -> None:
    """End a worker of ours at once."""
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def _process(row: pa.RecordBatch, settings: Settings, recorder: Path) -> pa.RecordBatch:
    return processor(settings)(row, entering=_recorder(recorder).note_stage)


@lru_cache(maxsize=1)
def _recorder(path: Path) -> Recorder:
    return Recorder(path)


def _failed(row: pa.RecordBatch, stage: str, reason: str) -> pa.RecordBatch:
    head = {name: row.column(name)[0].as_py() for name in ("id", "source")}
    return pa.RecordBatch.from_pylist([head | {"status": "failed", "stage": stage, "reason": reason}], schema=SCHEMA)

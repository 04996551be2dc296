"""Runs tasks in processes of this machine, and outlives whatever happens to them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Any

from zhnews.batch.engines import Finished
from zhnews.batch.engines.worker import begin, context, kill, too_long, work
from zhnews.batch.recorder import Note, Recorder
from zhnews.batch.shards import Job, Task

# How often a shard may lose its worker before it is given up, and a worker may end while it starts.
_MOST_DEATHS, _MOST_STARTS = 20, 3
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, slots=True)
class Local:
    """Runs up to `jobs` tasks at a time, each in a worker of its own that does one after the other."""

    jobs: int

    def run(self, job: Job, tasks: Iterator[Task]) -> Generator[Finished, None, None]:
        """Run the tasks; see `Engine`."""
        slots = [Slot(job) for _ in range(self.jobs)]
        try:
            yield from _run(slots, tasks)
        finally:
            for slot in slots:
                slot.close()


def drive(slot: Slot, task: Task) -> Finished:
    """Do one task to its end."""
    slot.start(task)
    while True:
        if slot.future:
            wait([slot.future], _SECONDS_BETWEEN_LOOKS)
        if finished := slot.look():
            return finished


def _run(slots: list[Slot], tasks: Iterator[Task]) -> Generator[Finished, None, None]:
    idle = list(slots)
    # One task is fetched ahead, so that no worker waits while the next is read from a stream.
    upcoming = next(tasks, None)
    while upcoming is not None or len(idle) < len(slots):
        while idle and upcoming is not None:
            idle.pop().start(upcoming)
            upcoming = next(tasks, None)
        busy = [slot for slot in slots if slot.task is not None]
        wait([slot.future for slot in busy if slot.future], _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
        for slot in busy:
            if finished := slot.look():
                idle.append(slot)
                yield finished


class Slot:
    """A worker under supervision: when it dies or has no end, another takes its place, wiser by one try."""

    def __init__(self, job: Job) -> None:
        self.task: Task | None = None
        self.future: Future[dict[str, Any]] | None = None
        self._job = job
        job.results.drafts.mkdir(parents=True, exist_ok=True)
        self._recorder = Recorder(job.results.drafts / f"worker-{uuid.uuid4().hex}")
        self._pool: ProcessPoolExecutor | None = None
        self._hung: Note | None = None
        self._seen: Note | None = None
        self._deaths = self._starts = 0
        self._place: tuple[int, int] | None = None

    def start(self, task: Task) -> None:
        """Begin a task."""
        self.task = task
        self._deaths = self._starts = 0
        self._place = None
        self._submit()

    def look(self) -> Finished | None:
        """See how the task goes: give what it has become if it has ended; end it if it has been at one row too long."""
        assert self.task is not None
        assert self.future is not None
        if not self.future.done():
            self._watch()
            return None
        task, future = self.task, self.future
        try:
            marker = future.result()
        except BrokenProcessPool:
            return self._died()
        except Exception as error:  # Whatever went wrong with one shard, the others go on.
            return self._ended(Finished(task.id, error=f"{type(error).__name__}: {error}"))
        return self._ended(Finished(task.id, marker))

    def close(self) -> None:
        """End the worker, whatever it is doing."""
        if self._pool is not None:
            kill(self._recorder.last().pid)
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None
        self._recorder.close()
        self._recorder.path.unlink(missing_ok=True)

    def _submit(self) -> None:
        assert self.task is not None
        self._hung = None
        try:
            self.future = self._ready().submit(work, self._job, self.task, self._recorder.path)
        except BrokenProcessPool:  # The worker was killed while it had nothing to do: no shard is to blame.
            self._drop_pool()
            self.future = self._ready().submit(work, self._job, self.task, self._recorder.path)

    def _ready(self) -> ProcessPoolExecutor:
        """Give the worker's pool, a new one where there is none."""
        if self._pool is None:
            self._recorder.clear()
            arguments = (self._job.folder, self._job.settings)
            self._pool = ProcessPoolExecutor(1, mp_context=context(), initializer=begin, initargs=arguments)
        return self._pool

    def _ended(self, finished: Finished) -> Finished:
        self.task = self.future = None
        return finished

    def _watch(self) -> None:
        note, before = self._recorder.last(), self._seen
        self._seen = note
        watched = note.phase in {"reading", "processing"} and note == before
        if watched and not self._hung and time.monotonic() - note.since > self._job.timeout:
            self._hung = note
            kill(note.pid)

    def _died(self) -> Finished | None:
        """Begin again with a new worker, each row apart; give the shard up if that has happened too often."""
        assert self.task is not None
        note = self._hung or self._recorder.last()
        self._deaths += 1
        self._starts += not note.pid
        if self._deaths > _MOST_DEATHS or self._starts > _MOST_STARTS:
            when = "as they start" if self._starts > _MOST_STARTS else f"{self._deaths} times"
            self._drop_pool()
            return self._ended(Finished(self.task.id, error=f"its workers ended {when}: see whether memory is short"))
        self.task = replace(self.task, careful=True, **self._learnt(self.task, note))
        self._drop_pool()
        self._submit()
        return None

    def _learnt(self, task: Task, note: Note) -> dict[str, Any]:
        """Say what is given up: a row that had no end, or a part whose reading had none, or ended the worker twice."""
        if note.phase == "processing" and self._hung:
            return {
                "guilty": {**(task.guilty or {}), note.item: (self._recorder.last_stage(), too_long(self._job.timeout))}
            }
        if note.phase != "reading":
            return {}
        place = (note.part, note.item)
        again, self._place = place == self._place, place
        if not self._hung and not again:
            return {}
        reason = too_long(self._job.timeout) if self._hung else "reading ended its process each time it was tried"
        return {"cut": {**(task.cut or {}), note.part: (note.item, reason)}}

    def _drop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

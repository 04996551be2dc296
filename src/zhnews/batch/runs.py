"""Makes a run: writes the plan, hands its shards to an engine, sums up; goes on where an earlier run ended."""

from __future__ import annotations

import errno
import json
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhnews.arrow import Settings
from zhnews.batch import recorder
from zhnews.batch.engines import Engine
from zhnews.batch.plan import Plan, Shard, check_same, read_plan
from zhnews.batch.repeats import repeated
from zhnews.batch.report import Report, Totals
from zhnews.batch.results import Results, locked
from zhnews.batch.retries import tasks_again
from zhnews.batch.shards import Job, Task, blocks, empty_marker
from zhnews.errors import InputError
from zhnews.pipeline import Stage

SECONDS_A_DOCUMENT = 60.0
# Blocks of a stream are held by the driver, one a worker: few bytes, and a stream still makes few files. A short stream
# makes small ones, so that all workers have something to do to its end.
_LEAST_BLOCK_BYTES, _BLOCK_BYTES, _BLOCK_ROWS = 250_000, 2_000_000, 1_000
_BLOCKS = 16
# So many shards that fail mean that something is wrong with the machine, not with a shard.
_MOST_FAILED = 8
_DISK_ERRORS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG))


@dataclass(slots=True)
class _Run:
    """A run in work: its totals so far, and the shards that failed."""

    job: Job
    totals: Totals = field(default_factory=Totals)
    failed: dict[str, str] = field(default_factory=dict)
    # What was done when this process took it up.
    earlier: int = 0
    bytes_earlier: int = 0
    start: float = field(default_factory=time.perf_counter)

    def take_up(self) -> dict[str, int]:
        """Count what is done already: give the shards, each with the number of its blocks where it is a stream."""
        done = {}
        for marker in self.job.results.finished():
            self.totals.add(marker)
            done[marker["shard"]] = marker["blocks"]
        self.earlier, self.bytes_earlier = self.totals.documents, self.totals.bytes
        return done

    def work(self, engine: Engine, tasks: Iterator[Task], watch: Callable[[Totals], None] | None) -> None:
        """Have the engine do the tasks, and count what comes of them.

        Raises:
            InputError: too many shards failed.
        """
        if watch:
            watch(self.totals)
        with closing(engine.run(self.job, tasks)) as finished:
            for task in finished:
                if task.marker is None:
                    self.failed[task.shard] = task.error or ""
                else:
                    self.totals.add(task.marker)
                if len(self.failed) == _MOST_FAILED:
                    raise InputError(f"{_MOST_FAILED} shards failed, the last: {task.error}: mend that, then --resume")
                if watch:
                    watch(self.totals)

    def end(self, shards: int) -> Report:
        """Write the report, and the word that all is done where it is."""
        spent = time.perf_counter() - self.start
        results = self.job.results
        ids = [results.root / name for name in self.totals.files if name.startswith("_ids/")]
        twice = repeated(ids) if ids else 0
        report = Report(self.totals, shards, self.earlier, self.bytes_earlier, spent, self.failed, twice)
        if report.complete:
            results.write(results.success, self.totals.to_dict())
        results.write(results.report, report.to_dict() | self._duplicates())
        return report

    def _duplicates(self) -> dict[str, Any]:
        """Keep what an earlier report says of duplicates, and whether releases have come since."""
        try:
            before = json.loads(self.job.results.report.read_bytes())
            found = before["duplicates"]
        except (OSError, ValueError, KeyError):
            return {}
        return {"duplicates": found if before["sha256"] == self.totals.to_dict()["sha256"] else found | {"stale": True}}


def run(
    plan: Plan,
    out: str | Path,
    engine: Engine,
    *,
    timeout: float = SECONDS_A_DOCUMENT,
    resume: bool = False,
    watch: Callable[[Totals], None] | None = None,
) -> Report:
    """Carry out a plan and write tables to the folder `out`.

    `timeout` is the seconds that one document may take. `watch` is called with the sums so far at the beginning and
    whenever a shard is done. With `resume` a run that was interrupted goes on, if it was begun with the same plan. What
    is written is the same, byte for byte, whatever the engine, and however often the run was interrupted.

    Raises:
        InputError: the folder holds other things, or a run with another plan; another run is at work there; too many
            shards failed.
    """
    results = Results(Path(out).absolute())
    _begin(results, plan, resume=resume)
    with _held(results):
        results.write(results.manifest, _manifest(plan, engine, timeout))
        going = _Run(Job(results, plan.settings, plan.form, Path.cwd(), timeout, plan.options.id_column is not None))
        done = going.take_up()
        waiting = [shard for shard in plan.shards if not _is_done(shard, done)]
        if waiting or not results.success.is_file():
            results.success.unlink(missing_ok=True)
            going.work(engine, _tasks(waiting, done, going), watch)
        return going.end(len(plan.shards))


def retry(
    out: str | Path, engine: Engine, *, stages: tuple[Stage, ...] = (), timeout: float = SECONDS_A_DOCUMENT
) -> Report:
    """Try again what is in quarantine, with the settings of the run and the zhnews of today.

    What succeeds is added to the tables in files of its own and leaves the quarantine. Where something could not be
    read, those sources are read again, from the same working directory. `stages` are the run's own, if it had any.

    Raises:
        InputError: there is no finished run in the folder; its stages are others; too many shards failed.
    """
    results = Results(Path(out).absolute())
    if not results.success.is_file():
        raise InputError(f"{out}: no finished run: finish it with --resume first")
    plan = read_plan(results.plan)
    with _held(results):
        going = _Run(Job(results, Settings.from_dict(plan["settings"], stages), plan["form"], Path.cwd(), timeout))
        going.take_up()
        going.work(engine, tasks_again(results, plan, dict(going.totals.held)), None)
        _release(results, going.totals)
        return going.end(len(plan["shards"]))


def documents_in_work(out: str | Path) -> int:
    """Give how many documents of unfinished shards the workers at a folder of results have been through."""
    return recorder.documents_in_work(Results(Path(out).absolute()).drafts)


def _begin(results: Results, plan: Plan, *, resume: bool) -> None:
    """Write the plan, or hold it against that of the run that goes on."""
    root = results.root
    if results.plan.is_file():
        if not resume:
            raise InputError(f"{root}: holds a run already: go on with it by --resume, or choose another folder")
        check_same(read_plan(results.plan), plan, root)
        return
    try:
        root.mkdir(parents=True, exist_ok=True)
        others = [path.name for path in root.iterdir() if path != results.drafts]
    except OSError as error:
        raise InputError(f"{root}: can't be made a folder of results ({error.strerror}): choose another") from error
    if others:
        raise InputError(f"{root}: holds {sorted(others)[0]} and no run: choose an empty folder")
    try:
        with results.draft(results.plan) as path:
            plan.write(path)
    except OSError as error:
        results.clear_drafts()
        raise InputError(f"{root}: can't be written to ({error.strerror}): choose another folder") from error


@contextmanager
def _held(results: Results) -> Iterator[None]:
    """Hold the folder alone, and leave no draft in it, however the run ends.

    Raises:
        InputError: the disk takes no more.
    """
    with locked(results):
        results.clear_drafts()
        try:
            yield
        except OSError as error:
            if error.errno not in _DISK_ERRORS:
                raise
            told = f"can't be written to ({error.strerror}): make room there, then go on with --resume"
            raise InputError(f"{results.root}: {told}") from error
        finally:
            results.clear_drafts()


def _manifest(plan: Plan, engine: Engine, timeout: float) -> dict[str, Any]:
    """Give what it takes to make the run again, and what it was made on."""
    return {
        "command": sys.argv,
        "sources": list(plan.sources),
        **plan.head(),
        "engine": repr(engine),
        "timeout": timeout,
        "python": platform.python_version(),
        "platform": platform.platform(),
    }


def _is_done(shard: Shard, done: Mapping[str, int]) -> bool:
    return shard.id in done and all(_block_name(shard, number) in done for number in range(done[shard.id]))


def _tasks(shards: Iterable[Shard], done: Mapping[str, int], going: _Run) -> Iterator[Task]:
    """Give what is left to do."""
    for shard in shards:
        if shard.stream:
            yield from _stream_tasks(shard, done, going)
        else:
            yield Task(shard.id, parts=shard.parts, limit=shard.limit)


def _stream_tasks(shard: Shard, done: Mapping[str, int], going: _Run) -> Iterator[Task]:
    """Read a stream once and give its documents to many tasks; what is done already is read and passed over."""
    number = 0
    size = min(max(shard.size // _BLOCKS, _LEAST_BLOCK_BYTES), _BLOCK_BYTES)
    for number, items in enumerate(blocks(shard.read(), size, _BLOCK_ROWS), 1):
        name = _block_name(shard, number - 1)
        if name not in done:
            yield Task(name, items=items, stream=shard.id)
    if shard.id not in done:
        marker = empty_marker(shard.id, blocks=number)
        going.job.results.write(going.job.results.marker(shard.id), marker)
        going.totals.add(marker)


def _block_name(shard: Shard, number: int) -> str:
    return f"{shard.id}-{number:05d}"


def _release(results: Results, totals: Totals) -> None:
    """Remove the quarantine of shards whose place another has taken."""
    for path in results.quarantine("").parent.glob("*.jsonl"):
        if path.stem not in totals.held:
            path.unlink()

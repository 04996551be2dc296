"""Runs tasks on the machines of a Ray cluster: one Ray task a shard, each with a supervised worker of its own."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zhnews.batch.engines import Finished
from zhnews.batch.engines.local import Slot, drive
from zhnews.batch.engines.reaper import reaped
from zhnews.batch.shards import Job, Task
from zhnews.errors import InputError

# Tasks waiting beside those in work, so that a core that is done has the next one at hand.
_AHEAD = 2
_RETRIES = 20


@dataclass(frozen=True, slots=True)
class OnRay:
    """Runs one task a core of a cluster; `address` is that of its head, without it one is started on this machine.

    All machines see the sources and the folder of results under the same paths, and have the same zhnews.
    """

    address: str | None = None
    jobs: int | None = None

    def run(self, job: Job, tasks: Iterator[Task]) -> Generator[Finished, None, None]:
        """Run the tasks; see `Engine`.

        Raises:
            InputError: Ray isn't installed, or there is no cluster at the address.
        """
        with ExitStack() as stack:
            if self.address:
                where: dict[str, Any] = {"address": self.address}
            else:
                _ask_for_token()
                folder = str(stack.enter_context(reaped()))
                where = {"address": "local", "num_cpus": self.jobs, "include_dashboard": False, "_temp_dir": folder}
            ray = _ray()
            try:
                ray.init(**where, log_to_driver=False, logging_level="error")
            except (ConnectionError, ValueError, RuntimeError) as error:
                named = self.address or "this machine"
                told = f"no Ray at {named} ({error}): see that it runs, or leave --ray-address out"
                raise InputError(told) from error
            stack.callback(ray.shutdown)
            yield from self._run(ray, job, tasks)

    def _run(self, ray: Any, job: Job, tasks: Iterator[Task]) -> Generator[Finished, None, None]:
        remote = ray.remote(num_cpus=1, max_retries=_RETRIES, scheduling_strategy="SPREAD")(do_task)
        shared = ray.put(job)
        running: dict[Any, Task] = {}
        upcoming = next(tasks, None)
        while upcoming is not None or running:
            width = max(1, int(ray.cluster_resources().get("CPU", 1)))
            while upcoming is not None and len(running) < min(width, self.jobs or width) + _AHEAD:
                running[remote.remote(shared, upcoming)] = upcoming
                upcoming = next(tasks, None)
            ready, _ = ray.wait(list(running), num_returns=1, timeout=1)
            for reference in ready:
                task = running.pop(reference)
                try:
                    yield ray.get(reference)
                except ray.exceptions.RayError as error:
                    yield Finished(task.id, error=f"{type(error).__name__}: {str(error).splitlines()[0]}")


def do_task(job: Job, task: Task) -> Finished:
    """Do a task on the machine that Ray chose, in a worker process that this one supervises."""
    return drive(_slot(job), task)


@lru_cache(maxsize=1)
def _slot(job: Job) -> Slot:
    # Else each worker would load Ray's own main module, at a second and 60 MB.
    vars(sys.modules["__main__"]).pop("__file__", None)
    return Slot(job)


def _ask_for_token() -> None:
    """Have a Ray of our own send away whoever doesn't know its token: it listens on all interfaces of the machine.

    Ray reads this once, when it is first imported, so one token serves all runs of a process; where it is imported
    already, or the user has said what is asked for, that stands.
    """
    if "ray" not in sys.modules and "RAY_AUTH_MODE" not in os.environ:
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise InputError("--engine ray needs Ray: pip install 'zhnews[ray]'") from None
    return ray

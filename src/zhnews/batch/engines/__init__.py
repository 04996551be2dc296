"""Runs tasks and yields what is finished: on this machine (`local`), or on many (`ray`)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from zhnews.batch.shards import Job, Task

__all__ = ["Engine", "Finished"]


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that has ended: with its marker, or with the error that kept it from being done."""

    shard: str
    marker: dict[str, Any] | None = None
    error: str | None = None


class Engine(Protocol):
    """Whatever runs tasks. Few are in work at a time, and the next is asked for only when there is room for it."""

    def run(self, job: Job, tasks: Iterator[Task]) -> Generator[Finished, None, None]:
        """Run the tasks and yield each when it has ended, in any order.

        When the generator is closed, or an error passes through it, nothing of it goes on running.
        """

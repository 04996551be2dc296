"""Says what is to be tried again: documents in quarantine, and what of the sources could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhnews.batch.documents import Part, SourceOptions
from zhnews.batch.report import STAGE_OF_READING, Held
from zhnews.batch.results import Form, Results
from zhnews.batch.shards import Task


@dataclass(frozen=True, slots=True)
class _Shard:
    """A shard of a plan, and what is in quarantine of it: a stream's blocks have files of their own."""

    id: str
    parts: tuple[Part, ...]
    limit: int | None
    held: dict[str, Held]


def tasks_again(results: Results, plan: Mapping[str, Any], held: Mapping[str, Held]) -> Iterator[Task]:
    """Give the tasks that try a quarantine again, each row apart.

    Where something could not be read, the parts of that shard are read once more; what they gave before is passed over.
    """
    for shard in _shards(plan, held):
        unread = [name for name, one in shard.held.items() if STAGE_OF_READING in one.counts]
        for name in shard.held:
            base, _, count = name.partition("-r")
            task = Task(
                f"{base}-r{int(count or 0) + 1:03d}",
                quarantine=results.quarantine(name),
                careful=True,
                replaces=name,
                reread=bool(unread),
            )
            yield _reading(task, shard, results, plan["form"]) if name in unread[:1] else task


def _shards(plan: Mapping[str, Any], held: Mapping[str, Held]) -> Iterator[_Shard]:
    of_shard: defaultdict[str, dict[str, Held]] = defaultdict(dict)
    for name, one in held.items():
        of_shard["-".join(name.split("-")[:2])][name] = one
    options = SourceOptions.from_dict(plan["options"])
    for record in plan["shards"]:
        if here := of_shard.get(record["id"]):
            parts = tuple(Part.from_dict(part, options) for part in record["parts"])
            yield _Shard(record["id"], parts, record["limit"], here)


def _reading(task: Task, shard: _Shard, results: Results, form: Form) -> Task:
    """Give a task that reads the shard's parts too."""
    tables = results.tables("releases", shard.id, form)
    return replace(task, parts=shard.parts, limit=shard.limit, given=(*tables, *map(results.quarantine, shard.held)))

"""Sums up a run from the markers of its shards, so that what was done before an interruption counts too."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What could not be read failed here.
STAGE_OF_READING = "source"
_SLOWEST = 3
# What could not be read is named so often in the report, and in its lines for people; quarantine has all.
_MOST_FAULTS, _SHOWN_FAULTS = 500, 5


@dataclass(frozen=True, slots=True)
class Held:
    """What of a shard is in quarantine, by the stage that failed, and the hash of the file that holds it.

    `faults` name what could not be read, and why, as far as there was room for it.
    """

    counts: Mapping[str, int]
    sha256: str
    faults: tuple[str, ...] = ()

    @property
    def documents(self) -> int:
        """How many of them are documents; the rest could not be read as such."""
        return sum(count for stage, count in self.counts.items() if stage != STAGE_OF_READING)


@dataclass
class Totals:
    """Sums over markers.

    `documents` were read, `done` went through, `dropped` were dropped, by stage and reason; `held` are in quarantine,
    by shard. `seconds` are those of all workers, by stage.
    """

    shards: int = 0
    documents: int = 0
    bytes: int = 0
    done: int = 0
    claims: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    held: dict[str, Held] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    files: dict[str, str] = field(default_factory=dict)
    _room: int = _MOST_FAULTS

    def add(self, marker: Mapping[str, Any]) -> None:
        """Add a shard that is done. One that tried a quarantine again takes the place of that."""
        if marker["replaces"] is None:
            self.shards += marker["stream"] is None
            self.documents += marker["documents"]
            self.bytes += marker["bytes"]
        elif before := self.held.pop(marker["replaces"], None):
            self._room += len(before.faults)
            # What could not be read may have become documents.
            self.documents += marker["documents"] - before.documents
        self.done += marker["done"]
        self.dropped.update(marker["dropped"])
        self.seconds.update(marker["seconds"])
        if file := marker["quarantine"]:
            faults = tuple(marker["faults"][: self._room])
            self._room -= len(faults)
            self.held[marker["shard"]] = Held(marker["quarantined"], file["sha256"], faults)
        for name, file in marker["files"].items():
            self.files[name] = file["sha256"]
            self.claims += file["rows"] if name.startswith("claims/") else 0

    @property
    def quarantined(self) -> Counter[str]:
        """How many are in quarantine, by the stage that failed."""
        counts: Counter[str] = Counter()
        for held in self.held.values():
            counts.update(held.counts)
        return counts

    @property
    def failed(self) -> int:
        """How many documents are in quarantine; the rest of what is there could not be read as a document."""
        return self.documents - self.done - self.dropped.total()

    @property
    def faults(self) -> list[str]:
        """What could not be read, and why, in the order of the shards; no more than there is room for in a report."""
        return [fault for _, held in sorted(self.held.items()) for fault in held.faults]

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values that are the same however the run went; `sha256` is over all files."""
        digest = hashlib.sha256()
        held = {f"_quarantine/{shard}.jsonl": held.sha256 for shard, held in self.held.items()}
        for name, own in sorted({**self.files, **held}.items()):
            digest.update(f"{own}  {name}\n".encode())
        return {
            "shards": self.shards,
            "documents": self.documents,
            "bytes": self.bytes,
            "done": self.done,
            "claims": self.claims,
            "dropped": dict(sorted(self.dropped.items())),
            "failed": self.failed,
            "quarantined": dict(sorted(self.quarantined.items())),
            "sha256": digest.hexdigest(),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: the sums over all shards, what this process did of it, and the shards that failed.

    `earlier` are the documents that were done before it began; `seconds` is its time by the clock. `repeated` are the
    documents whose id, from a column, another has had already.
    """

    totals: Totals
    shards: int
    earlier: int
    bytes_earlier: int
    seconds: float
    failed: Mapping[str, str]
    repeated: int = 0

    @property
    def complete(self) -> bool:
        """Whether every shard is done."""
        return self.totals.shards == self.shards and not self.failed

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        own = self.totals.documents - self.earlier
        clock = self.seconds or 1.0
        return {
            **self.totals.to_dict(),
            "complete": self.complete,
            "faults": self.totals.faults,
            "repeated_ids": self.repeated,
            "shards_planned": self.shards,
            "failed_shards": dict(self.failed),
            "documents_this_run": own,
            "seconds_this_run": round(self.seconds, 3),
            "documents_a_second": round(own / clock, 1),
            "megabytes_a_second": round((self.totals.bytes - self.bytes_earlier) / 1e6 / clock, 3),
            "worker_seconds": {name: round(spent, 3) for name, spent in self.totals.seconds.most_common()},
        }

    def __str__(self) -> str:
        """Give the report as lines for people."""
        totals, shown = self.totals, self.to_dict()
        lines = [
            f"{totals.documents:,} documents ({totals.bytes / 1e6:,.1f} MB): {totals.done:,} done, "
            f"{totals.dropped.total():,} dropped, {totals.failed:,} quarantined; {totals.claims:,} claims",
        ]
        if unread := totals.quarantined.total() - totals.failed:
            lines.append(f"  and {unread:,} places that could not be read")
        if self.repeated:
            lines.append(f"  {self.repeated:,} documents have an id that another has too: rows can't be joined by them")
        lines += [f"  dropped by {reason}: {count:,}" for reason, count in totals.dropped.most_common()]
        lines += [f"  quarantined at {stage}: {count:,}" for stage, count in totals.quarantined.most_common()]
        lines += [f"    {fault}" for fault in totals.faults[:_SHOWN_FAULTS]]
        if (more := len(totals.faults) - _SHOWN_FAULTS) > 0:
            lines.append(f"    … and {more:,} more: see faults in _report.json")
        lines += [f"  shard {shard} failed: {error}" for shard, error in self.failed.items()]
        rate = f"{shown['documents_a_second']:,} documents and {shown['megabytes_a_second']:,} MB a second"
        lines.append(f"{shown['documents_this_run']:,} documents in {self.seconds:.1f} s: {rate}")
        if spent := totals.seconds.total():
            slowest = (f"{name} {share / spent:.0%}" for name, share in totals.seconds.most_common(_SLOWEST))
            lines.append(f"slowest stages: {', '.join(slowest)}")
        return "\n".join(lines)

"""What a folder of results holds: the names of its files, and how each appears at once and whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from zhnews.errors import InputError

Form = Literal["jsonl", "parquet"]
SUFFIXES: dict[Form, str] = {"jsonl": ".jsonl.zst", "parquet": ".parquet"}
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Results:
    """A folder of results.

    `releases/` and `claims/` hold the tables, one file a shard; what begins with an underscore is not data: the plan,
    the marker of each finished shard, drafts, what was quarantined, the manifest and the report.
    """

    root: Path

    @property
    def plan(self) -> Path:
        """The plan, written first and never changed."""
        return self.root / "_plan.json"

    @property
    def manifest(self) -> Path:
        """With what versions and settings the run was made."""
        return self.root / "_manifest.json"

    @property
    def report(self) -> Path:
        """What came of the run, with times."""
        return self.root / "_report.json"

    @property
    def success(self) -> Path:
        """Written when all shards are done."""
        return self.root / "_SUCCESS.json"

    @property
    def drafts(self) -> Path:
        """Where files are until they are whole."""
        return self.root / "_drafts"

    @property
    def markers(self) -> Path:
        """The folder of the markers."""
        return self.root / "_done"

    def marker(self, shard: str) -> Path:
        """The marker of a shard: it is done if and only if this is there."""
        return self.markers / f"{shard}.json"

    def quarantine(self, shard: str) -> Path:
        """What could not be processed of a shard."""
        return self.root / "_quarantine" / f"{shard}.jsonl"

    def table(self, name: str, shard: str, form: Form) -> Path:
        """A shard's file of a table."""
        return self.root / name / f"{shard}{SUFFIXES[form]}"

    def tables(self, name: str, shard: str, form: Form) -> list[Path]:
        """A shard's files of a table: its own, those of a stream's blocks, those of later tries."""
        return sorted((self.root / name).glob(f"{shard}*{SUFFIXES[form]}"))

    def ids(self, shard: str) -> Path:
        """Hashes of the ids that a shard's documents were given, where a column gives them."""
        return self.root / "_ids" / f"{shard}.u64"

    def finished(self) -> Iterator[dict[str, Any]]:
        """Give the markers whose files are there; one that replaces another comes after it.

        A marker that a broken disk or file system has emptied or cut is none: its shard is done again.
        """
        if not self.markers.is_dir():
            return
        for path in sorted(self.markers.glob("*.json"), key=lambda path: path.stem):
            marker = _read_marker(path)
            if marker and all(_is_there(self.root / name, file["bytes"]) for name, file in marker["files"].items()):
                yield marker

    def clear_drafts(self) -> None:
        """Remove what an interrupted run left half-written."""
        shutil.rmtree(self.drafts, ignore_errors=True)

    @contextmanager
    def draft(self, target: Path) -> Iterator[Path]:
        """Give a path to write to; on leaving without an error, what is there takes the name of `target`, durably.

        A reader sees the file whole or not at all, also after a crash of the machine.
        """
        self.drafts.mkdir(parents=True, exist_ok=True)
        path = self.drafts / f"{target.name}.{uuid.uuid4().hex}"
        try:
            yield path
            _sync(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            _sync(target.parent)
        finally:
            with suppress(FileNotFoundError):
                path.unlink()

    def write(self, target: Path, record: dict[str, Any]) -> None:
        """Write a record as JSON, at once and durably."""
        with self.draft(target) as path, path.open("w", encoding="utf-8", errors="backslashreplace") as file:
            json.dump(record, file, ensure_ascii=False, indent=1)
            file.write("\n")


@contextmanager
def locked(results: Results) -> Iterator[None]:
    """Hold the folder for this run alone; the lock ends with the process, however that ends.

    Raises:
        InputError: another run is at work there.
    """
    try:
        import fcntl
    except ImportError:  # Windows has no such lock.
        yield
        return
    with results.plan.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{results.root}: another run is at work there: wait for it, or end it") from None
        yield


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _read_marker(path: Path) -> dict[str, Any] | None:
    try:
        marker = json.loads(path.read_bytes())
    except ValueError:
        return None
    return marker if isinstance(marker, dict) and "files" in marker else None


def _is_there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _sync(path: Path) -> None:
    """Have the disk hold what was written to a file, or the names in a folder."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

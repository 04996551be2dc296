"""The flight recorder: a small mapped file in which a worker notes what it is about to do.

It outlives the worker, however that ends, so that whoever watches knows which row was in work, since when, and at which
stage.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple, get_args

Phase = Literal["starting", "reading", "processing", "isolated", "writing"]
_PHASES: tuple[Phase, ...] = get_args(Phase)
_NOTE = struct.Struct("<qqqqqd")
# The stage stands behind the note, which so stays what it is while a row goes from stage to stage.
_STAGE = slice(_NOTE.size, _NOTE.size + 64)


class Note(NamedTuple):
    """What a worker is doing: in which part of its task, at which item of it, since when (of the monotonic clock).

    While `reading`, `item` is the number of items that were read of this part; while `processing`, the number of the
    document in the whole task. `documents` is the number of documents of the task that were worked on so far.
    """

    pid: int
    phase: Phase
    part: int
    item: int
    documents: int
    since: float


class Recorder:
    """A flight recorder over a file, made if it isn't there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     recorder = Recorder(Path(folder) / "worker")
    ...     recorder.note("processing", 0, 41)
    ...     recorder.note_stage("Segment")
    ...     seen = Recorder(Path(folder) / "worker")
    ...     seen.last().item, seen.last_stage()
    (41, 'Segment')
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.documents = 0
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < _STAGE.stop:
                os.ftruncate(handle, _STAGE.stop)
            self._map = mmap.mmap(handle, _STAGE.stop)
        finally:
            os.close(handle)

    def note(self, phase: Phase, part: int = 0, item: int = 0) -> None:
        """Note what is about to be done, by this process."""
        self._write(os.getpid(), phase, part, item)

    def note_stage(self, name: str) -> None:
        """Note the stage that the row in work has come to."""
        size = _STAGE.stop - _STAGE.start
        self._map[_STAGE] = name.encode()[:size].ljust(size, b"\0")

    def last_stage(self) -> str:
        """Give the stage that was noted last, `worker` where none was."""
        return self._map[_STAGE].rstrip(b"\0").decode(errors="ignore") or "worker"

    def clear(self) -> None:
        """Forget the worker that is gone."""
        self.documents = 0
        self.note_stage("")
        self._write(0, "starting", 0, 0)

    def last(self) -> Note:
        """Give the last note; its `pid` is 0 where no worker has begun."""
        # What is read while it is being written may be half of each.
        before, data = b"", self._map[: _NOTE.size]
        while data != before:
            before, data = data, self._map[: _NOTE.size]
        return _note(data)

    def _write(self, pid: int, phase: Phase, part: int, item: int) -> None:
        # In one go: packing in place would blank the note first.
        self._map[: _NOTE.size] = _NOTE.pack(pid, _PHASES.index(phase), part, item, self.documents, time.monotonic())

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()


def documents_in_work(folder: Path) -> int:
    """Give how many documents the workers whose recorders lie in a folder have been through in unfinished tasks."""
    count = 0
    for path in folder.glob("worker-*"):
        with suppress(OSError, struct.error, IndexError):  # Gone, or not begun.
            count += _note(path.read_bytes()[: _NOTE.size]).documents
    return count


def _note(data: bytes) -> Note:
    pid, phase, part, item, documents, since = _NOTE.unpack(data)
    return Note(pid, _PHASES[phase], part, item, documents, since)

"""Ends a Ray that was started for one run, when the process that started it has ended, however that happened.

    python reaper.py FOLDER

It waits until its standard input ends, as it does with whoever holds the other end, kills what belongs to the folder,
and removes it. Run as a file and with the standard library alone, it is there before Ray is.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Ray's own word for where it keeps its files; whatever it starts inherits it.
VARIABLE = "RAY_TMPDIR"
_PROCESSES = Path("/proc")
# A process may be about to start another: look again until nothing has been found so often.
_QUIET_LOOKS, _SECONDS_BETWEEN_LOOKS = 3, 0.2
_SECONDS_TO_END = 30
# Names of sockets have 107 characters at most, of which Ray needs some seventy.
_LONGEST_FOLDER = 36


@contextmanager
def reaped() -> Iterator[Path]:
    """Give a folder for Ray; when the block is left, or this process dies, what belongs to it ends and it is removed.

    On systems without `/proc` only the folder is removed: there Ray's processes are left to themselves.
    """
    above = tempfile.gettempdir()
    folder = tempfile.mkdtemp(prefix="zhnews-", dir=above if len(above) < _LONGEST_FOLDER else "/tmp")
    command = [sys.executable, "-I", "-S", __file__, folder]
    quiet = subprocess.DEVNULL
    # In a session of its own, so that Ctrl-C and a closed terminal don't reach it.
    reaper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = folder
    try:
        yield Path(folder)
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        reaper.communicate()


def belonging(folder: str) -> list[int]:
    """Give the processes that were started with this folder, or that Ray named and that have a file open in it."""
    return [int(path.name) for path in _PROCESSES.glob("[0-9]*") if _belongs(path, folder)]


def _belongs(process: Path, folder: str) -> bool:
    mark = f"{VARIABLE}={folder}".encode()
    try:
        if mark in (process / "environ").read_bytes().split(b"\0"):
            return True
        # Ray writes the names of its agents over their environment.
        if not (process / "cmdline").read_bytes().startswith(b"ray::"):
            return False
        return any(os.readlink(link).startswith(f"{folder}/") for link in (process / "fd").iterdir())
    except OSError:  # Another user's, or gone.
        return False


def _end(folder: str) -> None:
    quiet, until = 0, time.monotonic() + _SECONDS_TO_END
    while quiet < _QUIET_LOOKS and time.monotonic() < until:
        found = belonging(folder)
        quiet = 0 if found else quiet + 1
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    _end(sys.argv[1])

"""A stage for tests of batch: some releases end its process, some have no end, some raise, some are dropped."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from zhnews import DropRelease, Release


def poison(release: Release) -> Release:
    """Do what the first line of the release asks for."""
    word, _, rest = str(release.text).split("\n")[0].partition(":")
    match word:
        case "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        case "HANG":
            while True:
                time.sleep(1)
        case "RAISE":
            raise ValueError("poisoned")
        case "DROP":
            raise DropRelease("unwanted")
        case "UNLESS" if not Path(rest).exists():
            raise ValueError(f"{Path(rest).name} is missing")
    return release

"""Counts ids that were given more than once: a table may name two documents alike, and so may two tables."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# So many are held at a time; of more, the files are read several times.
_AT_ONCE = 4_000_000
_BYTES = 8


def write_ids(path: Path, ids: Iterable[str]) -> int:
    """Write a hash of 64 bits for each id; give how many there were."""
    hashes = (hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=_BYTES).digest() for name in ids)
    held = array("Q", (int.from_bytes(digest, "little") for digest in hashes))
    with path.open("wb") as file:
        held.tofile(file)
    return len(held)


def repeated(paths: Sequence[Path]) -> int:
    """Give how many of the ids in these files stand behind an equal one.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = write_ids(Path(folder) / "ids", ["甲", "乙", "甲", "甲"])
    ...     count, repeated([Path(folder) / "ids"])
    (4, 2)
    """
    # Only here does a driver need it.
    import numpy as np

    total = sum(path.stat().st_size for path in paths) // _BYTES
    rounds = 1 + total // _AT_ONCE

    def of_round(number: int) -> NDArray[np.uint64]:
        pieces = (np.fromfile(path, dtype=np.uint64) for path in paths)
        return np.concatenate([ids[ids % np.uint64(rounds) == number] for ids in pieces])

    return total - sum(len(np.unique(of_round(number))) for number in range(rounds)) if total else 0

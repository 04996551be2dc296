"""Makes archives of releases that nobody wrote, for tests and benchmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

from noise import add_noise, write_release


def made_text(seed: int) -> str:
    """A release with noise; the same seed gives the same text."""
    return add_noise(write_release(Random(seed)), Random(seed)).text


def made_texts(count: int) -> list[str]:
    """The first so many releases."""
    return [made_text(seed) for seed in range(count)]


def write_jsonl(path: Path, texts: Iterable[str]) -> None:
    """Write texts as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)

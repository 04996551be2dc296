"""How fast figures, periods and claims are read: characters a second of CPU time, on texts and on hostile strings.

    python benchmarks/claims.py [FILE.jsonl|FILE.txt ...]

Without files our own examples are used. A JSONL file has its text under `text`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import zhnews

EXAMPLES = Path(__file__).parent.parent / "examples" / "releases"
PUBLISHED = date(2024, 1, 1)
ROUNDS = 5
HOSTILE = ("1", "1,", "1年", "以来", "据", "百分之", "占比为1%、2%和")
SIZES = (10_000, 100_000, 1_000_000)
TASKS: dict[str, Callable[[str], object]] = {
    "find_quantities": zhnews.find_quantities,
    "find_periods": lambda text: zhnews.find_periods(text, PUBLISHED),
    "extract_claims": lambda text: zhnews.extract_claims(text, published=PUBLISHED),
}


def seconds(task: Callable[[str], object], text: str) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    task(text)
    return time.process_time() - start


def texts(path: Path) -> str:
    """The texts of a file, one under the other."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return "\n".join(json.loads(line)["text"] for line in content.splitlines())
    return content


def main() -> None:
    """Print the figures."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(EXAMPLES.glob("*.txt"))
    body = "\n".join(map(texts, paths))
    for name, task in TASKS.items():
        task(body[:2000])
        # Another text each time: what was read of the last one is kept.
        best = min(seconds(task, f"{body}\n{i}") for i in range(ROUNDS))
        print(f"{name}: {len(body) / best:,.0f} characters a second of real text ({len(body)} characters)")
    for piece in HOSTILE:
        spent = [seconds(TASKS["extract_claims"], piece * (size // len(piece))) / size for size in SIZES]
        print(f"extract_claims of {piece!r}:", ", ".join(f"{1e6 * s:.1f} µs" for s in spent), f"a character at {SIZES}")


if __name__ == "__main__":
    main()

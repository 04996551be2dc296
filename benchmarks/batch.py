"""What archives cost: documents a second with one worker and two, what the pool and Ray add, the driver's memory.

Beside them stands what the machine itself allows: two bare processes, each with half of the releases, against one. Two
cores that share a memory or a host give less than twice one, whatever runs on them. Each round takes everything in
turn and the middle of the rounds' ratios counts: the speed of a shared machine changes from minute to minute.

    python benchmarks/batch.py [RELEASES] [--ray]

Releases are made from seeds, about 2 KB each; they repeat after 20,000, at other places. Run it on a quiet machine.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
DISTINCT, ALONE, FEW, ROUNDS = 20_000, 600, 100, 5


def make_archive(path: Path, count: int) -> None:
    """Write so many releases as JSON Lines."""
    sys.path.insert(0, str(TESTS))
    from made_releases import made_text

    texts = [made_text(seed) for seed in range(min(count, DISTINCT))]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"text": texts[number % len(texts)]}, ensure_ascii=False) + "\n")


def pipeline_seconds(texts: list[str]) -> float:
    """Seconds of these releases in the main job alone: no archive, no pool, no table."""
    import zhnews
    from zhnews.read import release_from_str

    pipeline = zhnews.Pipeline(zhnews.default_stages())
    pipeline(release_from_str(texts[0]))
    start = time.perf_counter()
    for text in texts:
        pipeline(release_from_str(text))
    return time.perf_counter() - start


def ceiling(texts: list[str]) -> tuple[float, float]:
    """Give the seconds of all in one process, and how many times as fast two are, with half of them each."""
    half = len(texts) // 2
    with ProcessPoolExecutor(2) as pool:
        one = sum(pool.map(pipeline_seconds, [texts[:half]])) + sum(pool.map(pipeline_seconds, [texts[half:]]))
        two = max(pool.map(pipeline_seconds, [texts[:half], texts[half:]]))
    return one, one / two


def measured(path: Path, out: Path, *engine: str) -> tuple[dict[str, float], float]:
    """Run the command; give its report and the most memory that the driver held, in MB."""
    code = "from zhnews.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    command = [sys.executable, "-c", code, "batch", str(path), "-o", str(out), *engine]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    report = json.loads((out / "_report.json").read_text(encoding="utf-8"))
    peak = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return report, int(peak.split()[1]) / 1024


def rate_after_start(path: Path, out: Path, *engine: str) -> tuple[float, float]:
    """Give documents a second without the start (the time of a run over few is taken off), and the driver's MB."""
    few, _ = measured(path, out / "few", *engine, "--limit", str(FEW))
    whole, memory = measured(path, out / "whole", *engine)
    seconds = whole["seconds_this_run"] - few["seconds_this_run"]
    return (whole["documents"] - few["documents"]) / seconds, memory


def round_of_trials(path: Path, folder: Path, texts: list[str], ray: bool) -> dict[str, float]:
    """Measure the bare job, the command with one worker and two, and Ray, in turn; print what came out."""
    spent, allowed = ceiling(texts)
    alone = len(texts) / spent
    one, memory = rate_after_start(path, folder / "one", "--jobs", "1")
    two, _ = rate_after_start(path, folder / "two", "--jobs", "2")
    print(f"alone {alone:.1f}, 1 job {one:.1f}, 2 jobs {two:.1f} documents a second; driver {memory:.0f} MB")
    found = {
        "two bare processes against one, what this machine allows": allowed,
        "two jobs against one": two / one,
        "one job's time against the main job alone": alone / one,
    }
    if ray:
        rate, memory = rate_after_start(path, folder / "ray", "--engine", "ray", "--jobs", "2")
        print(f"Ray, 2 jobs {rate:.1f} documents a second; driver {memory:.0f} MB")
        found["Ray's time against the local engine's, 2 jobs"] = two / rate
    return found


def main() -> None:
    """Print the figures."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [1_000]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        make_archive(path, counts[0])
        with path.open(encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line, _ in zip(file, range(ALONE), strict=False)]
        rounds = [
            round_of_trials(path, Path(folder) / str(number), texts, "--ray" in sys.argv) for number in range(ROUNDS)
        ]
        for name in rounds[0]:
            found = sorted(each[name] for each in rounds)
            print(f"{name}: {statistics.median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})")


if __name__ == "__main__":
    main()

"""What archives cost: documents a second with one worker and two, what the pool and Ray add, the driver's memory.

Beside them stands what the machine itself allows: two bare processes, each with half of the releases, against one. Two
cores that share a memory or a host give less than twice one, whatever runs on them.

    python benchmarks/batch.py [RELEASES] [--ray]

Releases are made from seeds, about 2 KB each; they repeat after 20,000, at other places. Run it on a quiet machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
DISTINCT, ALONE, FEW = 20_000, 1_000, 200


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


def measured(path: Path, out: Path, *engine: str) -> tuple[dict[str, float], float, float]:
    """Run the command; give its report, the most memory that the driver held, in MB, and the seconds of all cores."""
    code = "from zhnews.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    command = [sys.executable, "-c", code, "batch", str(path), "-o", str(out), *engine]
    before = processor_seconds()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    spent = processor_seconds() - before
    report = json.loads((out / "_report.json").read_text(encoding="utf-8"))
    peak = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return report, int(peak.split()[1]) / 1024, spent


def processor_seconds() -> float:
    """The seconds of processor that children took which have ended, with what they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rate_after_start(path: Path, out: Path, *engine: str) -> float:
    """Give documents a second without the start: the time of a run over few documents is taken off that of all."""
    whole, _, _ = measured(path, out / "whole", *engine)
    few, _, _ = measured(path, out / "few", *engine, "--limit", str(FEW))
    return (whole["documents"] - few["documents"]) / (whole["seconds_this_run"] - few["seconds_this_run"])


def main() -> None:
    """Print the figures."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [5_000]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        make_archive(path, counts[0])
        with path.open(encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line, _ in zip(file, range(ALONE), strict=False)]
        spent, allowed = ceiling(texts)
        alone = spent / len(texts)
        print(f"two bare processes are {allowed:.2f} times as fast as one: what this machine allows")
        print(f"the main job alone: {1 / alone:.1f} documents a second, {1000 * alone:.2f} ms each")
        trials = {"1 job": ["--jobs", "1"], "2 jobs": ["--jobs", "2"]}
        first = 0.0
        for name, engine in trials.items():
            report, memory, seconds = measured(path, Path(folder) / name.replace(" ", "-"), *engine)
            rate = report["documents_a_second"]
            first = first or rate
            print(
                f"{name}: {rate:.1f} documents a second ({rate / first:.2f} x 1 job), "
                f"{report['seconds_this_run']:.1f} s, {seconds:.1f} s of processor; driver {memory:.0f} MB"
            )
            if name == "1 job":
                print(f"  what the pool and the tables add: {1000 / rate / (1000 * alone) - 1:+.1%}")
        if "--ray" in sys.argv:
            jobs = ["--jobs", "2"]
            local = rate_after_start(path, Path(folder) / "local", *jobs)
            ray = rate_after_start(path, Path(folder) / "ray", "--engine", "ray", *jobs)
            print(
                f"after the start, 2 cores: local {local:.1f}, Ray {ray:.1f} documents a second: {local / ray - 1:+.1%}"
            )


if __name__ == "__main__":
    main()

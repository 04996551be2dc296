"""What archives cost: documents a second with one worker and two, what the pool and Ray add, the driver's memory.

    python benchmarks/batch.py [RELEASES] [--ray]

Releases are made from seeds, about 2 KB each; they repeat after 20,000, at other places. Run it on a quiet machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
DISTINCT, ALONE = 20_000, 1_000


def make_archive(path: Path, count: int) -> None:
    """Write so many releases as JSON Lines."""
    sys.path.insert(0, str(TESTS))
    from made_releases import made_text

    texts = [made_text(seed) for seed in range(min(count, DISTINCT))]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"text": texts[number % len(texts)]}, ensure_ascii=False) + "\n")


def pipeline_seconds(path: Path) -> float:
    """Seconds of a document in the main job alone: no archive, no pool, no table."""
    import zhnews
    from zhnews.read import release_from_str

    with path.open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line, _ in zip(file, range(ALONE), strict=False)]
    pipeline = zhnews.Pipeline(zhnews.default_stages())
    pipeline(release_from_str(texts[0]))
    start = time.perf_counter()
    for text in texts:
        pipeline(release_from_str(text))
    return (time.perf_counter() - start) / len(texts)


def measured(path: Path, out: Path, *engine: str) -> tuple[dict[str, float], float]:
    """Run the command; give its report, and the most memory that the driver held, in MB."""
    code = "from zhnews.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    command = [sys.executable, "-c", code, "batch", str(path), "-o", str(out), *engine]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    report = json.loads((out / "_report.json").read_text(encoding="utf-8"))
    peak = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    return report, int(peak.split()[1]) / 1024


def main() -> None:
    """Print the figures."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()] or [5_000]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        make_archive(path, counts[0])
        alone = pipeline_seconds(path)
        print(f"the main job alone: {1 / alone:.1f} documents a second, {1000 * alone:.2f} ms each")
        trials = {"1 job": ["--jobs", "1"], "2 jobs": ["--jobs", "2"]}
        if "--ray" in sys.argv:
            trials["Ray, 2 cores"] = ["--engine", "ray", "--jobs", "2"]
        first = 0.0
        for name, engine in trials.items():
            report, memory = measured(path, Path(folder) / name.replace(" ", "-"), *engine)
            rate = report["documents_a_second"]
            first = first or rate
            print(
                f"{name}: {rate:.1f} documents a second ({rate / first:.2f} x 1 job), "
                f"{report['seconds_this_run']:.1f} s; driver {memory:.0f} MB"
            )
            if name == "1 job":
                print(f"  what the pool and the tables add: {1000 / rate / (1000 * alone) - 1:+.1%}")


if __name__ == "__main__":
    main()

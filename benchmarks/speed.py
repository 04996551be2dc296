"""How fast zhnews is: a cold process, releases a second, time a character at growing sizes; peers beside it.

    python benchmarks/speed.py [TEXT_FILE ...]

Without files our own examples are used. Peers (sumy, SnowNLP, TextRank4ZH) are timed where they are installed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import zhnews

EXAMPLES = Path(__file__).parent.parent / "examples" / "releases"
COLD_RUNS, RELEASE_SIZE, RELEASES, BUDGET = 7, 650, 200, 140
SIZES = (2_000, 20_000, 200_000)


def cold(path: Path) -> float:
    """Median seconds of `zhnews summarize` in a process of its own."""
    times = []
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "zhnews.cli", "summarize", str(path)], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def rate(summarize: Callable[[str], object], releases: list[str]) -> float:
    """Releases a second on one core, after one to warm up."""
    summarize(releases[0])
    start = time.perf_counter()
    for release in releases:
        summarize(release)
    return len(releases) / (time.perf_counter() - start)


def peers() -> dict[str, Callable[[str], object]]:
    """The peers that are installed, as functions of a text."""
    found: dict[str, Callable[[str], object]] = {}
    if importlib.util.find_spec("snownlp"):
        from snownlp import SnowNLP

        found["SnowNLP"] = lambda text: SnowNLP(text).summary(3)
    if importlib.util.find_spec("sumy"):
        from sumy.nlp.tokenizers import Tokenizer
        from sumy.parsers.plaintext import PlaintextParser
        from sumy.summarizers.lex_rank import LexRankSummarizer

        found["sumy LexRank"] = lambda text: LexRankSummarizer()(
            PlaintextParser.from_string(text, Tokenizer("chinese")).document, 3
        )
    if importlib.util.find_spec("textrank4zh"):
        from textrank4zh import TextRank4Sentence

        def textrank(text: str) -> object:
            ranker = TextRank4Sentence()
            ranker.analyze(text=text, lower=True, source="all_filters")
            return ranker.get_key_sentences(num=3)

        found["TextRank4ZH"] = textrank
    return found


def main() -> None:
    """Print the figures."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(EXAMPLES.glob("*.txt"))
    longest = max(paths, key=lambda path: path.stat().st_size)
    print(f"cold process, {longest.stat().st_size} bytes: {cold(longest):.3f} s (median of {COLD_RUNS})")
    body = "\n".join(str(zhnews.extract(path).text) for path in paths)
    body *= 1 + (RELEASES * RELEASE_SIZE + SIZES[-1]) // len(body)
    releases = [body[i * RELEASE_SIZE : (i + 1) * RELEASE_SIZE] for i in range(RELEASES)]
    print(f"zhnews: {rate(lambda text: zhnews.summarize(text, BUDGET), releases):.0f} releases a second")
    for size in SIZES:
        start = time.perf_counter()
        zhnews.summarize(body[:size], BUDGET)
        print(f"zhnews, {size} characters: {1e6 * (time.perf_counter() - start) / size:.2f} µs a character")
    for name, summarize in peers().items():
        with contextlib.redirect_stderr(io.StringIO()):
            speed = rate(summarize, releases[:20])
        print(f"{name}: {speed:.0f} releases a second")


if __name__ == "__main__":
    main()

"""How fast reading and cleaning are, beside other extractors on the same pages, and how well where there is gold.

    python benchmarks/reading.py [PAGE ...] [--gold PAGES.jsonl]

Without pages our own example is used, repeated to 60 KB of markup. Trafilatura and readability-lxml are timed where
they are installed. `--gold` takes a JSONL file with `file` and `body` a line, and adds the mean F1 of 4-grams.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import zhnews

EXAMPLES = Path(__file__).parent.parent / "examples"
ROUNDS = 7
PAGE_SIZE = 60_000

Extractor = Callable[[bytes], str]


def spent(work: Callable[[], object]) -> float:
    """Least CPU milliseconds of a few runs, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def extractors() -> dict[str, Extractor]:
    """Ours, and those that are installed."""
    found: dict[str, Extractor] = {"zhnews": lambda page: str(zhnews.extract(page).text)}
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        found["trafilatura"] = lambda page: trafilatura.extract(page, include_comments=False) or ""
    if importlib.util.find_spec("readability"):
        from lxml.html import fromstring
        from readability import Document

        found["readability-lxml"] = lambda page: fromstring(Document(page).summary()).text_content()
    return found


def grams(text: str, size: int = 4) -> Counter[str]:
    """The character n-grams of a text without white space."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return Counter(plain[i : i + size] for i in range(max(len(plain) - size + 1, 0)))


def f1(text: str, gold: str) -> float:
    """F1 of the character 4-grams."""
    ours, theirs = grams(text), grams(gold)
    return 2 * sum((ours & theirs).values()) / max(sum(ours.values()) + sum(theirs.values()), 1)


def large_page() -> bytes:
    """Our example page with its body repeated, every paragraph another."""
    page = (EXAMPLES / "pages" / "yunling-jobs.html").read_text(encoding="utf-8")
    head, paragraph, tail = page.partition("<p>　　下一步")
    filler = "".join(f"<p>　　第{i}项，全市新增就业{i}人，同比增长{i}.5%。</p>\n" for i in range(1, 1000))
    return (head + filler[: PAGE_SIZE - len(page.encode()) // 2] + paragraph + tail).encode()[:PAGE_SIZE]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    text = (EXAMPLES / "releases" / "yunling-antifraud.txt").read_bytes()
    text = (text * (8192 // len(text) + 1))[:8192]
    print(f"text of {len(text):,} bytes: {spent(lambda: zhnews.extract(text)):.2f} ms CPU")
    pages = {path.name: path.read_bytes() for path in options.pages} or {"example": large_page()}
    for name, extractor in extractors().items():
        times = {page: spent(lambda extractor=extractor, data=data: extractor(data)) for page, data in pages.items()}
        size = statistics.mean(map(len, pages.values()))
        line = f"{name:18} {statistics.mean(times.values()):8.2f} ms CPU a page of {size:,.0f} bytes"
        if options.gold:
            rows = [json.loads(row) for row in options.gold.read_text(encoding="utf-8").splitlines()]
            scores = [f1(extractor((options.gold.parent / row["file"]).read_bytes()), row["body"]) for row in rows]
            line += f", F1 {statistics.mean(scores):.3f} on {len(scores)} pages"
        print(line)


if __name__ == "__main__":
    main()

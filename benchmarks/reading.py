"""How fast reading and cleaning are, beside other extractors on the same pages, and how well where there is gold.

    python benchmarks/reading.py [PAGE ...] [--gold PAGES.jsonl]

Without pages our own example is used, made 60 KB large in two ways: with the markup, links and scripts that pages
have, and all of prose. Trafilatura and readability-lxml are timed where they are installed.
`--gold` takes a JSONL file with `file` and `body` a line, and adds the mean F1 of 4-grams.
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
BODY = (
    "全市新增就业{0}人，同比增长{0}.5%，其中制造业吸纳{0}人；各级公共就业服务机构举办招聘活动{0}场，提供岗位{0}个。"
    "市人社局有关负责人介绍，失业保险稳岗返还惠及企业{0}家，发放资金{0}万元。"
)

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
    """Our example as pages are: more paragraphs, pasted from a word processor, lists of links and scripts."""
    page = (EXAMPLES / "pages" / "yunling-jobs.html").read_text(encoding="utf-8")
    head, paragraph, tail = page.partition("<p>　　下一步")
    spans = '<p style="text-indent: 2em; line-height: 2"><span style="font-family: 仿宋_GB2312; font-size: 16pt">'
    body = "".join(f"{spans}第{i}项，{BODY.format(i)}</span></p>\n" for i in range(1, 31))
    links = "".join(f'<li><a href="/zwgk/{i}/t20230720_{i}.html">云岭市召开第{i}次会议</a></li>\n' for i in range(400))
    script = f"<script>{'var a = document.getElementById(0); ' * 500}</script>"
    page = f"{head}{body}{paragraph}{tail}".replace("</body>", f"<ul>{links}</ul>{script}</body>")
    return page.encode()[:PAGE_SIZE]


def page_of_prose() -> bytes:
    """The same example at its worst: as large, and all of it body, in hundreds of short paragraphs."""
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
    groups = {"example": [large_page()], "all prose": [page_of_prose()]}
    if options.pages:
        groups = {f"{len(options.pages)} pages": [path.read_bytes() for path in options.pages]}
    for name, extractor in extractors().items():
        line = f"{name:18}"
        for group, pages in groups.items():
            times = [spent(lambda extractor=extractor, page=page: extractor(page)) for page in pages]
            line += (
                f" {group} {statistics.mean(times):.2f} ms CPU a page of {statistics.mean(map(len, pages)):,.0f} bytes;"
            )
        if options.gold:
            rows = [json.loads(row) for row in options.gold.read_text(encoding="utf-8").splitlines()]
            scores = [f1(extractor((options.gold.parent / row["file"]).read_bytes()), row["body"]) for row in rows]
            line += f" F1 {statistics.mean(scores):.3f} on {len(scores)} pages"
        print(line)


if __name__ == "__main__":
    main()

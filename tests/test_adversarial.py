"""Strings made to make patterns backtrack or lists grow: each is read to its end in the time of its length.

The work is done in a process of its own, which the system ends when it has used far more time than it takes.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice

import pytest

import zhnews
from zhnews.bulletin import verify_summary

SIZE = 100_000
SECONDS = 100
PUBLISHED = date(2024, 1, 1)
PIECES = [
    "1",
    "一",
    "1,",
    "万",
    "亿 ",
    "百分之",
    "1年",
    "1—",
    "分之",
    "以来",
    "1.",
    "２，",
    "十几万余",
    "据",
    "记者从",
    "同比增长",
    "（",
    "“",
    "由1%降至",
    "占比为1%、2%和",
    "a",
    "（）",
    "第一",
    "、各每",
    "9" * 40,
    "其中3件，",
    "分别为1件、2件、",
    "1月1日至2日，",
    "427起、",
    "427起",
    "未",
    "全市破获案件427起，",
    "甲、乙、",
]
TOGETHER = 3


def mixture(separator: str, seed: int = 0) -> str:
    """A hundred thousand characters of all pieces: runs of one, then any of them, in no order."""
    rng = random.Random(seed)
    runs = [piece * (SIZE // 3 // len(PIECES) // len(piece)) for piece in PIECES]
    size = sum(map(len, runs))
    while size < SIZE:
        runs.append(rng.choice(PIECES))
        size += len(runs[-1]) + len(separator)
    return separator.join(runs)[:SIZE]


def distinct(separator: str) -> str:
    """A hundred thousand characters of figures that are all different, and a day of its own for each."""
    days = cycle(
        f"{year}年{month}月{day}日" for year in range(1950, 2020) for month in range(1, 13) for day in range(1, 29)
    )
    pieces = (f"{next(days)}破获案件{count}起" for count in range(100, SIZE))
    return separator.join(islice(pieces, SIZE // 15))[:SIZE]


def check(records: list[zhnews.Quantity] | list[zhnews.Period] | list[zhnews.Claim]) -> None:
    """The spans of what was found are in order and lie in the text."""
    spans = [record.span for record in records]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= SIZE for span in spans)


def numbers() -> None:
    """Find numbers and periods in long runs of each piece: what reads them looks at the whole text."""
    for place in range(0, len(PIECES), TOGETHER):
        text = "".join(piece * (SIZE // TOGETHER // len(piece)) for piece in PIECES[place : place + TOGETHER])
        check(zhnews.find_quantities(text))
        check(zhnews.find_periods(text, PUBLISHED))


def claims() -> None:
    """Extract and audit the claims of mixtures; sentences bound what these look at."""
    for separator in ("", "。"):
        release = zhnews.with_claims(mixture(separator), published=PUBLISHED)
        check(list(release.claims))
        assert all(finding.formula for finding in zhnews.audit(release))


def summaries() -> None:
    """Hold long texts against themselves and against others."""
    texts = (mixture("，"), distinct("，"), distinct("。"), ("427起、" * SIZE)[:SIZE])
    mixed, clauses, sentences, same = (zhnews.with_claims(text, published=PUBLISHED) for text in texts)
    for summary, release in ((mixed, mixed), (clauses, mixed), (clauses, sentences), (same, same)):
        assert verify_summary(summary, release)


WORK: dict[str, Callable[[], None]] = {"numbers": numbers, "claims": claims, "summaries": summaries}


@pytest.mark.parametrize("name", WORK)
def test_adversarial_text_is_read_to_its_end(name: str) -> None:
    """Numbers, periods, claims, audits and checks of summaries end far below the limit that a square would break."""
    done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    WORK[sys.argv[1]]()

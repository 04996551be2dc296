"""The labels that name the metadata of a release where it can be seen: 来源, 发布时间, 责任编辑."""

from __future__ import annotations

import re
from functools import cache

from zhnews import lexicon

_LONGEST_SHORT_LABEL = 2


@cache
def labels() -> re.Pattern[str]:
    """Match labels; a short one is no part of a longer word (报名时间), and something follows it."""
    rows = sorted(lexicon.load("read/labels"), key=lambda row: len(row[0]), reverse=True)
    first = "".join(sorted({word[0] for word, _ in rows}))
    # Most places of a line are ruled out by their character alone.
    return re.compile(f"(?=[{re.escape(first)}])(?:{'|'.join(_label(word, kind) for word, kind in rows)})")


def _label(word: str, kind: str) -> str:
    spaced = r"\s?".join(map(re.escape, word))
    if kind in ("other", "site") or len(word) > _LONGEST_SHORT_LABEL:
        return spaced
    return rf"(?:(?<![\u4e00-\u9fff])|(?<=\d[日次])){spaced}(?=\s*[:：\d]|\s+\S)"

"""Tells what is planned or foreseen from what is done: 计划, 预计, 力争, 将."""

from __future__ import annotations

import re
from functools import cache

from zhnews import lexicon

# Words that stand before a verb alone.
ADVERBS = frozenset({"将", "拟", "要", "必须", "须", "务必", "有望", "可望", "即将", "将要"})
# 将税率由13%下调至9% only puts the object before its verb.
_OBJECT_FIRST = re.compile(r"将(?![由从])[^，。；\d]{1,14}[由从]")


def plan_of(before: str) -> str | None:
    """Give the word that makes what follows a plan or a forecast; None where what follows is done.

    `before` is the sentence up to there. A plan holds until something done is told.

    >>> plan_of("我省计划完成投资1380亿元，新建公路"), plan_of("预计31万吨，去年产量"), plan_of("行动计划实施")
    ('计划', None, None)
    """
    kinds = lexicon.mapping("bulletin/plans")
    found = None
    for match in _words().finditer(before):
        word = match.group()
        kind = kinds[word]
        if kind == "plan" and not _OBJECT_FIRST.match(before, match.start()):
            # 预计…将达… is foreseen.
            found = found if found and word in ADVERBS else word
        elif kind == "done":
            found = None
    return found


@cache
def _words() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("bulletin/plans")))

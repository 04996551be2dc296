"""The letters that stand for numbers, periods and places in a sentence, so that the rest can be compared."""

from __future__ import annotations

import re

FIGURE, PERIOD, NUMERAL, PLACE = "F", "P", "N", "L"

_NUMERALS = re.compile("[0-9]+|[〇零○一二三四五六七八九十百千万亿两]+")


def take_numerals(piece: str) -> tuple[str, list[str]]:
    """Give a stretch with marks for its numerals, and these.

    >>> take_numerals("排名第九")
    ('排名第N', ['九'])
    """
    return _NUMERALS.sub(NUMERAL, piece), _NUMERALS.findall(piece)

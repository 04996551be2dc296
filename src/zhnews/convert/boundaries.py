"""Tells a regional word from characters of two others that meet: 品质 in 产品质量, 影片 in 电影片段.

The words around are those of a segmenter (rjieba, whose dictionary has Taiwan's words too), cut without guessing at
words that it does not know.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Any

# No word of the segmenter that tears another begins further from it than this.
BESIDE = 4


@cache
def _segmenter() -> Any:
    # Only callers that ask for words pay for its dictionary.
    import rjieba

    return rjieba


def torn(value: str, start: int, end: int) -> bool:
    """Tell whether the word at [start, end) of a Simplified text is made of pieces of the words around it.

    It is where words run over both of its ends, or over one of them and leave a word of its other characters, though
    the whole is known as a word. One character left over tells nothing: 监测网+路 for 监测+网路.

    >>> torn("产品质量", 1, 3), torn("品质优良", 0, 2), torn("监测网路", 2, 4)
    (True, False, False)
    """
    if not _han(value[start - 1 : start]) and not _han(value[end : end + 1]):
        return False
    first = max(0, start - BESIDE)
    words = _segmenter().cut(value[first : end + BESIDE], False)
    edges = {first, *accumulate(map(len, words), initial=first)}
    left, right = start not in edges, end not in edges
    if left == right:
        return left
    kept = range(start + 1, end - 1) if left else range(start + 2, end)
    return any(place in edges for place in kept) and bool(_segmenter().has_word(value[start:end]))


def parts(value: str, start: int, end: int, stop: int) -> bool:
    """Tell whether [start, end) is parted from what stands before it, and from the rest of a text that ends at `stop`.

    >>> parts("抓获刘乾", 2, 3, 3), parts("树叶乾了", 1, 2, 2)
    (True, False)
    """
    first = max(0, start - BESIDE)
    words = _segmenter().cut(value[first:stop], False)
    edges = {first, *accumulate(map(len, words), initial=first)}
    return start in edges and end in edges


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"

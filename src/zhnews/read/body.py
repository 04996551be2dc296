"""Finds the lines of a page that are its release's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from zhnews import lexicon
from zhnews.read.rendering import Block, Line, Rendering

_MARKS = re.compile(r"[，。；！？：、“”]")
_STOP = re.compile(r"[。！？]")
# A line is prose from here on, in characters; what it can weigh is bounded, so that one long line decides nothing.
_SHORTEST_PROSE = 12
_HEAVIEST = 300
_LONGEST_FURNITURE = 160
# What lines that aren't prose cost a stretch that holds them: a body's captions little, a list of links much.
_SHORT_COST = 4
_LINK_COST = 25
_FURNITURE_COST = 60
# A line is a link if this share of it is; a longer one is prose with a link.
_LINKED = 0.6
_LONGEST_LINK = 60
# An element's lines are all taken if it is nearly as good as the best stretch of lines.
_NEARLY = 0.9
_SHORT_INSIDE = 1
# A named container is believed if it holds this share of the best stretch.
_HELD = 0.7


def find_body(rendering: Rendering) -> list[int]:
    """Give the indices of the lines that make up the body.

    Each line weighs for or against: prose for, links, bars and legal lines against. The stretch of lines with the
    greatest sum is found in one walk (Kadane 1984); then the element that holds it is taken whole, if that costs
    next to nothing, since its short lines (a subtitle, a signature) are the release's too.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> from zhnews.read.rendering import render
    >>> prose = "<p>云岭市召开发布会，通报上半年的工作。<p>全市共有3家企业参加，签约2个项目。"
    >>> page = f"<ul><li><a>首页</a><li><a>要闻</a></ul><div>{prose}</div><p>版权所有 云岭市人民政府办公室"
    >>> rendering = render(LexborHTMLParser(page))
    >>> [rendering.lines[index].text[:4] for index in find_body(rendering)]
    ['云岭市召', '全市共有']
    """
    lines = rendering.lines
    if not lines:
        return []
    weights = [weigh(line) for line in lines]
    start, end = _best_stretch(weights)
    start, end = _widen(rendering.blocks, weights, start, end)
    return [index for index in range(start, end) if not _is_link(lines[index]) and not is_furniture(lines[index].text)]


def weigh(line: Line) -> float:
    """Give the weight of a line: more than nothing if it is prose."""
    text = line.text
    if _is_link(line):
        return -_LINK_COST
    if is_furniture(text):
        return -_FURNITURE_COST
    if len(text) >= _SHORTEST_PROSE and _MARKS.search(text):
        return min(len(text), _HEAVIEST) * (1.0 if _STOP.search(text) else 0.5)
    return -_SHORT_COST


def _is_link(line: Line) -> bool:
    return line.in_links > _LINKED and len(line.text) <= _LONGEST_LINK


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon.words("read/furniture"), key=len, reverse=True))))


def is_furniture(text: str) -> bool:
    """Tell whether a line is of the site, not of the release: legal lines, bars, headings of lists."""
    return len(text) <= _LONGEST_FURNITURE and "。" not in text and _furniture().search(text) is not None


def _best_stretch(weights: Sequence[float]) -> tuple[int, int]:
    best, found = 0.0, (0, len(weights))
    total, start = 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, found = total, (start, index + 1)
    return found


def _widen(blocks: Sequence[Block], weights: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Take the whole element that holds a stretch: a named container, or the smallest that is nearly as good."""
    inside = [-_SHORT_INSIDE if weight == -_SHORT_COST else weight for weight in weights]
    sums = [0.0, *accumulate(inside)]
    for_it = [0.0, *accumulate(max(weight, 0.0) for weight in weights)]
    best, prose = sums[end] - sums[start], for_it[end] - for_it[start]
    for block in blocks:
        held = for_it[min(block.end, end)] - for_it[max(block.start, start)] if block.start < end else 0.0
        if block.named and held >= _HELD * prose:
            return block.start, block.end
    for block in blocks:
        if block.start <= start and end <= block.end:
            whole = sums[block.end] - sums[block.start]
            return (block.start, block.end) if whole >= _NEARLY * best else (start, end)
    return start, end

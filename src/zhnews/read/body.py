"""Finds the lines of a page that are its release's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from zhnews import lexicon
from zhnews.read.rendering import Block, Line, Rendering

_PAUSE = re.compile(r"[，；、]")
_DATED = re.compile(r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}")
# Attachments are the release's own.
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|zip|rar|ofd)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"[（(]?\d{1,2}[.、．）)]")
# How a law came about, or whom a speech was given to, stands in brackets under its title.
_NOTE = re.compile(r"[（(][^（）()]{8,200}[)）]")
_STOP = re.compile(r"[。！？]")
# A line is prose from here on, in characters; what it can weigh is bounded, so that one long line decides nothing.
_SHORTEST_PROSE = 12
_HEAVIEST = 300
_LONGEST_FURNITURE = 160
# What lines that aren't prose cost a stretch that holds them: a body's captions little, a list of links much.
_SHORT_COST = 4
_LINK_COST = 25
_FURNITURE_COST = 60
# The heading of comments or of other articles, alone on its line: what follows has to be a long text to belong.
_WALL_COST = 600
# A line is a link if this share of it is; a longer one is prose with a link.
_LINKED = 0.6
_LONGEST_LINK = 60
_LONGEST_WALL = 24
# Prose that is all link is a teaser for another text, if the link with its title stands so many lines above.
_ALL_LINKED = 0.95
_LINES_OF_TEASER = 3
# An element's lines are all taken if it holds this share of the stretch, and adds no more lines of links and furniture
# than these, and no more characters of short lines than these, or than there is prose.
_NEARLY = 0.9
_FEW_BAD, _SHARE_BAD = 2, 0.1
_MOST_SHORT = 400
# A named container is believed if it holds this share of the best stretch.
_HELD = 0.7
# What stands behind such a line belongs to others, if this share of the prose stands above it.
_MOST_ABOVE_WALL, _MOST_ABOVE_EDITOR = 0.5, 0.6
# A line with a date and time of day and next to nothing else heads a text; one with another date heads another text.
_STAMP = re.compile(
    r"\D{0,16}(?P<day>(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2})\D{0,9}"
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?\D{0,16}"
)
_LONGEST_STAMP = 48
_REPLY = re.compile("(?:发表|發表|回复|回覆)于")
# The heading of a list and one of its links.
_LEAST_ASIDE = 2
# Who signs a short notice, and when.
_SIGNED = re.compile(
    r"\s*(?:(?:19|20)\d{2}|[一二][〇零○Ｏ一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\s*"
)
_LINES_OF_SIGNATURE, _LONGEST_SIGNATURE = 3, 30
# So much prose under its title makes a named container the body, whatever other texts the page holds.
_LEAST_TITLED = 60
_LINES_BEHIND = 4
_EDITOR = re.compile(r"[\[(（【]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|责任校对)\s?[:：]")


def find_body(rendering: Rendering, titled: Sequence[int] = ()) -> list[int]:
    """Give the indices of the lines that make up the body; `titled` are the lines with the page's title.

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
    for index in _teasers(lines, weights):
        weights[index] = -_SHORT_COST
    asides = _asides(rendering, weights) | _captions(lines, weights)
    for index in asides:
        weights[index] = -_SHORT_COST
    start, end = _best_stretch(weights)
    while start and _NOTE.fullmatch(lines[start - 1].text):
        start -= 1
    if own := _titled_block(rendering, weights, titled):
        start, end = own
    else:
        start, end = _widen(rendering, weights, start, end)
    end = _before_others(lines, weights, start, end)
    end = _before_other_stamp(lines, weights, start, end)
    end = _with_signature(lines, weights, end)
    return [index for index in _own_lines(lines, weights, start, end) if index not in asides]


def _teasers(lines: Sequence[Line], weights: Sequence[float]) -> list[int]:
    """Give the indices of prose that is the link to another text, and stands under the link that is its title.

    Where somebody forgot to close a link, all prose stands in it, but under no title of its own.
    """
    titles = [weight == -_LINK_COST for weight in weights]
    return [
        index
        for index, line in enumerate(lines)
        if weights[index] > 0 and line.in_links > _ALL_LINKED and any(titles[max(0, index - _LINES_OF_TEASER) : index])
    ]


def _asides(rendering: Rendering, weights: Sequence[float]) -> frozenset[int]:
    """Give the lines of lists of other texts that stand between two paragraphs of the body, in an element of their own.

    Such an element begins with the heading of a list, holds no prose, and its neighbours have the same parent.
    """
    walls = frozenset(index for index, weight in enumerate(weights) if weight == -_WALL_COST)
    found: set[int] = set()
    for block in rendering.blocks if walls else ():
        if block.start not in walls or block.start in found or block.end - block.start < _LEAST_ASIDE:
            continue
        before = next((index for index in range(block.start - 1, -1, -1) if weights[index] > 0), None)
        behind = next((index for index in range(block.end, len(weights)) if weights[index] > 0), None)
        prose = any(weight > 0 for weight in weights[block.start : block.end])
        near = before is not None and behind is not None and behind - before <= block.end - block.start + _LINES_BEHIND
        if not prose and near and _are_siblings(rendering, before, behind, block):
            found.update(range(block.start, block.end))
    return frozenset(found)


def _captions(lines: Sequence[Line], weights: Sequence[float]) -> frozenset[int]:
    """Give the captions of figures that are no sentences, unless they are most of the text, as in a gallery."""
    found = frozenset(index for index, line in enumerate(lines) if line.caption and not _STOP.search(line.text))
    said = sum(weights[index] for index in found if weights[index] > 0)
    return found if 2 * said < sum(weight for weight in weights if weight > 0) else frozenset()


def _are_siblings(rendering: Rendering, before: int | None, behind: int | None, between: Block) -> bool:
    """Tell whether two lines, and an element between them, have the same parent."""
    parents = []
    for index in (before, behind):
        holding = [b for b in rendering.blocks if index is not None and b.start <= index < b.end]
        parents.append(next(((b.start, b.end) for b in holding if b.end - b.start > 1), None))
    return parents[0] is not None and parents[0] == parents[1] != (between.start, between.end)


def _with_signature(lines: Sequence[Line], weights: Sequence[float], end: int) -> int:
    """Give where a stretch ends, with who signed it, and the day, right behind."""
    for index in range(end, min(end + _LINES_OF_SIGNATURE, len(lines))):
        if weights[index] != -_SHORT_COST or len(lines[index].text) > _LONGEST_SIGNATURE:
            break
        if _SIGNED.fullmatch(lines[index].text):
            return index + 1
    return end


def _own_lines(lines: Sequence[Line], weights: Sequence[float], start: int, end: int) -> list[int]:
    """Give the lines of a stretch that are the release's: no links, bars and legal lines.

    Whom to call stands in a notice before its signature; behind it, it is the site's.
    """
    kept: list[int] = []
    contacts: list[int] = []
    attached = False
    for index in range(start, end):
        line = lines[index]
        attached = _is_attachment(line.text) or (attached and _NUMBERED.match(line.text) is not None)
        foreign = weights[index] <= -_LINK_COST
        if foreign and _is_contact(line.text):
            contacts.append(index)
        elif attached or not foreign:
            kept += [*contacts, index]
            contacts = []
    return kept


def weigh(line: Line) -> float:
    """Give the weight of a line: more than nothing if it is prose."""
    text = line.text
    if line.linked and _is_link(line):
        return -_LINK_COST
    if len(text) <= _LONGEST_WALL and text.strip("【】[]（）():：·|>＞ ") in _walls():
        return -_WALL_COST
    if is_furniture(text):
        return -_FURNITURE_COST
    if len(text) >= _SHORTEST_PROSE and _STOP.search(text):
        return float(min(len(text), _HEAVIEST))
    if len(text) >= _SHORTEST_PROSE and _PAUSE.search(text) and not _DATED.search(text):
        return min(len(text), _HEAVIEST) / 2
    return -_SHORT_COST


def _is_link(line: Line) -> bool:
    return line.in_links > _LINKED and len(line.text) <= _LONGEST_LINK and not _is_attachment(line.text)


def _is_attachment(text: str) -> bool:
    return text.startswith("附件") or _FILE.search(text) is not None


@cache
def _contacts() -> re.Pattern[str]:
    """Match words of a line that tells where somebody is and how to reach them."""
    return re.compile("|".join(re.escape(word) for word, kind in lexicon.load("read/furniture") if kind == "contact"))


def _is_contact(text: str) -> bool:
    """Tell whether a line of furniture is of nothing but contact."""
    if text.startswith(lexicon.affixes("read/disclaimers")):
        return False
    return is_furniture(text) and not _furniture().search(_contacts().sub("", text))


@cache
def _walls() -> frozenset[str]:
    return frozenset(word for word, kind in lexicon.load("read/furniture") if kind == "wall")


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon.words("read/furniture"), key=len, reverse=True))))


def is_furniture(text: str) -> bool:
    """Tell whether a line is of the site, not of the release: legal lines, bars, headings of lists."""
    if text.startswith(lexicon.affixes("read/disclaimers")):
        return True
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


def _widen(rendering: Rendering, weights: Sequence[float], start: int, end: int) -> tuple[int, int]:
    """Take the whole element that holds a stretch: a named container, or the nearest that holds more than it.

    The nearest is taken if it adds next to no links and legal lines, and not more short lines than prose; rows of a
    table count for nothing.
    """
    prose = [0.0, *accumulate(max(weight, 0.0) for weight in weights)]
    bad = [0, *accumulate(weight in (-_LINK_COST, -_FURNITURE_COST, -_WALL_COST) for weight in weights)]
    lengths = (_short_length(line, weight) for line, weight in zip(rendering.lines, weights, strict=True))
    short = [0, *accumulate(lengths)]
    best = prose[end] - prose[start]
    for block in rendering.blocks:
        held = prose[min(block.end, end)] - prose[max(block.start, start)] if block.start < end else 0.0
        if block.named and held >= _HELD * best:
            return block.start, block.end
    # An element that holds more than it shares with the stretch has two lines.
    for block in (block for block in rendering.blocks if block.end > block.start + 1):
        inside, until = max(block.start, start), min(block.end, end)
        more = block.end - block.start - (until - inside)
        if inside < until and more and prose[until] - prose[inside] >= _NEARLY * best:
            added_bad = bad[block.end] - bad[block.start] - (bad[until] - bad[inside])
            added_short = short[block.end] - short[block.start] - (short[until] - short[inside])
            fits = added_bad <= _FEW_BAD + _SHARE_BAD * more and added_short <= max(_MOST_SHORT, best)
            return (block.start, block.end) if fits else (start, end)
    return start, end


def _titled_block(rendering: Rendering, weights: Sequence[float], titled: Sequence[int]) -> tuple[int, int] | None:
    """Give the named container with the page's title and a text in it, where links to others stand right behind it.

    The texts of others may weigh more than a short release.
    """
    for block in rendering.blocks:
        if not block.named or not any(block.start <= index < block.end for index in titled):
            continue
        prose = sum([max(weight, 0.0) for weight in weights[block.start : block.end]])
        behind = weights[block.end : block.end + _LINES_BEHIND]
        if prose >= _LEAST_TITLED and min(behind, default=0) <= -_LINK_COST:
            return block.start, block.end
    return None


def _before_others(lines: Sequence[Line], weights: Sequence[float], start: int, end: int) -> int:
    """Give where a stretch ends: at the editor's name or at a heading of other texts, if most of its prose is above."""
    prose = [0.0, *accumulate(max(weight, 0.0) for weight in weights[start:end])]
    for index in range(start, end):
        above = prose[index - start]
        if weights[index] == -_WALL_COST and above >= _MOST_ABOVE_WALL * prose[-1]:
            return index
        signed = len(lines[index].text) <= _LONGEST_LINK and _EDITOR.match(lines[index].text)
        if signed and above >= _MOST_ABOVE_EDITOR * prose[-1]:
            return index + 1
    return end


def _before_other_stamp(lines: Sequence[Line], weights: Sequence[float], start: int, end: int) -> int:
    """Give where a stretch ends that goes on with another text, with its own title, date and time of day above it."""
    first: str | None = None
    prose, last = 0.0, start
    for index in range(max(0, start - _LINES_BEHIND), end):
        text = lines[index].text
        match = _STAMP.fullmatch(text) if len(text) <= _LONGEST_STAMP and (":" in text or "：" in text) else None
        if match and first is None:
            if prose > _LEAST_TITLED:
                break
            first, prose = match["day"], 0.0
        elif match and (match["day"] != first or _REPLY.match(text)) and prose >= _LEAST_TITLED:
            return last + 1
        elif weights[index] > 0:
            prose += weights[index]
            last = index if "。" in text else last
    return end


def _short_length(line: Line, weight: float) -> int:
    return 0 if weight != -_SHORT_COST or "\t" in line.text else len(line.text)

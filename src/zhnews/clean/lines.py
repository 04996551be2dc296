"""Rules about lines: what a page puts around a release, and keyword blocks that were injected into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Edit, Span

_SENTENCE_END = re.compile(r"[。！？；]")
_LETTERS = re.compile(r"[\w]", re.UNICODE)
_FILLER = re.compile(r"[\d\s:：年月日/\-.|>›»·,，()（）\[\]【】_+]+")
_LONGEST_CHROME = 120
_LEAST_COVERED = 0.5
_SEPARATED = re.compile(r"[|｜/;；、,，\s]+")
_LEAST_KEYWORDS = 8
_LONGEST_KEYWORD = 30
_LEAST_REPETITION = 0.35


def _lines(value: str) -> Iterator[Span]:
    position = 0
    while position <= len(value):
        end = value.find("\n", position)
        end = len(value) if end < 0 else end
        if end > position:
            yield Span(position, end)
        position = end + 1


def chrome(release: Release) -> Iterator[Edit]:
    """Drop the lines of navigation, counters and bars, the title line and the line of metadata under it.

    A line goes when at least half of its letters belong to words of `clean/chrome`, dates and digits apart, and it
    holds no sentence; the title and metadata lines are those where `read` found them.
    """
    value, metadata = release.text.value, _metadata_lines(release)
    for span in _lines(value):
        line = value[span.start : span.end]
        if span in metadata:
            yield Edit(span, "", f"clean.{metadata[span]}")
        elif line.strip() == release.title:
            yield Edit(span, "", "clean.title")
        elif not _LETTERS.search(line):
            yield Edit(span, "", "clean.bullets")
        elif len(line) <= _LONGEST_CHROME and not _SENTENCE_END.search(line) and (rule := _chrome_rule(line)):
            yield Edit(span, "", f"clean.{rule}")


def _metadata_lines(release: Release) -> dict[Span, str]:
    """Map the lines that hold metadata to the rule that drops them."""
    if not release.meta:
        return {}
    value = release.text.value
    wanted = dict(release.meta.items())
    last = max(span.end for span in wanted.values())
    found: dict[Span, str] = {}
    for span in _lines(value):
        origin = release.text.origin(span)
        if origin.start > last:
            break
        held = {field for field, place in wanted.items() if origin.start <= place.start and place.end <= origin.end}
        line = value[span.start : span.end]
        if "title" in held and len(line) <= _LONGEST_CHROME:
            found[span] = "title"
        elif held and not _SENTENCE_END.search(line):
            found[span] = "metadata"
    return found


@cache
def _chrome_words() -> re.Pattern[str]:
    words = sorted(lexicon.words("clean/chrome"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _chrome_rule(line: str) -> str | None:
    bare = _FILLER.sub("", line)
    found = _chrome_words().findall(bare)
    if found and sum(map(len, found)) >= _LEAST_COVERED * len(bare):
        return lexicon.mapping("clean/chrome")[found[0]]
    return None


def spam(release: Release) -> Iterator[Edit]:
    """Drop injected keyword blocks: many short pieces between bars, without a sentence, the same characters again.

    It is the structure that counts and no list of words: police releases are full of 赌博 and 诈骗.

    >>> from zhnews.text import Text
    >>> block = "云岭棋牌网| 棋牌云岭网站| 网上棋牌云岭| 云岭棋牌大全| 棋牌网云岭| 云岭网棋牌| 云岭棋牌| 棋牌云岭|"
    >>> release = Release(Text("警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n友情链接: " + block))
    >>> str(release.edit(spam(release)).text)
    '警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n'
    """
    value = release.text.value
    for span in _lines(value):
        if is_keyword_block(value[span.start : span.end]):
            yield Edit(span, "", "clean.spam")


def is_keyword_block(line: str) -> bool:
    """Tell whether a line is a block of keywords."""
    bars = line.count("|") + line.count("｜")
    if bars < _LEAST_KEYWORDS or len(line) > bars * _LONGEST_KEYWORD + _LONGEST_CHROME:
        return False
    if len(_SENTENCE_END.findall(line)) * _LEAST_KEYWORDS > bars:
        return False
    letters = _LETTERS.findall(line)
    return len(letters) > 0 and 1 - len(set(letters)) / len(letters) >= _LEAST_REPETITION


def footer(release: Release) -> Iterator[Edit]:
    """Drop the block of contact, copyright and editors' lines behind the release, and lists of other articles."""
    value = release.text.value
    spans = list(_lines(value))
    starters = tuple(lexicon.words("clean/footer"))
    last = None
    for index in range(len(spans) - 1, -1, -1):
        line = value[spans[index].start : spans[index].end].lstrip("•【[（( ")
        if line.startswith(starters) and len(line) <= _LONGEST_CHROME:
            last = index
        elif _SENTENCE_END.search(line) or len(line) > _LONGEST_CHROME:
            break
    if last is not None:
        for span in spans[last:]:
            yield Edit(span, "", "clean.footer")


@cache
def _patterns(name: str) -> re.Pattern[str]:
    rows = "|".join(f"(?:{row[0]})" for row in lexicon.load(f"clean/{name}"))
    return re.compile(rf"(?:(?:{rows})\s*)+")


def lead_in(release: Release) -> Iterator[Edit]:
    """Drop the wire's own prefix before the first sentence: 本报讯, 央视网消息：, a dateline with its reporters.

    >>> from zhnews.text import Text
    >>> release = Release(Text("新华社云岭10月14日电（记者王小明）全省秋粮丰收。"))
    >>> str(release.edit(lead_in(release)).text)
    '全省秋粮丰收。'
    """
    value = release.text.value
    start = len(value) - len(value.lstrip())
    match = _patterns("lead-ins").match(value, start)
    if match and match.end() > start:
        yield Edit(Span(*match.span()), "", "clean.lead-in")


def tail(release: Release) -> Iterator[Edit]:
    """Drop what editors leave behind the last sentence of a line: 【编辑:…】, （完）, pointers to other pages."""
    value = release.text.value
    for span in _lines(value):
        # Only the end of a line is looked at, so that a line of megabytes costs no more than another.
        start = max(span.start, span.end - _LONGEST_CHROME)
        for match in _patterns("tails").finditer(value, start, span.end):
            if not value[match.end() : span.end].strip():
                yield Edit(Span(match.start(), span.end), "", "clean.tail")
                break

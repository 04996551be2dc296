"""Rules about what wires and editors put around the sentences: prefixes, captions, credits, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from zhnews import lexicon
from zhnews.clean.marks import LONGEST_CHROME, SENTENCE_END
from zhnews.model import Release
from zhnews.text import Edit, Span

# Every prefix of a wire holds one of these, so far from its start at most, with spaces between its characters.
_WIRED, _FIRST_WIRED = re.compile("[讯訊电電息道]"), 100
_LONGEST_LEAD_IN, _LEAST_LEAD_IN = 200, 2
# What may stand above it.
_MOST_HEADLINES, _LONGEST_HEADLINE = 3, 40
# 本 报 讯: characters apart.
_APART = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]+)(?:[\u4e00-\u9fff][ \u3000]+|[\u4e00-\u9fff]\d)")
# Every caption holds one of these; most texts have none.
_CAPTION_MARK = re.compile("[摄攝图圖▲△]")
_SENTENCE_ENDS = ("。", "！", "？", "；", "”", "，", "：")


def lead_in(release: Release) -> Iterator[Edit]:
    """Drop the wire's own prefix before the first sentence: 本报讯, 央视网消息：, a dateline with its reporters.

    Headlines may stand above it.

    >>> from zhnews.text import Text
    >>> release = Release(Text("新华社云岭10月14日电（记者王小明）全省秋粮丰收。"))
    >>> str(release.edit(lead_in(release)).text)
    '全省秋粮丰收。'
    """
    value = release.text.value
    held = (line for line in release.text.lines if line.text.strip())
    for number, line in enumerate(islice(held, _MOST_HEADLINES + 1)):
        start = line.start + len(line.text) - len(line.text.lstrip())
        end = lead_in_end(value, start)
        # Below a headline, 讯 alone is a word.
        if end - start > (_LEAST_LEAD_IN if number else 0):
            yield Edit(Span(start, end), "", "clean.lead-in")
            return
        if len(line.text) > _LONGEST_HEADLINE or SENTENCE_END.search(line.text):
            return


def without_lead_in(line: str) -> str:
    """Give a line from behind the wire's prefix.

    >>> without_lead_in("本报讯 全省秋粮丰收。")
    '全省秋粮丰收。'
    """
    return line[lead_in_end(line, 0) :]


def lead_in_end(text: str, start: int) -> int:
    """Give where the wire's prefix ends; its characters may stand apart, as printed columns have them: 本 报 讯."""
    if not _WIRED.search(text, start, start + _FIRST_WIRED):
        return start
    match = _patterns("lead-ins").match(text, start, start + _LONGEST_LEAD_IN)
    if match:
        return match.end()
    if not _APART.match(text, start):
        return start
    held = [at for at in range(start, min(start + _LONGEST_LEAD_IN, len(text))) if text[at] not in " \u3000"]
    match = _patterns("lead-ins").match("".join(text[at] for at in held))
    return held[match.end()] if match and match.end() < len(held) else start


def captions(release: Release) -> Iterator[Edit]:
    """Drop the captions of pictures that a text no longer shows: 图为…, …（资料图）, … 李明摄; credits amid a line too.

    One in sentences of its own stays, unless it says that it is a caption; a gallery is told by its captions.

    >>> from zhnews.text import Text
    >>> release = Release(Text("大桥今天正式通车，全长3.2公里。\\n图为通车现场\\n7月19日，市民走上大桥。记者 李明摄"))
    >>> str(release.edit(captions(release)).text)
    '大桥今天正式通车，全长3.2公里。\\n\\n7月19日，市民走上大桥。记者 李明摄'
    """
    if not _CAPTION_MARK.search(release.text.value):
        return
    short = [line for line in release.text.lines if len(line.text) <= LONGEST_CHROME]
    marked = [line for line in short if _CAPTION_MARK.search(line.text)]
    found = [line.span for line in marked if _patterns("captions").fullmatch(line.text)]
    if 2 * sum(span.end - span.start for span in found) < len(release.text.value):
        yield from (Edit(span, "", "clean.caption") for span in found)
    taken = {span.start for span in found}
    for line in release.text.lines:
        if line.start not in taken:
            for match in _credits().finditer(line.text):
                yield Edit(Span(line.start + match.start(), line.start + match.end()), "", "clean.caption")


@cache
def _credits() -> re.Pattern[str]:
    """Match who took a picture, between two sentences that a page ran together: 现场一片繁忙。李明摄昨天，……."""
    people = lexicon.alternation(lexicon.words("convert/surnames"))
    return re.compile(
        rf"(?:(?<=[。！？])|^)[ \u3000]?(?:[\u4e00-\u9fff]{{0,8}}(?:记者|記者|通讯员|通訊員)[ \u3000]?)?"
        rf"(?:{people})[ \u3000]?[\u4e00-\u9fff]{{1,2}}(?<!拍)[ \u3000/／]?[摄攝]"
        r"(?=[ \u3000]?[“\d\u4e00-\u9fff])(?![影像制製取氏录錄下于於入人])"
    )


def tail(release: Release) -> Iterator[Edit]:
    """Drop what editors leave behind the last sentence of a line: 【编辑:…】, （完）, pointers to other pages."""
    pattern = _patterns("tails")
    for line in release.text.lines:
        # Nearly every line ends as a sentence does, and what editors leave does not.
        if line.text.endswith(_SENTENCE_ENDS):
            continue
        # Only the end of a line is looked at, so that a line of megabytes costs no more than another.
        for match in pattern.finditer(line.text, max(0, len(line.text) - LONGEST_CHROME)):
            if not line.text[match.end() :].strip():
                yield Edit(Span(line.start + match.start(), line.span.end), "", "clean.tail")
                break


@cache
def _patterns(name: str) -> re.Pattern[str]:
    rows = "|".join(f"(?:{row[0]})" for row in lexicon.load(f"clean/{name}"))
    return re.compile(rf"(?:(?:{rows})\s*)+")

"""Rules about lines: what a page puts around a release, and what stands in it twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Edit, Span

SENTENCE_END = re.compile(r"[。！？；]")
_LETTERS = re.compile(r"[\w]", re.UNICODE)
_FILLER = re.compile(r"[\d\s:：年月日/\-.|>›»·,，()（）\[\]【】_+]+")
_LONGEST_CHROME = 120
_LEAST_COVERED = 0.5
# Paragraphs of no more than this many characters together may be a refrain; longer ones are doubles.
_LONGEST_REFRAIN = 30
# Lines that end in a date are a list of other articles, if there are this many in a row.
_LEAST_LISTED = 3
_LISTED = re.compile(
    r"[^\t]{4,80}?\s?(?:[\[(（【]?(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|[\[(（【]\d{2}-\d{2}(?=[\])）】])|\s\d{2}-\d{2})"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?\s*"
)
_SIGNED = re.compile(
    r"\s*[\d〇零○Ｏ一二三四五六七八九]{4}\s?年[\s\d一二三四五六七八九十]{1,5}月[\s\d一二三四五六七八九十]{1,5}日\s*"
)
_LINE = re.compile(r"[^\n]+")
_RESIDUE = re.compile(
    r"\{\{[^{}\n]{0,200}\}\}|\{\$[\w.\[\]>-]{1,60}\}|\[!--[\w.]{1,60}--\]|<%.{0,200}?%>|\$\{[\w.]{1,60}\}"
)
_CODE = re.compile(r"\b(?:function\s*\w{0,30}\s*\(|var\s+\w+\s*=|document\.|window\.|\$\(|console\.log|@media|@import)")
_CODE_MARKS = re.compile(r"[{}();=<>$\"']")
_LEAST_CODE = 0.08


def spans_of_lines(value: str) -> Iterator[Span]:
    """Yield the spans of the lines that hold something."""
    for match in _LINE.finditer(value):
        yield Span(*match.span())


def chrome(release: Release) -> Iterator[Edit]:
    """Drop the lines of navigation, counters and bars, the title line and the line of metadata under it.

    A line goes when at least half of its letters belong to words of `clean/chrome`, dates and digits apart, and it
    holds no sentence; the title and metadata lines are those where `read` found them.
    """
    value, metadata = release.text.value, _metadata_lines(release)
    spans = list(spans_of_lines(value))
    for span in spans:
        line = value[span.start : span.end]
        if len(spans) == 1 and line.strip() == release.title:
            # A title with nothing under it is all the text there is.
            continue
        if span in metadata:
            yield Edit(span, "", f"clean.{metadata[span]}")
        elif line.strip() == release.title:
            yield Edit(span, "", "clean.title")
        elif not _LETTERS.search(line):
            yield Edit(span, "", "clean.bullets")
        elif len(line) <= _LONGEST_CHROME and not SENTENCE_END.search(line) and (rule := _chrome_rule(line)):
            yield Edit(span, "", f"clean.{rule}")


def _metadata_lines(release: Release) -> dict[Span, str]:
    """Map the lines that hold metadata to the rule that drops them."""
    if not release.meta:
        return {}
    value = release.text.value
    wanted = dict(release.meta.items())
    last = max(span.end for span in wanted.values())
    found: dict[Span, str] = {}
    for span in spans_of_lines(value):
        origin = release.text.origin(span)
        # What stands behind the first sentence is the release's own, a signature or its date.
        if origin.start > last or SENTENCE_END.search(value, *span):
            break
        held = {field for field, place in wanted.items() if origin.start <= place.start and place.end <= origin.end}
        line = value[span.start : span.end]
        if "title" in held and len(line) <= _LONGEST_CHROME:
            found[span] = "title"
        elif held:
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


def residue(release: Release) -> Iterator[Edit]:
    """Drop what templates and scripts left in the text: {{title}}, [!--newstext--], lines of code.

    >>> from zhnews.text import Text
    >>> release = Release(Text("{{title}}今日有雨。\\nvar n = document.getElementById('hits');"))
    >>> str(release.edit(residue(release)).text)
    '今日有雨。\\n'
    """
    value = release.text.value
    if not ("{" in value or "[!--" in value or "<%" in value or ";" in value):
        return
    for span in spans_of_lines(value):
        line = value[span.start : span.end]
        if _CODE.search(line) and len(_CODE_MARKS.findall(line)) >= _LEAST_CODE * len(line):
            yield Edit(span, "", "clean.code")
        else:
            for match in _RESIDUE.finditer(value, *span):
                yield Edit(Span(*match.span()), "", "clean.template")


def listed(release: Release) -> Iterator[Edit]:
    """Drop lists of other articles with their dates, before and behind the prose."""
    value = release.text.value
    run: list[Span] = []
    for span in spans_of_lines(value):
        line = value[span.start : span.end]
        if len(line) <= _LONGEST_CHROME and not SENTENCE_END.search(line) and _LISTED.fullmatch(line):
            run.append(span)
            continue
        if len(run) >= _LEAST_LISTED:
            yield from (Edit(one, "", "clean.related") for one in run)
        run = []
    if len(run) >= _LEAST_LISTED:
        yield from (Edit(one, "", "clean.related") for one in run)


def repeated(release: Release) -> Iterator[Edit]:
    """Drop paragraphs that stand in the text a second time: whole articles come twice.

    A short paragraph may be a refrain (谢谢大家。) and goes only in a row with others; rows of tables stay.
    """
    value = release.text.value
    seen: dict[str, int] = {}
    run: list[Span] = []
    follows = -2
    index = -1
    for index, span in enumerate(spans_of_lines(value)):
        line = value[span.start : span.end].strip()
        first = seen.setdefault(line, index)
        if first < index and "\t" not in line and (not run or first == follows + 1):
            run.append(span)
            follows = first
            continue
        yield from _doubles(value, run)
        run = [span] if first < index and "\t" not in line else []
        follows = first
    yield from _doubles(value, run)


def _doubles(value: str, run: list[Span]) -> Iterator[Edit]:
    if sum(span.end - span.start for span in run) > _LONGEST_REFRAIN:
        yield from (Edit(span, "", "clean.repeated") for span in run)


def footer(release: Release) -> Iterator[Edit]:
    """Drop the block of contact, copyright and editors' lines behind the release, and lists of other articles.

    The day that signs a document ends it: what stands above that line is its own, whom to call too.
    """
    value = release.text.value
    spans = list(spans_of_lines(value))
    starters = tuple(lexicon.words("clean/footer"))
    last = None
    for index in range(len(spans) - 1, -1, -1):
        line = value[spans[index].start : spans[index].end].lstrip("•【[（( ")
        if line.startswith(starters) and len(line) <= _LONGEST_CHROME:
            last = index
        elif SENTENCE_END.search(line) or len(line) > _LONGEST_CHROME or _SIGNED.fullmatch(line):
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
    for span in spans_of_lines(value):
        # Only the end of a line is looked at, so that a line of megabytes costs no more than another.
        start = max(span.start, span.end - _LONGEST_CHROME)
        for match in _patterns("tails").finditer(value, start, span.end):
            if not value[match.end() : span.end].strip():
                yield Edit(Span(match.start(), span.end), "", "clean.tail")
                break

"""Rules about lines: what a page puts around a release, and what stands in it twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhnews import lexicon
from zhnews.clean.editors import lead_in_end, without_lead_in
from zhnews.clean.marks import LONGEST_CHROME, SENTENCE_END
from zhnews.model import Release
from zhnews.text import Edit, Line, Span

_FULL_STOPS = ("。", "！", "？", "。”", "。」")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTERS = re.compile(r"[\w]", re.UNICODE)
_FILLER = re.compile(r"[\d\s:：年月日/\-.|>›»·,，()（）\[\]【】_+]+")
_LEAST_COVERED = 0.5
# What a page has in its menus is not numbered, nor does it stand at a time of day; a section has four characters.
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,3}[章节節部条條]|步骤|步驟)"
)
_CLOCK = re.compile(r"\s*\d{1,2}[:：]\d{2}")
_SHORTEST_SECTION, _NEAR, _MOST_SINGLE = 4, 3, 2
# Paragraphs of no more than this many characters together may be a refrain; longer ones are doubles.
_LONGEST_REFRAIN = 30
_LONGEST_ROW = 20
_ANSWER = re.compile(
    r"\s*(?:答|[\u4e00-\u9fff]{2,6}(?:单位|單位|部门|部門|依据|依據|要求|措施|标准|標準|时限|時限))[:：]"
)
# A summary is this long, and repeats one of the first paragraphs.
_SHORTEST_SUMMARY, _LONGEST_SUMMARY, _FIRST_PARAGRAPHS = 20, 400, 9
_SUMMARY = re.compile(r"[\[【]?(?:内容)?(?:摘要|提要|导读|導讀|核心提示|简介)[\]】]?\s?[:：]\s*")
# Lines that end in a date are a list of other articles, if there are this many in a row.
_LEAST_LISTED, _MOST_LISTED = 3, 0.85
_LISTED = re.compile(
    r"[^\t]{4,80}?\s?(?:[\[(（【]?(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|[\[(（【]\d{2}-\d{2}(?=[\])）】])|\s\d{2}-\d{2})"
    r"(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?\s*"
)
# 受理时间：2023-07-01 is no headline with its day.
_HEADLINE = re.compile(r"[\u4e00-\u9fff，、“”《》]{7,}(?<!时间)(?<!日期)(?:[^\u4e00-\u9fff：:]|$)")
_SIGNED = re.compile(
    r"\s*[\d〇零○Ｏ一二三四五六七八九]{4}\s?年[\s\d一二三四五六七八九十]{1,5}月[\s\d一二三四五六七八九十]{1,5}日\s*"
)
_RESIDUE = re.compile(
    r"\{\{[^{}\n]{0,200}\}\}|\{\$[\w.\[\]>-]{1,60}\}|\[!--[\w.]{1,60}--\]|<%.{0,200}?%>|\$!?\{[\w.]{1,60}\}"
    r"|\{/?[a-z]{2,12}:[^{}\n]{1,200}\}"
)
_STYLES = re.compile(r"[.#]?[\w-]+(?:[ ,>]+[.#]?[\w-]+){0,6}\s?\{[^{}\u4e00-\u9fff]*:[^{}\u4e00-\u9fff]*\}?")
_CODE = re.compile(r"\b(?:function\s*\w{0,30}\s*\(|var\s+\w+\s*=|document\.|window\.|\$\(|console\.log|@media|@import)")
_RESIDUE_MARKS = ("{{", "{$", "[!--", "<%", "${", "$!{", ":", "/}")
# What a script writes where it has nothing to write.
_NOTHING = frozenset({"undefined", "null", "NaN", "[object Object]"})
_LEAST_NOTICES = 2
_OF_PAGE = re.compile("本网站|本网|本站|版权所有|浏览器|分辨率|转载请注明|二维码|公众号|联系删除")
_COUNTS = re.compile(r"\d[\d.,]*\s?(?:%|个百分点|[万亿千百]?(?:元|人|件|个|项|家|起|户|吨|亩|次|公里))")
# A line of the footer breaks off behind its first word; it counts nothing, and has no word of grammar.
_BREAKS = ":： \u3000\t"
_COUNTED = re.compile(
    r"\d[\d.,]*\s?(?:[%万亿萬億]|[万亿千百萬億]?[元人件个個项項家起户戶吨噸亩畝次名处處斤场場辆輛套所])"
)
_GRAMMAR = re.compile("[的于於为爲把被将將了着]|、")
_POINTS = re.compile("[上下前后後][一壹][篇条條则則页頁]")
_CONTACTS, _CONTACT = (
    ("电话", "電話", "地址", "传真", "傳真", "邮编", "郵編"),
    re.compile(r"\d{5}|\d\s?[号號]|[路街道]"),
)
_CODE_MARKS = re.compile(r"[{}();=<>$\"']")
_LEAST_CODE = 0.08


def chrome(release: Release) -> Iterator[Edit]:
    """Drop the lines of navigation, counters and bars, the title line and the line of metadata under it.

    A line goes when at least half of its letters belong to words of `clean/chrome`, dates and digits apart, and it
    holds no sentence; behind the first sentence, when all of them do. The title and metadata lines are
    those where `read` found them.
    """
    lines, metadata, title = release.text.lines, _metadata_lines(release), release.title
    indexed = True
    # A title or a day with nothing under it is all the text there is.
    alone = len(lines) == 1
    prose = [SENTENCE_END.search(line.text) is not None for line in lines]
    first = prose.index(True) if any(prose) else len(lines)
    for index, line in enumerate(lines):
        start, text = line
        is_title = title is not None and title in text and text.strip() == title
        if alone and (is_title or start in metadata):
            continue
        indexed = indexed and not prose[index]
        if start in metadata:
            yield Edit(line.span, "", f"clean.{metadata[start]}")
        elif indexed and len(text) <= LONGEST_CHROME and _index_row().match(text):
            yield Edit(line.span, "", "clean.metadata")
        elif is_title:
            yield Edit(line.span, "", "clean.title")
        elif not _LETTERS.search(text):
            yield Edit(line.span, "", "clean.bullets")
        elif len(text) <= LONGEST_CHROME and not prose[index] and (rule := _chrome_rule(text)):
            if index > first and (_is_own(text) or _is_heading(lines, index)):
                continue
            yield Edit(line.span, "", f"clean.{rule}")


@cache
def _index_row() -> re.Pattern[str]:
    """Match the rows of the table above a public document, which says where it is filed."""
    labels = (
        r"\s*".join(map(re.escape, word)) for word in sorted(lexicon.words("clean/index_rows"), key=len, reverse=True)
    )
    return re.compile(rf"\s*(?:{'|'.join(labels)})\s*[:：\t]")


def _metadata_lines(release: Release) -> dict[int, str]:
    """Map the starts of the lines that hold metadata to the rule that drops them."""
    if not release.meta:
        return {}
    last = max(span.end for span in release.meta.values())
    found: dict[int, str] = {}
    for line in release.text.lines:
        origin = release.text.origin(line.span)
        title = release.meta.get("title")
        if title and title.start <= origin.start and origin.end <= title.end:
            found[line.start] = "title"
            continue
        # What stands behind the first sentence is the release's own, a signature or its date.
        if origin.start > last or SENTENCE_END.search(line.text):
            break
        wire = release.meta.get("dateline")
        if wire and origin.start <= wire.start < origin.end:
            # What follows it in its line is the release.
            continue
        held = {field for field, span in release.meta.items() if origin.start <= span.start and span.end <= origin.end}
        # The release begins behind the wire's prefix, however soon the line breaks off.
        if held and ("dateline" in held or 0 < lead_in_end(line.text, 0) < len(line.text)):
            break
        if "title" in held and len(line.text) <= LONGEST_CHROME:
            found[line.start] = "title"
        elif held:
            found[line.start] = "metadata"
    return found


@cache
def _chrome_words() -> lexicon.Words:
    return lexicon.Words(lexicon.words("clean/chrome"))


def _chrome_rule(line: str) -> str | None:
    if _NUMBERED.match(line):
        return None
    bare = _FILLER.sub("", line)
    found = list(_chrome_words().find(bare))
    covered = sum(end - start for start, end in found)
    # One character says nothing: 大 中 小 are a bar, 大盘 is a heading and 首次 a word.
    if (covered > len(found) or covered > _MOST_SINGLE) and covered >= _LEAST_COVERED * len(bare):
        return lexicon.mapping("clean/chrome")[bare[slice(*found[0])]]
    return None


def _is_own(line: str) -> bool:
    """Tell whether a line behind the first sentence is the release's: a row, a time, a day, or more than such words.

    >>> [_is_own(line) for line in ("打印机12台", "9:30 朗读", "2023年7月20日（星期四）", "打印 关闭")]
    [True, True, True, False]
    """
    bare = _FILLER.sub("", line)
    found = [bare[start:end] for start, end in _chrome_words().find(bare)]
    if all(word.startswith("星期") for word in found):
        return True
    return "\t" in line or _CLOCK.match(line) is not None or sum(map(len, found)) < len(bare)


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is one word of a menu with prose above and below: a section of a report, 政务公开."""
    if lines[index].text.strip() not in _sections():
        return False
    above = next((line.text for line in reversed(lines[max(index - _NEAR, 0) : index]) if line.text.strip()), "")
    below = next((line.text for line in lines[index + 1 : index + 1 + _NEAR] if line.text.strip()), "")
    return above.rstrip().endswith(_FULL_STOPS) and below.rstrip().endswith(_FULL_STOPS)


@cache
def _sections() -> frozenset[str]:
    rows = lexicon.mapping("clean/chrome").items()
    return frozenset(word for word, kind in rows if kind == "navigation" and len(word) >= _SHORTEST_SECTION)


def residue(release: Release) -> Iterator[Edit]:
    """Drop what templates and scripts left in the text: {{title}}, [!--newstext--], lines of code.

    >>> from zhnews.text import Text
    >>> release = Release(Text("{{title}}今日有雨。\\nvar n = document.getElementById('hits');"))
    >>> str(release.edit(residue(release)).text)
    '今日有雨。\\n'
    """
    value = release.text.value
    if not ("{" in value or "[!--" in value or "<%" in value or ";" in value or any(map(value.__contains__, _NOTHING))):
        return
    for line in release.text.lines:
        text = line.text
        code = len(_CODE_MARKS.findall(text)) >= _LEAST_CODE * len(text) and _CODE.search(text)
        if code or text.strip() in _NOTHING or _STYLES.match(text):
            yield Edit(line.span, "", "clean.code")
        elif any(mark in text for mark in _RESIDUE_MARKS):
            for match in _RESIDUE.finditer(value, *line.span):
                yield Edit(Span(*match.span()), "", "clean.template")


def listed(release: Release) -> Iterator[Edit]:
    """Drop lists of other articles with their dates, before and behind the prose."""
    # A fixture list or a chronicle is the release itself.
    rows = [line for line in release.text.lines if _is_listed(line.text)]
    if _MOST_LISTED * sum(map(len, (line.text for line in release.text.lines))) < sum(len(line.text) for line in rows):
        return
    run: list[Line] = []
    # Above the first sentence two headlines are a list.
    least = _LEAST_LISTED - 1
    for line in release.text.lines:
        if _is_listed(line.text):
            run.append(line)
            continue
        if run:
            yield from _others(run, least)
            run = []
        least = _LEAST_LISTED if SENTENCE_END.search(line.text) else least
    yield from _others(run, least)


def _is_listed(line: str) -> bool:
    if len(line) > LONGEST_CHROME or not line.rstrip().rstrip("])）】")[-1:].isdecimal():
        return False
    return SENTENCE_END.search(line) is None and _LISTED.fullmatch(line) is not None


def _others(run: list[Line], least: int) -> Iterator[Edit]:
    if len(run) >= _LEAST_LISTED or (len(run) >= least and all(_HEADLINE.match(line.text) for line in run)):
        yield from (Edit(line.span, "", "clean.related") for line in run)


def repeated(release: Release) -> Iterator[Edit]:
    """Drop paragraphs that stand in the text a second time: whole articles come twice.

    A short paragraph may be a refrain (谢谢大家。) and goes only in a row with others; rows of tables stay. A summary
    above the text that stands word for word in one of its first paragraphs goes too.

    >>> from zhnews.text import Text
    >>> summary = "摘要：云岭市召开发布会，通报今年上半年全市的就业工作…"
    >>> release = Release(Text(f"{summary}\\n7月17日，云岭市召开发布会，通报今年上半年全市的就业工作情况。"))
    >>> str(release.edit(repeated(release)).text)
    '\\n7月17日，云岭市召开发布会，通报今年上半年全市的就业工作情况。'
    """
    if (summary := _summary(release.text.lines)) is not None:
        yield Edit(summary.span, "", "clean.repeated")
    seen: dict[str, int] = {}
    run: list[Line] = []
    # The second copy has its own dateline, that of the first has gone.
    texts = [without_lead_in(line.text.strip()) for line in release.text.lines]
    follows = -2
    for index, (line, text) in enumerate(zip(release.text.lines, texts, strict=True)):
        first = seen.setdefault(text, index)
        # What goes on as the text did where the row began is its next line, wherever it stood first.
        if run and follows + 1 < index and texts[follows + 1] == text:
            first = follows + 1
        if first == index:
            if run:
                yield from _doubles(run)
                run = []
        elif "\t" in text:
            yield from _doubles(run)
            run = []
        elif not run or first == follows + 1:
            run.append(line)
        else:
            yield from _doubles(run)
            run = [line]
        follows = first
    yield from _doubles(run)


def _summary(lines: tuple[Line, ...]) -> Line | None:
    """Give the first line if it is a summary in words that the text goes on to repeat."""
    if not lines or len(lines[0].text) > _LONGEST_SUMMARY:
        return None
    text = lines[0].text.strip()
    key = _SUMMARY.sub("", text).rstrip("…. 。[]［］")
    if len(key) < _SHORTEST_SUMMARY:
        return None
    # A lead may be repeated too; a summary calls itself one, breaks off, or is how the next paragraph begins.
    if not (_SUMMARY.match(text) or text.endswith(("…", "..."))):
        following = lines[1].text.strip() if len(lines) > 1 else ""
        return lines[0] if len(following) > len(text) and following.startswith(text) else None
    holders = [line.text for line in lines[1:_FIRST_PARAGRAPHS] if key in line.text]
    # A paragraph that stands there twice is no summary: its second place goes.
    return lines[0] if holders and all(len(holder) > len(lines[0].text) for holder in holders) else None


def _doubles(run: list[Line]) -> Iterator[Edit]:
    # Short lines without a sentence are the rows of a form that comes again: 下周趋势 看平.
    prose = any(len(line.text) > _LONGEST_ROW or SENTENCE_END.search(line.text) for line in run)
    # Two questions may have one answer.
    answers = len(run) == 1 and _ANSWER.match(run[0].text)
    if prose and not answers and sum(len(line.text) for line in run) > _LONGEST_REFRAIN:
        yield from (Edit(line.span, "", "clean.repeated") for line in run)


def footer(release: Release) -> Iterator[Edit]:
    """Drop the block of contact, copyright and editors' lines behind the release, and lists of other articles.

    The day that signs a document ends it: what stands above that line is its own, whom to call too. So does a sentence
    of the release that happens to begin as such a line does.

    >>> from zhnews.text import Text
    >>> release = Release(Text("全市平稳。\\n编辑部设在云岭市，有12人。\\n编辑：王小明\\n未经授权，不得转载。"))
    >>> str(release.edit(footer(release)).text).split()
    ['全市平稳。', '编辑部设在云岭市，有12人。']
    """
    lines = release.text.lines
    last = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].text.lstrip("•【[（( ")
        if len(line) <= LONGEST_CHROME and line and _begins_footer(line):
            last = index
        elif SENTENCE_END.search(line) or len(line) > LONGEST_CHROME or _SIGNED.fullmatch(line):
            break
    if last is not None:
        for found in lines[last:]:
            yield Edit(found.span, "", "clean.footer")


def _begins_footer(line: str) -> bool:
    """Tell whether a line begins as one of the footer, and is no sentence that goes on: 传真, not 传统产业."""
    length = _starters().length_at(line, 0)
    if not length:
        # What speaks of the page and the rights in it twice is no release, however it begins.
        # A ruling on rights speaks of 转载 and 未经许可, but of no page.
        return _OF_PAGE.search(line) is not None and len(set(_notices().findall(line))) >= _LEAST_NOTICES
    # A sentence that counts something is the release's own: 版权所有权登记量达到451.7万件。
    ended = line.rstrip().endswith(_FULL_STOPS)
    if ended and (_COUNTS.search(line) or line.startswith("、", length) or "；" in line):
        return False
    if not ended and _goes_on(line, length):
        return False
    if not _HAN.match(line, length):
        # 未经授权，任何单位不得发布考试信息。 is the release's own, unless it speaks of a page's rights again.
        own = ended and line[:length] in lexicon.words("clean/notices")
        return not own or len(set(_notices().findall(line))) >= _LEAST_NOTICES
    if length == 1:
        return False
    return not ended or _notices().search(line) is not None


def _goes_on(line: str, length: int) -> bool:
    """Tell whether a line that begins with a word of the footer goes on to say something else.

    >>> [_goes_on(line, 2) for line in ("电话会议", "关闭煤矿12处", "打印本页", "电话0571-88886666")]
    [True, True, False, False]
    """
    following = line[length : length + 1]
    if following in _BREAKS or len(set(_notices().findall(line))) >= _LEAST_NOTICES:
        # 关闭 停产 整顿 are steps, 关闭 打印 收藏 a bar.
        return following == " " and line[:length] in lexicon.mapping("clean/chrome") and _chrome_rule(line) is None
    if _COUNTED.search(line) or _CLOCK.search(line, length):
        return True
    if not _HAN.match(line, length):
        return False
    if line[:length] in lexicon.mapping("clean/chrome"):
        return not line[length:].isspace() and _is_own(line)
    if line.startswith(_CONTACTS) and length < _SHORTEST_SECTION:
        return _CONTACT.search(line, length) is None
    # 下一篇 has a headline behind it.
    return not _POINTS.match(line) and _GRAMMAR.search(line, length) is not None


@cache
def _notices() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("clean/notices")))


@cache
def _starters() -> lexicon.Words:
    return lexicon.Words(lexicon.words("clean/footer"))

"""Rules about the form of characters: left-over markup, widths, doubled marks, dates, spaces."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence

from zhnews import lexicon
from zhnews.model import Release
from zhnews.numbers.numerals import parse_number
from zhnews.text import Edit, Line, Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PUNCTUATION = "，。、；：？！“”‘’（）《》【】—…"
_TAG = re.compile(
    r"<(?P<raw>script|style)\b[^<>]{0,2000}>.{0,100000}?</(?P=raw)\s*>|<!--.{0,20000}?-->"
    # What only XML has: instructions, a type with its entities, and the borders of text with markup in it.
    r"|<\?xml[^<>]{0,500}\?>|<!DOCTYPE\s[^<>\[]{0,500}\[[^\[\]]{0,2000}\]\s{0,99}>|<!\[CDATA\[|(?<=>)\]\]>"
    r"|<[/!]?(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
# Patterns begin with a character or a set of them wherever they can: the engine then passes over all else at once.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]"
)
_INVISIBLE_RUN = re.compile(f"{_INVISIBLE.pattern}+")
# A comma between figures as wide as itself parts thousands: １，２３４.
_WIDE = re.compile(
    r"[０-９Ａ-Ｚａ-ｚ％．，]"
    r"(?:(?<![．，])|(?<=[0-9０-９]．)(?=[0-9０-９])|(?<=[０-９]，)(?=[０-９]{3}(?![０-９])))"
)
_NARROW = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF10, 0xFF5B)) if c.isalnum()} | {
    0xFF05: 0x25,
    0xFF0E: 0x2E,
    0xFF0C: 0x2C,
}
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_DOUBLED = re.compile(
    r"[，、。；：](?=[，。、；：！？])(?:(?<=(?P<mark>.))(?P=mark)+|(?<=，)(?=[。；：！？])|(?<=、)(?=[，。；：！？]))"
)
_DATE = re.compile(r"年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
# 公元112年 and 建党100年 are counted from elsewhere.
_ROC_YEAR = re.compile(
    r"(?<!\d)(?:(?:中[華华])?民[國国]\s?(?P<era>\d{1,3})"
    r"|(?P<year>(?<!公元)(?<!建校)(?<!建党)(?<!建国)(?<!成立)(?<!创刊)(?<!热线)(?<![第每前])1[0-3]\d))(?=\s?年\Z)"
)
_LONGEST_ROC_YEAR = 10
_ROC_START = 1911
_HAN_DATE = re.compile(
    r"(?P<year>[一二][〇零○ＯO0九一二三四五六七八]{3})年(?:(?P<month>十[一二]?|[一二三四五六七八九])月(?:(?P<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日)?)?"
)
_HAN_DIGITS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")
_BEFORE_LINES, _BEHIND_LINES = " \t\xa0\u3000•·▪■◆", " \t\xa0\u3000\r"
_SPACE = re.compile("[ \xa0\u3000][ \xa0\u3000]*")
# A character between spaces; a line with so many spaces, and few characters for each of these, is printed in columns.
_ALONE = re.compile(rf"(?<= )[{_HAN}](?= )")
_LEAST_PRINTED, _MOST_APART = 8, 6
# A line may hold a space a character; the record of so many edits would fill the memory.
_LONGEST_LINE = 1_000_000
_IS_HAN = re.compile(f"[{_HAN}]")
_IS_MARK = re.compile(f"[{_PUNCTUATION}]")
_GAP, _LEAST_GAPS = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)"), 2
_IN_FIGURE = re.compile(r"[\d.,]")
_TOGETHER = re.compile(r"\d[\d.]|[.]\d")
_LONGEST_FIGURE = 20
_APART_POINT = re.compile(r"\d [.] \d")
_COUNTED = re.compile(rf"(?:\.\d+)?[ \xa0]?[{_HAN}%]")
# 附件1 120个 is no figure of four digits: thousands are parted twice, or by a space that doesn't break.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\xa0\d{3}|[ \xa0]\d{3}(?=[ \xa0]\d{3}))(?:[ \xa0]\d{3})*(?!\d)")
# What begins with nought behind a space is the thousands of a figure, and where one stands so do others: 12 000, 3 200.
_NOUGHT, _GROUPS = r"[1-9]\d{0,2} 0\d\d", r"[1-9]\d{0,2} \d{3}"
_THOUSAND = re.compile(rf"(?<![\d.,]){_NOUGHT}(?![\d.,])")
_SPACED_THOUSANDS = re.compile(rf"{_THOUSANDS.pattern}|(?<![\d.,]){_GROUPS}(?!\d)(?![.,]\d+ )")
_NOUGHT_GROUP = re.compile(rf"{_NOUGHT}|\d{{1,3}}(?:[ \xa0]\d{{3}}){{2}}")
_LISTED_NUMBER = re.compile(r"(?:附件|附表|表|图|圖|第)\s?\Z")
# A row of a table that single spaces part: so many cells, no marks of a sentence, and a neighbour with as many.
_LEAST_CELLS, _LONGEST_ROW, _MOST_SINGLE = 3, 100, 0.6
_ENDS_CLAUSE = re.compile("[，。；！？]")
# What a space parts from what stands before it, though a figure or a lone character does: the label of a field, the
# number of an item or a telephone, the day of printing.
_BEGINS_FIELD = re.compile(rf"[{_HAN}]{{2,8}}[：:]|\d{{1,2}}[.．、](?!\d)|\d{{7,}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日印发")
_NUMBERED = re.compile(r"(?:附件|附表|第)\d{1,2}\Z|(?<![^\n])\d{1,2}:\d{2}\Z")
_IS_ASCII_WORD = re.compile("[A-Za-z0-9%]")
_ADDRESS_END = re.compile(r"[A-Za-z=&?/_@][!-~]{0,60}$")


def tags(release: Release) -> Iterator[Edit]:
    """Take left-over tags out; a block's tag parts paragraphs, an inline one vanishes.

    >>> from zhnews.text import Text
    >>> str(Release(Text("甲</p><p id=x>乙<b>丙</b>")).edit(tags(Release(Text("甲</p><p id=x>乙<b>丙</b>")))).text)
    '甲\\n\\n乙丙'
    """
    if "<" not in release.text.value:
        return
    kinds = lexicon.mapping("read/elements")
    for match in _TAG.finditer(release.text.value):
        parts = kinds.get((match["name"] or "").lower()) in ("block", "cell")
        yield Edit(Span(*match.span()), "\n" if parts else "", "clean.tags")


def entities(release: Release) -> Iterator[Edit]:
    """Write out HTML entities: &nbsp; is a space, &ldquo; a quotation mark."""
    if "&" not in release.text.value:
        return
    for match in _ENTITY.finditer(release.text.value):
        new = html.unescape(match.group())
        if new != match.group():
            yield Edit(Span(*match.span()), new, "clean.entities")


def invisible(release: Release) -> Iterator[Edit]:
    """Drop zero-width, control and private-use characters and lone surrogates: they hide words from later rules."""
    value = release.text.value
    first = _INVISIBLE.search(value)
    for match in _INVISIBLE_RUN.finditer(value, first.start()) if first else ():
        yield Edit(Span(*match.span()), "", "clean.invisible")


def width(release: Release) -> Iterator[Edit]:
    """Narrow full-width letters, digits and ％; Chinese punctuation stays as it is."""
    for match in _WIDE.finditer(release.text.value):
        yield Edit(Span(*match.span()), match.group().translate(_NARROW), "clean.width")


def radicals(release: Release) -> Iterator[Edit]:
    """Write characters for the radicals and look-alikes that a PDF has in their place: ⽅⽶, ⻋辆.

    >>> from zhnews.text import Text
    >>> release = Release(Text("3万平⽅⽶，⻋辆800台"))
    >>> str(release.edit(radicals(release)).text)
    '3万平方米，车辆800台'
    """
    known = lexicon.mapping("clean/radicals")
    for match in _RADICAL.finditer(release.text.value):
        char = match.group()
        new = known.get(char) or unicodedata.normalize("NFKC", char)
        if new != char:
            yield Edit(Span(*match.span()), new, "clean.radicals")


def doubled(release: Release) -> Iterator[Edit]:
    """Drop the first of two marks where one was meant: ，， and ，。 come from joined lines."""
    for match in _DOUBLED.finditer(release.text.value):
        yield Edit(Span(*match.span()), match["mark"] or "", "clean.doubled")


def dates(release: Release) -> Iterator[Edit]:
    """Write dates the common way: years of the Republic in full, Chinese numerals as digits.

    >>> from zhnews.text import Text
    >>> release = Release(Text("114年01月13日公告，二〇二三年七月二十日修正"))
    >>> str(release.edit(dates(release)).text)
    '2025年01月13日公告，2023年7月20日修正'
    """
    value = release.text.value
    edits: list[Edit] = []
    for found in _DATE.finditer(value):
        year = found.start() + 1
        if match := _ROC_YEAR.search(value, max(0, year - _LONGEST_ROC_YEAR), year):
            written = str(int(match["era"] or match["year"]) + _ROC_START)
            edits.append(Edit(Span(*match.span()), written, "clean.roc-year"))
    for match in _HAN_DATE.finditer(value):
        written = match["year"].translate(_HAN_DIGITS) + "年"
        for name, unit in (("month", "月"), ("day", "日")):
            if match[name]:
                written += f"{parse_number(match[name])}{unit}"
        edits.append(Edit(Span(*match.span()), written, "clean.han-date"))
    yield from sorted(edits)


def indents(release: Release) -> Iterator[Edit]:
    """Drop what stands before and behind the text of each line."""
    for line in release.text.lines:
        start, text = line
        if text[0] not in _BEFORE_LINES and text[-1] not in _BEHIND_LINES:
            continue
        size, end = len(text), len(text.rstrip(_BEHIND_LINES))
        begin = size - len(text.lstrip(_BEFORE_LINES))
        if 0 < begin < end:
            yield Edit(Span(start, start + begin), "", "clean.indents")
        if end < size:
            yield Edit(Span(start + end, start + size), "", "clean.indents")


def spaces(release: Release) -> Iterator[Edit]:
    """Drop spaces around figures and between the characters of printed columns: 109 件, 新 闻 发 布.

    Spaces between words stay (张三 李四), as do those of Latin text and the tabs of a table's row.
    """
    value = release.text.value
    thousands = _SPACED_THOUSANDS if " 0" in value and _THOUSAND.search(value) else _THOUSANDS
    # Most lines hold no space.
    spaced = [line for line in release.text.lines if any(map(line.text.__contains__, " \xa0\u3000"))]
    rows = _rows(spaced) if len(spaced) > 1 else frozenset()
    for line in spaced:
        if len(line.text) > _LONGEST_LINE or line.start in rows:
            continue
        printed = _is_printed_in_columns(line.text)
        if not printed and len(_GAP.findall(line.text)) >= _LEAST_GAPS:
            # The cells of a row that spaces set.
            continue
        # Where no two digits stand together, those of one figure stand apart.
        apart = printed and _TOGETHER.search(line.text) is None
        for match in _SPACE.finditer(value, *line.span):
            if _is_needless(value, *match.span(), thousands, printed=printed, apart=apart):
                yield Edit(Span(*match.span()), "", "clean.spaces")


def _is_printed_in_columns(line: str) -> bool:
    """Tell whether most characters of a line stand between spaces; then no space of it parts words."""
    return line.count(" ") >= _LEAST_PRINTED and len(_ALONE.findall(line)) * _MOST_APART >= len(line)


def _is_needless(value: str, start: int, end: int, thousands: re.Pattern[str], *, printed: bool, apart: bool) -> bool:
    before, after = value[start - 1 : start], value[end : end + 1]
    if not before or not after or (not printed and _parts_fields(value, start, end)):
        return False
    if _IN_FIGURE.match(before) and _IN_FIGURE.match(after):
        return apart or _parts_thousands(value, start, end, thousands) or _parts_decimals(value, start)
    if _IS_MARK.match(before) or _IS_MARK.match(after):
        other = after if _IS_MARK.match(before) else before
        return bool(_IS_HAN.match(other) or _IS_MARK.match(other) or _IS_ASCII_WORD.match(other))
    if _IS_HAN.match(before) and _IS_HAN.match(after):
        # A character that stands alone between spaces is a piece of a word.
        beside = value[start - 2 : start - 1]
        return printed or not ((_IS_HAN.match(beside) or beside == "/") and _IS_HAN.match(value[end + 1 : end + 2]))
    if _IS_HAN.match(before):
        return after.isdigit()
    figure = before.isdigit() or before == "%"
    return (
        figure
        and bool(_IS_HAN.match(after) or after == "%")
        and not _ADDRESS_END.search(value, max(0, start - 60), start)
    )


def _parts_fields(value: str, start: int, end: int) -> bool:
    """Tell whether a space stands before a field, an item or a telephone, or behind a time or a document's number."""
    if value[end].isdigit() or value[start - 1].isdigit():
        number = (
            value[start - 1].isdigit()
            and value[end] != "0"
            and _NUMBERED.search(value, max(start - 6, 0), start) is not None
        )
        return number or _BEGINS_FIELD.match(value, end) is not None
    return False


def _rows(lines: Sequence[Line]) -> frozenset[int]:
    """Give the starts of the lines that are rows of a table set with single spaces, each beside another."""
    found: set[int] = set()
    above, start, size = [""], 0, 0
    for line in lines:
        # Nearly every line is prose.
        cells = [""] if len(line.text) > _LONGEST_ROW or _ENDS_CLAUSE.search(line.text) else line.text.split()
        # Beside it stands no line without a space.
        if start + size + 1 < line.start:
            above = [""]
        if len(cells) == len(above) >= _LEAST_CELLS and not (_is_spaced_out(cells) and _is_spaced_out(above)):
            found.update((start, line.start))
        above, start, size = cells, line.start, len(line.text)
    return frozenset(found)


def _is_spaced_out(cells: list[str]) -> bool:
    """Tell whether most cells are a character each: 新 闻 发 布."""
    return sum(_IS_HAN.fullmatch(cell) is not None for cell in cells) > _MOST_SINGLE * len(cells)


def _parts_thousands(value: str, start: int, end: int, thousands: re.Pattern[str]) -> bool:
    """Tell whether a space parts the thousands of a figure that something is counted by: 1 234 567人."""
    low = max(start - _LONGEST_FIGURE, 0)
    for match in thousands.finditer(value, low, end + _LONGEST_FIGURE):
        if match.start() < start and end < match.end():
            if _LISTED_NUMBER.search(value, max(match.start() - 4, 0), match.start()) and not _NOUGHT_GROUP.match(
                match.group()
            ):
                return False
            return _COUNTED.match(value, match.end()) is not None
    return False


def _parts_decimals(value: str, start: int) -> bool:
    """Tell whether a space stands beside the point of a figure that has one on either side: 6 . 2%."""
    return _APART_POINT.match(value, max(start - 3, 0)) is not None or _APART_POINT.match(value, start - 1) is not None


def blank_lines(release: Release) -> Iterator[Edit]:
    """Keep one line break between paragraphs and none around the text."""
    value = release.text.value
    reached = 0
    for start, text in release.text.lines:
        bare = text.strip()
        if not bare:
            continue
        begins = start + (0 if len(bare) == len(text) else text.index(bare))
        new = "\n" if reached else ""
        if begins - reached != len(new) or not value.startswith(new, reached):
            yield Edit(Span(reached, begins), new, "clean.blank-lines")
        reached = begins + len(bare)
    if reached < len(value):
        yield Edit(Span(reached, len(value)), "", "clean.blank-lines")

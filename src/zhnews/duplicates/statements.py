"""Reads what a text states, figures, days and towns, each at its place in a sentence; tells whether two texts agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from zhnews import lexicon
from zhnews.duplicates.marks import FIGURE, NUMERAL, PERIOD, PLACE, take_numerals
from zhnews.duplicates.places import find_places, names_of
from zhnews.numbers import figure_spans
from zhnews.numbers.numerals import parse_number
from zhnews.text import Span

# Of places for figures in sentences that two texts have word for word, so many may have been corrected.
_MOST_CORRECTIONS = 0.25
# A release is printed again within days; the next one of its kind comes after weeks.
_REPRINTED = timedelta(days=15)

_NOT_WORDING = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_SEPARATORS = re.compile(r"[\s,，]+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
# A shorter frame says too little to be the same sentence in two releases: what stood before belongs to it.
_LEAST_FRAME = 6
_LONGEST_CARRIED = 60
# So much must be left of a sentence without its places: a town's name on a line of its own says nothing.
_LEAST_WITHOUT_PLACES = 5

_N = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_QUARTER = "[一二三四1-4]"
_DATE = r"(?:[12][0-9]{3}[年./-])?[0-9]{1,2}[月./-][0-9]{1,2}日?"
# When and where a text was printed, which every reprint says anew: a header, a dateline, a line with nothing but a day.
_BYLINE = re.compile(
    rf"""
    (?:时间|日期|发布|更新)[ \u3000]*[：:][ \u3000]*{_DATE}(?:[ \u3000]+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?
  | (?:{_DATE}|[0-9]{{1,2}}日)[早晚上中下午]{{0,2}}(?:[讯电]|消息)
  | ^[ \u3000（(]*{_DATE}[ \u3000]*(?:星期.)?[ \u3000]*(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?[ \u3000）)]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
_PERIOD = re.compile(
    rf"""
    (?P<iso>[12][0-9]{{3}}([-/.])[0-9]{{1,2}}\2[0-9]{{1,2}})(?![0-9])
  | (?P<year>[12][0-9]{{3}}|[一二][〇零○一二三四五六七八九]{{3}})年度?
  | (?P<stretch>{_N}月?份?[-—–~～至到]{{1,2}}{_N}月份?|前{_N}个月|[第前]?{_QUARTER}个?季度|[上下]半年)
  | (?P<month>{_N})月份?
  | (?P<day>{_N})[日号]
    """,
    re.VERBOSE,
)
# Only what holds one of these is looked through for periods.
_OF_PERIOD = re.compile("[年月日号度]|[0-9][-/.][0-9]")
# The parts of one period stand side by side: 2023年，7月3日.
_PERIOD_GOES_ON = frozenset(("", " ", "，", ",", "\u3000"))
_LIST_MARK = re.compile(r"^\s*[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]")
_SHORT_NUMBER = re.compile(_N)
# What hangs on the day of the text: on its year, on its month.
_OF_YEAR = re.compile("[今本去上]年")
_OF_MONTH = re.compile("[本当上]个?月|[本上]个?周|[本上]个?季度|[今昨][天日晚]")


@dataclass(frozen=True, slots=True)
class Statements:
    """What a text states, as stable hashes of 64 bits.

    `figures` are the figures with their units, dates apart. `frames` gives for each place of a figure or numeral, which
    is a sentence without all its numbers and a count, what stands there; `settings` does so for when and where: years,
    months, days, and the names of towns. Of a place that is filled in two ways in one text, they have nothing.
    `published` is the text's own day, and `relative` says how much of it its words hang on: 0 nothing, 1 the year
    (今年), 2 the month (本月, 昨日).
    """

    figures: frozenset[int]
    frames: dict[int, int]
    settings: dict[int, int] = field(default_factory=dict)
    published: date | None = None
    relative: int = 0

    def agree(self, other: Statements, *, corrected: bool = False) -> bool:
        """Tell whether two texts may be the same release.

        At least half of the figures of the one that has fewer must occur in the other. Sentences that are alike word
        for word must state the same figures, and the same years, months and days as far as both state them; with
        `corrected`, a quarter of the figures may be others. Words like 本月 must be said in the same month. Sentences
        that are alike but for the names of towns must name the same.

        >>> june = read_statements("6月，全市检查门店120家，发现隐患9处。会议要求，各地抓好落实。")
        >>> may = read_statements("5月，全市检查门店120家，发现隐患9处。会议要求，各地抓好落实。")
        >>> june.agree(may), june.agree(read_statements("据悉，6月全市检查门店120家，发现隐患9处。"))
        (False, True)
        >>> titles = "青溪市召开食品安全会议", "云岭县召开食品安全会议"
        >>> read_statements(titles[0]).agree(read_statements(titles[1]))
        False
        """
        common = len(self.figures & other.figures)
        if 2 * common < min(len(self.figures), len(other.figures)):
            return False
        if _conflicts(self.settings, other.settings) or self._is_of_another_day(other):
            return False
        shared = len(self.frames.keys() & other.frames.keys())
        return _conflicts(self.frames, other.frames) <= (_MOST_CORRECTIONS * shared if corrected else 0)

    def _is_of_another_day(self, other: Statements) -> bool:
        if self.published is None or other.published is None:
            return False
        depth = min(self.relative, other.relative)
        days = [(day.year, day.month)[:depth] for day in (self.published, other.published)]
        return days[0] != days[1] and abs(self.published - other.published) > _REPRINTED


def consistent(members: Iterable[int], statements: Callable[[int], Statements]) -> list[int]:
    """Leave out of a group whoever states another period, or town, than one before it.

    Else who says nothing of it would tie the others together.

    >>> texts = ["全市森林防火形势总体平稳。", "6月，全市未发生火灾。", "7月，全市未发生火灾。"]
    >>> consistent([0, 1, 2], lambda place: read_statements(texts[place]))
    [0, 1]
    """
    kept = []
    stated: dict[int, int] = {}
    for member in members:
        settings = statements(member).settings
        if not _conflicts(settings, stated):
            stated |= settings
            kept.append(member)
    return kept


def _conflicts(one: dict[int, int], other: dict[int, int]) -> int:
    return sum(one[place] != other[place] for place in one.keys() & other.keys())


def wording(text: str) -> str:
    """Give the letters and digits of a text alone, which is what texts are compared by.

    >>> wording("会议 召开（7月）。")
    '会议召开7月'
    """
    return _NOT_WORDING.sub("", text)


def read_statements(text: str, title: str | None = None, published: date | None = None) -> Statements:
    """Read what a text states: figures, days, towns; what its printer says of itself (7月3日讯) is none of its own."""
    text = f"{title}\n{text}" if title else text
    text = _BYLINE.sub(lambda found: " " * len(found[0]), text.translate(_FULL_WIDTH))
    sentences = [_Sentence(text, *found) for found in _sentences(text)]
    frames, settings = _Slots(), _Slots()
    before = ""
    for sentence in sentences:
        words = sentence.words if len(sentence.words) >= _LEAST_FRAME else before + "|" + sentence.words
        before = words[-_LONGEST_CARRIED:]
        if len(words) >= _LEAST_FRAME:
            frames.fill(words, sentence.states())
            settings.fill(words, sentence.dates())
    own = names_of(sentence.marked for sentence in sentences)
    for sentence in sentences:
        if not sentence.is_printers:
            settings.fill(*_towns(sentence.marked, own))
    return Statements(
        frozenset(_hash(figure) for sentence in sentences for figure in sentence.figures),
        frames.filled(),
        settings.filled(),
        published,
        _relative(text, {component for sentence in sentences for _, component, _ in sentence.periods}),
    )


class _Slots:
    """Places in sentences, and what stands there."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._torn: set[int] = set()

    def fill(self, words: str, found: Iterable[tuple[str, str]]) -> None:
        """Fill places of a sentence, which its words tell from others."""
        for place, value in found:
            slot = _hash(f"{place} {words}")
            if self._slots.setdefault(slot, _hash(value)) != _hash(value):
                self._torn.add(slot)

    def filled(self) -> dict[int, int]:
        """Give what stands in each place that is filled in one way only."""
        return {slot: value for slot, value in self._slots.items() if slot not in self._torn}


def _towns(sentence: str, own: lexicon.Words) -> tuple[str, list[tuple[str, str]]]:
    """Give the words of a sentence without the places it names, and these: count, what is told of each, the value."""
    pieces: list[str] = []
    named: list[tuple[str, str]] = []
    reached = 0
    for place in find_places(sentence, own):
        pieces += [sentence[reached : place.start], PLACE]
        reached = place.end
        named.append((f"{len(pieces)} name", place.name))
        if place.kind:
            named.append((f"{len(pieces)} kind", place.kind))
    without = wording("".join([*pieces, sentence[reached:]]))
    return without, named if len(without) >= _LEAST_WITHOUT_PLACES + len(pieces) // 2 - 1 else []


def _sentences(text: str) -> Iterator[tuple[int, int, Sequence[Span]]]:
    """Give each sentence's start and end, and the figures in it."""
    spans = iter([*figure_spans(text), None])
    span = next(spans)
    for sentence in _SENTENCE.finditer(text):
        here = []
        while span is not None and span.start < sentence.end():
            here.append(span)
            span = next(spans)
        yield sentence.start(), sentence.end(), here


def _relative(text: str, known: set[str]) -> int:
    """Say how much of its own day a text's words hang on, as far as it doesn't state that itself."""
    if "month" not in known and _OF_MONTH.search(text):
        return 2
    return int("year" not in known and _OF_YEAR.search(text) is not None)


class _Sentence:
    """A sentence taken apart: its words with marks for numbers, and the numbers.

    `marked` is the same with punctuation. `periods` holds for each part of a period its count, what it is (year, month,
    day), and its value. `is_printers` tells whether it speaks of whoever printed the text.
    """

    def __init__(self, text: str, start: int, end: int, spans: Sequence[Span]) -> None:
        self.figures: list[str] = []
        self.numerals: list[str] = []
        self.periods: list[tuple[int, str, str]] = []
        self.is_printers = _is_printers(text[start:end], is_line=text[end : end + 1] in {"", "\n"})
        self._count = 0
        mark = _LIST_MARK.match(text[start:end])
        place = start + (mark.end() if mark and not (spans and spans[0].start < start + mark.end()) else 0)
        pieces = []
        for span in spans:
            pieces += [self._read(text[place : span.start]), FIGURE]
            self.figures.append(_SEPARATORS.sub("", text[span.start : span.end]))
            place = max(span.end, place)
        self.marked = "".join([*pieces, self._read(text[place:end])])
        self.words = wording(self.marked)

    def _read(self, piece: str) -> str:
        """Give a stretch without figures with marks for its periods and numerals, and keep these."""
        if not _OF_PERIOD.search(piece):
            return self._numbered(piece)
        read = []
        place = 0
        last = -1
        for found in _PERIOD.finditer(piece):
            between = piece[place : found.start()]
            if last < 0 or between not in _PERIOD_GOES_ON:
                read += [self._numbered(between), PERIOD]
                self._count += 1
            last = place = found.end()
            self.periods += ((self._count, component, value) for component, value in _parts(found))
        return "".join([*read, self._numbered(piece[place:])])

    def _numbered(self, piece: str) -> str:
        piece, numerals = take_numerals(piece)
        self.numerals += numerals
        return piece

    def states(self) -> Iterable[tuple[str, str]]:
        """Give the places of figures and numerals, and what stands there."""
        yield from ((str(place), figure) for place, figure in enumerate(self.figures))
        if self.numerals:
            yield NUMERAL, " ".join(self.numerals)

    def dates(self) -> Iterable[tuple[str, str]]:
        """Give the places of years, months and days, and what stands there."""
        return ((f"{count} {component}", value) for count, component, value in self.periods)


def _is_printers(sentence: str, *, is_line: bool) -> bool:
    """Tell whether a sentence speaks of whoever printed the text; so does a line that is no more than a body's name."""
    if any(_printers().find(sentence)):
        return True
    return is_line and sentence.rstrip().endswith(lexicon.affixes("read/site_names"))


@cache
def _printers() -> lexicon.Words:
    return lexicon.Words(lexicon.words("duplicates/printers"))


def _parts(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Give what a period states, as numbers, so that 十月 is 10月, and 上半年 is 1至6月."""
    if written := found["iso"]:
        yield from zip(("year", "month", "day"), (str(int(n)) for n in re.split(r"\D", written)), strict=True)
    elif stretch := found["stretch"]:
        yield "month", _months(stretch)
    else:
        for component in ("year", "month", "day"):
            if numeral := found[component]:
                yield component, _number(numeral)


def _months(stretch: str) -> str:
    if stretch.endswith("半年"):
        return "1-6" if stretch[0] == "上" else "7-12"
    numbers = [_number(numeral) for numeral in _SHORT_NUMBER.findall(stretch)]
    if stretch.endswith("季度"):
        last = 3 * int(numbers[0])
        return f"{1 if stretch[0] == '前' else last - 2}-{last}"
    return "-".join(numbers if len(numbers) > 1 else ["1", *numbers])


def _number(numeral: str) -> str:
    value = parse_number(numeral.replace("○", "〇"))
    return numeral if value is None else str(value)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")

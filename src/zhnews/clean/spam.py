"""Finds the keyword spam that scraper sites inject: whole blocks of it, and phrases in mid-sentence.

It is the structure that counts, not a list of words: police and court releases are full of 赌博, 色情 and 诈骗. A block
has many pieces and no sentence; a phrase strings keywords together without a word of grammar between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.clean.lines import SENTENCE_END
from zhnews.model import Release
from zhnews.text import Edit, Span

_LETTERS = re.compile(r"\w")
_LETTER_OR_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_BARS = re.compile(r"[|｜]")
_SEPARATORS = re.compile(r"[|｜/;；、,，_\s]+")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:省|市|县|縣|区|區|旗|州|盟|镇|鎮|乡|鄉|地区|地區)")
# A block has at least this many pieces, and pieces of no more than this many characters on average.
_LEAST_PIECES = 6
_LONGEST_PIECE = 20
_LONGEST_HEAD = 120
# Of a block's letters, the share that has already occurred in it: keywords are permutations of a few words.
_LEAST_REPETITION = 0.35
# A piece is spam from this weight on, a block where this share of its pieces is.
_PIECE = 2.0
_LEAST_SPAM_PIECES = 0.3
_LEAST_PLACES = 0.7
# A short line may be one piece of a block that has a line a keyword.
_LONGEST_KEYWORD_LINE = 24
_LEAST_KEYWORD_LINES = 4
# What a phrase has to weigh, with a word that no release strings together with others, and without.
_SURE, _LIKELY, _GAMBLING = 2.5, 3.0, 4.0
# Ordinary words alone, as in 免费在线观看高清视频, are never spam: its two heaviest words weigh this much.
_PAIR = 2.0
_SHORTEST_PHRASE = 5
_SHORTEST_NAME = 4
# In a name's place the keywords cover this share of the string, if one of them is sure, and if none is.
_PARTLY, _MOSTLY = 0.4, 0.6
# How far a name's place reaches beyond the keywords in it, and the longest word that ends it.
_REACH_LEFT, _REACH_RIGHT = 2, 4
_LONGEST_BORDER = 4
_LONGEST_RUN = 60
_LONGEST_STRING = 200
_FIGURE = re.compile(r"\d[\d.,]*\s?[%万亿千百余多起件人个名家元亩吨公里次户辆座项条]")
# Two strings with no more than this many unknown characters between them are one.
_LONGEST_GAP = 3
_CONNECTIVE = re.compile("[等和及与與或的是了为為在]")
_GRAMMAR = "的在中区區"
# What follows an item of a list; strings that weigh this much are no item of any.
_ENDS_ITEM = "、等和及与與，。；）)"
_BEYOND_LISTS = 5.0
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』", "‘": "’", '"': '"'}
_LONGEST_QUOTE = 60


def block(release: Release) -> Iterator[Edit]:
    """Drop blocks of keywords or of place names, wherever they stand, and what follows a spider pool's mark.

    >>> from zhnews.text import Text
    >>> keywords = "云岭棋牌网| 棋牌云岭网站| 网上棋牌云岭| 云岭棋牌大全| 棋牌网云岭| 云岭网棋牌| 云岭棋牌| 棋牌云岭|"
    >>> release = Release(Text("警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n友情链接: " + keywords))
    >>> str(release.edit(block(release)).text)
    '警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n'
    """
    marked = _marks().search(release.text.value) is not None
    keywords: list[Span] = []
    for line in release.text.lines:
        start, text = line
        if marked and (mark := _mark_at(text)) is not None:
            yield from _flush(keywords)
            yield Edit(Span(start + mark, line.span.end), "", "clean.spam")
        elif is_keyword_block(text):
            yield from _flush(keywords)
            yield Edit(line.span, "", "clean.spam")
        elif _is_keyword_line(text):
            keywords.append(line.span)
        elif keywords and text.strip():
            yield from _flush(keywords)
    yield from _flush(keywords)


def _flush(keywords: list[Span]) -> Iterator[Edit]:
    """Drop lines with one keyword each, if there are enough of them in a row."""
    if len(keywords) >= _LEAST_KEYWORD_LINES:
        yield from (Edit(span, "", "clean.spam") for span in keywords)
    keywords.clear()


def is_keyword_block(line: str) -> bool:
    """Tell whether a line is a block of keywords or of place names."""
    if len(line) > 1_000_000:
        return False
    bars = line.count("|") + line.count("｜")
    # Prose has the ends of sentences, and nearly every line is prose or too short.
    if bars < _LEAST_PIECES and (len(line) < 2 * _LEAST_PIECES - 1 or SENTENCE_END.search(line)):
        return False
    pieces = [piece for piece in (_BARS if bars >= _LEAST_PIECES else _SEPARATORS).split(line) if piece.strip()]
    if len(pieces) < _LEAST_PIECES or len(line) > len(pieces) * _LONGEST_PIECE * 1.5 + _LONGEST_HEAD:
        return False
    if len(SENTENCE_END.findall(line)) * _LEAST_PIECES > (len(pieces) if bars >= _LEAST_PIECES else 0):
        return False
    if sum(map(str.isdigit, line)) * 4 > len(line):
        return False
    letters = _LETTERS.findall(line)
    if bars >= _LEAST_PIECES and letters and 1 - len(set(letters)) / len(letters) >= _LEAST_REPETITION:
        return True
    spam = sum(_phrase_weight(piece) >= _PIECE for piece in pieces)
    places = sum(_PLACE.fullmatch(piece.strip()) is not None for piece in pieces)
    return spam >= _LEAST_SPAM_PIECES * len(pieces) or (bars > 0 and places >= _LEAST_PLACES * len(pieces))


def _is_keyword_line(line: str) -> bool:
    text = line.strip()
    return bool(text) and len(text) <= _LONGEST_KEYWORD_LINE and _phrase_weight(text) >= _PIECE


def _mark_at(line: str) -> int | None:
    """Give where a spider pool's mark stands in a line, or None; before it there may be a release."""
    match = _marks().search(line)
    if match is None:
        return None
    rest = line[match.end() :]
    return None if SENTENCE_END.search(rest) and not is_keyword_block(rest) else match.start()


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("clean/spam_markers")))


@cache
def _terms() -> lexicon.Words:
    return lexicon.Words(row[0] for row in lexicon.load("clean/spam_terms"))


@cache
def _weights() -> dict[str, float]:
    return {term: float(weight) for term, _, weight in lexicon.load("clean/spam_terms")}


@cache
def _neighbours(side: str) -> tuple[str, ...]:
    return tuple(word for word, own in lexicon.load("clean/in_domain") if own == side)


def phrase(release: Release) -> Iterator[Edit]:
    """Drop strings of keywords from mid-sentence; a quoted name, or one that the sentence speaks of, stays.

    Where a string stands in a name's place (between 据, 在, a comma or an institution and a verb or an institution) it
    goes whole, with the words no dictionary has; elsewhere it has to weigh more, and only the keywords go.

    >>> from zhnews.text import Text
    >>> release = Release(Text("7月19日，国产精品久久久召开会议。警方捣毁名为澳门新葡京的赌博网站。"))
    >>> str(release.edit(phrase(release)).text)
    '7月19日，召开会议。警方捣毁名为澳门新葡京的赌博网站。'
    """
    value = release.text.value
    position = 0
    for start in _anchors(value):
        run = _run_around(value, start, position) if start >= position else None
        core = _core(value, run) if run else None
        if core is None or _is_quoted(value, core) or _is_spoken_of(value, core):
            continue
        slot = _slot(value, core)
        if inside := _inside_institution(value, core, position):
            span = inside
        elif slot and slot.start >= position and _FIGURE.search(value, *slot) is None and _fills(value[slice(*slot)]):
            span = slot
        elif _is_spam(value[slice(*core)]):
            span = core
        else:
            continue
        yield Edit(span, "", "clean.spam-phrase")
        position = span.end


def _anchors(value: str) -> Iterator[int]:
    """Yield where a word may start that weighs enough to begin with; ordinary text has next to none."""
    pattern, words = _heavy()
    for match in pattern.finditer(value):
        start = match.start()
        if value.startswith(words.get(value[start : start + 2], ()), start):
            yield start


@cache
def _heavy() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Give every word that weighs 1 or more by its first two characters, and a pattern that finds candidates."""
    words: dict[str, tuple[str, ...]] = {}
    for word, weight in _weights().items():
        if weight >= 1 and len(word) > 1:
            words[word[:2]] = (*words.get(word[:2], ()), word)
    first, second = ("".join(map(re.escape, sorted({pair[i] for pair in words}))) for i in (0, 1))
    return re.compile(f"[{first}](?=[{second}])"), words


def _run_around(value: str, anchor: int, floor: int) -> Span | None:
    """Give the run of keywords that holds a place."""
    start = end = max(floor, anchor - _LONGEST_RUN)
    for place, after in _terms().find(value, start, anchor + _LONGEST_RUN):
        if place > end:
            if end > anchor or place > anchor:
                break
            start = place
        end = after
    return Span(start, end) if start <= anchor < end and _weigh(value[start:end]).total >= 1 else None


class _Weight(NamedTuple):
    """What the keywords of a string weigh together, the heaviest two of them, and how many characters they cover."""

    total: float
    heaviest: float
    second: float
    covered: int


def _weigh(text: str) -> _Weight:
    weights, known = [0.0, 0.0], _weights()
    covered = 0
    for start, end in _terms().find(text):
        weight = known[text[start:end]]
        if weight:
            weights.append(weight)
            covered += end - start
    weights.sort(reverse=True)
    return _Weight(sum(weights), weights[0], weights[1], covered)


def _is_spam(text: str) -> bool:
    """Tell whether a string of keywords is spam wherever it stands."""
    weight = _weigh(text)
    if len(text) < _SHORTEST_PHRASE or not weight.second:
        return False
    if not _indecent().search(text):
        # Police tell of gambling by its own words: 在某博彩平台注册账号.
        return weight.total >= _GAMBLING
    return (
        weight.total >= (_SURE if weight.heaviest >= _PIECE else _LIKELY) and weight.heaviest + weight.second >= _PAIR
    )


@cache
def _indecent() -> re.Pattern[str]:
    """Match the words of pornography that no release strings together with others, or the common pieces of such."""
    words = (
        word for word, kind, weight in lexicon.load("clean/spam_terms") if kind == "pornography" and weight != "0.5"
    )
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _fills(text: str) -> bool:
    """Tell whether a string in a name's place is spam."""
    weight = _weigh(text)
    if len(text) < _SHORTEST_NAME or weight.total < _PIECE:
        return False
    if weight.heaviest >= _PIECE:
        return weight.covered >= _PARTLY * len(text)
    return weight.covered >= _MOSTLY * len(text) and weight.heaviest + weight.second >= _PAIR


def _core(value: str, run: Span) -> Span | None:
    """Give a run of keywords without what is grammar at its edges, joined to the next over a word or two."""
    start, end = run
    while start < end and value[start] in _GRAMMAR:
        start += 1
    heavy = end > start and _weigh(value[start:end]).total >= 1
    while heavy and end - start < _LONGEST_STRING and (following := _next_run(value, end)):
        if _CONNECTIVE.search(value, end, following.start) or _weigh(value[slice(*following)]).total < 1:
            break
        end = following.end
    while end > start and value[end - 1] in _GRAMMAR:
        end -= 1
    return Span(start, end) if end > start else None


def _slot(value: str, core: Span) -> Span | None:
    """Give the place of a name that holds a string: from the word that leads up to it to the one that goes on."""
    left = value[max(0, core.start - _REACH_LEFT - _LONGEST_BORDER) : core.start]
    right = value[core.end : core.end + _REACH_RIGHT + _LONGEST_BORDER]
    before = [match.end() for match in _border("left").finditer(left)]
    after = _border("right").match(right) or _border("right").search(right)
    if core.start <= _REACH_LEFT and "\n" not in left:
        before.insert(0, 0)
    if not before or after is None or after.start() > _REACH_RIGHT or len(left) - before[-1] > _REACH_LEFT:
        return None
    slot = Span(core.start - len(left) + before[-1], core.end + after.start())
    # A name's place is left without a trace; 在 and 利用 don't stand before a comma.
    dangles = _DANGLES.search(value, max(0, slot.start - _LONGEST_BORDER), slot.start)
    return None if dangles and _MARK.match(value, slot.end) else slot


# A left border that asks for what follows it; what ends on a place goes on with an institution.
_DANGLES = re.compile(r"[\u4e00-\u9fff](?<![省市县縣区區州旗镇鎮乡鄉村])\Z")
_PLACE_ENDS = "省市县縣区區州盟旗镇鎮乡鄉"
_REACH_INSIDE = 8
_RANK = re.compile("[中高][级級]|第|[各本]")
_PAUSES = re.compile(r"[，。；：、！？,;:\s（）()“”《》的了]")
_MARK = re.compile(r"[，。；：、！？）)”」]|\Z|\n")


def _inside_institution(value: str, core: Span, floor: int) -> Span | None:
    """Give the place between the name of a place and its institution, if a string with keywords fills it.

    Nothing but a smaller place or a rank belongs there, so that little evidence is enough.
    """
    left, right = max(floor, core.start - _REACH_INSIDE), core.end + _REACH_INSIDE
    match = _institution().search(value, core.end, right + _LONGEST_BORDER)
    place = max((value.rfind(end, left, core.start + 1) for end in _PLACE_ENDS), default=-1)
    if match is None or place < 0 or match.start() > right:
        return None
    span = Span(place + 1, match.start())
    text = value[slice(*span)]
    if len(text) < _SHORTEST_NAME or _RANK.match(text) or _PAUSES.search(text) or _weigh(text).total < 1:
        return None
    return span


@cache
def _institution() -> re.Pattern[str]:
    words = sorted((word for word, own in lexicon.load("clean/spam_borders") if own == "institution"), key=len)
    return re.compile("|".join(map(re.escape, reversed(words))))


def _phrase_weight(text: str) -> float:
    return _weigh(text).total


@cache
def _border(side: str) -> re.Pattern[str]:
    words = sorted((word for word, own in lexicon.load("clean/spam_borders") if own == side), key=len, reverse=True)
    return re.compile(rf"[，。；：、！？,;:\s（()）“”‘’《》「」]|{'|'.join(map(re.escape, words))}")


def _next_run(value: str, place: int) -> Span | None:
    """Give the run of keywords that follows a place over a gap of a few characters, none of them a mark."""
    terms = _terms()
    start = place
    while start < place + _LONGEST_GAP and _LETTER_OR_HAN.match(value, start):
        start += 1
        end = start
        while length := terms.length_at(value, end):
            end += length
        if end > start:
            return Span(start, end)
    return None


def _is_quoted(value: str, span: Span) -> bool:
    """Tell whether a span stands inside quotation marks."""
    before = value[max(0, span.start - _LONGEST_QUOTE) : span.start]
    after = value[span.end : span.end + _LONGEST_QUOTE]
    return any(before.rfind(left) > before.rfind(right) and right in after for left, right in _QUOTES.items())


def _is_spoken_of(value: str, span: Span) -> bool:
    """Tell whether the words beside a span speak of it: 捣毁…赌博网站, 名为…的, or a list that it is part of."""
    before, after = value[max(0, span.start - 4) : span.start], value[span.end : span.end + 4]
    listed = before.endswith("、") and (not after or after[0] in _ENDS_ITEM)
    if (listed or after.startswith("、")) and _weigh(value[slice(*span)]).total < _BEYOND_LISTS:
        return True
    return before.endswith(_neighbours("before")) or after.startswith(_neighbours("behind"))

"""Finds the blocks of keywords that scraper sites inject.

It is the structure that counts, not a list of words: police and court releases are full of 赌博, 色情 and 诈骗. A block
has many pieces and no sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from zhnews import lexicon
from zhnews.clean.keywords import holds_heavy_word, weigh
from zhnews.clean.marks import SENTENCE_END
from zhnews.clean.phrases import heads_list, speaks_of_such
from zhnews.model import Release
from zhnews.text import Edit, Span

_LETTERS = re.compile(r"\w")
_BARS = re.compile(r"[|｜]")
_SEPARATORS = re.compile(r"[|｜/;；、,，_\s#【】\[\]·•~-]+")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:省|市|县|縣|区|區|旗|州|盟|镇|鎮|乡|鄉|地区|地區)")
# A block has at least this many pieces, and pieces of no more than this many characters on average.
_LEAST_PIECES = 6
_LONGEST_PIECE = 20
_LONGEST_HEAD, _LONGEST_BLOCK = 120, 1_000_000
# Of a block's letters, the share that has already occurred in it: keywords are permutations of a few words.
_LEAST_REPETITION = 0.35
# A piece of a headline is spam from the first weight on, one among others of a block from the second; a block is
# where this share of its pieces is.
_PIECE, _LEAST_KEYWORD = 2.0, 1.5
_LEAST_SPAM_PIECES = 0.3
_LEAST_PLACES = 0.7
_PLACE_SEPARATORS, _DIGIT = re.compile(r"[,;，；\s|｜]+"), re.compile(r"\d")
_LEAST_PLACES_LISTED, _MOST_PLACES, _LONGEST_PLACES = 8, 100, 100_000
# What a release lists places under: how such a line ends, or a short heading. In a list of its own the units are
# mostly of one kind (the districts of a city), or no counties (its towns), or the text names so many of them elsewhere.
_HEADS_PLACES = ("：", ":", "名单", "如下", "名單")
_HEADING = re.compile(r"\s*[\u4e00-\u9fff（）()\d、]{4,30}\s*")
_OF_ONE_KIND, _OF_THE_COUNTRY, _NAMED_ELSEWHERE = 0.9, 0.4, 0.25
# In a line joined so, this many pieces are enough, if so many of them are spam.
_JOINTS = re.compile(r"[-_,，\s·|｜]+")
_TITLE_JOINT = re.compile(r"\s?[-_—|｜]+\s?")
_LEAST_JOINED, _MOST_JOINED = 3, 0.7
# A short line may be one piece of a block that has a line a keyword.
_LONGEST_KEYWORD_LINE = 24
_LEAST_KEYWORD_LINES = 4
# Between two such lines, so many that no dictionary knows are of the block too.
_MOST_UNKNOWN_LINES = 3
_MARKS = re.compile(r"[\d，。；：！？、,;:!?《》“”（）()]")


def block(release: Release) -> Iterator[Edit]:
    """Drop blocks of keywords or of place names, wherever they stand, and what follows a spider pool's mark.

    >>> from zhnews.text import Text
    >>> keywords = "云岭棋牌网| 棋牌云岭网站| 网上棋牌云岭| 云岭棋牌大全| 棋牌网云岭| 云岭网棋牌| 云岭棋牌| 棋牌云岭|"
    >>> release = Release(Text("警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n友情链接: " + keywords))
    >>> str(release.edit(block(release)).text)
    '警方捣毁一个网络赌博、开设赌场、诈骗团伙。\\n'
    """
    marked = _marks().search(release.text.value) is not None
    keywords: list[tuple[Span, bool]] = []
    unknown: list[tuple[Span, bool]] = []
    listed, above = False, ""
    for line in release.text.lines:
        start, text = line
        if not marked and text.endswith("。") and "|" not in text and "｜" not in text:
            # Prose, as nearly every line is: no keyword, and no head of a list of them.
            if keywords:
                yield from _flush(keywords)
            above, listed, unknown = text, False, []
            continue
        # What a sentence about such things lists line by line is its own: 涉案网站包括：.
        listed = heads_list(above) or (listed and _is_keyword_line(above))
        before, above = above, text
        # Most lines hold neither: nothing of them is spam but a list of places.
        heavy, barred = len(text) <= _LONGEST_BLOCK and holds_heavy_word(text), _BARS.search(text) is not None
        if marked and (mark := _mark_at(text)) is not None:
            yield from _flush(keywords)
            yield Edit(Span(start + mark, line.span.end), "", "clean.spam")
        elif ((barred or (heavy and not listed)) and is_keyword_block(text)) or (
            _is_place_list(text) and not _heads_places(before) and not _are_own(text, release.text.value)
        ):
            yield from _flush(keywords)
            yield Edit(line.span, "", "clean.spam")
        elif heavy and len(text) <= _LONGEST_HEAD and (pieces := list(_in_title(text))):
            yield from _flush(keywords)
            yield from (Edit(Span(start + begin, start + end), "", "clean.spam") for begin, end in pieces)
        elif heavy and not listed and _is_keyword_line(text):
            keywords += [*unknown, (line.span, True)]
        elif keywords and len(unknown) < _MOST_UNKNOWN_LINES and _may_be_keyword(text):
            unknown.append((line.span, False))
            continue
        elif keywords and text.strip():
            yield from _flush(keywords)
        unknown = []
    yield from _flush(keywords)


def _is_place_list(line: str) -> bool:
    """Tell whether a line is nothing but names of places, as no release has them in a line of their own.

    >>> _is_place_list("肥东县;墨竹工卡县;怀化市;江津区;鹤峰县;临泽县;南浔区;桦川县"), _is_place_list("怀化市、江津区")
    (True, False)
    """
    if "。" in line or "、" in line or "：" in line or len(line) > _LONGEST_PLACES or _DIGIT.search(line):
        return False
    pieces = [piece for piece in _PLACE_SEPARATORS.split(line) if piece]
    places = sum(_PLACE.fullmatch(piece) is not None for piece in pieces)
    return len(pieces) >= _LEAST_PLACES_LISTED and places >= _LEAST_PLACES * len(pieces)


def _heads_places(line: str) -> bool:
    return line.rstrip().endswith(_HEADS_PLACES) or _HEADING.fullmatch(line) is not None


def _are_own(line: str, value: str) -> bool:
    """Tell whether a line lists places that a release may well list: all of a kind, named in it elsewhere, or small."""
    pieces = [piece for piece in _PLACE_SEPARATORS.split(line) if piece][:_MOST_PLACES]
    kinds = Counter(piece[-1] for piece in pieces)
    if kinds.most_common(1)[0][1] >= _OF_ONE_KIND * len(pieces):
        return True
    known = lexicon.words("bulletin/places")
    if sum(piece in known for piece in pieces) < _OF_THE_COUNTRY * len(pieces):
        return True
    return sum(value.count(piece) > line.count(piece) for piece in pieces) >= _NAMED_ELSEWHERE * len(pieces)


def _flush(keywords: list[tuple[Span, bool]]) -> Iterator[Edit]:
    """Drop lines with one keyword each, if there are enough that are known among them."""
    if sum(known for _, known in keywords) >= _LEAST_KEYWORD_LINES:
        yield from (Edit(span, "", "clean.spam") for span, _ in keywords)
    keywords.clear()


def _may_be_keyword(line: str) -> bool:
    return len(line) <= _LONGEST_KEYWORD_LINE and _MARKS.search(line) is None


def is_keyword_block(line: str) -> bool:
    """Tell whether a line is a block of keywords or of place names."""
    bars = line.count("|") + line.count("｜")
    # Prose has the ends of sentences, and nearly every line is prose or too short.
    if bars < _LEAST_PIECES and (len(line) < 2 * _LEAST_PIECES - 1 or SENTENCE_END.search(line)):
        return False
    if len(line) > _LONGEST_BLOCK or heads_list(f"{line.partition('：')[0]}：" if "：" in line else ""):
        # 赌博类：“百家乐、时时彩……” tells of what it lists.
        return False
    if _is_title_of_keywords(line):
        return True
    if not bars and ("、" in line or speaks_of_such(line)):
        # An enumeration is of a sentence: 缴获老虎机、捕鱼机、百家乐、轮盘等赌具.
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
    spam = sum(_is_keyword(piece) for piece in pieces)
    places = sum(_PLACE.fullmatch(piece.strip()) is not None for piece in pieces)
    return spam >= _LEAST_SPAM_PIECES * len(pieces) or (bars > 0 and places >= _LEAST_PLACES * len(pieces))


def _is_keyword(piece: str) -> bool:
    return holds_heavy_word(piece) and weigh(piece).total >= _LEAST_KEYWORD


def _is_title_of_keywords(line: str) -> bool:
    """Tell whether a line is a page's title as such sites make it: keywords joined by low lines or dashes."""
    pieces = [piece for piece in _JOINTS.split(line) if piece.strip()]
    if len(pieces) < _LEAST_JOINED or len(line) > len(pieces) * _LONGEST_PIECE:
        return False
    return sum(_is_keyword(piece) for piece in pieces) >= _MOST_JOINED * len(pieces)


def _in_title(line: str) -> Iterator[Span]:
    """Yield the pieces of a headline that are keywords joined to it by dashes or low lines, with their joints.

    >>> list(_in_title("云岭市召开经济工作会议-bet365体育在线-澳门金沙"))
    [Span(start=11, end=22), Span(start=22, end=27)]
    """
    if SENTENCE_END.search(line) or _TITLE_JOINT.search(line) is None or not holds_heavy_word(line):
        return
    edges = [Span(0, 0), *(Span(*joint.span()) for joint in _TITLE_JOINT.finditer(line)), Span(len(line), len(line))]
    texts = [line[before.end : behind.start] for before, behind in pairwise(edges)]
    weights = [weigh(text) for text in texts]
    spam = [weight.total >= 1 and 2 * weight.covered > len(text) for weight, text in zip(weights, texts, strict=True)]
    if all(spam) or not any(own and weight.total >= _PIECE for own, weight in zip(spam, weights, strict=True)):
        return
    reached, heads = 0, True
    for place, own in enumerate(spam):
        heads = heads and own
        if own:
            # The joint before a piece goes with it, behind those at the head that after them.
            start, reached = max(edges[place].start, reached), edges[place + 1].end if heads else edges[place + 1].start
            yield Span(start, reached)


def _is_keyword_line(line: str) -> bool:
    text = line.strip()
    # A slogan is a sentence: 裸聊视频是陷阱！
    return 0 < len(text) <= _LONGEST_KEYWORD_LINE and SENTENCE_END.search(text) is None and _is_keyword(text)


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

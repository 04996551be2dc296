"""Finds the keyword spam that scraper sites inject in mid-sentence, in a name's place or inside an institution's.

What counts is the string, its place and its company: keywords without a word of grammar between them, where a name
stands, in a sentence that speaks of something else. A sentence that speaks of gambling or pornography itself keeps all
that it may have said; police and court releases are full of such.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon
from zhnews.clean.inserted import PLACE_ENDS, border, inside_names, is_inside_name
from zhnews.clean.keywords import Weight, Word, anchors, is_ordinary, ordinary_at, weigh, weight_of, words
from zhnews.model import Release
from zhnews.text import Edit, Span, Text

# What a string has to weigh where the sentence speaks of something else; in an institution's name; where the
# same string stands so many times over, not so far away.
_FOREIGN, _INSIDE, _REPEATED = 2.0, 1.0, 1.5
_LEAST_REPEATED, _FAR = 3, 2000
# What a string has to weigh where the sentence speaks of such things, and where it is all words of gambling.
_OF_SUCH, _GAMBLING = 3.0, 4.0
# A word from this weight on is sure; without one, the two heaviest weigh this much: ordinary words alone, as in
# 免费在线观看高清视频, are never spam.
_CERTAIN = _PAIR = 2.0
_NEARLY_PAIR = 1.5
_SHORTEST_PHRASE = 4
# The keywords cover this share of a string, if one of them is sure, if none is, and if it is one and a half pairs.
_PARTLY, _MOSTLY, _WHOLLY = 0.4, 0.6, 0.8
_LONGEST_RUN = 60
# To judge string after string of a line that is nothing else takes long; no release is a line as long as this.
_LONGEST_LINE = 200_000
_LONGEST_STRING = 200
# Two strings with no more than this many unknown characters between them are one, if they weigh so much;
# 登录|云岭|体育官网 are not.
_LONGEST_GAP, _LEAST_JOINED_TO, _LEAST_JOINED = 3, 1, 0.5
_LONGEST_SENTENCE = 120
# A list of names has one a line, and so many lines.
_LONGEST_ITEM, _MOST_ITEMS = 24, 40
_HEADS = ("：", ":", "如下", "名单", "名單")
_ITEM_NUMBER = re.compile(r"\s*(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)]|[①-⑳])\s*")
_FIGURE = re.compile(r"\d[\d.,]*\s?[%万亿千百余多起件人个名家元亩吨公里次户辆座项条]")
_CONNECTIVE = re.compile("[等和及与與或的是了为為在内內有设設]|[一二三四五六七八九十两兩多几幾]?[家个個款名种種]\\Z")
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9ⅴⅤ]*")
_LATIN = re.compile(r"[a-z]*")
# The digits behind a string are its own unless something is counted or dated by them.
_COUNTED = "年月日号時时點点分多余个名人万亿千百起件家元亩吨公里次户辆座项条种位所天周岁届期"
_NUMBER = re.compile(rf"(\d)\1{{2,3}}(?!\d)|\d{{2,4}}(?=[\u4e00-\u9fff，。、；])(?![{_COUNTED}])")
_BRAND = re.compile(r"(?<![\u4e00-\u9fffA-Za-z0-9])[\u4e00-\u9fff]{2}\Z")
_NUMBER_BEFORE, _LONGEST_NUMBER = re.compile(r"(?<![\d.,年])\d{2,3}\Z"), 4
_ENDS = "。！？；\n"
# What follows an item of a list; strings that weigh this much are no item of any.
_ENDS_ITEM = "、等和及与與，。；）)"
_BEYOND_LISTS, _BEYOND_LISTS_INDECENT = 5.0, 3.5
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』", "‘": "’", '"': '"'}
_LONGEST_QUOTE = 12
_PAUSE = re.compile("[，。；！？]")
_LONGEST_BORDER = 8
# A left border that asks for what follows it; what ends on a place goes on with an institution.
_DANGLES = re.compile(r"[\u4e00-\u9fff](?<![省市县縣区區州旗镇鎮乡鄉村])\Z")
_MARK = re.compile(r"[，。；：、！？）)”」]|\Z|\n")


def heads_list(line: str) -> bool:
    """Tell whether a line leads up to a list, and speaks of gambling, pornography or their trade.

    >>> heads_list("警方查处的涉赌网站包括："), heads_list("关停的网站如下"), heads_list("友情链接：")
    (True, True, False)
    """
    head = line.rstrip()
    # 友情链接 and 相关链接 head lists of links, whatever these sell.
    return (
        head.endswith(_HEADS)
        and _domain().search(head.removesuffix("：").removesuffix(":").removesuffix("链接")) is not None
    )


def phrase(release: Release) -> Iterator[Edit]:
    """Drop strings of keywords from mid-sentence; a quoted name, or one that the sentence speaks of, stays.

    >>> from zhnews.text import Text
    >>> release = Release(Text("7月19日，国产精品久久久召开会议。警方捣毁名为澳门新葡京的赌博网站。"))
    >>> str(release.edit(phrase(release)).text)
    '7月19日，召开会议。警方捣毁名为澳门新葡京的赌博网站。'
    """
    value = release.text.value
    position = judged = 0
    inside = deque(inside_names(release.text))
    for start in [*_anchors_in_lines(release.text), len(value)]:
        while inside and inside[0].start <= start:
            if inside[0].start >= position:
                yield Edit(inside[0], "", "clean.spam-phrase")
                position = judged = inside[0].end
            inside.popleft()
        if start < judged or start == len(value) or is_ordinary(value, start):
            continue
        span = _string_around(value, start, position)
        if span is None:
            continue
        judged = span.end
        if inside and span.end > inside[0].start:
            continue
        own = span.end - span.start < _SHORTEST_PHRASE or _is_quoted_name(value, span) or _is_item(value, span)
        if not own and _is_spam(value, span):
            yield Edit(span, "", "clean.spam-phrase")
            position = span.end


def _anchors_in_lines(text: Text) -> list[int]:
    """Give the anchors of a text, but of no line that is longer than any release."""
    if len(text.value) <= _LONGEST_LINE or all(len(line.text) <= _LONGEST_LINE for line in text.lines):
        return anchors(text.value)
    lines = [line for line in text.lines if len(line.text) <= _LONGEST_LINE]
    return [line.start + anchor for line in lines for anchor in anchors(line.text)]


def _string_around(value: str, anchor: int, floor: int) -> Span | None:
    """Give the string of keywords that holds a place: its runs, over gaps of a few characters of no known word."""
    runs: list[list[Word]] = []
    # No mark stands in a string, so that few characters are looked at.
    before = _LETTERS.match(value[max(floor, anchor - _LONGEST_RUN) : anchor][::-1])
    after = _LETTERS.match(value, anchor, anchor + _LONGEST_STRING)
    if before is None or after is None:
        return None
    for word in words(value, anchor - before.end(), after.end()):
        if not runs or word.start > runs[-1][-1].end:
            if word.start > anchor and not _goes_on(runs, word.start):
                break
            runs.append([])
        runs[-1].append(word)
    held = [_trimmed(run) for run in runs]
    index = next((i for i, run in enumerate(runs) if run[0].start <= anchor < run[-1].end), None)
    if index is None or not held[index]:
        return None
    first = last = index
    while first and _joins(value, held[first - 1], held[first]):
        first -= 1
    while last + 1 < len(held) and _joins(value, held[last], held[last + 1]):
        last += 1
    return _to_its_edges(value, Span(held[first][0].start, held[last][-1].end), floor)


def _goes_on(runs: list[list[Word]], start: int) -> bool:
    return bool(runs) and start - runs[-1][-1].end <= _LONGEST_GAP


def _trimmed(run: list[Word]) -> list[Word]:
    """Give a run without what ordinary text may have of it at its edges."""
    heavy = [index for index, word in enumerate(run) if word.weight]
    return run[heavy[0] : heavy[-1] + 1] if heavy else []


def _joins(value: str, left: list[Word], right: list[Word]) -> bool:
    """Tell whether two runs are of one string: both weigh enough, and no mark or word of grammar parts them."""
    if not left or not right:
        return False
    first, second = weight_of(left).total, weight_of(right).total
    if first < _LEAST_JOINED_TO or second < _LEAST_JOINED:
        return False
    gap = value[left[-1].end : right[0].start]
    return len(gap) <= _LONGEST_GAP and _LETTERS.fullmatch(gap) is not None and not _CONNECTIVE.search(gap)


def _to_its_edges(value: str, span: Span, floor: int) -> Span:
    """Take in what goes on from the last character of a string: 久久|久, app|xyz, 色综合|888; but no figure."""
    end = span.end
    while end < len(value) and value[end] == value[end - 1] == value[end - 2]:
        end += 1
    if value[end - 1].isascii() and (match := _LATIN.match(value, end)):
        end = match.end()
    if match := _NUMBER.match(value, end):
        end = match.end()
    end += _endings().length_at(value, end)
    start = span.start
    if match := _NUMBER_BEFORE.search(value, max(start - _LONGEST_NUMBER, floor), start):
        start = match.start()
    return Span(max(start - _length_of_brand(value, start), floor), end)


def _length_of_brand(value: str, start: int) -> int:
    """Give the length of a brand nobody knows before a string at a mark, 博鱼|体育官网; the stem of a place is none."""
    if border("branded").match(value, start) is None or not (match := _BRAND.search(value, max(start - 2, 0), start)):
        return 0
    places = [match.group() + end for end in PLACE_ENDS]
    known = lexicon.words("bulletin/places")
    return 0 if any(place in known or place in value for place in places) else len(match.group())


@cache
def _endings() -> lexicon.Words:
    return lexicon.Words(lexicon.words("clean/spam_endings"))


def _is_spam(value: str, span: Span) -> bool:
    text = value[slice(*span)]
    weight = weigh(text)
    if weight.total < _INSIDE:
        return False
    covers = weight.covered >= (_PARTLY if weight.heaviest >= _CERTAIN else _MOSTLY) * len(text)
    paired = weight.heaviest >= _CERTAIN or weight.heaviest + weight.second >= _PAIR
    inside = _is_inside_institution(value, span) or (is_inside_name(value, span) and not _is_name(value, span))
    if not inside and weight.total < _GAMBLING and value.startswith(_neighbours("name"), span.end):
        # 捕鱼达人游戏公司 is a company.
        return False
    if not _speaks_of_such(value, span):
        paired = paired or (weight.heaviest + weight.second >= _NEARLY_PAIR and weight.covered >= _WHOLLY * len(text))
        if inside and covers:
            return True
        if weight.total >= _FOREIGN and covers and paired and not _is_name(value, span):
            return True
        # Two ordinary words make a name of their own, 成人电影; but no such name calls a meeting.
        in_name = border("body").match(value, span.end) is not None and _is_in_place_of_name(value, span)
        return weight.total >= _REPEATED and covers and (in_name or _is_repeated(value, span))
    if not value.endswith(PLACE_ENDS, 0, span.start) and _is_spoken_of(value, span, weight):
        return False
    if inside or (_is_in_place_of_name(value, span) and weight.total >= _FOREIGN and covers and paired):
        return True
    if not _indecent().search(text):
        # Police tell of gambling by its own words: 在某博彩平台注册账号.
        return weight.total >= _GAMBLING
    return weight.total >= _OF_SUCH and paired


def _is_name(value: str, span: Span) -> bool:
    """Tell whether an ordinary word begins with a string's last word, and the rest is too little: 九州体育|馆."""
    last = list(words(value, *span))[-1]
    crosses = any(place + length > span.end for place, length in ordinary_at(value, last.start, span.end))
    return crosses and weigh(value[span.start : last.start]).total < _FOREIGN


def _speaks_of_such(value: str, span: Span) -> bool:
    """Tell whether the sentence that holds a string speaks of gambling, pornography or their trade by itself."""
    start, end = span
    first = max(start - _LONGEST_SENTENCE, 0)
    first = max(first, *(value.rfind(mark, first, start) + 1 for mark in _ENDS))
    ends = [at for mark in _ENDS if (at := value.find(mark, end, end + _LONGEST_SENTENCE)) >= 0]
    last = min(ends, default=end + _LONGEST_SENTENCE)
    # The same string may stand there again.
    around = f"{value[first:start]}\n{value[end:last]}".replace(value[start:end], "\n")
    return _domain().search(around) is not None


def _is_item(value: str, span: Span) -> bool:
    """Tell whether a string stands alone or beside others on its line, in a list that a line about such leads up to."""
    end = value.find("\n", span.end, span.end + _LONGEST_ITEM)
    start = value.rfind("\n", max(span.start - _LONGEST_SENTENCE, 0), span.start) + 1
    if not start or _PAUSE.search(value, start, span.start):
        return False
    if heads_list(value[value.rfind("\n", max(start - _LONGEST_SENTENCE, 0), start - 1) + 1 : start - 1]):
        return True
    if span.start - start > _LONGEST_ITEM or (end < 0 and len(value) > span.end + _LONGEST_ITEM):
        return False
    # What is numbered below such a sentence is listed by it, however the sentence ends.
    heads = _speaks_of_listed if _ITEM_NUMBER.fullmatch(value, start, span.start) else heads_list
    for _ in range(_MOST_ITEMS):
        above = value[value.rfind("\n", max(start - _LONGEST_SENTENCE, 0), start - 1) + 1 : start - 1] if start else ""
        if heads(above):
            return True
        if not 0 < len(above) <= _LONGEST_ITEM:
            return False
        start -= len(above) + 1
    return False


def _speaks_of_listed(line: str) -> bool:
    return heads_list(line) or (len(line) > _LONGEST_ITEM and _domain().search(line) is not None)


def speaks_of_such(line: str) -> bool:
    """Tell whether a line is of police: begins with what they did, or ends in a clause that holds no keyword.

    >>> speaks_of_such("清理赌博网站 色情网站 棋牌网站"), speaks_of_such("裸聊交友，博彩投注，都是骗局。")
    (True, True)
    """
    if line.startswith(_deeds()):
        return True
    _, pause, clause = line.rstrip("。！ ").rpartition("，")
    return bool(pause) and _domain().search(clause) is not None and not anchors(clause)


@cache
def _deeds() -> tuple[str, ...]:
    return tuple(word for word in _neighbours("before") if len(word) > 1 and not weigh(word).total)


@cache
def _domain() -> re.Pattern[str]:
    """Match the words by which a sentence speaks of gambling, pornography or their trade."""
    return re.compile(lexicon.alternation(word for word, own in lexicon.load("clean/in_domain") if own == "sentence"))


@cache
def _indecent() -> re.Pattern[str]:
    """Match the words of pornography that no release strings together with others, or the common pieces of such."""
    rows = lexicon.load("clean/spam_terms")
    return re.compile(
        lexicon.alternation(term for term, kind, weight in rows if kind == "pornography" and float(weight) >= 1)
    )


def _is_repeated(value: str, span: Span) -> bool:
    """Tell whether a string stands again and again around its place, once before the end of a town's name."""
    text = value[slice(*span)]
    around = value[max(0, span.start - _FAR) : span.end + _FAR]
    return around.count(text) >= _LEAST_REPEATED and any(text + end in around for end in PLACE_ENDS)


def _is_inside_institution(value: str, span: Span) -> bool:
    """Tell whether a string stands between the name of a place and its institution, where nothing belongs."""
    return value.endswith(PLACE_ENDS, 0, span.start) and border("institution").match(value, span.end) is not None


def _is_in_place_of_name(value: str, span: Span) -> bool:
    """Tell whether a string stands between what leads up to a name and what goes on from one."""
    before = value[max(0, span.start - _LONGEST_BORDER) : span.start]
    leads = span.start == 0 or any(match.end() == len(before) for match in border("left").finditer(before))
    if not leads or border("right").match(value, span.end) is None or _FIGURE.search(value, *span):
        return False
    # A name's place is left without a trace; 在 and 利用 don't stand before a comma.
    return not (_DANGLES.search(before) and _MARK.match(value, span.end))


def _is_quoted_name(value: str, span: Span) -> bool:
    """Tell whether a string may be a name in quotation marks: not what is all keywords where nothing speaks of such."""
    if not _is_quoted(value, span):
        return False
    weight = weigh(value[slice(*span)])
    return weight.total < _OF_SUCH or weight.heaviest < _CERTAIN or _speaks_of_such(value, span)


def _is_quoted(value: str, span: Span) -> bool:
    """Tell whether a span stands in quotation marks as a name does, alone or nearly so; a speech may hold anything."""
    before = value[max(0, span.start - _LONGEST_QUOTE) : span.start]
    after = value[span.end : span.end + _LONGEST_QUOTE]
    for left, right in _QUOTES.items():
        opened, closed = before.rfind(left), after.find(right)
        if opened > before.rfind(right) and closed >= 0 and not _PAUSE.search(before[opened:] + after[:closed]):
            return True
    return False


def _is_spoken_of(value: str, span: Span, weight: Weight) -> bool:
    """Tell whether the words beside a span speak of it: 捣毁…赌博网站, 名为…的, or a list that it is part of."""
    before, after = value[max(0, span.start - 4) : span.start], value[span.end : span.end + 4]
    listed = before.endswith("、") and (not after or after[0] in _ENDS_ITEM)
    beyond = _BEYOND_LISTS if _indecent().search(value, *span) is None else _BEYOND_LISTS_INDECENT
    if (listed or after.startswith("、")) and weight.total < beyond:
        return True
    return before.endswith(_neighbours("before")) or after.startswith(_neighbours("behind"))


@cache
def _neighbours(side: str) -> tuple[str, ...]:
    return tuple(word for word, own in lexicon.load("clean/in_domain") if own == side)

"""Parts a stretch of words into the thing it names and what is said of it, by parts of speech.

The dictionaries of verbs know what releases say most; this is for everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from zhnews import lexicon
from zhnews.segment import tagged

_LONGEST = 40
_IDIOM = 4
_NOMINAL = re.compile(r"^(?:n|vn|j|l|eng|an|q|m|f|s|k|g|i|x|b|r)")
_NOUN = re.compile(r"^(?:n|j|l|eng|vn)")
# What begins to say something of the noun before it; 与 and 和 may only join nouns.
_SAYS = re.compile(r"^(?:v$|vd|vi|vg|d$|p$|t$|zg)")
# What a verb before it only names: 烘干中心, 加工企业.
_HEAD = re.compile("中心|设施|项目|工程|基地|机构|平台|企业|设备|系统|体系|人员|网点|产品|业务|市场|[站点厂园]$")
_PARTICLE = re.compile("[vpcudfrm]")
_ORGANISED = frozenset({"国际", "社会", "党", "经济", "行业", "民间", "犯罪", "基层", "合作"})
_JOINS = frozenset("与和及同或的之")
_MANNER = re.compile(r"^(?:a|ad|d|z|b)$")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tagged(text))


def noun_end(text: str, *, doing: bool = False) -> int | None:
    """Give where the noun at the head of a stretch ends and something is said of it; None where nothing is.

    With `doing` it must be said in two verbs, as of those who are moved to do something: 农民|增收致富.

    >>> [text[: noun_end(text)] for text in ("渡口全部停渡", "早稻自西向东开始插秧", "受灾群众", "农机齐上阵")]
    ['渡口', '早稻', '受灾群众', '农机']
    """
    words = _words(text[:_LONGEST])
    position, noun = 0, False
    for index, (word, tag) in enumerate(words):
        if noun and word not in _JOINS and (_SAYS.match(tag) or word in _all()) and not _names(words, index):
            verbs = tag.startswith("v") and index + 1 < len(words) and words[index + 1][1].startswith("v")
            return _without_manner(words, index, position) if verbs or not doing else None
        last = index + 1 == len(words) or words[index + 1][1].startswith("v")
        if noun and tag in ("i", "l") and len(word) == _IDIOM and last:
            return position  # 工厂|昼夜不息
        noun = noun or bool(_NOUN.match(tag))
        position += len(word)
    return None


def begins_with_verb(text: str) -> bool:
    """Tell whether a stretch begins with a verb and its object: 出席活动, but not 受灾的群众."""
    words = _words(text[:_LONGEST])
    return len(words) > 1 and words[0][1] == "v" and words[1][0] != "的" and not _names(words, 0)


def ends_with_noun(text: str) -> bool:
    """Tell whether a stretch ends with a noun of two characters or more."""
    word, tag = (_words(text[-_LONGEST:]) or (("", ""),))[-1]
    return bool(_NOUN.match(tag)) and len(word) > 1


def ends_with_modifier(text: str) -> bool:
    """Tell whether a stretch ends with a word that only stands before nouns: 刑事, 大型."""
    return (_words(text[-_LONGEST:]) or (("", ""),))[-1][1] == "b"


def last_word(text: str) -> str:
    """Give the last word of a stretch.

    >>> last_word("太阳能发电量")
    '发电量'
    """
    return (_words(text[-_LONGEST:]) or (("", ""),))[-1][0]


def is_word(text: str) -> bool:
    """Tell whether a stretch is one word."""
    return len(_words(text[:_LONGEST])) == 1


def after_first_word(text: str) -> str:
    """Give what follows the first word of a stretch.

    >>> after_first_word("东北地区网络零售额")
    '网络零售额'
    """
    return text[len((_words(text[:_LONGEST]) or (("", ""),))[0][0]) :]


def begins_word(text: str, position: int) -> bool:
    """Tell whether a word of a stretch begins at a position: 男子运动员 has none at 3, for all that 动员 is a verb."""
    if not 0 < position < len(text):
        return True
    start = max(0, position - _LONGEST // 2)
    at = start
    for word, _ in _words(text[start : start + _LONGEST]):
        if at >= position:
            break
        at += len(word)
    return at == position


def names_more(text: str, start: int, end: int, *, longer: bool = False) -> bool:
    """Tell whether what looks like a verb only is part of a word: 动员 in 运动员, 服务 in 服务区.

    What is more than a character longer only counts with `longer`: 发电设备 is a thing, 降低成本 is done.

    >>> names_more("男子运动员", 3, 5), names_more("服务区", 0, 2), names_more("平均每单降低成本", 4, 6)
    (True, True, False)
    """
    if not begins_word(text, start):
        return True
    if begins_word(text, end) or (not longer and len(text) > end + 1 and is_word(text[end:])):
        return False  # 减免|税款, for all that 减免税 is a word
    return longer or begins_word(text, end + 1) or end + 1 == len(text)


def object_start(text: str) -> tuple[int, int] | None:
    """Give where the last verb of a stretch starts and ends, if a noun stands before it and behind it.

    >>> text = "领导班子查摆问题"
    >>> start, end = object_start(text)
    >>> text[start:end], text[end:]
    ('查摆', '问题')
    """
    words = _words(text[-_LONGEST:])
    position = len(text)
    behind = before = False
    for index in range(len(words) - 1, -1, -1):
        word, tag = words[index]
        position -= len(word)
        if tag == "v" and behind and len(word) > 1 and not _names(words, index):
            before = any(_NOUN.match(other) for _, other in words[:index])
            follows = words[index + 1][0] not in _JOINS and len(text) - position - len(word) > 1
            return (position, position + len(word)) if before and follows else None
        if not _NOMINAL.match(tag):
            return None
        behind = behind or bool(_NOUN.match(tag))
    return None


def is_place(text: str) -> bool:
    """Tell whether a stretch is the name of a place and nothing else.

    >>> is_place("宁夏"), is_place("企业")
    (True, False)
    """
    return all(tag == "ns" for _, tag in _words(text[:_LONGEST]))


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    return lexicon.words("claims/all")


def _names(words: Sequence[tuple[str, str]], index: int) -> bool:
    """Tell whether a word only is part of a name: 城市更新项目, 企业创新 and the like, or modifies with 的."""
    word, _ = words[index]
    rest = words[index + 1 :]
    if word == "组织" and index and words[index - 1][0] in _ORGANISED:
        return True
    if rest and rest[0][0] == "的":
        return True
    if word not in lexicon.words("claims/nounlike"):
        return False
    if rest and len(rest[0][0]) == 1 and not _PARTICLE.match(rest[0][1]):
        return True  # 充电桩, 收费站
    return not rest or (bool(_NOUN.match(rest[0][1])) and (len(rest) == 1 or _HEAD.search(rest[0][0]) is not None))


def _without_manner(words: Sequence[tuple[str, str]], index: int, position: int) -> int:
    """Go back over adverbs before a verb: 平安|抵达."""
    while index > 1 and _MANNER.match(words[index - 1][1]):
        index -= 1
        position -= len(words[index][0])
    return position

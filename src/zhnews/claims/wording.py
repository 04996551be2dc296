"""The words of the grammar: what a reading says, the dictionaries as patterns, and what is stripped off a stretch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.model import Direction

# Rules that look at one figure ask for the same stretches; those of the sentence before are asked for no more.
KEPT = 128
TRIM = " 、，,。；;：:的了"
_OPENERS = re.compile(
    r"(?:其中|包括|影响|此外|同时|并|而|但|且|以及|和|及|与(?![^，]{1,12}相比)|、|从[^看]{1,8}看|对此|另外|另有)+[,，]?"
)
# What only says how something was counted.
_REGION = re.compile(r"(?:[东西南北中华]{1,2}|黄淮海|江淮|长江中下游|京津冀|长三角|珠三角|沿[海江边])(?:部)?地区")
# A zone that is no part of what is counted in it: 临海自贸片区|注册企业.
ZONE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:自贸(?:片区|试验区|区)|经开区|高新区|开发区|新区|片区|合作区|保税区)"
    r"(?![的管委位等是为了及和与、内]|建设|发展|[\u4e00-\u9fff]{0,2}$)"
)
# Up to the mark that a zone is known by: 临海自贸试验区.
_LONGEST_ZONE = 11
ZONE_ENDS = re.compile("自贸|[经开发高新片合作保税]{1,2}区")
_ADJUNCT_END = re.compile(
    r"(?:按[^，]{2,6}(?:口径|价格|汇率)(?:计算|计)?|(?<=..)(?:折合|约合|合)?人民币|(?<=..)[折约]合)$"
)
_LAST_OF_ADJUNCT = frozenset("径格率算计币合")
_DAYS = re.compile(r"[0-9]{1,3}天[里内中]?")
_ADJUNCT = re.compile(
    r"(?:按[^，]{0,10}?(?:口径|价格?|汇率)(?:计算|计|核算)?|(?:扣除|剔除)[^，]{2,14}?(?:因素(?:影响)?后?|后)"
    r"|以[^，]{1,4}计价?|初步核算|据?初步统计)"
)
_QUOTES = ("“", "‘", "「")
_UNQUOTES = re.compile("[”’」]")
_HERE = re.compile("(?:当地|这里)(?=..)(?!居民|群众|时间|政府|[^，]{1,6}部门)")
# What deals figures out, but not the 均 of 平均 and 均价.
_DEALING = re.compile("分别|(?<![平年月日周季天人户亩车次件])均(?![值价线衡等])")
_YEARLY = re.compile("[两三四五六七八九十0-9]*年平?均?")
# What parts the figures that follow: 分季度看, 从产业看.
_VIEW = re.compile(r"(?:分|从|按)[^，]{1,12}(?:看|分|来看|来说|划分)$")


class Reading(NamedTuple):
    """What the words around a figure say; None where they don't."""

    subject: str | None = None
    predicate: str | None = None
    direction: Direction | None = None
    basis: str | None = None
    condition: str | None = None
    scope: str | None = None
    # Whether a change is linked to the level before it: not in 由A到B, which names both ends itself.
    links: bool = True
    # Whether the figure is what was reached (降至), no rate of change, which would take up a basis named before.
    reached: bool = False


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Match the words of a dictionary of claims, the longest first."""
    return re.compile(lexicon.alternation(lexicon.words(f"claims/{name}")))


@cache
def changing() -> re.Pattern[str]:
    """Match a verb of change that isn't part of a name: 降雨量, 增加值."""
    return re.compile(rf"(?!{lexicon.alternation(lexicon.words('claims/not_changes'))}){pattern('changes').pattern}")


class Ending:
    """Words looked for at the end of a stretch, and what may follow them there; its last character rules most out."""

    __slots__ = ("_last", "_pattern", "_reach")

    def __init__(self, words: Iterable[str], tails: Sequence[str] = ()) -> None:
        words = tuple(words)
        self._pattern = re.compile(rf"(?P<word>{lexicon.alternation(words)})(?:{lexicon.alternation([*tails, ''])})$")
        self._last = frozenset(word[-1] for word in (*words, *tails))
        self._reach = max(map(len, words)) + max(map(len, tails), default=0)

    def search(self, text: str) -> re.Match[str] | None:
        """Match the longest of the words that the stretch ends with."""
        if text[-1:] not in self._last:
            return None
        return self._pattern.search(text, max(0, len(text) - self._reach))

    def cut(self, text: str) -> str:
        """Take the word off."""
        match = self.search(text)
        return text[: match.start()] if match else text


@cache
def ending(name: str, *tails: str) -> Ending:
    """Match a word of a dictionary at the end of a stretch, and what may follow it."""
    return Ending(lexicon.words(f"claims/{name}"), tails)


@cache
def _leading_adverbs() -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the characters that adverbs begin with, and the pattern of adverbs at the start of a stretch."""
    words = lexicon.words("claims/adverbs")
    pattern_ = re.compile(rf"(?:(?!实际[使利到]|均[价值线]|共[建享])(?:{lexicon.alternation(words)}))+(?!率)")
    return frozenset(word[0] for word in words), pattern_


@cache
def _closing_adverbs() -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the characters that adverbs end with, and the pattern of adverbs at the end of a stretch."""
    words = lexicon.words("claims/adverbs")
    # 日均, 人均 are one word.
    pattern_ = re.compile(
        rf"(?:(?!(?<=[年月日季周天人户亩车次件])均|(?<=[年月日周])平均)(?:{lexicon.alternation(words)}))+$"
    )
    return frozenset(word[-1] for word in words), pattern_


def closing_adverbs(text: str) -> re.Match[str] | None:
    """Match the adverbs that a stretch ends with.

    >>> closing_adverbs("全市累计共").group()
    '累计共'
    """
    last, pattern_ = _closing_adverbs()
    return pattern_.search(text) if text[-1:] in last else None


def thing(subject: str) -> str:
    """Take off who does what, where it only says which things are meant: 法院受理的专利案件.

    >>> thing("法院受理的专利案件"), thing("有实绩的企业")
    ('专利案件', '有实绩的企业')
    """
    match = _relative().match(subject) if "的" in subject else None
    return subject[match.end() :] if match else subject


@cache
def _relative() -> re.Pattern[str]:
    agents, verbs = pattern("agents").pattern, pattern("verbs").pattern
    return re.compile(
        rf"[^的，]{{0,6}}?(?:{agents})(?:共|新|所)?(?:{verbs})的(?:各类)?(?=[^的]{{3}})"
        rf"|(?![受因被涉有与对按不])[^的，、]{{2,12}}?(?:{verbs})的(?=[^的]{{2}})"
    )


@lru_cache(maxsize=KEPT)
def bare(text: str) -> str:
    """Strip connectives, adverbs and marks from both ends.

    >>> bare("其中，共破获案件")
    '破获案件'
    """
    first, adverbs = _leading_adverbs()
    previous = None
    while text != previous:
        previous = text
        text = text.strip(TRIM)
        if match := _OPENERS.match(text):
            text = text[match.end() :]
        if match := _ADJUNCT.match(text):
            text = text[match.end() :]
        if text[:1] in _QUOTES and not _UNQUOTES.search(text):
            text = text[1:]  # 他说：“今年收了
        if text[:1] in first and (match := adverbs.match(text)):
            text = text[match.end() :]
        if match := closing_adverbs(text):
            text = text[: match.start()]
        if match := _DAYS.match(text):
            text = text[match.end() :]
        if text[-1:] in _LAST_OF_ADJUNCT and (match := _ADJUNCT_END.search(text)):
            text = text[: match.start()]
    return text


@lru_cache(maxsize=KEPT)
def without_scope(left: str) -> str:
    """Take the scope off the head of a stretch: it isn't part of the subject.

    >>> without_scope("全市共破获案件"), without_scope("云岭市已派出")
    ('共破获案件', '已派出')
    """
    text = left.lstrip(" 、，")
    match = (
        _HERE.match(text)
        or pattern("scopes").match(text)
        or province().match(text)
        or _REGION.match(text)
        or ("区" in text[:_LONGEST_ZONE] and ZONE.match(text))
        or _place().match(text)
    )
    return text[match.end() :] if match else text


@cache
def province() -> re.Pattern[str]:
    """Match the short name of a province that stands for a scope: 湖北|投入, but not 湖北省, 湖北电网, 湖北海关."""
    return re.compile(
        rf"(?:{pattern('provinces').pattern})(?![省市、和与及至到—-]|自治区"
        r"|各?[电海公银证队籍人港话路站铁局厅法检政][\u4e00-\u9fff])(?=[\u4e00-\u9fff]{2}|[0-9，])"
    )


@cache
def _provinces() -> re.Pattern[str]:
    name = rf"(?:{pattern('provinces').pattern})"
    return re.compile(rf"{name}(?:[、和与及]{name})*(?:等地?)?")


def are_provinces(text: str) -> bool:
    """Tell whether a stretch only names provinces.

    >>> are_provinces("陕西、山东"), are_provinces("山东小麦")
    (True, False)
    """
    return _provinces().fullmatch(text) is not None


def without_provinces(text: str) -> str:
    """Take the provinces off the head of a name.

    >>> without_provinces("湖北、四川麦收")
    '麦收'
    """
    match = _provinces().match(text)
    return text[match.end() :] if match else text


@cache
def _place() -> re.Pattern[str]:
    unfit = "|".join(sorted(map(re.escape, lexicon.words("claims/not_scopes")), key=len, reverse=True))
    return re.compile(
        rf"(?!{unfit})(?:(?![于全各该本外是比较占我])[\u4e00-\u9fff]){{2,3}}?(?:省|自治区|市(?!场|值|民|政|辖)|区(?!域|间|块|内|别)|县(?!域)|州)"
        # 海湾市、云岭市分别出口 lists places.
        r"(?![\u4e00-\u9fff]?(?:委|局|院|长|办|级|场)|[、和与及][^，]{2,30}分别)"
    )


def is_view(clause: str) -> bool:
    """Tell whether a clause only says how the figures after it are parted.

    >>> is_view("分地区看"), is_view("东部地区")
    (True, False)
    """
    return _VIEW.fullmatch(clause.strip()) is not None


def is_yearly(text: str) -> bool:
    """Tell whether a stretch only says that what follows is an average of years.

    >>> is_yearly("两年平均"), is_yearly("平均气温")
    (True, False)
    """
    return _YEARLY.fullmatch(text) is not None


def is_whole_verb(text: str) -> bool:
    """Tell whether a stretch is a verb of the dictionary and nothing else.

    >>> is_whole_verb("破获"), is_whole_verb("破获案件")
    (True, False)
    """
    match = pattern("verbs").match(text)
    return match is not None and match.end() == len(text)


def without_adverbs(predicate: str) -> str:
    """Take out what only deals figures out.

    >>> without_adverbs("比一季度分别加快")
    '比一季度加快'
    """
    return _DEALING.sub("", predicate)

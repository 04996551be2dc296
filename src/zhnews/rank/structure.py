"""Tells what kind of sentence stands where, and whether a text is news, whose first sentences matter most."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, TypeAlias

from zhnews import lexicon
from zhnews.model import Release

Kind: TypeAlias = Literal["note", "heading", "question", "next_step"]

_ENDED = "。！？!?…；;”’」』）)."
_LONGEST_HEADING = 40
_SPEAKER = re.compile(r"^(?:[^\s，。：:]{1,24}[ \u3000])?[^\s，。：:]{1,12}[：:]", re.MULTILINE)
_CHAPTER = re.compile(r"^\s*(?:第[一二三四五六七八九十百]+[章节部]|[一二三四五六七八九十]{1,3}、)", re.MULTILINE)
_RULING = re.compile(
    r"(?:判决书|裁定书|决定书)\s*$|^\s*(?:原告|被告人?|上诉人|被上诉人|申请人|公诉机关)[（：:]", re.MULTILINE
)
# A sentence all of which stands in brackets: （2024年3月28日市人大常委会通过）。
_BRACKETED = re.compile(r"[（(][^（）()]*[）)][。；]?")
# What only says that something will be said: 主要有两个变化。
_PROMISE = re.compile(
    r"(?:有|是|讲|作|谈)(?:(?:以下|如下)[几两二三四五六七八九十\d]?|[几两二三四五六七八九十\d])(?:个|大)?"
    r"(?:方面|变化|特点|举措|措施|考虑|原因|点|意见){1,2}。$"
)
# A heading that its paragraph goes on from: （二）实施以旧换新行动。
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])"
    r"\s?[^，。、：；\d]{2,18}。"
)
_MANY_TURNS, _SHARE_OF_TURNS = 6, 0.3
_MANY_CHAPTERS, _LONG_REPORT = 3, 5000
_REACH_OF_RULING = 600
_REACH_OF_NEXT_STEP = 12


def is_news(release: Release) -> bool:
    """Tell whether a text tells its news first: no transcript, no ruling, no long report by chapters.

    >>> from zhnews.text import Text
    >>> is_news(Release(Text("云岭市启动应急响应。")))
    True
    >>> is_news(Release(Text("云岭县人民法院\\n民事判决书\\n原告：王某")))
    False
    """
    text = release.text.value
    if len(_RULING.findall(text, 0, _REACH_OF_RULING)) > 1:
        return False
    turns = len(_SPEAKER.findall(text))
    if turns >= _MANY_TURNS and turns > _SHARE_OF_TURNS * (text.count("\n") + 1):
        return False
    return len(text) < _LONG_REPORT or len(_CHAPTER.findall(text)) < _MANY_CHAPTERS


def kind_of(text: str) -> Kind | None:
    """Tell what a sentence is when it is no plain statement.

    >>> kind_of("一、主要成效"), kind_of("请问有哪些措施？"), kind_of("下一步，将加强巡查。"), kind_of("全市水位回落。")
    ('heading', 'question', 'next_step', None)
    """
    if not text or _notes().search(text) or "\t" in text or _BRACKETED.fullmatch(text) or _PROMISE.search(text):
        return "note"
    if (text[-1] not in _ENDED and len(text) < _LONGEST_HEADING) or _RUN_IN.fullmatch(text):
        return "heading"
    if text[-1] in "？?" or _asked().match(text):
        return "question"
    if text.startswith(lexicon.affixes("rank/next_steps")):
        return "next_step"
    return None


@cache
def _notes() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(lexicon.words("rank/notes"), key=len, reverse=True))))


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(r"(?:\S{0,12}记者|主持人|问)(?:提问|问)?[：:]")

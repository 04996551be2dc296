"""Tells whether a text says something of what it names: a figure, or a predicate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from zhnews import lexicon, segment
from zhnews.bulletin.trim import last_clause

# Dates apart.
_FIGURE = re.compile(r"\d[\d.,]*(?![\d.,]|[—–~至、-]\d{1,4}[年月日]|年|月|日|时|次|届|周年)")
# What stands in marks is a name, in brackets an aside: 酱牛肉（规格：200克）.
_QUOTED, _ASIDE = re.compile("“[^”]*”|《[^》]*》"), re.compile(r"[（(][^（）()]*[）)]|^\d{1,2}[.．、](?!\d)")
# 王志任云岭市教育局副局长: a verb of one character.
_APPOINTED = re.compile(r"[\u4e00-\u9fff]{2,3}[任为系属][\u4e00-\u9fff]{3,}")
_OF = "的"
# Verbs, adjectives, what stands before one of them (d), set phrases; vn (发展) is both verb and noun.
_SAID, _DEEDS = frozenset({"v", "vd", "vi", "vq", "vg", "a", "ad", "d", "i", "l", "z"}), "vn"
_TRAIT = "a"
_NOUNS = frozenset({"n", "vn", "nt", "nz", "ng"})


def has_figure(text: str) -> bool:
    """Tell whether a text has a figure that is no date.

    >>> has_figure("9月12日，会议召开。"), has_figure("新增就业3万人。")
    (False, True)
    """
    return _FIGURE.search(text) is not None


def figures_in(text: str) -> int:
    """Give how many figures a text has, dates apart.

    >>> figures_in("9月12日，新增就业3万人，增长5.2%。")
    2
    """
    return len(_FIGURE.findall(text))


def names_a_deed(text: str) -> bool:
    """Tell whether a text has a word that makes a predicate of what stands before it.

    >>> names_a_deed("云岭大桥建成通车"), names_a_deed("市民参加的活动")
    (True, False)
    """
    return _predicates().search(text, 1) is not None


def tells(text: str) -> bool:
    """Tell whether a text says something of what it names, by its figures, its words, or their parts of speech.

    >>> tells("渡口停止运行"), tells("云岭市青石县水利局负责人"), tells("市民参加的活动"), tells("“开工”现场")
    (True, False, False, False)
    """
    text = _ASIDE.sub("", text)
    bare = _QUOTED.sub("", text)
    return (
        has_figure(text) or _APPOINTED.search(bare) is not None or names_a_deed(bare) or _has_verb(segment.tagged(bare))
    )


def tells_to_its_end(text: str, *, whole: bool) -> bool:
    """Tell whether a sentence says something of what it names last; a `whole` one, of anything it names.

    >>> tells_to_its_end("渡口停运，云岭市水利局负责人。", whole=False), tells_to_its_end("渡口停运。", whole=False)
    (False, True)
    """
    return tells(text if whole else last_clause(text))


@cache
def _predicates() -> re.Pattern[str]:
    words = {*lexicon.words("claims/verbs"), *lexicon.words("claims/changes"), *lexicon.words("bulletin/predicates")}
    # 市民参加的活动 only names.
    return re.compile(f"(?:{lexicon.alternation(word for word in words if len(word) > 1)})(?!{_OF})")


def _has_verb(tagged: Sequence[tuple[str, str]]) -> bool:
    """Tell whether words have a verb that is neither part of a name (治理工程) nor beside 的 (参加的, 的发展)."""
    words = [("", ""), *tagged, ("", "")]
    for (before, _), (_, tag), (behind, next_tag) in zip(words, words[1:], words[2:], strict=False):
        # 好味道 and 治理工程 are names, 好转 and 稳定 are not.
        part_of_name = tag in (_DEEDS, _TRAIT) and (next_tag in _NOUNS or before == _OF)
        if behind != _OF and not part_of_name and (tag in _SAID or tag == _DEEDS):
            return True
    return False

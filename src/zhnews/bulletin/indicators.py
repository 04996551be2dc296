"""Names what a figure is of, in the words of its sentence: a noun phrase, or what was done and to what."""

from __future__ import annotations

import re
from functools import cache

from zhnews import lexicon
from zhnews.bulletin.trim import balanced, leans
from zhnews.model import Claim, Release

_LONGEST, _SHORTEST = 18, 3
_CLAUSE, _NO_NAME = re.compile("[，,；;。]"), re.compile(r"[，；。：、\s]|^[（(]")
_PARTICIPLE = re.compile("(?<=..)[了着过]$")
# A verb that only links a name to its figure is no part of the name; what a thing is worth is.
_WORTH = "价值"
# What stands right before a name and belongs to it: 三项社会保险基金, 新收案件.
_BELONGS = re.compile(r"(?:[一二两三四五六七八九十\d]{1,3}[项类种]|新)$")
_ARRIVED = tuple("收增建签开设立发")
# What came in is no part of the name of what was done with it: 新收案件…，审结….
_CAME_IN = re.compile("^新?收(?=[^入费支购视益缴]..)")


def indicator_of(release: Release, claim: Claim, change: Claim | None, *, with_predicate: bool) -> str | None:
    """Name what a figure is of, in words of its own sentence; None where they don't make a name."""
    start, _ = release.sentences[claim.sentence].core
    before = release.text.value[start : claim.at.start]
    whole = release.sentences[claim.sentence].surface
    subject, predicate = claim.subject or "", _PARTICIPLE.sub("", claim.predicate or "") if with_predicate else ""
    if predicate != _WORTH and predicate in lexicon.words("claims/links"):
        predicate = ""
    if not subject or subject not in whole or predicate not in whole or not balanced(subject + predicate):
        return None
    if subject in lexicon.words("bulletin/casualties"):
        return subject
    clause = _CLAUSE.split(before)[-1]
    if predicate == _WORTH and subject in clause:
        # 调动物资价值1.5亿元
        return clause if _is_name(clause) else None
    if clause.startswith(subject) and predicate not in clause and "其中" not in before:
        # What an earlier clause does isn't done here: 改造国道1160公里，新改建农村公路8600公里.
        predicate = ""
    bare = _CAME_IN.sub("", subject) if predicate else subject
    subject = _with_belongings(subject, whole, claim.surface) if bare == subject else bare
    # 破获案件427起 names the deed first, 案件立案3216起 behind.
    behind = subject not in before or before.rfind(predicate) < before.rfind(subject)
    first = predicate and (predicate + subject in whole or (predicate in before and behind))
    name = predicate + subject if first else subject + predicate
    name = (claim.condition or "") + name if claim.condition and claim.condition + subject in whole else name
    scope = claim.scope or ""
    if scope and scope in before and not scope.startswith(("全", "我", "本")) and scope not in name:
        name = scope + name
    return name if _is_name(name, _SHORTEST - (change is not None)) else None


def is_casualty(name: str) -> bool:
    """Tell whether an indicator says what befell people.

    >>> is_casualty("遇难"), is_casualty("受灾人口")
    (True, False)
    """
    return name in lexicon.words("bulletin/casualties")


def _with_belongings(subject: str, whole: str, figure: str) -> str:
    at = whole.find(subject)
    before = _BELONGS.search(whole, 0, at) if at > 0 else None
    fits = before is not None and before.group() != figure and (before.group() != "新" or subject.startswith(_ARRIVED))
    return before.group() + subject if before and fits else subject


def _is_name(text: str, shortest: int = _SHORTEST) -> bool:
    if not shortest <= len(text) <= _LONGEST or _NO_NAME.search(text) or _is_no_name(text):
        return False
    return not leans(text) and not text.startswith(lexicon.affixes("bulletin/clinging"))


def _is_no_name(text: str) -> bool:
    """Tell whether a text begins, ends or goes on as no name of a figure does."""
    places = lexicon.mapping("bulletin/not_indicators")
    for match in _marks().finditer(text):
        place = places[match.group()]
        begins, ends = match.start() == 0, match.end() == len(text)
        if place == "within" or (begins and place in ("start", "ends")) or (ends and place in ("end", "ends")):
            return True
    return False


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("bulletin/not_indicators")))

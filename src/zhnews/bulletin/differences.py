"""Compares what two writings say of one figure: qualifier, direction, basis, period, scope, subject, negation.

A difference is reported only where it shows in the words: what a reading infers from elsewhere isn't held against
anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache

from zhnews import lexicon
from zhnews.bulletin.sides import Mention, Side, alike, same_unit
from zhnews.model import Finding, Period
from zhnews.text import Span

_ABOVE, _BELOW = frozenset({"over", "at_least"}), frozenset({"nearly", "under", "at_most"})
_WHOLES = re.compile(r"全[国省市县区球州旗镇乡]")
_LEVEL = re.compile(r"[至到为达]")
_RATES = ("幅", "速")
_FARTHEST, _DENIAL_LENGTH = 2, 4
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_NAME, _LONGEST_TOLD = 8, 200
_WITHIN = ("内", "以内", "之内")
_NEAR_VERBATIM = 0.8
_LEAST_SENTENCE, _SAME_WORDS = 6, 0.4


def differences(
    mention: Mention, other: Mention, mine: Side, theirs: Side, *, rounded: bool = False
) -> tuple[str, ...]:
    """Name what a figure of the summary says otherwise than the one that supports it."""
    found: list[str] = []
    if not rounded and _qualified(mention, other):
        found.append("qualifier")
    if mention.clause == other.clause and _sentence(mention, mine) in theirs.value:
        return tuple(found)
    mine_way, other_way = _direction(mention), _direction(other)
    if mine_way and other_way and mine_way != other_way:
        found.append("direction")
    elif {_becomes(mention), _becomes(other)} == {True, False}:
        found.append("change")
    if (mine_basis := _basis(mention)) and mine_basis != _basis(other, theirs, mine_basis, mention):
        found.append("basis")
    if _moved(mention, other, mine):
        found.append("period")
    if _other_scope(mention, other, mine, theirs):
        found.append("scope")
    if _swapped(mention, other, theirs):
        found.append("subject")
    if _negated(mention.clause) != _negated(other.clause) and alike(mention.words, other.words) >= _SAME_WORDS:
        found.append("negation")
    return tuple(found)


def _sentence(mention: Mention, side: Side) -> str:
    return side.release.sentences[mention.sentence].text.rstrip("。；;！？!?")


def _qualified(mention: Mention, other: Mention) -> bool:
    """Tell whether a bound was dropped, added or turned: 14万余 became 14万, 近 became 超."""
    mine, theirs = _qualifier(mention), _qualifier(other)
    if mine == theirs or mine == "about" or {mine, theirs} <= _ABOVE or {mine, theirs} <= _BELOW:
        return False
    return not (theirs == "exact" and mine == "vague")


def _qualifier(mention: Mention) -> str:
    """Give a figure's qualifier, also where it stands a little off: 24小时内."""
    stated = mention.figure.qualifier
    return "at_most" if stated == "exact" and mention.right.startswith(_WITHIN) else stated


@cache
def _changes() -> re.Pattern[str]:
    return _longest_first(lexicon.mapping("claims/changes"))


@cache
def _comparisons() -> re.Pattern[str]:
    return _longest_first(lexicon.mapping("claims/comparisons"))


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _direction(mention: Mention) -> str | None:
    """Give the direction that the nearest word of change gives a figure: the last before it, else the first behind."""
    before = _changes().findall(mention.left)
    behind = _changes().findall(mention.right)
    word = before[-1] if before else behind[0] if behind else None
    return lexicon.mapping("claims/changes")[word] if word else None


def changes(mention: Mention) -> bool:
    """Tell whether a figure is said of a change."""
    return _direction(mention) is not None


def _becomes(mention: Mention) -> bool | None:
    """Tell whether a figure is what something changed to, or by how much; None where its clause doesn't say."""
    matches = list(_changes().finditer(mention.left))
    if not matches or matches[-1].group().endswith(_RATES):
        return None
    tail = mention.left[matches[-1].start() :]
    if len(tail) - len(matches[-1].group()) > _FARTHEST:
        return None
    return _LEVEL.search(tail) is not None


def _basis(
    mention: Mention, side: Side | None = None, missing: str | None = None, held: Mention | None = None
) -> str | None:
    """Give the basis (yoy, mom) in a figure's clause; with its side also what the sentence said before it.

    Where neither says one, it may be understood: `missing` is given, unless the words are those that `held` has.
    """
    words = lexicon.mapping("claims/comparisons")
    if match := _comparisons().search(mention.left):
        return words[match.group()]
    if side is None:
        return None
    sentence = side.release.sentences[mention.sentence].at
    before = _comparisons().findall(side.value, sentence.start, mention.figure.at.start)
    basis = mention.claim.basis if mention.claim is not None else None
    if before or basis in ("yoy", "mom"):
        return words[before[-1]] if before else basis
    taken_over = held is not None and alike(held.words, mention.words) >= _NEAR_VERBATIM
    return None if taken_over and missing == "mom" else missing


def _moved(mention: Mention, other: Mention, mine: Side) -> bool:
    """Tell whether a figure was moved to another time: its own sentence names a period apart from the release's."""
    here = mention.claim.period if mention.claim else None
    there = other.claim.period if other.claim else None
    if here is None or there is None or here.surface == there.surface:
        return False
    if here.start == here.end == mine.release.published:
        return False  # The day of the dateline says nothing of a figure behind it.
    sentence = mine.release.sentences[mention.sentence].at
    if not sentence.start <= here.at.start < sentence.end:
        return False
    return _apart(here, there)


def _apart(here: Period, there: Period) -> bool:
    """Tell whether two periods can't be the same time: they don't overlap, or of one form end or start elsewhere."""
    since = ("以来", "以來", "起")
    if here.surface.endswith(since) and there.surface.endswith(since):
        return bool(here.start and there.start and here.start != there.start)
    if here.start is None and there.start is None:
        return bool(here.end and there.end and here.end != there.end and here.surface[0] == there.surface[0])
    if here.end is None or there.end is None:
        return False
    first, second = here.start or here.end, there.start or there.end
    return first > there.end or second > here.end


def _other_scope(mention: Mention, other: Mention, mine: Side, theirs: Side) -> bool:
    """Tell whether 全市 became 全省: the summary's sentence names a whole that neither clause nor scope has."""
    here = _WHOLES.findall(mention.left)
    if not here:
        return False
    scope = other.claim.scope or "" if other.claim else ""
    there = _WHOLES.findall(_sentence(other, theirs)) or _WHOLES.findall(scope)
    return bool(there) and here[-1] not in there and here[-1] != scope


def _swapped(mention: Mention, other: Mention, theirs: Side) -> bool:
    """Tell whether a figure was given another's subject: 出口 for 进口, or what the release counts elsewhere."""
    if mention.clause == other.clause:
        return False
    here, there = _members(mention), _members(other)
    for members in _partitions():
        one, two = here & members, there & members
        if one and two and not one & two:
            return True
    if _renamed(mention, other, theirs):
        return True
    subject, true = (one.claim.subject if one.claim else None for one in (mention, other))
    if not subject or not true or subject in true or true in subject:
        return False
    return any(
        one.claim is not None
        and one.claim.subject == subject
        and one.key != other.key
        and same_unit(one.figure.unit) == same_unit(other.figure.unit)
        and one.claim.direction == other.claim.direction
        for one in theirs.mentions
        if other.claim is not None
    )


def _renamed(mention: Mention, other: Mention, theirs: Side) -> bool:
    """Tell whether one name in an otherwise equal clause was put for another that the release counts elsewhere."""
    mine, true = mention.told, other.told
    if mine == true or alike(mention.words, other.words) < _SAME_WORDS or max(len(mine), len(true)) > _LONGEST_TOLD:
        return False
    codes = [code for code in SequenceMatcher(None, true, mine, autojunk=False).get_opcodes() if code[0] != "equal"]
    if len(codes) != 1 or codes[0][0] != "replace":
        return False
    _, a, b, c, d = codes[0]
    old, new = true[a:b], mine[c:d]
    if len(old) > _LONGEST_NAME or len(new) > _LONGEST_NAME or not (_HAN.fullmatch(old) and _HAN.fullmatch(new)):
        return False
    # One character is only part of a name: 水 in 水电.
    around = {mine[c - 1 : d] if c else "", mine[c : d + 1]} if d - c == 1 else {new}
    names = {name for name in around if _HAN.fullmatch(name) and len(name) > 1}
    known = lexicon.words("claims/verbs") | lexicon.words("claims/links") | lexicon.words("claims/deeds")
    if ({old, new} | names) & known:
        return False
    subjects = (one.claim.subject or "" for one in theirs.mentions if one.claim is not None and one.key != other.key)
    return any(name in subject and old not in subject for subject in subjects for name in names)


@cache
def _partitions() -> list[frozenset[str]]:
    return [frozenset(members.split("|")) for (members,) in lexicon.load("claims/partitions")]


@cache
def _member() -> re.Pattern[str]:
    return _longest_first({member for members in _partitions() for member in members})


def _members(mention: Mention) -> frozenset[str]:
    """Give the names in a figure's clause that part a whole: 城镇, 出口."""
    return frozenset(_member().findall(mention.left + mention.right))


@cache
def _denials() -> re.Pattern[str]:
    return _longest_first({*lexicon.words("bulletin/not_denials"), *lexicon.words("bulletin/denials")})


def _negated(text: str) -> bool:
    denials = lexicon.words("bulletin/denials")
    return any(word in denials for word in _denials().findall(text))


def negations(mine: Side, theirs: Side) -> Iterator[Finding]:
    """Report sentences taken over almost word for word that say 未 or 没有 where the release doesn't, or no more."""
    for index, sentence in enumerate(mine.release.sentences):
        own = mine.grams[index]
        text = sentence.text
        if len(own) < _LEAST_SENTENCE or text.rstrip("。！？；") in theirs.value:
            continue
        for near in theirs.nearest(own, 1):
            there = theirs.release.sentences[near]
            # A sentence cut short may have lost a clause that denies something else.
            whole = abs(len(text) - len(there.text)) <= _DENIAL_LENGTH
            if whole and alike(own, theirs.grams[near]) >= _NEAR_VERBATIM and _negated(text) != _negated(there.text):
                yield Finding(
                    "altered",
                    "conflict",
                    f"one of the two denies: {there.text}",
                    spans=(theirs.release.text.origin(there.core),),
                    quotes=(there.text,),
                    place=mine.release.text.origin(Span(*sentence.core)),
                    altered=("negation",),
                )

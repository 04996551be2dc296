"""Compares what two writings say of one figure: qualifier, direction, basis, period, scope, subject, negation.

A difference is reported only where it shows in the words: what a reading infers from elsewhere isn't held against
anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhnews import lexicon
from zhnews.bulletin.likeness import alike
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.sides import Mention
from zhnews.bulletin.terms import comparison_words, denies, longest_first, same_name, same_unit
from zhnews.model import Finding, Period

_ABOVE, _BELOW = frozenset({"over", "at_least"}), frozenset({"nearly", "under", "at_most"})
_WHOLES = re.compile(r"全[国省市县区球州旗镇乡]")
# What a share, a rank or a comparison is one of: 占全国的3.9%, 居全国第3位.
_OF_WHOLE = re.compile(r"(?:[占居列较比]|[高低多少快慢]于)(?:了|到)?(全[国省市县区球州]|世界)")
# What is less than a whole: no province is all the country.
_WIDER = {"全国": "省市州县区镇", "全省": "市州县区镇", "全市": "县区镇", "全州": "县镇", "全县": "镇"}
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}[省市州县区镇]")
_RATES = ("幅", "速")
_RATE_NAMES = ("率", "幅", "速")
_FARTHEST, _DENIAL_LENGTH = 2, 4
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_NAME = 8
_WITHIN = ("内", "以内", "之内")
_NEAR_VERBATIM = 0.8
_LEAST_SENTENCE, _SAME_WORDS = 6, 0.4


def differences(mention: Mention, other: Mention, pair: Pair, *, rounded: bool = False) -> tuple[str, ...]:
    """Name what a figure of the summary says otherwise than the one that supports it."""
    found: list[str] = []
    if not rounded and _qualified(mention, other):
        found.append("qualifier")
    if mention.clause == other.clause and pair.verbatim(mention, other):
        return tuple(found)
    mine_way, other_way = mention.direction, other.direction
    if (mine_way and other_way and mine_way != other_way) or _turned(mention, other):
        found.append("direction")
    elif {_becomes(mention), _becomes(other)} == {True, False}:
        found.append("change")
    if (mine_basis := _own_basis(mention)) and mine_basis != _basis(other, mine_basis, mention):
        found.append("basis")
    if _moved(mention, other):
        found.append("period")
    if _other_scope(mention, other):
        found.append("scope")
    if _swapped(mention, other, pair):
        found.append("subject")
    if denies(mention.clause) != denies(other.clause) and alike(mention.words, other.words) >= _SAME_WORDS:
        found.append("negation")
    return tuple(found)


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


def _becomes(mention: Mention) -> bool | None:
    """Tell whether a figure is what something came to, or by how much it changed; None where its clause doesn't say."""
    words = mention.changes_before
    if not words:
        return True if mention.becomes else None
    if mention.is_rate or words[-1].group().endswith(_RATES):
        return None
    tail = mention.left[words[-1].end() :]
    if tail[:1] in _RATE_NAMES or len(tail) > _FARTHEST:
        return None
    return mention.becomes


def _turned(mention: Mention, other: Mention) -> bool:
    """Tell whether a rate came to its level the other way: 增速降至9.8% for 升至."""
    ways = lexicon.mapping("claims/changes")
    here, there = mention.change, other.change
    return mention.is_rate and other.is_rate and bool(here and there and ways[here] != ways[there])


def _own_basis(mention: Mention) -> str | None:
    """Give the basis (yoy, mom) in a figure's clause."""
    match = comparison_words().search(mention.left)
    return lexicon.mapping("claims/comparisons")[match.group()] if match else None


def _basis(mention: Mention, missing: str, held: Mention) -> str | None:
    """Give the basis of a figure by its clause, what its sentence said before it, or its claim.

    Where none says one, it may be understood: `missing` is given, unless the words are those that `held` has.
    """
    if basis := _own_basis(mention):
        return basis
    start = mention.figure.at.start
    before = next((basis for place, basis in reversed(mention.statement.comparisons) if place < start), None)
    basis = mention.claim.basis if mention.claim is not None else None
    if before or basis in ("yoy", "mom"):
        return before or basis
    taken_over = alike(held.words, mention.words) >= _NEAR_VERBATIM
    return None if taken_over and missing == "mom" else missing


def _moved(mention: Mention, other: Mention) -> bool:
    """Tell whether a figure was moved to another time: its own sentence names a period apart from the release's."""
    if not mention.statement.periods:
        return False
    here = mention.claim.period if mention.claim else None
    there = other.claim.period if other.claim else None
    if here is None or there is None or here.surface == there.surface:
        return False
    if here.start == here.end == mention.side.release.published:
        return False  # The day of the dateline says nothing of a figure behind it.
    own = other.statement.sentence.at
    if not own.start <= there.at.start < own.end:
        # What sentences before say may be what is meant.
        near = other.side.before(other.figure.at.start)
        if here.surface in near and not _DIGIT.search(here.surface):
            return False
    sentence = mention.statement.sentence.at
    return sentence.start <= here.at.start < sentence.end and _apart(here, there)


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


def _other_scope(mention: Mention, other: Mention) -> bool:
    """Tell whether 全市 became 全省: the summary's sentence names a whole that neither clause nor scope has."""
    of, there_of = _OF_WHOLE.findall(mention.left), _OF_WHOLE.findall(other.left)
    if of and there_of and of[-1] != there_of[-1]:
        return True
    here = _WHOLES.findall(mention.left)
    if not here:
        return _narrowed(mention, other)
    scope = other.claim.scope or "" if other.claim else ""
    there = other.statement.wholes or _WHOLES.findall(scope)
    return bool(there) and here[-1] not in there and here[-1] != scope


def _narrowed(mention: Mention, other: Mention) -> bool:
    """Tell whether what the release says of 全省 is said of one city, which its sentence doesn't name."""
    place = mention.claim.scope or "" if mention.claim else ""
    whole = other.claim.scope if other.claim else None
    if whole not in _WIDER or not _PLACE.fullmatch(place) or place not in mention.statement.text:
        return False
    return place[-1] in _WIDER[whole] and place not in other.statement.text


def _swapped(mention: Mention, other: Mention, pair: Pair) -> bool:
    """Tell whether a figure was given another's subject: 出口 for 进口, or what the release counts elsewhere."""
    if mention.clause == other.clause and mention.told == other.told:
        return False
    here, there = _members(mention), _members(other)
    for members in _partitions() if here and there else ():
        one, two = here & members, there & members
        if one and two and not one & two:
            return True
    if _renamed(mention, other, pair) or _other_place(mention, other, pair) or _dealt_otherwise(mention, other, pair):
        return True
    mine, true = mention.claim, other.claim
    if mine is None or true is None or not mine.subject or not true.subject:
        return False
    if not same_name(mine.subject, true.subject) and mine.subject not in other.left:
        return pair.counts_otherwise(mine, other)
    if not mine.predicate or not true.predicate or set(mine.predicate) & set(true.predicate):
        return False
    return pair.counts_otherwise(mine, other, deed=True)


def _dealt_otherwise(mention: Mention, other: Mention, pair: Pair) -> bool:
    """Tell whether a figure of a list is another thing's: 甲、乙分别增长1%、2% says that 乙增长2%."""
    here, mine, _ = mention.left.partition("分别")
    there, true, _ = other.left.partition("分别")
    if not mine and not true:
        return False
    if mine and true and (not here or there.endswith(here)) and mention.slot[1] == other.slot[1]:
        return mention.slot != other.slot
    said, meant = (one.claim.subject if one.claim else None for one in (mention, other))
    if not said or not meant or same_name(said, meant):
        return False
    return any(
        rival.claim is not None
        and same_unit(rival.figure.unit) == same_unit(mention.figure.unit)
        and rival.claim.direction == other.direction
        and same_name(said, rival.claim.subject or "")
        for rival in pair.others(mention)
    )


def _other_place(mention: Mention, other: Mention, pair: Pair) -> bool:
    """Tell whether a figure was given to another place or body that the release names, but not in this sentence."""
    here, there = mention.names, other.names
    near = other.statement.text
    if not there:
        # A place named some sentences before may be the one that is meant.
        here = [name for name in here if name in mention.statement.places]
        there, near = other.statement.places, pair.theirs.before(other.figure.at.start) + near
    if not here or not there or any(same_name(one, true) for one in here for true in there):
        return False
    if any(name in mention.statement.text for name in there):
        return False
    return all(name not in near for name in here) and any(name in pair.theirs.value for name in here)


def _renamed(mention: Mention, other: Mention, pair: Pair) -> bool:
    """Tell whether one name in an otherwise equal clause was put for another that the release counts elsewhere."""
    mine, true = mention.told, other.told
    if mine == true or alike(mention.words, other.words) < _SAME_WORDS:
        return False
    start = _shared(mine, true)
    back = _shared(mine[start:][::-1], true[start:][::-1])
    new, old = mine[start : len(mine) - back], true[start : len(true) - back]
    if not all(_HAN.fullmatch(name) and len(name) <= _LONGEST_NAME for name in (old, new)) or _WHOLES.match(old):
        return False
    if same_name(new, old):
        return False
    # One character is only part of a name: 水 in 水电.
    end = len(mine) - back
    around = {mine[start - 1 : end] if start else "", mine[start : end + 1]} if len(new) == 1 else {new}
    names = {name for name in around if _HAN.fullmatch(name) and len(name) > 1}
    known = lexicon.words("claims/verbs") | lexicon.words("claims/links") | lexicon.words("claims/deeds")
    if ({old, new} | names) & known:
        return False
    return any(pair.named_elsewhere(name, old) for name in names)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many characters two texts have in common from their start."""
    differing = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


@cache
def _partitions() -> list[frozenset[str]]:
    return [frozenset(members.split("|")) for (members,) in lexicon.load("claims/partitions")]


@cache
def _member() -> re.Pattern[str]:
    return longest_first({member for members in _partitions() for member in members})


def _members(mention: Mention) -> frozenset[str]:
    """Give the names that part a whole in what is told of a figure: 城镇, 出口."""
    return frozenset(_member().findall(mention.told))


def negations(pair: Pair) -> Iterator[Finding]:
    """Report sentences taken over almost word for word that say 未 or 没有 where the release doesn't, or no more."""
    denied = denies(pair.theirs.value)
    for one in pair.mine.statements:
        text = one.text
        if len(text) <= _LEAST_SENTENCE or not (denied or denies(text)) or pair.whole(one):
            continue
        if pair.knows(one.core.end - 1):
            # A dateline or a label before it denies nothing.
            continue
        near = pair.nearest(one)
        if len(one.grams) < _LEAST_SENTENCE or not near:
            continue
        there = near[0]
        # A sentence cut short may have lost a clause that denies something else.
        whole = abs(len(text) - len(there.text)) <= _DENIAL_LENGTH
        if not whole or alike(one.grams, there.grams) < _NEAR_VERBATIM or denies(text) == denies(there.text):
            continue
        if any(text.rstrip("。！？；") in other.text for other in near):
            continue
        yield Finding(
            "altered",
            "conflict",
            f"one of the two denies: {there.text}",
            spans=(pair.theirs.release.text.origin(there.core),),
            quotes=(there.text,),
            place=pair.mine.release.text.origin(one.core),
            altered=("negation",),
        )

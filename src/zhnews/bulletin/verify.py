"""Holds a summary, whoever or whatever wrote it, against the release it claims to sum up.

For each figure of the summary the release's figures of the same amount, and those of the sentences most like its own,
are compared by the words around them: the best of the same amount supports it, unless the words clearly belong to
another. What supports it must then say the same of direction, basis, period and scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from zhnews import lexicon
from zhnews.bulletin.differences import differences, negations
from zhnews.bulletin.likeness import alike, grams, held, standing
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.sides import Mention, Side, Statement
from zhnews.bulletin.substitutions import substitutions
from zhnews.bulletin.terms import ordinals, same_unit, shortens
from zhnews.bulletin.times import periods
from zhnews.claims import Interval, allowed
from zhnews.deferred import Deferred
from zhnews.model import Finding, Release, Result, Sentence
from zhnews.text import Span

_QUOTED = re.compile(r"“(?P<said>[^“”]{2,400})”")
_SPACE = re.compile(r"[\s，,。；;：:、！!？?…（）()]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_COINED, _QUARTER = 6, "季"
# Words this much alike are the same statement; words this much more alike than others belong to it.
_SAME_WORDS, _CLEARLY, _MARGIN = 0.75, 0.15, 0.06
_SAME_STATEMENT = 0.5
# Of two that agree as well, the one said the same way is meant.
_TIE = 0.02
_OTHER_SORT = 0.2
_WORDS_WEIGHT, _SENTENCE_WEIGHT = 0.55, 0.45
_CHOICE, _MOST_CHOICES, _FREELY = 0.12, 4, 0.25
_LEAST_LEAD, _LEAST_SHORT = 2, 4
_ROUNDING, _NEARLY_QUOTED = 0.1, 0.8


_HAN = re.compile(r"[\u4e00-\u9fff]+")
# As posts have it: 【title】 and the report behind it in one line.
_TITLE = re.compile(r"(?:#[^#\n]{1,40}#\s?)*【[^【】\n]{1,100}】(?=\s*[^\s。！？])")


class Match(NamedTuple):
    """A figure of the release and how well its surroundings agree with the summary's."""

    mention: Mention
    score: float
    words: float


def verify_summary(summary: Release, release: Release) -> list[Finding]:
    """Hold a summary against a release; both have their sentences, findings are in the summary's order.

    The result of each finding is consistent (kind `supported`) or conflict: kind `altered` where the release says
    otherwise, `unsupported` where it says nothing like it, `quotation` where a quotation isn't in it.
    """
    return held_against(_parted(summary), release)


def held_against(summary: Release, release: Release, known: Sequence[Span] = ()) -> list[Finding]:
    """Hold the sentences of a summary against a release as they are parted.

    `known` are stretches of the summary, in order, that are known to say what the release says: nothing is found there.
    """
    pair = Pair(Side(summary), Side(release), known)
    found = [_figure(mention, pair) for mention in pair.mine.mentions if not pair.knows(mention.figure.at.start)]
    found += [*periods(pair), *_quotations(pair), *_other_numbers(pair), *_ordinals(pair), *negations(pair)]
    found += substitutions(pair, [finding.place for finding in found if finding.result == "conflict" and finding.place])
    return sorted(found, key=lambda finding: finding.place or Span(0, 0))


def _parted(summary: Release) -> Release:
    """Part a title in 【】 from the sentence behind it: each is held against the release by itself."""
    parted: list[Sentence] = []
    for sentence in summary.sentences:
        start, end = sentence.at
        if title := _TITLE.match(summary.text.value, start, end):
            parted.append(replace(sentence, at=Span(start, title.end()), index=len(parted)))
            start = title.end()
        parted.append(replace(sentence, at=Span(start, end), index=len(parted)))
    if len(parted) == len(summary.sentences):
        return summary
    return summary.with_(sentences=tuple(parted), done=summary.done - {"claims"})


def _figure(mention: Mention, pair: Pair) -> Finding:
    if own := pair.counterpart(mention):
        return _report(mention, own, "supported", ())
    equal = sorted((_match(mention, one, pair) for one in pair.equal(mention)), key=_score, reverse=True)
    best = equal[0] if equal else None
    # Where the words are the same, they can't be clearly those of another.
    if best is None or best.words <= 1 - _CLEARLY:
        rest = [_match(mention, other, pair) for other in pair.others(mention)]
        if best is None:
            return _without_equal(mention, rest, pair)
        rivals = sorted((rival for rival in rest if _belongs(mention, rival, best)), key=_score)
        if rivals:
            apart = abs(rivals[-1].mention.statement.index - best.mention.statement.index)
            return _report(mention, rivals[-1].mention, "altered", ("subject",) if apart <= 1 else ("value",))
    # Of several that may be meant, one that says the same bears the figure out.
    meant = [match.mention for match in equal if equal[0].score - match.score <= _CHOICE]
    found = [(one, differences(mention, one, pair)) for one in meant[:_MOST_CHOICES]]
    other, differing = next((one for one in found if not one[1]), found[0])
    return _report(mention, other, "altered" if differing else "supported", differing)


def _score(match: Match) -> float:
    return match.score


def _match(mention: Mention, other: Mention, pair: Pair) -> Match:
    words = alike(mention.words, other.words)
    score = _WORDS_WEIGHT * words + _SENTENCE_WEIGHT * pair.shared(mention.statement, other.statement)
    if (mention.change is None) != (other.change is None):
        # Not what there is but by how much it changed, or the other way round.
        score, words = score - _OTHER_SORT, words - _OTHER_SORT
    if mention.slot[1] == other.slot[1] and mention.slot[0] != other.slot[0]:
        score, words = score - _OTHER_SORT, words - _OTHER_SORT
    if mention.figure.qualifier == other.figure.qualifier:
        score += _TIE
    if mention.clause == other.clause:
        score += _TIE
    return Match(other, score, words)


def _belongs(mention: Mention, rival: Match, best: Match) -> bool:
    """Tell whether the words around a figure are clearly those of another figure of the release."""
    mine, other, true = mention.figure, rival.mention, best.mention
    if same_unit(mine.unit) != same_unit(other.figure.unit) and mine.value != other.figure.value:
        return False
    listed = mention.slot[0] > 0 and len(mention.lead) >= _LEAST_LEAD
    if listed and mention.lead == true.lead != other.lead:
        return False  # 出口200亿元、进口120亿元, which the release parts by a comma
    nearer = rival.score - best.score > _MARGIN and rival.words - best.words > _CLEARLY
    if nearer and rival.words >= _SAME_WORDS:
        return True
    if (other.change is None) != (mention.change is None) or _counts_same(mention, other, true):
        return False
    return _leads(mention, other, true) or _shortens(mention, other, true)


def _counts_same(mention: Mention, rival: Mention, true: Mention) -> bool:
    """Tell whether what stands right behind a figure speaks against another: 113个国家 for 269个小项."""
    mine, other, behind = (one.right[:_LEAST_LEAD] for one in (mention, rival, true))
    return mine == behind != other and _HAN.fullmatch(mine) is not None


def _leads(mention: Mention, rival: Mention, true: Mention) -> bool:
    """Tell whether a figure is led up to by what leads up to another of the sentence: 总支出 for 总收入."""
    if rival.statement is not true.statement:
        return False
    here, there = set(mention.names), set(true.names)
    if here and there and here <= set(rival.names) and here.isdisjoint(there):
        return there.isdisjoint(rival.names)
    if not mention.lead or not true.lead or len(rival.lead) < _LEAST_LEAD:
        return False
    if rival.lead in lexicon.words("claims/links") or (
        len(rival.lead) == _LEAST_LEAD and rival.lead in lexicon.words("claims/verbs")
    ):
        return False
    if rival.lead[-1] == true.lead[-1]:
        return False
    return mention.lead.endswith(rival.lead) and mention.lead[-1] != true.lead[-1]


def _shortens(mention: Mention, rival: Mention, true: Mention) -> bool:
    """Tell whether the words are a shorter form of another's, and not of those of the sentence: 最高法收案."""
    said = mention.lead
    return len(said) >= _LEAST_SHORT and shortens(said, rival.lead) and not shortens(said, true.statement.text)


def _without_equal(mention: Mention, rest: list[Match], pair: Pair) -> Finding:
    """Judge a figure that the release doesn't have: rounded, altered, or not there at all."""
    figure = mention.amount
    mine_allowed = allowed(figure)
    top = max((match.score for match in rest), default=0.0)
    for match in sorted(rest, key=lambda match: -match.score):
        if top - match.score > (_MARGIN if figure.qualifier == "exact" else _FREELY):
            break
        if mine_allowed is not None and _rounds(mention, match.mention, mine_allowed):
            differing = differences(mention, match.mention, pair, rounded=True)
            return _report(mention, match.mention, "altered" if differing else "supported", differing, rounded=True)
    if pair.theirs.release.title and figure.surface in pair.theirs.release.title:
        return _report(mention, None, "supported", ())
    like = [match for match in rest if match.score >= _SAME_STATEMENT and match.words >= _SAME_STATEMENT]
    comparable = [match for match in like if match.mention.figure.kind == figure.kind] or like
    if comparable:
        # 1.5% is 1.5个百分点 with another unit rather than 1.6% with another value.
        comparable = [match for match in like if match.mention.figure.value == figure.value] or comparable
        other = max(comparable, key=_score).mention
        return _report(mention, other, "altered", (_slip(mention, other),))
    return _report(mention, None, "unsupported", ())


def _rounds(mention: Mention, other: Mention, mine: Interval) -> bool:
    """Tell whether a figure is another one written with fewer digits."""
    figure, theirs = mention.amount, other.amount
    if same_unit(figure.unit) != same_unit(theirs.unit) or theirs.value is None or figure.value is None:
        return False
    value, true = float(figure.value), float(theirs.value)
    fewer = mention.is_fraction or _significant(figure.value) < _significant(theirs.value)
    if not fewer or figure.qualifier == theirs.qualifier == "about":
        return False
    # 超两成 is said of what lies a little above.
    near = max(_ROUNDING * abs(true), _step(figure.value) / 2 if figure.qualifier != "exact" else 0.0)
    return mine.meets(Interval(true, true)) and abs(value - true) <= near


def _step(value: str) -> float:
    return float(Decimal(1).scaleb(int(Decimal(value).normalize().as_tuple().exponent)))


def _significant(value: str) -> int:
    return len(Decimal(value).normalize().as_tuple().digits)


def _slip(mention: Mention, other: Mention) -> str:
    figure, theirs = mention.amount, other.amount
    if same_unit(figure.unit) != same_unit(theirs.unit):
        return "unit" if figure.value == theirs.value else "value"
    if figure.value and theirs.value and Decimal(theirs.value):
        power = Decimal(figure.value) / Decimal(theirs.value)
        if power != 1 and power.normalize().as_tuple().digits == (1,):
            return "magnitude"
    return "value"


def _report(
    mention: Mention, other: Mention | None, kind: str, altered: tuple[str, ...], *, rounded: bool = False
) -> Finding:
    surface = mention.figure.surface
    if other is None:
        message = f"{surface} stands in the title" if kind == "supported" else f"{surface} is not in the release"
    else:
        there = other.clause.strip()
        what = "rounds what the release says" if rounded else "is what the release says"
        if kind != "supported":
            what = f"differs in {', '.join(altered)} from the release"
        message = f"{surface} {what}: {there}"
    return Finding(
        kind,
        "consistent" if kind == "supported" else "conflict",
        message,
        None if other is None else f"{surface} / {other.figure.surface}",
        Deferred(lambda: (other.claim.id,) if other is not None and other.claim is not None else ()),
        (other.figure.span,) if other is not None else (),
        (other.figure.surface,) if other is not None else (),
        mention.figure.span,
        altered,
    )


def _converted(side: Side) -> bool:
    """Tell whether a text was written in the other script."""
    return any(change.rule.startswith("convert.") for change in side.release.text.changes)


def _quotations(pair: Pair) -> Iterator[Finding]:
    """Report quotations that the release doesn't hold; a short one may be a name that the summary gives."""
    quoted = (match for match in _QUOTED.finditer(pair.mine.value) if not pair.knows(match.start()))
    matches = {match: _SPACE.sub("", match["said"]) for match in quoted}
    if not matches:
        return
    text = _SPACE.sub("", pair.theirs.value + (pair.theirs.release.title or ""))
    known = standing({said for said in matches.values() if said}, text)
    converted = _converted(pair.mine) or _converted(pair.theirs)
    there = grams(text) if converted and len(known) < len(matches) else frozenset()
    for match, said in matches.items():
        if said and said not in known and said not in lexicon.words("numbers/festivals"):
            # A quotation that went through another script and back may have lost a character on the way.
            near = converted and held(grams(said), there) >= _NEARLY_QUOTED
            result: Result = "conflict" if len(said) >= _COINED and not near else "unresolved"
            place = pair.mine.release.text.origin(Span(*match.span("said")))
            yield Finding("quotation", result, f"“{match['said']}” doesn't stand in the release", place=place)


def _other_numbers(pair: Pair) -> Iterator[Finding]:
    """Report numbers that are no figures (a score, a code) and don't stand in the sentence or the release."""
    mine = pair.mine
    covered = sorted([*(mention.figure.at for mention in mine.mentions), *(period.at for period in mine.periods)])
    place = 0
    for match in _NUMBER.finditer(mine.value):
        while place < len(covered) and covered[place].end <= match.start():
            place += 1
        if place < len(covered) and covered[place].start <= match.start():
            continue
        if pair.knows(match.start()) or pair.whole(mine.statement_at(match.start())):
            continue
        sources = pair.sources(match.start())
        number = match.group().replace(",", "")
        if any(number in source.numbers for source in sources) or (not sources and number in pair.theirs.numbers):
            continue
        yield _other_number(pair, Span(*match.span()), sources)


def _ordinals(pair: Pair) -> Iterator[Finding]:
    """Report ordinals (第3位, 第二批) where the sentences most like the summary's only have others of their kind."""
    for statement in pair.mine.statements:
        if pair.knows(statement.core.end - 1) or pair.whole(statement):
            continue
        for of, number, (start, end) in ordinals(statement.text):
            at = Span(statement.core.start + start, statement.core.start + end)
            if of == _QUARTER or pair.mine.periods_in(at):
                continue
            near = [one for one in pair.nearest(statement) if of in one.ordinals]
            if near and not any(number in one.ordinals[of] for one in near):
                yield _other_number(pair, at, near[:1])


def _other_number(pair: Pair, at: Span, sources: Sequence[Statement]) -> Finding:
    mine = pair.mine
    there = "".join(source.text for source in sources)
    shown = mine.value[max(at.start - 1, 0) : at.end + 1].strip()
    message = f"{shown} differs from the release: {there}" if sources else f"{shown} is not in the release"
    kind = "altered" if sources else "unsupported"
    return Finding(kind, "conflict", message, place=mine.release.text.origin(at), altered=("value",) if sources else ())

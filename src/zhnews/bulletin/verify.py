"""Holds a summary, whoever or whatever wrote it, against the release it claims to sum up.

For each figure of the summary the release's figures of the same amount, and those of the sentences most like its own,
are compared by the words around them: the best of the same amount supports it, unless the words clearly belong to
another. What supports it must then say the same of direction, basis, period and scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from zhnews.bulletin.differences import changes, differences, negations
from zhnews.bulletin.sides import Mention, Side, alike, grams, held, likeness, same_unit
from zhnews.claims import Interval, allowed
from zhnews.model import Finding, Period, Release, Result
from zhnews.text import Span

_QUOTED = re.compile(r"“(?P<said>[^“”]{2,400})”")
_SPACE = re.compile(r"[\s，,。；;：:、！!？?…]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WHOLE_YEAR = 360
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
_DATELINE = re.compile(r"[电電讯訊\u3000\n]|消息|[（(][^）)\n]{1,40}[）)][\u3000\n]|$")
_LATEST_DATELINE = 120
_YEAR = re.compile(r"(?:19|20)\d\d年")
_RELATIVE = re.compile(r"[去今前明上本]年")
_COINED = 6
_SENTENCES = 3
# Words this much alike are the same statement; words this much more alike than others belong to it.
_SAME_WORDS, _CLEARLY, _MARGIN = 0.75, 0.15, 0.06
_SAME_STATEMENT = 0.5
# Of two that agree as well, the one said the same way is meant.
_TIE = 0.02
_OTHER_SORT = 0.2
_ROUNDING, _NEARLY_QUOTED = 0.1, 0.8
_DIGITS = re.compile(r"\d")


class Match(NamedTuple):
    """A figure of the release and how well its surroundings agree with the summary's."""

    mention: Mention
    score: float
    words: float


def verify_summary(summary: Release, release: Release) -> list[Finding]:
    """Hold a summary against a release; both have their sentences and claims, findings are in the summary's order.

    The result of each finding is consistent (kind `supported`) or conflict: kind `altered` where the release says
    otherwise, `unsupported` where it says nothing like it, `quotation` where a quotation isn't in it.
    """
    mine, theirs = Side(summary), Side(release)
    found = [_figure(mention, mine, theirs) for mention in mine.mentions]
    found += [
        *_periods(mine, theirs),
        *_quotations(mine, theirs),
        *_other_numbers(mine, theirs),
        *negations(mine, theirs),
    ]
    return sorted(found, key=lambda finding: finding.place or Span(0, 0))


def _figure(mention: Mention, mine: Side, theirs: Side) -> Finding:
    own = mine.grams[mention.sentence]
    near = theirs.nearest(own, _SENTENCES)
    equal = [_match(mention, own, other, theirs) for other in theirs.by_key.get(mention.key, ())]
    rest = [
        _match(mention, own, other, theirs)
        for index in near
        for other in theirs.by_sentence.get(index, ())
        if other.key != mention.key
    ]
    best = max(equal, key=lambda match: match.score, default=None)
    rival = max(rest, key=lambda match: match.score, default=None)
    if best is None:
        return _without_equal(mention, rest, mine, theirs)
    if rival is not None and _belongs(rival, best):
        return _altered(mention, rival, theirs, swapped=True)
    if differing := differences(mention, best.mention, mine, theirs):
        return _report(mention, best.mention, "altered", differing)
    return _report(mention, best.mention, "supported", ())


def _match(mention: Mention, own: frozenset[str], other: Mention, theirs: Side) -> Match:
    score, words = likeness(mention, own, other, theirs.grams[other.sentence]), alike(mention.words, other.words)
    if changes(mention) != changes(other):
        # Not what there is but by how much it changed, or the other way round.
        score, words = score - _OTHER_SORT, words - _OTHER_SORT
    if mention.slot[1] == other.slot[1] and mention.slot[0] != other.slot[0]:
        score, words = score - _OTHER_SORT, words - _OTHER_SORT
    if mention.figure.qualifier == other.figure.qualifier:
        score += _TIE
    if mention.clause == other.clause:
        score += _TIE
    return Match(other, score, words)


def _belongs(rival: Match, best: Match) -> bool:
    """Tell whether the words around a figure are clearly those of another figure of the release."""
    nearer = rival.score - best.score > _MARGIN and rival.words - best.words > _CLEARLY
    return nearer and rival.words >= _SAME_WORDS


def _without_equal(mention: Mention, rest: list[Match], mine: Side, theirs: Side) -> Finding:
    """Judge a figure that the release doesn't have: rounded, altered, or not there at all."""
    figure = mention.figure
    mine_allowed = allowed(figure)
    top = max((match.score for match in rest), default=0.0)
    for match in sorted(rest, key=lambda match: -match.score):
        if top - match.score > _MARGIN:
            break
        if mine_allowed is not None and _rounds(mention, match.mention, mine_allowed):
            differing = differences(mention, match.mention, mine, theirs, rounded=True)
            return _report(mention, match.mention, "altered" if differing else "supported", differing)
    if theirs.release.title and figure.surface in theirs.release.title:
        return _report(mention, None, "supported", ())
    like = [match for match in rest if match.score >= _SAME_STATEMENT and match.words >= _SAME_STATEMENT]
    comparable = [match for match in like if match.mention.figure.kind == figure.kind] or like
    if comparable:
        return _altered(mention, max(comparable, key=lambda match: match.score), theirs, swapped=False)
    return _report(mention, None, "unsupported", ())


def _rounds(mention: Mention, other: Mention, mine: Interval) -> bool:
    """Tell whether a figure is another one written with fewer digits."""
    figure, theirs = mention.figure, other.figure
    if same_unit(figure.unit) != same_unit(theirs.unit) or theirs.value is None or figure.value is None:
        return False
    value, true = float(figure.value), float(theirs.value)
    if _significant(figure.value) >= _significant(theirs.value) or figure.qualifier == theirs.qualifier == "about":
        return False
    return mine.meets(Interval(true, true)) and abs(value - true) <= _ROUNDING * abs(true)


def _significant(value: str) -> int:
    return len(Decimal(value).normalize().as_tuple().digits)


def _altered(mention: Mention, match: Match, theirs: Side, *, swapped: bool) -> Finding:
    """Say how a figure differs from the one that its words belong to."""
    figure, other = mention.figure, match.mention.figure
    if swapped and mention.key in theirs.by_key and same_unit(figure.unit) == same_unit(other.unit):
        elsewhere = theirs.by_key[mention.key]
        spans = {one.sentence for one in elsewhere}
        return _report(
            mention, match.mention, "altered", ("subject",) if match.mention.sentence in spans else ("value",)
        )
    return _report(mention, match.mention, "altered", (_slip(mention, match.mention),))


def _slip(mention: Mention, other: Mention) -> str:
    figure, theirs = mention.figure, other.figure
    if same_unit(figure.unit) != same_unit(theirs.unit):
        return "unit" if figure.value == theirs.value else "value"
    if figure.value and theirs.value and Decimal(theirs.value):
        power = Decimal(figure.value) / Decimal(theirs.value)
        if power != 1 and power.normalize().as_tuple().digits == (1,):
            return "magnitude"
    return "value"


def _report(mention: Mention, other: Mention | None, kind: str, altered: tuple[str, ...]) -> Finding:
    surface = mention.figure.surface
    if other is None:
        message = f"{surface} stands in the title" if kind == "supported" else f"{surface} is not in the release"
    else:
        there = other.clause.strip()
        what = (
            "is what the release says" if kind == "supported" else f"differs in {', '.join(altered)} from the release"
        )
        message = f"{surface} {what}: {there}"
    return Finding(
        kind,
        "consistent" if kind == "supported" else "conflict",
        message,
        None if other is None else f"{surface} / {other.figure.surface}",
        (other.claim.id,) if other is not None and other.claim is not None else (),
        (other.figure.span,) if other is not None else (),
        (other.figure.surface,) if other is not None else (),
        mention.figure.span,
        altered,
    )


def _periods(mine: Side, theirs: Side) -> Iterator[Finding]:
    """Report periods that aren't those of the sentence they were taken over with, or that the release doesn't name."""
    text = theirs.value + (theirs.release.title or "") + (theirs.release.dateline or "")
    known = {(period.start, period.end) for period in theirs.periods}
    published = theirs.release.published
    if published:
        known.add((published, published))
    years = {day.year for pair in known for day in pair if day}
    for period in mine.periods:
        if published and (period.start, period.end) == (published, published) and _is_dateline(period, mine):
            continue
        sources = _sources(period.at.start, mine, theirs)
        if sources:
            there = [one for source in sources for one in theirs.periods_of(source)]
            said = (theirs.release.sentences[source].text for source in sources)
            if _named_there(period, there) or any(stands_in(period.surface, text) for text in said):
                continue
            if not there and (not _tells(period) or (period.start, period.end) in known):
                continue
            names = "、".join(one.surface for one in there) or "no such time"
            spans, quotes = tuple(one.span for one in there), tuple(one.surface for one in there)
        else:
            ends = (period.start, period.end)
            day = _DAY.search(period.surface)
            if stands_in(day.group() if day else period.surface, text) or not _tells(period):
                continue
            # A day can be told from others without a year, other stretches can't.
            if ends in known if ends != (None, None) else day is None:
                continue
            if _covers(period, theirs, years):
                continue
            there, names, spans, quotes = [], "no such time", (), ()
        message = f"{period.surface} differs in period from the release: {names}"
        # Without a date of publication 去年 can be any year.
        unknown = published is None and _YEAR.match(period.surface) and _has_relative(there or theirs.periods)
        result: Result = "unresolved" if unknown else "conflict"
        yield Finding("altered", result, message, None, (), spans, quotes, period.span, ("period",))


def _has_relative(periods: Sequence[Period]) -> bool:
    return any(_RELATIVE.match(period.surface) and period.start is period.end is None for period in periods)


def _sources(position: int, mine: Side, theirs: Side) -> list[int]:
    """Give the release's sentences that the summary's sentence at a position was taken over from."""
    index = mine.sentence_at(position)
    return theirs.sources_of(mine.grams[index], mine.keys_of(index))


def _is_dateline(period: Period, mine: Side) -> bool:
    """Tell whether a day is that of a dateline: 云岭7月20日电（市政府）."""
    source, (start, end) = mine.release.text.source, period.span
    return start <= _LATEST_DATELINE and _DATELINE.match(source, end) is not None


def _named_there(period: Period, there: Sequence[Period]) -> bool:
    """Tell whether one of the release's periods is the same time, or the same words more or less fully."""
    for one in there:
        if (period.start or period.end) and (period.start, period.end) == (one.start, one.end):
            return True
        if stands_in(period.surface, one.surface) or stands_in(one.surface, period.surface):
            return True
    return not _tells(period)


def stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text, not as the tail of a longer number.

    >>> stands_in("2月", "今年2月"), stands_in("2月", "12月")
    (True, False)
    """
    at = text.find(words)
    while at >= 0:
        if not (words[:1].isdigit() and text[at - 1 : at].isdigit()):
            return True
        at = text.find(words, at + 1)
    return False


def _tells(period: Period) -> bool:
    """Tell whether a period names a calendar stretch, by digits or by a half or quarter of a year."""
    return bool(_DIGITS.search(period.surface)) or any(word in period.surface for word in ("年", "季度", "月"))


def _covers(period: Period, theirs: Side, years: set[int]) -> bool:
    """Tell whether a whole year or month is one that the release names days or months of."""
    if period.start is None or period.end is None:
        return False
    if (period.end - period.start).days > _WHOLE_YEAR:
        return period.start.year in years and period.start.year == period.end.year
    inside = (p for p in theirs.periods if p.start and p.end and period.start <= p.start and p.end <= period.end)
    return any((p.end - p.start).days <= 1 for p in inside if p.start and p.end)


def _converted(side: Side) -> bool:
    """Tell whether a text was written in the other script."""
    return any(change.rule.startswith("convert.") for change in side.release.text.changes)


def _quotations(mine: Side, theirs: Side) -> Iterator[Finding]:
    """Report quotations that the release doesn't hold; a short one may be a name that the summary gives."""
    text = _SPACE.sub("", theirs.value + (theirs.release.title or ""))
    converted = _converted(mine) or _converted(theirs)
    for match in _QUOTED.finditer(mine.value):
        said = _SPACE.sub("", match["said"])
        if said and said not in text:
            # A quotation that went through another script and back may have lost a character on the way.
            near = converted and held(grams(said), grams(text)) >= _NEARLY_QUOTED
            result: Result = "conflict" if len(said) >= _COINED and not near else "unresolved"
            place = mine.release.text.origin(Span(*match.span("said")))
            yield Finding("quotation", result, f"“{match['said']}” doesn't stand in the release", place=place)


def _other_numbers(mine: Side, theirs: Side) -> Iterator[Finding]:
    """Report numbers that are no figures (第3批, a score, a code) and don't stand in the sentence or the release."""
    covered = [*(mention.figure.at for mention in mine.mentions), *(period.at for period in mine.periods)]
    inside = {place for at in covered for place in range(*at)}
    text = theirs.value + (theirs.release.title or "") + (theirs.release.dateline or "")
    known = {match.group() for match in _NUMBER.finditer(text)}
    for match in _NUMBER.finditer(mine.value):
        if match.start() in inside:
            continue
        sources = _sources(match.start(), mine, theirs)
        there = "".join(theirs.release.sentences[source].text for source in sources) if sources else None
        shown = mine.value[max(match.start() - 1, 0) : match.end() + 1].strip()
        if match.group() in (known if there is None else {m.group() for m in _NUMBER.finditer(there)}):
            continue
        message = f"{shown} is not in the release" if there is None else f"{shown} differs from the release: {there}"
        at = mine.release.text.origin(Span(*match.span()))
        kind = "unsupported" if there is None else "altered"
        yield Finding(kind, "conflict", message, place=at, altered=() if there is None else ("value",))

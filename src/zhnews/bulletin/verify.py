"""Holds a summary, whoever or whatever wrote it, against the release it claims to sum up.

For each figure of the summary the release's figures of the same amount, and those of the sentences most like its own,
are compared by the words around them: the best of the same amount supports it, unless the words clearly belong to
another. What supports it must then say the same of direction, basis, period and scope.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from zhnews.bulletin.differences import differences, negations
from zhnews.bulletin.likeness import alike, grams, held, standing, stands_in
from zhnews.bulletin.pair import Pair
from zhnews.bulletin.sides import Mention, Side, same_unit
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
_COINED, _SHOWN = 6, 8
# Words this much alike are the same statement; words this much more alike than others belong to it.
_SAME_WORDS, _CLEARLY, _MARGIN = 0.75, 0.15, 0.06
_SAME_STATEMENT = 0.5
# Of two that agree as well, the one said the same way is meant.
_TIE = 0.02
_OTHER_SORT = 0.2
_WORDS_WEIGHT, _SENTENCE_WEIGHT = 0.55, 0.45
_ROUNDING, _NEARLY_QUOTED = 0.1, 0.8
_DIGITS = re.compile(r"\d")


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
    pair = Pair(Side(summary), Side(release))
    found = [_figure(mention, pair) for mention in pair.mine.mentions]
    found += [*_periods(pair), *_quotations(pair), *_other_numbers(pair), *negations(pair)]
    return sorted(found, key=lambda finding: finding.place or Span(0, 0))


def _figure(mention: Mention, pair: Pair) -> Finding:
    if own := pair.counterpart(mention):
        return _report(mention, own, "supported", ())
    best = max((_match(mention, one, pair) for one in pair.equal(mention)), key=_score, default=None)
    # Where the words are the same, they can't be clearly those of another.
    if best is None or best.words <= 1 - _CLEARLY:
        rest = [_match(mention, other, pair) for other in pair.others(mention)]
        if best is None:
            return _without_equal(mention, rest, pair)
        rival = max(rest, key=_score, default=None)
        if rival is not None and _belongs(rival, best):
            return _altered(mention, rival, pair.theirs, swapped=True)
    if differing := differences(mention, best.mention, pair):
        return _report(mention, best.mention, "altered", differing)
    return _report(mention, best.mention, "supported", ())


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


def _belongs(rival: Match, best: Match) -> bool:
    """Tell whether the words around a figure are clearly those of another figure of the release."""
    nearer = rival.score - best.score > _MARGIN and rival.words - best.words > _CLEARLY
    return nearer and rival.words >= _SAME_WORDS


def _without_equal(mention: Mention, rest: list[Match], pair: Pair) -> Finding:
    """Judge a figure that the release doesn't have: rounded, altered, or not there at all."""
    figure = mention.figure
    mine_allowed = allowed(figure)
    top = max((match.score for match in rest), default=0.0)
    for match in sorted(rest, key=lambda match: -match.score):
        if top - match.score > _MARGIN:
            break
        if mine_allowed is not None and _rounds(mention, match.mention, mine_allowed):
            differing = differences(mention, match.mention, pair, rounded=True)
            return _report(mention, match.mention, "altered" if differing else "supported", differing)
    if pair.theirs.release.title and figure.surface in pair.theirs.release.title:
        return _report(mention, None, "supported", ())
    like = [match for match in rest if match.score >= _SAME_STATEMENT and match.words >= _SAME_STATEMENT]
    comparable = [match for match in like if match.mention.figure.kind == figure.kind] or like
    if comparable:
        return _altered(mention, max(comparable, key=_score), pair.theirs, swapped=False)
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
        near = mention.key in match.mention.statement.keys
        return _report(mention, match.mention, "altered", ("subject",) if near else ("value",))
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


def _periods(pair: Pair) -> Iterator[Finding]:
    """Report periods that aren't those of the sentence they were taken over with, or that the release doesn't name."""
    theirs, known = pair.theirs, _Known(pair)
    published = theirs.release.published
    for period in pair.mine.periods:
        if published and (period.start, period.end) == (published, published) and _is_dateline(period, pair.mine):
            continue
        if pair.whole(pair.mine.statement_at(period.at.start)):
            continue
        there: list[Period] = []
        if sources := pair.sources(period.at.start):
            there = [one for source in sources for one in source.periods]
            if _named_there(period, there) or any(stands_in(period.surface, source.text) for source in sources):
                continue
            if not there and (not _tells(period) or (period.start, period.end) in known.ends):
                continue
        elif known.names(period):
            continue
        shown = there[:_SHOWN]
        names = "、".join(one.surface for one in shown) or "no such time"
        message = f"{period.surface} differs in period from the release: {names}"
        # Without a date of publication 去年 can be any year.
        unknown = published is None and _YEAR.match(period.surface) and (known.relative or _has_relative(there))
        result: Result = "unresolved" if unknown else "conflict"
        spans, quotes = tuple(one.span for one in shown), tuple(one.surface for one in shown)
        yield Finding("altered", result, message, None, (), spans, quotes, period.span, ("period",))


class _Known:
    """The times that the release names, and those of the summary's whose words stand anywhere in it."""

    def __init__(self, pair: Pair) -> None:
        theirs = pair.theirs
        self.ends = {(period.start, period.end) for period in theirs.periods}
        if published := theirs.release.published:
            self.ends.add((published, published))
        self._years = {day.year for ends in self.ends for day in ends if day}
        self._days = sorted(p.start for p in theirs.periods if p.start and p.end and (p.end - p.start).days <= 1)
        self._standing = standing({_shown_day(period) for period in pair.mine.periods}, theirs.headed)
        self.relative = _has_relative(theirs.periods)

    def names(self, period: Period) -> bool:
        """Tell whether the release names a period, by its words or its dates, or names none to hold it against."""
        if _shown_day(period) in self._standing or not _tells(period):
            return True
        ends = (period.start, period.end)
        # A day can be told from others without a year, other stretches can't.
        if ends in self.ends if ends != (None, None) else _DAY.search(period.surface) is None:
            return True
        return self._covers(period)

    def _covers(self, period: Period) -> bool:
        """Tell whether a whole year or month is one that the release names days or months of."""
        if period.start is None or period.end is None:
            return False
        if (period.end - period.start).days > _WHOLE_YEAR:
            return period.start.year in self._years and period.start.year == period.end.year
        place = bisect_left(self._days, period.start)
        return place < len(self._days) and self._days[place] <= period.end


def _shown_day(period: Period) -> str:
    day = _DAY.search(period.surface)
    return day.group() if day else period.surface


def _has_relative(periods: Sequence[Period]) -> bool:
    return any(_RELATIVE.match(period.surface) and period.start is period.end is None for period in periods)


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


def _tells(period: Period) -> bool:
    """Tell whether a period names a calendar stretch, by digits or by a half or quarter of a year."""
    return bool(_DIGITS.search(period.surface)) or any(word in period.surface for word in ("年", "季度", "月"))


def _converted(side: Side) -> bool:
    """Tell whether a text was written in the other script."""
    return any(change.rule.startswith("convert.") for change in side.release.text.changes)


def _quotations(pair: Pair) -> Iterator[Finding]:
    """Report quotations that the release doesn't hold; a short one may be a name that the summary gives."""
    matches = {match: _SPACE.sub("", match["said"]) for match in _QUOTED.finditer(pair.mine.value)}
    if not matches:
        return
    text = _SPACE.sub("", pair.theirs.value + (pair.theirs.release.title or ""))
    known = standing({said for said in matches.values() if said}, text)
    converted = _converted(pair.mine) or _converted(pair.theirs)
    there = grams(text) if converted and len(known) < len(matches) else frozenset()
    for match, said in matches.items():
        if said and said not in known:
            # A quotation that went through another script and back may have lost a character on the way.
            near = converted and held(grams(said), there) >= _NEARLY_QUOTED
            result: Result = "conflict" if len(said) >= _COINED and not near else "unresolved"
            place = pair.mine.release.text.origin(Span(*match.span("said")))
            yield Finding("quotation", result, f"“{match['said']}” doesn't stand in the release", place=place)


def _other_numbers(pair: Pair) -> Iterator[Finding]:
    """Report numbers that are no figures (第3批, a score, a code) and don't stand in the sentence or the release."""
    mine = pair.mine
    covered = sorted([*(mention.figure.at for mention in mine.mentions), *(period.at for period in mine.periods)])
    place = 0
    for match in _NUMBER.finditer(mine.value):
        while place < len(covered) and covered[place].end <= match.start():
            place += 1
        if place < len(covered) and covered[place].start <= match.start():
            continue
        if pair.whole(mine.statement_at(match.start())):
            continue
        sources = pair.sources(match.start())
        if any(match.group() in numbers for numbers in (source.numbers for source in sources)):
            continue
        if not sources and match.group() in pair.theirs.numbers:
            continue
        there = "".join(source.text for source in sources)
        shown = mine.value[max(match.start() - 1, 0) : match.end() + 1].strip()
        message = f"{shown} differs from the release: {there}" if sources else f"{shown} is not in the release"
        at = mine.release.text.origin(Span(*match.span()))
        kind = "altered" if sources else "unsupported"
        yield Finding(kind, "conflict", message, place=at, altered=("value",) if sources else ())

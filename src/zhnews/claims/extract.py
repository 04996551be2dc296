"""The stage: walks over sentences and clauses and puts each claim together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from zhnews.claims import meaning
from zhnews.claims.clauses import Clause, part
from zhnews.claims.context import Context
from zhnews.model import Claim, Direction, Period, Quantity, Release, Sentence, View
from zhnews.numbers import find_figures, find_periods

_JOINT = re.compile(r"\s?[、和及与]?\s?")
_FLAT = re.compile(r"持平|相同|不变")
_REACHED = re.compile(r"(?:达到?|为|至|到)$")
_EACH = re.compile(r"(?:各|每[个\u4e00-\u9fff]{0,3}|平均每[天日人月户个])$")
_FROM = re.compile(r"(?:由|从)(?P<of>[^由从，。]{0,6})$")
_LEVELS = frozenset({"count", "money", "amount", "percent", "multiple"})
_BASIS_VIEW = re.compile(r"从(同比|环比)看")


@dataclass(frozen=True)
class ExtractClaims:
    """Extract the numeric claims of a release."""

    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    gives: ClassVar[frozenset[str]] = frozenset({"claims"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its claims, in the order of the text."""
        claims: list[Claim] = []
        context = Context()
        figures = _by_sentence(release.sentences, find_figures(release.text))
        periods = _by_sentence(release.sentences, find_periods(release.text, release.published))
        for sentence, own, times in zip(release.sentences, figures, periods, strict=True):
            clauses = part(sentence, own, times)
            context.enter(sentence, clauses, times)
            claims += _Reader(sentence, clauses, times, context, len(claims), claims[-4:]).read()
        return release.with_(claims=tuple(claims))


_V = TypeVar("_V", bound=View)


def _by_sentence(sentences: Sequence[Sentence], views: Sequence[_V]) -> Iterator[list[_V]]:
    """Deal views out to the sentences they stand in."""
    place = 0
    for sentence in sentences:
        found: list[_V] = []
        while place < len(views) and views[place].at.start < sentence.at.end:
            found.append(views[place])
            place += 1
        yield found


class _Reader:
    """Reads one sentence: clause after clause, and in each, run after run of coordinated figures."""

    def __init__(
        self,
        sentence: Sentence,
        clauses: Sequence[Clause],
        periods: Sequence[Period],
        context: Context,
        offset: int,
        before: list[Claim],
    ) -> None:
        self._sentence, self._clauses, self._context, self._offset = sentence, clauses, context, offset
        self._periods = periods
        self._value = sentence.body.value
        self._before = before
        self._claims: list[Claim] = []
        self._heard: meaning.Reading | None = None
        self._basis: str | None = None

    def read(self) -> list[Claim]:
        """Give the claims of the sentence."""
        view = _BASIS_VIEW.search(self._sentence.text)
        if view:
            self._basis = "yoy" if view[1] == "同比" else "mom"
        for clause in self._clauses:
            if clause.figures:
                for run in self._runs(clause):
                    self._read_run(clause, run)
                    self._heard = None
            else:
                self._hear(clause)
        return self._claims

    def _runs(self, clause: Clause) -> Iterator[list[Quantity]]:
        """Part the figures of a clause into runs with nothing but 、 or 和 between them."""
        run: list[Quantity] = []
        for figure in clause.figures:
            between = self._value[run[-1].at.end : figure.at.start] if run else ""
            if run and not _JOINT.fullmatch(between):
                yield run
                run = []
            run.append(figure)
        yield run

    def _hear(self, clause: Clause) -> None:
        """Take from a clause without figure what the next may build on, or what it says of the one before."""
        text = self._plain(clause.at.start, clause.at.end)
        if self._claims and _FLAT.search(text) and not clause.conditions:
            against = meaning.basis_of(text)
            last = self._claims[-1]
            if last.direction is None or against:
                self._claims[-1] = replace(
                    last, direction=last.direction or "flat", basis=last.basis or (against[0] if against else None)
                )
            return
        reading = meaning.read_left(text)
        if reading.change or len(text) <= 16:
            self._heard = reading

    def _plain(self, start: int, end: int) -> str:
        """Give a stretch without its periods, scopes at its head, and brackets around nothing."""
        pieces: list[str] = []
        for period in self._periods:
            at = period.at
            if at.end <= start or at.start >= end:
                continue
            pieces.append(self._value[start : max(at.start, start)])
            start = max(start, min(at.end, end))
        pieces.append(self._value[start:end])
        return "".join(pieces)

    def _read_run(self, clause: Clause, run: list[Quantity]) -> None:
        left_start = max([clause.at.start, *(f.at.end for f in clause.figures if f.at.end <= run[0].at.start)])
        left = self._plain(left_start, run[0].at.start)
        for condition in clause.conditions:
            left = left.replace(condition.surface, condition.surface)
        right_end = min([clause.at.end, *(f.at.start for f in clause.figures if f.at.start >= run[-1].at.end)])
        right = self._plain(run[-1].at.end, right_end)
        respective = "分别" in left
        each = _EACH.search(left)
        source = _FROM.search(left)
        reading = self._reading(left, right, run)
        subjects = self._listed(left, len(run)) if respective and not reading.change else None
        bases = self._claims[-len(run) :] if respective and len(self._claims) >= len(run) else []
        for index, figure in enumerate(run):
            own = reading
            if subjects:
                own = reading._replace(subject=subjects[index])
            base = None
            if reading.change or reading.basis:
                base = bases[index] if bases and not reading.subject else self._level(reading, figure)
                if base is not None and not reading.subject:
                    own = own._replace(subject=base.subject or base.predicate)
            self._add(
                clause,
                figure,
                own,
                base,
                "各" if each and each.group() == "各" else each.group() if each else None,
                source is not None,
            )

    def _reading(self, left: str, right: str, run: list[Quantity]) -> meaning.Reading:
        """Read both sides of a run; what neither says is inherited from the clause before."""
        condition = next(
            (w.surface for w in [c for cl in self._clauses for c in cl.conditions] if w.surface in left), None
        )
        shown = meaning.without_scope(left)
        reading = meaning.read_left(shown)
        last = self._claims[-1] if self._claims else None
        if (
            not left.strip(" 、和及与")
            and last is not None
            and self._value[last.at.end : run[0].at.start].strip(" ") == ""
        ):
            return meaning.Reading(last.subject, last.predicate, last.direction, last.basis, last.condition)
        behind = meaning.read_right(right)
        if meaning.coverb(shown):
            return meaning.Reading(behind.subject, behind.predicate, None, None, condition)
        if reading.subject is None and not reading.change and behind.subject:
            predicate = reading.predicate or behind.predicate
            return reading._replace(subject=behind.subject, predicate=predicate, condition=condition)
        if reading.subject is None and not reading.change and self._heard is not None:
            heard = self._heard
            subject, direction = heard.subject, heard.direction
            reading = reading._replace(
                subject=subject, direction=direction if _REACHED.search(meaning.bare(left) or "") else None
            )
        if (
            reading.change
            and reading.subject
            and re.fullmatch(r"涨幅|降幅|增速|增幅|跌幅", reading.subject)
            and last
            and last.subject
        ):
            reading = reading._replace(subject=last.subject.removesuffix(reading.subject) + reading.subject)
        return reading._replace(condition=condition)

    def _listed(self, left: str, count: int) -> list[str] | None:
        """Give the subjects of a list before 分别, if there are as many as figures: 对甲、乙和丙分别出口…"""
        head, _, tail = left.partition("分别")
        head = meaning.without_scope(head)
        prefix = re.match(r"^(?:其中)?(?:对|向|从|与|和)?", head)
        lead = prefix.group().removeprefix("其中") if prefix else ""
        items = [item for item in re.split(r"[、和及与]", head[len(prefix.group()) if prefix else 0 :]) if item]
        noun = meaning.read_left(tail).subject or meaning.bare(tail)
        return [lead + item + noun for item in items] if len(items) == count else None

    def _level(self, reading: meaning.Reading, figure: Quantity) -> Claim | None:
        """Find the level a change is a change of: of the same subject, or else the last one in the sentence."""
        for claim in reversed(self._claims):
            if claim.kind not in _LEVELS or (claim.basis and claim.direction and figure.kind != "percentage_point"):
                continue
            if figure.kind == "percentage_point" and claim.kind != "percent":
                continue
            if reading.subject is None or (claim.subject and _same(reading.subject, claim.subject)):
                return claim
            if reading.subject and claim.subject and figure.kind == "percentage_point":
                return claim
            if reading.subject is not None:
                continue
        return None

    def _add(
        self,
        clause: Clause,
        figure: Quantity,
        reading: meaning.Reading,
        base: Claim | None,
        each: str | None,
        source: bool,
    ) -> None:
        subject = reading.subject
        direction: Direction | None = reading.direction
        basis = reading.basis
        if reading.change and basis is None and figure.kind in ("percent", "percentage_point"):
            basis = self._inherited_basis()
        if figure.kind == "duration":
            direction = meaning.direction_of(self._after(clause, figure)) or direction
            against = meaning.basis_of(self._after(clause, figure))
            basis = against[0] if against else basis
        own_rate = meaning.rate_direction(subject)
        if own_rate and figure.kind == "percent":
            direction, basis = own_rate, basis or self._basis
        if source and not own_rate:
            direction = None
        self._claims.append(
            Claim(
                figure.body,
                figure.at,
                figure.value,
                figure.low,
                figure.high,
                figure.unit,
                figure.kind,
                figure.qualifier,
                id=f"c{self._offset + len(self._claims) + 1}",
                sentence=self._sentence.index,
                subject=subject,
                predicate=reading.predicate,
                condition=reading.condition or each,
                period=self._context.period(clause, figure.at),
                scope=self._context.scope(figure.at),
                speaker=self._context.speaker,
                direction=direction,
                basis=basis,
                change_of=base.id if base is not None and reading.change else None,
            )
        )

    def _after(self, clause: Clause, figure: Quantity) -> str:
        return self._value[figure.at.end : clause.at.end]

    def _inherited_basis(self) -> str | None:
        """Give the basis of the change before in this sentence or paragraph: 同比增长8%, … 增长4%."""
        if self._basis:
            return self._basis
        for claim in (*reversed(self._claims), *reversed(self._before)):
            if claim.basis:
                return claim.basis
        return None


def _same(a: str, b: str) -> bool:
    return a == b or a.endswith(b) or b.endswith(a)

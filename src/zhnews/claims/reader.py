"""Reads one sentence: clause after clause, and in each, run after run of coordinated figures.

The grammar is the list `RULES`: each rule looks at a site (a run of figures with the words on both sides) and says
what it reads there, or nothing; the first that speaks is believed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from zhnews.claims import meaning, phrases
from zhnews.claims.clauses import Clause
from zhnews.claims.context import Context
from zhnews.claims.meaning import Reading
from zhnews.model import Claim, Direction, Quantity, Sentence

_JOINT = re.compile(r"[ \u3000]?[、和及与]?[ \u3000]?")
_FLAT = re.compile(r"(?:持平|相同|不变)$")
_EACH = re.compile(r"(?:各|每[个\u4e00-\u9fff]{0,3}|平均每[天日人月户个])$")
_SOURCE = re.compile(r"(?:由|从)[^由从，。]{0,6}$")
_SHARE = re.compile(r"^(?P<head>.*?)(?P<share>占.{2,}?)(?:的|达|为|超|约)?$")
_BARE_RATE = re.compile(r"(?:涨幅|降幅|增速|增幅|跌幅|升幅)$")
_LISTED = re.compile(r"[、和及与]")
_LIST_HEAD = re.compile(r"^(?:其中)?(?:对|向|从|与|和)?")
_SHORT_NAME = 4
_SHORTEST_THING = 2
_BECOMES = frozenset({"转为", "变为", "转", "由降转", "转而"})
_SHORTEST_SENTENCE = 6
_ALONGSIDE = re.compile("以及|及")
_LONGEST_MODIFIER = 14
_COVERB_PHRASE = re.compile(r"^(?:对|与|同|和|向)")
_BASIS_VIEW = re.compile(r"从(同比|环比)看")
_LEVELS = frozenset({"count", "money", "amount", "percent", "multiple", "duration"})
_COUNTED = frozenset({"count", "amount"})


@dataclass(frozen=True)
class Site:
    """A run of figures and the words around it, periods and scope taken out.

    `left` goes back to the figure before, if there is one in the clause (`after`); `whole` goes back to the
    clause's start.
    """

    clause: Clause
    run: Sequence[Quantity]
    left: str
    whole: str
    right: str
    after: Claim | None

    @property
    def kind(self) -> str:
        """The kind of the figures."""
        return self.run[0].kind


class Reader:
    """Reads one sentence; `before` are the last claims of the sentences before it."""

    def __init__(
        self, sentence: Sentence, clauses: Sequence[Clause], context: Context, offset: int, before: Sequence[Claim]
    ) -> None:
        self._sentence, self._clauses, self._context, self._offset = sentence, clauses, context, offset
        self._value = sentence.body.value
        self._before = before
        self.claims: list[Claim] = []
        self.topic: str | None = None
        self.heard_direction: Direction | None = None
        # Who does what a sentence counts without naming what it is: 最高人民法院收案21081件.
        self.agent: str | None = None
        view = _BASIS_VIEW.search(sentence.text)
        self._basis = {"同比": "yoy", "环比": "mom"}[view[1]] if view else None

    @property
    def last(self) -> Claim | None:
        """The claim before, in this sentence."""
        return self.claims[-1] if self.claims else None

    def read(self) -> list[Claim]:
        """Give the claims of the sentence."""
        for clause in self._clauses:
            if not clause.figures:
                self._hear(clause)
            # What the clause has said up to a run, its figures left out.
            said, position = "", clause.at.start
            for run in self._runs(clause):
                said += self._plain(position, run[0].at.start)
                position = run[-1].at.end
                self._read_run(self._site(clause, run, said))
        return self.claims

    def _runs(self, clause: Clause) -> Iterator[list[Quantity]]:
        """Part the figures of a clause into runs with nothing but 、 or 和 between them."""
        run: list[Quantity] = []
        for figure in clause.figures:
            between = self._value[run[-1].at.end : figure.at.start] if run else ""
            spread = run and "分别" in self._value[clause.at.start : run[0].at.start] and meaning.turns(between)
            if run and not _JOINT.fullmatch(between) and not spread:
                yield run
                run = []
            run.append(figure)
        if run:
            yield run

    def _site(self, clause: Clause, run: Sequence[Quantity], whole: str) -> Site:
        start, end = run[0].at.start, run[-1].at.end
        place = bisect_left(clause.figures, start, key=lambda figure: figure.at.start)
        later = clause.figures[place + len(run) :]
        first = place == 0
        left = self._plain(clause.at.start if first else clause.figures[place - 1].at.end, start)
        right = self._plain(end, min([clause.at.end, *(figure.at.start for figure in later[:1])]))
        left = meaning.without_scope(left) if first else left
        return Site(clause, run, left, meaning.without_scope(whole), right, None if first else self.last)

    def _plain(self, start: int, end: int) -> str:
        """Give a stretch without the periods in it; those that are part of a comparison stay."""
        pieces: list[str] = []
        for period in self._context.periods:
            at = period.at
            if at.end > start and at.start < end:
                pieces.append(self._value[start : max(at.start, start)])
                start = max(start, min(at.end, end))
        pieces.append(self._value[start:end])
        return "".join(pieces)

    def _hear(self, clause: Clause) -> None:
        """Take from a clause without figure what the next may build on, or what it says of the claim before."""
        said = self._value[slice(*clause.at)]
        if self.last and _FLAT.search(said.rstrip(" 。；")) and not clause.conditions:
            against = meaning.basis_of(said)
            basis = self.last.basis or (against[0] if against else None)
            self.claims[-1] = replace(self.last, direction=self.last.direction or "flat", basis=basis)
            return
        text = meaning.without_scope(self._plain(*clause.at))
        if meaning.reports(text) or not meaning.bare(text):
            return
        self.topic = meaning.topic(text)
        self.heard_direction = meaning.direction_of(text)

    def _read_run(self, site: Site) -> None:
        reading = next((found for rule in RULES if (found := rule(self, site))), Reading())
        condition = next((c.surface for c in site.clause.conditions if c.surface in site.whole), None)
        if condition and reading.subject:
            reading = reading._replace(subject=reading.subject.removeprefix(condition) or reading.subject)
        each = _EACH.search(site.left)
        if each and reading.subject:
            reading = reading._replace(subject=reading.subject.removesuffix(each.group()) or reading.subject)
        if reading.subject and (head := meaning.each(reading.subject)):
            each = head
            reading = reading._replace(subject=reading.subject[head.end() :])
        reading = reading._replace(condition=condition or reading.condition or (each.group() if each else None))
        changes = reading.direction is not None or reading.basis is not None
        subjects = _listed(site.left, len(site.run)) if "分别" in site.left else None
        bases = self._bases(site, reading) if changes and reading.links else [None] * len(site.run)
        for index, figure in enumerate(site.run):
            own, base = reading, bases[index]
            if index and (turn := meaning.turns(self._value[site.run[index - 1].at.end : figure.at.start])):
                own = own._replace(predicate=turn[0], direction=turn[1])
            if subjects:
                own = own._replace(subject=subjects[index])
            if base is not None and own.subject is None:
                own = own._replace(subject=base.subject or base.predicate)
            elif own.subject is None and self.last is not None and self._goes_on(figure, own):
                own = own._replace(subject=self.last.subject)
            self._add(site, figure, own, base)

    def _goes_on(self, figure: Quantity, reading: Reading) -> bool:
        """Tell whether a figure without a noun speaks of what the one before did: a change, a level, the same unit."""
        assert self.last is not None
        return reading.predicate is None or reading.direction is not None or figure.unit == self.last.unit

    def _bases(self, site: Site, reading: Reading) -> list[Claim | None]:
        """Give for each figure of a run the level it changes: those of 分别 in order, else the one of its subject."""
        count = len(site.run)
        if reading.subject is None and count > 1 and len(self.claims) >= count:
            return list(self.claims[-count:])
        return [self._level(reading, figure) for figure in site.run]

    def _level(self, reading: Reading, figure: Quantity) -> Claim | None:
        """Find the level a change is a change of: of the same subject, or the last one where it names none.

        A rate changes an amount sooner than a share; points change a percentage.
        """
        points = figure.kind == "percentage_point"
        shares: Claim | None = None
        for claim in reversed(self.claims):
            changed = claim.basis is not None and claim.direction is not None
            if claim.kind not in _LEVELS or (changed and not points) or (points and claim.kind != "percent"):
                continue
            if points or reading.subject is None or _same(reading.subject, claim.subject):
                if points or claim.kind != "percent":
                    return claim
                shares = shares or claim
        return shares

    def of_last(self, reading: Reading) -> Reading:
        """Give a reading without subject that of the claim before, or of the clause before."""
        if reading.subject:
            return reading
        return reading._replace(subject=self.last.subject if self.last else self.topic)

    def _add(self, site: Site, figure: Quantity, reading: Reading, base: Claim | None) -> None:
        direction, basis = reading.direction, reading.basis
        if figure.kind == "duration":
            said = self._value[figure.at.end : site.clause.at.end]
            direction = meaning.direction_of(said) or direction
            if direction and reading.predicate is None:
                reading = reading._replace(predicate=meaning.bare(said))
            against = meaning.basis_of(said)
            basis = against[0] if against else basis
        elif direction and basis is None and not reading.reached and figure.kind == "percent":
            basis = self._inherited_basis()
        rate = meaning.rate_direction(reading.subject)
        if rate and figure.kind == "percent":
            direction, basis = rate, basis or self._basis
        self.claims.append(
            Claim(
                figure.body,
                figure.at,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                unit=figure.unit,
                kind=figure.kind,
                qualifier=figure.qualifier,
                id=f"c{self._offset + len(self.claims) + 1}",
                sentence=self._sentence.index,
                subject=reading.subject,
                predicate=reading.predicate,
                condition=reading.condition,
                period=self._context.period(
                    site.clause,
                    figure.at,
                    flow=basis in ("yoy", "mom") or meaning.is_flow(reading.subject, reading.predicate),
                ),
                scope=self.agent or self._context.scope(figure.at),
                speaker=self._context.speaker,
                direction=direction,
                basis=basis,
                change_of=base.id if base is not None else None,
                damaged=self._sentence.damaged,
            )
        )

    def _inherited_basis(self) -> str | None:
        """Give the basis of the change before: 同比 or 环比 in this sentence, of those before only 同比."""
        if self._basis:
            return self._basis
        here = next((claim.basis for claim in reversed(self.claims) if claim.basis in ("yoy", "mom")), None)
        return here or ("yoy" if any(claim.basis == "yoy" for claim in self._before) else None)


def adjacent(reader: Reader, site: Site) -> Reading | None:
    """Read 44件80人, 19批次共计16657件: two figures of one thing."""
    if site.after is None or meaning.bare(site.left):
        return None
    last = site.after
    return Reading(last.subject, last.predicate, last.direction, last.basis, last.condition)


def from_to(reader: Reader, site: Site) -> Reading | None:
    """Read the second half of 由0.2%扩大至1.3%; the first half is told by its 由."""
    said = meaning.change(meaning.bare(site.left))
    if site.after is None or said is None or said.subject or said.basis:
        return None
    start = site.after.at.start
    if not _SOURCE.search(reader._value, max(site.clause.at.start, start - 10), start):
        return None
    direction = meaning.rate_direction(site.after.subject) or said.direction
    reader.claims[-1] = replace(site.after, predicate=said.predicate)
    return Reading(site.after.subject, said.predicate, direction, None, links=False)


def from_half(reader: Reader, site: Site) -> Reading | None:
    """Read the first half of 由0.2%扩大至1.3%: a level, whose direction is that of its rate alone."""
    match = _SOURCE.search(site.left)
    if match is None or not site.right:
        return None
    head = meaning.bare(site.left[: match.start()])
    said = meaning.change(meaning.bare(site.left[match.start() :]))
    subject = head or reader.topic
    return Reading(subject, said.predicate if said else None, said.direction if said else None) if subject else None


def introduced(reader: Reader, site: Site) -> Reading | None:
    """Read 对850万存量账户进行限制: the thing counted and what is done stand behind."""
    if not meaning.introduces_figure(site.left):
        return None
    noun = meaning.behind(site.right, split=True)
    if noun.subject is None:
        return None
    return noun._replace(subject=_ALONGSIDE.split(noun.subject)[0] or noun.subject)


def share(reader: Reader, site: Site) -> Reading | None:
    """Read 占外贸总值的15.4%: a share of what was spoken of before."""
    match = _SHARE.match(meaning.bare(site.left))
    if match is None or site.kind not in ("percent", "multiple") or match["share"].startswith("占比"):
        return None
    subject = meaning.bare(match["head"]) or reader.topic or (reader.last.subject if reader.last else None)
    return Reading(subject, match["share"])


def changed(reader: Reader, site: Site) -> Reading | None:
    """Read 同比增长4.1%, 涨幅比上月扩大1.5个百分点."""
    found = meaning.change(meaning.bare(site.left))
    if found is None:
        return None
    deed = meaning.deed(found.subject) if found.subject and site.kind == "percent" else None
    if deed and deed.subject:
        found = found._replace(subject=deed.subject)
    if found.subject and found.subject.startswith("占") and reader.last and reader.last.subject:
        found = found._replace(subject=reader.last.subject + found.subject)
    if found.subject and _BARE_RATE.fullmatch(found.subject) and reader.last and reader.last.subject:
        found = found._replace(subject=reader.last.subject.removesuffix(found.subject) + found.subject)
    if found.subject in _BECOMES:
        found = found._replace(subject=None)
    if found.subject is None and reader.last is None:
        found = found._replace(subject=reader.topic)
    return found


def averaged(reader: Reader, site: Site) -> Reading | None:
    """Read 日均8.9万人次, 年均增长6.4%: an average of what was spoken of."""
    text = meaning.bare(site.left)
    changed = meaning.change(text)
    found = meaning.averaged((changed.subject or "") if changed else text)
    if found is None:
        return None
    subject = meaning.bare(found[0]) or (reader.last.subject if reader.last else reader.topic)
    if changed is None:
        return Reading(subject, found[1])
    basis = None if found[1] == "年均" else changed.basis
    return Reading(subject, found[1] + (changed.predicate or ""), changed.direction, basis, reached=True)


def multiple_of(reader: Reader, site: Site) -> Reading | None:
    """Read 是去年同期的2.3倍, 恢复到2019年的98.4%: how many times something else."""
    found = meaning.times(site.left.strip()) if site.kind in ("multiple", "percent") else None
    return found and reader.of_last(found)


def held(reader: Reader, site: Site) -> Reading | None:
    """Read 比全国高0.4个百分点, 高于去年同期2.1个百分点: what was spoken of, held against something else."""
    found = meaning.held(meaning.bare(site.left))
    return found and reader.of_last(found)


def part_of(reader: Reader, site: Site) -> Reading | None:
    """Read 完成全年目标的58%: the verb phrase is the predicate of what was spoken of before."""
    if site.kind != "percent" or not site.left.endswith("的") or reader.last is None:
        return None
    return Reading(reader.last.subject, meaning.bare(site.left))


def verb_inside(reader: Reader, site: Site) -> Reading | None:
    """Read 领导班子查摆问题10168个: a verb no dictionary has, between two nouns."""
    text = meaning.bare(site.left)
    if site.kind not in _COUNTED or len(text) < _SHORTEST_SENTENCE:
        return None
    verb = phrases.object_start(text)
    return Reading(text[verb[1] :], text[slice(*verb)]) if verb else None


def done(reader: Reader, site: Site) -> Reading | None:
    """Read 破获案件427起, 派出3385个工作组, 通过其中21件."""
    found = meaning.deed(meaning.bare(site.left))
    if found is None:
        return None
    placed = found.subject is not None and site.kind in _COUNTED and meaning.is_place(found.subject)
    if found.subject in (None, "其中") or (placed and meaning.behind(site.right, split=False).subject):
        noun = meaning.behind(site.right, split=False).subject if site.kind != "money" else None
        before = meaning.bare(meaning.bare(site.left)[: -len(found.predicate or "")])
        inherited = reader.last.subject if reader.last and "其中" in site.left and not before else None
        found = found._replace(subject=noun or inherited)
        if not noun and not inherited:
            if meaning.is_agent(before):
                reader.agent = before
            else:
                found = found._replace(subject=before or None)
    return found


def joined(reader: Reader, site: Site) -> Reading | None:
    """Read 与其他14个成员国进出口11万亿元: the figure before only counts part of the subject."""
    if site.after is None or site.kind in _COUNTED or not _COVERB_PHRASE.match(site.whole):
        return None
    linked = meaning.level(meaning.bare(site.whole))
    return linked or Reading(meaning.bare(site.whole) or None)


def linked(reader: Reader, site: Site) -> Reading | None:
    """Read 失业率为5.0%, 达到85%; without subject, that of the clause before is meant."""
    found = meaning.level(meaning.bare(site.left))
    if found is None:
        return None
    noun = meaning.behind(site.right, split=True)
    if found.subject is None and noun.subject and (site.kind in _COUNTED or site.right.startswith("的")):
        return Reading(noun.subject, noun.predicate or found.predicate)
    if found.subject is None:
        return found._replace(
            subject=reader.topic, direction=reader.heard_direction if site.kind == "percent" else None, reached=True
        )
    done = meaning.deed(found.subject)
    return found._replace(subject=done.subject) if done and done.subject else found


def listed(reader: Reader, site: Site) -> Reading | None:
    """Read 冲锋舟45艘、大型排水设备30台驰援: a list whose things stand before their figures goes on so."""
    if site.after is None or not site.left.lstrip().startswith("、") or site.kind not in _COUNTED:
        return None
    subject = meaning.bare(site.left)
    deed = meaning.deed(subject)
    if len(subject) < _SHORTEST_THING or (deed and not meaning.is_nounlike(deed.predicate)):
        return None
    return Reading(subject, site.after.predicate)


def counted_behind(reader: Reader, site: Site) -> Reading | None:
    """Read 560名群众免遭损失, 海浪河等25条河流超警戒水位: the thing counted stands behind the figure."""
    if site.kind not in _COUNTED and not site.run[-1].surface.endswith("成"):
        return None
    noun = meaning.behind(site.right, split=True)
    thing = noun.subject
    if thing is None:
        return None
    if site.after is not None and noun.predicate is None and _JOINT.fullmatch(site.left):
        noun = noun._replace(predicate=site.after.predicate)  # 开展2次专题询问、7项专题调研
    if site.left.endswith("的") and len(site.left) <= _LONGEST_MODIFIER:
        return noun._replace(subject=meaning.bare(site.left) + "的" + thing)  # 受暴雨影响的40多条公交线路
    return noun


def named(reader: Reader, site: Site) -> Reading | None:
    """Read 结案率87.22%: what stands before the figure is its subject; a list goes on with the verb it began with."""
    subject = meaning.bare(meaning.without_doer(site.left))
    last = reader.last
    if not subject and site.kind == "duration" and last is not None:
        return Reading(last.subject)
    if not subject:
        return Reading(reader.topic) if reader.topic else None
    if last is not None and last.subject and len(subject) <= _SHORT_NAME < len(last.subject):
        tail = last.subject[-len(subject) :]
        if tail[0] == subject[0] and tail != subject:
            subject = last.subject[: -len(subject)] + subject  # 基金总收入…、总支出…
    same = last is not None and last.unit == site.run[0].unit and site.kind in _COUNTED
    listed = site.after is not None and site.left.lstrip().startswith("、")
    if last is not None and last.direction is None and (same or listed):
        return Reading(subject, last.predicate)
    # 派出医疗队547支2800余人，防疫队321支…: the list goes on from the figure of the same unit.
    earlier = next((claim for claim in reversed(reader.claims[-3:]) if claim.unit == site.run[0].unit), None)
    goes_on = earlier is not None and earlier.direction is None and site.kind in _COUNTED
    return Reading(subject, earlier.predicate if earlier is not None and goes_on else None)


RULES: tuple[Callable[[Reader, Site], Reading | None], ...] = (
    adjacent,
    from_to,
    from_half,
    introduced,
    multiple_of,
    share,
    averaged,
    held,
    changed,
    part_of,
    joined,
    listed,
    done,
    linked,
    counted_behind,
    verb_inside,
    named,
)


def _listed(left: str, count: int) -> list[str] | None:
    """Give the subjects of a list before 分别, if there are as many as figures: 对甲、乙和丙分别出口."""
    head, _, tail = left.partition("分别")
    start = _LIST_HEAD.match(head)
    assert start is not None
    items = [item for item in _LISTED.split(head[start.end() :]) if item]
    if len(items) != count:
        return None
    noun = meaning.bare(tail)
    deed = meaning.change(noun) or meaning.deed(noun) or meaning.level(noun)
    noun = (deed.subject or "") if deed else noun
    lead = start.group().removeprefix("其中")
    return [lead + item + noun for item in items]


def _same(a: str, b: str | None) -> bool:
    return b is not None and (a == b or a.endswith(b) or b.endswith(a))

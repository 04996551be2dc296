"""Reads one sentence: clause after clause, and in each, run after run of coordinated figures.

A run is read by the first rule of the grammar that knows its construction (see `rules`); what a rule leaves open is
taken over from the figures before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhnews.claims import comparing, lists, meaning, per, wording
from zhnews.claims.clauses import Clause
from zhnews.claims.context import Context
from zhnews.claims.rules import RULES
from zhnews.claims.site import Site, qualifier
from zhnews.claims.wording import Reading
from zhnews.model import Claim, Direction, Quantity, Sentence

_JOINT = re.compile(r"[ \u3000]?[、和及与]?[ \u3000]?")
_FLAT = ("持平", "相同", "不变")
_AGAINST = re.compile(r"^(?:[与和同跟]|相?[较比])(?P<base>.{2,12}?)(?:相比(?:较)?|比较|比)$")
_EXPLAINED = re.compile(r"（[^（）]{6,}）|\([^()]{6,}\)")
# 在|上半年|建成: what only leads up to a period goes with it.
_AT = re.compile("(?<![存所正现实旨内])在$")
_OPENED = re.compile(r"^.*[（(](?=[^）)]*$)")
_OPPOSITES = frozenset({"下降", "增长", "上涨", "下跌"})
_BEING = re.compile("(?:继续|已经?|依然|仍然?)?(?:成为|是|为)")
_BASIS_VIEW = re.compile(r"从(同比|环比)看")
# 同比增速分别为3.5%、4.4%: what a rate is held against is part of its name.
_TOLD_BASIS = re.compile("(同|环)比(?:增|涨|降|跌|升)")
# 案件 of 50万元以上案件 says too little alone.
_SHORTEST_REST = 3
# 效率比过去提高三成: how things stand now.
_ONCE = re.compile("过去|以前|以往|此前|之前|原来|原先|传统|人工")
# 全市现有机动车218万辆, 已开展招聘8900场: counted up to now.
_TO_DATE = re.compile("累计|现有|已(?![婚知经])|已经")
_LEVELS = frozenset({"count", "money", "amount", "percent", "multiple", "duration"})


class Reader:
    """Reads one sentence; `before` are the last claims of the paragraph before it.

    `told` is 同比 where the release has last said that its figures are held against the year before.
    """

    def __init__(
        self,
        sentence: Sentence,
        clauses: Sequence[Clause],
        context: Context,
        offset: int,
        before: Sequence[Claim],
        told: str | None,
        opening: Claim | None,
    ) -> None:
        self._sentence, self._clauses, self._context, self._offset = sentence, clauses, context, offset
        self.value = sentence.body.value
        self._before = before
        # The claim that the paragraph opened with: what 分季度看 parts.
        self._opening = opening if context.parts_time else None
        self._told = told
        self.claims: list[Claim] = []
        self.topic: str | None = None
        # How many claims there were when the topic was heard, and the clauses without figure just before.
        self._heard = 0
        self._plain_clauses: list[str] = []
        self.heard_direction: Direction | None = None
        # The topic of a clause that only said what it is: 跨境电商成为新引擎.
        self.named_topic: str | None = None
        # Who does what a sentence counts without naming what it is: 最高人民法院收案21081件.
        self.agent: str | None = None
        # Who does what the run being read counts, and of each claim: 铁路|发送旅客.
        self.doer: str | None = None
        self._doers: list[str | None] = []
        view = _BASIS_VIEW.search(sentence.text)
        self._basis = {"同比": "yoy", "环比": "mom"}[view[1]] if view else None
        # What the figures of the sentence are held against where it opens with 与去年同期相比.
        self._compared: str | None = None

    @property
    def last(self) -> Claim | None:
        """The claim before, in this sentence."""
        return self.claims[-1] if self.claims else None

    @property
    def spoken_of(self) -> str | None:
        """What a figure without noun speaks of: the topic of a clause since the last claim, else its subject."""
        return self.fresh_topic or (self.last.subject if self.last and self.last.subject else self.topic)

    @property
    def fresh_topic(self) -> str | None:
        """The topic of a clause without figure since the last claim."""
        return self.topic if self._heard == len(self.claims) else None

    @property
    def spoken_before(self) -> str | None:
        """What the sentences before spoke of last, in this paragraph; where quarters are told apart, of first."""
        if self._opening is not None:
            return self._opening.subject
        return next((claim.subject for claim in reversed(self._before) if claim.subject), None)

    @property
    def earlier(self) -> list[Claim]:
        """The claims of the sentence and those just before it in its paragraph, the last one first."""
        return [*reversed(self.claims), *reversed(self._before)]

    def read(self) -> list[Claim]:
        """Give the claims of the sentence."""
        if not any(clause.figures for clause in self._clauses):
            return []
        final = max(index for index, clause in enumerate(self._clauses) if clause.figures)
        for index, clause in enumerate(self._clauses):
            # What stands behind the last figure is no topic of any.
            if not clause.figures and not self._says_flat(clause) and index < final:
                self._hear(clause)
            # What the clause has said up to a run, its figures left out.
            said, position, place = "", clause.at.start, 0
            for run in self._runs(clause):
                said += self._plain(position, run[0].at.start)
                position = run[-1].at.end
                self._read_run(self._site(clause, place, run, said))
                place += len(run)
            self._plain_clauses = [] if clause.figures else [*self._plain_clauses, self._plain(*clause.at)]
        if len(set(self._doers) - {None}) > 1:
            self._tell_doers_apart()
        return self.claims

    def _tell_doers_apart(self) -> None:
        """Name who does it where several do the same: 公路发送旅客90万人次，铁路发送旅客70万人次."""
        doers: dict[tuple[str | None, str | None], set[str]] = {}
        for claim, doer in zip(self.claims, self._doers, strict=True):
            if doer and claim.direction is None:
                doers.setdefault((claim.subject, claim.unit), set()).add(doer)
        shared = {subject for (subject, _), names in doers.items() if len(names) > 1}
        doer = None
        for index, claim in enumerate(self.claims):
            doer = self._doers[index] or (doer if claim.direction else None)
            if claim.subject in shared and doer:
                self.claims[index] = replace(claim, subject=doer + (claim.subject or ""))

    def _runs(self, clause: Clause) -> Iterator[list[Quantity]]:
        """Part the figures of a clause into runs with nothing but 、 or 和 between them."""
        run: list[Quantity] = []
        dealt = "分别" in self.value[slice(*clause.at)]
        for figure in clause.figures:
            between = self.value[run[-1].at.end : figure.at.start] if run else ""
            spread = (
                run and dealt and "分别" in self.value[clause.at.start : run[0].at.start] and comparing.turns(between)
            )
            apart = run and between and run[-1].unit != figure.unit and not dealt
            if run and not spread and (apart or not _JOINT.fullmatch(between)):
                yield run
                run = []
            run.append(figure)
        if run:
            yield run

    def _site(self, clause: Clause, place: int, run: Sequence[Quantity], whole: str) -> Site:
        start, end = run[0].at.start, run[-1].at.end
        later = place + len(run)
        limit = clause.figures[later].at.start if later < len(clause.figures) else clause.at.end
        first = place == 0
        left = self._plain(clause.at.start if first else clause.figures[place - 1].at.end, start)
        sized = next((size.at.end for size in clause.conditions if size.at.start == end), end)  # 4台30万千瓦机组
        right = self._plain(sized, min(clause.at.end, limit))
        left = _OPENED.sub("", _EXPLAINED.sub("", left))
        left = wording.without_scope(left) if first else left
        return Site(clause, run, left, wording.without_scope(whole), right, None if first else self.last)

    def _plain(self, start: int, end: int) -> str:
        """Give a stretch without the periods in it; those that are part of a comparison stay."""
        periods = self._context.periods
        if not periods:
            return self.value[start:end]
        pieces: list[str] = []
        for period in periods:
            at = period.at
            if at.end > start and at.start < end:
                pieces.append(_AT.sub("", self.value[start : max(at.start, start)]))
                start = max(start, min(at.end, end))
        pieces.append(self.value[start:end])
        return "".join(pieces)

    def _says_flat(self, clause: Clause) -> bool:
        """Take from a clause without figure that the claim before is one of no change: 与上月持平."""
        said = self.value[slice(*clause.at)]
        if self.last is None or clause.conditions or not said.rstrip(" 。；").endswith(_FLAT):
            return False
        against = comparing.basis_of(said)
        basis = self.last.basis or (against[0] if against else self.inherited_basis or self._last_basis())
        self.claims[-1] = replace(self.last, direction=self.last.direction or "flat", basis=basis)
        return True

    def _hear(self, clause: Clause) -> None:
        """Take from a clause without figure what the next may build on."""
        said = self.value[slice(*clause.at)]
        if opened := _AGAINST.match(said.strip()):
            known = comparing.basis_of("较" + opened["base"])
            self._compared = known[0] if known else "较" + opened["base"]
            return
        if wording.is_view(said):
            return
        text = wording.without_scope(self._plain(*clause.at))
        if meaning.reports(text) or not wording.bare(text):
            return
        self.topic, self._heard = meaning.topic(text), len(self.claims)
        being = self.topic and _BEING.match(text, text.find(self.topic) + len(self.topic))
        self.named_topic = self.topic if being else None
        self.heard_direction = comparing.direction_of(text)

    def _construe(self, site: Site) -> Reading:
        """Give what the first rule that knows the construction reads there."""
        for rule in RULES:
            if reading := rule(self, site):
                return reading
        return Reading()

    def _read_run(self, site: Site) -> None:
        site, each = per.parted(site)
        self.doer = None
        reading = self._construe(site)
        condition = next((c.surface for c in site.clause.conditions if c.surface in site.whole), None)
        if condition and reading.subject:
            _, owned, rest = reading.subject.partition(f"{condition}的")  # 潜逃20年以上的命案逃犯
            rest = rest if owned else reading.subject.removeprefix(condition)
            reading = reading._replace(subject=rest if len(rest) > _SHORTEST_REST else reading.subject)
        reading, each = per.without(reading, site, each, self.spoken_of)
        if site.after and site.left.startswith("、") and (site.after.condition or "").startswith("每"):
            condition = condition or site.after.condition  # 每千人口执业医师3.40人、注册护士4.00人
        if condition or (each and not reading.condition):
            reading = reading._replace(condition=condition or (each and each.group()))
        if reading.subject:
            thing = wording.thing(reading.subject)
            reading = meaning.without_verb(reading if thing == reading.subject else reading._replace(subject=thing))
        changes = reading.direction is not None or reading.basis is not None
        deeds = lists.deeds(site.left, len(site.run)) if "分别" in site.left else None
        subjects = self._paired(site) if "分别" not in site.left else None if deeds else self._listed(site, reading)
        if subjects and site.kind == "percent" and self.spoken_of:
            rest = wording.without_provinces(self.spoken_of)
            subjects = [name + rest if name and wording.are_provinces(name) else name for name in subjects]
        owners = self._owners(site, reading)
        times = None
        if "分别" in site.left and len(site.run) > 1 and not subjects:
            times = self._context.parts(site.clause, site.run[0].at, len(site.run))
        bases = self._bases(site, reading) if changes and reading.links else [None] * len(site.run)
        for index, figure in enumerate(site.run):
            own, base = reading, bases[index]
            if index and (turn := comparing.turns(self.value[site.run[index - 1].at.end : figure.at.start])):
                own = own._replace(predicate=turn[0], direction=turn[1])
            if subjects:
                own = own._replace(subject=subjects[index])
            elif deeds:
                own = own._replace(subject=deeds[0], predicate=deeds[1][index])
            elif owners:
                own = own._replace(subject=owners[index])
            if base is not None and own.subject is None:
                own = own._replace(subject=base.subject or (base.predicate if base.direction is None else None))
            elif own.subject is None and self.last is not None and self._goes_on(figure, own):
                own = own._replace(subject=self.last.subject)
            self._add(site, figure, own, base)
            if times:
                self.claims[-1] = replace(self.claims[-1], period=times[index])

    def _listed(self, site: Site, reading: Reading) -> Sequence[str | None] | None:
        """Give the subjects of a run of 分别: those listed before it, else those of as many figures before."""
        count = len(site.run)
        if (found := lists.subjects(site.left, count, self._plain_clauses)) or count == 1:
            return found
        head = wording.bare(site.left.partition("分别")[0])
        head = "" if wording.is_yearly(head) else head
        if not head and self.last and self.last.subject and (kinds := lists.of_kinds(self.last.subject, count)):
            return kinds
        before = [claim.subject for claim in self.claims[-count:]]
        told = not head or comparing.is_relation(head) or head.startswith("占")
        if len(before) < count or len(set(before)) < count or not told:
            return None
        return [comparing.related(subject, head) if head else subject for subject in before]

    def _paired(self, site: Site) -> Sequence[str] | None:
        """Give the subjects of 公路、水路完成货运量93.7、22.8亿吨, which has no 分别."""
        if len(site.run) == 1 or len({figure.unit for figure in site.run}) > 1:
            return None
        verb = wording.pattern("verbs").search(site.left, 1)
        if verb is None or "、" not in site.left[: verb.start()]:
            return None
        return lists.subjects(f"{site.left[: verb.start()]}分别{site.left[verb.start() :]}", len(site.run))

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

    def _owners(self, site: Site, reading: Reading) -> list[str | None] | None:
        """Give the subjects of the figures before, where as many shares or contributions are given for them."""
        count, last = len(site.run), self.last
        if count < 2 or last is None or reading.subject != last.subject or len(self.claims) < count:
            return None
        return [claim.subject for claim in self.claims[-count:]]

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
        if basis is None and direction and self._compared:
            basis = self._compared
        if figure.kind == "duration" and reading.links:
            said = self.value[figure.at.end : site.clause.at.end]
            direction = comparing.direction_of(said) or direction
            if direction and reading.predicate is None:
                reading = reading._replace(predicate=wording.bare(said))
            against = comparing.basis_of(said)
            basis = against[0] if against else basis
        elif direction and basis is None and not reading.reached and figure.kind == "percent":
            bare = reading.predicate in _OPPOSITES and not self._context.plans(figure.at)
            basis = self.inherited_basis or (self._told if bare else None)
        if basis is None and figure.kind == "percent" and (told := _TOLD_BASIS.search(reading.subject or "")):
            basis = "yoy" if told[1] == "同" else "mom"
        rate = comparing.rate_direction(reading.subject)
        if rate and figure.kind == "percent" and not (direction and _said_alone(reading.predicate) in _OPPOSITES):
            direction, basis = rate, basis or self._basis or self._compared
        standing = self._context.is_stale and self._stands(site, reading, basis, base)
        period = self._context.period(site.clause, figure.at, standing=standing)
        period = period or (base.period if base else None)
        self._doers.append(self.doer)
        self.claims.append(
            Claim(
                figure.body,
                figure.at,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                unit=figure.unit,
                kind=figure.kind,
                qualifier=qualifier(figure, site),
                id=f"c{self._offset + len(self.claims) + 1}",
                sentence=self._sentence.index,
                subject=reading.subject,
                predicate=reading.predicate,
                condition=reading.condition,
                period=period,
                scope=self.agent or self._context.scope(figure.at),
                speaker=self._context.speaker,
                direction=direction,
                basis=basis,
                change_of=base.id if base is not None else None,
                damaged=self._sentence.damaged,
            )
        )

    def _stands(self, site: Site, reading: Reading, basis: str | None, base: Claim | None) -> bool:
        """Tell whether a figure says how things stand; none does in a sentence that has told its period."""
        if basis and _ONCE.search(basis):
            return True
        if self.claims:
            return not any(claim.period for claim in self.claims)
        before = self._before[-1] if self._before else None
        to_date = _TO_DATE.search(site.whole)
        goes_on = before is not None and before.period is not None and self._context.counts_from_january
        if to_date and not (to_date.group() == "累计" and goes_on):
            return True
        if before is not None and before.period is None and self._sentence.text.startswith("其中"):
            return True
        if base is not None:
            return meaning.is_standing(base.subject, base.predicate)
        return basis not in ("yoy", "mom") and meaning.is_standing(reading.subject, reading.predicate)

    def _last_basis(self, but: str | None = None) -> str | None:
        """Give the last 同比 or 环比 of the sentence, of claims of any kind but one."""
        changes = (claim for claim in reversed(self.claims) if claim.kind != but)
        return next((claim.basis for claim in changes if claim.basis in ("yoy", "mom")), None)

    @property
    def inherited_basis(self) -> str | None:
        """Give the basis of the change before: 同比 or 环比 in this sentence, of those before only 同比."""
        if self._basis:
            return self._basis
        if self.last and self.last.basis and self.last.direction and self.last.kind != "percentage_point":
            return self.last.basis  # 与2019年相比增加5万辆，增长6%
        # 涨幅比上月回落9.7个百分点 says what a rate is held against, not what the next price is.
        here = self._last_basis("percentage_point")
        return here or ("yoy" if any(claim.basis == "yoy" for claim in self._before) else None)


def _said_alone(predicate: str | None) -> str:
    return (predicate or "").removeprefix("同比").removeprefix("环比")


def _same(a: str, b: str | None) -> bool:
    return b is not None and (a == b or a.endswith(b) or b.endswith(a))

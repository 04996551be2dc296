"""Holds rates against the counts they are made of: 审结198件 of 受理227件 and 结案率87.22%; 其中, 占总数的40%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhnews import lexicon
from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.claims.audit.interval import Interval, truncated
from zhnews.model import Finding, Result

_RATE = re.compile(r"(?P<name>[\u4e00-\u9fff“”]{1,10}(?:率|进度))(?:为|是|达到?了?|高达|仅|约|只有|保持在|稳定在)?$")
_RATE_END = re.compile(r"率$|进度$")
# What makes a rate one of other things than those counted beside it.
_OTHER_BASE = re.compile(r"内|时限|平均|一次|首次|当场|累计|同比|提前|按期|及时|自动|分别")
_OF_PLAN = re.compile(r"完成了?(?:全年|年度|今年|年初|预期|既定)*的?(?:目标|计划|任务){1,2}的?$")
_PLAN, _DONE = re.compile(r"(?:计划|目标|任务)"), re.compile(r"完成|实现|达到")
_SHARE = re.compile(
    r"占(?P<base>[\u4e00-\u9fffA-Za-z“”]{0,16}?)(?:的比[重例率]?|比|的|比[重例率])?(?:为|达到?|约|超|近|仅)?$"
)
# Words before 占 that say of whom: 出口108.3万辆次, 新能源车占21.5%.
_OWN_SUBJECT = re.compile(r"(?![其该此这均合约大就已共仅只则也又]|前者|后者)[\u4e00-\u9fffA-Za-z“”]{2}")
_WHOLE = re.compile(r"^(?:其?总[数量额计]?|全部|总体|总人数|总面积|总投资|其中|整体)?$")
_AVERAGE = re.compile(r"(?:户均|人均|亩均|平均每(?:[户人亩家个所件起名]|个人))(?P<rest>[\u4e00-\u9fff]{0,8})$")
_AVERAGED = {
    "户": "户",
    "人": "人名位",
    "亩": "亩",
    "家": "家",
    "个": "个",
    "所": "所",
    "件": "件",
    "起": "起",
    "名": "人名位",
}
_MEAN = re.compile(r"人均|户均|日均|月均|年均|平均")
_FARTHEST = 12
_MOST_NEAR = 8


@cache
def _rates() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Give the known rates, longest name first, with the words of their parts and their base."""
    rows = [(name, re.compile(parts), re.compile(base)) for name, parts, base in lexicon.load("claims/ratios")]
    return sorted(rows, key=lambda row: -len(row[0]))


def rates(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check each named rate whose parts stand in its sentence, or in the one before in its paragraph."""
    before: Passage | None = None
    for passage in passages:
        for figure in passage.figures:
            if figure.claim.unit == "%" and _OF_PLAN.search(figure.clause):
                yield from _of_plan(passage.figures, figure)
                continue
            match = _RATE.search(figure.clause) if figure.claim.unit == "%" else None
            if match is None or figure.is_change or figure.claim.condition or _OTHER_BASE.search(figure.clause):
                continue
            near = [passage]
            if before is not None and before.sentence.paragraph == passage.sentence.paragraph:
                near.append(before)
            for place in near:
                if found := _rate(place.figures, figure, match["name"]):
                    yield found
                    break
        before = passage


def _of_plan(figures: Sequence[Figure], share: Figure) -> Iterator[Finding]:
    """Check 计划投资200亿元, 已完成150亿元, 完成年度计划的75%, where one plan and one result can be meant."""
    before = [f for f in figures if f.is_level and f.claim.at < share.claim.at]
    plans = [f for f in before if _PLAN.search(f.clause) and not _DONE.search(f.clause)]
    done = [f for f in before if _DONE.search(f.clause) and not _PLAN.search(f.clause)]
    pairs = [(a, b) for a in done for b in plans if a.like(b)]
    if len(pairs) == 1:
        yield from filter(None, [_judge(pairs, share, "share of the plan", certain=True)])


def _rate(figures: Sequence[Figure], rate: Figure, name: str) -> Finding | None:
    known = next(((parts, base) for word, parts, base in _rates() if name.endswith(word)), None)
    if known is None:
        stem = re.escape(_RATE_END.sub("", name)[-2:])
        known = (
            re.compile(stem),
            re.compile(
                r"(?:受理|接收|收到|接到|接报|共有|应|总|参加|报名|登记|申报|申请|抽检|抽查|检查|检测|监测|计划|排查|发现)"
            ),
        )
    parts = [f for f in figures if _is_part(f, known[0])]
    bases = [
        f for f in figures if f.is_level and known[1].search(f.clause) and f not in parts and not _MEAN.search(f.clause)
    ]
    parts, bases = _nearest(parts, rate), _nearest(bases, rate)
    pairs = [(a, b) for a in parts for b in bases if a.like(b) and b.range.high >= a.range.low]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: abs(pair[0].claim.at.start - pair[1].claim.at.start))
    return _judge(pairs, rate, name, certain=len({f.claim.unit for f, _ in pairs}) == len(pairs))


def _is_part(figure: Figure, said: re.Pattern[str]) -> bool:
    """Tell whether a figure counts what the rate is of: no mean of it (法官人均结案386件), nothing that is denied."""
    counts = figure.is_level and said.search(figure.clause) is not None
    return counts and not _MEAN.search(figure.clause) and not _denied(said, figure.clause)


def _nearest(figures: list[Figure], rate: Figure) -> list[Figure]:
    """Give the few figures that stand nearest to a rate, in the order of the text."""
    near = sorted(figures, key=lambda figure: abs(figure.claim.at.start - rate.claim.at.start))[:_MOST_NEAR]
    return sorted(near, key=lambda figure: figure.claim.at)


def _denied(word: re.Pattern[str], clause: str) -> bool:
    """Tell whether a clause counts what is not so: 不合格12批次."""
    return any(clause[match.start() - 1 : match.start()] in ("不", "未", "非", "无") for match in word.finditer(clause))


def _judge(
    pairs: Sequence[tuple[Figure, Figure]], rate: Figure, name: str, *, certain: bool, kind: str = "ratio"
) -> Finding | None:
    """Say whether a pair of part and base gives the rate; where several may be meant, none is called wrong."""
    stated = truncated(rate.claim)
    if stated is None:
        return None
    fitting = next((pair for pair in pairs if ratio(*pair).meets(stated)), None)
    part, base = fitting or pairs[0]
    formula = f"{part.text} ÷ {base.text} = {number(100 * part.value / base.value) if base.value else '?'} %"
    if fitting:
        message = f"{name} {rate.text} is what {part.text} of {base.text} make"
        return finding(kind, "consistent", formula, message, (part, base, rate))
    result: Result = "conflict" if certain else "unresolved"
    says = f"{name} is stated as {rate.text}, but {part.text} of {base.text} make another rate"
    message = says if certain else says + "; several counts could be meant"
    return finding(kind, result, formula, message, (part, base, rate))


def ratio(part: Figure, base: Figure) -> Interval:
    """Give the percentage that a part is of its base."""
    return (part.range / base.range).times(100)


def shares(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 500件, 其中…200件, 占40%: a share right behind its part, of a whole named before in the sentence."""
    for passage in passages:
        figures = passage.figures
        for place, figure in enumerate(figures):
            match = _SHARE.search(figure.clause) if figure.claim.unit == "%" else None
            if match is None or not place or "分别" in figure.clause:
                continue
            if _OWN_SUBJECT.match(figure.clause[: match.start()]):
                continue
            part = figures[place - 1]
            joined = passage.between(part, figure)
            if not part.is_level or joined.find(match.group()) > _FARTHEST or "其中" in joined:
                continue
            whole = _whole(figures[: place - 1], part, match["base"])
            if whole is not None:
                yield from filter(None, [_judge([(part, whole)], figure, "share", certain=True, kind="share")])


def _whole(before: Sequence[Figure], part: Figure, base: str) -> Figure | None:
    """Find the whole that a share is of: the one its base names, else the head of 其中."""
    like = [f for f in before if f.is_level and f.like(part) and f.range.high >= part.range.low]
    if not like:
        return None
    if _WHOLE.match(base):
        inside = "其中" in part.lead or (len(like) > 1 and any("其中" in f.lead for f in like[1:]))
        heads = [f for f in like if "其中" not in f.lead]
        return (heads[-1] if "其中" in part.lead else heads[0]) if inside and heads else None
    named = re.sub(r"^(?:全[市县省区国]|其)|[总的]|(?:数量|数|总量|额)$", "", base)
    fitting = [f for f in like if named and named in f.clause]
    return fitting[-1] if fitting and fitting[-1].claim.scope == part.claim.scope else None


def averages(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 200户, 共10万元, 户均500元, where the sentence has one count and one total that can be meant."""
    for passage in passages:
        for figure in passage.figures:
            match = _AVERAGE.search(figure.clause)
            if match is None or figure.is_change or figure.claim.unit == "%":
                continue
            who = match.group()[match.group().startswith("平均每") * 3 :][0]
            counts = [f for f in passage.figures if f.is_level and (f.claim.unit or " ") in _AVERAGED.get(who, "")]
            totals = [
                f
                for f in passage.figures
                if f.is_level and f.like(figure) and f is not figure and f.value > figure.value
            ]
            if len(counts) != 1 or len(totals) != 1 or not counts[0].value:
                continue
            count, total = counts[0], totals[0]
            stated = truncated(figure.claim)
            holds = stated is not None and (total.range / count.range).meets(stated)
            formula = f"{total.text} ÷ {count.text} = {number(total.value / count.value)}"
            says = "is" if holds else "is stated, which isn't"
            message = f"{match.group()}{figure.text} {says} what {total.text} over {count.text} make"
            yield finding("average", "consistent" if holds else "unresolved", formula, message, (total, count, figure))

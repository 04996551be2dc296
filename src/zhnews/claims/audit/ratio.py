"""Holds rates against the counts they are made of: 审结198件 of 受理227件 and 结案率87.22%; 其中, 占总数的40%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from zhnews import lexicon
from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.claims.interval import Interval, truncated
from zhnews.model import Finding, Result

_RATE = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”]{1,10}(?:率|进度|[长利损]面))(?:为|是|达到?了?|高达|仅|约|只有|保持在|稳定在)?$"
)
_RATE_END = re.compile(r"率$|进度$|面$")
_AMONG_THEM = re.compile(r"中[，,]?(?:已|共)?有$")
_PROGRESS = re.compile(r"^[\u4e00-\u9fff]{1,8}已")
# What makes a rate one of other things than those counted beside it.
_OTHER_BASE = re.compile(r"内|时限|平均|一次|首次|当场|累计|同比|提前|按期|及时|自动|分别")
_OF_PLAN = re.compile(r"完成了?(?:全年|年度|今年|年初|预期|既定)*的?(?:目标|计划|任务){1,2}的?$")
_PLAN, _DONE = re.compile(r"(?:计划|目标|任务)"), re.compile(r"完成|实现|达到")
_MEAN = re.compile(r"人均|户均|日均|月均|年均|平均")
_MOST_NEAR, _REACH, _OWNER = 4, 24, 2
_OF_ALL = re.compile("全.|总体?|综合|其|整体")
_ALL = 100.0


@cache
def _rates() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Give the known rates, longest name first, with the words of their parts and their base."""
    rows = [(name, re.compile(parts), re.compile(base)) for name, parts, base in lexicon.load("claims/ratios")]
    return sorted(rows, key=lambda row: -len(row[0]))


def rates(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check each named rate whose parts stand in its sentence, or in the one before in its paragraph."""
    before: Passage | None = None
    for passage in passages:
        for at, figure in enumerate(passage.figures):
            if figure.claim.unit == "%" and _OF_PLAN.search(figure.clause):
                yield from _of_plan(passage.figures, figure)
                continue
            match = _RATE.search(figure.clause) if figure.claim.unit == "%" else None
            if match is None or figure.is_change or figure.claim.condition or _OTHER_BASE.search(figure.clause):
                continue
            near = [passage.figures[max(at - _REACH, 0) : at + _REACH]]
            if before is not None and before.sentence.paragraph == passage.sentence.paragraph:
                near.append(before.figures[-_REACH:])
            for figures in near:
                if found := _rate(figures, figure, match["name"]):
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
        yield from filter(None, [judge(pairs, share, "share of the plan", certain=True)])


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
    if not bases or not parts:
        parts, bases = _unnamed(figures, known[0])
    parts, bases = _nearest(parts, rate), _nearest(bases, rate)
    pairs = [(a, b) for a in parts for b in bases if a.like(b) and b.range.high >= a.range.low]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: abs(pair[0].claim.at.start - pair[1].claim.at.start))
    certain = len({f.claim.unit for f, _ in pairs}) == len(pairs) and _owned(name, pairs)
    return judge(pairs, rate, name, certain=certain)


def _owned(name: str, pairs: Sequence[tuple[Figure, Figure]]) -> bool:
    """Tell whether a rate is surely of what was counted: 命案破案率 is none of 刑事案件."""
    word = next((word for word, _, _ in _rates() if name.endswith(word)), name)
    owner = name.removesuffix(word)[-_OWNER:]
    return not owner or _OF_ALL.fullmatch(owner) is not None or any(owner in f.clause for pair in pairs for f in pair)


def _unnamed(figures: Sequence[Figure], said: re.Pattern[str]) -> tuple[list[Figure], list[Figure]]:
    """Find part and base by their form alone: 41个行业中有33个实现增长, 68.5万亩小麦已收获63.2万亩."""
    for base, part in pairwise(figures):
        among = _AMONG_THEM.search(part.lead) or (_PROGRESS.match(part.lead) and said.search(part.lead))
        if among and base.is_level and part.is_level and part.like(base):
            return [part], [base]
    return [], []


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


def judge(
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


def bounded(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find rates above 100 % that are parts of all there is: 机收率为108%."""
    for passage in passages:
        for figure in passage.figures:
            match = _RATE.search(figure.clause) if figure.claim.unit == "%" and not figure.is_change else None
            if match is None or figure.range.low <= _ALL:
                continue
            if any(match["name"].endswith(name) for name in lexicon.words("claims/bounded")):
                message = f"{match['name']} is stated as {figure.text}: no part is more than all there is"
                yield finding("ratio", "conflict", f"{figure.text} > 100 %", message, (figure,))

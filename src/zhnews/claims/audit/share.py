"""Holds shares against the part and the whole they are of: 其中, 占总数的40%; 占总投资4.2亿元的36.7%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews.claims.audit.figures import Figure, Passage
from zhnews.claims.audit.ratio import judge
from zhnews.model import Finding

_SHARE = re.compile(
    r"占(?P<base>[\u4e00-\u9fffA-Za-z“”]{0,16}?)(?:的比[重例率]?|比|的|比[重例率])?(?:为|达到?|约|超|近|仅)?$"
)
# Words before 占 that say of whom: 出口108.3万辆次, 新能源车占21.5%.
_OWN_SUBJECT = re.compile(r"(?![其该此这均合约大就已共仅只则也又]|前者|后者)[\u4e00-\u9fffA-Za-z“”]{2}")
_WHOLE = re.compile(r"^(?:其?总[数量额计]?|全部|总体|总人数|总面积|总投资|其中|整体)?$")
# Words before 占 that say of several parts together.
_TOGETHER = re.compile(r"合计|共计|总计|合共|总共|[两二三四五][者项个类家]|分别")
_OF_WHOLE = re.compile(
    r"(?:占|相当于)(?P<base>[\u4e00-\u9fffA-Za-z“”]{0,20})$|完成了?[\u4e00-\u9fff]{0,10}(?:计划|目标|任务|预算|总投资)$"
)
_OF_IT = re.compile(r"的(?:比[重例率])?(?:为|达到?|约|近|超|仅)?$")
# What can't be the whole of a part.
_NO_WHOLE = re.compile(r"[人日月年户周]均|单[日月]|平均|最[高大多]")
_FARTHEST = 12


def of_whole(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 500件, 其中…200件, 占40%: a share right behind its part, of a whole named before it.

    The whole stands in the sentence, or in the one before where 其中 begins a sentence.
    """
    before: Passage | None = None
    for passage in passages:
        figures = passage.figures
        for place, figure in enumerate(figures):
            match = _SHARE.search(figure.clause) if figure.claim.unit == "%" else None
            if match is None or not place or _TOGETHER.search(figure.clause):
                continue
            if _OWN_SUBJECT.match(figure.clause[: match.start()]):
                continue
            part = figures[place - 1]
            joined = passage.between(part, figure)
            if not part.is_level or joined.find(match.group()) > _FARTHEST or "其中" in joined:
                continue
            whole, certain = _whole(figures[: place - 1], part, match["base"]), True
            if whole is None and before is not None and passage.text.startswith("其中") and _WHOLE.match(match["base"]):
                whole, certain = _before(before, passage, part), place == 1
            if whole is not None:
                yield from filter(None, [judge([(part, whole)], figure, "share", certain=certain, kind="share")])
        before = passage


def _before(before: Passage, passage: Passage, part: Figure) -> Figure | None:
    """Give the one level of the sentence before that 其中 can be of."""
    if before.sentence.paragraph != passage.sentence.paragraph:
        return None
    like = [f for f in before.figures if f.is_level and f.like(part) and not _NO_WHOLE.search(f.clause)]
    return like[0] if len(like) == 1 and like[0].range.high >= part.range.low else None


def of_stated_whole(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 1540万元, 占总投资4.2亿元的36.7%, and 完成年度计划42亿元的80%: the whole is stated with its share."""
    for passage in passages:
        for place, (whole, share) in enumerate(zip(passage.figures, passage.figures[1:], strict=False)):
            match = _OF_WHOLE.search(whole.clause) if share.claim.unit == "%" and _OF_IT.fullmatch(share.lead) else None
            if match is None or not whole.is_level or _TOGETHER.search(whole.clause):
                continue
            part = _part_of(passage.figures[:place])
            own = _OWN_SUBJECT.match(whole.clause[: match.start()]) is not None
            if (
                part is None
                or not part.is_level
                or own
                or not part.like(whole)
                or "分别" in part.clause
                or _NO_WHOLE.search(part.clause)
            ):
                continue
            if len(whole.lead) - len(match.group()) <= _FARTHEST:
                yield from filter(None, [judge([(part, whole)], share, "share", certain=True, kind="share")])


def _part_of(before: Sequence[Figure]) -> Figure | None:
    """Give the level right before a share, past the changes that are said of it: 33.6亿元, 增长5%, 占…."""
    return next((figure for figure in reversed(before) if not figure.is_change), None)


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

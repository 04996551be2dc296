"""Holds parts against their total: 其中, 合计, 进口 and 出口 of 进出口."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import isfinite

from zhnews import lexicon
from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.claims.interval import Interval
from zhnews.claims.meaning import is_deed
from zhnews.model import Finding

_AMONG = re.compile(r"其中|^[：:]|包括|包含|分别(?:为|是)")
REST = re.compile(r"(?:其他|其它|其余|余下|剩余)")
_LISTS_ALL = re.compile(r"^[：:]")
_TOTAL = re.compile(
    r"(?:合计|共计|总计|合共|总共|[两二三四五]?[者项个]*相加|加起来)(?P<rest>(?:(?!占)[\u4e00-\u9fff]){0,6}?)(?:为|达到?|约)?$"
)
_WHOLE = re.compile(r"总[值量额数计]|生产总值|GDP|共[有计]?|全部|全社会")
# What can't be added up.
_NO_SUM = re.compile(
    r"[人日月年户周]均|单[日月]|当[日月天]|平均|均价|价格|单价|指数|气温|温度|水位|最[高低大小长]|每|亩产|时速|标准"
)
_PART_LINK = re.compile(r"^(?:为|达到?|有|是|占|完成|实现)?$")
# Three industries make up a product, but not the power used.
_SECTORS, _POWER = 3, re.compile("用电|能耗|用水")
_MOST_PARTS, _NAME_END = 20, 2
_SCALED, _FAR = re.compile("[万亿]"), 1000
_AND_SO_ON = re.compile("等|以上")


@cache
def partitions() -> list[tuple[str, ...]]:
    """Give the sets of words that part a whole without rest: 男 and 女, 税收收入 and 非税收入."""
    return [tuple(members.split("|")) for (members,) in lexicon.load("claims/partitions")]


def parted(leads: Sequence[str]) -> bool:
    """Tell whether parts are all there are, by their names.

    >>> parted(["其中，男性", "，女性"]), parted(["其中，男性", "，党员"])
    (True, False)
    """
    for members in partitions():
        if len(members) == len(leads):
            found = [{m for m in members if m in lead and not hidden(m, lead, members)} for lead in leads]
            if all(len(one) == 1 for one in found) and len(set().union(*found)) == len(members):
                return True
    return False


def hidden(member: str, lead: str, members: Sequence[str]) -> bool:
    """Tell whether a word only stands inside a longer member: 税收收入 in 非税收收入."""
    return any(member != other and member in other and other in lead for other in members)


def parts_of_total(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check lists behind 其中, 分别为 or a colon against the figure they part."""
    before: Passage | None = None
    for passage in passages:
        figures = passage.figures
        for place, figure in enumerate(figures):
            if not figure.is_level or figure.claim.kind == "duration":
                continue
            match = _AMONG.search(figure.lead)
            opens = place == 0
            if opens and (before is None or before.sentence.paragraph != passage.sentence.paragraph):
                yield from _unsaid(figures, place, ())
                continue
            if match is None or (opens and match.group().startswith("分别")):
                # 第一产业…, 第二产业…, 第三产业… part a whole without saying so.
                yield from _unsaid(figures, place, before.figures if opens and before is not None else ())
                continue
            if opens and not passage.text.startswith("其中"):
                continue
            if match.group().startswith("分别") and not opens and figures[place - 1].lead == figure.lead:
                continue  # the figures of one 分别 don't part each other
            heads = before.figures if opens and before is not None else figures[:place]
            head = _head(heads, figure, adjacent=match.group() != "其中")
            if head is not None:
                parts = _list(figures[place:])
                listed = _LISTS_ALL.search(figure.lead) is not None or _counted(passage, head, parts)
                yield from _judge(head, parts, all_listed=listed, among=match.group() == "其中")
        before = passage


def _counted(passage: Passage, head: Figure, parts: Sequence[Figure]) -> bool:
    """Tell whether 分别 gives as many parts as were counted: 三个项目总投资50亿元, 分别为10亿元、20亿元、20亿元."""
    if not re.search("分别(?:为|是)?$", parts[0].clause) or _AND_SO_ON.match(passage.behind(parts[-1])):
        return False
    before = passage.figures[: passage.figures.index(head)]
    counts = [figure for figure in before if figure.claim.kind == "count" and not figure.like(head)]
    return bool(counts) and counts[-1].value == len(parts)


def _unsaid(figures: Sequence[Figure], place: int, before: Sequence[Figure]) -> Iterator[Finding]:
    first = figures[place]
    if not any(members[0] in first.named for members in partitions()):
        return
    heads = [f for f in (*before, *figures[:place]) if f.is_level and f.like(first)]
    parts = [f for f in figures[place:] if f.is_level and f.like(first)]
    for size in (4, 3, 2):
        if size == _SECTORS and _POWER.search(first.named):
            continue  # households use the rest
        if not heads and len(parts) > size and _WHOLE.search(parts[size].named):
            heads = [parts[size]]
        if heads and len(parts) >= size and parted([part.named for part in parts[:size]]):
            if added(parts[:size]).meets(heads[-1].range) or _names_whole(heads[-1], parts[:size]):
                yield from _judge(heads[-1], parts[:size], all_listed=True, among=False)
            return


def _names_whole(head: Figure, parts: Sequence[Figure]) -> bool:
    """Tell whether a total names what its parts do: their clauses end as its own does, or its name is that of a sum."""
    end = head.clause[-_NAME_END:]
    return _WHOLE.search(head.clause) is not None or all(part.clause.endswith(end) for part in parts)


def _head(heads: Sequence[Figure], part: Figure, *, adjacent: bool) -> Figure | None:
    """Find what a list parts: the level before it in its unit; outside 其中 it must be the figure right before."""
    if adjacent:
        return heads[-1] if heads and heads[-1].is_level and heads[-1].like(part) else None
    among = [f for f in heads if f.is_level and f.like(part) and "其中" not in f.lead and not _NO_SUM.search(f.clause)]
    return among[-1] if among else None


def _list(figures: Sequence[Figure]) -> list[Figure]:
    """Take the parts of a list: figures of one unit, said of one thing, until something else is said."""
    first = figures[0]
    parts = [first]
    for figure in figures[1:]:
        if not figure.is_level:
            continue
        if ("其中" in figure.lead and figure.lead != first.lead) or _TOTAL.search(figure.clause):
            break
        if not figure.like(first):
            continue
        if _begins_anew(first, figure):
            break
        if not _alike(first, figure):
            break
        parts.append(figure)
    return parts


def _begins_anew(first: Figure, other: Figure) -> bool:
    """Tell whether a figure is told with a verb of its own: 查处酒驾7213起，其中醉驾1846起；查处超载3.2万起."""
    said = other.claim.predicate
    return is_deed(said) and said is not None and said in other.lead and said not in first.lead


def _alike(first: Figure, other: Figure) -> bool:
    """Tell whether two parts are said in one way: of one verb, or with names that end alike (工业投资, 农业投资)."""
    said, also = first.claim.predicate, other.claim.predicate
    if also in {said, None} or _PART_LINK.match(also or ""):
        return True
    return first.clause[-_NAME_END:] == other.clause[-_NAME_END:]


def _judge(head: Figure, parts: Sequence[Figure], *, all_listed: bool, among: bool) -> Iterator[Finding]:
    if among:
        parts, more = _within(head, parts)
        if more is not None:
            formula = f"{more.text} > {head.text}"
            message = f"the part {more.text} is more than its total {head.text}"
            yield finding("sum", "conflict", formula, message, (head, more))
            return
    if len(parts) < 2:
        return
    if not all_listed:
        parts = _closed(head, parts)
    total = added(parts)
    formula = f"{' + '.join(part.text for part in parts)} = {number(sum(part.value for part in parts))}"
    if total.meets(head.range):
        if not isfinite(total.high):
            return
        yield finding("sum", "consistent", formula, f"the parts make up {head.text}", (head, *parts))
        return
    if (slip := _misscaled(head, parts)) is not None:
        message = f"the parts make up {head.text} if {slip.text} is off by a factor of 10^4: 万 and 亿 exchanged"
        yield finding("magnitude", "conflict", formula, message, (head, *parts))
        return
    leads = [part.clause for part in parts]
    complete = all_listed or REST.search(leads[-1]) is not None or parted(leads)
    above = total.low > head.range.high
    if complete or (above and parallel(parts)):
        message = f"the parts add up to {number(sum(p.value for p in parts))}, the total is stated as {head.text}"
        yield finding("sum", "conflict", formula, message, (head, *parts))
    elif above:
        message = f"the parts add up to more than {head.text}; they may overlap"
        yield finding("sum", "unresolved", formula, message, (head, *parts))


def _closed(head: Figure, parts: Sequence[Figure]) -> Sequence[Figure]:
    """Give the parts up to where they are all there are, by their names or their sum: 公立…, 民营…, 三级…, 二级…."""
    leads = [part.clause for part in parts]
    if REST.search(leads[-1]) or parted(leads):
        return parts
    for size in range(2, len(parts)):
        some = parts[:size]
        if parted([part.clause for part in some]) or added(some).meets(head.range):
            return some
    return parts


def _within(head: Figure, parts: Sequence[Figure]) -> tuple[Sequence[Figure], Figure | None]:
    """Give the parts that are listed, and the one that is more than its total.

    A later figure that is more than the total belongs to the list no longer: 其中对越南120亿元；对欧盟1500亿元.
    """
    place = next((n for n, part in enumerate(parts) if part.range.low > head.range.high), None)
    if place is None or parts[place].range.meets(head.range):
        return parts, None
    leads = [part.clause for part in parts]
    if place == 0 or parts[place].lead.startswith("、") or REST.search(leads[-1]) or parted(leads):
        return parts, parts[place]
    return parts[:place], None


def _misscaled(head: Figure, parts: Sequence[Figure]) -> Figure | None:
    """Find the one part with which the parts make up their total, if 万 is read for 亿 or the other way round."""
    for part in parts:
        rest = [one for one in parts if one is not part]
        if part.claim.qualifier != "exact" or not _SCALED.search(part.text):
            continue
        # One that stands out among the others, or is more than the whole.
        small = any(one.value >= part.value * _FAR for one in rest)
        large = part.range.low > head.range.high
        factor = 1e4 if small else 1e-4 if large else None
        if factor is not None and (added(rest) + part.range.times(factor)).meets(head.range):
            return part
    return None


def parallel(parts: Sequence[Figure]) -> bool:
    """Tell whether parts don't overlap: each is of one sort of a known set, or they stand in one list without traits.

    What is named by a trait that others may have too (女性, 党员, 民营企业) may overlap with anything, and what shares
    a character may lie within the other (离婚纠纷, 婚姻家庭纠纷).
    """
    if any(_traits().search(part.clause.replace("其中", "")) for part in parts):
        return False
    if _exclusive([part.clause for part in parts]):
        return True
    names = _own_parts([re.sub(r"^其中[，,]?", "", part.claim.subject or "") for part in parts])
    shared = any(set(one) & set(other) for place, one in enumerate(names) for other in names[:place])
    return all(names) and not shared and all(part.lead.startswith("、") for part in parts[1:])


def _own_parts(names: Sequence[str]) -> list[str]:
    """Take off what names have in common at their ends: 合同 and 劳动争议 of 合同案件 and 劳动争议案件."""
    end = next((n for n, chars in enumerate(zip(*map(reversed, names), strict=False)) if len(set(chars)) > 1), None)
    return [name[: len(name) - end] if end else name for name in names]


def _exclusive(leads: Sequence[str]) -> bool:
    """Tell whether each part is named by another member of one set whose members don't overlap: 公路, 铁路, 民航."""
    for members in _apart():
        found = [{m for m in members if m in lead and not hidden(m, lead, members)} for lead in leads]
        if all(len(one) == 1 for one in found) and len(set().union(*found)) == len(leads):
            return True
    return False


@cache
def _apart() -> list[tuple[str, ...]]:
    """Give the sets of words that don't overlap but may leave a rest: 公路 and 铁路."""
    return [tuple(members.split("|")) for (members,) in lexicon.load("claims/exclusive")]


@cache
def _traits() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words("claims/traits")), key=len, reverse=True)))


def added(parts: Sequence[Figure]) -> Interval:
    """Add the intervals of figures."""
    total = Interval(0.0, 0.0)
    for part in parts:
        total += part.range
    return total


def totals(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 合计 and 共计 against the figures listed before it in the sentence."""
    for passage in passages:
        for place, figure in enumerate(passage.figures):
            if not figure.is_level or _TOTAL.search(figure.clause) is None:
                continue
            parts = _listed_before(passage, place)
            if len(parts) < 2:
                continue
            fitting = next((parts[k:] for k in range(len(parts) - 1) if added(parts[k:]).meets(figure.range)), None)
            shown = fitting or parts
            value = number(sum(part.value for part in shown))
            formula = f"{' + '.join(part.text for part in shown)} = {value}"
            if fitting:
                yield finding("sum", "consistent", formula, f"the parts make up {figure.text}", (*shown, figure))
                continue
            sure = all(_alike(parts[0], part) for part in parts[1:])
            message = f"the parts add up to {value}, the total is stated as {figure.text}"
            message += "" if sure else "; it may be one of other things"
            yield finding("sum", "conflict" if sure else "unresolved", formula, message, (*shown, figure))


def _listed_before(passage: Passage, place: int) -> list[Figure]:
    """Give the levels of the total's unit right before it, said of the same thing."""
    total = passage.figures[place]
    parts: list[Figure] = []
    before = passage.figures[:place]
    if before and before[-1].claim.kind == "count" and before[-1].value <= _MOST_PARTS and not before[-1].like(total):
        before = before[:-1]  # 两区合计, 三项共计
    for figure in reversed(before):
        if not figure.is_level:
            continue
        if not figure.like(total) or _TOTAL.search(figure.clause):
            break
        parts.append(figure)
    return parts[::-1]

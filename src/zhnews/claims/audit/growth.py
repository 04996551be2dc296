"""Holds changes against levels: from A to B, the rate against two levels, percent against percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhnews import lexicon
from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.claims.interval import Interval, truncated
from zhnews.model import Finding, Result

_FROM = re.compile(r"(?:由|从)(?P<label>[^由从，。；]{0,14})$")
_TO = re.compile(r"^(?P<said>[^。；]{0,24}?(?:至|到|为|成)了?)(?:约|近|超|的)?$")
_LEADS_ON = re.compile(r"[，,、；;（()）\s]*(?:(?:总量|规模|数量)[上]?)?(?:并|且|和|也|即|则)?")
_AGAINST = re.compile(r"(?P<against>同比|环比|(?:比|较|与|跟)[^，。；]{0,14}?)")
_ADVERBS = re.compile(r"(?:分别|共|均|又|还|大幅|大|略|小幅|微|再|净|累计|合计|同步|实现|进一步|了)*")
_TAIL = re.compile(r"(?:了|的?幅度?|率)?(?:为|达到?|至)?(?:约|近|超)?$")
# A rate of other things than the two levels: at constant prices, by the year, of the comparable part.
_OTHER_RATE = re.compile(r"年均|平均|月均|日均|不变价|可比|实际|扣除|名义|复合|同口径|剔除|拉动|贡献")
_REAL = re.compile(r"生产总值|GDP|增加值|总产值|产值|指数")
_BEFORE = re.compile(r"去年|上年|前年|上月|上季|上半年同期|同期|上一年|上周|前一|\d{4}年|一年前")
_OF_RATES = re.compile(r"率|比重|占比|比例|增速|涨幅|降幅|增幅|跌幅|升幅|百分比|份额|占|%|指数|度|回报|收益|水平|速")
_GROWS = re.compile(r"(?:增长|上升|下降|增加|减少|上涨|下跌)了?(?:约|近|超)?$")
_RATE_NAME = re.compile(r"(?:率|比重|占比|比例)(?:为|达到?|是)?$")
_RATE_MOVES = frozenset({"提高", "上升", "下降", "降低", "提升", "回落"})
_REACH = 3
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BASES = {"上年": ("去年", "上年", "同期", "上一年"), "上月": ("上月", "上个月")}
_HELD = re.compile(r"同比|环比|[比较][^，。；]{0,6}?(?:上年|去年|上月|同期)")
_LAST_WORD = re.compile(r"(?:增长|上升|下降|增加|减少|上涨|下跌|提高|降低|回落|增幅|降幅)(?:了|为|达到?)?$")
_OTHER_BASIS, _CONSTANT_PRICES = "it may be held against another time", "it may be at constant prices"
# What is counted grows by percent. What a rate does, and what something adds to another's rate, is in points.
_AMOUNT_GROWS = re.compile(
    r"(?P<amount>生产总值|GDP|增加值|总产值|产值|零售总?额|产量|销量|销售[额量]|[发用售]电量|吞吐量|货运量|客运量|投资额?"
    r"|财政收入|预算收入|营业收入|税收收入|进出口总?[额值]?|出口总?[额值]|进口总?[额值]|案件数?|交易额|成交额|播种面积)"
    r"(?:同比|环比|[比较](?:去年|上年|上月)(?:同期)?)?(?:累计|大幅|分别)?(?:增长|增加|减少|上涨|下跌)了?(?:约|近|超)?$"
)
_IN_POINTS = re.compile(
    r"拉动|带动|贡献|影响|推动|助推|支撑|高于|低于|快于|慢于|高出|(?<![同环])[比较](?!去年|上年|上月)|速|率|占|幅|指数|拖累"
)


@cache
def _change_words() -> dict[str, int]:
    signs = {"up": 1, "down": -1}
    words = {word: signs[d] for word, d in lexicon.mapping("claims/changes").items() if d in signs}
    # In 由5.2降为4.8 the direction is in the first character.
    return words | {"多": 1, "少": -1, "高": 1, "低": -1, "翻": 1}


@cache
def _change() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _change_words()), key=len, reverse=True))
    return re.compile(
        rf"^{_LEADS_ON.pattern}{_AGAINST.pattern}?{_ADVERBS.pattern}(?P<word>{words})(?:{words})?{_TAIL.pattern}"
    )


@cache
def _word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _change_words()), key=len, reverse=True)))


def changes(passage: Passage, place: int) -> Iterator[tuple[Figure, int, str]]:
    """Yield the changes said of the figure at a place, right behind it: figure, sign, what it is held against.

    A change that is held against another base than the one before it belongs to another comparison.
    """
    against: str | None = None
    for figure in passage.figures[place + 1 : place + 1 + _REACH]:
        match = _change().match(figure.lead)
        if match is None or _OTHER_RATE.search(figure.lead):
            return
        if against is not None and match["against"] and match["against"] != against:
            return
        against = match["against"] or against or ""
        yield figure, _change_words()[match["word"]], against


def from_to(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 由A增加到B, and 增长C behind it."""
    for passage in passages:
        for place, (first, second) in enumerate(zip(passage.figures, passage.figures[1:], strict=False)):
            source, target = _FROM.search(first.clause), _TO.match(passage.between(first, second))
            if source is None or target is None or not first.like(second):
                continue
            if _word().search(source["label"]) or "分别" in source["label"]:
                continue
            words = [word for word in _word().findall(target["said"]) if word not in "多少高低"]
            if words and (wrong := _direction(first, second, words[-1])):
                yield wrong
                continue
            for figure, sign, against in changes(passage, place + 1):
                doubt = "" if _same_basis(source["label"], against) else _OTHER_BASIS
                yield from _hold(first, second, figure, sign, doubt=doubt)
            yield from _change_first(passage, place, source)
            yield from _doubled(passage, place + 1, first)


def _same_basis(label: str, against: str) -> bool:
    """Tell whether 由A到B began where the change behind it is held against: 由52%提高到61.3%, 比上年 may be years."""
    if not against:
        return True
    year = _YEAR.search(against)
    if year is not None or _YEAR.search(label):
        return year is not None and year.group() in label
    basis = "上月" if against == "环比" or "月" in against else "上年"
    return any(word in label for word in _BASES[basis])


def _change_first(passage: Passage, place: int, source: re.Match[str]) -> Iterator[Finding]:
    """Check 下降38.1%, 由A降至B: the change right before the levels."""
    if (
        not place
        or re.fullmatch(r"[，,（(]?(?:即|也就是)?", passage.figures[place].lead[: -len(source.group())]) is None
    ):
        return
    change, (first, second) = passage.figures[place - 1], passage.figures[place : place + 2]
    words = _word().findall(change.clause)
    if not words or change.claim.unit not in ("%", "倍", "百分点") or not _LAST_WORD.search(change.clause):
        return
    if _OTHER_RATE.search(change.lead) is None:
        against = _HELD.search(change.clause)
        doubt = "" if _same_basis(source["label"], against.group() if against else "") else _OTHER_BASIS
        yield from _hold(first, second, change, _change_words()[words[-1]], doubt=doubt)


def _doubled(passage: Passage, place: int, first: Figure) -> Iterator[Finding]:
    """Check 由A增加到B, 翻了一番."""
    second, behind = passage.figures[place], passage.figures[place + 1 : place + 2]
    if behind and behind[0].text.startswith("翻") and _LEADS_ON.fullmatch(behind[0].lead) and first.value:
        times = behind[0]
        formula = f"{second.text} ÷ {first.text} = {number(second.value / first.value)}"
        # Nobody says 翻番 of exactly twice as much.
        fits = (second.range / first.range).meets(Interval(times.value * 0.95, times.value * 1.25))
        yield _report("growth", fits, formula, times, (first, second, times))


def _direction(first: Figure, second: Figure, word: str) -> Finding | None:
    sign = _change_words()[word]
    wrong = second.range.high < first.range.low if sign > 0 else second.range.low > first.range.high
    if not wrong or first.is_change:
        return None
    formula = f"{second.text} {'<' if sign > 0 else '>'} {first.text}"
    return finding("change", "conflict", formula, f"from {first.text} to {second.text} isn't {word}", (first, second))


def _hold(first: Figure, second: Figure, change: Figure, sign: int, *, doubt: str = "") -> Iterator[Finding]:
    """Hold a change, absolute or relative, against the level before and the level after."""
    stated = truncated(change.claim)
    if stated is None or not first.value:
        return
    difference = second.range - first.range
    if sign < 0:
        difference = Interval(-difference.high, -difference.low)
    gap, unit = (second.value - first.value) * sign, change.claim.unit
    figures = (first, second, change)
    if unit == "百分点" or (change.like(first) and unit != "%"):
        formula = f"{second.text} − {first.text} = {number(gap * sign)}"
        yield _report("change", difference.meets(stated), formula, change, figures, doubt=doubt)
    elif unit == "%" and first.claim.unit == "%":
        if not doubt:
            yield from _points(first, second, change, difference, stated)
    elif unit in ("%", "倍"):
        scale = 100 if unit == "%" else 1
        rate = (difference / first.range).times(scale)
        formula = f"({second.text} − {first.text}) ÷ {first.text} = {number(scale * gap / first.value)} {unit}"
        fits = rate.meets(stated) or (unit == "倍" and (second.range / first.range).meets(stated))
        yield _report("growth", fits, formula, change, figures, doubt=doubt)


def _report(
    kind: str, fits: bool, formula: str, change: Figure, figures: Sequence[Figure], *, doubt: str = ""
) -> Finding:
    if fits:
        return finding(kind, "consistent", formula, f"the change {change.text} is what the levels give", figures)
    result: Result = "unresolved" if doubt else "conflict"
    message = f"the change is stated as {change.text}, which the levels don't give"
    return finding(kind, result, formula, message + (f"; {doubt}" if doubt else ""), figures)


def _points(first: Figure, second: Figure, change: Figure, difference: Interval, stated: Interval) -> Iterator[Finding]:
    """Tell a change of a rate in percent from one in percentage points."""
    relative = (difference / first.range).times(100)
    formula = f"{second.text} − {first.text} = {number(abs(second.value - first.value))} percentage points"
    figures = (first, second, change)
    if relative.meets(stated):
        yield finding("change", "consistent", formula, f"{change.text} is the relative change", figures)
    elif difference.meets(stated):
        message = f"the change {change.text} is in percentage points (百分点), not in percent"
        yield finding("percentage_point", "conflict", formula, message, figures)
    else:
        message = f"the change is stated as {change.text}, which the rates don't give"
        yield finding("change", "conflict", formula, message, figures)


def rates(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check a level's growth rate against its absolute change, or against the level it grew from."""
    before: Passage | None = None
    for passage in passages:
        for place, level in enumerate(passage.figures):
            if not level.is_level and level.claim.unit != "%":
                continue
            if _change().match(level.lead) or _FROM.search(level.clause) or "分别" in level.clause:
                continue
            said = list(changes(passage, place))
            yield from _absolute(level, said)
            base = _base(passage, place, before)
            if base is not None:
                held = said or _after(passage, place, base)
                for figure, sign, _ in held:
                    yield from _hold(base, level, figure, sign, doubt=_at_constant_prices(level))
        before = passage


def _at_constant_prices(level: Figure) -> str:
    """Give the doubt that the growth of a product may be real, the levels nominal."""
    return _CONSTANT_PRICES if _REAL.search((level.claim.subject or "") + level.clause) else ""


def _absolute(level: Figure, said: Sequence[tuple[Figure, int, str]]) -> Iterator[Finding]:
    """Check 500亿元, 增加100亿元, 增长25%: the change over the level it began from."""
    if level.claim.unit == "%":
        return
    by_unit = {figure.claim.unit: (figure, sign) for figure, sign, _ in said}
    if "%" not in by_unit or level.claim.unit not in by_unit:
        return
    (rate, rate_sign), (gap, sign) = by_unit["%"], by_unit[level.claim.unit]
    stated = truncated(rate.claim)
    if stated is None or not gap.like(level):
        return
    if rate_sign != sign:
        # 新增 is an amount of its own, that may grow or fall.
        if _HELD.search(gap.lead):
            formula = f"{gap.lead.strip('，')}{gap.text}, {rate.lead.strip('，')}{rate.text}"
            yield finding("change", "conflict", formula, f"{level.text} can't both rise and fall", (level, gap, rate))
        return
    base = level.range - gap.range if sign > 0 else level.range + gap.range
    start = level.value - sign * gap.value
    if base.low <= 0:
        return
    formula = f"{gap.text} ÷ ({level.text} {'−' if sign > 0 else '+'} {gap.text}) = {number(100 * gap.value / start)} %"
    yield _report(
        "growth",
        (gap.range / base).times(100).meets(stated),
        formula,
        rate,
        (level, gap, rate),
        doubt=_at_constant_prices(level),
    )


def _base(passage: Passage, place: int, before: Passage | None) -> Figure | None:
    """Find the level of a year or a month before that a level grew from: 去年同期为400亿元."""
    level = passage.figures[place]
    behind = passage.figures[place + 1 : place + 3]
    for figure in behind:
        if figure.like(level) and _names_base(figure.lead) and not _word().search(figure.lead):
            return figure
        if not figure.like(level):
            break
    if place and passage.figures[place - 1].like(level):
        base = passage.figures[place - 1]
        if _BEFORE.search(base.clause) and _same_thing(base, level) and _earlier(base, level):
            return base
    return None


def _names_base(lead: str) -> bool:
    """Tell whether words lead up to the base alone: ，去年同期为, （上年同期, ，比去年同期的."""
    return re.fullmatch(
        r"[，,；（(]?(?:而|比|较)?(?:去年|上年|前年|上月|上季度|上一年|\d{4}年)?(?:同期|同月)?(?:的|为|是|仅为?|只有)?[（(]?",
        lead,
    ) is not None and bool(_BEFORE.search(lead))


def _after(passage: Passage, place: int, base: Figure) -> list[tuple[Figure, int, str]]:
    """Give the changes said behind a base that follows its level: 去年同期为400亿元, 增长25%."""
    at = passage.figures.index(base)
    return list(changes(passage, at)) if at > place else []


def _same_thing(base: Figure, level: Figure) -> bool:
    mine, other = level.claim.subject, base.claim.subject
    return mine is not None and mine == other and level.claim.scope == base.claim.scope


def _earlier(base: Figure, level: Figure) -> bool:
    """Tell whether the base is of the same stretch a year earlier, or of the year before."""
    now, then = level.claim.period, base.claim.period
    if now is None or then is None or not (now.start and now.end and then.start and then.end):
        return False
    return (
        now.start.year - then.start.year == 1 and (now.end - now.start).days // 3 == (then.end - then.start).days // 3
    )


def points(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check that 百分点 is said of rates: what is counted in tons grows by percent."""
    for passage in passages:
        yield from _amounts_in_points(passage)
        for place, figure in enumerate(passage.figures[1:]):
            level = passage.figures[place]
            if figure.claim.unit == level.claim.unit == "%" and not level.is_change:
                yield from _ambiguous(level, figure)
            if figure.claim.unit != "百分点" or not level.is_level or level.claim.kind == "duration":
                continue
            match = _change().match(figure.lead)
            if match is None or not _GROWS.search(figure.lead) or _OF_RATES.search(level.clause + figure.lead):
                continue
            message = f"{level.text} is no rate: its change {figure.text} can only be in percent"
            yield finding("percentage_point", "conflict", f"{level.text}, {figure.text}", message, (level, figure))


def _amounts_in_points(passage: Passage) -> Iterator[Finding]:
    """Find what is counted and yet said to grow by points: 粮食产量增长2.3个百分点."""
    for figure in passage.figures:
        match = _AMOUNT_GROWS.search(figure.clause) if figure.claim.unit == "百分点" else None
        if match is not None and not _IN_POINTS.search(figure.clause.replace(match["amount"], "")):
            message = f"{match['amount']} is no rate: its change {figure.text} can only be in percent"
            yield finding("percentage_point", "conflict", f"{match.group()}{figure.text}", message, (figure,))


def _ambiguous(level: Figure, figure: Figure) -> Iterator[Finding]:
    """Say that 占比35%, 提高5% may mean two things."""
    if _RATE_NAME.search(level.clause) and (match := _change().match(figure.lead)) and match["word"] in _RATE_MOVES:
        message = f"{figure.text} of the rate {level.text} may mean percent or percentage points (百分点)"
        yield finding("percentage_point", "unresolved", f"{level.text}, {figure.text}", message, (level, figure))

"""Makes releases whose arithmetic and calendar are right, and such with one planted fault: `make(rng, fault=None)`.

Independent of zhnews: sentences are filled with numbers that were computed, rounded and written here. A planted fault
is always beyond rounding: no digit that was dropped and no 余 can explain it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import made_ratios

PLACES = ["云岭市", "江陵市", "临川县", "青溪县", "宁海区", "松原州"]
COUNTED = [
    ("受理案件", "审结", "结案率", "件"),
    ("受理群众诉求", "办结", "办结率", "件"),
    ("排查隐患", "整改", "整改率", "处"),
    ("抽检食品", "合格", "合格率", "批次"),
    ("刑事案件立案", "破获", "破案率", "起"),
    ("摸排矛盾纠纷", "化解", "化解率", "件"),
]
SORTS = [
    ("破获案件", "起", ["诈骗案件", "盗窃案件", "其他案件"]),
    ("新增企业", "家", ["制造业企业", "服务业企业", "其他企业"]),
    ("接待游客", "万人次", ["省内游客", "省外游客"]),
    ("实现财政收入", "亿元", ["税收收入", "非税收入"]),
    ("完成投资", "亿元", ["工业投资", "农业投资", "其他投资"]),
    ("货物吞吐量", "万吨", ["外贸货物吞吐量", "内贸货物吞吐量"]),
]
LEVELS = [
    ("外贸货物吞吐量", "万吨"),
    ("社会消费品零售额", "亿元"),
    ("接待游客", "万人次"),
    ("用电量", "亿千瓦时"),
    ("税收收入", "亿元"),
    ("新登记企业", "户"),
]
RATES = ["机收率", "城镇化率", "森林覆盖率", "清洁能源占比", "签约服务覆盖率", "失业率"]
FILLERS = [
    "会议指出，要坚持问题导向，压实各方责任。",
    "有关部门将继续做好服务保障工作。",
    "该项工作得到群众好评。",
    "近年来，当地持续优化营商环境。",
]


class Made(NamedTuple):
    """A release, the day it was published, and the kind of fault planted in it."""

    text: str
    published: date
    fault: str | None


def number(value: float, places: int, rng: random.Random) -> str:
    """Write a number, now and then with separators."""
    return f"{value:,.{places}f}" if value >= 1000 and rng.random() < 0.3 else f"{value:.{places}f}"


def amount(rng: random.Random, unit: str) -> tuple[float, int]:
    """Choose an amount that suits a unit, and the places it is written with."""
    if unit[0] in "万亿":
        places = rng.choice([0, 1, 2])
        return round(rng.uniform(20, 900), places), places
    return float(rng.randint(60, 4000)), 0


def off(value: float, rng: random.Random, least: float) -> float:
    """Move a value by a tenth to two tenths, and by more than `least`."""
    step = max(abs(value) * rng.uniform(0.1, 0.2), 3 * least)
    return value + rng.choice([-1, 1]) * step if value > step else value + step


def ratio(rng: random.Random, wrong: bool) -> str:
    """Make a rate with its part and its base."""
    base_word, part_word, rate_word, unit = rng.choice(COUNTED)
    base = rng.randint(80, 6000)
    part = rng.randint(int(base * 0.55), base - 1)
    places = rng.choice([0, 1, 2])
    rate = round(100 * part / base, places)
    if wrong:
        rate = round(off(rate, rng, 10**-places), places)
        rate = rate if rate <= 100 else round(rate - 40, places)
    also = rng.choice(["", "已", "共"])
    link = rng.choice(["", "达", "为", "达到"])
    extra = rng.choice(["", f"，涉及{rng.randint(20, 90)}个单位"])
    return f"共{base_word}{base}{unit}{extra}，{also}{part_word}{part}{unit}，{rate_word}{link}{rate:.{places}f}%。"


def share(rng: random.Random, wrong: bool) -> str:
    """Make a part with its share of the whole."""
    unit = rng.choice(["家", "户", "亩", "人"])
    thing = {"家": "企业", "户": "农户", "亩": "耕地", "人": "学员"}[unit]
    sort = {"家": "民营企业", "户": "脱贫户", "亩": "水田", "人": "女学员"}[unit]
    whole = rng.randint(300, 9000)
    part = rng.randint(whole // 10, whole - 1)
    places = rng.choice([0, 1])
    rate = round(100 * part / whole, places)
    rate = round(off(rate, rng, 10**-places), places) if wrong else rate
    link = rng.choice(["占总数的", "占比", "占", "占比为", "占全部的"])
    return f"现有{thing}{whole}{unit}，其中{sort}{part}{unit}，{link}{rate:.{places}f}%。"


def total(rng: random.Random, wrong: bool) -> str:
    """Make a total with all its parts."""
    verb, unit, names = rng.choice(SORTS)
    parts = [amount(rng, unit)[0] for _ in names]
    places = 0 if unit[0] not in "万亿" else rng.choice([0, 1, 2])
    parts = [round(part, places) for part in parts]
    whole = round(sum(parts), places)
    if wrong:
        place = rng.randrange(len(parts))
        parts[place] = round(max(off(parts[place], rng, 4 * 10**-places), 1.0), places)
    shown = [f"{name}{number(part, places, rng)}{unit}" for name, part in zip(names, parts, strict=True)]
    joint = rng.choice(["，", "、", "；"])
    change = rng.choice(["", f"，同比增长{rng.uniform(1, 12):.1f}%"])
    head = f"{verb}{number(whole, places, rng)}{unit}{change}"
    form = rng.randrange(3)
    if form == 0:
        return f"{head}，其中{joint.join(shown)}。"
    if form == 1:
        return f"{head}。其中，{joint.join(shown)}。"
    return f"{joint.join(shown)}，{rng.choice(['合计', '共计', '总计'])}{number(whole, places, rng)}{unit}。"


def trade(rng: random.Random, wrong: bool) -> str:
    """Make imports and exports with their total."""
    out, into = round(rng.uniform(50, 900), 1), round(rng.uniform(50, 900), 1)
    whole = round(out + into, 1)
    out = round(off(out, rng, 1.0), 1) if wrong else out
    rates = [f"，同比增长{rng.uniform(1, 20):.1f}%" if rng.random() < 0.5 else "" for _ in range(3)]
    inside = rng.choice(["，其中，", "。其中，", "，"])
    return f"进出口总值{whole}亿元{rates[0]}{inside}出口{out}亿元{rates[1]}，进口{into}亿元{rates[2]}。"


def hundred(rng: random.Random, wrong: bool) -> str:
    """Make shares that make up 100 %."""
    first, second = round(rng.uniform(10, 40), 1), round(rng.uniform(20, 40), 1)
    third = round(100 - first - second, 1)
    third = round(off(third, rng, 1.0), 1) if wrong else third
    form = rng.randrange(3)
    if form == 0:
        return f"第一、二、三产业占比分别为{first}%、{second}%和{third}%。"
    if form == 1:
        return f"三次产业结构为{first}:{second}:{third}。"
    return f"从用途看，工业用电占{first}%，农业用电占{second}%，其他用电占{third}%。"


def from_to(rng: random.Random, wrong: bool) -> str:
    """Make a change from one level to another, with the difference or the rate."""
    name, unit = rng.choice(LEVELS[:-1])
    first, places = amount(rng, unit)
    second = round(first * rng.uniform(1.15, 1.9), places)
    gap, rate = second - first, 100 * (second - first) / first
    verb = rng.choice(["增加到", "增长到", "提高到", "增至"])
    if rng.random() < 0.5:
        gap = off(gap, rng, 3 * 10**-places) if wrong else gap
        said = f"{rng.choice(['增加', '增加了', '净增'])}{gap:.{places}f}{unit}"
    else:
        # The rate of rounded levels is known no better than they are.
        slack = 100 * 10**-places * (1 / first + second / first**2)
        rate = off(rate, rng, slack + 0.3) if wrong else rate
        said = f"{rng.choice(['增长', '增幅达', '增长了'])}{rate:.1f}%"
    preposition = rng.choice(["由", "从"])
    was = rng.choice(["", "上年的", "去年同期的"])
    return f"{name}{preposition}{was}{first:.{places}f}{unit}{verb}{second:.{places}f}{unit}，{said}。"


def rate_points(rng: random.Random, wrong: bool) -> str:
    """Make a rate that rises by percentage points; the fault is to write %."""
    first = round(rng.uniform(20, 60), 1)
    second = round(first + rng.uniform(2, 9), 1)
    unit = "%" if wrong else "个百分点"
    verb = rng.choice(["提高到", "上升到", "提升至"])
    return f"{rng.choice(RATES)}由{first}%{verb}{second}%，提高{second - first:.1f}{unit}。"


def amount_points(rng: random.Random, wrong: bool) -> str:
    """Make an amount that grows by percent; the fault is to write 百分点."""
    name, unit = rng.choice(LEVELS)
    value, places = amount(rng, unit)
    return f"{name}{value:.{places}f}{unit}，同比增长{rng.uniform(2, 19):.1f}{'个百分点' if wrong else '%'}。"


def direction(rng: random.Random, wrong: bool) -> str:
    """Make a rise from one rate to another; the fault is that it falls."""
    first = round(rng.uniform(3, 9), 1)
    second = round(first + rng.uniform(0.5, 3), 1)
    first, second = (second, first) if wrong else (first, second)
    return f"{rng.choice(RATES)}由{first}%{rng.choice(['上升到', '提高到', '升至', '上升至'])}{second}%。"


def growth(rng: random.Random, wrong: bool) -> str:
    """Make a growth rate over the stated level of the year before, or over the stated increase."""
    name, unit = rng.choice(LEVELS)
    base, places = amount(rng, unit)
    level = round(base * rng.uniform(1.05, 1.6), places)
    rate = 100 * (level - base) / base
    slack = 100 * 10**-places * (1 / base + level / base**2)
    rate = off(rate, rng, slack + 0.3) if wrong else rate
    now, then = f"{level:.{places}f}{unit}", f"{base:.{places}f}{unit}"
    gap = f"{level - base:.{places}f}{unit}"
    form = rng.randrange(4)
    if form == 0:
        return f"{name}{now}，去年同期为{then}，同比增长{rate:.1f}%。"
    if form == 1:
        return f"{name}达{now}，比去年同期的{then}增长{rate:.1f}%。"
    if form == 2:
        return f"{name}{now}，比上年增加{gap}，增长{rate:.1f}%。"
    return f"{name}{now}（上年同期为{then}），增长{rate:.1f}%。"


def magnitude(rng: random.Random, wrong: bool) -> str:
    """Make a total and its parts in 亿元; the fault is one part, or the total, in the other scale."""
    first, second = round(rng.uniform(3, 90), 1), round(rng.uniform(3, 90), 1)
    units = ["亿元"] * 3
    if wrong:
        units[rng.randrange(3)] = "万元"
    whole = round(first + second, 1)
    name = rng.choice([("工业投资", "其他投资"), ("税收收入", "非税收入")])
    verb = "实现财政收入" if name[0] == "税收收入" else "完成投资"
    return f"{verb}{whole}{units[0]}，其中{name[0]}{first}{units[1]}，{name[1]}{second}{units[2]}。"


def months(rng: random.Random, wrong: bool, published: date) -> str:
    """Make a run of months since a month."""
    back = rng.randint(9, 30)
    index = published.year * 12 + published.month - 1 - back
    count = back + rng.choice([0, 1])
    count = max(count + rng.choice([-5, -6, 4, 12]), 2) if wrong else count
    said = rng.choice(["案发数已连续{}个月下降", "电诈案件连续{}个月同比下降", "用电量连续{}个月保持增长"])
    return f"{index // 12}年{index % 12 + 1}月以来，{said.format(count)}。"


def span_of_days(rng: random.Random, wrong: bool, published: date) -> str:
    """Make an event of some days."""
    start = date(published.year, published.month, rng.randint(1, 12)) - timedelta(days=31)
    length = rng.randint(2, 9)
    end = start + timedelta(days=length - 1)
    said = length + rng.choice([3, 4]) if wrong else length
    stretch = f"{start.month}月{start.day}日至{end.month}月{end.day}日"
    return f"{stretch}，{rng.choice(['为期', '历时'])}{said}天的活动吸引{rng.randint(200, 900)}人参加。"


def this_year(rng: random.Random, wrong: bool, published: date) -> str:
    """Make 今年 with the year in brackets."""
    year = published.year - (rng.randint(1, 3) if wrong else 0)
    return f"今年（{year}年）以来，新开工项目{rng.randint(30, 90)}个。"


def two_years(rng: random.Random, wrong: bool, published: date) -> str:
    """Make one stretch that is called by two names; the fault is that they are of two years."""
    year = published.year - (1 if wrong else 0)
    stretch = rng.choice(["上半年", "一季度", "1—6月"])
    return (
        f"今年{stretch}，新增就业{rng.randint(2, 9)}万人。\n"
        f"{year}年{stretch}，共发放补贴{rng.randint(300, 900)}万元，惠及企业{rng.randint(20, 90)}家。"
    )


def later(rng: random.Random, wrong: bool, published: date) -> str:
    """Make something done by a day; the fault is that the day was still to come."""
    day = published + timedelta(days=rng.randint(40, 200) if wrong else -rng.randint(1, 25))
    done = f"已完成改造{rng.randint(30, 900)}户，累计投入资金{rng.randint(3, 90)}万元"
    return f"截至{day.year}年{day.month}月{day.day}日，{done}。"


def no_day(rng: random.Random, wrong: bool, published: date) -> str:
    """Make a day of the calendar, or one that isn't."""
    month, day = rng.choice([(2, 30), (4, 31), (6, 31)]) if wrong else rng.choice([(2, 28), (4, 30), (6, 30)])
    year = published.year - 1
    return f"{year}年{month}月{day}日，培训班结业，{rng.randint(30, 300)}名学员参加。"


ARITHMETIC: dict[str, Callable[[random.Random, bool], str]] = {
    "ratio": ratio,
    "share": share,
    "total": total,
    "trade": trade,
    "hundred": hundred,
    "from_to": from_to,
    "rate_points": rate_points,
    "amount_points": amount_points,
    "direction": direction,
    "growth": growth,
    "magnitude": magnitude,
    **made_ratios.ARITHMETIC,
}
CALENDAR: dict[str, Callable[[random.Random, bool, date], str]] = {
    "months": months,
    "span_of_days": span_of_days,
    "this_year": this_year,
    "two_years": two_years,
    "later": later,
    "no_day": no_day,
    **made_ratios.CALENDAR,
}
FAULTS = [*ARITHMETIC, *CALENDAR]


def make(rng: random.Random, fault: str | None = None) -> Made:
    """Make a release of a few paragraphs; all that is said in it holds, but for the fault."""
    published = date(rng.choice([2022, 2023, 2024, 2025]), rng.randint(10, 12), rng.randint(15, 27))
    kinds = rng.sample(list(ARITHMETIC), 6) + rng.sample(
        ["months", "span_of_days", "later", "no_day", *made_ratios.CALENDAR], 2
    )
    if fault is not None and fault not in kinds:
        kinds[rng.randrange(len(kinds))] = fault
    rng.shuffle(kinds)
    place = rng.choice(PLACES)
    lines = []
    for kind in kinds:
        wrong = kind == fault
        made = ARITHMETIC[kind](rng, wrong) if kind in ARITHMETIC else CALENDAR[kind](rng, wrong, published)
        lead = rng.choice([f"今年前三季度，{place}", f"今年以来，{place}", place, "全市"]) if kind in ARITHMETIC else ""
        lead = place if fault == "two_years" and lead else lead
        lines.append(lead + made + rng.choice(["", *FILLERS]))
    return Made("\n".join(lines), published, fault)

"""Makes sentences with averages, stated wholes and counted days that are right, or with one planted fault each."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date


def _off(value: float, rng: random.Random, least: float) -> float:
    """Move a value up or down by a fifth to two fifths, by more than `least`, never below a half of it."""
    step = max(abs(value) * rng.uniform(0.2, 0.4), 4 * least)
    return value + step if value < 2 * step or rng.random() < 0.5 else value - step


def stated_whole(rng: random.Random, wrong: bool) -> str:
    """Make a share whose whole is stated with it; the fault is another share, or 万 for 亿."""
    whole = round(rng.uniform(20, 400), 1)
    part = round(whole * rng.uniform(0.2, 0.9), 1)
    share = 100 * part / whole
    unit = "亿元"
    if wrong and rng.random() < 0.5:
        unit = "万元"
    elif wrong:
        share = _off(share, rng, 5)
    growth = rng.choice(["", f"，同比增长{rng.uniform(1, 9):.1f}%"])
    return rng.choice(
        [
            f"市财政投入{part}{unit}，占总投资{whole}亿元的{share:.1f}%。",
            f"教育支出{part}{unit}{growth}，占财政支出{whole}亿元的{share:.1f}%。",
            f"完成投资{part}{unit}{growth}，完成年度计划{whole}亿元的{share:.1f}%。",
            f"一般贸易进出口{part}{unit}，占同期外贸进出口总值{whole}亿元的{share:.1f}%。",
        ]
    )


def share_of_sentence_before(rng: random.Random, wrong: bool) -> str:
    """Make a share behind 其中 of the one level in the sentence before."""
    whole = round(rng.uniform(200, 4000), 1)
    part = round(whole * rng.uniform(0.2, 0.9), 1)
    share = _off(100 * part / whole, rng, 5) if wrong else 100 * part / whole
    return f"进出口{whole}亿元，同比增长3.2%。其中，一般贸易进出口{part}亿元，占{share:.1f}%。"


def average(rng: random.Random, wrong: bool) -> str:
    """Make a mean by household or by head."""
    count = rng.randint(200, 9000)
    mean = rng.randint(300, 9000)
    total = round(count * mean / 10000, 2)
    mean = round(_off(mean, rng, 50)) if wrong else round(total * 10000 / count)
    who, unit = rng.choice([("户", "户"), ("人", "人")])
    return rng.choice(
        [
            f"发放补贴{total:.2f}万元，惠及{count}{unit}，{who}均{mean}元。",
            f"全县{count}{unit}共领取补助{total:.2f}万元，{who}均{mean}元。",
        ]
    )


def daily(rng: random.Random, wrong: bool) -> str:
    """Make a daily mean of a holiday."""
    days = rng.choice([3, 5, 7, 8])
    total = round(rng.uniform(60, 900), 1)
    mean = total / days
    mean = round(_off(mean, rng, mean * 0.6), 1) if wrong else round(mean, 1)
    first = rng.randint(1, 20)
    return rng.choice(
        [
            f"假期{days}天，全市接待游客{total}万人次，日均{mean}万人次。",
            f"9月{first}日至{first + days - 1}日，铁路发送旅客{total}万人次，同比增长5.1%，日均{mean}万人次。",
        ]
    )


def harvest(rng: random.Random, wrong: bool) -> str:
    """Make area, yield and harvest of one crop."""
    area, mean = round(rng.uniform(20, 300), 1), round(rng.uniform(300, 700), 1)
    total = area * mean / 1000
    total = _off(total, rng, total * 0.1) if wrong else total
    crop = rng.choice(["小麦", "玉米", "水稻"])
    return f"{crop}播种面积{area}万亩，平均亩产{mean}公斤，总产{total:.2f}万吨。"


def growing_points(rng: random.Random, wrong: bool) -> str:
    """Make growth of what is counted; the fault is to write 百分点."""
    said = rng.choice(["地区生产总值同比增长", "粮食产量增长", "固定资产投资额同比增长", "社会消费品零售总额增长"])
    also = rng.choice(["", f"，增速比上年同期加快{rng.uniform(0.2, 2):.1f}个百分点"])
    return f"{said}{rng.uniform(1, 9):.1f}{'个百分点' if wrong else '%'}{also}。"


def face(rng: random.Random, wrong: bool) -> str:
    """Make the share of trades that grow."""
    total = rng.randint(25, 41)
    growing = rng.randint(total // 2, total - 2)
    share = 100 * growing / total
    share = min(_off(share, rng, 2), 99.0) if wrong and share < 70 else share - 15 if wrong else share
    return f"{total}个大类行业中有{growing}个行业实现增长，增长面为{share:.1f}%。"


def progress(rng: random.Random, wrong: bool) -> str:
    """Make the progress of a harvest."""
    area = round(rng.uniform(30, 400), 1)
    done = round(area * rng.uniform(0.3, 0.95), 1)
    share = 100 * done / area
    share = share - rng.uniform(8, 15) if wrong else share
    return rng.choice(
        [
            f"全市小麦面积{area}万亩，已收获{done}万亩，收获进度达{share:.1f}%。",
            f"全市{area}万亩小麦已收获{done}万亩，收获进度{share:.1f}%。",
        ]
    )


def refused(rng: random.Random, wrong: bool) -> str:
    """Make the share of samples that fail."""
    base = rng.randint(300, 4000)
    bad = rng.randint(base // 50, base // 8)
    share = 100 * bad / base
    return f"抽检样品{base}批次，不合格{bad}批次，不合格率{share + (4 if wrong else 0):.2f}%。"


def above_all(rng: random.Random, wrong: bool) -> str:
    """Make a rate that can't be above 100 %."""
    rate = rng.randint(101, 130) if wrong else rng.randint(90, 100)
    return f"全市{rng.choice(['机收率', '抽检合格率', '群众满意率'])}达{rate}%。"


def change_first(rng: random.Random, wrong: bool) -> str:
    """Make a change before the levels it leads from and to."""
    first = rng.randint(40, 900)
    second = rng.randint(first // 3, first - 8)
    rate = 100 * (first - second) / first
    rate = _off(rate, rng, 2) if wrong else rate
    return f"亡人事故下降{rate:.1f}%，由{first}起降至{second}起。"


def both_ways(rng: random.Random, wrong: bool) -> str:
    """Make an absolute and a relative change; the fault is that they go apart."""
    level, gap = round(rng.uniform(100, 900), 1), round(rng.uniform(5, 40), 1)
    rate = 100 * gap / (level + gap)
    return f"小麦产量{level}万吨，比上年减少{gap}万吨，{'增长' if wrong else '下降'}{rate:.1f}%。"


def bracketed(rng: random.Random, wrong: bool) -> str:
    """Make growth over a level in brackets."""
    base = rng.randint(300, 4000)
    level = round(base * rng.uniform(1.05, 1.5))
    rate = 100 * (level - base) / base
    return f"全年受理案件{level}件，比上年（{base}件）增长{_off(rate, rng, 2) if wrong else rate:.1f}%。"


def owners(rng: random.Random, wrong: bool) -> str:
    """Make public and private ones of all."""
    first, second = rng.randint(60, 300), rng.randint(60, 300)
    return f"全市共有医院{first + second + (9 if wrong else 0)}家，其中公立医院{first}家，民营医院{second}家。"


def counted(rng: random.Random, wrong: bool) -> str:
    """Make as many parts of a total as were counted, each told by 分别."""
    parts = [rng.randint(3, 60) for _ in range(3)]
    shown = "、".join(f"{part}亿元" for part in parts)
    return f"三个项目总投资{sum(parts) + (7 if wrong else 0)}亿元，分别为{shown}。"


def modes(rng: random.Random, wrong: bool) -> str:
    """Make passengers by road, rail and air; the fault is that they are more than all."""
    parts = [round(rng.uniform(10, 90), 1) for _ in range(4)]
    whole = sum(parts) * (0.9 if wrong else 1)
    joint = rng.choice(["，", "、", "；"])
    shown = joint.join(f"{n}{p}万人次" for n, p in zip(["公路", "铁路", "民航", "水路"], parts, strict=True))
    return f"全市发送旅客{whole:.1f}万人次{rng.choice(['，其中', '。其中，'])}{shown}。"


def power(rng: random.Random, wrong: bool) -> str:
    """Make the power used by industries and households."""
    parts = [rng.randint(100, 900), rng.randint(4000, 6000), rng.randint(1000, 2000), rng.randint(1000, 2000)]
    whole = sum(parts) + (700 if wrong else 0)
    listed = f"第一、二、三产业用电量分别为{parts[0]}亿千瓦时、{parts[1]}亿千瓦时和{parts[2]}亿千瓦时"
    return f"全社会用电量{whole}亿千瓦时。{listed}，城乡居民生活用电量{parts[3]}亿千瓦时。"


def holiday(rng: random.Random, wrong: bool, published: date) -> str:
    """Make the days of a holiday."""
    first, days = rng.randint(1, 20), rng.choice([3, 5, 7, 8])
    said = days + (rng.choice([1, 2]) if wrong else 0)
    last = first + days - 1
    return rng.choice(
        [
            f"旅游节假期（9月{first}日至{last}日）{said}天，全市接待游客{rng.randint(60, 900)}万人次。",
            f"9月{first}日至{last}日，假期{said}天，接待游客{rng.randint(60, 900)}万人次。",
            f"9月{first}日至9月{last}日，{said}天假期接待游客{rng.randint(60, 900)}万人次。",
        ]
    )


def stretch(rng: random.Random, wrong: bool, published: date) -> str:
    """Make a count of months or days right behind its dates."""
    months = rng.randint(3, 9)
    said = months + (rng.choice([2, 3]) if wrong else 0)
    day = rng.randint(8, 20)
    length = day + (12 if wrong else 0)
    return rng.choice(
        [
            f"{published.year}年1月至{months}月的{said}个月间，查处案件{rng.randint(60, 900)}起。",
            f"7月1日起至7月{day}日，开展为期{length}天的行动，查处案件{rng.randint(60, 900)}起。",
        ]
    )


def deed_to_come(rng: random.Random, wrong: bool, published: date) -> str:
    """Make what was done in a half-year; the fault is that it is still to come."""
    return f"{published.year + (1 if wrong else 0)}年上半年，全市破案{rng.randint(60, 900)}起。"


ARITHMETIC: dict[str, Callable[[random.Random, bool], str]] = {
    "stated_whole": stated_whole,
    "share_of_sentence_before": share_of_sentence_before,
    "average": average,
    "daily": daily,
    "harvest": harvest,
    "growing_points": growing_points,
    "face": face,
    "progress": progress,
    "refused": refused,
    "above_all": above_all,
    "change_first": change_first,
    "both_ways": both_ways,
    "bracketed": bracketed,
    "owners": owners,
    "counted": counted,
    "modes": modes,
    "power": power,
}
CALENDAR: dict[str, Callable[[random.Random, bool, date], str]] = {
    "holiday": holiday,
    "stretch": stretch,
    "deed_to_come": deed_to_come,
}

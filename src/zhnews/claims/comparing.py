"""Reads changes and what they are held against: 同比增长, 比上半年加快, 是去年同期的, 高于全省平均水平."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from zhnews import lexicon
from zhnews.claims.wording import KEPT, Reading, bare, changing, ending, is_whole_verb, pattern, without_adverbs
from zhnews.model import Direction

_AGAINST = re.compile(
    r"(?:环比|同比(?=[12][0-9]{3}年)|(?<![环同])比(?![例重率较如赛])|较|与)[^，,。；]{2,14}?(?<!最)(?=新?净?增|(?<!以)[上下]"
    r"|[减提降回高低扩收压缩延涨跌攀翻微略激猛]|大幅|小幅|明显|相比|便宜|持平|加快|放缓)"
)
# What a figure is held against, where no verb of change follows: 高于全省平均水平, 比去年同期多.
_HELD = re.compile(
    r"(?:(?:[高低多少快慢优大小]于|[高低多少]出|^超(?=时序|序时|计划|预期|目标|任务|全[国省市县]|上年|去年|平均))(?P<level>[^，]{2,16})"
    r"|(?P<than>(?:同比|环比)(?=[高多快低少慢])|(?<![同环])[比较][^，]{2,14}?)(?<![最增扩加提升走减缩放降最许众])(?:(?P<more>[高多快长大重])|[低少慢短小轻])"
    r"(?:(?<=[多少])[\u4e00-\u9fff]{2}|(?:打|收|卖|赚|产|用|发|运|种|装|开|建|投|销|出|了)*))$"
)
_PART_OF_YEAR = re.compile(
    r"[底末初最]|年[底末初]|[一二三四1-4]季度|前?[0-9一二三四五六七八九十]{1,2}个?月|[上下]半年|全年"
)
_TIME = re.compile("[年月日周季期天]")
# 恢复到去年同期73%
_MULTIPLE = re.compile(
    r"(?:(?:是|为|相当于|恢复[到至]?|达到?)(?P<base>[^，]{1,16})的|恢复[到至]?(?P<level>[^，]{1,12}同期))$"
)
_AVERAGED = re.compile(r"(?:[年月日季周天]?[人户]|[年月日季周天亩车次件])均|[年月日周]平均")
_EARLIER = re.compile("(?:提前|提早|推迟|延后)了?$")
_RATE = re.compile(r"(?:涨幅|增幅|增速|升幅)$")
_FALL_RATE = re.compile(r"(?:降幅|跌幅)$")
# What moves somebody to do what is counted: 促进农民增收270亿元.
_MOVES = re.compile(r"^(?:促进|带动|助力|推动|帮助|引导|预计)(?=..)")


@lru_cache(maxsize=KEPT)
def basis_of(text: str) -> tuple[str, int] | None:
    """Give the basis a text names first and where, or None.

    >>> basis_of("外贸进出口同比增长")
    ('yoy', 5)
    """
    match = pattern("comparisons").search(text)
    if match and not _PART_OF_YEAR.match(text, match.end()):
        return lexicon.mapping("claims/comparisons")[match.group()], match.start()
    if match := _AGAINST.search(text):
        return match.group(), match.start()
    return None


def direction_of(text: str) -> Direction | None:
    """Give the direction of the last word of change in a text, or None."""
    found = None
    for match in changing().finditer(text):
        found = lexicon.mapping("claims/changes")[match.group()]
    return cast("Direction | None", found)


def held(text: str) -> Reading | None:
    """Read what a figure is held against without a verb of change; against a time it has a direction.

    >>> held("入住率比全国高")[:4], held("比上年多")[2:4], held("高于去年同期")[2:4]
    (('入住率', '比全国高', None, '比全国'), ('up', 'yoy'), (None, 'yoy'))
    """
    match = _HELD.search(text)
    if match is None:
        return None
    base = match["level"] or match["than"]
    known = basis_of(base if match["than"] else f"比{base}") if _TIME.search(base) or base[1:] == "比" else None
    time = match["than"] and not match.group().endswith("出") and (_TIME.search(base) or base in ("同比", "环比"))
    direction: Direction | None = ("up" if match["more"] else "down") if time else None
    return Reading(bare(text[: match.start()]) or None, match.group(), direction, known[0] if known else base)


def times(text: str) -> Reading | None:
    """Read what something is so many times of: 是去年同期的.

    >>> times("新型储能是去年同期的")[:4]
    ('新型储能', '是去年同期的', None, 'yoy')
    """
    match = _MULTIPLE.search(text)
    if match is None:
        return None
    base = match["base"] or match["level"]
    known = basis_of("比" + base)
    return Reading(bare(text[: match.start()]) or None, match.group(), None, known[0] if known else base)


def averaged(text: str) -> tuple[str, str] | None:
    """Part off an average at the end: 教育投入年均, 日均.

    >>> averaged("教育投入年均"), averaged("养老金月人均"), averaged("人均消费")
    (('教育投入', '年均'), ('养老金', '月人均'), None)
    """
    match = _AVERAGED.search(text)
    return (text[: match.start()], match.group()) if match and match.end() == len(text) else None


def rate_direction(subject: str | None) -> Direction | None:
    """Give the direction a rate's own name has: 涨幅 is up, 降幅 is down."""
    if not subject:
        return None
    return "up" if _RATE.search(subject) else "down" if _FALL_RATE.search(subject) else None


def is_relation(text: str) -> bool:
    """Tell whether a name says nothing without the thing it measures: 进度, 占比, 增速."""
    return text in lexicon.words("claims/relations")


def related(subject: str | None, relation: str) -> str:
    """Name a measure with the thing it measures.

    >>> related("秋粮", "进度"), related("服务价格涨幅", "涨幅")
    ('秋粮进度', '服务价格涨幅')
    """
    name = subject or ""
    tail = next((word for word in lexicon.words("claims/relations") if name.endswith(word)), "")
    return (name.removesuffix(tail) if len(name) > len(tail) else name) + relation


@lru_cache(maxsize=KEPT)
def change(text: str) -> Reading | None:
    """Read a change at the end of a text: 外贸总值同比增长, 涨幅比上月扩大.

    >>> change("外贸总值同比增长")[:4]
    ('外贸总值', '同比增长', 'up', 'yoy')
    """
    against = basis_of(text)
    found = ending("changes", "了", "至", "到", "约", "为", "达", "达到", "幅度为", "幅度达").search(text)
    if found and text[: found.end("word")].endswith(lexicon.affixes("claims/not_changes")):
        found = None  # 保障航班起降, 水电新增
    if found is None and against and text.endswith("新增"):
        return Reading(bare(text[: against[1]]) or None, text[against[1] :], None, without_adverbs(against[0]))
    if found is None and against and _EARLIER.search(text):  # 比2023年提前71天
        return Reading(bare(text[: against[1]]) or None, text[against[1] :], None, against[0])
    if found is None:
        bare_comparison = against and against[1] + 2 >= len(text)
        return (
            Reading(bare(text[: against[1]]) or None, None, None, against[0]) if against and bare_comparison else None
        )
    cut = min(found.start(), against[1]) if against else found.start()
    cut -= text[cut - 1 : cut] == "相"  # 相比去年同期增长
    subject = _MOVES.sub("", bare(text[:cut]))
    if is_whole_verb(subject) or subject in ("由", "从"):
        subject = ""
    direction = cast("Direction", lexicon.mapping("claims/changes")[found["word"]])
    basis = without_adverbs(against[0]) if against else None
    return Reading(subject or None, without_adverbs(text[cut:]), direction, basis, reached=text[-1] in "至到")


def turns(between: str) -> tuple[str, Direction] | None:
    """Read what stands between two figures of 分别, where the second goes another way: 和下降.

    >>> turns("和下降"), turns("、")
    (('下降', 'down'), None)
    """
    text = between.lstrip(" 、和及与，").removeprefix("同比").removeprefix("环比")
    direction = lexicon.mapping("claims/changes").get(text)
    return (text, cast("Direction", direction)) if direction else None

"""Deals out what stands before 分别: n things with n figures, what they share written once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhnews.claims import comparing, meaning, phrases, wording

# From the finest way to part a list to coarser ones: 信息传输和软件业、租赁和商务服务业 are two.
_SEPARATORS = tuple(map(re.compile, ("、|以及|[和与]|及(?!其)", "、|以及", "、", "以及|[和与]|及(?!其)")))
_LIST_HEAD = re.compile(r"^(?:其中)?(?:对|向|从|与|和)?")
_TOGETHER = re.compile(r"^(?:[两三四五六七八九几各等/]|\d)")
_TOWARDS = re.compile("[^、，]{2,8}?对(?=..)")
_ORDINAL = re.compile("第[一二三四五六七八九十]")
_ORDINALS = re.compile("第?[一二三四五六七八九十](?=..)")
_KINDS = frozenset("业类区省市县州国")
_SHORTEST_SHARED = 2
# 事故起数、死亡人数“两项指标”分别下降
_SUMMED_UP = re.compile("等?[“「]?[两三四五六七八九十][项个类大](?:主要|核心)?指标[”」]?(?=(?:同比|环比)?$)")
_ARE = re.compile(".*(?:的(?:依次|分别)?[是为]|依次[是为]|分别[是为])")
_KINDS_OF = re.compile("(?P<list>[^，]+[、和与][^，]+?)[两二三四五六七八九十](?:大|[个类项种](?=.))(?P<rest>.+)")


def subjects(left: str, count: int, before: Sequence[str] = ()) -> list[str] | None:
    """Give the subjects of a list before 分别, if there are as many as figures.

    `before` are the clauses just before that hold no figure: names with commas in them are parted by commas.

    >>> subjects("水电、风电发电量分别增长", 2), subjects("对甲国和乙国分别出口", 2)
    (['水电发电量', '风电发电量'], ['对甲国出口', '对乙国出口'])
    >>> subjects("东、中、西部地区投资分别增长", 3)
    ['东部地区投资', '中部地区投资', '西部地区投资']
    """
    head, _, tail = left.partition("分别")
    head = _SUMMED_UP.sub("", head)
    start = _LIST_HEAD.match(head)
    assert start is not None
    head = head.removesuffix("同比").removesuffix("环比")
    if (against := comparing.basis_of(head + "增")) and against[0] and against[1]:
        head = head[: against[1]]
    items = _parted(head[start.end() :], count, before) or (None if wording.bare(head) else _told(count, before))
    if items is None:
        return None
    lead = start.group().removeprefix("其中")
    if (doer := _TOWARDS.match(items[0])) and not any("对" in item for item in items[1:]):
        lead, items[0] = lead + doer.group(), items[0][doer.end() :]  # 民营企业对甲国、乙国出口
    noun = "" if tail.startswith("占") else wording.bare(tail)
    deed = comparing.change(noun) or meaning.deed(noun) or meaning.level(noun)
    noun = (deed.subject or "") if deed else noun
    return [lead + item + noun for item in _spread(items)]


def _told(count: int, before: Sequence[str]) -> list[str] | None:
    """Give the things that the clause before lists behind a verb of being: 居前三位的是甲、乙、丙，分别为."""
    match = _ARE.search(before[-1]) if before else None
    return _parted(before[-1][match.end() :], count, ()) if match else None


def of_kinds(subject: str, count: int) -> list[str] | None:
    """Give the things that a subject lists with their number, each with what they have in common.

    >>> of_kinds("集成电路、新能源汽车两大集群产值", 2)
    ['集成电路产值', '新能源汽车产值']
    """
    match = _KINDS_OF.fullmatch(subject)
    items = _parted(match["list"], count, ()) if match else None
    if match is None or items is None:
        return None
    measure = phrases.last_word(match["rest"])
    return [item + measure if meaning.names_quantity(measure) else item for item in items]


def deeds(left: str, count: int) -> tuple[str, list[str]] | None:
    """Give what several things are done with, and the verbs of a list before 分别, if as many as figures.

    >>> deeds("紧急止付、冻结涉案账户分别为", 2)
    ('涉案账户', ['紧急止付', '冻结'])
    """
    items = _parted(wording.bare(left.partition("分别")[0]), count, ())
    verbs = [verb for item in items or () if (verb := meaning.leading_verb(item))]
    thing = items[-1][len(verbs[-1]) :] if items and verbs else ""
    if len(verbs) < count or verbs[:-1] != (items or [])[:-1] or not thing or meaning.names_quantity(thing):
        return None
    return thing, verbs


def _parted(head: str, count: int, before: Sequence[str]) -> list[str] | None:
    whole = [match.span() for match in wording.pattern("compounds").finditer(head)]
    for separator in _SEPARATORS:
        marks = [m.span() for m in separator.finditer(head) if not any(a <= m.start() < b for a, b in whole)]
        starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(head)]
        items = [head[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
        if len(items) == count:
            return items
    earlier = list(before[-count + 1 :]) if head and len(before) >= count - 1 else []
    if earlier and all(meaning.topic(clause) == wording.bare(clause) for clause in earlier):
        return [*map(wording.bare, earlier), head]
    return None


def _unsaid(shared: str, others: Sequence[str]) -> str:
    """Take off a tail what the things before end with themselves: 装备制造业、高技术|制造业|增加值."""
    longest = max((n for n in range(1, len(shared)) if any(o.endswith(shared[:n]) for o in others)), default=0)
    return shared[longest:]


def _tail(last: str, others: Sequence[str]) -> str:
    """Give what the last of a list says for all: 教育、社会保障和就业、卫生健康|支出; 公路、水路|货运量."""
    word = phrases.last_word(last)
    alike = sum(map(len, others)) >= len(others) * (len(last) - len(word))
    return word if alike and meaning.names_quantity(word) else phrases.after_first_word(last)


def _open(others: Sequence[str]) -> bool:
    """Tell whether what the things of a list are is only said of the last: 刑事、治安|警情."""
    return all(map(phrases.ends_with_modifier, others))


def _of_a_kind(others: Sequence[str], last: str) -> str | None:
    """Give what follows the things of a list that end alike: 服务业、信息传输业|用电量增速."""
    ends = {item[-1] for item in others}
    end = ends.pop() if len(ends) == 1 else ""
    _, found, rest = last.rpartition(end) if end in _KINDS else ("", "", "")
    return rest if found and (meaning.names_quantity(rest) or comparing.rate_direction(rest)) else None


def _spread(items: list[str]) -> list[str]:
    """Give each thing of a list what the last one names for all: 进口、出口通关时间, 粮食、油料产量."""
    *others, last = items
    if (ordinal := _ORDINALS.match(last)) and _ORDINAL.fullmatch(items[0]):
        rest = last[ordinal.end() :]
        return [f"第{item.removeprefix('第')}{rest}" for item in others] + [f"第{last.removeprefix('第')}"]
    if any(map(meaning.names_quantity, others)):
        return items
    if kind := _of_a_kind(others, last):
        return [*(item + kind for item in others), last]
    lengths = {len(item) for item in others}
    length = lengths.pop() if len(lengths) == 1 else 0
    shared = last[length:]
    if shared.startswith("/"):  # 同城、国际/港澳台快递量
        shared = phrases.after_first_word(shared[1:])
    fits = length == 1 or last.startswith("第") or phrases.begins_word(last, length)
    if wording.pattern("compounds").match(last):
        fits = False  # 猪、牛、羊、家禽出栏
    if (
        _SEPARATORS[0].search(shared)
        or not length
        or len(shared) < _SHORTEST_SHARED
        or not fits
        or _TOGETHER.match(shared)
    ):
        shared = shared if length and _open(others) else _unsaid(_tail(last, others), others)
        shared = phrases.last_word(last) if _SEPARATORS[0].search(shared) else shared
        if not shared or shared == last or not (meaning.names_quantity(shared) or _open(others)):
            return items
    return [*(item + shared for item in others), last]

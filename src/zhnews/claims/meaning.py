"""Reads what stands around a figure: verb and thing counted, change and direction, what it is held against."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.model import Direction

_TRIM = " 、，,。；;：:的了"
_OPENERS = re.compile(r"^(?:其中|此外|同时|并|而|但|且|以及|和|及|与|、|从[^看]{1,8}看|对此|另外|另有)+[,，]?")
_BEHIND = re.compile(r"[\u4e00-\u9fffA-Za-z“”·、（）()]+")
_NAMED_END = re.compile(
    r"(?:数|率|额|量|值|价|价格|指数|比|占比|比重|收入|支出|利润|人口|面积|产量|总值|总额|涨幅|降幅|增速|案件|资金)$"
)
_OF_FIGURE = re.compile(r"^(?:的)?")
_COVERB = re.compile(r"^(?:对|将|把|为|向|给|使|让|由)")
_MAKE = re.compile(
    r"进行|开展|采取|实施|予以|给予|实行|恢复|免遭|免受|超(?=[\u4e00-\u9fff])|受到|得到|获得|完成|实现|参加|参与|投入|落地|回访|签约|建成|投产|开工"
)
_RATE = re.compile(r"(?:涨幅|增幅|增速|升幅)")
_FALL_RATE = re.compile(r"(?:降幅|跌幅)")


class Reading(NamedTuple):
    """What one side of a figure says; None where it doesn't."""

    subject: str | None = None
    predicate: str | None = None
    direction: Direction | None = None
    basis: str | None = None
    condition: str | None = None
    change: bool = False


@cache
def _longest_first(name: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, lexicon.words(f"claims/{name}")), key=len, reverse=True)))


@cache
def _change_end() -> re.Pattern[str]:
    changes = _longest_first("changes").pattern
    return re.compile(rf"(?P<verb>{changes})(?:了|至|到|约|为|达|达到|幅度为|幅度达)?$")


def basis_of(text: str) -> tuple[str, int] | None:
    """Give the basis a text names first and where, or None.

    >>> basis_of("外贸进出口同比增长")
    ('yoy', 5)
    """
    match = _longest_first("comparisons").search(text)
    if match:
        return lexicon.mapping("claims/comparisons")[match.group()], match.start()
    match = _AGAINST.search(text)
    return (match.group(), match.start()) if match else None


_AGAINST = re.compile(r"(?:比|较|与)[^，,。；]{2,14}?(?=增|上|下|减|提|降|回|高|低|扩|收|相比|持平)")


def direction_of(text: str) -> Direction | None:
    """Give the direction of the last word of change in a text, or None."""
    found = None
    for match in _longest_first("changes").finditer(text):
        found = lexicon.mapping("claims/changes")[match.group()]
    return found  # type: ignore[return-value]


def bare(text: str) -> str:
    """Strip connectives, adverbs and marks from both ends.

    >>> bare("其中，共破获案件")
    '破获案件'
    """
    previous = None
    while text != previous:
        previous = text
        text = _OPENERS.sub("", text.strip(_TRIM))
        for pattern in (_adverb_start(), _adverb_end()):
            text = pattern.sub("", text)
    return text


@cache
def _adverb_start() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_longest_first('adverbs').pattern})+(?!计|同)")


@cache
def _adverb_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_longest_first('adverbs').pattern})+$")


def without_scope(left: str) -> str:
    """Take the scope off the head of a stretch: it isn't part of the subject.

    >>> without_scope("全市共破获案件")
    '共破获案件'
    """
    text = left.lstrip(" 、，")
    match = _longest_first("scopes").match(text)
    return text[match.end() :] if match else text


def read_left(left: str) -> Reading:
    """Read what stands before a figure in its clause, scope and period taken out.

    >>> read_left("破获电信网络诈骗案件")[:2], read_left("外贸总值同比增长")[:4]
    (('电信网络诈骗案件', '破获'), ('外贸总值', '同比增长', 'up', 'yoy'))
    """
    text = bare(left)
    change = _change_end().search(text)
    against = basis_of(text)
    if change:
        cut = min(change.start(), against[1]) if against else change.start()
        subject = bare(text[:cut])
        predicate = text[cut:]
        direction = lexicon.mapping("claims/changes")[change["verb"]]
        verb = _longest_first("verbs").match(subject)
        if verb and verb.end() == len(subject):
            subject = ""
        return Reading(subject or None, predicate, direction, against[0] if against else None, None, True)  # type: ignore[arg-type]
    if against and against[1] + 2 >= len(text):
        return Reading(bare(text[: against[1]]) or None, None, None, against[0], None, True)
    return _plain_left(text, against[0] if against else None)


def _plain_left(text: str, basis: str | None) -> Reading:
    verb = _longest_first("verbs").match(text)
    if verb and not (verb.end() < len(text) and _NAMED_END.search(text) and len(text) - verb.end() < 2):
        rest = bare(text[verb.end() :])
        return Reading(rest or None, verb.group(), None, basis)
    link = _link_end().search(text)
    if link and link.start() > 0:
        return Reading(bare(text[: link.start()]) or None, link.group(), None, basis)
    inner = None
    for match in _longest_first("verbs").finditer(text):
        inner = match
    if inner and inner.end() == len(text):
        return Reading(bare(text[: inner.start()]) or None, inner.group(), None, basis)
    if inner and not _NAMED_END.search(text):
        return Reading(bare(text[inner.end() :]) or None, inner.group(), None, basis)
    return Reading(text or None, None, None, basis)


@cache
def _link_end() -> re.Pattern[str]:
    return re.compile(rf"(?:已|共)?(?:{_longest_first('links').pattern})$")


def read_right(right: str) -> Reading:
    """Read what stands behind a figure in its clause: the thing counted, and what is said of it.

    >>> read_right("涉案账户采取管控措施")[:2], read_right("工作组")[:2]
    (('涉案账户', '采取管控措施'), ('工作组', None))
    """
    match = _BEHIND.match(right)
    text = _OF_FIGURE.sub("", match.group()) if match else ""
    if not text:
        return Reading()
    make = _MAKE.search(text, 2)
    if make:
        return Reading(text[: make.start()].strip(_TRIM) or None, text[make.start() :])
    return Reading(text.strip(_TRIM) or None, None)


def coverb(left: str) -> bool:
    """Tell whether what stands before a figure only introduces it: 对850万存量账户, 为2万人."""
    return _COVERB.match(bare(left)) is not None and len(bare(left)) <= 3


def rate_direction(subject: str | None) -> Direction | None:
    """Give the direction a rate's own name has: 涨幅 is up, 降幅 is down."""
    if not subject:
        return None
    return "up" if _RATE.search(subject) else "down" if _FALL_RATE.search(subject) else None

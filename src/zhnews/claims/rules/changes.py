"""Rules for changes, comparisons and averages: 同比增长4.1%, 由0.2%扩大至1.3%, 比全国高, 是去年同期的2.3倍."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from zhnews.claims import comparing, meaning, wording
from zhnews.claims.rules.naming import SETTLEMENTS, of_place, of_whole, related
from zhnews.claims.wording import Reading

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site
    from zhnews.model import Direction

_SOURCE = re.compile(r"(?:由|从)[^由从，。]{0,6}$")
# 环比由下降0.2%转为上涨0.5%
_EITHER = re.compile("(同|环)比(?=[由从])")
# 两年平均增长4.1%, which is held against no year.
_YEARLY = re.compile(r"(?:[两三四五六七八九十0-9]+年|年)平均(?:分别)?(?P<said>[^，]{1,6})$")
# 快0.5个百分点, behind a level: against what the level before was held.
_AHEAD: Mapping[str, Direction] = {"快": "up", "慢": "down", "高": "up", "低": "down", "多": "up", "少": "down"}
_NOW = re.compile("(?:现在|目前|如今|当前)$")
_GAINS = re.compile("(?:户|人|亩|村|社)均(?:年)?增(?:收|产|效|利)")
# 三年翻了一番
_SPAN = re.compile("[0-9一二两三四五六七八九十]+(?:年|个月)")
_BECOMES = frozenset({"转为", "变为", "转", "由降转", "转而"})
# 净出口拉动经济|增长1.6个百分点; what has a share in growth also drives it: 消费对增长的贡献率为52.3%，拉动…
_DRIVING = re.compile("(?<=..)(?:共|合计)?(?:拉动|带动)(?=[^，]{2,10}$)")
_OF_SHARE = re.compile("(?<=..)对[^，]{2,12}贡献率?$")
_DRIVES = re.compile(r"^(?:[两三四五六七八九][国地省市区县项者])?(?:共|合计)?(?:拉动|带动|贡献)")


def from_to(reader: Reader, site: Site) -> Reading | None:
    """Read the second half of 由0.2%扩大至1.3%; the first half is told by its 由."""
    if site.after is None:
        return None
    said = comparing.change(_NOW.sub("", wording.bare(site.left)))
    if said is None or said.subject or said.basis:
        return None
    start = site.after.at.start
    if not _SOURCE.search(reader.value, max(site.clause.at.start, start - 10), start):
        return None
    direction = comparing.rate_direction(site.after.subject) or said.direction
    basis = site.after.basis if _EITHER.search(site.whole) else None
    reader.claims[-1] = replace(site.after, predicate=said.predicate)
    return Reading(site.after.subject, said.predicate, direction, basis, links=False, reached=True)


def from_half(reader: Reader, site: Site) -> Reading | None:
    """Read the first half of 由0.2%扩大至1.3%: a level, whose direction is that of its rate alone."""
    match = _SOURCE.search(site.left)
    if match is None or not site.right:
        return None
    either = _EITHER.search(site.left)
    head = wording.bare(site.left[: either.start() if either else match.start()])
    said = comparing.change(wording.bare(site.left[match.start() :]))
    subject = related(reader, head) if comparing.is_relation(head) else head or reader.spoken_of
    if not subject:
        return None
    basis = either and ("yoy" if either[1] == "同" else "mom")
    return Reading(subject, said.predicate if said else None, said.direction if said else None, basis, links=False)


def changed(reader: Reader, site: Site) -> Reading | None:
    """Read 同比增长4.1%, 涨幅比上月扩大1.5个百分点."""
    text = wording.bare(site.left)
    if comparing.is_relation(text):
        return Reading(related(reader, text))
    if (ahead := _AHEAD.get(text.removeprefix("分别"))) and reader.last is not None:
        return Reading(reader.last.subject if len(site.run) == 1 else None, text, ahead, reader.inherited_basis)
    doubled = site.run[0].surface.startswith("翻")
    found = comparing.change(text + "增长" if doubled else text)
    if found is None:
        return None
    if doubled:
        found = found._replace(predicate=(found.predicate or "").removesuffix("增长") + "翻")
    deed = meaning.deed(found.subject) if found.subject and site.kind == "percent" else None
    if deed and deed.subject:
        found = found._replace(subject=deed.subject)
    if found.subject and found.subject.startswith("占") and reader.last and reader.last.subject:
        found = found._replace(subject=reader.last.subject + found.subject)
    if found.subject and comparing.is_relation(found.subject):
        found = found._replace(subject=related(reader, found.subject))
    if found.subject and _DRIVES.match(found.subject) and reader.spoken_of:
        driver = _OF_SHARE.sub("", reader.spoken_of)
        return Reading(driver, found.subject + (found.predicate or ""), found.direction, links=False)
    if site.kind == "percentage_point" and found.subject and (drives := _DRIVING.search(found.subject)):
        driver = _OF_SHARE.sub("", found.subject[: drives.start()])
        return Reading(driver, found.subject[drives.start() :] + (found.predicate or ""), found.direction, links=False)
    if found.subject in _BECOMES or (doubled and found.subject and _SPAN.fullmatch(found.subject)):
        found = found._replace(subject=None)
    if found.subject in SETTLEMENTS and (owner := of_whole(reader, site, found.subject)):
        found = found._replace(subject=owner)
    if found.subject and (measure := of_place(reader, found.subject)):
        found = found._replace(subject=measure, links=False)
    if found.subject is None and (reader.last is None or reader.fresh_topic):
        found = found._replace(subject=reader.topic or reader.spoken_before)
    return found


def averaged(reader: Reader, site: Site) -> Reading | None:
    """Read 日均8.9万人次, 年均增长6.4%: an average of what was spoken of."""
    text = wording.bare(site.left)
    if _GAINS.fullmatch(text):
        return Reading(text, None, "up")  # 户均增收3600元
    if years := _YEARLY.search(site.left):
        said = comparing.change(years["said"])
        subject = wording.bare(site.left[: years.start()]) or reader.spoken_of
        return said and Reading(subject, years.group(), said.direction, None, reached=True)
    changed = comparing.change(text)
    found = comparing.averaged((changed.subject or "") if changed else text)
    if found is None:
        return None
    subject = wording.bare(found[0]) or reader.spoken_of
    if changed is None and subject is None and site.counts:
        subject = meaning.behind(site.right, split=True).subject  # 日均10256列旅客列车
    if changed is None:
        return Reading(subject, found[1])
    basis = None if found[1] == "年均" else changed.basis
    return Reading(subject, found[1] + (changed.predicate or ""), changed.direction, basis, reached=True)


def held(reader: Reader, site: Site) -> Reading | None:
    """Read 比全国高0.4个百分点, 高于去年同期2.1个百分点: what was spoken of, held against something else."""
    found = comparing.held(wording.bare(site.left))
    if found and found.subject and comparing.is_relation(found.subject):
        found = found._replace(subject=related(reader, found.subject))
    return found and reader.of_last(found)


def multiple_of(reader: Reader, site: Site) -> Reading | None:
    """Read 是去年同期的2.3倍, 恢复到2019年的98.4%: how many times something else."""
    found = comparing.times(site.left.strip()) if site.kind in ("multiple", "percent") else None
    return found and reader.of_last(found)

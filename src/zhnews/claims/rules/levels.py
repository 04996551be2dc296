"""Rules for how much there is of something: 失业率为5.0%, 结案率87.22%; the last of them reads whatever is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhnews import lexicon
from zhnews.claims import comparing, meaning, wording
from zhnews.claims.rules.naming import continues, of_whole, related
from zhnews.claims.rules.shares import is_levelled, is_part
from zhnews.claims.wording import Reading

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site
    from zhnews.model import Direction

# A day that stands for the thing of the figure before: 最高峰日达到14169列.
_PEAK = re.compile(
    r"节假日|假日|高峰期|旺季|(?:节假日|假日|高峰期|旺季)?(?:(?:单日|当日|当天|日)?(?:最高峰?|高峰|峰值|最大|最多)(?:日|单日|时)?|单日|当日|当天)"
)
_ABLE = re.compile(
    r"(?:(?:(?<![产性功节智职潜动效])能(?![源力量繁效耗级])够?|可以?)(?:净)?|净)"
    r"(?P<verb>[收打赚卖挣产运装采割播插销跑]|节约|增收|加工|处理|收割|生产|卖到|供应|储存|接待)$"
)
_ONE = re.compile(r"^(?:平均)?[一每](?:[台亩个户人斤吨辆车天年季])|[一每][天日年亩]$")
# 冬小麦已播, 早稻已收
_SOWN = re.compile("(?P<crop>..+?)(?P<verb>已[播收栽插种割])$")
# 结束了连续16个月的负增长
_WENT_ON = frozenset({"结束", "实现", "保持", "扭转", "呈现"})
# 活动预期指数均在58%以上
_STANDS_AT = re.compile("(?<=..)[都均仍]?(?<![存所实现正内])在$")
_SINGLE_DEEDS = frozenset("收卖赚种养打挣花产")
_SHORT_NAME = 4
_HAVING = frozenset({"有", "还有", "共有", "已有", "现有", "设有"})
_EXTENTS = frozenset({"总投资", "投资", "全长", "总长", "总里程", "总面积", "占地", "占地面积", "总装机", "年产"})
_REACHES = frozenset({"达", "达到"})


def adjacent(reader: Reader, site: Site) -> Reading | None:
    """Read 44件80人, 19批次共计16657件: two figures of one thing."""
    if site.after is None or wording.bare(site.left).strip("/／"):
        return None
    last = site.after
    return Reading(last.subject, last.predicate, last.direction, last.basis, last.condition)


def linked(reader: Reader, site: Site) -> Reading | None:
    """Read 失业率为5.0%, 达到85%; without subject, that of the clause before is meant."""
    found = meaning.level(wording.bare(site.left))
    if found is None:
        return None
    noun = Reading() if is_levelled(site.right) else meaning.behind(site.right, split=True)
    if found.subject is None and noun.subject and (site.counts or site.right.startswith("的")):
        return Reading(noun.subject, noun.predicate or found.predicate)
    if found.subject is None:
        return found._replace(
            subject=reader.spoken_of, direction=_direction_before(reader, site, found.predicate), reached=True
        )
    if comparing.is_relation(found.subject):
        return found._replace(subject=related(reader, found.subject))
    if found.predicate in _HAVING and noun.subject is None and (goes := comparing.direction_of(site.right)):
        # 34个行业中有28个保持增长
        return found._replace(
            subject=found.subject.removesuffix("中"), predicate=wording.bare(site.right), direction=goes
        )
    if _PEAK.fullmatch(found.subject) and reader.last and reader.last.unit == site.run[0].unit:
        return found._replace(subject=reader.last.subject, condition=found.subject)
    if found.predicate in _HAVING and noun.subject and site.counts:
        goes = comparing.direction_of(noun.predicate or "")
        how = noun.predicate if goes else found.predicate
        return Reading(noun.subject, how)  # 有33个行业实现增长
    if (same := _in_full(reader, site, found.subject)) is not None:
        return found._replace(subject=same)
    done = meaning.deed(found.subject)
    return found._replace(subject=done.subject) if done and done.subject else found


def _in_full(reader: Reader, site: Site, name: str) -> str | None:
    """Give the full name of a quantity of which the sentence has just spoken: 玉米亩产提高150斤，亩产达到1900斤."""
    last = reader.last
    if last is None or last.subject is None or name in lexicon.words("claims/turnovers"):
        return None
    again = last.unit == site.run[0].unit and len(last.subject) > len(name) and last.subject.endswith(name)
    return last.subject if again and (meaning.names_quantity(name) or name.endswith("产")) else None


def _direction_before(reader: Reader, site: Site, predicate: str | None) -> Direction | None:
    """Give the direction of the change before, which 达到 says the end of: 同比翻了一番，达到486亿千瓦时."""
    last = reader.last
    if predicate in _HAVING:
        return None
    if last is not None and predicate in _REACHES and last.direction and site.after is None and not reader.topic:
        return last.direction
    return reader.heard_direction if site.kind == "percent" or predicate in _REACHES else None


def named(reader: Reader, site: Site) -> Reading | None:
    """Read 结案率87.22%: what stands before the figure is its subject; a list goes on with the verb it began with."""
    subject = _STANDS_AT.sub("", wording.bare(meaning.without_doer(site.left))).removesuffix("按")
    last = reader.last
    if subject in _EXTENTS and (thing := is_part(site.right) and meaning.behind(site.right, split=True).subject):
        return Reading(thing + subject)  # 总投资286亿元的直流工程
    if sown := _SOWN.match(subject):
        return Reading(sown["crop"], sown["verb"])
    if able := _ABLE.search(subject):
        noun = _ONE.sub("", subject[: able.start()])
        return Reading(noun or reader.spoken_of, able["verb"])
    if subject in _SINGLE_DEEDS:
        return Reading(reader.spoken_of, subject)  # 卖了3万元
    extent = subject in lexicon.words("claims/turnovers") or subject in _EXTENTS
    if not reader.claims and extent and reader.named_topic:
        return Reading(reader.named_topic + subject)  # 跨境电商成为新引擎，进出口386亿元
    if last is not None and last.subject and continues(subject, site, last):
        return Reading(last.subject + subject)
    if (owner := of_whole(reader, site, subject)) is not None:
        return Reading(owner)
    if subject in lexicon.words("claims/judged") and last is not None and site.counts:
        return Reading(last.subject, subject)  # 抽检样品2.86万批次，不合格547批次
    if subject in _WENT_ON or (not subject and site.kind == "duration" and last is not None):
        return Reading(reader.spoken_of)
    if not subject:
        return Reading(reader.spoken_of or (reader.spoken_before if site.kind in ("percent", "money") else None))
    if comparing.is_relation(subject):
        return Reading(related(reader, subject))
    if last is not None and last.subject and len(subject) <= _SHORT_NAME < len(last.subject):
        tail = last.subject[-len(subject) :]
        if tail[0] == subject[0] and tail != subject:
            subject = last.subject[: -len(subject)] + subject  # 基金总收入…、总支出…
    same = last is not None and last.unit == site.run[0].unit and site.counts
    listed = site.after is not None and site.left.lstrip().startswith("、")
    if last is not None and last.direction is None and (same or listed):
        return Reading(subject, last.predicate)
    # 派出医疗队547支2800余人，防疫队321支…: the list goes on from the figure of the same unit.
    earlier = next((claim for claim in reversed(reader.claims[-3:]) if claim.unit == site.run[0].unit), None)
    goes_on = earlier is not None and earlier.direction is None and site.counts
    return Reading(subject, earlier.predicate if earlier is not None and goes_on else None)

"""Rules for what was done, and to how many: 破获案件427起, 对850万存量账户进行限制."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhnews import lexicon
from zhnews.claims import comparing, meaning, phrases, wording
from zhnews.claims.wording import Reading

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site

_JOINT = re.compile(r"[ \u3000]?[、和及与]?[ \u3000]?")
_OWNED = re.compile("[他她我咱](?:们|们?家|自己)?的")
_SHORT_NAME = 4
_SHORTEST_THING = 2
_COUNTING = frozenset({"累计", "预计", "合计", "平均"})
_MOVING = frozenset({"帮助", "带动", "支持", "推动", "促进", "引导"})
_SHORTEST_SENTENCE = 6
_ALONGSIDE = re.compile("以及|及")
_LONGEST_MODIFIER = 14
_COVERB_PHRASE = re.compile(r"^(?:对|与|同|和|向)")
_AREAS = frozenset("省市县区州镇乡村")
_LONGEST_DOER = 8
_COMPLETES = frozenset({"完成", "实现"})


def introduced(reader: Reader, site: Site) -> Reading | None:
    """Read 对850万存量账户进行限制: the thing counted and what is done stand behind."""
    moves = meaning.moves_figure(site.left)
    if not moves and not meaning.introduces_figure(site.left):
        return None
    noun = meaning.behind(site.right, split=True)
    if noun.subject is None or (moves and noun.predicate is None and len(site.right) <= len(noun.subject)):
        return None
    return noun._replace(subject=_ALONGSIDE.split(noun.subject)[0] or noun.subject)


def joined(reader: Reader, site: Site) -> Reading | None:
    """Read 与其他14个成员国进出口11万亿元: the figure before only counts part of the subject."""
    if site.after is None or site.counts or not _COVERB_PHRASE.match(site.whole):
        return None
    linked = meaning.level(wording.bare(site.whole))
    return linked or Reading(wording.bare(site.whole) or None)


def listed(reader: Reader, site: Site) -> Reading | None:
    """Read 冲锋舟45艘、大型排水设备30台驰援: a list whose things stand before their figures goes on so."""
    if site.after is None or not site.left.lstrip().startswith("、") or not site.counts:
        return None
    subject = wording.bare(site.left)
    deed = meaning.deed(subject)
    if (
        len(subject) < _SHORTEST_THING
        or meaning.leading_verb(subject) == subject
        or (deed and not meaning.is_nounlike(deed.predicate))
    ):
        return None
    return Reading(subject, site.after.predicate)


def done(reader: Reader, site: Site) -> Reading | None:
    """Read 破获案件427起, 派出3385个工作组, 通过其中21件."""
    found = meaning.deed(wording.bare(site.left))
    if site.kind == "duration" and found and meaning.is_nounlike(found.predicate):
        return None  # 发电设备平均利用2584小时
    lead = wording.bare(site.left)[: -len(found.predicate or "")] if found and found.subject is None else ""
    if found and (average := comparing.averaged(lead)):
        noun = meaning.behind(site.right, split=False).subject if site.counts else None
        owner = wording.bare(average[0]) or reader.spoken_of
        return Reading(noun or owner, average[1] + (found.predicate or ""))  # 日均发送118万人次
    if found is None or (
        site.left.endswith("的") and site.after is None and meaning.behind(site.right, split=True).subject
    ):
        return None  # 农户流转的860亩稻田喜获丰收
    whole = wording.bare(site.left)
    owner = wording.bare(whole[: whole.find(found.predicate or "")])
    short = found.subject is not None and len(owner) <= len(found.subject) and meaning.names_quantity(found.subject)
    summed = site.kind in ("money", "amount") or short
    if found.predicate in _COMPLETES and found.subject and owner and summed:
        owned = phrases.ends_with_noun(owner) and owner[-1] not in _AREAS and not meaning.is_agent(owner)
        return found._replace(subject=owner + found.subject) if owned else found
    if (
        found.subject is None
        and found.predicate in _MOVING
        and (moved := meaning.behind(site.right, split=True)).subject
    ):
        return moved._replace(predicate=moved.predicate or found.predicate)  # 帮助340家企业获得贷款
    behind = meaning.behind(site.right, split=False).subject if site.kind == "count" else None
    if found.direction and behind and behind == site.right and len(behind) <= _SHORT_NAME:
        return found._replace(subject=behind)  # 增加运力1.4万个席位
    if site.kind == "percent" and found.subject and wording.is_whole_verb(found.subject):
        return Reading(reader.spoken_of, (found.predicate or "") + found.subject)  # 完成播种七成以上
    last = reader.last
    if site.left.endswith("的") and not site.right and last is not None and last.predicate == found.predicate:
        return Reading(last.subject, found.predicate, condition=whole)  # 判处五年以上有期徒刑的743人
    if site.kind == "money" and found.subject and owner and meaning.is_place(found.subject):
        return found._replace(subject=owner)  # 投资累计安排中部地区4200亿元
    if found.subject and len(owner) <= _LONGEST_DOER and phrases.ends_with_noun(owner):
        reader.doer = owner
    return _whose(reader, site, found)


def _whose(reader: Reader, site: Site, found: Reading) -> Reading:
    """Complete a deed whose object stands behind the figure, or was named before."""
    if (
        found.predicate in lexicon.words("claims/handed")
        and found.subject
        and site.counts
        and meaning.is_agent(found.subject)
    ):
        alike = (claim.subject for claim in reader.earlier if claim.unit == site.run[0].unit)
        handed = next(alike, None) or reader.spoken_of or reader.spoken_before
        return found._replace(subject=handed, predicate=found.predicate + found.subject)  # 移送公安机关87件
    placed = found.subject is not None and site.counts and meaning.is_place(found.subject)
    if found.subject in (None, "其中") or (placed and meaning.behind(site.right, split=False).subject):
        noun = meaning.behind(site.right, split=False).subject if site.kind != "money" else None
        before = wording.bare(wording.bare(site.left).rpartition(found.predicate or "，")[0])
        last = reader.last
        # 受理案件700件，审结552件; 开行班列1.7万列、发送190万标箱; but not 办理案件10件，追捕23人.
        goes_on = last and (
            site.after or "其中" in site.left or last.unit == site.run[0].unit or site.kind == "percent"
        )
        inherited = last.subject if last and goes_on and not before else None
        if inherited is None and not before:
            same = (claim for claim in reversed(reader.claims) if claim.unit == site.run[0].unit)
            inherited = next((claim.subject for claim in same if claim.subject), None)
        if not reader.last and not before and site.kind == "percent":
            inherited = reader.spoken_before
        found = found._replace(subject=noun or inherited)
        if not noun and not inherited:
            if meaning.is_agent(before):
                reader.agent = before
            else:
                found = found._replace(subject=before or None)
    return found


def verb_inside(reader: Reader, site: Site) -> Reading | None:
    """Read 领导班子查摆问题10168个: a verb no dictionary has, between two nouns."""
    text = wording.bare(site.left)
    if not site.counts or len(text) < _SHORTEST_SENTENCE:
        return None
    verb = phrases.object_start(text)
    if verb is None or len(text) - verb[1] < _SHORTEST_THING:
        return None
    if text[slice(*verb)] in _COUNTING:
        return Reading(text[: verb[0]] + text[verb[1] :])  # 高速公路累计流量
    return Reading(text[verb[1] :], text[slice(*verb)])


def counted_behind(reader: Reader, site: Site) -> Reading | None:
    """Read 560名群众免遭损失, 海浪河等25条河流超警戒水位: the thing counted stands behind the figure."""
    if not site.counts and not site.run[-1].surface.endswith("成"):
        return None
    goes_on = site.left.endswith("、")
    if not goes_on and phrases.ends_with_noun(wording.bare(site.left)) and phrases.begins_with_verb(site.right):
        return None  # 代表约300人出席活动
    noun = meaning.behind(site.right, split=True)
    thing = noun.subject
    if thing is None:
        return None
    if site.after is not None and noun.predicate is None and _JOINT.fullmatch(site.left):
        noun = noun._replace(predicate=site.after.predicate)  # 开展2次专题询问、7项专题调研
    if site.after is None and site.left.endswith("的") and len(site.left) <= _LONGEST_MODIFIER:
        if _OWNED.fullmatch(site.left):
            return noun  # 他家的820亩玉米
        return noun._replace(subject=wording.bare(site.left) + "的" + thing)  # 受暴雨影响的40多条公交线路
    return noun

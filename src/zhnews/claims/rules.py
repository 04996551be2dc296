"""The grammar of claims: one rule for each construction, and the order in which they are tried.

A rule looks at a site (a run of figures with the words on both sides) and says what it reads there, or nothing; the
first that speaks is believed. What a rule doesn't see is the reader's business: periods, scopes, lists of 分别.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from zhnews import lexicon
from zhnews.claims import comparing, meaning, phrases, wording
from zhnews.claims.wording import Reading
from zhnews.model import Direction
from zhnews.numbers.numerals import parse_number

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader, Site
    from zhnews.model import Claim, Direction

_JOINT = re.compile(r"[ \u3000]?[、和及与]?[ \u3000]?")
_SOURCE = re.compile(r"(?:由|从)[^由从，。]{0,6}$")
# 环比由下降0.2%转为上涨0.5%
_EITHER = re.compile("(同|环)比(?=[由从])")
_SHARE = re.compile(r"^(?P<head>.*?)(?P<share>占.*?)(?:的|达|为|超|约)?$")
# 占总额的比重为25%: a level of its own, as it is in 比重达到25%.
_RATIO = re.compile("(?:比重|比例|份额)$")
# 两年平均增长4.1%, which is held against no year.
_YEARLY = re.compile(r"(?:[两三四五六七八九十0-9]+年|年)平均(?:分别)?(?P<said>[^，]{1,6})$")
# 快0.5个百分点, behind a level: against what the level before was held.
_AHEAD: Mapping[str, Direction] = {"快": "up", "慢": "down", "高": "up", "低": "down", "多": "up", "少": "down"}
_NOW = re.compile("(?:现在|目前|如今|当前)$")
# 保持在99%的历史最高水平 tells of a level, of no thing that 99% are part of.
_PORTION = re.compile(r"的(?!有|是|占|增|目标|比重|比例|份额|幅度)")
_LEVELLED = re.compile("的[\u4e00-\u9fff]{0,6}?(?:水平|速度|高位|新高|增势|态势)")
# A day that stands for the thing of the figure before: 最高峰日达到14169列.
_PEAK = re.compile(
    r"(?:节假日|假日|高峰期|旺季)?(?:(?:单日|当日|当天|日)?(?:最高峰?|高峰|峰值|最大|最多)(?:日|单日|时)?|单日|当日|当天)"
)
_ABLE = re.compile(
    r"(?:(?:(?<![产性功节智职潜动效])能(?![源力量繁效耗级])够?|可以?)(?:净)?|净)"
    r"(?P<verb>[收打赚卖挣产运装采割播插销跑]|节约|增收|加工|处理|收割|生产|卖到|供应|储存|接待)$"
)
_ONE = re.compile(r"^(?:平均)?[一每](?:[台亩个户人斤吨辆车天年季])|[一每][天日年亩]$")
_OWNED = re.compile("[他她我咱](?:们|们?家|自己)?的")
# 冬小麦已播, 早稻已收
_SOWN = re.compile("(?P<crop>..+?)(?P<verb>已[播收栽插种割])$")
# 结束了连续16个月的负增长
_WENT_ON = frozenset({"结束", "实现", "保持", "扭转", "呈现"})
_GAINS = re.compile("(?:户|人|亩|村|社)均(?:年)?增(?:收|产|效|利)")
# 三年翻了一番
_SPAN = re.compile("[0-9一二两三四五六七八九十]+(?:年|个月)")
_SETTLEMENTS = frozenset({"城镇", "农村", "乡村", "城市"})
_SETTLED = re.compile("^(?:全国|全[省市县区]|城乡|城镇|农村|乡村|城市)(?:常住)?")
# 三者合计占总值的45%
_TOGETHER = re.compile("(?P<count>[两二三四五六])(?:者|项|类|大类)(?:合计|共计)?")
# 活动预期指数均在58%以上
_STANDS_AT = re.compile("(?<=..)[都均仍]?(?<![存所实现正内])在$")
_SHORT_NAME = 4
_SHORTEST_THING = 2
_COUNTING = frozenset({"累计", "预计", "合计", "平均"})
_MOVING = frozenset({"帮助", "带动", "支持", "推动", "促进", "引导"})
_HAVING = frozenset({"有", "还有", "共有", "已有", "现有", "设有"})
_BECOMES = frozenset({"转为", "变为", "转", "由降转", "转而"})
_SHORTEST_SENTENCE = 6
_ALONGSIDE = re.compile("以及|及")
_LONGEST_MODIFIER = 14
_COVERB_PHRASE = re.compile(r"^(?:对|与|同|和|向)")
_CONTRIBUTES = re.compile(r"^对[^，]{2,20}(?:贡献率|贡献)")
_DRIVES = re.compile(r"^(?:[两三四五六七八九][国地省市区县项者])?(?:共|合计)?(?:拉动|带动|贡献)")
_OF_MAKERS = frozenset({"家", "户", "个"})
_AREAS = frozenset("省市县区州镇乡村")
_EXTENTS = frozenset({"总投资", "投资", "全长", "总长", "总里程", "总面积", "占地", "占地面积", "总装机", "年产"})
_REACHES = frozenset({"达", "达到"})
_COMPLETES = frozenset({"完成", "实现"})
_COUNTED = frozenset({"count", "amount"})


def adjacent(reader: Reader, site: Site) -> Reading | None:
    """Read 44件80人, 19批次共计16657件: two figures of one thing."""
    if site.after is None or wording.bare(site.left).strip("/／"):
        return None
    last = site.after
    return Reading(last.subject, last.predicate, last.direction, last.basis, last.condition)


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
    subject = _related(reader, head) if comparing.is_relation(head) else head or reader.spoken_of
    if not subject:
        return None
    basis = either and ("yoy" if either[1] == "同" else "mom")
    return Reading(subject, said.predicate if said else None, said.direction if said else None, basis, links=False)


def introduced(reader: Reader, site: Site) -> Reading | None:
    """Read 对850万存量账户进行限制: the thing counted and what is done stand behind."""
    moves = meaning.moves_figure(site.left)
    if not moves and not meaning.introduces_figure(site.left):
        return None
    noun = meaning.behind(site.right, split=True)
    if noun.subject is None or (moves and noun.predicate is None and len(site.right) <= len(noun.subject)):
        return None
    return noun._replace(subject=_ALONGSIDE.split(noun.subject)[0] or noun.subject)


def portion(reader: Reader, site: Site) -> Reading | None:
    """Read 覆盖98.9%的人口, 超过三分之一的新车: the thing of which the figure is a part stands behind it."""
    if site.kind not in ("percent", "multiple") or not _is_part(site.right):
        return None
    noun = meaning.behind(site.right, split=True)
    if noun.subject is None:
        noun = meaning.behind(site.right, split=False)  # 80%以上的实际使用外资
    if noun.subject is None:
        return None
    deed = meaning.deed(wording.bare(site.left) + noun.subject)
    return noun._replace(predicate=noun.predicate or (deed.predicate if deed else None))


def _is_part(right: str) -> bool:
    return _PORTION.match(right) is not None and _LEVELLED.match(right) is None


def share(reader: Reader, site: Site) -> Reading | None:
    """Read 占外贸总值的15.4%: a share of what was spoken of before."""
    match = _SHARE.match(wording.bare(site.left))
    if match and comparing.change(wording.bare(site.left)) and not comparing.rate_direction(match["share"]):
        return None  # 占比重提高到33.8%
    if match is None or site.kind not in ("percent", "multiple") or match["share"].startswith("占比"):
        return None
    subject = wording.bare(match["head"]) or reader.spoken_of
    if subject and (together := _TOGETHER.fullmatch(subject)) and reader.claims:
        count = int(parse_number(together["count"]) or 0)
        names = [claim.subject for claim in reader.claims if claim.subject and claim.unit == reader.claims[-1].unit]
        subject = "、".join(dict.fromkeys(names[-count:])) or subject
    if _RATIO.search(match["share"]):
        return Reading((subject or "") + match["share"])
    return Reading(subject, match["share"])


def contributed(reader: Reader, site: Site) -> Reading | None:
    """Read 对外贸增长的贡献率达94.9%: what was spoken of before contributes so much to something greater."""
    text = wording.bare(site.left)
    if site.kind != "percent" or not _CONTRIBUTES.match(text):
        return None
    return reader.of_last(Reading(None, text))


def changed(reader: Reader, site: Site) -> Reading | None:
    """Read 同比增长4.1%, 涨幅比上月扩大1.5个百分点."""
    text = wording.bare(site.left)
    if comparing.is_relation(text):
        return Reading(_related(reader, text))
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
        found = found._replace(subject=_related(reader, found.subject))
    if found.subject and _DRIVES.match(found.subject) and reader.spoken_of:
        return Reading(reader.spoken_of, found.subject + (found.predicate or ""), found.direction, links=False)
    if found.subject in _BECOMES or (doubled and found.subject and _SPAN.fullmatch(found.subject)):
        found = found._replace(subject=None)
    if found.subject in _SETTLEMENTS and (owner := _of_whole(reader, site, found.subject)):
        found = found._replace(subject=owner)
    if found.subject is None and (reader.last is None or reader.fresh_topic):
        found = found._replace(subject=reader.topic or reader.spoken_before)
    return found


def _related(reader: Reader, relation: str) -> str:
    """Name a measure with what was spoken of; a deed too, where it says how far it went: 秋粮收获|进度."""
    last = reader.last
    done = (last and relation == "进度" and meaning.is_deed(last.predicate) and last.predicate) or ""
    return comparing.related((reader.spoken_of or "") + done, relation)


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
    if changed is None and subject is None and site.kind in _COUNTED:
        subject = meaning.behind(site.right, split=True).subject  # 日均10256列旅客列车
    if changed is None:
        return Reading(subject, found[1])
    basis = None if found[1] == "年均" else changed.basis
    return Reading(subject, found[1] + (changed.predicate or ""), changed.direction, basis, reached=True)


def multiple_of(reader: Reader, site: Site) -> Reading | None:
    """Read 是去年同期的2.3倍, 恢复到2019年的98.4%: how many times something else."""
    found = comparing.times(site.left.strip()) if site.kind in ("multiple", "percent") else None
    return found and reader.of_last(found)


def held(reader: Reader, site: Site) -> Reading | None:
    """Read 比全国高0.4个百分点, 高于去年同期2.1个百分点: what was spoken of, held against something else."""
    found = comparing.held(wording.bare(site.left))
    if found and found.subject and comparing.is_relation(found.subject):
        found = found._replace(subject=_related(reader, found.subject))
    return found and reader.of_last(found)


def part_of(reader: Reader, site: Site) -> Reading | None:
    """Read 完成全年目标的58%: the verb phrase is the predicate of what was spoken of before."""
    if site.kind != "percent" or not site.left.endswith("的") or reader.last is None:
        return None
    return Reading(reader.last.subject, wording.bare(site.left))


def verb_inside(reader: Reader, site: Site) -> Reading | None:
    """Read 领导班子查摆问题10168个: a verb no dictionary has, between two nouns."""
    text = wording.bare(site.left)
    if site.kind not in _COUNTED or len(text) < _SHORTEST_SENTENCE:
        return None
    verb = phrases.object_start(text)
    if verb is None or len(text) - verb[1] < _SHORTEST_THING:
        return None
    if text[slice(*verb)] in _COUNTING:
        return Reading(text[: verb[0]] + text[verb[1] :])  # 高速公路累计流量
    return Reading(text[verb[1] :], text[slice(*verb)])


def done(reader: Reader, site: Site) -> Reading | None:
    """Read 破获案件427起, 派出3385个工作组, 通过其中21件."""
    found = meaning.deed(wording.bare(site.left))
    if site.kind == "duration" and found and meaning.is_nounlike(found.predicate):
        return None  # 发电设备平均利用2584小时
    lead = wording.bare(site.left)[: -len(found.predicate or "")] if found and found.subject is None else ""
    if found and (average := comparing.averaged(lead)):
        noun = meaning.behind(site.right, split=False).subject if site.kind in _COUNTED else None
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
    placed = found.subject is not None and site.kind in _COUNTED and meaning.is_place(found.subject)
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


def joined(reader: Reader, site: Site) -> Reading | None:
    """Read 与其他14个成员国进出口11万亿元: the figure before only counts part of the subject."""
    if site.after is None or site.kind in _COUNTED or not _COVERB_PHRASE.match(site.whole):
        return None
    linked = meaning.level(wording.bare(site.whole))
    return linked or Reading(wording.bare(site.whole) or None)


def linked(reader: Reader, site: Site) -> Reading | None:
    """Read 失业率为5.0%, 达到85%; without subject, that of the clause before is meant."""
    found = meaning.level(wording.bare(site.left))
    if found is None:
        return None
    noun = Reading() if _LEVELLED.match(site.right) else meaning.behind(site.right, split=True)
    if found.subject is None and noun.subject and (site.kind in _COUNTED or site.right.startswith("的")):
        return Reading(noun.subject, noun.predicate or found.predicate)
    if found.subject is None:
        return found._replace(
            subject=reader.spoken_of, direction=_direction_before(reader, site, found.predicate), reached=True
        )
    if comparing.is_relation(found.subject):
        return found._replace(subject=_related(reader, found.subject))
    if found.predicate in _HAVING and noun.subject is None and (goes := comparing.direction_of(site.right)):
        return found._replace(predicate=wording.bare(site.right), direction=goes)  # 34个行业中有28个保持增长
    if _PEAK.fullmatch(found.subject) and reader.last and reader.last.unit == site.run[0].unit:
        return found._replace(subject=reader.last.subject, condition=found.subject)
    if found.predicate in _HAVING and noun.subject and site.kind in _COUNTED:
        return Reading(noun.subject, found.predicate)
    done = meaning.deed(found.subject)
    return found._replace(subject=done.subject) if done and done.subject else found


def _direction_before(reader: Reader, site: Site, predicate: str | None) -> Direction | None:
    """Give the direction of the change before, which 达到 says the end of: 同比翻了一番，达到486亿千瓦时."""
    last = reader.last
    if predicate in _HAVING:
        return None
    if last is not None and predicate in _REACHES and last.direction and site.after is None and not reader.topic:
        return last.direction
    return reader.heard_direction if site.kind == "percent" or predicate in _REACHES else None


def listed(reader: Reader, site: Site) -> Reading | None:
    """Read 冲锋舟45艘、大型排水设备30台驰援: a list whose things stand before their figures goes on so."""
    if site.after is None or not site.left.lstrip().startswith("、") or site.kind not in _COUNTED:
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


def counted_behind(reader: Reader, site: Site) -> Reading | None:
    """Read 560名群众免遭损失, 海浪河等25条河流超警戒水位: the thing counted stands behind the figure."""
    if site.kind not in _COUNTED and not site.run[-1].surface.endswith("成"):
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


def named(reader: Reader, site: Site) -> Reading | None:
    """Read 结案率87.22%: what stands before the figure is its subject; a list goes on with the verb it began with."""
    subject = _STANDS_AT.sub("", wording.bare(meaning.without_doer(site.left)))
    last = reader.last
    if subject in _EXTENTS and (thing := _is_part(site.right) and meaning.behind(site.right, split=True).subject):
        return Reading(thing + subject)  # 总投资286亿元的直流工程
    if sown := _SOWN.match(subject):
        return Reading(sown["crop"], sown["verb"])
    if able := _ABLE.search(subject):
        noun = _ONE.sub("", subject[: able.start()])
        return Reading(noun or reader.spoken_of, able["verb"])
    extent = subject in lexicon.words("claims/turnovers") or subject in _EXTENTS
    if not reader.claims and extent and reader.named_topic:
        return Reading(reader.named_topic + subject)  # 跨境电商成为新引擎，进出口386亿元
    if last is not None and last.subject and _continues(subject, site, last):
        return Reading(last.subject + subject)
    if (owner := _of_whole(reader, site, subject)) is not None:
        return Reading(owner)
    if subject in _WENT_ON or (not subject and site.kind == "duration" and last is not None):
        return Reading(reader.spoken_of)
    if not subject:
        return Reading(reader.spoken_of or (reader.spoken_before if site.kind in ("percent", "money") else None))
    if comparing.is_relation(subject):
        return Reading(_related(reader, subject))
    if last is not None and last.subject and len(subject) <= _SHORT_NAME < len(last.subject):
        tail = last.subject[-len(subject) :]
        if tail[0] == subject[0] and tail != subject:
            subject = last.subject[: -len(subject)] + subject  # 基金总收入…、总支出…
    same = last is not None and last.unit == site.run[0].unit and site.kind in _COUNTED
    listed = site.after is not None and site.left.lstrip().startswith("、")
    if last is not None and last.direction is None and (same or listed):
        return Reading(subject, last.predicate)
    # 派出医疗队547支2800余人，防疫队321支…: the list goes on from the figure of the same unit.
    earlier = next((claim for claim in reversed(reader.claims[-3:]) if claim.unit == site.run[0].unit), None)
    goes_on = earlier is not None and earlier.direction is None and site.kind in _COUNTED
    return Reading(subject, earlier.predicate if earlier is not None and goes_on else None)


def _of_whole(reader: Reader, site: Site, name: str) -> str | None:
    """Name a part with the measure of the whole: 居民收入4万元，其中城镇|5万元; 麦收基本结束，安徽|过九成."""
    level = next((claim for claim in reversed(reader.claims) if claim.unit == site.run[0].unit), None)
    if name in _SETTLEMENTS and level is not None and level.subject:
        return name + _SETTLED.sub("", level.subject)
    if site.kind == "percent" and reader.spoken_of and wording.are_provinces(name):
        return name + wording.without_provinces(reader.spoken_of)
    return None


def _continues(subject: str, site: Site, last: Claim) -> bool:
    """Tell whether a bare name of a quantity is that of those spoken of before."""
    if subject == "占比":
        return True
    makers = last.unit in _OF_MAKERS and last.direction is None
    return makers and site.kind == "money" and subject in lexicon.words("claims/turnovers")


RULES: tuple[Callable[[Reader, Site], Reading | None], ...] = (
    adjacent,
    from_to,
    from_half,
    introduced,
    multiple_of,
    portion,
    share,
    contributed,
    averaged,
    held,
    changed,
    part_of,
    joined,
    listed,
    done,
    linked,
    counted_behind,
    verb_inside,
    named,
)

"""Reads the words around a figure: verb and thing counted, levels, topics."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

from zhnews import lexicon
from zhnews.claims import phrases
from zhnews.claims.wording import KEPT, TRIM, Reading, bare, changing, closing_adverbs, ending, is_view, pattern
from zhnews.model import Direction

_NOUN_BEHIND = re.compile(r"(?:[0-9][A-Z])?[\u4e00-\u9fffA-Za-z“”·、（）()]+")
_NO_NOUN = re.compile(
    r"^(?:用于|以上|以下|左右|以内|创(?![业新意])|刷新|打破|并|和|及|与|、|，|其中|同比|环比|比|较|增|减|分别)"
)
_COVERB_END = re.compile(r"(?:对|将|把|(?:^|，)为|向|给|使|让|以)$")
_MOVED = re.compile(r"(?:促使|引导|督促|推动|动员|邀请|吸引|组织|助力|支持)$")
_COVERB_HEAD = re.compile(r"^(?:对|向|为|给|同|与|和|由|从)[^，]{2,}$")
_PLACED = re.compile(r"(?:地区|[国境海]内外|全市|全省|全县|全区|全国|各地|沿线|周边)的?$")
# How the name of a quantity ends: a verb before it is part of the name.
_QUANTITY_NAME = re.compile(
    r"(?:量|额|率|值|数|度|价格|指数|收入|支出|面积|容量|规模|能力|里程|利润|比重|占比|余额|总计"
    r"|时间|时长|时限|用时|周期|水平|(?<![日时学])期|出栏|存栏)$"
)
# A verb before one of these only says which sum is meant: 执行到位金额.
_SUMS = frozenset({"金额", "总额", "数额", "数量", "总量"})
_TO = frozenset("至到为达")
_COMPLETED = frozenset({"完成", "实现", "累计完成"})
_ASPECT = frozenset("起出上下入")
_MEASURE = re.compile(
    r"[率量额值度者权价期]|[强密力]度|比重|占比|比例|进度|数(?![据字])|力(?!量)|所(?![有属])|业(?![务主绩])|员(?!工)"
    r"|费(?!用)|贸易|里程|能力|水平|规模|时[间长限]|用时|周期|类(?![别似])"
)
_SHORTEST_TOPIC = 2
_FOR_EACH = re.compile(r"每[百千万亿]?(?:人口|平方公里|平方米|立方米|[人户亩个家名件吨])(?=[\u4e00-\u9fff]{2})")
_STOCK = re.compile(
    r"(?:(?<![死伤出就])人数|户数|保有量|存量|余额|库存|储量|总数|里程|装机|装机容量|能力|覆盖率|普及率)$"
)
_LINKED = re.compile(r"(?<=..)(?:已?达到?|超过?|突破|(?<![行人作])为|共|约)$")
# 违法行为 ends with no verb.
_BEHAVIOUR = re.compile("[行人作]为$")
# What comes before the verb that says something of the thing counted: 在全国推广, 被评为….
_NO_THING = re.compile(
    r"^(?:在(?![职读校岗建])|被(?![拐困骗害盗告扶监征执申诉])|由|已(?!婚)|将|正在|获(?!奖)|实现|上升为|荣获|获评|成为|保持(?!量)|呈现|出现|超过|高于|低于|位居|同步|跻身|入选|经(?![济营费理纪验典销适开]))"
)
# A clause that only says in what circumstances, and names no topic: 在各方支持下, 受台风影响.
_SETTING = re.compile(
    r"(?:(?:今年|年内)?(?:已?第[一二三四五六七八九十0-9]+次|首次|再次)|在|据|随着|根据|按照|为(?!期)|经|针对|除了?|当地时间|通过|围绕|面对|相较|受(?!理)|自|依托|借助|(?:扣除|剔除|刨去|不含|加上)[^的]+$)"
)
_COMPARED = re.compile(r"(?<=..)(?:同比|环比|[比较](?:上年|去年|上月))")
# Things of one character: 120个县, 7个村.
_SINGLE = frozenset("县村市省镇乡区州户家国人校")
# Who brings something to a level: 有关部门将电煤库存|保持在.
_HANDLED = re.compile(r"^[^，]{0,14}?[将把](?=[^，]{2})")
# 使种子出芽率达到, 技术改造使单产提高
_CAUSED = re.compile(r"^[^，]{0,14}?(?:促?使得?|令)(?=[^，用]{2})")
_SUPERLATIVE = re.compile(r"(?<=..)最[大多高快好强低少小慢]$")
_ANOTHER = re.compile(r"(?<=..)、(?=.)")
_PARTICLE = re.compile(r"(?<=..)[就只都才稳]$")
# 7个省份中有5个
_AMONG = re.compile("(?<=..)(?:当中|中)有$")
_CLOSES, _OPENS = re.compile("[)）]"), re.compile("[(（]")
_VERB_AHEAD = re.compile("(?P<owner>[^，]{0,14}?)(?P<average>[年月日季周]均)(?P<rest>..+)|(?P<bare>..+)")
_GOES = re.compile(r"(?:到|赴|前往|奔赴|驰援)(?=.)")


@lru_cache(maxsize=KEPT)
def deed(text: str) -> Reading | None:
    """Read a verb and its object, if the text has one; an object of None stands behind the figure.

    A verb inside counts only behind an adverb, an agent or a coverb phrase: 货物运输总量 names a quantity.

    >>> deed("破获电信网络诈骗案件")[:2], deed("公安机关派出")[:2], deed("货物运输总量")
    (('电信网络诈骗案件', '破获'), (None, '派出'), None)
    """
    nounlike = lexicon.words("claims/nounlike")
    found: Reading | None = None
    for match in pattern("verbs").finditer(text):
        before, end = text[: match.start()], match.end()
        while text[end : end + 1] == "、" and (another := pattern("verbs").match(text, end + 1)):
            end = another.end()  # 新建、改扩建学校
        rest = bare(text[end:])
        rest = "" if rest in _ASPECT else rest
        if _MEASURE.match(rest) or rest in _TO or text[match.end() : match.end() + 1] == "的":
            continue
        named = match.group() in nounlike
        joined = named and not pattern("verbs").match(text, match.end()) and not _introduces(before)
        if phrases.names_more(text, match.start(), match.end(), longer=joined):
            continue  # 运动员, 服务区, 发电设备
        names = rest in _SUMS or (named and bool(_QUANTITY_NAME.search(ending("links").cut(rest))))
        if named and not rest and len(before) >= _SHORTEST_TOPIC and not _introduces(before):
            continue  # 新能源装机
        plain = not named and len(before) >= _SHORTEST_TOPIC
        # The last verb that has an object of its own: 推动办理民生实事, but not 投入烘干设备.
        if found and (named or len(rest) <= _SHORTEST_TOPIC):
            continue
        if (
            (not before and not names)
            or (_introduces(before) and not (named and names))
            or not rest
            or (plain and rest)
        ):
            direction = lexicon.mapping("claims/changes").get(match.group())
            found = Reading(
                _LINKED.sub("", rest) or None, text[match.start() : end], cast("Direction | None", direction)
            )
    return found


def leading_verb(text: str) -> str | None:
    """Give the verb of things done that a text begins with.

    >>> leading_verb("冻结涉案账户"), leading_verb("账户")
    ('冻结', None)
    """
    match = pattern("verbs").match(text)
    return match.group() if match else None


def names_quantity(text: str) -> bool:
    """Tell whether a name is that of a quantity.

    >>> names_quantity("发电量"), names_quantity("水电")
    (True, False)
    """
    return _QUANTITY_NAME.search(text) is not None


def each(subject: str) -> re.Match[str] | None:
    """Match what an amount is given for: 每千人口床位.

    >>> each("每千人口床位").group()
    '每千人口'
    """
    return _FOR_EACH.match(subject)


def without_doer(left: str) -> str:
    """Take off who does something, where an adverb shows that what follows is done: 公安局共.

    >>> without_doer("公安局共立刑事案件"), without_doer("银行存款")
    ('立刑事案件', '银行存款')
    """
    match = _doer().match(left)
    return left[match.end() :] if match else left


@cache
def _doer() -> re.Pattern[str]:
    return re.compile(
        rf"[^，]{{0,10}}?(?:{pattern('agents').pattern})(?:已累计|累计|已|共计?|先后|全年|今年|新)+(?=[^，]{{2}})"
    )


def is_standing(subject: str | None, predicate: str | None) -> bool:
    """Tell whether a claim says how things stand at a time, not what went on during one.

    >>> is_standing("案件", "破获"), is_standing("总收入", None), is_standing("持卡人数", "达")
    (False, False, True)
    """
    return predicate in lexicon.words("claims/states") or bool(subject and _STOCK.search(subject))


def is_nounlike(verb: str | None) -> bool:
    """Tell whether a verb may be the first half of a name: 烘干设备."""
    return verb in lexicon.words("claims/nounlike")


def is_deed(predicate: str | None) -> bool:
    """Tell whether a predicate is something done, no link to a level.

    >>> is_deed("破获"), is_deed("达"), is_deed("覆盖")
    (True, False, False)
    """
    return predicate in _deeds()


@cache
def _deeds() -> frozenset[str]:
    standing = (lexicon.words("claims/links") - _COMPLETED) | lexicon.words("claims/states")
    return lexicon.words("claims/verbs") - standing


def without_verb(reading: Reading) -> Reading:
    """Take a verb off the head of what is counted, where nothing else is the predicate; drop a bare verb.

    >>> without_verb(Reading("日均服务群众"))[:2], without_verb(Reading("整治", "排查"))[:2]
    (('群众', '日均服务'), (None, '排查'))
    """
    match = _VERB_AHEAD.match(reading.subject or "")
    told = (match["rest"] or match["bare"]) if match else ""
    verb = leading_verb(told)
    rest = told[len(verb or "") :]
    if match is None or verb is None:
        return reading
    if match["owner"] and not rest and reading.predicate is None:
        return reading._replace(subject=match["owner"], predicate=match["average"] + verb)
    if not rest and not match["average"] and reading.predicate != "新增" and is_nounlike(reading.predicate):
        return reading._replace(subject=None)
    if reading.predicate or not match["average"] or len(rest) < _SHORTEST_TOPIC or _MEASURE.match(rest):
        return reading
    if names_quantity(rest):
        return reading
    return reading._replace(subject=rest, predicate=match["average"] + verb)


def _introduces(before: str) -> bool:
    stripped = before.rstrip(TRIM)
    return bool(
        closing_adverbs(stripped)
        or ending("manner").search(stripped)
        or ending("agents").search(stripped)
        or _COVERB_HEAD.match(stripped)
    )


def level(text: str) -> Reading | None:
    """Read a subject and the verb that links it to its level: 持卡人数达, 失业率为."""
    match = ending("links").search(text)
    if match is None or _BEHAVIOUR.search(text):
        return None
    subject = _PARTICLE.sub("", bare(text[: match.start()]))
    subject = _CAUSED.sub("", subject)
    if match.group()[-1] in "在到至为":
        subject = _HANDLED.sub("", subject)
    return Reading(subject or None, match.group())


def reports(text: str) -> bool:
    """Tell whether a clause only says who says what follows: 数据显示, 他指出.

    >>> reports("其中数据显示"), reports("货物贸易")
    (True, False)
    """
    return text.rstrip(" ：:").endswith(lexicon.affixes("claims/reporting"))


def is_place(text: str) -> bool:
    """Tell whether an object only says where the things counted are: 惠及宁夏244万群众.

    >>> is_place("全市"), is_place("西部地区"), is_place("案件")
    (True, True, False)
    """
    return bool(_PLACED.search(text)) or text in lexicon.words("claims/scopes") or phrases.is_place(text)


def is_agent(text: str) -> bool:
    """Tell whether a name is that of somebody who does things.

    >>> is_agent("最高人民法院"), is_agent("刑事案件")
    (True, False)
    """
    return ending("agents").search(text) is not None


def introduces_figure(left: str) -> bool:
    """Tell whether what stands before a figure only leads up to it: 对850万存量账户, 向13个街镇."""
    return _COVERB_END.search(left.rstrip(" ")) is not None


def moves_figure(left: str) -> bool:
    """Tell whether those counted are moved to do what stands behind them: 促使6200余名被执行人履行义务."""
    return _MOVED.search(left.rstrip(" ")) is not None


@cache
def _people() -> re.Pattern[str]:
    """Match those counted where something of theirs follows: 90万|户家庭|的用电需求 counts the households."""
    return re.compile(
        rf"([\u4e00-\u9fff]{{0,3}}(?:{pattern('people').pattern}))(?:[一半两][年天月])?的(?=[\u4e00-\u9fff]{{2,8}}$)"
    )


@lru_cache(maxsize=KEPT)
def behind(right: str, *, split: bool) -> Reading:
    """Read what stands behind a figure: the thing counted, and where `split` what is said of it.

    >>> behind("涉案账户采取管控措施", split=True)[:2], behind("法律实施情况", split=False)[:2]
    (('涉案账户', '采取管控措施'), ('法律实施情况', None))
    """
    match = _NOUN_BEHIND.match(right)
    text = _AMONG.split(match.group().removeprefix("的"))[0] if match else ""
    if (closes := _CLOSES.search(text)) and not _OPENS.search(text, 0, closes.start()):
        text = text[: closes.start()]
    if not text or _NO_NOUN.match(text) or _NO_THING.match(text) or text[0] in "（(":
        return Reading()
    if people := _people().match(text):
        rest = text[people.end() :]
        return Reading(people[1], rest if split and phrases.noun_end(rest) else None)
    another = _ANOTHER.search(text)
    verb = pattern("verbs").match(text, another.end()) if another else None
    if another and verb and not is_nounlike(verb.group()):
        text = text[: another.start()]
    if split:
        nounlike = lexicon.words("claims/nounlike")
        first = 1 if text[0] in _SINGLE and pattern("verbs").match(text, 1) else _SHORTEST_TOPIC
        verbs = (
            verb
            for verb in pattern("verbs").finditer(text, first)
            if verb.group() not in nounlike and len(verb.group()) > 1 and not _MEASURE.match(text, verb.end())
        )
        said = pattern("deeds").search(text, first) or next(verbs, None) or _COMPARED.search(text)
        cuts = [said.start()] if said else []
        if (end := phrases.noun_end(text)) is not None:
            cuts.append(end)
        if cuts:
            return Reading(_without_among(bare(text[: min(cuts)])) or None, text[min(cuts) :])
    moved = _GOES.search(text, _SHORTEST_TOPIC)
    text = text[: moved.start()] if moved else text
    text = _without_among(text[: phrases.noun_end(text, doing=True)])
    return Reading(text.strip(TRIM) if bare(text) else None)


def _without_among(text: str) -> str:
    """Take off the 中 of 41个行业中, which belongs to no word."""
    return text[:-1] if text.endswith("中") and phrases.last_word(text) == "中" else text


def topic(text: str) -> str | None:
    """Give what a clause without figure is about: what stands before its first verb.

    >>> topic("东盟继续为第一大贸易伙伴"), topic("网络诈骗案件占比迅速上升")
    ('东盟', '网络诈骗案件占比')
    """
    text = bare(text)
    if _SETTING.match(text) or is_view(text) or pattern("standing").match(text):
        return None
    cut = len(text)
    for name in ("adverbs", "links", "changes", "verbs", "standing"):
        match = (changing() if name == "changes" else pattern(name)).search(text, _SHORTEST_TOPIC)
        if match and not phrases.begins_word(text, match.start()):
            match = None  # 占有率
        if match and (name != "verbs" or _introduces(text[: match.start()])):
            cut = min(cut, match.start())
    return _SUPERLATIVE.sub("", bare(text[:cut])) or None

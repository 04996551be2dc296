"""Reads the words around a figure: verb and thing counted, change and direction, what it is held against."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from zhnews import lexicon
from zhnews.claims import phrases
from zhnews.model import Direction

_TRIM = " 、，,。；;：:的了"
_OPENERS = re.compile(
    r"^(?:其中|包括|影响|此外|同时|并|而|但|且|以及|和|及|与(?![^，]{1,12}相比)|、|从[^看]{1,8}看|对此|另外|另有)+[,，]?"
)
_NOUN_BEHIND = re.compile(r"(?:[0-9][A-Z])?[\u4e00-\u9fffA-Za-z“”·、（）()]+")
_NO_NOUN = re.compile(r"^(?:用于|以上|以下|左右|以内|并|和|及|与|、|，|其中|同比|环比|比|较|增|减|分别)")
_COVERB_END = re.compile(r"(?:对|将|把|(?:^|，)为|向|给|使|让|以)$")
_MOVED = re.compile(r"(?:促使|引导|督促|推动|动员|邀请|吸引|组织|助力|支持)$")
_COVERB_HEAD = re.compile(r"^(?:对|向|为|给|同|与|和|由|从)[^，]{2,}$")
_AGAINST = re.compile(
    r"(?:环比|同比(?=[12][0-9]{3}年)|(?<![环同])比(?![例重率较如赛])|较|与)[^，,。；]{2,14}?(?=净?增|(?<!以)[上下]"
    r"|[减提降回高低扩收压缩延涨跌攀翻微略激猛]|大幅|小幅|明显|相比|持平|加快|放缓)"
)
# What a figure is held against, where no verb of change follows: 高于全省平均水平, 比去年同期多.
_HELD = re.compile(
    r"(?:(?:[高低多少快慢优大小]于|[高低多少]出)(?P<level>[^，]{2,16})"
    r"|(?P<than>(?:同比|环比)(?=[高多快低少慢])|(?<![同环])[比较][^，]{2,14}?)(?<![增扩加提升走减缩放降最许众])(?:(?P<more>[高多快长大重])|[低少慢短小轻])"
    r"(?:(?<=[多少])[\u4e00-\u9fff]{2}|(?:打|收|卖|赚|产|用|发|运|种|装|开|建|投|销|出|了)*))$"
)
_PART_OF_YEAR = re.compile(
    r"[底末初最]|年[底末初]|[一二三四1-4]季度|前?[0-9一二三四五六七八九十]{1,2}个?月|[上下]半年|全年"
)
_PLACED = re.compile(r"(?:地区|[国境海]内外|全市|全省|全县|全区|全国|各地|沿线|周边)的?$")
_TIME = re.compile("[年月日周季期天]")
_MULTIPLE = re.compile(r"(?:是|为|相当于|恢复[到至]?|达到?)(?P<base>[^，]{1,16})的$")
# What only says how something was counted.
_REGION = re.compile(r"(?:[东西南北中华]{1,2}|黄淮海|江淮|长江中下游|京津冀|长三角|珠三角|沿[海江边])(?:部)?地区")
# A zone that is no part of what is counted in it: 临海自贸片区|注册企业.
ZONE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:自贸(?:片区|试验区|区)|经开区|高新区|开发区|新区|片区|合作区|保税区)"
    r"(?![的管委位等是为了及和与、内]|建设|发展|[\u4e00-\u9fff]{0,2}$)"
)
_ADJUNCT_END = re.compile(r"按[^，]{2,6}(?:口径|价格|汇率)(?:计算|计)?$")
_DAYS = re.compile(r"^[0-9]{1,3}天[里内中]?")
_ADJUNCT = re.compile(
    r"^(?:按[^，]{2,10}?(?:口径|价格|汇率)(?:计算|计)?|(?:扣除|剔除)[^，]{2,8}?因素(?:影响)?后?|以[^，]{1,4}计价?|初步核算|据?初步统计)"
)
_AVERAGED = re.compile(r"(?:年|月|日|季|周|天|人|户|亩|车|次|件)均")
_RATE = re.compile(r"(?:涨幅|增幅|增速|升幅)$")
_FALL_RATE = re.compile(r"(?:降幅|跌幅)$")
# How the name of a quantity ends: a verb before it is part of the name.
_QUANTITY_NAME = re.compile(
    r"(?:量|额|率|值|数|度|价格|指数|收入|支出|面积|容量|规模|能力|里程|利润|比重|占比|余额|总计"
    r"|时间|时长|用时|周期|水平|(?<![日时学])期|出栏|存栏)$"
)
# A verb before one of these only says which sum is meant: 执行到位金额.
_SUMS = frozenset({"金额", "总额", "数额", "数量", "总量"})
_TO = frozenset("至到为达")
_COMPLETED = frozenset({"完成", "实现", "累计完成"})
_YEARLY = re.compile("[两三四五六七八九十0-9]*年平?均?")
_ASPECT = frozenset("起出上下入")
# What parts the figures that follow: 分季度看, 从产业看.
_VIEW = re.compile(r"(?:分|从|按)[^，]{1,12}(?:看|分|来看|来说|划分)$")
_MEASURE = re.compile(
    r"[率量额值度者权价期]|[强密力]度|比重|占比|比例|进度|数(?![据字])|力(?!量)|所(?![有属])|业(?![务主绩])|员(?!工)"
    r"|费(?!用)|里程|能力|水平|时[间长]|用时|周期"
)
_SHORTEST_TOPIC = 2
_FOR_EACH = re.compile(r"每[百千万亿]?(?:人口|平方公里|平方米|立方米|[人户亩个家名件吨])(?=[\u4e00-\u9fff]{2})")
_STOCK = re.compile(
    r"(?:(?<![死伤出就])人数|户数|保有量|存量|余额|库存|储量|总数|里程|装机|装机容量|能力|覆盖率|普及率)$"
)
_LINKED = re.compile(r"(?<=..)(?:已?达到?|超过?|突破|为|共|约)$")
# What comes before the verb that says something of the thing counted: 在全国推广, 被评为….
_NO_THING = re.compile(
    r"^(?:在(?![职读校岗建])|被(?![拐困骗害盗告扶监征执申诉])|由|已(?!婚)|将|正在|获(?!奖)|实现|上升为|荣获|获评|成为|跻身|入选|经(?![济营费理纪验典销适开]))"
)
# What moves somebody to do what is counted: 促进农民增收270亿元.
_MOVES = re.compile(r"^(?:促进|带动|助力|推动|帮助|引导|预计)(?=..)")
# A clause that only says in what circumstances, and names no topic: 在各方支持下, 受台风影响.
_SETTING = re.compile(
    r"(?:(?:今年|年内)?(?:已?第[一二三四五六七八九十0-9]+次|首次|再次)|在|据|随着|根据|按照|为(?!期)|经|针对|除了?|当地时间|通过|围绕|面对|相较|受(?!理)|自|依托|借助|(?:扣除|剔除|刨去|不含|加上)[^的]+$)"
)
_COMPARED = re.compile(r"(?<=..)(?:同比|环比|[比较](?:上年|去年|上月))")
# Things of one character: 120个县, 7个村.
_SINGLE = frozenset("县村市省镇乡区州户家国人校")
# Who brings something to a level: 有关部门将电煤库存|保持在.
_HANDLED = re.compile(r"^[^，]{0,14}?[将把](?=[^，]{2})")
_SUPERLATIVE = re.compile(r"(?<=..)最[大多高快好强低少小慢]$")
_ANOTHER = re.compile(r"(?<=..)、(?=.)")
_PARTICLE = re.compile(r"(?<=..)[就只都才稳]$")
_GOES = re.compile(r"(?:到|赴|前往|奔赴|驰援)(?=.)")


class Reading(NamedTuple):
    """What the words around a figure say; None where they don't."""

    subject: str | None = None
    predicate: str | None = None
    direction: Direction | None = None
    basis: str | None = None
    condition: str | None = None
    scope: str | None = None
    # Whether a change is linked to the level before it: not in 由A到B, which names both ends itself.
    links: bool = True
    # Whether the figure is what was reached (降至), no rate of change, which would take up a basis named before.
    reached: bool = False


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Match the words of a dictionary of claims, the longest first."""
    return re.compile(lexicon.alternation(lexicon.words(f"claims/{name}")))


@cache
def _changes() -> re.Pattern[str]:
    """Match a verb of change that isn't part of a name: 降雨量, 增加值."""
    return re.compile(rf"(?!{lexicon.alternation(lexicon.words('claims/not_changes'))}){pattern('changes').pattern}")


@cache
def _ending(name: str, tail: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?P<word>{pattern(name).pattern}){tail}$")


@cache
def _adverbs(anchor: str) -> re.Pattern[str]:
    words = pattern("adverbs").pattern
    # 日均, 人均 are one word.
    return re.compile(
        rf"^(?:(?!实际[使利到])(?:{words}))+(?!率)"
        if anchor == "start"
        else rf"(?:(?<![年月日季周天人户亩车次件])(?:{words}))+$"
    )


def thing(subject: str) -> str:
    """Take off who does what, where it only says which things are meant: 法院受理的专利案件.

    >>> thing("法院受理的专利案件"), thing("有实绩的企业")
    ('专利案件', '有实绩的企业')
    """
    match = _relative().match(subject)
    return subject[match.end() :] if match else subject


@cache
def _relative() -> re.Pattern[str]:
    agents, verbs = pattern("agents").pattern, pattern("verbs").pattern
    return re.compile(
        rf"[^的，]{{0,6}}?(?:{agents})(?:共|新|所)?(?:{verbs})的(?:各类)?(?=[^的]{{3}})"
        rf"|(?![受因被涉有与对按不])[^的，、]{{2,12}}?(?:{verbs})的(?=[^的]{{2}})"
    )


def bare(text: str) -> str:
    """Strip connectives, adverbs and marks from both ends.

    >>> bare("其中，共破获案件")
    '破获案件'
    """
    previous = None
    while text != previous:
        previous = text
        text = _ADJUNCT.sub("", _OPENERS.sub("", text.strip(_TRIM)))
        text = _adverbs("end").sub("", _adverbs("start").sub("", text))
        text = _ADJUNCT_END.sub("", _DAYS.sub("", text))
    return text


def without_scope(left: str) -> str:
    """Take the scope off the head of a stretch: it isn't part of the subject.

    >>> without_scope("全市共破获案件"), without_scope("云岭市已派出")
    ('共破获案件', '已派出')
    """
    text = left.lstrip(" 、，")
    match = pattern("scopes").match(text) or _REGION.match(text) or ZONE.match(text) or _place().match(text)
    return text[match.end() :] if match else text


@cache
def _place() -> re.Pattern[str]:
    unfit = "|".join(sorted(map(re.escape, lexicon.words("claims/not_scopes")), key=len, reverse=True))
    return re.compile(
        rf"(?!{unfit})(?:(?![于全各该本外是比较])[\u4e00-\u9fff]){{2,3}}?(?:省|自治区|市(?!场|值|民|政|辖)|区(?!域|间|块|内|别)|县(?!域)|州)"
        r"(?![\u4e00-\u9fff]?(?:委|局|院|长|办|级|场))"
    )


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
    for match in _changes().finditer(text):
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
    time = match["than"] and (_TIME.search(base) or base in ("同比", "环比"))
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
    known = basis_of("比" + match["base"])
    return Reading(bare(text[: match.start()]) or None, match.group(), None, known[0] if known else match["base"])


def averaged(text: str) -> tuple[str, str] | None:
    """Part off an average at the end: 教育投入年均, 日均.

    >>> averaged("教育投入年均"), averaged("人均消费")
    (('教育投入', '年均'), None)
    """
    match = _AVERAGED.search(text)
    return (text[: match.start()], match.group()) if match and match.end() == len(text) else None


def rate_direction(subject: str | None) -> Direction | None:
    """Give the direction a rate's own name has: 涨幅 is up, 降幅 is down."""
    if not subject:
        return None
    return "up" if _RATE.search(subject) else "down" if _FALL_RATE.search(subject) else None


def is_view(clause: str) -> bool:
    """Tell whether a clause only says how the figures after it are parted.

    >>> is_view("分地区看"), is_view("东部地区")
    (True, False)
    """
    return _VIEW.fullmatch(clause.strip()) is not None


def is_yearly(text: str) -> bool:
    """Tell whether a stretch only says that what follows is an average of years.

    >>> is_yearly("两年平均"), is_yearly("平均气温")
    (True, False)
    """
    return _YEARLY.fullmatch(text) is not None


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


def change(text: str) -> Reading | None:
    """Read a change at the end of a text: 外贸总值同比增长, 涨幅比上月扩大.

    >>> change("外贸总值同比增长")[:4]
    ('外贸总值', '同比增长', 'up', 'yoy')
    """
    against = basis_of(text)
    found = _ending("changes", "(?:了|至|到|约|为|达|达到|幅度为|幅度达)?").search(text)
    if found and text[: found.end("word")].endswith(tuple(lexicon.words("claims/not_changes"))):
        found = None  # 保障航班起降, 水电新增
    if found is None and against and text.endswith("新增"):
        return Reading(bare(text[: against[1]]) or None, text[against[1] :], None, _adverbs_out(against[0]))
    if found is None:
        bare_comparison = against and against[1] + 2 >= len(text)
        return (
            Reading(bare(text[: against[1]]) or None, None, None, against[0]) if against and bare_comparison else None
        )
    cut = min(found.start(), against[1]) if against else found.start()
    subject = _MOVES.sub("", bare(text[:cut]))
    if _whole_verb(subject) or subject in ("由", "从"):
        subject = ""
    direction = cast("Direction", lexicon.mapping("claims/changes")[found["word"]])
    basis = _adverbs_out(against[0]) if against else None
    return Reading(subject or None, _adverbs_out(text[cut:]), direction, basis, reached=text[-1] in "至到")


def _whole_verb(text: str) -> bool:
    match = pattern("verbs").match(text)
    return match is not None and match.end() == len(text)


def _adverbs_out(predicate: str) -> str:
    return predicate.replace("分别", "").replace("均", "")


def deed(text: str) -> Reading | None:
    """Read a verb and its object, if the text has one; an object of None stands behind the figure.

    A verb inside counts only behind an adverb, an agent or a coverb phrase: 货物运输总量 names a quantity.

    >>> deed("破获电信网络诈骗案件")[:2], deed("公安机关派出")[:2], deed("货物运输总量")
    (('电信网络诈骗案件', '破获'), (None, '派出'), None)
    """
    nounlike = lexicon.words("claims/nounlike")
    found: Reading | None = None
    for match in pattern("verbs").finditer(text):
        before = text[: match.start()]
        rest = bare(text[match.end() :])
        rest = "" if rest in _ASPECT else rest
        if _MEASURE.match(rest) or rest in _TO or text[match.end() : match.end() + 1] == "的":
            continue
        named = match.group() in nounlike
        joined = named and not pattern("verbs").match(text, match.end()) and not _introduces(before)
        if phrases.names_more(text, match.start(), match.end(), longer=joined):
            continue  # 运动员, 服务区, 发电设备
        names = rest in _SUMS or (named and bool(_QUANTITY_NAME.search(_ending("links").sub("", rest))))
        if named and not rest and len(before) >= _SHORTEST_TOPIC and not _introduces(before):
            continue  # 新能源装机
        plain = not named and len(before) >= _SHORTEST_TOPIC
        # The last verb that has an object of its own: 推动办理民生实事, but not 投入烘干设备.
        if found and (named or len(rest) <= _SHORTEST_TOPIC):
            continue
        if (not before and not names) or _introduces(before) or not rest or (plain and rest):
            direction = lexicon.mapping("claims/changes").get(match.group())
            found = Reading(_LINKED.sub("", rest) or None, match.group(), cast("Direction | None", direction))
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


def turns(between: str) -> tuple[str, Direction] | None:
    """Read what stands between two figures of 分别, where the second goes another way: 和下降.

    >>> turns("和下降"), turns("、")
    (('下降', 'down'), None)
    """
    text = between.lstrip(" 、和及与，").removeprefix("同比").removeprefix("环比")
    direction = lexicon.mapping("claims/changes").get(text)
    return (text, cast("Direction", direction)) if direction else None


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
    standing = (lexicon.words("claims/links") - _COMPLETED) | lexicon.words("claims/states")
    return predicate in lexicon.words("claims/verbs") and predicate not in standing


def _introduces(before: str) -> bool:
    stripped = before.rstrip(_TRIM)
    return bool(
        _adverbs("end").search(stripped)
        or _ending("manner").search(stripped)
        or _ending("agents").search(stripped)
        or _COVERB_HEAD.match(stripped)
    )


def level(text: str) -> Reading | None:
    """Read a subject and the verb that links it to its level: 持卡人数达, 失业率为."""
    match = _ending("links").search(text)
    if match is None:
        return None
    subject = _PARTICLE.sub("", bare(text[: match.start()]))
    if match.group()[-1] in "在到至为":
        subject = _HANDLED.sub("", subject)
    return Reading(subject or None, match.group())


def reports(text: str) -> bool:
    """Tell whether a clause only says who says what follows: 数据显示, 他指出.

    >>> reports("其中数据显示"), reports("货物贸易")
    (True, False)
    """
    return text.rstrip(" ：:").endswith(tuple(lexicon.words("claims/reporting")))


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
    return _ending("agents").search(text) is not None


def introduces_figure(left: str) -> bool:
    """Tell whether what stands before a figure only leads up to it: 对850万存量账户, 向13个街镇."""
    return _COVERB_END.search(left.rstrip(" ")) is not None


def moves_figure(left: str) -> bool:
    """Tell whether those counted are moved to do what stands behind them: 促使6200余名被执行人履行义务."""
    return _MOVED.search(left.rstrip(" ")) is not None


def behind(right: str, *, split: bool) -> Reading:
    """Read what stands behind a figure: the thing counted, and where `split` what is said of it.

    >>> behind("涉案账户采取管控措施", split=True)[:2], behind("法律实施情况", split=False)[:2]
    (('涉案账户', '采取管控措施'), ('法律实施情况', None))
    """
    match = _NOUN_BEHIND.match(right)
    text = match.group().removeprefix("的") if match else ""
    if not text or _NO_NOUN.match(text) or _NO_THING.match(text) or text[0] in "（(":
        return Reading()
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
    return Reading(text.strip(_TRIM) if bare(text) else None)


def _without_among(text: str) -> str:
    """Take off the 中 of 41个行业中, which belongs to no word."""
    return text[:-1] if text.endswith("中") and phrases.last_word(text) == "中" else text


def topic(text: str) -> str | None:
    """Give what a clause without figure is about: what stands before its first verb.

    >>> topic("东盟继续为第一大贸易伙伴"), topic("网络诈骗案件占比迅速上升")
    ('东盟', '网络诈骗案件占比')
    """
    text = bare(text)
    if _SETTING.match(text) or _VIEW.fullmatch(text) or pattern("standing").match(text):
        return None
    cut = len(text)
    for name in ("adverbs", "links", "changes", "verbs", "standing"):
        match = (_changes() if name == "changes" else pattern(name)).search(text, _SHORTEST_TOPIC)
        if match and not phrases.begins_word(text, match.start()):
            match = None  # 占有率
        if match and (name != "verbs" or _introduces(text[: match.start()])):
            cut = min(cut, match.start())
    return _SUPERLATIVE.sub("", bare(text[:cut])) or None

"""Tells what is broken about a sentence of a bulletin: what no desk would print, found without the code that wrote it.

`faults` judges one printed sentence, given the one before it; `bulletin_faults` all of a bulletin. The lists are
written anew here, not taken from the dictionaries of the library, so that a gap there doesn't hide itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import zhnews

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】", "〈": "〉"}
_SHORTEST, _TAIL = 4, 8
_END = re.compile(r"[。！？!?；;…]+[”’」』）)】]*$")
_ENDED_TWICE = re.compile(r"[。！？!?…][”’」』]?。")
_FIGURE = r"\d[\d.,]*(?:[万亿]|多|余)*"

_REPORTING = re.compile(
    r"(?:表示|指出|强调|介绍|认为|说道?|称|透露|获悉|了解到|看到|显示|表明|据悉|据了解|坦言|宣布|公布|解释|回忆|告诉记者|预计|提出)$"
)
_QUOTED_BEFORE = re.compile(r"[”’」』]")
_HANGING = re.compile(
    r"(?:的|和|与|及|或|在|(?<![面绝])对|为了?|从|由|(?<![方导倾走动定志去意])向|把|被|以及|并且|而且|或者|因为|如果|虽然|但是?|同时|此外|其中|例如|比如|包括|随着|关于|对于|截至|根据|按照|通过|日起?|月份?|年|期间|以来|之际|上午|下午|凌晨|晚|时)$"
)
_ENDS_IN_FIGURE = re.compile(r"\d[%\d.,万亿余多]*[\u4e00-\u9fff]{1,4}$")
_BASELESS = re.compile(r"^(?:其中|同比|环比|分别|占比?|比上年|比去年|较上年|较去年|增速|涨幅|降幅|升幅)")
_PRONOUN = re.compile(
    r"^(?:他们?|她们?|它们?|这(?![一两三四五六七八九十\d]+[年天周])|那(?!曲|坡)|此举|该(?!院校)|其(?!余|他)|上述|前者|后者|两者|二者|双方)"
)
_DANGLING = re.compile(
    r"^(?:但是?|不过|然而|因此|所以|于是|而且|并且|从而|此外|另外|同时|与此同时|对此|为此|其次|最后|再次|另一方面|也|则|却|还|就|又)(?!于|有甚者|业|医|诊|地|如其来|要|读|任|职|近|座|餐)"
)
_LEADS_IN = re.compile(
    r"^(?:但是?|而|且|并且?|不过|然而|同时)?(?:随着|由于|鉴于|尽管|虽然|面对|围绕|针对|为了|按照|根据|依托|基于|除了)"
)
# What is granted at the beginning of a sentence is answered in any later clause of it.
_GRANTED = (re.compile(r"虽然|尽管"), re.compile(r"但|却|仍|还是|依然|不过|然而|也"))
_HALF = (
    (re.compile(r"(?<!不)如果|假如|倘若|一旦"), re.compile(r"就|则|将|会|可|应|要|即|便|能|须|不得|，")),
    (re.compile(r"不仅|不但"), re.compile(r"还|也|而且|更|并|同时|而")),
)
# A time alone, a comparison without what is compared, a body without its deed, a relative clause without its verb.
_TIME = (
    r"(?:[\d年月日号时分点秒周季度第一二三四上下前去今昨明本当个多来间早晚午夜凌晨傍晚中旬初末底半起左右许至到—–~、（）()-]"
    r"|北京时间|当地时间)"
)
_FRAGMENT = re.compile(
    rf"^(?:从|自|于|截至|截止)?(?=.*[\d今昨当]){_TIME}{{2,}}(?:开始|以来|期间|左右)?$"
    r"|(?<![主着])[从自][^，]{2,30}(?:开始|起|以来)$|[与同和跟][^，]{2,30}相比$"
    r"|会同[^，]{1,20}(?:部|局|委|厅|办|院|部门|单位|公司|政府)$"
    r"|(?:^|[^可所予加用得难借])以[^，]*的[^，的]{0,3}(?:信念|态度|姿态|精神|方式|形式|名义|身份|决心|勇气|理念|心态|信心|热情)$"
    r"|[^出近]随着[^，]{2,}$"
    r"|^(?![^，]*(?:学习|贯彻|领会|落实|聆听|听取|发表))[^，是了有：]{0,30}的(?:重要(?:讲话|论述|指示|思想)|信念|声音)$"
    r"|^(?:于|由|来自|位于)[^，是了：]*的[^，是了：]{2,30}(?<!获奖|参展|开幕|举行)$"
    r"|^[^，：]{2,24}(?:(?<!不)如|倘)(?:不|未|有|遇|需|出现|发现|发生|购买|购)[^，]+$"
    r"|^[^，：]{2,20}(?:发布|公布|印发通知|发布(?:公告|消息|通知))$"
)
_PLACELESS = re.compile(r"^(?:当地(?!时间)|彼时|报道[说称]|上述|这一|内容(?:主要)?包括|主要内容)")
_ADDRESSES = re.compile(
    r"^(?:下面|现在|接下来)?(?:请|有请)[^。]{2,30}(?:介绍|表示|通报|发布|作)|(?:大家|各位)[^，。]{0,12}(?:上午|下午|早上|晚上)?好[！。，]"
    r"|^(?:谢谢|感谢)(?:大家|各位|主持人)|^特此(?:通告|公告|通知|通报)"
)
_TURN = re.compile(r"^[\u4e00-\u9fff、“”]{2,20}[ \u3000][\u4e00-\u9fff·]{2,8}[：:]")
_RESPECTIVELY = re.compile(r"分别(?!是|由|来自|在|于|与|向|以|从|对|就|代表|签署|出席|发言|介绍|前往|会见|致辞|作)")


def _balanced(text: str) -> bool:
    stack: list[str] = []
    for char in text:
        if char in _PAIRS:
            stack.append(_PAIRS[char])
        elif char in _PAIRS.values() and (not stack or stack.pop() != char):
            return False
    return not stack


def _respectively(text: str) -> bool:
    """Tell whether 分别 is followed by as many figures as it needs: two at least."""
    match = _RESPECTIVELY.search(text)
    if match is None:
        return True
    rest = text[match.end() :]
    figures = len(re.findall(rf"{_FIGURE}|[一二三四五六七八九十百千]+[个名件起次%万亿]", rest))
    return figures != 1 or bool(re.search("[、和]", rest))


def _faults(text: str, *, led: bool, trimmed: bool) -> Iterator[str]:
    core = _END.sub("", text)
    if _ENDED_TWICE.search(text):
        yield "ended twice"
    last = re.split("[，,；;：:]", core)[-1]
    if len(core) < _SHORTEST:
        yield "empty"
        return
    if not _END.search(text):
        yield "no end mark"
    if not _balanced(text):
        yield "unbalanced"
    if _REPORTING.search(core) and not _QUOTED_BEFORE.search(core):
        yield "ends in reporting"
    if trimmed and _HANGING.search(last) and not _ENDS_IN_FIGURE.search(last):
        yield "ends in the air"
    if core[-1] in "，,、；;：:":
        yield "ends in a mark of pause"
    if trimmed and _LEADS_IN.match(last):
        yield "leads in to nothing"
    pairs = [(*_GRANTED, core), *((*pair, last) for pair in _HALF)]
    if trimmed and any((m := first.search(part)) and not second.search(part, m.end()) for first, second, part in pairs):
        yield "half a condition"
    if trimmed and _FRAGMENT.search(last):
        yield "fragment"
    if _ADDRESSES.search(text):
        yield "address"
    if _TURN.match(text):
        yield "turn of a transcript"
    if not _respectively(text):
        yield "分别 with too few figures"
    if not led:
        if _BASELESS.match(text):
            yield "no base"
        if _PRONOUN.match(text):
            yield "pronoun without its noun"
        if _PLACELESS.match(text):
            yield "reference without what it refers to"
        if _DANGLING.match(text):
            yield "dangling connective"


def faults(text: str, *, led: bool = False, trimmed: bool = True) -> list[str]:
    """Give what is broken about a printed sentence.

    `led` says that the sentence before it in the release is printed before it, `trimmed` that the release goes on
    where it ends: a sentence that its author ended may end as it likes.
    """
    return list(_faults(text.strip(), led=led, trimmed=trimmed))


def bulletin_faults(bulletin: zhnews.Bulletin, release: Iterable[str]) -> list[tuple[str, str]]:
    """Give (fault, sentence) for all of a bulletin, given the sentences of its release in order."""
    sources = [_plain(sentence) for sentence in release]
    found: list[tuple[str, str]] = []
    last: int | None = None
    for sentence in bulletin.sentences:
        printed = _plain(sentence)
        head, tail = printed[:_TAIL], printed[-_TAIL:]
        # Cuts may have changed either end.
        places = [[i for i, source in enumerate(sources) if end in source] for end in (head, tail)]
        either = [i for i in places[0] if i in places[1]] or [*places[1], *places[0]] or _sharing(printed, sources)
        at = next(iter(either), None)
        led = last is not None and at is not None and at - last in (0, 1)
        trimmed = at is None or not sources[at].endswith(tail)
        found += [(fault, sentence) for fault in faults(sentence, led=led, trimmed=trimmed)]
        last = at
    if not _balanced(bulletin.text):
        found.append(("unbalanced", bulletin.text))
    return found


def _sharing(printed: str, sources: list[str]) -> list[int]:
    """Give the sentence that shares most stretches with a printed one whose ends were both changed."""
    stretches = {printed[i : i + _TAIL] for i in range(len(printed) - _TAIL + 1)}
    shared = [sum(stretch in source for stretch in stretches) for source in sources]
    return [shared.index(max(shared))] if any(shared) else []


def _plain(text: str) -> str:
    """Give the characters of a text that its print in full width shares with its source."""
    return "".join(char for char in text if char.isalnum())

"""Finds who speaks or publishes in a sentence."""

from __future__ import annotations

import re

_HAN = r"[^，,。；;：:“”\s]"
_CLAUSE = re.compile(rf"{_HAN}+")
_TELLS = re.compile(
    "记者(?:今[天日]|昨[天日]|近日|日前|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}日)?从|据(?<!数据)|公布|发布|通报|召开|举行|显示|表明|表示|指出|介绍|强调|透露|提醒|说|称|坦言|告诉记者"
)
_SOURCE = re.compile(
    rf"""
    记者(?:今[天日]|昨[天日]|近日|日前|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}日)?从(?P<from>{_HAN}{{2,30}}?)(?:今天|昨天|近日|日前|今日|\d{{1,2}}日|（[^）]*）|举行|召开|举办|获悉|了解到|的)
  | (?<![数依])据(?P<by>{_HAN}{{0,44}}?)(?:介绍|通报|统计(?![局部厅])|抽样调查|透露|披露|初步统计|测算|监测|分析|消息
      |反映|报道|数据|显示|预测)
    """,
    re.VERBOSE,
)
# From the start of a clause.
_SPEAKER = re.compile(
    rf"""
    (?P<holds>(?![我全各本两]|国务院新闻办|国新办){_HAN}{{2,20}}?)(?:今天|昨天|今日|近日|日前|\d{{1,2}}日)?
    (?:（[^）]*）)?(?:召开|举行)[^，。]{{0,16}}?(?:发布会|通气会|吹风会)
  | (?P<published>{_HAN}{{2,30}}?)(?:今天|昨天|今日|近日|日前|\d{{1,2}}日)?
    (?:（[^）]*）)?(?:公布|发布|通报)(?:的[^，。]{{0,20}}?显示|[，,]|[^，。]{{0,24}}?(?:数据|公报|简报|报告|情况)》?(?=[。，]|$))
  | (?P<shows>{_HAN}{{2,24}}?)(?:最新[\u4e00-\u9fff]{{0,4}}?)?
    (?:统计|大数据|数据|监测|调度|初步统计|初步核算|快报)(?:数据|情况)?(?:显示|表明)
  | (?P<says>{_HAN}{{2,40}}?)(?:在[^，。；]{{2,30}}[中上时])?
    (?:表示|指出|介绍说|介绍|强调|透露|提醒|说|称|坦言|告诉记者)[，,：:]
    """,
    re.VERBOSE,
)
# A sound bite: the post, a space, the name and a colon.
_VOICE = re.compile(r"(?P<post>[^，,。；：:“”\s\d]{4,30})[ \u3000]{1,2}(?P<name>[\u4e00-\u9fff·]{2,6})：")
# “…。”王明高兴地说。
_BEHIND = re.compile(
    r"[。！？…，]”(?P<name>[^，,。；;：:“”\s]{2,20}?)(?:[^，。地]{2}地)?(?:说道?|表示|介绍说?|告诉记者|感慨)[。！，]"
)
# 王明算了一笔账：“…”
_RECKONS = re.compile(r"(?P<name>[^，,。；;：:“”\s]{2,20}?)(?:[给向](?:记者|大家))?算[了起]{0,2}一?笔账[：:，]")
_LONGEST_NAME = 30
_SPEAKER_NOISE = re.compile(
    r"^(?:.*[）)]|新修订|修订后?|此外|同时|另外|其中|目前|对此|近日|日前|在会上|会上|发布会上|的)"
    r"|(?:今天|昨天|近日|日前|今日|此前|最新|初步|提供|报道|的|在|明确|也|还|曾|则|\d+月|\d+日|(?:当天|\d{1,2}日)(?:发布|公布|通报).*|（[^）]*）|\([^)]*\))+$"
)
_SHORTEST_SPEAKER = 2


def find_speaker(sentence: str) -> str | None:
    """Give who speaks or publishes in a sentence: post and name, or the body.

    >>> find_speaker("据市检察院副检察长林岚介绍，全市起诉87件。"), find_speaker("据统计，共有3件。")
    ('市检察院副检察长林岚', None)
    >>> find_speaker("有关部门的数据显示，共有3件。")
    '有关部门'
    >>> find_speaker("国家能源局最新调度数据显示，负荷回落。"), find_speaker("云岭电网调度员 高岭：负荷回落。")
    ('国家能源局', '云岭电网调度员高岭')
    >>> find_speaker("“收了三千斤。”种粮大户王明高兴地说。"), find_speaker("云岭市公安局召开新闻发布会，通报有关情况。")
    ('种粮大户王明', '云岭市公安局')
    >>> find_speaker("参会的林场职工表示，共种树3万株。")
    '参会的林场职工'
    """
    if voice := _VOICE.match(sentence):
        return voice["post"] + voice["name"]
    if "”" in sentence and (quoted := _BEHIND.search(sentence)):
        return quoted["name"]
    reckons = sentence.find("笔账")
    if reckons > 0 and (quoted := _RECKONS.search(sentence, max(0, reckons - _LONGEST_NAME))):
        return quoted["name"]
    position = 0
    while tells := _TELLS.search(sentence, position):
        start, position = tells.start(), tells.end()
        while start > 0 and _CLAUSE.match(sentence, start - 1):
            start -= 1
        end = _CLAUSE.match(sentence, position)
        position = end.end() if end else position
        match = _SOURCE.search(sentence, start, position + 1) or _SPEAKER.match(sentence, start)
        name = (match[match.lastgroup or 0] or "") if match else ""
        name = _SPEAKER_NOISE.sub("", _SPEAKER_NOISE.sub("", name.strip()))
        claimed = any(char.isdigit() for char in name) or (
            match is not None and match.lastgroup == "by" and "的" in name
        )
        if len(name) >= _SHORTEST_SPEAKER and not claimed:
            return name
    return None

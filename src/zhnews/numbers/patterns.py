"""The lexical grammar of figures: what a numeral looks like, and what has digits but counts nothing.

A cheap class of characters finds the places where something may begin; only there is the scanner tried, whose first
alternatives take what only looks like a figure out of the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhnews import lexicon

HAN_DIGITS = "零〇一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"
HAN = HAN_DIGITS + "十百千万萬亿億拾佰仟廿卅"
FUZZ = "余餘多几幾"
D = "[0-9０-９]"
_SP = "[ \u3000]?"
ARABIC = (
    rf"(?:(?:{D}{{1,3}}(?:,{D}{{3}})+(?!{D})|[０-９]{{1,3}}(?:，[０-９]{{3}})+(?!{D})|{D}+)(?:[.．]{D}+)?"
    rf"|(?<![0-9０-９A-Za-z.])\.{D}+)"
)
_SCALED = rf"(?:{_SP}[{FUZZ}]?{_SP}[十百千]?[万萬亿億]{{1,2}}|{_SP}[{FUZZ}]?[百千佰仟])"
# 兆 is a scale only where it can't be a prefix, as it is in 兆瓦.
_HAN_ONE = rf"(?:[{HAN}]|兆(?=[{HAN_DIGITS}元日美]))"
_INNER = rf"{_HAN_ONE}|[{FUZZ}]|(?<=[十百千])来(?=[万萬亿億])"
HAN_NUMERAL = (
    rf"{_HAN_ONE}(?:{_SP}(?:{_INNER}))*(?:[点點][零〇一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]+[万萬亿億]*)?"
)
_NUMERAL = rf"""
    {ARABIC}(?:{_SCALED}(?:{_SP}[零〇]?{ARABIC}{_SCALED})*
      (?:[零〇]{D}{{1,4}}(?!{D})|(?<=[万萬亿億]){D}{{4}}(?!{D})|(?<=[万萬]){D}{{3}}(?![0-9０-９.．,，]))?)?(?:个[多余]?亿|[{FUZZ}])?
  | (?:[几幾数數上](?=[十百千万萬亿億兆拾佰仟]))?{HAN_NUMERAL}(?:个[多余]?亿|(?<=[十百千])来(?![自到源去由说看]))?
"""

# Tried first: stretches with digits that count nothing. Han digits stand in dates and ordinals too.
_ANY = rf"[0-9０-９{HAN}]"
_DAY = rf"(?:{D}{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})"
_CODES = "CNY|RMB|USD|HKD|EUR|GBP|JPY|AUD|CAD|SGD|CHF|KRW|TWD|MOP|RUB"
_NEVER = rf"""
    零(?=下) | 十分(?![之钟鐘]) | 十一(?=黄金周|黃金周|[小长長]?假|国庆|國慶|期间|期間|前[夕后後]|五|[”’])
  | (?:{_CODES})(?=[ ]?{D}) |
    第[ \u3000]?{_ANY}+(?:个?(?:季度|百分位)|[届次位名条款项章节批期页届回个种种类])?
  | (?:[12]{D}{{3}}|[一二][{HAN_DIGITS}]{{3}})[ \u3000]?年
    (?:[ \u3000]?度|代|[ \u3000]?{_ANY}{{1,3}}[ \u3000]?月(?:份|[ \u3000]?{_ANY}{{1,3}}[ \u3000]?[日号號])?)?
  | [12]{D}{{3}}[ \u3000]?(?:[—–~～－至-]{{1,2}}|年?至)[ \u3000]?[12]?{D}{{1,3}}[ \u3000]?年
  | [12]{D}{{3}}[-./][01]?{D}[-./][0-3]?{D}(?!{D})(?:[ ]{D}{{1,2}}:{D}{{2}}(?::{D}{{2}})?)?
  | {_ANY}{{1,2}}[ \u3000]?月?[ \u3000]?(?:[—–~～－至到-]{{1,2}})[ \u3000]?{_ANY}{{1,3}}[ \u3000]?月份?
  | {_ANY}{{1,3}}[ \u3000]?月(?:份|[底末初]|[上中下]旬
      |[ \u3000]?{_ANY}{{1,3}}[ \u3000]?[日号號](?:[ \u3000]?[—–~～－至到-]{{1,2}}[ \u3000]?{_ANY}{{1,3}}[日号號])?)?
  | {_DAY}[日号號](?![元均])(?:[ \u3000]?[—–~～－至到-]{{1,2}}[ \u3000]?{_DAY}[日号號])?
  | {_ANY}{{1,3}}个(?=[百千万亿]{{1,2}}[元吨人]?(?:级|台阶|大关)) | [一二三四五六七八九十两]个方面
  | (?<=前){_ANY}{{1,3}}[位强名](?=[的，。；、,;]|$)
  | [零〇一二三四五六七八九十]{{1,3}}次(?:全会|全体会议|党代会) | (?<=届)[一二三四五六七八九十]{{1,3}}次
  | {D}{{1,4}}(?:\.{D}{{1,4}}){{2,9}}(?!{D}) | {D}{{1,3}}对{D}{{1,3}}
  | {D}{{1,9}}(?:\.{D}{{1,9}})?[/／](?:{D}{{1,3}}万|[十百]万)(?![元人])
  | {D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?
  | {_ANY}{{1,3}}(?:时|時|点|點)(?:{_ANY}{{1,3}}分(?![钟鐘])|半|整|许|許|前|后)?
    (?:(?<=分){_ANY}{{1,3}}秒)?(?![0-9０-９{HAN_DIGITS}])
  | (?<!寿命)(?<!年龄)(?<!寿命[达为])(?<!年龄[达为])(?<!寿命达到)(?<!年龄达到)
    (?<!寿命[提增][高加]到)(?<!寿命超过){_ANY}{{1,3}}(?:周岁|岁|歲)
  | {_ANY}{{1,3}}(?:世纪|世紀|年代|周年|週年|年级|级|級|楼|號楼|号楼|号线|届|屆)
  | [“‘"'][ \u3000]?{D}{{1,20}}(?:[·.．\-]{D}{{1,20}}){{0,9}}[ \u3000]?[”’"']
  | [〔\[(（][12]{D}{{3}}[〕\]）)][ \u3000]?{D}*[ \u3000]?[号號]?
  | 0{D}{{2,3}}[-—]{D}{{7,8}} | 1[3-9]{D}{{9}}(?!{D})
  | [A-Za-z][A-Za-z0-9]{{0,20}}[-－]?{D}+[A-Za-z0-9]*
  | {D}{{1,20}}(?:[DGKkXx]|g(?=网络|手机|基站|信号|时代|技术))(?![A-Za-zＧ])
"""
_PARTS = rf"(?:(?P<whole>{D}+|[{HAN}]+)又)?(?P<base>{D}+|[{HAN}]+)分之(?P<parts>{ARABIC}|[负負]?{HAN_NUMERAL})"
FRACTION = re.compile(_PARTS)
SLASH = re.compile(rf"(?<![0-9０-９/／.])(?P<parts>{D}{{1,3}})[/／](?P<base>{D}{{1,3}})(?![0-9０-９/／.])")
HALF = re.compile("(?<=[占超过近约达到足])一半(?![径导])|一半(?=以上|左右|以下)")
# 半个百分点, 半小时; 上半年, 一个半小时 and 大半个月 say something else.
_NO_HALF = rf"(?<![上下前后過过大小多对各减参这那{HAN}0-9０-９几幾数數个個时時年月块元斤里吨])"
DOUBLING = re.compile(rf"翻了?(?P<bound>将?近|约|超过?|逾)?(?P<times>[{HAN_DIGITS}]|{D})[番翻]")
PURE_SCALE = re.compile("[百千万萬亿億]+")


@cache
def scanner() -> re.Pattern[str]:
    """Match what may be a figure at a place; the group that matched says which kind, `never` that it is none."""

    def unnamed(pattern: re.Pattern[str]) -> str:
        return re.sub(r"\?P<\w+>", "", pattern.pattern)

    fixed = lexicon.alternation(lexicon.words("numbers/fixed"))
    halves = lexicon.alternation(lexicon.words("numbers/halves"))
    return re.compile(
        rf"(?P<never>{fixed}|{_NEVER})|(?P<fraction>{unnamed(FRACTION)})|(?P<slash>{unnamed(SLASH)})"
        rf"|(?P<half>{HALF.pattern})|(?P<halfof>{_NO_HALF}半(?:{halves}))|(?P<doubling>{unnamed(DOUBLING)})|(?P<numeral>{_NUMERAL})",
        re.VERBOSE,
    )


@cache
def _starts() -> re.Pattern[str]:
    """Match the first character of what the scanner may match: one class, and then what must stand beside it."""
    plain = "".join(sorted({word[0] for word in lexicon.words("numbers/fixed")})) + f"0-9０-９{HAN}兆第半"
    return re.compile(
        rf"[{plain}几幾数數上.翻“‘\"'〔\[(（A-Za-z]"
        rf"(?:(?<=[{plain}])|(?<=[几幾数數上])(?=[{HAN}兆])|(?<=\.)(?={D})|(?<=翻)(?=[了将近约超逾{HAN_DIGITS}0-9０-９])"
        rf"|(?<=[“‘\"'])(?=[ \u3000]?{D})|(?<=[〔\[(（])(?=[12])|(?<=[A-Za-z])(?=[A-Za-z0-9]{{0,20}}[-－]?{D}))"
    )


def scan(value: str) -> Iterator[re.Match[str]]:
    """Yield what may be a figure, from left to right, without overlap."""
    search, match_at = _starts().search, scanner().match
    position = 0
    while start := search(value, position):
        position = start.start()
        match = match_at(value, position)
        if match is None:
            position += 1
            continue
        if match.lastgroup != "never":
            yield match
        position = match.end()

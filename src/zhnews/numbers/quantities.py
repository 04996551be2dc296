"""Finds figures: a numeral with its unit and the words beside it that bound it.

One scan finds numerals and, before them in the alternation, what only looks like one (dates, ordinals, codes, fixed
words). Each numeral is then read outwards: to the right for a range and the unit, to either side for a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import cast

from zhnews import lexicon
from zhnews.model import Kind, Quantity
from zhnews.numbers.fractions import BY_FORM
from zhnews.numbers.numerals import parse_number, scales
from zhnews.numbers.patterns import HAN, HAN_DIGITS, PURE_SCALE, D, scan, scanner
from zhnews.numbers.reading import MINUS, MORE, Reading, bounded, is_bound_before, value_of
from zhnews.numbers.units import Unit, loose_unit, unit_at
from zhnews.text import Span, Text

_LATIN_TAIL = re.compile(r"[A-Za-z]")
_RANGE = re.compile(r"[ \u3000]?(?:——|--|[—–~～〜－至到-])[ \u3000]?")
_INCLUSIVE = re.compile(r"[（(]不?含(?:本数|本數)?[）)]")
_TENTHS = re.compile(rf"[ \u3000]?(?P<digit>[一二三四五六七八九1-9])(?![{HAN}0-9０-９.])|半")
_HALF = re.compile("半(?![年天月日数數价價径徑岛島决決导導程小成])")
_COINS = re.compile(rf"(?:又|零)?(?P<dimes>{D}+|[{HAN_DIGITS}])(?:角|毛)(?:(?P<cents>{D}+|[{HAN_DIGITS}])分)?")
_CENTS = re.compile(rf"({D}|[{HAN_DIGITS}])分(?![之数布成类别钟鐘])")
_MINUTES = re.compile(rf"[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?(?:分钟|分(?![之数布成类别]))")
_SECONDSMORE = re.compile(rf"[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?秒")
_SECONDS = re.compile(rf"分钟?[ \u3000]?({D}{{1,2}}|[{HAN_DIGITS}十]{{1,3}})[ \u3000]?秒")
# 三块五, 36块9毛9, 1米8: the digits behind the unit are its tenths and hundredths.
_AFTER_UNIT = re.compile(
    rf"(?:[零又]?(?P<only>{D}|[一二三四五六七八九])分|(?P<dimes>{D}|[一二三四五六七八九])(?:[毛角])?"
    rf"(?P<cents>{D}|[一二三四五六七八九])?分?)(?![{HAN}0-9０-９.％%\u4e00-\u9fff])"
)
_DIME = Decimal("0.1")
_SPOKEN = frozenset({"块", "米"})
_MYRIADS = frozenset("万萬亿億")
# The last character of a numeral may begin its unit: 一百千瓦, 三十两.
_HEAD_OF_UNIT = frozenset("千百两兩万萬")
_ENDS_OFMINUS = frozenset("-－−负負下")
_LONGEST_BOUND = 3
_FORMAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟")


@cache
def _sign_ends() -> frozenset[str]:
    return frozenset(sign[-1] for sign in lexicon.words("numbers/currency_signs")) | {" "}


def find_quantities(text: str | Text) -> list[Quantity]:
    """Find every quantity in a text, in order, without regard to context; spans never overlap.

    Dates, clock times, ordinals, codes and fixed words are passed over. A bare number counts as a quantity
    without unit.

    >>> [(q.surface, q.value, q.unit, q.qualifier) for q in find_quantities("处置14万余条，超过280种，共3件")]
    [('14万余条', '140000', '条', 'over'), ('超过280种', '280', '种', 'over'), ('3件', '3', '件', 'exact')]
    """
    body = Text(text) if isinstance(text, str) else text
    return [quantity(body, reading) for reading in readings(body.value)]


@lru_cache(maxsize=4)
def readings(value: str) -> tuple[Reading, ...]:
    """Read the quantities of a text; kept, since words, ranks and claims of a release all ask for them."""
    return tuple(_read(value))


def _read(value: str) -> Iterator[Reading]:
    position = 0
    for match in scan(value):
        if match.start() < position:
            continue
        read = BY_FORM.get(match.lastgroup or "", _read_numeral)
        reading = read(value, match, position)
        if reading is not None:
            yield reading
            position = reading.span.end


def _read_numeral(value: str, match: re.Match[str], floor: int) -> Reading | None:
    numeral, unit = _split(value, match)
    start, end = match.start(), match.start() + len(numeral)
    number, vague = value_of(numeral)
    if number is None and PURE_SCALE.fullmatch(numeral) and is_bound_before(value, start, floor):
        number = parse_number(numeral)  # 近千人, 超百家
    if number is None:
        return None
    if unit is None and _LATIN_TAIL.match(value, end):
        return None
    if numeral in _FORMAL and (unit is None or unit.kind != "money"):
        return None  # 着陆场, 参加: alone the numerals of cheques are other words
    if unit is not None and value[unit.end - 1] == "折" and number > 10:
        unit = unit._replace(factor=Decimal(1))  # 七五折, 85折
    if loose := loose_unit(value, end):
        unit, vague = loose, "over"
    high = _range_end(value, unit.end if unit else end, unit)
    scaled = not (numeral.isascii() or scales().keys().isdisjoint(numeral))
    if high is not None:
        top, last, unit = high
        number *= _common_scale(numeral, number, last, top)
        scaled = scaled or not scales().keys().isdisjoint(last)
        low, top = number * unit.factor, top * unit.factor
        return bounded(value, Reading(Span(start, unit.end), None, low, top, scaled, unit, vague, numeral), floor)
    if value[start - 1 : start] in _ENDS_OFMINUS and (below := MINUS.search(value, max(start - 2, floor), start)):
        start, number = below.start(), -number
    if unit is None and (sign := _sign_before(value, start, floor)):
        start, unit = (
            start - len(sign),
            Unit("money", lexicon.mapping("numbers/currency_signs")[sign.rstrip()], Decimal(1), end),
        )
    if unit is not None and unit.base in ("元", "块") and (sign := _sign_before(value, start, floor)):
        start, unit = start - len(sign), _in_currency(sign, unit)  # 港币两千元
    if seconds := _SECONDS.match(value, end):  # 7分30秒
        number = 60 * number + (parse_number(seconds[1]) or 0)
        unit = Unit("duration", "秒", Decimal(1), seconds.end())
    end = unit.end if unit else end
    amount = number * unit.factor if unit else number
    if unit is not None:
        if unit.base == "小时" and (minutes := _MINUTES.match(value, end)):
            amount = 60 * amount + (parse_number(minutes[1]) or 0)
            unit, end = unit._replace(base="分钟", end=minutes.end()), minutes.end()
            if rest := _SECONDSMORE.match(value, end):  # 2小时30分15秒
                amount = 60 * amount + (parse_number(rest[1]) or 0)
                unit, end = unit._replace(base="秒", end=rest.end()), rest.end()
        more, unit, end = _rest(value, end, unit, number)
        amount += more
        open_ended = unit.kind in ("multiple", "duration") or (unit.base == "%" and unit.factor == 10)
        if open_ended and value[end : end + 1] in MORE and vague == "exact":
            end, vague = end + 1, "over"  # 两年多, 1倍多, 九成多
    if vague == "vague":
        reading = Reading(Span(start, end), None, amount, None, scaled, unit, vague, numeral)
    else:
        reading = Reading(Span(start, end), amount, None, None, scaled, unit, vague, numeral)
    return bounded(value, reading, floor)


def _sign_before(value: str, start: int, floor: int) -> str | None:
    """Give the sign or name before a number that makes it money: US$3.2亿, CNY 5万, 人民币5万."""
    if value[start - 1 : start] not in _sign_ends():
        return None
    end = start - (value[start - 1] == " ")
    signs = lexicon.words("numbers/currency_signs")
    firsts = (max(end - length, floor) for length in (4, 3, 2, 1))
    return next((value[first:start] for first in firsts if value[first:end] in signs), None)


def _in_currency(sign: str, unit: Unit) -> Unit:
    """Give the unit of money that a sign before the number names: 港币|两千元."""
    return unit._replace(kind="money", base=lexicon.mapping("numbers/currency_signs")[sign.rstrip()])


def _split(value: str, match: re.Match[str]) -> tuple[str, Unit | None]:
    """Part a numeral from its unit, to which its last character may belong: 一百|千瓦, 三十|两."""
    numeral = match.group().rstrip(" \u3000")
    if numeral[-1] in _HEAD_OF_UNIT and len(numeral) > 1 and numeral[-2] not in "两兩几幾数數上":
        unit = unit_at(value, match.start() + len(numeral) - 1)
        longer = unit is not None and unit.end - match.start() > len(numeral)
        if unit is not None and (longer or numeral[-1] in "两兩") and value_of(numeral[:-1])[0] is not None:
            return numeral[:-1], unit
    return numeral, unit_at(value, match.start() + len(numeral))


def _rest(value: str, end: int, unit: Unit, number: Decimal) -> tuple[Decimal, Unit, int]:
    """Read what follows a unit and belongs to it: 三成六, 两年半, 三个半小时, 五元三角二分."""
    if unit.base == "%" and unit.factor == 10 and (match := _TENTHS.match(value, end)):
        return (parse_number(match["digit"]) or Decimal(5)) if match["digit"] else Decimal(5), unit, match.end()
    whole = number == number.to_integral_value()
    longer = unit_at(value, end + 1) if unit.base == "个" and value[end : end + 1] == "半" else None
    if unit.base == "个" and value.startswith("半月", end):
        longer = Unit("duration", "月", Decimal(1), end + 2)  # 月 alone is no unit
    if longer is not None and longer.kind == "duration":
        return Decimal("0.5"), longer, longer.end
    if unit.kind in ("amount", "duration") and whole and unit.factor == 1 and (match := _HALF.match(value, end)):
        return Decimal("0.5"), unit, match.end()
    if unit.base == "元" and unit.factor == _DIME and (match := _CENTS.match(value, end)):
        return (parse_number(match[1]) or Decimal(0)) / 100, unit, match.end()
    if unit.base in _SPOKEN and whole and (match := _AFTER_UNIT.match(value, end)):
        spoken = Unit("money", "元", Decimal(1), match.end()) if unit.base == "块" else unit
        if match["only"]:  # 三块四分
            if unit.base == "块":
                return (parse_number(match["only"]) or Decimal(0)) / 100, spoken, match.end()
            return Decimal(0), unit, end
        places = parse_number(match["dimes"] + (match["cents"] or ""))
        return Decimal(f"0.{places:0{len(match['dimes'] + (match['cents'] or ''))}}"), spoken, match.end()
    if (unit.kind == "money" or unit.base == "块") and whole and (match := _COINS.match(value, end)):
        dimes, cents = parse_number(match["dimes"]), parse_number(match["cents"]) if match["cents"] else Decimal(0)
        if dimes is not None and cents is not None:
            yuan = Unit("money", "元", Decimal(1), match.end()) if unit.base == "块" else unit
            return dimes / 10 + cents / 100, yuan, match.end()
    return Decimal(0), unit, end


def _range_end(value: str, position: int, first: Unit | None) -> tuple[Decimal, str, Unit] | None:
    """Read the second half of a range; after a first half with a unit the second must have the same."""
    if value[position : position + 1] in ("（", "(") and (note := _INCLUSIVE.match(value, position)):
        position = note.end()  # 1万元（含）—5万元
    dash = _RANGE.match(value, position)
    if dash is None:
        return None
    match = scanner().match(value, dash.end())
    if match is None or match.lastgroup != "numeral":
        return None
    numeral, unit = _split(value, match)
    top, _ = value_of(numeral)
    if top is None or unit is None or (first is not None and first.base != unit.base):
        return None
    return top, numeral, unit


def _common_scale(numeral: str, number: Decimal, last: str, top: Decimal) -> Decimal:
    """Give the scale that the first figure of a range takes from the last: 50—100万元, 七千到九千亿元, 两到三百人."""
    tail = last[len(last.rstrip("万萬亿億")) :]
    if not tail and len(last) == 2 and last[1] in "百千佰仟" and len(numeral) == 1:
        tail = last[1]
    if not tail or not _MYRIADS.isdisjoint(numeral):
        return Decimal(1)
    scale = Decimal(scales()[tail[0]])
    # 500到1万元 begins at five hundred.
    return scale if number * scale < top else Decimal(1)


def quantity(body: Text, reading: Reading) -> Quantity:
    """Give the record of a reading."""
    unit = reading.unit
    return Quantity(
        body,
        reading.span,
        _plain(reading.value),
        _plain(reading.low),
        _plain(reading.high),
        (unit.base or None) if unit else None,
        cast(Kind, unit.kind if unit else "count"),
        reading.qualifier,
    )


def _plain(number: Decimal | None) -> str | None:
    """Write a decimal without exponent, with the digits it was written with."""
    return None if number is None else format(number, "f")

"""Turns numerals, Arabic, Chinese or mixed, into exact decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

from zhnews import lexicon

_MYRIAD, _HUNDRED = 10_000, 100
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# What most figures are: 1,200 and 5.2; and 3.5万 or 1.2亿. Both fit a decimal without rounding.
_PLAIN = re.compile(r"[0-9][0-9,]{0,20}(?:\.[0-9]{1,6})?")
_SCALED = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,8})?)[余多]?([百千万亿])")


@cache
def digits() -> dict[str, int]:
    """Give the value of each Chinese digit."""
    return {char: int(value) for char, role, value in lexicon.load("numbers/numerals") if role == "digit"}


@cache
def scales() -> dict[str, int]:
    """Give the value of each Chinese scale word (十, 百, 千, 万, 亿)."""
    return {char: int(value) for char, role, value in lexicon.load("numbers/numerals") if role == "scale"}


@cache
def fuzz() -> frozenset[str]:
    """Give the characters that stand inside a numeral and make it a bound (余, 多, 几)."""
    return frozenset(char for char, role, _ in lexicon.load("numbers/numerals") if role == "fuzz")


def parse_number(numeral: str) -> Decimal | None:
    """Give the value of a numeral without unit; None where it isn't one. 余, 多 and spaces inside are passed over.

    >>> [str(parse_number(n)) for n in ("1,234.5", "3千余", "1亿2000万", "二百三十余万", "二〇二三", "十几")]
    ['1234.5', '3000', '120000000', '2300000', '2023', '10']
    """
    if numeral.isascii() and numeral.isdigit():
        return Decimal(numeral)
    if numeral.isascii() and _PLAIN.fullmatch(numeral):
        return Decimal(numeral.replace(",", ""))
    if match := _SCALED.fullmatch(numeral):
        scaled = Decimal(match[1]) * scales()[match[2]]
        return Decimal(int(scaled)) if scaled == int(scaled) else scaled
    text = unicodedata.normalize("NFKC", "".join(numeral.split())).replace(",", "").replace("个", "")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text:
        return None
    whole, point, fraction = text.replace("，", "").replace("點", "点").partition("点")
    whole = f"0{whole}" if whole.startswith(".") else whole
    value = _sections(whole)
    if value is None or not point:
        return value
    places = fraction.rstrip("万萬亿億")
    figures = [digits().get(char) for char in places]
    if not figures or None in figures:
        return None
    value += Decimal("0." + "".join(map(str, figures)))
    for scale in fraction[len(places) :]:  # 九点六万
        value *= scales()[scale]
    return Decimal(int(value)) if value == int(value) and len(fraction) > len(places) else value


def _sections(text: str) -> Decimal | None:
    """Add up sections: digits times scale, where 万 and 亿 multiply all that was counted since the last greater one."""
    if all(char in digits() for char in text) and len(text) > 1 and not text.isascii():
        return Decimal("".join(str(digits()[char]) for char in text))
    total, section, number = Decimal(0), Decimal(0), None
    position, last_scale, last_myriad, seen = 0, 1, 0, False
    while position < len(text):
        char = text[position]
        if match := _ARABIC.match(text, position):
            number, position, seen = Decimal(match.group()), match.end(), True
            continue
        if char in digits():
            if number:
                return None
            # 零 only fills a place: 一万零十二 is 10012.
            number, seen = Decimal(digits()[char]) or None, True
        elif char in scales():
            scale, seen = scales()[char], True
            if scale < _MYRIAD:
                section += (Decimal(1) if number is None else number) * scale
            else:
                section += number or Decimal(0)
                if not section:
                    total = (total or Decimal(1)) * scale
                elif scale > last_myriad:
                    total = (total + section) * scale
                else:
                    total += section * scale
                section, last_myriad = Decimal(0), scale
            number, last_scale = None, scale
        elif char not in fuzz():
            return None
        position += 1
    if number is not None and last_scale >= _HUNDRED and text[-1] in digits() and text[-2] in scales():
        number *= last_scale // 10  # 两千四百五 is 2450
    if not seen:
        return None
    value = total + section + (number or 0)
    # 15.4万 is 154000, not 154000.0; but 5.0 stays as it was written.
    return Decimal(int(value)) if last_scale > 1 and value == int(value) else value

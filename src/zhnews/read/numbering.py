"""Counts the paragraphs that a DOCX numbers by itself: their 一、 or （二） stands in no text of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_PLACE = re.compile(r"%([1-9])")
_HAN_DIGITS, _HAN_UNITS = "零一二三四五六七八九", ("", "十", "百", "千")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HAN_FORMS = ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "chineseCountingThousand", "ideographDigital")
_SILENT = frozenset({"bullet", "none"})
_MOST, _MOST_CIRCLED, _LONGEST_LABEL = 9999, 20, 30
_DEEPEST = 9


class Level(NamedTuple):
    """How the paragraphs of a level are numbered: the form of its numerals, its text with %1 for them, its start."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


class Place(NamedTuple):
    """Where a paragraph stands: the number of its list, "" or "0" for none, and the level in it."""

    number: str = ""
    level: int = 0

    def told(self, name: str, value: str) -> Place:
        """Give the place with what one of the two elements that tell of it says."""
        return self._replace(number=value) if name == "numId" else self._replace(level=_whole(value))


class Numbering:
    """The lists of a document, and how far each has been counted.

    >>> levels = {0: Level("chineseCounting", "%1、"), 1: Level("chineseCounting", "（%2）")}
    >>> numbering = Numbering({"1": "a"}, {"a": levels}, {})
    >>> [numbering.label(Place("1", level)) for level in (0, 1, 1, 0, 1)]
    ['一、', '（一）', '（二）', '二、', '（一）']
    """

    def __init__(
        self, lists: Mapping[str, str], levels: Mapping[str, Mapping[int, Level]], styles: Mapping[str, Place]
    ) -> None:
        self._lists, self._levels, self.styles = lists, levels, styles
        self._counts: dict[str, list[int]] = {}

    def label(self, place: Place) -> str:
        """Count one more paragraph, and give what stands before it; "" where that is a bullet or nothing."""
        key = self._lists.get(place.number, "")
        levels = self._levels.get(key, {})
        own = levels.get(place.level)
        if own is None:
            return ""
        counts = self._counts.setdefault(key, [])
        while len(counts) <= place.level:
            counts.append(levels.get(len(counts), Level()).start - 1)
        counts[place.level] += 1
        del counts[place.level + 1 :]
        if own.form in _SILENT:
            return ""

        def write(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            return numeral(levels.get(level, Level()).form, counts[level]) if level < len(counts) else ""

        label = _PLACE.sub(write, own.text[:_LONGEST_LABEL])
        return f"{label} " if label[-1:].isalnum() else label


def numeral(form: str, number: int) -> str:
    """Write a number in a form of Word's; plain digits where the form is none of those we know.

    >>> [numeral("chineseCounting", number) for number in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百零五']
    >>> numeral("lowerRoman", 14), numeral("upperLetter", 3), numeral("decimalEnclosedCircleChinese", 2)
    ('xiv', 'C', '②')
    """
    if not 0 < number <= _MOST:
        return str(number)
    if form.startswith(_HAN_FORMS):
        return _in_han(number)
    if form.startswith("decimalEnclosedCircle") and number <= _MOST_CIRCLED:
        return chr(0x2460 + number - 1)
    letter = chr(ord("a") + (number - 1) % 26)
    written = {"lowerLetter": letter, "lowerRoman": _in_roman(number)}
    if form.startswith("upper"):
        return written.get(f"lower{form[5:]}", str(number)).upper()
    return written.get(form, str(number))


def _in_han(number: int) -> str:
    digits = str(number)
    parts = [
        _HAN_DIGITS[int(digit)] + (_HAN_UNITS[len(digits) - 1 - at] if digit != "0" else "")
        for at, digit in enumerate(digits)
    ]
    written = re.sub("零+", "零", "".join(parts)).rstrip("零")
    return written.removeprefix("一") if written.startswith("一十") else written


def _in_roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _whole(value: str) -> int:
    """Give a count that a file states; 0 for what is none."""
    return min(int(value), _MOST) if value.isascii() and value.isdigit() and len(value) < _DEEPEST else 0


class NumberingPart:
    """Takes the events of the parts that tell of lists and styles, and gives the numbering of the document."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, Place] = {}
        self._key, self._level, self._number, self._style = "", 0, "", ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element, its attributes named without their namespace."""
        value = attributes.get("val", "")
        if name == "abstractNum":
            self._key = attributes.get("abstractNumId", "")
        elif name == "num":
            self._number = attributes.get("numId", "")
        elif name == "abstractNumId":
            self._lists[self._number] = value
        elif name in ("lvl", "lvlOverride"):
            self._level = _whole(attributes.get("ilvl", ""))
        elif name == "startOverride":
            self._restart(value)
        elif name == "style":
            self._style = attributes.get("styleId", "")
        elif self._style and name in ("numId", "ilvl"):
            self._styles[self._style] = self._styles.get(self._style, Place()).told(name, value)
        elif name in ("start", "numFmt", "lvlText") and self._level < _DEEPEST:
            levels = self._levels.setdefault(self._key, {})
            level = levels.get(self._level, Level())
            told = {"start": level._replace(start=_whole(value)), "numFmt": level._replace(form=value)}
            levels[self._level] = told.get(name, level._replace(text=value))

    def _restart(self, value: str) -> None:
        """Give a list that begins anew a count of its own."""
        levels = self._levels.get(self._lists.get(self._number, ""), {})
        key = f"{self._number} anew"
        own = self._levels.setdefault(key, dict(levels))
        self._lists[self._number] = key
        own[self._level] = own.get(self._level, Level())._replace(start=_whole(value))

    def numbering(self) -> Numbering:
        """Give what was told."""
        return Numbering(self._lists, self._levels, self._styles)

"""Reads the full dates by which a text says when it was published."""

from __future__ import annotations

import re
from datetime import date, time
from typing import NamedTuple

from zhnews.numbers.numerals import parse_number
from zhnews.text import Span

_DATE = re.compile(
    r"""
    (?=[\d一二中民])(?<!\d)(?:
      (?P<y>(?:19|20)\d{2})\s?(?:年|[-./])\s?(?P<m>\d{1,2})\s?(?:月|[-./])\s?(?P<d>\d{1,2})(?!\d)\s?日?
      (?:\s?[T（(]?\s?(?P<hour>[01]?\d|2[0-3])[:：时時点點](?P<minute>[0-5]\d)分?(?:[:：]?[0-5]\d)?)?
    | (?P<hy>[一二][〇零○ＯO0一二三四五六七八九]{3})年
      (?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日
    | (?:(?:中[華华])?民[國国]\s?(?P<ry>\d{1,3})|(?P<my>1[0-3]\d))\s?(?:年|[-./])
      \s?(?P<rm>\d{1,2})\s?(?:月|[-./])\s?(?P<rd>\d{1,2})(?!\d)\s?日?
    | (?<=[:：\s])(?P<sy>20\d{2})(?P<sm>[01]\d)(?P<sd>[0-3]\d)(?![\d.])
    | (?P<jy>20\d{2})\s?(?P<jm>[01]\d)/(?P<jd>[0-3]\d)\s?(?P<jh>[01]\d|2[0-3]):(?P<jmin>[0-5]\d):[0-5]\d
    )""",
    re.VERBOSE,
)
_ROC = 1911
# As the systems of sites file their pages: /2024-05/12/, /2024/5/12/, /20240512/, t20240512_1234.
_IN_ADDRESS = re.compile(
    r"(?<=[/t])(?P<y>20\d\d)(?:(?P<m>\d\d)(?P<d>\d\d)|[-/](?P<dm>\d{1,2})[-/](?P<dd>\d{1,2})|/(?P<sm>\d\d)(?P<sd>\d\d))(?=[/_])"
)


class Dated(NamedTuple):
    """A date that a text states, the time of day where it has one, and the span of both."""

    day: date
    time: time | None
    span: Span


def parse_date(text: str) -> Dated | None:
    """Give the first full date in a text; None where there is none or it can't exist.

    Years of the Republic of China count from 1912: with 民國 before them, or with three digits. Pieces of a date that a
    page shows side by side, each in an element of its own, may come without spaces: 202411/1816:32:15.

    >>> parse_date("发布时间：2022年02月13日 04:22")[:2]
    (datetime.date(2022, 2, 13), datetime.time(4, 22))
    >>> [parse_date(text).day.isoformat() for text in ("二〇二三年七月二十日", "發布日期：114年01月13日")]
    ['2023-07-20', '2025-01-13']
    """
    for match in _DATE.finditer(text):
        parts = [match["y"] or match["hy"] or match["ry"] or match["my"] or match["jy"] or match["sy"]]
        parts += [match["m"] or match["hm"] or match["rm"] or match["jm"] or match["sm"]]
        parts += [match["d"] or match["hd"] or match["rd"] or match["jd"] or match["sd"]]
        year, month, day = (
            int(parse_number(part.replace("○", "〇").replace("Ｏ", "〇").replace("O", "〇")) or 0) for part in parts
        )
        year += _ROC if match["ry"] or match["my"] else 0
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        hour, minute = match["hour"] or match["jh"], match["minute"] or match["jmin"]
        clock = time(int(hour), int(minute)) if hour else None
        return Dated(found, clock, Span(*match.span()))
    return None


def day_of_address(address: str) -> date | None:
    """Give the day under which a site filed a page, as its address tells it; None where it tells none.

    >>> str(day_of_address("https://www.example.com/2024-05/12/content_123.htm"))
    '2024-05-12'
    >>> day_of_address("https://www.example.com/20101123.html")
    """
    for match in _IN_ADDRESS.finditer(address):
        month, day = match["m"] or match["dm"] or match["sm"], match["d"] or match["dd"] or match["sd"]
        try:
            return date(int(match["y"]), int(month), int(day))
        except ValueError:
            continue
    return None

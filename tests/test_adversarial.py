"""Strings made to make patterns backtrack: each is read to its end in the time of its length."""

from __future__ import annotations

from datetime import date

import pytest

import zhnews

SIZE = 100_000
PIECES = [
    "1",
    "一",
    "1,",
    "万",
    "亿 ",
    "百分之",
    "1年",
    "1—",
    "分之",
    "以来",
    "1.",
    "２，",
    "十几万余",
    "据",
    "记者从",
    "同比增长",
    "（",
    "“",
    "由1%降至",
    "占比为1%、2%和",
    "a",
    "（）",
    "第一",
    "、各每",
]


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_piece(piece: str) -> None:
    """Numbers, periods and claims are found in a hundred thousand characters of one piece, over and over."""
    text = (piece * SIZE)[:SIZE]
    claims = zhnews.extract_claims(text, published=date(2024, 1, 1))
    quantities, periods = zhnews.find_quantities(text), zhnews.find_periods(text, date(2024, 1, 1))
    for found in (claims, quantities, periods):
        spans = [record.span for record in found]
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= SIZE for span in spans)

"""Writes claims down for others: CSV, XLSX with links to the sentences, Parquet; each record flat, a row a claim.

XLSX and Parquet need the extras `xlsx` and `parquet`, which are imported where they are used.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhnews.errors import InputError
from zhnews.model import Release

COLUMNS = (
    "file",
    "id",
    "start",
    "end",
    "surface",
    "value",
    "low",
    "high",
    "unit",
    "kind",
    "qualifier",
    "subject",
    "predicate",
    "condition",
    "period",
    "period_start",
    "period_end",
    "scope",
    "speaker",
    "direction",
    "basis",
    "change_of",
    "sentence",
    "damaged",
)
_NUMBERS = frozenset({"start", "end", "sentence"})
_WIDTHS = {"file": 18, "surface": 14, "value": 16, "subject": 24, "predicate": 16, "period": 16, "speaker": 20}
_BOM = "\ufeff"
# A cell of Excel holds no more.
_LONGEST_CELL = 32_767
# A sheet of Excel holds no more links: figures behind these are written without.
_MOST_LINKS = 65_530


def records(releases: Iterable[tuple[str, Release]]) -> list[dict[str, Any]]:
    """Give the claims of releases as JSON-ready records, each with the file it came from.

    >>> from zhnews.text import Text
    >>> records([("a.txt", Release(Text("全市平稳。")))])
    []
    """
    return [{"file": file, **claim.to_dict()} for file, release in releases for claim in release.claims]


def rows(releases: Iterable[tuple[str, Release]]) -> Iterator[dict[str, Any]]:
    """Yield the claims of releases as flat rows of `COLUMNS`: spans and periods have a column for each end."""
    for record in records(releases):
        period = record.pop("period") or {}
        start, end = record.pop("span")
        ends = {"period": period.get("text"), "period_start": period.get("start"), "period_end": period.get("end")}
        yield {name: (record | ends | {"start": start, "end": end})[name] for name in COLUMNS}


def to_csv(releases: Iterable[tuple[str, Release]], *, bom: bool = False) -> str:
    """Write claims as CSV with a head; `bom` puts the mark before it that Excel needs to read UTF-8.

    >>> to_csv([]).startswith("file,id,start,end,surface,value")
    True
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(releases))
    return (_BOM if bom else "") + buffer.getvalue()


def to_parquet(releases: Iterable[tuple[str, Release]]) -> bytes:
    """Write claims as Parquet; spans and sentence numbers are integers, all else is text, as values are decimals.

    Raises:
        InputError: the extra `parquet` is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError("Parquet needs pyarrow: pip install 'zhnews[parquet]'") from error
    types = {name: pyarrow.int64() if name in _NUMBERS else pyarrow.string() for name in COLUMNS}
    types["damaged"] = pyarrow.bool_()
    table = pyarrow.Table.from_pylist(list(rows(releases)), schema=pyarrow.schema(list(types.items())))
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def to_xlsx(releases: Sequence[tuple[str, Release]]) -> bytes:
    """Write claims as an Excel workbook: each figure links to its sentence on the second sheet, and back.

    Raises:
        InputError: the extra `xlsx` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError("XLSX needs xlsxwriter: pip install 'zhnews[xlsx]'") from error
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    head, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    claims, sentences = book.add_worksheet("claims"), book.add_worksheet("sentences")
    places = _sentence_rows(releases)
    claims.write_row(0, 0, COLUMNS, head)
    sentences.write_row(0, 0, ("file", "sentence", "start", "end", "text", "figures"), head)
    figures: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for number, row in enumerate(rows(releases), 1):
        key = row["file"], row["sentence"]
        figures.setdefault(key, []).append((number, row["surface"]))
        for column, name in enumerate(COLUMNS):
            if name == "surface" and number <= _MOST_LINKS:
                link = f"internal:'sentences'!E{places[key][0] + 1}"
                claims.write_url(number, column, link, string=row[name])
            elif name in _NUMBERS:
                claims.write_number(number, column, row[name])
            elif row[name] is not None:
                claims.write_string(number, column, str(row[name])[:_LONGEST_CELL])
    for (file, index), (place, start, end, text) in places.items():
        own = figures.get((file, index), [])
        sentences.write_string(place, 0, file)
        sentences.write_row(place, 1, (index, start, end))
        sentences.write_string(place, 4, text[:_LONGEST_CELL], wrapped)
        if own:
            link, shown = f"internal:'claims'!E{own[0][0] + 1}", "、".join(surface for _, surface in own)[:255]
            if place <= _MOST_LINKS:
                sentences.write_url(place, 5, link, string=shown)
            else:
                sentences.write_string(place, 5, shown)
    for column, name in enumerate(COLUMNS):
        claims.set_column(column, column, _WIDTHS.get(name, 11))
    sentences.set_column(4, 4, 90)
    for sheet in (claims, sentences):
        sheet.freeze_panes(1, 0)
    claims.autofilter(0, 0, max(sum(len(release.claims) for _, release in releases), 1), len(COLUMNS) - 1)
    book.close()
    return buffer.getvalue()


def _sentence_rows(releases: Sequence[tuple[str, Release]]) -> dict[tuple[str, int], tuple[int, int, int, str]]:
    """Give each sentence that holds a claim its row, with its span in the source and its text."""
    places: dict[tuple[str, int], tuple[int, int, int, str]] = {}
    for file, release in releases:
        for claim in release.claims:
            if (file, claim.sentence) not in places:
                sentence = release.sentences[claim.sentence]
                start, end = release.text.origin(sentence.core)
                places[file, claim.sentence] = (len(places) + 1, start, end, sentence.text)
    return places

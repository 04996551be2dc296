"""The command `claims`: the numeric claims of releases, as a table or as records."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import zhnews
from zhnews.cli.terminal import (
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    AsJson,
    Output,
    Published,
    complain,
    dump,
    emit,
    parsed_date,
    read,
)
from zhnews.errors import InputError

if TYPE_CHECKING:
    from zhnews.model import Claim


class ClaimsFormat(StrEnum):
    """How `claims` prints."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def claims(
    files: Annotated[list[str], typer.Argument(help="Releases: files, or - for stdin.", metavar="FILE...")],
    form: Annotated[ClaimsFormat, typer.Option("--format", "-f", help="How to print them.")] = ClaimsFormat.table,
    as_json: AsJson = False,
    output: Output = None,
    published: Published = None,
) -> None:
    """Print the numeric claims of releases: who says how much of what, when, against what.

    Example: zhnews claims release.txt --format csv --published 2023-07-20
    """
    parsed_date(published)
    found: list[tuple[str, Claim]] = []
    failed = 0
    for file in files:
        try:
            release = read(file, published)
            found += [(release.source or file, claim) for claim in zhnews.extract_claims(release)]
        except InputError as error:
            complain(error)
            failed += 1
    if failed < len(files):
        _print_claims(found, ClaimsFormat.json if as_json else form, output)
    if failed:
        raise typer.Exit(EXIT_USAGE if failed == len(files) else EXIT_SOME_FAILED)


def _print_claims(found: list[tuple[str, Claim]], form: ClaimsFormat, output: Path | None) -> None:
    records = [{"file": file, **claim.to_dict()} for file, claim in found]
    if form is ClaimsFormat.json:
        emit(dump(records), output)
    elif form is ClaimsFormat.jsonl:
        emit("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records) or "\n", output)
    elif form is ClaimsFormat.csv:
        emit(_csv(records), output)
    else:
        emit(_table([claim for _, claim in found]), output)


def _csv(records: Iterable[dict[str, Any]]) -> str:
    import csv
    import io

    columns = [
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
    ]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for record in records:
        period = record["period"] or {}
        start, end = record["span"]
        flat = {"start": start, "end": end, "period_start": period.get("start"), "period_end": period.get("end")}
        writer.writerow(record | flat | {"period": period.get("text")})
    return buffer.getvalue()


def _table(found: list[Claim]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("span", "figure", "subject", "predicate", "period", "change", "speaker"):
        table.add_column(name, overflow="fold")
    for claim in found:
        change = " ".join(part for part in (claim.basis, claim.direction) if part)
        period = claim.period.surface if claim.period else ""
        cells = (claim.surface, claim.subject or "", claim.predicate or "", period, change, claim.speaker or "")
        table.add_row(f"{claim.span.start}-{claim.span.end}", *cells)
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as captured:
        console.print(table)
    return captured.get()

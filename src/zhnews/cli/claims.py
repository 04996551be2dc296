"""The command `claims`: the numeric claims of releases, as a table or as records."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import zhnews
from zhnews.cli.terminal import (
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    AsJson,
    Output,
    Published,
    complain,
    emit,
    emit_bytes,
    emit_json,
    parsed_date,
    read,
)
from zhnews.errors import InputError

if TYPE_CHECKING:
    from zhnews.model import Claim, Release


class ClaimsFormat(StrEnum):
    """How `claims` prints."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


def claims(
    files: Annotated[list[str], typer.Argument(help="Releases: files, or - for stdin.", metavar="FILE...")],
    form: Annotated[ClaimsFormat, typer.Option("--format", "-f", help="How to print them.")] = ClaimsFormat.table,
    as_json: AsJson = False,
    output: Output = None,
    published: Published = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with the mark by which Excel knows UTF-8.")] = False,
) -> None:
    """Print the numeric claims of releases: who says how much of what, when, against what.

    Example: zhnews claims release.txt --format csv --published 2023-07-20
    """
    parsed_date(published)
    if bom and form is not ClaimsFormat.csv:
        raise typer.BadParameter("it is for --format csv", param_hint="--bom")
    found: list[tuple[str, Release]] = []
    failed = 0
    for file in files:
        try:
            release = read(file, published)
            found.append((release.source or file, zhnews.with_claims(release)))
        except InputError as error:
            complain(error)
            failed += 1
    if failed < len(files):
        _print_claims(found, ClaimsFormat.json if as_json else form, output, bom=bom)
    if failed:
        raise typer.Exit(EXIT_USAGE if failed == len(files) else EXIT_SOME_FAILED)


def _print_claims(found: list[tuple[str, Release]], form: ClaimsFormat, output: Path | None, *, bom: bool) -> None:
    from zhnews.claims import records, to_csv, to_parquet, to_xlsx

    match form:
        case ClaimsFormat.json:
            emit_json(records(found), output)
        case ClaimsFormat.jsonl:
            emit("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(found)) or "\n", output)
        case ClaimsFormat.csv:
            emit(to_csv(found, bom=bom), output)
        case ClaimsFormat.xlsx:
            emit_bytes(to_xlsx(found), output)
        case ClaimsFormat.parquet:
            emit_bytes(to_parquet(found), output)
        case ClaimsFormat.table:
            emit(_table([claim for _, release in found for claim in release.claims]), output)


def _table(found: list[Claim]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("span", "figure", "subject", "predicate", "period", "change", "speaker"):
        table.add_column(name, overflow="fold")
    for claim in found:
        change = " ".join(part for part in (claim.basis, claim.direction) if part)
        period = claim.period.surface if claim.period else ""
        figure = f"{claim.surface} (damaged)" if claim.damaged else claim.surface
        cells = (figure, claim.subject or "", claim.predicate or "", period, change, claim.speaker or "")
        table.add_row(f"{claim.span.start}-{claim.span.end}", *cells)
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as captured:
        console.print(table)
    return captured.get()

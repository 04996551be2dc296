"""The command `digest`: one bulletin from many releases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import zhnews
from zhnews.cli.summarize import SummaryFormat
from zhnews.cli.terminal import (
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    AsJson,
    Output,
    Template,
    complain,
    emit_bytes,
    emit_rendered,
    parsed_date,
    read,
)
from zhnews.errors import InputError

if TYPE_CHECKING:
    from zhnews.digests import Digest
    from zhnews.model import Release


def digest(
    files: Annotated[list[str], typer.Argument(help="Releases: files, or - for stdin.", metavar="FILE...")],
    form: Annotated[SummaryFormat, typer.Option("--format", "-f", help="How to print it.")] = SummaryFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    template: Template = None,
    since: Annotated[
        str | None, typer.Option(help="Leave out what was published before (YYYY-MM-DD).", show_default=False)
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="Keep issuers whose name holds this.", show_default=False)] = None,
    topic: Annotated[str | None, typer.Option(help="Keep topics whose name holds this.", show_default=False)] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Write the figures beside it: a .csv or .xlsx file.", show_default=False)
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what was left out.")] = False,
) -> None:
    """Print one bulletin of many releases: reprints merged, items by topic and issuer, then the figures.

    Example: zhnews digest monday/*.txt --since 2024-09-01 --format docx --output day.docx
    """
    day = parsed_date(since, "--since")
    if figures is not None and figures.suffix not in (".csv", ".xlsx"):
        raise typer.BadParameter(f"{figures}: name a .csv or .xlsx file", param_hint="--figures")
    found, failed = _read_all(files)
    if found:
        made = zhnews.digest(found, since=day, issuer=issuer, topic=topic)
        if not made.items:
            complain("no release is as --since, --issuer and --topic ask: the bulletin has no items")
        for line in _left_out(made) if verbose else ():
            complain(line)
        _print(made, SummaryFormat.json if as_json else form, template, output)
        if figures is not None:
            _write_figures(made, figures)
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED if found else EXIT_USAGE)


def _read_all(files: list[str]) -> tuple[list[Release], int]:
    found: list[Release] = []
    failed = 0
    for file in files:
        try:
            found.append(read(file))
        except InputError as error:
            complain(error)
            failed += 1
    return found, failed


def _left_out(made: Digest) -> list[str]:
    lines = [f"left out: {drop.text} ({drop.reason})" for drop in made.dropped]
    return lines + [f"passed over: {source}" for source in made.passed_over]


def _print(made: Digest, form: SummaryFormat, template: Path | None, output: Path | None) -> None:
    from zhnews.bulletin import Page, render_page

    page = Page(made.text, made.title, "digest", made.blocks, made.citations, made.to_dict())
    emit_rendered(render_page(page, form.value, template), output)


def _write_figures(made: Digest, path: Path) -> None:
    from zhnews.claims import to_csv, to_xlsx

    releases = [(item.origins[0].source or item.release.id, item.release) for item in made.items]
    emit_bytes(to_xlsx(releases) if path.suffix == ".xlsx" else to_csv(releases, bom=True).encode(), path)

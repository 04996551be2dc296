"""The command `audit`: does a release's own arithmetic add up, and its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

import zhnews
from zhnews.cli.terminal import EXIT_FINDINGS, AsJson, File, Output, Published, TextFormat, emit, emit_json, read

if TYPE_CHECKING:
    from zhnews.model import Finding

_MARKS = {"consistent": "✓", "conflict": "✗", "unresolved": "?"}


def audit(
    file: File,
    form: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print it.")] = TextFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    published: Published = None,
) -> None:
    """Check a release's own arithmetic and calendar: ratios, sums, growth rates, dates; exit 1 on a conflict.

    Example: zhnews audit release.txt --published 2023-07-20
    """
    found = zhnews.audit(read(file, published))
    if as_json or form is TextFormat.json:
        emit_json([finding.to_dict() for finding in found], output)
    elif found:
        emit(listed(found), output)
    else:
        typer.echo("zhnews: nothing in it can be checked against itself", err=True)
    if any(finding.result == "conflict" for finding in found):
        raise typer.Exit(EXIT_FINDINGS)


def listed(found: Sequence[Finding]) -> str:
    """Write findings for reading: mark, kind, formula, message, and the places in the source."""
    lines = []
    for finding in found:
        formula = f"  {finding.formula}" if finding.formula else ""
        place = f"{finding.place.start}-{finding.place.end}  " if finding.place else ""
        lines.append(f"{_MARKS[finding.result]} {place}{finding.result}  {finding.kind}{formula}")
        lines.append(f"    {finding.message}")
        lines += [
            f"    {span.start}-{span.end}  {quote}" for span, quote in zip(finding.spans, finding.quotes, strict=True)
        ]
    counts = [f"{sum(f.result == result for f in found)} {result}" for result in _MARKS]
    typer.echo(f"zhnews: {', '.join(counts)}", err=True)
    return "\n".join(lines)

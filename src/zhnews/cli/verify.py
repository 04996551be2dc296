"""The command `verify`: does a summary, whoever wrote it, say what the release says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import zhnews
from zhnews.cli.audit import listed
from zhnews.cli.terminal import EXIT_FINDINGS, AsJson, Output, Published, TextFormat, emit, emit_json, read
from zhnews.errors import InputError


def verify(
    summary: Annotated[
        str, typer.Argument(help="The summary: a file, or - for stdin.", metavar="SUMMARY", show_default=False)
    ],
    against: Annotated[str, typer.Option("--against", help="The release it sums up.", show_default=False)],
    form: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print it.")] = TextFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    published: Published = None,
) -> None:
    """Hold a summary against its release, figure by figure; exit 1 on one that is altered or unsupported.

    Example: zhnews verify summary.txt --against release.txt
    """
    if summary == against == "-":
        raise InputError("both the summary and the release are -: give one of them as a file")
    release = read(against, published)
    # Read by itself first, so that - works and an unreadable file is named.
    text = zhnews.read_release(summary if summary == "-" else Path(summary))
    found = zhnews.verify(text, release)
    if as_json or form is TextFormat.json:
        emit_json([finding.to_dict() for finding in found], output)
    elif found:
        emit(listed(found), output)
    else:
        typer.echo("zhnews: the summary has no figures, periods or quotations to check", err=True)
    if any(finding.result == "conflict" for finding in found):
        raise typer.Exit(EXIT_FINDINGS)

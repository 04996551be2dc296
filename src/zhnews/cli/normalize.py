"""The command `normalize`: a release as clean Simplified text, with the proof of what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import zhnews
from zhnews.cli.terminal import (
    EXIT_FINDINGS,
    AsJson,
    File,
    Glossary,
    Output,
    Skip,
    complain,
    complain_if_empty,
    emit,
    emit_json,
    read,
    usage,
)


class NormalizeFormat(StrEnum):
    """How `normalize` prints."""

    text = "text"
    json = "json"
    html = "html"


class ProfileName(StrEnum):
    """How a text came to be Traditional."""

    auto = "auto"
    machine = "machine"
    tw = "tw"
    hk = "hk"
    t = "t"
    none = "none"


class WordsName(StrEnum):
    """Whose words the result has."""

    auto = "auto"
    mainland = "mainland"
    keep = "keep"


def normalize(
    file: File,
    form: Annotated[NormalizeFormat, typer.Option("--format", "-f", help="How to print it.")] = NormalizeFormat.text,
    as_json: AsJson = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="List kinds of paragraphs, every edit with its rule and source span, and choices."
        ),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print a unified diff from the source to the result.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Print no text; exit 1 if normalizing would change anything.")
    ] = False,
    profile: Annotated[
        ProfileName,
        typer.Option(help="How it came to be Traditional: by machine from mainland text, as genuine tw, hk or t text."),
    ] = ProfileName.auto,
    words: Annotated[
        WordsName, typer.Option(help="mainland: put mainland words into genuine Taiwan and Hong Kong text too.")
    ] = WordsName.auto,
    skip: Skip = None,
    output: Output = None,
    glossary: Glossary = None,
) -> None:
    """Print a release as clean Simplified text, or every edit that leads there.

    Example: zhnews normalize release.txt --explain
    """
    from zhnews.convert import changed
    from zhnews.revisions import revisions

    form = _form(form, as_json=as_json)
    shows = diff or explain or form is not NormalizeFormat.text
    if diff and (explain or form is not NormalizeFormat.text):
        raise typer.BadParameter("can't be combined with --explain, --json or --format", param_hint="--diff")
    if check and output and not shows:
        raise typer.BadParameter(
            "prints nothing by itself: leave out --output, or say what to print", param_hint="--check"
        )
    if profile is ProfileName.none and words is WordsName.mainland:
        raise typer.BadParameter("--profile none converts nothing: leave one of the two out", param_hint="--words")
    release = read(file)
    settings = {"profile": profile.value, "words": words.value, "glossary": glossary, "skip": skip or ()}
    with usage("--skip"):
        text = zhnews.normalize(release, **settings)  # type: ignore[arg-type]
    complain_if_empty(file, text)
    if diff:
        _emit_diff(text, file, output)
    elif shows:
        _emit_changes(text, *zhnews.explain_conversion(release, **settings), form, output)  # type: ignore[arg-type]
    elif not check:
        emit(str(text), output)
    if check and changed(text):
        complain(f"{file}: {len(revisions(text))} changes")
        raise typer.Exit(EXIT_FINDINGS)


def _form(form: NormalizeFormat, *, as_json: bool) -> NormalizeFormat:
    """Give the format that --format and --json ask for together."""
    if as_json and form is NormalizeFormat.html:
        raise typer.BadParameter("can't be combined with --format html", param_hint="--json")
    return NormalizeFormat.json if as_json else form


def _emit_diff(text: zhnews.Text, file: str, output: Path | None) -> None:
    """Print a diff; nothing where nothing differs, but an empty file where one was asked for."""
    from zhnews.convert import diff

    if (shown := diff(text, file)) or output:
        emit(shown, output)


def _emit_changes(
    text: zhnews.Text,
    found: Sequence[zhnews.Detected],
    choices: Sequence[zhnews.Choice],
    form: NormalizeFormat,
    output: Path | None,
) -> None:
    """Print every change: as records, as a page with both sides, or as a table."""
    from zhnews import convert

    if form is NormalizeFormat.json:
        emit_json(convert.records(text, found, choices), output)
    elif form is NormalizeFormat.html:
        emit(convert.side_by_side(text, found, choices), output)
    else:
        emit(convert.table(text, found, choices), output)

"""The command `normalize`: releases as clean Simplified text, with the proof of what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import zhnews
from zhnews.cli.terminal import (
    EXIT_FINDINGS,
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    AsJson,
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
from zhnews.errors import InputError


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
    files: Annotated[list[str], typer.Argument(help="Releases: files, or - for stdin.", metavar="FILE...")],
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
    """Print releases as clean Simplified text, or every edit that leads there, each as soon as it is read.

    Of several, each has its name above it (==> a.txt <==), and in JSON a line to itself.

    Example: zhnews normalize release.txt --explain
    """
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
    if form is NormalizeFormat.html and len(files) > 1:
        raise typer.BadParameter("a page shows one release: name one file", param_hint="--format")
    settings = {"profile": profile.value, "words": words.value, "glossary": glossary, "skip": skip or ()}
    printing = _Printing(settings, output, form, several=len(files) > 1, shows=shows, diff=diff, silent=check)
    changes = [count for file in files if (count := printing.file(file)) is not None]
    if failed := len(files) - len(changes):
        raise typer.Exit(EXIT_USAGE if failed == len(files) else EXIT_SOME_FAILED)
    if check and any(changes):
        raise typer.Exit(EXIT_FINDINGS)


@dataclass
class _Printing:
    """What is printed of each file, and where."""

    settings: dict[str, Any]
    output: Path | None
    form: NormalizeFormat
    several: bool
    shows: bool
    diff: bool
    silent: bool
    begun: bool = False

    def file(self, file: str) -> int | None:
        """Print what was asked for of a file; give the number of its changes, None where it can't be read."""
        from zhnews.convert import changed
        from zhnews.revisions import revisions

        try:
            release = read(file)
            with usage("--skip"):
                text = zhnews.normalize(release, **self.settings)
        except InputError as error:
            complain(error)
            return None
        complain_if_empty(file, text)
        if self.diff:
            self._diff(text, file)
        elif self.shows:
            self._changes(text, *zhnews.explain_conversion(release, **self.settings), file)
        elif not self.silent:
            self._emit(str(text), file)
        count = len(revisions(text)) if self.silent and changed(text) else 0
        if count:
            complain(f"{file}: {count} changes")
        return count

    def _emit(self, result: str, file: str) -> None:
        named = f"==> {file} <==\n{result}" if self.several and not self.diff else result
        emit(named, self.output, more=self.begun)
        self.begun = True

    def _diff(self, text: zhnews.Text, file: str) -> None:
        """Print a diff; nothing where nothing differs, but an empty file where one was asked for."""
        from zhnews.convert import diff

        if (shown := diff(text, file)) or (self.output and not self.begun):
            self._emit(shown, file)

    def _changes(
        self, text: zhnews.Text, found: Sequence[zhnews.Detected], choices: Sequence[zhnews.Choice], file: str
    ) -> None:
        """Print every change: as records, as a page with both sides, or as a table."""
        from zhnews import convert

        if self.form is NormalizeFormat.json:
            records = convert.records(text, found, choices)
            records = {"file": file, **records} if self.several else records
            emit_json(records, self.output, more=self.begun, lines=self.several)
            self.begun = True
        elif self.form is NormalizeFormat.html:
            self._emit(convert.side_by_side(text, found, choices), file)
        else:
            self._emit(convert.table(text, found, choices), file)


def _form(form: NormalizeFormat, *, as_json: bool) -> NormalizeFormat:
    """Give the format that --format and --json ask for together."""
    if as_json and form is NormalizeFormat.html:
        raise typer.BadParameter("can't be combined with --format html", param_hint="--json")
    return NormalizeFormat.json if as_json else form

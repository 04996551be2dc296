"""What the commands of the command line share: arguments, printing, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import zhnews
from zhnews.errors import InputError

if TYPE_CHECKING:
    from zhnews.model import Release

EXIT_FINDINGS, EXIT_USAGE, EXIT_SOME_FAILED = 1, 2, 3


class TextFormat(StrEnum):
    """How `normalize`, `segment` and `rank` print."""

    text = "text"
    json = "json"


File = Annotated[str, typer.Argument(help="The release: a file, or - for stdin.", metavar="FILE", show_default=False)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of stdout.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Glossary = Annotated[
    Path | None,
    typer.Option(help="A file of lines from<TAB>to that wins over all conversions.", show_default=False),
]


class RankerName(StrEnum):
    """How sentences are ranked."""

    zhnews = "zhnews"
    snownlp = "snownlp"
    lead = "lead"


class SegmenterName(StrEnum):
    """How words are cut."""

    rjieba = "rjieba"
    jieba = "jieba"


Skip = Annotated[
    list[str] | None,
    typer.Option(help="A rule of cleaning to leave out; may be given again. --explain names them.", show_default=False),
]
Published = Annotated[
    str | None,
    typer.Option(help="Publication date (YYYY-MM-DD) that 今年 and the like are counted from.", show_default=False),
]
Template = Annotated[
    Path | None,
    typer.Option(help="A template of your own; `zhnews template` writes one to begin with.", show_default=False),
]
ReviewTemplate = Annotated[
    Path | None, typer.Option("--template", help="A template of your own for the page.", show_default=False)
]
Title = Annotated[str | None, typer.Option(help="The title, where the release states none.", show_default=False)]
Ranker = Annotated[RankerName, typer.Option(help="How sentences are ranked.")]
Segmenter = Annotated[SegmenterName, typer.Option(help="How words are cut.")]

# So many pieces of JSON are written at once.
_AT_ONCE = 4096


def complain(error: object) -> None:
    """Print one line on stderr."""
    typer.echo(f"zhnews: {error}", err=True)


def complain_if_empty(file: str, text: object) -> bool:
    """Say that cleaning left no text of a file, where that is so."""
    from zhnews.clean import NO_TEXT

    empty = not str(text).strip()
    if empty:
        complain(f"{file}: {NO_TEXT}")
    return empty


def emit(text: str, output: Path | None = None, *, more: bool = False) -> None:
    """Print a result on stdout, or write it where --output says; `more` of one adds to what was written."""
    _write((text, "" if text.endswith("\n") else "\n"), output, more=more)


def emit_json(value: Any, output: Path | None = None, *, more: bool = False, lines: bool = False) -> None:
    """Print or write JSON, which is never held whole: of a long file's edits it is many times as long as the file.

    `lines` gives a value a line.
    """
    pieces = json.JSONEncoder(ensure_ascii=False, indent=None if lines else 2).iterencode(value)
    _write(chain(iter(lambda: "".join(islice(pieces, _AT_ONCE)), ""), ("\n",)), output, more=more)


def _write(pieces: Iterable[str], output: Path | None, *, more: bool) -> None:
    if output is None:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    try:
        with output.open("a" if more else "w", encoding="utf-8") as file:
            file.writelines(pieces)
    except OSError as error:
        raise InputError(f"{output}: can't be written ({error.strerror}): choose another --output") from error


def emit_bytes(data: bytes, output: Path | None) -> None:
    """Write a binary result where --output says, or to a stdout that is no terminal."""
    if output is None:
        if sys.stdout.isatty():
            raise InputError("a binary file can't be shown: name a file with --output")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"{output}: can't be written ({error.strerror}): choose another --output") from error


def emit_rendered(result: str | bytes, output: Path | None) -> None:
    """Print or write what was rendered."""
    if isinstance(result, bytes):
        emit_bytes(result, output)
    else:
        emit(result, output)


@contextmanager
def usage(option: str) -> Iterator[None]:
    """Turn a wrong value of an option, found further in, into an error of usage."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def parsed_date(text: str | None, option: str = "--published") -> date | None:
    """Read a date of the command line."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date: write it as YYYY-MM-DD", param_hint=option) from None


def read(file: str, published: str | None = None) -> Release:
    """Read a release, - being stdin."""
    day = parsed_date(published)
    release = zhnews.read_release(file)
    complain_of_pictures(file, release)
    return release.with_(published=day) if day else release


def complain_of_pictures(file: str, release: Release) -> None:
    """Say which pages of a PDF have no text."""
    if pages := release.notes.get("untold"):
        complain(f"{file}: pages without text, which are pictures (scanned?): {pages}: run OCR on them first")


def length_of(text: str) -> Any:
    """Read a length of the command line: a named form, or a number of characters."""
    if text.isdigit() and int(text) > 0:
        return int(text)
    from zhnews.bulletin import BUDGETS

    if text in BUDGETS:
        return text
    raise typer.BadParameter(f"{text!r}: choose {', '.join(BUDGETS)} or a number of characters", param_hint="--length")

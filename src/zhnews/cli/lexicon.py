"""The commands `lexicon check|sort|add`: the dictionaries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhnews.cli.terminal import EXIT_FINDINGS, complain
from zhnews.errors import InputError, LexiconError

app = typer.Typer(help="Check, sort and extend dictionaries.", no_args_is_help=True, rich_markup_mode=None)


Dictionaries = Annotated[
    list[Path] | None,
    typer.Argument(help="Dictionary files; without any, those that zhnews ships.", show_default=False),
]


@app.command("check")
def check(files: Dictionaries = None) -> None:
    """Check dictionaries: format, header, order, doubles; exit 1 when something is wrong.

    Example: zhnews lexicon check my-glossary.tsv
    """
    from zhnews import lexicon
    from zhnews.convert import Convert

    wrong = 0
    for path in files or lexicon.paths():
        try:
            if lexicon.check(_existing(path)).is_glossary:
                Convert(glossary=path)
        except LexiconError as error:
            complain(error)
            wrong += 1
    if wrong:
        raise typer.Exit(EXIT_FINDINGS)


@app.command("sort")
def sort(
    files: Annotated[list[Path], typer.Argument(help="Dictionary files, sorted in place.", show_default=False)],
) -> None:
    """Sort the entries of dictionaries in place, and drop doubles.

    Example: zhnews lexicon sort my-glossary.tsv
    """
    from zhnews import lexicon

    for path in files:
        lexicon.write(_existing(path), (entry.fields for entry in lexicon.parse(path).entries))


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="The dictionary file.", show_default=False)],
    fields: Annotated[list[str], typer.Argument(help="The fields of the entry, in order.", show_default=False)],
) -> None:
    """Add an entry to a dictionary, in its place; a file that is not there yet becomes a glossary.

    Example: zhnews lexicon add my-glossary.tsv 網絡 网络
    """
    from zhnews import lexicon

    entries = [entry.fields for entry in lexicon.parse(file).entries] if file.exists() else []
    lexicon.write(file, [*entries, tuple(fields)])


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise InputError(f"{path}: no such file: check the path")
    return path

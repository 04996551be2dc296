"""The command line: parses, calls one public function, prints.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 findings, 2 usage or unreadable input, 3 some
inputs of many failed.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import zhnews
from zhnews.cli import batch, lexicon
from zhnews.cli.audit import audit
from zhnews.cli.claims import claims
from zhnews.cli.digest import digest
from zhnews.cli.normalize import normalize
from zhnews.cli.reading import extract, rank, segment
from zhnews.cli.report import report
from zhnews.cli.summarize import summarize, template
from zhnews.cli.terminal import EXIT_USAGE, complain
from zhnews.cli.verify import verify
from zhnews.errors import ZhnewsError

app = typer.Typer(
    name="zhnews",
    help="Turn long Chinese government releases into short bulletins in which every figure leads back to its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (summarize, template, digest, extract, normalize, segment, rank, claims, audit, verify, report):
    app.command()(command)
app.add_typer(batch.app, name="batch")
app.add_typer(lexicon.app, name="lexicon")


def main() -> None:
    """Run the command line; errors meant for users are one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        # The reader has gone, as with `| head`; keep the interpreter from complaining when it flushes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except ZhnewsError as error:
        complain(error)
        sys.exit(EXIT_USAGE)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zhnews {zhnews.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Turn long Chinese government releases into short bulletins in which every figure leads back to its source.

    Example: zhnews summarize release.txt --length weibo
    """

"""The command line: parses, calls one public function, prints.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 findings, 2 usage or unreadable input, 3 some
inputs of many failed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import zhnews
from zhnews.cli_normalize import normalize
from zhnews.errors import InputError, LexiconError, ZhnewsError
from zhnews.terminal import (
    EXIT_FINDINGS,
    EXIT_SOME_FAILED,
    EXIT_USAGE,
    AsJson,
    File,
    Glossary,
    Output,
    TextFormat,
    complain,
    dump,
    emit,
    parsed_date,
    read,
)

if TYPE_CHECKING:
    from zhnews.model import Claim

app = typer.Typer(
    name="zhnews",
    help="Turn long Chinese government releases into short bulletins in which every figure leads back to its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
lexicon_app = typer.Typer(help="Check, sort and extend dictionaries.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(lexicon_app, name="lexicon")
app.command()(normalize)


class SummaryFormat(StrEnum):
    """How `summarize` prints."""

    text = "text"
    md = "md"
    json = "json"


class ClaimsFormat(StrEnum):
    """How `claims` prints."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class RankerName(StrEnum):
    """How sentences are ranked."""

    zhnews = "zhnews"
    snownlp = "snownlp"
    lead = "lead"


class SegmenterName(StrEnum):
    """How words are cut."""

    rjieba = "rjieba"
    jieba = "jieba"


Published = Annotated[
    str | None,
    typer.Option(help="Publication date (YYYY-MM-DD) that 今年 and the like are counted from.", show_default=False),
]
Title = Annotated[str | None, typer.Option(help="The title, where the release states none.", show_default=False)]
Ranker = Annotated[RankerName, typer.Option(help="How sentences are ranked.")]
Segmenter = Annotated[SegmenterName, typer.Option(help="How words are cut.")]


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


def _length(text: str) -> Any:
    if text.isdigit() and int(text) > 0:
        return int(text)
    from zhnews.bulletin import BUDGETS

    if text in BUDGETS:
        return text
    raise typer.BadParameter(f"{text!r}: choose {', '.join(BUDGETS)} or a number of characters", param_hint="--length")


@app.command()
def summarize(
    file: File,
    length: Annotated[str, typer.Option("--length", "-l", help="flash, weibo, brief, digest or a number.")] = "brief",
    form: Annotated[SummaryFormat, typer.Option("--format", "-f", help="How to print it.")] = SummaryFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    title: Title = None,
    published: Published = None,
    ranker: Ranker = RankerName.zhnews,
    segmenter: Segmenter = SegmenterName.rjieba,
    glossary: Glossary = None,
) -> None:
    """Print the bulletin of a release.

    Example: zhnews summarize release.txt --length weibo
    """
    from zhnews.bulletin import render

    wanted = _length(length)
    release = read(file, published)
    bulletin = zhnews.summarize(
        release, wanted, title, ranker=ranker.value, segmenter=segmenter.value, glossary=glossary
    )
    emit(render(bulletin, release, "json" if as_json else form.value), output)


@app.command()
def extract(
    file: File,
    form: Annotated[SummaryFormat, typer.Option("--format", "-f", help="How to print it.")] = SummaryFormat.text,
    as_json: AsJson = False,
    output: Output = None,
) -> None:
    """Print the body of a release in its own script, with title, date and issuer.

    Example: zhnews extract page.html --format md
    """
    release = zhnews.extract(file if file == "-" else Path(file))
    if as_json or form is SummaryFormat.json:
        fields = ("id", "source", "media", "encoding", "title", "published", "issuer", "author", "meta", "text")
        record = release.to_dict()
        emit(dump({name: record[name] for name in fields}), output)
        return
    day = release.published.isoformat() if release.published else None
    head = "  ".join(part for part in (day, release.issuer, release.author) if part)
    title = f"# {release.title}" if release.title and form is SummaryFormat.md else release.title
    body = str(release.text)
    if form is SummaryFormat.md:
        body = body.replace("\n", "\n\n")
    emit("\n\n".join(part for part in (title, head, body) if part), output)


@app.command()
def segment(
    file: File,
    form: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print it.")] = TextFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    segmenter: Segmenter = SegmenterName.rjieba,
) -> None:
    """Print sentences, each on a line with its words parted by spaces.

    Example: zhnews segment release.txt --segmenter jieba
    """
    from zhnews.segment import split_sentences

    release = read(file)
    tokens = zhnews.tokenize(release, segmenter=segmenter.value)
    sentences = split_sentences(zhnews.normalize(release))
    rows: list[list[Any]] = [[] for _ in sentences]
    place = 0
    for token in tokens:
        while place < len(sentences) - 1 and token.at.start >= sentences[place].at.end:
            place += 1
        if token.surface.strip():
            rows[place].append(token)
    if as_json or form is TextFormat.json:
        pairs = zip(sentences, rows, strict=True)
        emit(dump([{**s.to_dict(), "tokens": [t.to_dict() for t in row]} for s, row in pairs]), output)
    else:
        emit("\n".join(" ".join(token.surface for token in row) for row in rows), output)


@app.command()
def rank(
    file: File,
    form: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print it.")] = TextFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    title: Title = None,
    ranker: Ranker = RankerName.zhnews,
    segmenter: Segmenter = SegmenterName.rjieba,
) -> None:
    """Print the sentences with their scores and the parts of each score.

    Example: zhnews rank release.txt --ranker snownlp
    """
    ranked = zhnews.rank_sentences(read(file), title=title, ranker=ranker.value, segmenter=segmenter.value)
    if as_json or form is TextFormat.json:
        emit(dump([sentence.to_dict() for sentence in ranked]), output)
        return
    rows = (
        f"{s.score:.3f}\t{' '.join(f'{name}={value:.2f}' for name, value in s.parts.items())}\t{s.text}" for s in ranked
    )
    emit("\n".join(rows), output)


@app.command()
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


Dictionaries = Annotated[
    list[Path] | None,
    typer.Argument(help="Dictionary files; without any, those that zhnews ships.", show_default=False),
]


@lexicon_app.command("check")
def lexicon_check(files: Dictionaries = None) -> None:
    """Check dictionaries: format, header, order, doubles; exit 1 when something is wrong.

    Example: zhnews lexicon check my-glossary.tsv
    """
    from zhnews import lexicon

    wrong = 0
    for path in files or lexicon.paths():
        try:
            lexicon.check(_existing(path))
        except LexiconError as error:
            complain(error)
            wrong += 1
    if wrong:
        raise typer.Exit(EXIT_FINDINGS)


@lexicon_app.command("sort")
def lexicon_sort(
    files: Annotated[list[Path], typer.Argument(help="Dictionary files, sorted in place.", show_default=False)],
) -> None:
    """Sort the entries of dictionaries in place, and drop doubles.

    Example: zhnews lexicon sort my-glossary.tsv
    """
    from zhnews import lexicon

    for path in files:
        lexicon.write(_existing(path), (entry.fields for entry in lexicon.parse(path).entries))


@lexicon_app.command("add")
def lexicon_add(
    file: Annotated[Path, typer.Argument(help="The dictionary file.", show_default=False)],
    fields: Annotated[list[str], typer.Argument(help="The fields of the entry, in order.", show_default=False)],
) -> None:
    """Add an entry to a dictionary, in its place.

    Example: zhnews lexicon add my-glossary.tsv 網絡 网络
    """
    from zhnews import lexicon

    entries = [entry.fields for entry in lexicon.parse(_existing(file)).entries]
    lexicon.write(file, [*entries, tuple(fields)])


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise InputError(f"{path}: no such file: check the path")
    return path


if __name__ == "__main__":
    main()

"""The commands that read a release and show what is in it: extract, segment, rank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

import zhnews
from zhnews.cli.summarize import SummaryFormat
from zhnews.cli.terminal import (
    AsJson,
    File,
    Output,
    Ranker,
    RankerName,
    Segmenter,
    SegmenterName,
    Skip,
    TextFormat,
    Title,
    complain_if_empty,
    complain_of_pictures,
    emit,
    emit_json,
    read,
    usage,
)

# What `extract` prints of a release as JSON.
_FIELDS = (
    "id",
    "source",
    "media",
    "encoding",
    "title",
    "published",
    "published_time",
    "issuer",
    "author",
    "editor",
    "dateline",
    "meta",
    "notes",
    "text",
    "damaged",
)


def extract(
    file: File,
    form: Annotated[SummaryFormat, typer.Option("--format", "-f", help="How to print it.")] = SummaryFormat.text,
    as_json: AsJson = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="List what was taken out instead, with the rule and source span.")
    ] = False,
    skip: Skip = None,
    output: Output = None,
) -> None:
    """Print the body of a release in its own script, with title, date and issuer.

    Example: zhnews extract page.html --format md
    """
    from zhnews.clean import quarantined

    with usage("--skip"):
        release = zhnews.extract(file if file == "-" else Path(file), skip=skip or ())
    complain_if_empty(file, release.text)
    complain_of_pictures(file, release)
    taken = quarantined(release.text)
    if as_json or form is SummaryFormat.json:
        record = release.to_dict()
        fields = {name: record[name] for name in _FIELDS}
        emit_json({**fields, "removed": [change.to_dict() for change in taken]}, output)
        return
    if removed:
        rows = (f"{c.span.start}-{c.span.end}\t{c.rule}\t{' '.join(c.old.split())}" for c in taken)
        emit("\n".join(["span\trule\ttext", *rows]), output)
        return
    day = release.published.isoformat() if release.published else None
    head = "  ".join(part for part in (day, release.issuer, release.author) if part)
    title = f"# {release.title}" if release.title and form is SummaryFormat.md else release.title
    body = str(release.text)
    if form is SummaryFormat.md:
        body = body.replace("\n", "\n\n")
    emit("\n\n".join(part for part in (title, head, body) if part), output)


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
    release = read(file)
    tokens = zhnews.tokenize(release, segmenter=segmenter.value)
    sentences = zhnews.with_claims(release).sentences
    rows: list[list[Any]] = [[] for _ in sentences]
    place = 0
    for token in tokens:
        while place < len(sentences) - 1 and token.at.start >= sentences[place].at.end:
            place += 1
        if token.surface.strip():
            rows[place].append(token)
    if as_json or form is TextFormat.json:
        pairs = zip(sentences, rows, strict=True)
        emit_json([{**s.to_dict(), "tokens": [t.to_dict() for t in row]} for s, row in pairs], output)
    else:
        emit("\n".join(" ".join(token.surface for token in row) for row in rows), output)


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
        emit_json([sentence.to_dict() for sentence in ranked], output)
        return
    rows = (
        f"{s.score:.3f}\t{' '.join(f'{name}={value:.2f}' for name, value in s.parts.items())}\t{s.text}" for s in ranked
    )
    emit("\n".join(rows), output)

"""The command `summarize`: the main job."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

import zhnews
from zhnews.cli.terminal import (
    EXIT_FINDINGS,
    AsJson,
    File,
    Glossary,
    Output,
    Published,
    Ranker,
    RankerName,
    Segmenter,
    SegmenterName,
    Template,
    Title,
    complain,
    complain_if_empty,
    emit_rendered,
    length_of,
    read,
    usage,
)


class SummaryFormat(StrEnum):
    """How `summarize` prints."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"
    docx = "docx"


class TemplateName(StrEnum):
    """What has a template: each format of a bulletin, and the page of `report`."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"
    docx = "docx"
    report = "report"


def summarize(
    file: File,
    length: Annotated[str, typer.Option("--length", "-l", help="flash, weibo, brief, digest or a number.")] = "brief",
    form: Annotated[SummaryFormat, typer.Option("--format", "-f", help="How to print it.")] = SummaryFormat.text,
    as_json: AsJson = False,
    output: Output = None,
    template: Template = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what failed the check.")] = False,
    title: Title = None,
    published: Published = None,
    ranker: Ranker = RankerName.zhnews,
    segmenter: Segmenter = SegmenterName.rjieba,
    glossary: Glossary = None,
    resolve: Annotated[
        bool, typer.Option(help="Put the place and the body for 我市 and 我局, and a post once.")
    ] = True,
    verbatim: Annotated[bool, typer.Option("--verbatim", help="Print sentences word for word, never cut.")] = False,
    skip: Annotated[
        list[str] | None,
        typer.Option(help="A rule of cutting or rewording to leave out; may be given again.", show_default=False),
    ] = None,
) -> None:
    """Print the bulletin of a release.

    Example: zhnews summarize release.txt --length weibo
    """
    from zhnews.bulletin import render

    wanted = length_of(length)
    release = read(file, published)
    with usage("--skip"):
        bulletin = zhnews.summarize(
            release,
            wanted,
            title,
            ranker=ranker.value,
            segmenter=segmenter.value,
            glossary=glossary,
            resolve=resolve,
            verbatim=verbatim,
            skip=skip or (),
        )
    if verbose:
        for drop in bulletin.dropped:
            complain(f"left out: {drop.text} ({drop.reason})")
    if not bulletin.text:
        if not complain_if_empty(file, zhnews.normalize(release)):
            failed = "no sentence passed the check against its release: --verbose says why"
            complain(f"{file}: {failed if bulletin.dropped else 'no news that fits: ask for a longer bulletin'}")
        raise typer.Exit(EXIT_FINDINGS)
    emit_rendered(render(bulletin, release, "json" if as_json else form.value, template), output)


def template(
    name: Annotated[TemplateName, typer.Argument(help="A format, or report.", metavar="FORMAT", show_default=False)],
    output: Output = None,
) -> None:
    """Write the template of a format, or of a report, to change it and hand it to --template.

    Example: zhnews template html --output mine.html
    """
    from zhnews.bulletin import template_path
    from zhnews.review import review_template

    path = review_template() if name is TemplateName.report else template_path(SummaryFormat(name.value).value)
    data = path.read_bytes()
    emit_rendered(data if name is TemplateName.docx else data.decode("utf-8"), output)

"""The commands `batch run` and `batch retry`: the main job over archives; `run` need not be said."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from zhnews.cli.progress import progress
from zhnews.cli.terminal import (
    EXIT_SOME_FAILED,
    Glossary,
    Ranker,
    RankerName,
    Segmenter,
    SegmenterName,
    complain,
    emit,
    length_of,
    usage,
)
from zhnews.errors import InputError

if TYPE_CHECKING:
    from zhnews.batch import Engine, Plan, Report

EXIT_INTERRUPTED = 130
_SHOWN_SHARDS = 20


class RunUnsaid(TyperGroup):
    """A group in which `run` is meant where no command is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name in."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


class EngineName(StrEnum):
    """Where the work is done."""

    local = "local"
    ray = "ray"


class FormName(StrEnum):
    """What files are written."""

    jsonl = "jsonl"
    parquet = "parquet"


app = typer.Typer(cls=RunUnsaid, no_args_is_help=True, rich_markup_mode=None, help="Run the main job over archives.")

Jobs = Annotated[int, typer.Option(min=0, help="How many work at a time; 0: one a core.", show_default=False)]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds that one document may take.")]
EngineOption = Annotated[EngineName, typer.Option(help="local: this machine's processes; ray: a cluster's.")]
RayAddress = Annotated[
    str | None, typer.Option(help="The head of a running Ray cluster; without it one is started here.")
]


@app.command()
def run(
    sources: Annotated[list[str], typer.Argument(help="Folders, files, archives or patterns.", metavar="SOURCE...")],
    out: Annotated[Path, typer.Option("--output", "-o", help="The folder of results.", show_default=False)],
    form: Annotated[FormName, typer.Option("--format", "-f", help="What files are written.")] = FormName.jsonl,
    fields: Annotated[
        str | None, typer.Option(help="The columns to keep, by commas; what nothing asks for is not worked out.")
    ] = None,
    edits: Annotated[bool, typer.Option("--edits", help="Record every edit of the text too.")] = False,
    engine: EngineOption = EngineName.local,
    jobs: Jobs = 0,
    ray_address: RayAddress = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that is in the folder.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and leave.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Take only so many documents.")] = None,
    timeout: Timeout = 60,
    shard_size: Annotated[
        int | None, typer.Option(min=1, help="Megabytes of sources a shard; by default from 0.125 to 64 as they need.")
    ] = None,
    text_column: Annotated[str, typer.Option(help="The column that holds the release.")] = "text",
    id_column: Annotated[str | None, typer.Option(help="The column that holds ids.")] = None,
    least: Annotated[int, typer.Option(min=1, help="Drop bodies of fewer characters.")] = 1,
    most: Annotated[int, typer.Option(min=1, help="Drop releases of more characters, as read.")] = 200_000,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Find reprints across the whole archive too.")
    ] = False,
    length: Annotated[str, typer.Option("--length", "-l", help="flash, weibo, brief, digest or a number.")] = "brief",
    ranker: Ranker = RankerName.zhnews,
    segmenter: Segmenter = SegmenterName.rjieba,
    glossary: Glossary = None,
) -> None:
    """Run the main job over archives and write tables of releases and claims; a run can be interrupted and resumed.

    Example: zhnews batch run archive.zip news/*.jsonl -o results --jobs 4
    """
    with needing_arrow():
        from zhnews import batch
        from zhnews.arrow import DEFAULT_FIELDS, Settings

    with usage("--fields"):
        named = tuple(name.strip() for name in fields.split(",")) if fields else DEFAULT_FIELDS
        settings = Settings(
            length=length_of(length),
            ranker=ranker.value,
            segmenter=segmenter.value,
            glossary=glossary,
            least=least,
            most=most,
            fields=(*named, "edits") if edits and "edits" not in named else named,
        )
    options = batch.SourceOptions(text_column=text_column, id_column=id_column)
    size = shard_size * batch.MEGABYTE if shard_size else None
    with interruptible(out):
        plan = batch.make_plan(sources, settings, options, form.value, shard_bytes=size, limit=limit)
        if dry_run:
            emit(describe(plan))
            return
        chosen = engine_of(engine, jobs, ray_address)
        with progress(len(plan.shards), plan.size, partial(batch.documents_in_work, out)) as watch:
            report = batch.run(plan, out, chosen, timeout=timeout, resume=resume, watch=watch)
    if duplicates and report.complete:
        find_reprints(out, jobs or batch.cores())
    finish(report, out)


@app.command()
def retry(
    folder: Annotated[Path, typer.Argument(help="The folder of results.", metavar="DIR")],
    engine: EngineOption = EngineName.local,
    jobs: Jobs = 0,
    ray_address: RayAddress = None,
    timeout: Timeout = 60,
) -> None:
    """Try again what a run has put into quarantine; what succeeds is added to its tables.

    Example: zhnews batch retry results --timeout 600
    """
    with needing_arrow():
        from zhnews import batch

    with interruptible(folder):
        report = batch.retry(folder, engine_of(engine, jobs, ray_address), timeout=timeout)
    finish(report, folder)


def find_reprints(out: Path, jobs: int) -> None:
    """Find the near-duplicates among the results, and say on stderr how many there are."""
    from zhnews import batch

    with interruptible(out):
        found = batch.find_duplicates(out, jobs)
    typer.echo(str(found), err=True)


@contextmanager
def needing_arrow() -> Iterator[None]:
    """Say in one line what to install where pyarrow is missing.

    Raises:
        InputError: it is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "pyarrow":
            raise InputError("batch needs pyarrow: pip install 'zhnews[batch]'") from None
        raise


def engine_of(name: EngineName, jobs: int, address: str | None) -> Engine:
    """Give the engine that was asked for."""
    from zhnews import batch

    if name is EngineName.ray:
        return batch.OnRay(address, jobs or None)
    if address:
        raise typer.BadParameter("only --engine ray takes an address", param_hint="--ray-address")
    return batch.Local(jobs or batch.cores())


@contextmanager
def interruptible(out: Path) -> Iterator[None]:
    """Let Ctrl-C, or a request to end, abandon the shards in work, and say how to go on."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        complain(f"interrupted: what is done is in {out}; go on with the same command and --resume")
        raise typer.Exit(EXIT_INTERRUPTED) from None


def finish(report: Report, out: Path) -> None:
    """Print the report on stderr, and leave with what it deserves."""
    typer.echo(str(report), err=True)
    if not report.complete:
        complain(f"{out}: not complete: go on with the same command and --resume")
    if report.totals.held:
        complain(f"{out / '_quarantine'}: what failed, and why; try it again with 'zhnews batch retry {out}'")
    if report.totals.held or not report.complete:
        raise typer.Exit(EXIT_SOME_FAILED)


def describe(plan: Plan) -> str:
    """Give a plan as lines for people."""
    lines = [f"{len(plan.shards):,} shards, {plan.size / 1e6:,.1f} MB as stored, to {plan.form}"]
    for shard in plan.shards[:_SHOWN_SHARDS]:
        kinds = ", ".join(sorted({part.kind for part in shard.parts}))
        first, last = shard.parts[0].path, shard.parts[-1].path
        where = first if first == last else f"{first} … {last}"
        stream = ", one stream for all workers" if shard.stream else ""
        limit = f", the first {shard.limit} documents" if shard.limit else ""
        lines.append(f"{shard.id}  {shard.size / 1e6:9,.2f} MB  {kinds}  {where}{stream}{limit}")
    if len(plan.shards) > _SHOWN_SHARDS:
        lines.append(f"… and {len(plan.shards) - _SHOWN_SHARDS:,} more")
    return "\n".join(lines)

"""Shows on stderr how far a run over archives is, to the document: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from zhnews.batch import Totals

_SECONDS_BETWEEN_LINES = 10.0
_LOOKS_A_SECOND = 2
# In a terminal of eighty columns all else must have room beside it.
_BAR = 12


class Meter:
    """How far a run is: told when a shard is done, and looking, in between, how far workers are in theirs."""

    def __init__(self, shards: int, in_work: Callable[[], int]) -> None:
        self.shards = shards
        self.done = 0
        self._in_work = in_work
        self._counted = self._shown = 0
        self._earlier: int | None = None
        self._start = time.monotonic()

    def __call__(self, totals: Totals) -> None:
        """Take the sums over all shards that are done."""
        if self._earlier is None:
            # What was done before this run says nothing of its speed.
            self._earlier, self._start = totals.documents, time.monotonic()
        self.done, self._counted = totals.shards, totals.documents

    def __str__(self) -> str:
        # A shard that ends is counted a moment after its worker has forgotten it.
        self._shown = max(self._shown, self._counted + self._in_work())
        rate = (self._shown - (self._earlier or 0)) / max(time.monotonic() - self._start, 0.1)
        return f"{self._shown:,} documents, {rate:,.0f} a second"


@contextmanager
def progress(shards: int, size: int, in_work: Callable[[], int]) -> Iterator[Callable[[Totals], None]]:
    """Give a function to be told of each finished shard; `in_work` gives the documents of unfinished ones so far."""
    meter = Meter(shards, in_work)
    with _bar(meter, size) if sys.stderr.isatty() else _lines(meter):
        yield meter


@contextmanager
def _bar(meter: Meter, size: int) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.table import Column
    from rich.text import Text

    class Documents(ProgressColumn):
        def render(self, task: Task) -> Text:
            bar.update(task.id, completed=meter.done)
            return Text(f"{meter.done:,}/{meter.shards:,} shards, {meter}")

    told = Documents(Column(no_wrap=True))
    columns = (TextColumn("{task.description}"), BarColumn(_BAR), told, TimeRemainingColumn(compact=True))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, refresh_per_second=_LOOKS_A_SECOND) as bar:
        bar.add_task(f"{size / 1e6:,.1f} MB", total=meter.shards)
        yield


@contextmanager
def _lines(meter: Meter) -> Iterator[None]:
    end = Event()

    def say() -> None:
        while not end.wait(_SECONDS_BETWEEN_LINES):
            typer.echo(f"{meter.done:,} of {meter.shards:,} shards, {meter}", err=True)

    speaker = Thread(target=say, daemon=True)
    speaker.start()
    try:
        yield
    finally:
        end.set()
        speaker.join()

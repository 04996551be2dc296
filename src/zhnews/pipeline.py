"""Composes stages: checks their order when built, runs them, and says what they need and give.

A stage is any callable from `Release` to `Release`. What it needs and gives are plain attributes (`needs`, `gives`,
sets of the words below); a callable without them needs and gives nothing. A pipeline is itself a stage.

The words are `body` (chrome and noise removed), `simplified`, `sentences`, `tokens`, `scores`, `claims`, `bulletin`;
a user's own stage may add more. A stage whose `edits` attribute is true changes the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from zhnews.errors import DropRelease, PipelineError
from zhnews.model import Release

Stage: TypeAlias = Callable[[Release], Release]


def stage_name(stage: Stage) -> str:
    """Give the name a stage is spoken of by: its own `name`, else that of its function or class."""
    return str(getattr(stage, "name", None) or getattr(stage, "__name__", None) or type(stage).__name__)


def needs(stage: Stage) -> frozenset[str]:
    """Give what a stage needs to find done."""
    return frozenset(getattr(stage, "needs", ()))


def gives(stage: Stage) -> frozenset[str]:
    """Give what a stage leaves done."""
    return frozenset(getattr(stage, "gives", ()))


def edits(stage: Stage) -> bool:
    """Tell whether a stage changes the text."""
    return bool(getattr(stage, "edits", False))


class Pipeline:
    """Stages in order, as one stage.

    `given` names what releases will already have when they arrive.

    Raises:
        PipelineError: a stage needs what no stage before it gives, or edits the text after it was segmented.

    >>> from zhnews.text import Text
    >>> def shout(release):
    ...     return release.with_(title=(release.title or "") + "!")
    >>> Pipeline([shout, shout])(Release(Text("正文"), title="标题")).title
    '标题!!'
    """

    def __init__(self, stages: Iterable[Stage], *, given: Iterable[str] = (), name: str = "pipeline") -> None:
        self.stages = tuple(stages)
        self.name = name
        ready = set(given)
        missing: set[str] = set()
        for stage in self.stages:
            lacking = needs(stage) - ready
            later = {word for other in self.stages for word in gives(other)}
            if wrong := sorted(lacking & later):
                raise PipelineError(
                    f"{stage_name(stage)} needs {', '.join(wrong)}, which only a later stage of {name} gives: "
                    f"put that stage first"
                )
            missing |= lacking
            if edits(stage) and "sentences" in ready:
                raise PipelineError(
                    f"{stage_name(stage)} edits the text after it was segmented: put it before the stage that gives "
                    f"sentences"
                )
            ready |= gives(stage)
        self.needs = frozenset(missing)
        self.gives = frozenset(ready) - frozenset(given)
        self.edits = any(map(edits, self.stages))

    def __repr__(self) -> str:
        return f"Pipeline([{', '.join(map(stage_name, self.stages))}])"

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.stages)

    def __call__(self, release: Release) -> Release:
        """Run the stages over one release.

        Raises:
            PipelineError: the release lacks what the pipeline needs.
            DropRelease: a stage dropped the release; `stage` says which.
        """
        if lacking := sorted(self.needs - release.done):
            raise PipelineError(
                f"{self.name} needs {', '.join(lacking)}: add the stages that give them, or run them first"
            )
        for stage in self.stages:
            before = release
            try:
                release = stage(release)
            except DropRelease as drop:
                drop.stage = drop.stage or stage_name(stage)
                raise
            if before.sentences and release.text is not before.text:
                raise PipelineError(f"{stage_name(stage)} edited the text after it was segmented")
            given = gives(stage)
            release = release.with_(done=release.done | given, made={**release.made, **dict.fromkeys(given, stage)})
        return release

"""Order, nesting and dropping."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhnews.errors import DropRelease, PipelineError
from zhnews.model import Release
from zhnews.pipeline import Pipeline
from zhnews.segment import Segment
from zhnews.text import Edit, Span, Text


def make(name: str, needs: str = "", gives: str = "", edits: bool = False) -> Callable[[Release], Release]:
    """A stage that does nothing but declare itself."""

    def stage(release: Release) -> Release:
        return release

    stage.__name__ = name
    stage.needs, stage.gives, stage.edits = set(needs.split()), set(gives.split()), edits  # type: ignore[attr-defined]
    return stage


def test_refuses_an_order_that_cannot_work_and_names_what_is_missing() -> None:
    """A stage before the one it needs is refused when the pipeline is built."""
    with pytest.raises(PipelineError, match="rank needs sentences"):
        Pipeline([make("rank", needs="sentences"), make("segment", gives="sentences")])


def test_refuses_edits_after_segmenting_when_built() -> None:
    """A stage that edits the text can't stand behind the one that gives sentences."""
    with pytest.raises(PipelineError, match="clean edits the text"):
        Pipeline([make("segment", gives="sentences"), make("clean", edits=True)])


def test_refuses_edits_after_segmenting_in_a_nested_pipeline() -> None:
    """Nesting does not hide an editing stage."""
    with pytest.raises(PipelineError, match="edits the text"):
        Pipeline([make("segment", gives="sentences"), Pipeline([make("clean", edits=True)])])


def test_refuses_an_undeclared_edit_when_run() -> None:
    """A stage that edits without saying so is caught at its first release with sentences."""

    def sly(release: Release) -> Release:
        return release.edit([Edit(Span(0, 1), "", "sly.cut")])

    pipeline = Pipeline([Segment(), sly], given={"body"})
    with pytest.raises(PipelineError, match="after it was segmented"):
        pipeline(Release(Text("今日有雨。"), done=frozenset({"body"})))


def test_names_what_a_release_lacks() -> None:
    """A pipeline that starts in the middle says what it expects of the releases it is given."""
    pipeline = Pipeline([make("rank", needs="sentences")])
    assert pipeline.needs == {"sentences"}
    with pytest.raises(PipelineError, match="needs sentences"):
        pipeline(Release(Text("今日有雨。")))


def test_nests_and_marks_what_was_done() -> None:
    """A pipeline is a stage: it passes on what its stages give."""
    inner = Pipeline([make("clean", gives="body", edits=True)])
    outer = Pipeline([inner, make("segment", needs="body", gives="sentences")])
    assert outer.gives == {"body", "sentences"}
    assert outer(Release(Text("今日有雨。"))).done == {"body", "sentences"}


def test_a_drop_says_stage_and_reason() -> None:
    """Dropping is a named act; the pipeline fills in who did it."""

    def too_short(release: Release) -> Release:
        raise DropRelease("too_short")

    with pytest.raises(DropRelease) as caught:
        Pipeline([too_short])(Release(Text("短")))
    assert (caught.value.reason, caught.value.stage) == ("too_short", "too_short")
    assert str(caught.value) == "dropped by too_short: too_short"

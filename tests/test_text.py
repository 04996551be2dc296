"""The laws of a text that remembers its origin."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnews.errors import EditError
from zhnews.revisions import revisions
from zhnews.text import Edit, Span, Text, replay

ALPHABET = "甲乙丙丁12,。 \n"
STRINGS = st.text(ALPHABET, max_size=30)


@st.composite
def histories(draw: st.DrawFn) -> list[Text]:
    """A text, and what up to five passes of random edits and overlays made of it in turn."""
    texts = [Text(draw(STRINGS))]
    for _ in range(draw(st.integers(0, 5))):
        size = len(texts[-1])
        if draw(st.booleans()):
            made = texts[-1].overlay(draw(st.text(ALPHABET, min_size=size, max_size=size)), "made.overlay")
        else:
            cuts = sorted(draw(st.lists(st.integers(0, size), max_size=8)))
            spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
            made = texts[-1].edit(Edit(span, draw(st.text(ALPHABET, max_size=3)), "made.edit") for span in spans)
        if made is not texts[-1]:
            texts.append(made)
    return texts


def edited() -> st.SearchStrategy[Text]:
    """A text after some passes."""
    return histories().map(lambda texts: texts[-1])


@given(edited())
def test_origin_is_monotone(text: Text) -> None:
    """Later characters never come from earlier places, and every origin lies inside the source."""
    origins = [text.origin(Span(i, i + 1)) for i in range(len(text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(origins))
    assert all(0 <= o.start <= o.end <= len(text.source) for o in origins)


@given(edited())
def test_runs_cover_the_source(text: Text) -> None:
    """The alignment leaves out no character of the source, deleted ones included."""
    reached = 0
    for _, _, origin, size, _ in text._alignment.runs:
        assert origin <= reached
        reached = max(reached, origin + size)
    assert reached == len(text.source)


@given(edited(), st.data())
def test_origin_of_a_span_covers_the_origins_of_its_characters(text: Text, data: st.DataObject) -> None:
    """The origin of a span starts with that of its first character and ends with that of its last."""
    if not len(text):
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = text.origin(Span(start, end))
    assert whole == Span(text.origin(Span(start, start + 1)).start, text.origin(Span(end - 1, end)).end)


@given(edited())
def test_kept_characters_equal_their_source(text: Text) -> None:
    """Characters that correspond one by one and were not replaced are equal."""
    changed = {i for change in text.changes for i in range(*change.span)}
    for here, there in text.kept():
        assert here.end - here.start == there.end - there.start
        for i, j in zip(range(*here), range(*there), strict=True):
            assert j in changed or text.value[i] == text.source[j]


@given(edited())
def test_replaying_the_changes_gives_the_value(text: Text) -> None:
    """The recorded changes are all there is to know."""
    assert replay(text.source, text.changes).value == text.value


@given(histories())
def test_a_change_has_the_origin_of_its_place(texts: list[Text]) -> None:
    """A change stands where the text before its pass says, and says what stood there; by index it is the same."""
    changes = texts[-1].changes
    listed = list(changes)
    for change in listed:
        before = texts[change.step]
        assert (change.span, change.old) == (before.origin(change.at), before.value[slice(*change.at)])
    assert len(changes) == len(listed)
    assert [changes[index] for index in range(len(listed))] == listed == list(changes[:])


@given(edited())
def test_revisions_lead_there_and_back(text: Text) -> None:
    """Revisions are in order, apart and named, and make the value of the source and the source of the value."""
    found = [revision.to_dict() for revision in revisions(text)]
    assert put(text.source, [(one["span"], one["new"]) for one in found]) == text.value
    assert put(text.value, [(one["place"], one["old"]) for one in found]) == text.source
    assert all(one["rules"] and one["old"] != one["new"] for one in found)
    known = {change.rule for change in text.changes}
    assert {rule for one in revisions(text) for rule in one.rules} <= known


def put(text: str, pieces: list[tuple[Any, Any]]) -> str:
    """Put each new piece in the place of its span; spans are in order and none overlaps another."""
    parts, position = [], 0
    for (start, end), new in pieces:
        assert position <= start <= end <= len(text)
        parts += (text[position:start], new)
        position = end
    return "".join([*parts, text[position:]])


def test_revisions_are_told_apart_by_rule() -> None:
    """Neighbours that were changed by other rules are other revisions; what was changed back is none."""
    text = Text("統於幹甲").overlay("统於干甲", "made.t2s").edit([Edit(Span(1, 2), "于", "made.words")])
    text = text.overlay("统于干乙", "made.there").overlay("统于干甲", "made.back")
    assert [(one.span, one.old, one.new, one.rules) for one in revisions(text)] == [
        ((0, 1), "統", "统", ("made.t2s",)),
        ((1, 2), "於", "于", ("made.words",)),
        ((2, 3), "幹", "干", ("made.t2s",)),
    ]


@given(edited())
def test_survives_pickling(text: Text) -> None:
    """A text travels between processes whole."""
    copy = pickle.loads(pickle.dumps(text))
    assert copy == text
    assert copy.changes == text.changes


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([(0, 2), (1, 3)], "overlap"),
        ([(2, 3), (0, 1)], "out of order"),
        ([(2, 9)], "outside"),
        ([(3, 2)], "turned round"),
    ],
)
def test_refuses_wrong_edits(spans: list[tuple[int, int]], reason: str) -> None:
    """An edit that overlaps, is out of order or lies outside is refused and named."""
    with pytest.raises(EditError, match=r"made\.rule"):
        Text("甲乙丙丁").edit(Edit(Span(*span), "", "made.rule") for span in spans)


def test_refuses_an_overlay_of_another_length() -> None:
    """An overlay replaces characters one by one."""
    with pytest.raises(EditError, match=r"made\.rule"):
        Text("甲乙").overlay("甲", "made.rule")


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 3), (2, 1)])
def test_refuses_an_origin_outside(start: int, end: int) -> None:
    """A span outside the value has no origin."""
    with pytest.raises(IndexError):
        Text("甲乙").origin(Span(start, end))


def test_a_deletion_inside_is_covered_and_at_the_edge_is_not() -> None:
    """A figure with a pinyin note in its middle slices to the whole; a note behind it stays out."""
    text = Text("45.3萬(wàn)元(yuán)").edit(
        [Edit(Span(5, 10), "", "clean.pinyin"), Edit(Span(11, 17), "", "clean.pinyin")]
    )
    assert text.value == "45.3萬元"
    assert text.origin(Span(0, 6)) == Span(0, 11)


def test_a_pass_without_effect_is_not_recorded() -> None:
    """No edits, or an overlay of the same characters, give the same text back."""
    text = Text("甲")
    assert text.edit([]) is text
    assert text.overlay("甲", "made.rule") is text


@given(edited())
def test_lines_are_those_of_the_value(text: Text) -> None:
    """Lines slice to their text, hold no break, and leave out only breaks; asked twice, they are the same."""
    assert all(text.value[slice(*line.span)] == line.text and "\n" not in line.text for line in text.lines)
    assert [line.text for line in text.lines] == [line for line in text.value.split("\n") if line]
    assert text.lines is text.lines

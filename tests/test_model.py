"""Records are views: spans, JSON-ready values, pickling."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

from zhnews.deferred import Deferred
from zhnews.errors import PipelineError
from zhnews.model import Claim, Period, Release, ScoredSentence, Sentence
from zhnews.text import Edit, Span, Text


@pytest.fixture
def body() -> Text:
    """统计(jì)… with the note taken out: value and source differ in their positions."""
    return Text("统计(jì)破获案件427起。 ").edit([Edit(Span(2, 6), "", "clean.pinyin")])


def test_a_view_gives_source_spans(body: Text) -> None:
    """Inside, `at` indexes the value; outside, `span` slices the source."""
    sentence = Sentence(body, Span(0, len(body)), 0, 0)
    assert sentence.text == "统计破获案件427起。"
    assert sentence.to_dict()["span"] == [0, 15]
    assert body.source[slice(*sentence.to_dict()["span"])] == "统计(jì)破获案件427起。"


def test_a_claim_is_one_flat_json_record(body: Text) -> None:
    """A claim holds all of Quantity, and its period with ISO dates and its own words."""
    period = Period(body, Span(0, 2), date(2023, 1, 1), None)
    claim = Claim(body, Span(6, 10), "427", None, None, "起", "count", "exact", "c1", 0, period=period)
    record = json.loads(json.dumps(claim.to_dict()))
    assert record["surface"] == "427起"
    assert record["span"] == [10, 14]
    assert record["period"] == {"text": "统计", "start": "2023-01-01", "end": None, "span": [0, 2]}


def test_scored_sentences_give_their_parts(body: Text) -> None:
    """A score comes with what it is made of."""
    scored = ScoredSentence(body, Span(0, 10), 0, 0, 0.75, {"lead": 0.5, "figures": 0.25})
    assert scored.to_dict()["parts"] == {"lead": 0.5, "figures": 0.25}
    assert scored.to_dict()["text"] == scored.text


def test_a_segmented_release_refuses_another_text(body: Text) -> None:
    """Once spans refer to the text it may not change."""
    release = Release(body, sentences=(Sentence(body, Span(0, len(body)), 0, 0),))
    with pytest.raises(PipelineError, match="before Segment"):
        release.edit([Edit(Span(0, 1), "", "made.rule")])


def test_a_release_survives_pickling(body: Text) -> None:
    """A release with its records travels between processes, and its views still share one text."""
    release = Release(body, sentences=(Sentence(body, Span(0, len(body)), 0, 0),))
    copy = pickle.loads(pickle.dumps(release))
    assert copy == release
    assert copy.sentences[0].body is copy.text


def test_the_id_comes_from_the_source() -> None:
    """The same source has the same id, whatever was done to it since."""
    assert Release(Text("甲乙")).id == Release(Text("甲乙").overlay("丙丁", "made.rule")).id
    assert Release(Text("甲乙")).id != Release(Text("甲")).id


def test_what_is_deferred_is_worked_out_once_and_travels_as_a_tuple() -> None:
    """Nothing is worked out before it is looked at; what is found is kept, equal to a tuple, and pickled as one."""
    asked: list[str] = []

    def make() -> list[int]:
        asked.append("")
        return [3, 1, 2]

    deferred = Deferred(make)
    assert asked == []
    assert (len(deferred), deferred[0], deferred[1:], sorted(deferred)) == (3, 3, (1, 2), [1, 2, 3])
    assert deferred == (3, 1, 2) == pickle.loads(pickle.dumps(deferred))
    assert len(asked) == 1

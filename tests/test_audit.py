"""The audit finds what was planted, and nothing in releases that are right."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import zhnews
from made_faults import FAULTS, make
from made_registers import REGISTERS
from zhnews.claims import Interval
from zhnews.claims.audit.figures import Figure

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").iterdir())
GOLD = sorted((Path(__file__).parent / "gold").glob("*.json"))
CLEAN, FAULTY = 120, 6


def conflicts(text: str, published: date | None = None) -> list[zhnews.Finding]:
    """What conflicts in a release."""
    return [finding for finding in zhnews.audit(text, published=published) if finding.result == "conflict"]


def test_nothing_is_wrong_with_what_is_right() -> None:
    """No release whose figures were computed and rounded has a conflict; most of what they assert is checked."""
    checked = 0
    for seed in range(CLEAN):
        made = make(random.Random(seed))
        found = zhnews.audit(made.text, published=made.published)
        assert [f.message for f in found if f.result == "conflict"] == [], made.text
        checked += sum(f.result == "consistent" for f in found)
    assert checked > 2 * CLEAN


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.__name__)
def test_no_register_conflicts(register: Callable[[random.Random], str]) -> None:
    """Courts, customs and stations write of means, overlapping sorts and spans of years: nothing of that conflicts."""
    checked = 0
    for seed in range(20):
        text = register(random.Random(seed))
        found = zhnews.audit(text, published=date(2024, 11, 20))
        assert [f.message for f in found if f.result == "conflict"] == [], text
        checked += sum(f.result == "consistent" for f in found)
    assert checked >= 20


@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_found(fault: str) -> None:
    """A fault beyond rounding is a conflict, wherever in the release it stands."""
    for seed in range(FAULTY):
        made = make(random.Random(f"{fault}{seed}"), fault)
        assert conflicts(made.text, made.published), made.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_our_examples_add_up(path: Path) -> None:
    """No conflict in releases that were written to be right."""
    assert [f for f in zhnews.audit(zhnews.read_release(path)) if f.result == "conflict"] == []


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_no_annotated_release_conflicts(path: Path) -> None:
    """Daily averages, new lists and households beside three industries are no conflicts: these releases add up."""
    published = date.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["published"])
    assert [f.message for f in conflicts(path.with_suffix(".txt").read_text(encoding="utf-8"), published)] == []


def test_a_finding_leads_back_to_the_source() -> None:
    """Spans slice to what stands there, in the source's own script; quotes are the normalized words."""
    source = "全市法院受理案件 320 件，審結288件，結案率80%。"
    (finding,) = zhnews.audit(source)
    assert finding.kind == "ratio"
    assert finding.result == "conflict"
    assert [source[slice(*span)] for span in finding.spans] == ["320 件", "288件", "80%"]
    assert finding.quotes == ("320件", "288件", "80%")
    assert len(finding.claims) == 3


def test_bounds_are_intervals() -> None:
    """余, 近 and 约 leave room, and no more than that."""
    text = "全市破获案件{}起，其中诈骗案件{}起、盗窃案件{}起、其他案件{}起。"
    assert conflicts(text.format("500余", "200余", "220余", "90余")) == []
    assert conflicts(text.format("近600", "200", "220", "150")) == []
    assert conflicts(text.format("500余", "200余", "220余", "250余"))


def test_a_damaged_sentence_is_not_audited() -> None:
    """Where characters were destroyed digits may be lost, and nothing follows from them."""
    assert zhnews.audit("全市法院受理案件32\ufffd件，审结288件，结案率80%。") == []


def test_a_mean_is_no_part_of_a_rate() -> None:
    """What a judge closes on average isn't what a court closes: the rate is held against the cases alone."""
    text = "全市法院受理案件28643件，审执结26872件，结案率93.82%；法官人均结案386件。"
    assert [(f.result, f.quotes[0]) for f in zhnews.audit(text)] == [("consistent", "28643件")]


def test_a_share_with_a_subject_of_its_own_is_of_nothing_before() -> None:
    """新能源车占两成 says nothing of the exits counted before it; a bare 占 does."""
    counts = "全市流量218.5万辆次，其中入口110.2万辆次，出口108.3万辆次，"
    assert [f.kind for f in zhnews.audit(counts + "新能源车占21.5%。") if f.result == "conflict"] == []
    assert [f.kind for f in zhnews.audit(counts + "占21.5%。") if f.result == "conflict"] == ["share"]


def test_every_rate_of_an_endless_sentence_is_checked() -> None:
    """A sentence of a thousand figures is weighed in parts, each rate against the counts nearest to it."""
    text = "".join(f"受理{n}件，审结{n - 1}件，结案率{100 * (n - 1) / n:.2f}%，" for n in range(300, 600))
    found = [f.result for f in zhnews.audit(text) if f.kind == "ratio"]
    assert found == ["consistent"] * 300


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("全市普惠率由52%提高到61.3%，比上年提高3.1个百分点。", "unresolved"),
        ("全市普惠率由上年的52%提高到61.3%，比上年提高3.1个百分点。", "conflict"),
        ("全市普惠率由52%提高到61.3%，提高3.1个百分点。", "conflict"),
        ("受理案件1200件，其中离婚纠纷案件300件、婚姻家庭案件550件、合同案件600件。", "unresolved"),
        ("受理案件1200件，其中侵权案件300件、劳动争议案件550件、合同案件600件。", "conflict"),
        ("发放补贴1000万元，惠及500户，户均3万元。", "conflict"),
        ("发放补贴1000万元，带动500户，户均3万元。", "unresolved"),
        ("发放补贴1000余万元，惠及近500户，户均2.2万元。", "consistent"),
        ("市财政投入15余亿元，占总投资42亿元的36.7%。", "consistent"),
    ],
)
def test_doubt_is_no_conflict(text: str, result: str) -> None:
    """What may be held against another time, may overlap or be a mean of something else is unresolved, not wrong."""
    assert [finding.result for finding in zhnews.audit(text)] == [result]


def test_several_parts_together_have_no_share_of_one() -> None:
    """合计占 is said of the parts before it together."""
    assert conflicts("甲公司投资12亿元，乙公司投资8亿元，合计占总投资50亿元的40%。") == []


def test_a_count_in_brackets_is_no_year() -> None:
    """上年（1994件） counts cases."""
    assert conflicts("全年受理案件2190件，比上年（1994件）增长9.8%。", date(2024, 11, 20)) == []


@pytest.mark.parametrize(
    "piece", ["受理1件，审结1件，结案率1%，", "下降1%，由2起降至1起，", "其中1件，", "日均1万人次，"]
)
def test_work_grows_with_the_text(piece: str) -> None:
    """Ten times the text asks ten times as much of the intervals, not a hundred times: no sentence is weighed whole."""
    weighed = [_weighed(piece * count) for count in (100, 1000)]
    assert weighed[1] < 15 * weighed[0]


def _weighed(text: str) -> int:
    """Count how often the audit of a text holds one interval against another, or reads the unit of a figure."""
    release, meets, like = zhnews.with_claims(text), Interval.meets, Figure.like
    calls: list[None] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Interval, "meets", lambda one, other: calls.append(None) or meets(one, other))
        patch.setattr(Figure, "like", lambda one, other: calls.append(None) or like(one, other))
        zhnews.audit(release)
    return len(calls)

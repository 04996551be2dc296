"""What the public functions promise, end to end."""

from __future__ import annotations

import importlib
import json
import unicodedata
from datetime import date
from pathlib import Path

import opencc
import pytest

import zhnews

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").glob("*.txt"))
LENGTHS = ["flash", "weibo", "brief", "digest", 60, 140, 300]
BUDGET = {"flash": 50, "weibo": 140, "brief": 300, "digest": 800}


def plain(text: str) -> str:
    """Simplified, narrowed, without white space: what a surface and its source have in common."""
    simplified = opencc.OpenCC("t2s").convert(unicodedata.normalize("NFKC", text))
    return "".join(simplified.split())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_claim_slices_to_its_surface(path: Path) -> None:
    """The span of each claim, in the file as it was read, holds the surface before conversion."""
    release = zhnews.read_release(path)
    claims = zhnews.extract_claims(release)
    assert claims
    raw = path.read_bytes().decode("utf-8")
    for claim in claims:
        record = json.loads(json.dumps(claim.to_dict()))
        assert plain(raw[slice(*record["span"])]) == plain(record["surface"])


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_citation_slices_to_its_quote(path: Path, length: zhnews.Length) -> None:
    """Each cited stretch of a bulletin reads as its source does, and no budget is exceeded."""
    release = zhnews.read_release(path)
    bulletin = zhnews.summarize(release, length)
    raw = path.read_bytes().decode("utf-8")
    assert bulletin.citations
    assert bulletin.length == len(bulletin.text) <= BUDGET.get(str(length), 0) or len(bulletin.text) <= int(length)
    for citation in bulletin.citations:
        quoted = bulletin.text[slice(*citation.span)]
        assert plain(raw[slice(*citation.source)]) == plain(quoted)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_cuts_can_be_taken_back(path: Path, length: zhnews.Length) -> None:
    """Putting back what each cut took gives the sentences of the release, whole; each cut names its rule and place."""
    release = zhnews.read_release(path)
    bulletin = zhnews.summarize(release, length)
    raw = path.read_bytes().decode("utf-8")
    text = bulletin.text
    for cut in reversed(bulletin.cuts):
        assert cut.rule.startswith(("compress.", "bulletin."))
        assert text[slice(*cut.span)] == cut.new
        assert plain(raw[slice(*cut.source)]) == plain(cut.old)
        text = text[: cut.span.start] + cut.old + text[cut.span.end :]
    whole = [sentence.text for sentence in zhnews.rank_sentences(release)]
    for printed in bulletin.sentences:
        assert printed in bulletin.text
    # The lead and what follows it may be two printed sentences of one.
    assert sum(text.count(sentence) for sentence in whole) >= len(bulletin.sentences)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_verbatim_cuts_nothing(path: Path, length: zhnews.Length) -> None:
    """With `verbatim` every sentence is printed as the release has it, but for the width of its marks."""
    release = zhnews.read_release(path)
    bulletin = zhnews.summarize(release, length, verbatim=True)
    whole = {plain(sentence.text) for sentence in zhnews.rank_sentences(release)}
    assert {plain(sentence) for sentence in bulletin.sentences} <= whole
    assert {cut.rule for cut in bulletin.cuts} <= {"bulletin.width"}


def test_a_plain_string_is_the_raw_release() -> None:
    """Spans refer to the string that was handed over, noise and all."""
    raw = "<p>截至6月底，全市清理號卡１５．４萬(wàn)張。</p>"
    (claim,) = zhnews.extract_claims(raw, published=date(2023, 7, 20))
    assert claim.surface == "15.4万张"
    assert raw[slice(*claim.span)] == "１５．４萬(wàn)張"


def test_a_release_runs_only_what_it_lacks() -> None:
    """A release that was cleaned before is not cleaned twice, and its bulletin can be had at any length."""
    release = zhnews.extract("全市新增就业3万人，同比增长5.2%。市人社局表示，将继续做好服务。".encode())
    assert zhnews.summarize(release, 30).text == "全市新增就业3万人，同比增长5.2%。"
    assert len(zhnews.summarize(release, 60).text) > 30


def test_exported_names_exist() -> None:
    """Each exported name can be had, and the type checker knows it."""
    for name in zhnews.__all__:
        assert getattr(zhnews, name) is not None
    with pytest.raises(AttributeError, match="nowhere"):
        zhnews.nowhere  # noqa: B018
    assert importlib.import_module("zhnews").__dir__() == zhnews.__all__


def test_other_settings_are_not_ignored() -> None:
    """A finished release is ranked anew when asked for another ranker; its text can't be converted twice."""
    text = "云岭市新增就业3万人，同比增长5.2%。各部门要压实责任。全市新建充电站12座，投资3.5亿元。"
    release = zhnews.Pipeline(zhnews.default_stages(140))(zhnews.read_release(text.encode()))
    assert [s.score for s in zhnews.rank_sentences(release, ranker="lead")] == [1.0, 0.5, pytest.approx(1 / 3)]
    assert zhnews.rank_sentences(release) == list(release.ranked)
    with pytest.raises(zhnews.PipelineError, match="Convert has run on this release with other settings"):
        zhnews.normalize(release, glossary={"充电站": "充电桩"})


def test_figures_stay_on_their_line() -> None:
    """A numeral at the end of a line isn't the beginning of the next one's."""
    assert [c.surface for c in zhnews.extract_claims("经验之一\n三个县增收，达百分之九十\n八个县达标。")] == [
        "三个",
        "百分之九十",
        "八个",
    ]

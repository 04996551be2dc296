"""What may be cut from a sentence, by which rule, and what may not."""

from __future__ import annotations

import pytest

import zhnews
from zhnews.bulletin.compress import cut, spare
from zhnews.bulletin.leadins import own_lead_in

CUT = [
    ("新华社云岭6月3日电（记者陈望）全市启动应急响应。", "全市启动应急响应。"),
    ("原标题：云岭启动应急响应 云岭日报讯（记者陈望）全市启动应急响应。", "全市启动应急响应。"),
    ("云岭网消息：全市启动应急响应。", "全市启动应急响应。"),
    ("记者6月3日从云岭市水利局获悉，启动应急响应的河段有7个。", "云岭市水利局启动应急响应的河段有7个。"),
    ("记者从云岭市水利局获悉，全市水位回落。", "据云岭市水利局消息，全市水位回落。"),
    ("记者从新闻发布会上获悉，全市水位回落。", "全市水位回落。"),
    ("记者从会上获悉，全市水位普遍回落。", "全市水位普遍回落。"),
    ("记者从云岭市水利局今天（6月3日）举行的发布会上获悉，全市水位回落。", "据云岭市水利局6月3日消息，全市水位回落。"),
    ("记者今天从云岭市应急管理局召开的会上了解到，全市水位回落。", "据云岭市应急管理局消息，全市水位回落。"),
    ("最新数据显示，全市水位普遍回落。", "全市水位普遍回落。"),
    ("全市今天（6月3日）启动应急响应。", "全市6月3日启动应急响应。"),
    ("居民消费价格指数（CPI）上涨0.2%。", "居民消费价格指数上涨0.2%。"),
    ("全市深入排查隐患，压紧压实责任，整改137处。", "全市深入排查隐患，整改137处。"),
    ("在市委坚强领导下，全市抢通道路37条。", "全市抢通道路37条。"),
    ("据了解，全市抢通道路37条。", "全市抢通道路37条。"),
    ("全市抢通道路37条，提高政治站位。", "全市抢通道路37条。"),
]
KEPT = [
    "5个省（区、市）水位回落。",
    "“今天（6月3日）水退了。”村民王桂兰说。",
    "他说：“在市委坚强领导下，路通了。”",
    "按可比价格计算，全市生产总值增长5.2%。",
    "为确保3.1万户用水，全市增拨资金300万元。",
    "提高政治站位，高度重视。",
    "全市高度重视安全生产。",
]


@pytest.mark.parametrize(("sentence", "left"), CUT)
def test_what_can_be_spared_goes(sentence: str, left: str) -> None:
    """Each rule takes its whole and leaves a sentence."""
    edits = spare(sentence)
    assert cut(sentence, edits) == left
    assert all(edit.rule.startswith("compress.") for edit in edits)


@pytest.mark.parametrize("sentence", KEPT)
def test_what_says_something_stays(sentence: str) -> None:
    """Abbreviations of places, quotations, bases of figures and clauses with figures are not touched."""
    assert cut(sentence, spare(sentence)) == sentence


def test_cuts_are_in_the_bulletin_by_rule() -> None:
    """A bulletin says what it left out and why."""
    # Cleaning lifts a dateline at the head of a release; a second report may follow with its own.
    text = "今年汛期来得早。\n云岭6月3日电（记者陈望）今天（6月3日），全市启动应急响应，转移群众1200人。"
    bulletin = zhnews.summarize(text, 60)
    assert bulletin.text == "今年汛期来得早。6月3日，全市启动应急响应，转移群众1200人。"
    assert {"compress.dateline", "compress.today"} <= {one.rule for one in bulletin.cuts}


OWN = [
    ("云岭市水利局今天（6月3日）发布的数据显示，全市水位普遍回落。", "云岭市水利局", "全市水位普遍回落。"),
    ("据云岭市水利局通报，全市水位普遍回落。", "云岭市水利局", "全市水位普遍回落。"),
    ("记者从云岭市水利局获悉，全市水位普遍回落。", "云岭市水利局", "全市水位普遍回落。"),
    ("云岭市水利局水文站通报，全市水位普遍回落。", "云岭市水利局", None),
    ("云岭市气象局通报，全市水位普遍回落。", "云岭市水利局", None),
    ("云岭市水利局通报，水退了。", "云岭市水利局", None),
    ("云岭市水利局通报，全市水位普遍回落。", None, None),
]


@pytest.mark.parametrize(("sentence", "issuer", "left"), OWN)
def test_the_issuer_need_not_say_what_the_dateline_says(sentence: str, issuer: str | None, left: str | None) -> None:
    """Only the issuer's own lead-in goes, never that of another body, and only where enough is left."""
    assert sentence[own_lead_in(sentence, issuer) :] == (left or sentence)


def test_lead_ins_stay_where_nothing_may_be_cut() -> None:
    """Word for word is word for word."""
    text = "记者从云岭市水利局获悉，全市水位回落，转移群众1200人。"
    assert zhnews.summarize(text, 60, verbatim=True).text == text
    assert "记者" not in zhnews.summarize(text, 60).text
    for length in ("brief", "digest"):
        assert text in zhnews.summarize(text, length, verbatim=True).text  # type: ignore[arg-type]

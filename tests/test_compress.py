"""What may be cut from a sentence, by which rule, and what may not."""

from __future__ import annotations

import pytest

import zhnews
from zhnews.bulletin.compress import cut, spare

CUT = [
    ("新华社云岭6月3日电（记者陈望）全市启动应急响应。", "全市启动应急响应。"),
    ("原标题：云岭启动应急响应 云岭日报讯（记者陈望）全市启动应急响应。", "全市启动应急响应。"),
    ("云岭网消息：全市启动应急响应。", "全市启动应急响应。"),
    ("记者6月3日从云岭市水利局获悉，启动应急响应的河段有7个。", "云岭市水利局启动应急响应的河段有7个。"),
    ("记者从云岭市水利局获悉，全市水位回落。", "据云岭市水利局消息，全市水位回落。"),
    ("记者从新闻发布会上获悉，全市水位回落。", "全市水位回落。"),
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
    text = "云岭6月3日电（记者陈望）今天（6月3日），全市启动应急响应，转移群众1200人。"
    bulletin = zhnews.summarize(text, 60)
    assert bulletin.text == "6月3日，全市启动应急响应，转移群众1200人。"
    assert {"compress.dateline", "compress.today"} <= {one.rule for one in bulletin.cuts}

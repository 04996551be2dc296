"""No bulletin has a sentence that a desk would not print."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhnews
from broken import bulletin_faults, faults
from zhnews.bulletin.trim import prefixes

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").glob("*.txt"))
LENGTHS: list[zhnews.Length] = ["flash", "weibo", "brief", "digest", 30, 60, 140, 300]

BROKEN = [
    ("云岭市水利局局长陈望说：“堤守住了。”。", "ended twice"),
    ("市水利局局长陈望表示。", "ends in reporting"),
    ("会议听取了各县区的。", "ends in the air"),
    ("水位回落至警戒线以下以及。", "ends in the air"),
    ("其中出口增长11.9%。", "no base"),
    ("同比增长5.2%。", "no base"),
    ("他介绍了有关情况。", "pronoun without its noun"),
    ("此举将惠及农户3.1万户。", "pronoun without its noun"),
    ("但仍有12座水库超汛限水位。", "dangling connective"),
    ("全市启动“护苗行动。", "unbalanced"),
    ("全市启动护苗行动（第二期。", "unbalanced"),
    ("进出口分别增长5.2%。", "分别 with too few figures"),
    ("全市新增就业3万人，", "ends in a mark of pause"),
    ("全市新增就业3万人", "no end mark"),
    ("预案规定，如果水位超过警戒线。", "half a condition"),
    ("尽管水位已经回落，且供水已经恢复。", "half a condition"),
    ("水位已经回落，但随着新一轮降雨到来。", "leads in to nothing"),
    ("。", "empty"),
    ("据江口海关统计，今年前7个月。", "fragment"),
    ("2025年9月3日19时42分。", "fragment"),
    ("据报道，从22日晚间开始。", "fragment"),
    ("与2022年5月相比。", "fragment"),
    ("下一步，市水利局将会同市财政局。", "fragment"),
    ("30多年来，他以“先苦后甜”的朴素信念。", "fragment"),
    ("居民如购买到不合格商品。", "fragment"),
    ("8月1日，市水利局发布。", "fragment"),
    ("当地已转移群众200多人。", "reference without what it refers to"),
    ("报道说，堤坝已经合龙。", "reference without what it refers to"),
    ("各位记者朋友，大家上午好。", "address"),
    ("下面请副市长陈望介绍情况。", "address"),
    ("特此通告。", "address"),
    ("市水利局局长　陈望：全市水位回落。", "turn of a transcript"),
]
SOUND = [
    "全市新增就业3万人，同比增长5.2%。",
    "进口和出口分别增长5.2%和3.1%。",
    "“水退了就好。”村民王桂兰说。",
    "这3年，全市新建泵站27座。",
    "预案规定，如果水位超过警戒线，就启动应急响应。",
    "全市破获案件427起。",
    "尽管水位已经回落，但仍有4条道路中断。",
]

# Each opening, middle and ending once with each other: releases made to tempt the knife.
HEADS = [
    "云岭6月3日电（记者陈望）记者从云岭市水利局获悉，",
    "今天（6月3日），",
    "为深入贯彻落实全省会议精神，",
    "据了解，",
    "据云岭市水利局统计，今年前7个月，",
    "云岭市水利局局长　陈望：",
]
MIDDLES = [
    "云岭市如果遇到强降雨，就启动应急响应，转移群众1200人，同比减少5.2%",
    "云岭市对东、西两座水库分别增拨资金300万元和150万元，其中东库用于除险加固，占总投资的40%",
    "云岭市水利局局长陈望表示，“要守住堤，也要守住人（一个不落），”并要求各县今晚到岗，向群众通报水情",
    "随着水位回落，云岭市不仅恢复了供水，还抢通了道路37条，为秋收",
    "尽管云岭市水位已经回落，且供水已经全部恢复，但随着上游雨势快速发展，4座水库仍超汛限",
    "从6月2日晚间开始，云岭市水利局会同云岭市财政局，以“守一处安一方”的信念，与去年6月相比，向各县多拨付资金300万元",
    "6月2日19时42分，云岭市水利局发布，新一轮降雨将于3日到来；居民如遇积水，请拨打12345求助",
]
TAILS = [
    "。其中，山区恢复供水的村有18个。",
    "，高度重视安全，提高政治站位。他说，这些做法值得推广。",
    "；此举惠及农户3.1万户。但仍有4条道路中断。",
    "。当地已转移群众200人。大家上午好！我们都守在堤上。谢谢大家！",
]
MADE = [f"{head}{middle}{tail}下一步，云岭市将继续排查隐患。" for head in HEADS for middle in MIDDLES for tail in TAILS]


@pytest.mark.parametrize(("sentence", "fault"), BROKEN)
def test_the_checker_finds_what_is_broken(sentence: str, fault: str) -> None:
    """Each kind of fault is found where it was made."""
    assert fault in faults(sentence)


@pytest.mark.parametrize("sentence", SOUND)
def test_the_checker_lets_sound_sentences_be(sentence: str) -> None:
    """What a desk prints is not called broken."""
    assert faults(sentence) == []


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_our_bulletins_are_whole(path: Path, length: zhnews.Length) -> None:
    """The bulletins of our own releases have no fault at any length."""
    release = zhnews.read_release(path)
    sentences = [sentence.text for sentence in zhnews.rank_sentences(release)]
    assert bulletin_faults(zhnews.summarize(release, length), sentences) == []


@pytest.mark.parametrize("text", MADE)
def test_made_releases_give_whole_bulletins(text: str) -> None:
    """However little room there is, a release full of traps is cut to sentences that stand."""
    sentences = [sentence.text for sentence in zhnews.rank_sentences(text)]
    for length in range(16, 141, 6):
        assert bulletin_faults(zhnews.summarize(text, length), sentences) == []


def test_a_sentence_ends_neither_with_a_lead_in_nor_with_what_waits_for_its_answer() -> None:
    """但随着… only leads in, and 尽管… must be answered: neither can end what is printed."""
    text = "尽管水位已经全部回落，且供水已经恢复，但随着上游雨势快速发展，4座水库仍超汛限，群众继续撤离。"
    ends = [text[slice(*span)] for span in prefixes(text)]
    assert ends == [text[:-1], "尽管水位已经全部回落，且供水已经恢复，但随着上游雨势快速发展，4座水库仍超汛限"]

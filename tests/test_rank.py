"""How sentences are scored, and what the parts say."""

from __future__ import annotations

import pytest

import zhnews
from zhnews.rank import is_news, kind_of
from zhnews.text import Text

NEWS = "云岭市6月3日启动应急响应，转移群众1200人。\n市水利局加派巡查人员。\n下一步，云岭市将继续排查隐患。"
TRANSCRIPT = "\n".join(f"{who}：这是第{n}个回答，讲的是水库的事。" for n in range(6) for who in ("记者", "陈望"))
RULING = "云岭县人民法院\n民事判决书\n原告：王某，住云岭县。\n被告：陈某，住云岭县。\n本院认为，合同有效。"
CHAPTERS = "\n".join(
    f"{number}、工作回顾\n" + "".join(f"全市抢通道路{i}条，{number}类水库水位回落{i}厘米。" for i in range(10, 90))
    for number in "一二三四五"
)


@pytest.mark.parametrize(("text", "news"), [(NEWS, True), (TRANSCRIPT, False), (RULING, False), (CHAPTERS, False)])
def test_the_first_sentences_count_in_news_alone(text: str, news: bool) -> None:
    """Transcripts, rulings and long reports by chapters have no lead."""
    assert is_news(zhnews.Release(Text(text))) is news
    assert any(sentence.parts["position"] for sentence in zhnews.rank_sentences(text)) is news


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、主要成效", "heading"),
        ("（一）压实责任", "heading"),
        ("云岭日报记者：请问有哪些措施？", "question"),
        ("下一步，云岭市将继续排查隐患。", "next_step"),
        ("责任编辑：陈望", "note"),
        ("全市水位回落。", None),
    ],
)
def test_kinds(text: str, kind: str | None) -> None:
    """Headings, questions, notes and next steps are told from plain statements."""
    assert kind_of(text) == kind


def test_parts_add_up() -> None:
    """The score is the sum of its parts, and the title counts where there is one."""
    plain = zhnews.rank_sentences(NEWS)
    titled = zhnews.rank_sentences(NEWS, title="云岭市启动应急响应")
    for sentence in (*plain, *titled):
        assert sentence.score == pytest.approx(sum(sentence.parts.values()))
    assert titled[0].parts["title"] > titled[1].parts["title"]
    assert plain[0].parts["title"] == 0

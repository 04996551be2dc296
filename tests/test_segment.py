"""Sentences and words tile the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnews.segment import LONGEST_SENTENCE, Segmenter, split_sentences, words

TEXTS = st.text("甲乙说12。！？；，“”（）《》\n 3件%", max_size=60)


@given(TEXTS)
def test_sentences_tile(text: str) -> None:
    """Joined, the sentences give the text from its first visible character on."""
    sentences = split_sentences(text)
    if not text.strip():
        assert sentences == []
        return
    assert sentences[0].at.start == 0
    assert "".join(s.surface for s in sentences) == text
    assert [s.index for s in sentences] == list(range(len(sentences)))


@given(TEXTS)
def test_words_tile(text: str) -> None:
    """Joined, the words give the text."""
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今日有雨。明日放晴！后日呢？", ["今日有雨。", "明日放晴！", "后日呢？"]),
        ("没有句号的尾巴。还有一段", ["没有句号的尾巴。", "还有一段"]),
        ("“先修路。再通车。”老周说。工程已开工。", ["“先修路。再通车。”老周说。", "工程已开工。"]),
        ("他说：“路修好了。”随后众人离开。", ["他说：“路修好了。”", "随后众人离开。"]),
        ("气温回升（最高8℃。详见附表。）。注意保暖。", ["气温回升（最高8℃。详见附表。）。", "注意保暖。"]),
        ("会议要求：\n一是抓进度；\n二是保质量。", ["会议要求：", "一是抓进度；", "二是保质量。"]),
        ("新增就业3万人；失业率5.2%。", ["新增就业3万人；失业率5.2%。"]),
        ("“没有收尾的引号。第二句。" + "字" * 130 + "。第三句。", None),
    ],
    ids=["marks", "tail", "quoted speech", "speech then deed", "brackets", "list", "semicolon", "unclosed"],
)
def test_sentence_boundaries(text: str, expected: list[str] | None) -> None:
    """Marks end sentences, except inside quotations and brackets; lines always do."""
    found = [s.text for s in split_sentences(text)]
    if expected is None:
        assert found[-1] == "第三句。"
    else:
        assert found == expected


def test_no_sentence_is_endless() -> None:
    """A line without full stops is cut at its semicolons or commas, and at worst at the limit."""
    for text in ("全市破获案件427起；" * 1000, "甲" * 10_000, "甲，乙" * 5000):
        sentences = split_sentences(text)
        assert max(len(s.surface) for s in sentences) <= LONGEST_SENTENCE
        assert "".join(s.surface for s in sentences) == text


def test_paragraphs_are_lines() -> None:
    """Blank lines part paragraphs without counting as one."""
    assert [s.paragraph for s in split_sentences("甲。乙。\n\n丙。\n丁")] == [0, 0, 1, 2]


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
@pytest.mark.filterwarnings("ignore")
def test_a_figure_with_its_unit_is_one_word(segmenter: Segmenter) -> None:
    """Both segmenters keep figures and the terms of the shared dictionary whole."""
    found = words("处置预警信息14万余条，电信网络诈骗案件下降43.88%。", segmenter=segmenter)
    assert {"14万余条", "43.88%", "电信网络诈骗"} <= set(found)

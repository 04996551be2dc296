"""A malformed dictionary is an error with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnews import lexicon
from zhnews.errors import LexiconError

HEADER = (
    "# File: x.tsv\n# Format: word<TAB>kind\n# License: Apache-2.0\n# Source: ours\n# Used by: tests\n# Notes: none\n"
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("甲\t一\n乙\n", ":8: 1 fields where the format has 2"),
        ("甲\t一\n甲\t一\n", ":8: '甲' stands twice"),
        ("乙\t一\n丙\t一\n丁\t一\n", ":8: '丙' is out of order"),
        ("\t一\n", ":7: an empty key"),
        ("甲 \t一\n", ":7: an empty key or a space"),
        ("甲\t一\n# 注\n", ":8: a comment among the entries"),
    ],
    ids=["fields", "twice", "order", "empty key", "space", "comment"],
)
def test_malformed_line_names_file_and_line(tmp_path: Path, body: str, message: str) -> None:
    """The message starts with file:line and says what to do."""
    path = tmp_path / "x.tsv"
    path.write_text(HEADER + body, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        lexicon.check(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_incomplete_header_is_refused(tmp_path: Path) -> None:
    """Each dictionary says where it comes from and who uses it."""
    path = tmp_path / "x.tsv"
    path.write_text("# File: x.tsv\n# Format: word\n甲\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r":3: the header lacks License, Source, Used by, Notes"):
        lexicon.check(path)


def test_wrong_encoding_is_refused(tmp_path: Path) -> None:
    """A dictionary is UTF-8."""
    path = tmp_path / "x.tsv"
    path.write_bytes("甲".encode("gb18030"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        lexicon.check(path)


def test_unknown_dictionary_is_refused() -> None:
    """A name that isn't there is named."""
    with pytest.raises(LexiconError, match="no such dictionary"):
        lexicon.load("segment/nowhere")


WORDS = ["一些", "一体", "一体化", "体化", "化"]


@given(st.text("一体化些甲", max_size=20))
def test_words_are_found_as_a_pattern_finds_them(text: str) -> None:
    """The words of a text are those that the longest-first pattern of them matches, from left to right."""
    words = lexicon.Words(WORDS)
    pattern = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
    assert list(words.find(text)) == [match.span() for match in pattern.finditer(text)]
    for place in range(len(text)):
        lengths = words.lengths_at(text, place, len(text))
        assert lengths == sorted((len(w) for w in WORDS if text.startswith(w, place)), reverse=True)
        assert words.length_at(text, place) == max(lengths, default=0)


def test_words_end_by_a_bound() -> None:
    """A word that reaches beyond the end is none; a shorter one is found in its place."""
    words = lexicon.Words(WORDS)
    assert list(words.find("推进一体化", 2, 4)) == [(2, 4)]
    assert words.length_at("一体化", 0, 2) == 2
    assert words.lengths_at("一体化", 0, 1) == []

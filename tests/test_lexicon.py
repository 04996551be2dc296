"""A malformed dictionary is an error with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

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

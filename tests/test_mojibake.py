"""Text that was decoded by the wrong table is repaired where that is certain, and left alone where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest

import zhnews
from zhnews.read import release_from_str
from zhnews.read.mojibake import RULE, find_mojibake
from zhnews.text import Text

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "releases").glob("*.txt"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES}
RELEASE = TEXTS["jiangling-port"]
MOST_IN_A_ROW = 5
TRADITIONAL = opencc.OpenCC("s2tw").convert(RELEASE)


def windows(data: bytes) -> str:
    """Read bytes as browsers read Latin-1: Windows-1252, with control characters where it has nothing."""
    return re.sub(
        "[\x80-\x9f]", lambda m: m.group().encode("latin-1").decode("cp1252", "ignore") or m.group(), latin(data)
    )


def latin(data: bytes) -> str:
    """Read bytes as Latin-1."""
    return data.decode("latin-1")


@pytest.mark.parametrize(
    ("text", "encoding", "read", "story"),
    [
        (RELEASE, "utf-8", latin, "utf-8 read as windows-1252"),
        (RELEASE, "utf-8", windows, "utf-8 read as windows-1252"),
        (RELEASE, "gb18030", latin, "gb18030 read as windows-1252"),
        (RELEASE, "gb18030", windows, "gb18030 read as windows-1252"),
        (TRADITIONAL, "gb18030", windows, "gb18030 read as windows-1252"),
        (TRADITIONAL, "big5hkscs", latin, "big5hkscs read as windows-1252"),
        (TRADITIONAL, "big5hkscs", windows, "big5hkscs read as windows-1252"),
    ],
)
def test_what_lost_nothing_comes_back_whole(text: str, encoding: str, read: Callable[[bytes], str], story: str) -> None:
    """The repaired text equals the first one, and each character comes from the ones its bytes were read as."""
    found = find_mojibake(read(text.encode(encoding)))
    assert found is not None
    assert str(found) == story
    repaired = Text(read(text.encode(encoding))).edit(found.edits)
    assert str(repaired) == text
    for at, char in enumerate(text[:300]):
        start, end = repaired.origin((at, at + 1))
        assert end - start == len(char.encode(encoding))


@pytest.mark.parametrize("lost", ["\ufffd", "?"])
@pytest.mark.parametrize("table", ["gb18030", "gbk"])
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_what_lost_bytes_is_repaired_where_they_are_left(name: str, table: str, lost: str) -> None:
    """UTF-8 read as GBK loses a byte wherever Chinese ends on an odd one: a character a byte at most, each marked."""
    text = TEXTS[name]
    broken = text.encode().decode(table, "replace").replace("\ufffd", lost)
    found = find_mojibake(broken)
    assert found is not None
    repaired = str(Text(broken).edit(found.edits))
    position = missing = 0
    for kept in re.split("[\ufffd?]+", repaired):
        at = text.find(kept, position)
        assert 0 <= at - position <= MOST_IN_A_ROW
        missing += at - position
        position = at + len(kept)
    assert missing + len(text) - position <= broken.count(lost)
    assert re.findall(r"\d+\.\d", repaired) == re.findall(r"\d+\.\d", text)


def test_groups_are_minimal() -> None:
    """Six bytes are three characters of GBK and two of UTF-8; ASCII between them stays as it is."""
    found = find_mojibake("全市就业3.2万人，".encode().decode("gb18030", "replace"))
    assert found is not None
    assert [(edit.span, edit.new, edit.rule) for edit in found.edits][:3] == [
        ((0, 3), "全市", RULE),
        ((3, 6), "就业", RULE),
        ((9, 12), "万人", RULE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(path.read_text(encoding="utf-8") for path in EXAMPLES),
        TRADITIONAL,
        "锟斤拷锟斤拷锟斤拷锟斤拷",
        "法国Élysée宫与德国Mönchengladbach市、São Paulo州签署协议。",
        "Ça a été très élevé: l'œuvre naïve, déjà à l'été",
        "温度为25℃±2℃，长×宽×高为3×4×5，·甲··乙·",
        "MÃ¼nchen ist schÃ¶n und grÃ¶ÃŸer",
        "",
    ],
)
def test_what_is_no_mojibake_is_left_alone(text: str) -> None:
    """Genuine text, other languages, and damage that no table can undo are not touched."""
    assert find_mojibake(text) is None


def test_a_long_text_is_repaired_line_by_line() -> None:
    """Beyond a length the groups are lines, and the text comes out the same."""
    text = RELEASE * 250
    broken = text.encode().decode("latin-1")
    found = find_mojibake(broken)
    assert found is not None
    assert str(Text(broken).edit(found.edits)) == text
    assert len(found.edits) == len([line for line in text.split("\n") if line])


@pytest.mark.parametrize("as_bytes", [True, False], ids=["bytes", "str"])
def test_a_release_is_repaired_before_it_is_searched(as_bytes: bool) -> None:
    """Title and date are found in the repaired text, with spans of the source, and the repair is reported."""
    text = (
        "云岭市召开新闻发布会\n来源：云岭市政府 发布时间：2023-07-20\n会上通报了今年以来的情况，全市新增就业3.2万人。"
    )
    broken = text.encode().decode("latin-1")
    release = zhnews.read_release(broken.encode()) if as_bytes else release_from_str(broken)
    assert release.title == "云岭市召开新闻发布会"
    assert str(release.published) == "2023-07-20"
    start, end = release.meta["title"]
    assert broken[start:end].encode("latin-1").decode() == "云岭市召开新闻发布会"
    assert release.notes["mojibake"] == "utf-8 read as windows-1252"
    assert {change.rule for change in release.text.changes} == {RULE}


def test_a_page_is_repaired_before_it_is_parsed() -> None:
    """The rendering of a page is that of the page as it should have been."""
    page = f"<html><head><title>x</title></head><body><p>{'全市新增就业3.2万人，同比增长5.2%。' * 3}</p></body></html>"
    release = zhnews.read_release(page.encode().decode("latin-1").encode())
    assert str(release.text) == "全市新增就业3.2万人，同比增长5.2%。" * 3
    assert release.notes["mojibake"] == "utf-8 read as windows-1252"


def test_halves_of_characters_in_a_string() -> None:
    """Two halves side by side are joined, one alone is lost, and its sentence is damaged."""
    text = "全市新增就业\ud83d\ude003.2万人\ud800，同比增长5.2%。"
    assert str(zhnews.normalize(text)) == "全市新增就业😀3.2万人\ufffd，同比增长5.2%。"
    assert [claim.damaged for claim in zhnews.extract_claims(text)] == [True, True]

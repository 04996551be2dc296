"""Bytes are read in their own encoding, whole or damaged."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import zhnews
from zhnews.read.encodings import Encoding, decode, detect

ROOT = Path(__file__).parent.parent
TEXT = "统计数据显示，经济运行平稳。"
TRADITIONAL = "統計數據顯示，經濟運行平穩。"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The benchmark, which makes the matrix."""
    spec = importlib.util.spec_from_file_location("encodings_benchmark", ROOT / "benchmarks" / "encodings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_nearly_every_text_of_the_matrix_comes_out_as_it_went_in(benchmark: ModuleType) -> None:
    """Whole texts are always read right; of all, with those that lost a byte or were cut, 99.5 % are."""
    cases = list(benchmark.matrix(benchmark.own_texts(), seed=7, rounds=2, sizes=(12, 20, 60, 300, 2_500)))
    wrong = []
    for case in cases:
        text, encoding = decode(case.data)
        if not benchmark.is_right(case, text, encoding.name):
            wrong.append((case.encoding, case.damage, case.text[:40], text[:40]))
    assert len(cases) > 700
    assert not [case for case in wrong if case[1] == "whole"]
    assert len(wrong) <= 0.005 * len(cases), wrong


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8", "byte order mark"),
        (TEXT.encode("utf-16"), "utf-16-le", "byte order mark"),
        (TEXT.encode("utf-32"), "utf-32-le", "byte order mark"),
        ((TEXT * 3).encode(), "utf-8", "valid UTF-8"),
        (b"GDP 5.2%", "utf-8", "ASCII only"),
        ((TEXT * 3).encode()[:-1], "utf-8", "nearly valid UTF-8"),
        (TEXT.encode("gbk"), "gb18030", "less than big5hkscs"),
        (TRADITIONAL.encode("big5"), "big5hkscs", "less than gb18030"),
        (TEXT.encode("utf-16-be"), "utf-16-be", "less than"),
        (b"\xef\xbb\xbf" + TEXT.encode("gbk") * 3, "gb18030", "lost"),
    ],
    ids=["bom", "utf-16", "utf-32", "utf-8", "ascii", "cut", "gbk", "big5", "no bom", "false bom"],
)
def test_the_detection_says_why(data: bytes, name: str, reason: str) -> None:
    """The name, a reason in words, and a confidence between 0 and 1."""
    encoding = detect(data)
    assert encoding.name == name
    assert reason in encoding.reason
    assert 0.5 < encoding.confidence <= 1


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
def test_a_declared_charset_is_not_trusted(declared: str, encoding: str) -> None:
    """A page is read in the encoding that it is in, whatever it says."""
    page = f'<html><head><meta charset="{declared}"><title>x</title></head><body><p>{TRADITIONAL * 3}</p></body></html>'
    assert str(zhnews.read_release(page.encode(encoding)).text) == TRADITIONAL * 3


def test_a_lost_byte_costs_no_more_than_its_neighbours() -> None:
    """Reading goes on in step behind the gap, although no ASCII follows."""
    data = (TEXT * 400).encode("gb18030")
    text, encoding = decode(data[:5_001] + data[5_002:])
    assert encoding.name == "gb18030"
    assert text[:2_499] == (TEXT * 400)[:2_499]
    assert text.endswith((TEXT * 400)[2_505:])


def test_a_release_carries_how_its_encoding_was_found() -> None:
    """`encoding` is the name; confidence and reason stand among the notes, also in JSON."""
    release = zhnews.read_release(TEXT.encode("gbk"))
    assert release.encoding == "gb18030"
    found = Encoding(**release.to_dict()["notes"]["encoding"])
    assert found == detect(TEXT.encode("gbk"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)) * 8, "binary"),
        (b"\0" * 4_000, "binary"),
        ("Ça été très élevé à l'œuvre, où naïveté règne".encode("cp1252") * 3, "no encoding we know"),
        ("Ξεσκεπάζω την ψυχοφθόρα βδελυγμία".encode("iso-8859-7"), "no encoding we know"),
    ],
    ids=["all bytes", "zeros", "French", "Greek"],
)
def test_what_is_no_chinese_text_is_refused(data: bytes, message: str) -> None:
    """One line that names the input and says what to do."""
    with pytest.raises(zhnews.InputError, match=rf"^page\.txt: .*{message}.*: .+"):
        decode(data, "page.txt")


def test_a_stray_zero_byte_does_not_make_a_text_binary() -> None:
    """A few of them in a long text are read over."""
    assert decode((TEXT * 20).encode() + b"\0" + (TEXT * 20).encode())[0] == TEXT * 20 + "\0" + TEXT * 20

"""The conventions of the command line, on the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "releases" / "yunling-antifraud.txt"


def zhnews(*args: str | Path, data: bytes | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; no test here may take long."""
    command = [sys.executable, "-m", "zhnews.cli", *map(str, args)]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_summarize_prints_a_bulletin() -> None:
    """The result is on stdout, and nothing on stderr."""
    done = zhnews("summarize", EXAMPLE, "--length", "weibo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("【")
    assert len(done.stdout.strip()) <= 140


@pytest.mark.parametrize("command", ["summarize", "extract", "normalize", "segment", "rank", "claims", "audit"])
def test_json_everywhere(command: str) -> None:
    """--json gives valid JSON from each command, here from stdin."""
    done = zhnews(command, "-", "--json", data=EXAMPLE.read_bytes())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_claims_in_every_format(form: str) -> None:
    """Each format holds the figures as they stand in the normalized release."""
    done = zhnews("claims", EXAMPLE, "--format", form)
    assert done.returncode == 0
    assert "86.25%" in done.stdout
    if form == "jsonl":
        assert all(json.loads(line)["span"] for line in done.stdout.splitlines())


def test_normalize_explains_every_edit() -> None:
    """Each edit is listed with its rule and source span."""
    done = zhnews("normalize", EXAMPLE, "--explain")
    rules = {line.split("\t")[1] for line in done.stdout.splitlines()[1:]}
    assert {"clean.tags", "clean.spam", "clean.footer", "clean.pinyin", "convert.characters"} <= rules


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "a PNG image, not text: run OCR on it first"),
        (bytes(range(256)) * 40, "binary"),
        (bytes(range(128, 256)) * 40, "no encoding we know"),
    ],
    ids=["missing", "empty", "blank", "picture", "binary", "unreadable"],
)
@pytest.mark.parametrize("command", ["summarize", "claims"])
def test_bad_input_is_one_line(tmp_path: Path, command: str, content: bytes | None, message: str) -> None:
    """Exit code 2 and one line that names the file; no traceback, nothing on stdout."""
    path = tmp_path / "release.txt"
    if content is not None:
        path.write_bytes(content)
    done = zhnews(command, path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert str(path) in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_directory_is_refused(tmp_path: Path) -> None:
    """A folder is no release."""
    done = zhnews("summarize", tmp_path)
    assert done.returncode == 2
    assert "is a directory" in done.stderr


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    """The good files are done, the bad one is named, and the exit code is 3."""
    done = zhnews("claims", tmp_path / "missing.txt", EXAMPLE, "--format", "jsonl")
    assert done.returncode == 3
    assert "missing.txt" in done.stderr
    assert done.stdout.count("\n") > 20


@pytest.mark.parametrize(
    "args",
    [
        ("summarize", EXAMPLE, "--length", "huge"),
        ("summarize", EXAMPLE, "--length", "0"),
        ("claims", EXAMPLE, "--published", "July"),
        ("nonsense",),
    ],
    ids=["length", "zero", "date", "command"],
)
def test_wrong_usage_is_exit_2(args: tuple[str | Path, ...]) -> None:
    """What can't be meant is refused, without a traceback."""
    done = zhnews(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_broken_pipe_is_silence() -> None:
    """A reader that leaves early, as `| head` does, causes no complaint."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "zhnews.cli", "normalize", str(EXAMPLE), "--explain"]
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.stderr == b""


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """One endless line is answered within the time limit."""
    path = tmp_path / "long.txt"
    path.write_text("全市破获案件427起，同比上升9.5%；" * 200_000, encoding="utf-8")
    done = zhnews("extract", path)
    assert done.returncode == 0
    assert done.stdout.startswith("全市破获案件427起")


def test_output_file(tmp_path: Path) -> None:
    """--output writes there and leaves stdout alone."""
    target = tmp_path / "bulletin.md"
    done = zhnews("summarize", EXAMPLE, "--format", "md", "--output", target)
    assert (done.returncode, done.stdout) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("# ")


def test_lexicon_commands(tmp_path: Path) -> None:
    """check finds what is wrong, sort mends the order, add puts an entry in its place."""
    path = tmp_path / "mine.tsv"
    header = "# File: mine.tsv\n# Format: from<TAB>to\n# License: mine\n# Source: me\n# Used by: me\n# Notes: none\n"
    path.write_text(header + "網絡\t网络\n電腦\t电脑\n", encoding="utf-8")
    assert zhnews("lexicon", "check").returncode == 0
    assert zhnews("lexicon", "add", path, "軟體", "软件").returncode == 0
    assert zhnews("lexicon", "check", path).returncode == 0
    path.write_text(header + "電腦\t电脑\n網絡\t网络\n", encoding="utf-8")
    found = zhnews("lexicon", "check", path)
    assert (found.returncode, "out of order" in found.stderr) == (1, True)
    assert zhnews("lexicon", "sort", path).returncode == 0
    assert zhnews("lexicon", "check", path).returncode == 0


def test_a_glossary_wins(tmp_path: Path) -> None:
    """What the user's glossary says is taken before any other conversion; its header is optional."""
    path = tmp_path / "mine.tsv"
    assert zhnews("lexicon", "add", path, "雲嶺", "云岭市").returncode == 0
    assert zhnews("lexicon", "add", path, "滑鼠", "鼠标器").returncode == 0
    assert path.read_text(encoding="utf-8") == "滑鼠\t鼠标器\n雲嶺\t云岭市\n"
    assert zhnews("lexicon", "check", path).returncode == 0
    done = zhnews("normalize", "-", "--glossary", path, data="雲嶺統計".encode())
    assert done.stdout == "云岭市统计\n"
    header = "# File: mine.tsv\n# Format: from<TAB>to\n# License: mine\n# Source: me\n# Used by: me\n# Notes: none\n"
    path.write_text(header + "雲嶺\t云岭市\n", encoding="utf-8")
    assert zhnews("normalize", "-", "--glossary", path, data="雲嶺統計".encode()).stdout == "云岭市统计\n"


@pytest.mark.parametrize("command", [["normalize"], ["summarize"], ["batch", "run", "-o", "out"]], ids=lambda c: c[0])
def test_a_glossary_that_is_not_there(command: list[str], tmp_path: Path) -> None:
    """A glossary that can't be read is one line and exit 2, so that no script takes it for a finding."""
    for path in (tmp_path / "none.tsv", tmp_path):
        done = zhnews(*command, EXAMPLE, "--glossary", path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert str(path) in done.stderr


def test_a_glossary_is_checked_as_it_is_read(tmp_path: Path) -> None:
    """The check of a glossary names what conversion would refuse; an entry of three fields is refused too."""
    path = tmp_path / "mine.tsv"
    path.write_text("乙方\t甲方\n\n甲方\t丙方\n", encoding="utf-8")
    found = zhnews("lexicon", "check", path)
    assert (found.returncode, "mine.tsv:1: " in found.stderr) == (1, True)
    done = zhnews("lexicon", "add", tmp_path / "new.tsv", "甲", "乙", "丙")
    assert (done.returncode, "3 fields where the format has 2" in done.stderr) == (2, True)
    assert not (tmp_path / "new.tsv").exists()


@pytest.mark.parametrize(
    ("text", "code", "mark"),
    [
        ("全市法院受理案件320件，审结288件，结案率90%。", 0, "✓ consistent  ratio"),
        ("全市法院受理案件320件，审结288件，结案率80%。", 1, "✗ conflict  ratio"),
    ],
)
def test_audit_tells_by_its_exit_code(text: str, code: int, mark: str) -> None:
    """Exit 1 when something conflicts; the formula and the quotes are printed."""
    done = zhnews("audit", "-", data=text.encode())
    assert done.returncode == code
    assert done.stdout.startswith(mark)
    assert "288件 ÷ 320件 = 90 %" in done.stdout


def test_verify_tells_by_its_exit_code(tmp_path: Path) -> None:
    """Exit 1 on an altered figure, with what the release has; 0 when all are supported."""
    release = tmp_path / "release.txt"
    release.write_text("全市破获案件412起，返还资金1400余万元。", encoding="utf-8")
    assert zhnews("verify", "-", "--against", release, data="破获案件412起。".encode()).returncode == 0
    done = zhnews("verify", "-", "--against", release, data="返还资金1400万元。".encode())
    assert done.returncode == 1
    assert "1400余万元" in done.stdout
    assert zhnews("verify", "-", "--against", "-", data=b"1").returncode == 2


@pytest.mark.parametrize("command", ["extract", "normalize", "summarize"])
@pytest.mark.parametrize(
    "page",
    ["<html><body>" + "<table><tr><td>" * 3_000, "<html><body>" + "<" * 20_000, "<p></p>" * 99],
    ids=["nested", "flood", "tags"],
)
def test_file_without_text_is_told(command: str, page: str) -> None:
    """A page or text of which nothing is left gets one line on stderr, not silence."""
    done = zhnews(command, "-", data=page.encode())
    assert done.stdout.strip() == ""
    assert done.stderr.count("\n") == 1
    assert "no text of a release" in done.stderr


def test_normalize_prints_each_file_before_it_reads_the_next(tmp_path: Path) -> None:
    """Of many files, what the first gave is there while the second still waits."""
    first = tmp_path / "first.txt"
    first.write_text("統計數據顯示，全市平穩。", encoding="utf-8")
    command = [sys.executable, "-m", "zhnews.cli", "normalize", str(first), "-", "--explain"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline().decode().strip() == f"==> {first} <=="
        running.stdin.write("全市平稳。".encode())
        running.stdin.close()
        rest = running.stdout.read().decode()
    assert "convert.characters" in rest.partition("==> - <==")[0]


def test_normalize_of_many_files(tmp_path: Path) -> None:
    """In JSON each is a line, in a file they follow each other, and one that can't be read stops no other."""
    files = [tmp_path / "甲.txt", tmp_path / "乙.txt"]
    for file in files:
        file.write_text("統計數據。", encoding="utf-8")
    done = zhnews("normalize", files[0], tmp_path / "丙.txt", files[1], "--json")
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(file) for file in files]
    assert (done.returncode, done.stderr.count("no such file")) == (3, 1)
    zhnews("normalize", *files, "--output", tmp_path / "all.txt")
    written = (tmp_path / "all.txt").read_text(encoding="utf-8")
    assert written == "".join(f"==> {file} <==\n统计数据。\n" for file in files)
    assert zhnews("normalize", *files, "--check").returncode == 1
    assert zhnews("normalize", *files, "--format", "html").returncode == 2


def test_text_is_not_called_empty() -> None:
    """A release with a text has no such line and no such note."""
    done = zhnews("extract", EXAMPLE, "--json")
    assert done.stderr == ""
    assert "empty" not in json.loads(done.stdout)["notes"]

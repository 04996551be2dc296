"""What folders and archives hold becomes documents; what can't be read is said, and reading goes on."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Sequence
from pathlib import Path

import pytest

from zhnews.batch.documents import Document, Limits, Part, SourceOptions, Trouble, document_id
from zhnews.batch.sources import discover
from zhnews.errors import InputError

SMALL = SourceOptions(part_bytes=64, limits=Limits(document_bytes=400))


def read(*paths: str | os.PathLike[str], options: SourceOptions | None = None) -> tuple[list[Document], list[Trouble]]:
    """Read all parts of these sources: the documents, the troubles."""
    found = [item for part in discover([*paths], options) for item in part.read()]
    return [i for i in found if isinstance(i, Document)], [i for i in found if isinstance(i, Trouble)]


def texts(documents: Sequence[Document]) -> list[str]:
    """The documents' contents as text."""
    return [i.data if isinstance(i.data, str) else i.data.decode() for i in documents]


def make_folder(root: Path, count: int = 9) -> Path:
    """A folder of short releases, two levels deep."""
    for number in range(count):
        path = root / f"第{number % 3}区" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"青溪市第{number}号通报：检查门店{number + 20}家。", encoding="utf-8")
    return root


def test_a_folder_is_searched_through(tmp_path: Path) -> None:
    """Every file below a folder is a document, in an order that is always the same; hidden files are passed over."""
    root = make_folder(tmp_path / "news")
    (root / ".hidden.txt").write_text("略")
    (root / "earlier").mkdir()
    (root / "earlier" / "_plan.json").write_text("{}")
    (root / "earlier" / "part.jsonl").write_text('{"text": "结果"}')
    documents, troubles = read(root, options=SMALL)
    assert len(documents) == 9
    assert not troubles
    assert documents[0].source == f"{root}/第0区/0.txt"
    assert documents == read(root, options=SMALL)[0]
    assert len(discover([root], SMALL)) > 2
    assert len(discover([root])) == 1


def test_ids_come_from_content_and_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of the parts and the working directory change no id; content and name do."""
    root = make_folder(tmp_path / "news")
    ids = [i.id for i in read(root, options=SMALL)[0]]
    assert len(set(ids)) == 9
    assert ids == [i.id for i in read(root)[0]]
    monkeypatch.chdir(tmp_path)
    assert ids == [i.id for i in read("news")[0]]
    monkeypatch.chdir(root)
    assert ids == [i.id for i in read(".")[0]]
    (root / "第0区" / "0.txt").write_text("改正。")
    assert [a == b for a, b in zip(ids, [i.id for i in read(root)[0]], strict=True)] == [False] + [True] * 8


def test_two_folders_with_the_same_file_give_two_ids(tmp_path: Path) -> None:
    """The place that an id is made of begins at the folder that holds all sources."""
    for name in ("east", "west"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("同一份通报。")
    assert len({i.id for i in read(tmp_path / "east", tmp_path / "west")[0]}) == 2


def test_a_file_alone_and_patterns(tmp_path: Path) -> None:
    """A file is a source, and so is all that a pattern matches; the same file is read once."""
    root = make_folder(tmp_path / "news")
    one = root / "第0区" / "3.txt"
    assert texts(read(one)[0]) == ["青溪市第3号通报：检查门店23家。"]
    assert len(read(f"{root}/**/*.txt")[0]) == 9
    assert len(read(one, one, f"{root}/第0区/*")[0]) == 3


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """Another spelling, a link, a file of a folder that is named too: nothing is read twice."""
    root = make_folder(tmp_path / "news")
    one = root / "第0区" / "3.txt"
    (root / "link.txt").symlink_to(one)
    (root / "again").symlink_to(one.parent, target_is_directory=True)
    (tmp_path / "other").symlink_to(root, target_is_directory=True)
    for paths in ([root], [root, one, tmp_path / "other", root / "link.txt"], [one, root / "link.txt", root / "again"]):
        documents, troubles = read(*paths)
        assert len(documents) == len({document.data for document in documents}) == (9 if root in paths else 3)
        assert not troubles


@pytest.mark.parametrize("paths", [[], ["nothing.txt"], ["nothing/*.txt"]])
def test_a_path_without_anything_is_refused(paths: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that isn't there is a mistake of the caller, told at once."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"check the path|name a folder"):
        discover(paths)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A pipe, a broken link and a giant are named, and the rest is read."""
    root = make_folder(tmp_path / "news", 2)
    os.mkfifo(root / "pipe.txt")
    (root / "lost.txt").symlink_to(root / "gone.txt")
    (root / "giant.txt").write_bytes(b"a" * 500)
    documents, troubles = read(root, options=SMALL)
    assert len(documents) == 2
    assert [t.source.rpartition("/")[2] + ": " + t.error for t in troubles] == [
        "giant.txt: can't be read: more than 400 bytes: split it, or raise Limits(document_bytes=…)",
        "lost.txt: can't be read: No such file or directory",
        "pipe.txt: can't be read: a folder, link or device, not a file",
    ]


def test_names_in_other_encodings_are_readable(tmp_path: Path) -> None:
    """A file name in GBK is shown as characters and is still found."""
    (tmp_path / "news").mkdir()
    with open(os.fsencode(tmp_path / "news") + "/公报.txt".encode("gbk"), "w") as file:
        file.write("全年检查门店。")
    (document,), troubles = read(tmp_path / "news")
    assert document.source.endswith("/公报.txt")
    assert not troubles


def make_jsonl(path: Path, count: int = 40, **more: str) -> Path:
    """JSON Lines of short releases."""
    rows = [{"text": f"青溪市第{n}号通报。" + "检查" * (n % 7), "n": n, **more} for n in range(count)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [1, 7, 50, 64, 333, 10_000])
def test_ranges_of_bytes_split_lines_of_json(tmp_path: Path, size: int) -> None:
    """However a file is cut, every line is read once, in order, with the same id."""
    path = make_jsonl(tmp_path / "news.jsonl")
    documents, troubles = read(path, options=SourceOptions(part_bytes=size))
    assert not troubles
    assert documents == read(path)[0]
    assert texts(documents)[:2] == ["青溪市第0号通报。", "青溪市第1号通报。检查"]
    start = int(documents[7].source.rpartition("@")[2])
    assert json.loads(path.read_bytes()[start:].splitlines()[0])["n"] == 7


def test_columns_of_json(tmp_path: Path) -> None:
    """Text and id come from the named columns; title and date are taken where they are stated."""
    path = tmp_path / "news.jsonl"
    path.write_text(
        '\ufeff{"正文": "会议召开。", "no": 7, "title": "通报", "published": "2023-07-20T08:00:00"}\r\n'
        '{"正文": "\\ud83d\\ude00会议\\ud800召开。", "published": "昨天"}\n\n'
    )
    documents, troubles = read(path, options=SourceOptions(text_column="正文", id_column="no"))
    assert not troubles
    first, second = documents
    assert (first.id, first.title, str(first.published)) == ("7", "通报", "2023-07-20")
    assert second.id == document_id(f"news.jsonl@{second.source.rpartition('@')[2]}", second.data)
    assert (second.data, second.published) == ("\U0001f600会议\ufffd召开。", None)


def test_bad_lines_of_json_cost_themselves_alone(tmp_path: Path) -> None:
    """Lines that are no JSON, no object, too deep, too long or without text are told; the others are read."""
    path = tmp_path / "news.jsonl"
    bad = ["{", "[1]", "[" * 390, '{"text": "' + "长" * 400 + '"}', '{"body": "文"}', '{"text": null}', "\udcff\udcfe"]
    good = [json.dumps({"text": f"第{n}号。"}, ensure_ascii=False) for n in range(len(bad) + 1)]
    rows = [line for pair in zip(good, [*bad, ""], strict=True) for line in pair]
    path.write_bytes("\n".join(rows).encode("utf-8", "surrogateescape"))
    for size in (50, 10_000):
        documents, troubles = read(path, options=SourceOptions(part_bytes=size, limits=SMALL.limits))
        assert texts(documents) == [f"第{n}号。" for n in range(len(good))]
        assert [t.error.partition(":")[0] for t in troubles] == [
            "no JSON", "no JSON object, but list", "no JSON", "more than 400 bytes", "no text", "no text", "no JSON"
        ]  # fmt: skip
        assert troubles[4].data == b'{"body": "\xe6\x96\x87"}\n'
        assert "column 'text' isn't among body: name it by --text-column" in troubles[4].error


def test_a_line_without_end_is_not_read_by_every_part(tmp_path: Path) -> None:
    """Parts inside a giant line stop at their own end: reading stays linear in the file."""
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 5_000_000)
    parts = discover([path], SourceOptions(part_bytes=100_000, limits=SMALL.limits))
    assert len(parts) == 50
    assert [len(list(part.read())) for part in parts] == [1] + [0] * 49


def test_parts_survive_json_and_pickle(tmp_path: Path) -> None:
    """A plan keeps parts as JSON, workers get them pickled; both read the same."""
    for part in discover([make_folder(tmp_path / "news"), make_jsonl(tmp_path / "news.jsonl")], SMALL):
        kept = Part.from_dict(json.loads(json.dumps(part.to_dict())), SourceOptions.from_dict(SMALL.to_dict()))
        assert kept == part == pickle.loads(pickle.dumps(part))
        assert list(kept.read()) == list(part.read())


@pytest.mark.parametrize("make", [lambda: Limits(document_bytes=0), lambda: SourceOptions(part_bytes=0)])
def test_limits_are_checked(make: object) -> None:
    """A limit of nothing is refused."""
    with pytest.raises(ValueError, match="at least 1"):
        make()  # type: ignore[operator]

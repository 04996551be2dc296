"""Archives of every kind give their releases; hostile ones give the good ones and say what is wrong."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import random
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

import made_archives as made
from zhnews.batch.documents import Document, Limits, SourceOptions, Trouble
from zhnews.batch.sources import discover, zip

TEXTS = made.releases(30)
LINE = made.make_jsonl(TEXTS[:1])
OPTIONS = SourceOptions(part_bytes=1500)


def read(path: Path, options: SourceOptions | None = None) -> tuple[list[Document], list[Trouble]]:
    """Read all parts of a source: the documents, the troubles."""
    found = [item for part in discover([path], options) for item in part.read()]
    return [i for i in found if isinstance(i, Document)], [i for i in found if isinstance(i, Trouble)]


def text(document: Document) -> str:
    """A document's text; a page's without tags."""
    data = document.data if isinstance(document.data, str) else document.data.decode()
    return data.replace("<html><body><p>", "").replace("</p><p>", "\n").replace("</p></body>", "")


SOUND: dict[str, Callable[[list[str]], bytes]] = {
    "a.zip": lambda t: made.make_zip(made.named(t)),
    "stored.zip": lambda t: made.make_zip(made.named(t), zipfile.ZIP_STORED),
    "lzma.zip": lambda t: made.make_zip(made.named(t), zipfile.ZIP_LZMA),
    "after-program.zip": lambda t: b"MZ" * 5000 + made.make_zip(made.named(t)),
    "a.tar": lambda t: made.make_tar(made.named(t)),
    "gnu.tar": lambda t: made.make_tar(made.named(t), tarfile.GNU_FORMAT),
    "old.tar": lambda t: made.make_tar(made.named(t), tarfile.USTAR_FORMAT),
    "a.tar.gz": lambda t: gzip.compress(made.make_tar(made.named(t))),
    "a.tar.zst": lambda t: made.zstd(made.make_tar(made.named(t))),
    "a.tar.xz": lambda t: lzma.compress(made.make_tar(made.named(t))),
    "a.tgz": lambda t: gzip.compress(made.make_tar(made.named(t))),
    "a.jsonl": made.make_jsonl,
    "a.jsonl.gz": lambda t: gzip.compress(made.make_jsonl(t)),
    "two.jsonl.gz": lambda t: gzip.compress(made.make_jsonl(t[:9])) + gzip.compress(made.make_jsonl(t[9:])),
    "a.jsonl.zst": lambda t: made.zstd_stream(made.make_jsonl(t)),
    "two.jsonl.xz": lambda t: lzma.compress(made.make_jsonl(t[:9])) + lzma.compress(made.make_jsonl(t[9:])),
    "a.csv": made.make_csv,
    "bom.csv": lambda t: b'\xef\xbb\xbf"text","no"\r\n' + "".join(f'"{x}",1\r\n' for x in t).encode(),
    "a.csv.gz": lambda t: gzip.compress(made.make_csv(t)),
    "a.tsv": lambda t: made.make_csv(t, "\t"),
    "a.tsv.zst": lambda t: made.zstd(made.make_csv(t, "\t")),
    "a.parquet": lambda t: made.make_parquet(t, 4),
    "a.warc": made.make_warc,
    "a.warc.gz": lambda t: made.make_warc(t, gzip.compress),
    "one.warc.gz": lambda t: gzip.compress(made.make_warc(t)),
    "a.warc.zst": lambda t: made.make_warc(t, made.zstd),
}


@pytest.mark.parametrize("name", SOUND)
def test_archives_give_their_releases(tmp_path: Path, name: str) -> None:
    """Every kind of archive gives its releases in order, with ids that no way of splitting changes."""
    path = tmp_path / name
    path.write_bytes(SOUND[name](TEXTS))
    documents, troubles = read(path)
    assert not troubles
    assert [text(d).split() for d in documents] == [t.split() for t in TEXTS]
    assert len({d.id for d in documents}) == len({d.source for d in documents}) == len(TEXTS)
    assert all(d.source.startswith(str(path)) for d in documents)
    assert read(path, OPTIONS) == (documents, troubles)


@pytest.mark.parametrize("name", ["a.zip", "a.jsonl", "a.parquet"])
def test_archives_are_split(tmp_path: Path, name: str) -> None:
    """What can be split is split into parts of about the size asked for."""
    path = tmp_path / name
    path.write_bytes(SOUND[name](TEXTS))
    parts = discover([path], OPTIONS)
    assert 2 < len(parts) < 16
    assert all(part.size < 3 * OPTIONS.part_bytes for part in parts)
    assert len(discover([path])) == 1


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every hostile archive."""
    folder = tmp_path_factory.mktemp("archives") / "news"
    made.make_hostile(folder, TEXTS)
    return folder


@pytest.mark.parametrize("name", made.HOSTILE)
def test_hostile_archives_give_what_is_good(hostile: Path, name: str) -> None:
    """A hostile archive gives its good releases, those behind the fault where they can be found, and one clear line."""
    _, loses, said = made.HOSTILE[name]
    path = hostile / name
    documents, troubles = read(path)
    good = [text(d).split() for d in documents if "市召开第" in text(d)[:20]]
    expected = [t.split() for t in TEXTS]
    assert good == (expected[: len(good)] if loses else expected)
    assert bool(troubles) == bool(said)
    assert all(said in trouble.error for trouble in troubles)
    assert all(trouble.source.startswith(str(path)) and len(trouble.error) < 300 for trouble in troubles)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("cut.tar", 15),
        ("cut.zip", 18),
        ("cut-stream.zip", 18),
        ("cut.jsonl.gz", 5),
        ("last-bytes.jsonl.gz", 30),
        ("directory.zip", 29),
        ("cut.warc.gz", 29),
    ],
)
def test_what_stands_before_a_fault_is_given(hostile: Path, name: str, least: int) -> None:
    """A cut archive gives what was whole before the cut, to the last record."""
    assert len(read(hostile / name)[0]) >= least


def test_a_cut_stream_gives_every_byte_before_the_cut(tmp_path: Path) -> None:
    """Wherever a stream is cut, each line that the standard library can still unpack is given."""
    import zlib

    whole = gzip.compress(made.make_jsonl(TEXTS))
    for cut in range(20, len(whole), 97):
        (tmp_path / "cut.jsonl.gz").write_bytes(whole[:cut])
        left = zlib.decompressobj(31).decompress(whole[:cut]).count(b"\n")
        documents, troubles = read(tmp_path / "cut.jsonl.gz")
        assert (len(documents), len(troubles)) == (left, 1)


def test_names_of_members_are_readable(tmp_path: Path) -> None:
    """Names in GBK are read as such, and names that climb out of the archive are labels like any other."""
    for name, shown in (("gbk.zip", "公0.txt"), ("outside.tar", "../../../etc/0"), ("outside.zip", "../../0.txt")):
        (tmp_path / name).write_bytes(made.HOSTILE[name][0](TEXTS))
        assert read(tmp_path / name)[0][0].source == f"{tmp_path}/{name}!/{shown}"


@pytest.mark.parametrize("cut", [0, 100])
def test_names_of_members_are_readable_in_utf_8(tmp_path: Path, cut: int) -> None:
    """Names in UTF-8, as most programs write them, are read with a directory and without; so is garbled GBK."""
    members = {f"青溪/╨┬╬┼{n}.txt": text.encode() for n, text in enumerate(TEXTS)}
    data = made.make_zip(members)
    (tmp_path / "a.zip").write_bytes(data[: len(data) - cut])
    documents, _ = read(tmp_path / "a.zip")
    assert {d.source.partition("!/")[2]: d.data for d in documents} == members


def test_members_that_are_no_documents_are_passed_over(tmp_path: Path) -> None:
    """Folders, links and what macOS adds are no documents."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("a", tarfile.DIRTYPE), ("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "a"
            archive.addfile(info)
    assert read(path) == ([], [])
    (tmp_path / "a.zip").write_bytes(made.make_zip({"__MACOSX/._a.txt": b"x", "a/": b"", "a/.DS_Store": b"x"}))
    assert read(tmp_path / "a.zip") == ([], [])


def test_a_large_zip_is_found_behind_a_gap(tmp_path: Path) -> None:
    """Offsets beyond 4 GB are read from where large archives keep them."""
    path = tmp_path / "large.zip"
    with open(path, "wb") as file:
        file.seek(5 << 30)
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in made.named(TEXTS).items():
                archive.writestr(name, data)
    assert path.stat().st_blocks < 1000
    documents, troubles = read(path, OPTIONS)
    assert not troubles
    assert [text(d) for d in documents] == TEXTS


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    """A member that needs a password is named; the others are read."""
    data = bytearray(made.make_zip(made.named(TEXTS)))
    data[data.find(b"PK\1\2") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    documents, troubles = read(tmp_path / "a.zip")
    assert len(documents) == len(TEXTS) - 1
    assert troubles[0].error == "encrypted: unpack it with its password first"


def test_columns_of_tables(tmp_path: Path) -> None:
    """Text in GBK stays bytes, to be decoded by itself; titles, days and ids come from their columns."""
    rows = 'id,title,published,text\n7,通报,2023-07-20,"会议召开，\n通过""决定"""\n\n8,通告,,会议结束\n'
    for encoding in ("utf-8-sig", "gb18030"):
        (tmp_path / "a.csv").write_bytes(rows.encode(encoding))
        documents, troubles = read(tmp_path / "a.csv", SourceOptions(id_column="id"))
        assert not troubles
        assert [(d.id, d.title, d.published and d.published.day) for d in documents] == [
            ("7", "通报", 20), ("8", "通告", None)
        ]  # fmt: skip
        assert isinstance(documents[0].data, bytes)
        assert documents[0].data.decode(encoding.removesuffix("-sig")) == '会议召开，\n通过"决定"'


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_the_column_is_told_once(tmp_path: Path, name: str) -> None:
    """A table whose text stands in another column gives one line that names the columns there are."""
    (tmp_path / name).write_bytes(SOUND[name](TEXTS))
    documents, troubles = read(tmp_path / name, SourceOptions(text_column="正文"))
    assert not documents
    assert [t.error for t in troubles] == ["no column '正文' among no, text: name it by --text-column"]


def test_web_archives_give_answers_with_text(tmp_path: Path) -> None:
    """Requests, errors, pictures and empty pages are passed over; packed pages are unpacked."""
    records = [
        made.warc_record("http://a.example/1", b"GET", kind="request"),
        made.warc_record("http://a.example/2", b"<p>none</p>", status="404 Not Found"),
        made.warc_record("http://a.example/3", b"\xff\xd8", Content_Type="image/jpeg"),
        made.warc_record("http://a.example/4", b""),
        made.warc_record("http://a.example/5", gzip.compress("<p>会议</p>".encode()), Content_Encoding="gzip"),
        made.warc_record("http://a.example/6", "会议".encode("gbk"), Content_Type="text/plain"),
        made.warc_record("http://a.example/7", b"no gzip", Content_Encoding="gzip"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    documents, troubles = read(tmp_path / "a.warc")
    assert [d.data for d in documents] == ["<p>会议</p>".encode(), "会议".encode("gbk")]
    assert [t.source[-1] for t in troubles] == ["7"]


def test_web_archives_give_texts_without_answers(tmp_path: Path) -> None:
    """Texts that were taken from pages, as Common Crawl gives them, are read by their own type."""
    kinds = [("conversion", "text/plain"), ("resource", "text/html"), ("metadata", "text/plain"), ("conversion", "a/b")]
    records = [
        made.warc_record(f"http://qingxi.example/{kind}", b"", kind=kind).replace(
            b"application/http; msgtype=response", content.encode()
        )
        for kind, content in kinds
    ]
    (tmp_path / "a.warc.wet.gz").write_bytes(b"".join(map(gzip.compress, records)))
    documents, troubles = read(tmp_path / "a.warc.wet.gz")
    assert [document.source.rpartition("/")[2] for document in documents] == ["conversion", "resource"]
    assert not troubles


def test_overlapping_members_are_found_in_any_order(tmp_path: Path) -> None:
    """Members that begin inside another are refused, in one entry; the archive is then read as one part."""
    (tmp_path / "a.zip").write_bytes(made.HOSTILE["overlapping.zip"][0](TEXTS))
    assert [part.start for part in discover([tmp_path / "a.zip"], OPTIONS)] == [None]
    documents, troubles = read(tmp_path / "a.zip")
    assert len(documents) == 31
    (trouble,) = troubles
    assert trouble.error.startswith("lies over another member, as in a zip bomb: not read, and 498 more")


def test_a_directory_of_many_lines_is_read_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of the directory give what the whole gives, and a line that can't be read costs itself alone."""
    data = bytearray(made.make_zip(made.named(TEXTS)))
    place = data.find(b"PK\1\2", data.find(b"PK\1\2") + 1)
    data[place + 6] = 200
    (tmp_path / "a.zip").write_bytes(data)
    monkeypatch.setattr(zip, "_SLICE", 7)
    documents, troubles = read(tmp_path / "a.zip")
    assert len(documents) == 29
    assert len(troubles) == 1


def peaks(run: subprocess.Popen[str], mark: str) -> dict[str, int]:
    """The most memory, in MB, that a run's processes held at any time of it; nothing where there is no /proc."""
    found: dict[str, int] = {}
    while run.poll() is None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark.encode() in (process / "environ").read_bytes():
                    status = (process / "status").read_text(encoding="utf-8")
                    found[process.name] = int(status.partition("VmHWM:")[2].split()[0]) // 1024
            except (OSError, IndexError):  # It has just ended.
                continue
        time.sleep(0.05)
    return found


def test_all_hostile_archives_beside_good_releases(hostile: Path, tmp_path: Path) -> None:
    """In one folder with a thousand good releases: all of these are done, each fault is told, memory stays bounded."""
    for name, data in made.named(made.releases(1000), "good").items():
        (hostile / name).parent.mkdir(exist_ok=True)
        (hostile / name).write_bytes(data)
    command = [sys.executable, "-m", "zhnews.cli", "batch", str(hostile), "-o", str(tmp_path / "out"), "--jobs", "2"]
    env = {**os.environ, "ZHNEWS_TEST": str(tmp_path)}
    with subprocess.Popen([*command, "--fields", "text"], stderr=subprocess.PIPE, text=True, env=env) as run:
        memory = peaks(run, f"ZHNEWS_TEST={tmp_path}")
        _, said = run.communicate()
    assert run.returncode == 3, said
    releases = [row for path in (tmp_path / "out" / "releases").iterdir() for row in rows_of(path)]
    good = [row for row in releases if f"{hostile}/good/" in row["source"]]
    assert len({row["id"] for row in good if row["status"] == "done"}) == len(good) == 1000
    assert len({row["id"] for row in releases}) == len(releases)
    report = json.loads((tmp_path / "out" / "_report.json").read_text(encoding="utf-8"))
    assert report["complete"]
    assert report["documents"] == len(releases) + report["quarantined"].get("read", 0)
    quarantines = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "_quarantine").iterdir()]
    held = [json.loads(line) for lines in quarantines for line in lines.splitlines()]
    for name, (_, _, told) in made.HOSTILE.items():
        errors = [entry["error"] for entry in held if entry["source"].startswith(f"{hostile}/{name}")]
        assert told in " ".join(errors) if told else not errors
        assert any(name in fault and told in fault for fault in report["faults"]) == bool(told)
    # The bombs unpack to 300 MB and more: none is ever held.
    assert not memory or len(memory) > 2
    assert all(peak < 500 for peak in memory.values()), memory


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a packed table."""
    return [json.loads(line) for line in pyarrow.input_stream(str(path), compression="zstd").read().splitlines()]


@pytest.mark.parametrize("name", SOUND)
def test_damage_of_any_kind_is_told_not_raised(tmp_path: Path, name: str) -> None:
    """Bytes changed, lost or put in anywhere never raise, and never lose a release in silence."""
    rng = random.Random(name)
    whole = SOUND[name](TEXTS[:8])
    for _ in range(8):
        place = rng.randrange(len(whole))
        damage = rng.choice([b"", rng.randbytes(rng.randint(1, 9)), b"\xff" * 300])
        (tmp_path / name).write_bytes(whole[:place] + damage + whole[place + rng.randint(0, 30) :])
        documents, troubles = read(tmp_path / name)
        assert troubles or len(documents) >= 7 or ".csv" in name or ".tsv" in name


def test_a_document_beyond_the_limit_is_told(tmp_path: Path) -> None:
    """The limit of a document is a setting, and holds in every kind of archive."""
    options = SourceOptions(limits=Limits(document_bytes=100))
    for name in ("a.zip", "a.tar", "a.jsonl", "a.csv", "a.parquet", "a.warc"):
        (tmp_path / name).write_bytes(SOUND[name](["长" * 500]))
        documents, troubles = read(tmp_path / name, options)
        assert not documents
        assert all("more than 100 bytes" in t.error for t in troubles)
        assert len(troubles) == 1, name


@pytest.mark.parametrize(
    ("packed", "documents", "error"),
    [
        pytest.param(gzip.compress(LINE * 3) + gzip.compress(LINE) + bytes(70_000), 4, None, id="zeros behind"),
        pytest.param(gzip.compress(LINE * 3) + bytes(3), 3, None, id="few zeros behind"),
        pytest.param(gzip.compress(LINE * 3) + bytes(3) + b"more", 3, "damaged or cut off", id="zeros and something"),
    ],
)
def test_padding_behind_a_gzip_file_is_no_fault(
    tmp_path: Path, packed: bytes, documents: int, error: str | None
) -> None:
    """Tapes and disks fill their last block with zeros; anything else behind the end is told."""
    (tmp_path / "news.jsonl.gz").write_bytes(packed)
    (part,) = discover([tmp_path / "news.jsonl.gz"])
    found = list(part.read())
    troubles = [item.error for item in found if isinstance(item, Trouble)]
    assert len(found) - len(troubles) == documents
    assert [text[: len(error)] for text in troubles] == [error] if error else not troubles


def test_a_table_without_texts_is_told_once(tmp_path: Path) -> None:
    """Lists and two columns of one name are faults of the file, not of each row group."""
    parquet.write_table(pyarrow.table({"text": [["甲"]] * 4}), tmp_path / "lists.parquet", row_group_size=1)
    twice = pyarrow.Table.from_arrays([pyarrow.array(["甲"]), pyarrow.array(["乙"])], names=["text", "text"])
    parquet.write_table(twice, tmp_path / "twice.parquet")
    found = [item for part in discover([tmp_path], SourceOptions(part_bytes=1)) for item in part.read()]
    assert [item.error.partition(":")[0] for item in found if isinstance(item, Trouble)] == [
        "column 'text' holds list<element",
        "2 columns are called 'text'",
    ]


def test_archives_put_end_to_end_are_read_to_the_last(tmp_path: Path) -> None:
    """Behind the mark of an archive's end another may begin; what is no archive there is told."""
    path = tmp_path / "a.tar"
    whole = made.make_tar(made.named(TEXTS))
    path.write_bytes(whole + whole)
    documents, troubles = read(path)
    assert (len(documents), troubles) == (2 * len(TEXTS), [])
    place = whole.index(b"ustar", 3 * 512) // 512 * 512
    path.write_bytes(whole[:place] + bytes(512) + whole[place + 512 :])
    documents, troubles = read(path)
    assert 0 < len(documents) < len(TEXTS)
    assert [trouble.error.partition(":")[0] for trouble in troubles] == ["damaged"]


@pytest.mark.parametrize("cut", ['1,"未完', '1,"未完\n2,甲\n3,乙\n'])
def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path, cut: str) -> None:
    """The rows before it are given, and what stands behind it is no release."""
    path = tmp_path / "a.csv"
    path.write_text("no,text\n0,全市新增就业3万人。\n" + cut, encoding="utf-8")
    documents, troubles = read(path)
    assert [text(document) for document in documents] == ["全市新增就业3万人。"]
    assert [trouble.error.partition(":")[0] for trouble in troubles] == ["a quotation mark is never closed"]

"""Makes archives for tests: sound ones of releases, and hostile ones that hold good releases beside their fault."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyarrow

DAMAGED = 2_000_000


def releases(count: int, city: str = "青溪") -> list[str]:
    """Short releases, each with figures of its own."""
    return [
        f"{city}市召开第{n + 1}次工作会议\n来源：{city}市政府办公室 发布时间：2023-07-{n % 28 + 1:02d}\n"
        f"全市共检查门店{n * 37 + 120}家，发现隐患{n * 11 + 9}处，投入资金{n * 5 + 13}万元。"
        for n in range(count)
    ]


def named(texts: Iterable[str], folder: str = "news") -> dict[str, bytes]:
    """Names and contents of files."""
    return {f"{folder}/{n:04d}.txt": text.encode() for n, text in enumerate(texts)}


def zstd(data: bytes) -> bytes:
    """Pack as a zst stream."""
    packed: bytes = pyarrow.Codec("zstd").compress(data, asbytes=True)
    return packed


def zstd_stream(data: bytes) -> bytes:
    """Pack as a zst stream that doesn't say how long it is, as programs write them."""
    sink = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def make_zip(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_tar(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def make_jsonl(texts: Iterable[str]) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()


def make_csv(texts: Iterable[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A table of number and text."""
    rows = "".join(f'{n}{separator}"{text}"\r\n' for n, text in enumerate(texts))
    return f"no{separator}text\r\n{rows}".encode(encoding)


def warc_record(address: str, body: bytes, *, length: int | None = None, kind: str = "response", **http: str) -> bytes:
    """A record of a web archive; `length` is what it declares, `http` more headers of the answer."""
    status = http.pop("status", "200 OK")
    headers = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in http.items()}}
    answer = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
    content = answer.encode() + body
    declared = len(content) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2023-07-20T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:made:{address}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {declared}\r\n\r\n"
    ).encode() + content + b"\r\n\r\n"  # fmt: skip


def make_warc(texts: Iterable[str], pack: Callable[[bytes], bytes] = bytes) -> bytes:
    """A web archive of pages, each record packed by itself."""
    pages = ("<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body>" for text in texts)
    return b"".join(pack(warc_record(f"http://qingxi.example/{n}.html", page.encode())) for n, page in enumerate(pages))


def _gbk_zip(texts: list[str]) -> bytes:
    """A zip whose names are in GBK, and say that they are UTF-8."""
    data = bytearray(make_zip({f"AA{n}.txt": text.encode() for n, text in enumerate(texts)}))
    data = data.replace(b"AA", "公".encode("gbk"))
    directory = data.find(b"PK\1\2")
    while directory >= 0:
        data[directory + 9] |= 8
        directory = data.find(b"PK\1\2", directory + 1)
    return bytes(data)


def _overlapping_zip(texts: list[str]) -> bytes:
    """A zip whose directory names its last member five hundred times."""
    data = make_zip({**named(texts), "news/bomb.txt": bytes(1_000_000)})
    end = data.rfind(b"PK\5\6")
    size, start = struct.unpack_from("<LL", data, end + 12)
    directory = data[start : start + size]
    last = directory[directory.rfind(b"PK\1\2") :]
    directory += last * 499
    count = len(texts) + 500
    tail = struct.pack("<4s4xHHLLH", b"PK\5\6", count, count, len(directory), start, 0)
    return data[:start] + directory + tail


def _lying_zip(texts: list[str]) -> bytes:
    """A zip whose last member says it has 100 bytes, and has many more."""
    data = bytearray(make_zip({**named(texts), "news/liar.txt": bytes(30_000_000)}))
    for signature, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", data, data.rfind(signature) + place, 100)
    return bytes(data)


def _sparse_tar(texts: list[str]) -> bytes:
    """A tar with a sparse member of 8 TB, between good ones."""
    head = tarfile.TarInfo("news/sparse.txt")
    head.type = tarfile.GNUTYPE_SPARSE
    head.size = 512
    block = bytearray(head.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"00000000000\0" + b"00000001000\0"
    block[482] = 1
    block[483:495] = b"\x80\0\0\0\0\0\x08\0\0\0\0\0"
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    first, rest = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    before = make_tar(named(first), tarfile.GNU_FORMAT)
    before = before[: len(first) * 1024]
    return before + bytes(block) + bytes(512) + bytes(512) + make_tar(named(rest, "more"), tarfile.GNU_FORMAT)


def _giant_header_tar(kind: bytes) -> Callable[[list[str]], bytes]:
    """A tar with an extended header of 200 MB after good members, packed."""

    def make(texts: list[str]) -> bytes:
        head = tarfile.TarInfo("././@Header")
        head.type = kind
        head.size = 200_000_000
        good = make_tar(named(texts), tarfile.GNU_FORMAT)[: len(texts) * 1024]
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="w", compresslevel=1) as file:
            file.write(good + head.tobuf(tarfile.GNU_FORMAT))
            for _ in range(200):
                file.write(b"a" * 1_000_000)
        return buffer.getvalue()

    return make


def _giant_size_tar(texts: list[str]) -> bytes:
    """A tar whose last member states its size in five thousand digits."""
    digits = b"9" * 5000
    record = b"5011 size=" + digits + b"\n"
    head = tarfile.TarInfo("././@PaxHeader")
    head.type, head.size = tarfile.XHDTYPE, len(record)
    good = make_tar(named(texts), tarfile.GNU_FORMAT)[: len(texts) * 1024]
    return good + head.tobuf(tarfile.GNU_FORMAT) + record.ljust(5120, b"\0") + make_tar({"news/x.txt": b"x"})


def _field_of_records(texts: list[str]) -> bytes:
    """A table with a field beyond the limit whose lines look like records, between good ones."""
    half = len(texts) // 2
    field = b'x,"' + b"y,z\n" * 3_000_000 + b'"\r\n'
    return make_csv(texts[:half]) + field + make_csv(texts[half:]).partition(b"\r\n")[2]


def _list_parquet() -> bytes:
    """A table whose column of texts holds lists."""
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [["x"]]}), buffer)
    return buffer.getvalue()


def _bomb_gz(before: bytes, after: bytes) -> bytes:
    """A gz stream of 300 MB without a line feed, between other bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="w", compresslevel=1) as file:
        file.write(before)
        for _ in range(300):
            file.write(b"a" * 1_000_000)
        file.write(after)
    return buffer.getvalue()


def _cut(data: bytes, share: float = 0.6) -> bytes:
    return data[: int(len(data) * share)]


# Name, maker (of good releases), whether some good releases may be lost behind the fault, what the report says.
HOSTILE: dict[str, tuple[Callable[[list[str]], bytes], bool, str]] = {
    "gbk.zip": (_gbk_zip, False, ""),
    "outside.zip": (lambda t: make_zip({f"../../{n}.txt": x.encode() for n, x in enumerate(t)}), False, ""),
    "outside.tar": (lambda t: make_tar({f"../../../etc/{n}": x.encode() for n, x in enumerate(t)}), False, ""),
    "overlapping.zip": (_overlapping_zip, False, "lies over another member"),
    "lying.zip": (_lying_zip, False, "can't be unpacked"),
    "bomb.zip": (lambda t: make_zip({**named(t), "b.txt": bytes(100_000_000)}), False, "more than"),
    "bomb-bz2.zip": (lambda t: make_zip({"b.txt": bytes(100_000_000), **named(t)}, 12), False, "more than"),
    "cut.zip": (lambda t: _cut(make_zip(named(t))), True, "cut off"),
    "cut-stream.zip": (lambda t: _cut(_streamed_zip(t)), True, "cut off"),
    "no.zip": (lambda t: b"<html>not found</html>", True, "no zip archive"),
    "directory.zip": (lambda t: _damaged_directory(make_zip(named(t))), True, "directory can't be read"),
    "sparse.tar": (_sparse_tar, False, "sparse"),
    "sparse.tar.gz": (lambda t: gzip.compress(_sparse_tar(t)), False, "sparse"),
    "giant-name.tar.gz": (_giant_header_tar(tarfile.GNUTYPE_LONGNAME), False, "a header of 200,000,000 bytes"),
    "giant-pax.tgz": (_giant_header_tar(tarfile.XHDTYPE), False, "a header of 200,000,000 bytes"),
    "cut.tar": (lambda t: _cut(make_tar(named(t))), True, "cut off"),
    "cut-between.tar": (lambda t: make_tar(named(t), tarfile.GNU_FORMAT)[: len(t) * 1024], False, "cut off"),
    "cut.tar.gz": (lambda t: _cut(gzip.compress(make_tar(named(t)))), True, "cut off"),
    "cut.tar.zst": (lambda t: _cut(zstd_stream(make_tar(named(t)))), True, "cut off"),
    "cut.tar.xz": (lambda t: _cut(lzma.compress(make_tar(named(t)))), True, "cut off"),
    "size.tar": (_giant_size_tar, False, "a size of 5,000 digits"),
    "no.tar": (lambda t: b"<html>" * 200, True, "damaged"),
    "cut.jsonl.gz": (lambda t: _cut(gzip.compress(make_jsonl(t))), True, "cut off"),
    "cut.jsonl.zst": (lambda t: _cut(zstd_stream(make_jsonl(t))), True, "cut off"),
    "last-bytes.jsonl.gz": (lambda t: gzip.compress(make_jsonl(t))[:-3], False, "cut off"),
    "empty.jsonl.gz": (lambda t: b"", True, "cut off"),
    "no.jsonl.zst": (lambda t: b"plain", True, "damaged"),
    "giant-line.jsonl.gz": (lambda t: _bomb_gz(make_jsonl(t[:3]), b"\n" + make_jsonl(t[3:])), False, "more than"),
    "deep.jsonl": (lambda t: make_jsonl(t) + b'{"text": ' + b"[" * 200_000 + b"\n", False, "no JSON"),
    "giant-line.csv.gz": (lambda t: _bomb_gz(make_csv(t[:3]), b'\n4,"x"\n'), True, "more than"),
    "giant-field.csv.gz": (
        lambda t: gzip.compress(make_csv(t) + b'9,"' + b"a" * 70 * 200_000 + b'"\n', 1), False, "no record"),
    "lines-field.csv.gz": (
        lambda t: gzip.compress(make_csv(t) + b'9,"' + (b"a" * 70 + b"\n") * 200_000 + b'"\n', 1), False, "no record"),
    "records-field.csv": (_field_of_records, False, "no record"),
    "empty.csv": (lambda t: b"", True, "empty"),
    "utf-16.csv": (lambda t: make_csv(t).decode().encode("utf-16"), True, "UTF-16"),
    "fields.tsv": (lambda t: make_csv(t, "\t") + b"1\t2\t3\n" + b"\t" * 2000 + b"\n", False, "fields, not 2"),
    "cut.csv.zst": (lambda t: _cut(zstd_stream(make_csv(t))), True, "cut off"),
    "cut.warc": (lambda t: make_warc(t)[:-40], True, "cut off"),
    "cut.warc.gz": (lambda t: make_warc(t, gzip.compress)[:-40], True, "cut off"),
    "lying.warc": (
        lambda t: make_warc(t) + warc_record("http://qingxi.example/x", b"<p>x", length=10**15), False, "cut off"),
    "no.warc": (lambda t: b"<html>" * 200, True, "damaged"),
    "header.warc": (lambda t: make_warc(t) + b"WARC/1.0\r\nX: " + b"a" * 3_000_000, False, "damaged"),
    "bomb.warc": (
        lambda t: make_warc(t)
        + warc_record("http://qingxi.example/x", gzip.compress(bytes(100_000_000), 1), Content_Encoding="gzip"),
        False, "more than"),
    "list.parquet": (lambda t: _list_parquet(), True, "holds list"),
    "inside.zip": (lambda t: make_zip({**named(t), "t.csv": make_csv(t)}), False, "an archive inside another"),
    "inside.tar": (lambda t: make_tar({**named(t), "n.jsonl": make_jsonl(t)}), False, "an archive inside another"),
    "records.json": (lambda t: json.dumps([{"text": x} for x in t]).encode(), True, "JSON Lines"),
    "empty.warc": (lambda t: b"", True, "no pages"),
    "cut.parquet": (lambda t: _cut(make_parquet(t)), True, "damaged"),
    "bomb.parquet": (lambda t: _bomb_parquet(t), False, "more than"),
    "bomb.txt.gz": (lambda t: _bomb_gz(b"", b""), True, "more than"),
}  # fmt: skip


def make_parquet(texts: Iterable[str], rows: int = 1000) -> bytes:
    """A table of number and text in row groups of so many rows."""
    import pyarrow.parquet

    held = list(texts)
    table = pyarrow.table({"no": range(len(held)), "text": held})
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer, row_group_size=rows, compression="zstd")
    return buffer.getvalue()


def _bomb_parquet(texts: list[str]) -> bytes:
    """A table whose rows name one text of 6 MB sixty times, and one of 9 MB."""
    import pyarrow.parquet

    values = [*texts, "中" * 2_000_000, "x" * 9_000_000]
    rows = pyarrow.array([*range(len(texts)), *[len(texts)] * 60, len(texts) + 1], pyarrow.int32())
    table = pyarrow.table({"text": pyarrow.DictionaryArray.from_arrays(rows, pyarrow.array(values))})
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer, compression="zstd", dictionary_pagesize_limit=50_000_000)
    return buffer.getvalue()


def _streamed_zip(texts: list[str]) -> bytes:
    """A zip as programs write it to a pipe: sizes stand behind each member."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError("a pipe")

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in named(texts).items():
            archive.writestr(name, data)
    return pipe.getvalue()


def _damaged_directory(data: bytes) -> bytes:
    place = data.rfind(b"PK\1\2")
    return data[:place] + b"XX" + data[place + 2 :]


def make_hostile(folder: Path, texts: list[str]) -> None:
    """Write every hostile archive into a folder, each with these good releases in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, _, _) in HOSTILE.items():
        (folder / name).write_bytes(make(texts))

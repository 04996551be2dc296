"""The records that sources and engines share: what an archive holds, what can't be read, what a worker reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeAlias, overload

MEGABYTE = 1024 * 1024

Kind = Literal["files", "jsonl", "csv", "tsv", "parquet", "zip", "tar", "warc"]


@dataclass(frozen=True, slots=True)
class Document:
    """One release as its archive holds it, not read yet.

    `id` is stable: made of the content and of its place below the folder that holds all sources, so that neither the
    working directory nor the size of the parts changes it; or what the column of ids says. `source` is the place for
    people: "news.zip!/2023/a.txt", "news.jsonl@10240" (the byte where the line begins), "news.csv:12" (the record).
    `published` and `title` are what the archive states beside the text.
    """

    id: str
    source: str
    data: bytes | str
    published: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read, where and why; `data` holds its bytes where there is a document's worth of them."""

    source: str
    error: str
    stage: str = "source"
    data: bytes = b""


Read: TypeAlias = Document | Trouble


def bytes_of(item: Read) -> int:
    """Give how many bytes are in a document, or were kept of what could not be read; a string's are those of UTF-8.

    >>> bytes_of(Document("a1", "news.jsonl@0", "全文"))
    6
    """
    return len(item.data.encode("utf-8", "surrogatepass") if isinstance(item.data, str) else item.data)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of an archive's pieces, whatever the archive declares; what holds more is a `Trouble`.

    `document_bytes` bounds a document, unpacked: a file, a member, a line, a field. `header_bytes` bounds what
    describes a member: a tar's extended headers, a record's head.

    Raises:
        ValueError: a limit is less than 1.
    """

    document_bytes: int = 8 * MEGABYTE
    header_bytes: int = MEGABYTE

    def __post_init__(self) -> None:
        for item in fields(self):
            if getattr(self, item.name) < 1:
                raise ValueError(f"{item.name} is {getattr(self, item.name)}: a limit is at least 1")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How sources are read.

    `text_column` holds the release in tables and JSON Lines; `id_column`, if named, its id; `title_column` and
    `date_column` are taken where they are there. `part_bytes` is the size that parts are aimed at.

    Raises:
        ValueError: `part_bytes` is less than 1.
    """

    text_column: str = "text"
    id_column: str | None = None
    title_column: str = "title"
    date_column: str = "published"
    part_bytes: int = 8 * MEGABYTE
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.part_bytes < 1:
            raise ValueError(f"part_bytes is {self.part_bytes}: give at least 1")

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> SourceOptions:
        """Take what `to_dict` gave.

        >>> SourceOptions.from_dict(SourceOptions(text_column="正文").to_dict()).text_column
        '正文'
        """
        return cls(**{**record, "limits": Limits(**record["limits"])})


class Names(Sequence[str]):
    """Names of files, held as bytes in one piece: a tuple of strings would take the driver five times as much.

    >>> names = Names(["甲.txt", "乙.txt"])
    >>> len(names), names[1], list(names)
    (2, '乙.txt', ['甲.txt', '乙.txt'])
    """

    __slots__ = ("_count", "_joined")

    def __init__(self, names: Iterable[str] = ()) -> None:
        # No system allows this byte in a name.
        pieces = [os.fsencode(name) for name in names]
        self._count = len(pieces)
        self._joined = b"\0".join(pieces)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return list(self)[place]

    def __iter__(self) -> Iterator[str]:
        return map(os.fsdecode, self._joined.split(b"\0") if self._count else ())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and (self._count, self._joined) == (other._count, other._joined)

    def __hash__(self) -> int:
        return hash(self._joined)

    def __repr__(self) -> str:
        return f"Names({list(self)!r})"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sources that one worker reads: files of a folder, members, row groups, a range of bytes, a stream.

    What `start` and `stop` count is its kind's business; both are None for what can't be split. `names` are files
    below `path` for the kind "files". `label` is the place that ids are made of; `size` is in bytes, as stored.
    """

    path: str
    kind: Kind
    start: int | None
    stop: int | None
    size: int
    label: str
    names: Names = field(default_factory=Names)
    options: SourceOptions = field(default_factory=SourceOptions, repr=False)

    def read(self) -> Iterator[Read]:
        """Give the documents one by one, and a `Trouble` for whatever can't be read; content never makes it raise."""
        from zhnews.batch.sources import read_part

        return read_part(self)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values, without the options, which all parts of a plan share."""
        shown = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "options"}
        return {**shown, "names": list(self.names)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], options: SourceOptions) -> Part:
        """Take what `to_dict` gave.

        >>> part = Part("news.jsonl", "jsonl", 0, 900, 900, "news.jsonl")
        >>> Part.from_dict(part.to_dict(), SourceOptions()) == part
        True
        """
        return cls(**{**record, "names": Names(record["names"])}, options=options)


def document_id(place: str, data: bytes | str) -> str:
    """Give the id of a document from its place and content: 24 hexadecimal digits.

    >>> document_id("news/a.txt", "市政府召开会议。") == document_id("news/a.txt", "市政府召开会议。".encode())
    True
    """
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    digest = hashlib.blake2b(place.encode("utf-8", "surrogateescape"), digest_size=12, person=b"zhnews.document1")
    digest.update(b"\0" + content)
    return digest.hexdigest()


def is_hidden(name: str) -> bool:
    """Tell whether a file is hidden, or lies in a hidden folder or in the one that macOS puts beside its own.

    >>> is_hidden("news/.DS_Store"), is_hidden("__MACOSX/a.txt"), is_hidden("../a.txt")
    (True, True, False)
    """
    steps = name.replace("\\", "/").split("/")
    return any(step == "__MACOSX" or (step.startswith(".") and step.strip(".")) for step in steps)


def readable_name(name: str | bytes) -> str:
    """Give a file's or a member's name as characters: as UTF-8 if it is that, else as GB18030; never fails.

    >>> readable_name("年度公报.txt".encode("gbk"))
    '年度公报.txt'
    """
    raw = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")

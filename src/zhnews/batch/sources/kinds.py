"""Tells by a name what a file or a member is: an archive of which kind, or a document itself."""

from __future__ import annotations

from zhnews.batch.documents import Kind
from zhnews.batch.sources.streams import uncompressed_name

_SUFFIXES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("jsonl", (".jsonl", ".ndjson")),
    ("csv", (".csv",)),
    ("tsv", (".tsv", ".tab")),
    ("tar", (".tar",)),
    # Common Crawl's archives of texts and of metadata are web archives too.
    ("warc", (".warc", ".warc.wet", ".warc.wat")),
)
_WHOLE_SUFFIXES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("zip", (".zip",)),
    ("parquet", (".parquet", ".pq")),
    ("tar", (".tgz", ".txz", ".tzst")),
)


def kind_of(name: str) -> Kind | None:
    """Tell the kind of an archive by its name; None for a file that is a document itself.

    >>> kind_of("2023/news.JSONL.gz"), kind_of("2023.zip"), kind_of("notice.docx")
    ('jsonl', 'zip', None)
    """
    lower, unpacked = name.lower(), uncompressed_name(name)
    for known, given in ((_WHOLE_SUFFIXES, lower), (_SUFFIXES, unpacked)):
        for kind, suffixes in known:
            if given.endswith(suffixes):
                return kind
    return None


def no_document(name: str) -> str | None:
    """Say why what has this name, in a folder or an archive, is no document; None if it may be one.

    >>> no_document("2023/news.csv"), no_document("2023/a.txt")
    ('an archive inside another: unpack it first', None)
    """
    if kind_of(name):
        return "an archive inside another: unpack it first"
    if uncompressed_name(name).endswith(".json"):
        return "JSON, not a document: write JSON Lines, a release a line, and call it .jsonl"
    return None

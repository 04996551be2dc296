"""Reads a path, bytes, a file object or a string into a `Release`: what it is, decoding, repair, pages, metadata."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO

from zhnews import lexicon
from zhnews.errors import InputError
from zhnews.model import Release
from zhnews.read.data import refuse_data
from zhnews.read.docx import read_docx
from zhnews.read.encodings import Encoding, decode
from zhnews.read.headings import first_headline
from zhnews.read.limits import DEFAULTS, Limits
from zhnews.read.metadata import find_metadata
from zhnews.read.mhtml import read_mhtml
from zhnews.read.mojibake import find_mojibake
from zhnews.read.pages import is_page, read_page
from zhnews.read.pdf import read_pdf
from zhnews.read.sniff import sniff
from zhnews.text import Edit, Span, Text

__all__ = ["DEFAULTS", "Encoding", "Limits", "first_headline", "read_release", "release_from_str"]

# Half of a UTF-16 pair: a string can hold it, but no file can. Both halves side by side are one character.
_SURROGATES = re.compile("[\ud800-\udfff](?:(?<=[\ud800-\udbff])[\udc00-\udfff])?")


def read_release(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, *, name: str | None = None, limits: Limits = DEFAULTS
) -> Release:
    """Read a release from a path, bytes or a file object; "-" is standard input.

    What it is, is told by its content, not by its name. A page of HTML, saved alone or as MHTML, a DOCX or a PDF
    becomes its text rendering, which is then the source that spans refer to (`media` is "html", "docx" or "pdf"); any
    other text is decoded and kept as it is. Title, publication date, issuer and author are found on the way.
    `notes["encoding"]` says how the encoding was found, `notes["mojibake"]` that the text had been decoded by the
    wrong table and was repaired, `notes["untold"]` which pages of a PDF are pictures without text.

    Raises:
        InputError: the file is missing, a directory, empty, damaged, of a kind we don't read, beyond the limits, or
            in no known encoding.

    >>> release = read_release("我市召开发布会\\n来源：市委宣传部 发布时间：2023-07-20\\n正文在此。".encode())
    >>> release.title, str(release.published), release.issuer
    ('我市召开发布会', '2023-07-20', '市委宣传部')
    """
    data, found = _load(source, name, limits)
    name = name or found
    if isinstance(data, str):
        return release_from_str(data, name=name, limits=limits)
    where = name or "input"
    if not data.strip():
        raise InputError(f"{where}: empty: give a file with the text of a release")
    kind = sniff(data)
    if kind is None:
        return _from_text_bytes(data, name, limits)
    if kind.readable is None:
        raise InputError(f"{where}: {kind.what}, not text: {kind.advice}")
    if kind.readable == "mhtml":
        return _from_text_bytes(read_mhtml(data, where, limits), name, limits)
    return _from_document(kind.readable, data, name, limits)


def release_from_str(text: str, *, name: str | None = None, limits: Limits = DEFAULTS) -> Release:
    """Take a string as the raw release; spans refer to it, tags and all.

    Raises:
        InputError: the string is empty, only white space, or beyond the limits.
    """
    where = name or "text"
    if not text.strip():
        raise InputError(f"{where}: empty: give the text of a release")
    limits.hold("characters", len(text), where)
    return _from_text(text, name, {}, limits)


def _from_text_bytes(data: bytes, name: str | None, limits: Limits) -> Release:
    where = name or "input"
    text, encoding = decode(data, where)
    limits.hold("characters", len(text), where)
    refuse_data(text, where)
    notes = {"encoding": encoding.to_dict()}
    if not is_page(text):
        return _from_text(text, name, notes, limits, encoding.name)
    return _from_page(text, name, notes, limits, encoding.name)


def _from_document(media: Literal["docx", "pdf"], data: bytes, name: str | None, limits: Limits) -> Release:
    """Give the release of a document's rendering; what its file says of itself counts where the text says nothing."""
    where = name or "input"
    text, properties = (read_docx if media == "docx" else read_pdf)(data, where, limits)
    if not text.strip():
        raise InputError(f"{where}: a document without text: if it holds pictures of text, run OCR on it first")
    # A document is often made from an older one, so that its date says nothing of the release.
    notes: dict[str, Any] = {name: properties[name] for name in ("created", "untold") if name in properties}
    release = _from_text(text, name, notes, limits)
    return release.with_(
        media=media,
        title=release.title or _stated(properties.get("title")),
        author=release.author or _stated(properties.get("creator")),
    )


def _stated(value: str | None) -> str | None:
    """Give a property that somebody stated; None for what a program puts there by itself.

    >>> _stated("就业简报"), _stated("微软用户"), _stated("Microsoft Word - 20230720.doc")
    ('就业简报', None, None)
    """
    plain = (value or "").partition(" - ")[0].casefold().rstrip("0123456789 ")
    return value if plain and plain not in lexicon.words("read/placeholders") else None


def _from_page(text: str, name: str | None, notes: dict[str, Any], limits: Limits, encoding: str) -> Release:
    if found := find_mojibake(text):
        text = Text(text).edit(found.edits).value
        notes = {**notes, "mojibake": str(found)}
    release = read_page(text, name, encoding, limits)
    return release.with_(notes={**release.notes, **notes})


def _from_text(
    text: str, name: str | None, notes: dict[str, Any], limits: Limits, encoding: str | None = None
) -> Release:
    """Give the release of a text that is its own source: repaired where it needs it, then searched for metadata."""
    limits.hold("lines", text.count("\n"), name or "input")
    body = Text(text)
    if found := find_mojibake(text):
        body = body.edit(found.edits)
        notes = {**notes, "mojibake": str(found)}
    body = body.edit(_whole_characters(body.value))
    seen = find_metadata(body.value).fields()
    seen["meta"] = {field: body.origin(span) for field, span in seen["meta"].items()}
    return Release(body, source=name, encoding=encoding, notes=notes, **seen)


def _whole_characters(text: str) -> list[Edit]:
    """Join halves of UTF-16 pairs that stand side by side; a half alone is lost."""
    return [
        Edit(
            Span(*match.span()),
            match.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"),
            "read.surrogates",
        )
        for match in _SURROGATES.finditer(text)
    ]


def _load(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, name: str | None, limits: Limits
) -> tuple[bytes | str, str | None]:
    most = limits.file_bytes
    if isinstance(source, bytes):
        return _held(source, name or "input", limits), None
    if isinstance(source, str | os.PathLike):
        if source == "-":
            return _held(sys.stdin.buffer.read(most + 1), "stdin", limits), "stdin"
        path = Path(source)
        try:
            with path.open("rb") as file:
                return _held(file.read(most + 1), str(path), limits), str(path)
        except FileNotFoundError:
            raise InputError(f"{path}: no such file: check the path") from None
        except IsADirectoryError:
            raise InputError(f"{path}: is a directory: name a file in it") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: can't be read ({error})") from error
    data = source.read(most + 1)
    found = getattr(source, "name", None)
    name = found if isinstance(found, str) else None
    return (data if isinstance(data, str) else _held(data, name or "input", limits)), name


def _held(data: bytes, where: str, limits: Limits) -> bytes:
    limits.hold("file_bytes", len(data), where)
    return data

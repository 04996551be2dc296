"""Reads a path, bytes, a file object or a string into a `Release`: decoding, pages, metadata."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TextIO

from zhnews.errors import InputError
from zhnews.model import Media, Release
from zhnews.read.documents import read_docx, read_mhtml, read_pdf, sniff
from zhnews.read.encodings import decode
from zhnews.read.limits import Limits
from zhnews.read.metadata import find_metadata
from zhnews.read.mojibake import find_mojibake
from zhnews.read.pages import is_page, read_page
from zhnews.text import Text

__all__ = ["Limits", "read_release", "release_from_str"]

_DEFAULT = Limits()


def read_release(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, *, name: str | None = None, limits: Limits = _DEFAULT
) -> Release:
    """Read a release from a path, bytes or a file object; "-" is standard input.

    What it is, is told by its bytes: a page of HTML, a web archive (MHTML), a Word document (DOCX), a PDF (with the
    extra `pdf`) or plain text in UTF-8, GB18030, Big5 or UTF-16. Of anything but plain text, the text rendering is the
    source that spans refer to, and `media` says so. Title, publication date, issuer and author are found on the way.

    Raises:
        InputError: the file is missing, a directory, empty, larger than `limits`, damaged, or nothing that can be read.

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
    kind = sniff(data, where)
    if kind in ("docx", "pdf"):
        document = read_docx(data, where, limits) if kind == "docx" else read_pdf(data, where, limits)
        release = _release(document.text, name, None, media=kind, limits=limits)
        return release.with_(title=release.title or document.title, author=release.author or document.author)
    decoded = decode(read_mhtml(data, where) if kind == "mhtml" else data, where)
    notes = {"encoding": f"{decoded.encoding}, {decoded.confidence:.0%} sure: {decoded.reason}"}
    limits.check("characters", "the text", len(decoded.text), "characters", where)
    if is_page(decoded.text):
        edits, chain = find_mojibake(decoded.text)
        page = Text(decoded.text).edit(edits).value if edits else decoded.text
        release = read_page(page, name, decoded.encoding)
        if chain:
            notes["mojibake"] = f"the page was {chain.right} read as {chain.wrong}"
        return release.with_(notes=notes)
    return _release(decoded.text, name, decoded.encoding, limits=limits, notes=notes)


def release_from_str(text: str, *, name: str | None = None, limits: Limits = _DEFAULT) -> Release:
    """Take a string as the raw release; spans refer to it, tags and all.

    Raises:
        InputError: the string is empty, only white space, or larger than `limits`.
    """
    if not text.strip():
        raise InputError(f"{name or 'text'}: empty: give the text of a release")
    return _release(text, name, None, limits=limits)


def _release(
    source: str,
    name: str | None,
    encoding: str | None,
    *,
    limits: Limits,
    media: Media = "text",
    notes: Mapping[str, str] = MappingProxyType({}),
) -> Release:
    limits.check("characters", "the text", len(source), "characters", name or "text")
    text = Text(source)
    edits, chain = find_mojibake(source)
    if chain:
        text = text.edit(edits)
        notes = {**notes, "mojibake": f"the text was {chain.right} read as {chain.wrong}"}
    found = find_metadata(text.value)
    if chain:
        found.meta = {field: text.origin(span) for field, span in found.meta.items()}
    return Release(text, source=name, encoding=encoding, media=media, notes=notes, **found.fields())


def _load(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, name: str | None, limits: Limits
) -> tuple[bytes | str, str | None]:
    if isinstance(source, bytes):
        return _capped(source, name or "input", limits), None
    if isinstance(source, str | os.PathLike):
        if source == "-":
            return _capped(sys.stdin.buffer.read(limits.size + 1), "stdin", limits), "stdin"
        path = Path(source)
        try:
            with path.open("rb") as file:
                return _capped(file.read(limits.size + 1), str(path), limits), str(path)
        except FileNotFoundError:
            raise InputError(f"{path}: no such file: check the path") from None
        except IsADirectoryError:
            raise InputError(f"{path}: is a directory: name a file in it") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: can't be read ({error})") from error
    data = source.read(limits.size + 1)
    found = getattr(source, "name", None)
    name = found if isinstance(found, str) else None
    return (data if isinstance(data, str) else _capped(data, name or "input", limits)), name


def _capped(data: bytes, name: str, limits: Limits) -> bytes:
    limits.check("size", "the file", len(data), "bytes", name)
    return data

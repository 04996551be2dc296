"""Reads a path, bytes, a file object or a string into a `Release`: decoding, pages, metadata."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from zhnews.errors import InputError
from zhnews.model import Release
from zhnews.read.encodings import decode
from zhnews.read.metadata import find_metadata
from zhnews.read.pages import is_page, read_page
from zhnews.text import Text

MAX_BYTES = 64 * 1024 * 1024

__all__ = ["MAX_BYTES", "read_release", "release_from_str"]


def read_release(
    source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, *, name: str | None = None, max_bytes: int = MAX_BYTES
) -> Release:
    """Read a release from a path, bytes or a file object; "-" is standard input.

    A page of HTML becomes its text rendering, which is then the source that spans refer to (`media` is "html");
    anything else is decoded and kept as it is. Title, publication date, issuer and author are found on the way.

    Raises:
        InputError: the file is missing, a directory, empty, binary, too large, or in no known encoding.

    >>> release = read_release("我市召开发布会\\n来源：市委宣传部 发布时间：2023-07-20\\n正文在此。".encode())
    >>> release.title, str(release.published), release.issuer
    ('我市召开发布会', '2023-07-20', '市委宣传部')
    """
    data, found = _load(source, max_bytes)
    name = name or found
    if isinstance(data, str):
        return release_from_str(data, name=name)
    where = name or "input"
    if not data.strip():
        raise InputError(f"{where}: empty: give a file with the text of a release")
    text, encoding = decode(data, where)
    if is_page(text):
        return read_page(text, name, encoding)
    return _release(text, name, encoding)


def release_from_str(text: str, *, name: str | None = None) -> Release:
    """Take a string as the raw release; spans refer to it, tags and all.

    Raises:
        InputError: the string is empty or only white space.
    """
    if not text.strip():
        raise InputError(f"{name or 'text'}: empty: give the text of a release")
    return _release(text, name, None)


def _release(text: str, name: str | None, encoding: str | None) -> Release:
    return Release(Text(text), source=name, encoding=encoding, **find_metadata(text).fields())


def _load(source: str | os.PathLike[str] | bytes | BinaryIO | TextIO, max_bytes: int) -> tuple[bytes | str, str | None]:
    if isinstance(source, bytes):
        return _capped(source, "input", max_bytes), None
    if isinstance(source, str | os.PathLike):
        if source == "-":
            return _capped(sys.stdin.buffer.read(max_bytes + 1), "stdin", max_bytes), "stdin"
        path = Path(source)
        try:
            with path.open("rb") as file:
                return _capped(file.read(max_bytes + 1), str(path), max_bytes), str(path)
        except FileNotFoundError:
            raise InputError(f"{path}: no such file: check the path") from None
        except IsADirectoryError:
            raise InputError(f"{path}: is a directory: name a file in it") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: can't be read ({error})") from error
    data = source.read(max_bytes + 1)
    found = getattr(source, "name", None)
    name = found if isinstance(found, str) else None
    return (data if isinstance(data, str) else _capped(data, name or "input", max_bytes)), name


def _capped(data: bytes, name: str, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise InputError(f"{name}: larger than {max_bytes:,} bytes: split it, or raise max_bytes")
    return data

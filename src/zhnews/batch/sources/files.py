"""Reads files that are documents themselves, below a folder or alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from zhnews.batch.documents import (
    Document,
    Names,
    Part,
    Read,
    SourceOptions,
    Trouble,
    document_id,
    is_hidden,
    readable_name,
)
from zhnews.batch.sources.kinds import no_document
from zhnews.batch.sources.streams import open_stream, read_up_to

_PLAN = b"_plan.json"


def walk(root: str) -> Iterator[str]:
    """Give the names of all files below a folder, relative to it, sorted within each folder.

    Hidden files and folders are passed over, folders below that hold results of a run, and links to what is below
    too. A folder that can't be listed is given as a name itself, so that reading reports it; so is a link to a folder
    that is elsewhere.
    """
    folders = [""]
    real = os.path.realpath(root)
    while folders:
        folder = folders.pop()
        try:
            names, below = _listed(os.path.join(root, folder), real)
        except OSError:
            yield folder
            continue
        if folder and _PLAN in names:
            continue
        yield from (os.path.join(folder, os.fsdecode(name)) for name in names)
        folders += [os.path.join(folder, os.fsdecode(name)) for name in reversed(below)]


def _listed(folder: str, root: str) -> tuple[list[bytes], list[bytes]]:
    """Give the names of files and of folders in a folder, sorted: as bytes, since there may be very many.

    A link to what is below `root` anyway is neither.

    Raises:
        OSError: it can't be listed.
    """
    names: list[bytes] = []
    below: list[bytes] = []
    with os.scandir(folder) as listing:
        for entry in listing:
            if not is_hidden(entry.name) and not (entry.is_symlink() and _is_below(entry.path, root)):
                (below if entry.is_dir(follow_symlinks=False) else names).append(os.fsencode(entry.name))
    return sorted(names), sorted(below)


def _is_below(link: str, root: str) -> bool:
    """Tell whether a link leads to what is there, below a folder, and isn't passed over."""
    real = os.path.realpath(link)
    return os.path.exists(real) and real.startswith(root + os.sep) and not is_hidden(os.path.relpath(real, root))


def split(root: str, label: str, found: Iterable[tuple[str, int]], options: SourceOptions) -> list[Part]:
    """Give parts of these files (name below the root, size in bytes), each of about `part_bytes`."""
    parts: list[Part] = []
    names: list[str] = []
    start = size = 0

    def end() -> None:
        parts.append(Part(root, "files", start, start + len(names), size, label, Names(names), options))

    for name, length in found:
        names.append(name)
        size += length
        if size >= options.part_bytes:
            end()
            start, size = start + len(names), 0
            names.clear()
    if names:
        end()
    return parts


def read(part: Part) -> Iterator[Read]:
    """Give the part's files as documents."""
    for name in part.names:
        path = os.path.join(part.path, name) if name else part.path
        source = readable_name(path)
        place = f"{part.label}/{readable_name(name)}" if name else part.label
        if reason := no_document(path):
            yield Trouble(source, reason)
            continue
        try:
            data = _content(path, part.options.limits.document_bytes)
        except (OSError, ValueError) as error:
            yield Trouble(source, f"can't be read: {_reason(error)}")
            continue
        yield Document(document_id(place, data), source, data)


def _content(path: str, most: int) -> bytes:
    """Give a file's bytes.

    Raises:
        OSError: it can't be read.
        ValueError: it is no regular file (a pipe would keep a reader waiting), or it is larger than `most`.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ValueError("a folder, link or device, not a file")
    with open_stream(path) as file:
        data = read_up_to(file, most + 1)
    if len(data) > most:
        raise ValueError(f"more than {most:,} bytes: split it, or raise Limits(document_bytes=…)")
    return data


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__

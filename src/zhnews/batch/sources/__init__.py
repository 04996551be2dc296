"""Finds what paths hold and reads it: folders, archives, tables; one module a kind of archive."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from zhnews.batch.documents import Kind, Part, Read, SourceOptions, Trouble, is_hidden, readable_name
from zhnews.batch.sources import files, jsonl, tables, tar, warc, zip
from zhnews.batch.sources.kinds import kind_of
from zhnews.errors import InputError

__all__ = ["discover", "read_part"]

_LONGEST_ERROR = 200


def discover(paths: Sequence[str | os.PathLike[str]], options: SourceOptions | None = None) -> list[Part]:
    """Give what there is to read at these paths, in parts of about `options.part_bytes`; sorted, the same every time.

    A path is a folder (searched through, archives in it included), a file or a pattern (`news/**/*.zip`). Hidden files
    and the results of earlier runs inside a folder are passed over. Nothing is read but names, sizes and what archives
    list of themselves.

    Raises:
        InputError: there is nothing at a path, or no path was given.
    """
    options = options or SourceOptions()
    roots = _distinct(sorted({os.path.normpath(found) for path in paths for found in _expand(os.fspath(path))}))
    if not roots:
        raise InputError("no sources: name a folder, an archive or a pattern")
    above = os.path.commonpath([os.path.dirname(os.path.abspath(root)) for root in roots])
    parts: list[Part] = []
    for root in roots:
        parts += _of_root(root, above, options)
    return parts


def _distinct(roots: Sequence[str]) -> list[str]:
    """Leave out what is named twice: by another spelling or a link, or because it lies in a folder that is named."""
    kept: dict[str, str] = {}
    for root in roots:
        kept.setdefault(os.path.realpath(root), root)

    def is_found(real: str) -> bool:
        above = (parent for parent in map(str, Path(real).parents) if parent in kept)
        return any(not is_hidden(os.path.relpath(real, parent)) for parent in above)

    return [root for real, root in kept.items() if not is_found(real)]


def read_part(part: Part) -> Iterator[Read]:
    """Give the documents of a part, and a `Trouble` for whatever can't be read."""
    try:
        yield from _reader(part)
    except InputError:
        raise
    except Exception as error:  # What a hostile archive makes of a library costs what follows in it, nothing else.
        told = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_ERROR]
        yield Trouble(readable_name(part.path), f"damaged: {told}: what follows is not read")


def _reader(part: Part) -> Iterator[Read]:
    match part.kind:
        case "jsonl":
            return jsonl.read(part)
        case "csv" | "tsv":
            return tables.read_csv(part)
        case "parquet":
            return tables.read_parquet(part)
        case "zip":
            return zip.read(part)
        case "tar":
            return tar.read(part)
        case "warc":
            return warc.read(part)
        case "files":
            return files.read(part)


def _expand(path: str) -> list[str]:
    if os.path.lexists(path):
        return [path]
    if glob.has_magic(path) and (found := glob.glob(path, recursive=True)):
        return found
    raise InputError(f"{path}: no such file or folder: check the path")


def _of_root(root: str, above: str, options: SourceOptions) -> list[Part]:
    """Give the parts of a file or folder: its plain files together, each archive on its own."""
    label = readable_name(Path(os.path.relpath(os.path.abspath(root), above)).as_posix())
    if not os.path.isdir(root):
        kind = kind_of(root)
        return _split(root, kind, label, options) if kind else files.split(root, label, [("", _size(root))], options)
    archives: list[tuple[str, Kind]] = []

    def plain() -> Iterator[tuple[str, int]]:
        for name in files.walk(root):
            if kind := kind_of(name):
                archives.append((name, kind))
            else:
                yield name, _size(os.path.join(root, name))

    parts = files.split(root, label, plain(), options)
    for name, kind in archives:
        parts += _split(os.path.join(root, name), kind, f"{label}/{readable_name(name)}", options)
    return parts


def _split(path: str, kind: Kind, label: str, options: SourceOptions) -> list[Part]:
    """Give the parts of an archive; one that can't be looked into is one part, whose reading says why."""
    whole = Part(path, kind, None, None, _size(path), label, options=options)
    try:
        match kind:
            case "jsonl":
                return jsonl.split(whole)
            case "parquet":
                return tables.split_parquet(whole)
            case "zip":
                return zip.split(whole)
            case _:
                return [whole]
    except ImportError:
        raise
    except Exception:  # What hostile bytes bring out of a library comes again as they are read, and is told there.
        return [whole]


def _size(path: str) -> int:
    """Give the size in bytes; 0 for what can't be looked at, which reading will report."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0

"""The plan of a run: what is read in what shards, with what settings and what code; written first, never changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from zhnews import lexicon
from zhnews.arrow import Settings
from zhnews.batch.documents import MEGABYTE, Document, Names, Part, Read, SourceOptions
from zhnews.batch.results import Form
from zhnews.batch.sources import discover
from zhnews.errors import InputError

# So many shards that at the end, when there are no more, no core waits long for the others; of a small archive still so
# large that their files cost nothing beside the work, some fifty releases; a lost shard costs minutes at most.
_SHARDS = 512
_LEAST_BYTES, _MOST_BYTES = 128 * 1024, 64 * MEGABYTE
# What the results hang on beside our own code.
_LIBRARIES = ("jieba", "opencc", "pyarrow", "pypdf", "rjieba", "selectolax", "snownlp", "zhnews")


@dataclass(frozen=True, slots=True)
class Shard:
    """What one task works on; `id` is its ordinal and a hash of what it reads.

    `limit` is the number of documents after which reading ends. A stream is a part that can't be split, and too large
    for one task: it is read once, and its documents go to many tasks.
    """

    id: str
    parts: tuple[Part, ...]
    limit: int | None = None
    stream: bool = False

    @property
    def size(self) -> int:
        """The size of what is read, in bytes as stored."""
        return sum(part.size for part in self.parts)

    def read(self) -> Iterator[Read]:
        """Give what is in the parts, one after the other, up to the limit."""
        taken = 0
        for item in chain.from_iterable(part.read() for part in self.parts):
            yield item
            taken += isinstance(item, Document)
            if taken == self.limit:
                return

    def to_dict(self, *, compact: bool = False) -> dict[str, Any]:
        """Give JSON-ready values; names of files as a `Names` if it is to be compact."""
        parts = [part.to_dict() | ({"names": part.names} if compact else {}) for part in self.parts]
        return {"id": self.id, "limit": self.limit, "stream": self.stream, "parts": parts}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides what a run writes; `sources` says what was asked for."""

    sources: tuple[str, ...]
    settings: Settings
    options: SourceOptions
    form: Form
    code: Mapping[str, Any]
    shards: tuple[Shard, ...]

    def head(self) -> dict[str, Any]:
        """Give all but the shards, as JSON-ready values."""
        glossary = self.settings.glossary
        return {
            "settings": self.settings.to_dict(),
            "glossary": _digest(glossary.read_bytes()) if glossary else None,
            "options": self.options.to_dict(),
            "form": self.form,
            "code": dict(self.code),
        }

    def write(self, path: Path) -> None:
        """Write the plan as JSON, a shard a line; at no time is all of it in memory as text."""
        # Half a character, as in a name that isn't UTF-8, is escaped, which is JSON too.
        with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(json.dumps(self.head(), ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "shards": [')
            for number, shard in enumerate(self.shards):
                file.write((",\n" if number else "\n") + json.dumps(shard.to_dict()))
            file.write("\n]}\n")

    @property
    def size(self) -> int:
        """The size of what is read, in bytes as stored."""
        return sum(shard.size for shard in self.shards)


def make_plan(
    paths: Sequence[str],
    settings: Settings,
    options: SourceOptions,
    form: Form = "jsonl",
    *,
    shard_bytes: int | None = None,
    limit: int | None = None,
) -> Plan:
    """Find what there is at these paths and part it into shards of about `shard_bytes`.

    Without `shard_bytes` the size follows from that of the whole. `limit` ends the plan after so many documents. The
    plan hangs on what is there and on the arguments alone: not on the machine, nor on how many work on it.

    Raises:
        InputError: there is nothing at a path.
    """
    if shard_bytes is None:
        whole = sum(part.size for part in discover(paths, replace(options, part_bytes=_MOST_BYTES)))
        shard_bytes = min(max(whole // _SHARDS, _LEAST_BYTES), _MOST_BYTES)
    options = replace(options, part_bytes=shard_bytes)
    parts = discover(paths, options)
    shards = [_shard(number, group, options) for number, group in enumerate(_groups(parts, options.part_bytes))]
    if limit is not None:
        shards = list(_limited(shards, limit))
    return Plan(tuple(map(str, paths)), settings, options, form, code_versions(), tuple(shards))


def _groups(parts: Iterable[Part], size: int) -> Iterator[tuple[Part, ...]]:
    """Put small parts together, in their order."""
    group: list[Part] = []
    for part in parts:
        if group and sum(p.size for p in group) + part.size > size:
            yield tuple(group)
            group = []
        group.append(part)
    if group:
        yield tuple(group)


def _shard(number: int, parts: tuple[Part, ...], options: SourceOptions) -> Shard:
    named = _digest(json.dumps([part.to_dict() for part in parts], ensure_ascii=True).encode())
    # What is packed grows several times over.
    stream = len(parts) == 1 and parts[0].start is None and parts[0].size > options.part_bytes // 4
    return Shard(f"{number:05d}-{named[:8]}", parts, stream=stream)


def _limited(shards: Iterable[Shard], limit: int) -> Iterator[Shard]:
    """Give the shards that hold the first documents; counting them means reading so far."""
    left = limit
    for shard in shards:
        if left < 1:
            return
        here = sum(1 for item in replace(shard, limit=left).read() if isinstance(item, Document))
        yield replace(shard, limit=left) if here == left else shard
        left -= here


@cache
def code_versions() -> Mapping[str, Any]:
    """Give the versions of everything that results hang on: zhnews, its code and dictionaries, Python, libraries."""
    package = Path(__file__).parent.parent
    modules = sorted(path for path in package.rglob("*.py") if "dictionaries" not in path.parts)
    root = lexicon.root()
    found: dict[str, str] = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "modules": _digest(*(path.read_bytes() for path in modules)),
        "dictionaries": {path.relative_to(root).as_posix(): _digest(path.read_bytes()) for path in lexicon.paths()},
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": found,
    }


def read_plan(path: Path) -> dict[str, Any]:
    """Give a plan that was written; the names of its files are a `Names`.

    Raises:
        InputError: there is no plan in the file.
    """

    def compact(record: dict[str, Any]) -> dict[str, Any]:
        return {**record, "names": Names(record["names"])} if "names" in record else record

    try:
        plan = json.loads(path.read_bytes(), object_hook=compact)
        return {**plan, "shards": list(plan["shards"])}
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path}: no plan ({error}): choose another folder") from error


def differences(old: Mapping[str, Any], new: Plan) -> list[str]:
    """Say in what a plan that was written differs from another; nothing where they are the same."""
    found = list(_differing({key: value for key, value in old.items() if key != "shards"}, new.head(), ""))
    for before, shard in zip_longest(old["shards"], new.shards):
        after = shard.to_dict(compact=True) if shard else None
        if before != after:
            found.append(_shard_difference(before, after))
            break
    return found


def _differing(old: Any, new: Any, name: str) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differing(old.get(key), new.get(key), f"{name}.{key}" if name else key)
    elif isinstance(old, Names) and isinstance(new, Names):
        before, after = set(old), set(new)
        yield from (f"{name}: {one} is no longer there" for one in sorted(before - after)[:1])
        yield from (f"{name}: {one} is new" for one in sorted(after - before)[:1])
    elif old != new:
        yield f"{name} was {json.dumps(old, ensure_ascii=False)}, is {json.dumps(new, ensure_ascii=False)}"


def _shard_difference(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    if before is None:
        return f"shard {after['id'] if after else ''} is new"
    if after is None:
        return f"shard {before['id']} is no longer there"
    counts = [f"{len(shard['parts'])} parts" for shard in (before, after)]
    told = [] if counts[0] == counts[1] else [f"had {counts[0]}, has {counts[1]}"]
    for one, other in zip(before["parts"], after["parts"], strict=False):
        # Names say more than the counts and sizes that follow from them.
        told += _differing(one["names"], other["names"], one["path"])
        told += _differing({**one, "names": None}, {**other, "names": None}, one["path"])
    told += _differing(before["limit"], after["limit"], "limit")
    return f"shard {before['id']}: {(told or ['is not what it was'])[0]}"


def check_same(old: Mapping[str, Any], new: Plan, where: Path) -> None:
    """Refuse to go on with another plan than the one a run was begun with.

    Raises:
        InputError: they differ; the message says in what.
    """
    found = differences(old, new)
    if found:
        told = "; ".join(found[:4]) + ("" if len(found) < 5 else f"; and {len(found) - 4} more")
        raise InputError(f"{where}: begun with another plan ({told}): choose another folder, or go back to what it was")


def _digest(*pieces: bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()

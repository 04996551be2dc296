"""What could not be processed, as it came: one JSON line each, from which it can be tried again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zhnews.batch.documents import Document, Read, Trouble


def entry_of(item: Read, stage: str, error: str) -> dict[str, Any]:
    """Give the entry of a document that failed, or of what could not be read; bytes in base64.

    >>> entry = entry_of(Document("a1", "news.jsonl@0", "全文"), "Segment", "ValueError: …")
    >>> entry["id"], entry["source"], entry["stage"], entry["text"]
    ('a1', 'news.jsonl@0', 'Segment', '全文')
    """
    entry: dict[str, Any] = {"id": None, "source": item.source, "stage": stage, "error": error}
    if isinstance(item, Document):
        entry |= {
            "id": item.id,
            "title": item.title,
            "published": item.published.isoformat() if item.published else None,
        }
    if isinstance(item.data, str):
        return entry | {"text": item.data}
    return entry | {"data": base64.b64encode(item.data).decode("ascii")}


def line_of(entry: dict[str, Any]) -> str:
    """Give an entry's line; lone halves of UTF-16 pairs are escaped, so that nothing is lost."""
    line = json.dumps(entry, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(entry)
    return line + "\n"


class Quarantine:
    """A file of entries that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = 0
        self._file = path.open("w", encoding="utf-8")

    def add(self, item: Read, stage: str, error: str) -> None:
        """Add what failed, at which stage and why."""
        self._file.write(line_of(entry_of(item, stage, error)))
        self.entries += 1

    def close(self) -> None:
        """End the file."""
        self._file.close()


def read_entries(path: Path) -> Iterator[Read]:
    """Give what is in quarantine in a file: documents to try again, and what could not be read."""
    with path.open(encoding="utf-8") as file:
        for entry in map(json.loads, file):
            data = entry["text"] if "text" in entry else base64.b64decode(entry["data"])
            if entry["id"] is None:
                yield Trouble(entry["source"], entry["error"], entry["stage"], data)
                continue
            day = date.fromisoformat(entry["published"]) if entry["published"] else None
            yield Document(entry["id"], entry["source"], data, day, entry["title"])

"""Renders a bulletin as text, Markdown or JSON."""

from __future__ import annotations

import json
from typing import Literal

from zhnews.model import Bulletin, Release

Format = Literal["text", "md", "json"]
FORMATS: tuple[Format, ...] = ("text", "md", "json")


def render(bulletin: Bulletin, release: Release, form: Format = "text") -> str:
    """Render a bulletin of a release.

    JSON gives citations and figures with their source spans; Markdown adds the date and issuer where they are known.
    """
    if form == "json":
        head = {
            "id": release.id,
            "source": release.source,
            "published": release.published.isoformat() if release.published else None,
            "issuer": release.issuer,
        }
        return json.dumps(head | bulletin.to_dict(), ensure_ascii=False, indent=2)
    return _markdown(bulletin) if form == "md" else bulletin.text


def _markdown(bulletin: Bulletin) -> str:
    lines = bulletin.text.split("\n")
    if bulletin.title and lines[0] == bulletin.title:
        lines[0] = f"# {lines[0]}"
    rows = ["- " + line.removeprefix("· ") if line.startswith("· ") else line for line in lines]
    text = ""
    for row in rows:
        separator = "\n" if row.startswith("- ") and text.rsplit("\n", 1)[-1].startswith("- ") else "\n\n"
        text += (separator if text else "") + row
    return text

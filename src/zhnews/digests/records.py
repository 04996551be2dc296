"""The records of a digest: its items, where each came from, and the figures on which sources differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, NamedTuple

from zhnews.model import Block, Dropped, Release
from zhnews.text import Span


@dataclass(frozen=True, slots=True)
class Origin:
    """A release that an item was reported in."""

    id: str
    source: str | None
    issuer: str | None
    published: date | None

    @property
    def name(self) -> str:
        """What it is called in print: the issuer, else the file.

        >>> Origin("1", "in/a.txt", None, None).name
        'a.txt'
        """
        return self.issuer or (PurePath(self.source).name if self.source else self.id)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        day = self.published.isoformat() if self.published else None
        return {"id": self.id, "source": self.source, "issuer": self.issuer, "published": day}


class Said(NamedTuple):
    """A figure as a release has it: by whom, how it reads, and where it stands in that release's source."""

    origin: Origin
    surface: str
    span: Span


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that reprints of one release give differently."""

    indicator: str
    said: tuple[Said, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        said = [{"id": one.origin.id, "surface": one.surface, "span": list(one.span)} for one in self.said]
        return {"indicator": self.indicator, "said": said}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news: the release that stands for it, its sentences, all that reported it."""

    title: str
    topic: str
    text: str
    weight: float
    origins: tuple[Origin, ...]
    differences: tuple[Difference, ...]
    release: Release = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values; the first of `origins` is the release that the text is from."""
        return {
            "title": self.title,
            "topic": self.topic,
            "text": self.text,
            "weight": round(self.weight, 4),
            "origins": [origin.to_dict() for origin in self.origins],
            "differences": [difference.to_dict() for difference in self.differences],
        }


class Quote(NamedTuple):
    """`span` of the digest was taken from `source` of the release with that id."""

    span: Span
    source: Span
    release: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest: its text and layout, its items in order, and where each stretch was taken from.

    `dropped` failed the check against its release, `passed_over` are the sources that the filters left out.
    """

    text: str
    title: str
    items: tuple[Item, ...]
    blocks: tuple[Block, ...] = ()
    citations: tuple[Quote, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    passed_over: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        quotes = [{"span": list(q.span), "source": list(q.source), "release": q.release} for q in self.citations]
        return {
            "text": self.text,
            "title": self.title,
            "items": [item.to_dict() for item in self.items],
            "blocks": [block.to_dict() for block in self.blocks],
            "citations": quotes,
            "dropped": [drop.to_dict() for drop in self.dropped],
            "passed_over": list(self.passed_over),
        }

"""The records that pass between stages: frozen, and views of one text rather than copies of it.

A `View` is a stretch of a text: `at` is its span in the current text, `span` the span of the source it came from,
`surface` the characters themselves. Stages work with `at`; everything printed or saved gives `span`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Literal

from zhnews.errors import PipelineError
from zhnews.text import Edit, Span, Text

Kind = Literal["count", "money", "percent", "percentage_point", "multiple", "amount", "duration", "rank"]
Qualifier = Literal["exact", "over", "nearly", "about", "under", "at_least", "at_most", "vague"]
Direction = Literal["up", "down", "flat"]
Media = Literal["text", "html", "docx", "pdf"]
Result = Literal["consistent", "conflict", "unresolved"]
BlockKind = Literal[
    "masthead",
    "title",
    "dateline",
    "lead",
    "body",
    "point",
    "item",
    "note",
    "heading",
    "columns",
    "row",
    "next",
    "source",
]


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of a text."""

    body: Text = field(repr=False, compare=False)
    at: Span

    @property
    def span(self) -> Span:
        """The span of the source, in code points, half-open."""
        return self.body.origin(self.at)

    @property
    def surface(self) -> str:
        """The characters, as they stand in the current text."""
        start, end = self.at
        return self.body.value[start:end]

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {"span": list(self.span), "surface": self.surface}


@dataclass(frozen=True, slots=True)
class Token(View):
    """A word, a figure with its unit, a punctuation mark or a run of white space."""


@dataclass(frozen=True, slots=True)
class Sentence(View):
    """A sentence; its view takes in the white space that follows, so that sentences tile the text.

    A damaged one has lost characters and is not quoted.
    """

    index: int
    paragraph: int
    damaged: bool = field(default=False, kw_only=True)

    @property
    def text(self) -> str:
        """The sentence without white space around it."""
        return self.surface.strip()

    @property
    def core(self) -> Span:
        """The span in the current text without white space around it."""
        surface = self.surface
        text = surface.strip()
        if len(text) == len(surface):
            return self.at
        start = self.at.start + len(surface) - len(surface.lstrip())
        return Span(start, start + len(text))

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values; the span is that of the sentence without white space around it."""
        return {
            "index": self.index,
            "paragraph": self.paragraph,
            "span": list(self.body.origin(self.core)),
            "text": self.text,
            "damaged": self.damaged,
        }


@dataclass(frozen=True, slots=True)
class ScoredSentence(Sentence):
    """A sentence with its score and what the score is made of."""

    score: float
    parts: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values, scores rounded to four places."""
        parts = {name: round(value, 4) for name, value in self.parts.items()}
        # A slotted dataclass is rebuilt under its name, so that a bare super() would look in the wrong place.
        return {**Sentence.to_dict(self), "score": round(self.score, 4), "parts": parts}


@dataclass(frozen=True, slots=True)
class Quantity(View):
    """A figure with its unit and qualifier; values are decimal strings in the base unit.

    A range or an open bound has no `value` but `low`, `high` or both.
    """

    value: str | None
    low: str | None
    high: str | None
    unit: str | None
    kind: Kind
    qualifier: Qualifier

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {
            **View.to_dict(self),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "kind": self.kind,
            "qualifier": self.qualifier,
        }


@dataclass(frozen=True, slots=True)
class Period(View):
    """A stretch of time that the text names; both dates are inclusive, None where open or unresolved."""

    start: date | None
    end: date | None

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values, dates in ISO form."""
        return {**View.to_dict(self), "start": _iso(self.start), "end": _iso(self.end)}


@dataclass(frozen=True, slots=True)
class Claim(Quantity):
    """A figure together with what it is a figure of.

    `sentence` is the index of its sentence, `damaged` whether that has lost characters; `change_of` the id of the
    claim whose level this one changes.
    """

    id: str
    sentence: int
    subject: str | None = None
    predicate: str | None = None
    condition: str | None = None
    period: Period | None = None
    scope: str | None = None
    speaker: str | None = None
    direction: Direction | None = None
    basis: str | None = None
    change_of: str | None = None
    damaged: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values; the fields of Quantity and those of the claim, in one flat record."""
        period = self.period
        return {
            "id": self.id,
            **Quantity.to_dict(self),
            "subject": self.subject,
            "predicate": self.predicate,
            "condition": self.condition,
            "period": None
            if period is None
            else {
                "text": period.surface,
                "start": _iso(period.start),
                "end": _iso(period.end),
                "span": list(period.span),
            },
            "scope": self.scope,
            "speaker": self.speaker,
            "direction": self.direction,
            "basis": self.basis,
            "change_of": self.change_of,
            "sentence": self.sentence,
            "damaged": self.damaged,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: of a release by `audit`, of a summary against its release by `verify`.

    `kind` names the check, `formula` shows it with its numbers, `message` says it in a sentence. `claims` are ids of
    the release's claims, `spans` the places in the release's source, `quotes` what stands there. Of a summary,
    `place` is the span in the summary's source and `altered` names what differs (value, unit, period, …).
    """

    kind: str
    result: Result
    message: str
    formula: str | None = None
    claims: Sequence[str] = ()
    spans: tuple[Span, ...] = ()
    quotes: tuple[str, ...] = ()
    place: Span | None = None
    altered: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {
            "kind": self.kind,
            "result": self.result,
            "claims": list(self.claims),
            "formula": self.formula,
            "message": self.message,
            "spans": [list(span) for span in self.spans],
            "quotes": list(self.quotes),
            "place": list(self.place) if self.place else None,
            "altered": list(self.altered),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """`span` of the bulletin's text was taken from `source` of the release's source."""

    span: Span
    source: Span

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {"span": list(self.span), "source": list(self.source)}


@dataclass(frozen=True, slots=True)
class Cut:
    """What a bulletin leaves out of a sentence it quotes, and the rule it goes by.

    At `span` of the bulletin's text stands `new` (mostly nothing) instead of `old`, which is at `source` in the
    release's source. Putting every `old` back gives the sentences as the release has them.
    """

    span: Span
    source: Span
    old: str
    new: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {
            "span": list(self.span),
            "source": list(self.source),
            "old": self.old,
            "new": self.new,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bulletin's layout: `span` of its text, and `cells` where it is a line of a table."""

    kind: BlockKind
    span: Span
    cells: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        record: dict[str, Any] = {"kind": self.kind, "span": list(self.span)}
        return record | {"cells": [list(cell) for cell in self.cells]} if self.cells else record


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was left out because it failed the check against its release; `reason` says how."""

    text: str
    source: Span
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {"text": self.text, "source": list(self.source), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin: its text, and for each stretch of it the place in the release it was taken from.

    `sentences` are the sentences as they are printed, `figures` the claims that stand in them, `cuts` what was left
    out of the sentences or reworded, `blocks` the parts of the layout, `dropped` what failed the check.
    """

    text: str
    title: str | None
    dateline: str | None
    citations: tuple[Citation, ...]
    sentences: tuple[str, ...] = ()
    figures: Sequence[Claim] = ()
    form: str | None = None
    cuts: tuple[Cut, ...] = ()
    blocks: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def length(self) -> int:
        """The number of characters of `text`."""
        return len(self.text)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {
            "text": self.text,
            "title": self.title,
            "dateline": self.dateline,
            "form": self.form,
            "length": self.length,
            "sentences": list(self.sentences),
            "citations": [citation.to_dict() for citation in self.citations],
            "figures": [claim.to_dict() for claim in self.figures],
            "cuts": [cut.to_dict() for cut in self.cuts],
            "blocks": [block.to_dict() for block in self.blocks],
            "dropped": [drop.to_dict() for drop in self.dropped],
        }


@dataclass(frozen=True)
class Release:
    """A release on its way through the pipeline: one text, and what the stages so far have found in it.

    `source` names where it came from. Where `media` is "text" spans refer to the decoded file; else the text's source
    is the text rendering of the page or document, and spans refer to that. `done` holds what has been given by
    the stages so far, `meta` the source span of each metadata field that was found in the text, `damaged` the source
    spans where characters were destroyed.
    """

    text: Text
    id: str = ""
    source: str | None = None
    media: Media = "text"
    encoding: str | None = None
    title: str | None = None
    published: date | None = None
    published_time: time | None = None
    issuer: str | None = None
    author: str | None = None
    editor: str | None = None
    dateline: str | None = None
    meta: Mapping[str, Span] = field(default_factory=dict)
    damaged: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    ranked: tuple[ScoredSentence, ...] = ()
    claims: Sequence[Claim] = ()
    bulletin: Bulletin | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    # Which stage gave what is done, so that the same thing asked with other settings is done anew.
    made: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.id:
            digest = hashlib.blake2b(self.text.source.encode("utf-8", "surrogatepass"), digest_size=8)
            object.__setattr__(self, "id", digest.hexdigest())

    def with_(self, **fields: Any) -> Release:
        """Give a release with some fields replaced.

        Raises:
            PipelineError: the text is replaced after it was segmented, when spans already refer to it.
        """
        text = fields.get("text", self.text)
        if self.sentences and text is not self.text:
            raise PipelineError("the text may not be edited after it was segmented: put the edit before Segment")
        if unknown := fields.keys() - self.__dict__.keys():
            raise TypeError(f"a release has no {', '.join(sorted(unknown))}")
        # As dataclasses.replace does, without hashing the source again or asking each of two dozen fields.
        made = object.__new__(Release)
        made.__dict__.update(self.__dict__, **fields)
        return made

    def edit(self, edits: Iterable[Edit]) -> Release:
        """Give a release whose text went through one pass of edits (see `Text.edit`)."""
        text = self.text.edit(edits)
        return self if text is self.text else self.with_(text=text)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values: metadata, clean text, sentences, claims and the bulletin."""
        return {
            "id": self.id,
            "source": self.source,
            "media": self.media,
            "encoding": self.encoding,
            "title": self.title,
            "published": _iso(self.published),
            "published_time": self.published_time.isoformat("minutes") if self.published_time else None,
            "issuer": self.issuer,
            "author": self.author,
            "editor": self.editor,
            "dateline": self.dateline,
            "meta": {name: list(span) for name, span in self.meta.items()},
            "text": str(self.text),
            "notes": dict(self.notes),
            "damaged": [list(span) for span in self.damaged],
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "claims": [claim.to_dict() for claim in self.claims],
            "bulletin": self.bulletin.to_dict() if self.bulletin else None,
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

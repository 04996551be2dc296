"""The columns of processed releases: the schema of their table and of the flat one of claims, and what fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

import pyarrow as pa

from zhnews.model import Claim, Release
from zhnews.revisions import Revision, revisions

_SPAN = [("start", pa.int32()), ("end", pa.int32())]
_CLAIM = pa.struct(
    [
        ("id", pa.string()),
        *_SPAN,
        *((name, pa.string()) for name in ("surface", "value", "low", "high", "unit", "kind", "qualifier")),
        *((name, pa.string()) for name in ("subject", "predicate", "condition", "period")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((name, pa.string()) for name in ("scope", "speaker", "direction", "basis", "change_of")),
        ("sentence", pa.int32()),
        ("damaged", pa.bool_()),
    ]
)
_SENTENCE = pa.struct(
    [
        ("index", pa.int32()),
        ("paragraph", pa.int32()),
        *_SPAN,
        ("text", pa.string()),
        ("score", pa.float64()),
        ("damaged", pa.bool_()),
    ]
)
_CITATION = pa.struct([*_SPAN, ("source_start", pa.int32()), ("source_end", pa.int32())])
# `start` and `end` are of the source, as everywhere, `place_start` and `place_end` of the text.
_EDIT = pa.struct(
    [
        *_SPAN,
        ("old", pa.string()),
        ("new", pa.string()),
        ("place_start", pa.int32()),
        ("place_end", pa.int32()),
        ("rule", pa.string()),
        ("rules", pa.list_(pa.string())),
    ]
)

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("source", pa.string()),
        ("status", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("published_time", pa.string()),
        *((name, pa.string()) for name in ("issuer", "author", "editor", "dateline")),
        ("text", pa.string()),
        ("bulletin", pa.string()),
        ("sentences", pa.list_(_SENTENCE)),
        ("claims", pa.list_(_CLAIM)),
        ("citations", pa.list_(_CITATION)),
        ("edits", pa.list_(_EDIT)),
        ("media", pa.string()),
        ("encoding", pa.string()),
        ("mojibake", pa.string()),
        ("source_characters", pa.int32()),
        ("characters", pa.int32()),
        ("damaged", pa.int32()),
    ]
)
OF_RELEASE = ("source", "title", "published", "issuer")
CLAIMS_SCHEMA = pa.schema([("release", pa.string()), *(SCHEMA.field(name) for name in OF_RELEASE), *_CLAIM])
DEFAULT_FIELDS = tuple(name for name in SCHEMA.names if name != "edits")


def record(release: Release, fields: Iterable[str] = DEFAULT_FIELDS) -> dict[str, Any]:
    """Give the values of a release for columns of `SCHEMA`; spans are in code points of its source.

    >>> from zhnews.read import release_from_str
    >>> record(release_from_str("全市破获案件427起。"), ("text", "media"))
    {'text': '全市破获案件427起。', 'media': 'text'}
    """
    return {name: _COLUMNS[name](release) for name in fields if name in _COLUMNS}


def _sentences(release: Release) -> list[dict[str, Any]]:
    scores = {sentence.index: round(sentence.score, 4) for sentence in release.ranked}
    return [_spread(sentence.to_dict()) | {"score": scores.get(sentence.index)} for sentence in release.sentences]


def _citations(release: Release) -> list[dict[str, Any]]:
    return [
        {"start": at.span.start, "end": at.span.end, "source_start": at.source.start, "source_end": at.source.end}
        for at in (release.bulletin.citations if release.bulletin else ())
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    period = claim.period
    return _spread(claim.to_dict()) | {
        "period": period.surface if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def _edit(revision: Revision) -> dict[str, Any]:
    row = _spread(revision.to_dict())
    start, end = row.pop("place")
    return row | {"old": _whole(revision.old), "place_start": start, "place_end": end}


def _spread(row: dict[str, Any]) -> dict[str, Any]:
    start, end = row.pop("span")
    return row | {"start": start, "end": end}


def _whole(text: str) -> str:
    """Replace halves of UTF-16 pairs, which no column can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


_COLUMNS: Mapping[str, Callable[[Release], Any]] = {
    **{name: attrgetter(name) for name in ("id", "source", "title", "published")},
    "published_time": lambda release: release.published_time and release.published_time.isoformat("minutes"),
    **{name: attrgetter(name) for name in ("issuer", "author", "editor", "dateline", "media", "encoding")},
    "text": lambda release: release.text.value,
    "bulletin": lambda release: release.bulletin and release.bulletin.text,
    "sentences": _sentences,
    "claims": lambda release: [_claim(claim) for claim in release.claims],
    "citations": _citations,
    "edits": lambda release: [_edit(revision) for revision in revisions(release.text)],
    "mojibake": lambda release: release.notes.get("mojibake"),
    "source_characters": lambda release: len(release.text.source),
    "characters": lambda release: len(release.text.value),
    "damaged": lambda release: len(release.damaged),
}


def claims_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give the claims of a processed batch as a flat batch of `CLAIMS_SCHEMA`: one row a claim.

    >>> from zhnews.arrow import process
    >>> done = process(pa.RecordBatch.from_pydict({"id": ["a"], "data": ["全市破获案件427起，同比增长5%。"]}))
    >>> [(row["release"], row["subject"], row["value"]) for row in claims_of(done).to_pylist()]
    [('a', '案件', '427'), ('a', '案件', '5')]
    """
    # Ten megabytes that a driver never needs.
    import pyarrow.compute as pc

    column = batch.column("claims")
    release = batch.select(["id", *OF_RELEASE]).take(pc.list_parent_indices(column))
    claims = pc.list_flatten(column)
    return pa.RecordBatch.from_arrays([*release.columns, *claims.flatten()], schema=CLAIMS_SCHEMA)

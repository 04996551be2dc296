"""Runs the main job over Arrow record batches, for archives: one function, one fixed schema, settings that travel.

`process` takes a batch with the column `data` (bytes or strings; and, where they are known, `id`, `source`, `title`,
`published`) and gives a batch of `SCHEMA`, row for row. Whatever a row holds, it never raises: a row that was dropped
or failed says so in `status`, `stage` and `reason`. Needs the extra `arrow`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa

from zhnews.bulletin import Length, Summarize
from zhnews.claims import ExtractClaims
from zhnews.clean import Clean
from zhnews.convert import Convert, Profile, Words
from zhnews.errors import DropRelease, InputError, ZhnewsError
from zhnews.model import Claim, Release
from zhnews.pipeline import Pipeline, Stage, edits, gives, needs, stage_name
from zhnews.rank import Rank, Ranker
from zhnews.read import read_release, release_from_str
from zhnews.segment import Segment, Segmenter

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
_EDIT = pa.struct([*_SPAN, ("old", pa.string()), ("new", pa.string()), ("rule", pa.string())])

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
_OF_RELEASE = ("source", "title", "published", "issuer")
CLAIMS_SCHEMA = pa.schema([("release", pa.string()), *(SCHEMA.field(name) for name in _OF_RELEASE), *_CLAIM])
# Some hundred times as long as a long release; a worker takes seconds for it.
MOST_CHARACTERS = 200_000
DEFAULT_FIELDS = tuple(name for name in SCHEMA.names if name != "edits")


@dataclass(frozen=True)
class Settings:
    """What is done with each row.

    `length` to `skip` are those of `summarize` and `normalize`. A release of more than `most` characters, as read, or
    whose body has fewer than `least`, is dropped: what is longer than a book is no release, and would keep its worker
    for minutes. `fields` names the columns of `SCHEMA` to fill, the others are null (with
    `claims` go `title`, `published` and `issuer`, which the flat table of claims repeats); stages that nothing asks for
    don't run. `stages` are your own, run in this order on the clean Simplified release before it is segmented; they
    must be importable where the work is done.

    Raises:
        ValueError: there is no such field, length or rule of cleaning.

    >>> [type(stage).__name__ for stage in Settings(fields=("text",)).pipeline()]
    ['DropLong', 'Clean', 'Convert', 'DropShort']
    """

    length: Length = "brief"
    ranker: Ranker = "zhnews"
    segmenter: Segmenter = "rjieba"
    profile: Profile = "auto"
    words: Words = "auto"
    glossary: Path | None = None
    skip: frozenset[str] = frozenset()
    least: int = 1
    most: int = MOST_CHARACTERS
    fields: tuple[str, ...] = DEFAULT_FIELDS
    stages: tuple[Stage, ...] = ()

    def __post_init__(self) -> None:
        if unknown := [name for name in self.fields if name not in SCHEMA.names]:
            raise ValueError(f"no field {', '.join(unknown)}: choose from {', '.join(SCHEMA.names)}")
        self.pipeline()

    def pipeline(self) -> tuple[Stage, ...]:
        """Give the stages that fill the fields, in order."""
        wanted = set(self.fields)
        bulletin = not wanted.isdisjoint({"bulletin", "citations"})
        stages: list[Stage] = [
            DropLong(self.most),
            Clean(self.skip),
            Convert(self.profile, self.words, self.glossary),
            *self.stages,
            DropShort(self.least),
        ]
        if bulletin or not wanted.isdisjoint({"sentences", "claims"}):
            stages.append(Segment())
        if bulletin:
            stages.append(Rank(ranker=self.ranker, segmenter=self.segmenter))
        if bulletin or "claims" in wanted:
            stages.append(ExtractClaims())
        if bulletin:
            stages.append(Summarize(self.length))
        return tuple(stages)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values, your own stages by their module and name, or as they show themselves."""
        named = [f"{s.__module__}:{s.__qualname__}" if hasattr(s, "__qualname__") else repr(s) for s in self.stages]
        return {
            "length": self.length,
            "ranker": self.ranker,
            "segmenter": self.segmenter,
            "profile": self.profile,
            "words": self.words,
            "glossary": str(self.glossary) if self.glossary else None,
            "skip": sorted(self.skip),
            "least": self.least,
            "most": self.most,
            "fields": list(self.fields),
            "stages": named,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], stages: tuple[Stage, ...] = ()) -> Settings:
        """Take what `to_dict` gave, with your own stages, which are named there but can't be held.

        Raises:
            InputError: these are not the stages that are named.

        >>> Settings.from_dict(Settings(length=60).to_dict()) == Settings(length=60)
        True
        """
        glossary = record["glossary"]
        settings = cls(
            **{
                **record,
                "glossary": Path(glossary) if glossary else None,
                "skip": frozenset(record["skip"]),
                "fields": tuple(record["fields"]),
                "stages": stages,
            }
        )
        if settings.to_dict()["stages"] != record["stages"]:
            raise InputError(f"made with stages of your own ({', '.join(record['stages'])}): give the same from Python")
        return settings


@dataclass(frozen=True)
class DropLong:
    """Drop a release of more than `most` characters, before any work is spent on it.

    >>> from zhnews.text import Text
    >>> DropLong(8)(Release(Text("全市破获案件427起。")))
    Traceback (most recent call last):
    ...
    zhnews.errors.DropRelease: dropped: too_long
    """

    most: int = MOST_CHARACTERS

    def __call__(self, release: Release) -> Release:
        """Give the release as it is."""
        if len(release.text.value) > self.most:
            raise DropRelease("too_long")
        return release


@dataclass(frozen=True)
class DropShort:
    """Drop a release whose body is shorter than `least` characters, white space not counted.

    >>> from zhnews.text import Text
    >>> DropShort(1)(Release(Text(" ")))
    Traceback (most recent call last):
    ...
    zhnews.errors.DropRelease: dropped: too_short
    """

    least: int = 1
    needs: ClassVar[frozenset[str]] = frozenset({"body"})

    def __call__(self, release: Release) -> Release:
        """Give the release as it is."""
        if len("".join(release.text.value.split())) < self.least:
            raise DropRelease("too_short")
        return release


class Processor:
    """The main job with its settings, built where it is used: pickled, it is its settings alone.

    `seconds` tells how long each stage has run so far.

    >>> import pickle
    >>> processor = pickle.loads(pickle.dumps(Processor(Settings(length=30))))
    >>> batch = pa.RecordBatch.from_pydict({"data": ["統計顯示，全市新增就业3万人。"]})
    >>> processor(batch).column("text").to_pylist()
    ['统计显示，全市新增就业3万人。']
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stage = "read"
        # The flat table of claims names their release.
        self._fields = (*settings.fields, *_OF_RELEASE) if "claims" in settings.fields else settings.fields
        self._pipeline = Pipeline([_Clocked(stage, self) for stage in settings.pipeline()], name="zhnews")

    def __reduce__(self) -> tuple[type[Processor], tuple[Settings]]:
        return Processor, (self.settings,)

    def __call__(self, batch: pa.RecordBatch, *, before: Callable[[int], None] | None = None) -> pa.RecordBatch:
        """Process a batch; `before` is called with the number of each row before that row is worked on.

        Raises:
            InputError: the batch has no column `data`.
        """
        rows = []
        for number, document in enumerate(_documents(batch)):
            if before:
                before(number)
            rows.append(self._row(document))
        return self._batch(rows)

    @property
    def stage(self) -> str:
        """The stage that is running, or ran last."""
        return self._stage

    @contextmanager
    def clock(self, name: str) -> Iterator[None]:
        """Count the time spent inside as that of a stage."""
        self._stage = name
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start

    def _row(self, document: Mapping[str, Any]) -> dict[str, Any]:
        head = {"id": document.get("id"), "source": document.get("source"), "stage": None, "reason": None}
        try:
            with self.clock("read"):
                release = _read(document)
            release = self._pipeline(release)
            with self.clock("record"):
                return record(release, self._fields) | head | {"id": head["id"] or release.id, "status": "done"}
        except DropRelease as drop:
            return head | {"status": "dropped", "stage": drop.stage or self._stage, "reason": drop.reason}
        except Exception as error:  # Whatever a row holds or a stage does, it costs that row alone.
            return head | {"status": "failed", "stage": self._stage, "reason": _message(error)}

    def _batch(self, rows: list[dict[str, Any]]) -> pa.RecordBatch:
        """Make a batch of rows; where that fails, row by row, so that it costs the faulty row alone."""
        with self.clock("record"):
            try:
                return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
            except (pa.ArrowException, UnicodeError, OverflowError, TypeError, ValueError) as error:
                if len(rows) == 1:
                    head = {name: rows[0][name] for name in ("id", "source")}
                    return self._batch([head | {"status": "failed", "stage": "record", "reason": _message(error)}])
                return pa.concat_batches([self._batch([row]) for row in rows])


class _Clocked:
    """A stage whose time is counted; it needs, gives and edits what that stage does."""

    def __init__(self, stage: Stage, processor: Processor) -> None:
        self.name = stage_name(stage)
        self.needs, self.gives, self.edits = needs(stage), gives(stage), edits(stage)
        self._stage, self._processor = stage, processor

    def __call__(self, release: Release) -> Release:
        with self._processor.clock(self.name):
            return self._stage(release)


def process(batch: pa.RecordBatch, settings: Settings | None = None) -> pa.RecordBatch:
    """Run the main job over a batch and give a batch of `SCHEMA`, row for row.

    Raises:
        InputError: the batch has no column `data`.

    >>> batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "data": ["全市破获案件427起。".encode(), b""]})
    >>> [(row["id"], row["status"], row["reason"]) for row in process(batch).to_pylist()]
    [('a', 'done', None), ('b', 'failed', 'input: empty: give a file with the text of a release')]
    """
    return _processor(settings or Settings())(batch)


def map_batches(batches: Iterable[pa.RecordBatch], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Run the main job over batches as they come: what `mapInArrow` of Spark and readers of Arrow ask for.

    >>> table = pa.table({"data": ["全市破获案件427起。", "全市新增就业3万人。"]})
    >>> [batch.num_rows for batch in map_batches(table.to_batches(max_chunksize=1))]
    [1, 1]
    """
    return (process(batch, settings) for batch in batches)


def claims_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give the claims of a processed batch as a flat batch of `CLAIMS_SCHEMA`: one row a claim.

    >>> done = process(pa.RecordBatch.from_pydict({"id": ["a"], "data": ["全市破获案件427起，同比增长5%。"]}))
    >>> [(row["release"], row["subject"], row["value"]) for row in claims_of(done).to_pylist()]
    [('a', '案件', '427'), ('a', '案件', '5')]
    """
    # Ten megabytes that a driver never needs.
    import pyarrow.compute as pc

    column = batch.column("claims")
    release = batch.select(["id", *_OF_RELEASE]).take(pc.list_parent_indices(column))
    claims = pc.list_flatten(column)
    return pa.RecordBatch.from_arrays([*release.columns, *claims.flatten()], schema=CLAIMS_SCHEMA)


@lru_cache(maxsize=4)
def _processor(settings: Settings) -> Processor:
    return Processor(settings)


def _documents(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    if "data" not in batch.schema.names:
        raise InputError(f"no column data among {', '.join(batch.schema.names)}: rename the column of the texts to it")
    known = [name for name in ("id", "source", "data", "title", "published") if name in batch.schema.names]
    rows: list[dict[str, Any]] = batch.select(known).to_pylist()
    return rows


def _read(document: Mapping[str, Any]) -> Release:
    data, source = document["data"], document.get("source")
    if data is None:
        raise InputError(f"{source or 'input'}: no text: the column is null")
    release = release_from_str(data, name=source) if isinstance(data, str) else read_release(data, name=source)
    # What the archive states beside the text is surer than what is found in it.
    stated = {name: document[name] for name in ("title", "published") if document.get(name)}
    return release.with_(**stated) if stated else release


def _message(error: Exception) -> str:
    return str(error) if isinstance(error, ZhnewsError) else f"{type(error).__name__}: {error}"


def record(release: Release, fields: Iterable[str] = DEFAULT_FIELDS) -> dict[str, Any]:
    """Give the values of a release for columns of `SCHEMA`; spans are in code points of its source.

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
    "edits": lambda release: [_spread(edit.to_dict()) | {"old": _whole(edit.old)} for edit in release.text.changes],
    "mojibake": lambda release: release.notes.get("mojibake"),
    "source_characters": lambda release: len(release.text.source),
    "characters": lambda release: len(release.text.value),
    "damaged": lambda release: len(release.damaged),
}

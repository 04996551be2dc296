"""What is done with each row, as settings that travel and give the stages of a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from zhnews.arrow.records import DEFAULT_FIELDS, SCHEMA
from zhnews.bulletin import Length, Summarize
from zhnews.claims import ExtractClaims
from zhnews.clean import Clean
from zhnews.convert import Convert, Profile, Words
from zhnews.errors import DropRelease, InputError
from zhnews.model import Release
from zhnews.pipeline import Stage
from zhnews.rank import Rank, Ranker
from zhnews.segment import Segment, Segmenter

# Some hundred times as long as a long release; a worker takes seconds for it.
MOST_CHARACTERS = 200_000


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

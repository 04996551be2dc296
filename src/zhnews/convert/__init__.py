"""Converts Traditional text to Simplified: finds out who wrote it so, then undoes what was done.

Layers are applied in order, each change under its own rule: the user's glossary, which wins; characters that have one
form; characters whose form hangs on words and names around them; words that a machine put in for others. Genuine
Simplified is left alone, but for forms that no genuine text has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal, get_args

from zhnews.convert import engine
from zhnews.convert import glossary as glossaries
from zhnews.convert.detect import Detected as Detected
from zhnews.convert.detect import Kind, paragraphs, stretches
from zhnews.convert.detect import is_traditional as is_traditional
from zhnews.convert.engine import Words as Words
from zhnews.convert.explain import Choice as Choice
from zhnews.convert.explain import choices
from zhnews.convert.glossary import Glossary as Glossary
from zhnews.convert.report import changed as changed
from zhnews.convert.report import diff as diff
from zhnews.convert.report import records as records
from zhnews.convert.report import side_by_side as side_by_side
from zhnews.convert.report import table as table
from zhnews.model import Release
from zhnews.text import Span, Text

Profile = Literal["auto", "machine", "tw", "hk", "t", "none"]
# So much of the body tells who wrote its title.
BESIDE = 2_000
_FORCED: Mapping[str, Kind] = {"tw": "tw", "hk": "hk", "t": "traditional"}


@dataclass(frozen=True)
class Convert:
    """Convert a release to Simplified.

    `profile` says how the text came to be Traditional, if that is known: `auto` finds out paragraph by paragraph,
    `machine` is mainland text made Traditional by machine, `tw` and `hk` are genuine Taiwan and Hong Kong text, `t`
    is Traditional of no known origin, `none` is left as it is. `words` is `mainland` to put mainland words into
    genuine text too, `keep` to leave even the words that a machine put in. `glossary` is a file of lines
    `from<TAB>to` or a mapping; it wins over every other layer. It is read when the stage is made, which serves any
    number of texts.

    Raises:
        ValueError: there is no such profile, or no such choice of words.
        LexiconError: the glossary can't be read, or one of its lines is malformed.
    """

    profile: Profile = "auto"
    words: Words = "auto"
    glossary: Glossary | None = None
    needs: ClassVar[frozenset[str]] = frozenset({"body"})
    gives: ClassVar[frozenset[str]] = frozenset({"simplified"})
    edits: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Hold the settings to what they may be."""
        for name, allowed in (("profile", get_args(Profile)), ("words", get_args(Words))):
            if (given := getattr(self, name)) not in allowed:
                raise ValueError(f"{name}={given!r}: give one of {', '.join(allowed)}")
        if isinstance(self.glossary, str):
            object.__setattr__(self, "glossary", Path(self.glossary))
        _ = self._entries

    def __call__(self, release: Release) -> Release:
        """Give the release in Simplified, its title, issuer and author too, each judged with the body."""
        body = release.text.value[:BESIDE]
        fields = {name: self._field(getattr(release, name), body) for name in ("title", "issuer", "author")}
        return release.with_(text=self.convert(release.text), **fields)

    def convert(self, text: Text) -> Text:
        """Convert a text, keeping its way back.

        >>> str(Convert().convert(Text("隨著甚麼發展，乾隆年間的著作")))
        '随着什么发展，乾隆年间的著作'
        >>> str(Convert().convert(Text("什么显著，老么")))
        '什么显著，老么'
        """
        rounds, index = self._rounds(text)
        return rounds[index - 1][-1].after if index else text

    def simplify(self, value: str) -> str:
        """Convert a string and give the string alone: the value of `convert`, without a record of the changes.

        >>> Convert().simplify("網絡發展，乾杯")
        '网络发展，干杯'
        """
        values = [value]
        while (index := engine.settled(values)) is None:
            values.append(self._once(values[-1]))
        return values[index]

    def detect(self, value: str) -> list[Detected]:
        """Give the paragraphs of a text with the kind each is converted as; none where nothing is converted."""
        return paragraphs(value, self._stretches(value, each=True))

    def choices(self, text: Text) -> list[Choice]:
        """List where conversion of a text, not yet converted, had to choose, and why it chose as it did.

        >>> [(choice.old, choice.taken) for choice in Convert().choices(Text("乾隆與餅乾"))]
        [('乾', '乾'), ('乾', '干')]
        """
        return choices(*self._rounds(text))

    def _stretches(self, value: str, each: bool = False) -> list[Detected]:
        if self.profile == "none":
            return []
        if forced := _FORCED.get(self.profile):
            return [Detected(Span(0, len(value)), forced, 1.0, {})] if value else []
        return stretches(value, machine=self.profile == "machine", each=each)

    @cached_property
    def _entries(self) -> glossaries.Entries | None:
        """The words of the glossary; none where it is empty."""
        entries = glossaries.entries(self.glossary) if self.glossary is not None else None
        return entries if entries and entries.words else None

    def _once(self, value: str) -> str:
        """Run every layer over a string."""
        protected: list[tuple[int, int]] = []
        if self._entries:
            found = list(engine.glossary_matches(value, self._entries))
            protected = engine.protected_spans(found)
            value = engine.applied(value, found)
        judged = self._stretches(value)
        if not judged:
            return value
        value = engine.fold(value, judged, protected)
        value = engine.applied(value, engine.apart(engine.readings(value, judged), protected))
        return engine.applied(value, engine.apart(engine.regional(value, judged, self.words), protected))

    def _rounds(self, text: Text) -> tuple[list[list[engine.Pass]], int]:
        """Convert until the text comes to rest; give the passes of each round, and how many rounds lead to the rest."""
        rounds: list[list[engine.Pass]] = []
        values = [text.value]
        while (index := engine.settled(values)) is None:
            rounds.append(list(self._recorded(text)))
            text = rounds[-1][-1].after
            values.append(text.value)
        return rounds, index

    def _recorded(self, text: Text) -> Iterator[engine.Pass]:
        """Do what `_once` does, pass by pass, with a record of every change."""
        found = list(engine.glossary_matches(text.value, self._entries) if self._entries else ())
        yield (done := engine.Pass.of(text, found))
        protected = engine.protected_spans(found)
        judged = self._stretches(done.after.value)
        if not judged:
            return
        text = done.after.overlay(engine.fold(done.after.value, judged, protected), "convert.characters")
        yield (done := engine.Pass.of(text, engine.apart(engine.readings(text.value, judged), protected)))
        text = done.after
        yield engine.Pass.of(text, engine.apart(engine.regional(text.value, judged, self.words), protected))

    def _field(self, value: str | None, body: str) -> str | None:
        if not value:
            return value
        lines = self.simplify(f"{value}\n{body}").split("\n")
        return "\n".join(lines[: value.count("\n") + 1])

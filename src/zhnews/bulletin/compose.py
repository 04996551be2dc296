"""Puts a bulletin together: the running summary, or a named form, never beyond its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from zhnews.bulletin.choose import choose
from zhnews.bulletin.forms import BUDGETS, FORMS, printable, unlabelled
from zhnews.bulletin.names import Names
from zhnews.bulletin.writer import Writer
from zhnews.model import Bulletin, Release, ScoredSentence

Form = Literal["flash", "weibo", "brief", "digest"]
Length: TypeAlias = "int | Form"


@dataclass(frozen=True)
class Summarize:
    """Write the bulletin of a release.

    `resolve` says whether 我市 and 我局 become the place and the body that the release names, and a post is given once.

    Raises:
        ValueError: the length is neither a named form nor a positive number.
    """

    length: Length = "brief"
    resolve: bool = True
    needs: ClassVar[frozenset[str]] = frozenset({"scores", "claims"})
    gives: ClassVar[frozenset[str]] = frozenset({"bulletin"})

    def __post_init__(self) -> None:
        named = isinstance(self.length, str) and self.length in BUDGETS
        counted = isinstance(self.length, int) and self.length > 0
        if not named and not counted:
            raise ValueError(f"no length {self.length!r}: choose {', '.join(BUDGETS)} or a number of characters")

    def __call__(self, release: Release) -> Release:
        """Give the release with its bulletin, which never exceeds its budget."""
        budget = self.length if isinstance(self.length, int) else BUDGETS[self.length]
        names = Names(release)
        sentences = printable(release) or release.ranked
        room = budget
        while True:
            writer = Writer(release, names, resolve=self.resolve)
            bulletin = self._write(writer, release, sentences, room)
            if writer.size <= budget or room <= 0:
                return release.with_(bulletin=bulletin)
            # A full name is longer than 我市: what is too much must be saved elsewhere.
            room -= writer.size - budget

    def _write(self, writer: Writer, release: Release, sentences: Sequence[ScoredSentence], room: int) -> Bulletin:
        if isinstance(self.length, int):
            for piece in unlabelled(choose(sentences, room)):
                writer.add(piece)
            return writer.bulletin(None, None, None)
        title, dateline = FORMS[self.length](writer, release, sentences, room)
        return writer.bulletin(self.length, title, dateline)

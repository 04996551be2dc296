"""The stage that scores sentences, by our recipe or another ranker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from zhnews.model import Release, ScoredSentence
from zhnews.rank.peers import lead, snownlp
from zhnews.rank.recipe import recipe
from zhnews.segment import Segmenter

Ranker = Literal["zhnews", "snownlp", "lead"]


@dataclass(frozen=True)
class Rank:
    """Score the sentences of a release by our recipe, by SnowNLP's TextRank, or in their order."""

    ranker: Ranker = "zhnews"
    segmenter: Segmenter = "rjieba"
    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    gives: ClassVar[frozenset[str]] = frozenset({"scores"})

    def __call__(self, release: Release) -> Release:
        """Give the release with its scored sentences, in source order."""
        ranked = tuple(
            ScoredSentence(s.body, s.at, s.index, s.paragraph, sum(own.values()), own, damaged=s.damaged)
            for s, own in zip(release.sentences, self._parts(release), strict=True)
        )
        return release.with_(ranked=ranked)

    def _parts(self, release: Release) -> list[dict[str, float]]:
        if self.ranker == "lead":
            return lead(release)
        return snownlp(release, self.segmenter) if self.ranker == "snownlp" else recipe(release)

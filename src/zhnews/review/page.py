"""Gathers what a reviewer wants to see of a release, and fills the page's template with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from zhnews.bulletin import Page, bulletin_page, fill_template
from zhnews.clean import quarantined
from zhnews.model import Bulletin, Claim, Finding, Release
from zhnews.review.source import Mark, Stretch, stretches
from zhnews.text import Change

# Every single mark put right would bury what a reviewer looks for.
_MOST_CHANGES = 500
# What HTML may not hold is shown by its picture: ␀ for a null.
_SHOWN = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
_SHOWN |= dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF), 0xFFFD)
_ORDER = {"conflict": 0, "unresolved": 1, "consistent": 2}


@dataclass(frozen=True)
class Made:
    """What the template sees as `review`: a release with its claims and scores, its bulletins and its findings."""

    release: Release
    bulletins: Sequence[Bulletin]
    findings: Sequence[Finding]

    @property
    def title(self) -> str:
        """The release's title, else where it came from."""
        return self.release.title or self.release.source or self.release.id

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of the release, as pairs of name and value."""
        release = self.release
        known = {
            "source": release.source,
            "title": release.title,
            "issuer": release.issuer,
            "published": release.published.isoformat() if release.published else None,
            "author": release.author,
            "encoding": release.encoding,
            "id": release.id,
            "characters": f"{len(release.text.source)} in the source, {len(release.text)} in the clean text",
            "sentences": str(len(release.sentences)),
            "figures": str(len(release.claims)),
            "damaged": str(len(release.damaged)) if release.damaged else None,
        }
        return [(name, value) for name, value in known.items() if value]

    @cached_property
    def pages(self) -> list[Page]:
        """The bulletins, laid out."""
        return [bulletin_page(bulletin, self.release) for bulletin in self.bulletins]

    @property
    def ordered_findings(self) -> list[Finding]:
        """The findings, conflicts first."""
        return sorted(self.findings, key=lambda finding: _ORDER[finding.result])

    @property
    def conflicts(self) -> int:
        """The number of conflicts."""
        return sum(finding.result == "conflict" for finding in self.findings)

    @property
    def claims(self) -> Sequence[Claim]:
        """The numeric claims."""
        return self.release.claims

    @cached_property
    def removed(self) -> list[Change]:
        """The text that was taken out."""
        return quarantined(self.release.text)

    @cached_property
    def changes(self) -> list[Change]:
        """The first edits of the text, in the order of the source."""
        return list(islice(sorted(self.release.text.changes, key=lambda change: change.span), _MOST_CHANGES))

    @property
    def rules(self) -> list[tuple[str, int]]:
        """How often each rule of cleaning and conversion changed something, most first."""
        return Counter(change.rule for change in self.release.text.changes).most_common()

    @property
    def stretches(self) -> Iterator[Stretch]:
        """The source, piece by piece, with what is marked in it."""
        return stretches(self.release.text.source, self._marks())

    def _marks(self) -> Iterator[Mark]:
        # No kind: only a place to link to.
        for sentence in self.release.ranked:
            yield Mark(sentence.body.origin(sentence.core), "")
        for change in self.removed:
            yield Mark(change.span, "removed", change.rule)
        for span in self.release.damaged:
            yield Mark(span, "damaged", "damaged")
        for bulletin in self.bulletins:
            for citation in bulletin.citations:
                yield Mark(citation.source, "quoted")
            for place in (*(cut.source for cut in bulletin.cuts), *(drop.source for drop in bulletin.dropped)):
                yield Mark(place, "")
        for claim in self.claims:
            yield Mark(claim.span, "claim", _told(claim))
        for finding in self.findings:
            for span in finding.spans:
                yield Mark(span, finding.result, finding.message if finding.result == "conflict" else "")


def _told(claim: Claim) -> str:
    parts = (claim.id, claim.subject, claim.predicate, claim.period.surface if claim.period else None)
    return " ".join(filter(None, parts))


def review_template() -> Path:
    """Give the template of the page, to be copied and changed.

    >>> review_template().name
    'review.html'
    """
    return Path(__file__).with_name("templates") / "review.html"


def render_review(made: Made, template: Path | None = None) -> str:
    """Give the page.

    Raises:
        InputError: the template can't be read or used.
    """
    return fill_template(template or review_template(), {"review": made}).translate(_SHOWN)

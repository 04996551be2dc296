"""The grammar of claims: one rule for each construction, and the order in which they are tried.

A rule looks at a site (a run of figures with the words on both sides) and says what it reads there, or nothing; the
first that speaks is believed. What a rule doesn't see is the reader's business: periods, scopes, lists of 分别.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zhnews.claims.rules.changes import averaged, changed, from_half, from_to, held, multiple_of
from zhnews.claims.rules.deeds import counted_behind, done, introduced, joined, listed, verb_inside
from zhnews.claims.rules.levels import adjacent, linked, named
from zhnews.claims.rules.shares import contributed, part_of, portion, share

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site
    from zhnews.claims.wording import Reading

RULES: tuple[Callable[[Reader, Site], Reading | None], ...] = (
    adjacent,
    from_to,
    from_half,
    introduced,
    multiple_of,
    portion,
    share,
    contributed,
    averaged,
    held,
    changed,
    part_of,
    joined,
    listed,
    done,
    linked,
    counted_behind,
    verb_inside,
    named,
)

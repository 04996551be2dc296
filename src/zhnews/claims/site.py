"""A place where figures stand, as the rules of the grammar see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhnews.claims.clauses import Clause
    from zhnews.model import Claim, Quantity


@dataclass(frozen=True)
class Site:
    """A run of figures and the words around it, periods and scope taken out.

    `left` goes back to the figure before, if there is one in the clause (`after`); `whole` goes back to the
    clause's start.
    """

    clause: Clause
    run: Sequence[Quantity]
    left: str
    whole: str
    right: str
    after: Claim | None

    @property
    def kind(self) -> str:
        """The kind of the figures."""
        return self.run[0].kind

    @property
    def counts(self) -> bool:
        """Whether the figures count or measure things, so that a noun may stand behind them."""
        return self.kind in ("count", "amount")

"""A place where figures stand, as the rules of the grammar see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from zhnews.model import Qualifier

if TYPE_CHECKING:
    from zhnews.claims.clauses import Clause
    from zhnews.model import Claim, Quantity

# 约占总装机的48.8%, 不到全国0.6%的面积: a bound with something between it and its figure.
_FAR_BOUND = re.compile(
    r"(?P<about>大约|大概|大致|约)(?=[占有为是合相折等])[^，]{1,20}$"
    r"|(?:(?P<under>不到|不足)|(?P<over>超过?|逾)|(?P<nearly>近|接近))(?:全国|全球|世界|全省|全市|全县)(?:总[^，]{1,4})?的?$"
)


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


def qualifier(figure: Quantity, site: Site) -> Qualifier:
    """Give the bound of a figure, which may stand apart from it: 不到全国0.6%的面积."""
    far = _FAR_BOUND.search(site.left) if figure.qualifier == "exact" else None
    return cast(Qualifier, far.lastgroup) if far else figure.qualifier

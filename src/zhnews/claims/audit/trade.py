"""Holds imports and exports against their total and their balance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhnews.claims.audit.figures import Figure, Passage, finding, number
from zhnews.model import Finding

_EXPORT = re.compile(r"(?P<name>进出口|出口|进口|贸易顺差|贸易逆差|顺差|逆差)(?:总额|总值|额|值)?(?:为|达到?|约)?$")
_MODIFIED = re.compile(r"[对从向]|一般贸易|产品|企业|民营|国有|外商|服务|加工|保税|机电")


def trade(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Check 进出口 against 出口 and 进口, and the balance against both, within a paragraph."""
    seen: dict[str, Figure] = {}
    at = (-1, -1)
    for passage in passages:
        index, paragraph = passage.sentence.index, passage.sentence.paragraph
        if paragraph != at[1] or index - at[0] > 2:
            seen = {}
        at = index, paragraph
        for figure in passage.figures:
            match = (
                _EXPORT.search(figure.clause) if figure.is_level and figure.claim.kind in ("money", "amount") else None
            )
            if match is None:
                continue
            name = match["name"].removeprefix("贸易")
            if name == "进出口":
                seen = {}
            elif _MODIFIED.search(figure.clause[: match.start()]) or (
                seen and not figure.like(next(iter(seen.values())))
            ):
                continue
            if name in seen:
                seen = {}
            seen[name] = figure
            yield from _trade(seen, name)


def _trade(seen: dict[str, Figure], newest: str) -> Iterator[Finding]:
    whole, out, into = seen.get("进出口"), seen.get("出口"), seen.get("进口")
    if out is None or into is None:
        return
    if whole is not None and newest in ("出口", "进口"):
        formula = f"{out.text} + {into.text} = {number(out.value + into.value)}"
        if (out.range + into.range).meets(whole.range):
            yield finding("sum", "consistent", formula, f"出口 and 进口 make up {whole.text}", (whole, out, into))
        else:
            message = f"出口 and 进口 add up to {number(out.value + into.value)}, 进出口 is stated as {whole.text}"
            yield finding("sum", "conflict", formula, message, (whole, out, into))
    for name, first, second in (("顺差", out, into), ("逆差", into, out)):
        balance = seen.get(name)
        if balance is None or newest not in (name, "出口", "进口"):
            continue
        formula = f"{first.text} − {second.text} = {number(first.value - second.value)}"
        holds = (first.range - second.range).meets(balance.range)
        message = f"{name} is stated as {balance.text}" + ("" if holds else ", which the two don't give")
        yield finding("sum", "consistent" if holds else "conflict", formula, message, (out, into, balance))

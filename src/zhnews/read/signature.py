"""Finds who signed a release and when, in its last lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhnews import lexicon
from zhnews.read.dates import Dated, parse_date
from zhnews.text import Span

# Where a signature with its date may stand, in lines from the end of the body; who signs, in lines above the date.
_LINES, _SIGNERS = 6, 6
_LONGEST_LINE, _LONGEST_NAME = 80, 30
# What has a label (活动时间：) or runs on to another day is the day of something else.
_SIGNATURE = re.compile(
    r"\s*(?:(?P<issuer>[\u4e00-\u9fff（）]{0,30})\s)?\s*(?P<date>[^\s：:至]*年[^\s：:至]*月[^\s：:至]*日)\s*"
)
_OF_ELSE = re.compile(r"[于於在自至到前]\Z")
_PAPER = re.compile(r"《[^》]{2,12}》\s?[（(]\s?(?P<date>\d{4}年\d{1,2}月\d{1,2}日)[^（）()]{0,12}[)）]\s*$")
_NAME = re.compile(r"[\u4e00-\u9fff（）()]{3,30}")


class Signature(NamedTuple):
    """The date that ends a release, where it stands, and who signed above or before it."""

    dated: Dated
    offset: int
    issuer: str | None = None
    issuer_at: int = 0


def find_signature(text: str, body: Span) -> Signature | None:
    """Give the date of a signature (a line that is only a date) or of a paper's issue, with who signed.

    Of several who signed together the first counts, as it does in the heading of a document.

    >>> text = "各单位要抓好落实。\\n云岭市人民政府办公室\\n2023年7月20日"
    >>> found = find_signature(text, Span(0, len(text)))
    >>> str(found.dated.day), found.issuer
    ('2023-07-20', '云岭市人民政府办公室')
    """
    lines = list(_last_lines(text, body, _LINES + _SIGNERS))
    for place, (start, line) in enumerate(lines[:_LINES]):
        if paper := _PAPER.search(line[-120:]):
            offset = start + max(0, len(line) - 120) + paper.start("date")
            if dated := parse_date(paper["date"]):
                return Signature(dated, offset)
        match = _SIGNATURE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        dated = parse_date(match["date"]) if match else None
        if match and dated and not _OF_ELSE.search(match["date"], 0, dated.span.start):
            found = Signature(dated, start + match.start("date"))
            if is_signer(match["issuer"] or ""):
                return found._replace(issuer=match["issuer"], issuer_at=start + match.start("issuer"))
            for above, name in lines[place + 1 : place + 1 + _SIGNERS]:
                if not is_signer(name.strip()):
                    break
                found = found._replace(issuer=name.strip(), issuer_at=above + len(name) - len(name.lstrip()))
            return found
    return None


def _last_lines(text: str, body: Span, count: int) -> Iterator[tuple[int, str]]:
    """Yield (start, line) of the last lines that hold text, from the last one on."""
    end = body.end
    while end > body.start and count:
        start = max(text.rfind("\n", body.start, end) + 1, body.start)
        if not text[start:end].isspace() and start < end:
            count -= 1
            yield start, text[start:end]
        end = start - 1


def is_signer(name: str) -> bool:
    """Tell whether a line is nothing but the name of a body that signs: it ends as such names do.

    >>> is_signer("云岭市林业局"), is_signer("各级林长要带头巡林"), is_signer("二、加强宣传部")
    (True, False, False)
    """
    return (
        len(name) <= _LONGEST_NAME
        and name.endswith(lexicon.affixes("read/signers"))
        and _NAME.fullmatch(name) is not None
    )

"""Says what is printed otherwise than the release has it: 我市 by its name, a post once, marks of full width."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from zhnews import lexicon
from zhnews.bulletin.names import Names, introductions, self_names
from zhnews.text import Span

_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_MARK = re.compile("[,;:!?()]")
_HALF_WIDTH = re.compile(r"(?<=[^\x00-\x7f])[,;:!?()]|[,;:!?()](?=[^\x00-\x7f])|(?<=[%\dA-Za-z)])(?:,(?=\D)|;)")
_REACH_OF_NAME = 4
# 丁越：…… of a transcript is 丁越表示，…… in a bulletin.
_COLONS, _SAYS = ("：", ":"), "表示，"


class Reword(NamedTuple):
    """`at` in the current text is printed as `new`, whose words stand at `origin`, if anywhere."""

    at: Span
    new: str
    rule: str
    origin: Span | None


@dataclass
class Said:
    """What a bulletin has said so far: its text, and who was introduced."""

    text: str = ""
    introduced: set[str] = field(default_factory=set)


def full_width(text: str) -> str:
    """Give half-width marks between Chinese characters their full width; nothing else changes, nor does the length.

    >>> full_width("7月19日,我市召开会议(扩大);共1,024件,增长5.2%,为(CPI)新高")
    '7月19日，我市召开会议（扩大）；共1,024件，增长5.2%，为（CPI）新高'
    """
    if _MARK.search(text) is None:
        return text
    return _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match.group()], text)


def rewordings(at: Span, names: Names, said: Said) -> list[Reword]:
    """Give the rewordings of a stretch, in order, and note in `said` who was introduced."""
    text = names.release.text.value[at.start : at.end]
    found = [*_own_names(text, at.start, names, said), *_posts(text, at.start, names, said)]
    found.sort()
    kept: list[Reword] = []
    for reword in found:
        if not kept or reword.at.start >= kept[-1].at.end:
            kept.append(reword)
    return kept


def named(text: str, names: Names) -> str:
    """Give a text of its own, such as a title, with 我市 and 我局 by their names."""
    said = Said()
    for reword in reversed(_own_names(text, 0, names, said)):
        text = text[: reword.at.start] + reword.new + text[reword.at.end :]
    return text


@cache
def _kinds() -> dict[str, tuple[str, str]]:
    return {word: (kind, ending) for word, kind, ending in lexicon.load("bulletin/self_names")}


def _own_names(text: str, offset: int, names: Names, said: Said) -> list[Reword]:
    rows = _kinds()
    found: list[Reword] = []
    for match in self_names().finditer(text):
        before = text[: match.start()]
        # What somebody said is quoted as they said it.
        if before.count("“") > before.count("”"):
            continue
        kind, ending = rows[match.group()]
        name, origin = _full_name(names, kind, ending)
        if name is None:
            continue
        if kind == "shared" and (found or _names_place(said.text + before, name)):
            continue
        at = Span(offset + match.start(), offset + match.end())
        found.append(Reword(at, name, "bulletin.body" if kind == "body" else "bulletin.place", origin))
    return found


def _full_name(names: Names, kind: str, ending: str) -> tuple[str | None, Span | None]:
    if kind == "body":
        return names.body_ending(ending), None
    place = names.place_ending(ending)
    return (place.name, place.at) if place else (None, None)


def _names_place(text: str, name: str) -> bool:
    return (name if len(name) < _REACH_OF_NAME - 1 else name[:-1]) in text


def _posts(text: str, offset: int, names: Names, said: Said) -> list[Reword]:
    """Cut a post where its holder was introduced before; put it where a name comes first without it."""
    if not names.people:
        return []
    found: list[Reword] = []
    introduced = {match["name"]: match.span("post") for match in introductions().finditer(text)}
    for name, person in names.people.items():
        if (start := text.find(name)) < 0:
            continue
        if name in said.introduced and name in introduced:
            post = introduced[name]
            found.append(Reword(Span(offset + post[0], offset + post[1]), "", "bulletin.post", None))
        elif name not in said.introduced and name not in introduced and _speaks(text, start, name):
            place = Span(offset + start, offset + start)
            found.append(Reword(place, person.post, "bulletin.post", person.at))
        said.introduced.add(name)
        if start == 0 and text[len(name) : len(name) + 1] in _COLONS:
            colon = offset + len(name)
            found.append(Reword(Span(colon, colon + 1), _SAYS, "bulletin.speaker", None))
    return found


def _speaks(text: str, start: int, name: str) -> bool:
    """Tell whether a bare name stands where a speaker does: first in its clause, before a verb of saying."""
    before, after = text[max(start - 1, 0) : start], text[start + len(name) :]
    if not before and after[:1] in _COLONS:
        return True
    return before in ("", "，", "。", "；", "据", "”") and after.startswith(lexicon.affixes("claims/reporting"))

"""Takes noise out of a release and narrows its form, as edits that name their rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from zhnews.clean import editors, form, lines, phrases, pinyin, spam
from zhnews.clean.damage import find_damage
from zhnews.clean.wrapping import wrapped
from zhnews.errors import InputError
from zhnews.model import Release
from zhnews.read import first_headline
from zhnews.text import Change, Edit, Text

Rule = Callable[[Release], Iterable[Edit]]

# In this order: tags hide lines, widths hide digits, spaces hide words, and lines are judged when all three are gone.
RULES: dict[str, Rule] = {
    "residue": lines.residue,
    "tags": form.tags,
    "entities": form.entities,
    "invisible": form.invisible,
    "wrapped": wrapped,
    "pinyin": pinyin.notes,
    "width": form.width,
    "radicals": form.radicals,
    "indents": form.indents,
    "chrome": lines.chrome,
    "spam": spam.block,
    "footer": lines.footer,
    "related": lines.listed,
    "lead-in": editors.lead_in,
    "tail": editors.tail,
    "caption": editors.captions,
    "spaces": form.spaces,
    "spam-phrase": phrases.phrase,
    "doubled": form.doubled,
    "dates": form.dates,
    "repeated": lines.repeated,
    "blank-lines": form.blank_lines,
}
# What some rules do has names of its own, as they stand in the changes; each can be switched off by itself.
PARTS: dict[str, tuple[str, ...]] = {
    "residue": ("code", "template"),
    "chrome": ("navigation", "share", "counter", "notice", "title", "metadata", "bullets"),
    "dates": ("roc-year", "han-date"),
}
# What stands in the notes of a release of which nothing is left.
NO_TEXT = "no text of a release in it, only markup and what surrounds one: extract --removed lists it"
# Not a rule that edits: it marks where characters were destroyed, before any rule hides it.
DAMAGE = "damage"


# Rules of form drop marks and spaces; what the others remove is text, and is kept for review.
_FORM = frozenset(
    {"tags", "entities", "invisible", "pinyin", "width", "indents", "spaces", "doubled", "dates", "wrapped", "radicals"}
)
_LETTER = re.compile(r"\w")


def quarantined(text: Text) -> list[Change]:
    """Give the text that was taken out of a release, each piece with its rule and source span, in source order.

    >>> keywords = "棋牌| 娱乐| 棋牌| 娱乐| 棋牌| 娱乐| 棋牌|"
    >>> release = Clean()(Release(Text(f"首页 > 要闻\\n全市平稳。\\n{keywords}")))
    >>> [(change.rule, change.old[:2]) for change in quarantined(release.text)]
    [('clean.navigation', '首页'), ('clean.spam', '棋牌')]
    """
    formal = {f"clean.{rule}" for rule in _FORM}
    taken = (c for c in text.changes if not c.new.strip() and c.rule not in formal and _LETTER.search(c.old))
    return sorted(taken, key=lambda change: change.span)


@dataclass(frozen=True)
class Clean:
    """Clean a release; `skip` names rules of `RULES`, or their `PARTS`, to leave out.

    A text that takes more than `most_edits` is refused: it is no release, and each edit is held with its reason.
    """

    skip: frozenset[str] = frozenset()
    most_edits: int = 300_000
    gives: ClassVar[frozenset[str]] = frozenset({"body"})
    edits: ClassVar[bool] = True

    def __post_init__(self) -> None:
        known = [*RULES, *(part for parts in PARTS.values() for part in parts), DAMAGE]
        # As they stand in the changes: clean.pinyin.
        object.__setattr__(self, "skip", frozenset(name.removeprefix("clean.") for name in self.skip))
        if unknown := sorted(self.skip.difference(known)):
            raise ValueError(f"no cleaning rule {', '.join(unknown)}: choose from {', '.join(known)}")

    def __call__(self, release: Release) -> Release:
        """Give the release with its body alone, one paragraph a line; `notes["empty"]` says that nothing is left.

        Raises:
            InputError: it takes more edits than are allowed.

        >>> from zhnews.text import Text
        >>> release = Release(Text("<p>首页 &gt; 要闻</p><p>　　截至６月底，清理號卡 15.4 萬(wàn)張。</p>版权所有"))
        >>> str(Clean()(release).text)
        '截至6月底，清理號卡15.4萬張。'
        """
        if DAMAGE not in self.skip:
            release = release.with_(damaged=find_damage(release))
        room = self.most_edits
        for name, rule in RULES.items():
            if name not in self.skip:
                edits = rule(release)
                if name in PARTS and not self.skip.isdisjoint(PARTS[name]):
                    edits = (edit for edit in edits if edit.rule.removeprefix("clean.") not in self.skip)
                plan = tuple(islice(edits, room + 1))
                if len(plan) > room:
                    raise InputError(
                        f"{release.source or 'text'}: cleaning takes more than {self.most_edits:,} edits: split it, or "
                        f"raise Clean(most_edits=…)"
                    )
                room -= len(plan)
                release = release.edit(plan)
        if release.title is None and release.media == "text" and "title" not in self.skip:
            # Below a page's own noise, the first line may be the headline; it stays where it is.
            release = _titled(release)
        if not release.text.value.strip():
            release = release.with_(notes={**release.notes, "empty": NO_TEXT})
        return release


def _titled(release: Release) -> Release:
    found = first_headline([(line.start, line.text) for line in release.text.lines[:2]])
    if found is None:
        return release
    title, at = found
    return release.with_(title=title, meta={**release.meta, "title": release.text.origin(at)})

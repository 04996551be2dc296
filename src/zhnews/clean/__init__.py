"""Takes noise out of a release and narrows its form, as edits that name their rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from zhnews.clean import form, lines, pinyin, spam
from zhnews.clean.damage import find_damage
from zhnews.model import Release
from zhnews.text import Edit

Rule = Callable[[Release], Iterable[Edit]]

# In this order: tags hide lines, widths hide digits, spaces hide words, and lines are judged when all three are gone.
RULES: dict[str, Rule] = {
    "residue": lines.residue,
    "tags": form.tags,
    "entities": form.entities,
    "invisible": form.invisible,
    "pinyin": pinyin.notes,
    "width": form.width,
    "indents": form.indents,
    "chrome": lines.chrome,
    "spam": spam.block,
    "footer": lines.footer,
    "related": lines.listed,
    "lead-in": lines.lead_in,
    "tail": lines.tail,
    "spaces": form.spaces,
    "spam-phrase": spam.phrase,
    "doubled": form.doubled,
    "dates": form.dates,
    "repeated": lines.repeated,
    "blank-lines": form.blank_lines,
}
# Not a rule that edits: it marks where characters were destroyed, before any rule hides it.
DAMAGE = "damage"


@dataclass(frozen=True)
class Clean:
    """Clean a release; `skip` names rules of `RULES` to leave out."""

    skip: frozenset[str] = frozenset()
    gives: ClassVar[frozenset[str]] = frozenset({"body"})
    edits: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if unknown := sorted(self.skip - RULES.keys() - {DAMAGE}):
            raise ValueError(f"no cleaning rule {', '.join(unknown)}: choose from {', '.join((*RULES, DAMAGE))}")

    def __call__(self, release: Release) -> Release:
        """Give the release with its body alone, one paragraph a line.

        >>> from zhnews.text import Text
        >>> release = Release(Text("<p>首页 &gt; 要闻</p><p>　　截至６月底，清理號卡 15.4 萬(wàn)張。</p>版权所有"))
        >>> str(Clean()(release).text)
        '截至6月底，清理號卡15.4萬張。'
        """
        if DAMAGE not in self.skip:
            release = release.with_(damaged=find_damage(release))
        for name, rule in RULES.items():
            if name not in self.skip:
                release = release.edit(rule(release))
        return release

"""Names a measure with what it measures, and a part with the measure of the whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhnews import lexicon
from zhnews.claims import comparing, meaning, phrases, wording

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site
    from zhnews.model import Claim

SETTLEMENTS = frozenset({"城镇", "农村", "乡村", "城市"})
_SETTLED = re.compile("^(?:全国|全[省市县区]|城乡|城镇|农村|乡村|城市)(?:常住)?")
_PLACES = re.compile("等地区?$")
_OF_MAKERS = frozenset({"家", "户", "个"})


def related(reader: Reader, relation: str) -> str:
    """Name a measure with what was spoken of; a deed too, where it says how far it went: 秋粮收获|进度."""
    last = reader.last
    done = (last and relation == "进度" and meaning.is_deed(last.predicate) and last.predicate) or ""
    return comparing.related((reader.spoken_of or "") + done, relation)


def of_whole(reader: Reader, site: Site, name: str) -> str | None:
    """Name a part with the measure of the whole: 居民收入4万元，其中城镇|5万元; 麦收基本结束，安徽|过九成."""
    level = next((claim for claim in reader.earlier if claim.unit == site.run[0].unit), None)
    if name in SETTLEMENTS and level is not None and level.subject:
        return name + _SETTLED.sub("", level.subject)
    if site.kind == "percent" and reader.spoken_of and wording.are_provinces(name):
        return name + wording.without_provinces(reader.spoken_of)
    return None


def of_place(reader: Reader, name: str) -> str | None:
    """Name what a place had more or less of with the measure spoken of: 播种面积7万亩，湘中等地|增加8万亩."""
    said, before = reader.spoken_of or "", reader.spoken_before or ""
    measure = next((m for m in (said, before) if m != name and meaning.names_quantity(m)), None)
    if measure is None:
        return None
    measure = before if before and measure.endswith(before) else measure  # not that of the place before
    return name + measure if _PLACES.search(name) or phrases.is_place(name) else None


def continues(subject: str, site: Site, last: Claim) -> bool:
    """Tell whether a bare name of a quantity is that of those spoken of before."""
    if subject == "占比":
        return True
    makers = last.unit in _OF_MAKERS and last.direction is None
    return makers and site.kind == "money" and subject in lexicon.words("claims/turnovers")

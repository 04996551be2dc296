"""Rules for figures that are a part of something: 占外贸总值的15.4%, 覆盖98.9%的人口."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhnews.claims import comparing, meaning, wording
from zhnews.claims.wording import Reading
from zhnews.numbers.numerals import parse_number

if TYPE_CHECKING:
    from zhnews.claims.reader import Reader
    from zhnews.claims.site import Site

_SHARE = re.compile(r"^(?P<head>.*?)(?P<share>占.*?)(?:的|达|为|超|约)?$")
# 占总额的比重为25%: a level of its own, as it is in 比重达到25%.
_RATIO = re.compile("(?:比重|比例|份额)$")
# 保持在99%的历史最高水平 tells of a level, of no thing that 99% are part of.
_PORTION = re.compile(r"的(?!有|是|占|增|目标|比重|比例|份额|幅度)")
_LEVELLED = re.compile("的[\u4e00-\u9fff]{0,6}?(?:水平|速度|高位|新高|增势|态势)")
# 三者合计占总值的45%
_TOGETHER = re.compile("(?P<count>[两二三四五六])(?:者|项|类|大类)(?:合计|共计)?")
_CONTRIBUTES = re.compile(r"^对[^，]{2,20}(?:贡献率|贡献)")


def portion(reader: Reader, site: Site) -> Reading | None:
    """Read 覆盖98.9%的人口, 超过三分之一的新车: the thing of which the figure is a part stands behind it."""
    if site.kind not in ("percent", "multiple") or not is_part(site.right):
        return None
    noun = meaning.behind(site.right, split=True)
    if noun.subject is None:
        noun = meaning.behind(site.right, split=False)  # 80%以上的实际使用外资
    if noun.subject is None:
        return None
    deed = meaning.deed(wording.bare(site.left) + noun.subject)
    return noun._replace(predicate=noun.predicate or (deed.predicate if deed else None))


def is_levelled(right: str) -> bool:
    """Tell whether what follows a figure only says what level it is: 的历史最高水平."""
    return _LEVELLED.match(right) is not None


def is_part(right: str) -> bool:
    """Tell whether a figure is a part of what follows it: 的人口, 的新车."""
    return _PORTION.match(right) is not None and not is_levelled(right)


def share(reader: Reader, site: Site) -> Reading | None:
    """Read 占外贸总值的15.4%: a share of what was spoken of before."""
    match = _SHARE.match(wording.bare(site.left))
    if match and comparing.change(wording.bare(site.left)) and not comparing.rate_direction(match["share"]):
        return None  # 占比重提高到33.8%
    if match is None or site.kind not in ("percent", "multiple") or match["share"].startswith("占比"):
        return None
    subject = wording.bare(match["head"]) or reader.spoken_of
    if subject and (together := _TOGETHER.fullmatch(subject)) and reader.claims:
        count = int(parse_number(together["count"]) or 0)
        names = [claim.subject for claim in reader.claims if claim.subject and claim.unit == reader.claims[-1].unit]
        subject = "、".join(dict.fromkeys(names[-count:])) or subject
    if _RATIO.search(match["share"]):
        return Reading((subject or "") + match["share"])
    return Reading(subject, match["share"])


def contributed(reader: Reader, site: Site) -> Reading | None:
    """Read 对外贸增长的贡献率达94.9%: what was spoken of before contributes so much to something greater."""
    text = wording.bare(site.left)
    if site.kind != "percent" or not _CONTRIBUTES.match(text):
        return None
    return reader.of_last(Reading(None, text))


def part_of(reader: Reader, site: Site) -> Reading | None:
    """Read 完成全年目标的58%: the verb phrase is the predicate of what was spoken of before."""
    if site.kind != "percent" or not site.left.endswith("的") or reader.last is None:
        return None
    return Reading(reader.last.subject, wording.bare(site.left))

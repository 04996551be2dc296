"""Finds what a figure is said of each of: 每亩, 平均每天, 人均."""

from __future__ import annotations

import re
from dataclasses import replace

from zhnews.claims import meaning
from zhnews.claims.site import Site
from zhnews.claims.wording import Reading

_EACH = re.compile(r"(?:各|每[个\u4e00-\u9fff]{0,3}|平均每[天日人月户个])$")
# 每日520架次 as against 平均每天发送.
_EACH_UNIT = re.compile(r"(?:平均)?(?:各|(?:每[百千万]?(?:小时|分钟|[天日周月年人户亩个辆班列次斤吨台箱件单])){1,2})$")
_EACH_DAY = re.compile(r"(?:平均)?每[天日晚夜年月周小](?:时)?(?=[\u4e00-\u9fff]{2})")


def parted(site: Site) -> tuple[Site, re.Match[str] | None]:
    """Give a site without what its figures are said of each of, where that stands right before them, and that."""
    each = _EACH_UNIT.search(site.left)
    if each and each.start():
        site = replace(site, left=site.left[: each.start()], whole=site.whole.removesuffix(each.group()))
    if each is None and (each := _EACH_DAY.search(site.left)):  # 平均每天接待游客近百万人次
        done = site.left[each.end() :]
        site = replace(site, left=done if meaning.leading_verb(done) else site.left[: each.start()] + done)
    return site, each


def without(
    reading: Reading, site: Site, each: re.Match[str] | None, spoken_of: str | None
) -> tuple[Reading, re.Match[str] | None]:
    """Give a reading whose subject doesn't name what it is said of each of, and that; `each` is what is known of it.

    A subject that is nothing else gives way to what was spoken of.
    """
    each = each or _EACH.search(site.left)
    if each and reading.subject:
        reading = reading._replace(subject=reading.subject.removesuffix(each.group()) or reading.subject)
    if reading.subject and (head := meaning.each(reading.subject)):
        each = head
        reading = reading._replace(subject=reading.subject[head.end() :])
    if reading.subject and (alone := _EACH_UNIT.fullmatch(reading.subject)):
        each = alone  # 每亩增产12公斤
        reading = reading._replace(subject=spoken_of)
    return reading, each

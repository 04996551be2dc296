"""Takes out the pinyin that scraper sites put in brackets behind characters: 網(wǎng)絡(luò)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from math import inf

from zhnews import lexicon
from zhnews.model import Release
from zhnews.text import Edit, Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# With the tone as a character of its own, too.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
_UPPER = _TONED.upper()
_TONE_MARK = re.compile(f"[{_TONED}{_UPPER}]")
_SYLLABLE = rf"(?=[a-zɡü{_TONED}]{{0,6}}[{_TONED}])[a-zɡü{_TONED}]{{1,7}}"
# Of a character, or of a word: 重慶(chóngqìng).
_NOTE = re.compile(
    rf"[（(\[〔](?<=[{_HAN}].)\s{{0,3}}(?=[^）)\]〕]{{0,12}}[{_TONED}{_UPPER}])"
    rf"(?P<told>[a-zA-Zɡü\u0308{_TONED}{_UPPER}]{{1,14}})\s{{0,3}}[)）\]〕]"
)
# One bracket went astray together with the character: 日?qǐng)?bào), 報bào), 報(bào.
_BROKEN = re.compile(
    rf"(?=[（(a-zɡü{_TONED}])(?<=[{_HAN}?？\ufffd])(?:[（(]\s?{_SYLLABLE}(?=[{_HAN}，。、；：])|(?<![a-z]){_SYLLABLE}\s?[)）])"
)
_PLAIN = re.compile(rf"[（(](?<=(?P<behind>[{_HAN}]).)\s?(?P<syllable>[a-zü]{{1,6}})\s?[)）]")
# In a text with this many toned notes, untoned syllables in brackets are notes too.
_ANNOTATED = 2
_LONGEST = 6
# A line may speak of how its characters are read, and a text of the few that have several readings.
_OF_READING = re.compile("读音|讀音|拼音|多音字|易错字|易錯字|读作|讀作|念作|唸作|注音|误读|誤讀|错读|錯讀")
_LEAST_READINGS, _MOST_READINGS = 2, 20
# Syllables of a letter or without a vowel (嗯) are such only with a tone.
_SHORT = frozenset({"a", "e", "ê", "o", "n", "ng", "m"})


def notes(release: Release) -> Iterator[Edit]:
    """Drop pinyin in brackets behind its character, also where one bracket is missing.

    A syllable with a tone mark is always a note, as is one behind a character without tone (們(men)); others without a
    mark only in a text that has toned ones. English and
    abbreviations stay: (GDP), (a), (mm).

    >>> from zhnews.text import Text
    >>> release = Release(Text("我們(men)網(wǎng)絡(luò )電視(TV)日?qǐng)?bào)寬5公分(mm)"))
    >>> str(release.edit(notes(release)).text)
    '我們網絡電視(TV)日??寬5公分(mm)'
    """
    value = release.text.value
    found: list[Span] = []
    if _TONE_MARK.search(value):
        found += [Span(*match.span()) for match in _NOTE.finditer(value) if _is_read(match["told"])]
        found += [Span(*match.span()) for match in _BROKEN.finditer(value)]
    syllables = lexicon.words("clean/syllables") if len(found) >= _ANNOTATED else frozenset()
    neutral = lexicon.mapping("clean/neutral")
    for match in _PLAIN.finditer(value):
        if match["syllable"] in syllables or neutral.get(match["behind"]) == match["syllable"]:
            found.append(Span(*match.span()))
    if found and _is_of_readings(value, found):
        return
    speaks = bool(found) and _OF_READING.search(value) is not None
    position = 0
    for span in sorted(found):
        if speaks and _OF_READING.search(value, value.rfind("\n", 0, span.start) + 1, span.start):
            continue
        if span.start >= position:
            yield Edit(span, "", "clean.pinyin")
            position = span.end


def _is_of_readings(value: str, found: list[Span]) -> bool:
    """Tell whether each character that is noted has several readings: 长（zhǎng）大、长（cháng）短."""
    if not _LEAST_READINGS <= len(found) <= _MOST_READINGS:
        return False
    readings: dict[str, set[str]] = {}
    for span in found:
        readings.setdefault(value[span.start - 1], set()).add(value[slice(*span)])
    return all(len(told) >= _LEAST_READINGS and char not in "?？\ufffd" for char, told in readings.items())


@lru_cache(maxsize=4096)
def _is_read(told: str) -> bool:
    """Tell whether letters are syllables with their tones: wǎng, chóngqìng, not café nor Málaga.

    >>> _is_read("Wǎng"), _is_read("chóngqìng"), _is_read("café"), _is_read("Málaga")
    (True, True, False, False)
    """
    parts = unicodedata.normalize("NFD", told.lower())
    plain = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONED)).replace("ɡ", "g")
    known = lexicon.words("clean/syllables") | _SHORT
    # In how few syllables the letters up to each place can be read.
    fewest = [0.0] + [inf] * len(plain)
    for end in range(1, len(plain) + 1):
        starts = (start for start in range(max(end - _LONGEST, 0), end) if plain[start:end] in known)
        fewest[end] = min((fewest[start] + 1 for start in starts), default=inf)
    # Each has its tone, which the letters of a foreign name have not: Málaga.
    return fewest[-1] <= sum(char in _TONED for char in parts)

"""Decides how bytes are encoded, by the bytes alone: declared charsets are wrong too often to be asked.

Every encoding is a guess at how the same bytes came about. Its cost is the number of bits it takes to tell the
characters it gives (`dictionaries/read/common.tsv`), with a fine for what can't be decoded; the cheapest guess wins,
and the distance to the next one says how sure that is.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhnews.errors import InputError
from zhnews.read.costs import LOST, bits, cost
from zhnews.read.steps import cheapest, decode_in_step

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_KNOWN = "UTF-8, GB18030, Big5, UTF-16"
_SAMPLE = 4_096
_FIRST_LOOK = 1_000_000
# A run of UTF-8 between ASCII, in a file of another encoding, and how much less it costs when read as such.
_UTF8_RUN = re.compile(
    rb"[\xe3-\xe9](?<![\x80-\xff].)[\x80-\xbf]{2}(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){3,}(?![\x80-\xff])", re.DOTALL
)
_WITH_UTF8 = ("gb18030", "big5hkscs")
_MUCH_CHEAPER = 0.6
# Below this size even bytes that are valid UTF-8 are weighed: a few GBK characters can look like UTF-8 by chance.
_SHORT = 64
# What one damaged character of UTF-8 leaves, which runs of bytes in another encoding do not.
_REMAINS = re.compile("(?<!\ufffd)\ufffd\ufffd(?!\ufffd)")
_CUT_END = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_OUTSIDE_ASCII = bytes(range(0x80, 0x100))
# The first bytes of Chinese characters, marks and letters in UTF-16; of these halves of a text, so many may be others.
_UTF16_FIRST = bytes([0, 0x20, 0x30, *range(0x4E, 0xA0), 0xFF])
_MOST_OTHERS = 0.6

# Characters outside ASCII cost this much on average where a text reads well, and this much where it can't be read.
_READS_WELL = 13.0
_UNREADABLE = 17.5
# Where the first bytes read as GB18030 cost no more than this, nothing else is asked: as anything else, it costs 16 up.
_PLAINLY = 12.0
_ENOUGH, _GLANCE = 256, 1024
# Fewer characters outside ASCII say nothing of whether a text can be read.
_LEAST = 4
_MOST_CONTROL = 0.02
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# Neighbouring characters depend on each other, so that distances count for less than they seem to.
_TEMPER = 8.0

# What lies between runs of ASCII, of which only the first bytes can end a character of GB18030 or Big5.
_DENSE = re.compile(rb"[\x80-\xff](?:[\x80-\xff]+|[\x00-\x7f]{1,2}(?=[\x80-\xff]))*[\x00-\x7f]{0,2}")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes were found to be encoded: the codec's name, how sure that is (0 to 1), and why."""

    name: str
    confidence: float
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-ready values."""
        return {"name": self.name, "confidence": self.confidence, "reason": self.reason}


def decode(data: bytes, where: str = "input") -> tuple[str, Encoding]:
    """Give the text of some bytes, and how they are encoded.

    What can't be decoded becomes U+FFFD. Where a byte was lost in an encoding of two bytes a character, reading goes
    on in step behind the gap.

    Raises:
        InputError: the bytes are no text, or in none of the encodings we know; `where` names them.

    >>> text, encoding = decode("統計數據顯示".encode("big5"))
    >>> text, encoding.name
    ('統計數據顯示', 'big5hkscs')
    >>> decode("统计数据显示，经济运行平稳。".encode("gbk")[1:])[0]
    '\\ufffd计数据显示，经济运行平稳。'
    """
    encoding = detect(data, where)
    mark = next((mark for mark, name in _BOMS if name == encoding.name and data.startswith(mark)), b"")
    data = data[len(mark) :]
    if encoding.name in ("utf-8", "utf-32-le"):
        return data.decode(encoding.name, "replace"), encoding
    if encoding.name in _WITH_UTF8 and _UTF8_RUN.search(data):
        return _decode_mixed(data, encoding.name), encoding
    return decode_in_step(data, encoding.name), encoding


def _decode_mixed(data: bytes, name: str) -> str:
    """Decode bytes of which some runs are in UTF-8: the head of a template around a body of another encoding."""
    parts: list[str] = []
    start = 0
    for match in _UTF8_RUN.finditer(data):
        run = match.group().decode("utf-8")
        if cost(run) < _MUCH_CHEAPER * cost(match.group().decode(name, "replace")):
            parts += [decode_in_step(data[start : match.start()], name), run]
            start = match.end()
    return "".join([*parts, decode_in_step(data[start:], name)])


def detect(data: bytes, where: str = "input") -> Encoding:
    """Tell how bytes are encoded.

    In order: a byte order mark that the bytes bear out; valid UTF-8; else whichever of UTF-8, GB18030, Big5-HKSCS and
    UTF-16 gives the most common characters for the fewest losses.

    Raises:
        InputError: the bytes are no text, or in none of these encodings; `where` names them.

    >>> detect("云岭市政府新闻办公室召开新闻发布会，通报今年以来的情况。".encode())
    Encoding(name='utf-8', confidence=1.0, reason='valid UTF-8')
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and (name != "utf-8" or _fits(data, "utf-8")):
            return Encoding(name, 1.0, "byte order mark")
    if (len(data) >= _SHORT or data.isascii()) and b"\0" not in data:
        if _fits(data, "utf-8"):
            return Encoding("utf-8", 1.0, "ASCII only" if data.isascii() else "valid UTF-8")
        whole = _without_cut_end(data)
        if _high_bytes(whole) >= _SHORT and _fits(whole, "utf-8"):
            return Encoding("utf-8", 1.0, "nearly valid UTF-8, cut off in its last character")
    sample = _sample(data)
    if found := _plainly_gb18030(sample):
        return found
    guesses = {name: _guess(sample.decode(name, "replace")) for name in _candidates(sample)}
    best = min(guesses, key=lambda name: guesses[name].cost)
    if guesses[best].mean > _READS_WELL or best.startswith("utf-16"):
        # Nothing reads well as it stands: perhaps a byte was lost, and all behind it is out of step.
        guesses = {name: _mended(sample, name) for name in guesses}
        best = min(guesses, key=lambda name: guesses[name].cost)
    undamaged = "\ufffd" not in guesses[best].text and _outside(guesses[best].text) >= _LEAST
    readable = guesses[best].mean <= _UNREADABLE if undamaged else is_readable(guesses[best].text)
    if _controls(guesses[best].text) > _MOST_CONTROL or (b"\0" in sample and not readable):
        raise InputError(f"{where}: binary data, not text: give the text of the release")
    if not readable:
        raise InputError(f"{where}: in no encoding we know ({_KNOWN}): convert it to UTF-8")
    return _judged(best, guesses)


def _plainly_gb18030(sample: bytes) -> Encoding | None:
    """Tell that bytes are GB18030 where the first of them read so well that nothing else can be meant."""
    if _high_bytes(sample[:_GLANCE]) < _ENOUGH or b"\0" in sample:
        return None
    text = sample[:_GLANCE].decode("gb18030", "replace")
    if "\ufffd" in text[:-1] or (mean := _mean(text)) > _PLAINLY:
        return None
    return Encoding("gb18030", 1.0, f"{mean:.1f} bits a character outside ASCII, which no other encoding comes near to")


class _Guess(NamedTuple):
    """A reading of some bytes, what it costs, and the mean cost of its characters outside ASCII."""

    text: str
    cost: float
    mean: float


def _guess(text: str) -> _Guess:
    prices = [(char > "\x7f", count, count * bits(char)) for char, count in Counter(text).items()]
    outside = sum([price for is_outside, _, price in prices if is_outside])
    count = sum([count for is_outside, count, _ in prices if is_outside])
    return _Guess(text, sum([price for _, _, price in prices]), outside / max(count, 1))


def _candidates(data: bytes) -> list[str]:
    """Give the encodings that some bytes may be in; to weigh a reading takes longer than to rule it out."""
    survivors = len(data.decode("utf-8", "ignore").encode("utf-8")) - (len(data) - _high_bytes(data))
    names = ["utf-8"] if len(data) < _SHORT or 2 * survivors > _high_bytes(data) else []
    names += ["gb18030", "big5hkscs"]
    return [*names, "utf-16-le", "utf-16-be"] if _may_be_utf16(data) else names


def is_readable(text: str) -> bool:
    """Tell whether the characters of a text are such as are written, or what a wrong table makes of them.

    >>> is_readable("统计数据"), is_readable("⨳繎ٶ륒ɰ")
    (True, False)
    """
    # Lost bytes say nothing of what stands beside them, unless there is little else.
    left = text.replace("\ufffd", "")
    return 2 * len(left) >= len(text) and (_outside(left) < _LEAST or _mean(left) <= _UNREADABLE)


def _judged(best: str, guesses: dict[str, _Guess]) -> Encoding:
    """Put into words how the cheapest guess stands against the next."""
    second = min((name for name in guesses if name != best), key=lambda name: guesses[name].cost)
    text = guesses[best].text
    margin = guesses[second].cost - guesses[best].cost
    confidence = 1 / (1 + 2 ** -min(margin / _TEMPER, 60))
    lost = text.count("\ufffd")
    # Of a sample that reads badly even at its best, a part may be something else.
    confidence *= 1 - min(0.5, lost / max(len(text), 1))
    reason = f"{guesses[best].mean:.1f} bits a character outside ASCII, {margin:.0f} bits in all less than {second}"
    if best == "utf-8":
        reason = f"{'nearly ' if lost else ''}valid UTF-8; {reason}"
    if lost:
        reason += f", {lost} lost"
    return Encoding(best, math.floor(confidence * 1000) / 1000, reason)


def _fits(data: bytes, name: str) -> bool:
    """Tell whether all bytes can be decoded."""
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _without_cut_end(data: bytes) -> bytes:
    """Drop the start of a character of UTF-8 that the end of the data cuts off.

    >>> _without_cut_end("云岭".encode()[:-1]).decode()
    '云'
    """
    return data[:-4] + _CUT_END.sub(b"", data[-4:])


def _may_be_utf16(data: bytes) -> bool:
    """Tell whether the bytes at odd or at even places may be the first bytes of characters in UTF-16.

    >>> _may_be_utf16("云岭市".encode("utf-16-be")), _may_be_utf16("云岭市召开发布会。".encode("gbk") * 9)
    (True, False)
    """
    for half in (data[::2], data[1::2]):
        if len(half.translate(None, _UTF16_FIRST)) < _MOST_OTHERS * len(half):
            return True
    return len(data) < _SHORT


def _high_bytes(data: bytes) -> int:
    """Count the bytes outside ASCII."""
    return len(data) - len(data.translate(None, _OUTSIDE_ASCII))


def _sample(data: bytes) -> bytes:
    """Give bytes enough to judge by: from the start, or where that is nearly all ASCII, of what lies between it."""
    if len(data) <= _SAMPLE:
        return data
    head = data[:_SAMPLE]
    if head.count(0) > len(head) // 100 or _high_bytes(head) > len(head) // 2:
        return head
    pieces, size = [], 0
    for match in _DENSE.finditer(data, 0, _FIRST_LOOK):
        pieces.append(match.group())
        size += len(pieces[-1]) + 1
        if size > _SAMPLE:
            break
    return b"\n".join(pieces)[:_SAMPLE] or head


def _mean(text: str) -> float:
    """Give the mean bits of the characters outside ASCII; 0 where there are none."""
    outside = [(bits(char) * count, count) for char, count in Counter(text).items() if char > "\x7f"]
    return sum([price for price, _ in outside]) / max(sum([count for _, count in outside]), 1)


def _outside(text: str) -> int:
    """Count the characters outside ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _controls(text: str) -> float:
    """Give the share of control characters."""
    return len(_CONTROL.findall(text)) / max(len(text), 1)


def _mended(data: bytes, name: str) -> _Guess:
    """Give the reading of bytes that may have lost some."""
    if name == "utf-8":
        # What is left of one character counts once, and half where the file ends in it.
        guess = _guess(_REMAINS.sub("\ufffd", data.decode(name, "replace")))
        return guess._replace(cost=guess.cost - (LOST / 2 if guess.text.endswith("\ufffd") else 0.0))
    text, _, price = cheapest(data, name, final=True)
    return _guess(text)._replace(cost=price)

"""Makes archives with known reprints: releases of invented words, and what others make of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_UNITS = ("家", "处", "万元", "人", "件", "起", "亩", "公里", "个项目", "%")
_NUMBER = re.compile(r"\d+")
Rng = random.Random


def make_words(rng: Rng, count: int = 5000) -> list[str]:
    """Invented words of one to three characters."""
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
    return ["".join(rng.choices(characters, k=rng.choice((1, 2, 2, 2, 3)))) for _ in range(count)]


def make_sentence(rng: Rng, words: list[str]) -> str:
    """A sentence; every other one states a figure."""
    text = "".join(rng.choices(words, k=rng.randint(8, 18)))
    if rng.random() < 0.5:
        place = rng.randint(1, len(text) - 1)
        text = f"{text[:place]}{rng.randint(2, 9999)}{rng.choice(_UNITS)}{text[place:]}"
    return text + "。"


def make_release(rng: Rng, words: list[str]) -> list[str]:
    """A release's header and sentences."""
    return ["".join(rng.choices(words, k=15)) + "\n", *(make_sentence(rng, words) for _ in range(rng.randint(15, 60)))]


def other_header(release: list[str], rng: Rng, words: list[str]) -> list[str]:
    """The release under another header."""
    return [make_release(rng, words)[0], *release[1:]]


def three_dropped(release: list[str], rng: Rng, words: list[str]) -> list[str]:
    """The release without three of its sentences."""
    dropped = set(rng.sample(range(1, len(release)), 3))
    return [sentence for place, sentence in enumerate(release) if place not in dropped]


def fifth_replaced(release: list[str], rng: Rng, words: list[str]) -> list[str]:
    """The release with every fifth sentence replaced, wherever it stands."""
    replaced = set(rng.sample(range(1, len(release)), round((len(release) - 1) * 0.2)))
    return [make_sentence(rng, words) if place in replaced else old for place, old in enumerate(release)]


def excerpt(release: list[str], rng: Rng, words: list[str]) -> list[str]:
    """Somewhat more than half of the sentences, as they follow one another."""
    count = round((len(release) - 1) * 0.55)
    start = rng.randint(1, len(release) - count)
    return release[start : start + count]


def other_numbers(release: list[str], rng: Rng, words: list[str]) -> list[str]:
    """The release of another month: the same but for all its numbers."""
    return [_NUMBER.sub(lambda number: _another(number.group(), rng), sentence) for sentence in release]


def _another(number: str, rng: Rng) -> str:
    return next(str(n) for n in iter(lambda: rng.randint(2, 9999), None) if str(n) != number)


REPRINTS: dict[str, Callable[[list[str], Rng, list[str]], list[str]]] = {
    "other_header": other_header,
    "three_dropped": three_dropped,
    "fifth_replaced": fifth_replaced,
    "excerpt": excerpt,
}

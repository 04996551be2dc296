"""How many texts are decoded right: a matrix of lengths, encodings and damage, from a seed.

    python benchmarks/encodings.py [--texts FILE.jsonl] [--peers]

A text counts as right when the decoded text equals the original, apart from a few characters around the damage: up to
the next line break or ASCII character where a byte was lost from an encoding of pairs. `--texts` takes a JSONL file
with a `text` a line instead of our own releases; `--peers` adds the detectors that are installed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from zhnews.read.encodings import decode

RELEASES = Path(__file__).parent.parent / "examples" / "releases"
LENGTHS = (12, 20, 50, 200, 1000, 10_000)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16-le", "utf-16-be", "utf-16")
DAMAGES = ("whole", "cut", "lost")
# A decoding may differ from the original in this many characters and what one damaged stretch can reach.
REACH = 60


def cases(texts: list[str], rounds: int, seed: int = 0) -> Iterator[tuple[str, str, int, bytes, str]]:
    """Yield (encoding, damage, length, bytes, original)."""
    rng = Random(seed)
    for length in LENGTHS:
        for encoding in ENCODINGS:
            for damage in DAMAGES:
                for _ in range(rounds):
                    original = _excerpt(texts, length, rng)
                    try:
                        data = original.encode(encoding)
                    except UnicodeEncodeError:
                        original = original.encode(encoding, "ignore").decode(encoding)
                        data = original.encode(encoding)
                    if damage == "cut":
                        data = data[: len(data) - 1]
                    elif damage == "lost":
                        at = rng.randrange(2, len(data) - 2)
                        data = data[:at] + data[at + 1 :]
                    yield encoding, damage, length, data, original


def _excerpt(texts: list[str], length: int, rng: Random) -> str:
    text = rng.choice(texts)
    while len(text) < length:
        text += "\n" + rng.choice(texts)
    start = rng.randrange(len(text) - length + 1)
    return text[start : start + length].strip() or text[:length]


def right(decoded: str, original: str) -> bool:
    """Whether a decoding is the original but for a stretch around one damage."""
    decoded = decoded.lstrip("\ufeff")
    if decoded == original:
        return True
    before = next(
        (i for i, (a, b) in enumerate(zip(decoded, original, strict=False)) if a != b), min(len(decoded), len(original))
    )
    a, b = decoded[before:], original[before:]
    after = next(
        (i for i, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), min(len(a), len(b))
    )
    return len(b) - after <= REACH and len(a) - after <= REACH and before + after > len(original) // 4


def ours(data: bytes) -> str:
    """Decode as zhnews does."""
    return decode(data, "case")[0]


def peers() -> dict[str, Callable[[bytes], str]]:
    """The detectors that are installed."""
    found: dict[str, Callable[[bytes], str]] = {}
    try:
        import chardet

        found["chardet"] = lambda data: data.decode(chardet.detect(data)["encoding"] or "utf-8", "replace")
    except ImportError:
        pass
    try:
        import charset_normalizer

        found["charset-normalizer"] = lambda data: str(charset_normalizer.from_bytes(data).best() or "")
    except ImportError:
        pass
    return found


def main() -> None:
    """Print the share of right decodings by damage, encoding and length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    if options.texts:
        texts = [json.loads(line)["text"] for line in options.texts.read_text(encoding="utf-8").splitlines()]
    else:
        texts = [path.read_text(encoding="utf-8") for path in sorted(RELEASES.glob("*.txt"))]
    for name, decoder in {"zhnews": ours, **(peers() if options.peers else {})}.items():
        made: dict[str, list[bool]] = {}
        for encoding, damage, length, data, original in cases(texts, options.rounds):
            try:
                good = right(decoder(data), original)
            except Exception:
                good = False
            for key in ("all", damage, encoding, f"{length} characters", f"{encoding} {damage} {length}"):
                made.setdefault(key, []).append(good)
        print(name)
        for key, results in made.items():
            share = sum(results) / len(results)
            if len(key.split()) < 3 or share < 1:
                print(f"  {key:28} {share:7.2%} of {len(results)}")


if __name__ == "__main__":
    main()

"""How many texts come out as they went in, by encoding and damage; peers beside it where they are installed.

    python benchmarks/encodings.py [--texts FILE.jsonl] [--rounds N] [--show N]

The matrix: pieces of 12 to 10,000 characters, in prose and in HTML, Simplified and Traditional, in each encoding;
whole, with one byte lost, and cut in mid-character. Undamaged text must come out equal. Damaged text must be found to
be in its encoding, and be equal before and behind a window of four characters. Without --texts (JSON lines with a
field `text`) our own examples are used. A peer that only names an encoding is given Python's decoder.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

EXAMPLES = Path(__file__).parent.parent / "examples" / "releases"
SIZES = (12, 20, 40, 100, 300, 1_000, 3_000, 10_000)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be")
DAMAGES = ("whole", "lost", "cut")
WINDOW = 4
_TAGS = re.compile(r"</?[a-zA-Z][^<>\n]*>|[^\n]*[<>][^\n]*")

Decoder = Callable[[bytes], tuple[str, str]]


class Case(NamedTuple):
    """A text, how it was encoded and damaged, and the bytes."""

    text: str
    encoding: str
    damage: str
    data: bytes


def own_texts() -> list[str]:
    """Our own example releases, without the tag debris of the noisy one."""
    return [_TAGS.sub("", path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.txt"))]


def matrix(texts: list[str], seed: int, rounds: int = 1, sizes: tuple[int, ...] = SIZES) -> Iterator[Case]:
    """Yield every case, the same ones for the same seed."""
    import opencc

    convert = opencc.OpenCC("s2tw").convert
    source = random.Random(seed)
    simplified = "\n".join(texts)
    simplified *= 1 + 2 * max(sizes) // len(simplified)
    traditional = convert(simplified).encode("big5hkscs", "ignore").decode("big5hkscs")
    for _ in range(rounds):
        for script in (simplified, traditional):
            for size in sizes:
                for form in ("prose", "html"):
                    start = source.randrange(len(script) - size)
                    text = script[start : start + size]
                    if form == "html":
                        text = ("<p>" + text.replace("\n", "</p>\n<p>"))[:size]
                    for encoding in ENCODINGS:
                        if script is simplified and encoding == "big5hkscs":
                            continue
                        yield from _damaged(text, encoding, source)


def _damaged(text: str, encoding: str, source: random.Random) -> Iterator[Case]:
    data = text.encode(encoding)
    yield Case(text, encoding, "whole", data)
    gone = source.randrange(len(data))
    yield Case(text, encoding, "lost", data[:gone] + data[gone + 1 :])
    # A cut inside the last character that has more than one byte; what follows it goes too.
    for last in range(len(text) - 1, -1, -1):
        if encoding.startswith("utf-16") or text[last] > "\x7f":
            yield Case(text[: last + 1], encoding, "cut", text[: last + 1].encode(encoding)[:-1])
            return


def is_right(case: Case, text: str, name: str) -> bool:
    """Tell whether a text came out as it went in, by the rule of the module's docstring."""
    if case.damage == "whole":
        return text == case.text
    before = _common(text, case.text)
    behind = _common(text[before:][::-1], case.text[before:][::-1])
    named = _family(name) == _family(case.encoding) or (case.text.isascii() and "utf-16" not in case.encoding)
    return named and before + behind >= len(case.text) - WINDOW


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _family(name: str) -> str:
    name = name.lower().replace("_", "-").replace("-sig", "")
    name = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}.get(name, name)
    return "utf-16" if name.startswith("utf-16") else name


def decoders() -> dict[str, Decoder]:
    """Ours and the installed peers."""
    from zhnews.read.encodings import decode

    def ours(data: bytes) -> tuple[str, str]:
        text, encoding = decode(data)
        return text, encoding.name

    found: dict[str, Decoder] = {"zhnews": ours}
    if importlib.util.find_spec("chardet"):
        import chardet

        found["chardet"] = lambda data: _named(data, chardet.detect(data)["encoding"])
    if importlib.util.find_spec("charset_normalizer"):
        import charset_normalizer

        found["charset-normalizer"] = lambda data: _named(data, charset_normalizer.detect(data)["encoding"])
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.parse.encoding import detect_encoding

        found["resiliparse"] = lambda data: _named(data, detect_encoding(data))
    return found


def _named(data: bytes, name: object) -> tuple[str, str]:
    name = str(name or "utf-8")
    return data.decode(name, "replace").removeprefix("\ufeff"), name


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON lines with a field `text`")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many of our failures to print")
    options = parser.parse_args()
    texts = own_texts()
    if options.texts:
        texts = [json.loads(line)["text"] for line in options.texts.read_text(encoding="utf-8").splitlines()]
    cases = list(matrix(texts, options.seed, options.rounds))
    print(f"{len(cases)} cases")
    for name, decode in decoders().items():
        _report(name, decode, cases, options.show if name == "zhnews" else 0)


def _report(name: str, decode: Decoder, cases: list[Case], show: int) -> None:
    right, total = Counter[str](), Counter[str]()
    start = time.perf_counter()
    for case in cases:
        try:
            text, found = decode(case.data)
        except Exception as error:  # A peer that raises has not decoded.
            text, found = "", str(error)
        done = is_right(case, text, found)
        size = "12-20" if len(case.text) <= 20 else "21-100" if len(case.text) <= 100 else "more"
        for key in ("all", case.damage, case.encoding, size):
            total[key] += 1
            right[key] += done
        if not done and show > 0:
            show -= 1
            at = _common(text, case.text)
            print(
                " ", case.encoding, case.damage, len(case.text), found, repr(case.text[at:][:12]), repr(text[at:][:12])
            )
    print(f"{name}: {time.perf_counter() - start:.1f} s")
    print("  " + "  ".join(f"{key} {100 * right[key] / total[key]:.2f}" for key in total))


if __name__ == "__main__":
    main()

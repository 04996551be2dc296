"""How fast and how faithful conversion is, beside OpenCC, opencc-python-reimplemented and hanziconv.

    python benchmarks/conversion.py [TEXTS.jsonl]

Takes a JSONL file with a genuine Simplified `text` a line, else our own releases. Fidelity is the number of altered
stretches in 100,000 characters after the way to Traditional and back. A peer is shown where it can be imported; since
opencc-python-reimplemented is imported under OpenCC's own name, it needs an environment of its own.
"""

from __future__ import annotations

import difflib
import importlib.metadata
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import opencc

from zhnews.convert import Convert
from zhnews.text import Text

RELEASES = Path(__file__).parent.parent / "examples" / "releases"
MACHINES = ("s2t", "s2tw", "s2hk", "s2twp")
SIZE, ROUNDS = 1_000_000, 3


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of a few runs, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def altered(before: str, after: str) -> int:
    """The number of stretches in which two texts differ."""
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(tag != "equal" for tag, *_ in codes)


def converters() -> dict[str, Callable[[str], str]]:
    """Ours, OpenCC's profiles, and the peers that are installed."""
    convert = Convert()
    found: dict[str, Callable[[str], str]] = {
        "zhnews, string": convert.simplify,
        "zhnews, with edits": lambda text: convert.convert(Text(text)).value,
    }
    name = "OpenCC" if "opencc-python-reimplemented" not in _installed() else "opencc-python-reimplemented"
    for profile in ("t2s", "tw2s", "tw2sp"):
        found[f"{name} {profile}"] = opencc.OpenCC(profile).convert
    if importlib.util.find_spec("hanziconv"):
        from hanziconv import HanziConv

        found["hanziconv"] = HanziConv.toSimplified
    return found


def _installed() -> set[str]:
    return {distribution.metadata["Name"] for distribution in importlib.metadata.distributions()}


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1:
        texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    else:
        texts = [Convert().simplify(path.read_text(encoding="utf-8")) for path in sorted(RELEASES.glob("*.txt"))]
    made = {machine: [opencc.OpenCC(machine).convert(text) for text in texts] for machine in MACHINES}
    traditional = "\n".join(made["s2t"])
    large = (traditional * (SIZE // len(traditional) + 1))[:SIZE]
    size, characters = len(large.encode()), sum(map(len, texts))
    print(f"{'':28}{'MB/s':>8}" + "".join(f"{machine:>9}" for machine in MACHINES) + "   altered in 100,000")
    for name, converter in converters().items():
        spans = [sum(map(altered, texts, map(converter, made[machine]))) for machine in MACHINES]
        cells = "".join(f"{100_000 * count / characters:9.2f}" for count in spans)
        print(f"{name:28}{size / seconds(lambda converter=converter: converter(large)) / 1e6:8.1f}{cells}")


if __name__ == "__main__":
    main()

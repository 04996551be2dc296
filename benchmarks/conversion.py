"""How fast and how faithful conversion is, beside OpenCC, opencc-python-reimplemented and hanziconv.

    pip install --no-deps --target PEERS opencc-python-reimplemented hanziconv
    python benchmarks/conversion.py [TEXTS.jsonl [PEERS]]

Takes a JSONL file with a genuine Simplified `text` a line, else our own releases. Speed is that on a megabyte of what
each machine made, in processor time, all converters in turn. Fidelity is the number of altered stretches in 100,000
characters after the way to Traditional and back; the last line says of how many texts made by each machine a part is
taken for the work of s2twp. The peers are read from the folder PEERS, since opencc-python-reimplemented is imported
under OpenCC's own name; one that is not there is named and skipped.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import opencc

from zhnews.convert import Convert
from zhnews.convert.detect import stretches
from zhnews.text import Text

RELEASES = Path(__file__).parent.parent / "examples" / "releases"
MACHINES = ("s2t", "s2tw", "s2hk", "s2twp")
SIZE, ROUNDS = 1_000_000, 5


def seconds(works: Mapping[str, Callable[[str], object]], text: str) -> dict[str, float]:
    """The least processor time of each in a few rounds, in which all have their turn, after one to warm up."""
    best = dict.fromkeys(works, float("inf"))
    for number in range(ROUNDS + 1):
        for name, work in works.items():
            start = time.process_time()
            work(text)
            if number:
                best[name] = min(best[name], time.process_time() - start)
    return best


def altered(before: str, after: str) -> int:
    """The number of stretches in which two texts differ, white space aside; of equal length, place by place."""
    before, after = ("".join(text.split()) for text in (before, after))
    if len(before) == len(after):
        return sum(differs for differs, _ in groupby(map(str.__ne__, before, after)))
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(tag != "equal" for tag, *_ in codes)


def converters(peers: Path | None) -> dict[str, Callable[[str], str]]:
    """Ours, OpenCC's profiles, and the peers found in a folder."""
    convert = Convert()

    def read_through(text: str) -> str:
        made = convert.convert(Text(text))
        deque(made.changes, maxlen=0)
        return made.value

    found: dict[str, Callable[[str], str]] = {
        "zhnews, string": convert.simplify,
        "zhnews, edits recorded": lambda text: convert.convert(Text(text)).value,
        "zhnews, all changes read": read_through,
    }
    for profile in ("t2s", "tw2s", "tw2sp"):
        found[f"OpenCC {profile}"] = opencc.OpenCC(profile).convert
    if reimplemented := load("opencc", peers):
        for profile in ("t2s", "tw2s", "tw2sp"):
            found[f"opencc-python-reimpl. {profile}"] = reimplemented.OpenCC(profile).convert
    if hanziconv := load("hanziconv", peers):
        found["hanziconv"] = hanziconv.HanziConv.toSimplified
    return found


def load(package: str, peers: Path | None) -> Any:
    """Import a package of the folder under a name that hides no other; none where it is not there."""
    place = peers / package if peers else None
    if place is None or not (place / "__init__.py").is_file():
        print(
            f"{package}: no such peer in {peers or 'the folder PEERS, which was not given'}: skipped", file=sys.stderr
        )
        return None
    name = f"peer_{package}"
    spec = importlib.util.spec_from_file_location(name, place / "__init__.py", submodule_search_locations=[str(place)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{place} is no package")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def sized(made: Mapping[str, list[str]]) -> Iterator[tuple[str, str, int]]:
    """Yield (machine, text, bytes): what it made, repeated up to the size to measure."""
    for machine, texts in made.items():
        text = "\n".join(texts)
        text = (text * (SIZE // len(text.encode()) + 1)).encode()[:SIZE].decode(errors="ignore")
        yield machine, text, len(text.encode())


def main() -> None:
    """Print the table."""
    peers = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if len(sys.argv) > 1:
        texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    else:
        texts = [Convert().simplify(path.read_text(encoding="utf-8")) for path in sorted(RELEASES.glob("*.txt"))]
    made = {machine: [opencc.OpenCC(machine).convert(text) for text in texts] for machine in MACHINES}
    works, characters = converters(peers), sum(map(len, texts))
    speeds = {
        machine: [size / 1e6 / each for each in seconds(works, large).values()] for machine, large, size in sized(made)
    }
    heads = "".join(f"{machine:>8}" for machine in MACHINES)
    print(f"{'':34}{'MB/s of':<32}   altered in 100,000\n{'':34}{heads}   {heads}")
    for number, (name, converter) in enumerate(works.items()):
        fast = "".join(f"{speeds[machine][number]:8.1f}" for machine in MACHINES)
        spans = [sum(map(altered, texts, map(converter, made[machine]))) for machine in MACHINES]
        print(f"{name:34}{fast}   " + "".join(f"{100_000 * count / characters:8.2f}" for count in spans))
    taken = [
        sum(any(part.kind == "s2twp" for part in stretches(text)) for text in made[machine]) for machine in MACHINES
    ]
    print(f"{f'taken for s2twp, of {len(texts)}':69}" + "".join(f"{count:8}" for count in taken))


if __name__ == "__main__":
    main()

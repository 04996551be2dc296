"""How fast and how faithful conversion is, beside OpenCC, opencc-python-reimplemented and hanziconv.

    pip install --no-deps --target PEERS opencc-python-reimplemented hanziconv
    python benchmarks/conversion.py [TEXTS.jsonl [PEERS]]

Takes a JSONL file with a genuine Simplified `text` a line, else our own releases. Fidelity is the number of altered
stretches in 100,000 characters after the way to Traditional and back; the last line says of how many texts made by each
machine a part is taken for the work of s2twp. The peers are read from the folder PEERS, since
opencc-python-reimplemented is imported under OpenCC's own name; one that is not there is named and skipped.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import opencc

from zhnews.convert import Convert
from zhnews.convert.detect import stretches
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
    """The number of stretches in which two texts differ, white space aside; of equal length, place by place."""
    before, after = ("".join(text.split()) for text in (before, after))
    if len(before) == len(after):
        return sum(differs for differs, _ in groupby(map(str.__ne__, before, after)))
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(tag != "equal" for tag, *_ in codes)


def converters(peers: Path | None) -> dict[str, Callable[[str], str]]:
    """Ours, OpenCC's profiles, and the peers found in a folder."""
    convert = Convert()
    found: dict[str, Callable[[str], str]] = {
        "zhnews, string": convert.simplify,
        "zhnews, with edits": lambda text: convert.convert(Text(text)).value,
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


def main() -> None:
    """Print the table."""
    peers = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if len(sys.argv) > 1:
        texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    else:
        texts = [Convert().simplify(path.read_text(encoding="utf-8")) for path in sorted(RELEASES.glob("*.txt"))]
    made = {machine: [opencc.OpenCC(machine).convert(text) for text in texts] for machine in MACHINES}
    traditional = "\n".join(made["s2t"])
    large = (traditional * (SIZE // len(traditional) + 1))[:SIZE]
    size, characters = len(large.encode()), sum(map(len, texts))
    print(f"{'':28}{'MB/s':>8}" + "".join(f"{machine:>9}" for machine in MACHINES) + "   altered in 100,000")
    for name, converter in converters(peers).items():
        spans = [sum(map(altered, texts, map(converter, made[machine]))) for machine in MACHINES]
        cells = "".join(f"{100_000 * count / characters:9.2f}" for count in spans)
        print(f"{name:28}{size / seconds(lambda converter=converter: converter(large)) / 1e6:8.1f}{cells}")
    taken = [
        sum(any(part.kind == "s2twp" for part in stretches(text)) for text in made[machine]) for machine in MACHINES
    ]
    print(f"{f'taken for s2twp, of {len(texts)}':36}" + "".join(f"{count:9}" for count in taken))


if __name__ == "__main__":
    main()

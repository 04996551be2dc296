"""Every dictionary keeps the laws, and the code that it names reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhnews import lexicon

ROOT = Path(__file__).parent.parent
PATHS = list(lexicon.paths())


@pytest.mark.parametrize("path", PATHS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_dictionary_keeps_the_laws(path: Path) -> None:
    """The format holds, entries are sorted and unique, and the header tells the truth about the file's name."""
    dictionary = lexicon.check(path)
    assert dictionary.entries
    assert dictionary.header["File"] == f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", PATHS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_dictionary_is_used(path: Path) -> None:
    """Some module reads the dictionary: a list that nothing reads is deleted."""
    name = f"{path.parent.name}/{path.stem}"
    sources = [p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py")]
    # Rooms with many lists read them through one function that is given the last part of the name.
    spelt = re.compile(rf"""["'](?:{re.escape(name)}|{re.escape(path.stem)})["']""")
    assert any(spelt.search(text) for text in sources)

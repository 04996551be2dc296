"""What is built carries everything: the dictionaries open from the wheel that comes out of the sdist."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DICTIONARIES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "dictionaries").rglob("*") if path.suffix in {".tsv", ".dict"}
)


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from the sdist without a network, and unpacked."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (wheel,) = out.glob("*.whl")
    target = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


@pytest.mark.parametrize("name", DICTIONARIES)
def test_the_wheel_carries_each_dictionary(unpacked: Path, name: str) -> None:
    """Each dictionary is in the wheel as it is in the repository."""
    assert (unpacked / "zhnews" / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_unpacked_wheel_opens_its_own_dictionaries(unpacked: Path) -> None:
    """The loader finds the dictionaries inside the package, and parses every one."""
    code = (
        "from zhnews import lexicon; import zhnews.lexicon as m; "
        "assert m.__file__.startswith({0!r}), m.__file__; assert str(lexicon.root()).startswith({0!r}); "
        "print(len([lexicon.check(p) for p in lexicon.paths()]))"
    ).format(str(unpacked))
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) == len(DICTIONARIES)
    assert (unpacked / "zhnews" / "py.typed").is_file()

"""The documentation tells the truth: every command is on its page, every example runs."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

import zhnews

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def make_cli() -> object:
    """The script that writes the command line's page."""
    spec = importlib.util.spec_from_file_location("make_cli", ROOT / "docs" / "make_cli.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_line_page_is_up_to_date() -> None:
    """docs/cli.md is what `python docs/make_cli.py` writes."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == make_cli().page()  # type: ignore[attr-defined]


def test_every_command_has_help_with_an_example() -> None:
    """Help says what a command does and shows one call of it."""
    module = make_cli()
    found = module.commands(module.typer.main.get_command(module.app), "zhnews")  # type: ignore[attr-defined]
    assert len(found) >= 9
    for name, command in found:
        assert f"Example: {name.split()[0]} {' '.join(name.split()[1:])}" in command.help, name


def page_with_examples(path: Path) -> object:
    """A page for the test below; that on Spark needs a library that is large, and Java, so it runs where that is."""
    skip = pytest.mark.skipif(path.stem == "spark" and not importlib.util.find_spec("pyspark"), reason="needs Spark")
    return pytest.param(path, id=path.stem, marks=skip)


@pytest.mark.parametrize("path", [page_with_examples(p) for p in PAGES if BLOCK.search(p.read_text(encoding="utf-8"))])
def test_examples_in_the_docs_run(path: Path) -> None:
    """The Python blocks of a page run, one after the other, from the repository's folder."""
    code = "\n".join(BLOCK.findall(path.read_text(encoding="utf-8")))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.stem)
def test_example_scripts_run(path: Path) -> None:
    """Each script among the examples runs and prints something."""
    done = subprocess.run([sys.executable, path], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


def test_every_exported_name_is_on_the_api_page() -> None:
    """What can be imported is documented."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name in zhnews.__all__:
        assert name == "__version__" or f".{name}\n" in page, name


def test_the_readme_shows_what_comes_out() -> None:
    """The bulletin in the README is the one the command prints."""
    bulletin = zhnews.summarize(zhnews.read_release(ROOT / "examples/releases/yunling-antifraud.txt"), "weibo").text
    assert bulletin in (ROOT / "README.md").read_text(encoding="utf-8")

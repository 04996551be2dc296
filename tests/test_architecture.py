"""Imports point one way, and importing costs next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "zhnews"
ROOMS = [
    "errors",
    "text",
    "revisions",
    "deferred",
    "model",
    "pipeline",
    "lexicon",
    "numbers",
    "duplicates",
    "read",
    "clean",
    "convert",
    "segment",
    "rank",
    "claims",
    "bulletin",
    "digests",
    "review",
    "api",
    "arrow",
    "batch",
    "__init__",
    "cli",
]
HEAVY = {"docx", "jieba", "jinja2", "rjieba", "snownlp", "opencc", "pyarrow", "ray", "rich", "selectolax"}


def room_of(path: Path) -> str:
    """The room a module belongs to."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[str]:
    """The zhnews modules a file imports, at any depth, type-checking blocks included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zhnews"):
            names = [f"zhnews.{alias.name}" for alias in node.names] if node.module == "zhnews" else [node.module]
            found += names
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith("zhnews")]
    return found


MODULES = sorted(path for path in SOURCE.rglob("*.py") if "dictionaries" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    """A room imports only from rooms before it, and nothing from inside another stage's room."""
    own = room_of(path)
    assert own in ROOMS, f"{own} has no place in the order of the rooms"
    for name in imports(path):
        parts = name.split(".")
        other = parts[1] if len(parts) > 1 and parts[1] in ROOMS else "__init__"
        if other == own:
            continue
        assert ROOMS.index(other) < ROOMS.index(own), f"{own} imports {name}"
        inside = len(parts) > 2 and other not in {"numbers"}
        assert not inside, f"{own} reaches inside {name}"


def test_importing_is_cheap() -> None:
    """Neither `import zhnews` nor the command line loads a heavy library before it is needed."""
    code = "import sys, zhnews.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert not HEAVY & set(loaded.stdout.split())


def test_a_bulletin_loads_what_it_needs() -> None:
    """A running summary is written without the audit, digests, reviews, or what reads documents."""
    spared = ("zhnews.claims.audit", "zhnews.digests", "zhnews.review", "zhnews.duplicates")
    code = "import sys, zhnews; zhnews.summarize('全市新增就业3万人。', length=60); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert not set(spared) & set(loaded.stdout.split())

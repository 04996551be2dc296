"""Options of the test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update: golden files change only when somebody asks for it, and the diff is read."""
    parser.addoption("--update", action="store_true", help="write the golden files anew")

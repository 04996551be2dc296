"""Runs a pipeline over archives: sources, plan, engines, sinks; knows pipelines, is known by no stage."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from zhnews.batch.documents import MEGABYTE, SourceOptions
from zhnews.batch.engines import Engine
from zhnews.batch.engines.local import Local
from zhnews.batch.engines.ray import OnRay
from zhnews.batch.plan import Plan, make_plan
from zhnews.batch.report import Report, Totals
from zhnews.batch.runs import documents_in_work, retry, run

if TYPE_CHECKING:
    from zhnews.batch.duplicates import Duplicates

__all__ = [
    "MEGABYTE",
    "Engine",
    "Local",
    "OnRay",
    "Plan",
    "Report",
    "SourceOptions",
    "Totals",
    "cores",
    "documents_in_work",
    "find_duplicates",
    "make_plan",
    "retry",
    "run",
]


def cores() -> int:
    """Give how many cores this process may use."""
    # Python 3.13 has os.process_cpu_count.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def find_duplicates(out: str | Path, jobs: int = 1) -> Duplicates:
    """Find the near-duplicates among the results of a finished run; see `zhnews.batch.duplicates.find_duplicates`.

    Raises:
        InputError: there is no finished run in the folder, or its releases have no text.
    """
    # Only here is numpy needed.
    from zhnews.batch.duplicates import find_duplicates

    return find_duplicates(out, jobs)

"""Runs a pipeline over archives: sources, plan, engines, sinks; knows pipelines, is known by no stage."""

import os

from zhnews.batch.documents import MEGABYTE, SourceOptions
from zhnews.batch.engines import Engine
from zhnews.batch.engines.local import Local
from zhnews.batch.engines.ray import OnRay
from zhnews.batch.plan import Plan, make_plan
from zhnews.batch.report import Report, Totals
from zhnews.batch.run import retry, run

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
    "make_plan",
    "retry",
    "run",
]


def cores() -> int:
    """Give how many cores this process may use."""
    # Python 3.13 has os.process_cpu_count.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

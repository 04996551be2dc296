"""Writes the bulletin: chooses sentences, trims them, lays them out, cites every stretch; verifies summaries."""

from zhnews.bulletin.compose import Length, Summarize
from zhnews.bulletin.forms import BUDGETS
from zhnews.bulletin.render import FORMATS, Format, Page, render, render_page, template_path
from zhnews.bulletin.verify import verify_summary

__all__ = [
    "BUDGETS",
    "FORMATS",
    "Format",
    "Length",
    "Page",
    "Summarize",
    "render",
    "render_page",
    "template_path",
    "verify_summary",
]

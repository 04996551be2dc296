"""Writes the bulletin: chooses sentences, trims them, lays them out, cites every stretch; verifies summaries."""

from zhnews.bulletin.compose import Length, Summarize
from zhnews.bulletin.forms import BUDGETS
from zhnews.bulletin.keyfigures import COLUMNS, key_figures
from zhnews.bulletin.names import Names
from zhnews.bulletin.render import (
    FORMATS,
    Format,
    Page,
    bulletin_page,
    fill_template,
    render,
    render_page,
    template_path,
)
from zhnews.bulletin.titles import title_of
from zhnews.bulletin.verify import verify_summary
from zhnews.bulletin.writer import RULES

__all__ = [
    "BUDGETS",
    "COLUMNS",
    "FORMATS",
    "RULES",
    "Format",
    "Length",
    "Names",
    "Page",
    "Summarize",
    "bulletin_page",
    "fill_template",
    "key_figures",
    "render",
    "render_page",
    "template_path",
    "title_of",
    "verify_summary",
]

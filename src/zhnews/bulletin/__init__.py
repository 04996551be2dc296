"""Writes the bulletin: chooses sentences, trims them, lays them out, and cites every stretch."""

from zhnews.bulletin.compose import BUDGETS, Length, Summarize
from zhnews.bulletin.render import FORMATS, render

__all__ = ["BUDGETS", "FORMATS", "Length", "Summarize", "render"]

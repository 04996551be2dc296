"""Figures and periods, as far as they can be told without context: what every later room builds on."""

from zhnews.numbers.figures import figure_spans, find_figures
from zhnews.numbers.periods import find_periods
from zhnews.numbers.quantities import find_quantities

__all__ = ["figure_spans", "find_figures", "find_periods", "find_quantities"]

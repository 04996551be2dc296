"""Tells reprints of one release from releases that only look alike: monthly statistics differ in nothing but figures.

Two texts are near-duplicates if they share much of their wording, and if what they state agrees as well.
"""

from zhnews.duplicates.statements import Statements, consistent, read_statements, wording
from zhnews.duplicates.texts import LEAST_SIMILARITY, SHINGLE, Groups, find_duplicates, similarity

__all__ = [
    "LEAST_SIMILARITY",
    "SHINGLE",
    "Groups",
    "Statements",
    "consistent",
    "find_duplicates",
    "read_statements",
    "similarity",
    "wording",
]

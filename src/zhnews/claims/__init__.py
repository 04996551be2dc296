"""Turns figures into claims: who says how much of what, when, and against what."""

from zhnews.claims.extract import ExtractClaims

__all__ = ["ExtractClaims"]

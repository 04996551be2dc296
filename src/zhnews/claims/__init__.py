"""Turns figures into claims: who says how much of what, when, and against what; and checks whether they add up."""

from zhnews.claims.audit import audit_release
from zhnews.claims.audit.interval import Interval, allowed
from zhnews.claims.export import records, to_csv, to_parquet, to_xlsx
from zhnews.claims.extract import ExtractClaims

__all__ = ["ExtractClaims", "Interval", "allowed", "audit_release", "records", "to_csv", "to_parquet", "to_xlsx"]

"""Turns figures into claims: who says how much of what, when, and against what; and checks whether they add up."""

from zhnews.claims.export import records, to_csv, to_parquet, to_xlsx
from zhnews.claims.extract import ExtractClaims
from zhnews.claims.interval import Interval, allowed
from zhnews.model import Finding, Release

__all__ = ["ExtractClaims", "Interval", "allowed", "audit_release", "records", "to_csv", "to_parquet", "to_xlsx"]


def audit_release(release: Release) -> list[Finding]:
    """Check a release whose claims have been extracted; see `zhnews.claims.audit.audit_release`."""
    # Most bulletins are written without an audit, whose patterns take a tenth of a start.
    from zhnews.claims.audit import audit_release

    return audit_release(release)

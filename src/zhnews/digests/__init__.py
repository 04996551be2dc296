"""Makes one bulletin of many releases: reprints merged, items by topic and issuer, weightiest first."""

from zhnews.digests.compose import make_digest
from zhnews.digests.records import Difference, Digest, Item, Origin

__all__ = ["Difference", "Digest", "Item", "Origin", "make_digest"]

"""Finds reprints across the results of a run: a map over its shards makes signatures, then clusters are found.

A release's signature is made of its clean text, so that pages and script make no difference. Two releases are in one
cluster if their wording is alike and their figures agree, see `zhnews.duplicates`.
"""

from zhnews.batch.duplicates.clusters import Cluster, Member, Signatures, find_clusters
from zhnews.batch.duplicates.signatures import VERSION, signature, signatures_of
from zhnews.batch.duplicates.stage import Duplicates, find_duplicates
from zhnews.batch.duplicates.tables import DUPLICATES_SCHEMA, duplicates_of, rows_of

__all__ = [
    "DUPLICATES_SCHEMA",
    "VERSION",
    "Cluster",
    "Duplicates",
    "Member",
    "Signatures",
    "duplicates_of",
    "find_clusters",
    "find_duplicates",
    "rows_of",
    "signature",
    "signatures_of",
]

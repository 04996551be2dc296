"""Gives clusters of near-duplicates as a table, and finds them among batches at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyarrow as pa

from zhnews.batch.duplicates.clusters import Cluster, Signatures, find_clusters
from zhnews.batch.duplicates.signatures import VERSION, signatures_of
from zhnews.errors import InputError

DUPLICATES_SCHEMA = pa.schema(
    [
        ("cluster", pa.string()),
        ("release", pa.string()),
        ("source", pa.string()),
        ("canonical", pa.bool_()),
        ("similarity", pa.float64()),
        ("size", pa.int32()),
        ("signature_version", pa.string()),
    ],
)
# What of a processed batch near-duplicates are found by.
NEEDED = ("id", "source", "published", "text")
# What it may have beside that helps.
HELPFUL = "title"
_ROWS = 1024


def duplicates_of(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Give the near-duplicates among processed batches, as a table of `DUPLICATES_SCHEMA`: one row a release.

    A cluster is named by its canonical release: of those that are about as long as the longest, the first published.
    Below, a lacks a twelfth of what b has. Releases without a duplicate have no row.

    Raises:
        InputError: a column that is needed isn't there.

    >>> text = "6月，青溪市检查门店120家，发现隐患9处，全部完成整改。会议要求，各地抓好落实。"
    >>> batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "source": ["甲", "乙"], "text": [text, "据悉：" + text],
    ...     "published": pa.array([None, None], pa.date32())})
    >>> [(row["cluster"], row["release"], row["canonical"]) for row in duplicates_of([batch]).to_pylist()]
    [('b', 'b', True), ('b', 'a', False)]
    """
    return rows_of(find_clusters(Signatures([signatures_of(_needed(batch)) for batch in batches])))


def rows_of(clusters: Iterable[Cluster]) -> pa.Table:
    """Give clusters as a table of `DUPLICATES_SCHEMA`."""
    return pa.Table.from_batches(batches_of(clusters), DUPLICATES_SCHEMA)


def batches_of(clusters: Iterable[Cluster]) -> Iterator[pa.RecordBatch]:
    """Give clusters as batches of `DUPLICATES_SCHEMA`, as they come."""
    rows = (row for cluster in clusters for row in _rows(cluster))
    while some := list(islice(rows, _ROWS)):
        yield pa.RecordBatch.from_pylist(some, schema=DUPLICATES_SCHEMA)


def _rows(cluster: Cluster) -> Iterator[dict[str, object]]:
    for member in cluster:
        yield {
            "cluster": cluster[0].id,
            "release": member.id,
            "source": member.source,
            "canonical": member.canonical,
            "similarity": member.similarity,
            "size": len(cluster),
            "signature_version": VERSION,
        }


def _needed(batch: pa.RecordBatch) -> pa.RecordBatch:
    if missing := [name for name in NEEDED if name not in batch.schema.names]:
        raise InputError(f"no column {', '.join(missing)}: duplicates need {', '.join(NEEDED)}")
    return batch.select([*NEEDED, *({HELPFUL} & set(batch.schema.names))])

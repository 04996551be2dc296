"""Runs the main job over Arrow record batches, for archives: one function, one fixed schema, settings that travel.

`process` takes a batch with the column `data` (bytes or strings; and, where they are known, `id`, `source`, `title`,
`published`) and gives a batch of `SCHEMA`, row for row. Whatever a row holds, it never raises: a row that was dropped
or failed says so in `status`, `stage` and `reason`. Needs the extra `batch`.
"""

from zhnews.arrow.processing import Processor, map_batches, process
from zhnews.arrow.records import CLAIMS_SCHEMA, DEFAULT_FIELDS, SCHEMA, claims_of, record
from zhnews.arrow.settings import MOST_CHARACTERS, DropLong, DropShort, Settings

__all__ = [
    "CLAIMS_SCHEMA",
    "DEFAULT_FIELDS",
    "MOST_CHARACTERS",
    "SCHEMA",
    "DropLong",
    "DropShort",
    "Processor",
    "Settings",
    "claims_of",
    "map_batches",
    "process",
    "record",
]

"""The errors zhnews raises, all of them.

```
ZhnewsError
├── InputError          a file, page or string that can't be read as a release
├── EditError           an edit that overlaps, is out of order or lies outside the text
├── LexiconError        a dictionary line that breaks the format; names file and line
├── PipelineError       stages in an order that can't work; names what is missing
└── DropRelease         not a fault: a stage's decision to drop a release, with its reason
```

Each message says what is wrong, where, and what to do about it.
"""

from __future__ import annotations


class ZhnewsError(Exception):
    """Catch this to catch whatever zhnews raises on purpose."""


class InputError(ZhnewsError):
    """A source that can't be read as a release."""


class EditError(ZhnewsError):
    """An edit that overlaps another, is out of order, or lies outside the text."""


class LexiconError(ZhnewsError):
    """A dictionary that breaks its format."""


class PipelineError(ZhnewsError):
    """Stages in an order that can't work."""


class DropRelease(ZhnewsError):
    """Raised by a stage to drop the release it was given.

    `reason` is a short stable word that batch runs count by; the pipeline fills in `stage`.

    >>> raise DropRelease("too_short")
    Traceback (most recent call last):
    ...
    zhnews.errors.DropRelease: dropped: too_short
    """

    def __init__(self, reason: str, stage: str | None = None) -> None:
        self.reason = reason
        self.stage = stage
        super().__init__(reason, stage)

    def __str__(self) -> str:
        where = f" by {self.stage}" if self.stage else ""
        return f"dropped{where}: {self.reason}"

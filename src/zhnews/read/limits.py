"""What a source may cost: beyond these sizes it is refused with one clear line."""

from __future__ import annotations

from dataclasses import dataclass

from zhnews.errors import InputError


@dataclass(frozen=True)
class Limits:
    """The largest source that is read.

    `size` is the bytes of a file, `unpacked` the bytes of a document inside its container, whatever that declares;
    `characters` those of a text, `pages` those of a PDF.
    """

    size: int = 64 * 1024 * 1024
    unpacked: int = 64 * 1024 * 1024
    characters: int = 4_000_000
    pages: int = 1000

    def check(self, name: str, kind: str, amount: int, unit: str, where: str) -> None:
        """Refuse what is larger than the limit `name`.

        Raises:
            InputError: it is.

        >>> Limits(characters=10).check("characters", "the text", 11, "characters", "a.txt")
        Traceback (most recent call last):
        ...
        zhnews.errors.InputError: a.txt: the text has more than 10 characters: split it, or raise Limits.characters
        """
        limit = getattr(self, name)
        if amount > limit:
            raise InputError(f"{where}: {kind} has more than {limit:,} {unit}: split it, or raise Limits.{name}")

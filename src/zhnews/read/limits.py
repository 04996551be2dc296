"""How much a source may hold before it is refused: settings, with defaults that no genuine release comes near."""

from __future__ import annotations

from dataclasses import dataclass, fields

from zhnews.errors import InputError

MEGABYTE = 1024 * 1024

_UNITS = {
    "file_bytes": "bytes",
    "characters": "characters",
    "part_bytes": "bytes when unpacked",
    "elements": "elements",
    "parts": "parts",
    "pages": "pages",
    "lines": "lines",
    "drawing_bytes": "bytes of drawing instructions",
    "font_bytes": "bytes of tables of fonts",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one source; whatever holds more is refused with one clear error.

    `file_bytes` bounds the file itself, `characters` its text or the markup of its page, `lines` the lines of either's
    text. `parts` bounds the parts of a container (DOCX, MHTML), `part_bytes` what one part of a DOCX may unpack to and
    `elements` what that may be made of. `pages` bounds the pages of a PDF, `drawing_bytes` the drawing instructions of
    all its pages, unpacked, and `font_bytes` the tables of characters of its fonts; both count as often as they are
    drawn or read.

    Raises:
        ValueError: a limit is less than 1.

    >>> Limits(characters=100_000).file_bytes
    67108864
    """

    file_bytes: int = 64 * MEGABYTE
    characters: int = 5_000_000
    lines: int = 150_000
    part_bytes: int = 24 * MEGABYTE
    elements: int = 1_500_000
    parts: int = 10_000
    pages: int = 2_000
    drawing_bytes: int = 6 * MEGABYTE
    font_bytes: int = 12 * MEGABYTE

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 1:
                raise ValueError(f"{field.name} is {getattr(self, field.name)}: a limit is at least 1")

    def hold(self, name: str, size: int, where: str) -> None:
        """Refuse a size beyond the limit of this name.

        Raises:
            InputError: it is larger; the message names the limit and the source.

        >>> Limits(pages=3).hold("pages", 4, "report.pdf")
        Traceback (most recent call last):
        ...
        zhnews.errors.InputError: report.pdf: more than 3 pages: split it, or raise Limits(pages=…)
        """
        most = getattr(self, name)
        if size > most:
            raise InputError(f"{where}: more than {most:,} {_UNITS[name]}: split it, or raise Limits({name}=…)")


DEFAULTS = Limits()

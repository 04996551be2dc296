"""Tells what a file is by its first bytes: names lie, and downloads are often not what they were asked for."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Readable = Literal["docx", "pdf", "mhtml"]

_HEAD = 4_096


class Kind(NamedTuple):
    """What a file is: a name to read it by, or, where it can't be read, what it is and what to do."""

    readable: Readable | None
    what: str = ""
    advice: str = ""


_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_DOCX = "open it in Word or WPS and save it as .docx"
_IN_OLE = (
    ("EncryptedPackage", "an Office document with a password", "save it without the password"),
    ("WordDocument", "an old Word document (.doc)", _AS_DOCX),
    ("Workbook", "an Excel workbook (.xls)", "copy its text into a text file"),
    ("PowerPoint Document", "a PowerPoint presentation (.ppt)", "copy its text into a text file"),
)
_IN_ZIP = (
    (b"xl/workbook", "an Excel workbook (.xlsx)", "copy its text into a text file"),
    (b"ppt/presentation", "a PowerPoint presentation (.pptx)", "copy its text into a text file"),
    (b"OFD.xml", "an OFD document", "export it as PDF or text"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", "save it as .docx"),
    (b"application/epub+zip", "an EPUB book", "export its text"),
)
_IMAGE = "run OCR on it first"
_PACKED = "unpack it first"
_MEDIA = "write its text down first"
_MAGIC = (
    (b"{\\rtf", "an RTF document", "open it in Word or WPS and save it as .docx or plain text"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _IMAGE),
    (b"\xff\xd8\xff", "a JPEG image", _IMAGE),
    (b"GIF87a", "a GIF image", _IMAGE),
    (b"GIF89a", "a GIF image", _IMAGE),
    (b"II*\x00", "a TIFF image", _IMAGE),
    (b"MM\x00*", "a TIFF image", _IMAGE),
    (b"\x1f\x8b\x08", "gzip data", _PACKED),
    (b"BZh", "bzip2 data", _PACKED),
    (b"\xfd7zXZ\x00", "xz data", _PACKED),
    (b"\x28\xb5\x2f\xfd", "Zstandard data", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _PACKED),
    (b"Rar!\x1a\x07", "a RAR archive", _PACKED),
    (b"ID3", "an MP3 recording", _MEDIA),
    (b"OggS", "an Ogg recording", _MEDIA),
    (b"CAJ\x00", "a CAJ document", "export it as PDF or text"),
    (b"SQLite format 3\x00", "an SQLite database", "export the text you want"),
    (b"\x7fELF", "a program", "give the text of a release"),
)
# (at, bytes): marks that do not stand at the very start.
_LATER_MAGIC = (
    (8, b"WEBP", "a WebP image", _IMAGE),
    (8, b"AVI ", "an AVI film", _MEDIA),
    (8, b"WAVE", "a WAV recording", _MEDIA),
    (4, b"ftyphei", "a HEIC image", _IMAGE),
    (4, b"ftyp", "an MP4 film", _MEDIA),
    (257, b"ustar", "a tar archive", _PACKED),
)
_PDF = re.compile(rb"\A[\s\x00\xef\xbb\xbf]*%PDF-|\n%PDF-\d\.\d\s")
_HEADERS = re.compile(rb"\A\s*(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_IS_MIME = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HAS_TYPE = re.compile(rb"^Content-Type:\s*(?:multipart|text)/", re.IGNORECASE | re.MULTILINE)


def sniff(data: bytes) -> Kind | None:
    """Tell what a file is; None where it may be text.

    >>> sniff(b"%PDF-1.7\\n").readable, sniff(b"GIF89a").what
    ('pdf', 'a GIF image')
    >>> sniff("云岭市".encode())
    """
    head = data[:_HEAD]
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _in_zip(data)
    if head.startswith(_OLE):
        return _in_ole(data)
    if _PDF.search(head[:1024]):
        return Kind("pdf")
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            return Kind(None, what, advice)
    for at, magic, what, advice in _LATER_MAGIC:
        if head.startswith(magic, at) and b"\x00" in head:
            return Kind(None, what, advice)
    headers = _HEADERS.match(head)
    if headers and _IS_MIME.search(headers.group()) and _HAS_TYPE.search(headers.group()):
        return Kind("mhtml")
    return None


def _in_zip(data: bytes) -> Kind:
    """Tell archives apart by the names of their members, which stand in the clear even where the file is cut off."""
    if b"word/" in data:
        return Kind("docx")
    for mark, what, advice in _IN_ZIP:
        if mark in data:
            return Kind(None, what, advice)
    if _EMPTY_ZIP not in data[-65_600:]:
        return Kind(None, "a damaged archive (cut off?)", "fetch it again")
    return Kind(None, "a zip archive", _PACKED)


def _in_ole(data: bytes) -> Kind:
    for name, what, advice in _IN_OLE:
        if name.encode("utf-16-le") in data:
            return Kind(None, what, advice)
    return Kind(None, "an old Office document", _AS_DOCX)

"""Reads web archives: the HTML and plain text that servers answered with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhnews.batch.documents import Document, Part, Read, Trouble, document_id, readable_name
from zhnews.batch.sources.streams import read_up_to, unreadable
from zhnews.errors import InputError

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_READ = ("text/html", "text/plain", "application/xhtml+xml")
_OK = 200


def read(part: Part) -> Iterator[Read]:
    """Give the pages of a web archive as documents; anything but successful answers with text is passed over.

    Raises:
        InputError: FastWARC isn't installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError(f"{part.path}: web archives need FastWARC: pip install 'zhnews[warc]'") from error
    source = readable_name(part.path)
    last = "its beginning"
    found = False
    try:
        with open(part.path, "rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
                address = record.headers.get("WARC-Target-URI") or ""
                if not record.headers.get("WARC-Record-ID") and not address:
                    yield Trouble(source, f"damaged or cut off after {last}: a record without a name")
                    return
                last = address or last
                for item in _pages(record, f"{source}!/{address}", f"{part.label}!/{address}", part):
                    found = True
                    yield item
        if not found:
            yield Trouble(source, "no pages in it: successful answers, conversions, resources in HTML or plain text")
    except OSError as error:
        if error.strerror:
            yield unreadable(source, error)
        else:
            yield Trouble(source, f"damaged or cut off after {last}: {error}")


def _pages(record: WarcRecord, shown: str, place: str, part: Part) -> Iterator[Read]:
    """Give a record's page, if it holds one: an answer's, or one that stands there without a server's headers."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    answers = record.record_type == WarcRecordType.response
    if not answers:
        alone = record.record_type in (WarcRecordType.conversion, WarcRecordType.resource)
        if not alone or not _is_text(record.headers.get("Content-Type")):
            return
    limits = part.options.limits
    most = limits.document_bytes + limits.header_bytes
    declared = record.content_length
    # Only ever asked for little: FastWARC makes room for all that it is asked for, and ends the process if it can't.
    raw = read_up_to(record.reader, min(declared, most))
    if len(raw) < min(declared, most):
        yield Trouble(shown, f"cut off after {len(raw):,} of {declared:,} bytes", data=raw)
        return
    if declared > most:
        yield Trouble(shown, f"more than {limits.document_bytes:,} bytes: raise Limits(document_bytes=…)")
        return
    if not answers:
        if raw.strip():
            yield Document(document_id(place, raw), shown, raw)
        return
    try:
        # Apart from the archive's own record, which a page that can't be unpacked would leave unreadable.
        answer = WarcRecord()
        answer.is_http = True
        answer.set_bytes_content(raw)
        answer.parse_http(auto_decode="all")
        if answer.http_headers is None or answer.http_headers.status_code != _OK:
            return
        if not _is_text(answer.http_content_type):
            return
        data = read_up_to(answer.reader, limits.document_bytes + 1)
    except OSError as error:
        yield Trouble(shown, f"its page can't be unpacked: {error}", data=raw)
        return
    if len(data) > limits.document_bytes:
        yield Trouble(shown, f"more than {limits.document_bytes:,} bytes: raise Limits(document_bytes=…)")
    elif data.strip():
        yield Document(document_id(place, data), shown, data)


def _is_text(kind: str | None) -> bool:
    return (kind or "").partition(";")[0].strip().lower() in _READ

"""Opens a saved page (MHTML) or mail: gives the bytes of the part that holds the page or the text."""

from __future__ import annotations

from zhnews.errors import InputError
from zhnews.read.limits import Limits

_WANTED = ("text/html", "application/xhtml+xml", "text/plain")


def read_mhtml(data: bytes, where: str, limits: Limits) -> bytes:
    """Give the first page among the parts, or else the first plain text, its transfer encoding undone.

    Raises:
        InputError: there is neither, or it has more parts than the limits allow.
    """
    import email

    limits.hold("parts", data.count(b"\n--"), where)
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:
        raise InputError(f"{where}: parts within parts without end: save the page as HTML") from None
    for wanted in _WANTED:
        for part in parts:
            if part.get_content_type() == wanted:
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    return payload
    raise InputError(f"{where}: a saved page or mail without text in it: save the page as HTML")

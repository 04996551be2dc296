"""Reads documents that are no plain text: what they are is told by their bytes, never by a file's name."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zhnews.errors import InputError
from zhnews.read.limits import Limits

if TYPE_CHECKING:
    import zipfile

Kind = Literal["docx", "pdf", "mhtml", "text"]

_CHUNK = 1 << 16
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|From|Subject|Date|Snapshot-Content-Location):", re.MULTILINE | re.I)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/(?:related|mixed|alternative)", re.MULTILINE | re.I)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc): save it as .docx"),
    (b"{\\rtf", "rich text (.rtf): save it as .docx or as text"),
    (b"\x89PNG", "a picture: run text recognition (OCR) first"),
    (b"\xff\xd8\xff", "a picture: run text recognition (OCR) first"),
    (b"GIF8", "a picture: run text recognition (OCR) first"),
    (b"II*\x00", "a picture: run text recognition (OCR) first"),
    (b"\x1f\x8b", "compressed (gzip): unpack it first"),
    (b"Rar!", "an archive (RAR): unpack it first"),
    (b"7z\xbc\xaf", "an archive (7z): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd): unpack it first"),
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–·]?\s*\d{1,4}\s*[-—–·]?|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4})\s*")
_DIGITS = re.compile(r"\d+")
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff，。、；：？！“”‘’（）《》]"
_ENDS_PARAGRAPH = re.compile(r"[。！？!?：:]”?$")
_STARTS_PARAGRAPH = re.compile(
    r"\s{2,}\S|\u3000|[（(]?[一二三四五六七八九十]{1,3}[、）)．]|第[一二三四五六七八九十百]{1,4}[章节条]"
)
# A header or footer stands at the same place on this share of the pages, of which there are at least three.
_EDGE_LINES, _ON_MOST, _LEAST_PAGES = 2, 0.6, 3
# A line shorter than this share of the usual one ends its paragraph.
_SHORT_LINE = 0.8


@dataclass
class Document:
    """The text of a document, one paragraph a line, and what its properties say."""

    text: str
    title: str | None = None
    author: str | None = None


def sniff(data: bytes, where: str) -> Kind:
    """Tell what kind of document bytes are.

    Raises:
        InputError: they are of a kind that can't be read; the message says which, and what to do.

    >>> sniff(b"%PDF-1.7 ...", "a"), sniff("今日有雨。".encode(), "b")
    ('pdf', 'text')
    """
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise InputError(f"{where}: {what}")
    if _MIME.match(head.lstrip()) and _RELATED.search(data[:4096]):
        return "mhtml"
    return "text"


def read_docx(data: bytes, where: str, limits: Limits) -> Document:
    """Read the paragraphs of a Word document; a table gives a line a row, cells parted by tabs.

    Deleted and moved text, field codes, headers and footnotes are left out. The document's XML is read as a stream, up
    to `limits.unpacked` bytes whatever the archive declares, and may not declare entities.

    Raises:
        InputError: it is no Word document, damaged, or too large.
    """
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise InputError(f"{where}: a zip archive, no Word document: unpack it first")
            body = _WordBody()
            _parse(archive, "word/document.xml", body, where, limits)
            document = Document("\n".join(body.lines))
            if "docProps/core.xml" in names:
                properties = _Properties()
                _parse(archive, "docProps/core.xml", properties, where, limits)
                document.title, document.author = properties.found.get("title"), properties.found.get("creator")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise InputError(f"{where}: a damaged or locked Word document ({error}): save it anew") from error
    if not document.text.strip():
        raise InputError(f"{where}: a Word document without text: its text may be in pictures")
    return document


@dataclass
class _WordBody:
    """Takes in the events of document.xml."""

    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: int = 0
    skipped: int = 0
    in_text: bool = False

    def start(self, name: str) -> None:
        if name in _LEFT_OUT:
            self.skipped += 1
        elif name == "tc":
            self.cells += 1
        elif name == "t":
            self.in_text = True
        elif name == "tab" and not self.skipped:
            self.parts.append(" ")
        elif name in ("br", "cr") and not self.skipped:
            self.parts.append(" " if self.cells else "\n")

    def end(self, name: str) -> None:
        if name in _LEFT_OUT:
            self.skipped -= 1
        elif name == "t":
            self.in_text = False
        elif name == "tc":
            self.cells -= 1
            self.parts.append("\t")
        elif name == "p" and self.cells:
            self.parts.append(" ")
        elif name in ("p", "tr") and not self.cells:
            line = "".join(self.parts)
            line = re.sub(r" *\t[ \t]*", "\t", line).strip(" \t")
            if line:
                self.lines.append(line)
            self.parts.clear()

    def data(self, text: str) -> None:
        if self.in_text and not self.skipped:
            self.parts.append(text)


@dataclass
class _Properties:
    """Takes in the events of core.xml."""

    found: dict[str, str] = field(default_factory=dict)
    name: str = ""

    def start(self, name: str) -> None:
        self.name = name

    def end(self, name: str) -> None:
        self.name = ""

    def data(self, text: str) -> None:
        if self.name in ("title", "creator") and text.strip():
            self.found[self.name] = self.found.get(self.name, "") + text.strip()


def _parse(archive: zipfile.ZipFile, member: str, into: _WordBody | _Properties, where: str, limits: Limits) -> None:
    """Stream a member of the archive through a parser that knows no entities."""
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        raise InputError(f"{where}: {member} declares entities, which Word never does: it is not read")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: into.start(name.rpartition(" ")[2])
    parser.EndElementHandler = lambda name: into.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = into.data
    done = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                limits.check("unpacked", member, done, "bytes", where)
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputError(f"{where}: {member} is damaged ({error}): save the document anew") from error
    except RecursionError as error:
        raise InputError(f"{where}: {member} nests too deep: save the document anew") from error


def read_pdf(data: bytes, where: str, limits: Limits) -> Document:
    """Read the paragraphs of a PDF: lines are joined; page headers, footers and numbers are left out.

    Raises:
        InputError: the extra is missing, the file is damaged, locked or too long, or has no text.
    """
    try:
        import pypdf
    except ImportError:
        raise InputError(f"{where}: a PDF, for which an extra is needed: pip install 'zhnews[pdf]'") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{where}: a PDF locked with a password: save it without one")
        limits.check("pages", "the PDF", len(reader.pages), "pages", where)
        pages: list[list[str]] = []
        size = 0
        for page in reader.pages:
            text = page.extract_text()
            size += len(text)
            limits.check("characters", "the PDF", size, "characters", where)
            pages.append([line.rstrip() for line in text.splitlines() if line.strip()])
        info = reader.metadata
        title, author = (info.title, info.author) if info else (None, None)
    except InputError:
        raise
    except Exception as error:
        # The parser raises whatever a broken file leads it to.
        raise InputError(f"{where}: a damaged PDF ({type(error).__name__}: {error}): save it anew") from error
    text = "\n".join(join_lines([line for page in without_edges(pages) for line in page]))
    if not text.strip():
        raise InputError(f"{where}: a PDF without text, a scan perhaps: run text recognition (OCR) first")
    return Document(text, (title or "").strip() or None, (author or "").strip() or None)


def without_edges(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Take page numbers off, and lines that stand at the edge of most pages, digits apart.

    >>> without_edges([["云岭统计", "甲。", "- 1 -"], ["云岭统计", "乙。", "- 2 -"], ["云岭统计", "丙。", "- 3 -"]])
    [['甲。'], ['乙。'], ['丙。']]
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_DIGITS.sub("#", line.strip()) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    common = {line for line, count in counts.items() if len(pages) >= _LEAST_PAGES and count >= _ON_MOST * len(pages)}

    def is_edge(line: str) -> bool:
        return _PAGE_NUMBER.fullmatch(line) is not None or _DIGITS.sub("#", line.strip()) in common

    kept: list[list[str]] = []
    for page in pages:
        lines = list(page)
        for end in (0, -1):
            for _ in range(_EDGE_LINES):
                if lines and is_edge(lines[end]):
                    lines.pop(end)
        kept.append(lines)
    return kept


def join_lines(lines: Sequence[str]) -> Iterator[str]:
    """Join the lines of a page into paragraphs; lines of Chinese without a space.

    >>> list(join_lines(["    今年以来，全市新增就业三万", "人。", "    下一步，将继续做好就业服务工", "作。"]))
    ['今年以来，全市新增就业三万人。', '下一步，将继续做好就业服务工作。']
    """
    usual = sorted(len(line.strip()) for line in lines)[int(len(lines) * 0.9) :][:1]
    width = usual[0] if usual else 0
    paragraph = ""
    ended = True
    for line in lines:
        text = line.strip()
        if paragraph and (ended or _STARTS_PARAGRAPH.match(line)):
            yield paragraph
            paragraph = ""
        glue = "" if re.search(f"{_HAN}$", paragraph) or re.match(_HAN, text) or not paragraph else " "
        paragraph += glue + text
        short = len(text) < _SHORT_LINE * width
        ended = short and (
            bool(_ENDS_PARAGRAPH.search(text)) or len(text) < _SHORT_LINE * width / 2 or not re.search("[，、]$", text)
        )
    if paragraph:
        yield paragraph


def read_mhtml(data: bytes, where: str) -> bytes:
    """Give the bytes of the page in a web archive (MHTML): its first HTML part, else its first text.

    Raises:
        InputError: there is neither.
    """
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if (
                part.get_content_type() == kind
                and isinstance(payload := part.get_payload(decode=True), bytes)
                and payload
            ):
                return payload
    raise InputError(f"{where}: a web archive without a page: save the page anew")

"""Renders what was laid out as text, Markdown, HTML, JSON or a Word document, each through a template.

The templates are files beside this module, in Jinja's language; the one for Word is a document whose styles are used.
A template sees `page`: `text`, `title`, `form`, `record` (all there is, JSON-ready), and `lines`, each with its `kind`,
`text`, `runs` (text with the source span it is from) and, in a table, `cells`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zhnews.bulletin.word import to_docx
from zhnews.errors import InputError
from zhnews.model import Block, Bulletin, Release
from zhnews.text import Span

if TYPE_CHECKING:
    from jinja2 import Environment

Format = Literal["text", "md", "html", "json", "docx"]
FORMATS: tuple[Format, ...] = ("text", "md", "html", "json", "docx")
# What Markdown would take for its own: marks anywhere, and what begins a heading, a quotation or a list.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|]|^[#+-](?=\s|#)|(?<=^\d)[.)](?=\s)")
_FILES = {"text": "bulletin.txt", "md": "bulletin.md", "html": "bulletin.html", "json": "bulletin.json"}
_FILES["docx"] = "bulletin.docx"


@dataclass(frozen=True)
class Run:
    """Text, and the span of the source it was taken from; `release` names the release where there are several."""

    text: str
    source: Span | None = None
    release: str | None = None


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """A line of the layout, by the kind of the block it begins with."""

    kind: str
    text: str
    runs: tuple[Run, ...]
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Page:
    """What templates see; `quotes` are (span of the text, span of the source, id of the release)."""

    text: str
    title: str | None
    form: str | None
    blocks: Sequence[Block]
    quotes: Sequence[tuple[Span, Span, str | None]]
    record: dict[str, Any] = field(repr=False)

    @property
    def lines(self) -> list[Line]:
        """The lines of the text, each with what it is and where its words are from."""
        return list(_lines(self))


def template_path(form: Format) -> Path:
    """Give the template that a format is rendered with, to be copied and changed.

    >>> template_path("md").name
    'bulletin.md'
    """
    return Path(__file__).with_name("templates") / _FILES[form]


def render(bulletin: Bulletin, release: Release, form: Format = "text", template: Path | None = None) -> str | bytes:
    """Render a bulletin of a release; bytes for `docx`, text for all else.

    Raises:
        InputError: the template can't be read or used, or the extra `docx` is not installed.
    """
    return render_page(bulletin_page(bulletin, release), form, template)


def bulletin_page(bulletin: Bulletin, release: Release) -> Page:
    """Give what templates see of a bulletin of a release."""
    head = {
        "id": release.id,
        "source": release.source,
        "published": release.published.isoformat() if release.published else None,
        "issuer": release.issuer,
    }
    quotes = [(citation.span, citation.source, None) for citation in bulletin.citations]
    record = head | bulletin.to_dict()
    return Page(bulletin.text, bulletin.title, bulletin.form, bulletin.blocks, quotes, record)


def render_page(page: Page, form: Format = "text", template: Path | None = None) -> str | bytes:
    """Render a page by a template of the user's or the format's own.

    Raises:
        InputError: the template can't be read or used, or the extra `docx` is not installed.
    """
    if form == "docx":
        return to_docx(page.lines, template or template_path("docx"))
    if form == "text" and template is None:
        # What the template gives as well, without loading its language.
        return page.text
    return fill_template(template or template_path(form), {"page": page}, escape=form == "html")


def fill_template(path: Path, values: Mapping[str, object], *, escape: bool = True) -> str:
    """Fill a template, in a sandbox, with values by their names; `escape` for HTML.

    Raises:
        InputError: the template can't be read or used.
    """
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return _environment(escape).from_string(path.read_text(encoding="utf-8")).render(values).strip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the template can't be read ({error}): check the path") from error
    except TemplateSyntaxError as error:
        raise InputError(f"{path}:{error.lineno}: {error.message}: mend the template") from error
    except TemplateError as error:
        raise InputError(f"{path}: {error.message}: mend the template") from error


def _environment(escape: bool) -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        autoescape=escape, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["md"] = lambda text: _MARKDOWN.sub(r"\\\g<0>", text)
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    return environment


def _lines(page: Page) -> Iterator[Line]:
    start = 0
    for text in page.text.split("\n"):
        span = Span(start, start + len(text))
        start = span.end + 1
        on_it = [block for block in page.blocks if block.span.start < span.end and span.start < block.span.end]
        first = on_it[0] if on_it else None
        kind = first.kind if first else "body"
        # A weibo's title stands in the line of its text.
        kind = "body" if kind == "title" and len(on_it) > 1 else kind
        cells = [Cell(page.text[slice(*cell)], tuple(_runs(page, cell))) for cell in (first.cells if first else ())]
        yield Line(kind, text, tuple(_runs(page, span)), tuple(cells))


def _runs(page: Page, span: Span) -> Iterator[Run]:
    position = span.start
    for at, source, release in sorted(page.quotes):
        if at.end <= span.start or at.start >= span.end:
            continue
        if at.start > position:
            yield Run(page.text[position : at.start])
        yield Run(page.text[at.start : at.end], source, release)
        position = at.end
    if position < span.end:
        yield Run(page.text[position : span.end])

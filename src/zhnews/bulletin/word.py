"""Writes a layout as a Word document, by the styles of a template: headings in 黑体 of size 三号, text in 宋体 四号."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from zhnews.errors import InputError

PLACEHOLDER = "{{ bulletin }}"
# By kind of line: the template's own styles first, then what every template has.
_STYLES = {
    "masthead": ("Masthead", "Normal"),
    "title": ("Title", "Normal"),
    "heading": ("Heading 2", "Normal"),
    "item": ("Heading 3", "Heading 2", "Normal"),
    "note": ("Source", "Normal"),
    "source": ("Source", "Normal"),
}
# The line under the masthead's first.
_ISSUER = ("Issuer", "Normal")
_TABLE, _CELL, _HEAD = "Table Grid", ("Table Text", "Normal"), ("Table Head", "Table Text", "Normal")


class _Cell(Protocol):
    @property
    def text(self) -> str: ...


class _Line(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def cells(self) -> Sequence[_Cell]: ...


def to_docx(lines: Sequence[_Line], template: Path) -> bytes:
    """Give the bytes of a document made from a template.

    The text goes where the template has a paragraph `{{ bulletin }}`, else behind what it holds.

    Raises:
        InputError: the template is no Word document, or the extra `docx` is not installed.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise InputError("DOCX needs python-docx: pip install 'zhnews[docx]'") from error
    try:
        document = docx.Document(str(template))
    except (PackageNotFoundError, ValueError, KeyError) as error:
        raise InputError(f"{template}: no Word document: give a .docx as template") from error
    anchor = next((p for p in document.paragraphs if p.text.strip() == PLACEHOLDER), None)
    table: Any = None
    for number, line in enumerate(lines):
        if line.kind in ("columns", "row"):
            if table is None or line.kind == "columns":
                table = document.add_table(rows=0, cols=len(line.cells))
                table.style = _style(document, (_TABLE, "Normal Table"))
                _place(anchor, table._tbl)
            _add_row(document, table, line)
        else:
            names = _ISSUER if line.kind == "masthead" and number else _STYLES.get(line.kind, ("Normal",))
            paragraph = document.add_paragraph(line.text, style=_style(document, names))
            _place(anchor, paragraph._p)
    if anchor is not None:
        anchor._p.getparent().remove(anchor._p)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_row(document: Any, table: Any, line: _Line) -> None:
    """Add a row, the names of the columns again on each page."""
    from docx.oxml import OxmlElement

    head = line.kind == "columns"
    row = table.add_row()
    for cell, shown in zip(row.cells, line.cells, strict=True):
        cell.text = shown.text
        cell.paragraphs[0].style = _style(document, _HEAD if head else _CELL)
    for name in ("w:cantSplit", "w:tblHeader") if head else ("w:cantSplit",):
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _place(anchor: Any, element: Any) -> None:
    if anchor is not None:
        anchor._p.addprevious(element)


def _style(document: Any, names: Sequence[str]) -> Any:
    known = {style.name for style in document.styles}
    return document.styles[next((name for name in names if name in known), names[-1])]

"""Make the template of the Word documents, src/zhnews/bulletin/templates/bulletin.docx: run it from the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

TARGET = Path(__file__).parent.parent / "src" / "zhnews" / "bulletin" / "templates" / "bulletin.docx"
HEI, SONG = "黑体", "宋体"
# 二号, 三号, 四号, 五号 in points.
SECOND, THIRD, FOURTH, FIFTH = 22, 16, 14, 10.5


def shape(style: Any, font: str, size: float, *, color: int = 0, centred: bool = False, indent: bool = False) -> None:
    """Set a style's font, size and paragraph; 1.5 lines apart."""
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), font)
    style.font.bold, style.font.italic = False, False
    style.font.color.rgb = RGBColor.from_string(f"{color:06X}")
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), 1.5
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    layout.first_line_indent = Pt(2 * size) if indent else Pt(0)


def main() -> None:
    """Write the template."""
    document = Document()
    styles = document.styles
    for name in ("Masthead", "Issuer", "Source", "Table Text", "Table Head"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    shape(styles["Normal"], SONG, FOURTH, indent=True)
    shape(styles["Title"], HEI, THIRD, centred=True)
    shape(styles["Masthead"], HEI, SECOND, color=0xB00000, centred=True)
    shape(styles["Issuer"], SONG, FOURTH, centred=True)
    shape(styles["Heading 2"], HEI, FOURTH)
    shape(styles["Heading 3"], HEI, FOURTH)
    shape(styles["Source"], SONG, FOURTH)
    for name, font in (("Table Text", SONG), ("Table Head", HEI)):
        shape(styles[name], font, FIFTH)
        layout = styles[name].paragraph_format
        # Lines 1.5 apart would hang at the upper border of their cells.
        layout.line_spacing, layout.space_before, layout.space_after = 1.0, Pt(3), Pt(3)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    document.core_properties.author, document.core_properties.title = "zhnews", ""
    document.core_properties.comments = ""
    document.save(str(TARGET))


if __name__ == "__main__":
    main()

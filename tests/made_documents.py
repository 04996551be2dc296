"""Makes small documents for tests: DOCX of given parts, PDF of given lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterable, Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
Line = tuple[int, int, str]


def make_docx(body: str, parts: Mapping[str, bytes] | None = None, name: str = "word/document.xml") -> bytes:
    """Give a DOCX with this XML inside its body, and more parts beside it."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return make_zip({name: document.encode(), **(parts or {})})


def make_zip(parts: Mapping[str, bytes]) -> bytes:
    """Give a zip archive, compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    """Give the XML of a paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def core(title: str, creator: str, created: str) -> bytes:
    """Give the XML of the properties that a DOCX states."""
    return (
        f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="dc" xmlns:dcterms="dcterms"><dc:title>{title}</dc:title>'
        f"<dc:creator>{creator}</dc:creator><dcterms:created>{created}</dcterms:created></cp:coreProperties>"
    ).encode()


SAME = {row: row for row in range(256)}


def make_pdf(
    pages: Iterable[Iterable[Line]],
    title: str = "",
    *,
    rows: Mapping[int, int] = SAME,
    pictured: Container[int] = (),
    names: int = 1,
) -> bytes:
    """Give a PDF of lines at (x, y).

    Its one font, under so many `names` on each page, maps the codes of a row of 256 to the characters of another; with
    no rows it has no table. A page without lines is a picture, and so are those `pictured`, counted from 1.
    """
    pages = [list(page) for page in pages]
    picture = 7 + 2 * len(pages)
    ranges = "".join(f"<{i:02X}00> <{i:02X}FF> <{row:02X}00>\n" for i, row in rows.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n256 beginbfrange\n{ranges}endbfrange endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{7 + 2 * i} 0 R' for i in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R] "
        f"{'/ToUnicode 5 0 R ' * bool(rows)}>>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(table),
        f"<< /Title <FEFF{_hex(title)}> /CreationDate (D:20200101000000Z) >>",
    ]
    fonts = " ".join(f"/F{i} 3 0 R" for i in range(1, names + 1))
    for i, page in enumerate(pages):
        image = not page or i + 1 in pictured
        drawn = "\n".join(f"1 0 0 1 {x} {y} Tm <{_hex(text)}> Tj" for x, y, text in page)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << {fonts} >> /XObject << {f'/I {picture} 0 R' * image} >> >> "
            f"/Contents {8 + 2 * i} 0 R >>"
        )
        text = f"BT /F1 12 Tf\n{drawn}\nET" * bool(page)
        objects.append(_stream("\n".join(filter(None, ["q 595 0 0 842 0 0 cm /I Do Q" * image, text]))))
    objects.append(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Length 1 >>\nstream\n0\nendstream"
    )
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()

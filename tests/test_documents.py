"""Documents are told by their content and rendered as text; what can't be read gets one clear line."""

from __future__ import annotations

import base64
import io
import quopri
import re
import sys
import zlib
from time import process_time

import pytest

import zhnews
from made_documents import SAME, WORD, core, make_docx, make_pdf, make_zip, paragraph
from zhnews.read import Limits, read_release, release_from_str

SENTENCE = "全市新增就业3.2万人，同比增长5.2%。"


def test_a_docx_is_paragraphs_and_rows() -> None:
    """Line breaks and tabs are kept, rows of a table are lines of cells, what was deleted stays out."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    release = read_release(
        make_docx(
            paragraph("云岭市就业情况")
            + "<w:p><w:r><w:t>全市新增就业</w:t></w:r><w:del><w:r><w:delText>2.9万人</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>3.2万人</w:t><w:br/><w:t>同比增长</w:t><w:tab/><w:t>5.2%。</w:t></w:r></w:ins></w:p>"
            f"<w:tbl><w:tr>{cell.format('指标')}{cell.format('数值')}</w:tr>"
            f"<w:tr>{cell.format('新增就业')}{cell.format('3.2')}</w:tr></w:tbl><w:p/>"
            "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>完</w:t></w:r></w:p>"
        )
    )
    assert release.media == "docx"
    assert release.text.source.split("\n") == [
        "云岭市就业情况",
        "全市新增就业3.2万人",
        "同比增长\t5.2%。",
        "指标\t数值",
        "新增就业\t3.2",
        "完",
    ]


def test_a_docx_numbers_its_paragraphs() -> None:
    """What Word counts by itself is written out: by the paragraph, by its style, begun anew where the list says so."""
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "%2.")
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="Heading1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style></w:styles>"
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = heading.format("总体要求") + item.format(1, 1, "稳就业") + item.format(1, 1, "促培训") + paragraph("全市")
    body += (
        heading.format("组织领导") + item.format(1, 1, "压实责任") + item.format(0, 2, "附则") + item.format(0, 0, "完")
    )
    parts = {"word/numbering.xml": numbering.encode(), "word/styles.xml": styles.encode()}
    assert read_release(make_docx(body, parts)).text.source.split("\n") == [
        "一、总体要求", "1.稳就业", "2.促培训", "全市", "二、组织领导", "1.压实责任", "五、附则", "完",
    ]  # fmt: skip


def test_a_docx_keeps_text_boxes_once_and_leaves_headers_out() -> None:
    """A box is written twice, for old programs too; headers, footers and comments are parts of their own."""
    box = "<w:txbxContent>" + paragraph("云岭要闻") + "</w:txbxContent>"
    drawn = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice>' + box + "</mc:Choice><mc:Fallback>" + box
        + "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>全市平稳。</w:t></w:r></w:p>"
    )  # fmt: skip
    moved = "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
    header = f'<w:hdr xmlns:w="{WORD}">{paragraph("内部资料")}</w:hdr>'.encode()
    data = make_docx(
        drawn + moved, {"word/header1.xml": header, "word/footer1.xml": header, "word/comments.xml": header}
    )
    assert read_release(data).text.source.split("\n") == ["云岭要闻", "全市平稳。", "新"]


def test_a_docx_may_keep_its_body_elsewhere() -> None:
    """The relationships say where it is."""
    target = b'<Relationships><Relationship Type="x/officeDocument" Target="/word/body.xml"/></Relationships>'
    data = make_docx(paragraph(SENTENCE), {"_rels/.rels": target}, name="word/body.xml")
    assert read_release(data).text.source == SENTENCE


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        (SENTENCE, "就业简报", "张三"),
        (f"云岭市就业情况\n来源：云岭市人社局 作者：李四 发布时间：2023-07-20\n{SENTENCE}", "云岭市就业情况", "李四"),
    ],
    ids=["nothing in the text", "stated in the text"],
)
def test_what_a_file_says_of_itself_is_a_last_resort(text: str, title: str, author: str) -> None:
    """Title and author of the file count where the text states none; the day it was made is no publication date."""
    data = make_docx(
        "".join(map(paragraph, text.split("\n"))),
        {"docProps/core.xml": core("就业简报", "张三", "2020-01-01T00:00:00Z")},
    )
    release = read_release(data)
    assert (release.title, release.author) == (title, author)
    assert release.notes["created"] == "2020-01-01T00:00:00Z"
    assert str(release.published) in ("None", "2023-07-20")


HEADER, FULL = "云岭市人民政府公报", "截至9月底，全市新增就业3.2万人，同比增长5.2%；城镇登记失业率为"


def page_lines(number: int, *body: str) -> list[tuple[int, int, str]]:
    """The lines of a page between its header and its number."""
    lines = [(90, 740 - 20 * i, text) for i, text in enumerate(body)]
    return [(250, 800, HEADER), *lines, (280, 40, f"— {number} —")]


def test_a_pdf_is_paragraphs_without_what_its_pages_add() -> None:
    """Full lines are joined, over the edge of a page too; headers and page numbers go."""
    data = make_pdf(
        [
            page_lines(1, "云岭市就业情况", FULL, "3.1%，比上年同期下降0.2个百分点。", FULL),
            page_lines(2, "2.9%。", "市人社局介绍，今年落实稳岗返还政策，惠及企业1.2万户，各项举措取得", "成效。"),
            page_lines(3, "下一步，全市将开展技能培训，培训人数不少于5万人次，并新建一批就业", "驿站。"),
        ],
        title="就业简报",
    )
    release = read_release(data)
    assert release.media == "pdf"
    assert release.text.source.split("\n") == [
        "云岭市就业情况",
        FULL + "3.1%，比上年同期下降0.2个百分点。",
        FULL + "2.9%。",
        "市人社局介绍，今年落实稳岗返还政策，惠及企业1.2万户，各项举措取得成效。",
        "下一步，全市将开展技能培训，培训人数不少于5万人次，并新建一批就业驿站。",
    ]
    assert release.title == "就业简报"
    assert release.notes["created"].startswith("D:2020")
    assert release.published is None


def set_lines(*body: str, top: int = 740) -> list[tuple[int, int, str]]:
    """The lines of a body; each » at the head of one is an indent of two characters."""
    return [(90 + 24 * text.count("»"), top - 20 * i, text.strip("»")) for i, text in enumerate(body)]


def test_indents_tell_paragraphs_of_a_pdf() -> None:
    """A sentence may end where its line does; a heading as wide as the page is no part of what follows."""
    opening = "»截至9月底，全市新增就业3.2万人，同比增长5.2%；城镇登记失业率3.1%。"
    further = "市人社局介绍，今年落实稳岗返还政策，惠及企业1.2万户，取得明显的成效。"
    heading = "»（一）深入推进重点群体就业服务攻坚行动，健全县乡村三级网络体系"
    data = make_pdf(
        [
            set_lines("»»»»云岭市就业情况", opening, further, "下一步抓好落实。", heading, opening),
            set_lines("全年新增4万人。"),
        ]
    )
    assert read_release(data).text.source.split("\n") == [
        "云岭市就业情况",
        opening[1:] + further + "下一步抓好落实。",
        heading[1:],
        opening[1:] + "全年新增4万人。",
    ]


def test_items_of_a_pdf_without_indents_are_paragraphs() -> None:
    """Where no line is indented, numbers at its head begin a paragraph."""
    heading = "一、深入推进重点群体就业服务攻坚行动，健全县乡村三级就业服务网络体系建设"
    item = "（二）落实稳岗返还政策，惠及企业1.2万户，发放补贴3.4亿元，各项举措取得明显"
    lines = read_release(make_pdf([set_lines(heading, item, "成效。")])).text.source.split("\n")
    assert lines == [heading, item + "成效。"]


def test_rows_of_a_table_in_a_pdf_are_cells() -> None:
    """What stands side by side in two rows or more is parted by tabs, and no row is joined to the next."""
    table = [("指标", "9月", "1—9月"), ("新增就业（万人）", "0.4", "3.2"), ("培训（人次）", "610", "5,120")]
    cells = [(90 + 160 * i, 700 - 20 * n, cell) for n, row in enumerate(table) for i, cell in enumerate(row)]
    note = (90, 620, "注：数据为初步统计。")
    lines = read_release(make_pdf([[(90, 740, FULL), *cells, note]])).text.source.split("\n")
    assert lines == [FULL, *map("\t".join, table), note[2]]


def test_headers_that_change_from_left_to_right_are_headers() -> None:
    """A gazette names itself on one side of the sheet and its issue on the other."""
    bodies = [[f"{county}县{what}。" for what in ("新增就业", "稳岗返还", "技能培训")] for county in "甲乙丙丁戊"]
    pages = [
        [(250, 800, HEADER if n % 2 else "2023年第7期"), *set_lines(*body), (280, 40, f"第{n}页 共5页")]
        for n, body in enumerate(bodies, 1)
    ]
    assert read_release(make_pdf(pages)).text.source.split("\n") == [line for body in bodies for line in body]


def test_a_line_that_is_repeated_elsewhere_stays() -> None:
    """Only lines at the same place on their pages are headers; a short last page has the header too."""
    body = [f"{month}，全市新增就业。" for month in ("正月", "二月", "三月", "四月", "五月", "六月", "腊月")]
    data = make_pdf([page_lines(1, "附件。", *body), page_lines(2, *body[::-1], "附件。"), page_lines(3, "完。")])
    lines = read_release(data).text.source.split("\n")
    assert lines == ["附件。", *body, *body[::-1], "附件。", "完。"]


def test_a_pdf_of_one_page_keeps_all_but_its_number() -> None:
    """What stands once is no header."""
    assert read_release(make_pdf([page_lines(1, SENTENCE)])).text.source == f"{HEADER}\n{SENTENCE}"


def test_a_pdf_with_a_broken_table_of_contents_is_read() -> None:
    """The place of each object is found again."""
    data = make_pdf([page_lines(1, SENTENCE)]).replace(b"startxref\n", b"startxref\n9")
    assert SENTENCE in read_release(data).text.source


def test_pages_of_a_pdf_without_text_are_told() -> None:
    """A scan between pages of text is named, not passed over."""
    data = make_pdf([page_lines(1, SENTENCE), [], page_lines(3, SENTENCE), []])
    assert read_release(data).notes["untold"] == "2, 4"
    assert "untold" not in read_release(make_pdf([page_lines(1, SENTENCE)])).notes


def test_fonts_that_only_number_glyphs_lose_their_characters() -> None:
    """What such a font shows is lost, and no other character stands for it; codes that read as Chinese are told."""
    told = make_pdf([page_lines(1, SENTENCE)], rows={})
    assert SENTENCE in read_release(told).text.source
    shifted = "".join(chr(ord(char) + 3 if char.isdigit() else ord(char)) for char in "3216")
    pages = [page_lines(1, SENTENCE), [(90, 700, shifted)]]
    source = read_release(make_pdf(pages, rows={})).text.source
    assert SENTENCE in source
    assert source.endswith("\n\ufffd\ufffd\ufffd\ufffd")


def test_a_code_that_the_table_of_its_font_lacks_is_lost() -> None:
    """A number of a glyph is no figure, though it is the code of one."""
    told = {row: row for row in SAME if row}
    source = read_release(make_pdf([page_lines(1, SENTENCE)], rows=told)).text.source
    assert re.sub("[!-~]", "\ufffd", SENTENCE) in source


def test_scans_with_a_stamped_number_are_told() -> None:
    """A page of a picture with nothing but its number is a scan, in a form or not."""
    data = make_pdf([page_lines(1, SENTENCE), [(280, 40, "- 2 -")], page_lines(3, SENTENCE)], pictured={2})
    assert read_release(data).notes["untold"] == "2"


def test_pages_that_write_nothing_read_no_fonts() -> None:
    """Hundreds of scans beside fonts with large tables are read in time."""
    start = process_time()
    data = make_pdf([page_lines(1, SENTENCE), *[[]] * 500], rows=SAME | {0xFE: 0xFD}, names=8)
    assert read_release(data).notes["untold"].count(",") == 499
    assert process_time() - start < 5


def test_a_table_that_maps_all_to_itself_is_not_read_on_every_page() -> None:
    """Fonts whose codes are characters take no time, however large their tables."""
    start = process_time()
    assert read_release(make_pdf([page_lines(n, SENTENCE) for n in range(300)])).text.source.count(SENTENCE) == 300
    assert process_time() - start < 5


def test_what_is_read_of_fonts_has_a_limit() -> None:
    """Each page reads its fonts anew; what would take minutes is refused in one line."""
    data = make_pdf([page_lines(1, SENTENCE)] * 5, rows=SAME | {0xFE: 0xFD})
    assert SENTENCE in read_release(data).text.source
    with pytest.raises(zhnews.InputError, match=r"more than 1,000,000 bytes of tables of fonts"):
        read_release(data, limits=Limits(font_bytes=1_000_000))


def test_strings_count_more_than_their_bytes() -> None:
    """Each is work by itself, however short: glyphs placed one by one have a limit before they take minutes."""
    data = make_pdf([[(90, 700 - number % 600, "云") for number in range(1_000)], page_lines(1, SENTENCE)])
    assert read_release(data, limits=Limits(drawing_bytes=60_000)).text.source.count("云") > 900
    with pytest.raises(zhnews.InputError, match="drawing instructions"):
        read_release(data, limits=Limits(drawing_bytes=50_000))


def encrypted() -> bytes:
    """A PDF with a password."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([page_lines(1, SENTENCE)])))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_needs_pypdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is missing, one line says what to install."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(zhnews.InputError, match=r"pip install 'zhnews\[pdf\]'$"):
        read_release(make_pdf([page_lines(1, SENTENCE)]))


PAGE = f'<html><head><meta charset="utf-8"><title>x</title></head><body><p>{SENTENCE * 3}</p></body></html>'


def saved_page(content: bytes, encoding: str, kind: str = "text/html") -> bytes:
    """A saved page: an image, then the page in a transfer encoding."""
    coded = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
    return (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n"
        b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        b"--b\r\nContent-Type: " + kind.encode() + b"; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
        + encoding.encode() + b"\r\n\r\n" + coded + b"\r\n--b--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_saved_page_is_a_page(charset: str, encoding: str) -> None:
    """The page inside is read, whatever carries it and whatever charset is declared."""
    release = read_release(saved_page(PAGE.encode(charset), encoding))
    assert (release.media, release.encoding) == ("html", charset)
    assert str(release.text) == SENTENCE * 3


def test_a_mail_is_its_text() -> None:
    """Plain text inside is plain text."""
    release = read_release(saved_page(SENTENCE.encode(), "base64", "text/plain"))
    assert (release.media, str(release.text).strip()) == ("text", SENTENCE)


@pytest.mark.parametrize("name", ["release.txt", "release.html", "release"])
def test_the_name_of_a_file_says_nothing(name: str) -> None:
    """A DOCX is a DOCX under any name."""
    assert read_release(make_docx(paragraph(SENTENCE)), name=name).media == "docx"


def bomb() -> bytes:
    """A DOCX whose body swells to a hundred times its size."""
    return make_docx(" " * 3_000_000)


DOCUMENT = make_docx(paragraph(SENTENCE))
ENTITIES = make_zip(
    {"word/document.xml": b'<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;&b;&b;&b;</a>'}
)
STREAM = zlib.compress(b"q Q " * 500_000)
SWELLING = (
    make_pdf([[]])
    .split(b"xref\n0")[0]
    .replace(
        b"<< /Length 28 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(STREAM) + STREAM + b"\nendstream",
    )
    + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF"
)
MULTIPART = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SMALL = Limits(lines=1_000, elements=8_000, part_bytes=1_000_000, drawing_bytes=1_000_000, pages=3, parts=50)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bomb(), "word/document.xml: more than 1,000,000 bytes when unpacked: split it, or raise Limits(part_bytes"),
        (ENTITIES, "declares entities, as no Office program does: don't trust"),
        (make_docx("<w:p>" * 2_000), "nested 1000 deep: save the document anew"),
        (make_docx("<w:p/>" * 9_000), "more than 8,000 elements"),
        (make_docx("<w:p>"), "a damaged DOCX (word/document.xml: mismatched tag"),
        (DOCUMENT[:-40], "a damaged DOCX (File is not a zip file): fetch it again"),
        (DOCUMENT.replace(b"PK\x01\x02", b"PK\x01\x03"), "a damaged DOCX ("),
        (make_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_100), "more than 1,000 lines: split it"),
        ("增长\n".encode() * 1_100, "more than 1,000 lines: split it, or raise Limits(lines"),
        (b"<html><body>" + "<p>增长".encode() * 1_100, "more than 1,000 lines: split it"),
        (make_docx("<w:p/>"), "a document without text"),
        (make_zip({"word/styles.xml": b"<a/>"}), "a DOCX without a document in it"),
        (make_zip({f"word/{i}": b"" for i in range(60)}), "more than 50 parts"),
        (make_zip({"xl/workbook.xml": b"<a/>"}), "an Excel workbook (.xlsx), not text"),
        (make_zip({"OFD.xml": b"<a/>"}), "an OFD document, not text: export it"),
        (make_zip({"a.txt": b"a"}), "a zip archive, not text: unpack it first"),
        (make_pdf([[], []]), "a PDF without text in 2 pages (scanned?): run OCR"),
        (make_pdf([[(90, 700, SENTENCE)]] * 4), "more than 3 pages"),
        (SWELLING, "more than 1,000,000 bytes of drawing instructions"),
        (make_pdf([[(90, 700, "⨳繎ٶ륒ɰ弰畬⾖葉ᱛ坎驓" * 3)]]), "fonts don't tell which characters they show"),
        (b"%PDF-1.4\nnothing", "a damaged PDF ("),
        (encrypted(), "an encrypted PDF: save it without the password"),
        (MULTIPART + b"--b\nContent-Type: image/png\n\nx\n--b--", "mail without text"),
        (MULTIPART + b"--b\n\nx\n" * 60, "more than 50 parts"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        (b"{\\rtf1\\ansi \\'c8\\'ab}", "an RTF document, not text: open it in Word"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image, not text: run OCR"),
        (b"\x1f\x8b\x08\x00abc", "gzip data, not text: unpack"),
        (b"\x00\x00\x00\x20ftypisom", "an MP4 film, not text"),
        (b"\x00" * 500, "binary data, not text"),
    ],
)
def test_what_cannot_be_read_gets_one_line(data: bytes, message: str) -> None:
    """The line names the input, says what it is, and what to do about it."""
    with pytest.raises(zhnews.InputError) as caught:
        read_release(data, name="release.txt", limits=SMALL)
    assert str(caught.value).startswith("release.txt: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("make", [make_docx(paragraph(SENTENCE * 9)), make_pdf([page_lines(1, SENTENCE)])])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_document_cut_off_anywhere_is_read_or_refused(make: bytes, share: float) -> None:
    """Half a file gives its text or an InputError, and nothing else."""
    try:
        assert read_release(make[: int(share * len(make))]).text.source
    except zhnews.InputError as error:
        assert "damaged" in str(error) or "without text" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("source", "limits", "message"),
    [
        (
            SENTENCE.encode(),
            Limits(file_bytes=20),
            "input: more than 20 bytes: split it, or raise Limits(file_bytes=…)",
        ),
        (io.BytesIO(SENTENCE.encode()), Limits(file_bytes=20), "more than 20 bytes"),
        (SENTENCE.encode(), Limits(characters=10), "more than 10 characters"),
        (PAGE.encode(), Limits(characters=10), "more than 10 characters"),
        (make_docx(paragraph(SENTENCE)), Limits(characters=10), "more than 10 characters"),
        (make_pdf([page_lines(1, SENTENCE)]), Limits(characters=10), "more than 10 characters"),
        (io.StringIO(SENTENCE), Limits(characters=10), "more than 10 characters"),
    ],
    ids=["bytes", "file object", "text", "page", "docx", "pdf", "text file"],
)
def test_limits_are_settings(source: bytes | io.BytesIO | io.StringIO, limits: Limits, message: str) -> None:
    """Each limit refuses what goes beyond it, and names itself; with the default the same source is read."""
    with pytest.raises(zhnews.InputError, match=r": more than") as caught:
        read_release(source, limits=limits)
    assert message in str(caught.value)


def test_a_string_has_limits_too() -> None:
    """The length of a string is bounded like that of a file."""
    with pytest.raises(zhnews.InputError, match="more than 10 characters"):
        release_from_str(SENTENCE, limits=Limits(characters=10))


def test_a_limit_is_at_least_one() -> None:
    """A limit of nothing is a mistake."""
    with pytest.raises(ValueError, match="pages is 0"):
        Limits(pages=0)

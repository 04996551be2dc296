"""Reading: encodings, pages, documents, and whatever is thrown at it."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from datetime import date, time
from pathlib import Path
from random import Random

import pytest

import zhnews
from zhnews.errors import InputError
from zhnews.read import Limits, read_release, release_from_str

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "examples" / "pages" / "yunling-jobs.html"
RELEASES = sorted((ROOT / "examples" / "releases").glob("*.txt"))
BODY = "全市共破获电信网络诈骗案件427起，同比上升95.87%。据统计，返还群众资金201万元。"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def benchmark_of_encodings():
    """The matrix that is also a benchmark."""
    spec = importlib.util.spec_from_file_location("matrix", ROOT / "benchmarks" / "encodings.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["matrix"] = module
    spec.loader.exec_module(module)
    return module


def test_encodings() -> None:
    """Texts of any length in any encoding, whole or with a byte lost, decode to the original."""
    matrix = benchmark_of_encodings()
    texts = [path.read_text(encoding="utf-8") for path in RELEASES]
    results = []
    for encoding, damage, length, data, original in matrix.cases(texts, rounds=4):
        try:
            results.append(matrix.right(matrix.ours(data), original))
        except InputError:
            results.append(False)
        assert results[-1] or damage == "lost" or length < 50, (encoding, damage, length)
    assert sum(results) >= 0.99 * len(results)


def test_matrix_can_fail() -> None:
    """A wrong decoding doesn't count as right."""
    matrix = benchmark_of_encodings()
    assert matrix.right(BODY, BODY)
    assert matrix.right(BODY.replace("诈骗", "�"), BODY)
    assert not matrix.right(BODY.encode().decode("gb18030", "replace"), BODY)


def test_declared_charset_is_not_asked() -> None:
    """The page declares gb2312 and is UTF-8; it is read right in either."""
    page = PAGE.read_text(encoding="utf-8")
    assert str(zhnews.extract(page.encode()).text) == str(zhnews.extract(page.encode("gb18030")).text)


def test_detection_says_why() -> None:
    """The release keeps the encoding, how sure that is, and the reason."""
    release = read_release(BODY.encode("gb18030"))
    assert release.encoding == "gb18030"
    assert "common characters" in release.to_dict()["notes"]["encoding"]


@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "latin-1"), ("utf-8", "gb18030"), ("gb18030", "latin-1"), ("big5hkscs", "latin-1")]
)
def test_mojibake(right: str, wrong: str) -> None:
    """A text decoded wrongly as a whole is repaired, told of, and still leads back to its source."""
    body = BODY * 2 if right != "big5hkscs" else "全市共破獲電信網絡詐騙案件427起，同比上升95.87%。"
    damaged = body.encode(right).decode(wrong, "replace")
    release = release_from_str(damaged)
    assert "427起，同比上升95.87%。" in str(release.text)
    assert right in str(release.notes["mojibake"])
    claim = zhnews.extract_claims(damaged)[0]
    assert damaged[slice(*claim.span)].startswith("427")


@pytest.mark.parametrize(
    "text", [BODY, "Café déjà vu: l'été où naïve œuvre", "abc", "𠮷野家开业，欢迎光临惠顾。", "囹圄饕餮耄耋"]
)
def test_genuine_text_is_no_mojibake(text: str) -> None:
    """What was decoded right stays as it is."""
    assert str(release_from_str(text).text) == text


def test_page() -> None:
    """The body is found, with title, date and issuer, each cited in the page's rendering."""
    release = zhnews.extract(PAGE)
    assert str(release.text).split("\n") == [
        "7月17日，云岭市人社局召开发布会，通报今年上半年就业工作情况。",
        "上半年，全市城镇新增就业3.2万人，同比增长6.5%；失业人员再就业8600人，城镇调查失业率为4.9%。",
        "组织招聘活动214场，提供岗位5.8万个。",
        "指标\t数量\t增长",
        "新增就业\t3.2万人\t6.5%",
        "下一步，将落实稳岗政策，扩大技能培训规模。",
    ]
    assert (release.title, release.issuer, release.media) == ("云岭市上半年新增就业3.2万人", "云岭市人社局", "html")
    assert (release.published, release.published_time) == (date(2025, 7, 18), time(9, 30))
    source = release.text.source
    assert source[slice(*release.meta["title"])] == release.title
    assert source[slice(*release.meta["published"])].startswith("2025-07-18")
    assert "国产精品" not in source
    removed = [change for change in release.text.changes if change.rule == "read.outside"]
    assert any("版权所有" in change.old for change in removed)


def test_early_end_of_page() -> None:
    """A page goes on behind an early </html>."""
    page = PAGE.read_text(encoding="utf-8").replace("<h1>", "</body></html><h1>")
    assert "组织招聘活动214场" in str(zhnews.extract(page.encode()).text)


@pytest.mark.parametrize(
    ("text", "published", "clock", "issuer", "author", "editor"),
    [
        (
            "通车\n发布时间：2024年3月5日 08:05 来源：云岭日报\n路通了。",
            date(2024, 3, 5),
            time(8, 5),
            "云岭日报",
            None,
            None,
        ),
        ("公告\n發布日期：114年01月13日\n內容如下。", date(2025, 1, 13), None, None, None, None),
        ("通知\n各单位要认真落实。\n云岭市人民政府办公室\n2023年7月20日", date(2023, 7, 20), None, None, None, None),
        (
            "丰收\n2024-10-01 09:00 云岭日报\n秋粮丰收。（记者 王小明 李红）",
            date(2024, 10, 1),
            time(9),
            "云岭日报",
            "王小明、李红",
            None,
        ),
        ("丰收\n秋粮丰收。\n责任编辑：张华", None, None, None, None, "张华"),
        ("3月5日，路通了。2024年3月5日起施行。", None, None, None, None, None),
    ],
    ids=["labelled", "roc year", "signature", "beside the date", "editor", "a date in running text"],
)
def test_metadata(text, published, clock, issuer, author, editor) -> None:
    """Date, time, issuer, author and editor are found where they are stated, and nowhere else."""
    release = release_from_str(text)
    found = (release.published, release.published_time, release.issuer, release.author, release.editor)
    assert found == (published, clock, issuer, author, editor)


def test_dateline_is_lifted() -> None:
    """A wire's dateline leaves the first sentence and stands in the release."""
    release = zhnews.extract("新华社云岭10月14日电（记者王小明）全省秋粮丰收，总产31.5亿斤。".encode())
    assert str(release.text) == "全省秋粮丰收，总产31.5亿斤。"
    assert release.dateline == "新华社云岭10月14日电（记者王小明）"
    assert (release.issuer, release.author) == ("新华社", "王小明")


def docx(body: str, **members: str) -> bytes:
    """A Word document with the given XML in its body."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def paragraph(text: str) -> str:
    """A paragraph in two runs."""
    middle = len(text) // 2
    return f"<w:p><w:r><w:t>{text[:middle]}</w:t></w:r><w:r><w:t>{text[middle:]}</w:t></w:r></w:p>"


def test_docx() -> None:
    """Paragraphs, line breaks and tables are read; what was deleted is not."""
    cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("指标", "数量"))
    deleted = "<w:del><w:r><w:delText>旧稿</w:delText></w:r></w:del>"
    gone = f"<w:p>{deleted}<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>简报</dc:title><dc:creator>办公室</dc:creator></p>'
    data = docx(paragraph(BODY) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + gone, **{"docProps/core.xml": core})
    release = read_release(data)
    assert str(release.text).split() == [BODY, "指标", "数量", "上", "下"]
    assert "指标\t数量" in str(release.text)
    assert (release.media, release.title, release.author) == ("docx", "简报", "办公室")


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF whose pages have the given lines, in a font every reader has."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
    objects.append(font)
    for lines in pages:
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in lines)
        stream = f"BT /F1 12 Tf 50 800 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {content} 0 R /MediaBox [0 0 595 842] "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}"
    return out.encode("latin-1")


def test_pdf() -> None:
    """Lines are joined into paragraphs; headers and page numbers are left out."""
    pytest.importorskip("pypdf")
    pages = [
        [
            "云岭统计公报",
            "    今年上半年，全市城镇新增就业三万两千人，同比增长百分之六点",
            "五，城镇调查失业率为百分之四点九。",
            "- 1 -",
        ],
        ["云岭统计公报", "    下一步，将落实稳岗政策，扩大技能培训规模，做好高校毕业生就", "业服务。", "- 2 -"],
        ["云岭统计公报", "    各部门要压实责任，推动各项措施落地见效，切实维护劳动者合法", "权益。", "- 3 -"],
    ]
    release = read_release(pdf(pages))
    assert release.media == "pdf"
    assert str(release.text).split("\n") == [
        "今年上半年，全市城镇新增就业三万两千人，同比增长百分之六点五，城镇调查失业率为百分之四点九。",
        "下一步，将落实稳岗政策，扩大技能培训规模，做好高校毕业生就业服务。",
        "各部门要压实责任，推动各项措施落地见效，切实维护劳动者合法权益。",
    ]


def test_pdf_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pypdf the message gives the command that installs it."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(InputError, match=r"pip install 'zhnews\[pdf\]'"):
        read_release(pdf([["今日有雨。"]]))


def test_mhtml() -> None:
    """A web archive gives its page, whatever its transfer encoding."""
    import base64

    page = base64.encodebytes(PAGE.read_text(encoding="utf-8").encode("gb18030")).decode()
    head = 'From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    part = f"--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n{page}\n--b--\n"
    release = zhnews.extract((head + part).encode())
    assert (release.media, release.title) == ("html", "云岭市上半年新增就业3.2万人")


def zip_bomb() -> bytes:
    """A small document that unpacks to 300 MB."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as member:
        for _ in range(300):
            member.write(b" " * (1 << 20))
    return data.getvalue()


def entity_bomb() -> bytes:
    """A document whose entities expand to gigabytes."""
    levels = zip("abcdefgh", "bcdefghi", strict=True)
    entities = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in levels)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f"<!DOCTYPE x [{entities}]><w:p xmlns:w='{WORD}'>&i;</w:p>")
    return data.getvalue()


HOSTILE = {
    "zip bomb": (zip_bomb, "more than 67,108,864 bytes"),
    "entity bomb": (entity_bomb, "declares entities"),
    "truncated zip": (lambda: docx(paragraph(BODY))[:200], "damaged or locked Word document"),
    "zip of something else": (lambda: zip_of_text(), "no Word document"),
    "document without text": (lambda: docx("<w:p/>"), "without text"),
    "broken XML": (lambda: docx("<w:p>"), "is damaged"),
    "nested too deep": (lambda: docx("<w:p>" * 200_000), "is damaged"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "save it as .docx"),
    "rich text": (lambda: b"{\\rtf1\\ansi text}", "save it as .docx"),
    "gzip": (lambda: b"\x1f\x8b\x08" + b"\x01" * 100, "unpack it first"),
    "PDF without text": (lambda: pdf([[]]), "OCR"),
    "PDF cut short": (lambda: pdf([["今日有雨。"]])[:300], "damaged PDF"),
    "not a PDF": (lambda: b"%PDF-1.7 nothing", "damaged PDF"),
    "one line of 50 MB": (lambda: b"a" * 50_000_000, "more than 4,000,000 characters"),
    "too large": (lambda: b" a" * 40_000_000, "more than 67,108,864 bytes"),
    "web archive without a page": (
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--",
        "without a page",
    ),
}


def zip_of_text() -> bytes:
    """An archive of something else."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", BODY)
    return data.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes(name: str) -> None:
    """Each is refused with one line that says what it is."""
    make, message = HOSTILE[name]
    if "PDF" in name:
        pytest.importorskip("pypdf")
    with pytest.raises(InputError, match=message) as caught:
        read_release(make(), name="a.bin")
    assert str(caught.value).startswith("a.bin: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\x00" * 50,
        BODY + "\ud800\udfff\ud83d",
        "<" * 20_000 + BODY,
        "“" * 20_000 + BODY,
        "(" * 20_000 + BODY,
        BODY + "|" * 100_000,
        BODY + "\n" * 100_000,
        "１" * 100_000,
        "无码" * 20_000,
        BODY + "?" * 20_000,
        BODY + "\ufffd" * 20_000,
    ],
    ids=[
        "NUL",
        "lone surrogates",
        "tags",
        "quotes",
        "brackets",
        "bars",
        "lines",
        "digits",
        "keywords",
        "marks",
        "lost",
    ],
)
def test_hostile_text(text: str) -> None:
    """Any string is cleaned and read through without a crash."""
    release = zhnews.extract(text.encode("utf-8", "surrogatepass")) if "\ud800" not in text else None
    bulletin = zhnews.summarize(text, length=60)
    assert len(bulletin.text) <= 60
    assert release is None or isinstance(str(release.text), str)


def test_nested_tags() -> None:
    """A hundred thousand nested tags are no stack overflow."""
    page = "<html><body>" + "<div>" * 100_000 + "<p>" + BODY * 3 + "</p>"
    assert zhnews.extract(page.encode()).media == "html"


def test_limits_can_be_raised() -> None:
    """A limit is a setting."""
    with pytest.raises(InputError, match="more than 10 characters: split it, or raise Limits"):
        read_release(BODY.encode(), limits=Limits(characters=10))
    assert str(read_release(BODY.encode(), limits=Limits(characters=1000)).text) == BODY


def test_random_bytes() -> None:
    """Noise is refused in one line, or read as something; it never crashes."""
    rng = Random(7)
    refused = []
    for _ in range(60):
        try:
            read_release(rng.randbytes(rng.randrange(1, 4000)))
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > 30
    assert all("\n" not in line for line in refused)

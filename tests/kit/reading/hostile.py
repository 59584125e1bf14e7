"""Files made to harm: bombs, files of two kinds, macros, commands, scripts. Each is to be refused before it is parsed.

Nothing in them does anything: what would start a program names one that is not there.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from heed.kit.reading.inspect import EICAR

CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/%s" ContentType="application/'
    b'vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
)
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
A_PARAGRAPH = b"<w:p><w:r><w:t>Recommendation 1: The Board should act.</w:t></w:r></w:p>"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def zipped(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_word_file(more: dict[str, bytes] | None = None, body: bytes = A_PARAGRAPH) -> bytes:
    """A Word file with these members beside what it needs."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES % (b"word/document.xml", b"wordprocessingml.document"),
        "word/document.xml": WORD % body,
    }
    return zipped({**parts, **(more or {})})


def a_workbook(more: dict[str, bytes] | None = None, rows: bytes = b"") -> bytes:
    parts = {
        "[Content_Types].xml": CONTENT_TYPES % (b"xl/workbook.xml", b"spreadsheetml.sheet"),
        "xl/workbook.xml": b"<workbook><sheets/></workbook>",
        "xl/worksheets/sheet1.xml": SHEET % rows,
    }
    return zipped({**parts, **(more or {})})


def a_pdf(
    *objects: bytes, catalogue: bytes = b"/Pages 2 0 R", after: bytes = b"", before: bytes = b""
) -> bytes:
    """A PDF of one page with these objects, numbered from 5."""
    own = [
        b"<< /Type /Catalog " + catalogue + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length 44 >>\nstream\nBT /F1 12 Tf 72 720 Td (The Board should act) Tj ET\nendstream",
        *objects,
    ]
    out = bytearray(before + b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(own, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(own) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(own) + 1, table)
    return bytes(out) + after


def a_stream(content: bytes, head: bytes = b"", filters: bytes = b"/FlateDecode", times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return b"<< /Length %d /Filter %b %b >>\nstream\n%b\nendstream" % (len(content), filters, head, content)


def hidden(body: bytes) -> bytes:
    """The same object inside a stream of objects."""
    return a_stream(b"9 0 " + body, b"/Type /ObjStm /N 1 /First 4")


def a_picture(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + head
        + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    )


def relations(kind: str, target: str) -> bytes:
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def overlapping(members: int) -> bytes:
    """A ZIP whose directory names the same bytes again and again."""
    kernel = zlib.compress(bytes(200_000), 9)[2:-4]
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(bytes(200_000)), len(kernel), 200_000, 1, 0
    )
    body, directory = local + b"a" + kernel, b""
    for number in range(members):
        name = b"%d" % number
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(200_000)), len(kernel), 200_000,
            len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, members, members, len(directory), len(body), 0)
    return body + directory + end


def linked(target: str) -> bytes:
    out = io.BytesIO(a_word_file())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, target)
    return out.getvalue()


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """More than 120 files by name; none may be kept."""
    yield from _bombs()
    yield from _office()
    yield from _pdfs()
    yield from _two_in_one()
    yield from _plain()


def _bombs() -> Iterator[tuple[str, bytes]]:
    for megabytes in (20, 60, 120, 200):
        yield (
            f"ooxml-bomb-{megabytes}.docx",
            a_word_file({"word/media/zeros.xml": bytes(megabytes * 1_000_000)}),
        )
        yield f"workbook-bomb-{megabytes}.xlsx", a_workbook({"xl/zeros.xml": bytes(megabytes * 1_000_000)})
    for members in (1_100, 2_000, 20_000):
        yield f"members-{members}.docx", a_word_file({f"word/{n}.xml": b"<a/>" for n in range(members)})
    for members in (20, 300, 900):
        yield f"overlapping-{members}.docx", overlapping(members)
    nested = a_word_file()
    for depth in range(1, 5):
        nested = zipped({"inner.zip": nested})
        yield f"nested-{depth}.zip", nested
        yield f"nested-{depth}.docx", a_word_file({"word/inner.zip": nested})
    for ending in ("docx", "7z", "rar", "gz"):
        yield f"inside-{ending}.docx", a_word_file({f"word/inner.{ending}": b"any"})
    laughs = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    laughing = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">%b]><a>&l9;</a>' % laughs
    for part in ("word/document.xml", "word/styles.xml", "customXml/item1.xml", "docProps/core.xml"):
        yield f"laughs-{part.replace('/', '-')}.docx", a_word_file({part: laughing})
    for order in ("utf-16-le", "utf-16-be"):
        yield f"laughs-{order}.docx", a_word_file({"word/styles.xml": laughing.decode().encode(order)})
    for size in ((60_000, 60_000), (100_000, 600), (2_147_483_647, 2)):
        yield f"flood-{size[0]}.docx", a_word_file({"word/media/image1.png": a_picture(*size)})
        yield f"flood-{size[0]}.png", a_picture(*size)


def _office() -> Iterator[tuple[str, bytes]]:
    for target in (
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "ftp://127.0.0.1/x",
        "\\\\127.0.0.1\\share\\x",
    ):
        entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "%b">]><a>&x;</a>' % target.encode()
        parameter = b'<!DOCTYPE a [<!ENTITY %% x SYSTEM "%b"> %%x;]><a/>' % target.encode()
        yield f"xxe-{target[:4]}.docx", a_word_file({"word/styles.xml": entity})
        yield f"xxe-parameter-{target[:4]}.docx", a_word_file({"word/footnotes.xml": parameter})
        yield f"xxe-{target[:4]}.xlsx", a_workbook({"xl/sharedStrings.xml": entity})
    for kind in ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk"):
        yield (
            f"fetched-{kind}.docx",
            a_word_file({"word/_rels/document.xml.rels": relations(kind, "http://127.0.0.1:9/t.dotm")}),
        )
    yield (
        "fetched-share.docx",
        a_word_file(
            {"word/_rels/settings.xml.rels": relations("attachedTemplate", "\\\\127.0.0.1\\share\\t.dotm")}
        ),
    )
    for name in ("word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/activeX/activeX1.bin"):
        yield f"macro-{name.rsplit('/', 1)[1]}.docx", a_word_file({name: b"code"})
    for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/dialogsheets/sheet1.xml"):
        yield f"macro-{name.split('/')[1]}.xlsx", a_workbook({name: b"<a/>"})
    yield (
        "macro-name.xlsx",
        a_workbook(
            {
                "xl/workbook.xml": b'<workbook><definedName name="_xlnm.Auto_Open">S!$A$1</definedName></workbook>'
            }
        ),
    )
    yield (
        "macro-type.docx",
        a_word_file({"[Content_Types].xml": b'<Types ContentType="macroEnabled wordprocessingml"/>'}),
    )
    codes = [
        b"<w:r><w:instrText>DDEAUTO c:\\\\no\\\\such.exe x</w:instrText></w:r>",
        b"<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO none x</w:instrText></w:r>",
        b'<w:fldSimple w:instr="DDE none x"/>',
        b"<w:r><w:instrText>dde none x</w:instrText></w:r>",
        b'<w:r><w:instrText>INCLUDETEXT "http://127.0.0.1:9/x"</w:instrText></w:r>',
        b'<w:r><w:instrText>INCLUDEPICTURE "http://127.0.0.1:9/x"</w:instrText></w:r>',
        b"<w:r><w:instrText>MACROBUTTON none click</w:instrText></w:r>",
    ]
    for number, code in enumerate(codes):
        yield f"command-{number}.docx", a_word_file(body=A_PARAGRAPH + b"<w:p>%b</w:p>" % code)
        yield f"command-{number}-in-header.docx", a_word_file({"word/header1.xml": WORD % code})
    for number, formula in enumerate((b"cmd|'/C none'!A0", b"MSEXCEL|'none'!A0", b"none|&apos;x&apos;!A1")):
        yield f"command-{number}.xlsx", a_workbook(rows=b"<row><c><f>%b</f></c></row>" % formula)
    yield (
        "command-link.xlsx",
        a_workbook({"xl/externalLinks/externalLink1.xml": b'<a><ddeLink ddeService="none"/></a>'}),
    )
    for name in ("word/embeddings/oleObject1.bin", "word/embeddings/object.bin"):
        packaged = bytes(64) + "\x01Ole10Native".encode("utf-16-le") + b"none.exe"
        yield f"packaged-{name.rsplit('/', 1)[1]}.docx", a_word_file({name: packaged})
    for name in ("../../escaped.xml", "/etc/escaped.xml", "word/..\\..\\escaped.xml", "\\escaped.xml"):
        yield f"slip-{len(name)}.docx", a_word_file({name: b"<a/>"})
    for target in ("/etc/passwd", "../../../secret"):
        yield f"link-{len(target)}.docx", linked(target)
    yield "test-virus.docx", a_word_file({"word/media/note.txt": EICAR})


def _pdfs() -> Iterator[tuple[str, bytes]]:
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    yield "script-on-opening.pdf", a_pdf(script, catalogue=b"/Pages 2 0 R /OpenAction 5 0 R")
    yield (
        "script-by-name.pdf",
        a_pdf(catalogue=b"/Pages 2 0 R /Names << /JavaScript << /Names [(x) 5 0 R] >> >>"),
    )
    yield "script-on-a-page.pdf", a_pdf(b"<< /Type /Annot /AA << /O << /S /JavaScript /JS (x) >> >> >>")
    for number, spelt in enumerate((b"/J#53", b"/#4aS", b"/#4A#53", b"/Java#53cript", b"/#4a#61vaScript")):
        yield f"script-in-numbers-{number}.pdf", a_pdf(b"<< /S %b (x) >>" % (spelt + b" "))
    yield "script-hidden.pdf", a_pdf(hidden(script))
    for kind in (b"Launch", b"RichMedia", b"Rendition", b"ImportData", b"SubmitForm", b"GoToE"):
        action = b"<< /S /%b /F (none.exe) >>" % kind
        yield f"action-{kind.decode()}.pdf", a_pdf(action, catalogue=b"/Pages 2 0 R /OpenAction 5 0 R")
        yield f"action-{kind.decode()}-hidden.pdf", a_pdf(hidden(action))
    yield "action-far.pdf", a_pdf(b"<< /S /GoToR /F (http://127.0.0.1:9/x.pdf) >>")
    yield (
        "attached.pdf",
        a_pdf(b"<< /Type /Filespec /EF << /F 6 0 R >> >>", a_stream(b"MZ", b"/Type /EmbeddedFile")),
    )
    yield "attached-by-name.pdf", a_pdf(catalogue=b"/Pages 2 0 R /Names << /EmbeddedFiles 5 0 R >>")
    yield "attached-note.pdf", a_pdf(b"<< /Subtype /FileAttachment >>")
    for times in (4, 6, 12):
        chain = b"[%b]" % (b" /FlateDecode" * times)
        yield f"filters-{times}.pdf", a_pdf(a_stream(bytes(1_000_000), filters=chain, times=times))
    for megabytes in (110, 300):
        yield f"unpacks-{megabytes}.pdf", a_pdf(a_stream(bytes(megabytes * 1_000_000)))
    yield "unpacks-together.pdf", a_pdf(*[a_stream(bytes(30_000_000)) for _ in range(6)])
    yield "objects-without-end.pdf", a_pdf(a_stream(b" " * 60_000_000, b"/Type /ObjStm /N 1 /First 4"))
    for size in ((60_000, 60_000), (1_000_000, 100)):
        head = b"/Subtype /Image /Width %d /Height %d" % size
        yield f"flood-{size[0]}.pdf", a_pdf(a_stream(b"x", head))
    loop = a_pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "loop-of-one.pdf", loop
    yield (
        "loop-of-two.pdf",
        a_pdf(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>").replace(b"/Kids [3 0 R]", b"/Kids [5 0 R]"),
    )
    for deep in (b"[" * 5_000, b"<</A " * 5_000, b"[ " * 100_000):
        yield f"deep-{len(deep)}.pdf", a_pdf(deep)
    yield "test-virus.pdf", a_pdf(after=EICAR)


def _two_in_one() -> Iterator[tuple[str, bytes]]:
    archive, sheet = zipped({"a.txt": b"a"}), a_pdf()
    yield "pdf-and-zip.pdf", sheet + archive
    yield "pdf-and-word.pdf", sheet + a_word_file()
    yield "zip-and-pdf.docx", zipped({"a.pdf": sheet, "[Content_Types].xml": b"<a/>"}, packed=False)
    yield "page-and-pdf.html", b"<html><script>1</script><!--" + sheet + b"-->"
    yield "pdf-and-page.pdf", sheet + b"<html><script>alert(1)</script></html>"
    yield "pdf-and-drawing.pdf", sheet + b"<svg onload='alert(1)'/>"
    yield "text-and-zip.txt", b"The Board should act. " * 5_000 + archive
    yield "page-and-zip.html", b"<html><p>The Board</p>" + b" " * 70_000 + b"</html>" + archive
    yield "picture-and-zip.gif", b"GIF89a" + bytes(20) + archive
    for head in (b"GIF89a/*", b"GIF87a=1;/*"):
        yield f"picture-and-script-{head[4:6].decode()}.gif", head + b" x */ =1; alert(1)//" * 20
        yield (
            f"picture-and-script-{head[4:6].decode()}.html",
            head + b"*/=1;</script><script>alert(1)</script>",
        )
    yield "photo-and-script.jpg", b"\xff\xd8\xff\xe0/*" + b" alert(1) " * 10
    yield "photo-and-pdf.jpg", b"\xff\xd8\xff\xe0" + b"a" * 40 + sheet
    yield "program-and-zip.docx", b"MZ" + bytes(60) + archive
    yield "script-and-zip.docx", b"#!/bin/sh\nexit 0\n" + archive


def _plain() -> Iterator[tuple[str, bytes]]:
    yield "test-virus.txt", EICAR
    yield "test-virus-after.txt", b"The Board should act.\n" * 50 + EICAR
    yield "drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "drawing-declared.svg", b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>'
    yield "drawing-typed.svg", b'<!DOCTYPE svg PUBLIC "x" "http://127.0.0.1:9/x"><svg/>'
    for number, cell in enumerate(
        (b"=cmd|'/C none'!A0", b"+cmd|' /C none'!A0", b"@SUM(1)|'none'!A1", b"\"=none|'x'!A0\"")
    ):
        yield f"command-{number}.csv", b"agency,action\nCouncil," + cell + b"\n"
    yield "program.pdf", b"MZ\x90\x00" + bytes(200)
    yield "program.docx", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "print-program.pdf", b"%!PS-Adobe-3.0\n(none) run"
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    yield (
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
    )
    yield "rich.docx", b"{\\rtf1{\\object\\objautlink none}}"
    yield "archive.pdf", zipped({"a.exe": b"MZ"})
    yield "packed.txt", b"\x1f\x8b\x08\x00" + bytes(100)
    yield (
        "message.html",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><script>alert(1)</script></html>",
    )
    yield "xml.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

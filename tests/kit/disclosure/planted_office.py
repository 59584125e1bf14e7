"""Word, Excel and PowerPoint files with words planted in each of their places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import docx
import xlsxwriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image

Plants = Sequence[tuple[str, str]]
VISIBLE = "Child K lived at home with Mother. Agencies met twice and wrote down what they had agreed to do."


def jpeg(*, exif: str = "", xmp: str = "", comment: str = "") -> bytes:
    """A small picture that carries words."""
    picture = Image.new("RGB", (24, 16), (200, 180, 160))
    about = Image.Exif()
    if exif:
        about[0x010E], about[0x013B] = f"Home of {exif}", exif
    out = io.BytesIO()
    more: dict[str, Any] = {"comment": comment} if comment else {}
    if xmp:
        more["xmp"] = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
            f"{xmp}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
        ).encode()
    picture.save(out, "JPEG", exif=about, **more)
    return out.getvalue()


def repacked(
    data: bytes,
    *,
    added: dict[str, bytes] | None = None,
    changed: dict[str, Callable[[bytes], bytes]] | None = None,
    comment: str = "",
) -> bytes:
    """An archive with members added or changed, and a comment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if changed and member.filename in changed:
                content = changed[member.filename](content)
            new.writestr(member.filename, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
        new.comment = comment.encode()
    return out.getvalue()


# Word

WORD_PLACES = (
    "paragraph", "hidden text", "comment", "tracked deletion", "table cell", "white text", "header", "alt text",
    "property", "bookmark", "tiny text", "EXIF of a picture", "footer", "embedded workbook", "author of a comment",
    "tracked insertion", "XMP of a picture", "custom property", "field code", "comment of the archive", "custom XML",
    "address of a link", "content control", "deleted member of the archive", "EXIF of the thumbnail",
)  # fmt: skip


def make_word(plants: Plants) -> bytes:
    file = docx.Document()
    file.add_heading("What we learned", 1)
    file.add_paragraph(VISIBLE)
    added: dict[str, bytes] = {}
    changed: dict[str, Callable[[bytes], bytes]] = {}
    comment = deleted = ""
    for place, words in plants:
        if place == "comment of the archive":
            comment = f"saved by {words}"
        elif place == "deleted member of the archive":
            deleted = words
        elif place == "custom property":
            added["docProps/custom.xml"] = (
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
                'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
                f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Case"><vt:lpwstr>{escape(words)}'
                "</vt:lpwstr></property></Properties>"
            ).encode()
        elif place == "custom XML":
            added["customXml/item9.xml"] = f"<case><person>{escape(words)}</person></case>".encode()
        elif place == "embedded workbook":
            added["word/embeddings/Microsoft_Excel_Sheet.xlsx"] = make_sheets([("cell", words)])
        elif place == "EXIF of the thumbnail":
            changed["docProps/thumbnail.jpeg"] = lambda _, words=words: jpeg(exif=words)  # type: ignore[misc]
        else:
            _in_word(file, place, words)
    out = io.BytesIO()
    file.save(out)
    data = repacked(out.getvalue(), added=added, changed=changed, comment=comment)
    return _with_deleted(data, deleted) if deleted else data


def _in_word(file: Any, place: str, words: str) -> None:
    if place == "paragraph":
        file.add_paragraph(f"The worker spoke with {words} on the day after.")
    elif place in ("hidden text", "white text", "tiny text"):
        run = file.add_paragraph("A note. ").add_run(f"Ask {words}")
        run.font.hidden = True if place == "hidden text" else None
        if place == "white text":
            run.font.color.rgb = docx.shared.RGBColor(255, 255, 255)
        if place == "tiny text":
            run.font.size = docx.shared.Pt(1)
    elif place in ("comment", "author of a comment"):
        paragraph = file.add_paragraph("It was agreed.")
        said = f"told by {words}" if place == "comment" else "look again"
        author = words if place == "author of a comment" else "Reader"
        file.add_comment(paragraph.runs, said, author=author, initials="R")
    elif place == "table cell":
        file.add_table(rows=2, cols=2).cell(1, 1).text = f"seen by {words}"
    elif place == "header":
        file.sections[0].header.paragraphs[0].text = f"Case of {words}"
    elif place == "footer":
        file.sections[0].footer.paragraphs[0].text = f"Printed for {words}"
    elif place == "property":
        file.core_properties.comments = f"about {words}"
    elif place in ("alt text", "EXIF of a picture", "XMP of a picture"):
        picture = jpeg(
            exif=words if place.startswith("EXIF") else "", xmp=words if place.startswith("XMP") else ""
        )
        shape = file.add_picture(io.BytesIO(picture))
        if place == "alt text":
            shape._inline.docPr.set("descr", f"House of {words}")
    else:
        _raw_in_word(file.add_paragraph("It was agreed. "), place, words)


def _raw_in_word(paragraph: Any, place: str, words: str) -> None:
    said = escape(words)
    xml = {
        "tracked deletion": f'<w:del {nsdecls("w")} w:id="7" w:author="Editor"><w:r><w:delText>{said}</w:delText></w:r></w:del>',
        "tracked insertion": f'<w:ins {nsdecls("w")} w:id="8" w:author="Editor"><w:r><w:t>{said} came.</w:t></w:r></w:ins>',
        "bookmark": f'<w:bookmarkStart {nsdecls("w")} w:id="9" w:name="{said.replace(" ", "_")}"/>',
        "field code": f'<w:fldSimple {nsdecls("w")} w:instr=" DOCVARIABLE &quot;{said}&quot; "/>',
        "content control": f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{said}"/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t>'
        "</w:r></w:sdtContent></w:sdt>",
    }
    if place in xml:
        paragraph._p.append(parse_xml(xml[place]))
    elif place == "address of a link":
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        target = (
            f"https://example.org/?case={words.replace(' ', '%20')}"
            if "@" not in words
            else f"mailto:{words}"
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(target, kind, is_external=True))
        paragraph._p.append(link)
    else:
        raise ValueError(place)


def _with_deleted(data: bytes, words: str) -> bytes:
    """A member left in the file that its directory no longer names, as some programs leave it."""
    single = io.BytesIO()
    with zipfile.ZipFile(single, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/old.xml", f"<old>{escape(words)}</old>")
    left = single.getvalue()
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        member = left[: archive.start_dir]
    out = io.BytesIO(member)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(each.filename, old.read(each))
    return out.getvalue()


# Excel

SHEET_PLACES = (
    "cell", "hidden sheet", "very hidden sheet", "hidden row", "hidden column", "comment", "defined name", "white cell",
    "cell whose format shows nothing", "pivot cache", "cache of another file", "header", "text no cell shows",
    "property", "rule for what may be typed", "alt text", "text box", "formula", "name of a hidden sheet",
    "comment of the archive",
)  # fmt: skip


def make_sheets(plants: Plants) -> bytes:
    out = io.BytesIO()
    added: dict[str, bytes] = {}
    changed: dict[str, Callable[[bytes], bytes]] = {}
    comment = ""
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Action", "Agency", "State"])
        sheet.write_row(1, 0, ["Hold core groups on time", "Council", "under way"])
        for number, (place, words) in enumerate(plants, start=3):
            if place == "pivot cache":
                added["xl/pivotCache/pivotCacheDefinition1.xml"] = _MAIN % (
                    "pivotCacheDefinition", f'<cacheFields><cacheField name="Child"><sharedItems><s v="{escape(words)}"/>'
                    "</sharedItems></cacheField></cacheFields>", "pivotCacheDefinition",
                )  # fmt: skip
            elif place == "cache of another file":
                added["xl/externalLinks/externalLink1.xml"] = _MAIN % (
                    "externalLink", '<externalBook><sheetNames><sheetName val="People"/></sheetNames><sheetDataSet>'
                    f'<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{escape(words)}</v></cell></row></sheetData>'
                    "</sheetDataSet></externalBook>", "externalLink",
                )  # fmt: skip
            elif place == "text no cell shows":
                left = f"<si><t>{escape(words)}</t></si></sst>".encode()
                changed["xl/sharedStrings.xml"] = lambda old, left=left: old.replace(b"</sst>", left)  # type: ignore[misc]
            elif place == "comment of the archive":
                comment = words
            else:
                _in_sheet(book, sheet, number, place, words)
    if not added and not changed and not comment:
        return out.getvalue()
    return repacked(
        out.getvalue(),
        added={
            name: content.encode() if isinstance(content, str) else content for name, content in added.items()
        },
        changed=changed,
        comment=comment,
    )


_MAIN: Any = '<%s xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</%s>'


def _in_sheet(book: Any, sheet: Any, row: int, place: str, words: str) -> None:
    if place == "cell":
        sheet.write(row, 0, f"Ring {words}")
    elif place in ("hidden sheet", "very hidden sheet", "name of a hidden sheet"):
        away = book.add_worksheet(words[:31].replace("/", " ") if place.startswith("name") else f"Away{row}")
        away.write(0, 0, "nothing" if place.startswith("name") else words)
        away.very_hidden() if place == "very hidden sheet" else away.hide()
    elif place == "hidden row":
        sheet.write(row, 0, words)
        sheet.set_row(row, None, None, {"hidden": True})
    elif place == "hidden column":
        sheet.write(row, 9, words)
        sheet.set_column(9, 9, None, None, {"hidden": True})
    elif place == "comment":
        sheet.write_comment(row, 0, f"said {words}")
    elif place == "defined name":
        book.define_name("Case_reference", f'="{words}"')
    elif place == "white cell":
        sheet.write(row, 1, words, book.add_format({"font_color": "#FFFFFF"}))
    elif place == "cell whose format shows nothing":
        sheet.write(row, 1, words, book.add_format({"num_format": ";;;"}))
    elif place == "header":
        sheet.set_header(f"&LCase of {words}")
    elif place == "property":
        book.set_properties({"comments": f"about {words}", "author": "Analyst"})
    elif place == "rule for what may be typed":
        sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": [words, "other"]})
    elif place in ("alt text", "text box"):
        about = {"description": f"House of {words}"} if place == "alt text" else {}
        sheet.insert_textbox(row, 4, words if place == "text box" else "a box", about)
    elif place == "formula":
        sheet.write_formula(row, 1, f'=IF(A1="{words}",1,0)')
    else:
        raise ValueError(place)


# PowerPoint

SLIDE_PLACES = (
    "slide", "hidden slide", "speaker notes", "comment", "alt text", "text off the slide", "property",
    "slide no longer shown", "white text", "EXIF of a picture",
)  # fmt: skip

_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'  # noqa: E501
_TYPES = "application/vnd.openxmlformats-officedocument.presentationml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_slides(plants: Plants) -> bytes:
    """Written part by part, as the format says: none of the libraries here makes presentations."""
    slides = [_slide(_shape("What we learned", VISIBLE))]
    members: dict[str, str | bytes] = {}
    for place, words in plants:
        said = escape(words)
        if place == "slide":
            slides.append(_slide(_shape("Who", f"Spoken of by {said}.")))
        elif place == "hidden slide":
            slides.append(_slide(_shape("Back", said)).replace("<p:sld ", '<p:sld show="0" ', 1))
        elif place == "alt text":
            slides.append(_slide(_shape("Picture", "see", alt=f"House of {said}")))
        elif place == "text off the slide":
            slides.append(_slide(_shape("Aside", said, x=99_000_000)))
        elif place == "white text":
            white = '<a:rPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:rPr>'
            slides.append(_slide(_shape("White", said, look=white)))
        elif place == "speaker notes":
            members["ppt/notesSlides/notesSlide1.xml"] = _slide(
                _shape("Notes", f"Say that {said} wept.")
            ).replace("p:sld", "p:notes")
        elif place == "comment":
            members["ppt/comments/comment1.xml"] = (
                f'<p:cmLst {_P}><p:cm authorId="0"><p:text>{said} asked</p:text></p:cm></p:cmLst>'
            )
        elif place == "slide no longer shown":
            members["ppt/slides/slide99.xml"] = _slide(_shape("Old", said))
        elif place == "EXIF of a picture":
            members["ppt/media/image1.jpeg"] = jpeg(exif=words)
        elif place == "property":
            members["docProps/core.xml"] = (
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{said}</dc:creator></cp:coreProperties>'
            )
        else:
            raise ValueError(place)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType="{_TYPES}.presentation.main+xml"/>'
            "</Types>"
        ))  # fmt: skip
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "ppt/presentation.xml")]))
        numbers = range(1, len(slides) + 1)
        listed = "".join(f'<p:sldId id="{255 + at}" r:id="rId{at}"/>' for at in numbers)
        archive.writestr("ppt/presentation.xml", (
            f'<p:presentation {_P}><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
        ))  # fmt: skip
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            _relations([(f"rId{at}", "slide", f"slides/slide{at}.xml") for at in numbers]),
        )
        for at, slide in zip(numbers, slides, strict=True):
            archive.writestr(f"ppt/slides/slide{at}.xml", slide)
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _relations(listed: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{one}" Type="{_KIND}/{kind}" Target="{to}"/>' for one, kind, to in listed
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def _slide(shapes: str) -> str:
    return f"<p:sld {_P}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def _shape(title: str, words: str, *, alt: str = "", x: int = 100_000, look: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{title}" descr="{alt}"/><p:nvPr><p:ph type="body"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="100000"/><a:ext cx="4000000" cy="900000"/></a:xfrm></p:spPr><p:txBody><a:p><a:r>'
        f"{look}<a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )

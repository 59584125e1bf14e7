"""Word files with footnotes, made by hand: python-docx makes none."""

from __future__ import annotations

import io
import zipfile

import docx

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def with_footnote(words: str, note: str) -> bytes:
    """A file with one paragraph that has a footnote at its end."""
    made, out = io.BytesIO(), io.BytesIO()
    file = docx.Document()
    file.add_paragraph(words)
    file.save(made)
    anchor = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                data = data.replace("</w:p>", anchor, 1)
            elif name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/></Types>'
                data = data.replace("</Types>", part)
            elif name == "word/_rels/document.xml.rels":
                relation = (
                    f'<Relationship Id="rN" Type="{_RELATION}" Target="footnotes.xml"/></Relationships>'
                )
                data = data.replace("</Relationships>", relation)
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
        new.writestr("word/footnotes.xml", notes)
    return out.getvalue()

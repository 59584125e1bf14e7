"""Footnotes of a Word file, which python-docx does not make: real ones, with the file's own numbering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml import etree

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
_SMALL = 18
"""Half-points of a note's letters."""


class Footnotes:
    """The notes of a document, written at the places that point to them, and kept with the file at the end."""

    def __init__(self, file: Any, words: Sequence[str]) -> None:
        self._file, self._words = file, words
        related = file.part.rels.values()
        part = next((each for each in related if each.reltype == RELATIONSHIP_TYPE.FOOTNOTES), None)
        self._part = None if part is None else part.target_part
        self._root = parse_xml(_EMPTY if self._part is None else self._part.blob)
        known = [int(each.get(qn("w:id"))) for each in self._root]
        self._before = max([0, *known])

    @property
    def count(self) -> int:
        """How many notes there are."""
        return len(self._words)

    def anchor(self, paragraph: Any, number: int) -> None:
        """Point from here to the note of this number, from 1."""
        identity = str(self._before + number)
        run = _raised(paragraph.add_run())
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), identity)
        run.append(reference)
        self._root.append(_note(identity, self._words[number - 1]))

    def keep(self) -> None:
        """Put the notes into the file."""
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._part is not None:
            self._part._blob = blob
            return
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, blob, self._file.part.package)
        self._file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _raised(run: Any) -> Any:
    run.font.superscript = True
    return run._r


def _note(identity: str, words: str) -> Any:
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{identity}"><w:p>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="{_SMALL}"/></w:rPr><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )
    next(note.iter(qn("w:t"))).text = f" {words}"
    return note

"""Somebody's own Word file as the frame of a whole document: its styles, logo, headers and feet, and a paragraph
`{{ report }}` where the document goes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from lxml import etree

from heed.kit.writing.templates.fields import Fields, FoundField, Looked, Trouble
from heed.kit.writing.templates.word import fill_word, look_at_word
from heed.kit.writing.templates.xml import members_of, packed
from heed.kit.writing.types import Document
from heed.kit.writing.word import write_into

FIELDS = Fields(
    facts={
        "report": "The report",
        "title": "Title",
        "partnership": "Partnership",
        "about": "Partnership and day",
    },
    row={},
)
_HERE = "\ue001the report stands here\ue001"


def look_at_frame(data: bytes) -> Looked:
    """What a frame asks for, and what is wrong with it."""
    try:
        found = list(look_at_word(members_of(data), FIELDS))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError):
        return Looked((), (Trouble("It is damaged and cannot be opened: save it again"),))
    troubles = [each for each in found if isinstance(each, Trouble)]
    known = [each for each in found if isinstance(each, FoundField)]
    if not troubles and _place(docx.Document(io.BytesIO(_filled(data, {})))) is None:
        troubles.append(Trouble("It needs a paragraph of its own with {{ report }}, outside any table"))
    return Looked(tuple(known), tuple(troubles[:30]))


def fill_frame(data: bytes, document: Document) -> bytes:
    """The document within the frame."""
    about = {"title": document.title, "partnership": document.author, "about": document.lead}
    titled = any(each.name == "title" for each in look_at_frame(data).found)
    file = docx.Document(io.BytesIO(_filled(data, about)))
    place = _place(file)
    if place is None:
        raise ValueError("a frame without a place for the report")
    before = set(file.element.body)
    write_into(file, document, titled=titled)
    for element in [each for each in file.element.body if each not in before]:
        place.addprevious(element)
    place.getparent().remove(place)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _filled(data: bytes, facts: Mapping[str, str]) -> bytes:
    members: Any = members_of(data)
    return packed(fill_word(members, FIELDS, {**facts, "report": _HERE}, []))


def _place(file: Any) -> Any:
    """The paragraph of the body in whose stead the report stands; None where there is none or more than one."""
    found = [each for each in file.paragraphs if each.text.strip() == _HERE]
    return found[0]._p if len(found) == 1 else None

"""Looking at a template and filling it, whichever of the two it is."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from heed.kit.writing.templates.fields import Fields, FoundField, Looked, Trouble, Value
from heed.kit.writing.templates.sheet import fill_sheets, look_at_sheets
from heed.kit.writing.templates.word import fill_word, look_at_word
from heed.kit.writing.templates.xml import members_of, packed

LARGEST = 2_000_000
"""Bytes: a template is a page or two with a logo."""
_MOST_TROUBLES = 30


def look_at_template(data: bytes, form: str, fields: Fields) -> Looked:
    """What a template asks for and what is wrong with it; `form` is docx or xlsx."""
    try:
        members = members_of(data)
        found = list((look_at_word if form == "docx" else look_at_sheets)(members, fields))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError):
        return Looked((), (Trouble("It is damaged and cannot be opened: save it again"),))
    troubles = [each for each in found if isinstance(each, Trouble)]
    known = [each for each in found if isinstance(each, FoundField)]
    if not found:
        troubles.append(Trouble("It has no field, so nothing would be put into it"))
    elif not any(each.of_row for each in known) and not troubles:
        troubles.append(Trouble("It has no field of a row, so the rows would not be in it"))
    return Looked(tuple(known), tuple(troubles[:_MOST_TROUBLES]))


def fill_template(
    data: bytes,
    form: str,
    fields: Fields,
    facts: Mapping[str, Value],
    rows: Sequence[Mapping[str, Value]],
) -> bytes:
    """The file made of a template: `facts` by name, and each row's values by "row." and the field's name."""
    members: Any = members_of(data)
    return packed((fill_word if form == "docx" else fill_sheets)(members, fields, facts, rows))

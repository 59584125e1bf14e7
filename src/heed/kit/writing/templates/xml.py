"""The members of an Office file, read and written again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree


def parse(content: bytes) -> Any:
    """The root of a member; entities and anything outside it stay unread."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def written(root: Any) -> bytes:
    """A member's bytes."""
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out


def members_of(data: bytes) -> dict[str, bytes]:
    """Every member of an Office file by its name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {each.filename: book.read(each) for each in book.infolist() if not each.is_dir()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """An Office file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return out.getvalue()

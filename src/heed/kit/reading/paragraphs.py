"""A file as the paragraphs that somebody reads in it, for comparing two versions: no records are looked for."""

from __future__ import annotations

from heed.kit.reading.extract import extract
from heed.kit.reading.shown import words
from heed.kit.reading.types import BlockKind


def paragraphs(data: bytes, name: str) -> list[str]:
    """In reading order, each in one line with its marker as printed; page furniture is left out.

    Raises `Unreadable`, with one sentence for a person, for a file that cannot be read.
    """
    document = extract(data, name)
    said = (
        f"{block.marker} {words(document.text, block.spans)}".replace("\x00", "").strip()
        for block in document.blocks
        if block.kind is not BlockKind.FURNITURE
    )
    return [each for each in said if each]

"""The job that reads a document: in a limited process, with progress, safe to run again."""

from __future__ import annotations

from pathlib import Path

from heed.intake.models import Import
from heed.intake.operations import fail_import, keep_what_was_read
from heed.intake.queries import AGAIN_JOB, JOB, import_for_job
from heed.intake.teach import reader_for
from heed.kit.reading import Reading, Unreadable, as_json, load_rules
from heed.kit.reading.pages import keep_pictures
from heed.kit.reading.process import call_in_process
from heed.kit.reading.scans import read_document
from heed.kit.reading.types import Block, PageLayout
from heed.library.operations import keep_reading
from heed.library.queries import folder_of_page_images, found_links
from heed.library.types import BroughtIn
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.jobs.types import GiveUp, Handle, JobKind

_PAGES_AT_ONCE = 8
_SCALE = 1.6
"""Pixels to a point in page pictures: sharp at the width of half a screen."""


def read_import(handle: Handle) -> None:
    """Read an import's document, draw its pages, keep what was found as proposals."""
    row = import_for_job(handle.subject_ref)
    try:
        read = _read(handle, row)
    except Unreadable as reason:
        fail_import(
            handle.actor, ref=row.public_id, sentence=reason.message, code=reason.code, at=clock.now()
        )
        raise GiveUp(reason.message) from reason
    handle.say("Keeping what was found")
    keep_what_was_read(handle.actor, row=row, read=read, at=clock.now())


def read_again(handle: Handle) -> None:
    """Read a document with today's reader and words, beside the Reading that its records came from."""
    row = import_for_job(handle.subject_ref)
    try:
        read = _read(handle, row)
    except Unreadable as reason:
        raise GiveUp(reason.message) from reason
    keep_reading(handle.actor, document=row.document, read=read, at=clock.now())


def _read(handle: Handle, row: Import) -> BroughtIn:
    data = path_of(row.document.file).read_bytes()
    reader, extra = reader_for(handle.actor, on=clock.today())
    handle.say("Reading the document")
    reading: Reading = read_document(
        data,
        row.document.name,
        progress=lambda page, pages: handle.say(
            f"Recognising the words of page {page} of {pages}", done=page - 1, total=pages
        ),
        rules=load_rules(extra=extra) if extra else None,
        layout=True,
    )
    if reading.document.kind == "pdf":
        _draw_pages(handle, data, folder_of_page_images(row.document.public_id), reading.document.pages or 0)
    return _brought_in(reading, reader, row.document.name, row.document.file.sha256)


def _draw_pages(handle: Handle, data: bytes, folder: Path, pages: int) -> None:
    for first in range(1, pages + 1, _PAGES_AT_ONCE):
        last = min(first + _PAGES_AT_ONCE - 1, pages)
        handle.say(f"Drawing page {first} of {pages}", done=first - 1, total=pages)
        drawn = call_in_process(
            "heed.kit.reading.pages.draw_pages", data, scale=_SCALE, first=first, last=last
        )
        keep_pictures(drawn, folder)


def _brought_in(reading: Reading, reader: str, name: str, sha256: str) -> BroughtIn:
    document = reading.document
    return BroughtIn(
        reader=reader,
        kind=document.kind,
        title=reading.title,
        text=document.text,
        blocks=[_block(block) for block in document.blocks],
        found=as_json(reading, file=name, sha256=sha256),
        page_count=document.pages if document.layout else None,
        pages=[_page(layout) for layout in document.layout],
        links=found_links(document),
    )


def _block(block: Block) -> dict[str, object]:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "marker": block.marker,
        "spans": [[span.start, span.end, span.page] for span in block.spans],
        "place": [block.place.table, block.place.row, block.place.column, block.place.head]
        if block.place
        else None,
    }


def _page(layout: PageLayout) -> tuple[int, float, float, list[list[float]]]:
    words = [
        [word.start, word.end, *(round(edge, 1) for edge in (word.x0, word.y0, word.x1, word.y1))]
        for word in layout.words
    ]
    return layout.number, layout.width, layout.height, words


def _gave_up(subject_ref: str, sentence: str) -> None:
    fail_import(None, ref=subject_ref, sentence=sentence, code="stopped", at=clock.now())


def _not_read_again(subject_ref: str, sentence: str) -> None:
    """Nothing to undo: the register and the earlier Reading are untouched, and the job itself says why."""


again_job = JobKind(name=AGAIN_JOB, title="Read a document again", run=read_again, failed=_not_read_again)
reading_job = JobKind(name=JOB, title="Read a document", run=read_import, failed=_gave_up)

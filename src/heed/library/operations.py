"""Keeping documents and what was read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from heed.kit.similarity import sketch_of
from heed.library.events import DocumentBroughtIn, DocumentRead, FileTaken, ReadingKept
from heed.library.models import Document, Page, Reading
from heed.library.types import BroughtIn
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import store_file

_NAME_LENGTH = 200


def bring_in_document(
    actor: Actor,
    *,
    name: str,
    chunks: Iterable[bytes],
    at: datetime,
    check: Callable[[str], None] = lambda _: None,
    case_ref: str = "",
) -> Document:
    """Keep a file that somebody brought in, for the whole partnership to read, or for those who may see the case
    that it comes in for. `Invalid` for one that could harm whoever opens it, or that cannot be read: of that nothing
    is kept.

    `check` is asked with the file's SHA-256 before a document is made of it, and may refuse.
    """
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    file = store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))
    check(file.sha256)
    with transaction.atomic():
        document = Document.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope_for_new_rows(actor.partnership_id, case_ref),
            file=file,
            name=name[-_NAME_LENGTH:],
            brought_in_by_id=actor.person_id,
            brought_in_at=at,
        )
        record(
            actor,
            DocumentBroughtIn(size=file.size, sha256=file.sha256),
            subject_kind="document",
            subject_ref=document.public_id,
            at=at,
        )
    return document


def keep_reading(actor: Actor, *, document: Document, read: BroughtIn, at: datetime) -> Reading:
    """Keep one reader's Reading of a document; the same reader's earlier one is returned, not replaced."""
    earlier = document.readings.filter(reader=read.reader).first()
    if earlier:
        return earlier
    with transaction.atomic():
        reading = Reading.objects.create(
            document=document,
            reader=read.reader,
            kind=read.kind,
            text=read.text,
            text_sha256=hashlib.sha256(read.text.encode()).hexdigest(),
            blocks=read.blocks,
            found=read.found,
            page_count=read.page_count,
            sketch=sketch_of(read.text),
            made_at=at,
        )
        Page.objects.bulk_create(
            Page(reading=reading, number=number, width=width, height=height, words=words)
            for number, width, height, words in read.pages
        )
        if read.title and not document.title:
            document.title = read.title[:300]
            document.save(update_fields=["title"])
        found = read.found.get("recommendations", [])
        record(
            actor,
            ReadingKept(reader=read.reader, recommendations=len(found) if isinstance(found, list) else 0),
            subject_kind="document",
            subject_ref=document.public_id,
            at=at,
        )
    return reading


def note_document_read(actor: Actor, *, document_ref: str, page: int, at: datetime) -> None:
    """Write down that this actor looked at this page (0: a document without pages)."""
    record_read(
        actor,
        DocumentRead(page=page),
        subject_kind="document",
        subject_ref=document_ref,
        at=at,
        shown={"document": [document_ref]},
    )


def note_file_taken(actor: Actor, *, document_ref: str, at: datetime) -> None:
    """Write down that this actor downloaded the file."""
    record_read(
        actor,
        FileTaken(),
        subject_kind="document",
        subject_ref=document_ref,
        at=at,
        shown={"document": [document_ref]},
    )

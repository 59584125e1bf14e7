"""Keeping documents and what was read from them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from heed.kit.similarity import sketch_of
from heed.library.events import (
    DocumentBroughtIn,
    DocumentErased,
    DocumentPutBack,
    DocumentRead,
    DocumentWithdrawn,
    FileTaken,
    ReadingKept,
)
from heed.library.models import Document, Page, Reading
from heed.library.queries import find_document, find_same_file, find_withdrawn_document, folder_of_page_images
from heed.library.types import BroughtIn
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import NotNow
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import erase_file, store_file

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


@transaction.atomic
def withdraw_document(actor: Actor, *, ref: str, why: str, at: datetime) -> None:
    """Take a document out of every list and count, with a reason. It can be put back; `intake` asks first whether
    anything in the register stands on it."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_document(actor, ref)
    taken = Document.objects.visible_to(actor).filter(pk=row.pk)
    if not taken.update(withdrawn_at=at, withdrawn_by=actor.name, withdrawn_why=why):
        raise NotNow("Somebody else has just withdrawn it.")
    record(actor, DocumentWithdrawn(), subject_kind="document", subject_ref=ref, at=at)


@transaction.atomic
def put_document_back(actor: Actor, *, ref: str, at: datetime) -> None:
    """Undo a withdrawal: the document is as it was. Not for one that was erased."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_withdrawn_document(actor, ref)
    if row.erased_at:
        raise NotNow("This document was erased, so it cannot be put back.")
    again = find_same_file(actor, row.file.sha256)
    if again is not None:
        raise NotNow(f"The same file was brought in again since, as “{again}”. Withdraw that one first.")
    taken = Document.objects.withdrawn_from(actor).filter(pk=row.pk, erased_at__isnull=True)
    if not taken.update(withdrawn_at=None, withdrawn_by="", withdrawn_why=""):
        raise NotNow("Somebody else has just put it back.")
    record(actor, DocumentPutBack(), subject_kind="document", subject_ref=ref, at=at)


@transaction.atomic
def erase_document(actor: Actor, *, ref: str, why: str, at: datetime) -> bool:
    """Erase a withdrawn document's file, page pictures, names and words. Only that it was there stays, with who
    erased it and why. Returns whether the bytes went too: they stay while another document has the same.

    The bytes are removed once the rows are saved; should that be cut off, the hourly clearing removes them.
    """
    check_may(actor, Permission.ERASE_FILES)
    row = find_withdrawn_document(actor, ref)
    marked = Document.objects.withdrawn_from(actor).filter(pk=row.pk, erased_at__isnull=True)
    if not marked.update(erased_at=at, name=_ERASED, title="", withdrawn_why=why, withdrawn_by=actor.name):
        raise NotNow("This document is erased already.")
    Page.objects.filter(reading__document=row).delete()
    row.readings.update(text="", blocks=[], found={}, sketch=[], text_sha256="")
    others = Document.objects.for_everyone(because="the same bytes may be kept by another partnership")
    alone = not others.filter(file=row.file, erased_at__isnull=True).exists()
    pictures = folder_of_page_images(row)
    transaction.on_commit(lambda: shutil.rmtree(pictures, ignore_errors=True))
    if alone:
        erase_file(file=row.file, at=at)
    record(
        actor,
        DocumentErased(sha256=row.file.sha256, bytes_gone=alone),
        subject_kind="document",
        subject_ref=ref,
        at=at,
    )
    return alone


_ERASED = "Erased document"

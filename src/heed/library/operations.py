"""Keeping documents and what was read from them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from heed.kit.similarity import sketch_of
from heed.library.events import (
    AdoptionEnded,
    DocumentAdopted,
    DocumentBroughtIn,
    DocumentErased,
    DocumentOwned,
    DocumentPutBack,
    DocumentRead,
    DocumentWithdrawn,
    FileTaken,
    LinkLookedAt,
    LinksChecked,
    ReadingKept,
)
from heed.library.models import Adoption, Document, Link, Page, Reading
from heed.library.owning import documents_come_back as documents_come_back
from heed.library.owning import pass_documents as pass_documents
from heed.library.queries import (
    find_document,
    find_link,
    find_same_file,
    find_withdrawn_document,
    folder_of_page_images,
    list_links,
)
from heed.library.types import LINK_STATES, BroughtIn, FoundLink, LinkState
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import take_version
from heed.platform.files.checking import check_harmless
from heed.platform.files.keeping import files_only_of
from heed.platform.files.operations import erase_files, store_file
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import list_agencies, list_areas

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
        keep_links(actor, reading=reading, links=read.links, at=at)
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


@transaction.atomic
def own_document(actor: Actor, *, ref: str, owner_ref: str, version: int, at: datetime) -> Document:
    """Say which agency owns a document that several areas share; none: nobody's in particular."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_document(actor, ref)
    owner = _agency(actor, owner_ref) if owner_ref else None
    taken = take_version(
        row,
        among=Document.objects.visible_to(actor),
        version=version,
        differences=lambda now: [
            Difference(
                "owner",
                "Owner",
                str(now.owner or "Nobody"),
                str(owner or "Nobody"),
                their_value=now.owner.public_id if now.owner else "",
                your_value=owner_ref,
                free=False,
            )
        ],
        owner=owner,
    )
    if taken:
        said = owner.public_id if owner else "nobody"
        record(actor, DocumentOwned(owner=said), subject_kind="document", subject_ref=ref, at=at)
    return find_document(actor, ref)


def _agency(actor: Actor, ref: str) -> Agency:
    found = next((each for each in list_agencies(actor.partnership_id) if each.public_id == ref), None)
    if found is None:
        raise Invalid("Choose an agency.", fields={"owner": "Choose an agency"})
    return found


@transaction.atomic
def adopt_document(
    actor: Actor, *, ref: str, area: str, adopted_on: date, variation: str, at: datetime
) -> Adoption:
    """An area takes a shared document as its own from a day on; `variation` says what differs there."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_document(actor, ref)
    found = next((each for each in list_areas(actor.partnership_id) if each.name == area), None)
    if found is None:
        raise Invalid("Choose an area.", fields={"area": "Choose an area"})
    words = " ".join(variation.split())
    made, new = Adoption.objects.get_or_create(
        document=row,
        area=found,
        ended_on=None,
        defaults={"adopted_on": adopted_on, "variation": words},
    )
    if not new:
        raise Invalid(
            f"{area} has adopted it already.",
            fields={"area": f"{area} adopted it on {made.adopted_on:%-d %B %Y}"},
        )
    record(
        actor,
        DocumentAdopted(on=adopted_on.isoformat()),
        subject_kind="document",
        subject_ref=ref,
        at=at,
    )
    return made


@transaction.atomic
def end_adoption(actor: Actor, *, ref: str, area: str, on: date, at: datetime) -> None:
    """An area no longer uses a shared document; that it did stays on the record."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_document(actor, ref)
    held = Adoption.objects.filter(document=row, area__name=area, ended_on__isnull=True)
    if not held.update(ended_on=Greatest(F("adopted_on"), Value(on, DateField()))):
        raise NotNow("This area does not use it, or somebody has just written down that it no longer does.")
    record(actor, AdoptionEnded(), subject_kind="document", subject_ref=ref, at=at)


def keep_links(actor: Actor, *, reading: Reading, links: Sequence[FoundLink], at: datetime) -> int:
    """A document's links are those of its newest Reading. What was said of one that stands in it still, stays said.
    Returns how many are new."""
    before = Link.objects.filter(reading__document=reading.document_id).order_by("pk")
    known: dict[tuple[str, str], list[Link]] = {}
    for row in before:
        known.setdefault((row.words, row.address), []).append(row)
    fresh: list[Link] = []
    for position, each in enumerate(links):
        words, address = each.words[:300], each.address[:2000]
        same = known.get((words, address))
        if same:
            Link.objects.filter(pk=same.pop(0).pk).update(
                reading=reading, spans=each.spans, position=position
            )
            continue
        state = LinkState.NOT_CHECKED if address else LinkState.NO_TARGET
        fresh.append(
            Link(
                reading=reading,
                words=words,
                address=address,
                spans=each.spans,
                position=position,
                state=state,
            )
        )
    Link.objects.bulk_create(fresh)
    Link.objects.filter(pk__in=[row.pk for rows in known.values() for row in rows]).delete()
    return len(fresh)


@transaction.atomic
def say_of_link(actor: Actor, *, ref: str, state: str, note: str, version: int, at: datetime) -> Link:
    """Somebody looked where a link leads, and says whether it works."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    row = find_link(actor, ref)
    if state not in (LinkState.WORKS, LinkState.DEAD):
        raise Invalid("Say what you found.", fields={"state": "Choose what you found"})
    if not row.address:
        raise NotNow("This link has no address, so there is nothing to look at.")
    words = " ".join(note.split())[:200]
    taken = take_version(
        row,
        version=version,
        differences=lambda now: [
            Difference("state", "What is behind it", LINK_STATES[now.state], LINK_STATES[state], free=False),
            Difference("note", "Note", now.note, words),
        ],
        by=row.looked_by,
        state=state,
        note=words,
        looked_at=at,
        looked_by=actor.name,
    )
    if taken:
        record(actor, LinkLookedAt(state=state), subject_kind="link", subject_ref=ref, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def keep_answers(actor: Actor, *, answers: Mapping[str, tuple[str, str]], at: datetime) -> int:
    """Keep what the network said of these addresses (a state and a note), for every link that leads there. Returns
    how many links that were."""
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    links = dead = 0
    for address, (state, note) in answers.items():
        many = list_links(actor).filter(address=address)
        changed = Link.objects.filter(pk__in=many.values("pk")).update(
            state=state,
            note=note[:200],
            looked_at=at,
            looked_by="The network",
            version=F("version") + 1,
        )
        links += changed
        dead += changed if state == LinkState.DEAD else 0
    record(
        actor,
        LinksChecked(links=links, dead=dead),
        subject_kind="register",
        subject_ref="links",
        at=at,
    )
    return links


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
    erased it and why. Returns whether the bytes went too: they stay while any other record has the same.
    """
    check_may(actor, Permission.ERASE_FILES)
    row = find_withdrawn_document(actor, ref)
    marked = Document.objects.withdrawn_from(actor).filter(pk=row.pk, erased_at__isnull=True)
    if not marked.update(erased_at=at, name=_ERASED, title="", withdrawn_why=why, withdrawn_by=actor.name):
        raise NotNow("This document is erased already.")
    Page.objects.filter(reading__document=row).delete()
    Link.objects.filter(reading__document=row).delete()
    row.readings.update(text="", blocks=[], found={}, sketch=[], text_sha256="")
    alike = Document.objects.for_everyone(because="the same bytes may be kept by another partnership")
    erased = alike.filter(file=row.file, erased_at__isnull=False).values_list("pk", flat=True)
    alone = files_only_of({Document: set(erased)}, among=[row.file])
    erase_pictures([row.public_id])
    erase_files(files=alone, at=at)
    record(
        actor,
        DocumentErased(sha256=row.file.sha256, bytes_gone=bool(alone)),
        subject_kind="document",
        subject_ref=ref,
        at=at,
    )
    return bool(alone)


def erase_pictures(refs: Sequence[str]) -> None:
    """Remove the pictures of these documents' pages, once the caller's transaction is saved."""
    folders = [folder_of_page_images(ref) for ref in refs]

    def remove() -> None:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    transaction.on_commit(remove)


_ERASED = "Erased document"

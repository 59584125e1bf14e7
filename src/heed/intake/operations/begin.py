"""Bringing a document in, and keeping what was read from it as proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from heed.intake.events import ImportAskedAgain, ImportBegun, ImportFailed, ImportRead
from heed.intake.models import Import, Proposal
from heed.intake.queries import AGAIN_JOB, JOB, find_import, find_import_of_document
from heed.intake.rules import proposals_of
from heed.intake.types import ImportState
from heed.library.operations import bring_in_document, keep_reading
from heed.library.queries import find_same_file
from heed.library.types import BroughtIn
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.jobs.operations import enqueue
from heed.reviews.queries import find_review


def begin_import(
    actor: Actor, *, name: str, size: int, chunks: Iterable[bytes], at: datetime, case_ref: str = ""
) -> Import:
    """Keep the file and ask for it to be read in the background. Nothing is in the register yet.

    `case_ref` is the review that it comes in for, where that has access of its own: nobody else ever sees it.

    A file that is here already is named instead (`AlreadyHere`), unless it could not be read the last time.
    """
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    if size == 0:
        raise _bad_file(f"“{name}” is empty. Choose the file again, or ask for a new copy.")
    if size > settings.MAX_DOCUMENT_BYTES:
        megabytes = settings.MAX_DOCUMENT_BYTES // 1024**2
        raise _bad_file(
            f"“{name}” is larger than {megabytes} MB. Split it, or save it with smaller pictures."
        )
    if case_ref:
        find_review(actor, case_ref)
    document = bring_in_document(
        actor,
        name=name,
        chunks=chunks,
        at=at,
        check=lambda sha: _check_new(actor, name, sha),
        case_ref=case_ref,
    )
    with transaction.atomic():
        row = Import.objects.create(
            partnership_id=actor.partnership_id, scope_id=document.scope_id, document=document
        )
        enqueue(actor, kind=JOB, subject_ref=row.public_id, at=at, scope_id=row.scope_id)
        record(
            actor,
            ImportBegun(document=document.public_id),
            subject_kind="import",
            subject_ref=row.public_id,
            at=at,
        )
    return row


class AlreadyHere(Invalid):
    """These very bytes are here; `import_ref` is where they came in."""

    def __init__(self, sentence: str, import_ref: str):
        super().__init__(sentence, fields={"file": sentence})
        self.import_ref = import_ref


def _check_new(actor: Actor, name: str, sha256: str) -> None:
    same = find_same_file(actor, sha256)
    row = find_import_of_document(actor, same.pk) if same else None
    if same is None or row is None or row.state == ImportState.FAILED:
        return
    day = f"{timezone.localtime(same.brought_in_at):%-d %B %Y}"
    raise AlreadyHere(
        f"“{name}” is here already: {same.brought_in_by.name} brought it in on {day} as “{same}”.",
        row.public_id,
    )


def _bad_file(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})


def keep_what_was_read(actor: Actor, *, row: Import, read: BroughtIn, at: datetime) -> None:
    """Keep the Reading and its proposals; a second run of the same job changes nothing."""
    reading = keep_reading(actor, document=row.document, read=read, at=at)
    with transaction.atomic():
        taken = (
            Import.objects.for_everyone(because="the job that reads this import")
            .filter(pk=row.pk, state=ImportState.READING)
            .update(state=ImportState.OPEN, reading=reading)
        )
        if not taken:
            return
        rows: list[Proposal] = []
        for position, found in enumerate(proposals_of(reading.found)):
            values = asdict(found.values)
            rows.append(
                Proposal(
                    import_of=row,
                    kind=found.kind,
                    parent=rows[found.parent] if found.parent is not None else None,
                    theme=found.theme[:200],
                    position=position * 10,
                    values=values,
                    found=values,
                    spans=found.spans,
                    sure=found.sure,
                    why=found.why,
                )
            )
        _save_with_parents(rows)
        record(
            actor,
            ImportRead(proposals=len(rows)),
            subject_kind="import",
            subject_ref=row.public_id,
            at=at,
        )


def _save_with_parents(rows: list[Proposal]) -> None:
    parents = [row for row in rows if row.parent is None]
    Proposal.objects.bulk_create(parents)
    children = [(row, row.parent) for row in rows if row.parent is not None]
    for child, parent in children:
        child.parent_id = parent.pk
    Proposal.objects.bulk_create([child for child, _ in children])


@transaction.atomic
def fail_import(actor: Actor | None, *, ref: str, sentence: str, code: str, at: datetime) -> None:
    """Say why a document could not be read. The file is kept; the import goes no further."""
    rows = Import.objects.for_everyone(because="the job that reads this import").filter(
        public_id=ref, state=ImportState.READING
    )
    if rows.update(state=ImportState.FAILED, error=sentence[:300]) and actor:
        record(actor, ImportFailed(code=code), subject_kind="import", subject_ref=ref, at=at)


@transaction.atomic
def ask_again(actor: Actor, *, ref: str, at: datetime) -> None:
    """Ask for an import's document to be read with today's reader and words. What was accepted stays as it is."""
    row = find_import(actor, ref)
    if row.reading_id is None:
        raise NotNow("This document has not been read a first time yet.")
    enqueue(actor, kind=AGAIN_JOB, subject_ref=row.public_id, at=at, scope_id=row.scope_id)
    record(
        actor,
        ImportAskedAgain(document=row.document.public_id),
        subject_kind="import",
        subject_ref=row.public_id,
        at=at,
    )

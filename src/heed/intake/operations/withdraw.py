"""Withdrawing a document that was brought in by mistake, putting it back, and erasing it in a second step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.intake.events import ImportPutBack, ImportWithdrawn, ImportWithdrawnRecordsStay
from heed.intake.models import Import
from heed.intake.queries import find_import, find_withdrawn_import
from heed.intake.types import ImportState
from heed.library.operations import erase_document, put_document_back, withdraw_document
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow

_LONGEST_REASON = 300


@transaction.atomic
def withdraw_import(actor: Actor, *, ref: str, reason: str, at: datetime, records_stay: bool = False) -> None:
    """A document and its way in leave every list and count; every decision made on it is kept for putting it back.

    Its records are taken out of the register first. Where that cannot be, as people have worked on them, they stay
    (`records_stay`) with their words, references and history, and say that their document was withdrawn.
    """
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    if records_stay:
        check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    why = checked_reason(reason)
    mine = Import.objects.visible_to(actor).filter(pk=row.pk)
    free = mine if records_stay else mine.exclude(state=ImportState.ACCEPTED)
    if not free.update(withdrawn_at=at, withdrawn_by=actor.name, withdrawn_why=why):
        raise NotNow(
            "Its records are in the register. Take them out first; or, where somebody has worked on them, say that "
            "they stay when the document goes."
        )
    withdraw_document(actor, ref=row.document.public_id, why=why, at=at)
    stay = records_stay and row.state == ImportState.ACCEPTED
    happened = ImportWithdrawnRecordsStay() if stay else ImportWithdrawn()
    record(actor, happened, subject_kind="import", subject_ref=ref, at=at)


@transaction.atomic
def put_import_back(actor: Actor, *, document_ref: str, at: datetime) -> Import:
    """Undo: the document and its way in are as they were, with every decision."""
    row = find_withdrawn_import(actor, document_ref)
    put_document_back(actor, ref=document_ref, at=at)
    mine = Import.objects.withdrawn_from(actor).filter(pk=row.pk)
    mine.update(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
    record(actor, ImportPutBack(), subject_kind="import", subject_ref=row.public_id, at=at)
    return find_import(actor, row.public_id)


@transaction.atomic
def erase_import(actor: Actor, *, document_ref: str, reason: str, at: datetime) -> bool:
    """Erase a withdrawn document with all that was read from it. It cannot be undone. Returns whether the bytes went
    too."""
    check_may(actor, Permission.ERASE_FILES)
    row = find_withdrawn_import(actor, document_ref)
    why = checked_reason(reason)
    row.proposals.all().delete()
    gone = erase_document(actor, ref=document_ref, why=why, at=at)
    record(actor, ImportWithdrawn(), subject_kind="import", subject_ref=row.public_id, at=at)
    return gone


def checked_reason(reason: str) -> str:
    """A reason of some words, or `Invalid`."""
    why = " ".join(reason.split())
    if not why or len(why) > _LONGEST_REASON:
        said = f"Say why, in at most {_LONGEST_REASON} letters"
        raise Invalid(f"{said}.", fields={"reason": said})
    return why

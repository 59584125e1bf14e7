"""Packs as they are sent: made for each member, and kept with their bytes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from heed.governance.events import PacksAsked, PackSent, PackTaken, ReportTaken
from heed.governance.models import SentPack
from heed.governance.queries.meetings import find_meeting
from heed.governance.queries.minutes import find_sent_pack
from heed.governance.types import MeetingState
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import NotNow
from heed.platform.files.operations import store_file
from heed.platform.jobs.operations import enqueue

if TYPE_CHECKING:
    from heed.platform.jobs.models import Job

JOB = "packs"


@transaction.atomic
def ask_for_packs(actor: Actor, *, ref: str, at: datetime) -> Job:
    """Have the pack of each member made and kept as it is now; a job does it, one member after another."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow("This meeting was cancelled.")
    record(actor, PacksAsked(), subject_kind="meeting", subject_ref=ref, at=at)
    return enqueue(actor, kind=JOB, subject_ref=ref, scope_id=meeting.scope_id, at=at)


def keep_sent_pack(
    actor: Actor, *, ref: str, batch: str, reader: Actor, cases: list[str], data: bytes, at: datetime
) -> SentPack:
    """Keep the bytes that were made for one member; once in a batch, however often its job is run."""
    check_may(actor, Permission.PREPARE_MEETINGS)
    meeting = find_meeting(actor, ref)
    file = store_file(chunks=[data], at=at)
    with transaction.atomic():
        row, made = SentPack.objects.visible_to(actor).get_or_create(
            batch=batch,
            membership_id=reader.membership_id,
            defaults={
                "partnership_id": actor.partnership_id,
                "scope": get_partnership_scope(actor.partnership_id),
                "meeting": meeting,
                "made_for": f"{reader.name}, {reader.agency_name}",
                "file": file,
                "size": len(data),
                "sha256": file.sha256,
                "cases": sorted(cases),
                "sent_at": at,
                "sent_by": actor.name,
            },
        )
        if made:
            happened = PackSent(person=reader.person_ref, sha256=row.sha256)
            record(actor, happened, subject_kind="meeting", subject_ref=ref, at=at)
    return row  # type: ignore[no-any-return]


@transaction.atomic
def note_sent_pack_taken(actor: Actor, *, ref: str, pack: str, at: datetime) -> None:
    """Write down that this actor downloaded a pack as it was sent."""
    find_sent_pack(actor, find_meeting(actor, ref), pack)
    record_read(actor, PackTaken(form="pdf as sent"), subject_kind="meeting", subject_ref=ref, at=at)


@transaction.atomic
def note_report_taken(actor: Actor, *, form: str, at: datetime) -> None:
    """Write down that this actor downloaded a progress report."""
    check_may(actor, Permission.READ_REGISTER)
    record_read(actor, ReportTaken(form=form), subject_kind="progress", subject_ref="progress", at=at)

"""Telling people what somebody else did: about their own work, or what they must know at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.records import address_of_record
from heed.platform.notices.models import Notice


@transaction.atomic
def tell_person(
    actor: Actor,
    *,
    person_id: int | None,
    kind: str,
    subject: tuple[str, str],
    reference: str,
    scope_id: int,
    case_ref: str = "",
    at: datetime,
) -> None:
    """One notice about `subject` (kind of record, public id), of a kind that the calling room registered with
    `register_told`. It stands in the record's scope, so that it is read only by whoever may see the record still;
    `case_ref` is its case, where that does not follow from the record by itself.

    Nobody is told of what they did themselves, and where nobody is known (None) nobody is told. The caller's own event
    says what was done.
    """
    if person_id is None or person_id == actor.person_id:
        return
    subject_kind, ref = subject
    Notice.objects.create(
        partnership_id=actor.partnership_id,
        scope_id=scope_id,
        case_ref=case_ref,
        person_id=person_id,
        kind=kind,
        subject_kind=subject_kind,
        subject_ref=ref,
        reference=reference,
        href=address_of_record(subject_kind, ref),
        by_id=actor.person_id or None,
        at=at,
    )


@transaction.atomic
def tell_people(
    actor: Actor,
    *,
    people: Collection[int],
    kind: str,
    subject: tuple[str, str],
    scope_id: int,
    href: str,
    by_id: int,
    mailed: bool,
    at: datetime,
) -> None:
    """A notice to each of these people, of a kind that the calling room registered with `register_told`, about what the
    person `by_id` asked for or did. `mailed` where the caller mails them itself: no digest says it again. The caller's
    own event says what was done."""
    subject_kind, ref = subject
    Notice.objects.bulk_create(
        Notice(
            partnership_id=actor.partnership_id,
            scope_id=scope_id,
            person_id=person_id,
            kind=kind,
            subject_kind=subject_kind,
            subject_ref=ref,
            href=href,
            by_id=by_id,
            at=at,
            mailed_at=at if mailed else None,
        )
        for person_id in sorted(people)
    )

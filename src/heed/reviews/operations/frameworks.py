"""Keeping the register of framework documents, edition by edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from heed.library.queries import find_document
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.ui.wording import day
from heed.reviews.events.frameworks import FrameworkKept, FrameworkWithdrawn
from heed.reviews.models import Framework
from heed.reviews.queries.frameworks import find_framework
from heed.reviews.rules.days import past_day, refuse, words_of

_RECORD = "framework"


@transaction.atomic
def keep_framework(
    actor: Actor,
    *,
    name: str,
    edition: str,
    approved_on: date | None,
    approved_by: str,
    in_force_from: date | None,
    review_on: date | None,
    standards: Sequence[str],
    document: str,
    at: datetime,
) -> Framework:
    """Keep an edition; the one before it of the same name is in force until then. What stood under an earlier one keeps
    its words. `document` is the public id of the document in the library, or empty."""
    check_may(actor, Permission.CHANGE_RULES)
    approved = past_day(
        approved_on,
        today=timezone.localdate(at),
        field="approved_on",
        what="the day on which it was approved",
    )
    refuse(_wrong(name, edition, approved_by, in_force_from, approved, review_on))
    assert in_force_from is not None
    if document:
        find_document(actor, document)
    try:
        with transaction.atomic():
            made: Framework = Framework.objects.create(
                partnership_id=actor.partnership_id,
                scope=scope_for_new_rows(actor.partnership_id, ""),
                name=words_of(" ".join(name.split()), field="name", needed="", most=120),
                edition=words_of(" ".join(edition.split()), field="edition", needed="", most=60),
                document_ref=document,
                approved_on=approved,
                approved_by=words_of(approved_by, field="approved_by", needed="", most=160),
                in_force_from=in_force_from,
                review_on=review_on,
                standards=[each.strip() for each in standards if each.strip()],
                kept_by_id=actor.person_id,
                kept_at=at,
            )
    except IntegrityError as first:
        said = f"An edition of this framework is in force from {day(in_force_from)} already"
        raise Invalid(f"{said}.", fields={"in_force_from": said}) from first
    happened = FrameworkKept(begins=in_force_from.isoformat())
    record(actor, happened, subject_kind=_RECORD, subject_ref=made.public_id, at=at)
    return made


def _wrong(
    name: str, edition: str, approved_by: str, begins: date | None, approved: date, review_on: date | None
) -> dict[str, str]:
    wrong = {
        field: needed
        for field, said, needed in (
            ("name", name, "Enter the framework's name"),
            ("edition", edition, "Say which edition it is"),
            ("approved_by", approved_by, "Say who approved it"),
        )
        if not said.strip()
    }
    if begins is None:
        wrong["in_force_from"] = "Enter the day from which it is in force"
    elif begins < approved:
        wrong["in_force_from"] = f"It cannot be in force before it was approved, {day(approved)}"
    if review_on is not None and begins is not None and review_on <= begins:
        wrong["review_on"] = "It is reviewed after it came into force"
    return wrong


@transaction.atomic
def withdraw_framework(actor: Actor, *, ref: str, reason: str, at: datetime) -> Framework:
    """Take an edition out that was kept by mistake. It stays on record with the reason; so do steps that name it."""
    check_may(actor, Permission.CHANGE_RULES)
    row = find_framework(actor, ref)
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    standing = Framework.objects.visible_to(actor).filter(pk=row.pk, withdrawn_at=None)
    taken = standing.update(
        withdrawn_at=at, withdrawn_by_id=actor.person_id, withdrawn_why=why, version=F("version") + 1
    )
    if not taken:
        raise NotNow("This edition is withdrawn already.")
    record(actor, FrameworkWithdrawn(), subject_kind=_RECORD, subject_ref=ref, at=at)
    return find_framework(actor, ref)

"""Names met in documents that are no agency at all: set aside, so that nobody is asked about them again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.agencies.events import NamePutBack, NameSetAside
from heed.agencies.models import AsideName
from heed.agencies.queries import list_names_met
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.partnerships.queries import fold_name


@transaction.atomic
def set_name_aside(actor: Actor, *, words: str, at: datetime) -> AsideName:
    """These words, met in documents, name no agency: they are not asked about again. Records keep them."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    folded = fold_name(words)
    met = [each.words for each in list_names_met(actor, limit=None) if fold_name(each.words) == folded]
    if not folded or not met:
        raise Invalid("No record has this name, or it has been dealt with already.")
    row, made = AsideName.objects.get_or_create(
        partnership_id=actor.partnership_id,
        folded=folded,
        back_at=None,
        defaults={"name": met[0], "set_aside_at": at, "set_aside_by_id": actor.person_id},
    )
    if made:
        _record(actor, NameSetAside(), row, at)
    return row


@transaction.atomic
def put_name_back(actor: Actor, *, ref: str, at: datetime) -> AsideName:
    """Ask about this name again. Who set it aside and when stays."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    row = AsideName.objects.filter(partnership_id=actor.partnership_id, public_id=ref).first()
    if row is None:
        raise NotVisible
    still = AsideName.objects.filter(pk=row.pk, back_at__isnull=True)
    if not still.update(back_at=at, back_by_id=actor.person_id):
        raise NotNow("Somebody has put this name back already.")
    _record(actor, NamePutBack(), row, at)
    return row


def _record(actor: Actor, happened: object, row: AsideName, at: datetime) -> None:
    record(actor, happened, subject_kind="agency_name", subject_ref=row.public_id, at=at)

"""Shared documents of an agency that was merged: they are the other's, until the merge is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.library.models import Document
from heed.library.queries import owned_by
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor


@transaction.atomic
def pass_documents(actor: Actor, *, was: int, agency_id: int, at: datetime) -> int:
    """The documents that an agency owns are another's; `agencies` records the event. Returns how many of those that
    the actor may see."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    seen = int(Document.objects.visible_to(actor).filter(owner=was).count())
    owned_by(actor, was).update(owner_id=agency_id, version=F("version") + 1)
    return seen


@transaction.atomic
def documents_come_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """The agency that it `was` owns them again, but for those of which somebody has said since whose they are. That
    stands against nothing."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    for pk, version in held["documents"]:
        owned_by(actor, agency_id).filter(pk=pk, version=version).update(
            owner_id=was, version=F("version") + 1
        )
    return []

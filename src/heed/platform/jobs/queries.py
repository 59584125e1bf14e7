"""How far the work is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.jobs.models import Job


def find_job(actor: Actor, *, kind: str, subject_ref: str) -> Job | None:
    """The newest job of this kind for a record of the actor's partnership."""
    return (
        Job.objects.filter(partnership_id=actor.partnership_id, kind=kind, subject_ref=subject_ref)
        .order_by("-pk")
        .first()
    )


def list_jobs(actor: Actor, *, limit: int = 200) -> list[Job]:
    """The newest jobs of the actor's partnership, without those about records that the actor may not see."""
    check_may(actor, Permission.SEE_JOBS)
    known = Q(scope__isnull=True) | Q(scope__in=visible_scope_ids(actor))
    return list(Job.objects.filter(known, partnership_id=actor.partnership_id).order_by("-pk")[:limit])


def jobs_about(subject_refs: Iterable[str]) -> QuerySet[Job]:
    """The jobs about these records, for the room that moves them with their case."""
    return Job.objects.filter(subject_ref__in=subject_refs, scope__isnull=False)

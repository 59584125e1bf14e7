"""How far the work is."""

from __future__ import annotations

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
    """The newest jobs of the actor's partnership."""
    check_may(actor, Permission.SEE_JOBS)
    return list(Job.objects.filter(partnership_id=actor.partnership_id).order_by("-pk")[:limit])

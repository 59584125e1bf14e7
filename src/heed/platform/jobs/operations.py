"""Asking for work, doing it under a lease, and taking it from a worker that died."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from heed.platform.access.models import visible_scope_ids
from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.jobs.models import Job
from heed.platform.jobs.types import HEARTBEAT, KINDS, LEASE, GiveUp

log = logging.getLogger(__name__)


def enqueue(actor: Actor, *, kind: str, subject_ref: str, at: datetime, scope_id: int | None = None) -> Job:
    """Ask for this work, in the caller's transaction: if that is rolled back, nothing was asked.

    `scope_id` is that of the record it is about: who may not see the record does not see the job either, and the
    work is not done for somebody who may no longer see it when its turn comes.
    """
    job = Job.objects.create(
        partnership_id=actor.partnership_id,
        membership_id=actor.membership_id,
        deputy_id=actor.deputy_id,
        scope_id=scope_id,
        kind=kind,
        subject_ref=subject_ref,
        enqueued_at=at,
    )
    run_job.enqueue(job.public_id)
    return job


@task()
def run_job(ref: str) -> None:
    """What the worker calls. A job that somebody else holds, or that is finished, is left alone."""
    job = _take(ref, at=timezone.now())
    if job is None:
        return
    kind = KINDS[job.kind]
    try:
        with _Heartbeat(job.public_id):
            kind.run(_Handle(job, _actor_of(job)))
    except GiveUp as reason:
        _fail(job, str(reason), at=timezone.now())
    except Exception:
        log.exception("job %s (%s) failed", job.public_id, job.kind)
        _try_again_or_fail(job, at=timezone.now())
    else:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
            state=Job.State.DONE, finished_at=timezone.now(), leased_until=None, step="Done"
        )


def sweep(*, at: datetime) -> int:
    """Give the jobs of dead workers to others. Returns how many were taken back."""
    lost = list(Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=at))
    for job in lost:
        log.warning("job %s (%s) lost its worker", job.public_id, job.kind)
        _try_again_or_fail(job, at=at)
    return len(lost)


def _take(ref: str, *, at: datetime) -> Job | None:
    """Claim a waiting job by a conditional update; None where another worker got there first."""
    claimed = Job.objects.filter(public_id=ref, state=Job.State.WAITING).update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        started_at=at,
        leased_until=at + LEASE,
        step="Starting",
    )
    return Job.objects.get(public_id=ref) if claimed else None


def _try_again_or_fail(job: Job, *, at: datetime) -> None:
    if job.attempts >= KINDS[job.kind].attempts_allowed:
        _fail(job, "Heed tried several times and could not finish this. Try again later.", at=at)
        return
    with transaction.atomic():
        released = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
            state=Job.State.WAITING, leased_until=None, step="Waiting to try again"
        )
        if released:
            run_job.using(run_after=at + timedelta(seconds=2**job.attempts)).enqueue(job.public_id)


def _fail(job: Job, sentence: str, *, at: datetime) -> None:
    with transaction.atomic():
        failed = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
            state=Job.State.FAILED, finished_at=at, leased_until=None, error=sentence[:300], step="Stopped"
        )
        if failed:
            KINDS[job.kind].failed(job.subject_ref, sentence)


def _actor_of(job: Job) -> Actor:
    """Whoever asked, with the roles they have now: work asked for before a role was withdrawn is not done."""
    actor = find_actor_of_membership(job.membership_id, on=clock.today(), deputy_id=job.deputy_id)
    if actor is None:
        raise GiveUp("The person who asked for this is no longer a member of the partnership.")
    if job.scope_id is not None and job.scope_id not in visible_scope_ids(actor):
        raise GiveUp("The person who asked for this may no longer see what it is about.")
    return actor


class _Handle:
    def __init__(self, job: Job, actor: Actor):
        self.ref = job.public_id
        self.subject_ref = job.subject_ref
        self.actor = actor

    def say(self, step: str, *, done: int = 0, total: int = 0) -> None:
        Job.objects.filter(public_id=self.ref).update(
            step=step[:120], done=done, total=total, leased_until=timezone.now() + LEASE
        )


class _Heartbeat:
    """Renews the lease from a thread of its own while the work runs."""

    def __init__(self, ref: str):
        self._ref = ref
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(HEARTBEAT.total_seconds()):
                try:
                    Job.objects.filter(public_id=self._ref, state=Job.State.RUNNING).update(
                        leased_until=timezone.now() + LEASE
                    )
                except OperationalError:  # busy for once: the lease outlasts several beats
                    log.info("the lease of job %s could not be renewed just now", self._ref)
                close_old_connections()
        finally:
            connection.close()

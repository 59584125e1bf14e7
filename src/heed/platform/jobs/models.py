"""Work done in the background, as people see it: what for, how far, and what went wrong."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class Job(models.Model):
    """One piece of work. Its argument is a reference to a record, never the record's content.

    A worker that runs it holds a lease and renews it; a lease that ran out means that the worker died,
    and the job is given to another one, at most `attempts_allowed` times.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership_id = models.BigIntegerField()
    membership_id = models.BigIntegerField()
    deputy_id = models.BigIntegerField(null=True)
    scope = models.ForeignKey("access.Scope", null=True, on_delete=models.PROTECT, related_name="+")
    """Who may know of it, where it is about a record; None for work that is about nobody's record."""
    kind = models.CharField(max_length=60)
    subject_ref = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=120, default="Waiting to start")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "leased_until"], name="job_by_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref}: {self.state}"


class Turn(models.Model):
    """Something that recurs: for which due moment it was last done, and who is at it now."""

    name = models.CharField(max_length=60, unique=True)
    done_for = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}, done for {self.done_for:%Y-%m-%d %H:%M}"


class WorkerSeen(models.Model):
    """A worker that said it is there."""

    name = models.CharField(max_length=120, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.seen_at:%Y-%m-%d %H:%M}"

"""The page that shows background work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.platform.http.requests import actor_of_request
from heed.platform.jobs.models import Job
from heed.platform.jobs.queries import list_jobs
from heed.platform.jobs.types import KINDS
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class JobRow:
    title: str
    state: str
    step: str
    attempts: int
    enqueued_at: datetime
    error: str


@dataclass(frozen=True, kw_only=True)
class JobsPage:
    title: str
    rows: tuple[JobRow, ...]


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    rows = tuple(_row(job) for job in list_jobs(actor_of_request(request)))
    return render(request, "jobs/list.html", JobsPage(title="Work in the background", rows=rows))


def _row(job: Job) -> JobRow:
    kind = KINDS.get(job.kind)
    return JobRow(
        title=kind.title if kind else job.kind,
        state=job.state,
        step=job.step,
        attempts=job.attempts,
        enqueued_at=job.enqueued_at,
        error=job.error,
    )

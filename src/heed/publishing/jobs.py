"""What recurs: what was planned for today comes out, and public addresses are followed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from heed.platform.base import clock
from heed.platform.base.errors import Refusal
from heed.platform.http.asking import ask
from heed.platform.jobs.schedule import Recurring, register_recurring
from heed.platform.jobs.types import GiveUp, Handle, JobKind
from heed.platform.jobs.types import register as register_job
from heed.publishing.operations import keep_followed_links, publish_planned, send_bulletin
from heed.publishing.operations.bulletins import JOB
from heed.publishing.queries.links import public_links

_MOST_ASKED = 500
"""Addresses that are asked about in one turn, those first that were looked at longest ago."""


def each_quarter(at: datetime) -> datetime:
    """The quarter of an hour that has begun."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=at.minute // 15 * 15)


def run_planned(at: datetime) -> None:
    """Bring out what was planned for today or before."""
    publish_planned(at=at)


def each_week(at: datetime) -> datetime | None:
    """The week that has begun, on Monday at three; never where nobody has said that the network may be asked."""
    if not settings.FOLLOW_LINKS:
        return None
    begun = (at - timedelta(days=at.weekday())).replace(hour=3, minute=0, second=0, microsecond=0)
    return begun if begun <= at else begun - timedelta(days=7)


def follow_links(at: datetime) -> None:
    """Ask the network about the addresses in what is published. Where there is no network, nothing is changed."""
    rows = public_links(on=at.date()).order_by("looked_at", "pk").values_list("address", flat=True)
    found = {address: ask(address) for address in list(dict.fromkeys(rows))[:_MOST_ASKED]}
    if any(each.reached for each in found.values()):
        keep_followed_links(answers={key: (each.works, each.note) for key, each in found.items()}, at=at)


def mail_bulletin(job: Handle) -> None:
    """Mail a bulletin to everybody it is for."""
    try:
        send_bulletin(job.actor, ref=job.subject_ref, at=clock.now())
    except Refusal as refusal:
        raise GiveUp(refusal.sentence) from refusal


def _gave_up(ref: str, reason: str) -> None:
    """Nothing to undo: the job itself says why."""


bulletin_job = JobKind(name=JOB, title="Mail a bulletin", run=mail_bulletin, failed=_gave_up)


def register() -> None:
    """Called at start-up."""
    register_job(bulletin_job)
    register_recurring(Recurring(name="publishing.planned", due=each_quarter, run=run_planned))
    register_recurring(Recurring(name="publishing.links", due=each_week, run=follow_links))

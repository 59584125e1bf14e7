"""Bulletins of what is published, mailed to the people of agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.utils import timezone

from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.jobs.operations import enqueue
from heed.platform.partnerships.queries import list_agencies
from heed.publishing.events import BulletinAsked, BulletinMailed
from heed.publishing.looking import tells_of
from heed.publishing.models import Bulletin
from heed.publishing.queries.publications import known_of_all
from heed.publishing.queries.reach import find_bulletin, people_of_bulletin
from heed.publishing.queries.seeing import check_publishes

RECORD, JOB = "bulletin", "bulletin"


def check_own_words(actor: Actor, *, title: str, opening: str) -> None:
    """Raise `Invalid` where what is typed for a bulletin may tell who somebody is; nothing is changed."""
    known = known_of_all(actor)
    found = {"title": tells_of(title, known), "opening": tells_of(opening, known)}
    if problems := {field: says for field, says in found.items() if says}:
        raise Invalid("It may tell who somebody is.", fields=problems)


@transaction.atomic
def mail_bulletin(
    actor: Actor, *, title: str, words: str, agency_refs: Sequence[str], at: datetime
) -> Bulletin:
    """Have these words mailed to everybody with a place in these agencies; a job sends them, one mail each."""
    check_publishes(actor)
    if not settings.MAIL_SENT:
        raise NotNow("Heed sends no mail here. Download the bulletin and send it yourself.")
    known = {each.public_id for each in list_agencies(actor.partnership_id)}
    chosen = [each for each in dict.fromkeys(agency_refs) if each in known]
    if not chosen:
        raise Invalid("Choose whom it is for.", fields={"agencies": "Choose at least one agency"})
    row: Bulletin = Bulletin.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        title=" ".join(title.split())[:200],
        words=words,
        agencies=chosen,
        made_by_id=actor.person_id,
        made_at=at,
    )
    happened = BulletinAsked(agencies=len(chosen))
    record(actor, happened, subject_kind=RECORD, subject_ref=row.public_id, at=at)
    enqueue(actor, kind=JOB, subject_ref=row.public_id, scope_id=row.scope_id, at=at)
    return row


def send_bulletin(actor: Actor, *, ref: str, at: datetime) -> int:
    """Send a bulletin that was asked for, once: it counts as mailed before the first mail leaves, so that a worker
    that dies half way sends nobody a second one. Returns how many people it went to."""
    row = find_bulletin(actor, ref)
    claimed = Bulletin.objects.visible_to(actor).filter(pk=row.pk, mailed_at__isnull=True)
    if not claimed.update(mailed_at=at):
        return row.mailed_to
    people = people_of_bulletin(row, on=timezone.localdate(at))
    went = 0
    with get_connection() as connection:
        for address in people:
            try:
                went += send_mail(row.title, row.words, None, [address], connection=connection)
            except (OSError, SMTPException):
                continue
    with transaction.atomic():
        Bulletin.objects.visible_to(actor).filter(pk=row.pk).update(
            mailed_to=went, not_mailed_to=len(people) - went
        )
        happened = BulletinMailed(people=went, failed=len(people) - went)
        record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return went

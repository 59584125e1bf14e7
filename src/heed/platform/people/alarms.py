"""The alarm: a notice in Heed and, where there is a mail server, a mail at once, since emergency access lasts for hours
and nobody may be looking just then.

To whoever may answer or guards cases, but for those who are excluded from the case, without a word of it. Who asked
or answered is told nothing new.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django_tasks import task

from heed.platform.access.models import EmergencyAccess, Exclusion
from heed.platform.access.queries import actor_of, actor_of_deputy, get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.operations.telling import tell_people
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.people.queries import deputies_of_partnership

log = logging.getLogger(__name__)
ASKED, GRANTED = "asked", "granted"
_SAID = {
    ASKED: (
        "Heed: emergency access is asked for",
        "Somebody asks to see a restricted case in an emergency. Sign in to grant or refuse it.",
        Permission.GRANT_EMERGENCY_ACCESS,
    ),
    GRANTED: (
        "Heed: emergency access was granted",
        "Somebody was let into a restricted case in an emergency. Sign in to see who, why and until when.",
        Permission.RESTRICT_CASES,
    ),
}


NOTICES = {
    ASKED: ("emergency_asked", "Emergency access to a case is asked for, grant or refuse it"),
    GRANTED: ("emergency_granted", "Somebody was let into a case in an emergency"),
}
"""The kind of notice of each, and what it says before the name of whoever asked."""


def raise_alarm(actor: Actor, row: EmergencyAccess, what: str, *, at: datetime) -> None:
    """Tell everybody who is to know, in the caller's transaction; and have it mailed, where there is a mail server.
    The notice stands in the partnership's scope: who answers need not see the case."""
    _, _, permission = _SAID[what]
    tell_people(
        actor,
        people={person_id for person_id, _ in _told(row, permission)},
        kind=NOTICES[what][0],
        subject=("emergency_access", row.public_id),
        scope_id=get_partnership_scope(row.partnership_id).pk,
        href=reverse("people:emergency"),
        by_id=row.person_id,
        mailed=settings.MAIL_SENT,
        at=at,
    )
    if settings.MAIL_SENT:
        send_alarm.enqueue(row.public_id, what)


@task()
def send_alarm(ref: str, what: str) -> None:
    """Mail everybody who is to know, each apart: nobody learns from a mail who else was told."""
    row = EmergencyAccess.objects.get(public_id=ref)
    subject, words, permission = _SAID[what]
    where = f"\n\n{settings.SITE}{reverse('people:emergency')}" if settings.SITE else ""
    for address in sorted({address for _, address in _told(row, permission)}):
        try:
            send_mail(subject, f"{words}{where}\n", None, [address])
        except OSError:
            log.exception("an alarm could not be mailed")


def _told(row: EmergencyAccess, permission: Permission) -> Iterator[tuple[int, str]]:
    excluded = Exclusion.objects.filter(scope=row.scope_id, ended_at__isnull=True)
    not_told = {*excluded.values_list("person_id", flat=True), row.person_id, row.answered_by_id}
    for person_id, address, actor in _everybody(row.partnership_id):
        if actor.may(permission) and person_id not in not_told:
            yield person_id, address


def _everybody(partnership_id: int) -> Iterator[tuple[int, str, Actor]]:
    today = clock.today()
    for each in memberships_in_force(today).filter(partnership_id=partnership_id):
        yield each.person_id, each.person.email, actor_of(each.person, each)
    for deputy in deputies_of_partnership(partnership_id, on=today):
        person = deputy.membership.person
        yield person.pk, person.email, actor_of_deputy(deputy)

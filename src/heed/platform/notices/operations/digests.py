"""One digest a day for each person: told in Heed, and mailed where a mail server is known.

Heed's own work, done by whichever worker comes first. Doing it again tells nobody anything twice: a notice of a day
is there once, by a constraint, and so is a person's digest of a day.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from heed.platform.access.queries import actor_of, actor_of_deputy
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.notices.due import KINDS, TOLD
from heed.platform.notices.events import DigestMailed, RemindersTold
from heed.platform.notices.models import Digest, DigestChoice, Notice, Often
from heed.platform.notices.presenters import how_long
from heed.platform.notices.queries import Needed, what_needs
from heed.platform.notices.queries.told import own_notices
from heed.platform.notices.rules import NO_REFERENCE, Reminders, get_reminders, local_day
from heed.platform.partnerships.queries import deputies_in_force, memberships_in_force

log = logging.getLogger(__name__)
MOST = 100
"""How many things of a person are looked at in a day; more than that is no reminder."""
MOST_IN_A_MAIL = 40
KEPT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did: people looked at, notices made, mails sent, mails that could not be."""

    people: int = 0
    notices: int = 0
    mails: int = 0
    failed: int = 0


def make_digests(*, at: datetime) -> Made:
    """Tell everybody whose hour has come what is due for them, once a day, and mail those who want it."""
    today = local_day(at)
    done = set(Digest.objects.filter(on=today).values_list("person_id", flat=True))
    rules: dict[int, Reminders] = {}
    choices = dict(DigestChoice.objects.values_list("person_id", "often"))
    people = notices = 0
    for person_id, actors in _people(today).items():
        for actor in actors:
            if actor.partnership_id not in rules:
                rules[actor.partnership_id] = get_reminders(actor, on=today)
        mine = [rules[actor.partnership_id] for actor in actors]
        if person_id in done or timezone.localtime(at).hour < min(each.hour for each in mine):
            continue
        often = choices.get(person_id, Often.DAILY)
        mail_today = often == Often.DAILY or (
            often == Often.WEEKLY and any(each.weekly_on == today.isoweekday() for each in mine)
        )
        found = [
            _due_notices(actor, each, often, today, at) for actor, each in zip(actors, mine, strict=True)
        ]
        notices += _tell(person_id, actors, found, today, at, wants_mail=mail_today)
        people += 1
    sent, failed = _mail_all(today, at) if settings.MAIL_SENT else (0, 0)
    Digest.objects.filter(on__lt=today - KEPT).delete()
    return Made(people=people, notices=notices, mails=sent, failed=failed)


def _people(today: date) -> dict[int, list[Actor]]:
    """Everybody with a membership in force, with all that they act in; who stands in for somebody is told for them."""
    found: dict[int, list[Actor]] = {}
    for membership in memberships_in_force(today):
        actor = actor_of(membership.person, membership).looking_once()
        found.setdefault(membership.person_id, []).append(actor)
    for deputy in deputies_in_force(today):
        found.setdefault(deputy.membership.person_id, []).append(actor_of_deputy(deputy).looking_once())
    return found


def _due_notices(actor: Actor, reminders: Reminders, often: str, today: date, at: datetime) -> list[Notice]:
    """Notices for what a day of its rule has come for, whether it was told before or not."""
    needs = what_needs(actor, on=today, limit=MOST, reminders=reminders, counted=False)
    found = []
    for needed in needs.rows:
        if needed.due.on is None or (often == Often.NONE and not needed.to):
            continue
        rule, days_late = reminders.of(needed.kind.name), (today - needed.due.on).days
        stage = rule.stage_for(needed.to, days_late) if needed.to else rule.stage(days_late)
        if stage is not None:
            found.append(_notice(actor, needed, stage, at))
    return found


def _notice(actor: Actor, needed: Needed, stage: int, at: datetime) -> Notice:
    due = needed.due
    return Notice(
        partnership_id=actor.partnership_id,
        scope_id=due.scope_id,
        person_id=actor.person_id,
        kind=needed.kind.name,
        subject_kind=needed.kind.record,
        subject_ref=due.ref,
        reference=due.reference[:160],
        href=due.href[:200],
        case_ref=due.case_ref,
        on=due.on,
        stage=stage,
        to=needed.to,
        at=at,
    )


@transaction.atomic
def _tell(
    person_id: int,
    actors: list[Actor],
    found: Iterable[list[Notice]],
    today: date,
    at: datetime,
    *,
    wants_mail: bool,
) -> int:
    """Keep what was not told before, with the person's digest of the day; returns how many."""
    told = 0
    for actor, notices in zip(actors, found, strict=True):
        fresh = _not_told(actor, notices)
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        if fresh:
            happened = RemindersTold(notices=len(fresh), escalated=sum(bool(each.to) for each in fresh))
            record(actor, happened, subject_kind="person", subject_ref=actor.person_ref, at=at)
        told += len(fresh)
    Digest.objects.get_or_create(
        person_id=person_id, on=today, defaults={"told": told, "wants_mail": wants_mail}
    )
    return told


def _not_told(actor: Actor, notices: list[Notice]) -> list[Notice]:
    if not notices:
        return []
    told = Notice.objects.for_everyone(because="nobody is told twice").filter(
        person_id=actor.person_id, stage__isnull=False, subject_ref__in=[each.subject_ref for each in notices]
    )
    known = set(told.values_list("kind", "subject_ref", "on", "stage", "to"))
    return [
        each for each in notices if (each.kind, each.subject_ref, each.on, each.stage, each.to) not in known
    ]


def _mail_all(today: date, at: datetime) -> tuple[int, int]:
    """Send the day's digests that want a mail and had none: how many went, and how many did not."""
    waiting = list(
        Digest.objects.filter(on=today, wants_mail=True, mailed_at__isnull=True).select_related("person")
    )
    actors = _people(today) if waiting else {}
    sent = failed = 0
    connection = get_connection()
    for digest in waiting:
        rows, count = _unread(actors.get(digest.person_id, []))
        if rows and not _send(digest.person, rows, count, today, connection):
            failed += 1
            continue
        _mailed(digest, count, actors.get(digest.person_id, []), at)
        sent += bool(rows)
    connection.close()
    return sent, failed


@transaction.atomic
def _mailed(digest: Digest, count: int, actors: list[Actor], at: datetime) -> None:
    """The person has it: what stood in it, or was counted in it, is in no later one."""
    Digest.objects.filter(pk=digest.pk).update(mailed_at=at)
    for actor in actors if count else []:
        _to_mail(actor).update(mailed_at=at)
    if count:
        happened = DigestMailed(things=count)
        record(actors[0], happened, subject_kind="person", subject_ref=actors[0].person_ref, at=at)


def _to_mail(actor: Actor) -> QuerySet[Any]:
    """What a person has not read, nor been mailed before."""
    return own_notices(actor).filter(read_at__isnull=True, mailed_at__isnull=True)


def _unread(actors: list[Actor]) -> tuple[list[Notice], int]:
    """The first of the things that those tell of, the most urgent first, and how many things they are: each once, in
    however many places of a person it comes, and however often it was told since the last mail."""
    rows: dict[tuple[Any, ...], Notice] = {}
    things: set[tuple[Any, ...]] = set()
    for actor in actors:
        waiting = _to_mail(actor)
        things |= set(waiting.order_by().values_list(*_THING))
        rows |= {_thing(each): each for each in waiting.order_by("on", "pk")[: 2 * MOST_IN_A_MAIL]}
    return list(rows.values())[:MOST_IN_A_MAIL], len(things)


_THING = ("kind", "subject_ref", "on")


def _thing(notice: Notice) -> tuple[Any, ...]:
    return tuple(getattr(notice, name) for name in _THING)


def _mail_line(notice: Notice, today: date) -> str:
    """One line of a mail: a type, a reference, and how long there is. A name that is no reference is left out."""
    kind = KINDS.get(notice.kind)
    reference = "" if NO_REFERENCE.search(notice.reference) else f" {notice.reference}"
    if notice.kind in TOLD:
        return f"- {TOLD[notice.kind]}{reference and f':{reference}'}"
    if kind is None:
        what = "You are mentioned" if notice.kind == "mention" else "A new comment"
        return f"- {what}:{reference or ' a record that you follow'}"
    later = ", not acted on by others" if notice.to else ""
    return f"- {kind.what}{reference}: {how_long(notice.on, today).lower()}{later}"


def _send(person: Person, rows: list[Notice], count: int, today: date, connection: BaseEmailBackend) -> bool:
    lines = [_mail_line(each, today) for each in rows]
    if count > len(rows):
        lines.append(f"- and {count - len(rows)} more")
    things = "1 thing needs you" if count == 1 else f"{count} things need you"
    where = f"\n{settings.SITE}/needs/\n" if settings.SITE else ""
    words = (
        f"In Heed:\n\n{chr(10).join(lines)}\n\nSign in to see and answer them.\n{where}\n"
        "How often this comes is yours to choose in Heed, under Your notices.\n"
    )
    spoken = _as_html(things, lines)
    # The same message each time it is tried, so that a mailbox can tell that it has it already.
    headers = {"Message-ID": f"<digest-{today}-{person.public_id}@heed>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        f"Heed: {things}", words, None, [person.email], headers=headers, connection=connection
    )
    mail.attach_alternative(spoken, "text/html")
    try:
        return bool(mail.send())
    except OSError:
        log.exception("a digest could not be mailed")
        return False


def _as_html(things: str, lines: list[str]) -> str:
    """The same for mail programs that show it: a heading, a list and one link. Nothing is fetched by opening it."""
    rows = format_html_join("", "<li>{}</li>", ((each.removeprefix("- "),) for each in lines))
    link = format_html('<a href="{}/needs/">Sign in to see and answer them</a>', settings.SITE)
    return format_html(
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{0}</title></head>'
        '<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #14242b">'
        '<h1 style="font-size: 20px">{0}</h1><ul>{1}</ul><p>{2}.</p>'
        "<p>How often this comes is yours to choose in Heed, under Your notices.</p></body></html>",
        things,
        rows,
        link if settings.SITE else "Sign in to see and answer them",
    )

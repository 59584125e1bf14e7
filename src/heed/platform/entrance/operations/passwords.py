"""New passwords by a link: made by a manager, or mailed to whoever forgot theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record, record_of_person
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.entrance.events import PasswordChosen, PasswordLinkMade
from heed.platform.entrance.letters import PASSWORD, mail_password_link
from heed.platform.entrance.links import opens, reference_in
from heed.platform.entrance.models import PasswordLink
from heed.platform.entrance.operations.sessions import forget_sessions
from heed.platform.entrance.providers import provider_for
from heed.platform.entrance.queries import check_belongs_here_only, find_person

_IN_A_DAY = 5
"""Links that one account may ask for in a day; more are not sent."""


@transaction.atomic
def make_password_link(actor: Actor, *, person_ref: str, site: str, at: datetime) -> PasswordLink:
    """A link by which a person of the actor's partnership chooses a new password, for a manager to hand on."""
    person = find_person(actor, person_ref)
    if person.pk == actor.person_id:
        raise NotAllowed("Change your own password under “Your sign-in”.")
    check_belongs_here_only(actor, person, on=at.date())
    _check_has_passwords(person)
    PasswordLink.objects.filter(person=person, used_at=None).delete()
    row = _new_link(person, site=site, made_by_id=actor.person_id, at=at)
    record(
        actor,
        PasswordLinkMade(how="by a manager"),
        subject_kind="person",
        subject_ref=person.public_id,
        at=at,
    )
    return row


@transaction.atomic
def ask_for_password_link(*, email: str, site: str, at: datetime) -> None:
    """Somebody forgot their password. Whether the address is anybody's is looked up by the worker, not here."""
    row = _new_link(None, asked_for=email.strip().lower(), site=site, made_by_id=None, at=at)
    send_password_link.enqueue(row.public_id)


@task()
def send_password_link(ref: str) -> None:
    """What the worker does with a forgotten password: mail the link, where the address is somebody's here."""
    at = timezone.now()
    with transaction.atomic():
        row = PasswordLink.objects.filter(public_id=ref, used_at=None, person=None).first()
        asked_for = row.asked_for if row else ""
        person = Person.objects.filter(email__iexact=asked_for, is_active=True).first()
        if row is None or person is None or _asked_often(person, at):
            PasswordLink.objects.filter(public_id=ref).delete()
            return
        row.person, row.asked_for = person, ""
        row.save(update_fields=["person", "asked_for"])
        record_of_person(person, PasswordLinkMade(how="asked for by mail"), at=at)
    mail_password_link(row)


def _asked_often(person: Person, at: datetime) -> bool:
    lately = PasswordLink.objects.filter(person=person, made_at__gt=at - timedelta(days=1), made_by=None)
    return lately.count() >= _IN_A_DAY


@transaction.atomic
def choose_password(*, token: str, password: str, at: datetime) -> Person:
    """Set the password of the person whose link this is, once; whoever was signed in as them no longer is."""
    row = find_password_link(token, at=at)
    person = row.person
    assert person is not None
    _check_has_passwords(person)
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise Invalid(
            "Choose another password.", fields={"password": " ".join(problem.messages)}
        ) from problem
    if not PasswordLink.objects.filter(pk=row.pk, used_at=None).update(used_at=at):
        raise NotVisible
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_sessions(person=person, at=at)
    record_of_person(person, PasswordChosen(), at=at)
    return person


def _check_has_passwords(person: Person) -> None:
    """Raise `NotNow` where this person's organisation lets its people in by its own sign-in only."""
    provider = provider_for(person.email)
    if provider and provider.only:
        raise NotNow(f"People with this address sign in through {provider.name}, without a password here.")


def find_password_link(token: str, *, at: datetime) -> PasswordLink:
    """The link that this token opens now; nothing is changed. Used, too old and never made look the same."""
    row = (
        PasswordLink.objects.select_related("person")
        .filter(public_id=reference_in(token), used_at=None, expires_at__gt=at, person__is_active=True)
        .first()
    )
    if row is None or not opens(row, token, kind=PASSWORD):
        raise NotVisible
    return row


def _new_link(
    person: Person | None, *, site: str, made_by_id: int | None, at: datetime, asked_for: str = ""
) -> PasswordLink:
    PasswordLink.objects.filter(expires_at__lt=at - timedelta(days=30)).delete()
    return PasswordLink.objects.create(
        person=person,
        asked_for=asked_for,
        made_by_id=made_by_id,
        made_at=at,
        expires_at=at + timedelta(hours=settings.PASSWORD_LINK_HOURS),
        site=site,
    )

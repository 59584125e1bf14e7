"""Inviting people, and taking an invitation up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.ids import new_public_id
from heed.platform.entrance.events import (
    InvitationAccepted,
    InvitationMade,
    InvitationSentAgain,
    InvitationWithdrawn,
)
from heed.platform.entrance.invitations import find_invitation, find_open_invitation, open_invitations
from heed.platform.entrance.letters import send_invitation
from heed.platform.entrance.models import Invitation
from heed.platform.entrance.providers import provider_for
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.operations import add_member


@transaction.atomic
def invite(
    actor: Actor,
    *,
    email: str,
    name: str,
    agency_ref: str,
    roles: Sequence[Role],
    post: str,
    site: str,
    at: datetime,
) -> Invitation:
    """Invite somebody to a place in the actor's partnership. `site` is how the actor reached Heed ("https://...").

    Nothing is said of whether the address has an account already. One open invitation for each address.
    """
    check_may(actor, Permission.MANAGE_PEOPLE)
    email = email.strip().lower()
    if Person.objects.filter(pk=actor.person_id, email__iexact=email).exists():
        raise NotAllowed("Nobody gives themselves a place. Ask somebody else who manages people.")
    agency = Agency.objects.filter(partnerships=actor.partnership_id, public_id=agency_ref).first()
    if agency is None:
        raise Invalid("Choose an agency of this partnership.", fields={"agency": "Choose an agency"})
    if not roles:
        raise Invalid("Give at least one role.", fields={"roles": "Give at least one role"})
    if open_invitations(actor, at=at).filter(email=email).exists():
        raise Invalid(
            "This address is invited already.",
            fields={"email": "This address is invited already: see the open invitations"},
        )
    row = Invitation.objects.create(
        partnership_id=actor.partnership_id,
        email=email,
        name=name.strip(),
        agency=agency,
        roles=[role.value for role in roles],
        post=post.strip(),
        invited_by_id=actor.person_id,
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
        site=site,
    )
    _mail(row)
    record(
        actor,
        InvitationMade(roles=len(roles)),
        subject_kind="invitation",
        subject_ref=row.public_id,
        at=at,
    )
    return row


@transaction.atomic
def send_again(actor: Actor, *, ref: str, site: str, at: datetime) -> Invitation:
    """A new link, which works from now as long as the first did; the link before opens nothing any more."""
    row = _open(actor, ref)
    row.nonce, row.site = new_public_id(), site
    row.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    row.save(update_fields=["nonce", "site", "expires_at"])
    _mail(row)
    record(actor, InvitationSentAgain(), subject_kind="invitation", subject_ref=row.public_id, at=at)
    return row


@transaction.atomic
def withdraw_invitation(actor: Actor, *, ref: str, at: datetime) -> None:
    """The link opens nothing from now on."""
    row = _open(actor, ref)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record(actor, InvitationWithdrawn(), subject_kind="invitation", subject_ref=row.public_id, at=at)


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str | None, signed_in: Person | None, at: datetime
) -> Membership:
    """Take up the invitation that this link opens.

    Somebody new chooses a name and password; `signed_in` is whoever has an account with that address and is
    signed in. Raises `NotVisible` where the link opens nothing, `Invalid` for a password that will not do.
    """
    row = find_open_invitation(token, at=at, held=True)
    known = Person.objects.filter(email__iexact=row.email).first()
    if known is not None and known != signed_in:
        raise NotNow("Sign in with this address first, then open the link again.")
    provider = provider_for(row.email)
    if known is None and provider:
        raise NotNow(f"Sign in through {provider.name} to take up this invitation.")
    if known is None:
        _check_password(password or "", row)
        known = Person.objects.create_person(
            email=row.email, name=name.strip() or row.name, password=password
        )
    return _take_up(row, known, at=at)


@transaction.atomic
def accept_by_provider(*, invitation_ref: str, name: str, at: datetime) -> Membership:
    """Take up an invitation whose address an identity provider has vouched for: no password is made."""
    row = Invitation.objects.select_for_update().get(
        public_id=invitation_ref, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    person = Person.objects.filter(email__iexact=row.email).first()
    if person is None:
        person = Person.objects.create_person(email=row.email, name=(name or row.name)[:120])
    return _take_up(row, person, at=at)


def _take_up(row: Invitation, person: Person, *, at: datetime) -> Membership:
    claimed = Invitation.objects.filter(pk=row.pk, accepted_at=None, withdrawn_at=None).update(
        accepted_at=at, accepted_by=person
    )
    if not claimed:
        raise NotVisible
    membership = add_member(
        row.partnership,
        person=person,
        agency=row.agency,
        roles=row.roles,
        post=row.post,
        starts_on=at.date(),
    )
    record(
        actor_of(person, membership),
        InvitationAccepted(),
        subject_kind="invitation",
        subject_ref=row.public_id,
        at=at,
    )
    return membership


def _check_password(password: str, row: Invitation) -> None:
    try:
        validate_password(password, Person(email=row.email, name=row.name))
    except ValidationError as problem:
        raise Invalid(
            "Choose another password.", fields={"password": " ".join(problem.messages)}
        ) from problem


def _open(actor: Actor, ref: str) -> Invitation:
    row = find_invitation(actor, ref)
    if row.accepted_at or row.withdrawn_at:
        raise NotNow("This invitation was taken up or withdrawn meanwhile.")
    return row


def _mail(row: Invitation) -> None:
    """Have it sent, where there is a mail server; where there is none, the inviter hands the link on."""
    if settings.MAIL_SENT:
        row.mail = Invitation.Mail.WAITING
        row.save(update_fields=["mail"])
        send_invitation.enqueue(row.public_id)

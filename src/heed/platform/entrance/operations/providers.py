"""Somebody comes back from an identity provider: who that is here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record_of_person
from heed.platform.base.errors import NotAllowed
from heed.platform.entrance.events import AccountLinked
from heed.platform.entrance.invitations import find_invitation_for
from heed.platform.entrance.models import ProviderAccount
from heed.platform.entrance.operations.invitations import accept_by_provider
from heed.platform.entrance.providers import VouchedFor

_NOT_INVITED = "Nobody with this address has been invited here. Ask your partnership's team to invite you."


@transaction.atomic
def come_in_by_provider(*, vouched: VouchedFor, at: datetime) -> Person:
    """The person that a provider vouches for: known by its subject, else by the address, else newly invited.

    Raises `NotAllowed` for whoever was never invited, whose account is closed, or whose address the provider has
    given to somebody else since.
    """
    issuer = vouched.provider.issuer
    known = (
        ProviderAccount.objects.select_related("person")
        .filter(issuer=issuer, subject=vouched.subject)
        .first()
    )
    person = known.person if known else _by_address(vouched, at=at)
    if not person.is_active:
        raise NotAllowed("This account is closed. Ask your partnership's administrator.")
    if known is None:
        ProviderAccount.objects.create(person=person, issuer=issuer, subject=vouched.subject, since=at)
        record_of_person(person, AccountLinked(provider=vouched.provider.key), at=at)
    invitation = find_invitation_for(person.email, at=at)
    if invitation is not None:
        accept_by_provider(invitation_ref=invitation.public_id, name=vouched.name, at=at)
    return person


def _by_address(vouched: VouchedFor, *, at: datetime) -> Person:
    person = Person.objects.filter(email__iexact=vouched.email).first()
    if person is None:
        invitation = find_invitation_for(vouched.email, at=at)
        if invitation is None:
            raise NotAllowed(_NOT_INVITED)
        membership = accept_by_provider(invitation_ref=invitation.public_id, name=vouched.name, at=at)
        return membership.person
    if ProviderAccount.objects.filter(person=person, issuer=vouched.provider.issuer).exists():
        raise NotAllowed(
            f"{vouched.provider.name} has given this address to somebody else. Ask your partnership's administrator."
        )
    return person

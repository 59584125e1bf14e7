"""The way back in where no manager can help: by whoever runs the machine, who could read everything anyway."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record_of_person
from heed.platform.base.errors import Invalid
from heed.platform.entrance.events import FactorReissued, PasswordLinkMade
from heed.platform.entrance.models import IdentityCheck, PasswordLink
from heed.platform.entrance.operations.sessions import forget_sessions
from heed.platform.partnerships.models import Membership


@transaction.atomic
def reset_on_this_machine(*, email: str, how: str, site: str, at: datetime) -> tuple[int, PasswordLink]:
    """Take a person's factors away, end their sessions, and make a link for a new password.

    `how` says how their identity was checked; it is kept. Returns how many factors went, and the link. Raises
    `Invalid` where nobody signs in with the address, or nothing is said of how.
    """
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise Invalid("Nobody with an open account signs in with this address.")
    how = " ".join(how.split())
    if len(how) < 10:
        raise Invalid("Say how you made sure that it is them, in some words.")
    last = Membership.objects.filter(person=person).order_by("pk").last()
    if last is not None:
        IdentityCheck.objects.create(
            partnership_id=last.partnership_id, person=person, checked_by=None, how=how[:300], checked_at=at
        )
    taken: int = Authenticator.objects.filter(user=person).delete()[0]
    forget_sessions(person=person, at=at)
    link = PasswordLink.objects.create(
        person=person,
        made_at=at,
        expires_at=at + timedelta(hours=settings.PASSWORD_LINK_HOURS),
        site=site,
    )
    record_of_person(person, FactorReissued(factors=taken), at=at)
    record_of_person(person, PasswordLinkMade(how="on Heed's own machine"), at=at)
    return taken, link

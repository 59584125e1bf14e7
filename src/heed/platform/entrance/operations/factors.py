"""Second factors that come and go."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotAllowed
from heed.platform.entrance.events import FactorAdded, FactorReissued, FactorRemoved
from heed.platform.entrance.models import IdentityCheck
from heed.platform.entrance.operations.sessions import forget_sessions
from heed.platform.entrance.queries import check_belongs_here_only, find_person


@transaction.atomic
def note_factor_added(actor: Actor, *, kind: str, at: datetime) -> None:
    """Write down that the actor set up a second factor of this kind."""
    record(actor, FactorAdded(kind=kind), subject_kind="person", subject_ref=actor.person_ref, at=at)


@transaction.atomic
def note_factor_removed(actor: Actor, *, kind: str, at: datetime) -> None:
    """Write down that the actor removed one of their own."""
    record(actor, FactorRemoved(kind=kind), subject_kind="person", subject_ref=actor.person_ref, at=at)


@transaction.atomic
def reissue_factors(actor: Actor, *, person_ref: str, how: str, at: datetime) -> int:
    """Take a person's lost factors away after making sure who asks; they set up new ones at the next sign-in.

    `how` says how their identity was checked; it is kept with who checked it. Their sessions end. Nobody does it
    for themselves: whoever had taken over an account would. Returns how many factors were taken away.
    """
    person = find_person(actor, person_ref)
    if person.pk == actor.person_id:
        raise NotAllowed("Somebody else must make sure that it is you. Ask another manager or administrator.")
    check_belongs_here_only(actor, person, on=at.date())
    how = " ".join(how.split())
    if len(how) < 10:
        raise Invalid(
            "Say how you made sure who asked.",
            fields={
                "how": "Say how you made sure, such as “called back on the number in the staff directory”"
            },
        )
    IdentityCheck.objects.create(
        partnership_id=actor.partnership_id,
        person=person,
        checked_by_id=actor.person_id,
        how=how[:300],
        checked_at=at,
    )
    taken: int = Authenticator.objects.filter(user=person).delete()[0]
    forget_sessions(person=person, at=at)
    record(
        actor,
        FactorReissued(factors=taken),
        subject_kind="person",
        subject_ref=person.public_id,
        at=at,
    )
    return taken

"""Looking through an agency's people: all at once, each with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heed.information.events import EndSettled, PeopleConfirmed
from heed.information.models import AccessReview, ConfirmedPerson
from heed.information.queries.access_reviews import (
    find_agency_to_confirm,
    find_end_asked_for,
    people_of_agency,
)
from heed.information.types import Confirmed
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.people.operations import end_membership


@transaction.atomic
def confirm_people(
    actor: Actor, *, agency_ref: str, said: Mapping[str, tuple[str, str]], at: datetime
) -> AccessReview:
    """Say of everybody who acts for the agency today that they stay, or should end and why.

    `said` is by membership (public id): what is said, and the reason. Nobody may be left out, and nobody ends here:
    a manager settles what was asked.
    """
    agency = find_agency_to_confirm(actor, agency_ref)
    people = people_of_agency(actor, agency, on=at.date())
    if set(said) != {each.ref for each in people}:
        raise NotNow("The agency's people changed meanwhile. Look through them again.")
    for each in people:
        if said[each.ref][0] not in (Confirmed.STAYS, Confirmed.END):
            raise Invalid(f"Say whether {each.name} stays.", fields={each.ref: "Choose one"})
        if said[each.ref][0] == Confirmed.END and not said[each.ref][1].strip():
            raise Invalid(f"Say why {each.name} should end.", fields={each.ref: "Enter the reason"})
    review = AccessReview.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        agency=agency,
        done_by_id=actor.person_id,
        done_at=at,
    )
    rows = ConfirmedPerson.objects.bulk_create(
        ConfirmedPerson(
            review=review,
            membership_id=each.membership_id,
            said=said[each.ref][0],
            reason=said[each.ref][1].strip()[:300] if said[each.ref][0] == Confirmed.END else "",
        )
        for each in people
    )
    end = sum(row.said == Confirmed.END for row in rows)
    _settle_earlier(rows, at)
    record(
        actor,
        PeopleConfirmed(stay=len(rows) - end, end=end),
        subject_kind="agency",
        subject_ref=agency.public_id,
        at=at,
    )
    return review


def _settle_earlier(rows: list[ConfirmedPerson], at: datetime) -> None:
    """What was asked before of the same people is replaced by what is said now."""
    ConfirmedPerson.objects.filter(
        membership__in=[row.membership_id for row in rows], said=Confirmed.END, settled_at__isnull=True
    ).exclude(pk__in=[row.pk for row in rows]).update(settled_at=at, settled_by="a later review")


@transaction.atomic
def settle_end(actor: Actor, *, membership_ref: str, end: bool, at: datetime) -> ConfirmedPerson:
    """End a membership as its agency's lead asked, at once; or let it stay."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    asked = find_end_asked_for(actor, membership_ref)
    claimed = ConfirmedPerson.objects.filter(pk=asked.pk, settled_at__isnull=True)
    if not claimed.update(ended=end, settled_by=actor.name, settled_at=at):
        raise NotNow("Another manager has settled it meanwhile.")
    if end:
        membership = asked.membership
        end_membership(actor, ref=membership_ref, reason=asked.reason, version=membership.version, at=at)
    record(
        actor,
        EndSettled(what="ended" if end else "stays"),
        subject_kind="person",
        subject_ref=asked.membership.person.public_id,
        at=at,
    )
    asked.refresh_from_db()
    return asked

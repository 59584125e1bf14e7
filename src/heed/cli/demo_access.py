"""Who may see and do what in the demo beside roles: a deputy, somebody who left, a restricted case, exclusions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base import clock
from heed.platform.partnerships.models import Membership
from heed.platform.people.operations import end_membership, exclude_person, make_deputy, restrict_case
from heed.reviews.queries import list_reviews


def build_access(manager: Actor, administrator: Actor, written: dict[str, Any]) -> None:
    """As the demo's people did it: the administrator looks after places, the business manager after cases."""
    emails = {each["key"]: each["email"] for each in [*written["people"], *written.get("left", [])]}
    at = clock.now()
    for each in written.get("left", []):
        place = _place(manager, emails[each["key"]])
        end_membership(
            administrator, ref=place.public_id, reason=each["reason"], version=place.version, at=at
        )
    for each in written.get("deputies", []):
        today = timezone.localdate(at)
        make_deputy(
            administrator,
            ref=_place(manager, emails[each["stands_in_for"]]).public_id,
            deputy_ref=_place(manager, emails[each["deputy"]]).public_id,
            starts_on=today,
            ends_on=today + timedelta(days=each["days"]),
            reason=each["reason"],
            at=at,
        )
    reviews = {review.name: review.public_id for review in list_reviews(manager)}
    for each in written.get("access", []):
        _build_case(manager, reviews[each["review"]], each, emails)


def _build_case(manager: Actor, ref: str, written: dict[str, Any], emails: dict[str, str]) -> None:
    version, at = 0, clock.now()
    if written.get("restricted"):
        named = [_person(emails[key]) for key in written["named"]]
        scope = restrict_case(
            manager, ref=ref, people=named, reason=written["restricted"], version=version, at=at
        )
        version = scope.version
    for key, reason in written.get("excluded", {}).items():
        person = _person(emails[key])
        exclusion = exclude_person(manager, ref=ref, person=person, reason=reason, version=version, at=at)
        version = exclusion.scope.version


def _place(manager: Actor, email: str) -> Membership:
    return Membership.objects.get(person__email=email, partnership_id=manager.partnership_id)


def _person(email: str) -> str:
    return Person.objects.get(email=email).public_id

"""Who a case is for: published, the partnership, one agency, restricted; everything of the case follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.learning.models import Finding, Recommendation, Response
from heed.library.models import Document
from heed.plans.models import Action
from heed.platform.access.models import Restriction, Scope
from heed.platform.access.queries import find_actor
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import (
    ask_emergency_access,
    exclude_person,
    grant_emergency_access,
    make_deputy,
    restrict_case,
    set_case_level,
)
from heed.platform.registers.operations import save_view
from heed.reviews.models import Review
from tests.cast import Cast, Register, client_of

RECORDS = (Review, Document, Recommendation, Response, Action, Finding)


def now() -> datetime:
    return timezone.now()


def police(cast: Cast) -> Agency:
    return Agency.objects.get(name="Westmere Police")


def for_police(cast: Cast, register: Register, version: int = 0) -> Scope:
    return set_case_level(
        cast.manager,
        ref=register.review.public_id,
        level="agency",
        agency_ref=police(cast).public_id,
        reason="The force's own review",
        version=version,
        at=now(),
    )


def sees(actor: Actor, register: Register) -> set[str]:
    """Which kinds of the case's records somebody sees."""
    documents = Document.objects.visible_to(actor).filter(pk=register.accepted.document_id)
    found = {"Document"} if documents.exists() else set()
    for model in RECORDS:
        rows = model.objects.visible_to(actor)
        if model is Review:
            rows = rows.filter(pk=register.review.pk)
        elif model in (Recommendation, Action, Finding):
            rows = rows.filter(review=register.review.pk)
        elif model is Response:
            rows = rows.filter(reading=register.accepted.reading_id)
        if model is not Document and rows.exists():
            found.add(model.__name__)
    return found


EVERYTHING = {model.__name__ for model in RECORDS}


def test_at_agency_level_its_people_and_those_who_say_who_sees_a_case_see_everything_and_others_nothing(
    register: Register, cast: Cast
) -> None:
    for_police(cast, register)
    guards = {Role.BUSINESS_MANAGER, Role.INFORMATION_GOVERNANCE_LEAD}
    for role, actor in cast.of.items():
        its = actor.agency_name == "Westmere Police" or role in guards
        assert sees(actor, register) == (EVERYTHING if its else set()), role
    assert sees(cast.outsider, register) == set()


@pytest.mark.parametrize("level", ["published", "partnership"])
def test_at_the_other_levels_everybody_of_the_partnership_sees_it(
    level: str, register: Register, cast: Cast
) -> None:
    scope = for_police(cast, register)
    set_case_level(
        cast.manager,
        ref=register.review.public_id,
        level=level,
        agency_ref="",
        reason="It is on the website",
        version=scope.version,
        at=now(),
    )
    assert sees(cast.reader, register) == EVERYTHING
    assert sees(cast.outsider, register) == set()
    scope.refresh_from_db()
    assert (scope.level, scope.agency_id, scope.reason) == (level, None, "It is on the website")


def test_a_restriction_ends_with_another_level_and_stays_on_record(register: Register, cast: Cast) -> None:
    scope = restrict_case(
        cast.manager, ref=register.review.public_id, people=[], reason="A trial", version=0, at=now()
    )
    for_police(cast, register, scope.version)
    held = Restriction.objects.get(scope=scope)
    assert (bool(held.ended_at), held.end_reason) == (True, "The force's own review")
    scope.refresh_from_db()
    again = restrict_case(
        cast.manager,
        ref=register.review.public_id,
        people=[],
        reason="Again",
        version=scope.version,
        at=now(),
    )
    assert again.agency_id is None
    others = [each for each in cast.of.values() if each.person_id != cast.manager.person_id]
    assert all(sees(each, register) == set() for each in others)


def test_an_exclusion_counts_at_every_level(register: Register, cast: Cast) -> None:
    inside = next(each for role, each in cast.of.items() if each.agency_name == "Westmere Police")
    scope = for_police(cast, register)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=inside.person_ref,
        reason="Own practice",
        version=scope.version,
        at=now(),
    )
    assert sees(inside, register) == set()


def test_a_deputy_sees_it_while_they_stand_in_and_not_after(register: Register, cast: Cast) -> None:
    inside = next(
        each
        for role, each in cast.of.items()
        if each.agency_name == "Westmere Police"
        and role == Role.READER
        or each.agency_name == "Westmere Police"
    )
    outside = next(
        each
        for role, each in cast.of.items()
        if each.agency_name != "Westmere Police" and role in (Role.GROUP_MEMBER, Role.READER, Role.ANALYST)
    )
    for_police(cast, register)
    today = timezone.localdate()
    deputy = make_deputy(
        cast.manager,
        ref=Membership.objects.get(pk=inside.membership_id).public_id,
        deputy_ref=Membership.objects.get(pk=outside.membership_id).public_id,
        starts_on=today,
        ends_on=today,
        reason="On leave",
        at=now(),
    )
    person = Person.objects.get(pk=outside.person_id)
    acting = find_actor(person, on=today, membership_ref=deputy.public_id)
    assert acting
    assert acting.on_behalf_of == inside.name
    assert sees(acting, register) == EVERYTHING
    later = find_actor(person, on=today + timedelta(days=1), membership_ref=deputy.public_id)
    assert later
    assert sees(later, register) == set()


def test_emergency_access_opens_it(register: Register, cast: Cast) -> None:
    outside = next(each for each in cast.of.values() if sees_not(each, cast, register))
    asked = ask_emergency_access(outside, words="Alder", reason="A child may be unsafe.", at=now())
    assert sees(outside, register) == set()
    grant_emergency_access(cast.manager, ref=asked.public_id, hours=1, at=now())
    assert sees(outside, register) == EVERYTHING


def sees_not(actor: Actor, cast: Cast, register: Register) -> bool:
    if not Scope.objects.filter(case_ref=register.review.public_id).exists():
        for_police(cast, register)
    return sees(actor, register) == set() and Role.ADMINISTRATOR not in actor.roles


def test_the_page_says_who_sees_it_and_why_and_changes_it(register: Register, cast: Cast) -> None:
    manager = client_of(cast.manager)
    page = reverse("people:who_can_see", args=["review", register.review.public_id])
    sent = {
        "do": "level",
        "level": "agency",
        "agency": police(cast).public_id,
        "reason": "The force's own review",
        "version": "0",
    }
    missing = manager.post(page, {**sent, "agency": "", "reason": ""})
    assert missing.status_code == 422
    assert "Say why" in missing.content.decode()
    assert manager.post(page, sent).status_code == 302
    shown = manager.get(page).content.decode()
    for each in (
        "For Westmere Police alone",
        "acts for Westmere Police",
        "says who sees a case",
        "own review",
    ):
        assert each in shown
    outside = next(
        each
        for each in cast.of.values()
        if sees(each, register) == set() and Role.ADMINISTRATOR not in each.roles
    )
    assert f'data-label="Person">{outside.name}' not in shown
    assert f'data-label="Person">{cast.manager.name}' in shown
    for path in (page, reverse("reviews:review", args=[register.review.public_id])):
        assert client_of(outside).get(path).status_code == 404
    [event] = Event.objects.filter(kind="case.level_set")
    assert event.facts["level"] == "agency"
    assert "own review" not in str(event.facts)


def test_lists_downloads_and_a_saved_view_of_somebody_outside_tell_nothing(
    register: Register, cast: Cast
) -> None:
    for_police(cast, register)
    outside = next(
        each
        for each in cast.of.values()
        if sees(each, register) == set() and Role.ADMINISTRATOR not in each.roles
    )
    save_view(
        cast.manager,
        register="recommendations",
        name="Of Alder",
        query=f"review={register.review.public_id}",
        shared=True,
        at=now(),
    )
    client = client_of(outside)
    for path in (
        reverse("home"),
        reverse("learning:list"),
        f"{reverse('learning:list')}?review={register.review.public_id}",
        f"{reverse('learning:list')}?words=core+groups",
        reverse("plans:list"),
        reverse("library:list"),
        reverse("reviews:list"),
    ):
        page = client.get(path).content.decode()
        assert "REC-0001" not in page, path
        assert "Learning from Alder" not in page, path


def test_nobody_else_changes_the_level_and_nonsense_is_refused(register: Register, cast: Cast) -> None:
    def setting(actor: Actor, level: str, agency: str = "") -> None:
        set_case_level(
            actor,
            ref=register.review.public_id,
            level=level,
            agency_ref=agency,
            reason="Why",
            version=0,
            at=now(),
        )

    for role in (Role.OFFICER, Role.READER, Role.ADMINISTRATOR, Role.AGENCY_LEAD):
        with pytest.raises(NotAllowed):
            setting(cast.of[role], "published")
    with pytest.raises(NotVisible):
        setting(cast.outsider, "published")
    elsewhere = Agency.objects.get(name="Harrowdale Council").public_id
    for level, agency in (("restricted", ""), ("secret", ""), ("agency", ""), ("agency", elsewhere)):
        with pytest.raises(Invalid):
            setting(cast.manager, level, agency)
    assert not Scope.objects.filter(case_ref=register.review.public_id).exists()

"""A partnership's work passes to the body that comes after it, by two people, and everything that was stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.platform.access.queries import find_actor
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Partnership
from heed.platform.people.operations import restrict_case
from heed.reviews.models import Review
from heed.successions.operations import agree_succession, propose_succession, take_back_succession
from heed.successions.queries import count_inherited, list_successions
from tests.cast import AT, Cast, Register, client_of

NEW = "Westmere Vale Safeguarding Children Partnership"
ON = date(2025, 3, 1)


def proposed(actor: Actor, *, successor: str = NEW) -> str:
    return propose_succession(actor, successor=successor, on=ON, basis="Order of 2025", at=AT).public_id


def partner(cast: Cast) -> Actor:
    return cast.of[Role.LEAD_SAFEGUARDING_PARTNER]


def name_of(actor: Actor) -> str:
    return Partnership.objects.get(pk=actor.partnership_id).name


def everything(actor: Actor) -> list[tuple[str, str, int, int]]:
    """Every record as it stands: what it is, its reference, whose it is and who sees it."""
    return [
        (model.__name__, row.reference, row.partnership_id, row.scope_id)
        for model in (Review, Recommendation, Action)
        for row in model.objects.visible_to(actor).order_by("pk")
    ]


@pytest.mark.capability("A19")
def test_everything_passes_on_under_the_new_name_with_its_history(register: Register, cast: Cast) -> None:
    before, events = everything(cast.manager), Event.objects.count()
    agree_succession(partner(cast), ref=proposed(cast.manager), at=AT)
    assert name_of(cast.manager) == NEW
    assert everything(cast.manager) == before
    assert Event.objects.count() > events
    [row] = list_successions(cast.reader)
    assert (row.predecessor, row.successor, row.on) == (cast.manager.partnership_name, NEW, ON)
    page = client_of(cast.reader).get(reverse("successions:list")).content.decode()
    assert cast.manager.partnership_name in page
    assert "1 review, " in page
    assert f"{Recommendation.objects.visible_to(cast.reader).count()} recommendations and" in page


@pytest.mark.capability("A19")
def test_a_review_published_before_says_from_whom_it_was_inherited(register: Register, cast: Cast) -> None:
    address = reverse("reviews:review", args=[register.review.public_id])
    assert "Inherited from" not in client_of(cast.reader).get(address).content.decode()
    agree_succession(partner(cast), ref=proposed(cast.manager), at=AT)
    page = client_of(cast.reader).get(address).content.decode()
    assert f"Inherited from {cast.manager.partnership_name}" in page


@pytest.mark.capability("A19")
def test_an_open_review_is_inherited_too_and_its_work_goes_on(register: Register, cast: Cast) -> None:
    """Asked and agreed on the page; what was promised to the old body is reported to the new one."""
    rows = Review.objects.for_everyone(because="a test").filter(pk=register.review.pk)
    rows.update(published_earliest=None, published_latest=None, registered_at=AT - timedelta(days=2000))
    page = reverse("successions:list")
    typed = {"successor": NEW, "on_day": "1", "on_month": "3", "on_year": "2025", "basis": "Order of 2025"}
    assert client_of(cast.manager).post(page, typed).status_code == 302
    [row] = list_successions(cast.manager)
    agreed = client_of(partner(cast)).post(
        reverse("successions:answer", args=[row.public_id]), {"do": "agree"}
    )
    assert agreed.status_code == 302
    heir = find_actor(Person.objects.get(public_id=cast.manager.person_ref), on=AT.date())
    assert heir is not None
    assert heir.partnership_name == NEW
    review = client_of(heir).get(reverse("reviews:review", args=[register.review.public_id])).content.decode()
    assert f"Inherited from {cast.manager.partnership_name}" in review
    action = Action.objects.visible_to(heir).first()
    assert action is not None
    assert client_of(heir).get(reverse("plans:action", args=[action.public_id])).status_code == 200
    [kept] = Revision.objects.filter(subject_kind="succession", subject_ref=row.public_id)
    assert kept.words == cast.manager.partnership_name


def test_a_review_that_came_later_is_not_inherited(register: Register, cast: Cast) -> None:
    rows = Review.objects.for_everyone(because="a test").filter(pk=register.review.pk)
    rows.update(published_earliest=None, published_latest=None, registered_at=AT)
    agree_succession(partner(cast), ref=proposed(cast.manager), at=AT)
    address = reverse("reviews:review", args=[register.review.public_id])
    assert "Inherited from" not in client_of(cast.reader).get(address).content.decode()


def test_it_takes_two_people(cast: Cast) -> None:
    ref = proposed(cast.manager)
    assert name_of(cast.manager) == cast.manager.partnership_name
    with pytest.raises(NotAllowed, match="two people"):
        agree_succession(cast.manager, ref=ref, at=AT)
    agree = b'value="agree"'
    assert agree not in client_of(cast.manager).get(reverse("successions:list")).content
    assert agree in client_of(partner(cast)).get(reverse("successions:list")).content


def test_a_proposal_is_answered_once(cast: Cast) -> None:
    ref = proposed(cast.manager)
    take_back_succession(cast.manager, ref=ref, at=AT)
    with pytest.raises(NotNow, match="answered"):
        agree_succession(partner(cast), ref=ref, at=AT)


def test_of_two_proposals_the_second_is_overtaken(cast: Cast) -> None:
    one, other = proposed(cast.manager), proposed(cast.manager, successor="Westmere and Vale Board")
    agree_succession(partner(cast), ref=one, at=AT)
    with pytest.raises(NotNow, match="took over meanwhile"):
        agree_succession(partner(cast), ref=other, at=AT)
    assert name_of(cast.manager) == NEW


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"successor": " "}, "successor"),
        ({"successor": "x" * 161}, "successor"),
        ({"successor": "Harrowdale Safeguarding Children Partnership"}, "successor"),
        ({"successor": "the westmere safeguarding children partnership"}, "successor"),
        ({"on": None}, "on"),
        ({"on": AT.date() + timedelta(days=1)}, "on"),
        ({"basis": ""}, "basis"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, given: dict[str, object], field: str) -> None:
    whole: dict[str, object] = {"successor": NEW, "on": ON, "basis": "Order of 2025", **given}
    with pytest.raises(Invalid) as refusal:
        propose_succession(cast.manager, **whole, at=AT)  # type: ignore[arg-type]
    assert set(refusal.value.fields) == {field}


def test_counts_tell_nobody_of_a_restricted_case(register: Register, cast: Cast) -> None:
    restrict_case(cast.manager, ref=register.review.public_id, people=[], reason="A trial", version=0, at=AT)
    row = agree_succession(partner(cast), ref=proposed(cast.manager), at=AT)
    assert count_inherited(cast.reader, row).reviews == 0
    assert count_inherited(cast.manager, row).reviews == 1


def test_the_other_partnership_neither_sees_nor_answers(cast: Cast) -> None:
    ref = proposed(cast.manager)
    assert list_successions(cast.outsider) == []
    with pytest.raises(NotVisible):
        take_back_succession(cast.outsider, ref=ref, at=AT)

"""Independence is looked at, not only ticked; who is excluded later is shown; proceedings stop what they say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.models import Membership
from heed.reviews.models import Review
from heed.reviews.operations.participation import keep_contact, mark_told
from heed.reviews.operations.people import appoint_reviewer, keep_reviewer, unseat_panel_member
from heed.reviews.operations.proceedings import Holds, note_proceedings
from heed.reviews.parts import ahead_of
from heed.reviews.queries.independence import agencies_in_case
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_recommendation, a_referral

TODAY = AT.date()


def appoint(cast: Cast, review: Review, name: str, **who: str) -> Any:
    row = keep_reviewer(cast.manager, name=name, experience="Ten reviews.", at=AT, **{"firm": "", **who})
    return appoint_reviewer(
        cast.manager,
        review_ref=review.public_id,
        reviewer_ref=row.public_id,
        role="lead_reviewer",
        appointed_on=TODAY,
        at=AT,
    )


@pytest.mark.capability("A05")
def test_whoever_works_for_an_agency_of_the_case_does_not_lead_it(register: Register, cast: Cast) -> None:
    work.terms(cast, register)
    assert set(agencies_in_case(register.review, on=TODAY).values()) == {"Westmere Police", "Vale NHS Trust"}
    lead = cast.of[Role.AGENCY_LEAD]
    wrong = refused(lambda: appoint(cast, register.review, lead.name, member_ref=work.place_of(lead)))
    assert wrong["reviewer_ref"].startswith(f"{lead.name} works for Vale NHS Trust, which is in this case")
    wrong = refused(lambda: appoint(cast, register.review, "Ned Ash", firm="westmere police"))
    assert "Ned Ash works for Westmere Police" in wrong["reviewer_ref"]
    assert appoint(cast, register.review, "Ivo Langley", firm="Longmead").role == "lead_reviewer"


@pytest.mark.capability("A05")
def test_whoever_employs_a_panel_member_is_in_the_case(register: Register, cast: Cast) -> None:
    """One sits there for the partnership, lent by the council: whoever works for the council does not lead it."""
    assert not agencies_in_case(register.review, on=TODAY)
    member = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    council = work.agency("Westmere Council")
    Membership.objects.filter(pk=member.membership_id).update(employer=council)
    row = work.seated(cast, register, member_ref=work.place_of(member), name="", agency="")
    assert council.name in agencies_in_case(register.review, on=TODAY).values()
    wrong = refused(lambda: appoint(cast, register.review, "Ned Ash", firm="Westmere Council"))
    assert "Ned Ash works for Westmere Council" in wrong["reviewer_ref"]
    unseat_panel_member(cast.manager, ref=row.public_id, left_on=TODAY, why="Moved.", at=AT)
    assert appoint(cast, register.review, "Ned Ash", firm="Westmere Council").role == "lead_reviewer"


@pytest.mark.capability("A05")
def test_a_reviewer_excluded_later_is_flagged_on_the_reviews_page(register: Register, cast: Cast) -> None:
    reader = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    row = appoint(cast, register.review, reader.name, member_ref=work.place_of(reader))
    exclude(cast, register, reader)
    told = [each.words for each in ahead_of(cast.manager, register.review) if each.kind == "blocked"]
    words = f"{row.reviewer.name} is excluded from this case now, and is its lead reviewer"
    assert f"{words}: end their part" in told
    for page in ("reviews:review", "reviews:people"):
        address = reverse(page, args=[register.review.public_id])
        assert words in client_of(cast.manager).get(address).content.decode()


def test_somebody_excluded_is_known_by_a_typed_name(register: Register, cast: Cast) -> None:
    out = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    exclude(cast, register, out)
    wrong = refused(lambda: work.seated(cast, register, name=f"{out.name.upper()}, Head of Audit"))
    assert list(wrong) == ["name"]
    row = work.ask(cast, register)
    wrong = refused(lambda: work.hand_in(cast, row, written=work.words(author=f"{out.name}, Named Nurse")))
    assert list(wrong) == ["author"]
    with pytest.raises(NotNow, match="is excluded from this case"):
        appoint(cast, register.review, out.name)


@pytest.mark.parametrize("step", ["appointments", "submissions", "decision", "family"])
def test_proceedings_stop_what_they_say(step: str, register: Register, cast: Cast) -> None:
    review = a_referral(cast.officer).review if step == "decision" else register.review
    note_proceedings(
        cast.manager,
        review_ref=review.public_id,
        kind="criminal",
        body="Westmere Crown Court",
        began_on=date(2025, 1, 6),
        holds=Holds(blocks=(step,)),
        at=AT,
    )
    if step == "appointments":
        with pytest.raises(NotNow, match="holds up appointing"):
            appoint(cast, review, "Ivo Langley")
    elif step == "submissions":
        with pytest.raises(NotNow, match="holds up submissions"):
            work.ask(cast, register)
    elif step == "decision":
        with pytest.raises(NotNow, match="holds up the decision"):
            a_recommendation(cast.officer, review)
        assert a_recommendation(cast.officer, review, outcome="defer").outcome == "defer"
    else:
        row = work.participant(cast, register, part="family", name="Una Marlow", called="The mother")
        mark_told(cast.manager, ref=row.public_id, told_on=TODAY, at=AT)
        given = {"ref": row.public_id, "on": TODAY, "outcome": "accepted", "stage": "", "words": "", "at": AT}
        assert keep_contact(cast.manager, kind="letter", **given).pk
        with pytest.raises(Invalid) as refusal:
            keep_contact(cast.manager, kind="meeting", **given)
        assert "Westmere Crown Court) holds up speaking with the family" in refusal.value.fields["allowed_by"]
        made = keep_contact(cast.manager, kind="meeting", allowed_by="the judge, 3 March", **given)
        assert made.words == "Allowed by the judge, 3 March."

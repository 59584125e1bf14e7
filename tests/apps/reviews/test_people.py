"""Who carries a review out: appointed, declared, seated; nobody who was involved; attendance by agency."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.approvals.operations import take_approval_back
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.reviews.models import Appointment
from heed.reviews.operations.people import (
    appoint_reviewer,
    end_appointment,
    keep_declaration,
    keep_reviewer,
    unseat_panel_member,
)
from heed.reviews.queries.people import (
    appointments_of,
    attended,
    find_appointment,
    panel_meetings,
    panel_of_review,
    served_before,
    still_needed,
)
from heed.reviews.queries.proposals import standing_of
from heed.reviews.rules.people import attendance, still_lacks
from heed.reviews.types.people import Seat
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import ALDER, AT, Cast, Register, client_of, register_of
from tests.cast_cases import all_partners_agree

TODAY = AT.date()


@pytest.mark.capability("A05")
def test_nobody_begins_before_having_declared(register: Register, cast: Cast) -> None:
    row = work.appointed(cast, register)
    page = reverse("reviews:people", args=[register.review.public_id])
    assert "cannot begin before declaring" in client_of(cast.reader).get(page).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.visible_to(cast.manager).filter(pk=row.pk).update(begins_on=TODAY)
    given: dict[str, Any] = {"ref": row.public_id, "declared_on": TODAY, "begins_on": None, "at": AT}
    wrong = refused(lambda: keep_declaration(cast.manager, independent=False, interests="None", **given))
    assert list(wrong) == ["independent"]
    wrong = refused(lambda: keep_declaration(cast.manager, independent=True, interests=" ", **given))
    assert list(wrong) == ["interests"]
    early = {**given, "begins_on": TODAY - timedelta(days=1)}
    assert list(
        refused(lambda: keep_declaration(cast.manager, independent=True, interests="None", **early))
    ) == ["begins_on"]
    made = keep_declaration(cast.manager, independent=True, interests="Trained the police in 2019.", **given)
    assert made.begins_on == TODAY
    with pytest.raises(NotNow, match="kept already"):
        keep_declaration(cast.manager, independent=True, interests="None", **given)
    assert "Trained the police in 2019." in client_of(cast.reader).get(page).content.decode()


@pytest.mark.capability("A05")
def test_who_leads_a_review_is_decided_by_the_partners(register: Register, cast: Cast) -> None:
    """Not by one manager alone; an officer minutes what somebody said, and names them; taken back, it is open again."""
    row = work.put_forward(cast, register)
    page = reverse("reviews:people", args=[register.review.public_id])
    given: dict[str, Any] = {"ref": row.public_id, "declared_on": TODAY, "begins_on": None, "at": AT}
    with pytest.raises(NotNow, match="have not all agreed"):
        keep_declaration(cast.manager, independent=True, interests="None", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.visible_to(cast.manager).filter(pk=row.pk).update(
            declared_on=TODAY, interests="None", begins_on=TODAY
        )
    assert "Westmere Police</a>: waited for" in client_of(cast.manager).get(page).content.decode()
    assert still_needed(register.review, appointments_of(cast.manager, register.review.pk)) == {
        "lead_reviewer": 1
    }
    joint = standing_of(cast.manager, row)
    assert joint is not None
    assert joint.decision == "appoint_reviewer"
    all_partners_agree(cast, joint)
    row.refresh_from_db()
    assert row.agreed_on == TODAY
    now = standing_of(cast.manager, row)
    assert now is not None
    minuted = next(seat.given for seat in now.seats if seat.given and seat.agency == "Westmere Police")
    assert (minuted.name, minuted.meeting) == ("Polly Parr", "Partners' meeting")
    take_approval_back(cast.manager, ref=minuted.ref, reason="Misheard.", at=AT)
    row.refresh_from_db()
    assert row.agreed_on is None
    other = appoint_reviewer(
        cast.manager,
        review_ref=register.review.public_id,
        reviewer_ref=row.reviewer.public_id,
        role="anonymiser",
        appointed_on=TODAY,
        at=AT,
    )
    assert other.agreed_on == TODAY, "who anonymises is for the team"


@pytest.mark.capability("A05")
def test_the_same_person_or_firm_elsewhere_is_shown(register: Register, cast: Cast) -> None:
    """To those who see the other review, and to nobody else."""
    other = register_of(cast.manager, ALDER, review="Bramble")
    mine = work.appointed(cast, register)
    partner = keep_reviewer(cast.manager, name="Ama Brook", firm="Longmead", experience="Six reviews.", at=AT)
    for reviewer, role in ((mine.reviewer, "lead_reviewer"), (partner, "panel_chair")):
        appoint_reviewer(
            cast.manager,
            review_ref=other.public_id,
            reviewer_ref=reviewer.public_id,
            role=role,
            appointed_on=TODAY,
            at=AT,
        )
    found = served_before(cast.reader, register.review)[mine.reviewer_id]
    assert [(each.review_name, each.same) for each in found] == [
        ("Bramble", "the same person"),
        ("Bramble", "the same firm"),
    ]
    exclude_from(cast, other)
    assert served_before(cast.reader, register.review) == {}


def exclude_from(cast: Cast, review: Any) -> None:
    from heed.platform.people.operations import exclude_person

    exclude_person(
        cast.manager, ref=review.public_id, person=cast.reader.person_ref, reason="Own", version=0, at=AT
    )


@pytest.mark.capability("A05")
def test_a_reviewer_is_kept_once_for_all_reviews(register: Register, cast: Cast) -> None:
    one = work.appointed(cast, register).reviewer
    again = keep_reviewer(cast.manager, name=" ivo   LANGLEY ", firm="longmead", experience="", at=AT)
    assert again == one
    with pytest.raises(NotNow, match="this part already"):
        work.appointed(cast, register)


@pytest.mark.capability("A06")
def test_whoever_was_involved_does_not_sit_on_the_panel(register: Register, cast: Cast) -> None:
    wrong = refused(lambda: work.seated(cast, register, involved=True))
    assert list(wrong) == ["involved"]
    member = cast.of[Role.REVIEW_PANEL_MEMBER]
    row = work.seated(cast, register, member_ref=work.place_of(member), name="")
    exclude(cast, register, member)
    page = reverse("reviews:people", args=[register.review.public_id])
    assert (
        "is excluded from this case now, and sits on its panel"
        in client_of(cast.manager).get(page).content.decode()
    )
    unseat_panel_member(cast.manager, ref=row.public_id, left_on=TODAY, why="Managed the nurse.", at=AT)
    wrong = refused(lambda: work.seated(cast, register, member_ref=work.place_of(member), name=""))
    assert list(wrong) == ["member_ref"]


@pytest.mark.capability("A06")
def test_attendance_by_agency_and_a_warning_after_two_missed(register: Register, cast: Cast) -> None:
    """In a browser: a substitute counts, and the agency that misses two in a row stands at the top."""
    first = work.seated(cast, register)
    second = work.seated(cast, register, name="Hal Dane", agency=work.agency("Westmere Police").public_id)
    manager, page = client_of(cast.manager), reverse("reviews:people", args=[register.review.public_id])
    sent = {
        "do": "meeting",
        "meeting-held_on_month": "2",
        "meeting-held_on_year": "2025",
        f"meeting-came_{first.public_id}": "absent",
        f"meeting-came_{second.public_id}": "substitute",
        f"meeting-substitute_{second.public_id}": "Jo Field",
    }
    assert manager.post(page, {**sent, "meeting-held_on_day": "1"}).status_code == 302
    assert manager.post(page, {**sent, "meeting-held_on_day": "1"}).status_code == 422
    assert manager.post(page, {**sent, "meeting-held_on_day": "8"}).status_code == 302
    unnamed = {**sent, "meeting-held_on_day": "9", f"meeting-substitute_{second.public_id}": ""}
    assert "Name who came for Hal Dane" in manager.post(page, unnamed).content.decode()
    found = {each.agency: each for each in attended(panel_meetings(cast.reader, register.review.pk))}
    assert (found["Vale NHS Trust"].missed, found["Westmere Police"].percent) == (2, 100)
    assert "Nobody came for Vale NHS Trust (2 meetings in a row)." in manager.get(page).content.decode()


def test_the_newest_meeting_counts_first_and_who_had_no_seat_is_not_counted() -> None:
    there, gone = Seat("A", "came"), Seat("A", "absent")
    [only] = attendance([[gone], [there, gone], []])
    assert (only.expected, only.there, only.missed) == (2, 1, 1)
    assert attendance([]) == []


def test_the_method_says_whom_a_review_needs(register: Register, cast: Cast) -> None:
    review = register.review
    assert still_needed(review, []) == {"lead_reviewer": 1}
    review.method = "traditional"
    assert still_needed(review, []) == {"lead_reviewer": 1, "panel_chair": 1}
    row = work.appointed(cast, register)
    assert still_needed(review, appointments_of(cast.manager, review.pk)) == {"panel_chair": 1}
    end_appointment(cast.manager, ref=row.public_id, ended_on=TODAY, why="Retired.", at=AT)
    assert still_needed(review, appointments_of(cast.manager, review.pk))["lead_reviewer"] == 1
    assert still_lacks({"lead_reviewer": 2}, ["lead_reviewer"]) == {"lead_reviewer": 1}


def test_who_may_who_sees_and_days_that_cannot_be(register: Register, cast: Cast) -> None:
    row = work.appointed(cast, register)
    with pytest.raises(NotAllowed):
        end_appointment(cast.reader, ref=row.public_id, ended_on=TODAY, why="x", at=AT)
    with pytest.raises(NotVisible):
        find_appointment(cast.outsider, row.public_id)
    before = TODAY - timedelta(days=900)
    for day in (None, before, TODAY + timedelta(days=1)):
        act = {"ref": row.public_id, "ended_on": day, "why": "x", "at": AT}
        with pytest.raises(Invalid):
            end_appointment(cast.manager, **act)  # type: ignore[arg-type]
    seat = work.seated(cast, register)
    with pytest.raises(NotNow, match="already"):
        work.seated(cast, register)
    exclude(cast, register, cast.reader)
    assert panel_of_review(cast.reader, register.review.pk) == []
    assert appointments_of(cast.reader, register.review.pk) == []
    assert seat.agency.name == "Vale NHS Trust"


def test_a_reviewer_who_is_excluded_is_not_appointed(register: Register, cast: Cast) -> None:
    lead = cast.of[Role.LEAD_REVIEWER]
    reviewer = keep_reviewer(
        cast.manager, name="Rafe Rutter", firm="", experience="Ten.", member_ref=work.place_of(lead), at=AT
    )
    exclude(cast, register, lead)
    with pytest.raises(NotNow, match="excluded from this case"):
        appoint_reviewer(
            cast.manager,
            review_ref=register.review.public_id,
            reviewer_ref=reviewer.public_id,
            role="lead_reviewer",
            appointed_on=TODAY,
            at=AT,
        )

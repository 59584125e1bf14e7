"""Cases: put forward, decided by others than recommended it, every decision kept; and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.approvals.operations import minute_approval, sign_approval, take_approval_back
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.reviews.models import CaseDecision, CaseReferral, Review, ReviewStage
from heed.reviews.operations import (
    acknowledge_referral,
    answer_safety,
    leave_document,
    move_review,
    tie_cases,
)
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import (
    ReferralFilter,
    approval_of,
    clocks_of,
    decisions_of,
    family_history,
    filter_referrals,
    possible_duplicates,
    referrals_of,
    related_to,
    stages_of,
)
from heed.reviews.rules.cases import safety_mark
from tests import cast_drafts as drafting
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_recommendation, a_referral, agree, all_partners_agree, decided, seat_of

LATER = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
PARTNERS = (Role.LEAD_SAFEGUARDING_PARTNER, Role.DELEGATED_SAFEGUARDING_PARTNER)


def fresh(cast: Cast, review: Review) -> Review:
    return find_review(cast.manager, review.public_id)


def test_any_agency_refers_and_gets_a_reference_an_answer_and_a_clock(cast: Cast) -> None:
    row = a_referral(cast.of[Role.AGENCY_CONTRIBUTOR], children=["Child Q", "Child Q’s brother"])
    assert row.reference == "CASE-2025-001"
    assert (row.agency.name, row.children) == (
        cast.of[Role.AGENCY_CONTRIBUTOR].agency_name,
        ["Child Q", "Child Q’s brother"],
    )
    assert (row.review.state, row.review.decision) == ("referred", "")
    [clock] = clocks_of(cast.officer, row.review)
    assert (clock.key, clock.due_on) == ("decision", date(2025, 4, 4))
    assert "a local standard" in clock.because
    assert (
        acknowledge_referral(cast.officer, ref=row.public_id, at=AT).acknowledged_by.name == cast.officer.name
    )
    with pytest.raises(NotNow, match="acknowledged already"):
        acknowledge_referral(cast.manager, ref=row.public_id, at=AT)
    waiting = filter_referrals(cast.reader, ReferralFilter(waiting="yes"))
    assert [each.reference for each in waiting] == ["CASE-2025-001"]
    assert Event.objects.filter(kind="case.referred", subject_ref=row.review.public_id).exists()


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"incident": "5 March 2025"}, "incident", "after today"),
        ({"incident": "next Tuesday or so"}, "incident", "another way"),
        ({"incident": " "}, "incident", "when it happened"),
        ({"children": [" "]}, "children", "each child"),
        ({"children": [f"Child {n}" for n in range(31)]}, "children", "at most 30"),
        ({"what_happened": ""}, "what_happened", "what happened"),
        ({"category": "other"}, "category", "kind of case"),
        ({"safety": "perhaps"}, "safety", "Choose one"),
    ],
)
def test_a_referral_that_cannot_be_is_refused_at_its_field(
    cast: Cast, more: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_referral(cast.officer, **more)
    assert says in refusal.value.fields[field]
    assert not CaseReferral.objects.for_everyone(because="a test").exists()


def test_an_incident_today_and_an_uncertain_one_are_taken(cast: Cast) -> None:
    assert a_referral(cast.officer, incident="4 March 2025").review.incident_latest == AT.date()
    early = a_referral(cast.officer, incident="early January 2025").review
    assert early.incident_text == "early January 2025"
    assert early.incident_earliest == date(2025, 1, 1)
    assert early.incident_latest is not None
    assert early.incident_latest < date(2025, 1, 20)
    assert a_referral(cast.officer, incident="March 2025").review.incident_latest == AT.date()


def test_readers_do_not_refer_and_outsiders_see_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="refer a case"):
        a_referral(cast.reader)
    row = a_referral(cast.officer)
    assert not filter_referrals(cast.outsider, ReferralFilter()).exists()
    with pytest.raises(NotVisible):
        acknowledge_referral(cast.outsider, ref=row.public_id, at=AT)


def test_who_acted_is_asked_until_it_is_said(cast: Cast) -> None:
    row = a_referral(cast.of[Role.AGENCY_LEAD], safety="")
    with pytest.raises(Invalid) as refusal:
        answer_safety(cast.officer, ref=row.public_id, safety="yes", who_acted="", acted_when="", at=AT)
    assert set(refusal.value.fields) == {"who_acted", "acted_when"}
    done = answer_safety(
        cast.officer, ref=row.public_id, safety="yes", who_acted="Duty team", acted_when="Today, 9 am", at=AT
    )
    assert (done.safety, done.who_acted) == ("yes", "Duty team")
    other = next(
        a
        for a in cast.of.values()
        if a.agency_id != row.agency_id
        and a.may(Permission.REFER_CASES)
        and not a.may(Permission.RUN_REVIEWS)
    )
    stale = safety_mark("", "", "")
    with pytest.raises(NotNow, match="Who acted: Duty team, Today, 9 am"):
        answer_safety(
            cast.officer, ref=row.public_id, safety="no", who_acted="", acted_when="", seen=stale, at=AT
        )
    row.refresh_from_db()
    assert (row.safety, row.who_acted) == ("yes", "Duty team"), "what the second did not see stays"
    with pytest.raises(NotAllowed, match="from which it came"):
        answer_safety(other, ref=row.public_id, safety="no", who_acted="", acted_when="", at=AT)


@pytest.mark.capability("A02")
def test_a_decision_is_deferred_refused_and_reversed_and_all_of_it_stays(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    decided(cast, review, "defer")
    deferred = fresh(cast, review)
    assert (deferred.state, deferred.decision, deferred.look_again_on) == (
        "decided",
        "defer",
        date(2025, 4, 3),
    )
    assert filter_referrals(cast.officer, ReferralFilter(waiting="yes")).count() == 1
    decided(
        cast,
        review,
        "no_review",
        at=AT + timedelta(days=30),
        reasons="Nothing new.",
        dissent="Health disagreed.",
    )
    declined = fresh(cast, review)
    assert (declined.decision, declined.look_again_on) == ("no_review", None)
    assert not filter_referrals(cast.officer, ReferralFilter(waiting="yes")).exists()
    decided(cast, review, "review", at=LATER, reasons="The inquest heard more.")
    reversed_ = fresh(cast, review)
    assert (reversed_.decision, reversed_.kind) == ("review", "local child safeguarding practice review")
    assert reversed_.reference == "LCSPR-2025-001"
    chain = decisions_of(cast.reader, review)
    assert [(each.number, each.outcome, each.reasons) for each in chain] == [
        (1, "defer", "Agencies worked apart."),
        (2, "no_review", "Nothing new."),
        (3, "review", "The inquest heard more."),
    ]
    assert all(each.stands_from for each in chain)
    assert chain[1].dissent == "Health disagreed."
    assert "Working Together 2023" in chain[2].guidance
    assert {each["met"] for each in chain[2].criteria} == {True}
    keys = {each.key: each.ended_on for each in clocks_of(cast.officer, review)}
    assert keys == {"decision": (AT + timedelta(days=30)).date(), "completion": None}
    steps = ReviewStage.objects.visible_to(cast.officer).filter(review=review)
    assert [each.state for each in steps] == ["referred", "decided", "decided", "decided"]


@pytest.mark.capability("A02")
def test_whoever_recommends_does_not_decide_by_any_way(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    # The lead partner of the NHS is a group's chair elsewhere: here they recommend.
    row = a_recommendation(cast.officer, review)
    joint = approval_of(cast.officer, row)
    assert joint is not None
    type(row).objects.for_everyone(because="a test").filter(pk=row.pk).update(
        recommended_by=cast.of[PARTNERS[0]].person_id
    )
    with pytest.raises(NotAllowed, match="does not take it"):
        sign_approval(
            cast.of[PARTNERS[0]],
            seat=seat_of(joint, cast.of[PARTNERS[0]].agency_name),
            sha256=joint.sha256,
            agrees=True,
            words="",
            at=AT,
        )
    with pytest.raises(NotAllowed, match="does not take it"):
        minute_approval(
            cast.manager,
            seat=joint.seats[0].ref,
            sha256=joint.sha256,
            name=cast.of[PARTNERS[0]].name.upper(),
            post="",
            meeting="A meeting",
            on=AT.date(),
            agrees=True,
            words="",
            at=AT,
        )


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER, Role.INDEPENDENT_CHAIR]
)
def test_somebody_without_the_right_decides_nothing(cast: Cast, role: Role) -> None:
    review = a_referral(cast.manager).review
    joint = approval_of(cast.manager, a_recommendation(cast.manager, review))
    assert joint is not None
    with pytest.raises(NotAllowed):
        sign_approval(
            cast.of[role], seat=joint.seats[0].ref, sha256=joint.sha256, agrees=True, words="", at=AT
        )
    assert fresh(cast, review).decision == ""


def test_it_stands_only_when_every_partner_has_agreed_and_not_after_one_takes_it_back(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    row = a_recommendation(cast.officer, review)
    assert fresh(cast, review).state == "referred"
    agree(cast, row)
    assert fresh(cast, review).state == "decided"
    joint = approval_of(cast.officer, row)
    assert joint is not None
    given = next(each.given for each in joint.seats if each.given and each.given.how == "signed")
    whose = next(cast.of[role] for role in PARTNERS if cast.of[role].name == given.name)
    take_approval_back(whose, ref=given.ref, reason="A mistake", at=AT)
    back = fresh(cast, review)
    assert (back.state, back.decision) == ("referred", "")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "defer", "waits_for": ""}, "waits_for"),
        ({"outcome": "defer", "look_again_on": AT.date()}, "look_again_on"),
        ({"outcome": "defer", "look_again_on": None}, "look_again_on"),
        ({"review_kind": ""}, "review_kind"),
        ({"reasons": "  "}, "reasons"),
        ({"criteria": {}}, "criterion_abuse"),
    ],
)
def test_a_recommendation_without_what_it_needs_is_refused(
    cast: Cast, more: dict[str, Any], field: str
) -> None:
    review = a_referral(cast.officer).review
    with pytest.raises(Invalid) as refusal:
        a_recommendation(cast.officer, review, **more)
    assert field in refusal.value.fields


def test_one_recommendation_at_a_time_and_only_by_those_who_may(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_recommendation(cast.of[Role.GROUP_MEMBER], review)
    with pytest.raises(NotNow, match="waits for those who decide"):
        a_recommendation(cast.manager, review)
    other = a_referral(cast.officer, children=["Child Z"], incident="May 2024").review
    with pytest.raises(NotAllowed):
        a_recommendation(cast.of[Role.AGENCY_LEAD], other)


def test_two_referrals_of_one_case_are_found_and_joined(cast: Cast) -> None:
    first = a_referral(cast.officer).review
    second = a_referral(cast.of[Role.AGENCY_LEAD], children=["  child  q "], incident="May 2023").review
    unlike = a_referral(cast.officer, children=["Child Z"], incident="May 2024").review
    [alike] = possible_duplicates(cast.officer, second)
    assert (alike.review, alike.why) == (first, "names child q too")
    assert possible_duplicates(cast.officer, unlike) == []
    tie_cases(cast.officer, ref=second.public_id, other_ref=first.public_id, tie="same_case", why="", at=AT)
    assert [each.reference for each in referrals_of(cast.officer, first)] == [
        "CASE-2025-001",
        "CASE-2025-002",
    ]
    with pytest.raises(NotVisible):
        find_review(cast.manager, second.public_id)


def test_two_reviews_of_one_child_know_each_other(cast: Cast) -> None:
    first, second = a_referral(cast.officer).review, a_referral(cast.officer, incident="May 2023").review
    decided(cast, second)
    with pytest.raises(NotNow, match="was decided"):
        tie_cases(
            cast.officer, ref=second.public_id, other_ref=first.public_id, tie="same_case", why="", at=AT
        )
    tie_cases(
        cast.officer,
        ref=second.public_id,
        other_ref=first.public_id,
        tie="same_child",
        why="Later harm",
        at=AT,
    )
    assert [each.other_ref for each in related_to(cast.officer, first)] == [second.public_id]
    assert possible_duplicates(cast.officer, first) == []
    with pytest.raises(Invalid):
        tie_cases(
            cast.officer, ref=first.public_id, other_ref=first.public_id, tie="same_child", why="", at=AT
        )


def test_a_review_is_commissioned_with_its_method_and_goes_step_by_step(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    day = AT.date()
    with pytest.raises(NotNow, match="Next it can be: decided"):
        move_review(
            cast.officer, ref=review.public_id, to="commissioned", on=day, why="", method="systems", at=AT
        )
    decided(cast, review)
    assert fresh(cast, review).guidance == "Working Together 2023"
    with pytest.raises(Invalid) as refusal:
        move_review(cast.officer, ref=review.public_id, to="commissioned", on=day, why="", at=AT)
    assert "method" in refusal.value.fields
    for state, method in (("commissioned", "systems"), ("gathering", ""), ("drafting", "")):
        move_review(
            cast.officer, ref=review.public_id, to=state, on=day, why="All is here", method=method, at=AT
        )
    drafting.accept_at_once(cast, fresh(cast, review))
    assert (fresh(cast, review).state, fresh(cast, review).method) == ("accepted", "systems")
    running = [each.key for each in clocks_of(cast.officer, review) if each.ended_on is None]
    assert sorted(running) == ["completion", "publication"], "complete once it is published, as the rule says"
    with pytest.raises(NotNow):
        move_review(cast.officer, ref=review.public_id, to="accepted", on=day, why="", at=AT)
    with pytest.raises(Invalid):
        move_review(
            cast.officer, ref=review.public_id, to="published", on=day + timedelta(days=1), why="", at=AT
        )
    with pytest.raises(NotAllowed):
        move_review(cast.reader, ref=review.public_id, to="published", on=day, why="", at=AT)


def test_a_case_that_was_put_forward_stays_when_its_document_is_taken_out(
    cast: Cast, register: Register
) -> None:
    review = a_referral(cast.officer).review
    document = register.accepted.document
    review.documents.add(document)
    assert not leave_document(cast.officer, review=review, document_id=document.pk, empty=True, at=AT)
    assert fresh(cast, review).state == "referred"


def test_a_decision_that_is_taken_back_lets_its_clock_run_again(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    row = decided(cast, review)
    take_back(cast, row)
    clocks = {each.key: each for each in clocks_of(cast.officer, review)}
    assert (fresh(cast, review).state, clocks["decision"].ended_on) == ("referred", None)
    assert clocks["completion"].ended_on == AT.date()


def test_it_is_decided_on_the_day_on_which_the_last_of_them_agreed(cast: Cast) -> None:
    """Not on the day on which an officer types what a meeting said."""
    review = a_referral(cast.officer).review
    joint = approval_of(cast.manager, a_recommendation(cast.officer, review))
    assert joint is not None
    all_partners_agree(cast, joint, typed_at=AT + timedelta(days=9))
    clocks = {each.key: each for each in clocks_of(cast.officer, review)}
    assert (clocks["decision"].ended_on, clocks["completion"].starts_on) == (AT.date(), AT.date())
    assert stages_of(cast.officer, review)[-1].reached_on == AT.date()


def test_what_was_decided_stays_once_the_review_has_gone_on(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    row = decided(cast, review)
    Review.objects.visible_to(cast.manager).filter(pk=review.pk).update(state="drafting")
    with pytest.raises(NotNow, match="has gone on since"):
        take_back(cast, row)
    assert fresh(cast, review).state == "drafting"


def take_back(cast: Cast, row: CaseDecision) -> None:
    joint = approval_of(cast.manager, row)
    assert joint is not None
    given = next(seat.given for seat in joint.seats if seat.given and seat.agency == "Westmere Police")
    take_approval_back(cast.manager, ref=given.ref, reason="It was minuted wrongly.", at=AT)


@pytest.mark.capability("I06")
def test_the_family_and_what_came_before_stand_before_the_decision(cast: Cast) -> None:
    other = a_referral(
        cast.officer,
        incident="May 2023",
        children=["Child Q", "Child Q2"],
        before="A plan that ended in 2022.",
    ).review
    review = a_referral(
        cast.officer, family="Two brothers and their grandmother.", before="Three calls to the police."
    ).review
    told = family_history(cast.officer, review)
    assert {each.review for each in told} == {review, other}, "across children and cases"
    page = client_of(cast.officer).get(reverse("reviews:decision", args=[review.public_id])).content.decode()
    history, decision = page.index("Three calls to the police."), page.index("Recommend a decision</h2>")
    assert history < decision
    for each in (
        "Two brothers and their grandmother.",
        "A plan that ended in 2022.",
        other.reference,
        "Child Q2",
    ):
        assert each in page[:decision]
    assert family_history(cast.outsider, review) == []


@pytest.mark.capability("I06")
def test_nothing_told_of_a_family_is_said_to_be_missing(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    page = client_of(cast.officer).get(reverse("reviews:decision", args=[review.public_id])).content.decode()
    assert "Ask the agencies that know it before a decision is recommended." in " ".join(page.split())

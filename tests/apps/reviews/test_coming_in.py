"""A case comes in: whoever refers it is shown another of the same child, and it goes to those who receive it. What a
method asks for is asked, and each agency's arrangements stand in one list."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid
from heed.reviews.models import CaseReferral
from heed.reviews.operations import acknowledge_referral, move_review
from heed.reviews.operations.submissions import ask_for_submissions
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.methods import still_asked_for
from tests import cast_drafts as drafting
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_referral


def test_a_second_referral_of_one_child_is_prompted_and_tied(cast: Cast) -> None:
    first = a_referral(cast.officer, children=["Child W"])
    client, page = client_of(cast.of[Role.AGENCY_LEAD]), reverse("reviews:refer")
    sent = {
        "safety": "no",
        "children": "child w\nHer brother",
        "category": "death",
        "incident": "3 March 2025",
        "what_happened": "A girl died.",
    }
    with time_machine.travel(AT):
        shown = client.post(page, sent)
        assert shown.status_code == 422
        assert f"({first.reference}) names the same child" in shown.content.decode()
        assert f'value="{first.review.public_id}"' in shown.content.decode()
        assert client.post(page, {**sent, "seen": first.review.public_id}).status_code == 302
    second = CaseReferral.objects.visible_to(cast.officer).get(children=["child w", "Her brother"])
    told = [each.words for each in ahead_of(cast.officer, find_review(cast.officer, second.review.public_id))]
    assert f"Say how this case and {first.reference} belong together: it names child w too" in told


def test_a_referral_waits_for_the_chair_and_the_team_to_receive_it(cast: Cast) -> None:
    row = a_referral(cast.of[Role.AGENCY_LEAD])
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    for actor, there in ((chair, True), (cast.officer, True), (cast.reader, False), (cast.outsider, False)):
        with time_machine.travel(AT + timedelta(days=1)):
            page = client_of(actor).get(reverse("needs")).content.decode()
        assert (f"Acknowledge {row.reference}" in page) == there, actor.role_name
    done = acknowledge_referral(chair, ref=row.public_id, at=AT)
    assert done.acknowledged_by == chair.person_id or done.acknowledged_by_id == chair.person_id


@pytest.mark.capability("A04")
def test_the_method_asks_for_its_reports_and_for_whom_to_hear(cast: Cast) -> None:
    review = drafting.a_review(cast)
    page = client_of(cast.officer).get(reverse("reviews:submissions", args=[review.public_id]))
    assert 'value="information_report" checked' in page.content.decode().replace("  ", " ")
    left = [
        "ask agencies for: information report",
        "ask agencies for: chronology",
        "offer practitioners a part",
        "offer the family a part",
    ]
    assert still_asked_for(review) == left
    assert "Offer the family a part (its method)" in [each.words for each in ahead_of(cast.officer, review)]
    with pytest.raises(Invalid) as refusal:
        move_review(cast.officer, ref=review.public_id, to="drafting", on=AT.date(), why="", at=AT)
    assert "information report" in refusal.value.fields["why"]
    ask_for_submissions(
        cast.officer,
        review_ref=review.public_id,
        kind="chronology",
        agencies=[work.agency("Westmere Police").public_id],
        questions=(),
        words="",
        due_on=work.DUE,
        at=AT,
    )
    assert left[1] not in still_asked_for(review)
    why = "The panel hears people itself."
    assert (
        move_review(cast.officer, ref=review.public_id, to="drafting", on=AT.date(), why=why, at=AT).state
        == "drafting"
    )


@pytest.mark.capability("A10")
def test_the_arrangements_of_each_agency_stand_in_one_list(register: Register, cast: Cast) -> None:
    work.final(cast, register)
    work.ask(cast, register, agencies=[work.agency("Westmere Police").public_id])
    page = client_of(cast.reader).get(reverse("reviews:submissions", args=[register.review.public_id]))
    shown = page.content.decode()
    listed = shown[shown.index("Arrangements by agency") :]
    for words in ("agency executive director", "agency lead", "Vale NHS Trust", "Westmere Police", "Not yet"):
        assert words in listed
    assert f"{work.executive(cast).name}, 4 Mar 2025" in listed

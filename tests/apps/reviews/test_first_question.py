"""The first question, wherever something comes in: a "no" may become a "yes", and what was said before stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.history.queries import revisions_of
from heed.reviews.models import FirstQuestion
from heed.reviews.operations import answer_first_question, answer_safety
from heed.reviews.operations.giving import hand_in_submission
from heed.reviews.queries.safety import open_questions
from heed.reviews.rules.cases import safety_mark
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_referral

YES = {"safety": "yes", "who_acted": "The duty team", "acted_when": "today, 9 am"}
NO = {"safety": "no", "who_acted": "", "acted_when": ""}


def test_a_no_becomes_a_yes_and_stays_to_be_read(cast: Cast) -> None:
    lead = cast.of[Role.AGENCY_LEAD]
    row = a_referral(lead)
    page = reverse("reviews:decision", args=[row.review.public_id])
    client, key = client_of(lead), f"safety-{row.public_id}"
    assert "Has that changed?" in client.get(page).content.decode()
    seen = {"do": key, f"{key}-seen": safety_mark("no", "", "")}
    sent = {**seen, f"{key}-safety": "yes"}
    assert "Enter who acted" in client.post(page, sent).content.decode()
    sent |= {f"{key}-who_acted": "The duty team", f"{key}-acted_when": "today, 9 am"}
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.safety, row.who_acted, row.acted_when) == ("yes", "The duty team", "today, 9 am")
    [before] = revisions_of(cast.officer, "review", row.review.public_id)
    assert before.words == f"{row.reference}: No child is unsafe now, as far as is known"
    assert client.post(page, {**sent, f"{key}-safety": "no"}).status_code == 409  # who did not see the yes
    row.refresh_from_db()
    assert row.safety == "yes"
    assert client_of(cast.outsider).get(page).status_code == 404


def test_nothing_is_handed_in_before_the_first_question_is_answered(cast: Cast, register: Register) -> None:
    row = work.ask(cast, register)
    given: dict[str, Any] = {"ref": row.public_id, "written": work.words(), "version": 0, "at": AT}
    with pytest.raises(NotNow, match="whether any child is unsafe"):
        hand_in_submission(work.lead(cast), **given)
    first = {
        "review_ref": register.review.public_id,
        "agency_ref": row.agency.public_id,
        "about": row.reference,
        "at": AT,
    }
    with pytest.raises(Invalid) as refusal:
        answer_first_question(work.lead(cast), **first, safety="yes", who_acted="", acted_when="")
    assert set(refusal.value.fields) == {"who_acted", "acted_when"}
    with pytest.raises(NotAllowed, match="answered by Vale NHS Trust"):
        answer_first_question(cast.of[Role.AGENCY_CONTRIBUTOR], **first, **NO)
    with pytest.raises(NotVisible):
        answer_first_question(cast.outsider, **first, **NO)
    with pytest.raises(NotVisible):
        answer_first_question(work.lead(cast), **{**first, "about": "SUB-9999"}, **NO)
    answer_first_question(work.lead(cast), **first, **{**NO, "safety": "not_known"})
    [waits] = open_questions(cast.officer, register.review)
    assert waits.asked_of == f"Vale NHS Trust, {row.reference}"
    with pytest.raises(NotNow, match="meanwhile"):
        answer_first_question(cast.officer, **first, **NO)
    answer_safety(cast.officer, ref=waits.public_id, **YES, at=AT)
    assert not open_questions(cast.officer, register.review)
    assert hand_in_submission(work.lead(cast), **given).number == 1
    assert FirstQuestion.objects.visible_to(cast.officer).get().who_acted == "The duty team"


def test_where_agencies_are_asked_the_front_door_stands(cast: Cast, register: Register) -> None:
    page = reverse("reviews:submissions", args=[register.review.public_id])
    assert "call 999" in client_of(cast.manager).get(page).content.decode()

"""A challenge names the answer that it challenges, and what it changed stands beside that answer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.assurance.models import Assurance
from heed.assurance.queries import why_recommendations_stay
from heed.learning.models import Response
from heed.platform.base.errors import Invalid, NotVisible
from tests import cast_answers, cast_assurance
from tests.cast import Cast, Register, client_of


@pytest.fixture
def answer(register: Register, cast: Cast) -> Response:
    return cast_answers.sign(cast_answers.lead(cast), cast_answers.ask_one(cast, register))


def challenge(cast: Cast, answer: Response) -> Assurance:
    recommendation = answer.recommendation
    assert recommendation is not None
    [made] = cast_assurance.ask(cast, "challenge", challenged=(recommendation.public_id, answer.public_id))
    return made


@pytest.mark.capability("E06")
def test_an_answer_is_challenged_from_beside_it_and_the_effect_stands_there(
    answer: Response, cast: Cast
) -> None:
    recommendation = answer.recommendation
    assert recommendation is not None
    page = reverse("learning:recommendation", args=[recommendation.public_id])
    chair = client_of(cast_assurance.chair(cast))
    asked = urlencode({"of": recommendation.public_id, "answer": answer.public_id})
    address = f"{reverse('assurance:ask', args=['challenge'])}?{asked}"
    assert address.replace("&", "&amp;") in chair.get(page).content.decode()
    form = chair.get(address).content.decode()
    assert f"The answer to {recommendation.reference}" in form
    assert "We agree." in form
    assert answer.agency is not None
    sent = {
        "agencies": answer.agency.public_id,
        "topic": "The answer",
        "question": "How do you know?",
        "asked_for": "The board",
    }
    sent_to = chair.post(address, sent)
    assert sent_to.status_code == 422
    on = timezone.localdate() + timedelta(days=30)
    due = {"due_on_day": str(on.day), "due_on_month": str(on.month), "due_on_year": str(on.year)}
    assert chair.post(address, {**sent, **due}).headers["Location"] == page
    row = Assurance.objects.for_everyone(because="a test").get()
    assert (row.response, row.recommendation, row.review) == (answer, recommendation, recommendation.review)
    cast_assurance.reply(cast_assurance.vale(cast), row)
    cast_assurance.view(cast_assurance.chair(cast), row, effect="The audit is each quarter now.")
    shown = client_of(cast.reader).get(page).content.decode()
    assert "The audit is each quarter now." in shown
    assert "Challenge the answer of" not in shown
    own = client_of(cast.reader).get(reverse("assurance:one", args=[row.public_id])).content.decode()
    assert f"Its answer to {recommendation.reference}" in own
    assert "We agree." in own


def test_only_a_challenge_is_of_an_answer_and_it_keeps_the_recommendation(
    answer: Response, cast: Cast
) -> None:
    recommendation = answer.recommendation
    assert recommendation is not None
    both = (recommendation.public_id, answer.public_id)
    with pytest.raises(Invalid, match="Only a challenge"):
        cast_assurance.ask(cast, "request", challenged=both)
    with pytest.raises(NotVisible):
        cast_assurance.ask(cast, "challenge", challenged=(recommendation.public_id, "zzzzzzzzzzzz"))
    challenge(cast, answer)
    assert "was challenged" in why_recommendations_stay([recommendation.pk])

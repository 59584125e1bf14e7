"""Figures in answers that do not say out of how many, or when they were counted, are warned of."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.learning.presenters.answers import warned_of_figures
from tests import cast_answers
from tests.cast import Cast, Register, client_of


@pytest.mark.capability("J05")
@pytest.mark.parametrize(
    ("said", "warned"),
    [
        (
            "In total 437 staff came.",
            "“437 staff” does not say out of how many, nor on which day it was counted.",
        ),
        ("437 staff of the 460 came.", "“437 staff” does not say on which day it was counted."),
        ("437 staff came in March 2025.", "“437 staff” does not say out of how many."),
        ("61% of records hold.", "“61%” does not say out of how many, nor on which day it was counted."),
        ("61% of the 200 records held on 4 March 2025.", ""),
        ("We accept this.\nThe policy is in use.", ""),
        ("In 2024 the policy changed.", ""),
    ],
)
def test_what_a_figure_leaves_unsaid(said: str, warned: str) -> None:
    assert warned_of_figures(said) == warned


@pytest.mark.capability("J05")
def test_an_answer_is_shown_with_what_its_figures_leave_unsaid(register: Register, cast: Cast) -> None:
    request = cast_answers.ask_one(cast, register)
    lead = cast_answers.lead(cast)
    answer = cast_answers.sign(lead, request, text="We have trained 50 practitioners.")
    assert answer.recommendation is not None
    address = reverse("learning:recommendation", args=[answer.recommendation.public_id])
    page = client_of(cast.reader).get(address).content.decode()
    assert "“50 practitioners” does not say out of how many" in page

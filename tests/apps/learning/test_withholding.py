"""A recommendation is withheld from the public by a person: it is followed as before, and published nowhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.learning.operations import withhold_recommendation
from heed.learning.types import RecommendationState
from heed.plans.models import Action
from heed.platform.base.errors import NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.reports.queries import compose
from heed.reports.types import Composed, lines_of
from tests.cast import AT, Cast, Register, client_of

WHY = "A brother would be known by it"


def now(row: Recommendation) -> Recommendation:
    return Recommendation.objects.for_everyone(because="a test").get(pk=row.pk)


@pytest.mark.capability("G02")
def test_it_stands_in_no_published_layout_and_is_followed_as_before(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    page = reverse("learning:withhold", args=[row.public_id])
    officer = client_of(cast.officer)
    shown = reverse("learning:recommendation", args=[row.public_id])
    assert page in officer.get(shown).content.decode()
    assert officer.post(page, {"withheld": "on", "why": " ", "version": 1}).status_code == 422
    assert officer.post(page, {"withheld": "on", "why": WHY, "version": 1}).status_code == 302
    assert now(row).state == RecommendationState.WITHHELD
    assert now(row).thread == row.thread
    read = client_of(cast.reader).get(shown).content.decode()
    assert WHY in read
    assert page not in read
    words = " ".join(row.text.split())
    served = Action.recommendations.through.objects
    actions = Action.objects.for_everyone(because="a test").filter(recommendations=row)
    promised = [each.text for each in actions if served.filter(action=each).count() == 1]
    assert promised
    for layout in (
        "by_theme",
        "by_recommendation",
        "board_response",
        "findings_only",
        "action_plan",
        "progress",
    ):
        said = "\n".join(lines_of(_composed(cast, register, layout)))
        assert words not in said, layout
        assert not [each for each in promised if each in said], layout
    left_out = [each for each in lines_of(_composed(cast, register, "findings_only")) if "left out" in each]
    assert left_out == ["2 recommendations are left out of this version."]  # one was left out by its document

    assert officer.post(page, {"why": "", "version": 2}).status_code == 302
    assert words in "\n".join(lines_of(_composed(cast, register, "by_theme")))
    assert now(row).state == row.state
    assert Revision.objects.get(subject_ref=row.public_id, field="withheld_why").words == WHY


def _composed(cast: Cast, register: Register, layout: str) -> Composed:
    about_all = layout == "progress"
    subject = "" if about_all else register.review.public_id
    return compose(cast.officer, layout=layout, subject=subject, at=AT)


def test_only_who_publishes_says_it_and_nothing_is_made_of_words_that_there_are_not(
    register: Register, cast: Cast
) -> None:
    left_out = register.recommendations["3"]
    given = {"withheld": True, "why": WHY, "version": 1, "at": AT}
    with pytest.raises(NotNow, match="left out of the document"):
        withhold_recommendation(cast.officer, ref=left_out.public_id, **given)  # type: ignore[arg-type]
    ref = register.recommendations["1"].public_id
    with pytest.raises(NotAllowed):
        withhold_recommendation(cast.reader, ref=ref, **given)  # type: ignore[arg-type]
    with pytest.raises(NotVisible):
        withhold_recommendation(cast.outsider, ref=ref, **given)  # type: ignore[arg-type]

"""What was written here is put right and taken out again; what it said before stays in its history."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from heed.chronologies.queries import marks_of_findings
from heed.learning.models import Behind, Finding, Recommendation
from heed.learning.operations import (
    explain_finding,
    mend_early_learning,
    mend_finding,
    take_up_mark,
    tie_early_learning,
    withdraw_early_learning,
    withdraw_finding,
    write_recommendation,
)
from heed.learning.queries.findings import every_finding, findings_of_review
from heed.learning.queries.written import early_learning_of_review, marks_to_take_up
from heed.learning.types import WhatLiesBehind
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.platform.history.queries import revisions_of
from heed.reviews.models import Review
from tests import cast_chronologies as chronology
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of


def earlier(cast: Cast, kind: str, ref: str) -> list[tuple[str, str]]:
    return [(each.field, each.words) for each in revisions_of(cast.manager, kind, ref)]


def test_a_finding_is_mended_and_taken_out_on_its_page(register: Register, cast: Cast) -> None:
    row, lead = work.found(cast, register), cast.of[Role.LEAD_REVIEWER]
    page, client = reverse("learning:behind", args=[row.public_id]), client_of(lead)
    sent = {"do": "mend", "mend-version": "1", "mend-kind": "system", "mend-text": "Core groups met alone."}
    assert client.post(page, {**sent, "mend-text": " "}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert client.post(page, {**sent, "mend-text": "Other."}).status_code == 409
    row.refresh_from_db()
    assert (row.kind, row.text) == ("system", "Core groups met alone.")
    assert earlier(cast, "finding", row.public_id) == [
        ("text", "Core groups met without the school."),
        ("kind", "weakness"),
    ]
    given: dict[str, Any] = {"ref": row.public_id, "reason": "Told twice.", "at": AT}
    with pytest.raises(ChangedMeanwhile):
        withdraw_finding(lead, version=1, **given)
    with pytest.raises(NotAllowed):
        withdraw_finding(cast.reader, version=2, **given)
    with pytest.raises(NotVisible):
        withdraw_finding(cast.outsider, version=2, **given)
    withdraw_finding(lead, version=2, **given)
    assert row not in findings_of_review(lead, register.review.pk)
    assert not every_finding(because="a test").filter(pk=row.pk).exists()
    assert Finding.objects.withdrawn_from(lead).get().withdrawn_why == "Told twice."


def test_what_was_printed_or_accepted_stays(register: Register, cast: Cast) -> None:
    given: dict[str, Any] = {"kind": "system", "text": "Other words.", "version": 1, "at": AT}
    with pytest.raises(NotNow, match="printed"):
        mend_finding(cast.manager, ref=register.findings[0].public_id, **given)
    row = work.found(cast, register)
    Review.objects.for_everyone(because="a test").filter(pk=row.review_id).update(guidance="2023")
    with pytest.raises(NotNow, match="report is accepted"):
        mend_finding(cast.manager, ref=row.public_id, **given)


def test_what_lies_behind_keeps_its_earlier_words(register: Register, cast: Cast) -> None:
    row = register.findings[0]
    for version, words in ((0, "One diary."), (1, "Two diaries.")):
        behind = WhatLiesBehind(reasons=words)
        explain_finding(cast.manager, ref=row.public_id, behind=behind, version=version, at=AT)
    assert Behind.objects.get(finding=row).reasons == "Two diaries."
    assert ("reasons", "One diary.") in earlier(cast, "finding", row.public_id)


def test_early_learning_is_mended_and_taken_back_while_nobody_acts_on_it(
    register: Register, cast: Cast
) -> None:
    row = work.early(cast, register)
    ref, asked = row.public_id, row.recommendation.public_id
    new: dict[str, Any] = {
        "text": "Change the address at once.",
        "spotted_on": row.spotted_on,
        "audience": row.audience,
        "owner": "Head of business support",
        "at": AT,
    }
    mend_early_learning(cast.manager, ref=ref, version=1, **new)
    with pytest.raises(ChangedMeanwhile):
        mend_early_learning(cast.manager, ref=ref, version=1, **{**new, "owner": "Somebody else"})
    assert Recommendation.objects.visible_to(cast.manager).get(public_id=asked).text == new["text"]
    assert ("owner", "Business support manager") in earlier(cast, "recommendation", asked)
    page = reverse("learning:early", args=[ref])
    out = {"do": "out", "out-version": "2", "out-reason": "It was not so."}
    assert client_of(cast.manager).post(page, out).status_code == 302
    assert early_learning_of_review(cast.manager, register.review.pk) == []
    [(field, words)] = earlier(cast, "review", register.review.public_id)
    assert (field, words.endswith("Taken back: It was not so.")) == ("early_learning", True)
    tied = work.early(cast, register)
    final = write_recommendation(
        cast.manager,
        review_ref=register.review.public_id,
        text="Keep one list.",
        agencies=[work.agency("Westmere Police").public_id],
        at=AT,
    )
    tie_early_learning(cast.manager, ref=tied.public_id, recommendation_ref=final.public_id, at=AT)
    with pytest.raises(NotNow, match="takes it up"):
        withdraw_early_learning(cast.manager, ref=tied.public_id, reason="Late", version=2, at=AT)


def test_a_finding_of_the_chronology_reaches_the_register_once(cast: Cast) -> None:
    review = chronology.full(cast).review
    lead = cast.of[Role.LEAD_REVIEWER]
    [mark] = marks_of_findings(lead, review.public_id)
    page = reverse("learning:of_review", args=[review.public_id])
    sent = {"do": "mark", "mark-mark_ref": mark.public_id}
    assert client_of(lead).post(page, sent).status_code == 302
    [row] = findings_of_review(lead, review.pk)
    assert (row.text, row.kind, row.mark_id) == (mark.words, "weakness", mark.pk)
    assert "Westmere Council, 1 March 2024, Duty record" in Behind.objects.get(finding=row).sources
    assert marks_to_take_up(lead, review) == []
    with pytest.raises(NotNow, match="already"):
        take_up_mark(lead, mark_ref=mark.public_id, at=AT)
    with pytest.raises(NotAllowed):
        take_up_mark(cast.reader, mark_ref=mark.public_id, at=AT)
    withdraw_finding(lead, ref=row.public_id, reason="Too early.", version=row.version, at=AT)
    assert [each.pk for each in marks_to_take_up(lead, review)] == [mark.pk]

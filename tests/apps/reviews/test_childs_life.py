"""A22: what life was like for each child is told, or it says why not, before a report is put to those who accept it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.platform.history.queries import revisions_of
from heed.reviews.operations.childs_life import keep_life, mend_life, withdraw_life
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.childs_life import lives_of, untold_children
from heed.reviews.queries.drafts import acceptance_of
from heed.reviews.types.childs_life import Told
from tests import cast_drafts as drafting
from tests.apps.reviews.test_submissions import refused
from tests.cast import AT, Cast, client_of

pytestmark = pytest.mark.capability("A22")
TOLD = Told("child V", "His last year", words="He slept on a sofa.", source="School notes, May 2024")


def test_a_report_is_not_put_to_the_partners_before_each_childs_life_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review)
    drafting.pass_all(cast, draft)
    told = [each.words for each in ahead_of(cast.officer, find_review(cast.officer, review.public_id))]
    assert "Write what daily life was like for Child V" in told
    with monkeypatch.context() as patched:
        patched.setattr(drafting, "tell_life", lambda cast, review: None)
        with pytest.raises(NotNow, match="Nothing is said yet of the daily life of Child V"):
            drafting.put(cast, draft)
    page, client = reverse("reviews:children", args=[review.public_id]), client_of(drafting.reviewer(cast))
    sent = {"do": "keep", "keep-child": "Child V", "keep-period": "His last year"}
    assert "say below why nothing can be said" in client.post(page, sent).content.decode()
    assert "Say where it is recorded" in client.post(page, {**sent, "keep-words": "Cold."}).content.decode()
    assert client.post(page, {**sent, "keep-why_blank": "He died at birth."}).status_code == 302
    assert untold_children(review) == []
    drafting.put(cast, draft)
    assert acceptance_of(cast.manager, draft) is not None


def test_it_is_mended_with_its_earlier_words_kept_and_taken_out_with_a_reason(cast: Cast) -> None:
    review = drafting.a_review(cast)
    row = keep_life(cast.officer, review_ref=review.public_id, told=TOLD, at=AT)
    assert untold_children(review) == [], "capitals do not count"
    page, client = reverse("reviews:childs_life", args=[row.public_id]), client_of(cast.officer)
    given: dict[str, Any] = {f"mend-{name}": getattr(TOLD, name) for name in TOLD.__dataclass_fields__}
    sent = {**given, "do": "mend", "mend-version": "1", "mend-own_words": "“It was cold.”"}
    assert client.post(page, {**sent, "mend-words": "He slept on two chairs."}).status_code == 302
    assert [each.words for each in revisions_of(cast.officer, "childs_life", row.public_id)] == [TOLD.words]
    with pytest.raises(ChangedMeanwhile):
        mend_life(cast.officer, ref=row.public_id, told=TOLD, version=1, at=AT)
    with pytest.raises(ChangedMeanwhile):
        withdraw_life(cast.officer, ref=row.public_id, reason="Twice.", version=1, at=AT)
    reader = client_of(cast.of[Role.REVIEW_PANEL_MEMBER])
    shown = reader.get(reverse("reviews:children", args=[review.public_id])).content.decode()
    assert "“It was cold.”" in shown
    withdraw_life(cast.officer, ref=row.public_id, reason="Twice.", version=2, at=AT)
    assert lives_of(cast.officer, review) == []
    assert untold_children(review) == ["Child V"]


def test_who_reads_and_writes_it(cast: Cast) -> None:
    review = drafting.a_review(cast)
    given: dict[str, Any] = {"review_ref": review.public_id, "told": TOLD, "at": AT}
    with pytest.raises(NotAllowed):
        keep_life(cast.reader, **given)
    with pytest.raises(NotVisible):
        keep_life(cast.outsider, **given)
    page = reverse("reviews:children", args=[review.public_id])
    assert client_of(cast.reader).get(page).status_code == 403
    wrong = refused(lambda: keep_life(cast.officer, **{**given, "told": Told("", "")}))
    assert list(wrong) == ["child", "period", "words"]

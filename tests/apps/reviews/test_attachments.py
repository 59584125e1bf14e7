"""Files that come in with a case: kept at its level, looked at first, given to whoever may see it, taken out with why."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.reviews.models import Attachment, CaseReferral, RapidReview, Review
from heed.reviews.operations import tie_cases
from heed.reviews.operations.attachments import attach_files, note_attachment_copied, take_attachment_out
from heed.reviews.queries.attachments import attached_to
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_rapid_review, a_referral, everybody_asked

NOTES = ("notes.txt", [b"Seen at home on 3 March."])


def attach(actor: Any, row: Any, about: str = "", files: Any = (NOTES,)) -> list[Attachment]:
    return attach_files(
        actor, review_ref=row.review.public_id, about=about or row.reference, files=list(files), at=AT
    )


@pytest.mark.capability("A01")
def test_a_case_is_referred_with_its_files(cast: Cast) -> None:
    lead = cast.of[Role.AGENCY_LEAD]
    client, page = client_of(lead), reverse("reviews:refer")
    typed: dict[str, Any] = {
        "safety": "no",
        "children": "Child A",
        "category": "death",
        "incident": "3 March 2024",
        "what_happened": "A baby died.",
    }
    harmful = SimpleUploadedFile("notes.pdf", b"%PDF-1.7 /JavaScript not whole")
    told = client.post(page, {**typed, "attached": [harmful]})
    assert told.status_code == 422
    assert "was not taken" in told.content.decode()
    assert not CaseReferral.objects.visible_to(lead).exists()
    notes = SimpleUploadedFile("notes.txt", b"Seen at home."), SimpleUploadedFile("calls.txt", b"Two calls.")
    assert client.post(page, {**typed, "attached": notes}).status_code == 302
    row = CaseReferral.objects.visible_to(lead).get()
    kept = attached_to(lead, row.review, row.reference)
    assert [each.file_name for each in kept] == ["notes.txt", "calls.txt"]
    assert {each.scope_id for each in kept} == {row.review.scope_id}
    shown = client.get(reverse("reviews:decision", args=[row.review.public_id])).content.decode()
    address = reverse("reviews:attachment", args=[kept[0].public_id])
    assert "calls.txt" in shown
    assert address in shown
    given = client_of(cast.officer).get(address)
    assert b"".join(given.streaming_content) == b"Seen at home."  # type: ignore[attr-defined]
    assert given["Content-Type"] == "application/octet-stream"
    assert "notes.txt" in given["Content-Disposition"]


def test_a_file_goes_where_its_case_goes(cast: Cast) -> None:
    row = a_referral(cast.officer)
    [kept] = attach(cast.officer, row)
    address = reverse("reviews:attachment", args=[kept.public_id])
    assert client_of(cast.outsider).get(address).status_code == 404
    contributor = cast.of[Role.AGENCY_CONTRIBUTOR]
    assert client_of(contributor).get(address).status_code == 200
    exclude(cast, row, contributor)  # type: ignore[arg-type]
    assert client_of(contributor).get(address).status_code == 404
    kept.refresh_from_db()
    assert kept.scope_id == Review.objects.visible_to(cast.officer).get(pk=row.review_id).scope_id
    assert kept.scope.case_ref == row.review.public_id
    with pytest.raises(NotVisible):
        note_attachment_copied(contributor, ref=kept.public_id, at=AT)


def test_who_attaches_and_takes_out(cast: Cast) -> None:
    lead, contributor = cast.of[Role.AGENCY_LEAD], cast.of[Role.AGENCY_CONTRIBUTOR]
    row = a_referral(lead)
    [kept] = attach(lead, row)
    with pytest.raises(NotAllowed, match="which referred the case"):
        attach(contributor, row)
    with pytest.raises(NotVisible):
        attach(cast.outsider, row)
    administrator = client_of(cast.of[Role.ADMINISTRATOR])
    assert administrator.get(reverse("reviews:attachment", args=[kept.public_id])).status_code == 403
    with pytest.raises(NotVisible):
        attach(lead, row, "CASE-1999-001")
    with pytest.raises(Invalid, match="Choose a file"):
        attach(lead, row, files=())
    with pytest.raises(Invalid, match="At most 20"):
        attach(lead, row, files=[NOTES] * 20)
    with pytest.raises(Invalid) as refused:
        take_attachment_out(lead, ref=kept.public_id, why=" ", at=AT)
    assert "why" in refused.value.fields
    page = reverse("reviews:decision", args=[row.review.public_id])
    sent = {"do": "take_out", "take_out-which": kept.public_id, "take_out-why": "Of another family."}
    assert client_of(contributor).post(page, sent).status_code == 403
    assert client_of(lead).post(page, sent).status_code == 302
    shown = client_of(lead).get(page).content.decode()
    assert "notes.txt" not in shown
    assert "Of another family." in shown
    with pytest.raises(NotVisible):
        note_attachment_copied(cast.officer, ref=kept.public_id, at=AT)
    with pytest.raises(NotVisible):
        take_attachment_out(cast.officer, ref=kept.public_id, why="Again.", at=AT)


def test_files_with_a_rapid_review_come_from_the_team_and_those_who_were_asked(cast: Cast) -> None:
    row = a_referral(cast.officer)
    a_rapid_review(cast, row.review)
    rapid = RapidReview.objects.visible_to(cast.officer).get()
    lead = cast.of[Role.AGENCY_LEAD]
    with pytest.raises(NotAllowed, match="agencies that were asked"):
        attach(lead, rapid)
    everybody_asked(cast, row.review)
    attach(lead, rapid)
    page = reverse("reviews:rapid", args=[row.review.public_id])
    key = f"attach-{rapid.public_id}"
    sent = {"do": key, f"{key}-attached": SimpleUploadedFile("notification.txt", b"As it was sent.")}
    assert client_of(cast.officer).post(page, sent).status_code == 302
    shown = client_of(cast.manager).get(page).content.decode()
    assert "notification.txt" in shown
    assert "notes.txt" in shown
    assert (
        "notes.txt"
        not in client_of(cast.manager).get(page.replace("rapid-review", "decision")).content.decode()
    )


def test_files_with_a_return_are_its_agencys_and_for_those_who_read_it(
    cast: Cast, register: Register
) -> None:
    row, lead = work.ask(cast, register), work.lead(cast)
    [kept] = attach(lead, row)
    with pytest.raises(NotAllowed):
        attach(cast.officer, row)
    page = reverse("reviews:submission", args=[row.public_id])
    reader = cast.of[Role.READER]
    assert "notes.txt" in client_of(cast.officer).get(page).content.decode()
    assert "notes.txt" not in client_of(reader).get(page).content.decode()
    assert client_of(reader).get(reverse("reviews:attachment", args=[kept.public_id])).status_code == 403
    work.say_first(cast, row)
    work.hand_in(cast, row)
    with pytest.raises(NotNow, match="handed this in already"):
        attach(lead, row)
    with pytest.raises(NotNow):
        take_attachment_out(lead, ref=kept.public_id, why="Too late.", at=AT)


def test_a_referral_that_goes_over_takes_its_files_along(cast: Cast) -> None:
    first, second = a_referral(cast.officer), a_referral(cast.officer)
    attach(cast.officer, second)
    over = {"ref": second.review.public_id, "other_ref": first.review.public_id, "tie": "same_case"}
    tie_cases(cast.officer, **over, why="", at=AT)
    [kept] = attached_to(cast.officer, first.review)
    assert kept.about == second.reference
    assert kept.review_id == first.review_id

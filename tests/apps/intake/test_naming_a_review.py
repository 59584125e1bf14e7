"""The last step of bringing in: a new review is proposed as it is known, and nobody's kind is guessed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.intake.models import Import
from heed.intake.operations import decide
from heed.intake.queries import list_proposals, proposed_review
from heed.intake.types import Decision
from heed.kit.reading.rules import load_rules
from heed.reviews.models import Review
from heed.reviews.types import REVIEW_KINDS
from tests.cast import AT, Ask, Cast, Written, bring_in_and_read, client_of


@pytest.fixture
def row(cast: Cast) -> Import:
    """A document that names no kind of review, with all of it accepted."""
    row = bring_in_and_read(cast.manager, "cedar.txt", Written("Cedar", (Ask("1", "Hold core groups."),)))
    for each in list_proposals(row):
        if each.parent_id is None:
            decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    return row


def test_whatever_kind_the_reader_finds_can_be_chosen() -> None:
    assert set(load_rules().kinds("facts/review_kinds")) <= set(REVIEW_KINDS)


def test_a_kind_that_the_document_does_not_say_is_asked_for(row: Import, cast: Cast) -> None:
    client, page = client_of(cast.manager), reverse("intake:register", args=[row.public_id])
    row.reading.found = {**row.reading.found, "review_kind": ""}
    row.reading.save()
    kinds = client.get(page).content.decode().split('name="kind"')[1].split("</select>")[0]
    assert kinds.count(" selected") == 1
    assert '<option value="" selected>Choose the kind</option>' in kinds
    answer = client.post(page, {"review": "", "name": "Cedar", "kind": ""})
    assert answer.status_code == 422
    assert "Choose what kind of review it is" in answer.content.decode()
    assert 'value="Cedar"' in answer.content.decode()
    given = {"review": "", "name": "Cedar", "kind": "joint targeted area inspection"}
    assert client.post(page, given).status_code == 302
    made = Review.objects.visible_to(cast.manager).get(name="Cedar")
    assert made.reference.startswith("JTAI-")


def test_where_a_new_review_is_in_doubt_somebody_has_to_say(row: Import, cast: Cast) -> None:
    client, page = client_of(cast.manager), reverse("intake:register", args=[row.public_id])
    given = {"review": "", "name": "Cedar", "kind": "learning review"}
    assert client.post(page, given).status_code == 302
    again = bring_in_and_read(cast.manager, "more.txt", Written("Other", (Ask("1", "Hold core groups."),)))
    for each in list_proposals(again):
        decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    page = reverse("intake:register", args=[again.public_id])
    shown = client.get(page).content.decode()
    assert "word for word" in shown
    assert '<option value="" selected>Choose one</option>' in shown
    refused = client.post(page, {**given, "name": "Other"})
    assert refused.status_code == 422
    assert "Choose the review that the document belongs to, or a new one" in refused.content.decode()
    assert client.post(page, {**given, "review": "new", "name": "Other"}).status_code == 302
    assert Review.objects.visible_to(cast.manager).filter(name="Other").exists()


@pytest.mark.parametrize(
    ("pseudonyms", "title", "name"),
    [
        (["Kit"], "What we did", "Kit"),
        (["Kit", "Kez"], "Multi-agency action plan: Kit and Kez", "Kit and Kez"),
        (["Kit", "Kez", "Jo"], "Kit, Kez and Jo", "Kit, Kez and Jo"),
        (["Kit", "Kez"], "Action plan", "Action plan"),
        ([], "Inspection of Vale", "Inspection of Vale"),
    ],
)
def test_a_review_is_proposed_by_its_pseudonyms(
    pseudonyms: list[str], title: str, name: str, row: Import
) -> None:
    row.reading.found = {**row.reading.found, "pseudonyms": pseudonyms, "title": title}
    assert proposed_review(row)["name"] == name

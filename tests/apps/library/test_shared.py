"""Documents that several areas share are kept once: one owner, each area with its day and what differs there."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from heed.library.operations import adopt_document, end_adoption, own_document
from heed.library.queries import DocumentFilter, filter_documents
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Agency, Area
from tests.cast import AT, Cast, Register, client_of

DAY = date(2024, 4, 1)


@pytest.fixture
def vale(cast: Cast) -> str:
    Area.objects.create(partnership_id=cast.manager.partnership_id, name="Vale")
    return "Vale"


def owner(cast: Cast) -> Agency:
    return Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk")[1]


@pytest.mark.capability("H12")
def test_a_shared_document_has_one_owner_and_each_area_adopts_it_on_a_day(
    register: Register, cast: Cast, vale: str
) -> None:
    document = register.accepted.document
    href = reverse("library:shared", args=[document.public_id])
    officer = client_of(cast.officer)
    own = {"do": "own", "owner": owner(cast).public_id, "version": str(document.version)}
    assert officer.post(href, own).status_code == 302
    typed = {
        "do": "adopt",
        "area": vale,
        "adopted_on_day": "1",
        "adopted_on_month": "4",
        "adopted_on_year": "2024",
        "variation": "Calls go to the Vale front door.",
    }
    assert officer.post(href, typed).status_code == 302
    page = client_of(cast.reader).get(href).content.decode()
    assert f"Owned by {owner(cast).name}" in page
    assert "1 Apr 2024" in page
    assert "Calls go to the Vale front door." in page
    assert 'name="do"' not in page, "a reader changes nothing"
    library = client_of(cast.reader).get(reverse("library:list"), {"area": vale}).content.decode()
    assert str(document) in library
    assert "1 document that match" in library
    again = officer.post(href, typed)
    assert again.status_code == 422
    assert "Vale adopted it on 1 April 2024" in again.content.decode()
    assert "Calls go to the Vale front door." in again.content.decode(), "what was typed is kept"


def test_an_area_finds_its_own_reviews_documents_and_those_it_adopted(
    register: Register, cast: Cast, vale: str
) -> None:
    def of(area: str) -> set[str]:
        return {str(row) for row in filter_documents(cast.reader, DocumentFilter(area=area))}

    document = register.accepted.document
    assert of("Vale") == set()
    assert str(document) in of(register.review.area.name if register.review.area else "")
    adopt_document(cast.manager, ref=document.public_id, area=vale, adopted_on=DAY, variation="", at=AT)
    assert of("Vale") == {str(document)}
    end_adoption(cast.manager, ref=document.public_id, area=vale, on=date(2025, 1, 1), at=AT)
    assert of("Vale") == set()
    page = client_of(cast.reader).get(reverse("library:shared", args=[document.public_id])).content.decode()
    assert "until 1 Jan 2025" in page, "that it was used stays on the record"
    with pytest.raises(NotNow):
        end_adoption(cast.manager, ref=document.public_id, area=vale, on=DAY, at=AT)


def test_owner_filter_and_columns(register: Register, cast: Cast, vale: str) -> None:
    document = register.accepted.document
    agency = owner(cast)
    own_document(
        cast.manager, ref=document.public_id, owner_ref=agency.public_id, version=document.version, at=AT
    )
    adopt_document(cast.manager, ref=document.public_id, area=vale, adopted_on=DAY, variation="", at=AT)
    asked = {"owner": agency.public_id, "column": ["title", "owner", "adopted"], "download": "csv"}
    answer = client_of(cast.reader).get(reverse("library:list"), asked)
    sheet = b"".join(answer.streaming_content).decode()
    assert sheet.count("\n") == 2
    assert agency.name in sheet
    assert "Vale (1 Apr 2024)" in sheet


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"area": "Nowhere"}, "Select"), ({"adopted_on_day": "31", "adopted_on_month": "2"}, "real date")],
)
def test_what_cannot_be_is_said_at_the_field(
    register: Register, cast: Cast, vale: str, changed: dict[str, str], said: str
) -> None:
    href = reverse("library:shared", args=[register.accepted.document.public_id])
    day = {"adopted_on_day": "1", "adopted_on_month": "4", "adopted_on_year": "2024"}
    answer = client_of(cast.officer).post(href, {"do": "adopt", "area": vale, **day, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client_of(cast.officer).post(href, {"do": "dance"}).status_code == 422


def test_who_may_and_two_at_once(register: Register, cast: Cast, vale: str) -> None:
    document = register.accepted.document
    ref, agency = document.public_id, owner(cast).public_id
    with pytest.raises(NotAllowed):
        own_document(cast.reader, ref=ref, owner_ref=agency, version=1, at=AT)
    with pytest.raises(NotAllowed):
        adopt_document(cast.reader, ref=ref, area=vale, adopted_on=DAY, variation="", at=AT)
    with pytest.raises(NotVisible):
        own_document(cast.outsider, ref=ref, owner_ref="", version=1, at=AT)
    with pytest.raises(Invalid):
        own_document(cast.manager, ref=ref, owner_ref="nobody", version=document.version, at=AT)
    own_document(cast.manager, ref=ref, owner_ref=agency, version=document.version, at=AT)
    with pytest.raises(ChangedMeanwhile):
        own_document(cast.officer, ref=ref, owner_ref="", version=document.version, at=AT)

"""Requests for information: their clocks, and for subject access every mention, marked before anything goes out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import docx
import pytest
from django.urls import reverse

from heed.information.models import InformationRequest, Mention
from heed.information.operations import (
    answer_request,
    extend_request,
    keep_request,
    mark_mention,
    note_bundle_taken,
    search_for_person,
)
from heed.information.queries.requests import RequestFilter, filter_requests, mentions_of
from heed.information.queries.where import (
    OPENED_ONE_BY_ONE,
    OPENED_WITH,
    closed_because,
    places_of_words,
    rows_for,
)
from heed.information.rules import due_of_request
from heed.learning.operations import name_recommendation
from heed.platform.access.models import Level, Scope
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.rules.queries import rules_of
from tests import cast as the_cast
from tests import cast_information
from tests.apps.information.answers import body_of
from tests.cast import ALDER, AT, Answer, Ask, Cast, Promise, Register, client_of


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


def due(kind: str, received: date, *, extended: bool = False) -> date:
    rule, days = rules_of("information")["requests"][kind], rules_of("working-days")
    return due_of_request(rule, days, received=received, extended=extended).on


@pytest.mark.parametrize(
    ("kind", "received", "answer"),
    [
        # One calendar month; a last day that is not worked moves on.
        ("subject_access", date(2025, 3, 4), date(2025, 4, 4)),
        ("subject_access", date(2025, 1, 31), date(2025, 2, 28)),
        ("subject_access", date(2025, 3, 18), date(2025, 4, 22)),
        ("subject_access", date(2024, 11, 25), date(2024, 12, 27)),
        ("subject_access", date(2025, 5, 1), date(2025, 6, 2)),
        # Twenty working days, without bank holidays anywhere in the United Kingdom.
        ("freedom_of_information", date(2025, 2, 3), date(2025, 3, 3)),
        ("freedom_of_information", date(2025, 3, 3), date(2025, 4, 1)),
        ("freedom_of_information", date(2024, 12, 9), date(2025, 1, 10)),
        ("environmental_information", date(2025, 7, 1), date(2025, 7, 30)),
    ],
)
def test_the_last_day_to_answer(kind: str, received: date, answer: date) -> None:
    assert due(kind, received) == answer


def test_an_extension_adds_two_months_to_the_first() -> None:
    assert due("subject_access", date(2025, 1, 31), extended=True) == date(2025, 4, 30)


def test_the_page_says_which_holidays_moved_the_day(lead: Actor) -> None:
    row = keep_foi(lead, date(2024, 12, 9))
    assert row.due_because == (
        "20 working days after 9 December 2024, without 4 bank holidays: 25 December 2024, "
        "26 December 2024, 1 January 2025, 2 January 2025"
    )


def keep_foi(lead: Actor, received: date) -> InformationRequest:
    return cast_information.a_request(
        lead,
        at=AT,
        kind="freedom_of_information",
        asked="How many reviews?",
        person_name="",
        other_names=[],
        born_on=None,
        received_on=received,
    )


def test_more_time_is_taken_once_before_the_last_day_and_with_a_reason(lead: Actor) -> None:
    row = keep_foi(lead, AT.date())
    with pytest.raises(Invalid):
        extend_request(lead, ref=row.public_id, reason=" ", at=AT)
    row = extend_request(lead, ref=row.public_id, reason="A public interest test.", at=AT)
    assert row.due_on == due("freedom_of_information", AT.date(), extended=True)
    with pytest.raises(NotNow):
        extend_request(lead, ref=row.public_id, reason="Again.", at=AT)
    with pytest.raises(NotNow, match="last day has passed"):
        extend_request(lead, ref=keep_foi(lead, date(2025, 1, 6)).public_id, reason="Late.", at=AT)


def test_an_answer_is_kept_once_with_its_reason(lead: Actor) -> None:
    row = keep_foi(lead, AT.date())
    with pytest.raises(Invalid, match="Say why"):
        answer_request(lead, ref=row.public_id, outcome="refused", reason="", answered_on=AT.date(), at=AT)
    with pytest.raises(Invalid):
        answer_request(
            lead, ref=row.public_id, outcome="given", reason="", answered_on=date(2025, 3, 3), at=AT
        )
    answer_request(lead, ref=row.public_id, outcome="given", reason="", answered_on=AT.date(), at=AT)
    with pytest.raises(NotNow):
        answer_request(lead, ref=row.public_id, outcome="given", reason="", answered_on=AT.date(), at=AT)
    assert filter_requests(lead, RequestFilter(state="answered")).get() == row


def test_a_subject_access_request_is_about_somebody(lead: Actor) -> None:
    with pytest.raises(Invalid, match="whom it is about"):
        cast_information.a_request(lead, at=AT, person_name=" ")


# Every mention.

CHILD = "Zoë Hart-Moss"
WRITTEN = replace(
    ALDER,
    title="Learning from Zoe",
    asks=(
        Ask(
            "1",
            "The Trust should have seen Zoe Hart Moss and her brother Tom at home.",
            to=("Vale NHS Trust",),
            answers=(Answer("We wrote to Hart-Moss, Zoe on her birthday, 7 March 2009.", "Vale NHS Trust"),),
            promises=(Promise("A visit to Z. Hart-Moss is planned.", owner="Friend of Z Hart-Moss"),),
        ),
    ),
    headings=(),
)


@pytest.fixture
def request_about_child(register: Register, cast: Cast, lead: Actor) -> InformationRequest:
    review = the_cast.register_of(cast.manager, WRITTEN, review="Zoë Hart-Moss")
    [row] = review.recommendations.visible_to(cast.manager)
    for number, name in enumerate(("About Zoe Hart-Moss", "Visits"), start=1):
        name_recommendation(cast.manager, ref=row.public_id, short_name=name, version=number, at=AT)
    row = cast_information.a_request(
        lead, at=AT, person_name=CHILD, other_names=["Child Z"], born_on=date(2009, 3, 7)
    )
    search_for_person(lead, ref=row.public_id, at=AT)
    return row


def test_every_mention_is_found_in_rows_texts_and_earlier_words(
    lead: Actor, request_about_child: InformationRequest
) -> None:
    found = {(each.model, each.field) for each in mentions_of(lead, request_about_child)}
    assert found >= {
        ("library.Reading", "text"),
        ("reviews.Review", "name"),
        ("learning.Recommendation", "text"),
        ("learning.Response", "text"),
        ("plans.Action", "text"),
        ("plans.Action", "owner_words"),
        ("intake.Proposal", "values"),
        ("base.Revision", "words"),
        ("library.Document", "name"),
    }
    search = request_about_child.searches.get()
    assert sum(each for _, _, each in search.searched) == mentions_of(lead, request_about_child).count()
    assert {what for what, rows, _ in search.searched if rows} >= {"recommendations", "readings", "people"}


def test_a_person_with_an_account_is_found_with_the_log(cast: Cast, lead: Actor, register: Register) -> None:
    row = filter_requests(lead, RequestFilter()).get()
    found = {each.model for each in mentions_of(lead, row)}
    assert found == {"accounts.Person"}
    again = cast_information.a_request(lead, at=AT, person_name=cast.manager.name, born_on=None)
    search_for_person(lead, ref=again.public_id, at=AT)
    assert {"accounts.Person", "audit_log.Event"} <= {each.model for each in mentions_of(lead, again)}


def test_what_the_searcher_may_not_see_is_not_found(
    register: Register, cast: Cast, lead: Actor, request_about_child: InformationRequest
) -> None:
    """Neither by a new search, nor on the list of an earlier one when the record was restricted since."""
    before = mentions_of(lead, request_about_child).count()
    hidden, _ = Scope.objects.get_or_create(
        partnership_id=lead.partnership_id, level=Level.AGENCY, agency_id=cast.manager.agency_id
    )
    [row] = mentions_of(lead, request_about_child).filter(model="learning.Recommendation")
    place = next(each for each in places_of_words() if each.label == "learning.Recommendation")
    place.model.objects.for_everyone(because="a test").filter(pk=row.row).update(scope=hidden)
    left = mentions_of(lead, request_about_child)
    assert left.count() < before
    assert not left.filter(model="learning.Recommendation").exists()
    assert not left.filter(model="base.Revision").exists()
    again = cast_information.a_request(lead, at=AT, person_name=CHILD)
    search_for_person(lead, ref=again.public_id, at=AT)
    assert not mentions_of(lead, again).filter(model="learning.Recommendation").exists()
    assert mentions_of(cast.manager, request_about_child).filter(model="learning.Recommendation").exists()


def test_the_other_partnership_finds_nothing(cast: Cast, request_about_child: InformationRequest) -> None:
    own = keep_request(
        cast.outsider,
        kind="subject_access",
        asked_by="Her mother",
        asked="All",
        received_on=AT.date(),
        person_name=CHILD,
        other_names=[],
        born_on=date(2009, 3, 7),
        identity_checked_on=None,
        at=AT,
    )
    search = search_for_person(cast.outsider, ref=own.public_id, at=AT)
    assert sum(found for _, _, found in search.searched) == 0


def test_nothing_of_what_is_stored_is_left_out_unsaid(lead: Actor) -> None:
    """Every model with words is either searched for this actor or said not to be."""
    left_out = [place for place in places_of_words() if rows_for(lead, place) is None]
    assert {place.label for place in left_out} == {*OPENED_WITH, *OPENED_ONE_BY_ONE}
    assert all(closed_because(lead, place) for place in left_out)
    assert len(places_of_words()) > 20


def _now(lead: Actor, row: InformationRequest, mention: Mention) -> int:
    """The same words marked elsewhere move a mention to its next version."""
    return mentions_of(lead, row).get(pk=mention.pk).version  # type: ignore[no-any-return]


def mark_all(lead: Actor, row: InformationRequest, mark: str, **words: str) -> None:
    for each in mentions_of(lead, row, mark=""):
        mark_mention(
            lead,
            ref=row.public_id,
            mention_ref=each.public_id,
            mark=mark,
            reason=words.get("reason", ""),
            given_out=words.get("given_out", ""),
            version=_now(lead, row, each),
            at=AT,
        )


def test_only_what_is_the_persons_own_goes_out(lead: Actor, request_about_child: InformationRequest) -> None:
    row = request_about_child
    with pytest.raises(NotNow, match="still open"):
        note_bundle_taken(lead, ref=row.public_id, form="docx", at=AT)
    of_recommendation = mentions_of(lead, row).filter(model="learning.Recommendation", field="text").get()
    mark_mention(
        lead,
        ref=row.public_id,
        mention_ref=of_recommendation.public_id,
        mark="about",
        reason="",
        given_out="The Trust should have seen Zoe Hart Moss at home.",
        version=1,
        at=AT,
    )
    answer = mentions_of(lead, row).filter(model="learning.Response")[0]
    mark_mention(
        lead,
        ref=row.public_id,
        mention_ref=answer.public_id,
        mark="about",
        reason="",
        given_out="",
        version=1,
        at=AT,
    )
    mark_all(lead, row, "third_party")
    address = reverse("information:bundle", args=[row.public_id])
    rows = json.loads(body_of(client_of(lead).get(address, {"form": "json"})))["rows"]
    assert [each["Words"] for each in rows] == [
        "The Trust should have seen Zoe Hart Moss at home.",
        "We wrote to Hart-Moss, Zoe on her birthday, 7 March 2009.",
    ]
    word = body_of(client_of(lead).get(address, {"form": "docx"}))
    text = "\n".join(
        cell.text for line in docx.Document(io.BytesIO(word)).tables[0].rows for cell in line.cells
    )
    assert "Zoe Hart Moss at home" in text
    assert "Tom" not in text
    assert client_of(lead).get(address, {"form": "exe"}).status_code == 422


def test_what_is_withheld_needs_its_reason(lead: Actor, request_about_child: InformationRequest) -> None:
    with pytest.raises(Invalid, match="exemption"):
        mark_all(lead, request_about_child, "withheld")


def test_the_same_words_elsewhere_get_the_same_mark(
    lead: Actor, request_about_child: InformationRequest
) -> None:
    first = mentions_of(lead, request_about_child).filter(model="learning.Response")[0]
    number = mark_mention(
        lead,
        ref=request_about_child.public_id,
        mention_ref=first.public_id,
        mark="about",
        reason="",
        given_out="",
        version=1,
        at=AT,
    )
    assert number == mentions_of(lead, request_about_child).filter(passage=first.passage).count() > 1


def test_searching_again_keeps_marks_and_adds_what_is_new(
    cast: Cast, lead: Actor, request_about_child: InformationRequest
) -> None:
    row = request_about_child
    mark_all(lead, row, "about")
    before = mentions_of(lead, row).count()
    the_cast.register_of(cast.manager, replace(WRITTEN, title="More of Zoe Hart-Moss"), review="More")
    search_for_person(lead, ref=row.public_id, at=AT)
    assert mentions_of(lead, row, mark="about").count() == before
    assert mentions_of(lead, row, mark="").exists()


def test_the_pages_show_the_working_list(lead: Actor, request_about_child: InformationRequest) -> None:
    client, ref = client_of(lead), request_about_child.public_id
    listed = client.get(reverse("information:mentions", args=[ref])).content.decode()
    assert "Say what it is" in listed
    first = mentions_of(lead, request_about_child)[0]
    answer = client.post(
        reverse("information:mention", args=[ref, first.public_id]),
        {"do": "mark", "mark-mark": "about", "mark-version": "1"},
    )
    assert answer.status_code == 302
    assert Mention.objects.visible_to(lead).get(pk=first.pk).mark == "about"
    wrong = client.post(
        reverse("information:mention", args=[ref, first.public_id]),
        {"do": "mark", "mark-mark": "withheld", "mark-version": "2"},
    )
    assert wrong.status_code == 422


def test_only_who_governs_information_searches(cast: Cast, request_about_child: InformationRequest) -> None:
    with pytest.raises(NotAllowed):
        search_for_person(cast.officer, ref=request_about_child.public_id, at=AT)

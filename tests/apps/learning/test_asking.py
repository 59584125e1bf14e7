"""Agencies are asked for their answers by a day; who is silent is seen and chased."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.agencies.operations import change_agency, merge_agencies
from heed.intake.operations import undo_import
from heed.learning.models import AnswerRequest, Recommendation
from heed.learning.operations import Ask, ask_for_answers, chase, move_answer_day, withdraw_request
from heed.learning.queries import (
    RequestFilter,
    asked_of_agency,
    filter_requests,
    find_request,
    labels_of_requests,
    requests_of_recommendation,
    silent_agencies,
)
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import exclude_person
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import DUE, agency, ask, ask_one, lead, sign

TODAY = date(2025, 4, 11)


def test_each_agency_gets_a_request_of_its_own(register: Register, cast: Cast) -> None:
    made = ask(cast, register, label="1", to=("Westmere Council", "Westmere Police"))
    assert [(each.reference, each.agency.name, each.round) for each in made] == [
        ("ASK-0001", "Westmere Council", 2),  # it has answered in a document
        ("ASK-0002", "Westmere Police", 1),
    ]
    found = requests_of_recommendation(cast.reader, register.recommendations["1"])
    assert [each.public_id for each in found] == [each.public_id for each in made]
    assert Event.objects.filter(kind="answer.asked").count() == 2


def test_an_agency_that_is_being_asked_is_not_asked_twice(register: Register, cast: Cast) -> None:
    ask_one(cast, register)
    with pytest.raises(NotNow, match="asked already"):
        ask(cast, register)
    [other] = ask(cast, register, to=("Vale NHS Trust", "Westmere Police"))
    assert other.agency.name == "Westmere Police"


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (None, "Enter the day"),
        (AT.date() - timedelta(days=1), "still to come"),
        (AT.date() + timedelta(days=731), "within 730 days"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    register: Register, cast: Cast, due_on: date | None, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast, register, due_on=due_on)  # type: ignore[arg-type]
    assert said in refused.value.fields["due_on"]
    assert ask(cast, register, due_on=AT.date())


def test_only_who_may_ask_asks_and_only_about_what_they_see(register: Register, cast: Cast) -> None:
    asks = [Ask(register.recommendations["4"].public_id, agency("Vale NHS Trust").public_id)]
    for role in (Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER, Role.READER):
        with pytest.raises(NotAllowed):
            ask_for_answers(cast.of[role], asks=asks, words="", due_on=DUE, at=AT)
    with pytest.raises(NotVisible):
        ask_for_answers(cast.outsider, asks=asks, words="", due_on=DUE, at=AT)
    with pytest.raises(Invalid):
        ask_for_answers(cast.officer, asks=[], words="", due_on=DUE, at=AT)
    foreign = Agency.objects.get(name="Harrowdale Council")
    with pytest.raises(Invalid, match="agencies of the partnership"):
        ask_for_answers(
            cast.officer, asks=[Ask(asks[0].recommendation, foreign.public_id)], words="", due_on=DUE, at=AT
        )


def test_somebody_elsewhere_or_excluded_sees_no_request(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=lead(cast).person_ref,
        reason="Their own practice is reviewed.",
        version=0,
        at=AT,
    )
    for actor in (cast.outsider, lead(cast)):
        with pytest.raises(NotVisible):
            find_request(actor, request.public_id)
        assert asked_of_agency(actor) == ([], 0)
        assert silent_agencies(actor, today=TODAY) == []
        assert labels_of_requests(actor, [request.public_id]) == {}
    assert client_of(lead(cast)).get(reverse("learning:asked")).content.decode().count("ASK-") == 0
    later = ask_one(cast, register, to=("Westmere Police",))
    assert later.scope_id == find_request(cast.manager, request.public_id).scope_id, "moved with its case"


def test_silent_agencies_are_shown_with_how_late_and_how_often_chased(register: Register, cast: Cast) -> None:
    first, second = ask_one(cast, register), ask_one(cast, register, label="2a")
    assert silent_agencies(cast.officer, today=DUE) == []
    [silent] = silent_agencies(cast.officer, today=TODAY)
    assert (silent.name, silent.late, silent.since, silent.chases) == ("Vale NHS Trust", 2, DUE, 0)
    chase(cast.officer, refs=[first.public_id], whom="Aled Avery", words="Asked again.", at=AT)
    [silent] = silent_agencies(cast.officer, today=TODAY)
    assert (silent.late, silent.chases) == (2, 1)
    kept = find_request(cast.reader, first.public_id).chases.all()[0]
    assert (kept.whom, str(kept.chased_by), kept.words) == ("Aled Avery", cast.officer.name, "Asked again.")
    assert Event.objects.filter(kind="answer.chased", subject_ref=first.public_id).exists()
    sign(lead(cast), first)
    sign(lead(cast), second)
    assert silent_agencies(cast.officer, today=TODAY) == []


def test_a_chase_says_whom_and_only_while_the_answer_is_awaited(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    with pytest.raises(Invalid, match="who was told"):
        chase(cast.officer, refs=[request.public_id], whom=" ", words="", at=AT)
    with pytest.raises(NotAllowed):
        chase(lead(cast), refs=[request.public_id], whom="Me", words="", at=AT)
    sign(lead(cast), request)
    with pytest.raises(NotNow, match="answered this already"):
        chase(cast.officer, refs=[request.public_id], whom="Aled Avery", words="", at=AT)


def test_another_day_keeps_the_earlier_one(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    given = {"ref": request.public_id, "due_on": DUE + timedelta(days=7), "version": request.version}
    with pytest.raises(Invalid):
        move_answer_day(cast.officer, **given, reason=" ", at=AT)
    row = move_answer_day(cast.officer, **given, reason="Half term.", at=AT)
    assert row.due_on == DUE + timedelta(days=7)
    kept = Revision.objects.get(subject_ref=request.public_id)
    assert kept.words == "1 Apr 2025; moved because: Half term."
    with pytest.raises(ChangedMeanwhile):
        move_answer_day(
            cast.manager, ref=request.public_id, due_on=DUE, reason="Sooner.", version=request.version, at=AT
        )


def test_what_is_taken_back_stays_with_its_reason_and_can_be_asked_again(
    register: Register, cast: Cast
) -> None:
    request = ask_one(cast, register)
    with pytest.raises(Invalid):
        withdraw_request(cast.officer, ref=request.public_id, reason="", at=AT)
    row = withdraw_request(cast.officer, ref=request.public_id, reason="Not theirs.", at=AT)
    assert (row.state, row.settled_why, str(row.settled_by)) == (
        "withdrawn",
        "Not theirs.",
        cast.officer.name,
    )
    with pytest.raises(NotNow, match="not asked any more"):
        withdraw_request(cast.manager, ref=request.public_id, reason="Again.", at=AT)
    assert ask_one(cast, register).reference == "ASK-0002"


def test_what_a_merged_agency_was_asked_passes_on_and_keeps_its_name(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    both = ask(cast, register, label="1", to=("Vale NHS Trust", "Westmere Police"))
    vale, police = agency("Vale NHS Trust"), agency("Westmere Police")
    merge_agencies(cast.manager, ref=vale.public_id, into_ref=police.public_id, version=vale.version, at=AT)
    now = find_request(cast.manager, request.public_id)
    assert (now.agency, now.asked_as, now.state) == (police, "Vale NHS Trust", "open")
    assert [find_request(cast.manager, each.public_id).state for each in both] == ["withdrawn", "open"]
    assert Event.objects.filter(kind="answer.passed_on").count() == 2


def test_an_agency_that_ended_is_asked_through_what_came_after(register: Register, cast: Cast) -> None:
    before = ask_one(cast, register, label="2a")
    vale, police = agency("Vale NHS Trust"), agency("Westmere Police")
    given = {"ref": vale.public_id, "name": vale.name, "kind": vale.kind, "other_names": []}
    ended = {**given, "ended_on": AT.date(), "version": vale.version, "at": AT}
    change_agency(cast.manager, **ended, successor_ref=police.public_id)
    assert find_request(cast.manager, before.public_id).agency == police
    after = ask_one(cast, register)
    assert (after.agency, after.asked_as) == (police, "Vale NHS Trust")
    change_agency(cast.manager, **{**ended, "version": vale.version + 1}, successor_ref="")
    with pytest.raises(NotNow, match="Say what did first"):
        ask_one(cast, register, label="3")


def test_an_import_whose_recommendation_was_asked_about_stays(register: Register, cast: Cast) -> None:
    ask_one(cast, register)
    with pytest.raises(NotNow, match="asked about"):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    assert Recommendation.objects.visible_to(cast.manager).filter(label="4").exists()


# The pages.


def sent(due_on: date, **other: object) -> dict[str, object]:
    return {
        "due_on_day": due_on.day,
        "due_on_month": due_on.month,
        "due_on_year": due_on.year,
        "words": "",
        **other,
    }


def ask_page(client: Client, register: Register, *labels: str) -> str:
    refs = "&".join(f"recommendation={register.recommendations[each].public_id}" for each in labels)
    return client.get(f"{reverse('learning:ask')}?{refs}").content.decode()


@pytest.mark.capability("B06")
def test_every_agency_named_is_ticked_and_who_is_meant_by_the_others_is_asked(
    register: Register, cast: Cast
) -> None:
    client = client_of(cast.officer)
    page = ask_page(client, register, "1", "2a")
    row = register.recommendations["1"].public_id
    for name in ("Westmere Council", "Westmere Police"):
        assert f'value="{row}:{agency(name).public_id}" checked' in page
    assert "“All agencies”, which is no one agency" in page
    due = timezone.localdate() + timedelta(days=10)
    answer = client.post(
        reverse("learning:ask"),
        sent(
            due,
            recommendation=[row, register.recommendations["2a"].public_id],
            asks=[f"{row}:{agency('Westmere Police').public_id}"],
            also=[agency("Vale NHS Trust").public_id],
        ),
    )
    assert answer.status_code == 302
    made = filter_requests(cast.officer, RequestFilter()).order_by("pk")
    assert [(each.recommendation.label, each.agency.name) for each in made] == [
        ("1", "Westmere Police"),
        ("1", "Vale NHS Trust"),
        ("2a", "Vale NHS Trust"),
    ]
    said = client.get(answer["Location"]).content.decode()
    unled = "Nobody leads Westmere Police in Heed yet: invite somebody under People"
    assert "3 requests sent, to be answered by" in said
    assert unled in said
    assert "Westmere Police is asked already" in ask_page(client, register, "1")


def test_all_of_a_review_or_those_ticked_are_asked_about(register: Register, cast: Cast) -> None:
    client = client_of(cast.officer)
    address = reverse("learning:ask")
    whole = client.get(f"{address}?review={register.review.public_id}").content.decode()
    assert "Ask for answers to 4 recommendations" in whole
    ticked = client.get(f"{address}?of=ticked&chosen={register.recommendations['3'].public_id}")
    assert "It names nobody" in ticked.content.decode()
    for nothing in (f"{address}?of=ticked", address):
        assert "Say first which recommendations" in client.get(nothing).content.decode()
    assert client.post(address, sent(DUE)).status_code == 422


def test_bad_input_is_said_at_its_field_and_kept(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"].public_id
    answer = client_of(cast.officer).post(
        reverse("learning:ask"),
        {
            "recommendation": row,
            "words": "By then, please.",
            "due_on_day": "31",
            "due_on_month": "2",
            "due_on_year": "2027",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a real date" in page
    assert "By then, please." in page
    assert 'value="31"' in page
    nobody = client_of(cast.officer).post(
        reverse("learning:ask"), sent(timezone.localdate(), recommendation=row)
    )
    assert nobody.status_code == 422
    assert "Choose at least one agency" in nobody.content.decode()


def test_several_are_chased_at_once_each_agency_by_name(register: Register, cast: Cast) -> None:
    made = ask(cast, register, to=("Vale NHS Trust", "Westmere Police"))
    client, address = client_of(cast.officer), reverse("learning:chase")
    query = "&".join(f"chosen={each.public_id}" for each in made)
    page = client.get(f"{address}?{query}").content.decode()
    assert "Left empty: Aled Avery" in page
    names = {f"whom_{each.agency_id}": "The director" for each in made}
    answer = client.post(address, {"chosen": [each.public_id for each in made], "words": "", **names})
    assert answer.status_code == 302
    assert all(len(find_request(cast.officer, each.public_id).chases.all()) == 1 for each in made)
    assert "Tick requests" in client.get(address).content.decode()
    assert client.post(address).status_code == 422


def test_the_requests_page_offers_what_can_be_done_and_says_who_signs(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    address = reverse("learning:request", args=[request.public_id])
    page = client_of(cast.officer).get(address).content.decode()
    assert "Aled Avery" in page
    assert "Chase it" in page
    assert "Please tell us." in page
    assert "Chase it" not in client_of(cast.reader).get(address).content.decode()
    assert client_of(cast.reader).post(address, {"do": "chase"}).status_code == 403
    wrong = client_of(cast.officer).post(address, {"do": "chase", "chase-whom": ""})
    assert wrong.status_code == 422
    assert "Enter who was told" in wrong.content.decode()
    assert client_of(cast.officer).post(address, {"do": "chase", "chase-whom": "Aled"}).status_code == 302


def test_an_agency_whose_lead_has_left_is_said_to_have_nobody_who_signs(
    register: Register, cast: Cast
) -> None:
    request = ask_one(cast, register)
    Membership.objects.filter(pk=lead(cast).membership_id).update(ends_on=date(2024, 12, 31))
    page = client_of(cast.officer).get(reverse("learning:request", args=[request.public_id])).content.decode()
    assert "Nobody at Vale NHS Trust can sign an answer" in page


def test_officers_see_silent_agencies_first(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    page = client_of(cast.officer).get(reverse("home")).content.decode()
    assert "Agencies that have not answered" in page
    assert "never chased" in page
    assert (
        "Agencies that have not answered" not in client_of(cast.reader).get(reverse("home")).content.decode()
    )
    listed = client_of(cast.officer).get(f"{reverse('learning:requests')}?state=late").content.decode()
    assert request.reference in listed
    assert "days late" in listed
    assert (
        "ASK-"
        not in client_of(cast.officer).get(f"{reverse('learning:requests')}?state=answered").content.decode()
    )


def test_a_review_shows_who_was_asked(register: Register, cast: Cast) -> None:
    ask_one(cast, register, label="3", to=("Westmere Police",))
    page = client_of(cast.officer).get(
        reverse("learning:recommendation", args=[register.recommendations["3"].public_id])
    )
    assert "Who was asked" in page.content.decode()
    assert "Westmere Police" in page.content.decode()
    assert AnswerRequest.objects.visible_to(cast.officer).count() == 1

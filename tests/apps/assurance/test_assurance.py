"""Assurance is asked, replied to, and looked at by somebody else; letters are answered yes or no; challenges keep
their effect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.agencies.operations import merge_agencies
from heed.assurance.due import DUE_OF
from heed.assurance.models import Assurance, AssuranceEntry
from heed.assurance.operations import escalate_assurance, withdraw_assurance
from heed.assurance.queries import (
    AssuranceFilter,
    filter_assurance,
    find_assurance,
    followed_by,
    labels_of_assurance,
    sent_with,
)
from heed.assurance.types import Kind
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base import clock
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.due import Reach, Wanted
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import exclude_person
from tests.cast import AGENCIES, AT, Cast, Register, client_of
from tests.cast_assurance import DUE, ask, chair, reply, vale, view


@pytest.mark.capability("C21")
def test_assurance_is_asked_replied_to_graded_and_followed_up(cast: Cast) -> None:
    [row] = ask(cast)
    assert (row.reference, row.state, row.asked_for) == ("ASR-0001", "open", "The partnership")
    replied = reply(vale(cast), row)
    assert replied.state == "replied"
    closed = view(chair(cast), replied, "partly", words="Who reads it in August?", again_by=DUE)
    assert (closed.state, closed.grade) == ("closed", "partly")
    again = followed_by(cast.reader, closed)
    assert again is not None
    assert (again.question, again.agency, again.state) == ("Who reads it in August?", row.agency, "open")
    assert [(each.step, each.said, str(each.written_by)) for each in closed.entries.all()] == [
        ("reply", "", vale(cast).name),
        ("view", "partly", chair(cast).name),
    ]
    kinds = Event.objects.filter(kind__startswith="assurance.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["assurance.asked", "assurance.replied", "assurance.viewed", "assurance.asked"]


@pytest.mark.capability("C21")
def test_what_is_not_answered_escalates(cast: Cast) -> None:
    [row] = ask(cast)
    late = DUE + timedelta(days=10)
    wanted = Wanted(reaches=(Reach(until=late),), since=DUE - timedelta(days=90), today=late, limit=5)
    [due] = DUE_OF[Kind.REQUEST].find(chair(cast), wanted).rows
    assert (due.reference, due.on, due.who) == ("ASR-0001", DUE, "Vale NHS Trust")
    escalate_assurance(chair(cast), ref=row.public_id, whom="The chief executive", words="By letter.", at=AT)
    entry = AssuranceEntry.objects.get(assurance=row)
    assert (entry.step, entry.words) == ("escalation", "To The chief executive. By letter.")
    with pytest.raises(Invalid, match="to whom"):
        escalate_assurance(chair(cast), ref=row.public_id, whom=" ", words="", at=AT)
    reply(vale(cast), row)
    with pytest.raises(NotNow):
        escalate_assurance(chair(cast), ref=row.public_id, whom="Somebody", words="", at=AT)
    assert DUE_OF[Kind.REQUEST].find(chair(cast), wanted).rows == ()


def test_whoever_is_employed_by_the_agency_does_not_say_what_is_made_of_its_reply(cast: Cast) -> None:
    [row] = ask(cast)
    reply(vale(cast), row)
    employed = Membership.objects.filter(pk=chair(cast).membership_id)
    employed.update(employer=Agency.objects.get(name="Vale NHS Trust"))
    with pytest.raises(NotAllowed, match="employed by it"):
        view(chair(cast), row)


@pytest.mark.capability("B18")
def test_a_letter_is_answered_yes_or_no_by_every_agency(cast: Cast) -> None:
    made = ask(cast, "letter", to=AGENCIES)
    of_vale = next(each for each in made if each.agency.name == "Vale NHS Trust")
    with pytest.raises(Invalid) as refused:
        reply(vale(cast), of_vale, answer="", words="")
    assert "answer" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        reply(vale(cast), of_vale, answer="no", words="")
    assert refused.value.fields["words"] == "Say why not, and what happens next"
    reply(vale(cast), of_vale, answer="yes", words="", restricted="One nurse is on leave until May.")
    found = {each.agency.name: each.answer for each in sent_with(cast.reader, of_vale)}
    assert found == {"Westmere Council": "", "Westmere Police": "", "Vale NHS Trust": "yes"}
    wanted = AssuranceFilter(which="letter", answer="yes")
    assert [each.pk for each in filter_assurance(cast.reader, wanted)] == [of_vale.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Assurance.objects.visible_to(cast.manager).filter(pk=of_vale.pk).update(kind="request")


@pytest.mark.capability("B18")
def test_what_is_about_single_people_is_read_by_few_and_in_no_download(cast: Cast) -> None:
    [row] = ask(cast, "letter")
    reply(vale(cast), row, answer="yes", words="All do.", restricted="One nurse is on leave until May.")
    address = reverse("assurance:one", args=[row.public_id])
    for actor in (chair(cast), cast.officer, vale(cast)):
        assert "One nurse is on leave" in client_of(actor).get(address).content.decode()
    for role in (Role.READER, Role.INDEPENDENT_SCRUTINEER, Role.GROUP_MEMBER, Role.AGENCY_CONTRIBUTOR):
        page = client_of(cast.of[role]).get(address).content.decode()
        assert "All do." in page
        assert "One nurse is on leave" not in page
    for form in ("csv", "json"):
        taken = client_of(cast.manager).get(f"{reverse('assurance:letters')}?download={form}")
        assert "One nurse" not in taken.getvalue().decode()


def test_a_challenge_keeps_its_answer_and_its_effect(cast: Cast) -> None:
    scrutineer = cast.of[Role.INDEPENDENT_SCRUTINEER]
    [row] = ask(cast, "challenge", by=scrutineer, asked_for="Independent scrutineer")
    assert row.reference == "CHA-0001"
    replied = reply(vale(cast), row, words="We will look again.")
    with pytest.raises(Invalid) as refused:
        view(scrutineer, replied, "not", words="Nothing is said of nights.")
    assert "effect" in refused.value.fields
    closed = view(
        scrutineer, replied, "not", words="Nothing is said of nights.", effect="A night rota from June."
    )
    assert (closed.grade, closed.effect) == ("not", "A night rota from June.")
    log = client_of(cast.reader).get(f"{reverse('assurance:challenges')}?column=reference&column=effect")
    assert "A night rota from June." in log.content.decode()


def test_only_the_agency_replies_and_only_others_look_at_it(cast: Cast) -> None:
    [row] = ask(cast, to=("Westmere Police",))
    with pytest.raises(NotAllowed, match="asked of Westmere Police"):
        reply(vale(cast), row)
    [own] = ask(cast)
    for role in (Role.BUSINESS_MANAGER, Role.READER, Role.AGENCY_CONTRIBUTOR):
        with pytest.raises(NotAllowed):
            reply(cast.of[role], own)
    with pytest.raises(NotNow, match="no reply"):
        view(chair(cast), own)
    replied = reply(vale(cast), own)
    with pytest.raises(NotAllowed, match="which replied"):
        view(cast.officer, replied)  # employed by the Trust in the cast
    with pytest.raises(NotAllowed):
        view(cast.of[Role.INDEPENDENT_SCRUTINEER], replied)  # challenges, and grades no reply to the board
    Membership.objects.create(
        person_id=chair(cast).person_id,
        partnership_id=chair(cast).partnership_id,
        agency_id=vale(cast).agency_id,
        roles=["reader"],
        starts_on=AT.date(),
    )
    with pytest.raises(NotAllowed, match="which replied"):
        view(chair(cast), replied)
    assert view(cast.manager, replied).grade == "assured"


def test_a_reply_is_never_changed_and_two_at_once_are_told(cast: Cast) -> None:
    [row] = ask(cast)
    reply(vale(cast), row, words="First.")
    with pytest.raises(NotNow):
        reply(vale(cast), row, words="Second.")
    assert [each.words for each in AssuranceEntry.objects.filter(assurance=row)] == ["First."]
    seen = find_assurance(chair(cast), row.public_id).version
    view(chair(cast), row)
    with pytest.raises((ChangedMeanwhile, NotNow)):
        view(cast.manager, row, "not", words="No.", version=seen)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"topic": " "}, "topic"),
        ({"question": ""}, "question"),
        ({"asked_for": ""}, "asked_for"),
        ({"to": ()}, "agencies"),
        ({"due_on": None}, "due_on"),
        ({"due_on": AT.date() - timedelta(days=1)}, "due_on"),
        ({"due_on": AT.date() + timedelta(days=900)}, "due_on"),
    ],
)
def test_bad_input_is_said_at_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast, **given)
    assert field in refused.value.fields


def test_who_may_ask_in_which_way(cast: Cast) -> None:
    for role in (Role.INDEPENDENT_SCRUTINEER, Role.GROUP_MEMBER):
        assert ask(cast, "challenge", by=cast.of[role])
        with pytest.raises(NotAllowed):
            ask(cast, "request", by=cast.of[role])
    for role in (Role.READER, Role.AGENCY_LEAD, Role.ANALYST):
        for kind in ("request", "letter", "challenge"):
            with pytest.raises(NotAllowed):
                ask(cast, kind, by=cast.of[role])


def test_what_is_about_a_case_is_seen_with_the_case(register: Register, cast: Cast) -> None:
    [row] = ask(cast, review_ref=register.review.public_id)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=vale(cast).person_ref,
        reason="Their own practice is reviewed.",
        version=0,
        at=AT,
    )
    for actor in (vale(cast), cast.outsider):
        with pytest.raises(NotVisible):
            find_assurance(actor, row.public_id)
        assert labels_of_assurance(actor, [row.public_id]) == {}
        assert not filter_assurance(actor, AssuranceFilter()).exists()
    assert find_assurance(chair(cast), row.public_id)


def test_what_a_merged_agency_was_asked_passes_on(cast: Cast) -> None:
    [row] = ask(cast)
    gone, into = Agency.objects.get(name="Vale NHS Trust"), Agency.objects.get(name="Westmere Police")
    merge_agencies(cast.manager, ref=gone.public_id, into_ref=into.public_id, version=gone.version, at=AT)
    now = find_assurance(cast.reader, row.public_id)
    assert (now.agency, now.to_as) == (into, "Vale NHS Trust")


def test_what_is_taken_back_stays_with_its_reason(cast: Cast) -> None:
    [row] = ask(cast)
    with pytest.raises(Invalid):
        withdraw_assurance(chair(cast), ref=row.public_id, reason=" ", at=AT)
    assert (
        withdraw_assurance(chair(cast), ref=row.public_id, reason="Asked elsewhere.", at=AT).state
        == "withdrawn"
    )
    with pytest.raises(NotNow):
        reply(vale(cast), row)


# The pages.


def test_a_letter_goes_out_is_answered_and_counted_on_its_page(cast: Cast) -> None:
    client = client_of(chair(cast))
    address = reverse("assurance:ask", args=["letter"])
    page = client.get(address).content.decode()
    assert page.count("checked") >= len(AGENCIES)
    due = clock.today() + timedelta(days=14)
    sent = {
        "agencies": [Agency.objects.get(name=name).public_id for name in AGENCIES],
        "topic": "Staff know the findings",
        "question": "Do all staff who worked with the family know what was found?",
        "asked_for": "The partnership",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
    }
    wrong = client.post(address, {**sent, "topic": ""})
    assert wrong.status_code == 422
    assert "Enter what it is about" in wrong.content.decode()
    assert "who worked with the family" in wrong.content.decode()
    assert client.post(address, sent).status_code == 302
    row = filter_assurance(vale(cast), AssuranceFilter(agency=vale(cast).agency_ref)).get()
    one, own = reverse("assurance:one", args=[row.public_id]), client_of(vale(cast))
    assert row.reference in own.get(reverse("home")).content.decode()
    missing = own.post(one, {"do": "reply", "reply-words": "Some do."})
    assert missing.status_code == 422
    assert "Choose yes or no" in missing.content.decode()
    assert own.post(one, {"do": "reply", "reply-answer": "no", "reply-words": "Some do."}).status_code == 302
    page = client.get(one).content.decode()
    assert "0 said yes, 1 said no, 2 have not answered, of 3" in page
    version = find_assurance(chair(cast), row.public_id).version
    kept = {"do": "view", "view-grade": "not", "view-words": "When will all?", "view-version": version}
    assert client.post(one, kept).status_code == 302
    assert "Not assured" in client_of(cast.reader).get(one).content.decode()
    assert client_of(cast.reader).post(one, kept).status_code == 403
    assert client_of(cast.outsider).get(one).status_code == 404


def test_there_are_three_registers_and_no_fourth_kind(cast: Cast) -> None:
    for kind in ("request", "letter", "challenge"):
        ask(cast, kind, topic=f"About {kind}s")
    client = client_of(cast.reader)
    for name, kind in (("requests", "request"), ("letters", "letter"), ("challenges", "challenge")):
        page = client.get(reverse(f"assurance:{name}")).content.decode()
        assert f"About {kind}s" in page
        assert page.count("About ") == 1
    assert client_of(chair(cast)).get(reverse("assurance:ask", args=["demand"])).status_code == 404

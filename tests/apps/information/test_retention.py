"""Nothing is disposed of but by a confirmed rule, two people and no hold; then nothing is left but numbers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from heed.information.models import Disposal, Mention, ReleaseRequest
from heed.information.operations import (
    confirm_rule,
    decide_disposal,
    decide_release,
    lift_hold,
    place_hold,
    propose_disposal,
    search_for_person,
)
from heed.information.queries import retention
from heed.information.queries.requests import mentions_of
from heed.information.queries.retention import (
    DisposalFilter,
    HoldFilter,
    count_due,
    filter_disposals,
    filter_holds,
    find_disposal,
    find_hold,
    list_due,
    list_rules,
)
from heed.information.queries.where import places_of_words
from heed.information.types import Decision
from heed.learning.operations import name_recommendation
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.models import Approval, JointApproval, Seat
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.operations import ask_by_link
from heed.reviews.operations import move_review
from heed.reviews.queries import find_review
from tests import cast as the_cast
from tests import cast_cases, cast_drafts, cast_information, cast_meetings
from tests.cast import ALDER, AT, BIRCH, Cast, Register, client_of
from tests.house_rules import approvals

DUE = cast_information.DUE


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.INFORMATION_GOVERNANCE_LEAD]


@pytest.fixture
def proposed(register: Register, lead: Actor) -> Disposal:
    """The cast's review, kept for as long as its people confirmed."""
    found: Disposal = filter_disposals(lead, DisposalFilter()).get()
    return found


def agree(actor: Actor, row: Disposal) -> Disposal:
    return decide_disposal(actor, ref=row.public_id, agree=True, reason="", at=DUE)


def test_without_a_confirmed_rule_nothing_is_ever_due(cast: Cast, register: Register) -> None:
    later = DUE.date() + timedelta(days=365 * 100)
    assert all(not rule.confirmed_by for rule in list_rules(cast.outsider, on=later))
    assert list_due(cast.outsider, on=later) == []
    the_cast.register_of(cast.outsider, ALDER, review="Elsewhere")
    assert list_due(cast.outsider, on=later) == []


def test_a_review_is_due_on_the_day_and_not_before(register: Register, lead: Actor) -> None:
    [due] = list_due(lead, on=DUE.date(), kind="review")
    assert (due.ref, due.rule.confirmed_by) == (register.review.public_id, lead.name)
    assert list_due(lead, on=due.due_on, kind="review")
    assert not list_due(lead, on=due.due_on - timedelta(days=1), kind="review")


def everything_said() -> str:
    """All words that the database holds outside the audit log."""
    said = []
    for place in places_of_words():
        for row in place.model._base_manager.values_list(*place.fields):
            said.append(str(row))
    return "\n".join(said)


@pytest.mark.capability("I08")
def test_what_is_disposed_of_leaves_numbers_and_no_words(
    register: Register,
    cast: Cast,
    lead: Actor,
    proposed: Disposal,
    django_capture_on_commit_callbacks: Any,
    request: pytest.FixtureRequest,
) -> None:
    file = path_of(register.accepted.document.file)
    kept = file.read_bytes()
    request.addfinalizer(lambda: file.write_bytes(kept) and None)  # it is the cast's own, for other tests too
    words = [ask.text for ask in ALDER.asks] + [each.text for ask in ALDER.asks for each in ask.answers]
    before = everything_said()
    assert all(each in before for each in words)
    events = set(Event.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        done = agree(cast.manager, proposed)
    after = everything_said()
    assert [each for each in words if each in after] == []
    assert "Alder" not in after
    assert not file.exists()
    assert not StoredFile.objects.filter(sha256=file.name).exists()
    assert done.counts["recommendations"] == len(register.recommendations)
    assert done.counts["stored files"] == 1
    assert events <= set(Event.objects.values_list("pk", flat=True))
    connection.check_constraints()
    page = client_of(lead).get(reverse("information:disposal", args=[done.public_id])).content.decode()
    assert "What is gone" in page
    assert client_of(lead).get(reverse("reviews:review", args=[register.review.public_id])).status_code == 404


def test_earlier_words_and_passages_go_with_it(
    register: Register, cast: Cast, lead: Actor, proposed: Disposal
) -> None:
    """What a record said before it was renamed, and what a search for a person took from it."""
    row = register.recommendations["1"]
    for number, name in enumerate(("The name of long ago", "Core groups"), start=row.version):
        name_recommendation(cast.manager, ref=row.public_id, short_name=name, version=number, at=AT)
    asked = cast_information.a_request(lead, at=AT, person_name="Head of Service", born_on=None)
    search_for_person(lead, ref=asked.public_id, at=AT)
    assert mentions_of(lead, asked).exists()
    agree(cast.manager, proposed)
    assert not Revision.objects.filter(words="The name of long ago").exists()
    mentions = Mention.objects.for_everyone(because="a test").filter(request=asked)
    assert not mentions.filter(passage__icontains="learning day").exists()


def test_approvals_and_links_about_its_documents_go_with_it(
    register: Register,
    cast: Cast,
    proposed: Disposal,
    django_capture_on_commit_callbacks: Any,
    request: pytest.FixtureRequest,
) -> None:
    file = path_of(register.accepted.document.file)
    kept = file.read_bytes()
    request.addfinalizer(lambda: file.write_bytes(kept) and None)
    given = approvals.minuted(register, cast)
    seats = list(given.seat.joint.seats.all())
    for kind, ref in (
        ("document", register.accepted.document.public_id),
        ("approval_seat", seats[1].public_id),
    ):
        ask_by_link(
            cast.manager,
            kind=kind,
            subject_ref=ref,
            asked_of="Rose Day",
            told_how="by phone",
            days=7,
            site="http://testserver",
            at=timezone.now(),
        )
    with django_capture_on_commit_callbacks(execute=True):
        agree(cast.manager, proposed)
    for model in (JointApproval, Seat, Approval, OneTask):
        assert not model._base_manager.exists(), model.__name__
    assert Disposal.objects.for_everyone(because="a test").filter(pk=proposed.pk).exists()


def test_every_row_that_pointed_to_it_is_gone(register: Register, cast: Cast, proposed: Disposal) -> None:
    agree(cast.manager, proposed)
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if field.related_model is type(register.review):
                rows = model._base_manager.filter(**{field.name: register.review.pk})
                assert not rows.exists(), model


def test_what_others_stand_on_stays(register: Register, cast: Cast, lead: Actor, proposed: Disposal) -> None:
    """A document that another review has too, and everything of the other review."""
    other = the_cast.register_of(cast.manager, BIRCH, review="Birch")
    other.documents.add(register.accepted.document_id)
    left = {each.pk for each in other.recommendations.visible_to(cast.manager)}
    agree(cast.manager, proposed)
    assert {each.pk for each in other.recommendations.visible_to(cast.manager)} == left
    document = type(register.accepted.document).objects.visible_to(cast.manager)
    assert document.filter(pk=register.accepted.document_id).exists()
    assert path_of(register.accepted.document.file).exists()
    connection.check_constraints()


def test_who_proposed_does_not_decide(lead: Actor, proposed: Disposal) -> None:
    with pytest.raises(NotAllowed, match="Two people"):
        agree(lead, proposed)


def test_a_hold_on_the_review_stops_it(
    register: Register, cast: Cast, lead: Actor, proposed: Disposal
) -> None:
    hold = place_hold(
        lead,
        review_ref=register.review.public_id,
        person_name="",
        other_names=[],
        born_on=None,
        asked_by="The High Court",
        reason="An order of today.",
        at=DUE,
    )
    with pytest.raises(NotNow, match=hold.reference):
        agree(cast.manager, proposed)
    assert Disposal.objects.visible_to(lead).get(pk=proposed.pk).state == "proposed"
    assert type(register.review).objects.visible_to(lead).filter(pk=register.review.pk).exists()
    lift_hold(lead, ref=hold.public_id, reason="The order was discharged.", at=DUE)
    assert agree(cast.manager, proposed).state == "done"


@pytest.mark.parametrize("name", ["Head of Service", "Nobody-Atall Else"])
def test_a_hold_on_a_person_stops_what_mentions_them(
    name: str, register: Register, cast: Cast, lead: Actor, proposed: Disposal
) -> None:
    """The demo of a name: an owner whom an action of the review names."""
    cast_information.a_hold(lead, at=DUE, person_name=name)
    if name == "Head of Service":
        with pytest.raises(NotNow, match="legal hold"):
            agree(cast.manager, proposed)
    else:
        assert agree(cast.manager, proposed).state == "done"


def test_a_hold_names_a_review_or_a_person(register: Register, lead: Actor) -> None:
    for review, person in (("", ""), (register.review.public_id, "Somebody")):
        with pytest.raises(Invalid):
            cast_information.a_hold(lead, at=AT, review_ref=review, person_name=person)


def test_a_hold_is_lifted_once_with_a_reason(lead: Actor) -> None:
    hold = filter_holds(lead, HoldFilter(state="open")).get()
    with pytest.raises(Invalid):
        lift_hold(lead, ref=hold.public_id, reason=" ", at=AT)
    lift_hold(lead, ref=hold.public_id, reason="Over.", at=AT)
    with pytest.raises(NotNow):
        lift_hold(lead, ref=hold.public_id, reason="Over.", at=AT)
    assert filter_holds(lead, HoldFilter(state="lifted")).get() == hold


def test_what_is_not_due_cannot_be_proposed(register: Register, lead: Actor) -> None:
    with pytest.raises(NotNow, match="No confirmed rule"):
        propose_disposal(lead, kind="review", ref=register.review.public_id, at=AT)
    with pytest.raises(NotNow, match="proposed already"):
        propose_disposal(lead, kind="review", ref=register.review.public_id, at=DUE)


def test_a_rule_made_longer_since_stops_the_decision(cast: Cast, lead: Actor, proposed: Disposal) -> None:
    confirm_rule(lead, key="review", years=40, source="The inquiry's advice", after=2, at=DUE)
    with pytest.raises(NotNow, match="No confirmed rule"):
        agree(cast.manager, proposed)


def test_a_refusal_needs_a_reason_and_leaves_all(
    register: Register, cast: Cast, lead: Actor, proposed: Disposal
) -> None:
    with pytest.raises(Invalid):
        decide_disposal(cast.manager, ref=proposed.public_id, agree=False, reason="", at=DUE)
    decide_disposal(cast.manager, ref=proposed.public_id, agree=False, reason="Not yet.", at=DUE)
    assert type(register.review).objects.visible_to(lead).filter(pk=register.review.pk).exists()
    with pytest.raises(NotNow):
        agree(cast.manager, proposed)


def test_years_and_their_source_are_given(lead: Actor) -> None:
    with pytest.raises(Invalid):
        confirm_rule(lead, key="release", years=0, source="Ours", after=2, at=AT)
    with pytest.raises(Invalid):
        confirm_rule(lead, key="release", years=7, source=" ", after=2, at=AT)
    confirm_rule(lead, key="release", years=7, source="Ours", after=2, at=AT)
    found = {rule.key: rule.confirmed_by for rule in list_rules(lead, on=AT.date())}
    confirmed = {key for key, by in found.items() if by == lead.name}
    assert confirmed == {"review", "request", "release"}
    assert {key for key, by in found.items() if not by} == {"document_unused", "no_review"}


def test_the_page_lists_what_is_due_with_its_reason(register: Register, lead: Actor) -> None:
    page = client_of(lead).get(reverse("information:retention")).content.decode()
    assert f"as {lead.name} confirmed" in page
    assert "Suggested, not confirmed" in page


def confirm(lead: Actor, key: str) -> None:
    rule = next(each for each in list_rules(lead, on=AT.date()) if each.key == key)
    confirm_rule(lead, key=key, years=1, source="The council's schedule", after=rule.edition, at=AT)


LATER = DUE.date() + timedelta(days=400)


def test_a_document_of_no_review_is_due_by_a_rule_of_its_own(lead: Actor, cast: Cast) -> None:
    lonely = the_cast.bring_in_and_read(cast.manager, "lonely.txt", BIRCH).document
    on = timezone.localdate(lonely.brought_in_at) + timedelta(days=367)
    assert lonely.public_id not in {each.ref for each in list_due(lead, on=on, kind="document")}
    confirm(lead, "document_unused")
    due = {each.ref: each for each in list_due(lead, on=on, kind="document")}
    assert due[lonely.public_id].reference == "document"
    of_reviews = lonely.__class__.objects.visible_to(lead).filter(reviews__isnull=False)
    assert not {each.public_id for each in of_reviews} & set(due)


def carried_on(cast: Cast, *states: str) -> Any:
    """A review that went through Heed from its referral, and took these steps last, a day after each other."""
    review = cast_cases.a_referral(cast.officer).review
    cast_cases.decided(cast, review)
    for number, state in enumerate(("commissioned", "gathering", "drafting", "accepted", *states)):
        if state == "accepted":
            cast_drafts.accept_at_once(cast, find_review(cast.manager, review.public_id))
            continue
        if state in ("withheld", "closed"):
            cast_cases.step_decided(cast, review, state, at=AT + timedelta(days=max(number - 3, 0)))
            continue
        move_review(
            cast.officer,
            ref=review.public_id,
            to=state,
            on=AT.date() + timedelta(days=max(number - 3, 0)),
            why="All is here",
            method="systems" if state == "commissioned" else "",
            at=AT + timedelta(days=10),
        )
    return review


@pytest.mark.parametrize("states", [("published",), ("withheld",), ("published", "closed")])
def test_a_review_carried_on_in_heed_is_due_from_its_last_step(
    states: tuple[str, ...], lead: Actor, cast: Cast
) -> None:
    review = carried_on(cast, *states)
    last = AT.date() + timedelta(days=len(states))
    [due] = list_due(lead, on=LATER, kind="review", ref=review.public_id)
    assert (due.rule.key, due.counted_from) == ("review", last)
    assert list_due(lead, on=due.due_on - timedelta(days=1), kind="review", ref=review.public_id) == []


def test_a_review_that_goes_on_is_never_due(lead: Actor, cast: Cast) -> None:
    review = carried_on(cast)
    assert list_due(lead, on=LATER + timedelta(days=36500), kind="review", ref=review.public_id) == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_case_without_a_review_is_due_by_a_rule_of_its_own_and_goes(
    closed: bool, lead: Actor, cast: Cast
) -> None:
    review = cast_cases.a_referral(cast.officer).review
    cast_cases.decided(cast, review, "no_review")
    if closed:
        cast_cases.step_decided(cast, review, "closed", at=AT + timedelta(days=5))
    assert list_due(lead, on=LATER, kind="review", ref=review.public_id) == []
    confirm(lead, "no_review")
    [due] = list_due(lead, on=LATER, kind="review", ref=review.public_id)
    assert (due.rule.key, due.counted_from) == ("no_review", AT.date())
    row = propose_disposal(lead, kind="review", ref=review.public_id, at=DUE + timedelta(days=400))
    gone = decide_disposal(
        cast.manager, ref=row.public_id, agree=True, reason="", at=DUE + timedelta(days=401)
    )
    assert gone.counts["case referrals"] == 1
    with pytest.raises(NotVisible):
        find_review(cast.manager, review.public_id)


def test_how_much_is_due_is_asked_alike_of_one_case_and_of_many(lead: Actor, cast: Cast) -> None:
    confirm(lead, "no_review")
    queries = []
    for many in (1, 4):
        for _ in range(many):
            cast_cases.decided(cast, cast_cases.a_referral(cast.officer).review, "no_review")
        with CaptureQueriesContext(connection) as asked:
            count_due(lead, on=LATER)
        queries.append(len(asked))
    assert count_due(lead, on=LATER) >= 5
    assert queries[0] == queries[1]


def test_a_release_is_due_once_it_was_decided(lead: Actor, cast: Cast) -> None:
    confirm(lead, "release")
    assert list_due(lead, on=LATER, kind="release") == []
    waiting = ReleaseRequest.objects.visible_to(lead).get()
    decide_release(
        cast.manager,
        ref=waiting.public_id,
        decision=Decision.REFUSE,
        reason="No basis was given.",
        version=waiting.version,
        at=AT,
    )
    [due] = list_due(lead, on=LATER, kind="release")
    assert due.ref == waiting.public_id


def test_only_a_rule_that_there_is_is_confirmed(lead: Actor) -> None:
    with pytest.raises(Invalid, match="no such rule"):
        confirm_rule(lead, key="diaries", years=1, source="x", after=0, at=AT)


def test_who_does_not_govern_information_is_shown_nothing_of_it(cast: Cast, lead: Actor) -> None:
    assert list_due(cast.reader, on=DUE.date()) == []
    with pytest.raises(NotAllowed, match="what was disposed of"):
        filter_disposals(cast.reader, DisposalFilter())
    for find in (find_hold, find_disposal):
        with pytest.raises(NotVisible):
            find(lead, "zzzzzzzzzzzz")


def test_with_holds_on_reviews_only_no_words_are_read(
    register: Register, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lift_hold(lead, ref=filter_holds(lead, HoldFilter()).get().public_id, reason="Over.", at=AT)
    cast_information.a_hold(lead, at=AT, review_ref=register.review.public_id, person_name="")
    monkeypatch.setattr(retention, "words_of", lambda _: pytest.fail("read for nothing"))
    [due] = list_due(lead, on=DUE.date(), kind="review")
    assert [each[:4] for each in due.held_by] == ["HLD-"]


def test_packs_that_were_sent_with_it_lose_their_bytes_and_stay_on_record(
    register: Register,
    cast: Cast,
    lead: Actor,
    proposed: Disposal,
    django_capture_on_commit_callbacks: Any,
    data_folder: Path,
) -> None:
    """A pack tells of other cases, too: that it was sent stays, its words go."""
    told, other = register.review.public_id, "zzzzzzzzzzzz"
    meeting = cast_meetings.ensure(cast, at=AT)
    rows = [
        cast_meetings.a_pack(cast, meeting, at=AT, cases=cases, batch=f"sent{number}")
        for number, cases in enumerate([[told, other], [other]])
    ]
    with django_capture_on_commit_callbacks(execute=True):
        done = agree(cast.manager, proposed)
    for row in rows:
        row.refresh_from_db()
    assert [row.file.erased_at is not None for row in rows] == [True, False]
    assert [path_of(row.file).is_file() for row in rows] == [False, True]
    assert done.counts["packs as they were sent"] == 1

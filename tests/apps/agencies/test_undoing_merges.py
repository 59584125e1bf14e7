"""A merge that was wrong is undone: everything is as it was, unless somebody has worked on it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.urls import reverse

from heed.agencies.models import AgencyMerge
from heed.agencies.operations import change_agency, merge_agencies, undo_merge
from heed.assurance.models import Assurance
from heed.learning.models import Addressee, AnswerRequest, Recommendation, Response
from heed.learning.operations import ask_for_answers, withdraw_request
from heed.learning.operations.asking import Ask
from heed.learning.types import RequestState
from heed.library.models import Document
from heed.library.operations import own_document
from heed.plans.models import Action
from heed.plans.operations import RowChange, change_actions
from heed.platform.access.models import Scope
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Agency, AgencyName, Membership, Post
from heed.platform.people.operations import restrict_case, set_case_level
from heed.reviews.models import Review
from tests import cast_assurance
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import DUE, agency, ask_one, sign

LATER = AT + timedelta(days=3)


def merge(cast: Cast, gone: str = "Vale NHS Trust", into: str = "Westmere Police") -> None:
    row = agency(gone)
    merge_agencies(
        cast.manager, ref=row.public_id, into_ref=agency(into).public_id, version=row.version, at=AT
    )


def undo(cast: Cast, gone: str = "Vale NHS Trust", reason: str = "They are two.") -> Agency:
    return undo_merge(cast.manager, ref=agency(gone).public_id, reason=reason, at=LATER)


def everything() -> dict[str, Any]:
    """Whose everything is."""
    why = "a test looks at everything"
    return {
        "agencies": list(Agency.objects.order_by("pk").values_list("pk", "ended_on", "successor")),
        "names": sorted(AgencyName.objects.values_list("agency", "name", "folded")),
        "people": sorted(Membership.objects.values_list("pk", "agency", "post")),
        "addressees": sorted(Addressee.objects.values_list("pk", "agency", "words")),
        "answers": sorted(Response.objects.for_everyone(because=why).values_list("pk", "agency", "text")),
        "actions": sorted(Action.objects.for_everyone(because=why).values_list("pk", "agency", "owner_post")),
        "requests": sorted(
            AnswerRequest.objects.for_everyone(because=why).values_list("pk", "agency", "state", "asked_as")
        ),
        "assurance": sorted(Assurance.objects.for_everyone(because=why).values_list("pk", "agency", "to_as")),
        "documents": sorted(Document.objects.for_everyone(because=why).values_list("pk", "owner")),
        "cases": sorted(Scope.objects.values_list("pk", "level", "agency", "case_ref")),
        "threads": [
            (row.pk, row.state, row.thread)
            for row in Recommendation.objects.for_everyone(because=why).order_by("pk")
        ],
    }


def owned(cast: Cast, register: Register, by: str = "Vale NHS Trust") -> Document:
    """The report of the accepted review, owned by an agency."""
    row = register.accepted.document
    row.refresh_from_db()
    return own_document(
        cast.manager, ref=row.public_id, owner_ref=agency(by).public_id, version=row.version, at=AT
    )


def for_one_agency(cast: Cast, register: Register, name: str = "Vale NHS Trust") -> None:
    """The review is for one agency alone."""
    scope = Scope.objects.filter(case_ref=register.review.public_id).first()
    set_case_level(
        cast.of[Role.INFORMATION_GOVERNANCE_LEAD],
        ref=register.review.public_id,
        level="agency",
        agency_ref=agency(name).public_id,
        reason="Its own inquiry.",
        version=scope.version if scope else 0,
        at=AT,
    )


@pytest.mark.capability("H06")
def test_everything_is_as_it_was(register: Register, cast: Cast) -> None:
    ask_one(cast, register)
    cast_assurance.ask(cast)
    owned(cast, register)
    before = everything()
    merge(cast)
    assert everything() != before
    undo(cast)
    assert everything() == before
    merged = AgencyMerge.objects.get()
    assert (merged.undone_at, merged.undone_why) == (LATER, "They are two.")


def test_a_request_that_was_taken_back_for_the_other_waits_again(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    asks = [Ask(ref, agency(name).public_id) for name in ("Vale NHS Trust", "Westmere Police")]
    ask_for_answers(cast.officer, asks=asks, words="", due_on=DUE, at=AT)
    merge(cast)
    rows = AnswerRequest.objects.visible_to(cast.manager)
    assert rows.filter(state=RequestState.OPEN).count() == 1
    undo(cast)
    assert sorted(rows.values_list("agency__name", "state", "settled_why")) == [
        ("Vale NHS Trust", "open", ""),
        ("Westmere Police", "open", ""),
    ]


def test_what_was_worked_on_since_is_named_and_nothing_is_undone(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    merge(cast)
    withdraw_request(cast.officer, ref=request.public_id, reason="Not theirs.", at=AT)
    merged = everything()
    with pytest.raises(NotNow, match=rf"{request.reference} was worked on as Westmere Police’s since"):
        undo(cast)
    assert everything() == merged
    assert AgencyMerge.objects.get().undone_at is None


def test_an_answer_that_the_other_signed_keeps_the_merge(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    merge(cast)
    sign(cast_assurance.vale_now(cast), AnswerRequest.objects.visible_to(cast.manager).get(pk=request.pk))
    with pytest.raises(NotNow, match=request.reference):
        undo(cast)


def test_an_action_that_was_worked_on_keeps_the_merge(register: Register, cast: Cast) -> None:
    trust = agency("Vale NHS Trust")
    row = Action.objects.visible_to(cast.manager).filter(agency=trust).first()
    assert row is not None
    merge(cast)
    Action.objects.visible_to(cast.manager).filter(pk=row.pk).update(version=F("version") + 1)
    with pytest.raises(NotNow, match=row.reference):
        undo(cast)


def test_a_form_opened_before_a_merge_or_its_undoing_does_not_save_over_it(
    register: Register, cast: Cast
) -> None:
    trust, council = agency("Vale NHS Trust"), agency("Westmere Council")
    row = Action.objects.visible_to(cast.manager).filter(agency=trust).first()
    assert row is not None
    document = owned(cast, register)
    moved = [lambda: merge(cast), lambda: undo(cast)]
    for passes in moved:
        row.refresh_from_db()
        document.refresh_from_db()
        seen = RowChange(ref=row.public_id, version=row.version, owner="Head of Nursing")
        passes()
        change_actions(cast.manager, changes=[seen], reason="", at=AT)
        row.refresh_from_db()
        assert row.owner_words != "Head of Nursing"
        with pytest.raises(ChangedMeanwhile):
            own_document(
                cast.officer,
                ref=document.public_id,
                owner_ref=council.public_id,
                version=document.version,
                at=AT,
            )


def test_an_action_of_another_agency_that_its_post_owns_goes_with_the_post_and_comes_back(
    register: Register, cast: Cast
) -> None:
    row = Action.objects.visible_to(cast.manager).filter(agency=agency("Westmere Council")).first()
    assert row is not None
    post = Post.objects.create(agency=agency("Vale NHS Trust"), title="Head of Nursing")
    Action.objects.visible_to(cast.manager).filter(pk=row.pk).update(owner_post=post)
    merge(cast)
    row.refresh_from_db()
    assert (row.agency, row.owner_post.agency) == (agency("Westmere Council"), agency("Westmere Police"))
    undo(cast)
    row.refresh_from_db()
    assert (row.agency, row.owner_post) == (agency("Westmere Council"), post)


def test_a_document_of_the_merged_one_is_the_others_and_comes_back_unless_it_was_given_away(
    register: Register, cast: Cast
) -> None:
    document = owned(cast, register)
    merge(cast)
    document.refresh_from_db()
    assert document.owner == agency("Westmere Police")
    undo(cast)
    document.refresh_from_db()
    assert document.owner == agency("Vale NHS Trust")
    merge(cast)
    document = owned(cast, register, by="Westmere Council")
    undo(cast)
    document.refresh_from_db()
    assert document.owner == agency("Westmere Council")


def test_a_case_that_is_for_the_merged_one_alone_is_for_the_other_with_its_people(
    register: Register, cast: Cast
) -> None:
    for_one_agency(cast, register)
    reviews = Review.objects.visible_to
    police, vale = (
        replace(cast.reader, agency_id=agency(name).pk, seen=None)
        for name in ("Westmere Police", "Vale NHS Trust")
    )
    assert not reviews(police).exists()
    assert reviews(vale).exists()
    merge(cast)
    assert reviews(replace(police, seen=None)).exists()
    undo(cast)
    assert not reviews(replace(police, seen=None)).exists()
    assert reviews(replace(vale, seen=None)).exists()
    merge(cast)
    # Who may see it was decided since: it stays so.
    for_one_agency(cast, register, "Westmere Council")
    undo(cast)
    assert Scope.objects.get(case_ref=register.review.public_id).agency == agency("Westmere Council")


def test_a_reply_to_assurance_keeps_the_merge(register: Register, cast: Cast) -> None:
    [row] = cast_assurance.ask(cast)
    merge(cast)
    cast_assurance.reply(cast_assurance.vale_now(cast), row)
    with pytest.raises(NotNow, match=row.reference):
        undo(cast)


def test_what_one_may_not_see_is_not_named(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    merge(cast)
    withdraw_request(cast.officer, ref=request.public_id, reason="Not theirs.", at=AT)
    restrict_case(
        cast.of[Role.INFORMATION_GOVERNANCE_LEAD],
        ref=register.review.public_id,
        people=[cast.reader.person_ref],
        reason="A trial is going on.",
        version=0,
        at=AT,
    )
    with pytest.raises(NotNow, match="^What passed to it was worked on") as refusal:
        undo(cast)
    assert request.reference not in refusal.value.sentence


def test_what_was_given_to_a_third_agency_since_stays_there(register: Register, cast: Cast) -> None:
    row = Action.objects.visible_to(cast.manager).filter(agency=agency("Vale NHS Trust")).first()
    assert row is not None
    merge(cast)
    council = agency("Westmere Council")
    row.refresh_from_db()
    changed = RowChange(ref=row.public_id, version=row.version, agency_ref=council.public_id)
    assert change_actions(cast.manager, changes=[changed], reason="Theirs.", at=AT)
    undo(cast)
    row.refresh_from_db()
    assert row.agency == council


def test_records_that_came_in_since_under_its_name_are_its_own(register: Register, cast: Cast) -> None:
    merge(cast)
    row = Action.objects.visible_to(cast.manager).filter(agency=agency("Westmere Police")).last()
    assert row is not None
    Action.objects.visible_to(cast.manager).filter(pk=row.pk).update(
        agency_words="Vale NHS Trust", registered_at=LATER
    )
    AgencyMerge.objects.update(work=[])
    undo(cast)
    row.refresh_from_db()
    assert row.agency == agency("Vale NHS Trust")


def test_a_merge_of_the_other_is_undone_first(register: Register, cast: Cast) -> None:
    merge(cast)
    merge(cast, "Westmere Police", "Westmere Council")
    with pytest.raises(
        NotNow, match="Westmere Police was merged into Westmere Council since. Undo that first"
    ):
        undo(cast)
    undo(cast, "Westmere Police")
    undo(cast)
    assert not Agency.objects.filter(ended_on__isnull=False).exists()


def test_a_name_that_somebody_else_has_by_now_is_said(register: Register, cast: Cast) -> None:
    merge(cast)
    police, council = agency("Westmere Police"), agency("Westmere Council")
    for row, names in ((police, []), (council, ["Vale NHS Trust"])):
        change_agency(
            cast.manager,
            ref=row.public_id,
            name=row.name,
            kind=row.kind,
            other_names=names,
            ended_on=None,
            successor_ref="",
            version=row.version,
            at=AT,
        )
    with pytest.raises(NotNow, match="“Vale NHS Trust” is a name of Westmere Council by now"):
        undo(cast)


def test_the_other_cannot_have_taken_its_name(register: Register, cast: Cast) -> None:
    merge(cast)
    police = agency("Westmere Police")
    change_agency(
        cast.manager,
        ref=police.public_id,
        name="Vale NHS Trust",
        kind=police.kind,
        other_names=[],
        ended_on=None,
        successor_ref="",
        version=police.version,
        at=AT,
    )
    gone = Agency.objects.get(ended_on__isnull=False)
    with pytest.raises(NotNow, match="Give the other its own name first"):
        undo_merge(cast.manager, ref=gone.public_id, reason="Two.", at=LATER)


def test_who_may_not_and_what_is_not_merged(register: Register, cast: Cast) -> None:
    with pytest.raises(NotNow, match="is not merged"):
        undo(cast)
    merge(cast)
    ref = agency("Vale NHS Trust").public_id
    with pytest.raises(NotAllowed):
        undo_merge(cast.reader, ref=ref, reason="Two.", at=LATER)
    with pytest.raises(NotVisible):
        undo_merge(cast.outsider, ref=ref, reason="Two.", at=LATER)
    for reason in ("  ", "x" * 301):
        with pytest.raises(Invalid):
            undo(cast, reason=reason)
    undo(cast)
    with pytest.raises(NotNow, match="undone already"):
        undo(cast)


def test_the_pages_say_what_was_merged_and_undo_it(register: Register, cast: Cast) -> None:
    merge(cast)
    trust, police = agency("Vale NHS Trust"), agency("Westmere Police")
    way = reverse("agencies:undo_merge", args=[trust.public_id])
    browser = client_of(cast.manager)
    for row in (trust, police):
        page = browser.get(reverse("agencies:agency", args=[row.public_id])).content.decode()
        assert "Vale NHS Trust was merged into Westmere Police on 4 Mar 2025 by Bola Bexley." in page
        assert way in page
        assert (
            way
            not in client_of(cast.reader)
            .get(reverse("agencies:agency", args=[row.public_id]))
            .content.decode()
        )
    assert "Westmere Police on 4 Mar 2025" in browser.get(way).content.decode()
    refused = browser.post(way, {"reason": "x" * 301})
    assert refused.status_code == 422
    assert "x" * 301 in refused.content.decode()
    assert browser.post(way, {"reason": "They are two."}).status_code == 302
    assert browser.get(way).status_code == 409

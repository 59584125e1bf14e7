"""Approving together: each partner by name and date, in three ways, bound to exactly what was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from heed.library.models import Document
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.models import Approval, JointApproval
from heed.platform.approvals.operations import (
    minute_approval,
    open_joint_approval,
    sign_approval,
    take_approval_back,
    withdraw_joint_approval,
)
from heed.platform.approvals.queries import (
    approved_refs,
    find_joint_approval,
    list_joint_approvals,
    list_waiting,
    standing_approval,
)
from heed.platform.approvals.types import KINDS, JointView, State
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.files.operations import path_of
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import exclude_person, restrict_case
from tests.cast import AGENCIES, Cast, Register
from tests.platform.approvals.conftest import NOW


def seat(put: JointView, agency: str) -> str:
    return next(each.ref for each in put.seats if each.agency == agency)


def sign(actor: Actor, put: JointView, agency: str, *, agrees: bool = True, words: str = "") -> Approval:
    return sign_approval(actor, seat=seat(put, agency), sha256=put.sha256, agrees=agrees, words=words, at=NOW)


def minute(actor: Actor, put: JointView, agency: str, **more: Any) -> Approval:
    typed: dict[str, Any] = {
        "name": "Dr Ann Bell",
        "post": "Chief nurse",
        "meeting": "Executive group",
        "on": date(2025, 5, 30),
        "agrees": True,
        "words": "",
        **more,
    }
    return minute_approval(actor, seat=seat(put, agency), sha256=put.sha256, at=NOW, **typed)


def test_it_is_put_to_each_of_the_three_partners(put: JointView) -> None:
    assert [(each.name, each.agency) for each in put.seats] == [
        ("the local authority", "Westmere Council"),
        ("the police", "Westmere Police"),
        ("the integrated care board", "Vale NHS Trust"),
    ]
    assert put.edition.startswith("Working Together 2023")
    assert put.state == State.WAITING
    assert not put.approved


def test_it_is_approved_when_each_has_approved_and_not_before(
    put: JointView, partners: dict[str, Actor], cast: Cast, document: Document
) -> None:
    sign(partners["Westmere Council"], put, "Westmere Council")
    sign(partners["Westmere Police"], put, "Westmere Police")
    now = find_joint_approval(cast.reader, put.ref)
    assert [each.agency for each in now.waits_for] == ["Vale NHS Trust"]
    assert now.state == State.WAITING
    wanted = {"kind": "document", "refs": [document.public_id], "decision": "endorse_response"}
    assert approved_refs(cast.reader, **wanted) == set()
    minute(cast.officer, put, "Vale NHS Trust")
    now = find_joint_approval(cast.reader, put.ref)
    assert now.approved
    assert approved_refs(cast.reader, **wanted) == {document.public_id}
    said = {each.agency: each.given for each in now.seats}
    council, health = said["Westmere Council"], said["Vale NHS Trust"]
    assert council
    assert health
    assert (council.name, council.on, council.how) == ("Partner 0", date(2025, 6, 2), "signed")
    assert (health.name, health.on, health.how, health.meeting, health.recorded_by) == (
        "Dr Ann Bell",
        date(2025, 5, 30),
        "minuted",
        "Executive group",
        "Osman Oakes",
    )
    assert {each.sha256 for each in Approval.objects.all()} == {document.file.sha256}


def test_what_each_is_asked_stands_on_their_first_page(
    put: JointView, partners: dict[str, Actor], cast: Cast
) -> None:
    police = partners["Westmere Police"]
    assert [each.ref for each in list_waiting(police)] == [put.ref]
    sign(police, put, "Westmere Police")
    assert list_waiting(police) == []
    assert list_waiting(cast.officer) == []


def test_nobody_signs_for_another_agency_or_in_another_role(
    put: JointView, partners: dict[str, Actor], cast: Cast
) -> None:
    with pytest.raises(NotAllowed, match="You act for Westmere Council"):
        sign(partners["Westmere Council"], put, "Westmere Police")
    for role in (Role.BUSINESS_MANAGER, Role.OFFICER, Role.INDEPENDENT_CHAIR, Role.AGENCY_LEAD):
        with pytest.raises(NotAllowed):
            sign(cast.of[role], put, cast.of[role].agency_name)
    assert not Approval.objects.exists()


def test_a_scrutineer_never_approves(put: JointView, cast: Cast) -> None:
    scrutineer = cast.of[Role.INDEPENDENT_SCRUTINEER]
    with pytest.raises(NotAllowed, match="never approves"):
        sign(scrutineer, put, scrutineer.agency_name)
    for named in ("Idris Ingham", "idris  INGHAM, adviser", "An Other, scrutineer"):
        with pytest.raises(Invalid):
            minute(cast.officer, put, "Westmere Police", name=named)
    with pytest.raises(Invalid):
        minute(cast.officer, put, "Westmere Police", post="Independent scrutineer")
    assert not Approval.objects.exists()


def test_a_scrutineer_who_has_another_place_never_approves_either(
    put: JointView, partners: dict[str, Actor], cast: Cast
) -> None:
    own = Membership.objects.get(pk=cast.of[Role.INDEPENDENT_SCRUTINEER].membership_id)
    Membership.objects.filter(pk=own.pk).update(person=partners["Westmere Police"].person_id)
    with pytest.raises(NotAllowed, match="never approves"):
        sign(partners["Westmere Police"], put, "Westmere Police")


def test_for_older_editions_the_chair_alone(cast: Cast, document: Document) -> None:
    old = open_joint_approval(
        cast.manager,
        kind="document",
        ref=document.public_id,
        decision="accept_report",
        decided_on=date(2014, 9, 19),
        at=NOW,
    )
    assert [(each.name, each.agency) for each in old.seats] == [("the independent chair", "")]
    minute(cast.officer, old, "", name="Ivy Irwin", on=date(2014, 9, 19), meeting="Board")
    assert find_joint_approval(cast.reader, old.ref).approved


def test_a_day_that_no_edition_knows_is_refused_at_its_field(cast: Cast, document: Document) -> None:
    for day in (date(2001, 1, 1), date(2030, 1, 1)):
        with pytest.raises(Invalid) as refused:
            open_joint_approval(
                cast.manager,
                kind="document",
                ref=document.public_id,
                decision="accept_report",
                decided_on=day,
                at=NOW,
            )
        assert "decided_on" in refused.value.fields


def test_nothing_is_put_while_a_partner_has_no_agency(cast: Cast, document: Document) -> None:
    Agency.objects.filter(name="Westmere Police").update(kind="agency")
    with pytest.raises(NotNow, match="which agency is the police"):
        open_joint_approval(
            cast.manager, kind="document", ref=document.public_id, decision="accept_report", at=NOW
        )


def test_what_is_put_twice_stands_once(put: JointView, cast: Cast, document: Document) -> None:
    with pytest.raises(NotNow, match="exactly as it is now"):
        open_joint_approval(
            cast.officer, kind="document", ref=document.public_id, decision="endorse_response", at=NOW
        )
    assert JointApproval.objects.visible_to(cast.officer).count() == 1


def test_other_bytes_close_it_and_put_again_supersede_it(
    put: JointView, partners: dict[str, Actor], cast: Cast, document: Document
) -> None:
    sign(partners["Westmere Council"], put, "Westmere Council")
    path = path_of(document.file)
    before = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(before + b"x")
    try:
        with pytest.raises(NotNow, match="changed since"):
            sign(partners["Westmere Police"], put, "Westmere Police")
        assert not find_joint_approval(cast.reader, put.ref).current
        again = open_joint_approval(
            cast.manager, kind="document", ref=document.public_id, decision="endorse_response", at=NOW
        )
        every = list_joint_approvals(cast.reader, kind="document", ref=document.public_id)
        assert [(each.ref, each.state) for each in every] == [
            (again.ref, State.WAITING),
            (put.ref, State.SUPERSEDED),
        ]
        first = every[1].seats[0].given
        assert first
        assert first.name == "Partner 0"
        with pytest.raises(NotNow, match="stands no longer"):
            minute(cast.officer, put, "Westmere Police")
    finally:
        path.write_bytes(before)


def test_a_signature_is_about_what_was_shown(put: JointView, partners: dict[str, Actor]) -> None:
    with pytest.raises(NotNow, match="Load the page again"):
        sign_approval(
            partners["Westmere Council"],
            seat=seat(put, "Westmere Council"),
            sha256="0" * 64,
            agrees=True,
            words="",
            at=NOW,
        )


def test_each_says_once_and_a_refusal_needs_words(
    put: JointView, partners: dict[str, Actor], cast: Cast
) -> None:
    with pytest.raises(Invalid):
        sign(partners["Westmere Police"], put, "Westmere Police", agrees=False)
    sign(partners["Westmere Police"], put, "Westmere Police", agrees=False, words="Not yet costed.")
    assert find_joint_approval(cast.reader, put.ref).state == State.REFUSED
    with pytest.raises(NotNow, match="answered already"):
        minute(cast.officer, put, "Westmere Police")


def test_what_is_taken_back_stays_to_be_read(put: JointView, partners: dict[str, Actor], cast: Cast) -> None:
    given = sign(partners["Westmere Police"], put, "Westmere Police")
    with pytest.raises(NotAllowed, match="Only whoever signed"):
        take_approval_back(cast.manager, ref=given.public_id, reason="A mistake", at=NOW)
    with pytest.raises(Invalid):
        take_approval_back(partners["Westmere Police"], ref=given.public_id, reason=" ", at=NOW)
    take_approval_back(partners["Westmere Police"], ref=given.public_id, reason="Signed too soon", at=NOW)
    with pytest.raises(NotNow):
        take_approval_back(partners["Westmere Police"], ref=given.public_id, reason="Again", at=NOW)
    now = next(each for each in find_joint_approval(cast.reader, put.ref).seats if each.name == "the police")
    assert now.given is None
    assert [(each.name, each.withdrawn_why) for each in now.earlier] == [("Partner 1", "Signed too soon")]
    minuted = minute(cast.officer, put, "Westmere Police")
    take_approval_back(cast.manager, ref=minuted.public_id, reason="The wrong meeting", at=NOW)


def test_what_is_withdrawn_stays_to_be_read_and_takes_no_more(
    put: JointView, partners: dict[str, Actor], cast: Cast, document: Document
) -> None:
    given = sign(partners["Westmere Council"], put, "Westmere Council")
    withdraw_joint_approval(cast.manager, ref=put.ref, reason="The wrong version", at=NOW)
    now = find_joint_approval(cast.reader, put.ref)
    assert (now.state, now.ended_by, now.ended_why) == (
        State.WITHDRAWN,
        "Bola Bexley",
        "The wrong version",
    )
    assert standing_approval(cast.reader, kind="document", ref=document.public_id) is None
    for act in (
        lambda: sign(partners["Westmere Police"], put, "Westmere Police"),
        lambda: take_approval_back(partners["Westmere Council"], ref=given.public_id, reason="Late", at=NOW),
        lambda: withdraw_joint_approval(cast.manager, ref=put.ref, reason="Again", at=NOW),
    ):
        with pytest.raises(NotNow):
            act()


def test_what_is_missing_is_said_at_its_field(put: JointView, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        minute(cast.officer, put, "Westmere Police", name="", meeting=" ", on=None)
    assert set(refused.value.fields) == {"name", "meeting", "on"}
    with pytest.raises(Invalid) as refused:
        minute(cast.officer, put, "Westmere Police", on=date(2025, 6, 3))
    assert set(refused.value.fields) == {"on"}


def test_others_can_neither_put_minute_nor_withdraw(put: JointView, cast: Cast, document: Document) -> None:
    for role in (Role.READER, Role.AGENCY_LEAD, Role.ADMINISTRATOR, Role.INDEPENDENT_SCRUTINEER):
        actor = cast.of[role]
        wanted = {"kind": "document", "ref": document.public_id, "decision": "accept_report"}
        for act in (
            partial(minute, actor, put, "Westmere Police"),
            partial(withdraw_joint_approval, actor, ref=put.ref, reason="No", at=NOW),
            partial(open_joint_approval, actor, **wanted, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_it_does_not_exist_for_another_partnership_or_whom_its_case_excludes(
    put: JointView, partners: dict[str, Actor], cast: Cast, register: Register, document: Document
) -> None:
    given = sign(partners["Westmere Council"], put, "Westmere Council")
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=partners["Westmere Police"].person_ref,
        reason="Own practice",
        version=0,
        at=NOW,
    )
    for actor in (cast.outsider, partners["Westmere Police"]):
        for act in (
            partial(find_joint_approval, actor, put.ref),
            partial(sign, actor, put, "Westmere Police"),
            partial(take_approval_back, actor, ref=given.public_id, reason="No", at=NOW),
        ):
            with pytest.raises(NotVisible):
                act()
        assert list_waiting(actor) == []
        assert list_joint_approvals(actor, kind="document", ref=document.public_id) == []
        assert not approved_refs(
            actor, kind="document", refs=[document.public_id], decision="endorse_response"
        )


def test_it_moves_with_its_case(put: JointView, cast: Cast, register: Register) -> None:
    restrict_case(cast.manager, ref=register.review.public_id, people=[], reason="Named", version=0, at=NOW)
    row = JointApproval.objects.for_everyone(because="a test").get(public_id=put.ref)
    assert row.scope.case_ref == register.review.public_id
    assert not JointApproval.objects.visible_to(cast.officer).exists()


def test_a_room_that_stores_a_state_is_told_of_each_change(
    cast: Cast, document: Document, partners: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, bool]] = []
    kind = replace(KINDS["document"], settled=lambda ref, approved, at: told.append((ref, approved)))
    monkeypatch.setitem(KINDS, "document", kind)
    put = open_joint_approval(
        cast.manager, kind="document", ref=document.public_id, decision="endorse_response", at=NOW
    )
    for agency in AGENCIES:
        last = sign(partners[agency], put, agency)
    take_approval_back(partners[AGENCIES[-1]], ref=last.public_id, reason="Too soon", at=NOW)
    assert told == [(document.public_id, each) for each in (False, False, False, True, False)]


def test_each_change_is_an_event(put: JointView, partners: dict[str, Actor], cast: Cast) -> None:
    sign(partners["Westmere Council"], put, "Westmere Council")
    kinds = Event.objects.filter(subject_ref=put.ref).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["approval.opened", "approval.given"]

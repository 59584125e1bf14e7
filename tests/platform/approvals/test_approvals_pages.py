"""The pages of approving together, as each person meets them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.library.models import Document
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.models import Approval
from heed.platform.approvals.queries import find_joint_approval
from heed.platform.approvals.types import JointView
from heed.platform.audit_log.models import Event
from heed.platform.single_use.models import OneTask
from tests.cast import Cast, client_of

MINUTED = {
    "do": "minute",
    "minute-name": "Dr Ann Bell",
    "minute-post": "Chief nurse",
    "minute-meeting": "Executive group, minute 4.2",
    "minute-on_day": "30",
    "minute-on_month": "May",
    "minute-on_year": "2025",
    "minute-agrees": "yes",
}


def seat(put: JointView, agency: str) -> str:
    return next(each.ref for each in put.seats if each.agency == agency)


def address(put: JointView, agency: str) -> str:
    return reverse("approvals:seat", args=[seat(put, agency)])


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.capability("H05")
def test_from_the_document_to_all_three_approvals(
    cast: Cast, document: Document, partners: dict[str, Actor]
) -> None:
    """One signs here, one answers by a link and a code, one is minuted; all of it is kept on the document's page."""
    officer = client_of(cast.officer)
    page = reverse("library:document", args=[document.public_id])
    assert "Put it to those who decide" in words(officer.get(page))
    sent = officer.post(
        reverse("approvals:put", args=["document", document.public_id]), {"decision": "endorse_response"}
    )
    ref = sent["Location"].strip("/").split("/")[-1]
    put = find_joint_approval(cast.officer, ref)

    police = client_of(partners["Westmere Police"])
    first = police.get("/")
    assert "Decisions that wait for you" in words(first)
    assert address(put, "Westmere Police") in first.content.decode()
    signed = police.post(
        address(put, "Westmere Police"), {"do": "sign", "sign-sha256": put.sha256, "sign-agrees": "yes"}
    )
    assert signed.status_code == 302
    assert "Decisions that wait for you" not in words(police.get("/"))

    assert (
        officer.post(address(put, "Vale NHS Trust"), {**MINUTED, "minute-sha256": put.sha256}).status_code
        == 302
    )

    asked = officer.post(
        reverse("single_use:ask", args=["approval_seat", seat(put, "Westmere Council")]),
        {"asked_of": "Rose Day, Director", "told_how": "by phone", "days": "7"},
    ).content.decode()
    link = re.search(r'value="http://testserver(/link/\w+/)"', asked)
    assert link
    task = OneTask.objects.get()
    made = client_of(cast.manager).post(reverse("single_use:code", args=[task.public_id])).content.decode()
    code = re.search(r'value="(\d{4} \d{4})"', made)
    assert code
    director = Client()
    assert director.post(link.group(1), {"code": code.group(1)}).status_code == 302
    assert put.sha256 in director.get(link.group(1)).content.decode()
    done = director.post(link.group(1), {"answer": "approved", "sha256": put.sha256})
    assert done.status_code == 200

    shown = words(client_of(cast.reader).get(page))
    for each in (
        "Approved by all",
        "Partner 1, delegated safeguarding partner",
        "signed in Heed",
        "Dr Ann Bell, Chief nurse, 30 May 2025: Executive group, minute 4.2; written down by Osman Oakes",
        "Rose Day, Director",
        f"by a link that Osman Oakes made, and a code that {cast.manager.name} told",
    ):
        assert each in shown
    council = partners["Westmere Council"]
    for partner, told in (
        (council, True),
        (partners["Vale NHS Trust"], True),
        (partners["Westmere Police"], False),
    ):
        notices = words(client_of(partner).get(reverse("notices:list")))
        assert ("Somebody wrote down a decision in your place" in notices) is told, partner.name
    assert find_joint_approval(cast.reader, ref).approved
    assert set(Approval.objects.values_list("how", flat=True)) == {"signed", "minuted", "link"}
    assert Event.objects.filter(kind="approval.given", subject_ref=ref).count() == 3


def test_a_link_for_an_approval_dies_with_what_it_is_about(cast: Cast, put: JointView) -> None:
    from heed.platform.approvals.operations import withdraw_joint_approval
    from heed.platform.single_use.operations import ask_by_link, give_code, make_code
    from heed.platform.single_use.queries import token

    def made(agency: str) -> tuple[str, str]:
        row, _ = ask_by_link(
            cast.manager,
            kind="approval_seat",
            subject_ref=seat(put, agency),
            asked_of="Rose Day",
            told_how="by phone",
            days=7,
            site="http://testserver",
            at=timezone.now(),
        )
        row, code = make_code(cast.officer, ref=row.public_id, at=timezone.now())
        give_code(token=token(row), code=code, at=timezone.now())
        return reverse("single_use:open", args=[token(row)]), code

    council, _ = made("Westmere Council")
    police, _ = made("Westmere Police")
    client_of(cast.officer).post(address(put, "Westmere Council"), {**MINUTED, "minute-sha256": put.sha256})
    assert Client().get(council).status_code == 404, "it was answered another way"
    assert Client().get(police).status_code == 200
    withdraw_joint_approval(cast.manager, ref=put.ref, reason="The wrong version", at=timezone.now())
    assert Client().get(police).status_code == 404


def test_a_scrutineer_is_offered_nothing_and_cannot_be_asked_by_a_link(cast: Cast, put: JointView) -> None:
    scrutineer = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER])
    page = scrutineer.get(reverse("approvals:approval", args=[put.ref]))
    assert page.status_code == 200
    assert "Withdraw" not in words(page)
    own = address(put, cast.of[Role.INDEPENDENT_SCRUTINEER].agency_name)
    assert "<textarea" not in scrutineer.get(own).content.decode()
    assert (
        scrutineer.post(own, {"do": "sign", "sign-sha256": put.sha256, "sign-agrees": "yes"}).status_code
        == 403
    )
    asked = client_of(cast.officer).post(
        reverse("single_use:ask", args=["approval_seat", seat(put, "Westmere Police")]),
        {"asked_of": "Idris Ingham", "told_how": "by phone", "days": "7"},
    )
    assert asked.status_code == 422
    assert "never approves" in words(asked)
    assert 'value="Idris Ingham"' in asked.content.decode(), "what was typed is kept"


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(cast: Cast, put: JointView) -> None:
    answer = client_of(cast.officer).post(
        address(put, "Westmere Police"),
        {
            **MINUTED,
            "minute-sha256": put.sha256,
            "minute-on_day": "31",
            "minute-on_month": "2",
            "minute-name": "",
        },
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter a real date" in page
    assert "Enter who decided" in page
    assert "Executive group, minute 4.2" in page
    assert client_of(cast.officer).post(address(put, "Westmere Police"), {"do": "dance"}).status_code == 422


def test_another_partnership_is_told_the_same_as_of_nothing(
    cast: Cast, put: JointView, document: Document
) -> None:
    outsider = client_of(cast.outsider)
    for path in (
        reverse("approvals:approval", args=[put.ref]),
        address(put, "Westmere Police"),
        reverse("approvals:put", args=["document", document.public_id]),
        reverse("approvals:put", args=["nonsense", document.public_id]),
        reverse("single_use:ask", args=["approval_seat", seat(put, "Westmere Police")]),
    ):
        assert outsider.get(path).status_code == 404
        assert outsider.post(path, {"reason": "x"}).status_code == 404

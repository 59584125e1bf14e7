"""One thing for somebody without an account: a link and a code, once, bound to the exact bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.files.operations import path_of
from heed.platform.partnerships.models import Membership
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.operations import answer_by_link, ask_by_link, give_code, make_code
from heed.platform.single_use.queries import token
from tests.cast import Cast, Register, client_of

ASKED = {"asked_of": "Dr Ann Bell, Named GP", "told_how": "by phone", "days": "7"}


def make(cast: Cast, kind: str, ref: str) -> tuple[OneTask, str]:
    row, code = ask_by_link(
        cast.manager,
        kind=kind,
        subject_ref=ref,
        asked_of=ASKED["asked_of"],
        told_how="by phone",
        days=7,
        site="http://testserver",
        at=timezone.now(),
    )
    return (row, code) if code else make_code(cast.officer, ref=row.public_id, at=timezone.now())


def address(row: OneTask) -> str:
    return reverse("single_use:open", args=[token(row)])


def let_in(row: OneTask, code: str) -> Client:
    """A browser without an account in which the code was given."""
    client = Client()
    assert client.post(address(row), {"code": code}).status_code == 302
    return client


@pytest.fixture
def document(register: Register) -> Any:
    return register.accepted.document


def test_somebody_without_an_account_approves_one_document(cast: Cast, document: Any) -> None:
    officer = client_of(cast.officer)
    page = officer.post(reverse("single_use:ask", args=["document", document.public_id]), ASKED)
    shown = page.content.decode()
    link = re.search(r'value="http://testserver(/link/\w+/)"', shown)
    assert link
    assert not re.search(r'value="\d{4} \d{4}"', shown), "whoever has the link does not see the code"
    row = OneTask.objects.get()
    make = reverse("single_use:code", args=[row.public_id])
    assert officer.post(make).status_code == 403
    assert make not in officer.get(row_page(document)).content.decode()
    assert "No code was made yet" in Client().post(link.group(1), {"code": "00000000"}).content.decode()
    manager = client_of(cast.manager)
    assert make in manager.get(row_page(document)).content.decode()
    told = manager.post(make).content.decode()
    code = re.search(r'value="(\d{4} \d{4})"', told)
    assert code
    assert link.group(1) not in told

    doctor = Client()
    first = doctor.get(link.group(1)).content.decode()
    assert str(document) not in first, "nothing is shown before the code"
    assert doctor.get(f"{link.group(1)}file/").status_code == 404
    assert doctor.post(link.group(1), {"code": code.group(1)}).status_code == 302
    task = doctor.get(link.group(1)).content.decode()
    assert str(document) in task
    bytes_ = b"".join(doctor.get(f"{link.group(1)}file/").streaming_content)
    sha256 = hashlib.sha256(bytes_).hexdigest()
    assert sha256 == document.file.sha256
    assert sha256 in task
    assert doctor.post(link.group(1), {"sha256": sha256}).status_code == 422
    done = doctor.post(link.group(1), {"sha256": sha256, "answer": "approved", "words": "On pages 1 to 3."})
    assert done.status_code == 200
    assert sha256 in done.content.decode()
    assert doctor.get(link.group(1)).status_code == 404, "it works once"
    assert doctor.get(reverse("library:document", args=[document.public_id])).status_code == 302

    on_its_page = client_of(cast.reader).get(reverse("library:document", args=[document.public_id]))
    for word in ("I approve it", "Dr Ann Bell, Named GP", "On pages 1 to 3.", sha256):
        assert word in on_its_page.content.decode()
    event = Event.objects.get(kind="link.answered")
    assert (event.subject_kind, event.subject_ref) == ("document", document.public_id)
    assert event.facts == {"answer": "approved", "sha256": sha256}
    assert event.partnership_id == cast.manager.partnership_id
    assert "pages" not in str(list(Event.objects.filter(kind__startswith="link.").values_list("facts")))


def row_page(document: Any) -> str:
    return reverse("library:document", args=[document.public_id])


def test_a_code_made_anew_replaces_the_one_before_until_the_link_is_opened(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    row, newer = make_code(cast.officer, ref=row.public_id, at=timezone.now())
    assert Client().post(address(row), {"code": code}).status_code == 422
    let_in(row, newer)
    for actor in (cast.officer, cast.manager, cast.reader):
        with pytest.raises(NotAllowed):
            make_code(actor, ref=row.public_id, at=timezone.now())
    with pytest.raises(NotVisible):
        make_code(cast.outsider, ref=row.public_id, at=timezone.now())
    kinds = list(Event.objects.filter(kind__startswith="link.").values_list("kind", flat=True))
    assert kinds.count("link.code_made") == 2


def test_somebody_without_an_account_answers_one_action(cast: Cast, register: Register) -> None:
    action = register.actions[0]
    row, code = make(cast, "action", action.public_id)
    client = let_in(row, code)
    page = client.get(address(row)).content.decode()
    assert action.text[:40] in page
    assert client.post(address(row), {"sha256": row.sha256, "answer": "done"}).status_code == 422
    client.post(address(row), {"sha256": row.sha256, "answer": "done", "words": "All staff briefed in May."})
    shown = client_of(cast.reader).get(reverse("plans:action", args=[action.public_id])).content.decode()
    assert "All staff briefed in May." in shown
    assert "It is done" in shown
    told = client_of(cast.manager).get(reverse("notices:list")).content.decode()
    assert f"Somebody answered by the link that you made: {action.reference}" in told
    action.refresh_from_db()
    assert "All staff briefed" not in action.text, "it is beside the action, for an officer to act on"


def test_five_wrong_codes_and_the_link_is_dead(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    for _ in range(5):
        assert Client().post(address(row), {"code": "00000000"}).status_code == 422
    assert Client().post(address(row), {"code": code}).status_code == 404
    assert Client().get(address(row)).status_code == 404


def test_what_changed_since_is_not_there_to_be_answered(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    client = let_in(row, code)
    path = path_of(document.file)
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    try:
        assert client.get(address(row)).status_code == 404
        assert client.get(f"{address(row)}file/").status_code == 404
        answer = client.post(address(row), {"sha256": row.sha256, "answer": "approved"})
        assert answer.status_code == 404
    finally:
        path.write_bytes(before)
    assert OneTask.objects.get(pk=row.pk).answered_at is None


def test_an_answer_names_the_bytes_that_were_seen(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    client = let_in(row, code)
    assert client.post(address(row), {"sha256": "0" * 64, "answer": "approved"}).status_code == 404


def test_a_link_ends_by_time_by_withdrawal_and_with_whoever_made_it(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    client = let_in(row, code)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(address(row)).status_code == 404
    Membership.objects.filter(pk=cast.manager.membership_id).update(ended_at=timezone.now())
    assert client.get(address(row)).status_code == 404
    Membership.objects.filter(pk=cast.manager.membership_id).update(ended_at=None)
    assert client.get(address(row)).status_code == 200
    gone = client_of(cast.officer).post(reverse("single_use:withdraw", args=[row.public_id]))
    assert gone["Location"] == reverse("library:document", args=[document.public_id])
    assert client.get(address(row)).status_code == 404


def test_the_code_opens_it_in_one_browser_only(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    let_in(row, code)
    assert str(document) not in Client().get(address(row)).content.decode()


def test_nobody_answers_without_the_code_whatever_they_send(cast: Cast, document: Any) -> None:
    row, _ = make(cast, "document", document.public_id)
    sent = {"sha256": row.sha256, "answer": "approved", "words": ""}
    assert Client().post(address(row), sent).status_code == 422
    with pytest.raises(NotVisible):
        answer_by_link(token=token(row), at=timezone.now(), **sent)


def test_of_two_answers_at_once_one_counts(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    give_code(token=token(row), code=code, at=timezone.now())
    given = {"token": token(row), "sha256": row.sha256, "words": "", "at": timezone.now()}
    answer_by_link(answer="approved", **given)
    with pytest.raises(NotVisible):
        answer_by_link(answer="not_approved", **given)
    assert OneTask.objects.get(pk=row.pk).answer == "approved"


def test_neither_link_nor_code_is_in_the_database(cast: Cast, document: Any) -> None:
    row, code = make(cast, "document", document.public_id)
    kept = str(OneTask.objects.filter(pk=row.pk).values().get())
    assert code not in kept
    assert token(row) not in kept


def test_only_those_who_may_ask_do_and_only_of_what_they_may_see(cast: Cast, document: Any) -> None:
    given = {
        "kind": "document",
        "subject_ref": document.public_id,
        "days": 7,
        "site": "",
        "at": timezone.now(),
    }
    for actor, refused in ((cast.reader, NotAllowed), (cast.outsider, NotVisible)):
        with pytest.raises(refused):
            ask_by_link(actor, asked_of="A", told_how="B", **given)
    with pytest.raises(Invalid):
        ask_by_link(cast.manager, asked_of=" ", told_how="B", **given)
    with pytest.raises(NotVisible):
        ask_by_link(cast.manager, asked_of="A", told_how="B", **{**given, "kind": "house"})
    wrong = client_of(cast.officer).post(
        reverse("single_use:ask", args=["document", document.public_id]), {**ASKED, "days": "99"}
    )
    assert wrong.status_code == 422
    assert "from 1 to 30" in wrong.content.decode()

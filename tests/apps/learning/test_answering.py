"""An agency's people write its answer, its lead signs it, and what is signed stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heed.learning.models import AnswerDraft, PartAnswer, Response
from heed.learning.operations import Ask, ask_for_answers, sign_answer, withdraw_request
from heed.learning.queries import asked_parts, find_draft, find_request, find_response_to, list_responses
from heed.learning.types import Said
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import DUE, agency, ask_one, contributor, draft, lead, saying, sign, thread_of


def test_whoever_knows_writes_and_the_lead_signs(register: Register, cast: Cast) -> None:
    request, writer = ask_one(cast, register), contributor(cast)
    kept = draft(writer, request, "We changed the form.")
    assert find_draft(lead(cast), request) == kept
    for other in (cast.manager, cast.officer, cast.of[Role.INDEPENDENT_SCRUTINEER]):
        assert find_draft(other, request) is None, "nobody else sees it until it is signed"
    with pytest.raises(NotAllowed):
        sign(writer, request, version=1)
    answer = sign(lead(cast), request, text="We changed the form.", version=kept.version)
    assert (answer.text, answer.stance, str(answer.signed_by)) == (
        "Accepts. We changed the form.",
        "accepts",
        lead(cast).name,
    )
    assert not AnswerDraft.objects.filter(request=request).exists()
    assert list(
        Event.objects.filter(subject_ref=request.public_id).order_by("pk").values_list("kind", flat=True)
    ) == [
        "answer.asked",
        "answer.drafted",
        "answer.signed",
    ]


def test_only_the_agency_that_was_asked_answers(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register, to=("Westmere Police",))
    for act in (lambda: draft(lead(cast), request, "Ours?"), lambda: sign(lead(cast), request)):
        with pytest.raises(NotAllowed, match="asked of Westmere Police"):
            act()
    for role in (Role.BUSINESS_MANAGER, Role.OFFICER, Role.INDEPENDENT_SCRUTINEER):
        with pytest.raises(NotAllowed):
            sign(cast.of[role], request)


def test_each_part_is_answered_with_a_reason_where_not_in_full(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register, label="1")
    first, second = asked_parts(request)
    assert (first.words, second.words) == ("hold core groups on time", "record who came")

    def said(*given: tuple[str, str, str]) -> list[Said]:
        return [Said(part.key, *each) for part, each in zip((first, second), given, strict=True)]

    def signed(*given: tuple[str, str, str]) -> Response:
        return sign_answer(lead(cast), ref=request.public_id, said=said(*given), version=0, at=AT)

    with pytest.raises(Invalid) as refused:
        signed(("accepts", "Yes.", ""), ("in_part", "Partly.", ""))
    assert set(refused.value.fields) == {f"reason_{second.key}"}
    with pytest.raises(Invalid) as refused:
        signed(("", "Yes.", ""), ("notes", " ", ""))
    assert set(refused.value.fields) == {f"stance_{first.key}", f"text_{second.key}"}
    with pytest.raises(NotNow, match="has changed meanwhile"):
        sign_answer(lead(cast), ref=request.public_id, said=[Said(0, "accepts", "Yes.")], version=0, at=AT)
    answer = signed(("accepts", "Yes.", ""), ("rejects", "No.", "It is recorded elsewhere."))
    assert answer.stance == "in_part"
    assert answer.text == (
        "1. hold core groups on time\nAccepts. Yes.\n\n"
        "2. record who came\nDoes not accept. No.\nReason: It is recorded elsewhere."
    )
    assert [(each.part.text, each.stance) for each in answer.part_answers.all()] == [
        ("hold core groups on time", "accepts"),
        ("record who came", "rejects"),
    ]


def test_the_database_wants_a_reason_too(register: Register, cast: Cast) -> None:
    answer = sign(lead(cast), ask_one(cast, register))
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAnswer.objects.filter(response=answer).update(stance="rejects", reason="")


def test_some_parts_can_be_asked_of_an_agency(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    part = row.parts.all()[1]
    asks = [Ask(row.public_id, agency("Vale NHS Trust").public_id, (part.pk,))]
    [request] = ask_for_answers(cast.officer, asks=asks, words="", due_on=DUE, at=AT)
    assert [each.words for each in asked_parts(find_request(lead(cast), request.public_id))] == [
        "record who came"
    ]
    answer = sign(lead(cast), request)
    assert [each.part for each in answer.part_answers.all()] == [part]


def test_what_is_signed_is_never_overwritten(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    answer = sign(lead(cast), request, text="We agree.")
    assert sign(lead(cast), request, text="We agree.").pk == answer.pk, "the same form sent twice"
    with pytest.raises(NotNow, match="Aled Avery signed an answer to this on 4 Mar 2025, 10:30am"):
        sign(lead(cast), request, text="We do not agree.")
    with pytest.raises(NotNow, match="answered this already"):
        draft(lead(cast), request, "After all")
    again = ask_one(cast, register)
    assert again.round == request.round + 1
    sign(lead(cast), again, text="More was done.")
    texts = [each.text for each in list_responses(cast.reader, register.recommendations["4"])]
    assert texts == ["Agreed.", "Accepts. We agree.", "Accepts. More was done."]
    assert find_response_to(cast.reader, request).text == "Accepts. We agree."


def test_two_who_write_at_once_lose_nothing(register: Register, cast: Cast) -> None:
    request, writer = ask_one(cast, register), contributor(cast)
    draft(writer, request, "First.")
    with pytest.raises(ChangedMeanwhile) as refused:
        draft(lead(cast), request, "Second.")
    [differing] = [each for each in refused.value.differences if each.theirs != each.yours]
    assert (differing.theirs, differing.yours, refused.value.by) == ("First.", "Second.", writer.name)
    with pytest.raises(ChangedMeanwhile):
        sign(lead(cast), request, text="Second.")
    assert draft(lead(cast), request, "First.").version == 1, "the same words are no change"
    assert sign(lead(cast), request, text="Second.", version=1).text == "Accepts. Second."


def test_what_is_not_asked_any_more_cannot_be_answered(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    withdraw_request(cast.officer, ref=request.public_id, reason="Not theirs.", at=AT)
    with pytest.raises(NotNow, match="not asked any more"):
        sign(lead(cast), request)


def test_an_answer_moves_the_thread_and_is_nobodys_judgement(register: Register, cast: Cast) -> None:
    row = register.recommendations["3"]
    assert thread_of(cast, row)["answered"] == "none"
    sign(lead(cast), ask_one(cast, register, label="3"))
    assert thread_of(cast, row)["answered"] == "part"


# The pages.


def typed(key: object = 0, prefix: str = "", **given: str) -> dict[str, str]:
    begin = f"{prefix}-" if prefix else ""
    usual = {"stance": "accepts", "text": "We changed it.", "reason": ""}
    fields = {f"{begin}{name}_{key}": value for name, value in {**usual, **given}.items()}
    return {**fields, f"{begin}version": "0"}


def answer_address(request: Any) -> str:
    return reverse("learning:answer", args=[request.public_id])


@pytest.mark.capability("B06")
def test_the_lead_answers_on_the_first_page(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    client = client_of(lead(cast))
    page = client.get(reverse("home")).content.decode()
    assert "One thing for your agency by 1 Apr 2025" in page
    assert "days late" in page
    assert page.index("One thing for your agency") < page.index("Threads that stopped")
    assert f'action="{answer_address(request)}"' in page
    assert "Sign and send" in page
    answer = client.post(answer_address(request), {**typed(prefix=request.public_id), "do": "sign"})
    assert answer.status_code == 302
    assert find_response_to(lead(cast), request).text == "Accepts. We changed it."
    assert "One thing for your agency" not in client.get(reverse("home")).content.decode()
    asked = client.get(reverse("learning:asked")).content.decode()
    assert "Nothing is asked of Vale NHS Trust" in asked
    assert request.reference in asked


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    client = client_of(lead(cast))
    answer = client.post(
        answer_address(request), {**typed(stance="rejects", text="We cannot."), "do": "sign"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the reason why it is not accepted in full" in page
    assert "We cannot." in page
    assert not Response.objects.visible_to(lead(cast)).filter(request=request).exists()


def test_a_contributor_keeps_it_for_the_lead_who_finds_it_in_the_form(register: Register, cast: Cast) -> None:
    request, writer = ask_one(cast, register), contributor(cast)
    theirs = client_of(writer)
    page = theirs.get(answer_address(request)).content.decode()
    assert "Sign and send" not in page
    assert "Aled Avery signs for your agency" in page
    assert theirs.post(answer_address(request), {**typed(), "do": "sign"}).status_code == 403
    assert theirs.post(answer_address(request), {**typed(), "do": "keep"}).status_code == 302
    page = client_of(lead(cast)).get(answer_address(request)).content.decode()
    assert "We changed it." in page
    assert f"Draft by {writer.name}" in page
    elsewhere = client_of(cast.officer).get(reverse("learning:request", args=[request.public_id]))
    assert "We changed it." not in elsewhere.content.decode()


def test_two_at_once_are_shown_both_texts(register: Register, cast: Cast) -> None:
    request, writer = ask_one(cast, register), contributor(cast)
    draft(writer, request, "Their words.")
    answer = client_of(lead(cast)).post(
        answer_address(request), {**typed(prefix=request.public_id, text="My words."), "do": "sign"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their words." in page
    assert "My words." in page
    assert f"{request.public_id}-text_0" in page


def test_who_signs_second_keeps_what_they_typed(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    sign(lead(cast), request, text="The first answer.")
    answer = client_of(lead(cast)).post(answer_address(request), {**typed(text="My answer."), "do": "sign"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Aled Avery signed an answer to this" in page
    assert "My answer." in page
    assert client_of(lead(cast)).get(answer_address(request)).status_code == 302


def test_pages_of_answering_are_for_the_agency_alone(register: Register, cast: Cast) -> None:
    request = ask_one(cast, register)
    assert client_of(cast.officer).get(answer_address(request)).status_code == 403
    assert client_of(cast.of[Role.AGENCY_CONTRIBUTOR]).get(answer_address(request)).status_code == 403
    assert client_of(cast.outsider).get(answer_address(request)).status_code == 404
    assert client_of(cast.officer).get(reverse("learning:asked")).status_code == 403


def test_the_answer_stands_on_the_recommendations_page_and_in_the_register(
    register: Register, cast: Cast
) -> None:
    request = ask_one(cast, register)
    sign(lead(cast), request, text="We do.", stance="in_part", reason="Only on weekdays.")
    row = register.recommendations["4"]
    page = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert "Accepts in part" in page
    assert "Only on weekdays." in page
    assert "Signed by Aled Avery" in page
    assert saying(request)[0].part == 0
    listed = client_of(cast.reader).get(f"{reverse('learning:responses')}?column=text&column=signed")
    assert "Aled Avery" in listed.content.decode()


def test_answers_are_narrowed_by_what_they_say(register: Register, cast: Cast) -> None:
    sign(lead(cast), ask_one(cast, register), text="We do.", stance="in_part", reason="Only on weekdays.")
    shown = {
        stance: client_of(cast.reader)
        .get(f"{reverse('learning:responses')}?stance={stance}")
        .content.decode()
        for stance in ("in_part", "accepts")
    }
    assert "We do." in shown["in_part"]
    assert "We do." not in shown["accepts"]

"""What a compound recommendation asks for is split and joined in its own words, each with its place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.learning.operations import divide_recommendation
from heed.learning.queries import find_recommendation
from heed.learning.rules import spans_of_words
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import answer_of, ask_one, draft, judge, lead

WHOLE = "The Trust should tell the partnership when a visit did not take place."
FIRST, SECOND = "The Trust should tell the partnership", "when a visit did not take place."


def test_words_are_found_in_their_place_whatever_breaks_the_lines() -> None:
    text = "1. Hold core\ngroups on\n[page 2]\ntime, and record who came.\n"
    spans = [[3, 22, 1], [32, 59, 2]]
    found = spans_of_words(text, spans, "groups on time")
    assert found == [[13, 22, 1], [32, 36, 2]]
    assert "".join(text[start:end] for start, end, _ in found) == "groups ontime"
    assert spans_of_words(text, spans, "not there") == []
    assert spans_of_words(text, spans, "") == []


def test_parts_keep_their_place_from_the_day_they_are_registered(register: Register, cast: Cast) -> None:
    row = find_recommendation(cast.reader, register.recommendations["1"].public_id)
    for part in row.parts.all():
        ((start, end, *_),) = part.spans
        assert row.reading.text[start:end] == part.text


def test_it_is_split_in_its_own_words_and_joined_again(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    split = divide_recommendation(cast.officer, ref=row.public_id, parts=[FIRST, SECOND], version=1, at=AT)
    assert [each.text for each in split.parts.all()] == [FIRST, SECOND]
    for part in split.parts.all():
        ((start, end, *_),) = part.spans
        assert split.reading.text[start:end] == part.text
    assert split.text == WHOLE
    joined = divide_recommendation(cast.officer, ref=row.public_id, parts=[WHOLE], version=2, at=AT)
    assert list(joined.parts.all()) == []
    kept = Revision.objects.filter(subject_ref=row.public_id, field="parts").order_by("pk")
    assert [each.words for each in kept] == ["", f"{FIRST}\n{SECOND}"]
    assert Event.objects.filter(kind="recommendation.divided").count() == 2


def test_the_thread_asks_for_every_part(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    split = divide_recommendation(cast.officer, ref=row.public_id, parts=[FIRST, SECOND], version=1, at=AT)
    assert next(each for each in split.thread if each["step"] == "answered")["of"] == 2
    judge(cast.manager, answer_of(row), grades=("full", "none"), reason="Nothing on visits.")
    now = find_recommendation(cast.reader, row.public_id)
    assert next(each for each in now.thread if each["step"] == "answered")["reach"] == "part"


@pytest.mark.parametrize(
    "parts", [[], [FIRST], [FIRST, "when a visit did not happen."], [SECOND, FIRST], [FIRST, FIRST, SECOND]]
)
def test_no_word_can_be_changed_lost_or_moved(register: Register, cast: Cast, parts: list[str]) -> None:
    ref = register.recommendations["4"].public_id
    with pytest.raises(Invalid) as refused:
        divide_recommendation(cast.officer, ref=ref, parts=parts, version=1, at=AT)
    assert "every word must stay" in refused.value.fields["parts"]


def test_parts_that_are_being_answered_stay(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    request = ask_one(cast, register)
    divide_recommendation(cast.officer, ref=row.public_id, parts=[FIRST, SECOND], version=1, at=AT)
    draft(lead(cast), request, "We do.")
    with pytest.raises(NotNow, match="stay as they are"):
        divide_recommendation(cast.officer, ref=row.public_id, parts=[WHOLE], version=2, at=AT)


def test_only_those_who_run_the_register_divide_and_two_at_once_see_both(
    register: Register, cast: Cast
) -> None:
    ref = register.recommendations["4"].public_id
    for role in (Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER, Role.READER):
        with pytest.raises(NotAllowed):
            divide_recommendation(cast.of[role], ref=ref, parts=[FIRST, SECOND], version=1, at=AT)
    with pytest.raises(NotVisible):
        divide_recommendation(cast.outsider, ref=ref, parts=[FIRST, SECOND], version=1, at=AT)
    divide_recommendation(cast.manager, ref=ref, parts=[FIRST, SECOND], version=1, at=AT)
    cut = ["The Trust should", "tell the partnership when a visit did not take place."]
    with pytest.raises(ChangedMeanwhile):
        divide_recommendation(cast.officer, ref=ref, parts=cut, version=1, at=AT)


def test_the_page_offers_the_words_line_by_line(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    address, client = reverse("learning:divide", args=[row.public_id]), client_of(cast.officer)
    assert "hold core groups on time\nrecord who came" in client.get(address).content.decode()
    wrong = client.post(address, {"parts": "something else", "version": "1"})
    assert wrong.status_code == 422
    assert "every word must stay" in wrong.content.decode()
    assert client.post(address, {"parts": row.text, "version": "1"}).status_code == 302
    page = client.get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    assert "Split it into what it asks for" in page
    assert client_of(cast.reader).get(address).status_code == 403

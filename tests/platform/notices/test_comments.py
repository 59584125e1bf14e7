"""Comments with mentions and followers: told to those who may see the record, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.platform.access.models import Level, Scope, visible_scope_ids
from heed.platform.access.queries import people_who_may_see
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotVisible
from heed.platform.base.models import Revision
from heed.platform.notices.models import Comment, Follow
from heed.platform.notices.operations import (
    edit_comment,
    follow_record,
    leave_record,
    withdraw_comment,
    write_comment,
)
from heed.platform.notices.panels import with_names
from heed.platform.notices.queries.comments import comments_of
from heed.platform.notices.queries.told import count_unread, own_notices
from heed.platform.people.operations import end_exclusion, exclude_person, restrict_case
from tests.cast import AT, Cast, Register, client_of

LATER = AT + timedelta(hours=1)


def say(actor: Actor, register: Register, text: str, *, at: Any = AT, mention: Any = ()) -> Comment:
    return write_comment(
        actor,
        kind="recommendation",
        ref=register.recommendations["1"].public_id,
        text=text,
        mention=mention,
        at=at,
    )


def page_of(register: Register) -> str:
    return reverse("learning:recommendation", args=[register.recommendations["1"].public_id])


def exclude(cast: Cast, register: Register, actor: Actor, version: int = 0) -> Scope:
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=actor.person_ref,
        reason="Own practice",
        version=version,
        at=AT,
    )
    return Scope.objects.get(case_ref=register.review.public_id)


def told(actor: Actor) -> list[str]:
    return [each.kind for each in own_notices(actor)]


def test_who_is_mentioned_by_name_or_chosen_is_told_once(register: Register, cast: Cast) -> None:
    say(cast.manager, register, f"@{cast.reader.name}, could you look? (@{cast.analyst.name.lower()} too.)")
    say(cast.manager, register, "And you.", mention=[cast.officer.person_ref])
    assert told(cast.reader) == told(cast.analyst) == told(cast.officer) == ["mention"]
    assert told(cast.manager) == []
    page = client_of(cast.reader).get(reverse("notices:list")).content.decode()
    assert f"{cast.manager.name} mentions you on {register.recommendations['1'].reference}" in page
    assert f"{page_of(register)}#comments" in page


def test_a_comment_stands_on_the_record_for_those_who_see_it(register: Register, cast: Cast) -> None:
    client_of(cast.officer).post(
        reverse("notices:comments", args=["recommendation", register.recommendations["1"].public_id]),
        {"text": "The police have said yes.\nBy telephone."},
    )
    page = client_of(cast.reader).get(page_of(register)).content.decode()
    assert "The police have said yes." in page
    assert cast.officer.name in page
    assert client_of(cast.outsider).get(page_of(register)).status_code == 404


@pytest.mark.parametrize("kind", ["recommendation", "action", "review", "finding", "document"])
def test_every_kind_of_record_has_its_comments(kind: str, register: Register, cast: Cast) -> None:
    row = {
        "recommendation": register.recommendations["1"],
        "action": register.actions[0],
        "review": register.review,
        "finding": register.findings[0],
        "document": register.accepted.document,
    }[kind]
    client = client_of(cast.reader)
    address = reverse("notices:comments", args=[kind, row.public_id])
    answer = client.post(address, {"text": "Seen."})
    assert answer.status_code == 302
    assert "Seen." in client.get(answer["Location"]).content.decode()
    assert client_of(cast.outsider).get(address).status_code == 404
    scope = exclude(cast, register, cast.reader)
    assert Comment.objects.for_everyone(because="a test").get().scope_id == scope.pk
    assert client.get(address).status_code == 404
    assert comments_of(cast.reader, kind, row.public_id) == []


def test_nobody_can_be_mentioned_who_may_not_see_it_and_nothing_is_revealed(
    register: Register, cast: Cast
) -> None:
    exclude(cast, register, cast.reader)
    page = client_of(cast.manager).get(page_of(register)).content.decode()
    assert cast.analyst.name in page
    assert cast.reader.name not in page
    said = []
    for name in (cast.reader.name, cast.outsider.name, "Nemo Nobody"):
        with pytest.raises(Invalid) as refused:
            say(cast.manager, register, f"Look, @{name}, here.")
        said.append(refused.value.sentence.replace(name, "NAME"))
    assert len(set(said)) == 1
    for ref in (cast.reader.person_ref, cast.outsider.person_ref, "zzzzzzzzzzzz"):
        with pytest.raises(Invalid):
            say(cast.manager, register, "Look.", mention=[ref])
    assert not Comment.objects.for_everyone(because="a test").exists()
    assert told(cast.reader) == told(cast.outsider) == []


def test_who_may_be_mentioned_is_who_may_see_it(register: Register, cast: Cast) -> None:
    """The list of people and the first wall answer alike, for every scope there is."""
    exclude(cast, register, cast.reader)
    restrict_case(
        cast.manager,
        ref=register.review.public_id,
        people=[cast.analyst.person_ref],
        reason="A trial",
        version=1,
        at=AT,
    )
    for scope in Scope.objects.filter(partnership_id=cast.manager.partnership_id):
        listed = {each.person_id for each in people_who_may_see(scope, on=AT.date())}
        for actor in [*cast.of.values(), cast.outsider]:
            assert (actor.person_id in listed) == (scope.pk in visible_scope_ids(actor)), (scope, actor.name)
    assert Level.RESTRICTED in {each.level for each in Scope.objects.all()}


def test_followers_are_told_as_long_as_they_may_see_it(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    for actor in (cast.reader, cast.analyst):
        follow_record(actor, kind="recommendation", ref=ref, at=AT)
        follow_record(actor, kind="recommendation", ref=ref, at=AT)
    say(cast.manager, register, "One.")
    assert told(cast.reader) == told(cast.analyst) == ["comment"]
    leave_record(cast.analyst, kind="recommendation", ref=ref, at=AT)
    exclude(cast, register, cast.reader)
    say(cast.manager, register, "Two.", at=LATER)
    assert told(cast.analyst) == ["comment"]
    assert told(cast.reader) == []
    assert count_unread(cast.reader) == 0
    end_exclusion(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        version=Scope.objects.get(case_ref=register.review.public_id).version,
        at=LATER,
    )
    assert told(cast.reader) == ["comment"]


def test_who_comments_follows_and_can_stop(register: Register, cast: Cast) -> None:
    say(cast.officer, register, "First.")
    say(cast.manager, register, "Second.")
    assert told(cast.officer) == ["comment"]
    client = client_of(cast.officer)
    address = reverse("notices:follow", args=["recommendation", register.recommendations["1"].public_id])
    assert "Stop following" in client.get(page_of(register)).content.decode()
    client.post(address, {"do": "leave"})
    assert not Follow.objects.filter(person_id=cast.officer.person_id).exists()
    client.post(address)
    assert Follow.objects.filter(person_id=cast.officer.person_id).exists()


def test_nobody_comments_on_or_follows_what_they_may_not_see(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    for deed in (follow_record, leave_record):
        with pytest.raises(NotVisible):
            deed(cast.outsider, kind="recommendation", ref=ref, at=AT)
    for kind, what in (("recommendation", ref), ("membership", ref), ("recommendation", "zzzzzzzzzzzz")):
        with pytest.raises(NotVisible):
            write_comment(cast.outsider, kind=kind, ref=what, text="Hello", at=AT)


def test_a_change_keeps_what_was_said_and_tells_only_who_is_new(register: Register, cast: Cast) -> None:
    row = say(cast.manager, register, f"@{cast.reader.name}: look.")
    edit_comment(
        cast.manager,
        ref=row.public_id,
        text=f"@{cast.reader.name} and @{cast.analyst.name}: look.",
        version=1,
        at=LATER,
    )
    assert told(cast.reader) == told(cast.analyst) == ["mention"]
    kept = Revision.objects.get(subject_kind="comment")
    assert kept.words == f"@{cast.reader.name}: look."
    with pytest.raises(ChangedMeanwhile):
        edit_comment(cast.manager, ref=row.public_id, text="Otherwise.", version=1, at=LATER)
    for other in (cast.officer, cast.reader, cast.outsider):
        with pytest.raises(NotVisible):
            edit_comment(other, ref=row.public_id, text="Mine.", version=2, at=LATER)
    assert ">changed " in client_of(cast.reader).get(page_of(register)).content.decode()
    before = reverse("notices:earlier_words", args=[row.public_id])
    read = client_of(cast.reader).get(before).content.decode()
    assert f"@{cast.reader.name}: look." in read
    assert f"@{cast.reader.name} and @{cast.analyst.name}: look." in read
    assert client_of(cast.outsider).get(before).status_code == 404
    withdraw_comment(cast.manager, ref=row.public_id, at=LATER)
    assert client_of(cast.reader).get(before).status_code == 404
    assert client_of(cast.manager).get(before).status_code == 200


def test_what_is_withdrawn_is_kept_for_its_author_and_gone_for_the_rest(
    register: Register, cast: Cast
) -> None:
    row = say(cast.officer, register, "This was hasty.")
    with pytest.raises(NotVisible):
        withdraw_comment(cast.manager, ref=row.public_id, at=LATER)
    client_of(cast.officer).post(reverse("notices:withdraw_comment", args=[row.public_id]))
    with pytest.raises(NotVisible):
        withdraw_comment(cast.officer, ref=row.public_id, at=LATER)
    with pytest.raises(NotVisible):
        edit_comment(cast.officer, ref=row.public_id, text="More.", version=1, at=LATER)
    theirs = client_of(cast.manager).get(page_of(register)).content.decode()
    assert "This was hasty." not in theirs
    assert "This comment was withdrawn." in theirs
    assert "This was hasty." in client_of(cast.officer).get(page_of(register)).content.decode()


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 4001])
def test_a_comment_that_is_none_is_refused_at_the_field_and_kept(
    text: str, register: Register, cast: Cast
) -> None:
    address = reverse("notices:comments", args=["recommendation", register.recommendations["1"].public_id])
    answer = client_of(cast.reader).post(address, {"text": text})
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.content)
    assert page.css_first(".govuk-error-message")
    assert page.css_first("textarea").text(strip=True) == text.strip()


def test_a_mail_address_mentions_nobody(register: Register, cast: Cast) -> None:
    say(cast.manager, register, "Write to rosa.reade@westmere.example, or @ home.")
    assert told(cast.reader) == []


def test_words_of_a_comment_are_words_and_no_markup() -> None:
    shown = with_names("<b>@Ann Bell</b> and @Ann", ["Ann Bell"])
    assert str(shown) == "&lt;b&gt;<strong>@Ann Bell</strong>&lt;/b&gt; and @Ann"


def test_each_is_an_event_of_its_record_without_words(register: Register, cast: Cast) -> None:
    row = say(cast.manager, register, "Strictly between us.")
    edit_comment(cast.manager, ref=row.public_id, text="Between all of us.", version=1, at=AT)
    withdraw_comment(cast.manager, ref=row.public_id, at=AT)
    events = Event.objects.filter(kind__startswith="comment.").order_by("pk")
    assert [each.kind for each in events] == ["comment.written", "comment.edited", "comment.withdrawn"]
    assert {each.subject_ref for each in events} == {register.recommendations["1"].public_id}
    assert "between" not in str([each.facts for each in events]).casefold()


def test_a_page_costs_the_same_with_ten_comments(register: Register, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page_of(register)).status_code == 200
        return len(counted)

    client = client_of(cast.reader)
    say(cast.manager, register, "One.")
    client.get(page_of(register))
    few = cost()
    for number in range(10):
        say(cast.manager, register, f"@{cast.analyst.name} {number}", at=AT + timedelta(minutes=number))
    assert cost() <= few


def test_the_lead_of_an_agency_reads_and_answers_in_the_same_place(register: Register, cast: Cast) -> None:
    lead = cast.of[Role.AGENCY_LEAD]
    say(cast.manager, register, f"@{lead.name} when?")
    say(lead, register, "In June.", at=LATER)
    assert told(cast.manager) == ["comment"]

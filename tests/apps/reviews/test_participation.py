"""Those who take part: told before they say anything, every question owned and answered, requests that bind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.platform.history.queries import revisions_of
from heed.reviews.operations.entries import correct_contact, mend_entry
from heed.reviews.operations.participation import (
    answer_question,
    end_family_request,
    keep_contact,
    keep_family_request,
    keep_views,
    mark_told,
)
from heed.reviews.queries.participation import (
    binding_requests,
    entries_of,
    find_participant,
    labels_of_participants,
    participants_of,
    unanswered,
)
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import AT, Cast, Register, client_of

TODAY = AT.date()


@pytest.mark.capability("A13")
def test_nothing_is_kept_of_what_they_say_before_they_were_told(register: Register, cast: Cast) -> None:
    row = work.participant(cast, register)

    def contact(**other: Any) -> object:
        usual = {"on": TODAY, "kind": "meeting", "outcome": "accepted", "stage": "", "words": ""}
        return keep_contact(cast.manager, ref=row.public_id, at=AT, **{**usual, **other})

    assert list(refused(contact)) == ["kind"]
    contact(outcome="declined")
    contact(kind="letter")
    assert list(
        refused(
            lambda: keep_views(cast.manager, ref=row.public_id, views="Tired.", support="", version=1, at=AT)
        )
    ) == ["views"]
    mark_told(cast.manager, ref=row.public_id, told_on=TODAY, at=AT)
    assert list(refused(lambda: contact(on=TODAY - timedelta(days=1)))) == ["kind"]
    contact(stage="story", words="She remembers the door.")
    with pytest.raises(NotNow, match="already"):
        mark_told(cast.manager, ref=row.public_id, told_on=TODAY, at=AT)
    page = client_of(cast.manager).get(reverse("reviews:participation", args=[register.review.public_id]))
    assert "saw the story of what happened" in page.content.decode()


@pytest.mark.capability("A13")
def test_every_question_has_an_owner_and_is_answered_once(register: Register, cast: Cast) -> None:
    asked = work.asked_question(cast, register)
    assert list(refused(lambda: work.asked_question(cast, register, owner=" "))) == ["owner"]
    assert unanswered(cast.reader, register.review.pk) == 1
    act: dict[str, Any] = {"ref": asked.public_id, "at": AT}
    assert list(refused(lambda: answer_question(cast.manager, answer=" ", answered_on=TODAY, **act))) == [
        "answer"
    ]
    before = TODAY - timedelta(days=30)
    assert list(refused(lambda: answer_question(cast.manager, answer="x", answered_on=before, **act))) == [
        "answered_on"
    ]
    answer_question(cast.manager, answer="Because nobody had asked.", answered_on=TODAY, **act)
    assert unanswered(cast.reader, register.review.pk) == 0
    with pytest.raises(NotNow, match="already"):
        answer_question(cast.manager, answer="Another.", answered_on=TODAY, **act)


@pytest.mark.capability("A14")
def test_what_the_family_asks_for_binds_publication_without_naming_them(
    register: Register, cast: Cast
) -> None:
    row = work.participant(cast, register, part="family", name="Una Marlow", called="The mother")
    usual: dict[str, Any] = {
        "ref": row.public_id,
        "kind": "dates",
        "words": "Not around the birthday.",
        "days_from": date(2025, 6, 1),
        "days_to": date(2025, 6, 7),
        "asked_on": TODAY,
        "at": AT,
    }

    def ask(**other: Any) -> Any:
        return keep_family_request(cast.manager, **{**usual, **other})

    assert list(refused(lambda: ask(days_from=None, days_to=None))) == ["days_from"]
    assert list(refused(lambda: ask(days_to=date(2025, 5, 1)))) == ["days_to"]
    assert list(refused(lambda: ask(words="Una Marlow asks for quiet."))) == ["words"]
    made = ask()
    [binding] = binding_requests(cast.reader, register.review.pk)
    assert [binding.forbids(date(2025, 6, day)) for day in (1, 7, 8)] == [True, True, False]
    end_family_request(cast.manager, ref=made.public_id, ended_on=TODAY, why="They do not mind now.", at=AT)
    assert binding_requests(cast.reader, register.review.pk) == []
    nurse = work.participant(cast, register)
    with pytest.raises(NotNow, match="the family’s"):
        ask(ref=nurse.public_id)


@pytest.mark.capability("A14")
def test_names_are_for_few(register: Register, cast: Cast) -> None:
    """The business manager, officer and lead reviewer; nobody else is even offered the page, and labels say nothing."""
    row = work.participant(cast, register)
    page = reverse("reviews:participation", args=[register.review.public_id])
    for role in (
        Role.REVIEW_PANEL_MEMBER,
        Role.AGENCY_LEAD,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.READER,
    ):
        client = client_of(cast.of[role])
        assert client.get(page).status_code == 403
        assert (
            page
            not in client.get(reverse("reviews:review", args=[register.review.public_id])).content.decode()
        )
        assert labels_of_participants(cast.of[role], [row.public_id]) == {}
        with pytest.raises(NotAllowed):
            find_participant(cast.of[role], row.public_id)
    assert "Maud Penrose" in client_of(cast.of[Role.LEAD_REVIEWER]).get(page).content.decode()
    with pytest.raises(NotVisible):
        find_participant(cast.outsider, row.public_id)
    exclude(cast, register, cast.of[Role.LEAD_REVIEWER])
    assert participants_of(cast.of[Role.LEAD_REVIEWER], register.review.pk) == []


def test_the_report_names_nobody_and_two_at_once(register: Register, cast: Cast) -> None:
    assert list(refused(lambda: work.participant(cast, register, called="Nurse Maud Penrose"))) == ["called"]
    assert list(refused(lambda: work.participant(cast, register, agency=""))) == ["agency"]
    row = work.participant(cast, register)
    mark_told(cast.manager, ref=row.public_id, told_on=TODAY, at=AT)
    act: dict[str, Any] = {"ref": row.public_id, "support": "", "version": 2, "at": AT}
    keep_views(cast.manager, views="It was rushed.", **act)
    with pytest.raises(ChangedMeanwhile):
        keep_views(cast.officer, views="It was calm.", **act)


def test_what_was_kept_of_somebody_is_put_right_or_taken_out(register: Register, cast: Cast) -> None:
    """With a mark of the words that were seen, and a reason; what it said stays in the history."""
    asked = work.asked_question(cast, register)
    row = find_participant(cast.manager, asked.participant.public_id)
    page = reverse("reviews:participant", args=[row.public_id])
    [entry] = entries_of(row)
    sent = {"do": "mend", "mend-entry": entry.key, "mend-words": "Why were we not told?"}
    client = client_of(cast.manager)
    assert client.post(page, sent).status_code == 422
    sent["mend-reason"] = "Misheard."
    assert client.post(page, sent).status_code == 302
    given = {"ref": row.public_id, "entry": entry.key, "words": "", "reason": "Twice.", "at": AT}
    with pytest.raises(ChangedMeanwhile):
        mend_entry(cast.manager, **given)
    with pytest.raises(NotAllowed):
        mend_entry(cast.reader, **given)
    with pytest.raises(NotVisible):
        mend_entry(cast.outsider, **given)
    [now] = entries_of(find_participant(cast.manager, row.public_id))
    assert now.words == "Why were we not told?"
    mend_entry(cast.manager, **{**given, "entry": now.key})
    assert entries_of(find_participant(cast.manager, row.public_id)) == []
    kept = [each.words for each in revisions_of(cast.manager, "participant", row.public_id)]
    assert sorted(kept) == [
        "4 Mar 2025, asked: Why was nobody told that the family had moved? (changed because: Misheard.)",
        "4 Mar 2025, asked: Why were we not told? (taken out because: Twice.)",
    ]
    answered = work.asked_question(cast, register)
    answer_question(cast.manager, ref=answered.public_id, answer="It was.", answered_on=AT.date(), at=AT)
    [settled] = entries_of(find_participant(cast.manager, answered.participant.public_id))
    with pytest.raises(NotNow, match="stays"):
        mend_entry(cast.manager, **{**given, "ref": answered.participant.public_id, "entry": settled.key})


@pytest.mark.capability("A13")
def test_a_contacts_day_and_kind_are_put_right(register: Register, cast: Cast) -> None:
    """As if it were kept anew: told before, and seen as it stands; what was kept before stays in the history."""
    row = work.participant(cast, register)
    given = {"ref": row.public_id, "outcome": "accepted", "stage": "", "at": AT}
    keep_contact(cast.manager, **given, on=TODAY, kind="letter", words="We wrote.")
    page, client = reverse("reviews:participant", args=[row.public_id]), client_of(cast.manager)
    [entry] = entries_of(find_participant(cast.manager, row.public_id))
    right: dict[str, Any] = {
        **given,
        "entry": entry.key,
        "on": TODAY - timedelta(days=1),
        "reason": "Mistyped.",
    }
    assert list(refused(lambda: correct_contact(cast.manager, **right, kind="meeting"))) == [
        "kind"
    ]  # not told
    late = {**right, "on": TODAY + timedelta(days=1)}
    assert list(refused(lambda: correct_contact(cast.manager, **late, kind="letter"))) == ["on"]
    day_before = TODAY - timedelta(days=1)
    sent = {
        "do": "correct",
        "correct-entry": entry.key,
        "correct-on_day": day_before.day,
        "correct-on_month": day_before.month,
        "correct-on_year": day_before.year,
        "correct-kind": "offer",
        "correct-outcome": "declined",
    }
    assert "Enter the reason" in client.post(page, sent).content.decode()
    assert client.post(page, {**sent, "correct-reason": "Mistyped."}).status_code == 302
    [now] = entries_of(find_participant(cast.manager, row.public_id))
    assert now.shown == "3 Mar 2025, Offered a part, declined: We wrote."
    with pytest.raises(ChangedMeanwhile):
        correct_contact(cast.officer, **right, kind="letter")
    with pytest.raises(NotAllowed):
        correct_contact(cast.reader, **right, kind="letter")
    with pytest.raises(NotVisible):
        correct_contact(cast.outsider, **right, kind="letter")
    [before] = [each.words for each in revisions_of(cast.manager, "participant", row.public_id)]
    assert before == "4 Mar 2025, Wrote to them, took part: We wrote. (put right because: Mistyped.)"


def test_whoever_answers_is_one_of_those_who_are_here_or_is_marked_as_not(
    register: Register, cast: Cast
) -> None:
    row = work.participant(cast, register)
    mark_told(cast.manager, ref=row.public_id, told_on=TODAY, at=AT)
    client, address = client_of(cast.manager), reverse("reviews:participant", args=[row.public_id])
    assert f'<option value="{cast.manager.name}">' in client.get(address).content.decode()
    sent = {"do": "question", "question-text": "Why?"}
    sent |= {f"question-asked_on_{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
    for typed in (cast.manager.name.upper(), "A solicitor"):
        assert client.post(address, {**sent, "question-owner": typed}).status_code == 302
    owners = [each.owner for each in find_participant(cast.manager, row.public_id).questions.order_by("pk")]
    assert owners == [cast.manager.name, "A solicitor (not in Heed)"]

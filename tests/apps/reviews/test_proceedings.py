"""Proceedings beside a review: what they hold up since when, that they end once, and that the review goes on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.platform.notices.due import KINDS, Reach, Wanted
from heed.reviews.operations.proceedings import (
    Holds,
    change_proceedings,
    end_proceedings,
    note_proceedings,
    resume_after_proceedings,
)
from heed.reviews.queries.proceedings import (
    blocked_steps,
    find_proceedings,
    proceedings_of_review,
)
from heed.reviews.rules.proceedings import blocked_by
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import AT, Cast, Register, client_of

TODAY = AT.date()


def found_due(actor: Any, name: str) -> int:
    reach = Wanted(
        reaches=(Reach(until=TODAY + timedelta(days=400)),), since=date(2020, 1, 1), today=TODAY, limit=9
    )
    return KINDS[name].find(actor, reach).count


@pytest.mark.capability("A03")
def test_what_is_held_up_since_when_and_that_it_goes_on_when_they_end(register: Register, cast: Cast) -> None:
    """In a browser: noted, ended, and an alert stands until somebody has said that the review goes on."""
    manager, review = client_of(cast.manager), register.review
    page = reverse("reviews:proceedings", args=[review.public_id])
    assert "Nothing: no proceedings" in manager.get(page).content.decode()
    sent = {"do": "note", "note-kind": "criminal", "note-body": "Westmere Crown Court"}
    sent |= {"note-began_on_day": "1", "note-began_on_month": "2", "note-began_on_year": "2024"}
    assert manager.post(page, {**sent, "note-blocks": ["family", "publication"]}).status_code == 302
    [row] = proceedings_of_review(cast.manager, review.pk)
    assert "Speaking with the family" in manager.get(page).content.decode()
    thing = reverse("reviews:proceeding", args=[row.public_id])
    ended = {"do": "end", "end-outcome": "Convicted of neglect."}
    ended |= {"end-ended_on_day": "3", "end-ended_on_month": "2", "end-ended_on_year": "2025"}
    assert manager.post(thing, ended).status_code == 302
    assert found_due(cast.manager, "proceedings_ended") == 1
    assert "ended. What was held up can go on." in manager.get(page).content.decode()
    gone_on = {"do": "resume", "resume-words": "The family liaison officer offers a meeting."}
    assert manager.post(thing, gone_on).status_code == 302
    assert found_due(cast.manager, "proceedings_ended") == 0
    assert blocked_steps(cast.manager, review.pk) == []


@pytest.mark.capability("A03")
def test_opened_again_is_a_new_entry_and_the_earlier_stays_as_it_ended(
    register: Register, cast: Cast
) -> None:
    row = work.proceedings(cast, register)
    again: dict[str, Any] = {"kind": "coroner", "body": "HM Coroner", "holds": Holds(), "at": AT}
    opened = {**again, "review_ref": register.review.public_id, "reopens": row.public_id}
    with pytest.raises(NotNow, match="have not ended"):
        note_proceedings(cast.manager, began_on=TODAY, **opened)
    end_proceedings(cast.manager, ref=row.public_id, ended_on=TODAY, outcome="Open verdict.", at=AT)
    wrong = refused(lambda: note_proceedings(cast.manager, began_on=TODAY - timedelta(days=1), **opened))
    assert wrong["began_on"].startswith("It cannot be before the earlier ones ended")
    new = note_proceedings(cast.manager, began_on=TODAY, **opened)
    before = find_proceedings(cast.manager, row.public_id)
    assert (before.outcome, new.reopens, new.reference != before.reference) == ("Open verdict.", before, True)
    for act in (
        lambda: end_proceedings(cast.manager, ref=row.public_id, ended_on=TODAY, outcome="Another.", at=AT),
        lambda: change_proceedings(cast.manager, ref=row.public_id, holds=Holds(), version=2, at=AT),
    ):
        with pytest.raises(NotNow, match="note that as a new entry"):
            act()


def test_days_and_words_that_cannot_be(register: Register, cast: Cast) -> None:
    def note(**other: Any) -> dict[str, str]:
        return refused(lambda: work.proceedings(cast, register, **other))

    assert list(note(began_on=None)) == ["began_on"]
    assert list(note(began_on=TODAY + timedelta(days=1))) == ["began_on"]
    assert list(note(body=" ")) == ["body"]
    assert list(note(kind="war")) == ["kind"]
    assert list(note(holds=Holds(blocks=("war",)))) == ["blocks"]
    before = date(2019, 1, 1)
    assert list(note(holds=Holds(blocks=("family",), blocks_since=before))) == ["blocks_since"]
    assert list(note(holds=Holds(expected_on=before))) == ["expected_on"]
    row = work.proceedings(cast, register)
    ended = {"ref": row.public_id, "at": AT}
    assert list(refused(lambda: end_proceedings(cast.manager, ended_on=before, outcome="x", **ended))) == [
        "ended_on"
    ]
    assert list(refused(lambda: end_proceedings(cast.manager, ended_on=TODAY, outcome=" ", **ended))) == [
        "outcome"
    ]
    with pytest.raises(NotNow, match="not ended yet"):
        resume_after_proceedings(cast.manager, words="On.", **ended)


def test_who_may_and_who_sees_nothing(register: Register, cast: Cast) -> None:
    row = work.proceedings(cast, register)
    with pytest.raises(NotAllowed):
        end_proceedings(cast.reader, ref=row.public_id, ended_on=TODAY, outcome="x", at=AT)
    with pytest.raises(NotVisible):
        find_proceedings(cast.outsider, row.public_id)
    exclude(cast, register, cast.reader)
    assert proceedings_of_review(cast.reader, register.review.pk) == []
    assert (
        found_due(cast.outsider, "proceedings_expected"),
        found_due(cast.manager, "proceedings_expected"),
    ) == (0, 1)


def test_two_at_once(register: Register, cast: Cast) -> None:
    row = work.proceedings(cast, register)
    change_proceedings(cast.manager, ref=row.public_id, holds=Holds(words="Listed."), version=1, at=AT)
    with pytest.raises(ChangedMeanwhile):
        change_proceedings(cast.officer, ref=row.public_id, holds=Holds(words="Adjourned."), version=1, at=AT)


def test_a_step_is_held_up_since_the_first_of_all_that_hold_it() -> None:
    first, later = date(2024, 1, 1), date(2024, 5, 1)
    running = [
        ("inquest", ["drafting"], later),
        ("trial", ["drafting", "family"], first),
        ("other", [], None),
    ]
    found = blocked_by(running, ["family", "drafting"])
    assert [(each.step, each.since, each.by) for each in found] == [
        ("family", first, ("trial",)),
        ("drafting", first, ("inquest", "trial")),
    ]

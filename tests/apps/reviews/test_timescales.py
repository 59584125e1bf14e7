"""Timescales with the edition and source they come from; a partnership's own; an agency's return has its clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed
from heed.reviews.operations.submissions import withdraw_submission
from heed.reviews.operations.timescales import confirm_timescales, say_timescales
from heed.reviews.queries.cases import clocks_of
from heed.reviews.queries.submissions import return_clock, return_day
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_referral

OURS = {
    "decision": (2, "months"),
    "agency_information": (5, "working_days"),
    "agency_return": (20, "working_days"),
    "draft_gate": (10, "working_days"),
    "publication": (20, "working_days"),
}
GIVEN: dict[str, Any] = {"spans": OURS, "source": "Our arrangements, 2025", "after": 0, "at": AT}


def test_the_page_shows_editions_with_their_source_and_a_manager_changes_ours(cast: Cast) -> None:
    page = reverse("reviews:timescales")
    with time_machine.travel(AT):
        shown = client_of(cast.reader).get(page).content.decode()
        assert "Working Together 2026" in shown
        assert "not read for Heed yet" in shown
        assert "Change your own timescales" not in shown
        sent = {f"own-{key}_number": str(number) for key, (number, _) in OURS.items()}
        sent |= {f"own-{key}_unit": unit for key, (_, unit) in OURS.items()}
        sent |= {"do": "own", "own-after": "0", "own-source": "Our arrangements, 2025"}
        manager = client_of(cast.manager)
        assert manager.post(page, {**sent, "own-decision_number": "0"}).status_code == 422
        assert manager.post(page, sent).status_code == 302
        assert manager.post(page, {**sent, "own-decision_number": "3"}).status_code == 409
        assert "2 calendar months" in client_of(cast.reader).get(page).content.decode()
        assert "2 calendar months" not in client_of(cast.outsider).get(page).content.decode()
    [clock] = clocks_of(cast.officer, a_referral(cast.officer).review)
    assert clock.due_on == date(2025, 5, 4)
    assert "a local standard (Our arrangements, 2025), confirmed by" in clock.because


def test_an_edition_is_confirmed_by_a_person_and_says_so(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        confirm_timescales(cast.reader, edition="Working Together 2023", after=0, at=AT)
    with pytest.raises(Invalid):
        confirm_timescales(cast.manager, edition="Working Together 1999", after=0, at=AT)
    say_timescales(cast.manager, **GIVEN)
    confirm_timescales(cast.manager, edition="Working Together 2023", after=1, at=AT)
    with pytest.raises(ChangedMeanwhile):
        say_timescales(cast.manager, **{**GIVEN, "source": "Elsewhere"})
    page = client_of(cast.reader).get(reverse("reviews:timescales")).content.decode()
    assert f"Confirmed by {cast.manager.name}, 4 Mar 2025" in page


def test_what_an_agency_is_asked_for_has_its_clock(register: Register, cast: Cast) -> None:
    row = work.ask(cast, register)
    clock = return_clock(cast.manager, row)
    assert clock is not None
    assert (clock.starts_on, clock.due_on, clock.ended_on) == (AT.date(), date(2025, 4, 15), None)
    assert return_day(cast.manager.partnership_id, on=AT.date()) == clock.due_on
    page = client_of(cast.reader).get(reverse("reviews:submission", args=[row.public_id])).content.decode()
    assert "30 working days from Tue 4 March 2025, when the agency was asked" in page
    work.hand_in(cast, row, written=work.words(missing="The rest."))
    assert return_clock(cast.manager, row).ended_on is None  # type: ignore[union-attr]  # only a part came
    work.hand_in(cast, row)
    assert return_clock(cast.manager, row).ended_on == AT.date()  # type: ignore[union-attr]
    back = {"words": "Look again at March.", "again_by": AT.date() + timedelta(days=20), "number": 2}
    work.look_over(cast, row, **back)
    assert return_clock(cast.manager, row).ended_on is None  # type: ignore[union-attr]
    withdraw_submission(cast.manager, ref=row.public_id, reason="They knew nobody.", at=AT)
    assert return_clock(cast.manager, row).end_words == "It is not asked any more"  # type: ignore[union-attr]

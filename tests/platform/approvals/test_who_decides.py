"""Who decides what: shipped, confirmed and changed by the partnership, and followed everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from heed.library.models import Document
from heed.platform.access.roles import Role
from heed.platform.approvals.operations import (
    confirm_who_decides,
    name_partners,
    open_joint_approval,
    say_who_decides,
)
from heed.platform.approvals.policies import check_may_decide
from heed.platform.approvals.rights import right_to_decide, rights_of
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible
from heed.platform.partnerships.models import Agency, Partnership
from heed.platform.partnerships.operations import add_agency
from tests.cast import Cast, client_of
from tests.platform.approvals.conftest import NOW
from tests.platform.approvals.test_approvals_pages import words

BEGINS = date(2023, 12, 15)
TODAY = date(2025, 6, 2)
PAGE = "approvals:who_decides"


def test_a_partnership_reads_who_decides_and_a_person_confirms_it(cast: Cast) -> None:
    reader = client_of(cast.reader)
    before = words(reader.get(reverse(PAGE)))
    assert "Nobody has confirmed this against its source" in before
    assert "I have read it" not in before, "only those who may confirm are offered it"
    partner = client_of(cast.of[Role.LEAD_SAFEGUARDING_PARTNER])
    sent = partner.post(reverse(PAGE), {"edition": BEGINS.isoformat(), "after": "0"})
    assert sent.status_code == 302
    after = words(reader.get(reverse(PAGE)))
    assert "Confirmed by Lena Lockwood, " in after
    assert "Edition 1, by Lena Lockwood" in after
    [confirmed] = [each for each in rights_of(cast.reader).rules.editions if each.begins_on == BEGINS]
    assert (confirmed.confirmed_by, bool(confirmed.confirmed_on)) == ("Lena Lockwood", True)
    assert rights_of(cast.outsider).number == 0, "the other partnership has confirmed nothing"


def change(cast: Cast, by: list[str], *, together: bool, after: int = 0) -> None:
    say_who_decides(
        cast.manager,
        instead_of=BEGINS,
        name="Our arrangements of 2025",
        begins_on=BEGINS,
        by=by,
        together=together,
        source="Published arrangements, section 3",
        after=after,
        at=NOW,
    )


def test_a_change_counts_at_once_and_waits_to_be_confirmed(cast: Cast, document: Document) -> None:
    confirm_who_decides(cast.manager, begins_on=BEGINS, after=0, at=NOW)
    change(cast, [Role.INDEPENDENT_CHAIR], together=False, after=1)
    right = right_to_decide(cast.reader, "endorse_response", on=TODAY)
    assert (right.edition, right.sentence) == ("Our arrangements of 2025", "the independent chair")
    assert [each.confirmed_by for each in rights_of(cast.reader).rules.editions][-1] == ""
    check_may_decide(cast.of[Role.INDEPENDENT_CHAIR], "endorse_response", on=TODAY)
    with pytest.raises(NotAllowed):
        check_may_decide(cast.of[Role.LEAD_SAFEGUARDING_PARTNER], "endorse_response", on=TODAY)
    put = open_joint_approval(
        cast.manager, kind="document", ref=document.public_id, decision="endorse_response", at=NOW
    )
    assert [each.name for each in put.seats] == ["the independent chair"]
    with pytest.raises(NotAllowed):
        check_may_decide(cast.outsider, "endorse_response", on=TODAY)
    assert right_to_decide(cast.outsider, "endorse_response", on=TODAY).together


def test_a_scrutineer_can_never_be_given_a_decision(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        change(cast, [Role.INDEPENDENT_SCRUTINEER], together=False)
    assert "by" in refused.value.fields
    page = client_of(cast.manager).get(reverse("approvals:add_edition")).content.decode()
    assert 'value="independent_scrutineer"' not in page
    assert 'value="lead_safeguarding_partner"' in page


def test_an_edition_is_added_and_counts_from_its_day(cast: Cast) -> None:
    typed = {
        "name": "Working Together 2031",
        "begins_on_day": "1",
        "begins_on_month": "April",
        "begins_on_year": "2031",
        "by": ["lead_safeguarding_partner"],
        "together": "yes",
        "source": "Chapter 2",
        "after": "0",
    }
    manager = client_of(cast.manager)
    assert manager.post(reverse("approvals:add_edition"), typed).status_code == 302
    assert right_to_decide(cast.reader, "hold_review", on=date(2031, 3, 31)).edition.startswith(
        "Working Together 2026"
    )
    assert right_to_decide(cast.reader, "hold_review", on=date(2031, 4, 1)).edition == "Working Together 2031"
    again = manager.post(reverse("approvals:add_edition"), {**typed, "after": "1"})
    assert again.status_code == 422
    assert "Another edition begins on that day" in again.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(cast: Cast) -> None:
    answer = client_of(cast.manager).post(
        reverse("approvals:change_who_decides", args=["2023-12-15"]),
        {"name": "", "source": "Section 3", "after": "0", "begins_on_day": "15"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    for each in ("Enter what the guidance is called", "Choose who decides", "Section 3"):
        assert each in page
    unknown = reverse("approvals:change_who_decides", args=["1999-01-01"])
    assert client_of(cast.manager).get(unknown).status_code == 404


def test_the_second_of_two_is_shown_both(cast: Cast) -> None:
    manager = client_of(cast.manager)
    manager.post(reverse(PAGE), {"edition": "2023-12-15", "after": "0"})
    second = manager.post(reverse(PAGE), {"edition": "2019-09-29", "after": "0"})
    assert second.status_code == 409
    assert "Confirmed by Bola Bexley" in words(second)
    assert rights_of(cast.manager).number == 1


def test_which_agency_is_which_partner_follows_what_was_said(cast: Cast, document: Document) -> None:
    westmere = Partnership.objects.get(pk=cast.manager.partnership_id)
    old = add_agency(westmere, name="Vale CCG", kind="agency", ended_on=date(2022, 6, 30))
    new = Agency.objects.get(name="Vale NHS Trust")
    Agency.objects.filter(pk=old.pk).update(successor=new)
    council = Agency.objects.get(name="Westmere Council").public_id
    police = Agency.objects.get(name="Westmere Police").public_id
    agencies = {"council": [council], "police": [police], "health": [old.public_id, new.public_id]}
    name_partners(cast.manager, agencies=agencies, after=0, at=NOW)

    def health_on(day: date, decision: str) -> str:
        put = open_joint_approval(
            cast.manager,
            kind="document",
            ref=document.public_id,
            decision=decision,
            decided_on=day,
            at=NOW,
        )
        return put.seats[-1].agency

    assert health_on(date(2021, 5, 1), "accept_report") == "Vale CCG"
    assert health_on(TODAY, "endorse_response") == "Vale NHS Trust"


def test_each_partner_is_an_agency_of_the_partnership(cast: Cast) -> None:
    elsewhere = Agency.objects.get(name="Harrowdale Council").public_id
    with pytest.raises(NotVisible):
        name_partners(
            cast.manager,
            agencies={"council": [elsewhere], "police": [elsewhere], "health": [elsewhere]},
            after=0,
            at=NOW,
        )
    with pytest.raises(Invalid) as refused:
        name_partners(cast.manager, agencies={}, after=0, at=NOW)
    assert set(refused.value.fields) == {"council", "police", "health"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, Role.INDEPENDENT_SCRUTINEER, Role.ADMINISTRATOR])
def test_others_read_it_and_change_nothing(role: Role, cast: Cast) -> None:
    actor = cast.of[role]
    assert client_of(actor).get(reverse(PAGE)).status_code == 200
    with pytest.raises(NotAllowed):
        confirm_who_decides(actor, begins_on=BEGINS, after=0, at=NOW)

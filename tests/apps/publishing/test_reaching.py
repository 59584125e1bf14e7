"""Whom publications reached, campaigns, bulletins and questions for teams."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.http.asking import Answer
from heed.platform.partnerships.queries import list_agencies
from heed.publishing import jobs
from heed.publishing import operations as do
from heed.publishing.looking import look_at_text
from heed.publishing.models import Bulletin, Publication, Reach
from heed.publishing.queries.links import public_links
from heed.publishing.queries.publications import known_of
from heed.publishing.queries.reach import matrix_of, people_of_bulletin, reached_by
from heed.publishing.rules import share
from heed.reviews.models import Review
from tests import cast_assurance
from tests import cast_publishing as publishing
from tests.cast import AT, Cast, Register, client_of
from tests.cast_publishing import LATER
from tests.house_rules.publishing import DECIDED, campaign

pytestmark = pytest.mark.django_db


def keep(cast: Cast, row: Publication, **other: Any) -> Reach:
    given: dict[str, Any] = {
        "agency_ref": list_agencies(cast.manager.partnership_id)[0].public_id,
        "channel": "briefing",
        "audience": "All social workers",
        "on": AT.date(),
        "reached": 40,
        "out_of": 60,
        "evidence": "The list of who came",
        "tested_how": "",
        "tested": None,
        "understood": None,
        "at": AT,
        **other,
    }
    return do.keep_reach(given.pop("actor", cast.officer), ref=row.public_id, **given)


@pytest.mark.capability("G07")
def test_agencies_by_channel_with_those_of_whom_nothing_is_known(cast: Cast) -> None:
    row = publishing.begun(cast)
    keep(cast, row)
    keep(cast, row, channel="event", tested_how="survey", tested=20, understood=15)
    names = [each.name for each in list_agencies(cast.manager.partnership_id)]
    found = matrix_of(cast.officer, reached_by(cast.officer, row))
    assert found.channels == ("briefing", "event")
    assert set(found.cells[names[0]]) == {"briefing", "event"}
    assert found.silent == tuple(names[1:])
    page = client_of(cast.officer).get(reverse("publishing:reach", args=[row.public_id])).content.decode()
    assert "Reached 80 of 120 (67%)" in page
    assert "Understood by 15 of 20 (75%) of those asked" in page
    assert f"Nothing is written down for {names[1]} and {names[2]}." in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agency_ref": "zzzz"}, "agency"),
        ({"channel": "pigeon"}, "channel"),
        ({"audience": " "}, "audience"),
        ({"reached": 70}, "reached"),
        ({"tested": 5}, "tested_how"),
        ({"tested_how": "survey"}, "tested"),
        ({"tested_how": "survey", "tested": 5, "understood": 6}, "understood"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep(cast, publishing.begun(cast), **given)
    assert field in refused.value.fields


def test_whoever_only_reads_writes_nothing_down(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        keep(cast, publishing.begun(cast), actor=cast.reader)


def test_a_share_says_what_is_not_known() -> None:
    assert [share(None, 5), share(3, None), share(1200, 2000)] == [
        "not counted",
        "3, of how many is not known",
        "1,200 of 2,000 (60%)",
    ]


@pytest.mark.capability("G08")
def test_a_campaign_is_launched_or_not_with_the_reason(cast: Cast) -> None:
    row = campaign(cast)
    given = {**DECIDED, "ref": row.public_id, "version": row.version, "at": AT}
    for wrong, field in (
        ({"decision": "maybe"}, "decision"),
        ({"reason": ""}, "reason"),
        ({"channels_used": []}, "channels_used"),
        ({"reached": 1000}, "reached"),
    ):
        with pytest.raises(Invalid) as refused:
            do.decide_campaign(cast.officer, **{**given, **wrong})
        assert field in refused.value.fields
    row = do.decide_campaign(cast.officer, **given)
    with pytest.raises(NotNow):
        do.decide_campaign(cast.officer, **{**given, "decision": "not", "version": row.version})
    row = do.decide_campaign(
        cast.officer, **{**given, "evaluation": "Calls to the line doubled.", "version": row.version}
    )
    page = client_of(cast.officer).get(reverse("publishing:campaign", args=[row.public_id])).content.decode()
    assert "Calls to the line doubled." in page
    assert "400 of 900 (44%)" in page


def test_a_bulletin_tells_only_of_what_is_published(cast: Cast) -> None:
    out = publishing.published(cast)
    secret = publishing.write(cast, publishing.begun(cast, title="Not out yet"))
    client = client_of(cast.officer)
    page = reverse("publishing:bulletin")
    assert "Not out yet" not in client.get(page).content.decode()
    sent = {"title": "Learning in March", "opening": "", "items": [out.public_id], "as": "text"}
    made = client.post(page, sent)
    assert f"Read it: /published/{out.public_id}/" in made.content.decode()
    mail = client.post(page, {**sent, "as": "mail"})
    assert mail["Content-Type"] == "message/rfc822"
    assert b"Subject: Learning in March" in mail.content
    assert client.post(page, {**sent, "items": [secret.public_id]}).status_code == 422
    publishing.withdrawn(cast, out)
    assert client.post(page, sent).status_code == 422


@pytest.mark.capability("J03")
def test_questions_for_teams_come_from_what_a_review_learned(cast: Cast, register: Register) -> None:
    review: Review = register.review
    page = client_of(cast.officer).get(reverse("publishing:questions", args=[review.public_id]))
    words = page.content.decode()
    learned = register.findings[0].text
    assert learned in words
    assert "What stands in the way, and who could move it?" in words
    assert client_of(cast.outsider).get(page.request["PATH_INFO"]).status_code == 404


def test_what_an_agency_was_asked_stands_beside_what_it_reached(cast: Cast) -> None:
    row = publishing.begun(cast)
    [asked] = cast_assurance.ask(cast)
    agency = next(each for each in list_agencies(cast.manager.partnership_id) if each.pk == asked.agency_id)
    other = next(each for each in list_agencies(cast.manager.partnership_id) if each.pk != asked.agency_id)
    with pytest.raises(Invalid) as refused:
        keep(cast, row, agency_ref=other.public_id, assurance_ref=asked.public_id)
    assert "assurance_ref" in refused.value.fields
    keep(cast, row, agency_ref=agency.public_id, assurance_ref=asked.public_id)
    page = client_of(cast.officer).get(reverse("publishing:reach", args=[row.public_id])).content.decode()
    assert f'href="{reverse("assurance:one", args=[asked.public_id])}"' in page


def a_bulletin(row: Publication, **other: str) -> dict[str, Any]:
    return {"title": "News", "opening": "What we learned.", "items": [row.public_id], **other}


@override_settings(MAIL_SENT=True, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_bulletin_is_mailed_once_to_each_of_the_agencies_people(cast: Cast, mailoutbox: list[Any]) -> None:
    row, client, page = publishing.published(cast), client_of(cast.officer), reverse("publishing:bulletin")
    mine = cast.officer.agency_ref
    with_name = a_bulletin(row, opening=f"{publishing.NAME} says thank you.") | {
        "agencies": [mine],
        "as": "send",
    }
    refused = client.post(page, with_name)
    assert refused.status_code == 422
    assert "may tell who somebody is" in refused.content.decode()
    nobody = client.post(page, a_bulletin(row) | {"as": "send"})
    assert "Choose at least one agency" in nobody.content.decode()
    assert client.post(page, a_bulletin(row) | {"agencies": [mine], "as": "send"}).status_code == 302
    assert mailoutbox == []  # the worker sends it, not the page
    [made] = Bulletin.objects.visible_to(cast.officer)
    people = people_of_bulletin(made, on=AT.date())
    do.send_bulletin(cast.officer, ref=made.public_id, at=AT)
    do.send_bulletin(cast.officer, ref=made.public_id, at=AT)
    assert sorted(each.to[0] for each in mailoutbox) == people != []
    assert "What a review learned about daily life." in mailoutbox[0].body
    assert f"to {len(people)} p" in client.get(page).content.decode()


def test_where_heed_sends_no_mail_a_bulletin_is_taken_away(cast: Cast) -> None:
    row = publishing.published(cast)
    client, page = client_of(cast.officer), reverse("publishing:bulletin")
    assert "Mail it" not in client.get(page).content.decode()
    assert client.post(page, a_bulletin(row) | {"as": "mail"})["Content-Type"] == "message/rfc822"
    with pytest.raises(NotNow, match="sends no mail"):
        do.mail_bulletin(
            cast.officer, title="News", words="News.", agency_refs=[cast.officer.agency_ref], at=AT
        )


def test_addresses_in_what_is_public_are_followed_each_week_where_that_is_wanted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = f"{publishing.TEXT}\nSee https://gone.example/a and www.there.example.\n"
    row = publishing.published(cast, words=words)
    assert jobs.each_week(LATER) is None
    with override_settings(FOLLOW_LINKS=True):
        begun = jobs.each_week(LATER)
    assert begun is not None
    assert (begun.weekday(), begun <= LATER) == (0, True)
    monkeypatch.setattr(jobs, "ask", lambda address: Answer(reached=False, works=None, note="no answer"))
    jobs.follow_links(LATER)
    assert {each.looked_at for each in public_links(on=LATER.date())} == {
        None
    }  # without a network nothing changes
    monkeypatch.setattr(jobs, "ask", lambda address: Answer(True, "gone" not in address, "answered 404"))
    jobs.follow_links(LATER)
    page = client_of(cast.officer).get(reverse("publishing:publication", args=[row.public_id]))
    assert "Leads nowhere: correct it" in page.content.decode()
    known = known_of(cast.officer, row)  # and the check of the next text says so
    assert any(
        each.kind == "dead-link" for each in look_at_text("See https://gone.example/a for more.", known)
    )
    publishing.withdrawn(cast, row)
    assert list(public_links(on=LATER.date())) == []

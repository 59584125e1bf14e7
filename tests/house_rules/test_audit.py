"""Each request is one event with all that an auditor asks, and a page's event names every record on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.intake.models import Import
from heed.intake.operations import decide
from heed.intake.queries import list_proposals
from heed.intake.types import Decision
from heed.learning.models import Recommendation, Response
from heed.library.models import Document
from heed.memory.models import SharedReview
from heed.plans.models import Action
from heed.platform.access.models import Record, Withdrawable
from heed.platform.approvals.models import JointApproval
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.records import RECORDS
from heed.platform.audit_log.types import EVENTS
from heed.platform.partnerships.models import Partnership
from tests.cast import AT, Cast, Register, client_of
from tests.house_rules.permission_table import Row
from tests.house_rules.test_permissions import ROWS, Browsers, address, ask

IN_USE = [row for row in ROWS if row.house != "empty"]
PEOPLE = ("business_manager", "administrator", "reader", "outsider", "stranger", "visitor")


def clients(browsers: Browsers) -> Iterator[tuple[str, Client]]:
    """Some of the cast, each in a browser of their own; what one does is undone before the next."""
    for who in PEOPLE:
        with transaction.atomic():
            yield who, browsers(who)
            transaction.set_rollback(True)


def events_of(row: Row, client: Client, things: dict[str, str]) -> tuple[Any, list[Event]]:
    """The answer to a row of the permission table, and what it left in the log."""
    last = Event.objects.latest("pk").pk
    answer = ask(row, client, things)
    answer.getvalue() if answer.streaming else None
    return answer, list(Event.objects.filter(pk__gt=last).order_by("pk"))


@pytest.mark.parametrize("row", IN_USE, ids=str)
def test_each_request_is_one_event(
    row: Row,
    things: dict[str, str],
    register: Register,
    cast: Cast,
    browsers: Browsers,
    settings: LazySettings,
) -> None:
    if row.house == "demo":
        settings.DEMO = True
        Partnership.objects.update(is_demo=True)
    if "import.decided" in row.at.values():
        for each in list_proposals(register.open):
            decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    view = resolve(address(row, things)).func
    unlogged = getattr(view, "is_quiet", False) or row.url == "health"
    for who, client in clients(browsers):
        answer, events = events_of(row, client, things)
        expected = results_expected(row, who, answer.status_code, public=getattr(view, "is_public", False))
        if unlogged and answer.status_code < 400:
            expected = None
        found = [each.result for each in events]
        if expected == "done":
            assert found, (who, "a change without an event")
            assert set(found) <= {"done", "shown"}, who
            told = [(each.kind, each.subject_ref, str(each.facts)) for each in events]
            assert len(told) == len(set(told)), (who, "told twice")
        elif not unlogged:
            assert found == ([expected] if expected else []), (who, answer.status_code)
        for each in events:
            assert missing_of(each, who) == [], (who, each)


def results_expected(row: Row, who: str, status: int, *, public: bool) -> str | None:
    """What the event of this request says came of it; None where there is nothing to say."""
    nobody = who == "visitor"
    if row.url == "forgotten":
        return None  # the worker finds out whose address it is, and writes the event
    if row.url == "notices:feed" and status == 200:
        return "done"  # of whoever's calendar it is
    if status == 422:
        return "invalid"
    if status >= 400:
        return "refused"
    if nobody and not public:
        return None if row.url == "home" else "refused"
    if row.method == "GET":
        return None if status >= 300 or public else "shown"
    if nobody and row.url == "account_login":
        return "refused" if status == 200 else "done"
    if nobody and row.url in ("account_signup", "mfa_authenticate", "sign_in_next"):
        return None
    if row.url.startswith("account_") and row.url != "account_logout":
        return "invalid" if status == 200 else "done"
    return None if nobody and row.url == "account_logout" else "done"


def missing_of(event: Event, who: str) -> list[str]:
    """Which of the things that an auditor asks this event does not say."""
    missing = [] if event.kind in EVENTS else ["kind"]
    if abs(timezone.now() - event.at) > timedelta(minutes=5) or event.at.tzinfo not in (UTC,):
        missing.append("the time, in UTC")
    by_link = event.kind in ("link.opened", "link.answered")  # of somebody without an account
    if by_link or (who == "visitor" and event.kind != "session.began"):
        return missing
    wanted = ["actor_ref", "result"]
    if who != "stranger":
        wanted += ["membership_id", "partnership_id", "roles", "agency_ref"]
    return missing + [name for name in wanted if not getattr(event, name)]


PAGES = [
    row
    for row in IN_USE
    if row.method == "GET" and row.works == 200 and row.is_allowed_somebody and not row.house
]


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_a_pages_event_names_every_record_on_it(
    row: Row, things: dict[str, str], register: Register, cast: Cast
) -> None:
    view = resolve(address(row, things)).func
    if getattr(view, "is_quiet", False) or getattr(view, "is_public", False):
        return
    answer, events = events_of(row, client_of(cast.manager), things)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return
    named = {ref for refs in events[-1].shown.values() for ref in refs}
    assert unnamed(answer.content.decode(), named) == []


def unnamed(page: str, named: set[str]) -> list[str]:
    """Words of records that are on a page whose event names neither the record nor the document it is in."""
    tree = HTMLParser(page)
    tree.strip_tags(["select", "script", "head"])
    shown = plain(tree.css_first("main").text(separator=" "))
    return [words for words, refs in texts() if words in shown and not refs & named]


def texts() -> list[tuple[str, set[str]]]:
    """The words of each record that nobody else would say, and the ids any of which answers for them."""
    because = {"because": "a check of the audit log"}
    found: dict[str, set[str]] = {}
    imports = {each.document_id: each.public_id for each in Import.objects.for_everyone(**because)}
    for document in Document.objects.for_everyone(**because):
        refs = {document.public_id, imports.get(document.pk, "")}
        found.setdefault(plain(document.title), set()).update(refs)
    for put in JointApproval.objects.for_everyone(**because):  # called after what was put to them
        for words in [each for each in found if each in plain(put.title)]:
            found[words].add(put.public_id)
    for model in (Recommendation, Response, Action):
        for each in model.objects.for_everyone(**because).select_related("reading__document"):
            refs = {each.public_id}
            if each.reading:
                document = each.reading.document
                refs |= {document.public_id, imports.get(document.pk, "")}
            found.setdefault(plain(each.text), set()).update(refs)
    for shared in SharedReview.objects.for_everyone(**because):  # has copies of its own of a review's words
        said = plain(" ".join([shared.name, *(part.text for part in shared.parts.all())]))
        for words in [each for each in found if each in said]:
            found[words].add(shared.public_id)
    return [(words, refs) for words, refs in found.items() if len(words) > 14]


def plain(words: str) -> str:
    return " ".join(re.sub(r"[“”\"]", " ", words).split())


def test_the_rule_notices_a_record_that_nobody_noted(register: Register, cast: Cast) -> None:
    """The rule itself can fail."""
    page = (
        client_of(cast.reader)
        .get(f"/recommendations/{register.recommendations['1'].public_id}/")
        .content.decode()
    )
    assert (
        unnamed(page, set(refs_of(Recommendation) + refs_of(Response) + refs_of(Action) + refs_of(Document)))
        == []
    )
    assert len(unnamed(page, set())) > 2


def refs_of(model: Any, partnership: int | None = None) -> list[str]:
    """Of all that stand, or of one partnership's: what was withdrawn is called nothing any more."""
    rows = model.objects.for_everyone(because="a test")
    if partnership is not None:
        rows = rows.filter(partnership=partnership)
    if issubclass(model, Withdrawable):
        rows = rows.filter(withdrawn_at__isnull=True)
    return list(rows.values_list("public_id", flat=True))


@pytest.mark.parametrize("model", [each for each in apps.get_models() if issubclass(each, Record)])
def test_every_kind_of_record_can_be_named(model: Any, register: Register, cast: Cast) -> None:
    """A record with a page of its own is registered, and is called something only for those who may see it."""
    name = model.__name__.lower()
    name = CALLED.get(name, name)
    if name in WITHOUT_PAGE:
        return
    assert name in RECORDS
    refs = refs_of(model, cast.manager.partnership_id)
    assert set(RECORDS[name].labels(cast.manager, refs)) == set(refs)
    assert RECORDS[name].labels(cast.outsider, refs) == {}


WITHOUT_PAGE = {
    "comment": "shown on the page of the record that it is about",
    "chronology": "a part of the page of its review",
    "sign": "shown on the page of its review's chronology",
    "mark": "shown on the page of the entry that it hangs on",
    "pseudonym": "its page is for those who may see identities; its word names nobody",
    "notice": "shown on the page of one's own notices",
    "response": "shown on the page of the recommendation it answers",
    "judgement": "shown on the page of the recommendation whose answer was judged",
    "mention": "shown on the pages of its request",
    "accessreview": "shown on the page of its agency's people",
    "agendaitem": "shown on the page of its meeting",
    "paper": "shown on the page of its meeting",
    "groupline": "shown on the page of its meeting",
    "minutes": "shown on the page of its meeting",
    "minutesline": "shown on the page of its meeting",
    "decision": "shown on the page of its meeting and on that of its action",
    "sentpack": "shown on the page of its meeting",
    "handover": "shown on the page of its group",
    "focusgroup": "shown on the page of its priority or strategy",
    "logo": "shown on the page of the logo for reports",
    "wordtemplate": "shown on the page of templates for reports",
    "statement": "shown on the page of its report",
    "attachment": "shown on the page of what it came with",
    "casehandover": "shown on the page of its review",
    "offeredcase": "shown on the page of what others hand over",
    "firstquestion": "shown on the page of its review",
    "childslife": "shown on the page of its review",
    "stepproposal": "shown on the page of its review",
    "reportdue": "shown in the calendar of reports",
    "themed": "shown on the page of its recommendation or finding",
    "passage": "words of a record, which has a page",
    "casereferral": "shown on the page of its case's decision",
    "casedecision": "shown on the page of its case's decision",
    "reviewstage": "shown on the page of its review",
    "daycorrection": "shown on the page of its review's day",
    "relatedreview": "shown on the page of its case's decision",
    "rapidreview": "shown on the page of its review's rapid review",
    "agencyasked": "shown on the page of its review's rapid review",
    "reviewclock": "shown on the page of its review's clocks",
    "noncompliance": "shown on the page of the submission that an agency does not give",
    "commission": "shown in the list of who commissions whom",
    "framework": "shown in the register of framework documents",
    "reportdraft": "shown on the page of its review's drafts",
    "draftchallenge": "shown on the page of its review's drafts",
    "reviewer": "shown on the page of each review that they serve in",
    "appointment": "shown on the page of the people of its review",
    "panelmember": "shown on the page of the people of its review",
    "panelmeeting": "shown on the page of the people of its review",
    "question": "shown on the page of the terms of its review",
    "terms": "shown on a page of its review",
    "earlylearning": "shown on the page of the findings of its review, and as its recommendation",
    "forbiddendate": "shown in the calendar of days on which nothing comes out",
    "bulletin": "shown on the page where bulletins are made",
    "reach": "shown on the page of its publication",
    "participantquestion": "shown on the page of whoever asked it",
    "familyrequest": "shown on the page of whoever asked for it",
    "remembered": "what is known of a recommendation, which has a page",
}
CALLED = {
    "plansheet": "plan_sheet",
    "sharedreview": "shared",
    "agencyfile": "chronology_file",
    "entry": "chronology_entry",
    "answerrequest": "answer_request",
    "jointapproval": "approval",
    "releaserequest": "release",
    "agencyrecord": "records",
    "informationrequest": "request",
}
"""Kinds whose events call them shorter than their models."""


def test_registered_pages_exist() -> None:
    for kind in RECORDS.values():
        assert resolve(reverse(kind.page, args=["z" * 12])).view_name == kind.page

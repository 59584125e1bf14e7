"""The log as people read it: sentences, names only of what the reader may see, narrowed, paged and taken away."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from heed.agencies.operations import change_agency
from heed.cli.main import main
from heed.learning.operations import name_recommendation
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Chain, Event
from heed.platform.audit_log.records import RECORDS
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.types import EVENTS
from heed.platform.history.lines import lines_of
from heed.platform.history.queries import list_lines
from heed.platform.history.types import Wanted
from heed.platform.partnerships.models import Agency
from heed.platform.people.operations import exclude_person
from tests.cast import AT, Cast, Register, client_of

LOG = "/history/"


def words(answer: Any) -> str:
    main_ = HTMLParser(answer.content).css_first("main")
    assert main_ is not None
    return " ".join(main_.text(separator=" ").split())


@pytest.fixture
def auditor(cast: Cast) -> Any:
    return client_of(cast.of[Role.INFORMATION_GOVERNANCE_LEAD])


def test_the_log_says_who_did_and_saw_what(register: Register, cast: Cast, auditor: Any) -> None:
    client_of(cast.reader).get(reverse("reviews:review", args=[register.review.public_id]))
    page = words(auditor.get(LOG))
    assert "Rosa Reade reader for" in page
    assert "Looked at the page of a review. Alder (" in page
    assert "Signed in." in page


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_reads_as_a_sentence(kind: str, register: Register, cast: Cast) -> None:
    facts = dict.fromkeys(EVENTS[kind].facts, "in_delivery")
    event = Event(at=AT, partnership_id=1, kind=kind, subject_kind="x", subject_ref="", facts=facts)
    [line] = lines_of(cast.manager, [event])
    assert line.sentence.endswith(".")
    assert "{" not in line.sentence
    assert "_" not in line.sentence


def test_records_that_the_reader_may_not_see_are_not_told_apart(register: Register, cast: Cast) -> None:
    """An administrator reads the log and no register: neither names, references nor facts."""
    administrator = client_of(cast.administrator)
    page = administrator.get(LOG, {"kind": "recommendation.registered"}).content.decode()
    row = register.recommendations["1"]
    for word in (row.reference, row.public_id, "Alder", register.review.reference):
        assert word not in page
    told, _ = list_lines(cast.administrator, Wanted(kind="recommendation.registered"))
    assert {(line.sentence, line.record) for line in told} == {
        ("Put recommendation … into the register.", "a recommendation")
    }


def test_the_log_of_another_partnership_is_not_there(register: Register, cast: Cast) -> None:
    page = words(client_of(cast.outsider).get(LOG))
    assert "Rosa Reade" not in page
    assert "Nadia Nightingale" not in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "import.begun"}, {"import.begun"}),
        ({"result": "refused"}, {"request.refused"}),
        ({"kind": "no.such"}, set()),
        ({"last": "1/1/2001"}, set()),
        ({"first": "2999-01-01"}, set()),
    ],
)
def test_it_is_narrowed(asked: dict[str, str], expected: set[str], register: Register, cast: Cast) -> None:
    client_of(cast.reader).get(reverse("intake:bring_in"))
    given: dict[str, Any] = dict(asked)
    for name in ("first", "last"):
        if name in given:
            day = timezone.localdate().replace(year=2999 if "2999" in given[name] else 2001)
            given[name] = day
    assert {line.kind for line in list_lines(cast.manager, Wanted(**given))[0]} == expected


def test_it_is_narrowed_to_a_person_and_to_a_record_by_its_address(
    register: Register, cast: Cast, auditor: Any
) -> None:
    path = reverse("learning:recommendation", args=[register.recommendations["1"].public_id])
    client_of(cast.reader).get(reverse("learning:list"))
    seal(at=timezone.now())
    answer = auditor.get(LOG, {"person": cast.reader.person_ref, "record": f"https://heed.example{path}"})
    table = HTMLParser(answer.content).css_first("table")
    assert table is not None
    assert "Looked at “Recommendations”." in table.text()
    assert "Put recommendation" not in table.text()


def test_whoever_is_excluded_does_not_find_by_an_old_address_who_looks_at_a_case(
    register: Register, cast: Cast
) -> None:
    ref, guard = register.review.public_id, cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    client_of(cast.reader).get(reverse("reviews:review", args=[ref]))
    assert list_lines(cast.manager, Wanted(record=ref))[0]
    exclude_person(guard, ref=ref, person=cast.manager.person_ref, reason="Own practice", version=0, at=AT)
    assert list_lines(cast.manager, Wanted(record=ref)) == ([], None)
    assert list_lines(guard, Wanted(record=ref))[0]


@pytest.mark.parametrize("asked", [{"first": "yesterday"}, {"last": "31/2/2025"}, {"record": "REC-0001"}])
def test_what_cannot_be_used_is_said_in_a_sentence(asked: dict[str, str], auditor: Any) -> None:
    answer = auditor.get(LOG, asked)
    assert answer.status_code == 422
    assert "Type a day like" in words(answer) or "Give a record by the address" in words(answer)


def test_it_is_paged_by_key_at_the_same_cost(register: Register, cast: Cast, auditor: Any) -> None:
    auditor.get(LOG)
    with CaptureQueriesContext(connection) as few:
        auditor.get(LOG, {"kind": "import.begun"})
    for _ in range(60):
        client_of(cast.reader)
    with CaptureQueriesContext(connection) as many:
        answer = auditor.get(LOG)
    assert len(many) <= len(few) + 3, "labels of a few more kinds of records, no more"
    older = HTMLParser(answer.content).css_first("a[rel=next]")
    assert older is not None
    assert auditor.get(f"{older.attributes['href']}").status_code == 200
    first, more = list_lines(cast.manager, Wanted())
    second, _ = list_lines(cast.manager, Wanted(before=more))
    assert first[-1].number > second[0].number
    assert len(first) == 50


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_it_is_taken_away_and_that_is_an_event(
    form: str, register: Register, cast: Cast, auditor: Any
) -> None:
    answer = auditor.get(LOG, {"download": form, "kind": "import.begun"})
    content = answer.getvalue()
    assert answer["Content-Disposition"].startswith("attachment")
    if form == "json":
        rows = json.loads(content)["rows"]
        assert {row["Kind"] for row in rows} == {"import.begun"}
        assert rows[0]["Who"] == "Bola Bexley"
    event = Event.objects.filter(kind="log.downloaded").latest("pk")
    assert event.facts == {"events": 4, "form": form}


def test_the_command_writes_the_same(cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "log.csv"
    manager, reader = "bola.bexley@westmere.example", "rosa.reade@westmere.example"
    answer = CliRunner().invoke(main, ["audit-log", "export", "--as", manager, "-o", str(out)])
    assert answer.exit_code == 0, answer.output
    assert "Bola Bexley" in out.read_text()
    refused = CliRunner().invoke(
        main, ["audit-log", "export", "--as", reader, "-o", str(tmp_path / "no.csv")]
    )
    assert refused.exit_code == 1
    assert not list(tmp_path.glob("no.csv*"))


def test_a_records_history_shows_the_words_before(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    for version, name in enumerate(("Core groups on time", "Core groups"), start=1):
        name_recommendation(
            cast.manager, ref=ref, short_name=name, version=version, at=AT + timedelta(days=version)
        )
    page = words(client_of(cast.reader).get(reverse("history:record", args=["recommendation", ref])))
    assert "Changed the short name of recommendation REC-" in page
    assert "The short name was: Core groups on time" in page
    assert "Who saw it" not in page


def test_who_saw_a_record_is_for_those_who_read_the_log(register: Register, cast: Cast, auditor: Any) -> None:
    ref = register.recommendations["1"].public_id
    client_of(cast.reader).get(reverse("learning:list"))
    seal(at=timezone.now())
    page = words(auditor.get(reverse("history:record", args=["recommendation", ref])))
    assert "Who saw it" in page
    assert "Rosa Reade reader for" in page


def test_an_agency_has_a_history(cast: Cast) -> None:
    agency = Agency.objects.filter(partnerships=cast.manager.partnership_id).first()
    assert agency is not None
    was = agency.name
    change_agency(
        cast.manager,
        ref=agency.public_id,
        name="Westmere City Council",
        kind="council",
        other_names=[],
        ended_on=None,
        successor_ref="",
        version=agency.version,
        at=AT,
    )
    page = words(client_of(cast.reader).get(reverse("history:record", args=["agency", agency.public_id])))
    assert f"The name was: {was}" in page


@pytest.mark.parametrize("kind", ["nonsense", "proposal", "recommendation"])
def test_what_is_not_there_has_no_history(kind: str, cast: Cast) -> None:
    answer = client_of(cast.reader).get(f"/history/{kind}/zzzzzzzzzzzz/")
    assert answer.status_code == 404


def test_every_records_page_leads_to_its_history(register: Register, cast: Cast) -> None:
    pages = {
        "review": reverse("reviews:review", args=[register.review.public_id]),
        "document": reverse("library:document", args=[register.accepted.document.public_id]),
        "recommendation": reverse("learning:recommendation", args=[register.recommendations["1"].public_id]),
        "action": reverse("plans:action", args=[register.actions[0].public_id]),
        "person": reverse("people:person", args=[cast.reader.person_ref]),
    }
    for kind, path in pages.items():
        page = client_of(cast.manager).get(path).content.decode()
        [ref] = [each for each in path.split("/") if len(each) == 12][-1:]
        assert f'href="/history/{kind}/{ref}/"' in page, kind


def test_the_page_says_whether_the_log_is_whole(cast: Cast, auditor: Any) -> None:
    seal(at=timezone.now())
    assert "Sealed" in words(auditor.get(LOG))
    Chain.objects.filter(partnership_id=cast.manager.partnership_id).update(problem="Row 7 is missing.")
    assert "Row 7 is missing." in words(auditor.get(LOG))


@pytest.mark.parametrize("role", Role)
def test_whoever_reads_the_log_is_refused_no_kind_of_record(role: Role, cast: Cast) -> None:
    """Whoever may not read some kind is told no names of it: the log of all is read to its end all the same."""
    for kind, record in RECORDS.items():
        assert record.labels(cast.of[role], ["zzzzzzzzzzzz"]) == {}, kind

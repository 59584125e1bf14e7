"""Agencies' chronologies become one: entries and files come in, what the whole shows is decided, names are hidden."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heed.chronologies.models import AgencyFile, Entry, Pseudonym, Sign
from heed.chronologies.operations import (
    bring_in_file,
    change_entry,
    decide_sign,
    look_through,
    make_mark,
    make_pseudonym,
    say_file,
    send_file,
    undo_file,
    withdraw_entry,
    withdraw_mark,
)
from heed.chronologies.queries import (
    entries_of_agency,
    filter_entries,
    find_chronology,
    find_entry,
    find_file,
    labels_of_files,
    list_pseudonyms,
    list_signs,
    look_at_file,
    standard_by_agency,
    whole_of,
)
from heed.chronologies.rules import order_key
from heed.chronologies.types import EntryFilter, NewEntry, Understood
from heed.kit.chronology import read_when
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.models import Agency
from heed.platform.people.operations import exclude_person
from heed.reviews.parts import ahead_of
from tests import cast_chronologies as made
from tests.cast import AT, Cast, client_of
from tests.kit.chronology import files
from tests.kit.chronology.files import comma

EVERYTHING = EntryFilter()


def events(cast: Cast, chronology: Any, wanted: EntryFilter = EVERYTHING, *, names: bool = True) -> list[str]:
    rows = filter_entries(cast.manager, chronology, wanted, names=names)
    return [row.event for row in rows]


@pytest.mark.capability("A11")
def test_a_file_and_a_typed_entry_become_one_chronology_with_what_it_shows(cast: Cast) -> None:
    chronology = made.full(cast)
    rows = list(filter_entries(cast.manager, chronology, EVERYTHING, names=True).select_related("agency"))
    assert [(row.agency.name, str(row.earliest)) for row in rows] == [
        (made.VALE, "2024-03-01"),
        (made.COUNCIL, "2024-03-01"),
        (made.VALE, "2024-05-01"),
        (made.VALE, "None"),
    ]
    kinds = sorted(Sign.objects.visible_to(cast.manager).values_list("kind", "what"))
    assert ("differing", "which side") in kinds
    dated = rows[2]
    assert (dated.written, dated.earliest, dated.latest) == (
        "early May 2024",
        date(2024, 5, 1),
        date(2024, 5, 10),
    )


@pytest.mark.parametrize(
    ("name", "data"), [("p.xlsx", files.police()), ("v.docx", files.health()), ("s.csv", files.school())]
)
def test_each_kind_of_file_comes_in_and_no_row_is_lost(cast: Cast, name: str, data: bytes) -> None:
    chronology = made.opened(cast)
    row = made.sent(cast, chronology, name=name, data=data)
    if look_at_file(made.lead(cast), row).table.order_asked:  # type: ignore[union-attr]
        said = Understood(month_first=True)
        row = say_file(made.lead(cast), ref=row.public_id, said=said, version=row.version, at=AT)
    looked = look_at_file(made.lead(cast), row)
    made.came_in(cast, row)
    assert looked.table is not None
    assert len(events(cast, chronology)) == len(looked.table.entries) > 3


def test_a_file_whose_dates_are_american_waits_until_somebody_says_so(cast: Cast) -> None:
    row = made.sent(cast, made.opened(cast), data=files.school())
    with pytest.raises(Invalid, match="whether its dates put the day or the month first"):
        bring_in_file(made.lead(cast), ref=row.public_id, seen=4, seen_version=1, replaces=False, at=AT)


@pytest.mark.capability("A11")
def test_the_same_file_and_the_same_rows_change_nothing(cast: Cast) -> None:
    chronology = made.opened(cast)
    made.came_in(cast, made.sent(cast, chronology))
    with pytest.raises(Invalid, match="letter for letter"):
        made.sent(cast, chronology, name="again.csv")
    more = made.sent(cast, chronology, *made.ROWS, ["6/7/2024", "GP record", "Weighed.", ""])
    looked = look_at_file(made.lead(cast), more)
    assert (len(looked.new), len(looked.same)) == (1, 3)
    before = events(cast, chronology)
    made.came_in(cast, more)
    assert len(events(cast, chronology)) == len(before) + 1


def test_a_file_that_replaces_and_its_undoing(cast: Cast) -> None:
    chronology = made.opened(cast)
    made.came_in(cast, made.sent(cast, chronology))
    second = made.sent(
        cast, chronology, made.ROWS[0], made.ROWS[1], ["6/7/2024", "GP record", "Weighed.", ""]
    )
    made.came_in(cast, second, replaces=True)
    assert len(events(cast, chronology)) == 2
    assert undo_file(made.lead(cast), ref=second.public_id, at=AT) == (1, 2)
    assert len(events(cast, chronology)) == 3
    with pytest.raises(NotNow):
        undo_file(made.lead(cast), ref=second.public_id, at=AT)


def test_files_are_undone_the_newest_first_and_then_nothing_is_left(cast: Cast) -> None:
    chronology = made.opened(cast)
    first = made.came_in(cast, made.sent(cast, chronology))
    rows = [made.ROWS[0], made.ROWS[1], ["6/7/2024", "GP record", "Weighed.", ""]]
    second = made.came_in(cast, made.sent(cast, chronology, *rows, name="later.csv"), replaces=True)
    both = events(cast, chronology)
    with pytest.raises(NotNow, match="“later.csv” came in after it. Undo that one first."):
        undo_file(made.lead(cast), ref=first.public_id, at=AT)
    assert events(cast, chronology) == both
    undo_file(made.lead(cast), ref=second.public_id, at=AT)
    assert undo_file(made.lead(cast), ref=first.public_id, at=AT) == (3, 0)
    assert events(cast, chronology) == []


def test_another_agencys_later_file_is_no_reason(cast: Cast) -> None:
    chronology = made.opened(cast)
    first = made.came_in(cast, made.sent(cast, chronology))
    council = made.contributor(cast)
    made.came_in(cast, made.sent(cast, chronology, by=council, agency=made.COUNCIL, name="c.csv"), by=council)
    assert undo_file(made.lead(cast), ref=first.public_id, at=AT) == (3, 0)


def test_two_people_bring_in_one_file(cast: Cast) -> None:
    row = made.sent(cast, made.opened(cast))
    made.came_in(cast, row)
    with pytest.raises(NotNow, match="came in already"):
        bring_in_file(made.lead(cast), ref=row.public_id, seen=3, seen_version=1, replaces=False, at=AT)


def test_somebody_who_was_told_of_other_rows_looks_again(cast: Cast) -> None:
    row = made.sent(cast, made.opened(cast))
    with pytest.raises(NotNow, match="changed while you looked"):
        bring_in_file(made.lead(cast), ref=row.public_id, seen=2, seen_version=1, replaces=False, at=AT)


def test_a_file_that_somebody_understood_otherwise_meanwhile_is_looked_at_again(cast: Cast) -> None:
    row = made.sent(cast, made.opened(cast))
    address = reverse("chronologies:file", args=[row.public_id])
    client = client_of(made.lead(cast))
    assert 'name="bring-version" value="1"' in client.get(address).content.decode()
    uses = {"Date": "date", "Source": "comment", "Event": "event", "Child seen?": "child_seen"}
    say_file(cast.officer, ref=row.public_id, said=Understood(uses), version=row.version, at=AT)
    given = {"do": "bring", "bring-seen": "3"}
    for seen in ({"bring-version": "1"}, {}):
        refused = client.post(address, {**given, **seen})
        assert refused.status_code == 409
        assert "How this file is understood changed while you looked." in refused.content.decode()
    assert not Entry.objects.visible_to(cast.manager).exists()
    assert client.post(address, {**given, "bring-version": "2"}).status_code == 302
    assert Entry.objects.visible_to(cast.manager).filter(source="").count() == 3


def test_a_head_that_nobody_knows_is_said_by_a_person(cast: Cast) -> None:
    chronology = made.opened(cast)
    row = made.sent(cast, chronology, ["Tag", "Vorfall", "Akte"], ["1/3/2024", "Gesehen", "Log 4"])
    looked = look_at_file(made.lead(cast), row)
    assert looked.table is None
    assert looked.heads == ("Tag", "Vorfall", "Akte")
    uses = {"Tag": "date", "Vorfall": "event", "Akte": "source"}
    row = say_file(made.lead(cast), ref=row.public_id, said=Understood(uses), version=row.version, at=AT)
    made.came_in(cast, row)
    assert events(cast, chronology) == ["Gesehen"]
    again = made.sent(cast, chronology, ["A", "B"], ["1/3/2024", "x"])
    twice = Understood({"A": "date", "B": "date"})
    with pytest.raises(Invalid, match="Two columns"):
        say_file(made.lead(cast), ref=again.public_id, said=twice, version=again.version, at=AT)


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "is empty"),
        ("a.docx", b"%PDF-1.4 nothing", "was not taken"),
        ("a.xlsx", _bomb(), "was not taken"),
        ("a.csv", b"just words", "no table"),
    ],
    ids=["empty", "another kind", "a bomb", "no table"],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_not_kept(
    cast: Cast, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        made.sent(cast, made.opened(cast), name=name, data=data)
    assert not AgencyFile.objects.visible_to(cast.manager).exists()


def test_five_million_letters_in_one_cell_are_cut_and_said_to_be(cast: Cast) -> None:
    chronology = made.opened(cast)
    row = made.sent(cast, chronology, ["Date", "Source", "Event"], ["1/3/2024", "Log", "x" * 5_000_000])
    [fault] = look_at_file(made.lead(cast), row).faults
    assert "5,000,000 characters" in fault.sentence
    made.came_in(cast, row)
    assert len(events(cast, chronology)[0]) == 20_000


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"source": " "}, "source"),
        ({"written": "31/02/2024"}, "written"),
        ({"time": "25:00"}, "time"),
        ({"event": ""}, "event"),
        ({"recorded_on": "soon"}, "recorded_on"),
    ],
)
def test_what_is_missing_in_an_entry_is_said_at_its_field(
    cast: Cast, words: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        made.typed(cast, made.opened(cast), **words)
    assert field in refused.value.fields


def test_an_entry_is_changed_and_says_what_it_said_before(cast: Cast) -> None:
    chronology = made.opened(cast)
    row = made.typed(cast, chronology)
    given = NewEntry(written="c. 2 March 2024", event="Another visit.", source="Duty record")
    changed = change_entry(made.contributor(cast), ref=row.public_id, given=given, version=row.version, at=AT)
    assert (changed.uncertain, changed.order_key) == (True, order_key(read_when("c. 2 March 2024").when))
    kept = Revision.objects.filter(subject_ref=row.public_id).values_list("field", "words")
    assert ("written", "1 March 2024") in list(kept)
    with pytest.raises(Invalid, match="has this entry already"):
        made.typed(cast, chronology, written="c. 2 March 2024", event="Another visit.")


@pytest.mark.capability("A11")
def test_a_row_of_a_file_whose_words_are_mended_keeps_its_day_and_is_known_again(cast: Cast) -> None:
    """American days, with the time and the day of recording in columns of their own."""
    chronology = made.opened(cast)
    head = "Date,Time,Source of information,Event,Recorded on"
    rows = ["03/04/2024,14:30,,Seen at home.,03/05/2024", "09/16/2024,,GP record,Weighed.,09/17/2024"]
    data = "\n".join([head, *rows]).encode()
    row = made.sent(cast, chronology, name="school.csv", data=data)
    said = Understood(month_first=True)
    row = say_file(made.lead(cast), ref=row.public_id, said=said, version=row.version, at=AT)
    made.came_in(cast, row)
    entries = Entry.objects.visible_to(cast.manager).filter(file=row)
    assert {(each.written_time, each.recorded_written) for each in entries} == {
        ("14:30", "03/05/2024"),
        ("", "09/17/2024"),
    }, "the form shows what the file said"
    for before in entries:
        given = NewEntry(
            written=before.written,
            time=before.written_time,
            event=before.event,
            source="School record",
            recorded_on=before.recorded_written,
        )
        after = change_entry(
            made.lead(cast), ref=before.public_id, given=given, version=before.version, at=AT
        )
        assert after.source == "School record"
        for name in ("earliest", "latest", "begins", "ends", "order_key", "recorded_on", "same_key"):
            assert getattr(after, name) == getattr(before, name), name
    assert {each.earliest for each in Entry.objects.visible_to(cast.manager).filter(file=row)} == {
        date(2024, 3, 4),
        date(2024, 9, 16),
    }
    more = made.sent(cast, chronology, name="again.csv", data=data + b"\n09/20/2024,,GP record,Seen.,")
    more = say_file(made.lead(cast), ref=more.public_id, said=said, version=more.version, at=AT)
    looked = look_at_file(made.lead(cast), more)
    assert (len(looked.new), len(looked.same)) == (1, 2)


def test_what_a_file_says_of_a_sighting_is_not_lost_when_another_word_is_mended(cast: Cast) -> None:
    chronology = made.opened(cast)
    made.came_in(cast, made.sent(cast, chronology))
    row = Entry.objects.visible_to(cast.manager).get(child_seen="Y")
    page = reverse("chronologies:change", args=[row.public_id])
    client = client_of(made.lead(cast))
    ticked = re.findall(
        r'name="child_seen"[^>]*value="([^"]*)"[^>]*checked', client.get(page).content.decode()
    )
    assert ticked == ["Y"]
    sent = {
        "written": row.written,
        "event": row.event,
        "source": "Health visitor record, 1 March",
        "child_seen": "Y",
        "version": row.version,
    }
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.child_seen, row.source) == ("Y", "Health visitor record, 1 March")
    assert client.post(page, {**sent, "child_seen": "Perhaps", "version": row.version}).status_code == 422


@pytest.mark.capability("A11")
def test_what_was_decided_is_kept_and_never_asked_again(cast: Cast) -> None:
    chronology = made.full(cast)
    sign = made.a_sign(cast, chronology)
    with pytest.raises(Invalid):
        decide_sign(made.panel(cast), ref=sign.public_id, decision="dismissed", reason="", version=1, at=AT)
    decide_sign(
        made.panel(cast), ref=sign.public_id, decision="dismissed", reason="Two arms.", version=1, at=AT
    )
    assert look_through(cast.officer, review_ref=chronology.review.public_id, at=AT) == 0
    assert not list_signs(cast.manager, chronology, kind="differing").exists()
    [kept] = list_signs(cast.manager, chronology, kind="differing", decision=None)
    assert (kept.decision, kept.reason, kept.decided_by.name) == (
        "dismissed",
        "Two arms.",
        made.panel(cast).name,
    )


def test_what_the_entries_show_no_more_is_put_aside(cast: Cast) -> None:
    chronology = made.full(cast)
    row = Entry.objects.visible_to(cast.manager).get(agency__name=made.COUNCIL)
    withdraw_entry(made.contributor(cast), ref=row.public_id, reason="Another child", at=AT)
    look_through(made.contributor(cast), review_ref=chronology.review.public_id, at=AT)
    assert not list_signs(cast.manager, chronology, kind="differing").exists()
    assert Sign.objects.visible_to(cast.manager).get(kind="differing").gone_at == AT


def test_the_other_partnership_and_an_excluded_person_see_nothing(cast: Cast) -> None:
    chronology = made.full(cast)
    ref = chronology.review.public_id
    row = Entry.objects.visible_to(cast.manager).filter(agency__name=made.VALE).first()
    assert row is not None
    person = made.lead(cast)
    exclude_person(
        cast.manager, ref=ref, person=person.person_ref, reason="Her own records", version=0, at=AT
    )
    for actor in (cast.outsider, person):
        with pytest.raises(NotVisible):
            find_chronology(actor, ref)
        with pytest.raises(NotVisible):
            find_entry(actor, row.public_id)
        with pytest.raises(NotVisible):
            made.sent(cast, chronology, by=actor)
    rows = (Entry, Sign, Pseudonym, AgencyFile)
    assert [model.objects.visible_to(person).count() for model in rows] == [0, 0, 0, 0]


def test_an_agency_sees_and_changes_its_own_entries_and_no_others(cast: Cast) -> None:
    chronology = made.full(cast)
    council = made.contributor(cast)
    other = Entry.objects.visible_to(cast.manager).filter(agency__name=made.VALE).first()
    assert other is not None
    with pytest.raises(NotVisible):
        find_entry(council, other.public_id)
    with pytest.raises(NotVisible):
        withdraw_entry(council, ref=other.public_id, reason="No", at=AT)
    with pytest.raises(NotVisible):
        find_file(council, AgencyFile.objects.visible_to(cast.manager).get().public_id)
    with pytest.raises(NotAllowed, match="You act for"):
        made.typed(cast, chronology, by=council, agency=made.VALE)
    with pytest.raises(NotAllowed):
        list_signs(council, chronology)
    assert [row.agency_id for row in filter_entries(council, chronology, EVERYTHING, names=True)] == [
        council.agency_id
    ]
    own = find_entry(council, entries_of_agency(council, chronology, _agency(made.COUNCIL))[0].public_id)
    assert list(own.marks.all()) == []  # the panel's words are not for the agency


def _agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


@pytest.mark.capability("G05")
def test_a_pseudonym_is_used_once_in_an_area_and_two_children_are_never_one(cast: Cast) -> None:
    first, second = made.opened(cast), made.opened(cast, made.a_review(cast, "Fir", "Northmere"))
    made.named(cast, first, "Child K")
    with pytest.raises(Invalid, match="already used in Westmere"):
        made.named(cast, second, "child  k", names="Somebody Else")
    made.named(cast, second, "Child K", area="Northmere", names="Somebody Else")
    listed = list_pseudonyms(cast.manager, words="child k")
    assert [(row.area.name, row.review.name) for row in listed] == [
        ("Northmere", "Fir"),
        ("Westmere", "Spruce"),
    ]
    assert not list_pseudonyms(cast.outsider).exists()


@pytest.mark.capability("G05")
def test_names_are_hidden_and_cannot_be_found_by_guessing(cast: Cast) -> None:
    chronology = made.full(cast)
    whole = whole_of(made.panel(cast), chronology, EVERYTHING, names=False)
    said = " ".join(entry.words for entry in whole.entries)
    assert "Kayleigh" not in said
    assert "Child Spruce was seen" in said
    assert events(cast, chronology, EntryFilter(words="Kayl"), names=False) == []
    assert len(events(cast, chronology, EntryFilter(words="Kayl"), names=True)) == 3
    person = Pseudonym.objects.visible_to(cast.manager).get().public_id
    assert len(events(cast, chronology, EntryFilter(people=person), names=False)) == 3


@pytest.mark.capability("G05")
def test_seeing_names_is_a_permission_and_an_event(cast: Cast) -> None:
    chronology = made.full(cast)
    ref = chronology.review.public_id
    address = reverse("chronologies:merged", args=[ref])
    panel = client_of(made.panel(cast)).get(f"{address}?names=own").content.decode()
    assert "Kayleigh" not in panel
    assert "Child Spruce" in panel
    officer = client_of(cast.officer).get(f"{address}?names=own").content.decode()
    assert "Kayleigh Marsh was seen" in officer
    assert Event.objects.filter(kind="chronology.names_shown", actor_ref=cast.officer.person_ref).exists()
    sealed = reverse("chronologies:sealed", args=[Pseudonym.objects.visible_to(cast.manager).get().public_id])
    assert client_of(made.panel(cast)).get(sealed).status_code == 403
    assert "Kayleigh" not in client_of(cast.officer).get(sealed).content.decode()
    opened = client_of(cast.officer).post(sealed, {"do": "open"}).content.decode()
    assert "Kayleigh Marsh" in opened
    assert Event.objects.filter(kind="pseudonym.opened").exists()


def _onlookers(cast: Cast) -> list[Any]:
    """Who read the whole, see no names, and enter nothing for Westmere Council."""
    return [made.panel(cast), cast.of[Role.INDEPENDENT_CHAIR], cast.of[Role.INDEPENDENT_SCRUTINEER]]


def _names_shown(cast: Cast) -> int:
    return Event.objects.filter(kind="chronology.names_shown", actor_ref=cast.officer.person_ref).count()


def test_another_agencys_words_are_changed_only_by_those_who_see_names(cast: Cast) -> None:
    made.full(cast)
    row = Entry.objects.visible_to(cast.manager).get(agency__name=made.COUNCIL)
    page, form = (reverse(f"chronologies:{name}", args=[row.public_id]) for name in ("entry", "change"))
    panel = client_of(made.panel(cast))
    assert form not in panel.get(page).content.decode()
    given = {"written": "1 March 2024", "event": "Seen.", "source": "GP record"}
    for refused in (panel.get(form), panel.post(form, {**given, "version": "0"})):
        assert refused.status_code == 403
        assert "Kayleigh" not in refused.content.decode()
    with pytest.raises(NotAllowed, match="see whom a pseudonym stands for"):
        change_entry(made.panel(cast), ref=row.public_id, given=NewEntry(**given), version=1, at=AT)
    assert "Kayleigh Marsh" in client_of(made.contributor(cast)).get(form).content.decode()
    assert _names_shown(cast) == 0
    assert "Kayleigh Marsh" in client_of(cast.officer).get(form).content.decode()
    assert _names_shown(cast) == 1
    assert not Event.objects.filter(
        kind="chronology.names_shown", actor_ref=made.contributor(cast).person_ref
    ).exists()


def test_a_file_is_looked_at_only_by_those_who_see_names_and_by_its_agency(cast: Cast) -> None:
    chronology = made.full(cast)
    rows = [*made.ROWS, ["5/6/2024", "GP record", "Kayleigh was weighed.", "Y"]]
    row = made.sent(
        cast, chronology, *rows, by=made.contributor(cast), agency=made.COUNCIL, name="Kayleigh Marsh.csv"
    )
    ref = row.public_id
    page = reverse("chronologies:file", args=[ref])
    part = reverse("chronologies:agency", args=[chronology.review.public_id, made.agency_ref(made.COUNCIL)])
    record = reverse("history:record", args=["chronology_file", ref])
    for actor in _onlookers(cast):
        client = client_of(actor)
        refused, seen = client.get(page), client.get(part).content.decode()
        assert refused.status_code == 403
        assert "Child Spruce.csv" in seen
        assert page not in seen
        for answer in (refused.content.decode(), seen, client.get(record).content.decode()):
            assert "Kayleigh" not in answer
    with pytest.raises(NotAllowed):
        say_file(made.panel(cast), ref=ref, said=Understood(), version=row.version, at=AT)
    with pytest.raises(NotAllowed):
        made.came_in(cast, row, by=made.panel(cast))
    assert "Kayleigh was weighed" in client_of(made.contributor(cast)).get(page).content.decode()
    assert labels_of_files(made.contributor(cast), [ref]) == {ref: "Kayleigh Marsh.csv"}
    assert _names_shown(cast) == 0
    assert "Kayleigh was weighed" in client_of(cast.officer).get(page).content.decode()
    assert _names_shown(cast) == 1


def test_who_may_not_look_at_a_file_can_send_it_for_an_agency(cast: Cast) -> None:
    chronology = made.full(cast)
    address = [chronology.review.public_id, made.agency_ref(made.COUNCIL)]
    made.said_first(cast, chronology.review, made.COUNCIL)
    file = SimpleUploadedFile("more.csv", comma(made.ROWS[0], ["5/6/2024", "Log", "Weighed.", "Y"]))
    client = client_of(made.panel(cast))
    answer = client.post(reverse("chronologies:send", args=address), {"file": file})
    assert answer["Location"] == reverse("chronologies:agency", args=address)
    assert "It waits for somebody" in client.get(answer["Location"]).content.decode()


def test_what_an_entry_said_before_is_kept_from_those_who_see_no_names(cast: Cast) -> None:
    made.full(cast)
    row = Entry.objects.visible_to(cast.manager).get(agency__name=made.COUNCIL)
    given = NewEntry(written="1 March 2024", event="Seen at home.", source="Health visitor record")
    change_entry(made.contributor(cast), ref=row.public_id, given=given, version=row.version, at=AT)
    address = reverse("history:record", args=["chronology_entry", row.public_id])
    for actor in _onlookers(cast):
        page = client_of(actor).get(address)
        assert page.status_code == 200
        assert "Kayleigh" not in page.content.decode()
    for actor in (made.contributor(cast), cast.officer):
        assert "Kayleigh Marsh was seen" in client_of(actor).get(address).content.decode()
    shown = Event.objects.filter(kind="chronology.names_shown").values_list("actor_ref", flat=True)
    assert list(shown) == [cast.officer.person_ref]


def test_file_names_dates_as_written_and_marks_are_read_with_pseudonyms(cast: Cast) -> None:
    chronology = made.opened(cast)
    made.named(cast, chronology)
    rows = [["Date", "Source", "Event"], ["Kayleigh's birthday", "GP record", "Seen."]]
    sent = made.sent(
        cast, chronology, *rows, by=made.contributor(cast), agency=made.COUNCIL, name="Kayleigh Marsh.csv"
    )
    made.came_in(cast, sent, by=made.contributor(cast))
    entry = Entry.objects.visible_to(cast.manager).get()
    make_mark(
        made.panel(cast), entry_ref=entry.public_id, kind="record", theme="", words="Kayleigh's card.", at=AT
    )
    pages = [
        reverse("chronologies:agency", args=[chronology.review.public_id, made.agency_ref(made.COUNCIL)]),
        reverse("chronologies:entry", args=[entry.public_id]),
    ]
    for actor in (*_onlookers(cast), cast.officer):
        for page in pages:
            shown = client_of(actor).get(page).content.decode()
            assert "Kayleigh" not in shown
            assert "Child Spruce.csv" in shown
    part = client_of(made.panel(cast)).get(pages[0]).content.decode()
    assert "“Child Spruce&#39;s birthday” names no day" in part
    assert "the panel asks for the record itself: Child Spruce&#39;s card" in part


@pytest.mark.capability("I04")
def test_the_recording_standard_is_counted_for_each_agency(cast: Cast) -> None:
    chronology = made.full(cast)
    kept = {
        each.title: (each.kept, each.of) for each in standard_by_agency(cast.manager, chronology)[made.VALE]
    }
    assert kept["The source of information is given"] == (2, 3)
    assert kept["The date can be understood"] == (2, 3)
    page = client_of(made.lead(cast)).get(
        reverse("chronologies:agency", args=[chronology.review.public_id, made.agency_ref(made.VALE)])
    )
    assert "2 of 3" in page.content.decode()


@pytest.mark.parametrize(
    ("wanted", "many"),
    [
        (EntryFilter(words="clinic"), 1),
        (EntryFilter(theme="Voice of the child"), 1),
        (EntryFilter(theme="Neglect"), 0),
        (EntryFilter(significance="marked"), 1),
        (EntryFilter(significance="said"), 0),
        (EntryFilter(significance="signed"), 2),
        (EntryFilter(significance="alone"), 2),
        (EntryFilter(significance="record"), 0),
        (EntryFilter(since=date(2024, 4, 1)), 1),
        (EntryFilter(until=date(2024, 4, 1)), 2),
        (EntryFilter(agency="nothing"), 0),
        (EntryFilter(people="nothing"), 0),
    ],
)
def test_the_whole_is_narrowed(cast: Cast, wanted: EntryFilter, many: int) -> None:
    assert len(events(cast, made.full(cast), wanted)) == many


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx", "pdf", "json"])
def test_it_is_taken_away_with_pseudonyms_and_without_formulas(cast: Cast, form: str) -> None:
    chronology = made.full(cast)
    made.typed(cast, chronology, event="=HYPERLINK(A1) about Kayleigh", written="3 March 2024")
    address = reverse("chronologies:download", args=[chronology.review.public_id, form])
    answer = client_of(made.panel(cast)).get(f"{address}?names=own")
    assert answer.status_code == 200
    data = answer.content
    if form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
        assert b"<f>" not in data
    assert b"Kayleigh" not in data
    if form == "csv":
        assert b"'=HYPERLINK" in data
    assert Event.objects.get(kind="chronology.taken_away").facts["names"] == "pseudonyms"


def test_a_pdf_that_would_take_minutes_is_not_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = made.full(cast).review.public_id
    pages = [reverse("chronologies:merged", args=[ref]), reverse("chronologies:download", args=[ref, "pdf"])]
    client = client_of(cast.officer)
    assert pages[1] in client.get(pages[0]).content.decode()
    for module in ("presenters", "views"):
        monkeypatch.setattr(f"heed.chronologies.{module}.merged.MOST_IN_PDF", 3)
    assert pages[1] not in client.get(pages[0]).content.decode()
    assert client.get(f"{pages[0]}?words=clinic").content.decode().count(pages[1]) == 1
    refused = client.get(pages[1])
    assert refused.status_code == 409
    assert "Narrow the chronology, or take Word or Excel." in refused.content.decode()
    assert not Event.objects.filter(kind="chronology.taken_away").exists()


def test_a_page_asks_the_database_as_often_for_many_entries(cast: Cast) -> None:
    chronology = made.full(cast)
    client = client_of(cast.officer)
    address = reverse("chronologies:merged", args=[chronology.review.public_id])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    rows = [[f"{1 + at % 28}/{1 + at % 12}/2023", f"Log {at}", f"Visit {at}; seen."] for at in range(120)]
    made.came_in(cast, made.sent(cast, chronology, ["Date", "Source", "Event"], *rows))
    look_through(cast.officer, review_ref=chronology.review.public_id, at=AT)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few)


def test_through_the_pages(cast: Cast) -> None:
    review = made.a_review(cast)
    ref, vale = review.public_id, made.agency_ref(made.VALE)
    officer, agency = client_of(cast.officer), client_of(made.lead(cast))
    here = reverse("chronologies:merged", args=[ref])
    assert agency.get(here).status_code == 404
    assert "Open the chronology" in officer.get(here).content.decode()
    officer.post(reverse("chronologies:open", args=[ref]))
    assert "Nothing is entered yet" in agency.get(here).content.decode()
    add = reverse("chronologies:add", args=[ref, vale])
    first = agency.get(add)["Location"]  # before anything else, it is asked whether a child is unsafe
    assert agency.post(add, {"written": "3/4/24", "event": "Seen.", "source": "GP"})["Location"] == first
    assert "call 999" in agency.get(first).content.decode()
    assert "Enter who acted" in agency.post(first, {"safety": "yes"}).content.decode()
    assert agency.post(first, {"safety": "not_known"})["Location"] == add
    assert "Nobody has answered this yet for Vale NHS Trust, chronology" in (
        officer.get(reverse("reviews:review", args=[ref])).content.decode()
    )
    assert "Has that changed?" in agency.get(add).content.decode()
    wrong = agency.post(add, {"written": "31/02/2024", "event": "Seen.", "source": ""})
    assert wrong.status_code == 422
    assert "February 2024 has 29 days" in wrong.content.decode()
    agency.post(add, {"written": "3/4/24?", "event": "Seen at home.", "source": "GP record"})
    file = SimpleUploadedFile("vale.csv", comma(*made.ROWS))
    answer = agency.post(reverse("chronologies:send", args=[ref, vale]), {"file": file})
    page = agency.get(answer["Location"]).content.decode()
    assert "3 new entries would come in" in page
    agency.post(answer["Location"], {"do": "bring", "bring-seen": "3", "bring-version": "1"})
    assert AgencyFile.objects.visible_to(cast.manager).get().state == "in"
    shown = officer.get(here).content.decode()
    assert "written “3/4/24?”" in shown
    assert officer.get(reverse("chronologies:timeline", args=[ref])).content.count(b"<rect") >= 3
    entry = Entry.objects.visible_to(cast.manager).get(written="3/4/24?")
    agency.post(
        reverse("chronologies:entry", args=[entry.public_id]), {"do": "withdraw", "withdraw-reason": "Twice"}
    )
    assert not Entry.objects.visible_to(cast.manager).filter(pk=entry.pk).exists()


def test_a_sign_is_decided_on_its_page_and_says_what_is_missing(cast: Cast) -> None:
    chronology = made.full(cast)
    sign = made.a_sign(cast, chronology)
    client = client_of(made.panel(cast))
    address = f"{reverse('chronologies:shows', args=[chronology.review.public_id])}?kind=differing"
    given = {
        "sign": sign.public_id,
        f"{sign.public_id}-version": "1",
        f"{sign.public_id}-decision": "dismissed",
    }
    wrong = client.post(address, given)
    assert wrong.status_code == 422
    assert "Say why it is not so" in wrong.content.decode()
    assert client.post(address, {**given, f"{sign.public_id}-reason": "Two arms."}).status_code == 302
    assert "Dismissed by" in client.get(f"{address}&decided=yes").content.decode()


def test_marks_are_made_by_the_panel_alone(cast: Cast) -> None:
    row = made.typed(cast, made.opened(cast))
    for actor in (made.contributor(cast), cast.of[Role.INDEPENDENT_SCRUTINEER]):
        with pytest.raises(NotAllowed):
            make_mark(actor, entry_ref=row.public_id, kind="note", theme="", words="Look", at=AT)
    with pytest.raises(Invalid):
        make_mark(made.panel(cast), entry_ref=row.public_id, kind="blame", theme="?", words="", at=AT)


@pytest.mark.capability("A11")
def test_the_record_itself_is_asked_of_the_agency_which_reads_that_and_no_note(cast: Cast) -> None:
    chronology = made.opened(cast)
    row = made.typed(cast, chronology)
    made.typed(cast, chronology, by=made.lead(cast), agency=made.VALE)
    for kind, words in (("note", "Odd."), ("record", "Send the duty sheet.")):
        made_of = make_mark(
            made.panel(cast), entry_ref=row.public_id, kind=kind, theme="", words=words, at=AT
        )
    ref = chronology.review.public_id
    page = client_of(made.contributor(cast)).get(
        reverse("chronologies:agency", args=[ref, made.agency_ref(made.COUNCIL)])
    )
    assert "the panel asks for the record itself: Send the duty sheet." in page.content.decode()
    assert "Odd." not in page.content.decode()
    assert (
        "Send the duty sheet"
        not in client_of(made.lead(cast))
        .get(reverse("chronologies:agency", args=[ref, made.agency_ref(made.VALE)]))
        .content.decode()
    )
    told = {(each.kind, each.words) for each in ahead_of(made.panel(cast), chronology.review)}
    assert ("waits", "Westmere Council to give 1 record of its chronology") in told
    assert not [each for each in ahead_of(made.contributor(cast), chronology.review) if each.kind == "waits"]
    withdraw_mark(made.panel(cast), ref=made_of.public_id, at=AT)
    assert not [each for each in ahead_of(made.panel(cast), chronology.review) if each.kind == "waits"]


def test_what_several_tell_is_known_to_more_than_one(cast: Cast) -> None:
    chronology = made.opened(cast)
    for agency, by in ((made.COUNCIL, made.contributor(cast)), (made.VALE, made.lead(cast))):
        made.typed(cast, chronology, agency=agency, by=by)
    alone = made.typed(cast, chronology, written="9 June 2024", event="The landlord wrote about rent.")
    look_through(cast.officer, review_ref=chronology.review.public_id, at=AT)
    wanted = EntryFilter(significance="alone")
    assert [row.pk for row in filter_entries(cast.officer, chronology, wanted, names=False)] == [alone.pk]


def test_a_pseudonym_needs_its_names(cast: Cast) -> None:
    ref = made.opened(cast).review.public_id
    with pytest.raises(Invalid) as refused:
        make_pseudonym(cast.officer, review_ref=ref, area="Elsewhere", word="", kind="dog", names="", at=AT)
    assert set(refused.value.fields) == {"area", "word", "kind", "names"}
    with pytest.raises(NotAllowed):
        make_pseudonym(
            made.panel(cast), review_ref=ref, area="Westmere", word="K", kind="child", names="A", at=AT
        )


def test_a_file_is_for_an_agency_of_the_partnership(cast: Cast) -> None:
    chronology = made.opened(cast)
    with pytest.raises(Invalid, match="Choose an agency"):
        send_file(
            cast.officer,
            review_ref=chronology.review.public_id,
            agency_ref=made.agency_ref("Harrowdale Council"),
            name="a.csv",
            size=3,
            chunks=[b"a,b"],
            at=AT,
        )

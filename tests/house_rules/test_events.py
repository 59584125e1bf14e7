"""Every declared event has a sentence that people read, and happens: nothing is declared and never written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from heed.agencies.operations import (
    add_agency,
    change_agency,
    merge_agencies,
    put_name_back,
    say_who_is_meant,
    set_name_aside,
)
from heed.intake.models import Import
from heed.intake.operations import (
    add_proposal,
    ask_again,
    catch_up,
    correct_proposal,
    erase_import,
    fail_import,
    join_with_next,
    move_proposal,
    put_import_back,
    split_proposal,
    undo_import,
    withdraw_import,
)
from heed.intake.queries import list_proposals
from heed.intake.types import ProposalKind
from heed.learning.models import Recommendation
from heed.learning.operations import (
    name_recommendation,
    say_what_it_led_to,
    set_themes,
    supersede_recommendation,
    take_back_superseded,
    withhold_recommendation,
)
from heed.library.models import Link
from heed.library.operations import (
    adopt_document,
    end_adoption,
    keep_answers,
    keep_links,
    own_document,
    say_of_link,
)
from heed.library.types import FoundLink
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.disposal import dispose_events
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.types import EVENTS, Result
from heed.platform.demo.operations import move_clock
from heed.platform.drafts.operations import discard_draft, save_draft
from heed.platform.entrance.setup import act_in, add_person
from heed.platform.partnerships.models import Agency, Deputy, Group, Membership, Partnership
from heed.platform.people.operations import (
    ask_emergency_access,
    change_roles,
    end_deputy,
    end_emergency_access,
    end_exclusion,
    end_membership,
    exclude_person,
    give_place,
    grant_emergency_access,
    join_group,
    leave_group,
    make_deputy,
    name_person,
    note_access_looked_at,
    note_person_looked_at,
    open_case,
    refuse_emergency_access,
    restrict_case,
    set_case_level,
    set_employer,
    take_person_out,
)
from heed.platform.registers.models import SavedView
from heed.platform.registers.operations import forget_view, save_view
from heed.platform.rules.operations import make_edition
from heed.platform.safekeeping.events import ArchiveTaken, BackupMade, CopyScrubbed
from heed.platform.safekeeping.log import write_down
from heed.platform.safekeeping.operations import ask_for_backup, note_failure
from heed.successions.operations import agree_succession, propose_succession, take_back_succession
from tests.cast import ALDER, AT, PASSWORD, Cast, Register, client_of
from tests.house_rules import (
    answers,
    approvals,
    assurance,
    cases,
    chronologies,
    drafts,
    information,
    lessons,
    meetings,
    notices,
    plan_sheets,
    plans,
    publishing,
    reports,
    review_work,
    searching,
    sharing,
    signing_in,
    templates,
)
from tests.house_rules.conftest import form_of_manager


def superseded(register: Register, cast: Cast) -> Recommendation:
    """One that another stands for."""
    row, other = register.recommendations["1"], register.recommendations["4"]
    return supersede_recommendation(
        cast.manager,
        ref=row.public_id,
        by=other.reference,
        reason="It asks for all of it",
        version=row.version,
        at=AT,
    )


def a_view(cast: Cast) -> SavedView:
    return save_view(cast.manager, register="recommendations", name="Mine", query="", shared=False, at=AT)


def merged_with_its_case(register: Register, cast: Cast) -> None:
    """A merge of an agency for which alone a case is."""
    gone, into = agencies(cast)[:2]
    set_case_level(
        cast.of[Role.INFORMATION_GOVERNANCE_LEAD],
        ref=register.review.public_id,
        level="agency",
        agency_ref=gone.public_id,
        reason="Its own inquiry.",
        version=0,
        at=AT,
    )
    merge_agencies(cast.manager, ref=gone.public_id, into_ref=into.public_id, version=1, at=AT)


def agencies(cast: Cast) -> list[Agency]:
    return list(Agency.objects.filter(partnerships=cast.manager.partnership_id).order_by("pk"))


def withdrawn(register: Register, cast: Cast) -> Import:
    return undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)


def proposed_succession(cast: Cast) -> str:
    row = propose_succession(
        cast.manager, successor="Westmere Vale Partnership", on=AT.date(), basis="Order of 2025", at=AT
    )
    return row.public_id


def a_link(register: Register, cast: Cast) -> str:
    reading = register.accepted.reading
    keep_links(
        cast.manager,
        reading=reading,
        links=[FoundLink("our toolkit", "https://toolkit.example/start", [[0, 5, 1]])],
        at=AT,
    )
    return Link.objects.get(reading=reading).public_id


def adopted(register: Register, cast: Cast) -> str:
    ref = register.accepted.document.public_id
    adopt_document(cast.manager, ref=ref, area="Westmere", adopted_on=AT.date(), variation="", at=AT)
    return ref


def clock_moved(cast: Cast) -> None:
    """To the real day, so that no other test finds it moved."""
    Partnership.objects.update(is_demo=True)
    with override_settings(DEMO=True):
        move_clock(cast.manager, to=timezone.localdate(), at=AT)


def place_of(actor: Actor) -> str:
    return Membership.objects.get(pk=actor.membership_id).public_id


def in_a_group(cast: Cast) -> str:
    group = Group.objects.create(
        partnership_id=cast.manager.partnership_id, name="Case Review Group", kind="case_review"
    )
    join_group(cast.manager, ref=place_of(cast.reader), group_ref=group.public_id, at=AT)
    return group.public_id


def a_deputy(cast: Cast) -> Deputy:
    return make_deputy(
        cast.manager,
        ref=place_of(cast.officer),
        deputy_ref=place_of(cast.reader),
        starts_on=AT.date(),
        ends_on=AT.date(),
        reason="On leave",
        at=AT,
    )


def restricted(register: Register, cast: Cast) -> str:
    ref = register.review.public_id
    restrict_case(cast.manager, ref=ref, people=[cast.reader.person_ref], reason="A trial", version=0, at=AT)
    return ref


def excluded(register: Register, cast: Cast) -> str:
    ref = register.review.public_id
    exclude_person(
        cast.manager, ref=ref, person=cast.reader.person_ref, reason="Own practice", version=0, at=AT
    )
    return ref


def asked(cast: Cast) -> str:
    return ask_emergency_access(cast.reader, words="Alder", reason="Unsafe?", at=AT).public_id


def granted(cast: Cast) -> str:
    return grant_emergency_access(cast.manager, ref=asked(cast), hours=4, at=AT).public_id


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "backup.asked_for": lambda register, cast: ask_for_backup(cast.administrator, at=AT),
    "backup.made": lambda register, cast: write_down(
        None, BackupMade(rows=1, files=1), subject_ref="x.heed", at=AT
    ),
    "backup.failed": lambda register, cast: note_failure(None, name="x.heed", why="OSError", at=AT),
    "succession.proposed": lambda register, cast: proposed_succession(cast),
    "succession.agreed": lambda register, cast: agree_succession(
        cast.of[Role.LEAD_SAFEGUARDING_PARTNER], ref=proposed_succession(cast), at=AT
    ),
    "succession.taken_back": lambda register, cast: take_back_succession(
        cast.manager, ref=proposed_succession(cast), at=AT
    ),
    "copy.scrubbed": lambda register, cast: write_down(
        cast.manager, CopyScrubbed(rows=1, files=1), subject_ref=cast.manager.person_ref, at=AT
    ),
    "archive.taken": lambda register, cast: write_down(
        cast.manager, ArchiveTaken(rows=1, files=1), subject_ref=cast.manager.person_ref, at=AT
    ),
    "page.shown": lambda register, cast: client_of(cast.reader).get(reverse("learning:list")),
    "request.refused": lambda register, cast: client_of(cast.reader).get(reverse("intake:bring_in")),
    "form.sent": lambda register, cast: client_of(cast.reader).post(reverse("account_login")),
    "form.not_taken": lambda register, cast: client_of(cast.manager).post(reverse("intake:bring_in")),
    "person.not_signed_in": lambda register, cast: Client().post(
        reverse("account_login"), {"login": "rosa.reade@westmere.example", "password": "no such word"}
    ),
    "person.password_changed": lambda register, cast: client_of(cast.reader).post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "a new long one", "password2": "a new long one"},
    ),
    "membership.chosen": lambda register, cast: act_in(
        cast.manager, ref=Membership.objects.get(pk=cast.manager.membership_id).public_id, at=AT
    ),
    "document.read": lambda register, cast: client_of(cast.reader).get(
        reverse("library:document", args=[register.accepted.document.public_id])
    ),
    "document.file_taken": lambda register, cast: client_of(cast.reader).get(
        reverse("library:file", args=[register.accepted.document.public_id])
    ),
    "import.failed": lambda register, cast: fail_import(
        cast.manager, ref=register.reading.public_id, sentence="It is damaged.", code="damaged", at=AT
    ),
    "import.caught_up": lambda register, cast: catch_up(
        cast.manager,
        import_ref=register.accepted.public_id,
        links=[FoundLink("our toolkit", "https://toolkit.example/start", [[0, 5, 1]])],
        at=AT,
    ),
    "import.asked_again": lambda register, cast: ask_again(
        cast.manager, ref=register.accepted.public_id, at=AT
    ),
    "proposal.corrected": lambda register, cast: correct_proposal(
        cast.manager,
        ref=list_proposals(register.open)[0].public_id,
        values={"text": "Schools should be asked."},
        version=1,
        at=AT,
    ),
    "proposal.added": lambda register, cast: add_proposal(
        cast.manager,
        import_ref=register.open.public_id,
        kind=ProposalKind.RECOMMENDATION,
        words="Schools should be asked to every strategy meeting.",
        page=None,
        given={"label": "9"},
        at=AT,
    ),
    "recommendation.themed": lambda register, cast: set_themes(
        cast.manager, seen={register.recommendations["1"].public_id: 1}, theme="Being heard", at=AT
    ),
    "recommendation.made_public": lambda register, cast: withhold_recommendation(
        cast.manager,
        ref=register.recommendations["1"].public_id,
        withheld=True,
        why="A brother would be known",
        version=1,
        at=AT,
    ),
    "recommendation.superseded": lambda register, cast: superseded(register, cast),
    "recommendation.stands_again": lambda register, cast: take_back_superseded(
        cast.manager, ref=superseded(register, cast).public_id, reason="It asks for more", at=AT
    ),
    "recommendation.named": lambda register, cast: name_recommendation(
        cast.manager,
        ref=register.recommendations["1"].public_id,
        short_name="Core groups",
        version=1,
        at=AT,
    ),
    "proposal.split": lambda register, cast: split_proposal(
        cast.manager,
        ref=list_proposals(register.open)[0].public_id,
        pieces=["Schools should be asked", "to every strategy meeting."],
        version=1,
        at=AT,
    ),
    "proposal.joined": lambda register, cast: join_with_next(
        cast.manager, ref=list_proposals(register.open)[0].public_id, version=1, at=AT
    ),
    "proposal.moved": lambda register, cast: move_proposal(
        cast.manager, ref=list_proposals(register.open)[0].public_id, down=True, at=AT
    ),
    "import.undone": lambda register, cast: undo_import(
        cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT
    ),
    "recommendation.withdrawn": lambda register, cast: withdrawn(register, cast),
    "action.withdrawn": lambda register, cast: withdrawn(register, cast),
    "finding.withdrawn": lambda register, cast: withdrawn(register, cast),
    "finding.linked": lambda register, cast: say_what_it_led_to(
        cast.manager, ref=register.findings[0].public_id, recommendation_refs=[], version=1, at=AT
    ),
    "review.document_left": lambda register, cast: withdrawn(register, cast),
    "agency.added": lambda register, cast: add_agency(
        cast.manager, name="Westmere Fire", kind="agency", at=AT
    ),
    "agency.changed": lambda register, cast: change_agency(
        cast.manager,
        ref=agencies(cast)[0].public_id,
        name="Westmere City Council",
        kind="council",
        other_names=[],
        ended_on=None,
        successor_ref="",
        version=1,
        at=AT,
    ),
    "agency.name_met": lambda register, cast: say_who_is_meant(
        cast.manager, words="All agencies", ref=agencies(cast)[0].public_id, at=AT
    ),
    "agency.name_set_aside": lambda register, cast: set_name_aside(cast.manager, words="All agencies", at=AT),
    "agency.name_put_back": lambda register, cast: put_name_back(
        cast.manager, ref=set_name_aside(cast.manager, words="All agencies", at=AT).public_id, at=AT
    ),
    "case.agency_passed": lambda register, cast: merged_with_its_case(register, cast),
    "agency.merged": lambda register, cast: merge_agencies(
        cast.manager, ref=agencies(cast)[0].public_id, into_ref=agencies(cast)[1].public_id, version=1, at=AT
    ),
    "register.downloaded": lambda register, cast: client_of(cast.reader).get(
        reverse("learning:list"), {"download": "csv"}
    ),
    "view.saved": lambda register, cast: a_view(cast),
    "view.forgotten": lambda register, cast: forget_view(cast.manager, ref=a_view(cast).public_id, at=AT),
    "person.added": lambda register, cast: add_person(
        cast.manager,
        email="new@westmere.example",
        name="Ola Newby",
        agency=cast.manager.agency_name,
        roles=[Role.OFFICER],
        post="",
        at=AT,
    ),
    "membership.given": lambda register, cast: give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.READER],
        post="",
        at=AT,
    ),
    "membership.changed": lambda register, cast: change_roles(
        cast.manager, ref=place_of(cast.reader), roles=[Role.ANALYST], version=1, at=AT
    ),
    "membership.employer_set": lambda register, cast: set_employer(
        cast.manager, ref=place_of(cast.reader), employer_ref=cast.officer.agency_ref, version=1, at=AT
    ),
    "membership.ended": lambda register, cast: end_membership(
        cast.manager, ref=place_of(cast.reader), reason="Left", version=1, at=AT
    ),
    "membership.group_joined": lambda register, cast: in_a_group(cast),
    "membership.group_left": lambda register, cast: leave_group(
        cast.manager, ref=place_of(cast.reader), group_ref=in_a_group(cast), at=AT
    ),
    "deputy.made": lambda register, cast: a_deputy(cast),
    "deputy.ended": lambda register, cast: end_deputy(cast.manager, ref=a_deputy(cast).public_id, at=AT),
    "case.restricted": lambda register, cast: restricted(register, cast),
    "case.level_set": lambda register, cast: set_case_level(
        cast.manager,
        ref=register.review.public_id,
        level="published",
        agency_ref="",
        reason="It is on the website",
        version=0,
        at=AT,
    ),
    "case.opened": lambda register, cast: open_case(
        cast.manager, ref=restricted(register, cast), reason="The trial is over", version=1, at=AT
    ),
    "case.person_named": lambda register, cast: name_person(
        cast.manager,
        ref=restricted(register, cast),
        person=cast.analyst.person_ref,
        reason="",
        version=1,
        at=AT,
    ),
    "case.person_taken_out": lambda register, cast: take_person_out(
        cast.manager, ref=restricted(register, cast), person=cast.reader.person_ref, version=1, at=AT
    ),
    "case.person_excluded": lambda register, cast: excluded(register, cast),
    "case.exclusion_ended": lambda register, cast: end_exclusion(
        cast.manager, ref=excluded(register, cast), person=cast.reader.person_ref, version=1, at=AT
    ),
    "emergency.asked": lambda register, cast: asked(cast),
    "emergency.granted": lambda register, cast: granted(cast),
    "emergency.refused": lambda register, cast: refuse_emergency_access(cast.manager, ref=asked(cast), at=AT),
    "emergency.ended": lambda register, cast: end_emergency_access(cast.manager, ref=granted(cast), at=AT),
    "person.looked_at": lambda register, cast: note_person_looked_at(
        cast.manager, ref=cast.reader.person_ref, at=AT
    ),
    "case.access_looked_at": lambda register, cast: note_access_looked_at(
        cast.manager, kind="review", ref=register.review.public_id, at=AT
    ),
    "log.downloaded": lambda register, cast: client_of(cast.manager).get(
        reverse("history:log"), {"download": "csv"}
    ),
    "log.disposed": lambda register, cast: (
        seal(at=timezone.now()),
        dispose_events(cast.manager, before={Result.DONE: timezone.now()}, rule="audit-log 1", at=AT),
    ),
    **dict.fromkeys(
        ["import.withdrawn", "document.withdrawn"],
        lambda register, cast: withdraw_import(
            cast.manager, ref=register.open.public_id, reason="A mistake", at=AT
        ),
    ),
    "import.withdrawn_records_stay": lambda register, cast: withdraw_import(
        cast.manager, ref=register.accepted.public_id, reason="A mistake", records_stay=True, at=AT
    ),
    **dict.fromkeys(
        ["import.put_back", "document.put_back"],
        lambda register, cast: (
            withdraw_import(cast.manager, ref=register.open.public_id, reason="A mistake", at=AT),
            put_import_back(cast.manager, document_ref=register.open.document.public_id, at=AT),
        ),
    ),
    "document.erased": lambda register, cast: (
        withdraw_import(cast.manager, ref=register.open.public_id, reason="A mistake", at=AT),
        erase_import(cast.manager, document_ref=register.open.document.public_id, reason="Theirs", at=AT),
    ),
    "draft.begun": lambda register, cast: save_draft(
        cast.manager, named=form_of_manager(cast), fields={"name": ["Unfinished"]}, at=AT
    ),
    "draft.discarded": lambda register, cast: (
        save_draft(cast.manager, named=form_of_manager(cast), fields={}, at=AT),
        discard_draft(cast.manager, named=form_of_manager(cast), at=AT),
    ),
    "rules.edition_made": lambda register, cast: make_edition(
        cast.manager, name="reading", content={}, after=0, source="", at=AT
    ),
    "link.looked_at": lambda register, cast: say_of_link(
        cast.manager, ref=a_link(register, cast), state="works", note="", version=1, at=AT
    ),
    "link.checked": lambda register, cast: keep_answers(
        cast.manager, answers={"https://toolkit.example/start": ("dead", "answered 404")}, at=AT
    ),
    "document.owned": lambda register, cast: own_document(
        cast.manager,
        ref=register.accepted.document.public_id,
        owner_ref=agencies(cast)[0].public_id,
        version=1,
        at=AT,
    ),
    "document.adopted": lambda register, cast: adopted(register, cast),
    "document.adoption_ended": lambda register, cast: end_adoption(
        cast.manager, ref=adopted(register, cast), area="Westmere", on=AT.date(), at=AT
    ),
    "demo.clock_moved": lambda register, cast: clock_moved(cast),
    **approvals.DEEDS,
    **answers.DEEDS,
    **assurance.DEEDS,
    **chronologies.DEEDS,
    **searching.DEEDS,
    **sharing.DEEDS,
    **notices.DEEDS,
    **information.DEEDS,
    **publishing.DEEDS,
    **lessons.DEEDS,
    **meetings.DEEDS,
    **cases.DEEDS,
    **drafts.DEEDS,
    **reports.DEEDS,
    **plan_sheets.DEEDS,
    **plans.DEEDS,
    **review_work.DEEDS,
    **templates.DEEDS,
    **signing_in.DEEDS,
}
"""How to make happen what does not happen while the cast's register is made."""


@pytest.mark.parametrize("name", EVENTS)
def test_it_has_a_sentence_made_of_its_facts(name: str) -> None:
    kind = EVENTS[name]
    assert kind.sentence.endswith("."), "an event needs a sentence"
    assert "(" not in kind.sentence[:1]
    assert set(re.findall(r"{(\w+)}", kind.sentence)) <= set(kind.facts)
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", name)


@pytest.mark.parametrize("name", EVENTS)
def test_it_happens(name: str, register: Register, cast: Cast) -> None:
    before = Event.objects.filter(kind=name).count()
    if name in DEEDS:
        DEEDS[name](register, cast)
        assert Event.objects.filter(kind=name).count() > before
    else:
        assert before, "no operation of the cast wrote this event"


@pytest.mark.parametrize("name", DEEDS)
def test_no_deed_outlives_its_event(name: str) -> None:
    assert name in EVENTS


def test_events_hold_no_words_of_documents(register: Register, cast: Cast) -> None:
    """Sentences of the documents are nowhere in the log, however they came in."""
    logged = [str(facts) for facts in Event.objects.values_list("facts", flat=True)]
    for name, deed in DEEDS.items():
        with transaction.atomic():
            deed(register, cast)
            logged += [
                str(facts) for facts in Event.objects.filter(kind=name).values_list("facts", flat=True)
            ]
            transaction.set_rollback(True)
    texts = [ask.text for ask in ALDER.asks] + [answer.text for ask in ALDER.asks for answer in ask.answers]
    assert len(logged) > 20
    assert not [text for text in texts if any(text in facts for facts in logged)]


def test_every_event_names_who_when_and_which_record(register: Register) -> None:
    for event in Event.objects.all():
        assert event.actor_ref
        assert event.partnership_id
        assert event.subject_kind
        assert event.subject_ref
        assert event.kind in EVENTS
        assert set(event.facts) == set(EVENTS[event.kind].facts)

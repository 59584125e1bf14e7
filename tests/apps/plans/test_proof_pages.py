"""The pages on which actions are proven: evidence, marks, later checks, differences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heed.plans.models import Action, DifferenceJudgement, EmbeddedCheck, Evidence, EvidenceLink, Mark
from heed.plans.types import ActionState, CheckOutcome, EvidenceLevel
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.people.operations import exclude_person
from heed.platform.rules.operations import make_edition
from tests import cast_plans
from tests.cast import AT, Cast, Register
from tests.cast_meetings import a_group
from tests.cast_plans import again

Browser = Callable[[Actor], Client]

GIVEN = {
    "title": "Dip sample of 30 minutes",
    "kind": "audit",
    "level": "2",
    "period_from_day": "1",
    "period_from_month": "10",
    "period_from_year": "2024",
    "period_to_day": "31",
    "period_to_month": "12",
    "period_to_year": "2024",
    "value": "27",
    "denominator": "30",
    "unit": "minutes that name who does what",
    "links": "https://vale.example/audit",
}
PERIOD = {name: value for name, value in GIVEN.items() if name.startswith("period")}


def at(name: str, row: Any) -> str:
    return reverse(f"plans:{name}", args=[row.public_id])


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.capability("C20")
@pytest.mark.capability("J05")
def test_evidence_is_given_with_files_shown_with_hashes_and_taken_away(
    cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.agreed(cast)
    client = client_of(cast.officer)
    files = [SimpleUploadedFile("a.txt", b"First words."), SimpleUploadedFile("b.txt", b"Second words.")]
    sent = client.post(at("give_evidence", action), {**GIVEN, "file": files})
    assert sent.status_code == 302
    piece = Evidence.objects.visible_to(cast.officer).get()
    shown = page_of(client, at("evidence", piece))
    kept = list(piece.versions.get().files.all())
    assert [each.name for each in kept] == ["a.txt", "b.txt"]
    assert all(each.sha256 in shown for each in kept)
    assert "27 of 30 minutes that name who does what" in shown
    assert "https://vale.example/audit" in shown
    assert "does not say on which day it was counted" in shown
    taken = client.get(at("evidence_file", kept[0]))
    assert b"".join(taken.streaming_content) == b"First words."
    assert taken["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(kind="evidence.file_taken").exists()
    assert "Dip sample of 30 minutes" in page_of(client, at("action", action))


@pytest.mark.capability("J05")
@pytest.mark.parametrize(
    ("figure", "shown", "warned"),
    [
        ({"value": "437", "denominator": "", "unit": "people who came"}, "437 people who came", True),
        (
            {"value": "437", "denominator": "460", "unit": "people who came"},
            "437 of 460 people who came",
            False,
        ),
        ({"value": "", "denominator": "", "unit": ""}, "Dip sample of 30 minutes", False),
    ],
    ids=["a numerator alone", "both", "no figure"],
)
def test_a_figure_without_its_denominator_is_warned_of(
    cast: Cast, client_of: Browser, figure: dict[str, str], shown: str, warned: bool
) -> None:
    action = cast_plans.agreed(cast)
    client = client_of(cast.officer)
    assert client.post(at("give_evidence", action), {**GIVEN, **figure}).status_code == 302
    page = page_of(client, at("evidence", Evidence.objects.visible_to(cast.officer).get()))
    assert shown in page
    assert ("The figure does not say out of how many." in page) is warned


def test_what_is_wrong_with_evidence_stands_at_its_fields_and_nothing_is_kept(
    cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.agreed(cast)
    wrong = {**GIVEN, "kind": "training", "links": "vale audit", "value": "most"}
    answer = client_of(cast.officer).post(at("give_evidence", action), wrong)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Begin it with https://" in said
    assert "Enter a number" in said
    assert "Dip sample of 30 minutes" in said, "what was typed stays"
    training = client_of(cast.officer).post(at("give_evidence", action), {**GIVEN, "kind": "training"})
    assert "It shows no change in practice, however many came" in training.content.decode()
    assert not Evidence.objects.visible_to(cast.officer).exists()


def test_a_hostile_file_is_refused_with_a_sentence(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.agreed(cast)
    file = SimpleUploadedFile("report.pdf", b"MZ\x90\x00" + b"\x00" * 60)
    answer = client_of(cast.officer).post(at("give_evidence", action), {**GIVEN, "file": [file]})
    assert answer.status_code == 422
    assert not Evidence.objects.visible_to(cast.officer).exists()


@pytest.mark.capability("C20")
def test_an_action_is_reported_verified_and_its_mark_says_by_whom_for_which_time(
    cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.agreed(cast)
    piece = cast_plans.evidence_for(cast, action)
    trust, manager = client_of(cast.officer), client_of(cast.manager)
    assert "Report it complete" in page_of(trust, at("action", action))
    assert trust.post(at("report", action), {"note": "Done in June."}).status_code == 302
    assert again(action).state == ActionState.REPORTED
    shown = page_of(manager, at("action", action))
    assert "Verify it" in shown
    assert "Verify it" not in page_of(trust, at("action", action)), (
        "nobody verifies their own employer's work"
    )
    group = a_group(cast.manager, at=AT, name="Quality group")
    agreed = {"sample_group": group.public_id, "sample_on": "2025-02-23"}
    make_edition(cast.manager, name="meetings", content=agreed, after=0, source="", at=AT)
    sample = {"sampled": "10", "sampled_of": "30", "sample": "Every third record."}
    sent = manager.post(at("verify", action), {**PERIOD, "evidence": [piece.public_id], **sample})
    assert sent.status_code == 302
    shown = page_of(manager, at("action", action))
    assert "By sample, 10 of 30: Every third record. Quality group agreed" in shown
    assert ", for 1 Oct to 31 Dec 2024" in shown
    assert "employed by Westmere Police" in shown
    assert "Is it embedded? To be looked at" in shown


def test_verifying_without_evidence_or_period_is_refused_at_the_fields(
    cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.reported(cast)
    cast_plans.evidence_for(cast, action)
    answer = client_of(cast.manager).post(at("verify", action), {})
    assert answer.status_code == 422
    assert "Give the first day of the period" in answer.content.decode()
    answer = client_of(cast.manager).post(at("verify", action), PERIOD)
    assert "at least one piece that still shows an output" in answer.content.decode()
    assert again(action).state == ActionState.REPORTED


def test_where_nothing_shows_it_the_way_back_is_offered_and_no_form(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.reported(cast)
    shown = page_of(client_of(cast.manager), at("verify", action))
    assert "so it cannot be verified yet" in shown
    assert f'href="{at("send_back", action)}"' in shown
    assert "period_from" not in shown
    assert client_of(cast.manager).post(at("verify", action), PERIOD).status_code == 422
    assert again(action).state == ActionState.REPORTED


def test_two_who_verify_at_once_make_one_mark(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, action)
    sent = {**PERIOD, "evidence": [piece.public_id]}
    first = client_of(cast.manager).post(at("verify", action), sent)
    second = client_of(cast.of[Role.DELEGATED_SAFEGUARDING_PARTNER]).post(at("verify", action), sent)
    assert (first.status_code, second.status_code) in {(302, 409), (302, 403)}
    assert Mark.objects.filter(action=action, kind="verified").count() == 1


def test_what_is_sent_back_says_what_is_missing(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.reported(cast)
    manager = client_of(cast.manager)
    assert manager.post(at("send_back", action), {"reason": " "}).status_code == 422
    assert manager.post(at("send_back", action), {"reason": "No record of who came."}).status_code == 302
    assert again(action).state == ActionState.UNDER_WAY
    assert "No record of who came." in page_of(client_of(cast.officer), at("action", action))


def test_assuring_is_for_somebody_else_of_the_agency(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.reported(cast)
    lead = client_of(cast.of[Role.AGENCY_LEAD])
    assert lead.post(at("assure", action), {"note": "I stand behind it."}).status_code == 302
    assert again(action).state == ActionState.ASSURED
    other = client_of(cast.of[Role.AGENCY_CONTRIBUTOR])
    assert other.get(at("assure", action)).status_code == 403


@pytest.mark.capability("J04")
def test_a_check_that_fails_opens_the_action_again(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.verified(cast)
    check = EmbeddedCheck.objects.get(action=action)
    manager = client_of(cast.manager)
    assert action.reference in page_of(manager, reverse("plans:checks"))
    sent = {"outcome": CheckOutcome.FAILED.value, "reason": "Four of ten records name nobody."}
    assert manager.post(at("check", check), sent).status_code == 302
    assert again(action).state == ActionState.RE_OPENED
    assert "Does not hold; open again" in page_of(manager, at("action", action))
    assert action.reference not in page_of(manager, reverse("plans:checks"))
    assert manager.post(at("check", check), sent).status_code == 409


def test_a_check_that_holds_rests_on_practice_or_outcome(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.verified(cast, level=EvidenceLevel.OUTPUT)
    check = EmbeddedCheck.objects.get(action=action)
    weak = Evidence.objects.visible_to(cast.manager).get()
    sent = {"outcome": "holds", "reason": "It goes on.", "evidence": [weak.public_id]}
    client = client_of(cast.of[Role.QUALITY_AND_AUDIT_OFFICER])
    answer = client.post(at("check", check), sent)
    assert answer.status_code == 422
    assert "nothing less shows that it lasts" in answer.content.decode()
    strong = cast_plans.evidence_for(cast, action, at=cast_plans.MUCH_LATER)
    sent["evidence"] = [strong.public_id]
    assert client.post(at("check", check), sent).status_code == 302
    assert again(action).state == ActionState.EMBEDDED


@pytest.mark.capability("J02")
def test_a_difference_is_judged_by_name_with_output_outcome_and_impact_apart(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    asked = register.recommendations["1"]
    cast_plans.embedded(cast, asked)
    against = cast_plans.evidence_for(
        cast, cast_plans.agreed(cast, asked), contrary=True, note="Two said no."
    )
    strong = Evidence.objects.visible_to(cast.manager).filter(contrary=False).first()
    judge = client_of(cast.of[Role.QUALITY_AND_AUDIT_OFFICER])
    assert judge.post(at("judge", asked), {"seen": "yes", "output": "Audits held"}).status_code == 422
    sent = {
        "seen": "yes",
        "output": "Audits held",
        "outcome": "Records name who acts",
        "impact": "None is known",
        "contrary": "Two families say otherwise",
        "evidence": [strong.public_id],
    }
    assert judge.post(at("judge", asked), sent).status_code == 302
    row = DifferenceJudgement.objects.get()
    assert row.seen
    shown = page_of(client_of(cast.reader), reverse("learning:recommendation", args=[asked.public_id]))
    for words in ("Records name who acts", "Two families say otherwise", "Quentin Quill", "It is not proof"):
        assert words in shown
    assert "Evidence that speaks against it" in shown
    assert against.reference in shown


def test_a_scrutineer_reads_and_never_verifies_or_judges(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.reported(cast, register.recommendations["1"])
    watcher = client_of(cast.of[Role.INDEPENDENT_SCRUTINEER])
    page_of(watcher, at("action", action))
    assert watcher.get(at("verify", action)).status_code == 403
    assert watcher.get(at("judge", register.recommendations["1"])).status_code == 403


def test_whoever_is_kept_from_a_case_finds_nothing_of_its_evidence(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    action = cast_plans.verified(cast, register.recommendations["1"])
    piece = Evidence.objects.visible_to(cast.manager).get()
    check = EmbeddedCheck.objects.get(action=action)
    kept_out = cast.of[Role.GROUP_MEMBER]
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=kept_out.person_ref,
        reason="Own practice",
        version=0,
        at=AT + timedelta(days=1),
    )
    client = client_of(kept_out)
    assert piece.reference not in page_of(client, reverse("plans:evidence_list"))
    assert action.reference not in page_of(client, reverse("plans:checks"))
    for address in (at("evidence", piece), at("check", check), at("action", action), at("verify", action)):
        assert client.get(address).status_code == 404, address


def test_the_register_of_evidence_narrows_and_is_taken_away(cast: Cast, client_of: Browser) -> None:
    action = cast_plans.agreed(cast)
    practice = cast_plans.evidence_for(cast, action)
    weak = cast_plans.evidence_for(cast, action, EvidenceLevel.OUTPUT)
    EvidenceLink.objects.create(version=weak.versions.get(), address="https://gone.example", works=False)
    client = client_of(cast.reader)
    strong_only = page_of(client, reverse("plans:evidence_list") + "?level=2")
    assert practice.reference in strong_only
    assert weak.reference not in strong_only
    dead = page_of(client, reverse("plans:evidence_list") + "?look=dead")
    assert weak.reference in dead
    assert practice.reference not in dead
    file = client.get(reverse("plans:evidence_list") + "?download=csv&of=all")
    assert practice.reference.encode() in b"".join(file.streaming_content)


def test_one_piece_shows_another_action_as_well(cast: Cast, client_of: Browser) -> None:
    first, second = cast_plans.agreed(cast), cast_plans.agreed(cast)
    piece = cast_plans.evidence_for(cast, first)
    sent = {"do": "use", "use-action": second.public_id}
    assert client_of(cast.officer).post(at("evidence", piece), sent).status_code == 302
    assert set(Action.objects.visible_to(cast.reader).filter(evidence_uses__evidence=piece)) == {
        first,
        second,
    }
    assert client_of(cast.reader).post(at("evidence", piece), sent).status_code == 403


@pytest.mark.capability("J06")
def test_before_and_after_stand_beside_each_other_with_dates_and_what_speaks_against(
    cast: Cast, client_of: Browser, register: Register
) -> None:
    asked = register.recommendations["4"]
    action = cast_plans.reported(cast, asked)
    long_ago, later = AT.date() - timedelta(days=200), AT.date()
    figures = {"denominator": Decimal(30), "unit": "minutes that hold"}
    cast_plans.evidence_for(
        cast, action, kind="inspection", value=Decimal(12), value_on=long_ago, period_to=long_ago, **figures
    )
    cast_plans.evidence_for(
        cast, action, kind="survey", value=Decimal(27), value_on=later, period_to=later, **figures
    )
    cast_plans.evidence_for(cast, action, contrary=True, period_to=later)
    shown = page_of(client_of(cast.reader), reverse("learning:recommendation", args=[asked.public_id]))
    places = [
        shown.index(words)
        for words in (
            "Before 4 Mar 2025, when an action was first agreed",
            "12 of 30 minutes that hold",
            "Since 4 Mar 2025",
            "27 of 30 minutes that hold",
            "Evidence that speaks against it",
        )
    ]
    assert places == sorted(places)

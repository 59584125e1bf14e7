"""An action from its proposal to "is it embedded?", and what each step asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.learning.types import RecommendationState
from heed.plans.models import Action, ActionStep, Evidence, EvidenceFile, Mark
from heed.plans.operations import (
    Judgement,
    NewEvidence,
    NewVersion,
    Speaks,
    add_evidence_version,
    agree_action,
    ask_for_move,
    assure_action,
    change_action,
    decide_move,
    give_evidence,
    judge_difference,
    make_action,
    refresh_after_expiry,
    reopen_action,
    report_complete,
    restart_action,
    review_action,
    send_back,
    set_colour,
    stall_action,
    use_evidence,
    verify_action,
)
from heed.plans.operations.steps import take_step
from heed.plans.queries import ActionFilter, filter_actions, hold_action
from heed.plans.rules import TRANSITIONS, may_go
from heed.plans.types import (
    GONE,
    ActionKind,
    ActionState,
    CheckOutcome,
    Colour,
    EvidenceLevel,
    MoveDecision,
    ReviewOutcome,
)
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.queries import what_needs
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.people.operations import exclude_person, restrict_case
from tests import cast_answers, cast_plans
from tests.cast import AT, Ask, Cast, Register, Written, register_of

LATER = AT + timedelta(days=60)


def test_the_table_names_every_state_and_none_leads_to_itself() -> None:
    assert set(TRANSITIONS) == set(ActionState)
    assert not [state for state, further in TRANSITIONS.items() if state in further]
    assert all(ActionState.RE_OPENED in TRANSITIONS[each] for each in GONE)


@pytest.mark.parametrize("to", ActionState)
@pytest.mark.parametrize("state", ActionState)
def test_every_state_by_every_other(
    state: ActionState, to: ActionState, register: Register, cast: Cast
) -> None:
    """What the table allows happens, in a row of its own; whatever else is refused and leaves nothing."""
    row = register.actions[0]
    rows = Action.objects.for_everyone(because="a test").filter(pk=row.pk)
    rows.update(state=state)
    before = ActionStep.objects.count()
    held = hold_action(cast.manager, row.public_id)
    if may_go(state, to):
        assert take_step(cast.manager, action=held, to=to, reason="Why", at=AT).state == to
        step = row.steps.last()
        assert (step.from_state, step.to_state, step.by_id) == (state, to, cast.manager.person_id)
    else:
        with pytest.raises(NotNow):
            take_step(cast.manager, action=held, to=to, at=AT)
        assert rows.get().state == state
        assert ActionStep.objects.count() == before


def recommendation(register: Register, label: str = "4") -> Recommendation:
    return register.recommendations[label]


def now(row: Any) -> Any:
    return type(row).objects.for_everyone(because="a test").get(pk=row.pk)


def steps(row: Recommendation) -> dict[str, str]:
    return {each["step"]: each["reach"] for each in now(row).thread}


# Planning


def test_one_action_serves_many_recommendations_and_is_counted_once(register: Register, cast: Cast) -> None:
    served = [register.recommendations["1"], register.recommendations["2a"]]
    before = Action.objects.visible_to(cast.reader).count()
    row = cast_plans.agreed(cast, *served)
    assert Action.objects.visible_to(cast.reader).count() == before + 1
    assert set(
        row.recommendations.through.objects.filter(action=row).values_list("recommendation", flat=True)
    ) == {each.pk for each in served}
    assert row.review_id == served[0].review_id


def test_an_action_without_a_recommendation_is_the_partnerships_own(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    assert row.review is None
    assert row.scope_id == register.review.scope_id
    assert Action.objects.visible_to(cast.reader).filter(pk=row.pk).exists()
    assert not Action.objects.visible_to(cast.outsider).filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"due": date(2025, 3, 3)}, "due"),
        ({"due": date(2205, 9, 30)}, "due"),
        ({"review_on": date(2020, 1, 1)}, "review_on"),
        ({"agency_ref": "nobody"}, "agency"),
        ({"agency_ref": ""}, "agency"),
        ({"frequency": "bi-annual"}, "frequency"),
        ({"recommendations": ("nothing",)}, "recommendations"),
        ({"parts": (999999,)}, "parts"),
        ({"depends_on": ("nothing",)}, "depends_on"),
        ({"milestones": ((" ", date(2025, 5, 1), None),)}, "milestones"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    more: dict[str, Any], field: str, register: Register, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refused:
        make_action(cast.manager, plan=cast_plans.a_plan(**more), at=AT)
    assert field in refused.value.fields


def test_people_of_an_agency_plan_for_their_own(register: Register, cast: Cast) -> None:
    lead = cast.of[Role.AGENCY_LEAD]
    make_action(lead, plan=cast_plans.a_plan(), at=AT)
    with pytest.raises(NotAllowed):
        make_action(lead, plan=cast_plans.a_plan(agency_ref=cast_plans.agency_ref("Westmere Police")), at=AT)
    row = cast_plans.proposed(cast, agency_ref=cast_plans.agency_ref("Westmere Police"))
    with pytest.raises(NotAllowed):
        change_action(lead, ref=row.public_id, plan=cast_plans.a_plan(), version=row.version, at=AT)


def test_nothing_waits_for_itself(register: Register, cast: Cast) -> None:
    first = cast_plans.proposed(cast)
    second = cast_plans.proposed(cast, depends_on=(first.public_id,))
    third = cast_plans.proposed(cast, depends_on=(second.public_id,))
    for last in (first, second, third):
        plan = cast_plans.a_plan(depends_on=(last.public_id,))
        with pytest.raises(Invalid) as refused:
            change_action(cast.manager, ref=first.public_id, plan=plan, version=first.version, at=AT)
        assert "depends_on" in refused.value.fields


# Agreeing


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"owner": ""}, "the owner is missing"),
        ({"due": None}, "the date is missing"),
        ({"how_we_will_know": ""}, "how we will know is missing"),
        ({"owner": "", "due": None}, "the owner and the date are missing"),
        ({"kind": ActionKind.STANDING}, "how often it happens and when next is missing"),
    ],
)
def test_agreeing_is_refused_while_owner_date_or_measure_is_missing(
    more: dict[str, Any], missing: str, register: Register, cast: Cast
) -> None:
    row = cast_plans.proposed(cast, **more)
    with pytest.raises(NotNow, match=missing):
        agree_action(cast.manager, ref=row.public_id, at=AT)
    assert now(row).state == ActionState.PROPOSED


def test_a_group_agrees_in_principle_and_gives_the_details_later(register: Register, cast: Cast) -> None:
    row = cast_plans.in_principle(cast)
    assert row.details_due == date(2025, 4, 1)
    with pytest.raises(NotNow):
        agree_action(cast.manager, ref=row.public_id, at=AT)
    change_action(cast.manager, ref=row.public_id, plan=cast_plans.a_plan(), version=now(row).version, at=AT)
    agreed = agree_action(cast.manager, ref=row.public_id, at=AT)
    assert (agreed.state, agreed.details_due, agreed.first_due) == (ActionState.AGREED, None, cast_plans.DUE)


@pytest.mark.capability("B09")
def test_what_is_agreed_in_principle_is_not_reported_before_its_details_are_given(
    register: Register, cast: Cast, client_of: Any
) -> None:
    row = cast_plans.in_principle(cast)
    said = "the owner and the date are missing. Give the details first"
    with pytest.raises(NotNow, match=said):
        report_complete(cast.officer, ref=row.public_id, note="Done.", at=AT)
    page = client_of(cast.officer).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert reverse("plans:report", args=[row.public_id]) not in page
    assert "To be given before it is reported complete: the owner and the date" in page
    assert said in client_of(cast.officer).get(reverse("plans:report", args=[row.public_id])).content.decode()
    stall = {"reason": "Ill", "interim_measure": "A note", "restart_on": date(2025, 6, 1)}
    stall_action(cast.officer, ref=row.public_id, **stall, at=AT)
    with pytest.raises(NotNow, match=said):
        report_complete(cast.officer, ref=row.public_id, note="Done.", at=AT)
    restart_action(cast.officer, ref=row.public_id, at=AT)
    given = cast_plans.a_plan()
    change_action(cast.officer, ref=row.public_id, plan=given, version=now(row).version, at=AT)
    assert report_complete(cast.officer, ref=row.public_id, at=AT).state == ActionState.REPORTED


# Dates


def test_a_date_moves_by_request_and_the_first_one_stays(register: Register, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    move = row.date_moves.get()
    assert (row.state, row.due_latest) == (ActionState.EXTENSION_REQUESTED, cast_plans.DUE)
    decide_move(cast.manager, ref=move.public_id, decision=MoveDecision.APPROVED, reason="", at=AT)
    row = now(row)
    assert (row.state, row.due_latest, row.first_due, row.moves) == (
        ActionState.AGREED,
        date(2025, 12, 1),
        cast_plans.DUE,
        1,
    )
    with pytest.raises(NotNow):
        decide_move(cast.manager, ref=move.public_id, decision=MoveDecision.REFUSED, reason="No", at=AT)


def test_a_refused_move_leaves_the_date_and_says_why(register: Register, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    ref = row.date_moves.get().public_id
    with pytest.raises(Invalid):
        decide_move(cast.manager, ref=ref, decision=MoveDecision.REFUSED, reason=" ", at=AT)
    decide_move(cast.manager, ref=ref, decision=MoveDecision.REFUSED, reason="It cannot wait", at=AT)
    row = now(row)
    assert (row.state, row.due_latest, row.moves) == (ActionState.AGREED, cast_plans.DUE, 0)
    ask_for_move(cast.officer, ref=row.public_id, wanted=date(2025, 11, 1), reason="Still ill", at=AT)


def test_whoever_asked_does_not_decide(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    move = ask_for_move(cast.manager, ref=row.public_id, wanted=date(2025, 12, 1), reason="Ill", at=AT)
    with pytest.raises(NotAllowed):
        decide_move(cast.manager, ref=move.public_id, decision=MoveDecision.APPROVED, reason="", at=AT)


def test_a_request_lapses_when_the_action_is_reported_first(register: Register, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    report_complete(cast.officer, ref=row.public_id, at=AT)
    assert row.date_moves.get().decision == MoveDecision.LAPSED


def test_an_agreed_date_is_not_changed_by_editing(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    plan = cast_plans.a_plan(due=date(2025, 12, 1))
    with pytest.raises(Invalid) as refused:
        change_action(cast.manager, ref=row.public_id, plan=plan, version=row.version, at=AT)
    assert "Ask for it to be moved" in refused.value.fields["due"]


@pytest.mark.parametrize("wanted", [None, date(2025, 1, 1), cast_plans.DUE, date(2999, 1, 1)])
def test_a_move_asks_for_a_day_that_can_be(wanted: date | None, register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    with pytest.raises(Invalid) as refused:
        ask_for_move(cast.officer, ref=row.public_id, wanted=wanted, reason="", at=AT)
    assert set(refused.value.fields) == {"wanted", "reason"}


def test_a_stalled_action_keeps_its_date_and_goes_on_where_it_was(register: Register, cast: Cast) -> None:
    row = cast_plans.stalled(cast)
    assert (row.due_latest, row.restart_on, row.stalled_on) == (cast_plans.DUE, date(2025, 6, 1), AT.date())
    again = restart_action(cast.officer, ref=row.public_id, at=LATER)
    assert (again.state, again.restart_on, again.interim_measure) == (ActionState.AGREED, None, "")


def test_at_its_review_date_an_unfinished_action_is_dated_again_or_escalated(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast, review_on=date(2025, 4, 1))
    given = {"ref": row.public_id, "reason": "Two left", "next_review": date(2025, 8, 1), "at": AT}
    with pytest.raises(Invalid):
        review_action(cast.officer, outcome=ReviewOutcome.ESCALATED, **given)
    held = review_action(cast.officer, outcome=ReviewOutcome.RE_DATED, **given)
    assert (held.due_on, now(row).review_on, now(row).due_latest) == (
        date(2025, 4, 1),
        date(2025, 8, 1),
        cast_plans.DUE,
    )
    with pytest.raises(NotNow):
        review_action(
            cast.officer,
            outcome=ReviewOutcome.RE_DATED,
            **{**given, "ref": cast_plans.reported(cast).public_id},
        )


def test_another_colour_needs_a_reason_and_keeps_the_name(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    with pytest.raises(Invalid):
        set_colour(cast.manager, ref=row.public_id, colour=Colour.RED, reason="", version=row.version, at=AT)
    row = set_colour(
        cast.manager, ref=row.public_id, colour=Colour.RED, reason="Nobody came", version=row.version, at=AT
    )
    assert (row.colour, row.colour_by_id) == (Colour.RED, cast.manager.person_id)


# Marks


def test_only_the_agency_itself_reports_and_somebody_else_of_it_assures(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    with pytest.raises(NotAllowed, match="Vale NHS Trust"):
        report_complete(cast.manager, ref=row.public_id, at=AT)
    lead = cast.of[Role.AGENCY_LEAD]
    report_complete(lead, ref=row.public_id, at=AT)
    with pytest.raises(NotAllowed, match="yourself"):
        assure_action(lead, ref=row.public_id, at=AT)


def test_a_mark_keeps_who_it_was_for_which_agency_and_who_employs_them(
    register: Register, cast: Cast
) -> None:
    council = Agency.objects.get(name="Westmere Council")
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=council)
    row = cast_plans.verified(cast)
    mark = row.marks.last()
    assert (mark.kind, mark.by_id, str(mark.agency), mark.employer) == (
        "verified",
        cast.manager.person_id,
        "Westmere Police",
        council,
    )
    assert (mark.on, mark.period_from, mark.period_to) == (AT.date(), date(2024, 10, 1), date(2024, 12, 31))


def test_nobody_of_the_same_employer_verifies(register: Register, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, row)
    trust = Agency.objects.get(name="Vale NHS Trust")
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=trust)
    with pytest.raises(NotAllowed, match="employed by Vale NHS Trust"):
        cast_plans.verify(cast, row, piece)
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=None)
    older = Agency.objects.create(
        name="Old Trust", kind="health_provider", ended_on=AT.date(), successor=trust
    )
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=older)
    with pytest.raises(NotAllowed):
        cast_plans.verify(cast, row, piece)
    assert now(row).state == ActionState.REPORTED


def test_the_second_of_two_who_verify_is_told_who_was_first(register: Register, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    with pytest.raises(NotNow, match=f"verified already by {cast.manager.name}"):
        cast_plans.verify(cast, row, row.evidence_uses.get().evidence)
    assert row.marks.filter(kind="verified").count() == 1


@pytest.mark.parametrize("level", [EvidenceLevel.PLAN, None])
def test_verifying_rests_on_evidence_of_an_output_at_least(
    level: EvidenceLevel | None, register: Register, cast: Cast
) -> None:
    row = cast_plans.reported(cast)
    pieces = [] if level is None else [cast_plans.evidence_for(cast, row, level)]
    with pytest.raises(Invalid):
        cast_plans.verify(cast, row, *pieces)


def test_a_scrutineer_never_approves_whatever_else_they_are(register: Register, cast: Cast) -> None:
    Membership.objects.filter(pk=cast.manager.membership_id).update(
        roles=[Role.BUSINESS_MANAGER, Role.INDEPENDENT_SCRUTINEER]
    )
    from tests.cast import find

    again = find()
    assert again is not None
    both = again.manager
    row = cast_plans.proposed(cast)
    with pytest.raises(NotAllowed, match="scrutineer"):
        agree_action(both, ref=row.public_id, at=AT)


def test_what_does_not_hold_goes_back_with_a_reason(register: Register, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    with pytest.raises(Invalid):
        send_back(cast.manager, ref=row.public_id, reason="", at=AT)
    assert send_back(cast.manager, ref=row.public_id, reason="Only nine records", at=AT).state == (
        ActionState.UNDER_WAY
    )
    mark = Mark.objects.get(action=row, kind="sent_back")
    assert mark.reason == "Only nine records"


# Threads


@pytest.mark.parametrize(
    ("level", "state"),
    [
        (EvidenceLevel.OUTPUT, RecommendationState.IMPLEMENTED),
        (EvidenceLevel.PRACTICE, RecommendationState.IMPLEMENTED),
    ],
)
def test_implemented_takes_every_action_settled_and_evidence_of_an_output(
    level: EvidenceLevel, state: RecommendationState, register: Register, cast: Cast
) -> None:
    alone = _answered(cast)
    row = cast_plans.reported(cast, alone)
    assert now(alone).state == RecommendationState.IN_DELIVERY
    cast_plans.verify(cast, row, cast_plans.evidence_for(cast, row, level))
    assert now(alone).state == state


def test_nothing_is_implemented_before_its_answer_was_found_to_answer_it(
    register: Register, cast: Cast
) -> None:
    alone = _recommendation_of_its_own(cast)
    cast_plans.verified(cast, alone)
    assert now(alone).state == RecommendationState.IN_DELIVERY
    cast_answers.answered_in_full(cast, alone)
    assert now(alone).state == RecommendationState.IMPLEMENTED


def test_one_agency_alone_may_rest_at_assured_with_evidence(register: Register, cast: Cast) -> None:
    alone = _answered(cast)
    row = cast_plans.assured(cast, alone, single_agency=True)
    assert now(alone).state == RecommendationState.IN_DELIVERY
    cast_plans.evidence_for(cast, row, EvidenceLevel.OUTPUT)
    assert now(alone).state == RecommendationState.IMPLEMENTED
    assert steps(alone)["verified"] == "none"


@pytest.mark.capability("B03")
def test_a_compound_recommendation_is_not_implemented_while_a_part_is_blank(
    register: Register, cast: Cast
) -> None:
    compound = _answered(cast, parts=("hold them on time", "record who came"))
    first, second = compound.parts.all()
    row = cast_plans.verified(cast, compound, parts=(first.pk,))
    assert now(compound).state == RecommendationState.IN_DELIVERY
    cast_plans.evidence_for(cast, row, at=LATER)
    cast_plans.check(cast, row, CheckOutcome.HOLDS)
    refs = tuple(each.evidence.public_id for each in row.evidence_uses.all())
    judged(cast.manager, compound, seen=True, evidence=refs)
    assert now(compound).state == RecommendationState.IN_DELIVERY, "a difference in one part is not the whole"
    cast_plans.verified(cast, compound, parts=(second.pk,))
    assert now(compound).state == RecommendationState.IMPLEMENTED


def judged(actor: Actor, row: Recommendation, *, seen: bool, evidence: tuple[str, ...]) -> None:
    judge_difference(
        actor,
        recommendation_ref=row.public_id,
        judgement=Judgement(seen, "Twenty audits.", "18 of 20 hold.", "Children say they are heard."),
        evidence=evidence,
        at=LATER,
    )


def test_embedded_takes_a_check_that_holds_and_a_judge_on_evidence_of_practice(
    register: Register, cast: Cast
) -> None:
    alone = _answered(cast)
    row = cast_plans.verified(cast, alone)
    cast_plans.evidence_for(cast, row, at=LATER)
    refs = tuple(each.evidence.public_id for each in row.evidence_uses.all())
    judged(cast.manager, alone, seen=True, evidence=refs)
    assert steps(alone)["difference_seen"] == "part"
    cast_plans.check(cast, row, CheckOutcome.HOLDS)
    assert (now(row).state, now(alone).state) == (ActionState.EMBEDDED, RecommendationState.EMBEDDED)
    judged(cast.manager, alone, seen=False, evidence=refs)
    assert now(alone).state == RecommendationState.IMPLEMENTED


def test_training_held_is_never_a_difference(register: Register, cast: Cast) -> None:
    alone = _recommendation_of_its_own(cast)
    row = cast_plans.reported(cast, alone)
    with pytest.raises(Invalid, match="training was held"):
        cast_plans.evidence_for(cast, row, EvidenceLevel.PRACTICE, kind="training")
    piece = cast_plans.evidence_for(cast, row, EvidenceLevel.OUTPUT, kind="training")
    cast_plans.verify(cast, row, piece)
    with pytest.raises(Invalid):
        cast_plans.check(cast, now(row), CheckOutcome.HOLDS)
    with pytest.raises(Invalid):
        judged(cast.manager, alone, seen=True, evidence=(piece.public_id,))


def test_a_failed_check_opens_the_action_again(register: Register, cast: Cast) -> None:
    alone = _recommendation_of_its_own(cast)
    row = cast_plans.verified(cast, alone)
    assert row.embedded_checks.get().due_on == date(2025, 9, 4)
    cast_plans.check(cast, row, CheckOutcome.FAILED)
    assert (now(row).state, now(alone).state) == (ActionState.RE_OPENED, RecommendationState.IN_DELIVERY)
    assert row.steps.last().reason == "Looked at ten records."


def test_what_was_withdrawn_counts_for_nothing(register: Register, cast: Cast) -> None:
    alone = _recommendation_of_its_own(cast)
    row = cast_plans.agreed(cast, alone)
    assert now(alone).delivery["actions"] == 1
    from heed.plans.operations import withdraw_action

    withdraw_action(cast.manager, ref=row.public_id, reason="Done by law", at=AT)
    assert now(alone).delivery["actions"] == 0
    reopen_action(cast.manager, ref=row.public_id, reason="It is not", at=AT)
    assert now(alone).delivery["actions"] == 1


def _recommendation_of_its_own(cast: Cast, *, parts: tuple[str, ...] = ()) -> Recommendation:
    written = Written(title="Elm", asks=(Ask("1", "Core groups should be held on time.", parts=parts),))
    review = register_of(cast.manager, written, review="Elm")
    return Recommendation.objects.visible_to(cast.manager).get(review=review)  # type: ignore[no-any-return]


def _answered(cast: Cast, *, parts: tuple[str, ...] = ()) -> Recommendation:
    """One whose every part has an adequate answer."""
    row = _recommendation_of_its_own(cast, parts=parts)
    cast_answers.answered_in_full(cast, row)
    return row


# Evidence


def test_evidence_keeps_every_version_with_its_files_and_hashes(
    register: Register, cast: Cast, data_folder: Any
) -> None:
    row = cast_plans.agreed(cast)
    given = NewEvidence(title="Audit", kind="audit", level=2, period_to=date(2024, 12, 31))
    first = NewVersion(
        files=[("audit.txt", [b"18 of 20"]), ("list.csv", [b"a,b"])], links=("https://a.example/",)
    )
    piece = give_evidence(cast.officer, action_ref=row.public_id, evidence=given, handed_in=first, at=AT)
    second = NewVersion(files=[("audit.txt", [b"19 of 20"])])
    with pytest.raises(Invalid) as refused:
        add_evidence_version(cast.officer, ref=piece.public_id, handed_in=second, speaks=Speaks(), at=LATER)
    assert set(refused.value.fields) == {"period_from"}
    spring = Speaks(period_from=date(2025, 1, 1), period_to=date(2025, 2, 28), value=Decimal(19))
    add_evidence_version(cast.officer, ref=piece.public_id, handed_in=second, speaks=spring, at=LATER)
    assert (now(piece).period_to, now(piece).value) == (spring.period_to, 19), "it says what its newest does"
    said = list(piece.versions.values_list("period_to", "value"))
    assert said == [(spring.period_to, 19), (given.period_to, None)], "and each version what it said"
    assert [each.number for each in piece.versions.all()] == [2, 1]
    hashes = EvidenceFile.objects.filter(version__evidence=piece).values_list("sha256", flat=True)
    assert len(set(hashes)) == 3
    assert all(len(each) == 64 for each in hashes)


@pytest.mark.capability("E06")
def test_a_newer_version_ends_the_asking_for_it_and_says_anew_how_long_it_holds(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    piece = cast_plans.evidence_for(cast, row, refresh_by=date(2025, 4, 1), expires_on=date(2025, 5, 1))
    again = NewVersion(note="The audit of this spring.")
    police = replace(
        cast.of[Role.AGENCY_CONTRIBUTOR], agency_id=Agency.objects.get(name="Westmere Police").pk
    )
    with pytest.raises(NotAllowed, match="not yours to change"):
        add_evidence_version(police, ref=piece.public_id, handed_in=again, speaks=Speaks(), at=AT)
    more: dict[str, Any] = {"ref": piece.public_id, "handed_in": again, "speaks": Speaks(), "at": AT}
    with pytest.raises(Invalid):
        add_evidence_version(cast.officer, **more, refresh_by=AT.date())
    later = date(2026, 4, 1)
    add_evidence_version(cast.officer, **more, refresh_by=later)
    piece = now(piece)
    assert (piece.refresh_by, piece.expires_on, piece.versions.count()) == (later, None, 2)


@pytest.mark.capability("C20")
def test_evidence_counts_until_its_last_day_and_again_once_it_is_renewed(
    register: Register, cast: Cast
) -> None:
    alone, last = _answered(cast), clock.today() + timedelta(days=30)
    row = cast_plans.reported(cast, alone)
    piece = cast_plans.evidence_for(cast, row, expires_on=last)
    cast_plans.verify(cast, row, piece)
    days = {"its last": last, "the day after": last + timedelta(days=1)}
    moments = {name: AT.replace(year=on.year, month=on.month, day=on.day) for name, on in days.items()}
    levels = {name: ActionFilter(refs=(row.public_id,), shows="2", today=on) for name, on in days.items()}
    for name, state, blue, level in (
        ("its last", RecommendationState.IMPLEMENTED, 1, 1),
        ("the day after", RecommendationState.IN_DELIVERY, 0, 0),
        ("its last", RecommendationState.IMPLEMENTED, 1, 1),
    ):
        refresh_after_expiry(at=moments[name])
        assert now(alone).state == state, name
        every = filter_actions(cast.reader, levels[name]).count()
        assert every == level, name
        wanted = ActionFilter(refs=(row.public_id,), colour="blue", today=days[name])
        assert filter_actions(cast.reader, wanted).count() == blue, name
    assert refresh_after_expiry(at=moments["its last"]) == 0, "nothing is written that is true already"
    Evidence.objects.visible_to(cast.officer).update(expires_on=AT.date())
    assert refresh_after_expiry(at=LATER) == 1
    newer = NewVersion(note="Of this spring.")
    add_evidence_version(cast.officer, ref=piece.public_id, handed_in=newer, speaks=Speaks(), at=LATER)
    assert now(alone).state == RecommendationState.IMPLEMENTED


@pytest.mark.capability("C20")
def test_what_expires_reminds_its_agency_while_something_rests_on_it(register: Register, cast: Cast) -> None:
    row, last, lead = cast_plans.reported(cast), date(2025, 5, 1), cast.of[Role.AGENCY_LEAD]
    piece = cast_plans.evidence_for(cast, row, expires_on=last)
    assert expiring(lead, last - timedelta(days=29)) == []
    assert expiring(lead, last - timedelta(days=28)) == [piece.reference]
    assert expiring(lead, last + timedelta(days=40)) == [piece.reference]
    assert expiring(cast.reader, last) == expiring(cast.outsider, last) == []
    late = AT.replace(month=5, day=2)
    with pytest.raises(Invalid, match="still shows an output"):
        verify_action(
            cast.manager,
            ref=row.public_id,
            period_from=date(2025, 1, 1),
            period_to=date(2025, 3, 31),
            evidence=[piece.public_id],
            at=late,
        )
    cast_plans.evidence_for(cast, row, EvidenceLevel.OUTPUT)
    assert expiring(lead, last) == [piece.reference], "what shows less does not stand for it"
    cast_plans.evidence_for(cast, row)
    assert expiring(lead, last) == [], "another piece shows as much, and for longer"


def expiring(actor: Actor, on: date) -> list[str]:
    found = what_needs(actor, on=on, limit=100).rows
    return [each.due.reference for each in found if each.kind.name == "evidence_expiry"]


def test_one_piece_serves_many_actions(register: Register, cast: Cast) -> None:
    first, second = cast_plans.agreed(cast), cast_plans.agreed(cast)
    piece = cast_plans.evidence_for(cast, first)
    use_evidence(cast.officer, ref=piece.public_id, action_ref=second.public_id, at=AT)
    assert piece.uses.count() == 2
    with pytest.raises(NotNow):
        use_evidence(cast.officer, ref=piece.public_id, action_ref=second.public_id, at=AT)


# Cases


def test_an_action_never_ties_a_restricted_case_to_another(register: Register, cast: Cast) -> None:
    alone = _recommendation_of_its_own(cast)
    restrict_case(
        cast.manager,
        ref=alone.review.public_id,
        people=[cast.manager.person_ref, cast.officer.person_ref],
        reason="A trial",
        version=0,
        at=AT,
    )
    with pytest.raises(NotVisible):
        cast_plans.proposed(cast, register.recommendations["1"], now(alone))
    inside = cast_plans.proposed(cast, now(alone))
    assert not Action.objects.visible_to(cast.reader).filter(pk=inside.pk).exists()
    with pytest.raises(NotVisible):
        cast_plans.proposed(cast, depends_on=(inside.public_id,))
    piece = cast_plans.evidence_for(cast, inside)
    with pytest.raises(NotVisible):
        use_evidence(cast.officer, ref=piece.public_id, action_ref=cast_plans.agreed(cast).public_id, at=AT)


def test_what_is_restricted_later_is_not_counted_where_others_look(register: Register, cast: Cast) -> None:
    alone, other = _recommendation_of_its_own(cast), register.recommendations["4"]
    before = now(other).delivery["actions"]
    row = cast_plans.agreed(cast, alone, other)
    assert row.review_id == min(alone.review_id, other.review_id)
    assert now(other).delivery["actions"] == before + 1
    named = [cast.manager.person_ref]
    restrict_case(cast.manager, ref=other.review.public_id, people=named, reason="A trial", version=0, at=AT)
    assert not Action.objects.visible_to(cast.reader).filter(pk=row.pk).exists()
    assert now(alone).delivery["actions"] == 0
    assert now(other).delivery["actions"] == before + 1


def test_an_excluded_person_learns_of_no_action_of_the_case(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast, register.recommendations["1"])
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.officer.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    with pytest.raises(NotVisible):
        report_complete(cast.officer, ref=row.public_id, at=AT)


def test_somebody_of_another_partnership_finds_nothing(register: Register, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    for act in (
        lambda: report_complete(cast.outsider, ref=row.public_id, at=AT),
        lambda: decide_move(
            cast.outsider,
            ref=row.date_moves.get().public_id,
            decision=MoveDecision.APPROVED,
            reason="",
            at=AT,
        ),
        lambda: agree_action(cast.outsider, ref=row.public_id, at=AT),
    ):
        with pytest.raises(NotVisible):
            act()

"""Actions and evidence for the house rules: how each event happens, and who may do what at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Model

from heed.learning.models import Recommendation
from heed.plans.operations import (
    Judgement,
    NewVersion,
    RowChange,
    Speaks,
    add_evidence_version,
    change_action,
    change_actions,
    close_action,
    decide_move,
    give_evidence_back,
    judge_difference,
    keep_answers_of_links,
    note_evidence_file_taken,
    pass_open_actions,
    plan_check,
    review_action,
    set_colour,
    undo_change,
    use_evidence,
    withdraw_evidence,
)
from heed.plans.types import CheckOutcome, Colour, MoveDecision, ReviewOutcome
from heed.platform.access.types import Actor
from tests import cast_plans
from tests.cast import AT, Cast, Register

LATER = AT + timedelta(days=30)


def decided(cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    decide_move(
        cast.manager,
        ref=row.date_moves.get().public_id,
        decision=MoveDecision.APPROVED,
        reason="",
        at=AT,
    )


def changed(cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    plan = cast_plans.a_plan(text="Audit thirty records each quarter.")
    change_action(cast.manager, ref=row.public_id, plan=plan, version=row.version, at=AT)


def changed_together(cast: Cast) -> str:
    row = cast_plans.proposed(cast)
    wanted = RowChange(row.public_id, row.version, owner="Head of Service")
    made = change_actions(cast.manager, changes=[wanted], reason="", at=AT)
    assert made is not None
    return made.public_id


def reviewed(cast: Cast) -> None:
    review_action(
        cast.officer,
        ref=cast_plans.agreed(cast).public_id,
        outcome=ReviewOutcome.RE_DATED,
        reason="Two people left",
        next_review=date(2025, 8, 1),
        at=AT,
    )


def happened(cast: Cast) -> None:
    row = cast_plans.standing(cast)
    cast_plans.took_place(cast, row, at=AT + timedelta(days=20))


def coloured(cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    set_colour(
        cast.manager, ref=row.public_id, colour=Colour.RED, reason="Nobody came", version=row.version, at=AT
    )


def used(cast: Cast) -> None:
    piece = cast_plans.evidence_for(cast, cast_plans.agreed(cast))
    use_evidence(cast.officer, ref=piece.public_id, action_ref=cast_plans.agreed(cast).public_id, at=AT)


def withdrawn(cast: Cast) -> str:
    """A piece that was given by mistake, by its public id."""
    piece = cast_plans.evidence_for(cast, cast_plans.agreed(cast))
    withdraw_evidence(cast.officer, ref=piece.public_id, reason="The wrong action", at=AT)
    return piece.public_id


def judged(cast: Cast, recommendation: Recommendation) -> None:
    judge_difference(
        cast.manager,
        recommendation_ref=recommendation.public_id,
        judgement=Judgement(False, "A new form.", "Not known yet.", "Not known yet."),
        evidence=(),
        at=AT,
    )


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "action.made": lambda register, cast: cast_plans.proposed(cast),
    "action.changed": lambda register, cast: changed(cast),
    "action.may_rest": lambda register, cast: cast_plans.agreed(cast, single_agency=True),
    "actions.changed": lambda register, cast: changed_together(cast),
    "actions.change_undone": lambda register, cast: undo_change(
        cast.manager, ref=changed_together(cast), at=AT
    ),
    "action.moved_on": lambda register, cast: cast_plans.agreed(cast),
    "action.joined": lambda register, cast: cast_plans.superseded(cast),
    "action.move_asked": lambda register, cast: cast_plans.asked_for_move(cast),
    "action.move_decided": lambda register, cast: decided(cast),
    "action.reviewed": lambda register, cast: reviewed(cast),
    "action.happened": lambda register, cast: happened(cast),
    "action.marked": lambda register, cast: cast_plans.reported(cast),
    "action.check_planned": lambda register, cast: plan_check(
        cast.manager,
        ref=cast_plans.verified(cast).public_id,
        due_on=date(2025, 12, 1),
        reason="After the new year's intake",
        at=AT,
    ),
    "action.checked": lambda register, cast: cast_plans.check(
        cast, cast_plans.verified(cast), CheckOutcome.FAILED
    ),
    "action.closed": lambda register, cast: close_action(
        cast.manager,
        ref=cast_plans.verified(cast).public_id,
        group="Case review group",
        on=AT.date(),
        at=AT,
    ),
    "action.passed_on": lambda register, cast: pass_open_actions(
        cast.manager,
        was=cast_plans.agreed(cast).agency_id or 0,
        agency_id=cast.manager.agency_id,
        at=AT,
    ),
    "action.colour_set": lambda register, cast: coloured(cast),
    "evidence.given": lambda register, cast: cast_plans.evidence_for(cast, cast_plans.agreed(cast)),
    "evidence.version_added": lambda register, cast: add_evidence_version(
        cast.officer,
        ref=cast_plans.evidence_for(cast, cast_plans.agreed(cast)).public_id,
        handed_in=NewVersion(note="A better copy."),
        speaks=Speaks(),
        at=AT,
    ),
    "evidence.withdrawn": lambda register, cast: withdrawn(cast),
    "evidence.given_back": lambda register, cast: give_evidence_back(
        cast.officer, ref=withdrawn(cast), at=AT
    ),
    "evidence.used": lambda register, cast: used(cast),
    "evidence.file_taken": lambda register, cast: note_evidence_file_taken(
        cast.officer, ref=cast_plans.things(cast)["evidence.file"], at=AT
    ),
    "evidence.links_checked": lambda register, cast: keep_answers_of_links(
        cast.officer, answers={"https://vale.example": True}, at=AT
    ),
    "difference.judged": lambda register, cast: judged(cast, register.recommendations["1"]),
}


def changing(register: Register, cast: Cast) -> tuple[Callable[[Actor, str], object], Model, tuple[str, str]]:
    row = cast_plans.proposed(cast)
    plan = cast_plans.a_plan()
    return (
        lambda actor, mine: change_action(
            actor, ref=row.public_id, plan=replace(plan, text=mine), version=row.version, at=AT
        ),
        row,
        ("Audit ten records.", "Audit thirty records."),
    )


def colouring(
    register: Register, cast: Cast
) -> tuple[Callable[[Actor, str], object], Model, tuple[str, str]]:
    """Only those who steer the plan may; the manager does both."""
    row = cast_plans.agreed(cast)
    return (
        lambda actor, mine: set_colour(
            cast.manager,
            ref=row.public_id,
            colour=Colour(mine.split(":")[0]),
            reason=mine.split(": ")[1],
            version=row.version,
            at=AT,
        ),
        row,
        ("red: nobody came", "amber: some came"),
    )


PAIRS = {
    "heed.plans.operations.planning.change_action": changing,
    "heed.plans.operations.working.set_colour": colouring,
}

WITHOUT_ACTOR = {
    "heed.plans.operations.answered.tell_who_asked": "of a visitor, who has no account",
    "heed.plans.operations.threads.refresh_after_expiry": "Heed's own work, once a day",
    "heed.plans.operations.threads.deliveries_of": "counts within the caller's operation, nothing is changed",
}
WITHOUT_MOMENT = {
    "heed.plans.operations.threads.refresh_threads": "writes what is computed, at no moment of its own",
    "heed.plans.operations.threads.refresh_after_settling": "writes what is computed, at no moment of its own",
    "heed.plans.operations.threads.threads_once": "writes what is computed, at no moment of its own",
}
WITHOUT_EVENT = {
    "heed.plans.operations.answered.tell_who_asked": "that the link was answered is the event",
    "heed.plans.operations.threads.refresh_after_expiry": "a day that goes by is no event; the piece says its day",
    "heed.plans.operations.threads.refresh_threads": "the change that moves a thread is the event",
    "heed.plans.operations.threads.refresh_after_settling": "the change of who sees a case is the event",
    "heed.plans.operations.threads.threads_once": "the changes that move threads are the events",
    "heed.plans.operations.passing.assign_agency": "the agency's change, in the room above, is the event",
    "heed.plans.operations.passing.actions_come_back": "the merge's undoing, in the room above, is the event",
}
WITHOUT_VERSION = {
    "heed.plans.operations.passing.assign_agency": "fills in an agency; words stay",
    "heed.plans.operations.many.change_actions": "each row brings its version; one that changed is left, both values named",
    "heed.plans.operations.many.undo_change": "puts back only what nobody has changed since",
    "heed.plans.operations.agreeing.close_action": "claims the action while no group has closed it",
    "heed.plans.operations.passing.pass_open_actions": "raises the version: a form opened before it saves nothing",
    "heed.plans.operations.passing.actions_come_back": "changes whose they are; words stay",
    "heed.plans.operations.undoing.take_back_brought": "refused where anybody changed one",
    "heed.plans.operations.reading.withdraw_actions": "refused where anybody changed one",
    "heed.plans.operations.steps.take_step_back": "takes back the last step only: what came since stays",
    "heed.plans.operations.steps.take_step": "claims the action by its state: the second is told what the first did",
    "heed.plans.operations.working.decide_move": "claims the request while nobody has decided",
    "heed.plans.operations.recurring.keep_occurrence": "adds what came of a time; the second to speak of it is told",
    "heed.plans.operations.working.review_action": "adds what was decided; nothing that anybody wrote goes",
    "heed.plans.operations.marking.verify_action": "claims the action by its state: the second is told what the first did",
    "heed.plans.operations.planning.make_action": "a new row; only what is its own is written",
    "heed.plans.operations.evidence.give_evidence": "adds a piece; nothing that anybody wrote goes",
    "heed.plans.operations.evidence.use_evidence": "adds a use; nothing that anybody wrote goes",
    "heed.plans.operations.evidence.add_evidence_version": "adds a version; earlier ones stay",
    "heed.plans.operations.withdrawing.withdraw_evidence": "claims the piece while it is used: the second is told so",
    "heed.plans.operations.withdrawing.give_evidence_back": "claims the piece while it is withdrawn, and is told so",
    "heed.plans.operations.lasting.plan_check": "another day for a check that nobody has done",
    "heed.plans.operations.lasting.record_check": "claims the check while nobody has done it",
}

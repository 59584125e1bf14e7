"""Actions of the cast in each state of their life, made by the operations that people use.

All are for the Vale NHS Trust: its officer reports, its agency lead assures, and the business manager, who is
employed by the police, verifies.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from heed.learning.models import Recommendation
from heed.plans.models import Action, EmbeddedCheck, Evidence, Occurrence
from heed.plans.operations import (
    NewEvidence,
    NewVersion,
    Plan,
    agree_action,
    agree_in_principle,
    ask_for_move,
    assure_action,
    give_evidence,
    join_actions,
    keep_occurrence,
    make_action,
    record_check,
    reopen_action,
    report_complete,
    stall_action,
    start_work,
    verify_action,
    withdraw_action,
)
from heed.plans.types import ActionKind, ActionState, CheckOutcome, EvidenceLevel, Happened
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency

if TYPE_CHECKING:
    from tests.cast import Cast

from tests.cast import AT

DUE = date(2025, 9, 30)
MUCH_LATER = AT + timedelta(days=200)
"""After the day on which somebody is to look whether what was verified at `AT` is embedded."""


def agency_ref(name: str = "Vale NHS Trust") -> str:
    return Agency.objects.get(name=name).public_id


def a_plan(*serves: Recommendation, **more: Any) -> Plan:
    """One that could be agreed: a post, a date, how it will be known, and the outcome."""
    given: dict[str, Any] = {
        "text": "Audit twenty core group records each quarter and report what was found.",
        "agency_ref": agency_ref(),
        "owner": "Named Nurse",
        "due": DUE,
        "how_we_will_know": "18 of 20 records show who came and what was decided.",
        "outcome": "Children see the same people act together.",
        "recommendations": tuple(each.public_id for each in serves),
    }
    return Plan(**{**given, **more})


def proposed(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    return make_action(cast.manager, plan=a_plan(*serves, **more), at=AT)


def agreed(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    return agree_action(cast.manager, ref=proposed(cast, *serves, **more).public_id, at=AT)


def evidence_for(cast: Cast, action: Action, level: int = EvidenceLevel.PRACTICE, **more: Any) -> Evidence:
    """Given by the trust's officer, with words only."""
    at = more.pop("at", AT)
    given = NewEvidence(title="Audit of core groups", kind=more.pop("kind", "audit"), level=level, **more)
    return give_evidence(
        cast.officer, action_ref=action.public_id, evidence=given, handed_in=NewVersion(note="See it."), at=at
    )


EXPECTED = date(2025, 4, 1)


def standing(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    """A standing arrangement of the trust, agreed, each month from the first of April."""
    often = {"kind": ActionKind.STANDING, "frequency": "monthly", "next_expected": EXPECTED}
    return agreed(cast, *serves, **{"due": None, **often, **more})


def took_place(cast: Cast, row: Action, *, at: datetime, by: Actor | None = None, **more: Any) -> Occurrence:
    """Said by the trust's officer, unless somebody else is named."""
    given: dict[str, Any] = {
        "expected_on": again(row).next_expected,
        "happened": Happened.TOOK_PLACE,
        "happened_on": at.date(),
        "words": "18 of 20 records held.",
        "at": at,
    }
    return keep_occurrence(by or cast.officer, ref=row.public_id, **{**given, **more})


def reported(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    return report_complete(cast.officer, ref=agreed(cast, *serves, **more).public_id, note="Done.", at=AT)


def assured(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    row = reported(cast, *serves, **more)
    return assure_action(cast.of[Role.AGENCY_LEAD], ref=row.public_id, at=AT)


def verified(cast: Cast, *serves: Recommendation, level: int = EvidenceLevel.PRACTICE, **more: Any) -> Action:
    row = reported(cast, *serves, **more)
    piece = evidence_for(cast, row, level)
    return verify(cast, row, piece)


def verify(cast: Cast, row: Action, *pieces: Evidence) -> Action:
    return verify_action(
        cast.manager,
        ref=row.public_id,
        period_from=date(2024, 10, 1),
        period_to=date(2024, 12, 31),
        evidence=[each.public_id for each in pieces],
        at=AT,
    )


def embedded(cast: Cast, *serves: Recommendation, **more: Any) -> Action:
    row = verified(cast, *serves, **more)
    evidence_for(cast, row, at=MUCH_LATER - timedelta(days=10))
    check(cast, row, CheckOutcome.HOLDS)
    return again(row)


def check(
    cast: Cast, row: Action, outcome: CheckOutcome, *, by: Actor | None = None, **more: Any
) -> EmbeddedCheck:
    """Once its day has come, by somebody else than whoever verified it, on all that was given for it by then."""
    pieces = [each.evidence.public_id for each in row.evidence_uses.select_related("evidence")]
    given: dict[str, Any] = {"reason": "Looked at ten records.", "evidence": pieces, "at": MUCH_LATER}
    return record_check(
        by or cast.of[Role.QUALITY_AND_AUDIT_OFFICER],
        ref=row.embedded_checks.get(done_at=None).public_id,
        outcome=outcome,
        **{**given, **more},
    )


def again(row: Action) -> Action:
    """The row as it is now."""
    return Action.objects.for_everyone(because="a test").get(pk=row.pk)


def in_principle(cast: Cast) -> Action:
    row = proposed(cast, owner="", due=None)
    return agree_in_principle(cast.manager, ref=row.public_id, details_due=date(2025, 4, 1), reason="", at=AT)


def asked_for_move(cast: Cast) -> Action:
    row = agreed(cast)
    ask_for_move(cast.officer, ref=row.public_id, wanted=date(2025, 12, 1), reason="Two are ill", at=AT)
    return again(row)


def stalled(cast: Cast) -> Action:
    return stall_action(
        cast.officer,
        ref=agreed(cast).public_id,
        reason="The training room is closed",
        interim_measure="A bulletin goes out each month",
        restart_on=date(2025, 6, 1),
        at=AT,
    )


def closed_elsewhere(cast: Cast) -> Action:
    """As an imported list would bring it; its operation comes with that import."""
    row = proposed(cast)
    rows = Action.objects.for_everyone(because="a test")
    rows.filter(pk=row.pk).update(state=ActionState.CLOSED_ELSEWHERE)
    return again(row)


def superseded(cast: Cast) -> Action:
    row = agreed(cast)
    join_actions(cast.manager, ref=row.public_id, into_ref=agreed(cast).public_id, at=AT)
    return again(row)


STATES: dict[ActionState, Any] = {
    ActionState.PROPOSED: proposed,
    ActionState.IN_PRINCIPLE: in_principle,
    ActionState.AGREED: agreed,
    ActionState.UNDER_WAY: lambda cast: start_work(cast.officer, ref=agreed(cast).public_id, at=AT),
    ActionState.EXTENSION_REQUESTED: asked_for_move,
    ActionState.STALLED: stalled,
    ActionState.RE_OPENED: lambda cast: reopen_action(
        cast.manager, ref=verified(cast).public_id, reason="It stopped", at=AT
    ),
    ActionState.REPORTED: reported,
    ActionState.ASSURED: assured,
    ActionState.VERIFIED: verified,
    ActionState.EMBEDDED: embedded,
    ActionState.CLOSED_ELSEWHERE: closed_elsewhere,
    ActionState.WITHDRAWN: lambda cast: withdraw_action(
        cast.manager, ref=agreed(cast).public_id, reason="Not needed", at=AT
    ),
    ActionState.SUPERSEDED: superseded,
}
"""How an action of the cast comes into each state."""


def ensure(cast: Cast) -> None:
    """One piece of evidence, once in a test. It is no part of the cast itself: what stands on an action keeps its
    document from being undone."""
    if not Evidence.objects.for_everyone(because="a test").exists():
        evidence_for(cast, agreed(cast))


def things(cast: Cast) -> dict[str, str]:
    """Of what proves actions: one in each state that somebody asks something of, by the table's names."""
    open_one, done, seen = agreed(cast), reported(cast), verified(cast)
    agreed(cast, agency_ref=agency_ref("Westmere Police"))  # for which the manager acts
    piece = give_evidence(
        cast.officer,
        action_ref=open_one.public_id,
        evidence=NewEvidence(title="Audit of core groups", kind="audit", level=EvidenceLevel.PRACTICE),
        handed_in=NewVersion(files=(("audit.txt", [b"Eighteen of twenty."]),)),
        at=AT,
    )
    return {
        "action.agreed": open_one.public_id,
        "action.reported": done.public_id,
        "action.verified": seen.public_id,
        "evidence": piece.public_id,
        "evidence.reported": evidence_for(cast, done).public_id,
        "evidence.file": piece.versions.get().files.get().public_id,
        "check": seen.embedded_checks.get().public_id,
        "actions": str(Action.objects.visible_to(cast.manager).count()),
    }

"""Is it embedded, and is a difference seen: asked later, answered by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from heed.learning.operations import set_threads
from heed.learning.queries import find_recommendation
from heed.plans.events import ActionChecked, CheckPlanned, DifferenceJudged
from heed.plans.models import Action, DifferenceJudgement, EmbeddedCheck, Evidence
from heed.plans.operations.steps import take_step
from heed.plans.operations.threads import deliveries_of
from heed.plans.policies import check_is_independent, check_may_decide
from heed.plans.queries import chosen_evidence, hold_action, hold_check, rules_of, standing_of
from heed.plans.rules import check_fields, checked_reason, wrong_day
from heed.plans.types import VERIFIED_OR_FURTHER, ActionState, CheckOutcome, EvidenceLevel
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow


@transaction.atomic
def plan_check(actor: Actor, *, ref: str, due_on: date | None, reason: str, at: datetime) -> EmbeddedCheck:
    """Look again on another day whether an action is embedded: instead of the check that waits, or once more."""
    check_may_decide(actor, Permission.VERIFY)
    row = hold_action(actor, ref)
    if row.state not in VERIFIED_OR_FURTHER:
        raise NotNow(f"{row.reference} is not verified, so there is nothing to look at again yet.")
    why = checked_reason(reason)[:200]
    if sentence := wrong_day(due_on, today=timezone.localdate(at), ask="Give the day"):
        check_fields({"due_on": sentence})
    assert due_on is not None  # a missing one was refused
    check, _ = EmbeddedCheck.objects.update_or_create(
        action=row,
        done_at=None,
        defaults={"due_on": due_on, "because": why},
        create_defaults={"due_on": due_on, "because": why, "made_at": at},
    )
    happened = CheckPlanned(reference=row.reference, due=due_on.isoformat())
    record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
    return check


@transaction.atomic
def record_check(
    actor: Actor, *, ref: str, outcome: CheckOutcome, reason: str, evidence: Sequence[str], at: datetime
) -> EmbeddedCheck:
    """What was found: it holds, on evidence of practice or outcome, and the action is embedded; or it does not, and
    the action is open again, with the reason."""
    check = hold_check(actor, ref)
    row = check.action
    standing = standing_of(actor)
    check_is_independent(actor, row, standing)
    if check.outcome:
        raise NotNow("Somebody has done this check already.")
    if outcome is CheckOutcome.WAITING:
        check_fields({"outcome": "Choose what you found"})
    why = checked_reason(reason, ask="Say what you found")
    pieces = chosen_evidence(
        actor, evidence, among=Evidence.objects.visible_to(actor).filter(uses__action=row)
    )
    holds = outcome is CheckOutcome.HOLDS
    if holds and not any(each.level >= EvidenceLevel.PRACTICE and not each.contrary for each in pieces):
        sentence = "Choose evidence of changed practice or of outcomes for children: nothing less shows that it lasts"
        check_fields({"evidence": sentence})
    EmbeddedCheck.objects.filter(pk=check.pk).update(
        outcome=outcome,
        reason=why,
        done_on=timezone.localdate(at),
        done_at=at,
        by_id=actor.person_id,
        membership_id=standing.membership_id,
        post=standing.post,
        agency=standing.agency,
        employer=standing.employer,
    )
    check.evidence.add(*pieces)
    if not holds or row.state != ActionState.EMBEDDED:
        to = ActionState.EMBEDDED if holds else ActionState.RE_OPENED
        again = {} if holds else {"review_on": _looked_at_again(row, today=timezone.localdate(at))}
        take_step(actor, action=row, to=to, reason=why, changes=again, at=at)
    happened = ActionChecked(reference=row.reference, outcome=outcome)
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)
    check.refresh_from_db()
    return check


def _looked_at_again(row: Action, *, today: date) -> date:
    """By when its agency says what becomes of an action that is open again: its promised day is long over, and nobody
    would be reminded of it."""
    if row.review_on and row.review_on > today:
        return row.review_on
    return today + timedelta(days=int(rules_of("action-plan")["open_again_days"]))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says: output, outcome and impact apart; `contrary` what speaks against it."""

    seen: bool
    output: str
    outcome: str
    impact: str
    contrary: str = ""


@transaction.atomic
def judge_difference(
    actor: Actor, *, recommendation_ref: str, judgement: Judgement, evidence: Sequence[str], at: datetime
) -> DifferenceJudgement:
    """Whether a difference is seen of a recommendation: by name, on a day, as contribution and not proof.

    A difference is seen only on evidence of changed practice or of outcomes; training held is neither.
    """
    check_may_decide(actor, Permission.JUDGE_DIFFERENCE)
    row = find_recommendation(actor, recommendation_ref)
    wrong = {
        name: f"Say what the {name} was, or that none is known"
        for name in ("output", "outcome", "impact")
        if not getattr(judgement, name).strip()
    }
    mine = Evidence.objects.visible_to(actor).filter(uses__action__recommendations=row).distinct()
    pieces = chosen_evidence(actor, evidence, among=mine)
    strong = any(each.level >= EvidenceLevel.PRACTICE and not each.contrary for each in pieces)
    if judgement.seen and not strong:
        wrong["evidence"] = "A difference is seen on evidence of changed practice or of outcomes for children"
    check_fields(wrong)
    standing = standing_of(actor)
    made = DifferenceJudgement.objects.create(
        recommendation=row,
        by_id=actor.person_id,
        membership_id=standing.membership_id,
        post=standing.post,
        agency=standing.agency,
        employer=standing.employer,
        on=timezone.localdate(at),
        at=at,
        seen=judgement.seen,
        output=judgement.output.strip(),
        outcome=judgement.outcome.strip(),
        impact=judgement.impact.strip(),
        contrary=judgement.contrary.strip(),
    )
    made.evidence.add(*pieces)
    set_threads(actor, deliveries=deliveries_of([row.pk]))
    happened = DifferenceJudged(reference=row.reference, seen="yes" if judgement.seen else "no")
    record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)
    return made

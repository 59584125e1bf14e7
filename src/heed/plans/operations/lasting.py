"""Is it embedded, and is a difference seen: asked later, answered by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from heed.plans.policies import check_is_independent, check_may_decide, check_waits, is_for_another
from heed.plans.queries import (
    chosen_evidence,
    hold_action,
    hold_check,
    last_looked_at,
    rules_of,
    standing_of,
)
from heed.plans.rules import check_fields, checked_reason, shows_at_least, wrong_day
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
    actor: Actor,
    *,
    ref: str,
    outcome: CheckOutcome,
    reason: str,
    evidence: Sequence[str],
    early: str = "",
    at: datetime,
) -> EmbeddedCheck:
    """What was found: it holds, on evidence of practice or outcome since it was verified, and the action is embedded;
    or it does not, and the action is open again, with the reason.

    `early` says why it can be told that it holds before the day of the check.
    """
    check = hold_check(actor, ref)
    row, today = check.action, timezone.localdate(at)
    check_is_independent(actor, row, at=at)
    check_waits(check)
    standing, early = standing_of(actor), " ".join(early.split())[:200]
    if outcome is CheckOutcome.WAITING:
        check_fields({"outcome": "Choose what you found"})
    why = checked_reason(reason, ask="Say what you found")
    pieces = chosen_evidence(
        actor, evidence, among=Evidence.objects.visible_to(actor).filter(uses__action=row)
    )
    holds = outcome is CheckOutcome.HOLDS
    if holds:
        check_fields(dict(_wrong_where_it_holds(actor, check, pieces, early, today)))
    EmbeddedCheck.objects.filter(pk=check.pk).update(
        outcome=outcome,
        because=early if holds and early and today < check.due_on else check.because,
        reason=why,
        done_on=today,
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
        again = {} if holds else {"review_on": _looked_at_again(row, today=today)}
        take_step(actor, action=row, to=to, reason=why, changes=again, at=at)
    happened = ActionChecked(reference=row.reference, outcome=outcome)
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)
    check.refresh_from_db()
    return check


def _wrong_where_it_holds(
    actor: Actor, check: EmbeddedCheck, pieces: Sequence[Evidence], early: str, today: date
) -> Iterator[tuple[str, str]]:
    """Why nobody can say yet, or this person cannot, that it holds: each with the field it is about."""
    since = last_looked_at(check.action)
    if is_for_another(actor, check.action):
        yield "outcome", "You verified it yourself, so somebody else says that it holds"
    if today < check.due_on and not early:
        yield "early", f"It is to be looked at on {check.due_on:%-d %B %Y}. Say why it can be told before"
    strong = shows_at_least(pieces, EvidenceLevel.PRACTICE, on=today)
    if not strong:
        yield (
            "evidence",
            "Choose evidence of changed practice or of outcomes for children: nothing less shows that it lasts",
        )
    elif since and not any(_is_of_the_time_since(each, since) for each in strong):
        yield (
            "evidence",
            f"Choose evidence handed in since {timezone.localdate(since):%-d %B %Y}, when it was last looked at, of a "
            "time after that day: what was known then does not show that it lasts",
        )


def _is_of_the_time_since(piece: Evidence, since: datetime) -> bool:
    """Whether its newest version was handed in after that moment, and speaks for a time after that day."""
    speaks = piece.period_to is None or piece.period_to > timezone.localdate(since)
    return speaks and piece.versions.filter(added_at__gt=since).exists()


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
    strong = shows_at_least(pieces, EvidenceLevel.PRACTICE, on=timezone.localdate(at))
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

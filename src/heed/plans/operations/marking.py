"""Reported complete, assured, verified, sent back: what somebody said by name and day, for a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.kit.dates import months_after
from heed.plans.events import ActionMarked, CheckPlanned
from heed.plans.models import Action, EmbeddedCheck, Evidence, Mark
from heed.plans.operations.steps import take_step
from heed.plans.policies import (
    check_details_given,
    check_is_independent,
    check_may_decide,
    check_may_report,
)
from heed.plans.queries import (
    chosen_evidence,
    hold_action,
    is_own_work,
    rules_of,
    standing_of,
)
from heed.plans.queries.sampling import sample_agreed
from heed.plans.rules import check_fields, checked_reason, shows_at_least
from heed.plans.types import SENT_BACK, ActionState, EvidenceLevel, MarkKind
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotAllowed
from heed.platform.notices.operations import tell_person


@transaction.atomic
def report_complete(
    actor: Actor,
    *,
    ref: str,
    note: str = "",
    period_from: date | None = None,
    period_to: date | None = None,
    evidence: Sequence[str] = (),
    at: datetime,
) -> Action:
    """The agency says of its own action that it is complete; without evidence it shows as unevidenced."""
    row = hold_action(actor, ref)
    check_may_report(actor, row, Permission.REPORT_COMPLETE)
    check_details_given(row)
    _check_period(period_from, period_to, at, needed=False)
    pieces = _chosen(actor, row, evidence)
    take_step(actor, action=row, to=ActionState.REPORTED, reason=note.strip(), at=at)
    _mark(actor, row, MarkKind.REPORTED, at, period_from, period_to, pieces, reason=note)
    return row


@transaction.atomic
def assure_action(
    actor: Actor,
    *,
    ref: str,
    note: str = "",
    period_from: date | None = None,
    period_to: date | None = None,
    evidence: Sequence[str] = (),
    at: datetime,
) -> Action:
    """The agency's lead stands behind what somebody else of the agency reported."""
    row = hold_action(actor, ref)
    check_may_report(actor, row, Permission.ASSURE)
    check_may_decide(actor, Permission.ASSURE)
    reported = row.marks.filter(kind=MarkKind.REPORTED).last()
    if reported and reported.by_id == actor.person_id:
        raise NotAllowed("You reported this yourself, so somebody else of your agency assures it.")
    _check_period(period_from, period_to, at, needed=False)
    pieces = _chosen(actor, row, evidence)
    take_step(actor, action=row, to=ActionState.ASSURED, reason=note.strip(), at=at)
    _mark(actor, row, MarkKind.ASSURED, at, period_from, period_to, pieces, reason=note)
    return row


@transaction.atomic
def verify_action(
    actor: Actor,
    *,
    ref: str,
    period_from: date | None,
    period_to: date | None,
    evidence: Sequence[str],
    sampled: int | None = None,
    sampled_of: int | None = None,
    sample: str = "",
    note: str = "",
    at: datetime,
) -> Action:
    """Somebody of another employer has looked at the evidence, which shows an output at least, for a period.

    Where a group has agreed to it, by sample: `sampled` of `sampled_of`, drawn as `sample` says. From then on a check
    "is it embedded?" is due by the rule of `rules/action-plan.yaml`.
    """
    row = hold_action(actor, ref)
    check_is_independent(actor, row, at=at)
    _check_period(period_from, period_to, at, needed=True)
    by_sample = _by_sample(actor, sampled, sampled_of, sample, at)
    pieces = _chosen(actor, row, evidence)
    if not shows_at_least(pieces, EvidenceLevel.OUTPUT, on=timezone.localdate(at)):
        sentence = "Choose the evidence that you looked at: at least one piece that still shows an output"
        check_fields({"evidence": sentence})
    take_step(actor, action=row, to=ActionState.VERIFIED, reason=note.strip(), at=at)
    _mark(actor, row, MarkKind.VERIFIED, at, period_from, period_to, pieces, reason=note, by_sample=by_sample)
    _plan_check(actor, row, at)
    return row


@transaction.atomic
def send_back(actor: Actor, *, ref: str, reason: str, evidence: Sequence[str] = (), at: datetime) -> Action:
    """What was reported does not hold yet: it is under way again, and the reason says what is missing.

    By whoever could verify it, or by the lead of the agency itself.
    """
    row = hold_action(actor, ref)
    if not (actor.may(Permission.ASSURE) and is_own_work(actor, row)):
        check_is_independent(actor, row, at=at)
    why = checked_reason(reason, ask="Say what is missing")
    pieces = _chosen(actor, row, evidence)
    reported = row.marks.filter(kind=MarkKind.REPORTED).last()
    take_step(actor, action=row, to=ActionState.UNDER_WAY, reason=why, at=at)
    _mark(actor, row, MarkKind.SENT_BACK, at, None, None, pieces, reason=why)
    tell_person(
        actor,
        person_id=reported.by_id if reported else None,
        kind=SENT_BACK,
        subject=("action", row.public_id),
        reference=row.reference,
        scope_id=row.scope_id,
        at=at,
    )
    return row


def _chosen(actor: Actor, row: Action, refs: Sequence[str]) -> list[Evidence]:
    mine = Evidence.objects.visible_to(actor).filter(uses__action=row)
    return chosen_evidence(actor, refs, among=mine)


def _check_period(begins: date | None, ends: date | None, at: datetime, *, needed: bool) -> None:
    wrong = {}
    if needed and begins is None:
        wrong["period_from"] = "Give the first day of the period"
    if needed and ends is None:
        wrong["period_to"] = "Give the last day of the period"
    if begins and ends and ends < begins:
        wrong["period_to"] = "The period ends before it begins"
    if ends and ends > timezone.localdate(at):
        wrong["period_to"] = "Nobody can say this of days that are still to come"
    check_fields(wrong)


def _by_sample(actor: Actor, sampled: int | None, of: int | None, drawn: str, at: datetime) -> dict[str, Any]:
    """What a mark keeps of a sample; nothing where everything was looked at."""
    how = drawn.strip()
    if sampled is None and of is None and not how:
        return {}
    agreed = sample_agreed(actor, on=timezone.localdate(at))
    if agreed is None:
        check_fields(
            {"sampled": "No group has agreed to verification by sample, so look at everything that was given"}
        )
        return {}
    wrong = {}
    if not sampled or sampled < 1:
        wrong["sampled"] = "Say how many you looked at"
    if not of:
        wrong["sampled_of"] = "Say of how many"
    elif sampled and sampled > of:
        wrong["sampled_of"] = f"You cannot have looked at {sampled} of {of}"
    if not how:
        wrong["sample"] = "Say how they were drawn"
    check_fields(wrong)
    return {"sampled": sampled, "sampled_of": of, "sample": how, "sample_agreed": agreed.words[:200]}


def _mark(
    actor: Actor,
    row: Action,
    kind: MarkKind,
    at: datetime,
    begins: date | None,
    ends: date | None,
    evidence: Sequence[Evidence],
    *,
    reason: str,
    by_sample: Mapping[str, Any] | None = None,
) -> None:
    standing = standing_of(actor)
    mark = Mark.objects.create(
        action=row,
        kind=kind,
        by_id=actor.person_id,
        membership_id=standing.membership_id,
        post=standing.post,
        agency=standing.agency,
        employer=standing.employer,
        on=timezone.localdate(at),
        at=at,
        period_from=begins,
        period_to=ends,
        **(by_sample or {}),
        reason=reason.strip(),
    )
    mark.evidence.add(*evidence)
    happened = ActionMarked(reference=row.reference, kind=kind)
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)


def _plan_check(actor: Actor, row: Action, at: datetime) -> None:
    months = int(rules_of("action-plan")["embedded"]["after_months"])
    due = months_after(timezone.localdate(at), months)
    because = f"{months} months after it was verified"
    EmbeddedCheck.objects.update_or_create(
        action=row,
        done_at=None,
        defaults={"due_on": due, "because": because},
        create_defaults={"due_on": due, "because": because, "made_at": at},
    )
    happened = CheckPlanned(reference=row.reference, due=due.isoformat())
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)

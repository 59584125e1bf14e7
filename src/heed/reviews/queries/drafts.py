"""The drafts of a review's report, for those who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from heed.platform.access.models import Exclusion
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.queries import standing_approval
from heed.platform.approvals.types import ForApproval, JointView, State
from heed.platform.base.errors import NotVisible
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import day
from heed.reviews.models import DraftChallenge, DraftGate, ReportDraft, Review
from heed.reviews.queries.cases import hash_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.drafts import draft_rules_from, gates_of, next_gate
from heed.reviews.types.drafts import ANSWERED, GATE_OUTCOMES, DraftRules, DraftState, Gate, GateOutcome

REPORT = "report"
"""What a draft is called among what is approved together."""
DRAFT_CLOCK = "draft_gate"
"""The clock that runs while a draft waits at a gate."""


@cache
def draft_rules() -> DraftRules:
    """`rules/report-drafts.yaml`, read once."""
    return draft_rules_from(rules_of("report-drafts"))


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    gates = DraftGate.objects.select_related("kept_by")
    rows = rows.select_related("review", "review__scope", "file", "sent_by")
    return rows.prefetch_related(Prefetch("gates", gates))


def drafts_of(actor: Actor, review: Review) -> list[ReportDraft]:
    """Every version of a review's report, the first first."""
    check_may(actor, Permission.READ_DRAFTS)
    return list(_with_context(ReportDraft.objects.visible_to(actor).filter(review=review)))


def find_draft(actor: Actor, review_ref: str, number: int) -> ReportDraft:
    """One version of a review's report, or `NotVisible`."""
    review = find_review(actor, review_ref)
    found = next((each for each in drafts_of(actor, review) if each.number == number), None)
    if found is None:
        raise NotVisible
    return found


def draft_by_ref(actor: Actor, ref: str) -> ReportDraft:
    """The version with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_DRAFTS)
    row: ReportDraft | None = _with_context(
        ReportDraft.objects.visible_to(actor).filter(public_id=ref)
    ).first()
    if row is None:
        raise NotVisible
    return row


def challenges_of(actor: Actor, review: Review) -> list[DraftChallenge]:
    """Every challenge to a review's report, whichever version it was made to."""
    check_may(actor, Permission.READ_DRAFTS)
    rows = DraftChallenge.objects.visible_to(actor).filter(review=review)
    return list(rows.select_related("draft", "said_by", "answered_by"))


def find_challenge(actor: Actor, ref: str) -> DraftChallenge:
    """The challenge with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_DRAFTS)
    rows = DraftChallenge.objects.visible_to(actor).select_related("review", "draft", "answered_by")
    row: DraftChallenge | None = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def newest(drafts: Sequence[ReportDraft]) -> ReportDraft | None:
    """The version that counts; None where none was sent."""
    return drafts[-1] if drafts else None


def sent_back(draft: ReportDraft) -> DraftGate | None:
    """Where it was sent back; None where it was not."""
    return next((each for each in draft.gates.all() if each.outcome == GateOutcome.SENT_BACK), None)


def state_of(draft: ReportDraft, drafts: Sequence[ReportDraft]) -> DraftState:
    """Where a draft is."""
    if draft.accepted_on:
        return DraftState.ACCEPTED
    if draft != newest(drafts):
        return DraftState.REPLACED
    return DraftState.SENT_BACK if sent_back(draft) else DraftState.WAITING


def gates_for(review: Review) -> tuple[Gate, ...]:
    """The gates that the report of this review goes through, in order."""
    return gates_of(draft_rules(), review.kind)


def waits_at(draft: ReportDraft) -> Gate:
    """The gate at which nothing is decided about it yet."""
    return next_gate(gates_for(draft.review), {each.key for each in draft.gates.all()})


def about_gate(draft: ReportDraft) -> str:
    """What the clock of a draft is about, at the gate that it waits at."""
    return f"Version {draft.number}: {waits_at(draft).name}"


def is_sender_excluded(draft: ReportDraft) -> bool:
    """Whether whoever sent it has been excluded from the case since."""
    rows = Exclusion.objects.filter(scope__case_ref=draft.review.public_id, ended_at__isnull=True)
    return rows.filter(person_id=draft.sent_by_id).exists()


def acceptance_of(actor: Actor, draft: ReportDraft) -> JointView | None:
    """Who was asked to accept this version and what they said; None where nobody was asked."""
    return standing_approval(actor, kind=REPORT, ref=draft.public_id)


def is_put(view: JointView | None) -> bool:
    """Whether a version is with those who accept it, and none of them has said no."""
    return view is not None and view.current and view.state in (State.WAITING, State.APPROVED)


def find_report(actor: Actor, ref: str) -> ForApproval:
    """A draft exactly as it is put to those who accept it, or `NotVisible`."""
    row = draft_by_ref(actor, ref)
    review = find_review(actor, row.review.public_id)
    words = report_words(row, challenges_of(actor, review))
    return ForApproval(
        title=f"Report of {review.reference}, version {row.number}",
        words=words,
        sha256=hash_of(words),
        href=reverse("reviews:drafts", args=[review.public_id]),
        case_ref=review.public_id,
    )


def report_words(row: ReportDraft, challenges: Sequence[DraftChallenge]) -> str:
    """What is accepted: the file by its SHA-256, what each gate decided, the standards, challenges with answers."""
    lines = [
        f"Version {row.number} of the report: {row.file_name}",
        f"SHA-256 {row.file.sha256}",
        f"Sent by {row.sent_by.name}, {row.sent_for}, {day(row.sent_at)}",
    ]
    gates = list(row.gates.all())
    for each in gates:
        lines.append(f"{each.name}: {GATE_OUTCOMES[each.outcome]} ({each.meeting}, {day(each.held_on)})")
        lines += [f"Not met: {point['ask']}. {each.unmet}" for point in each.points if not point["met"]]
    lines += ["", "Challenges and their answers:" if challenges else "Nobody has challenged it."]
    for one in challenges:
        said = f"{ANSWERED[one.outcome]}. {one.answer}" if one.answered_at else "no answer yet"
        lines.append(f"{one.number}. {one.said_for}: {one.words} Answer: {said}")
    return "\n".join(lines)


def report_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's drafts, for everybody."""
    rows = ReportDraft.objects.for_everyone(because="approvals move with their case")
    return list(rows.filter(review__public_id=case_ref).values_list("public_id", flat=True))


def senders_of(ref: str) -> Mapping[int, str]:
    """Who sent this version: they do not accept it."""
    rows = ReportDraft.objects.for_everyone(because="whoever sends a report does not accept it")
    return dict(rows.filter(public_id=ref).values_list("sent_by_id", "sent_by__name"))


def draft_rows(case_ref: str) -> QuerySet[Any]:
    """The drafts of a case."""
    rows: QuerySet[Any] = ReportDraft.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def challenge_rows(case_ref: str) -> QuerySet[Any]:
    """The challenges to the report of a case."""
    rows: QuerySet[Any] = DraftChallenge.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)

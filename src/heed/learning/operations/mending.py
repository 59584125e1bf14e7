"""Mending what was written here, and taking it out again. What it said before stays in its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from heed.chronologies.queries import find_mark
from heed.learning.events import EarlyLearningMended, EarlyLearningWithdrawn, FindingMended, FindingTakenOut
from heed.learning.models import EarlyLearning, Finding, Recommendation
from heed.learning.operations.written import WRITTEN_KINDS, write_finding
from heed.learning.policies import check_mends
from heed.learning.queries import find_finding
from heed.learning.queries.written import find_early_learning
from heed.learning.types import STAYS, WhatLiesBehind
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version

_MOST = 20_000


@transaction.atomic
def mend_finding(actor: Actor, *, ref: str, kind: str, text: str, version: int, at: datetime) -> Finding:
    """Other words, or another kind, for a finding that was written here, until the report is accepted."""
    row = _mine(actor, ref)
    said = text.strip()
    wrong = {}
    if kind not in WRITTEN_KINDS:
        wrong["kind"] = "Choose what kind it is"
    if not said or len(said) > _MOST:
        wrong["text"] = f"Use at most {_MOST:,} letters" if said else "Write what was found"
    if wrong:
        raise Invalid("It was not mended yet.", fields=wrong)
    taken = take_version(
        row,
        version=version,
        among=Finding.objects.visible_to(actor),
        differences=lambda now: [
            Difference("kind", "What it is", now.kind, kind, free=False),
            Difference("text", "What was found", now.text, said),
        ],
        by=last_changed_by("finding", ref),
        kind=kind,
        text=said,
    )
    if taken:
        for field, before, after in (("kind", row.kind, kind), ("text", row.text, said)):
            _of_finding(actor, ref, field, before, after, at)
        record(actor, FindingMended(reference=row.reference), subject_kind="finding", subject_ref=ref, at=at)
    return find_finding(actor, ref)


@transaction.atomic
def withdraw_finding(actor: Actor, *, ref: str, reason: str, version: int, at: datetime) -> None:
    """Take a finding that was written here out of the register; it stays on record with the reason."""
    row, why = _mine(actor, ref), _why(reason)
    take_version(
        row,
        version=version,
        among=Finding.objects.visible_to(actor),
        differences=lambda now: [
            Difference("text", "What was found", now.text, f"Taken out: {why}", free=False)
        ],
        by=last_changed_by("finding", ref),
        withdrawn_at=at,
        withdrawn_by=actor.name[:120],
        withdrawn_why=why,
        mark=None,
    )
    record(actor, FindingTakenOut(reference=row.reference), subject_kind="finding", subject_ref=ref, at=at)


@transaction.atomic
def take_up_mark(actor: Actor, *, mark_ref: str, at: datetime) -> Finding:
    """Put the mark of a finding, hung on an event of the chronology, into the register of findings. Once."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    mark = find_mark(actor, mark_ref)
    if Finding.objects.visible_to(actor).filter(mark=mark).exists():
        raise NotNow("This is in the register of findings already.")
    entry = mark.entry
    source = ", ".join(filter(None, [entry.agency.name, entry.written, entry.source]))
    row = write_finding(
        actor,
        review_ref=entry.chronology.review.public_id,
        kind=mark.kind.replace("_", " "),
        text=mark.words,
        behind=WhatLiesBehind(sources=f"Chronology: {source}"),
        questions=(),
        at=at,
    )
    Finding.objects.visible_to(actor).filter(pk=row.pk).update(mark=mark)
    return find_finding(actor, row.public_id)


@transaction.atomic
def mend_early_learning(
    actor: Actor,
    *,
    ref: str,
    text: str,
    spotted_on: date | None,
    audience: str,
    owner: str,
    version: int,
    at: datetime,
) -> EarlyLearning:
    """Other words for what was learned early. What is asked of agencies changes only while none has answered or acts
    on it."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row = find_early_learning(actor, ref)
    new: dict[str, Any] = {
        "spotted_on": spotted_on,
        "audience": audience.strip()[:300],
        "owner": owner.strip()[:200],
    }
    wrong = {name: "It cannot be empty" for name, value in {**new, "text": text.strip()}.items() if not value}
    if spotted_on and spotted_on > timezone.localdate(at):
        wrong["spotted_on"] = "Enter the day on which it was seen, which has been"
    if wrong:
        raise Invalid("It was not mended yet.", fields=wrong)
    asked, said = row.recommendation, text.strip()
    if said != asked.text:
        _check_nothing_stands_on(asked)
    taken = take_version(
        row,
        version=version,
        among=EarlyLearning.objects.visible_to(actor),
        differences=lambda now: [
            Difference("text", "What was learned", now.recommendation.text, said),
            Difference("audience", "Who is to know of it", now.audience, str(new["audience"])),
            Difference("owner", "Which post answers for it", now.owner, str(new["owner"])),
        ],
        by=last_changed_by("recommendation", asked.public_id),
        **new,
    )
    if not taken:
        return find_early_learning(actor, ref)
    for field in new:
        _of_recommendation(actor, asked.public_id, field, str(getattr(row, field)), str(new[field]), at)
    _of_recommendation(actor, asked.public_id, "text", asked.text, said, at)
    Recommendation.objects.visible_to(actor).filter(pk=asked.pk).update(text=said)
    happened = EarlyLearningMended(reference=asked.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=asked.public_id, at=at)
    return find_early_learning(actor, ref)


@transaction.atomic
def withdraw_early_learning(actor: Actor, *, ref: str, reason: str, version: int, at: datetime) -> None:
    """Take early learning back, with what it asked of agencies, while none has answered or acts on it. What it said
    stays in the history of its review, with the reason."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row, why = find_early_learning(actor, ref), _why(reason)
    if row.tied_to_id:
        raise NotNow("A recommendation takes it up, so it stays.")
    asked = row.recommendation
    _check_nothing_stands_on(asked)
    take_version(
        row,
        version=version,
        among=EarlyLearning.objects.visible_to(actor),
        differences=lambda now: [
            Difference("owner", "Who answers for it", now.owner, f"Taken back: {why}", free=False)
        ],
    )
    review = row.review
    words = f"{asked.reference}: {asked.text} Taken back: {why}"
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="review",
        subject_ref=review.public_id,
        field="early_learning",
        words=words,
        by=actor.name,
        at=at,
    )
    try:
        EarlyLearning.objects.visible_to(actor).filter(pk=row.pk).delete()
        Recommendation.objects.visible_to(actor).filter(pk=asked.pk).delete()
    except ProtectedError as stands_on_it:
        raise NotNow("Other records stand on it, so it stays.") from stands_on_it
    happened = EarlyLearningWithdrawn(reference=asked.reference)
    record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)


def _mine(actor: Actor, ref: str) -> Finding:
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    row = find_finding(actor, ref)
    check_mends(row)
    return row


def _why(reason: str) -> str:
    why = " ".join(reason.split())[:300]
    if not why:
        raise Invalid("Say why.", fields={"reason": "Enter the reason"})
    return why


def _check_nothing_stands_on(asked: Recommendation) -> None:
    answered = asked.responses.for_everyone(because="whether anybody has answered").exists()
    acts = asked.actions.for_everyone(because="whether anybody acts on it").exists()
    if answered or acts or asked.requests.for_everyone(because="whether anybody was asked").exists():
        raise NotNow(
            "An agency was asked about it, has answered, or acts on it: its words stay. Issue another."
        )
    keys: Sequence[int] = [asked.pk]
    if why := next(filter(None, (stays(keys) for stays in STAYS)), ""):
        raise NotNow(why)


def _of_finding(actor: Actor, ref: str, field: str, before: str, after: str, at: datetime) -> None:
    if before and before != after:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="finding",
            subject_ref=ref,
            field=field,
            words=before,
            by=actor.name,
            at=at,
        )


def _of_recommendation(actor: Actor, ref: str, field: str, before: str, after: str, at: datetime) -> None:
    if before and before != after:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="recommendation",
            subject_ref=ref,
            field=field,
            words=before,
            by=actor.name,
            at=at,
        )

"""Putting findings into the register, and saying which recommendations they led to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heed.learning.events import (
    FindingLinked,
    FindingMadePublic,
    FindingRegistered,
    FindingWithdrawn,
)
from heed.learning.models import Finding, FindingLink, Recommendation
from heed.learning.queries import find_finding
from heed.learning.rules import Place, links_of_findings
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import keep_revision, references_for
from heed.platform.base.versions import last_changed_by, take_version

Spans = list[list[int | None]]


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding as accepted from a Reading; `label` is its number as printed, empty where it has none."""

    label: str
    kind: str
    text: str
    section: str
    spans: Spans
    kept: Kept = NEW


@transaction.atomic
def register_findings(
    actor: Actor,
    *,
    review_id: int,
    scope_id: int,
    reading_id: int,
    findings: Sequence[NewFinding],
    recommendations: Sequence[Recommendation],
    at: datetime,
) -> list[Finding]:
    """Put these into the register of a review, each led to those of `recommendations` that the document says."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    references = references_for(
        partnership_id=actor.partnership_id, name="FND", kept=[new.kept for new in findings]
    )
    before = Finding.objects.for_everyone(because="numbering within one review").filter(review_id=review_id)
    last = before.order_by("-position").values_list("position", flat=True).first() or 0
    made = Finding.objects.bulk_create(
        Finding(
            **new.kept.as_field,
            partnership_id=actor.partnership_id,
            scope_id=scope_id,
            reference=reference,
            review_id=review_id,
            position=last + order,
            label=new.label[:40],
            kind=new.kind[:20],
            text=new.text,
            section=new.section[:200],
            reading_id=reading_id,
            spans=new.spans,
            registered_at=at,
        )
        for order, (reference, new) in enumerate(zip(references, findings, strict=True), start=1)
    )
    links = links_of_findings(
        [Place(label=each.label, section=each.section, text=each.text) for each in findings],
        [Place(label=each.label, section=each.section, text=each.text) for each in recommendations],
    )
    FindingLink.objects.bulk_create(
        FindingLink(
            finding=made[link.finding], recommendation=recommendations[link.recommendation], why=link.why
        )
        for link in links
    )
    for row in made:
        _record(actor, FindingRegistered(reference=row.reference), row, at)
    return made


@transaction.atomic
def withdraw_findings(actor: Actor, *, reading_id: int, at: datetime) -> int:
    """Take a Reading's findings out of the register while nobody has worked on them; returns how many."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    rows = Finding.objects.visible_to(actor).filter(reading_id=reading_id)
    if rows.filter(version__gt=1).exists():
        raise NotNow("Somebody has said what a finding of this document led to, so it stays in the register.")
    if rows.filter(Q(behind__isnull=False) | Q(answers__isnull=False)).exists():
        raise NotNow(
            "Somebody has said what lies behind a finding of this document, or which question it answers, so it stays "
            "in the register."
        )
    asked = Recommendation.objects.visible_to(actor).filter(reading_id=reading_id)
    elsewhere = Finding.objects.visible_to(actor).exclude(reading_id=reading_id)
    if FindingLink.objects.filter(recommendation__in=asked, finding__in=elsewhere).exists():
        raise NotNow(
            "Another document's finding led to a recommendation of this one, so it stays in the register."
        )
    gone = list(rows)
    for row in gone:
        _record(actor, FindingWithdrawn(reference=row.reference), row, at)
    rows.delete()
    return len(gone)


@transaction.atomic
def say_what_it_led_to(
    actor: Actor, *, ref: str, recommendation_refs: Sequence[str], version: int, at: datetime
) -> Finding:
    """These, and no other, of the review's recommendations answer this finding. Where the document said so, that
    reason stays; for the others it is the person who said it.

    `version` is the one the person saw: where somebody saved since, `ChangedMeanwhile` with both lists.
    """
    check_may(actor, Permission.NAME_RECORDS)
    row = find_finding(actor, ref)
    wanted = set(recommendation_refs)
    of_review = Recommendation.objects.visible_to(actor).filter(review_id=row.review_id)
    chosen = {each.public_id: each for each in of_review.filter(public_id__in=wanted)}
    if wanted - set(chosen):
        raise Invalid("Choose recommendations of this review only.")
    links = {each.recommendation.public_id: each for each in row.links.select_related("recommendation")}
    if set(links) == wanted:
        return row
    taken = take_version(
        row,
        version=version,
        among=Finding.objects.visible_to(actor),
        differences=lambda now: [_differing(now, list(chosen.values()))],
        by=last_changed_by("finding", row.public_id),
    )
    if not taken:
        return find_finding(actor, ref)
    row.links.exclude(recommendation__in=[each.pk for each in chosen.values()]).delete()
    FindingLink.objects.bulk_create(
        FindingLink(finding=row, recommendation=each, why=f"said by {actor.name}")
        for public_id, each in chosen.items()
        if public_id not in links
    )
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="finding",
        subject_ref=row.public_id,
        field="led_to",
        words=", ".join(sorted(each.recommendation.reference for each in links.values())),
        by=actor.name,
        at=at,
    )
    _record(actor, FindingLinked(reference=row.reference, recommendations=len(chosen)), row, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def say_what_is_public(
    actor: Actor, *, ref: str, withheld: bool, why: str, public_text: str, version: int, at: datetime
) -> Finding:
    """Say what reports for the public say of a finding: nothing (`withheld`, with the reason), these words instead of
    its own, or its own. The words of the finding itself stay as they are."""
    check_may(actor, Permission.PUBLISH)
    row = find_finding(actor, ref)
    reason, said = " ".join(why.split())[:300], public_text.strip()
    if withheld and not reason:
        raise Invalid("Say why.", fields={"why": "Say why it is withheld"})
    before = row.public_text
    if not take_version(
        row,
        version=version,
        among=Finding.objects.visible_to(actor),
        differences=lambda theirs: [
            Difference("public_text", "What the public reads", theirs.public_text, said),
            Difference("why", "Why it is withheld", theirs.withheld_why, reason),
        ],
        by=last_changed_by("finding", row.public_id),
        withheld=withheld,
        withheld_why=reason if withheld else "",
        public_text=said,
    ):
        return row
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="finding",
        subject_ref=row.public_id,
        field="public_text",
        words=before,
        by=actor.name,
        at=at,
    )
    what = "nothing" if withheld else "other words" if said else "its own words"
    _record(actor, FindingMadePublic(reference=row.reference, what=what), row, at)
    row.refresh_from_db()
    return row


def _differing(now: Finding, yours: Sequence[Recommendation]) -> Difference:
    theirs = [each.recommendation for each in now.links.select_related("recommendation")]
    return Difference(
        "recommendation",
        "What it led to",
        _references(theirs),
        _references(yours),
        their_value=" ".join(sorted(each.public_id for each in theirs)),
        your_value=" ".join(sorted(each.public_id for each in yours)),
        free=False,
    )


def _references(rows: Sequence[Recommendation]) -> str:
    return ", ".join(sorted(each.reference for each in rows)) or "Nothing"


def _record(actor: Actor, happened: object, row: Finding, at: datetime) -> None:
    record(actor, happened, subject_kind="finding", subject_ref=row.public_id, at=at)

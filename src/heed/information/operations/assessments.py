"""Impact assessments: every saving of the answers is a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction

from heed.information.events import AssessmentSaved
from heed.information.models import Assessment, AssessmentVersion
from heed.information.queries.agreements import find_agreement, find_assessment
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version
from heed.platform.rules.queries import rules_of


@transaction.atomic
def add_assessment(
    actor: Actor, *, name: str, agreement_ref: str, review_on: date | None, at: datetime
) -> Assessment:
    """Begin an assessment, of an agreement where one is named, with every question open."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    [reference] = take_references(partnership_id=actor.partnership_id, name="DPIA", how_many=1)
    assessment = Assessment.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=reference,
        name=name.strip()[:200],
        agreement=find_agreement(actor, agreement_ref) if agreement_ref else None,
        review_on=review_on,
        made_at=at,
    )
    _keep_version(actor, assessment, {}, at)
    return assessment


@transaction.atomic
def save_answers(
    actor: Actor, *, ref: str, answers: Mapping[str, str], version: int, at: datetime
) -> Assessment:
    """Keep all answers as the next version. Questions that the template does not have are left out."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    assessment = find_assessment(actor, ref)
    if not take_version(
        assessment,
        version=version,
        among=Assessment.objects.visible_to(actor),
        differences=lambda now: _differences(now, answers),
        by=_last_saved_by(assessment),
    ):
        return find_assessment(actor, ref)
    assessment.refresh_from_db(from_queryset=Assessment.objects.visible_to(actor))
    _keep_version(actor, assessment, answers, at)
    return assessment


def _keep_version(actor: Actor, assessment: Assessment, answers: Mapping[str, str], at: datetime) -> None:
    asked = rules_of("information")["assessments"]["questions"]
    kept = {key: answers.get(key, "").strip() for key in asked if answers.get(key, "").strip()}
    AssessmentVersion.objects.create(
        assessment=assessment,
        number=assessment.version,
        answers=kept,
        saved_by=actor.name,
        saved_at=at,
    )
    record(
        actor,
        AssessmentSaved(number=assessment.version),
        subject_kind="assessment",
        subject_ref=assessment.public_id,
        at=at,
    )


def _differences(now: Assessment, answers: Mapping[str, str]) -> Iterator[Difference]:
    newest = now.versions.first()
    theirs = newest.answers if newest else {}
    for key, question in rules_of("information")["assessments"]["questions"].items():
        yield Difference(
            name=key, label=question, theirs=theirs.get(key, ""), yours=answers.get(key, "").strip()
        )


def _last_saved_by(assessment: Assessment) -> str:
    newest = assessment.versions.first()
    return newest.saved_by if newest else ""

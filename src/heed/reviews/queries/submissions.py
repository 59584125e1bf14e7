"""What agencies were asked to give to a review, and gave, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.kit.clocks import OutsideCalendar, deadline
from heed.platform.access.models import Exclusion
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.queries import agency_now, memberships_in_force
from heed.platform.rules.queries import rules_of
from heed.reviews.models import (
    Commission,
    NonCompliance,
    NonComplianceStep,
    ReviewClock,
    Submission,
    SubmissionChase,
    SubmissionCheck,
    SubmissionDraft,
    SubmissionVersion,
)
from heed.reviews.queries.timescales import timescales_of
from heed.reviews.rules.cases import working_days
from heed.reviews.rules.submissions import lacks, rules_from
from heed.reviews.types.submissions import Lacks, SubmissionRules, SubmissionState

RETURN = "agency_return"
"""The clock that runs from when an agency is asked until what it gives has come, as the timescales have it."""


def return_day(partnership_id: int, *, on: date) -> date | None:
    """By when what an agency is asked for on this day is to come; None where no rule says, or no calendar."""
    rule = timescales_of(partnership_id, on=on).find(RETURN, on=on)
    try:
        return deadline(rule, on, days=working_days(rules_of("working-days"))).on if rule else None
    except OutsideCalendar:
        return None


def return_clock(actor: Actor, row: Submission) -> ReviewClock | None:
    """The clock of this submission, the newest; None where no rule had one."""
    rows = ReviewClock.objects.visible_to(actor).filter(review=row.review_id, key=RETURN, about=row.reference)
    found: ReviewClock | None = rows.prefetch_related("pauses").order_by("-pk").first()
    return found


@cache
def submission_rules() -> SubmissionRules:
    """`rules/submissions.yaml`, read once."""
    return rules_from(rules_of("submissions"))


def is_own(actor: Actor, agency: Agency) -> bool:
    """Whether the actor acts for this agency, or for whatever came after it."""
    now = agency_now(agency)
    return actor.agency_id in {agency.pk, now.pk if now else agency.pk}


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    versions = SubmissionVersion.objects.select_related("author_person", "given_by")
    checks = SubmissionCheck.objects.select_related("checked_by")
    steps = NonComplianceStep.objects.select_related("sent_by", "commissioner")
    seen = NonCompliance.objects.for_everyone(because="of a submission that the actor sees")
    cases = seen.select_related("closed_by").prefetch_related(Prefetch("steps", steps)).order_by("pk")
    return rows.select_related(
        "review", "review__scope", "agency", "agency__successor", "asked_by", "signed_by", "withdrawn_by"
    ).prefetch_related(
        Prefetch("versions", versions.prefetch_related(Prefetch("checks", checks))),
        Prefetch("chases", SubmissionChase.objects.select_related("chased_by")),
        Prefetch("non_compliance", cases),
    )


def find_submission(actor: Actor, ref: str) -> Submission:
    """The submission with this public id, with its versions, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = _with_context(Submission.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def submissions_of_review(actor: Actor, review_id: int) -> list[Submission]:
    """Everything that was asked of agencies for a review, by agency."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Submission.objects.visible_to(actor).filter(review_id=review_id)
    return list(_with_context(rows).order_by("agency__name", "pk"))


def open_submissions(actor: Actor) -> QuerySet[Any]:
    """Those of every review that are asked for and not final, for reminders."""
    check_may(actor, Permission.READ_REGISTER)
    rows: QuerySet[Any] = Submission.objects.visible_to(actor).select_related("review", "agency")
    return rows


def last_version(row: Submission) -> SubmissionVersion | None:
    """What was handed in last; None where nothing was."""
    given = list(row.versions.all())
    return given[-1] if given else None


def last_check(version: SubmissionVersion | None) -> SubmissionCheck | None:
    """How a version was looked over last; None where it was not."""
    checks = list(version.checks.all()) if version else []
    return checks[-1] if checks else None


def lacking(row: Submission, today: date) -> Lacks | None:
    """How a submission falls short today; None while it does not."""
    version = last_version(row)
    check = last_check(version)
    received = version is not None and not (check and check.sent_back)
    return lacks(
        submission_rules(),
        state=row.state,
        due_on=row.due_on,
        received=received,
        partial=bool(version and version.missing),
        today=today,
    )


def open_case(row: Submission) -> NonCompliance | None:
    """The agency's non-compliance that is not closed; None where there is none."""
    return next((each for each in row.non_compliance.all() if each.closed_at is None), None)


def find_submission_draft(row: Submission) -> SubmissionDraft | None:
    """What the agency has written so far; asked by its own people's pages only (`policies.submissions`)."""
    return SubmissionDraft.objects.filter(submission=row).select_related("written_by").first()


def find_version(actor: Actor, ref: str, number: int) -> SubmissionVersion:
    """One version of a submission that the actor sees, or `NotVisible`."""
    row = find_submission(actor, ref)
    found = next((each for each in row.versions.all() if each.number == number), None)
    if found is None:
        raise NotVisible
    return found


def excluded_from(case_ref: str) -> frozenset[int]:
    """The persons who are excluded from a case now."""
    rows = Exclusion.objects.filter(scope__case_ref=case_ref, ended_at__isnull=True)
    return frozenset(rows.values_list("person_id", flat=True))


def has_excluded_author(row: Submission) -> bool:
    """Whether whoever wrote the last version has been excluded from the case since."""
    version = last_version(row)
    if version is None or version.author_person_id is None:
        return False
    return version.author_person_id in excluded_from(row.review.public_id)


def possible_authors(row: Submission, *, on: date) -> list[Membership]:
    """The agency's people who use Heed and are not excluded from the case."""
    out = excluded_from(row.review.public_id)
    rows = memberships_in_force(on).filter(partnership_id=row.partnership_id, agency_id=row.agency_id)
    return [each for each in rows if each.person_id not in out]


def signers_of_submission(row: Submission, role: str, *, on: date) -> list[str]:
    """Who could sign it off for its agency: those in this role, and not excluded."""
    return [each.person.name for each in possible_authors(row, on=on) if role in each.roles]


def list_commissions(
    actor: Actor, *, agency_id: int | None = None, on: date | None = None
) -> list[Commission]:
    """Who commissions whom; of one agency and in force on a day, where these are given."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Commission.objects.visible_to(actor).select_related("agency", "commissioner", "kept_by")
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    if on is not None:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), begins_on__lte=on)
    return list(rows.order_by("agency__name", "pk"))


def labels_of_submissions(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these submissions are called, those that the actor may see, by public id."""
    rows = Submission.objects.visible_to(actor).filter(public_id__in=refs)
    named = rows.values_list("public_id", "reference") if actor.may(Permission.READ_REGISTER) else ()
    return dict(named)


def submission_rows(case_ref: str) -> QuerySet[Any]:
    """The submissions of a case."""
    rows: QuerySet[Any] = Submission.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def non_compliance_rows(case_ref: str) -> QuerySet[Any]:
    """What was sent on of agencies that do not take part in a case."""
    rows: QuerySet[Any] = NonCompliance.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(submission__review__public_id=case_ref)


WAITING = (SubmissionState.ASKED, SubmissionState.RECEIVED, SubmissionState.ASSURED)
"""States of a submission that somebody is still to do something about."""

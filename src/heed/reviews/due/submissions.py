"""What can be due of submissions: handing them in, looking them over, signing them off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.reviews.presenters.submissions import kind_name
from heed.reviews.queries.submissions import open_submissions
from heed.reviews.types.submissions import SubmissionState


def _in_state(state: SubmissionState, *, agency: str = "") -> Callable[[Actor, Wanted], Found]:
    def find(actor: Actor, wanted: Wanted) -> Found:
        rows = open_submissions(actor).filter(state=state)
        return gather(rows, wanted, on="due_on", agency=agency, make=_due)

    return find


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("reviews:submission", args=[row.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        agency_id=row.agency_id,
        who=row.agency.name,
        note=f"{kind_name(row.kind)} · {row.review.name}",
    )


SUBMISSIONS = DueKind(
    name="submission",
    record="submission",
    what="Submission to a review",
    ask="Hand in {reference}",
    chase="{who} has not handed in {reference}",
    button="Write it",
    noun=("submission", "submissions"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=_in_state(SubmissionState.ASKED, agency="agency_id"),
    older_href=lambda actor: reverse("reviews:list"),
)

TO_LOOK_OVER = DueKind(
    name="submission_check",
    record="submission",
    what="Submission to look over",
    ask="Look {reference} over",
    chase="{reference} of {who} waits to be looked over",
    button="Look it over",
    noun=("submission to look over", "submissions to look over"),
    owners=frozenset({Role.OFFICER, Role.LEAD_REVIEWER}),
    find=_in_state(SubmissionState.RECEIVED),
    older_href=lambda actor: reverse("reviews:list"),
    by_agency=False,
    may=Permission.CHECK_SUBMISSIONS,
)

TO_SIGN_OFF = DueKind(
    name="submission_signature",
    record="submission",
    what="Submission to sign off",
    ask="Sign {reference} off",
    chase="{who} has not signed {reference} off",
    button="Sign it off",
    noun=("submission to sign off", "submissions to sign off"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_EXECUTIVE}),
    find=_in_state(SubmissionState.ASSURED, agency="agency_id"),
    older_href=lambda actor: reverse("reviews:list"),
)

"""What can be due of recommendations."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.learning.policies import answers_for_agency, asks_agencies
from heed.learning.presenters import title_of
from heed.learning.queries import (
    RequestFilter,
    ResponseFilter,
    asking_rules,
    filter_requests,
    filter_responses,
    unanswered_by,
)
from heed.learning.types import RequestState
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather, gather_within
from heed.platform.notices.queries.long_late import narrowing_to_long_late, to_long_late


def find_unanswered(actor: Actor, wanted: Wanted) -> Found:
    """Recommendations that name the actor's agency and that it neither answered nor was asked about here: no day."""
    if not any(reach.agency_id == actor.agency_id for reach in wanted.reaches):
        return Found()
    rows = unanswered_by(actor, actor.agency_id)
    return Found(tuple(_due(actor, row) for row in rows[: wanted.limit]), rows.count())


def _due(actor: Actor, row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("learning:recommendation", args=[row.public_id]),
        on=None,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        agency_id=actor.agency_id,
        who=actor.agency_name,
        note=f"{title_of(row)} · {row.review.name}",
    )


UNANSWERED = DueKind(
    name="response",
    record="recommendation",
    what="Answer to a recommendation",
    ask="Named in {reference}; not asked yet",
    chase="{who} has not answered {reference}",
    button="Answer",
    noun=("recommendation", "recommendations"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_unanswered,
    older_href=lambda actor: f"{reverse('learning:list')}?agency={actor.agency_ref}",
)


def find_asked(actor: Actor, wanted: Wanted) -> Found:
    """Requests for an answer that wait."""
    rows = filter_requests(actor, RequestFilter(state=RequestState.OPEN))
    with_names = rows.select_related("agency", "recommendation", "recommendation__review")
    return gather(with_names, wanted, on="due_on", agency="agency_id", make=_due_request)


def _due_request(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("learning:request", args=[row.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.recommendation.review.public_id,
        agency_id=row.agency_id,
        who=row.agency.name,
        note=f"{title_of(row.recommendation)} · {row.recommendation.review.name}",
    )


ASKED = DueKind(
    name="answer_request",
    record="answer_request",
    what="Answer to a recommendation",
    ask="Answer {reference}",
    chase="{who} has not answered {reference}",
    button="Answer",
    noun=("request for an answer", "requests for an answer"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_asked,
    own_panel=lambda actor: answers_for_agency(actor) or asks_agencies(actor),
    older_href=to_long_late("learning:requests", "answer_request"),
)


def find_to_judge(actor: Actor, wanted: Wanted) -> Found:
    """Answers that were signed here and that nobody has judged, by when somebody employed elsewhere is to."""
    waiting = filter_responses(actor, ResponseFilter(judged="no")).filter(
        signed_by__isnull=False, recommendation__isnull=False
    )
    rows = waiting.select_related("agency", "recommendation__review")
    days = asking_rules().judged_within_days
    return gather_within(rows, wanted, days=days, make=_to_judge, at="registered_at")


def _to_judge(row: Any) -> Due:
    recommendation = row.recommendation
    return Due(
        ref=row.public_id,
        reference=recommendation.reference,
        href=reverse("learning:judge", args=[recommendation.public_id, row.public_id]),
        on=None,
        scope_id=row.scope_id,
        case_ref=recommendation.review.public_id,
        who=row.agency.name,
        note=f"{row.agency} answered · {title_of(recommendation)} · {recommendation.review.name}",
    )


TO_JUDGE = DueKind(
    name="answer_to_judge",
    record="response",
    what="Answer to be judged",
    ask="Say whether the answer to {reference} is what was asked",
    chase="Nobody has judged the answer to {reference}",
    button="Judge",
    noun=("answer to be judged", "answers to be judged"),
    owners=frozenset({Role.OFFICER, Role.BUSINESS_MANAGER}),
    find=find_to_judge,
    older_href=to_long_late("learning:responses", "answer_to_judge"),
    by_agency=False,
    may=Permission.JUDGE_ANSWERS,
)

OF_RESPONSES = narrowing_to_long_late(TO_JUDGE)
OF_REQUESTS = narrowing_to_long_late(ASKED)

"""Judging whether an answer answers what was asked, by somebody employed elsewhere, and sending it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from heed.learning.events import AnswererNamed, AnswerJudged, AnswerSentBack
from heed.learning.models import AnswerRequest, Judgement, Recommendation, Response
from heed.learning.operations.threads import refresh_answers
from heed.learning.policies import check_day, check_judges
from heed.learning.queries.judgements import answered_parts, find_answer, judgements_of
from heed.learning.rules import GRADE_WORDS
from heed.learning.types import Grade, RequestState, Verdict
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import ChangedMeanwhile, Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import hold, take_version
from heed.platform.partnerships.queries import agency_now, list_agencies


@transaction.atomic
def judge_answer(
    actor: Actor,
    *,
    ref: str,
    recommendation_ref: str,
    verdicts: Sequence[Verdict],
    send_back_by: date | None,
    after: int,
    at: datetime,
) -> list[Judgement]:
    """Say of each part whether this answer answers it, with a reason where not in full. Earlier judgements stay.

    `after` is how many judgements of it the person saw: where somebody judged since, `ChangedMeanwhile` with both.
    `send_back_by`: where a part is not answered in full, the agency is asked again about it, by that day.
    """
    response, recommendation = find_answer(actor, recommendation_ref, ref)
    check_judges(actor, response, at=at)
    list(hold(Response.objects.visible_to(actor).filter(pk=response.pk)).values_list("pk"))
    earlier = judgements_of(actor, response, recommendation)
    _check_verdicts(response, recommendation, verdicts)
    if len(earlier) != after:
        if _is_the_same(actor, earlier, verdicts):
            return earlier
        raise _judged_meanwhile(earlier, verdicts)
    scope = scope_for_new_rows(actor.partnership_id, recommendation.review.public_id)
    made = Judgement.objects.bulk_create(
        Judgement(
            partnership_id=actor.partnership_id,
            scope=scope,
            response=response,
            recommendation=recommendation,
            part_id=each.part or None,
            grade=each.grade,
            reason=each.reason.strip(),
            judged_by_id=actor.person_id,
            judged_for=actor.agency_name,
            judged_at=at,
        )
        for each in verdicts
    )
    wanting = [each for each in verdicts if each.grade != Grade.FULL]
    happened = AnswerJudged(
        recommendation=recommendation.reference, full=len(verdicts) - len(wanting), of=len(verdicts)
    )
    record(actor, happened, subject_kind="response", subject_ref=response.public_id, at=at)
    if wanting and send_back_by is not None:
        _send_back(actor, response, recommendation, wanting, send_back_by, at)
    refresh_answers(actor, recommendation_ids={recommendation.pk})
    return made


def _check_verdicts(response: Response, recommendation: Recommendation, verdicts: Sequence[Verdict]) -> None:
    asked = [part.key for part in answered_parts(response, recommendation)]
    if sorted(each.part for each in verdicts) != sorted(asked):
        raise NotNow("What it asks for was divided anew meanwhile. Load the page again.")
    wrong: dict[str, str] = {}
    for each in verdicts:
        if each.grade not in GRADE_WORDS:
            wrong[f"grade_{each.part}"] = "Choose whether it answers what was asked"
        elif each.grade != Grade.FULL and not each.reason.strip():
            wrong[f"reason_{each.part}"] = "Say what was asked and what came instead"
    if wrong:
        raise Invalid("The judgement is not complete.", fields=wrong)


def _is_the_same(actor: Actor, earlier: Sequence[Judgement], verdicts: Sequence[Verdict]) -> bool:
    """Whether this is the same form, sent twice by the same person."""
    last = earlier[-len(verdicts) :]
    return [(each.part_id or 0, each.grade, each.reason, each.judged_by_id) for each in last] == [
        (each.part, each.grade, each.reason.strip(), actor.person_id) for each in verdicts
    ]


def _judged_meanwhile(earlier: Sequence[Judgement], verdicts: Sequence[Verdict]) -> ChangedMeanwhile:
    last = {each.part_id or 0: each for each in earlier}
    differences = []
    for number, each in enumerate(verdicts, start=1):
        of = f" of part {number}" if len(verdicts) > 1 else ""
        theirs = last.get(each.part)
        grade, reason = (theirs.grade, theirs.reason) if theirs else ("", "")
        differences += [
            Difference(
                f"grade_{each.part}",
                f"Judgement{of}",
                GRADE_WORDS.get(grade, "None"),
                GRADE_WORDS[each.grade],
                their_value=grade,
                your_value=each.grade,
                free=False,
            ),
            Difference(f"reason_{each.part}", f"Reason{of}", reason, each.reason),
        ]
    by = str(earlier[-1].judged_by) if earlier else ""
    return ChangedMeanwhile(differences=differences, version=len(earlier), sent_as="after", by=by)


def _send_back(
    actor: Actor,
    response: Response,
    recommendation: Recommendation,
    wanting: Sequence[Verdict],
    by: date,
    at: datetime,
) -> None:
    """Ask the agency again about the parts that were not answered in full, with the reasons."""
    agency = agency_now(response.agency) if response.agency else None
    if agency is None:
        raise NotNow("No agency answers for this one any more, so it cannot be sent back.")
    due = check_day(by, at=at)
    list(hold(Recommendation.objects.visible_to(actor).filter(pk=recommendation.pk)).values_list("pk"))
    if recommendation.requests.visible_to(actor).filter(agency=agency, state=RequestState.OPEN).exists():
        raise NotNow(f"{agency.name} is being asked about this already. Judge it without sending it back.")
    [reference] = take_references(partnership_id=actor.partnership_id, name="ASK", how_many=1)
    request = AnswerRequest.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, recommendation.review.public_id),
        reference=reference,
        recommendation=recommendation,
        agency=agency,
        asked_as=response.agency_words or agency.name,
        round=response.round + 1,
        words="\n".join(each.reason.strip() for each in wanting),
        sent_back=response,
        asked_at=at,
        asked_by_id=actor.person_id,
        due_on=due,
    )
    request.parts.set([each.part for each in wanting if each.part])
    happened = AnswerSentBack(reference=reference, agency=agency.public_id)
    record(actor, happened, subject_kind="answer_request", subject_ref=request.public_id, at=at)


@transaction.atomic
def say_who_answered(
    actor: Actor, *, ref: str, recommendation_ref: str, agency_ref: str, version: int, at: datetime
) -> Response:
    """Say which agency gave an answer that a document printed without its name. The words stay as printed."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    response, recommendation = find_answer(actor, recommendation_ref, ref)
    agency = {each.public_id: each for each in list_agencies(actor.partnership_id)}.get(agency_ref)
    if agency is None:
        raise Invalid("Choose an agency.", fields={"agency": "Choose an agency"})
    if response.agency_id == agency.pk:
        return response
    if response.request_id or (response.agency_id and response.version == version):
        raise NotNow(f"This answer is {response.agency}'s.")
    taken = take_version(
        response,
        version=version,
        among=Response.objects.visible_to(actor),
        differences=lambda now: [
            Difference("agency", "Whose answer it is", str(now.agency or ""), agency.name, free=False)
        ],
        agency=agency,
    )
    if taken:
        happened = AnswererNamed(agency=agency.public_id)
        record(actor, happened, subject_kind="response", subject_ref=ref, at=at)
        refresh_answers(actor, recommendation_ids={recommendation.pk})
    return find_answer(actor, recommendation_ref, ref)[0]

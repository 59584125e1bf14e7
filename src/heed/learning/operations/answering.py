"""What an agency says to what it was asked: written by whoever knows, signed by its lead, never changed after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from heed.learning.events import AnswerDrafted, AnswerSigned
from heed.learning.models import AnswerDraft, AnswerRequest, PartAnswer, Response
from heed.learning.operations.asking import settle_request
from heed.learning.operations.threads import refresh_answers
from heed.learning.policies import check_answers, check_is_open
from heed.learning.queries.requests import asked_parts, find_draft, find_request, find_response_to
from heed.learning.rules import NEEDS_REASON, overall_stance, signed_words
from heed.learning.types import STANCE_WORDS, RequestState, Said
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import hold, take_version
from heed.platform.ui.wording import moment

_MOST = 20_000


@transaction.atomic
def save_answer_draft(
    actor: Actor, *, ref: str, said: Sequence[Said], version: int, at: datetime
) -> AnswerDraft:
    """Keep what is written so far for the agency's lead to sign; nothing need be complete.

    `version` is the draft's that the person saw, 0 where there was none: a colleague's words are never saved over.
    """
    request = _held(actor, ref)
    check_answers(actor, request, Permission.ANSWER_FOR_AGENCY)
    check_is_open(request)
    if any(len(each.text) > _MOST or len(each.reason) > _MOST for each in said):
        raise Invalid(f"That is too long. Use at most {_MOST} letters for each part.")
    draft = find_draft(actor, request)
    words = {str(each.part): asdict(each) for each in said}
    if draft is None:
        draft = AnswerDraft.objects.create(
            request=request, parts=words, written_by_id=actor.person_id, written_at=at
        )
    elif not take_version(
        draft,
        version=version,
        differences=lambda now: _differences(request, now.parts, said),
        by=draft.written_by.name,
        parts=words,
        written_by=actor.person_id,
        written_at=at,
    ):
        return draft
    draft.refresh_from_db()
    _record(actor, AnswerDrafted(reference=request.reference), request, at)
    return draft


@transaction.atomic
def sign_answer(actor: Actor, *, ref: str, said: Sequence[Said], version: int, at: datetime) -> Response:
    """The agency's answer, signed by its lead: every part that was asked, with a reason where not in full.

    `version` is the draft's that the person saw, 0 where there was none. Whoever signs second is told who did.
    """
    request = _held(actor, ref)
    check_answers(actor, request, Permission.SIGN_ANSWERS)
    if request.state == RequestState.ANSWERED:
        return _signed_before(actor, request, said)
    draft = find_draft(actor, request)
    if draft is not None and draft.version != version:
        take_version(
            draft,
            version=version,
            differences=lambda now: _differences(request, now.parts, said),
            by=draft.written_by.name,
        )
    _check_complete(request, said)
    stances = [each.stance for each in said]
    of_recommendation = Response.objects.visible_to(actor).filter(recommendation=request.recommendation_id)
    response = Response.objects.create(
        partnership_id=request.partnership_id,
        scope_id=request.scope_id,
        recommendation=request.recommendation,
        agency=request.agency,
        agency_words=request.agency.name,
        text=_words(request, said),
        stance=overall_stance(stances),
        round=request.round,
        position=(of_recommendation.aggregate(last=Max("position"))["last"] or 0) + 1,
        registered_at=at,
        request=request,
        signed_by_id=actor.person_id,
    )
    PartAnswer.objects.bulk_create(
        PartAnswer(
            response=response,
            part_id=each.part or None,
            position=position,
            stance=each.stance,
            text=each.text.strip(),
            reason=each.reason.strip(),
        )
        for position, each in enumerate(said, start=1)
    )
    settle_request(actor, request=request, state=RequestState.ANSWERED, at=at)
    AnswerDraft.objects.filter(request=request).delete()
    refresh_answers(actor, recommendation_ids={request.recommendation_id})
    _record(actor, AnswerSigned(reference=request.reference, round=request.round), request, at)
    return response


def _held(actor: Actor, ref: str) -> AnswerRequest:
    """The request, held, so that two who write or sign it at once come one after the other."""
    request = find_request(actor, ref)
    list(hold(AnswerRequest.objects.visible_to(actor).filter(pk=request.pk)).values_list("pk"))
    return find_request(actor, ref)


def _signed_before(actor: Actor, request: AnswerRequest, said: Sequence[Said]) -> Response:
    """What was signed already, where it is the same: the same form sent twice."""
    response = find_response_to(actor, request)
    if response.text == _words(request, said):
        return response
    who, when = response.signed_by, timezone.localtime(response.registered_at)
    raise NotNow(
        f"{who} signed an answer to this on {moment(when)}. What is signed stays as it is, so yours was not sent. "
        "If it should say something else, ask your partnership for a new round."
    )


def _words(request: AnswerRequest, said: Sequence[Said]) -> str:
    return signed_words(said, {part.key: part.words for part in asked_parts(request)})


def _check_complete(request: AnswerRequest, said: Sequence[Said]) -> None:
    """Every part that was asked, once, with its stance, its words, and a reason where not in full."""
    asked = [part.key for part in asked_parts(request)]
    if sorted(each.part for each in said) != sorted(asked):
        raise NotNow("What is asked has changed meanwhile. Load the page again: your words are kept.")
    wrong: dict[str, str] = {}
    for each in said:
        if each.stance not in STANCE_WORDS:
            wrong[f"stance_{each.part}"] = "Choose what your agency says to it"
        if not each.text.strip() or len(each.text) > _MOST:
            wrong[f"text_{each.part}"] = f"Write your agency's answer, in at most {_MOST:,} letters"
        if each.stance in NEEDS_REASON and not each.reason.strip() or len(each.reason) > _MOST:
            wrong[f"reason_{each.part}"] = "Enter the reason why it is not accepted in full"
    if wrong:
        raise Invalid("The answer is not complete.", fields=wrong)


def _differences(
    request: AnswerRequest, now: Mapping[str, Mapping[str, str]], said: Sequence[Said]
) -> list[Difference]:
    """Where a colleague's draft differs from what was to be saved."""
    found = []
    several = len(said) > 1
    for number, each in enumerate(said, start=1):
        theirs = now.get(str(each.part), {})
        of = f" (part {number})" if several else ""
        stance = theirs.get("stance", "")
        found += [
            Difference(
                f"stance_{each.part}",
                f"What the agency says{of}",
                STANCE_WORDS.get(stance, "Nothing yet"),
                STANCE_WORDS.get(each.stance, "Nothing yet"),
                their_value=stance,
                your_value=each.stance,
                free=False,
            ),
            Difference(f"text_{each.part}", f"Answer{of}", theirs.get("text", ""), each.text),
            Difference(f"reason_{each.part}", f"Reason{of}", theirs.get("reason", ""), each.reason),
        ]
    return found


def _record(actor: Actor, happened: object, request: AnswerRequest, at: datetime) -> None:
    record(actor, happened, subject_kind="answer_request", subject_ref=request.public_id, at=at)

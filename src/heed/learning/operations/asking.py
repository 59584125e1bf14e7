"""Asking agencies for their answers, chasing those that are silent, and taking a request back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from heed.learning.events import (
    AnswerAsked,
    AnswerCameBack,
    AnswerChased,
    AnswerDayMoved,
    AnswerNotAskedAnyMore,
    AnswerPassedOn,
)
from heed.learning.models import AnswerRequest, Chase, Recommendation, Response
from heed.learning.operations.threads import refresh_answers
from heed.learning.policies import check_day, check_is_open
from heed.learning.queries.requests import find_request
from heed.learning.types import RequestState
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import references_seen
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow, NotVisible
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import hold, last_changed_by, take_version
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import agency_now, list_agencies
from heed.platform.ui.wording import day


@dataclass(frozen=True, slots=True)
class Ask:
    """One recommendation and one agency, by public id; `parts` are keys of its parts, none of them for the whole."""

    recommendation: str
    agency: str
    parts: tuple[int, ...] = ()


@transaction.atomic
def ask_for_answers(
    actor: Actor, *, asks: Sequence[Ask], words: str, due_on: date | None, at: datetime
) -> list[AnswerRequest]:
    """Ask each of these agencies for its answer by the day. An agency that ended is asked through what came after
    it; one that is being asked already is not asked twice. Refused where nobody is left to be asked."""
    check_may(actor, Permission.ASK_AGENCIES)
    due = check_day(due_on, at=at)
    if not asks:
        raise Invalid("Choose at least one agency.", fields={"asks": "Choose at least one agency"})
    by_ref: dict[str, list[Ask]] = {}
    for ask in asks:
        by_ref.setdefault(ask.recommendation, []).append(ask)
    rows = hold(Recommendation.objects.visible_to(actor).filter(public_id__in=by_ref)).order_by("pk")
    found = {row.public_id: row for row in rows.select_related("review")}
    if set(by_ref) - set(found):
        raise NotVisible
    made = [
        request for ref, row in found.items() for request in _ask(actor, row, by_ref[ref], words, due, at)
    ]
    if not made:
        raise NotNow(
            "Each of these agencies has been asked already and has not answered yet. Chase it instead."
        )
    refresh_answers(actor, recommendation_ids={request.recommendation_id for request in made})
    return made


def _ask(
    actor: Actor, row: Recommendation, asks: Sequence[Ask], words: str, due_on: date, at: datetime
) -> list[AnswerRequest]:
    """The requests made for one recommendation, whose row is held."""
    agencies = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    parts = {each.pk: each for each in row.parts.all()}
    open_ = AnswerRequest.objects.visible_to(actor).filter(recommendation=row, state=RequestState.OPEN)
    waiting = set(open_.values_list("agency_id", flat=True))
    scope = scope_for_new_rows(actor.partnership_id, row.review.public_id)
    made = []
    for ask in asks:
        if ask.agency not in agencies or set(ask.parts) - set(parts):
            raise Invalid("Choose agencies of the partnership.", fields={"asks": "Choose from the list"})
        named = agencies[ask.agency]
        agency = agency_now(named)
        if agency is None:
            raise NotNow(
                f"{named.name} has ended, and nothing is said to have come after it. Say what did first."
            )
        if agency.pk in waiting:
            continue
        waiting.add(agency.pk)
        [reference] = take_references(partnership_id=actor.partnership_id, name="ASK", how_many=1)
        request = AnswerRequest.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope,
            reference=reference,
            recommendation=row,
            agency=agency,
            asked_as=named.name,
            round=_next_round(actor, row, agency),
            words=words.strip(),
            asked_at=at,
            asked_by_id=actor.person_id,
            due_on=due_on,
        )
        request.parts.set([parts[key] for key in ask.parts])
        _record(actor, AnswerAsked(reference=reference, agency=agency.public_id), request, at)
        made.append(request)
    return made


def _next_round(actor: Actor, row: Recommendation, agency: Agency) -> int:
    earlier = Response.objects.visible_to(actor).filter(recommendation=row, agency=agency)
    return int(earlier.aggregate(last=Max("round"))["last"] or 0) + 1


@transaction.atomic
def chase(actor: Actor, *, refs: Sequence[str], whom: str, words: str, at: datetime) -> list[Chase]:
    """Write down that an agency was reminded of these requests, and who there was told."""
    check_may(actor, Permission.ASK_AGENCIES)
    told = " ".join(whom.split())
    if not told or len(told) > 300:
        raise Invalid("Say who was told.", fields={"whom": "Enter who was told, in at most 300 letters"})
    made = []
    for request in [find_request(actor, ref) for ref in refs]:
        check_is_open(request)
        row = Chase.objects.create(
            request=request, chased_at=at, chased_by_id=actor.person_id, whom=told, words=words.strip()
        )
        _record(actor, AnswerChased(reference=request.reference), request, at)
        made.append(row)
    if not made:
        raise Invalid("Choose at least one request.", fields={"refs": "Choose at least one request"})
    return made


@transaction.atomic
def move_answer_day(
    actor: Actor, *, ref: str, due_on: date | None, reason: str, version: int, at: datetime
) -> AnswerRequest:
    """Give an agency another day. The earlier day stays in the request's history, with the reason for this one."""
    check_may(actor, Permission.ASK_AGENCIES)
    request = find_request(actor, ref)
    check_is_open(request)
    due, why = check_day(due_on, at=at), " ".join(reason.split())
    if not why:
        raise Invalid("Say why the day moves.", fields={"reason": "Enter the reason"})
    taken = take_version(
        request,
        version=version,
        among=AnswerRequest.objects.visible_to(actor),
        differences=lambda now: [
            Difference("due_on", "To be answered by", day(now.due_on), day(due), free=False)
        ],
        by=last_changed_by("answer_request", ref),
        due_on=due,
    )
    if taken:
        keep_revision(
            partnership_id=request.partnership_id,
            subject_kind="answer_request",
            subject_ref=ref,
            field="due_on",
            words=f"{day(request.due_on)}; moved because: {why}",
            by=actor.name,
            at=at,
        )
        _record(actor, AnswerDayMoved(reference=request.reference), request, at)
    return find_request(actor, ref)


@transaction.atomic
def withdraw_request(actor: Actor, *, ref: str, reason: str, at: datetime) -> AnswerRequest:
    """Ask no more: the wrong agency was asked, or its answer is not needed. The request stays, with the reason."""
    check_may(actor, Permission.ASK_AGENCIES)
    request, why = find_request(actor, ref), " ".join(reason.split())
    if not why or len(why) > 300:
        raise Invalid("Say why.", fields={"reason": "Enter the reason, in at most 300 letters"})
    settle_request(actor, request=request, state=RequestState.WITHDRAWN, reason=why, at=at)
    _record(actor, AnswerNotAskedAnyMore(reference=request.reference), request, at)
    refresh_answers(actor, recommendation_ids={request.recommendation_id})
    return find_request(actor, ref)


def settle_request(
    actor: Actor, *, request: AnswerRequest, state: RequestState, reason: str = "", at: datetime
) -> None:
    """Claim a request that waits, in the caller's transaction; whoever is second is told that it is settled."""
    waiting = AnswerRequest.objects.visible_to(actor).filter(pk=request.pk, state=RequestState.OPEN)
    settled = {"settled_at": at, "settled_by_id": actor.person_id, "settled_why": reason}
    if not waiting.update(state=state, version=F("version") + 1, **settled):
        check_is_open(find_request(actor, request.public_id))


@transaction.atomic
def pass_requests(actor: Actor, *, was: int, agency_id: int, at: datetime) -> int:
    """What an agency was asked is asked of the one that came after it; `asked_as` keeps the earlier name. Where that
    one is asked the same already, the earlier request is taken back. Versions stay: nobody's words are changed, and
    what was worked on since can be told by them. Returns how many passed."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    everything = AnswerRequest.objects.for_everyone(because="an agency's requests go where its work goes")
    rows = list(hold(everything.filter(partnership_id=actor.partnership_id, agency=was)).order_by("pk"))
    open_ = everything.filter(agency=agency_id, state=RequestState.OPEN)
    asked = set(open_.values_list("recommendation_id", flat=True))
    for row in rows:
        if row.state == RequestState.OPEN and row.recommendation_id in asked:
            everything.filter(pk=row.pk).update(
                state=RequestState.WITHDRAWN,
                settled_at=at,
                settled_by=actor.person_id,
                settled_why=f"{row.asked_as} {_ASKED_ALREADY}",
            )
            _record(actor, AnswerNotAskedAnyMore(reference=row.reference), row, at)
    everything.filter(pk__in=[row.pk for row in rows]).update(agency=agency_id)
    for row in rows:
        _record(actor, AnswerPassedOn(reference=row.reference), row, at)
    refresh_answers(actor, recommendation_ids={row.recommendation_id for row in rows})
    return len(rows)


_ASKED_ALREADY = "became an agency that is asked the same already"


@transaction.atomic
def requests_come_back(
    actor: Actor,
    *,
    was: int,
    agency_id: int,
    held: Mapping[str, Sequence[Sequence[int]]],
    since: datetime,
    at: datetime,
) -> list[str]:
    """Undo such a passing: each request is its own again, and one that was taken back for it waits again. Returns the
    references of those that were worked on since ("" for one that the actor may not see); where there is one, nothing
    is done. `since` is when they passed."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    versions = {pk: version for pk, version, *_ in held["requests"]}
    everything = AnswerRequest.objects.for_everyone(because="an agency's requests come back with its work")
    mine = everything.filter(partnership_id=actor.partnership_id, pk__in=versions)
    rows = list(hold(mine).order_by("pk"))
    if worked_on := [row for row in rows if row.version != versions[row.pk] or row.agency_id != agency_id]:
        return references_seen(actor, worked_on)
    everything.filter(pk__in=versions).update(agency=was)
    taken_back = everything.filter(
        pk__in=versions, state=RequestState.WITHDRAWN, settled_at=since, settled_why__endswith=_ASKED_ALREADY
    )
    taken_back.update(state=RequestState.OPEN, settled_at=None, settled_by=None, settled_why="")
    for row in rows:
        _record(actor, AnswerCameBack(reference=row.reference), row, at)
    refresh_answers(actor, recommendation_ids={row.recommendation_id for row in rows})
    return []


def _record(actor: Actor, happened: object, request: AnswerRequest, at: datetime) -> None:
    record(actor, happened, subject_kind="answer_request", subject_ref=request.public_id, at=at)

"""What agencies are asked for, for those who may see it: who by when, who is silent, and one's own drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Count, Min, Prefetch, Q, QuerySet

from heed.learning.models import Addressee, AnswerDraft, AnswerRequest, Chase, Recommendation, Response
from heed.learning.queries.how_far import unanswered_by_name
from heed.learning.queries.recommendations import RecommendationFilter, filter_recommendations
from heed.learning.types import RequestState
from heed.library.queries import without_words
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency
from heed.platform.people.queries import readers_of
from heed.platform.registers.queries import narrow, one_page, with_words


@dataclass(frozen=True, slots=True)
class AskingRules:
    """The day offered when an agency is asked, and the furthest one that is taken, in days from now; and within how
    many days an answer is judged."""

    due_in_days: int
    most_days: int
    judged_within_days: int


@cache
def asking_rules() -> AskingRules:
    """`rules/answers.yaml`, read once."""
    return AskingRules(**yaml.safe_load((settings.RULES / "answers.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests to show; empty means all. `state`: one of the states, or "late": open and past its day."""

    words: str = ""
    review: str = ""
    agency: str = ""
    state: str = ""
    refs: tuple[str, ...] = ()
    today: date | None = None
    also: Q = Q()
    """What else the register is narrowed by."""


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One thing that a request asks: `key` is the part's, 0 for the whole."""

    key: int
    words: str


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency that is late with answers: how many, since which day, how often and when last it was reminded."""

    name: str
    ref: str
    late: int
    since: date
    chases: int


def find_request(actor: Actor, ref: str) -> AnswerRequest:
    """The request with this public id, with what it asks, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = _with_context(AnswerRequest.objects.visible_to(actor).filter(public_id=ref))
    row = rows.prefetch_related("recommendation__parts", "parts").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def _with_context(rows: QuerySet[Any]) -> QuerySet[Any]:
    related = rows.select_related(
        "agency", "asked_by", "settled_by", "recommendation", "recommendation__review"
    )
    return related.prefetch_related(Prefetch("chases", Chase.objects.select_related("chased_by")))


def asked_parts(request: AnswerRequest) -> tuple[AskedPart, ...]:
    """What a request asks: the parts it names, else every part, else the whole recommendation as one."""
    chosen = list(request.parts.all()) or list(request.recommendation.parts.all())
    if len(chosen) < 2 and not request.parts.all():
        return (AskedPart(0, request.recommendation.text),)
    return tuple(AskedPart(part.pk, part.text) for part in chosen)


def find_response_to(actor: Actor, request: AnswerRequest) -> Response:
    """The signed answer to a request, or `NotVisible`."""
    rows = Response.objects.visible_to(actor).filter(request=request).select_related("signed_by", "agency")
    row = rows.prefetch_related("part_answers").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def find_draft(actor: Actor, request: AnswerRequest) -> AnswerDraft | None:
    """What the actor's own agency has written so far in answer to this request; nobody else sees it."""
    if actor.agency_id != request.agency_id or not actor.may(Permission.ANSWER_FOR_AGENCY):
        return None
    return AnswerDraft.objects.filter(request=request).select_related("written_by").first()


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("due_on", "pk"),
    "newest": ("-asked_at", "-pk"),
    "agency": ("agency__name", "due_on", "pk"),
}


def filter_requests(actor: Actor, wanted: RequestFilter) -> QuerySet[Any]:
    """The requests that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    rows = AnswerRequest.objects.visible_to(actor)
    by = {
        "review": "recommendation__review__public_id",
        "agency": "agency__public_id",
        "refs": "public_id__in",
    }
    rows = narrow(rows, wanted, by).filter(wanted.also)
    if wanted.state == "late":
        rows = rows.filter(state=RequestState.OPEN, due_on__lt=wanted.today)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    return with_words(
        rows,
        wanted.words,
        "recommendation__text__icontains",
        "recommendation__short_name__icontains",
        "reference__iexact",
    )


def page_of_requests(
    actor: Actor, wanted: RequestFilter, *, order: str = "", offset: int, limit: int
) -> tuple[list[AnswerRequest], int]:
    """One page of the register of requests, and how many there are in all."""
    rows = filter_requests(actor, wanted)
    return one_page(rows.order_by(*_order(order)), _with_context, offset=offset, limit=limit)


def each_request(actor: Actor, wanted: RequestFilter, *, order: str = "") -> Iterator[AnswerRequest]:
    """All that match, a thousand at a time."""
    rows = _with_context(filter_requests(actor, wanted)).order_by(*_order(order))
    yield from rows.iterator(chunk_size=1000)


def _order(order: str) -> tuple[str, ...]:
    return ORDERS.get(order, ORDERS[""])


def open_requests(actor: Actor, refs: Sequence[str]) -> list[AnswerRequest]:
    """Those of these requests that still wait for their answer, by agency."""
    wanted = RequestFilter(state=RequestState.OPEN, refs=tuple(refs))
    return list(_with_context(filter_requests(actor, wanted)).order_by(*_order("agency"))) if refs else []


def asked_of_agency(actor: Actor, *, limit: int = 100) -> tuple[list[AnswerRequest], int]:
    """What waits for an answer of the actor's own agency, the most urgent first, and how many there are."""
    check_may(actor, Permission.READ_REGISTER)
    rows = AnswerRequest.objects.visible_to(actor).filter(agency=actor.agency_id, state=RequestState.OPEN)
    with_parts = _with_context(rows.order_by("due_on", "pk")).prefetch_related(
        "recommendation__parts", "parts"
    )
    return list(with_parts.select_related("draft", "draft__written_by")[:limit]), rows.count()


def answered_by_agency(actor: Actor, *, limit: int = 20) -> list[AnswerRequest]:
    """What the actor's own agency has answered here, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = AnswerRequest.objects.visible_to(actor).filter(agency=actor.agency_id, state=RequestState.ANSWERED)
    return list(_with_context(rows.order_by("-settled_at", "-pk"))[:limit])


def requests_of_recommendation(actor: Actor, recommendation: Recommendation) -> list[AnswerRequest]:
    """Every request for an answer to it, the oldest first."""
    rows = AnswerRequest.objects.visible_to(actor).filter(recommendation=recommendation)
    return list(_with_context(rows.order_by("asked_at", "pk")))


def silent_agencies(actor: Actor, *, today: date) -> list[Silent]:
    """Agencies that are late with answers, the longest silent first."""
    late = filter_requests(actor, RequestFilter(state="late", today=today)).order_by()
    rows = late.values("agency__name", "agency__public_id").annotate(
        late=Count("pk", distinct=True), since=Min("due_on"), chases=Count("chases")
    )
    return [
        Silent(each["agency__name"], each["agency__public_id"], each["late"], each["since"], each["chases"])
        for each in rows.order_by("since", "agency__name")
    ]


def signers_of(partnership_id: int, agency_id: int, *, on: date) -> list[str]:
    """The names of those who sign for an agency in this partnership on the day; empty where nobody does."""
    people = readers_of(partnership_id, on=on, who_may=Permission.SIGN_ANSWERS)
    return [each.person.name for each in people if each.agency_id == agency_id]


def named_for_asking(actor: Actor, refs: Iterable[str]) -> list[Recommendation]:
    """These recommendations, those that the actor may see, with whom they address and who is asked already."""
    check_may(actor, Permission.ASK_AGENCIES)
    rows = Recommendation.objects.visible_to(actor).filter(public_id__in=list(refs))
    addressed = Prefetch("addressees", Addressee.objects.select_related("agency", "agency__successor"))
    open_ = AnswerRequest.objects.visible_to(actor).filter(state=RequestState.OPEN).select_related("agency")
    return list(
        without_words(rows.select_related("review", "reading"))
        .prefetch_related(addressed, "parts", Prefetch("requests", open_, to_attr="waiting"))
        .order_by("-review_id", "position")
    )


def labels_of_requests(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these requests, those that the actor may see, by public id."""
    rows = AnswerRequest.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def requests_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """What an agency was asked, with the version of each request, whoever may see it."""
    rows = AnswerRequest.objects.for_everyone(because="an agency's requests go where its work goes")
    mine = rows.filter(partnership_id=actor.partnership_id, agency=agency_id).order_by("pk")
    return {"requests": [list(each) for each in mine.values_list("pk", "version")]}


def addressed_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """The addressees and answers of an agency, of those that the actor may see, with their versions (0: none)."""
    addressees = Addressee.objects.filter(
        agency=agency_id, recommendation__in=Recommendation.objects.visible_to(actor)
    )
    answers = Response.objects.visible_to(actor).filter(agency=agency_id).order_by()
    return {
        "addressees": [[pk, 0] for pk in addressees.values_list("pk", flat=True)],
        "answers": [list(each) for each in answers.values_list("pk", "version")],
    }


def request_rows(case_ref: str) -> QuerySet[Any]:
    """The requests of a case."""
    rows = AnswerRequest.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(recommendation__review__public_id=case_ref)


def unanswered_by(actor: Actor, agency_id: int) -> QuerySet[Any]:
    """Recommendations that name this agency, that it has not answered, and for which it was not asked here, newest
    review first."""
    asked = Addressee.objects.filter(agency_id=agency_id).values("recommendation")
    requests = AnswerRequest.objects.visible_to(actor).filter(agency_id=agency_id)
    answers = Response.objects.visible_to(actor).filter(agency_id=agency_id)
    return (
        filter_recommendations(actor, RecommendationFilter())
        .filter(pk__in=asked)
        .exclude(pk__in=answers.filter(recommendation__isnull=False).values("recommendation"))
        .exclude(theme__in=answers.filter(theme__isnull=False).values("theme"))
        .exclude(pk__in=requests.values("recommendation"))
        .select_related("review", "theme")
        .prefetch_related(Prefetch("addressees", Addressee.objects.select_related("agency")))
        .order_by("-review_id", "position")
    )


def count_unanswered(actor: Actor) -> list[tuple[str, str, int]]:
    """Agencies (name, public id) asked by name that have not answered, with how many recommendations; most first."""
    waiting = unanswered_by_name(actor).order_by().values_list("addressees__agency")
    counted = dict(waiting.annotate(number=Count("pk", distinct=True)))
    # Named afterwards: there are few, and to name each row of many takes longer than to count them.
    named = Agency.objects.filter(pk__in=counted, ended_on__isnull=True).values_list(
        "name", "public_id", "pk"
    )
    found = [(name, ref, counted[pk]) for name, ref, pk in named]
    return sorted(found, key=lambda each: (-each[2], each[0]))

"""Keeping the stored threads and states of recommendations true, in the transaction of whatever changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q

from heed.learning.models import (
    AnswerRequest,
    Judgement,
    PartAnswer,
    Recommendation,
    RecommendationPart,
    Response,
)
from heed.learning.rules import adequate_parts, compute_state, compute_thread
from heed.learning.types import Answers, AskedAgency, Delivery, GivenAnswer, RequestState
from heed.platform.access.types import Actor

_ALL = "a thread is computed from all there is"


@transaction.atomic
def set_threads(actor: Actor, *, deliveries: Mapping[int, Delivery]) -> None:
    """Write the computed thread and state of these recommendations, in the caller's transaction.

    Called by whatever changes an answer or an action; `deliveries` by recommendation's id. A house rule
    computes every stored thread again and finds no difference.
    """
    everything = Recommendation.objects.for_everyone(because=_ALL)
    rows = list(everything.filter(pk__in=deliveries, partnership_id=actor.partnership_id))
    answers = count_answers(rows)
    for row in rows:
        delivery = deliveries[row.pk]
        thread = compute_thread(answers[row.pk], delivery)
        row.thread = [asdict(step) for step in thread]
        row.delivery = asdict(delivery)
        row.state = compute_state(
            thread,
            delivery,
            withheld=row.withheld,
            before_publication=row.before_publication,
            superseded=row.superseded_by_id is not None,
        )
    everything.bulk_update(rows, ["thread", "state", "delivery"])


def refresh_answers(actor: Actor, *, recommendation_ids: set[int]) -> None:
    """Compute threads again after an answer came or went, with what was delivered as it is stored."""
    everything = Recommendation.objects.for_everyone(because=_ALL)
    rows = everything.filter(pk__in=recommendation_ids, partnership_id=actor.partnership_id)
    set_threads(actor, deliveries={row.pk: Delivery(**row.delivery) for row in rows})


def count_answers(rows: Sequence[Recommendation]) -> dict[int, Answers]:
    """How many parts and answers each of these has, counting answers given to its theme, and how many parts have an
    answer judged adequate. A handful of queries, however many rows."""
    keys = [row.pk for row in rows]
    themes = {row.theme_id for row in rows if row.theme_id}
    parts = _grouped(
        RecommendationPart.objects.filter(recommendation__in=keys).values_list("recommendation_id", "pk")
    )
    responses = list(
        Response.objects.for_everyone(because=_ALL)
        .filter(Q(recommendation__in=keys) | Q(theme__in=themes))
        .only("recommendation_id", "theme_id", "agency_id", "agency_words", "registered_at")
    )
    own: dict[int, list[Response]] = defaultdict(list)
    shared: dict[int, list[Response]] = defaultdict(list)
    for response in responses:
        if response.recommendation_id:
            own[response.recommendation_id].append(response)
        elif response.theme_id:
            shared[response.theme_id].append(response)
    grades = _grades(keys)
    covers = _grouped(
        PartAnswer.objects.filter(response__recommendation__in=keys, part__isnull=False).values_list(
            "response_id", "part_id"
        )
    )
    asked = _asked(keys) if grades else {}
    found = {}
    for row in rows:
        given = sorted(
            [*own[row.pk], *(shared[row.theme_id] if row.theme_id else [])],
            key=lambda each: (each.registered_at, each.pk),
        )
        mine = parts.get(row.pk, [])
        keyed = mine if len(mine) > 1 else [0]
        adequate = adequate_parts(
            keyed,
            [
                GivenAnswer(
                    whose=_whose(each),
                    covers=frozenset(covers.get(each.pk) or keyed),
                    grades=grades.get((row.pk, each.pk), {}),
                )
                for each in given
            ],
            [
                AskedAgency(whose=f"agency {agency}", covers=frozenset(about or keyed), waits=waits)
                for agency, about, waits in asked.get(row.pk, [])
            ],
        )
        found[row.pk] = Answers(parts=len(mine), parts_answered_adequately=len(adequate), answers=len(given))
    return found


def _whose(response: Response) -> str:
    return f"agency {response.agency_id}" if response.agency_id else f"named {response.agency_words}"


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _grades(keys: Sequence[int]) -> dict[tuple[int, int], dict[int, str]]:
    """The newest grade of each part, by recommendation and response."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    rows = Judgement.objects.for_everyone(because=_ALL).filter(recommendation__in=keys).order_by("pk")
    for recommendation, response, part, grade in rows.values_list(
        "recommendation_id", "response_id", "part_id", "grade"
    ):
        found.setdefault((recommendation, response), {})[part or 0] = grade
    return found


def _asked(keys: Sequence[int]) -> dict[int, list[tuple[int, list[int], bool]]]:
    """Whom each was put to and about which parts (none: all), and whether the answer is awaited."""
    requests = AnswerRequest.objects.for_everyone(because=_ALL).filter(recommendation__in=keys)
    found: dict[int, list[tuple[int, list[int], bool]]] = {}
    for row in requests.exclude(state=RequestState.WITHDRAWN).prefetch_related("parts"):
        about = [part.pk for part in row.parts.all()]
        found.setdefault(row.recommendation_id, []).append(
            (row.agency_id, about, row.state == RequestState.OPEN)
        )
    return found

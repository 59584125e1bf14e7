"""Answers and what was found of them, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from heed.learning.models import Judgement, Recommendation, Response
from heed.learning.queries.recommendations import find_recommendation
from heed.learning.queries.requests import AskedPart
from heed.library.queries import without_words
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def find_answer(actor: Actor, recommendation_ref: str, ref: str) -> tuple[Response, Recommendation]:
    """An answer to a recommendation or to its theme, with the recommendation, or `NotVisible`."""
    recommendation = find_recommendation(actor, recommendation_ref)
    mine = Q(recommendation=recommendation)
    if recommendation.theme_id:
        mine |= Q(theme=recommendation.theme_id)
    rows = Response.objects.visible_to(actor).filter(mine, public_id=ref)
    with_context = rows.select_related(
        "agency", "agency__successor", "theme", "reading", "reading__document", "request", "signed_by"
    )
    row = without_words(with_context).prefetch_related("part_answers", "part_answers__part").first()
    if row is None:
        raise NotVisible
    return row, recommendation


def answers_to_challenge(actor: Actor, recommendation: Recommendation) -> list[tuple[str, str]]:
    """The answers to a recommendation or its theme that name an agency, each as its public id and whose it is."""
    mine = Q(recommendation=recommendation)
    if recommendation.theme_id:
        mine |= Q(theme=recommendation.theme_id)
    rows = Response.objects.visible_to(actor).filter(mine, agency__isnull=False).order_by("position", "pk")
    found = rows.values_list("public_id", "agency__name", "round")
    return [(ref, f"{name}, round {round_}" if round_ > 1 else name) for ref, name, round_ in found]


def answered_parts(response: Response, recommendation: Recommendation) -> tuple[AskedPart, ...]:
    """The parts that an answer covers: those its agency was asked about; all, where it was read from a document."""
    own = [each.part for each in response.part_answers.all() if each.part]
    parts = own or list(recommendation.parts.all())
    if not own and len(parts) < 2:
        return (AskedPart(0, recommendation.text),)
    return tuple(AskedPart(part.pk, part.text) for part in parts)


def judgements_of(actor: Actor, response: Response, recommendation: Recommendation) -> list[Judgement]:
    """What was found of this answer to this recommendation, the oldest first."""
    rows = Judgement.objects.visible_to(actor).filter(response=response, recommendation=recommendation)
    return list(rows.select_related("judged_by", "part").order_by("pk"))


def judgements_by_response(actor: Actor, recommendation: Recommendation) -> dict[int, list[Judgement]]:
    """The same for every answer to a recommendation, by the answer's key."""
    rows = Judgement.objects.visible_to(actor).filter(recommendation=recommendation)
    found: dict[int, list[Judgement]] = {}
    for row in rows.select_related("judged_by", "part").order_by("pk"):
        found.setdefault(row.response_id, []).append(row)
    return found


def newest_by_part(judgements: Iterable[Judgement]) -> dict[int, Judgement]:
    """The judgement that counts for each part, by its key, 0 for the whole."""
    return {each.part_id or 0: each for each in judgements}


def every_response(*, because: str) -> QuerySet[Any]:
    """All answers of every partnership, for Heed's own work; never for a person's page."""
    rows: QuerySet[Any] = Response.objects.for_everyone(because=because)
    return rows


def judgement_rows(case_ref: str) -> QuerySet[Any]:
    """The judgements of a case's answers."""
    rows = Judgement.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(recommendation__review__public_id=case_ref)

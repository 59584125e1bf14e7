"""Recommendations by what their thread lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.learning.models import Addressee, Finding, FindingLink, Recommendation, Response
from heed.learning.types import Delivery, RecommendationState
from heed.platform.access.types import Actor

HOW_FAR = {
    "unanswered": "Somebody asked by name has not answered",
    "unverified": "Reported complete, never verified",
    "unsettled": "Not implemented so far",
}


def come_so_far(actor: Actor, how_far: str, *, agency: str) -> Q:
    """Those that a key of `HOW_FAR` names, all for none; `agency` (public id): of whom an answer is missing, or ""."""
    if how_far not in HOW_FAR:
        return Q()
    if how_far == "unverified":
        return Q(thread__3__reach="whole", thread__4__reach="none")
    if how_far == "unsettled":
        settled = (RecommendationState.IMPLEMENTED, RecommendationState.EMBEDDED)
        return ~Q(state__in=(*settled, RecommendationState.SUPERSEDED))
    silent = silent_addressees(actor).filter(recommendation=OuterRef("pk"))
    return Q(Exists(silent.filter(agency__public_id=agency) if agency else silent))


def led_to(actor: Actor, found: str) -> Q:
    """Those that a finding is known to have led to ("yes"), or none is ("no"); all for anything else."""
    seen = FindingLink.objects.filter(finding__in=Finding.objects.visible_to(actor))
    linked = Q(pk__in=seen.values("recommendation"))
    return {"yes": linked, "no": ~linked}.get(found, Q())


def silent_addressees(actor: Actor) -> QuerySet[Any]:
    """Agencies, of those there are, that a recommendation names and that answered neither it nor its theme."""
    named = Addressee.objects.filter(agency__isnull=False, agency__ended_on__isnull=True).exclude(
        recommendation__state=RecommendationState.SUPERSEDED
    )
    return named.filter(_silent(actor, "agency", "recommendation", "recommendation__theme"))


def unanswered_by_name(actor: Actor) -> QuerySet[Any]:
    """The same from the recommendations' side, of agencies that ended too: one row for each that one names as
    `addressees__agency`. Many are counted sooner so: what the actor may see is not asked of each addressee."""
    asked = Recommendation.objects.visible_to(actor).exclude(state=RecommendationState.SUPERSEDED)
    return asked.filter(
        _silent(actor, "addressees__agency", "pk", "theme"),
        addressees__agency__isnull=False,
    )


def _silent(actor: Actor, agency: str, recommendation: str, theme: str) -> Q:
    """That this agency (each a path) answered neither this recommendation nor this theme."""
    answers = Response.objects.visible_to(actor).filter(agency=OuterRef(agency))
    own = answers.filter(recommendation=OuterRef(recommendation))
    return ~Exists(own) & ~Exists(answers.filter(theme=OuterRef(theme)))


def deliveries_that_differ(deliveries: Mapping[int, Delivery]) -> dict[int, Delivery]:
    """Of what recommendations, by key, come to, that which is not what is stored; for Heed's own work."""
    rows = Recommendation.objects.for_everyone(because="what is stored is compared with what is true")
    stored = dict(rows.filter(pk__in=deliveries).order_by().values_list("pk", "delivery"))
    return {each: now for each, now in deliveries.items() if asdict(now) != stored.get(each)}

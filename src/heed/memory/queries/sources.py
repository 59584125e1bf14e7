"""What records have to say: the passages that the index should hold of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from heed.kit.searching import pieces
from heed.learning.presenters import FINDING_KIND_NAMES
from heed.learning.presenters import STATE_NAMES as RECOMMENDATION_STATES
from heed.learning.queries import (
    every_finding,
    every_recommendation,
    every_response,
    finding_rows,
    recommendation_rows,
    response_rows,
)
from heed.library.queries import document_rows, newest_reading
from heed.library.upkeep import every_document
from heed.memory.queries.shared import ELSEWHERE, KIND, every_shared, stands
from heed.memory.queries.themes import THEMED, Themes
from heed.plans.presenters import STATE_NAMES as ACTION_STATES
from heed.plans.queries import action_rows, every_action, every_evidence, evidence_rows
from heed.platform.partnerships.models import Agency

_WHY = "the index of what is searched follows the records"
_TITLE = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage as it should be; the fields of `models.Passage` and its text."""

    partnership_id: int
    scope_id: int
    kind: str
    source_id: int
    ref: str
    href: str
    title: str
    text: str
    position: int = 0
    page: int = 0
    source: str = ""
    area: str = ""
    year: int | None = None
    state: str = ""
    agencies: str = ""
    themes: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of record that has words: all of them, those of these reviews, and what each has to say."""

    rows: Callable[[], QuerySet[Any]]
    of_reviews: Callable[[Collection[int]], Q]
    drafts: Callable[[QuerySet[Any]], Iterator[Draft]]
    of_case: Callable[[str], QuerySet[Any]]


def _same(row: Any, kind: str, review: Any) -> dict[str, Any]:
    """What a passage takes from its record and from the review that it belongs to."""
    same: dict[str, Any] = {
        "partnership_id": row.partnership_id,
        "scope_id": row.scope_id,
        "kind": kind,
        "source_id": row.pk,
        "ref": row.public_id,
    }
    if review is not None:
        same |= {
            "source": f"{review.name} ({review.reference})"[:250],
            "area": review.area.name if review.area else "",
            "year": review.ordered_on.year if review.ordered_on else None,
        }
    return same


def _recommendations(rows: QuerySet[Any]) -> Iterator[Draft]:
    told = rows.filter(withheld=False).select_related("review__area")
    for row in told.prefetch_related("addressees__agency").iterator(chunk_size=200):
        asked = {each.agency.public_id for each in row.addressees.all() if each.agency}
        yield Draft(
            **_same(row, "recommendation", row.review),
            href=reverse("learning:recommendation", args=[row.public_id]),
            title=_named(row.reference, row.short_name or row.label),
            text=row.text,
            state=RECOMMENDATION_STATES.get(row.state, ""),
            agencies=" ".join(sorted(asked)),
        )


def _responses(rows: QuerySet[Any]) -> Iterator[Draft]:
    related = rows.select_related("recommendation__review__area", "theme__review__area", "agency")
    for row in related.iterator(chunk_size=200):
        asked, review = row.recommendation, (row.recommendation or row.theme).review
        who = row.agency.name if row.agency else row.agency_words
        to = asked.reference if asked else f"the theme “{row.theme.name}”"
        yield Draft(
            **_same(row, "response", review),
            href=reverse("learning:recommendation", args=[asked.public_id])
            if asked
            else reverse("reviews:review", args=[review.public_id]),
            title=f"{f'{who} on' if who else 'On'} {to}"[:_TITLE],
            text=row.text,
            agencies=row.agency.public_id if row.agency else "",
        )


def _actions(rows: QuerySet[Any]) -> Iterator[Draft]:
    for row in rows.select_related("review__area", "agency").iterator(chunk_size=200):
        yield Draft(
            **_same(row, "action", row.review),
            href=reverse("plans:action", args=[row.public_id]),
            title=row.reference,
            text="\n".join(filter(None, [row.text, row.outcome, row.how_we_will_know])),
            state=ACTION_STATES.get(row.state, ""),
            agencies=row.agency.public_id if row.agency else "",
        )


def _findings(rows: QuerySet[Any]) -> Iterator[Draft]:
    for row in rows.select_related("review__area").iterator(chunk_size=200):
        yield Draft(
            **_same(row, "finding", row.review),
            href=reverse("learning:finding", args=[row.public_id]),
            title=_named(row.reference, row.section or row.label),
            text=row.text,
            state=FINDING_KIND_NAMES.get(row.kind, ""),
        )


def _evidence(rows: QuerySet[Any]) -> Iterator[Draft]:
    related = rows.select_related("review__area", "agency").prefetch_related("versions")
    for row in related.iterator(chunk_size=200):
        notes = [row.note, *(each.note for each in row.versions.all())]
        yield Draft(
            **_same(row, "evidence", row.review),
            href=reverse("plans:evidence", args=[row.public_id]),
            title=_named(row.reference, row.title),
            text="\n".join(filter(None, [row.title, *dict.fromkeys(notes)])),
            agencies=row.agency.public_id,
        )


def _pages(rows: QuerySet[Any]) -> Iterator[Draft]:
    """Of each document, its newest Reading cut into passages, each within one page."""
    for row in rows.iterator(chunk_size=20):
        reading = newest_reading(row)
        if reading is None or not reading.text:
            continue
        review = row.reviews.for_everyone(because=_WHY).select_related("area").order_by("pk").first()
        same = _same(row, "page", review)
        base = reverse("library:document", args=[row.public_id])
        stretches = [
            (int(span[2] or 0) if len(span) > 2 else 0, int(span[0]), int(span[1]))
            for block in reading.blocks
            for span in block["spans"]
        ]
        for number, piece in enumerate(pieces(reading.text, stretches)):
            where = f"page={piece.page}&" if piece.page else ""
            yield Draft(
                **same,
                href=f"{base}?{where}at={piece.start}-{piece.end}",
                title=str(row)[:_TITLE],
                text=piece.text,
                position=number,
                page=piece.page,
            )


def _shared(rows: QuerySet[Any]) -> Iterator[Draft]:
    """Of what stands in the shared library."""
    for row in (
        rows.filter(stands()).select_related("review").prefetch_related("parts").iterator(chunk_size=20)
    ):
        same = _same(row, KIND, None) | {
            "source": f"{row.name}, published elsewhere"[:250],
            "area": row.area,
            "year": row.on.year if row.on else None,
        }
        base = reverse("shared:shared", args=[row.public_id])
        for part in row.parts.all():
            yield Draft(
                **same,
                href=f"{base}#part-{part.position}",
                title=f"Recommendation {part.label}".strip() if part.is_recommendation else row.name,
                text=part.text,
                position=part.position,
                page=part.page,
                state=ELSEWHERE if part.is_recommendation else "",
            )


def _named(reference: str, name: str) -> str:
    return f"{reference} {name}".strip()[:_TITLE]


def _by(path: str) -> Callable[[Collection[int]], Q]:
    return lambda reviews: Q(**{f"{path}__in": reviews})


SOURCES: dict[str, Source] = {
    "recommendation": Source(
        lambda: every_recommendation(because=_WHY), _by("review"), _recommendations, recommendation_rows
    ),
    "response": Source(
        lambda: every_response(because=_WHY),
        lambda reviews: Q(recommendation__review__in=reviews) | Q(theme__review__in=reviews),
        _responses,
        response_rows,
    ),
    "action": Source(lambda: every_action(because=_WHY), _by("review"), _actions, action_rows),
    "finding": Source(lambda: every_finding(because=_WHY), _by("review"), _findings, finding_rows),
    "evidence": Source(lambda: every_evidence(because=_WHY), _by("review"), _evidence, evidence_rows),
    KIND: Source(every_shared, _by("review"), _shared, lambda _: every_shared().none()),
    "page": Source(lambda: every_document(because=_WHY), _by("reviews"), _pages, document_rows),
}
"""Every kind of record that is searched, by the name that its passages have."""


def drafts_of(kind: str, keys: Collection[int]) -> dict[tuple[int, int], Draft]:
    """What the index should hold of these records, by key and position."""
    source = SOURCES[kind]
    found = list(source.drafts(source.rows().filter(pk__in=keys)))
    if kind in THEMED:
        themes = Themes(kind, keys)
        found = [
            replace(each, themes=themes.of(each.partnership_id, each.source_id, each.text)) for each in found
        ]
    return {(each.source_id, each.position): each for each in found}


def keys_of(kind: str) -> list[int]:
    """The keys of all records of a kind, in order."""
    return list(SOURCES[kind].rows().order_by("pk").values_list("pk", flat=True))


def keys_of_partnership(kind: str, partnership_id: int) -> list[int]:
    """The keys of a kind's records of one partnership."""
    rows = SOURCES[kind].rows().filter(partnership=partnership_id)
    return list(rows.values_list("pk", flat=True))


def keys_of_reviews(kind: str, reviews: Collection[int]) -> list[int]:
    """The keys of a kind's records that belong to these reviews."""
    source = SOURCES[kind]
    return list(source.rows().filter(source.of_reviews(reviews)).values_list("pk", flat=True).distinct())


def agency_names(refs: Collection[str]) -> dict[str, str]:
    """What agencies are called, by public id."""
    return dict(Agency.objects.filter(public_id__in=refs).values_list("public_id", "name"))


def passages_of_case(case_ref: str) -> Q:
    """The passages of all that belongs to a case."""
    mine = Q(pk__in=[])
    for kind, source in SOURCES.items():
        mine |= Q(kind=kind, source_id__in=source.of_case(case_ref).order_by().values("pk"))
    return mine

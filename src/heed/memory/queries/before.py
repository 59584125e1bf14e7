"""What was recommended before, for those who may see it: permission first, then likeness."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from heed.kit.similarity import (
    DIFFERENT,
    SHORTLIST,
    Judge,
    Judgement,
    Kept,
    Prepared,
    Shortlist,
    bring_back,
    edition,
    load_judge,
)
from heed.learning.queries import find_recommendation
from heed.memory.models import Remembered
from heed.memory.types import Before, Match, Searched
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor


def list_recommended_before(
    actor: Actor, *, text: str = "", recommendation: str = "", on: date | None = None, limit: int = 10
) -> Before:
    """Earlier recommendations that say the same as a draft's text, or as a recommendation (by its public id).

    What the actor may not see takes no part, not even in counting. For a recommendation, those of its own review and of
    reviews after it are left out; for a draft, those of reviews after `on`, where a day is given. A review without
    a day counts as earlier.
    """
    check_may(actor, Permission.READ_REGISTER)
    judge = load_judge()
    rows = in_memory(actor)
    area = None
    if recommendation:
        row = find_recommendation(actor, recommendation)
        area, text = row.review.area_id, row.text
        rows = rows.exclude(recommendation__review=row.review_id)
        on = on or row.review.published_latest
    if on:
        day = "recommendation__review__published_earliest"
        rows = rows.filter(Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__lte": on}))
    searched = _searched(rows)
    if not text.strip():
        return Before((), searched)
    [draft] = judge.prepare([text])
    keys = _nearest(actor, draft, rows, everything=not (recommendation or on))
    found = _compared(judge, draft, rows.filter(pk__in=keys))
    matches = [_match(row, judged, area) for row, judged in found if judged.verdict != DIFFERENT]
    matches.sort(key=lambda each: (-each.score, each.on or date.min, each.reference))
    return Before(tuple(matches[:limit]), searched)


def in_memory(actor: Actor) -> QuerySet[Any]:
    """The remembered recommendations that this actor may see."""
    rows: QuerySet[Any] = Remembered.objects.visible_to(actor)
    return rows


def _read(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that have been read by today's edition of the rules."""
    return rows.filter(edition=edition()).exclude(encoding=b"")


def _searched(rows: QuerySet[Any]) -> Searched:
    known = _read(rows)
    day = "recommendation__review__published_latest__year"
    totals = known.aggregate(
        many=Count("pk"),
        reviews=Count("recommendation__review", distinct=True),
        last=Max(day),
    )
    areas = known.values_list("recommendation__review__area__name", flat=True).distinct().order_by()
    first = known.exclude(**{day: None}).order_by(day).values_list(day, flat=True).first()
    return Searched(
        recommendations=totals["many"],
        reviews=totals["reviews"],
        areas=tuple(sorted(name for name in areas if name)),
        first_year=first,
        last_year=totals["last"],
        waiting=rows.count() - totals["many"],
    )


def _compared(judge: Judge, draft: Prepared, rows: QuerySet[Any]) -> list[tuple[Any, Judgement]]:
    found = list(rows.select_related("recommendation__review__area"))
    prepared = [
        bring_back(judge, Kept(row.recommendation.text, bytes(row.encoding), row.ask)) for row in found
    ]
    return list(zip(found, judge.compare(draft, prepared), strict=True))


def _match(row: Any, judged: Judgement, area: int | None) -> Match:
    asked = row.recommendation
    review = asked.review
    return Match(
        ref=asked.public_id,
        reference=asked.reference,
        label=asked.label,
        text=asked.text,
        review_ref=review.public_id,
        review=review.name,
        review_reference=review.reference,
        area=review.area.name if review.area else "",
        own_area=area is not None and review.area_id == area,
        on=review.published_latest,
        state=asked.state,
        score=judged.score,
        verdict=judged.verdict,
        why=judged.why,
    )


@dataclass(frozen=True)
class _Known:
    """The encodings that one set of scopes holds, kept between requests; `mark` tells whether they are still true."""

    mark: tuple[Any, ...]
    keys: tuple[int, ...]
    shortlist: Shortlist


_KNOWN: dict[tuple[int, ...], _Known] = {}
_LOCK = threading.Lock()
_MOST_KNOWN = 4


def _nearest(actor: Actor, draft: Prepared, rows: QuerySet[Any], *, everything: bool) -> Sequence[int]:
    """The keys of the nearest rows by meaning, only ever from among those that the actor may see."""
    known = _known(actor)
    wanted = None if everything else set(rows.values_list("pk", flat=True))
    many = SHORTLIST if wanted is None else len(known.keys)
    near = (known.keys[each] for each in known.shortlist.nearest(draft, many))
    return [key for key in near if wanted is None or key in wanted][:SHORTLIST]


def _known(actor: Actor) -> _Known:
    """Loaded again whenever a row came, went, was encoded again or moved to another scope."""
    rows = _read(in_memory(actor))
    scopes = tuple(sorted(visible_scope_ids(actor)))
    totals = rows.aggregate(
        many=Count("pk"), last=Max("pk"), moved=Sum(F("pk") * F("scope_id")), encoded=Sum("version")
    )
    mark = (edition(), *totals.values())
    with _LOCK:
        known = _KNOWN.get(scopes)
        if known is None or known.mark != mark:
            found = list(rows.order_by("pk").values_list("pk", "encoding"))
            shortlist = Shortlist([bytes(encoding) for _, encoding in found])
            known = _Known(mark, tuple(key for key, _ in found), shortlist)
            while len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.pop(next(iter(_KNOWN)))
            _KNOWN[scopes] = known
        return known


def remembered_rows(case_ref: str) -> QuerySet[Any]:
    """The remembered recommendations of a case."""
    rows = Remembered.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(recommendation__review__public_id=case_ref)

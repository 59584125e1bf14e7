"""Days on which nothing comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.rules.queries import rules_of
from heed.platform.ui.wording import period
from heed.publishing.models import ForbiddenDate, Publication
from heed.publishing.queries.seeing import check_sees
from heed.publishing.rules import forbids
from heed.reviews.queries.participation import binding_requests


@dataclass(frozen=True, slots=True)
class Standing:
    """Days that are forbidden, in words: `days` as one reads them, `says` why, `source` who said so."""

    kind: str
    days: str
    says: str
    source: str
    first_on: date
    last_on: date
    yearly: bool

    def forbids(self, on: date) -> bool:
        """Whether nothing comes out on this day."""
        return forbids(on, first_on=self.first_on, last_on=self.last_on, yearly=self.yearly)


def constraint_names() -> dict[str, str]:
    """The kinds of reason for which a day is forbidden."""
    names: dict[str, str] = rules_of("publishing")["constraints"]
    return names


def forbidden_dates(actor: Actor, *, standing: bool = True) -> QuerySet[Any]:
    """All that the actor may see, the first first."""
    check_sees(actor)
    rows: QuerySet[Any] = ForbiddenDate.objects.visible_to(actor).select_related(
        "review", "kept_by", "lifted_by"
    )
    rows = rows.order_by("first_on", "pk")
    return rows.filter(lifted_at__isnull=True) if standing else rows


def find_forbidden_date(actor: Actor, ref: str) -> ForbiddenDate:
    """One with this public id, or `NotVisible`."""
    row: ForbiddenDate | None = forbidden_dates(actor, standing=False).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def standing_for(actor: Actor, review_id: int | None) -> list[Standing]:
    """What forbids days of whatever is published of a review (of none: of the partnership): what is kept of it and of
    the partnership, and the family's wishes that are kept with the review."""
    kept = forbidden_dates(actor).filter(Q(review=review_id) | Q(review__isnull=True))
    names = constraint_names()
    found = [
        Standing(
            kind=names.get(row.kind, row.kind),
            days=days_in_words(row),
            says=row.reason,
            source=row.source,
            first_on=row.first_on,
            last_on=row.last_on,
            yearly=row.yearly,
        )
        for row in kept
    ]
    if review_id:
        found += [
            Standing(
                kind=names["family"],
                days=period(each.days_from, each.days_to or each.days_from),
                says=each.words,
                source="Kept with the review's participation",
                first_on=each.days_from,
                last_on=each.days_to or each.days_from,
                yearly=False,
            )
            for each in binding_requests(actor, review_id)
            if each.days_from
        ]
    return found


def days_in_words(row: ForbiddenDate) -> str:
    """The days as one reads them: "2 to 5 May 2024"; "2 to 5 May, every year"."""
    words = period(row.first_on, row.last_on)
    if not row.yearly:
        return words
    return f"{words.removesuffix(str(row.last_on.year)).strip()}, every year"


def refused(actor: Actor, publication: Publication, on: date) -> str:
    """Why nothing comes out on this day, in a sentence; "" where nothing forbids it."""
    found = next((each for each in standing_for(actor, publication.review_id) if each.forbids(on)), None)
    if found is None:
        return ""
    return f"{found.kind} ({found.days}): {found.says.rstrip('.')}. Choose another day"


def forbidden_date_rows(case_ref: str) -> QuerySet[Any]:
    """Those of a case."""
    rows: QuerySet[Any] = ForbiddenDate.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)

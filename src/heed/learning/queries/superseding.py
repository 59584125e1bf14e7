"""Which recommendation stands for another."""

from __future__ import annotations

from heed.learning.models import Recommendation
from heed.platform.access.models import Level
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid


def recommendation_called(actor: Actor, reference: str) -> Recommendation:
    """The one with this reference, of those that the actor may see; `Invalid` where there is none."""
    given = " ".join(reference.split())
    row = Recommendation.objects.visible_to(actor).filter(reference__iexact=given).first() if given else None
    if row is None:
        said = f"No recommendation is called “{given}”" if given else "Say which, by its reference"
        raise Invalid(f"{said}.", fields={"by": said})
    return row  # type: ignore[no-any-return]


def stands_now(row: Recommendation) -> Recommendation:
    """The one that stands for it in the end: itself, or what came after, and after that."""
    while row.superseded_by is not None:
        row = row.superseded_by
    return row


def stands_for(actor: Actor, row: Recommendation) -> Recommendation | None:
    """The one that stands for it, where the actor may see that."""
    return Recommendation.objects.visible_to(actor).filter(pk=row.superseded_by_id).first()


def is_seen_by_all_of(other: Recommendation, row: Recommendation) -> bool:
    """Whether everybody who sees `row` sees the other: of the same case, or of none that is seen by few."""
    everyday = not other.scope.case_ref and other.scope.level in (Level.PARTNERSHIP, Level.PUBLISHED)
    return other.scope_id == row.scope_id or everyday

"""References and revisions, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from heed.platform.base.ids import Kept
from heed.platform.base.models import Counter, Revision


def take_references(*, partnership_id: int, name: str, how_many: int, width: int = 4) -> list[str]:
    """The next references of this kind ("REC-0001", ...), each given out once, in order."""
    counter, _ = Counter.objects.get_or_create(partnership_id=partnership_id, name=name)
    Counter.objects.filter(pk=counter.pk).update(next_number=F("next_number") + how_many)
    counter.refresh_from_db()
    first = counter.next_number - how_many
    return [f"{name}-{number:0{width}d}" for number in range(first, counter.next_number)]


def references_for(*, partnership_id: int, name: str, kept: Sequence[Kept]) -> list[str]:
    """A reference for each of these, in order: the one it had before, or the next."""
    new = sum(not each.reference for each in kept)
    taken = iter(take_references(partnership_id=partnership_id, name=name, how_many=new))
    return [each.reference or next(taken) for each in kept]


def keep_revision(
    *, partnership_id: int, subject_kind: str, subject_ref: str, field: str, words: str, by: str, at: datetime
) -> None:
    """Keep what a field said until now."""
    Revision.objects.create(
        partnership_id=partnership_id,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        field=field,
        words=words,
        until=at,
        changed_by=by,
    )

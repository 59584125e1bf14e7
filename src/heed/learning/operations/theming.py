"""Putting recommendations under another theme together, each as one event, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.learning.events import RecommendationThemed
from heed.learning.models import Recommendation, Theme, ThemeChange
from heed.learning.operations.threads import refresh_answers
from heed.learning.queries.theming import changes_together
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.ids import new_public_id
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold

MOST_THEMED = 100
"""So many recommendations are changed together at most: the one who writes makes all others wait."""


@dataclass(frozen=True, slots=True)
class Themed:
    """What became of a change: `left` are the references of those that somebody changed meanwhile; `together` is ""
    where nothing changed."""

    together: str
    changed: int
    left: tuple[str, ...]


@transaction.atomic
def set_themes(actor: Actor, *, seen: Mapping[str, int], theme: str, at: datetime) -> Themed:
    """Put these recommendations (by public id, with the version that the person saw) under the theme of this name, in
    each one's own review; "" takes them out of theirs. One that changed meanwhile is left, and named.

    A theme is a heading of one review: it is made where a review has none of this name. What was printed stays in the
    document, and the former theme is kept.
    """
    check_may(actor, Permission.NAME_RECORDS)
    name = " ".join(theme.split())
    if len(name) > 200:
        raise Invalid("Use at most 200 letters for a theme.", fields={"theme": "Use at most 200 letters"})
    if len(seen) > MOST_THEMED:
        raise Invalid(
            f"At most {MOST_THEMED} recommendations are changed at once. Tick fewer, or narrow the list."
        )
    together, left, moved = new_public_id(), list[str](), list[ThemeChange]()
    rows = _held(actor, list(seen))
    if not rows:
        raise Invalid("Choose at least one recommendation.")
    for row in rows:
        to = Theme.objects.get_or_create(review_id=row.review_id, name=name)[0] if name else None
        if row.theme_id == (to.pk if to else None):
            continue
        if row.version != seen[row.public_id]:
            left.append(row.reference)
            continue
        moved.append(ThemeChange(together=together, recommendation=row, before=row.theme, after=to))
        _move(actor, row, to, at)
    for each in moved:
        each.by_id, each.at = actor.person_id, at
    ThemeChange.objects.bulk_create(moved)
    refresh_answers(actor, recommendation_ids={each.recommendation_id for each in moved})
    return Themed(together if moved else "", len(moved), tuple(left))


@transaction.atomic
def undo_themes(actor: Actor, *, together: str, at: datetime) -> Themed:
    """Put back under their former themes what this person changed together; whatever somebody has put elsewhere since
    stays, and is named."""
    changes = changes_together(actor, together)
    check_may(actor, Permission.NAME_RECORDS)
    claimed = ThemeChange.objects.filter(pk__in=[each.pk for each in changes], undone_at=None)
    if not claimed.update(undone_at=at):
        raise NotNow("This has been undone already.")
    rows = {row.pk: row for row in _held(actor, [each.recommendation.public_id for each in changes])}
    back, left = set[int](), list[str]()
    for change in changes:
        row = rows[change.recommendation_id]
        if row.theme_id == change.after_id:
            _move(actor, row, change.before, at)
            back.add(row.pk)
        else:
            left.append(row.reference)
            why = "Somebody has put it under another theme since"
            ThemeChange.objects.filter(pk=change.pk).update(stayed_why=why)
    refresh_answers(actor, recommendation_ids=back)
    return Themed(together, len(back), tuple(left))


def _held(actor: Actor, refs: list[str]) -> list[Recommendation]:
    rows = Recommendation.objects.visible_to(actor).filter(public_id__in=refs).order_by("pk")
    return list(hold(rows).select_related("theme"))


def _move(actor: Actor, row: Recommendation, to: Theme | None, at: datetime) -> None:
    """One recommendation under another theme, with its former one kept, as one event."""
    rows = Recommendation.objects.visible_to(actor).filter(pk=row.pk)
    rows.update(theme=to, version=F("version") + 1)
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="recommendation",
        subject_ref=row.public_id,
        field="theme",
        words=row.theme.name if row.theme else "",
        by=actor.name,
        at=at,
    )
    happened = RecommendationThemed(reference=row.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)

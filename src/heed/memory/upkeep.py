"""Keeping the memory in step with the register: Heed's own work, done for nobody in particular.

A row for each recommendation comes with it, in the same transaction, and waits. Reading it takes a hundredth of a
second, longer than a write transaction should last: the worker does it within seconds, and whatever it leaves undone
the next time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heed.kit.searching.ranking import first
from heed.kit.searching.shelves import Shelf
from heed.kit.similarity import SAME, SHORTLIST, Kept, Prepared, bring_back, edition, keep, load_judge
from heed.learning.queries import every_recommendation
from heed.memory import indexing
from heed.memory.models import Alike, DraftedAnswer, LessonMember, Pair, Remembered, SharedReview
from heed.memory.queries import remembered_rows
from heed.memory.queries.shelf import REMEMBERED, shelf_of
from heed.memory.types import Checked
from heed.platform.access.types import Actor

_AT_ONCE = 64
_MOST_ALIKE = 20
"""Alerts kept of one recommendation, for each scope: the likeliest. What somebody may not see takes no place of what
they may."""


def begin_to_remember(recommendations: Sequence[Any]) -> None:
    """A row that waits for each of these that has words, in the caller's transaction."""
    _all().bulk_create(
        Remembered(partnership_id=each.partnership_id, scope_id=each.scope_id, recommendation=each)
        for each in recommendations
        if not each.withheld
    )


def waiting() -> QuerySet[Any]:
    """Rows that are still to be read, or were read by an earlier edition of the rules."""
    rows: QuerySet[Any] = _all().filter(~Q(edition=edition()) | Q(encoding=b""))
    return rows


def uncompared() -> QuerySet[Any]:
    """Rows that were read and are still to be compared with all others."""
    rows: QuerySet[Any] = _all().filter(edition=edition()).exclude(compared=edition())
    return rows


def still_to_compare(recommendation_ids: Sequence[int]) -> int:
    """How many of these have not been compared with all others yet: of them nothing can be said."""
    mine = _all().filter(recommendation__in=recommendation_ids)
    return int(mine.exclude(compared=edition()).count())


def due(at: datetime) -> datetime | None:
    """When the worker is wanted: now, where anything waits."""
    return at if waiting().exists() or uncompared().exists() else None


def keep_in_step() -> None:
    """What the worker does: read what waits, then compare it."""
    read_waiting()
    compare_new()


def read_waiting(say: Callable[[int], None] = lambda _: None) -> int:
    """Read what waits, some at a time; returns how many. Safe to run twice, and to stop half way."""
    judge = load_judge()
    done = 0
    last = 0
    while found := list(
        waiting().filter(pk__gt=last).order_by("pk").select_related("recommendation")[:_AT_ONCE]
    ):
        last = found[-1].pk
        for row, prepared in zip(
            found, judge.prepare([row.recommendation.text for row in found]), strict=True
        ):
            kept = keep(prepared)
            row.encoding, row.ask, row.edition, row.compared = kept.encoding, kept.ask, edition(), ""
            row.version += 1
        with transaction.atomic():
            _all().bulk_update(found, ["encoding", "ask", "edition", "compared", "version"])
        done += len(found)
        say(done)
    return done


def compare_new(say: Callable[[int], None] = lambda _: None) -> int:
    """Compare what was read lately with all that the same partnership has, and keep which two say the same: lessons
    are made of them. Returns how many were compared; safe to run twice, and to stop half way."""
    done = 0
    for partnership in list(uncompared().values_list("partnership_id", flat=True).distinct().order_by()):
        shelf = shelf_of(REMEMBERED, partnership)
        for key in list(uncompared().filter(partnership=partnership).values_list("pk", flat=True)):
            _compare_one(key, shelf)
            done += 1
            say(done)
    return done


def compare_again(actor: Actor, *, case_ref: str) -> None:
    """Other people see a case's rows than before: whatever they were alike to is compared again."""
    moved = list(remembered_rows(case_ref).values_list("recommendation_id", flat=True))
    alike = Alike.objects.filter(Q(one__in=moved) | Q(other__in=moved)).values_list("one_id", "other_id")
    _all().filter(recommendation__in={*moved, *(key for pair in alike for key in pair)}).update(compared="")


def _nearest(shelf: Shelf, own: Prepared) -> list[int]:
    """The keys of those that stand nearest by their meaning, so many of each scope."""
    import numpy as np

    near = shelf.points @ own.vectors[0]
    found: list[int] = []
    for scope in np.unique(shelf.scopes):
        places = np.flatnonzero((shelf.scopes == scope) & ~shelf.waits)
        found += shelf.keys[places[first(near[places], SHORTLIST)]].tolist()
    return found


def _compare_one(key: int, shelf: Shelf) -> None:
    judge = load_judge()
    row = _all().filter(pk=key).select_related("recommendation").first()
    if row is None:
        return
    own = bring_back(judge, Kept(row.recommendation.text, bytes(row.encoding), row.ask))
    others = list(
        _all()
        .filter(pk__in=_nearest(shelf, own), edition=row.edition)
        .exclude(recommendation__review=row.recommendation.review_id)
        .select_related("recommendation")
    )
    prepared = [
        bring_back(judge, Kept(each.recommendation.text, bytes(each.encoding), each.ask)) for each in others
    ]
    me = row.recommendation_id
    same = [
        (each, judged)
        for each, judged in zip(others, judge.compare(own, prepared), strict=True)
        if judged.verdict == SAME
    ]
    of_scope: Counter[int] = Counter()
    found = []
    for each, judged in sorted(same, key=lambda pair: -pair[1].score):
        of_scope[each.scope_id] += 1
        if of_scope[each.scope_id] <= _MOST_ALIKE:
            one, other = sorted((me, each.recommendation_id))
            found.append(Alike(one_id=one, other_id=other, score=judged.score, why=judged.why[:400]))
    with transaction.atomic():
        Alike.objects.filter(Q(one=me) | Q(other=me)).delete()
        Alike.objects.bulk_create(found, ignore_conflicts=True)
        _all().filter(pk=key).update(compared=row.edition)


def why_they_stay(recommendation_ids: Sequence[int]) -> str:
    """Why recommendations stay in the register when their import is undone: people have said something of them, or
    every partnership reads their review."""
    said = Pair.objects.filter(Q(one__in=recommendation_ids) | Q(other__in=recommendation_ids))
    members = LessonMember.objects.filter(recommendation__in=recommendation_ids)
    drafted = DraftedAnswer.objects.filter(earlier__in=recommendation_ids)
    if said.exists() or members.exists() or drafted.exists():
        return (
            "Somebody has said of a recommendation of this document that it repeats another, or not, "
            "so it stays in the register."
        )
    shared = SharedReview.objects.for_everyone(
        because="what was shared is taken out with a reason, whoever asks"
    )
    if shared.filter(taken_out_at__isnull=True, review__recommendations__in=recommendation_ids).exists():
        return "Its review is in the shared library, so it stays in the register. Take it out of there first."
    return ""


def rebuild(*, everything: bool = False, say: Callable[[int], None] = lambda _: None) -> int:
    """Bring the index into step: what is missing, stale or astray, or all of it. Returns how many rows were read."""
    with transaction.atomic():
        _astray().delete()
        begin_to_remember(list(_missing()))
        _extra().delete()
        if everything:
            _all().update(edition="", version=F("version") + 1)
    done = read_waiting(say)
    compare_new()
    return done


def verify() -> Checked:
    """How the index stands against the register."""
    return Checked(
        rows=_all().count(),
        missing=_missing().count(),
        stale=waiting().count(),
        extra=_extra().count(),
        astray=_astray().count(),
    )


def _all() -> Any:
    return Remembered.objects.for_everyone(because="the index follows the register")


def _missing() -> QuerySet[Any]:
    return every_recommendation(because="the index follows the register").filter(
        withheld=False, remembered__isnull=True
    )


def _extra() -> QuerySet[Any]:
    rows: QuerySet[Any] = _all().filter(recommendation__withheld=True)
    return rows


def _astray() -> QuerySet[Any]:
    rows: QuerySet[Any] = _all().exclude(
        scope=F("recommendation__scope"), partnership=F("recommendation__partnership")
    )
    return rows


def rebuild_search(*, everything: bool = False, say: Callable[[int], None] = lambda _: None) -> int:
    """Bring what is searched into step with every record. Returns how many passages changed or were read."""
    return indexing.rebuild(everything=everything, say=say)


def verify_search() -> Checked:
    """How what is searched stands against every record."""
    return indexing.verify()


def follow_records() -> int:
    """Take over by words what changed; the worker finds the meanings. Returns how many passages changed."""
    return indexing.follow()

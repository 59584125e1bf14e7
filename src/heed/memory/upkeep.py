"""Keeping the memory in step with the register: Heed's own work, done for nobody in particular.

A row for each recommendation comes with it, in the same transaction, and waits. Reading it takes a hundredth of a
second, longer than a write transaction should last: the worker does it within seconds, and whatever it leaves undone
the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heed.kit.similarity import SAME, SHORTLIST, Kept, Shortlist, bring_back, edition, keep, load_judge
from heed.learning.queries import every_recommendation
from heed.memory import indexing
from heed.memory.models import Alike, LessonMember, Pair, Remembered, SharedReview
from heed.memory.types import Checked

_AT_ONCE = 64
_MOST_ALIKE = 20
"""Alerts kept of one recommendation: the likeliest."""


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
        rows = _all().filter(partnership=partnership, edition=edition()).order_by("pk")
        known = list(rows.values_list("pk", "encoding"))
        keys, shortlist = [key for key, _ in known], Shortlist([bytes(encoding) for _, encoding in known])
        for key in list(uncompared().filter(partnership=partnership).values_list("pk", flat=True)):
            _compare_one(key, keys, shortlist)
            done += 1
            say(done)
    return done


def _compare_one(key: int, keys: Sequence[int], shortlist: Shortlist) -> None:
    judge = load_judge()
    row = _all().filter(pk=key).select_related("recommendation").first()
    if row is None:
        return
    own = bring_back(judge, Kept(row.recommendation.text, bytes(row.encoding), row.ask))
    near = [keys[each] for each in shortlist.nearest(own, SHORTLIST)]
    others = list(
        _all()
        .filter(pk__in=near, edition=row.edition)
        .exclude(recommendation__review=row.recommendation.review_id)
        .select_related("recommendation")
    )
    prepared = [
        bring_back(judge, Kept(each.recommendation.text, bytes(each.encoding), each.ask)) for each in others
    ]
    me = row.recommendation_id
    found = [
        Alike(
            one_id=min(me, each.recommendation_id),
            other_id=max(me, each.recommendation_id),
            score=judged.score,
            why=judged.why[:400],
        )
        for each, judged in zip(others, judge.compare(own, prepared), strict=True)
        if judged.verdict == SAME
    ]
    found = sorted(found, key=lambda each: -each.score)[:_MOST_ALIKE]
    with transaction.atomic():
        Alike.objects.filter(Q(one=me) | Q(other=me)).delete()
        Alike.objects.bulk_create(found, ignore_conflicts=True)
        _all().filter(pk=key).update(compared=row.edition)


def why_they_stay(recommendation_ids: Sequence[int]) -> str:
    """Why recommendations stay in the register when their import is undone: people have said something of them, or
    every partnership reads their review."""
    said = Pair.objects.filter(Q(one__in=recommendation_ids) | Q(other__in=recommendation_ids))
    members = LessonMember.objects.filter(recommendation__in=recommendation_ids)
    if said.exists() or members.exists():
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

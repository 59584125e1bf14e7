"""Keeping what is searched in step with the records: Heed's own work, done for nobody in particular.

A record that changes is noted in the same transaction (`triggers`). The worker takes its passages after it within
seconds: by words at once, by meaning as it comes to it, a hundredth of a second each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from secrets import randbelow
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from heed.kit.searching import index_words
from heed.kit.similarity import edition, keep, load_judge
from heed.kit.similarity.meaning import DIMENSIONS
from heed.memory.full_text import is_whole, make_again
from heed.memory.models import Changed, Passage, PassagePoint, PassageText, Stirred
from heed.memory.queries.shelf import keep_again, stale_shelves
from heed.memory.queries.sources import SOURCES, Draft, drafts_of, keys_of, keys_of_reviews
from heed.memory.types import Checked
from heed.platform.base import clock

Say = Callable[[int], None]
_AT_ONCE = 64
_MOST_NOTES = 200
_PATIENCE = 45.0
"""Seconds after which a worker goes to look whether something else is due; what is left is done the next time."""


def due(at: datetime) -> datetime | None:
    """When the worker is wanted: now, where anything changed or waits."""
    return at if Changed.objects.exists() or waiting().exists() or stale_shelves(at) else None


def bring_into_step(*, patience: float = _PATIENCE, say: Say = lambda _: None) -> int:
    """Take what changed, then give meaning to what waits, until `patience` is over. Safe to stop half way."""
    began, done = time.monotonic(), follow()
    while time.monotonic() - began < patience and (many := give_meaning(at_most=_AT_ONCE)):
        done += many + follow()
        say(done)
    gather_notes()
    for kind, partnership in stale_shelves(clock.now()):
        keep_again(kind, partnership)
    return done


def gather_notes() -> None:
    """Of the many notes that passages of a partnership changed, make one."""
    noted = Stirred.objects.values_list("what", "partnership_id").order_by()
    for what, partnership, many, last in noted.annotate(Count("pk"), Max("pk")):
        if many > _MOST_NOTES:
            with transaction.atomic():
                Stirred.objects.filter(what=what, partnership_id=partnership, pk__lte=last).delete()
                Stirred.objects.create(what=what, partnership_id=partnership, value=randbelow(10**9))


def follow() -> int:
    """The passages of every record that was noted, as the record is now. Returns how many passages changed."""
    changed = 0
    while noted := list(Changed.objects.order_by("pk").values_list("pk", "kind", "source_id")[:_AT_ONCE]):
        with transaction.atomic():
            # First the notes, then the records: whoever changes one meanwhile leaves another note.
            Changed.objects.filter(pk__in=[pk for pk, _, _ in noted]).delete()
            for kind, keys in _by_kind((kind, key) for _, kind, key in noted).items():
                changed += _settle(kind, keys)
    return changed


def _by_kind(noted: Any) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {kind: set() for kind in SOURCES}
    reviews: set[int] = set()
    for kind, key in noted:
        (reviews if kind == "review" else found[kind]).add(key)
    if reviews:
        for kind in SOURCES:
            found[kind].update(keys_of_reviews(kind, reviews))
    return {kind: keys for kind, keys in found.items() if keys}


def _settle(kind: str, keys: Collection[int]) -> int:
    """Make the passages of these records what they should be, in the caller's transaction."""
    drafts = drafts_of(kind, keys)
    stored = {(row.source_id, row.position): row for row in _stored(kind, keys)}
    extra = [row.pk for place, row in stored.items() if place not in drafts]
    if extra:
        _all().filter(pk__in=extra).delete()
    differing = [(stored[place], draft) for place, draft in drafts.items() if place in stored]
    moved = [(row, draft) for row, draft in differing if not _same(row, draft)]
    for row, draft in moved:
        _change(row, draft)
    fresh = [draft for place, draft in drafts.items() if place not in stored]
    made = _all().bulk_create([_passage(draft) for draft in fresh])
    PassageText.objects.bulk_create(
        PassageText(passage=row, text=draft.text) for row, draft in zip(made, fresh, strict=True)
    )
    return len(extra) + len(moved) + len(made)


_FIELDS = (
    *("partnership_id", "scope_id", "ref", "href", "page", "title", "source", "area", "year"),
    *("state", "agencies", "themes"),
)


def _passage(draft: Draft) -> Passage:
    return Passage(
        kind=draft.kind,
        source_id=draft.source_id,
        position=draft.position,
        words=_words(draft.title, draft.text),
        **{name: getattr(draft, name) for name in _FIELDS},
    )


def _words(*texts: str) -> str:
    return index_words(load_judge().lexicon, *texts)


def _same(row: Passage, draft: Draft) -> bool:
    return row.body.text == draft.text and all(getattr(row, name) == getattr(draft, name) for name in _FIELDS)


def _change(row: Passage, draft: Draft) -> None:
    if row.body.text != draft.text:
        PassageText.objects.filter(passage=row).update(text=draft.text, ask={}, encoding=b"")
        PassagePoint.objects.filter(passage=row).delete()
        row.edition = ""
    for name in _FIELDS:
        setattr(row, name, getattr(draft, name))
    row.words = _words(draft.title, draft.text)
    row.version += 1
    row.save()


def waiting() -> QuerySet[Any]:
    """Passages whose meaning is still to be found, or was found by an earlier edition of the rules."""
    rows: QuerySet[Any] = _all().filter(Q(edition__lt=edition()) | Q(edition__gt=edition()))
    return rows


def give_meaning(*, at_most: int) -> int:
    """Read so many of those that wait, and keep where each stands by its meaning. Returns how many that were."""
    rows = list(waiting().select_related("body").order_by("pk")[:at_most])
    if not rows:
        return 0
    prepared = load_judge().prepare([row.body.text for row in rows])
    words = {row.pk: row.words for row in rows}
    bodies, points = [], []
    for row, each in zip(rows, prepared, strict=True):
        kept = keep(each)
        row.body.ask, row.body.encoding = kept.ask, kept.encoding
        row.edition, row.words = edition(), _words(row.title, row.body.text)
        row.version += 1
        bodies.append(row.body)
        points.append(PassagePoint(passage=row, vector=kept.encoding[: 2 * DIMENSIONS]))
    with transaction.atomic():
        held = dict(_all().filter(pk__in=[row.pk for row in rows]).values_list("pk", "version"))
        # What was changed or went while it was read is left for the next time.
        good = [at for at, row in enumerate(rows) if held.get(row.pk) == row.version - 1]
        _all().bulk_update([rows[at] for at in good], ["edition", "version"])
        said = [rows[at] for at in good if rows[at].words != words[rows[at].pk]]
        _all().bulk_update(said, ["words"])
        PassageText.objects.bulk_update([bodies[at] for at in good], ["ask", "encoding"])
        PassagePoint.objects.bulk_create(
            [points[at] for at in good],
            update_conflicts=True,
            unique_fields=["passage"],
            update_fields=["vector"],
        )
    return len(rows)


def rebuild(*, everything: bool = False, say: Say = lambda _: None) -> int:
    """Every record's passages as they should be; with `everything`, all meanings anew. Returns how many changed."""
    noted = Changed.objects.aggregate(last=Max("pk"))["last"] or 0
    changed = 0
    for kind in SOURCES:
        known = set(keys_of(kind))
        known.update(_all().filter(kind=kind).values_list("source_id", flat=True))
        for some in _some(known):
            with transaction.atomic():
                changed += _settle(kind, some)
    # Not before every record was looked at: whoever stops this leaves the notes to the worker.
    Changed.objects.filter(pk__lte=noted).delete()
    if everything:
        _all().update(edition="", version=F("version") + 1)
    if not is_whole():
        make_again()
    while many := give_meaning(at_most=_AT_ONCE):
        changed += many
        say(changed)
    return changed


def verify() -> Checked:
    """How the index stands against every record: each passage compared."""
    missing = stale = extra = astray = 0
    for kind in SOURCES:
        known = set(keys_of(kind))
        known.update(_all().filter(kind=kind).values_list("source_id", flat=True))
        for some in _some(known):
            drafts = drafts_of(kind, some)
            stored = {(row.source_id, row.position): row for row in _stored(kind, some)}
            missing += len(drafts.keys() - stored.keys())
            extra += len(stored.keys() - drafts.keys())
            for place in drafts.keys() & stored.keys():
                row, draft = stored[place], drafts[place]
                astray += (row.scope_id, row.partnership_id) != (draft.scope_id, draft.partnership_id)
                stale += row.edition != edition() or not _same(row, draft)
    rows = _all().count()
    return Checked(
        rows=rows, missing=missing, stale=stale + (0 if is_whole() else rows), extra=extra, astray=astray
    )


def _some(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _stored(kind: str, keys: Collection[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = _all().filter(kind=kind, source_id__in=keys).select_related("body")
    return rows


def _all() -> Any:
    return Passage.objects.for_everyone(because="the index follows the records")

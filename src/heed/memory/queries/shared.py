"""The shared library: what other partnerships' people read of a review, and what is to be looked at before they do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from heed.kit.disclosure import Named
from heed.kit.searching import pieces
from heed.kit.similarity import likeness
from heed.learning.queries import recommendations_of_review
from heed.library.queries import documents_of_review, newest_reading, sketches_of_reviews
from heed.memory.models import Passage, SharedPart, SharedReview
from heed.memory.queries.shared_names import Look, everyday_of
from heed.platform.access.models import Level, excluded_scope_ids, visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency, Partnership

if TYPE_CHECKING:
    from heed.reviews.models import Review

TENANT = "shared"
"""Public id of the partnership whose rows are everybody's: shorter than any that is drawn, and no name that one could
take."""
ELSEWHERE = "Published elsewhere"
"""The state of a recommendation that another partnership shared."""
KIND = "shared"
"""How its passages are called in the index."""
_WHY = "published, and shared with every partnership here"


def every_shared() -> QuerySet[Any]:
    """All of them, for Heed's own work."""
    rows: QuerySet[Any] = SharedReview.objects.for_everyone(because=_WHY)
    return rows


def stands() -> Q:
    """What is read: neither taken out, nor of a review that is marked as published no longer."""
    return Q(taken_out_at__isnull=True, review__scope__level=Level.PUBLISHED)


def readable_shared(actor: Actor) -> QuerySet[Any]:
    """The shared reviews that this actor reads, the newest first: any partnership's. One's own partnership's only where
    the actor sees the case, and none from which they are excluded, in whatever membership."""
    check_may(actor, Permission.READ_REGISTER)
    seen = ~Q(given_by=actor.partnership_id) | Q(review__scope__in=visible_scope_ids(actor))
    rows = _not_excluded(actor).filter(seen).select_related("given_by", "review")
    return rows.order_by(F("review__published_latest").desc(nulls_last=True), "pk")


def find_shared(actor: Actor, ref: str) -> SharedReview:
    """One that this actor reads, or `NotVisible`."""
    row: SharedReview | None = readable_shared(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def shared_of_review(actor: Actor, review: Review) -> SharedReview | None:
    """How this review stands in the library now, where it does."""
    row: SharedReview | None = (
        every_shared()
        .filter(taken_out_at__isnull=True, review=review.pk, given_by=actor.partnership_id)
        .first()
    )
    return row


def from_elsewhere(actor: Actor) -> dict[int, SharedReview]:
    """What others have shared, by key: one's own stands in one's own register."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    return (
        _not_excluded(actor)
        .exclude(given_by=actor.partnership_id)
        .select_related("review", "given_by")
        .in_bulk()
    )


def _not_excluded(actor: Actor) -> QuerySet[Any]:
    """What stands in the library, without reviews that this person is kept from: people work for more than one."""
    return every_shared().filter(stands()).exclude(review__scope__in=excluded_scope_ids(actor))


_SAME_REPORT = 0.8
"""The share of their words from which two reports are one: a printing of its own differs by less."""


def same_report_elsewhere(actor: Actor, review: Review) -> SharedReview | None:
    """What another partnership put in of the very same report, told by nearly all its words; of a review's documents
    the longest is its report. None where the actor does not read it there."""
    theirs = {row.review_id: row for row in from_elsewhere(actor).values()}
    read = [newest_reading(document) for document in documents_of_review(actor, review.pk)] if theirs else []
    own = max((each for each in read if each and each.text), key=lambda each: len(each.text), default=None)
    for key, sketch in sketches_of_reviews(theirs) if own else ():
        if own and key in theirs and likeness(own.sketch, sketch) >= _SAME_REPORT:
            return theirs[key]
    return None


def tenant_id() -> int | None:
    """The key of the partnership that all share, where anything was shared yet."""
    return Partnership.objects.filter(public_id=TENANT).values_list("pk", flat=True).first()


def readable_passages(actor: Actor) -> QuerySet[Any]:
    """The passages that this actor may read: their partnership's, and those that others have shared."""
    rows = Passage.objects.visible_to(actor)
    elsewhere = from_elsewhere(actor)
    if elsewhere:
        rows = rows | Passage.objects.for_everyone(because=_WHY).filter(
            partnership=tenant_id(), kind=KIND, source_id__in=list(elsewhere)
        )
    return rows


@dataclass(frozen=True)
class Part:
    """Words that would be shared, with what in them seems to be a name."""

    is_recommendation: bool
    label: str
    page: int
    text: str
    names: tuple[Named, ...]
    document: int | None = None
    """The key of the document whose page it is on."""

    @property
    def is_held(self) -> bool:
        """Whether a name stands beside a pseudonym: then nobody can let it through."""
        return any(each.beside for each in self.names)


NAME = -1
"""The number of the review's own name among what can be let through; what it calls its people comes before it."""


@dataclass(frozen=True)
class ToShare:
    """Everything of a review that could be shared. `doubtful` are pseudonyms that may be names, by number: one that
    nobody lets through is no pseudonym. `seal` is another as soon as any of it is."""

    name: Part
    parts: tuple[Part, ...]
    pseudonyms: tuple[str, ...]
    doubtful: dict[int, str]
    seal: str


def to_share(actor: Actor, review: Review, let_through: Collection[int] = ()) -> ToShare:
    """The review's name, recommendations and pages as the actor sees them, looked through for names."""
    readings = [
        reading
        for document in documents_of_review(actor, review.pk)
        if (reading := newest_reading(document)) and reading.text
    ]
    pseudonyms = tuple(
        dict.fromkeys(each for reading in readings for each in reading.found.get("pseudonyms", ()) if each)
    )
    known = [
        *Agency.objects.filter(partnerships=actor.partnership_id).values_list("name", flat=True),
        review.area.name if review.area else "",
    ]
    asked = [row for row in recommendations_of_review(actor, review.pk) if not row.withheld]
    everyday = everyday_of([*(row.text for row in asked), *(reading.text for reading in readings)])
    every = Look(pseudonyms, tuple(known), everyday)
    doubts = {NAME - 1 - at: each for at, each in enumerate(pseudonyms) if every.is_doubtful(each)}
    open_ones = {each for number, each in doubts.items() if number not in let_through}
    look = replace(
        every, pseudonyms=tuple(each for each in pseudonyms if each not in open_ones), real=open_ones
    )
    parts = [
        Part(True, "" if look.names_in(row.label) else row.label[:60], 0, row.text, look.names_in(row.text))
        for row in asked
    ]
    for reading in readings:
        stretches = [
            (int(span[2] or 0) if len(span) > 2 else 0, int(span[0]), int(span[1]))
            for block in reading.blocks
            for span in block["spans"]
        ]
        parts += [
            Part(False, "", piece.page, piece.text, look.names_in(piece.text), reading.document_id)
            for piece in pieces(reading.text, stretches)
        ]
    name = Part(False, "", 0, review.name, look.names_in(review.name))
    said = "\n".join([review.name, *pseudonyms, *(f"{each.label} {each.page} {each.text}" for each in parts)])
    return ToShare(name, tuple(parts), look.pseudonyms, doubts, sha256(said.encode()).hexdigest()[:16])


def parts_of(shared: SharedReview) -> list[SharedPart]:
    """What is read of a shared review, in order."""
    return list(shared.parts.all())


def labels_of_shared(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """What shared reviews are called, for those who read them; nothing for others, who see the log of all."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    rows = readable_shared(actor).filter(public_id__in=list(refs))
    return {row.public_id: str(row) for row in rows}


def earlier(actor: Actor, on: date | None) -> dict[int, SharedReview]:
    """What others have shared of reviews before a day; those without a day count as earlier."""
    return {key: row for key, row in from_elsewhere(actor).items() if not (on and row.on and row.on > on)}

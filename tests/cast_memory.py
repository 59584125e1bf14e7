"""What the cast says of recommendations that repeat one another, made by the operations that people use."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from heed.learning.models import Recommendation
from heed.memory.models import Drafted, Lesson, Pair, SharedReview
from heed.memory.operations import DraftWords, answer_pair, name_lesson, write_draft
from heed.memory.operations.sharing import share_review
from heed.memory.queries.shared import to_share
from heed.memory.types import Likeness
from heed.memory.upkeep import keep_in_step
from heed.platform.people.operations import set_case_level
from heed.reviews.models import Review
from heed.reviews.queries import find_review
from tests.cast import AT, Ask, Written, register_of

if TYPE_CHECKING:
    from tests.cast import Cast, Register

SAME = "Agencies must hold their core group meetings when they are due, and minute who attended."
"""What the first recommendation of the cast's register asks, in other words."""


def of_review(
    cast: Cast, name: str, *texts: str, on: str = "2026-01-31", to: str = "Westmere Police", **more: Any
) -> list[Recommendation]:
    """The recommendations of another review, published on that day."""
    asks = tuple(Ask(str(number), text, to=(to,), **more) for number, text in enumerate(texts, start=1))
    review = register_of(cast.manager, Written(title=f"Learning from {name}", asks=asks), review=name)
    dated(review, on)
    rows = Recommendation.objects.for_everyone(because="a test").filter(review=review)
    keep_in_step()
    return list(rows.select_related("review").order_by("position"))


def dated(review: Review, on: str) -> None:
    rows = Review.objects.for_everyone(because="a test").filter(pk=review.pk)
    rows.update(published_earliest=on, published_latest=on)


def answer(
    cast: Cast,
    one: Recommendation,
    other: Recommendation,
    said: str = "same",
    *,
    why: str = "Both ask for core groups on time.",
    why_not_held: str = "",
    version: int = 0,
    actor: Any = None,
    at: Any = AT,
) -> Pair:
    return answer_pair(
        actor or cast.manager,
        one_ref=one.public_id,
        other_ref=other.public_id,
        answer=Likeness(said),
        reason=why,
        why_not_held=why_not_held,
        version=version,
        at=at,
    )


def a_pair(register: Register, cast: Cast, **more: Any) -> Pair:
    one, other = register.recommendations["1"], register.recommendations["4"]
    return answer(cast, one, other, "related", **more)


def a_lesson(
    cast: Cast, *rows: Recommendation, name: str = "Core groups meet on time", actor: Any = None
) -> Lesson:
    refs = [each.public_id for each in rows]
    return name_lesson(actor or cast.manager, name=name, recommendation_refs=refs, at=AT)


def lesson_of(register: Register, cast: Cast, *labels: str) -> Lesson:
    return a_lesson(cast, *[register.recommendations[each] for each in labels or ("1", "2a")])


def a_draft(register: Register, cast: Cast, text: str = SAME, **more: Any) -> Drafted:
    words = DraftWords(text=text, **more)
    return write_draft(cast.manager, review_ref=register.review.public_id, words=words, at=AT)


def ensure(register: Register, cast: Cast) -> None:
    """One of each record, once in a test."""
    if not Lesson.objects.for_everyone(because="a test").exists():
        lesson_of(register, cast)
        a_draft(register, cast)


def again(row: Recommendation) -> Recommendation:
    """The row as it is now."""
    return Recommendation.objects.for_everyone(because="a test").select_related("review").get(pk=row.pk)


def published(cast: Cast, review: Any, *, by: Any = None) -> Any:
    """A review marked as published, for anybody to read."""
    actor = by or cast.manager
    set_case_level(
        actor,
        ref=review.public_id,
        level="published",
        agency_ref="",
        reason="On the website",
        version=0,
        at=AT,
    )
    return find_review(actor.looking_once(), review.public_id)


def shared(cast: Cast, review: Any, let_through: Collection[int] = (), *, by: Any = None) -> SharedReview:
    """A published review in the library of all, as the officer put it there."""
    actor = by or cast.officer
    found = to_share(actor, review)
    return share_review(
        actor,
        review_ref=review.public_id,
        seal=found.seal,
        let_through=let_through,
        read_it=True,
        at=AT,
    )

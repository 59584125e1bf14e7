"""A review's history as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Happening
from heed.platform.ui.things import link
from heed.reviews.models import Review
from heed.reviews.presenters.frame import ReviewFrame, review_frame


@dataclass(frozen=True, kw_only=True)
class ReviewHistory:
    title: str
    review: ReviewFrame
    happenings: tuple[Happening, ...]
    older: str
    newest: str
    words_before: str


def history_page(
    actor: Actor, review: Review, lines: Sequence[Any], more: int | None, *, is_newest: bool
) -> ReviewHistory:
    """What was done, each with who did it and in which role, and the record that it was done to."""
    here = reverse("reviews:history", args=[review.public_id])
    return ReviewHistory(
        title="History",
        review=review_frame(actor, review, current="history"),
        happenings=tuple(
            Happening(
                title=each.sentence,
                at=each.at,
                by=" · ".join(filter(None, [each.who, each.as_what])),
                body=_about(each, review),
            )
            for each in sorted(lines, key=lambda line: line.at, reverse=True)
        ),
        older=f"{here}?before={more}" if more else "",
        newest="" if is_newest else here,
        words_before=reverse("history:record", args=["review", review.public_id]),
    )


def _about(line: Any, review: Review) -> Content:
    """The record, where it is not the review itself."""
    return "" if line.subject_ref == review.public_id else link(line.record, line.record_href)

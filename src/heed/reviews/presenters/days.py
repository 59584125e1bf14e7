"""The day by which a review is earlier or later than others, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from heed.platform.access.types import Actor
from heed.platform.ui.things import Doing, Table, columns, rows
from heed.platform.ui.wording import day
from heed.reviews.models import DayCorrection, Review
from heed.reviews.policies.days import has_a_day
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import Reading, WorkPage
from heed.reviews.rules.days import day_as_typed, day_in_words
from heed.reviews.types import DaySaid

_ORDER = (
    "By this day the review is earlier or later than others: in what was recommended before, in lessons, in themes by "
    "year and in search. The steps that it took keep their days, and its reference stays."
)
_NO_DAY = " A review without a day counts as earlier than every other."


def day_words(review: Review) -> str:
    """Its day as the beginning of a sentence: "Published 18 February 2015"."""
    words = day_in_words(*_as_typed(review))
    return f"{words[:1].upper()}{words[1:]}" if has_a_day(review) else "None while it is carried out"


def day_typed(review: Review) -> dict[str, Any]:
    """What the form begins with."""
    said, words = _as_typed(review)
    return {"said": said.value, "words": words}


def _as_typed(review: Review) -> tuple[DaySaid, str]:
    return day_as_typed(review.published_text, review.published_latest, review.reached_on)


def day_page(
    actor: Actor, review: Review, corrections: Sequence[DayCorrection], doings: tuple[Doing, ...]
) -> WorkPage:
    """Which day it is, and each time that somebody corrected it."""
    table = Table(
        heading="Corrected",
        columns=columns("When", "To", "Before", "Why", "Who"),
        rows=rows(
            [[day(each.said_at), each.now, each.was, each.why, each.said_by.name] for each in corrections]
        ),
        empty="Nobody has corrected it.",
    )
    return WorkPage(
        review=review_frame(actor, review, current="", title="Its day"),
        title="The day of this review",
        crumbs=(),
        lead=f"{day_words(review)}.",
        readings=(Reading(heading="What goes by it", words=_ORDER + ("" if review.ordered_on else _NO_DAY)),),
        tables=(table,),
        beside=doings,
        aside="Those who run the review correct its day."
        if has_a_day(review)
        else "A review has a day once it is decided on, accepted, published or closed.",
    )

"""Correcting the day by which a review is earlier or later than others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.kit.dates import days_of
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference
from heed.platform.base.versions import take_version
from heed.platform.ui.wording import day
from heed.reviews.events import ReviewDayCorrected
from heed.reviews.models import DayCorrection, Review
from heed.reviews.policies.days import check_has_a_day, check_said
from heed.reviews.queries.cases import day_corrections_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.days import day_as_typed, day_in_words, refuse, words_of
from heed.reviews.types import DAYS_SAID, DaySaid

_MOST_WORDS = 80


@transaction.atomic
def correct_day(
    actor: Actor, *, ref: str, said: str, words: str, why: str, version: int, at: datetime
) -> Review:
    """Say which day a review's is: as printed ("18 February 2015", "November 2013"), and why it is another than before.

    All that goes by it reads it from here: what was recommended before and after, lessons, themes by year, search,
    what is known elsewhere of a shared review. The steps that the review took keep their days, and its reference
    stays.
    """
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, ref)
    check_has_a_day(review)
    check_said(actor, review, said)
    changes = _days(DaySaid(said), words, timezone.localdate(at))
    reason = words_of(why, field="why", needed="Say why it is another day", most=300)
    was = day_as_typed(review.published_text, review.published_latest, review.reached_on)
    now = day_as_typed(changes["published_text"], changes["published_latest"], changes.get("reached_on"))
    if was == now and version == review.version:
        refuse({"words" if now[1] else "said": "That is its day already"})

    def differ(other: Review) -> Iterator[Difference]:
        theirs, mine = day_as_typed(other.published_text, other.published_latest, other.reached_on), now
        shown = DAYS_SAID[theirs[0]], DAYS_SAID[mine[0]]
        yield Difference("said", "Which day it is", *shown, theirs[0], mine[0], free=False)
        yield Difference("words", "The day", theirs[1], mine[1], free=False)

    latest = next(iter(day_corrections_of(actor, review)), None)
    if take_version(
        review,
        version=version,
        among=Review.objects.visible_to(actor),
        differences=differ,
        by=latest.said_by.name if latest else "",
        **changes,
    ):
        DayCorrection.objects.create(
            partnership_id=review.partnership_id,
            scope=scope_for_new_rows(review.partnership_id, review.public_id),
            review=review,
            was=day_in_words(*was),
            now=day_in_words(*now),
            why=reason,
            said_by_id=actor.person_id,
            said_at=at,
        )
        now_on = changes["published_latest"] or changes.get("reached_on")
        happened = ReviewDayCorrected(was=_on(review.ordered_on), now=_on(now_on))
        record(actor, happened, subject_kind="review", subject_ref=ref, at=at)
    return find_review(actor, ref)


def _on(value: date | None) -> str:
    return day(value, none="none")


def _days(said: DaySaid, words: str, today: date) -> dict[str, Any]:
    """What is stored of the review; refused where the words name no day, or one that is still to come."""
    typed, first, last = " ".join(words.split()), None, None
    if said is not DaySaid.UNKNOWN:
        first, last = _checked(said, typed, today)
    printed = said is DaySaid.PUBLISHED
    return {
        "published_text": typed if printed else "",
        "published_earliest": first if printed else None,
        "published_latest": last if printed else None,
        **({} if printed else {"reached_on": last}),
    }


def _checked(said: DaySaid, typed: str, today: date) -> tuple[date | None, date | None]:
    found = days_of(typed)
    if found.earliest is None or found.latest is None or len(typed) > _MOST_WORDS:
        refuse({"words": "Enter a date such as 18 February 2015, November 2013 or 2013"})
    elif found.earliest > today:
        refuse({"words": "Enter a day that has been"})
    elif said is DaySaid.FINISHED and found.earliest != found.latest:
        refuse({"words": "Enter the whole date, such as 18 February 2015"})
    return found.earliest, found.latest

"""What a review's method asks for that nobody has begun yet."""

from __future__ import annotations

from typing import Any

from heed.platform.rules.queries import rules_of
from heed.reviews.models import Participant, Review, Submission
from heed.reviews.queries.submissions import submission_rules
from heed.reviews.types.submissions import SubmissionState

_HEARD = {"practitioner": "offer practitioners a part", "family": "offer the family a part"}
_BECAUSE = "what a method asks for follows from the whole review, whoever asks"


def kinds_of_method(review: Review) -> list[str]:
    """The kinds of submission that its method needs, in order; none where it has no method."""
    asks: dict[str, Any] = rules_of("review-people")["asks"].get(review.method, {})
    return list(asks.get("submissions", ()))


def still_asked_for(review: Review) -> list[str]:
    """What its method needs and nobody has begun, each as one would say it: "ask agencies for: chronology"."""
    asks: dict[str, Any] = rules_of("review-people")["asks"].get(review.method, {})
    rows = Submission.objects.for_everyone(because=_BECAUSE).filter(review=review)
    asked = set(rows.exclude(state=SubmissionState.WITHDRAWN).values_list("kind", flat=True))
    kinds = submission_rules().kinds
    found = [
        f"ask agencies for: {kinds[key].name.lower()}" for key in kinds_of_method(review) if key not in asked
    ]
    people = Participant.objects.for_everyone(because=_BECAUSE).filter(review=review)
    heard = set(people.values_list("part", flat=True))
    return found + [_HEARD[part] for part in asks.get("hears", ()) if part not in heard]

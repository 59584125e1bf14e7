"""Looking up whether something was recommended before: one way for the page and the command, and it is written down."""

from __future__ import annotations

from datetime import date, datetime

from heed.memory.events import LookedUp
from heed.memory.queries import before_drafts_of_review, list_recommended_before
from heed.memory.types import Before
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record_read
from heed.platform.base.errors import Invalid
from heed.reviews.queries import find_review

LONGEST = 5000


def look_up(
    actor: Actor,
    *,
    text: str,
    on: date | None = None,
    review: str = "",
    limit: int = 10,
    at: datetime,
) -> Before:
    """What was recommended before that says the same as this text; what was shown is in the audit log, the text is
    not. `review`: for which it is written, by its public id."""
    if len(text) > LONGEST:
        raise Invalid(
            f"Use at most {LONGEST:,} letters: one recommendation at a time.",
            fields={"text": f"Use at most {LONGEST:,} letters"},
        )
    if review:
        [found] = before_drafts_of_review(actor, find_review(actor, review), texts=[text], limit=limit)
    else:
        found = list_recommended_before(actor, text=text, on=on, limit=limit)
    record_read(
        actor,
        LookedUp(matches=len(found.matches)),
        subject_kind="memory",
        subject_ref="",
        at=at,
        shown={
            "recommendation": [each.ref for each in found.matches if each.ref],
            "shared": sorted({each.review_ref for each in found.matches if each.elsewhere}),
        },
    )
    return found

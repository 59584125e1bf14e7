"""Who may attach a file to what came in, who may take one out again, and who is given it."""

from __future__ import annotations

from collections.abc import Sequence

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.reviews.models import Attachment, RapidReview, Submission
from heed.reviews.policies.submissions import can, check_reads, check_writes
from heed.reviews.queries.attachments import CameWith, came_with
from heed.reviews.queries.cases import asked_of
from heed.reviews.queries.submissions import is_own
from heed.reviews.types import ReviewState

_MOST = 20
"""Files with one thing."""


def check_attaches(actor: Actor, thing: CameWith) -> None:
    """Whoever it came from may, and those who run the review; to a submission its agency alone, while it is asked."""
    if isinstance(thing, Submission):
        check_writes(actor, thing)
        return
    if thing.review.state == ReviewState.CLOSED:
        raise NotNow("The case is closed. What came in with it stays as it is.")
    if actor.may(Permission.RUN_REVIEWS):
        return
    if isinstance(thing, RapidReview):
        asked = {each.agency_id for each in asked_of(actor, thing.review)}
        if actor.agency_id not in asked or not actor.may(Permission.ANSWER_FOR_AGENCY):
            raise NotAllowed(
                "Files come from those who run the review, and from the agencies that were asked."
            )
    elif not is_own(actor, thing.agency) or not actor.may(Permission.REFER_CASES):
        raise NotAllowed(
            f"Files come from {thing.agency}, which referred the case, and those who run the review."
        )


def check_takes_out(actor: Actor, row: Attachment, thing: CameWith) -> None:
    """Whoever may attach, of what their own agency attached; those who run the review of everybody's."""
    check_attaches(actor, thing)
    runs = actor.may(Permission.RUN_REVIEWS) and not isinstance(thing, Submission)
    if not runs and not is_own(actor, row.agency):
        raise NotAllowed(f"{row.agency} attached this. You act for {actor.agency_name}.")


def check_given(actor: Actor, row: Attachment) -> None:
    """Whoever may see the case is given it; what came with a submission is for those who may read that."""
    thing = came_with(actor, row.review, row.about)
    if isinstance(thing, Submission):
        check_reads(actor, thing)


def attaches(actor: Actor, thing: CameWith) -> bool:
    """Whether attaching is offered to this actor."""
    return can(lambda: check_attaches(actor, thing))


def check_number(files: Sequence[object], *, already: int = 0) -> None:
    """Raise where more files would come with one thing than anybody reads."""
    if len(files) + already > _MOST:
        wrong = f"At most {_MOST} files go with one thing. Put several into one document"
        raise Invalid(f"{wrong}.", fields={"attached": wrong})

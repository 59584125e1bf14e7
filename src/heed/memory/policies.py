"""Who may say what of lessons, as things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heed.memory.queries.shared import same_report_elsewhere, shared_of_review
from heed.memory.types import Likeness
from heed.platform.access.decisions import decision_rules
from heed.platform.access.models import Level
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow

if TYPE_CHECKING:
    from heed.memory.models import Drafted
    from heed.reviews.models import Review


def check_judges(actor: Actor) -> None:
    """Raise unless this actor says what repeats what: a scrutineer reads and challenges, and never confirms."""
    check_may(actor, Permission.JUDGE_LESSONS)
    if actor.roles & decision_rules().never:
        raise NotAllowed(
            "An independent scrutineer reads, samples and challenges, and never decides or approves."
        )


def judges(actor: Actor) -> bool:
    """Whether saying what repeats what is offered to this actor."""
    return actor.may(Permission.JUDGE_LESSONS) and not actor.roles & decision_rules().never


def drafts(actor: Actor) -> bool:
    """Whether drafting recommendations is offered to this actor."""
    return actor.may(Permission.DRAFT_RECOMMENDATIONS)


def registers_drafts(actor: Actor) -> bool:
    """Whether putting a draft into the register is offered to this actor."""
    return drafts(actor) and actor.may(Permission.ACCEPT_PROPOSALS)


def check_still_drafted(row: Drafted) -> None:
    """Raise where a draft was dropped, or is in the register already."""
    if row.dropped_at:
        raise NotNow("This draft was dropped. Write it anew.")
    if row.registered_as_id:
        raise NotNow("This draft is in the register already. Its words stay as they were.")


def check_shareable(actor: Actor, review: Review) -> None:
    """Raise unless this actor can put the review into the library as things stand."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    if review.scope.level != Level.PUBLISHED:
        raise NotNow(
            "Only a review that is marked as published can be shared. Mark it so under who can see it."
        )
    if shared_of_review(actor, review):
        raise NotNow("It is in the shared library already.")
    if other := same_report_elsewhere(actor, review):
        raise NotNow(
            f"{other.given_by.name} put the same report into the shared library already. Everybody finds it there, and "
            "it is not listed twice."
        )


def check_answer(answer: Likeness, words: str, why: str, *, closed: bool) -> None:
    """`Invalid` where an answer lacks its reason, or does not say why what was closed did not hold."""
    wrong = {}
    if not words:
        wrong["reason"] = "Say why"
    if answer is Likeness.SAME and closed and not why:
        wrong["why_not_held"] = "What was promised then was closed: say why it did not hold"
    if wrong:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)

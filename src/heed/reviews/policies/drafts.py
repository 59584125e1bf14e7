"""Who may send, pass, challenge and accept the drafts of a review's report, as things stand."""

from __future__ import annotations

from collections.abc import Sequence

from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.approvals.policies import never_decides
from heed.platform.base.errors import NotAllowed, NotNow
from heed.platform.ui.wording import count, day, plural
from heed.platform.ui.wording import words as named
from heed.reviews.models import DraftChallenge, ReportDraft, Review
from heed.reviews.queries.childs_life import untold_children
from heed.reviews.queries.drafts import (
    challenges_of,
    draft_by_ref,
    drafts_of,
    is_sender_excluded,
    newest,
    sent_back,
    waits_at,
)
from heed.reviews.queries.participation import unanswered
from heed.reviews.types import STAGES, ReviewState
from heed.reviews.types.drafts import Gate

_SENT_IN = (ReviewState.GATHERING, ReviewState.DRAFTING)


def is_offered(actor: Actor, review: Review) -> bool:
    """Whether a review's drafts are offered to the actor: not of one that came to Heed with its report."""
    return bool(review.guidance) and actor.may(Permission.READ_DRAFTS)


def check_is_open(drafts: Sequence[ReportDraft]) -> None:
    """Raise once a version is accepted: what was said of it stays as it is."""
    accepted = next((each for each in drafts if each.accepted_on), None)
    if accepted is not None:
        raise NotNow(
            f"Version {accepted.number} was accepted on {day(accepted.accepted_on)}. Nothing is sent, decided, "
            "challenged or answered after that, unless those who accepted it take that back."
        )


def check_sends(actor: Actor, review: Review, drafts: Sequence[ReportDraft]) -> None:
    """By those who run the review, while it gathers or is drafted."""
    check_may(actor, Permission.RUN_REVIEWS)
    check_is_open(drafts)
    if review.state not in _SENT_IN:
        raise NotNow(
            f"This review is {STAGES[ReviewState(review.state)].casefold()}. A draft is sent once it is gathering."
        )


def check_decides(actor: Actor, draft: ReportDraft, gate: Gate, drafts: Sequence[ReportDraft]) -> None:
    """By somebody with one of the gate's roles who did not send the draft, at the gate that it waits at."""
    check_may(actor, Permission.READ_DRAFTS)
    if gate.decision:
        raise NotAllowed("The report is accepted by each of those who decide, not by whoever writes it down.")
    if never_decides(actor) or not actor.roles & {Role(each) for each in gate.by}:
        who = " or ".join(ROLES[Role(each)].name for each in sorted(gate.by))
        raise NotAllowed(f"What was decided at “{gate.name}” is written down by: {who}.")
    if draft.sent_by_id == actor.person_id:
        raise NotAllowed("You sent this version. Somebody else says what was decided about it.")
    check_is_open(drafts)
    check_goes_on(draft, drafts)
    now = waits_at(draft)
    if now.key != gate.key:
        raise NotNow(f"“{now.name}” comes next for version {draft.number}, and each gate decides once.")


def check_goes_on(draft: ReportDraft, drafts: Sequence[ReportDraft]) -> None:
    """Raise where a version goes no further: replaced, sent back, or sent by somebody who is excluded now."""
    last = newest(drafts)
    if last is not None and last != draft:
        raise NotNow(f"Version {last.number} was sent meanwhile. Look at that one.")
    if (back := sent_back(draft)) is not None:
        raise NotNow(f"Version {draft.number} was sent back at “{back.name}”. Send another version.")
    if is_sender_excluded(draft):
        raise NotNow(
            "Whoever sent this version is excluded from the case now. It goes no further until somebody else sends it."
        )


def check_challenges(actor: Actor, drafts: Sequence[ReportDraft]) -> ReportDraft:
    """Anybody who may read the drafts, once there is one, until one is accepted; gives the one that counts."""
    check_may(actor, Permission.READ_DRAFTS)
    check_is_open(drafts)
    last = newest(drafts)
    if last is None:
        raise NotNow("No draft was sent yet, so there is nothing to challenge.")
    return last


def check_answers(actor: Actor, row: DraftChallenge, drafts: Sequence[ReportDraft]) -> None:
    """By those who run the review, and not by whoever challenged."""
    check_may(actor, Permission.RUN_REVIEWS)
    if row.said_by_id == actor.person_id:
        raise NotAllowed("This is your own challenge. Somebody else answers it.")
    check_is_open(drafts)
    if row.answered_at:
        raise NotNow(f"Challenge {row.number} is answered already, by {row.answered_by}.")


def check_ready(draft: ReportDraft, drafts: Sequence[ReportDraft], open_: Sequence[int]) -> None:
    """Raise unless this version can be put to those who accept it: every gate before has passed it, and every
    challenge (`open_`: the numbers of those that have none) has an answer."""
    check_is_open(drafts)
    check_goes_on(draft, drafts)
    gate = waits_at(draft)
    if not gate.decision:
        raise NotNow(f"“{gate.name}” comes before those who accept it.")
    if open_:
        raise NotNow(f"Challenge {open_[0]} has no answer yet. The report is accepted once each has one.")


def check_report_ready(actor: Actor, ref: str) -> None:
    """As `check_ready`, for approvals: from a version's public id. No question of a participant waits either."""
    draft = draft_by_ref(actor, ref)
    drafts = drafts_of(actor, draft.review)
    open_ = [each.number for each in challenges_of(actor, draft.review) if each.answered_at is None]
    check_ready(draft, drafts, open_)
    if untold := untold_children(draft.review):
        raise NotNow(
            f"Nothing is said yet of the daily life of {named(untold)}. Write it on the page “Daily life”, or say "
            "there why nothing can be said."
        )
    if waiting := unanswered(actor, draft.review_id):
        asked = f"{count(waiting, 'question')} of those who take part {plural(waiting, 'waits', 'wait')}"
        raise NotNow(f"{asked} for an answer. The report is accepted once each has one.")

"""May this be done to an import now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from heed.intake.models import Import, Proposal
from heed.intake.rules import MADE_BY_ANSWER
from heed.intake.types import DECIDED_ALONE, Decision, ImportState, ProposalKind, ReviewChoice
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.versions import hold
from heed.reviews.types import ReviewState

if TYPE_CHECKING:
    from heed.reviews.models import Review


def check_open(row: Import) -> int:
    """Only an import that is read and not yet accepted can be worked on. Returns its Reading's id.

    Called in a transaction that works on it, the import is held until that ends: nobody puts it into the register
    while a proposal of it is being saved, or the other way about.
    """
    rows = Import.objects.for_everyone(because="the caller found this row for its actor")
    row.state = hold(rows.filter(pk=row.pk)).values_list("state", flat=True).get()
    if row.state == ImportState.ACCEPTED:
        raise NotNow("This document is in the register already. Change its records there.")
    if row.state != ImportState.OPEN or row.reading_id is None:
        raise NotNow("This document has not been read yet.")
    return row.reading_id


def check_owned(proposals: Sequence[Proposal]) -> None:
    """A recommendation that an answer makes is nobody's until somebody is named, and never late without a day."""
    raised = {
        each.pk
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION
        and each.decision == Decision.ACCEPTED
        and each.values.get("source") == MADE_BY_ANSWER
    }
    owned = {
        each.parent_id
        for each in proposals
        if each.kind == ProposalKind.ACTION
        and each.decision != Decision.REJECTED
        and (each.values.get("agency") or each.values.get("owner"))
        and each.values.get("due_latest")
    }
    if raised - owned:
        raise Invalid(
            "An answer makes a recommendation of its own. Correct its action first: say whose it is and by when it "
            "is first due. Or reject it."
        )


def check_decided(proposals: Sequence[Proposal]) -> None:
    """Every recommendation is accepted or rejected, and something is accepted."""
    asked = [each for each in proposals if each.kind == ProposalKind.RECOMMENDATION]
    undecided = sum(each.decision == Decision.OPEN for each in asked)
    if undecided:
        raise Invalid(
            f"{undecided} recommendations are not decided yet. Accept or reject each of them first."
        )
    check_owned(proposals)
    if not any(each.kind in DECIDED_ALONE and each.decision == Decision.ACCEPTED for each in proposals):
        raise Invalid(
            "No recommendation or finding is accepted, so there is nothing to put into the register."
        )


_LATER = ("progress report",)
_TELL = ("executive summary",)


def gives_day(row: Import, review: Review, choice: ReviewChoice, *, on: date) -> bool:
    """Whether the document, brought in under a review that is there, says when that was published: it is its report,
    and no answer or plan that came later; the review was published, and has no day; and the day has been."""
    kind = str((row.reading.found if row.reading else {}).get("document_kind") or "")
    reports = (kind.endswith("report") and kind not in _LATER) or kind in _TELL
    undated = review.ordered_on is None and review.state == ReviewState.PUBLISHED
    known = bool(choice.published_latest) and date.fromisoformat(str(choice.published_earliest)) <= on
    return reports and undated and known

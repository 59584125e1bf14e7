"""May this be done to an import now?"""

from __future__ import annotations

from collections.abc import Sequence

from heed.intake.models import Import, Proposal
from heed.intake.rules import MADE_BY_ANSWER
from heed.intake.types import Decision, ImportState, ProposalKind
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.versions import hold


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

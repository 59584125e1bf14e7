"""May this be done to an import now?"""

from __future__ import annotations

from heed.intake.models import Import
from heed.intake.types import ImportState
from heed.platform.base.errors import NotNow


def check_open(row: Import) -> int:
    """Only an import that is read and not yet accepted can be worked on. Returns its Reading's id."""
    if row.state == ImportState.ACCEPTED:
        raise NotNow("This document is in the register already. Change its records there.")
    if row.state != ImportState.OPEN or row.reading_id is None:
        raise NotNow("This document has not been read yet.")
    return row.reading_id

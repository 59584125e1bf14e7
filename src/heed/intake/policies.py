"""May this be done to an import now?"""

from __future__ import annotations

from heed.intake.models import Import
from heed.intake.types import ImportState
from heed.platform.base.errors import NotNow
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

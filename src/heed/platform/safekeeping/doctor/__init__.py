"""`heed doctor`: is all well with Heed, and what to mend, in sentences.

A look is a function that takes the moment and gives findings; `LOOKS` names them in the order in which they are
shown. A look that itself fails is a finding, never a traceback.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import DatabaseError

from heed.platform.safekeeping.doctor import keeping, machine, people, saving, untrusted
from heed.platform.safekeeping.doctor.types import Finding, State

log = logging.getLogger(__name__)
Look = Callable[[datetime], Sequence[Finding]]

LOOKS: dict[str, Look] = {
    "versions": machine.versions,
    "settings": machine.settings_in_force,
    "address": machine.address,
    "database": saving.database,
    "what is saved stays": saving.durability,
    "migrations": saving.migrations,
    "data folder": machine.data_folder_rights,
    "room on the disk": machine.room,
    "clock": machine.clock,
    "files": keeping.files_present,
    "reading process": untrusted.reading_process,
    "virus scanner": untrusted.scanner,
    "backups": keeping.backups,
    "key to the backups": keeping.backup_key,
    "audit log": keeping.audit_log,
    "workers": people.workers,
    "second factor": people.second_factor,
}


def examine(*, at: datetime, only: Sequence[str] = ()) -> list[Finding]:
    """All looks, or these. The worst first would hide the order in which things depend on each other: it stays."""
    found: list[Finding] = []
    for name in only or LOOKS:
        behind = any(each.about == "migrations" and each.state == State.WRONG for each in found)
        found += _ask(name, LOOKS[name], at, behind=behind)
    return found


def _ask(name: str, look: Look, at: datetime, *, behind: bool) -> Sequence[Finding]:
    """What a look finds. `behind`: the database is that of an earlier version, or empty, so that tables are missing."""
    try:
        return look(at)
    except Exception as problem:
        if behind and isinstance(problem, DatabaseError):
            return [Finding(name, State.LOOK, "Not looked at: the changes of the database come first.")]
        log.info("heed doctor could not look at: %s", name, exc_info=True)
        return [
            Finding(
                name,
                State.WRONG,
                f"Heed could not look at this ({type(problem).__name__}).",
                "Mend what is said above first, then ask again; the log says more.",
            )
        ]


def worst(findings: Sequence[Finding]) -> State:
    """The worst state among them."""
    order = list(State)
    return max((each.state for each in findings), key=order.index, default=State.WELL)


__all__ = ["LOOKS", "Finding", "State", "examine", "worst"]

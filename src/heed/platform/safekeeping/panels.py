"""What the first page shows of the installation, to whoever looks after it and nothing else."""

from __future__ import annotations

from typing import Any

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.safekeeping.presenters import doctor_page
from heed.platform.safekeeping.queries import findings
from heed.platform.ui.panels import Panel

AT_HOME = ("backups", "key to the backups", "versions", "room on the disk", "address")


def installation_panel(actor: Actor, _: Any) -> Panel | None:
    """Backup, version, disk and address, as the doctor finds them."""
    if not actor.may(Permission.LOOK_AFTER_HEED) or actor.may(Permission.READ_REGISTER):
        return None
    now = clock.now()
    return Panel(
        "safekeeping/installation.html", doctor_page(findings(actor, at=now, only=AT_HOME), at=now).rows
    )

"""Who opens a chronology, who enters for whom, and who reads the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heed.chronologies.queries.access import reads_raw
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotNow

if TYPE_CHECKING:
    from heed.chronologies.models import AgencyFile


def works(actor: Actor) -> bool:
    """Whether deciding, noting and entering for any agency is offered to this actor."""
    return actor.may(Permission.WORK_ON_CHRONOLOGIES)


def opens(actor: Actor) -> bool:
    """Whether opening a review's chronology is offered to this actor: to those who ask agencies."""
    return actor.may(Permission.ASK_AGENCIES)


def sees_names(actor: Actor) -> bool:
    """Whether people's own names may be shown to this actor."""
    return actor.may(Permission.SEE_IDENTITIES)


def writes_for(actor: Actor, agency_id: int) -> bool:
    """Whether this actor may enter, send and change for this agency."""
    return works(actor) or (actor.may(Permission.ANSWER_FOR_AGENCY) and actor.agency_id == agency_id)


def check_writes_for(actor: Actor, agency_id: int, name: str) -> None:
    """Raise unless this actor may enter for this agency."""
    if writes_for(actor, agency_id):
        return
    check_may(actor, Permission.ANSWER_FOR_AGENCY)
    raise NotAllowed(f"You act for {actor.agency_name}. What {name} enters is its own.")


def check_reads_raw(actor: Actor, agency_id: int) -> None:
    """Raise unless an agency's words may be shown to this actor as they were written."""
    if not reads_raw(actor, agency_id):
        check_may(actor, Permission.SEE_IDENTITIES)


def check_waits(row: AgencyFile) -> None:
    """Raise unless a file still waits to be brought in."""
    if row.state != "open":
        raise NotNow("This file came in already, or was left. Send it again to bring in what is new in it.")

"""To whom chronologies are anything at all."""

from __future__ import annotations

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import list_agencies


def reads_merged(actor: Actor) -> bool:
    """Whether the chronology of all agencies is for this actor; others see their own agency's entries at most."""
    return actor.may(Permission.READ_CHRONOLOGIES)


def takes_part(actor: Actor) -> bool:
    """Whether chronologies are anything to this actor: read as a whole, or entered for an agency."""
    return reads_merged(actor) or actor.may(Permission.ANSWER_FOR_AGENCY)


def writes_own(actor: Actor, agency_id: int) -> bool:
    """Whether these are the words of the actor's own agency, and the actor enters for it."""
    enters = actor.may(Permission.ANSWER_FOR_AGENCY) or actor.may(Permission.WORK_ON_CHRONOLOGIES)
    return enters and actor.agency_id == agency_id


def reads_raw(actor: Actor, agency_id: int) -> bool:
    """Whether an agency's words may be shown to this actor as they were written, with people's own names."""
    return writes_own(actor, agency_id) or actor.may(Permission.SEE_IDENTITIES)


def check_takes_part(actor: Actor) -> None:
    """Raise unless this actor reads chronologies or enters for an agency."""
    if not takes_part(actor):
        check_may(actor, Permission.READ_CHRONOLOGIES)


def own_agency(actor: Actor, ref: str) -> Agency:
    """The agency of the actor's partnership with this public id, or `Invalid`."""
    found = next((each for each in list_agencies(actor.partnership_id) if each.public_id == ref), None)
    if found is None:
        raise Invalid("Choose an agency of the partnership.", fields={"agency": "Choose from the list"})
    return found

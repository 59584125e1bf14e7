"""What the audit log keeps of actions."""

from heed.platform.audit_log.types import event


@event("action.registered")
class ActionRegistered:
    """Put action {reference} into the register as {state}, as stated in the document."""

    reference: str
    state: str


@event("action.withdrawn")
class ActionWithdrawn:
    """Took action {reference} out of the register again; nothing had been built on it."""

    reference: str


@event("actions.given_to_agency")
class ActionsGivenToAgency:
    """Said that {actions} actions are for the agency {agency}."""

    actions: int
    agency: str


@event("actions.given_back")
class ActionsGivenBack:
    """Undid that {actions} actions are for another agency."""

    actions: int

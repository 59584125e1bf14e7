"""Who may do what with an action, as things stand. Each refusal says why, in a sentence."""

from __future__ import annotations

from heed.plans.models import Action
from heed.plans.queries import Standing, is_own_work, is_same_body
from heed.platform.access.decisions import decision_rules
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotNow
from heed.platform.partnerships.models import Agency


def check_may_decide(actor: Actor, permission: Permission) -> None:
    """As `check_may`, for what approves or confirms: a scrutineer never does, whatever other role they hold."""
    check_may(actor, permission)
    if actor.roles & decision_rules().never:
        raise NotAllowed(
            "An independent scrutineer reads, samples and challenges, and never decides or approves."
        )


def check_may_plan(actor: Actor, agency: Agency | None) -> None:
    """The partnership's own people plan for everybody; an agency's people for their own agency."""
    check_may(actor, Permission.PLAN_ACTIONS)
    if actor.may(Permission.AGREE_ACTIONS):
        return
    if not is_same_body(agency, Agency.objects.get(pk=actor.agency_id)):
        raise NotAllowed(f"You plan for {actor.agency_name}. Ask the partnership's team for other agencies.")


def check_may_report(actor: Actor, action: Action, permission: Permission) -> None:
    """Whoever reports or assures acts for the agency that the action is for."""
    check_may(actor, permission)
    if action.agency is None:
        raise NotNow("Say first which agency this action is for.")
    if not is_own_work(actor, action):
        raise NotAllowed(
            f"Only {action.agency} says this of its own action. You act for {actor.agency_name}."
        )


def check_is_independent(actor: Actor, action: Action, standing: Standing) -> None:
    """Whoever verifies neither acts for nor is employed by the agency that the action is for."""
    check_may_decide(actor, Permission.VERIFY)
    if action.agency is None:
        raise NotNow("Say first which agency this action is for: somebody of another employer verifies it.")
    if is_same_body(action.agency, standing.employer):
        raise NotAllowed(
            f"You are employed by {standing.employer}, which this action is for. "
            "Somebody of another employer verifies it."
        )
    if is_same_body(action.agency, standing.agency):
        raise NotAllowed(
            f"You act for {standing.agency}, which this action is for. Somebody else verifies it."
        )

"""Who may do what with an action, as things stand. Each refusal says why, in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from heed.plans.models import Action, EmbeddedCheck, Evidence
from heed.plans.queries import Standing, is_own_work, is_same_body, standing_of
from heed.plans.rules import STATE_WORDS, may_go
from heed.plans.types import VERIFIED_OR_FURTHER, ActionState
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


def check_may_give_evidence(actor: Actor) -> None:
    """Whoever may see an action and gives evidence at all may give some for it, of their own agency or another."""
    check_may(actor, Permission.REPORT_COMPLETE)


def check_may_renew(actor: Actor, evidence: Evidence) -> None:
    """A newer version of a piece is handed in by the agency that gave it, or by those who agree actions."""
    check_may(actor, Permission.REPORT_COMPLETE)
    if actor.agency_id != evidence.agency_id and not actor.may(Permission.AGREE_ACTIONS):
        raise NotAllowed(
            f"{evidence.agency} gave {evidence.reference}, and you act for {actor.agency_name}: "
            "it is not yours to renew."
        )


def check_may_verify(actor: Actor, action: Action) -> None:
    """By somebody independent, of what was reported."""
    check_is_independent(actor, action, standing_of(actor))
    _check_may_go(action, ActionState.VERIFIED)


def check_may_send_back(actor: Actor, action: Action) -> None:
    """By whoever could verify it, or by the lead of the agency itself; of what was reported or assured."""
    if not (actor.may(Permission.ASSURE) and is_own_work(actor, action)):
        check_is_independent(actor, action, standing_of(actor))
    if action.state not in (ActionState.REPORTED, ActionState.ASSURED):
        raise NotNow(
            f"{action.reference} is {STATE_WORDS[ActionState(action.state)]}. Nothing is there to send back."
        )


def check_may_look_again(actor: Actor, check: EmbeddedCheck) -> None:
    """By somebody independent, while the check waits."""
    check_is_independent(actor, check.action, standing_of(actor))
    if check.outcome:
        raise NotNow("Somebody has done this check already.")


def _check_may_go(action: Action, to: ActionState) -> None:
    if not may_go(ActionState(action.state), to):
        raise NotNow(why_not(action, to))


def why_not(action: Action, to: ActionState) -> str:
    """Why an action cannot become `to` from where it is, and who brought it there: of two people at once, the second
    reads what the first did."""
    was = STATE_WORDS[ActionState(action.state)]
    last = action.steps.select_related("by").last()
    by = f" by {last.by.name}" if last and last.by else ""
    on = f" on {last.at:%-d %B %Y}" if last else ""
    if action.state == to:
        return f"{action.reference} is {was} already{by}{on}."
    return f"{action.reference} is {was}{by}{on}, so it cannot become {STATE_WORDS[to]} from there."


def can(check: Callable[[], None]) -> bool:
    """Whether a check would let the actor, for the buttons on a page."""
    try:
        check()
    except (NotAllowed, NotNow):
        return False
    return True


def proof_offers(actor: Actor, action: Action, check: EmbeddedCheck | None) -> list[str]:
    """What this person may do to prove an action, or to say that it is not proven: names of what is offered."""

    def check_report(permission: Permission, to: ActionState) -> None:
        check_may_report(actor, action, permission)
        _check_may_go(action, to)

    offered: dict[str, Callable[[], None]] = {
        "verify": lambda: check_may_verify(actor, action),
        "check": lambda: check_may_look_again(actor, check) if check else _nothing_waits(),
        "report": lambda: check_report(Permission.REPORT_COMPLETE, ActionState.REPORTED),
        "assure": lambda: check_report(Permission.ASSURE, ActionState.ASSURED),
        "give": lambda: check_may_give_evidence(actor),
        "back": lambda: check_may_send_back(actor, action),
        "plan_look": lambda: _check_may_plan_look(actor, action),
    }
    return [name for name, check_it in offered.items() if can(check_it)]


def _nothing_waits() -> None:
    raise NotNow("No check waits.")


def _check_may_plan_look(actor: Actor, action: Action) -> None:
    check_may_decide(actor, Permission.VERIFY)
    if action.state not in VERIFIED_OR_FURTHER:
        raise NotNow(f"{action.reference} is not verified, so there is nothing to look at again yet.")

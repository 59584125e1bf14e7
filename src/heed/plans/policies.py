"""Who may do what with an action, as things stand. Each refusal says why, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from heed.plans.models import Action, EmbeddedCheck, Evidence
from heed.plans.queries import (
    bodies_now,
    bodies_that_reported,
    is_own_work,
    is_same_body,
    marks_of_last_report,
    rests_on,
    rules_of,
    standing_of,
    verified_by,
)
from heed.plans.queries.planned import details_missing, what_it_lacks
from heed.plans.rules import STATE_WORDS, listed, may_go
from heed.plans.types import BEING_PLANNED, VERIFIED_OR_FURTHER, ActionState
from heed.platform.access.decisions import decision_rules
from heed.platform.access.policies import check_may
from heed.platform.access.queries import bodies_of
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
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


def check_details_given(action: Action) -> None:
    """`NotNow` where an action was agreed in principle alone and still lacks its owner, date or measure: nobody could
    tell whether what was done is what was meant."""
    if missing := details_missing(action):
        raise NotNow(
            f"{action.reference} is agreed in principle only: {listed(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing. Give the details first; then it can be reported complete."
        )


def check_is_independent(actor: Actor, action: Action, *, at: datetime) -> None:
    """Whoever verifies did not report it, and in no place that they have act for or are employed by the agency that
    the action is for, nor one that reported or assured it: that the action changed hands since changes nothing."""
    check_may_decide(actor, Permission.VERIFY)
    if action.agency_id is None:
        raise NotNow("Say first which agency this action is for: somebody of another employer verifies it.")
    if marks_of_last_report(action).filter(by=actor.person_id).exists():
        raise NotAllowed("You said yourself that it is done. Somebody of another employer verifies it.")
    reported = dict.fromkeys(bodies_that_reported(action), "reported or assured it")
    if tie := _tie(actor, {**reported, action.agency_id: "this action is for"}, at=at):
        raise NotAllowed(f"{tie}. Somebody of another employer verifies it.")


def _tie(actor: Actor, theirs: Mapping[int, str], *, at: datetime) -> str:
    """How a person belongs to one of these agencies, by key, each with what it has to do with an action: "You are
    employed by Vale NHS Trust, which this action is for"; "" where they do to none."""
    standing = standing_of(actor)
    own = {standing.employer.pk: "are employed by"}
    own.setdefault(standing.agency.pk, "act for")
    for each in bodies_of(actor, at=at):
        own.setdefault(each, "act for or are employed by")
    now = bodies_now({*own, *theirs})
    return next(
        (
            f"You {words} {now[each]}, which {part}"
            for each, words in own.items()
            for other, part in theirs.items()
            if now[each].pk == now[other].pk
        ),
        "",
    )


def check_may_rest(actor: Actor, agency_id: int | None, *, at: datetime) -> None:
    """That an action of this agency alone rests once the agency has assured it is agreed by somebody of another."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    if agency_id and (tie := _tie(actor, {agency_id: "this action is for"}, at=at)):
        raise NotAllowed(
            f"{tie}. Somebody of another employer agrees that it may rest once its own agency has assured it."
        )


def check_still_agreed(action: Action, *, lacked: Collection[str]) -> None:
    """`Invalid` where an action that was agreed has lost its owner, date or measure; `lacked` is what it had not
    before either, as what a document stated may not."""
    lost = tuple(each for each in what_it_lacks(action) if each not in lacked)
    if lost and action.state not in BEING_PLANNED:
        fields = {
            _FIELD_OF.get(each, "next_expected"): f"It was agreed with {each}. Give it" for each in lost
        }
        raise Invalid(f"It was agreed with {listed(lost)}, which would be missing.", fields=fields)


_FIELD_OF = {"the owner": "owner", "the date": "due", "how we will know": "how_we_will_know"}


def check_may_give_evidence(actor: Actor) -> None:
    """Whoever may see an action and gives evidence at all may give some for it, of their own agency or another."""
    check_may(actor, Permission.REPORT_COMPLETE)


def check_may_renew(actor: Actor, evidence: Evidence) -> None:
    """A newer version of a piece is handed in, or the piece withdrawn, by the agency that gave it, or by those who
    agree actions."""
    check_may(actor, Permission.REPORT_COMPLETE)
    own = is_same_body(evidence.agency, Agency.objects.get(pk=actor.agency_id))
    if not own and not actor.may(Permission.AGREE_ACTIONS):
        raise NotAllowed(
            f"{evidence.agency} gave {evidence.reference}, and you act for {actor.agency_name}: "
            "it is not yours to change."
        )


def check_nothing_rests_on(actor: Actor, evidence: Evidence) -> None:
    """`NotNow` where somebody said of an action that it is verified, or that it holds, or that a difference is seen,
    on this piece: it is part of what they said."""
    if found := rests_on(actor, evidence):
        raise NotNow(
            f"{found} rests on {evidence.reference}, so it stays. Hand in a newer version that puts it right, or have "
            "that opened again first."
        )


def check_may_verify(actor: Actor, action: Action) -> None:
    """By somebody independent, of what was reported."""
    check_is_independent(actor, action, at=clock.now())
    _check_may_go(action, ActionState.VERIFIED)


def check_may_send_back(actor: Actor, action: Action) -> None:
    """By whoever could verify it, or by the lead of the agency itself; of what was reported or assured."""
    if not (actor.may(Permission.ASSURE) and is_own_work(actor, action)):
        check_is_independent(actor, action, at=clock.now())
    if action.state not in (ActionState.REPORTED, ActionState.ASSURED):
        raise NotNow(
            f"{action.reference} is {STATE_WORDS[ActionState(action.state)]}. Nothing is there to send back."
        )


def check_may_look_again(actor: Actor, check: EmbeddedCheck) -> None:
    """By somebody independent, while the check waits."""
    check_is_independent(actor, check.action, at=clock.now())
    check_waits(check)


def is_for_another(actor: Actor, action: Action) -> bool:
    """Whether it is for somebody else to say that it holds: this person verified it, and the rule asks for another."""
    mark = verified_by(action)
    own = mark is not None and mark.by_id == actor.person_id
    return own and bool(rules_of("action-plan")["embedded"]["by_another_person"])


def check_waits(check: EmbeddedCheck) -> None:
    """Nobody has done it, and the action is still verified: one that is open again is looked at once it is verified
    anew, and the check waits for that."""
    if check.outcome:
        raise NotNow("Somebody has done this check already.")
    action = check.action
    if action.state not in VERIFIED_OR_FURTHER:
        words = STATE_WORDS[ActionState(action.state)]
        raise NotNow(f"{action.reference} is {words}. It is looked at again once it is verified.")


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

    def check_complete() -> None:
        check_report(Permission.REPORT_COMPLETE, ActionState.REPORTED)
        check_details_given(action)

    offered: dict[str, Callable[[], None]] = {
        "verify": lambda: check_may_verify(actor, action),
        "check": lambda: check_may_look_again(actor, check) if check else _nothing_waits(),
        "report": check_complete,
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

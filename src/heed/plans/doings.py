"""What can be done with an action on its way, as a table: its form, its words, and the operation behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form

from heed.plans.operations import (
    agree_action,
    agree_in_principle,
    ask_for_move,
    decide_move,
    join_actions,
    reopen_action,
    restart_action,
    review_action,
    set_colour,
    stall_action,
    start_work,
    withdraw_action,
)
from heed.plans.plan_forms import (
    ColourForm,
    DecideMoveForm,
    InPrincipleForm,
    JoinForm,
    MoveForm,
    ReasonForm,
    ReviewForm,
    StallForm,
    WhyForm,
)
from heed.plans.policies import check_may_plan
from heed.plans.queries.planning import find_by_references, groups_of_partnership
from heed.plans.queries.written import rules_of
from heed.plans.rules import Planned, SmartTest, may_go, smart_tests
from heed.plans.types import OPEN, ActionKind, ActionState, Colour, MoveDecision, ReviewOutcome
from heed.platform.access.decisions import decision_rules
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed

MakesForm = Callable[[Actor, Any, Any], Form]
Runs = Callable[[Actor, Any, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class WayOn:
    """`offer` is the link's words on the action's page, `permission` what it takes; `fits` asks the action's state."""

    offer: str
    title: str
    button: str
    permission: Permission
    fits: Callable[[ActionState], bool]
    form: MakesForm
    run: Runs


def _plain(kind: type[Form]) -> MakesForm:
    return lambda actor, row, sent: kind(sent)


def _to(state: ActionState) -> Callable[[ActionState], bool]:
    return lambda now: may_go(now, state)


def _agree(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    agree_action(actor, ref=row.public_id, reason=given["reason"], at=clock.now())
    return f"{row.reference} is agreed."


def _in_principle(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    agree_in_principle(
        actor, ref=row.public_id, details_due=given["details_due"], reason=given["reason"], at=clock.now()
    )
    return f"{row.reference} is agreed in principle."


def _start(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    start_work(actor, ref=row.public_id, at=clock.now())
    return f"{row.reference} is under way."


def _ask(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    ask_for_move(actor, ref=row.public_id, wanted=given["wanted"], reason=given["reason"], at=clock.now())
    return "Asked. The date stays until somebody else decides."


def _decide(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    move = row.date_moves.filter(decision=MoveDecision.WAITING).get()
    decision = MoveDecision(given["decision"])
    decide_move(actor, ref=move.public_id, decision=decision, reason=given["reason"], at=clock.now())
    return "The date has moved." if decision is MoveDecision.APPROVED else "The date stays."


def _stall(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    stall_action(actor, ref=row.public_id, at=clock.now(), **given)
    return f"{row.reference} is stalled. Its date stays, and its clock runs."


def _restart(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    restart_action(actor, ref=row.public_id, reason=given["reason"], at=clock.now())
    return f"{row.reference} goes on."


def _review(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    review_action(
        actor,
        ref=row.public_id,
        outcome=ReviewOutcome(given["outcome"]),
        reason=given["reason"],
        next_review=given["next_review"],
        group_ref=given["group"],
        at=clock.now(),
    )
    return "Kept. It is looked at again on the day you gave."


def _colour(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    colour = None if given["colour"] == "rule" else Colour(given["colour"])
    set_colour(
        actor,
        ref=row.public_id,
        colour=colour,
        reason=given["reason"],
        version=given["version"],
        at=clock.now(),
    )
    return "Kept, with your name and your reason."


def _withdraw(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    withdraw_action(actor, ref=row.public_id, reason=given["reason"], at=clock.now())
    return f"{row.reference} is withdrawn. It stays to be read."


def _reopen(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    reopen_action(actor, ref=row.public_id, reason=given["reason"], at=clock.now())
    return f"{row.reference} is open again."


def _join(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    found = find_by_references(actor, (given["into"].strip().upper(),))
    if not found:
        raise Invalid("There is no such action.", fields={"into": "There is no such action that you can see"})
    kept = join_actions(actor, ref=row.public_id, into_ref=next(iter(found.values())), at=clock.now())
    return f"{kept.reference} stands for both now."


def _colour_form(actor: Actor, row: Any, sent: Any) -> Form:
    return ColourForm(sent, initial={"colour": row.colour or "rule", "version": row.version})


def _review_form(actor: Actor, row: Any, sent: Any) -> Form:
    return ReviewForm(sent, groups=groups_of_partnership(actor))


_AGREE, _ASK = Permission.AGREE_ACTIONS, Permission.ASK_FOR_DATE

DOINGS: Mapping[str, WayOn] = {
    "agree": WayOn(
        "Agree it", "Agree {reference}", "Agree", _AGREE, _to(ActionState.AGREED), _plain(ReasonForm), _agree
    ),
    "in-principle": WayOn(
        "Agree it in principle",
        "Agree {reference} in principle",
        "Agree in principle",
        _AGREE,
        lambda now: now is ActionState.PROPOSED,
        _plain(InPrincipleForm),
        _in_principle,
    ),
    "begin": WayOn(
        "Say that work has begun",
        "Work on {reference} has begun",
        "It has begun",
        _ASK,
        lambda now: now in (ActionState.AGREED, ActionState.RE_OPENED),
        _plain(Form),
        _start,
    ),
    "ask-date": WayOn(
        "Ask for another date",
        "Ask for another date for {reference}",
        "Ask",
        _ASK,
        _to(ActionState.EXTENSION_REQUESTED),
        _plain(MoveForm),
        _ask,
    ),
    "decide-date": WayOn(
        "Decide on the date",
        "Decide whether the date of {reference} moves",
        "Decide",
        Permission.APPROVE_MOVE,
        lambda now: now is ActionState.EXTENSION_REQUESTED,
        _plain(DecideMoveForm),
        _decide,
    ),
    "stall": WayOn(
        "Say that it is stalled",
        "{reference} is stalled",
        "It is stalled",
        _ASK,
        _to(ActionState.STALLED),
        _plain(StallForm),
        _stall,
    ),
    "restart": WayOn(
        "Say that it goes on",
        "{reference} goes on",
        "It goes on",
        _ASK,
        lambda now: now is ActionState.STALLED,
        _plain(ReasonForm),
        _restart,
    ),
    "review": WayOn(
        "Say why it is not finished",
        "{reference} is not finished",
        "Save",
        _ASK,
        lambda now: now in OPEN,
        _review_form,
        _review,
    ),
    "colour": WayOn(
        "Show it in another colour",
        "Show {reference} in another colour",
        "Save",
        Permission.OVERRIDE_COLOUR,
        _to(ActionState.SUPERSEDED),
        _colour_form,
        _colour,
    ),
    "join": WayOn(
        "Join it with another",
        "Join {reference} with another action",
        "Join them",
        _AGREE,
        _to(ActionState.SUPERSEDED),
        _plain(JoinForm),
        _join,
    ),
    "withdraw": WayOn(
        "Withdraw it",
        "Withdraw {reference}",
        "Withdraw it",
        _AGREE,
        _to(ActionState.WITHDRAWN),
        _plain(WhyForm),
        _withdraw,
    ),
    "reopen": WayOn(
        "Open it again",
        "Open {reference} again",
        "Open it again",
        _AGREE,
        _to(ActionState.RE_OPENED),
        _plain(WhyForm),
        _reopen,
    ),
}


def offered(actor: Actor, row: Any) -> list[str]:
    """What this person may do with the action as it is, in the order of the table."""
    if actor.roles & decision_rules().never:
        return []
    own = _plans_for(actor, row)
    state = ActionState(row.state)
    return [
        key
        for key, way in DOINGS.items()
        if actor.may(way.permission) and way.fits(state) and (own or way.permission is not _ASK)
    ]


def _plans_for(actor: Actor, row: Any) -> bool:
    try:
        check_may_plan(actor, row.agency)
    except NotAllowed:
        return False
    return True


BEING_PLANNED = frozenset({ActionState.PROPOSED, ActionState.IN_PRINCIPLE})
_SETTLED = frozenset(
    {ActionState.VERIFIED, ActionState.EMBEDDED, ActionState.WITHDRAWN, ActionState.SUPERSEDED}
)


def may_change(actor: Actor, row: Any) -> bool:
    """Whether this person may change what is planned, as the action is."""
    return row.state not in _SETTLED and actor.may(Permission.PLAN_ACTIONS) and _plans_for(actor, row)


def smart_of(row: Any) -> tuple[SmartTest, ...]:
    """The five tests of an action as it is."""
    standing = row.kind == ActionKind.STANDING
    tested = Planned(
        text=row.text,
        measure=row.how_we_will_know,
        owner=row.owner_post.title if row.owner_post else "",
        outcome=row.outcome,
        dated=bool(row.frequency and row.next_expected) if standing else bool(row.due_latest),
    )
    return smart_tests(tested, rules_of("smart"))

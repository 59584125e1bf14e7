"""What can be done with an action on its way, as a table: its form, its words, and the operation behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.urls import reverse

from heed.plans.operations import (
    agree_action,
    agree_in_principle,
    ask_for_move,
    decide_move,
    keep_occurrence,
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
    HappenedForm,
    InPrincipleForm,
    MoveForm,
    ReasonForm,
    ReviewForm,
    StallForm,
    WhyForm,
)
from heed.plans.plan_presenters import Offer
from heed.plans.policies import check_may_plan, proof_offers
from heed.plans.queries import checks_of_action
from heed.plans.queries.planning import groups_of_partnership
from heed.plans.rules import may_go
from heed.plans.types import (
    BEING_PLANNED,
    CLOSED_FOR_CHANGES,
    KEEPS_GOING,
    MAY_BEGIN,
    OPEN,
    STEPS_TOGETHER,
    ActionKind,
    ActionState,
    Colour,
    Happened,
    MoveDecision,
    ReviewOutcome,
)
from heed.platform.access.decisions import decision_rules
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotAllowed

MakesForm = Callable[[Actor, Any, Any], Form]
Runs = Callable[[Actor, Any, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class WayOn:
    """`offer` is the link's words on the action's page, `permission` what it takes; `fits` asks the action's state,
    `only_for` whatever else it hangs on."""

    offer: str
    title: str
    button: str
    permission: Permission
    fits: Callable[[ActionState], bool]
    form: MakesForm
    run: Runs
    only_for: Callable[[Any], bool] = lambda row: True


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


def _happened(actor: Actor, row: Any, given: dict[str, Any]) -> str:
    happened = Happened(given.pop("happened"))
    keep_occurrence(actor, ref=row.public_id, happened=happened, at=clock.now(), **given)
    return "Kept. The page says when it is expected next."


def _happened_form(actor: Actor, row: Any, sent: Any) -> Form:
    return HappenedForm(sent, initial={"expected_on": row.next_expected, "happened_on": clock.today()})


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


def _colour_form(actor: Actor, row: Any, sent: Any) -> Form:
    return ColourForm(sent, initial={"colour": row.colour or "rule", "version": row.version})


def _review_form(actor: Actor, row: Any, sent: Any) -> Form:
    return ReviewForm(sent, groups=groups_of_partnership(actor))


_AGREE, _ASK = Permission.AGREE_ACTIONS, Permission.ASK_FOR_DATE

DOINGS: Mapping[str, WayOn] = {
    "agree": WayOn(
        "Agree it",
        "Agree {reference}",
        "Agree",
        _AGREE,
        lambda now: now in (ActionState.PROPOSED, ActionState.IN_PRINCIPLE, ActionState.RE_OPENED),
        _plain(ReasonForm),
        _agree,
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
    "happened": WayOn(
        "Say whether it took place",
        "Whether {reference} took place",
        "Keep it",
        _ASK,
        lambda now: now in KEEPS_GOING,
        _happened_form,
        _happened,
        only_for=lambda row: row.kind == ActionKind.STANDING and row.next_expected is not None,
    ),
    "begin": WayOn(
        "Say that work has begun",
        "Work on {reference} has begun",
        "It has begun",
        _ASK,
        lambda now: now in MAY_BEGIN,
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
        lambda now: now not in OPEN and may_go(now, ActionState.RE_OPENED),
        _plain(WhyForm),
        _reopen,
    ),
}


def offered(actor: Actor, row: Any) -> list[str]:
    """What this person may do with the action as it is, in the order of the table."""
    return _offered(actor, row, _plans_for(actor, row))


def _offered(actor: Actor, row: Any, own: bool) -> list[str]:
    if actor.roles & decision_rules().never:
        return []
    state = ActionState(row.state)
    return [
        key
        for key, way in DOINGS.items()
        if actor.may(way.permission)
        and way.fits(state)
        and way.only_for(row)
        and (own or way.permission is not _ASK)
    ]


_PROOF = {
    "verify": ("Verify it", "verify"),
    "check": ("Is it embedded? Look again", "check"),
    "report": ("Report it complete", "report"),
    "assure": ("Assure it for your agency", "assure"),
    "give": ("Give evidence", "give_evidence"),
    "back": ("Send it back", "send_back"),
    "plan_look": ("Look again on another day", "plan_look"),
}
_NEXT = ("verify", "decide-date", "check", "assure", "agree", "happened", "report", "give")
"""What comes next, before everything else that one may do. Reporting comes next only once there is evidence."""


def offers_of(actor: Actor, row: Any) -> list[Offer]:
    """Everything that this person may do with the action as it is, in one list: what comes next stands first."""
    waiting = next((each for each in checks_of_action(actor, row) if not each.outcome), None)
    found: dict[str, tuple[str, str]] = {}
    for name in proof_offers(actor, row, waiting):
        text, page = _PROOF[name]
        ref = waiting.public_id if name == "check" and waiting else row.public_id
        found[name] = (text, reverse(f"plans:{page}", args=[ref]))
    if may_change(actor, row):
        found["change"] = ("Change the plan", reverse("plans:change_plan", args=[row.public_id]))
    for key in offered(actor, row):
        found[key] = (DOINGS[key].offer, reverse("plans:do", args=[row.public_id, key]))
    if may_join(actor, row):
        found["join"] = ("Join it with another", reverse("plans:join", args=[row.public_id]))
    not_yet = {
        "check": waiting is not None and waiting.due_on > clock.today(),
        "report": not row.evidence_uses.exists(),
        "give": row.state not in OPEN - BEING_PLANNED,
        "happened": row.next_expected is None or row.next_expected > clock.today(),
    }
    first = next((name for name in _NEXT if name in found and not not_yet.get(name)), "")
    ordered = sorted(found, key=lambda name: name != first)
    return [Offer(text=found[name][0], href=found[name][1], primary=name == first) for name in ordered]


def _plans_for(actor: Actor, row: Any) -> bool:
    try:
        check_may_plan(actor, row.agency)
    except NotAllowed:
        return False
    return True


def may_change(actor: Actor, row: Any) -> bool:
    """Whether this person may change what is planned, as the action is."""
    return (
        row.state not in CLOSED_FOR_CHANGES and actor.may(Permission.PLAN_ACTIONS) and _plans_for(actor, row)
    )


def may_join(actor: Actor, row: Any) -> bool:
    """Whether this person may join the action, as it is, with another."""
    steers = actor.may(_AGREE) and not actor.roles & decision_rules().never
    return steers and may_go(ActionState(row.state), ActionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class RowRights:
    """What somebody may change of an action in its row of a table: what is planned, and the steps it can take."""

    plan: bool
    steps: tuple[str, ...]


def rights_in_table(actor: Actor, rows: Iterable[Any]) -> dict[int, RowRights]:
    """By the action's key. An agency is asked about once, however many rows it has."""
    own: dict[int | None, bool] = {}
    rights = {}
    for row in rows:
        if row.agency_id not in own:
            own[row.agency_id] = _plans_for(actor, row)
        mine = own[row.agency_id]
        steps = [] if row.state in _NOT_TOGETHER else _offered(actor, row, mine)
        rights[row.pk] = RowRights(
            plan=mine and row.state not in CLOSED_FOR_CHANGES,
            steps=tuple(each for each in steps if each in STEPS_TOGETHER),
        )
    return rights


_NOT_TOGETHER = frozenset({ActionState.STALLED, ActionState.EXTENSION_REQUESTED})

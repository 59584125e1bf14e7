"""Changing actions together, in the rows of a table or all alike, and undoing it.

Each action is changed or left by itself: what somebody else changed meanwhile, or what the plan's rules refuse, is
named with the reason, and the others go through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.learning.operations import keep_theme
from heed.plans.events import ActionChanged, ActionsChanged, ActionsChangeUndone
from heed.plans.models import Action, BulkChange, ChangedAction
from heed.plans.operations.agreeing import agree_action, reopen_action, withdraw_action
from heed.plans.operations.steps import take_step_back
from heed.plans.operations.threads import threads_once
from heed.plans.operations.working import ask_for_move, start_work
from heed.plans.policies import check_may_decide, check_may_plan, check_may_rest, check_still_agreed
from heed.plans.queries import find_change, hold_action, is_same_body
from heed.plans.queries.planned import what_it_lacks
from heed.plans.rules import STATE_WORDS, wrong_day
from heed.plans.types import BEING_PLANNED, CLOSED_FOR_CHANGES, STEPS_TOGETHER, ActionState
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import (
    ChangedMeanwhile,
    Difference,
    Invalid,
    NotAllowed,
    NotNow,
    NotVisible,
)
from heed.platform.base.operations import keep_revision
from heed.platform.partnerships.models import Agency, Post
from heed.platform.partnerships.queries import agency_now, list_agencies

MOST = 100
"""So many actions are changed together at most: the one who writes makes all others wait."""

KEPT = (
    "agency_id",
    "owner_post_id",
    "theme_id",
    "due_earliest",
    "due_latest",
    "first_due",
    "details_due",
    "closed_on",
    "closed_by",
    "joined_into",
    "state",
)
"""What a change of many may move, and its undoing puts back."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What somebody wants of one action, of which they saw `version`. None leaves a thing as it is; an owner or theme
    of "" takes it away. `owner` is the title of a post, `step` one of `types.STEPS_TOGETHER`."""

    ref: str
    version: int
    agency_ref: str | None = None
    owner: str | None = None
    theme: str | None = None
    due: date | None = None
    step: str = ""


@transaction.atomic
def change_actions(
    actor: Actor, *, changes: Sequence[RowChange], reason: str, at: datetime
) -> BulkChange | None:
    """Change these actions, each as far as this person may and the plan's rules let it; None where nothing differs.

    A date that was agreed does not move by it: it is asked for, with `reason`, one request for each action.
    """
    check_may(actor, Permission.PLAN_ACTIONS)
    if len(changes) > MOST:
        raise Invalid(f"At most {MOST} actions are changed at once. Tick fewer, or narrow the list.")
    actor = actor.looking_once()
    why = " ".join(reason.split())
    with threads_once(actor):
        found = [each for wanted in changes if (each := _try(actor, wanted, why, at))]
    if not found:
        return None
    change = BulkChange.objects.create(
        partnership_id=actor.partnership_id, made_by_id=actor.person_id, made_at=at, reason=why
    )
    for each in found:
        each.change = change
    ChangedAction.objects.bulk_create(found)
    left = sum(each.left for each in found)
    _record(actor, ActionsChanged(changed=len(found) - left, left=left), change, at)
    return change


@transaction.atomic
def undo_change(actor: Actor, *, ref: str, at: datetime) -> tuple[int, int]:
    """Put back what a change of many moved: how many actions are as they were, and how many stay because somebody
    has changed the same since. Each of those keeps why."""
    check_may(actor, Permission.PLAN_ACTIONS)
    change = find_change(actor, ref)
    if not BulkChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=at):
        raise NotNow("This has been undone already.")
    actor = actor.looking_once()
    restored = left = 0
    with threads_once(actor):
        for item in change.items.filter(left=False).select_related("step"):
            why_not = _put_back(actor, item, at)
            restored, left = restored + (not why_not), left + bool(why_not)
            if why_not:
                ChangedAction.objects.filter(pk=item.pk).update(left=True, said=why_not[:500])
    _record(actor, ActionsChangeUndone(restored=restored, left=left), change, at)
    return restored, left


def _try(actor: Actor, wanted: RowChange, reason: str, at: datetime) -> ChangedAction | None:
    """What became of one action; None where nothing differs, or where this person sees no such action."""
    try:
        row = hold_action(actor, wanted.ref)
    except NotVisible:
        return None
    try:
        with transaction.atomic():
            return _change(actor, row, wanted, reason, at)
    except ChangedMeanwhile as refusal:
        said = _both(refusal)
    except (Invalid, NotAllowed, NotNow) as refusal:
        if "reason" in refusal.fields:
            raise
        said = refusal.sentence
    return ChangedAction(action=row, left=True, said=said[:500])


def _both(refusal: ChangedMeanwhile) -> str:
    """Both values of each thing that differs, as the page reads them out."""
    differing = "; ".join(
        f"{each.label} is “{each.theirs or 'nothing'}” now, and you wanted “{each.yours or 'nothing'}”"
        for each in refusal.differences
    )
    return f"Somebody changed it meanwhile: {differing}."


def _change(actor: Actor, row: Action, wanted: RowChange, reason: str, at: datetime) -> ChangedAction | None:
    differing = list(_differences(actor, row, wanted))
    if not differing:
        return None
    if row.version != wanted.version:
        raise ChangedMeanwhile(differences=differing, version=row.version)
    names = {each.name for each in differing}
    before, steps, lacked = _kept(row), row.steps.count(), what_it_lacks(row)
    asks = "due" in names and row.state not in BEING_PLANNED
    fields = _fields(actor, row, wanted, names - ({"due"} if asks else set()), at)
    if fields:
        _write(actor, row, fields, at)
    if wanted.step:
        _check_may_step(row)
        _STEPS[wanted.step](actor, wanted.ref, reason, at)
    if asks:
        ask_for_move(actor, ref=wanted.ref, wanted=wanted.due, reason=reason, at=at)
    now = hold_action(actor, wanted.ref)
    check_still_agreed(now, lacked=lacked)
    after = _kept(now)
    moved = [name for name in KEPT if before[name] != after[name]]
    return ChangedAction(
        action=row,
        before={name: before[name] for name in moved},
        after={name: after[name] for name in moved} | ({"asked": str(wanted.due)} if asks else {}),
        step=row.steps.last() if row.steps.count() > steps else None,
    )


def _check_may_step(row: Action) -> None:
    """What holds it up, and a date that was asked for, go by a step, and undoing could not bring them back."""
    if row.state in (ActionState.STALLED, ActionState.EXTENSION_REQUESTED):
        words = STATE_WORDS[ActionState(row.state)]
        raise NotNow(f"It is {words}: say on its own page what becomes of it.")


_STEPS: dict[str, Callable[[Actor, str, str, datetime], object]] = {
    "agree": lambda actor, ref, reason, at: agree_action(actor, ref=ref, reason=reason, at=at),
    "begin": lambda actor, ref, _, at: start_work(actor, ref=ref, at=at),
    "withdraw": lambda actor, ref, reason, at: withdraw_action(actor, ref=ref, reason=reason, at=at),
    "reopen": lambda actor, ref, reason, at: reopen_action(actor, ref=ref, reason=reason, at=at),
}
assert set(_STEPS) == set(STEPS_TOGETHER)


def _differences(actor: Actor, row: Action, wanted: RowChange) -> list[Difference]:
    """What this would change of the action as it is now, both values as they are read."""
    agency = _agency(actor, wanted.agency_ref) if wanted.agency_ref is not None else row.agency
    now = _words(row)
    yours = {
        "agency": str(agency or ""),
        "owner": now["owner"] if wanted.owner is None else " ".join(wanted.owner.split()),
        "theme": now["theme"] if wanted.theme is None else wanted.theme,
        "due": f"{wanted.due:%-d %B %Y}" if wanted.due else now["due"],
    }
    differing = [
        Difference(name, label, now[name], yours[name])
        for name, label in _LABELS.items()
        if now[name] != yours[name]
    ]
    if wanted.step:
        state = STATE_WORDS[ActionState(row.state)]
        differing.append(Difference("step", "State", state, STEPS_TOGETHER[wanted.step]))
    return differing


_LABELS = {"agency": "Agency", "owner": "Owner", "theme": "Theme", "due": "By"}


def _words(row: Action) -> dict[str, str]:
    return {
        "agency": str(row.agency or ""),
        "owner": row.owner_post.title if row.owner_post else "",
        "theme": row.theme.name if row.theme else "",
        "due": f"{row.due_latest:%-d %B %Y}" if row.due_latest else "",
    }


def _agency(actor: Actor, ref: str) -> Agency | None:
    """The agency of this public id, of those that still are; None for ""."""
    if not ref:
        return None
    agency = {each.public_id: each for each in list_agencies(actor.partnership_id)}.get(ref)
    if agency is None:
        raise Invalid("Choose an agency.", fields={"agency": "Choose an agency from the list"})
    now = agency_now(agency)
    if now is None or now.pk != agency.pk:
        after = f": its work is done by {now} now" if now else ", and nobody does its work"
        raise Invalid(f"{agency} has ended{after}.", fields={"agency": f"{agency} has ended{after}"})
    return agency


def _fields(actor: Actor, row: Action, wanted: RowChange, names: set[str], at: datetime) -> dict[str, Any]:
    """The row's fields as they are to be, as far as they change without a step; checked for this person."""
    if names - {"step"}:
        check_may_plan(actor, row.agency)
        if row.state in CLOSED_FOR_CHANGES:
            raise NotNow("What was verified or has ended stays as it was. Open it again first.")
    agency, fields = row.agency, dict[str, Any]()
    if "agency" in names:
        agency = _agency(actor, wanted.agency_ref or "")
        check_may_plan(actor, agency)
        fields["agency_id"] = agency.pk if agency else None
        if row.single_agency and row.state != ActionState.PROPOSED:
            check_may_rest(actor, fields["agency_id"], at=at)
        if row.owner_post_id and "owner" not in names and not is_same_body(row.agency, agency):
            fields["owner_post_id"] = None  # a post of the other agency
    if "owner" in names:
        fields["owner_post_id"] = _post(agency, " ".join((wanted.owner or "").split()))
    if "theme" in names:
        fields["theme_id"] = _theme(actor, row, wanted.theme or "", at)
    if "due" in names:
        if sentence := wrong_day(wanted.due, today=timezone.localdate(at)):
            raise Invalid(f"{sentence}.")
        fields |= {"due_earliest": wanted.due, "due_latest": wanted.due}
        fields["first_due"] = row.first_due or wanted.due
    return fields


def _post(agency: Agency | None, title: str) -> int | None:
    if not title:
        return None
    if agency is None:
        raise Invalid("An owner is a post in an agency: say first which agency it is for.")
    if len(title) > 160:
        raise Invalid("Use at most 160 letters for the owner.")
    return Post.objects.get_or_create(agency=agency, title=title)[0].pk


def _theme(actor: Actor, row: Action, name: str, at: datetime) -> int | None:
    if not name:
        return None
    if row.review_id is None:
        raise NotNow("It belongs to no review, and a theme is a heading of one.")
    return keep_theme(actor, review_id=row.review_id, name=name, at=at)


def _kept(row: Action) -> dict[str, Any]:
    """What a change may move, as it can be kept."""
    values = {name: getattr(row, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _write(actor: Actor, row: Action, fields: dict[str, Any], at: datetime) -> None:
    """These fields of an action that is held, with its former words kept, as one event."""
    before = _words(row)
    rows = Action.objects.visible_to(actor).filter(pk=row.pk)
    rows.update(version=F("version") + 1, **fields)
    now = _words(rows.select_related("agency", "owner_post", "theme").get())
    for name in _LABELS:
        if before[name] != now[name]:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="action",
                subject_ref=row.public_id,
                field=name,
                words=before[name],
                by=actor.name,
                at=at,
            )
    happened = ActionChanged(reference=row.reference)
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)


def _put_back(actor: Actor, item: ChangedAction, at: datetime) -> str:
    """Why an action could not be put back; "" where it was. Whatever changed of the same since stays."""
    row = Action.objects.visible_to(actor).filter(pk=item.action_id).first()
    if row is None:
        return "It is not in the plan that you can see any more."
    row = hold_action(actor, row.public_id)
    now = _kept(row)
    if any(now[name] != value for name, value in item.after.items() if name in KEPT):
        return "Somebody has changed the same since, so it stays."
    fields = {name: _value(name, value) for name, value in item.before.items() if name != "state"}
    try:
        if item.after.get("state") in _DECIDED:
            check_may_decide(actor, Permission.AGREE_ACTIONS)
        else:
            check_may_plan(actor, row.agency)
        with transaction.atomic():
            _write_back(actor, row, item, fields, at)
    except (Invalid, NotAllowed, NotNow) as refusal:
        return refusal.sentence
    return ""


def _write_back(actor: Actor, row: Action, item: ChangedAction, fields: dict[str, Any], at: datetime) -> None:
    lacked = what_it_lacks(row)
    if item.step is None:
        _write(actor, row, fields, at)
    else:
        to = ActionState(item.before.get("state", row.state))
        take_step_back(actor, action=row, step=item.step, to=to, changes=fields, at=at)
    check_still_agreed(hold_action(actor, row.public_id), lacked=lacked)


_DECIDED = frozenset({ActionState.AGREED, ActionState.WITHDRAWN, ActionState.RE_OPENED})


def _value(name: str, kept: Any) -> Any:
    dated = name.startswith("due_") or name.endswith(("_due", "_on"))
    return date.fromisoformat(kept) if dated and kept else kept


def _record(actor: Actor, happened: object, change: BulkChange, at: datetime) -> None:
    record(actor, happened, subject_kind="bulk_change", subject_ref=change.public_id, at=at)

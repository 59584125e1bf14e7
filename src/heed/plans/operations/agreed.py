"""What was agreed of an action changes by those who agree, with a reason; its days move in no silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from heed.plans.events import ActionMayRest
from heed.plans.models import Action
from heed.plans.policies import check_may_rest
from heed.plans.queries.planned import FIELDS, Plan, Said
from heed.plans.rules import check_fields, listed
from heed.plans.types import REPORTED_OR_FURTHER, ActionState
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotAllowed
from heed.platform.notices.operations import write_comment
from heed.platform.partnerships.models import Agency

AGREED = ("text", "kind", "single_agency", "how_we_will_know", "frequency")
"""What somebody agreed to: afterwards only whoever agrees actions changes it."""


@transaction.atomic
def keep_agreed(
    actor: Actor,
    *,
    row: Action,
    plan: Plan,
    agency: Agency | None,
    before: Mapping[str, Said],
    changed: Sequence[str],
    reason: str,
    at: datetime,
) -> None:
    """Of an action that was agreed: `Invalid` with every field that cannot be changed, or not by this person; and why
    the others are, as a comment. `row` and `before` are what it was.

    In principle nothing is agreed but that it is wanted, and whether it may rest with its own agency: such an action
    can be reported without being agreed again.
    """
    if row.state == ActionState.PROPOSED:
        return
    about, wrong, why = list[str](), dict[str, str](), " ".join(reason.split())
    if row.state != ActionState.IN_PRINCIPLE:
        agreed = [name for name in AGREED if name in changed and before[name].value]
        wrong |= _wrong(actor, row, agreed, changed)
        about = agreed + (["milestones"] if _moves_a_milestone(row, plan) else [])
    if plan.single_agency and {"single_agency", "agency"} & set(changed):
        wrong |= _why_it_may_not_rest(actor, row, agency, at)
    if about and not wrong and not why:
        wrong["reason"] = f"Say why this changes, which was agreed: {_called(about)}"
    check_fields(wrong)
    if about:
        said = f"Changed what was agreed ({_called(about)}): {why}"
        write_comment(actor, kind="action", ref=row.public_id, text=said, at=at)
    if "single_agency" in changed:
        say_whether_it_may_rest(actor, row=row, rests=plan.single_agency, at=at)


def _called(names: Sequence[str]) -> str:
    return listed(tuple(FIELDS[name].label.lower() for name in names))


@transaction.atomic
def say_whether_it_may_rest(actor: Actor, *, row: Action, rests: bool, at: datetime) -> None:
    """Write down that somebody agreed whether an action may rest once its own agency has assured it."""
    happened = ActionMayRest(reference=row.reference, rests="yes" if rests else "no")
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)


def _wrong(actor: Actor, row: Action, agreed: Sequence[str], changed: Sequence[str]) -> dict[str, str]:
    wrong = dict[str, str]()
    if not actor.may(Permission.AGREE_ACTIONS):
        wrong |= dict.fromkeys(agreed, "This was agreed. Ask the partnership’s team to change it")
    if row.review_on and "review_on" in changed:
        wrong["review_on"] = f"{_day(row.review_on)} stays: say at its review why it is not finished"
    if row.next_expected and "next_expected" in changed:
        until = "until somebody says whether it took place: the next day comes by itself"
        wrong["next_expected"] = f"{_day(row.next_expected)} stays {until}"
    return wrong


def _why_it_may_not_rest(actor: Actor, row: Action, agency: Agency | None, at: datetime) -> dict[str, str]:
    reported = row.state in REPORTED_OR_FURTHER or row.state == ActionState.CLOSED_ELSEWHERE
    if reported and not row.single_agency:
        return {"single_agency": "It was reported complete before: somebody of another employer verifies it"}
    try:
        check_may_rest(actor, agency.pk if agency else None, at=at)
    except NotAllowed as refusal:
        return {"single_agency": refusal.sentence}
    return {}


def _moves_a_milestone(row: Action, plan: Plan) -> bool:
    """Whether a milestone goes, moves to another day, or is not done any more; to add one, or to say that one is
    done, moves nothing."""
    kept = {(words.strip(), due) for words, due, _ in plan.milestones}
    done = {(words.strip(), due) for words, due, done in plan.milestones if done}
    return any(
        (each.text, each.due_on) not in (done if each.done_on else kept) for each in row.milestones.all()
    )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"

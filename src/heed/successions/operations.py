"""Handing a partnership's work to the body that comes after it, by two people."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.partnerships.models import Partnership
from heed.platform.partnerships.queries import fold_name
from heed.successions.events import SuccessionAgreed, SuccessionProposed, SuccessionTakenBack
from heed.successions.models import Succession
from heed.successions.queries import count_inherited, find_succession


@transaction.atomic
def propose_succession(
    actor: Actor, *, successor: str, on: date | None, basis: str, at: datetime
) -> Succession:
    """Propose that this partnership's work passes to `successor` on the day; somebody else has to agree.

    `basis` says why: the guidance, order or decision that makes the new body.
    """
    check_may(actor, Permission.HAND_OVER)
    name, why = " ".join(successor.split()), " ".join(basis.split())
    wrong = {
        "successor": _wrong_name(actor, name),
        "on": "" if on else "Enter the day on which it takes over",
        "basis": "" if why else "Say what makes it so, such as the decision of the safeguarding partners",
    }
    if on and on > at.date():
        wrong["on"] = "Enter a day that has come. Propose it again when it takes over"
    if any(wrong.values()):
        raise Invalid("Say who takes over, when and why.", fields={k: v for k, v in wrong.items() if v})
    assert on is not None
    row = Succession.objects.create(
        partnership_id=actor.partnership_id,
        predecessor=Partnership.objects.get(pk=actor.partnership_id).name,
        successor=name,
        on=on,
        basis=why[:300],
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    _record(actor, SuccessionProposed(), row, at)
    return row


def _wrong_name(actor: Actor, name: str) -> str:
    if not name or len(name) > 160:
        return "Enter the name of the body that takes over, in at most 160 letters"
    same = [each for each in Partnership.objects.all() if fold_name(each.name) == fold_name(name)]
    if same and same[0].pk == actor.partnership_id:
        return "This is the name it has now"
    return "Another partnership here has this name" if same else ""


@transaction.atomic
def agree_succession(actor: Actor, *, ref: str, at: datetime) -> Succession:
    """Agree to what somebody else proposed: from now on the partnership has the new name. Nothing else changes
    hands: reviews, recommendations, answers, actions, files, people and the audit log stay where they are."""
    check_may(actor, Permission.HAND_OVER)
    row = find_succession(actor, ref)
    if actor.person_id == row.proposed_by_id or actor.on_behalf_ref == row.proposed_by.public_id:
        raise NotAllowed("It takes two people: somebody else must agree to what you proposed.")
    _answer(actor, row, Succession.State.AGREED, at)
    if Partnership.objects.get(pk=actor.partnership_id).name != row.predecessor:
        raise NotNow("Another body took over meanwhile. Take this proposal back.")
    if wrong := _wrong_name(actor, row.successor):
        raise NotNow(f"{wrong}. Take the proposal back and make another one.")
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="succession",
        subject_ref=row.public_id,
        field="name",
        words=row.predecessor,
        by=actor.name,
        at=at,
    )
    Partnership.objects.filter(pk=actor.partnership_id).update(name=row.successor)
    inherited = count_inherited(actor, row)
    _record(actor, SuccessionAgreed(reviews=inherited.reviews, actions=inherited.actions), row, at)
    return row


@transaction.atomic
def take_back_succession(actor: Actor, *, ref: str, at: datetime) -> Succession:
    """Take back a proposal that nobody has agreed to."""
    check_may(actor, Permission.HAND_OVER)
    row = find_succession(actor, ref)
    _answer(actor, row, Succession.State.TAKEN_BACK, at)
    _record(actor, SuccessionTakenBack(), row, at)
    return row


def _answer(actor: Actor, row: Succession, state: Succession.State, at: datetime) -> None:
    waiting = Succession.objects.filter(pk=row.pk, state=Succession.State.PROPOSED)
    if not waiting.update(state=state, answered_by_id=actor.person_id, answered_at=at):
        raise NotNow("Somebody has answered this proposal already.")
    row.refresh_from_db()


def _record(actor: Actor, happened: object, row: Succession, at: datetime) -> None:
    record(actor, happened, subject_kind="succession", subject_ref=row.public_id, at=at)

"""Who may take a decision, sign for a partner, and be named as having approved."""

from __future__ import annotations

from datetime import date

from heed.platform.access.decisions import decision_rules
from heed.platform.access.queries import known_roles
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.approvals.models import Approval, Seat
from heed.platform.approvals.rights import right_to_decide
from heed.platform.approvals.types import KINDS
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed
from heed.platform.partnerships.queries import memberships_in_force


def check_may_decide(actor: Actor, decision: str, *, on: date) -> None:
    """Raise `NotAllowed`, with who could, unless the guidance in force on the day lets this actor decide.

    A scrutineer reads, samples and challenges, and never decides, whatever other role they hold.
    """
    right = right_to_decide(actor, decision, on=on)
    if never_decides(actor) or not actor.roles & set(right.by):
        raise NotAllowed(f"By {right.edition}, this is decided by {right.sentence}.")


def check_may_sign(actor: Actor, seat: Seat) -> None:
    """Raise `NotAllowed` unless this actor is one of those who approve for this seat."""
    if never_decides(actor):
        raise NotAllowed("A scrutineer reads, samples and challenges, and never approves.")
    roles = {Role(each) for each in seat.roles}
    if not actor.roles & roles:
        who = " or ".join(ROLES[Role(each)].name for each in seat.roles)
        raise NotAllowed(f"This is approved by the {who}, and you are neither.")
    if seat.agency_id is not None and seat.agency_id != actor.agency_id:
        raise NotAllowed(f"This one is approved for {seat.agency}. You act for {actor.agency_name}.")
    check_did_not_recommend(seat, name=actor.name, person_id=actor.person_id)
    check_is_another(seat, name=actor.name, person_id=actor.person_id)


def check_is_another(seat: Seat, *, name: str, person_id: int | None) -> None:
    """Raise `NotAllowed` for whoever has given the other approval, where a second person is needed."""
    if seat.agency_id is not None:
        return
    others = Approval.objects.filter(seat__joint=seat.joint_id, withdrawn_at=None).exclude(seat=seat)
    given = " ".join(name.split()).casefold()
    if any(
        (person_id is not None and each.person_id == person_id)
        or " ".join(each.name.split()).casefold() == given
        for each in others
    ):
        raise NotAllowed(
            "They have approved this already. A second person looks at it and approves it as well."
        )


def check_did_not_recommend(seat: Seat, *, name: str, person_id: int | None) -> None:
    """Raise `NotAllowed` for whoever recommended what is decided: the two are different people, whoever writes it
    down and by whichever way."""
    recommended = KINDS[seat.joint.kind].not_by(seat.joint.subject_ref)
    given = " ".join(name.split()).casefold()
    if person_id in recommended or given in {each.casefold() for each in recommended.values()}:
        raise NotAllowed(
            "Whoever recommended a decision does not take it. Somebody else of the same partner decides."
        )


def may_sign(actor: Actor, seat: Seat) -> bool:
    """Whether `check_may_sign` would let them."""
    try:
        check_may_sign(actor, seat)
    except NotAllowed:
        return False
    return True


def check_may_keep(actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor may put decisions to those who take them and write down meetings."""
    if never_decides(actor):
        raise NotAllowed(
            "A scrutineer reads, samples and challenges, and never approves or minutes approvals."
        )
    if not actor.may(Permission.KEEP_APPROVALS):
        who = ", ".join(each.name for each in ROLES.values() if Permission.KEEP_APPROVALS in each.may)
        raise NotAllowed(f"Approvals are asked for and minuted by: {who}.")


def may_keep(actor: Actor) -> bool:
    """Whether `check_may_keep` would let them."""
    return actor.may(Permission.KEEP_APPROVALS) and not never_decides(actor)


def never_decides(actor: Actor) -> bool:
    """Whether one of the person's roles keeps them from every decision, in whichever place they act."""
    return bool(_roles_of(actor) & decision_rules().never)


def _roles_of(actor: Actor) -> frozenset[Role]:
    own = memberships_in_force(clock.today()).filter(
        person_id=actor.person_id, partnership_id=actor.partnership_id
    )
    return actor.roles.union(*(known_roles(each) for each in own))


def check_may_be_named(actor: Actor, name: str, *, field: str) -> None:
    """Raise `Invalid` where the person named as approving is known here as one who never decides."""
    given = f" {' '.join(name.split()).casefold()} "
    never = decision_rules().never
    rows = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    names = [row.person.name for row in rows if known_roles(row) & never]
    words = [ROLES[role].name.split()[-1] for role in never]
    if any(each.casefold() in given for each in [*names, *words]):
        raise Invalid(
            "A scrutineer never approves.",
            fields={field: "A scrutineer reads, samples and challenges, and never approves. Name a partner"},
        )


def check_may_ask(actor: Actor, seat_ref: str, asked_of: str) -> None:
    """Raise unless the actor may ask this person, without an account, to approve."""
    check_may_keep(actor)
    check_may_be_named(actor, asked_of, field="asked_of")

"""A person's own drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from heed.platform.access.models import Exclusion
from heed.platform.access.queries import actor_of, actor_of_deputy
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import RECORDS, record_of_page
from heed.platform.drafts.models import Draft, HeldForm
from heed.platform.partnerships.queries import deputies_in_force, memberships_in_force


def find_draft(actor: Actor, *, form: str, subject: str) -> Draft | None:
    """The actor's own draft of this form."""
    return Draft.objects.filter(
        person_id=actor.person_id, partnership_id=actor.partnership_id, form=form, subject=subject
    ).first()


def list_drafts(actor: Actor) -> list[Draft]:
    """The actor's own drafts in this partnership, the newest first, but for those about what they may no longer see."""
    rows = Draft.objects.filter(person_id=actor.person_id, partnership_id=actor.partnership_id)
    found = list(rows.order_by("-saved_at").defer("fields"))
    there = addresses_there(actor, [each.address for each in found])
    return [each for each in found if each.address in there]


def addresses_there(actor: Actor, addresses: Collection[str]) -> set[str]:
    """Those of these pages whose record the actor may see; a page that is of no record is for whoever opens it. One
    query for each kind of record."""
    of = {address: record_of_page(address) for address in addresses}
    refs: dict[str, list[str]] = {}
    for kind, ref in of.values():
        if kind:
            refs.setdefault(kind, []).append(ref)
    seen = {kind: RECORDS[kind].labels(actor, some) for kind, some in refs.items()}
    return {address for address, (kind, ref) in of.items() if not kind or ref in seen[kind]}


def of_excluded(partnership_id: int, case_ref: str, *, on: date) -> tuple[list[Draft], list[HeldForm]]:
    """What those who are kept from a case have typed about what they may not see any more, in whichever place."""
    kept_out = Exclusion.objects.filter(scope__case_ref=case_ref, ended_at__isnull=True)
    people = set(kept_out.values_list("person_id", "person__public_id"))
    drafts: list[Draft] = []
    held: list[HeldForm] = []
    for person_id, person_ref in people:
        own = list(Draft.objects.filter(person_id=person_id, partnership_id=partnership_id).defer("fields"))
        waiting = list(HeldForm.objects.filter(person_ref=person_ref, partnership_id=partnership_id))
        addresses = [*(each.address for each in own), *(each.address for each in waiting)]
        there: set[str] = set()
        for actor in _ways_to_act(person_id, partnership_id, on) if addresses else ():
            there |= addresses_there(actor, addresses)
        drafts += [each for each in own if each.address not in there]
        held += [each for each in waiting if each.address not in there]
    return drafts, held


def _ways_to_act(person_id: int, partnership_id: int, on: date) -> Iterator[Actor]:
    """As whom somebody can act on the day: in each place of their own, and as a deputy."""
    for place in memberships_in_force(on).filter(person_id=person_id, partnership_id=partnership_id):
        yield actor_of(place.person, place)
    standing_in = deputies_in_force(on).filter(
        membership__person_id=person_id, stands_in_for__partnership_id=partnership_id
    )
    for deputy in standing_in:
        yield actor_of_deputy(deputy)

"""Who decides what in a partnership: the rules that Heed is shipped with, and the partnership's own edition of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from heed.platform.access.decisions import (
    DecisionRight,
    DecisionRules,
    Partner,
    decision_rules,
    editions_of,
    who_may_decide,
)
from heed.platform.access.queries import known_roles
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.rules.queries import find_edition

NAME = "decisions"
"""What the partnership's editions of these rules are called."""


@dataclass(frozen=True, slots=True)
class Rights:
    """`number` is the partnership's edition, 0 while it has made none; `chosen` the agencies that it says are each
    partner, by the partner's code, as references."""

    number: int
    rules: DecisionRules
    chosen: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SeatNeeded:
    """One of those who must decide: a partner agency, or a role alone (`agency` None)."""

    name: str
    agency: Agency | None
    roles: tuple[Role, ...]


def rights_of(actor: Actor) -> Rights:
    """The rules as the actor's partnership has them today."""
    shipped = decision_rules()
    edition = find_edition(actor, NAME, on=clock.today())
    if not edition.number:
        return Rights(number=0, rules=shipped, chosen={})
    own = replace(shipped, editions=editions_of(edition.content["editions"]))
    chosen = {code: tuple(refs) for code, refs in edition.content["partners"].items()}
    return Rights(number=edition.number, rules=own, chosen=chosen)


def right_to_decide(actor: Actor, decision: str, *, on: date) -> DecisionRight:
    """Who may take this decision, by the edition of guidance in force on the day, as the partnership has it."""
    try:
        return who_may_decide(decision, on=on, rules=rights_of(actor).rules)
    except LookupError as unknown:
        raise Invalid(
            "No edition of guidance that Heed knows says who decided that on this day.",
            fields={"decided_on": "Enter a day from the first edition of guidance on"},
        ) from unknown


def seats_needed(actor: Actor, decision: str, *, on: date) -> list[SeatNeeded]:
    """Everybody who must take this decision; `NotNow` while a partner has no agency."""
    right = right_to_decide(actor, decision, on=on)
    if not right.together:
        alone = SeatNeeded(name=replace(right, second=()).sentence, agency=None, roles=right.by)
        second = SeatNeeded(name="a second person", agency=None, roles=right.second)
        return [alone, second] if right.second else [alone]
    needed: list[SeatNeeded] = []
    for partner, agencies in agencies_of_partners(actor, on=on):
        if not agencies:
            raise NotNow(
                f"Nobody has said which agency is {partner.name}. Say so on the page “Who decides what”."
            )
        needed += [SeatNeeded(name=partner.name, agency=each, roles=right.by) for each in agencies]
    return needed


def agencies_of_partners(actor: Actor, *, on: date) -> list[tuple[Partner, list[Agency]]]:
    """Each safeguarding partner with the agency or agencies that it is.

    Those that the partnership chose; else, of the agencies of its kind there on the day (and not yet what came
    after them), those for which somebody decides; else the only one there is.
    """
    rights = rights_of(actor)
    rows = Agency.objects.filter(partnerships=actor.partnership_id).order_by("name")
    there = list(rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)))
    return [(partner, _agencies(actor, partner, rights, there)) for partner in rights.rules.partners]


_ANY_KIND = "agency"
"""An agency of which nobody has said what it is."""


def agencies_to_choose(actor: Actor, partner: Partner, chosen: Collection[str]) -> list[tuple[str, str]]:
    """Agencies that may be this partner, by kind, those that nobody has called by a kind, and those chosen."""
    rows = Agency.objects.filter(partnerships=actor.partnership_id)
    possible = rows.filter(Q(kind__in=[*partner.kinds, _ANY_KIND]) | Q(public_id__in=chosen))
    return list(possible.order_by("name").values_list("public_id", "name"))


def _agencies(actor: Actor, partner: Partner, rights: Rights, there: list[Agency]) -> list[Agency]:
    chosen = rights.chosen.get(partner.code)
    possible = [
        each for each in there if (each.public_id in chosen if chosen else each.kind in partner.kinds)
    ]
    later = {each.successor_id for each in possible}
    possible = [each for each in possible if each.pk not in later]
    if len(possible) > 1 and not chosen:
        deciding = _with_somebody_who_decides(actor, possible)
        return [each for each in possible if each.pk in deciding]
    return possible


def _with_somebody_who_decides(actor: Actor, agencies: Collection[Agency]) -> set[int]:
    partners = {Role.LEAD_SAFEGUARDING_PARTNER, Role.DELEGATED_SAFEGUARDING_PARTNER}
    rows = memberships_in_force(clock.today()).filter(partnership_id=actor.partnership_id)
    return {row.agency_id for row in rows.filter(agency__in=agencies) if known_roles(row) & partners}

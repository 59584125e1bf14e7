"""Who decides what: confirmed, changed, and said of agencies, each time as an edition of the partnership's rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.platform.access.decisions import DecisionRules, Edition, decides_words
from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.approvals.events import WhoDecidesChanged, WhoDecidesConfirmed
from heed.platform.approvals.rights import NAME, Rights, rights_of
from heed.platform.approvals.wording import partners_words
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import ChangedMeanwhile, Difference, Invalid, NotVisible
from heed.platform.partnerships.models import Agency
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition

_RULES = "rules"


@transaction.atomic
def confirm_who_decides(actor: Actor, *, begins_on: date, after: int, at: datetime) -> RuleEdition:
    """Somebody has read who decides by one edition of guidance against its source, and says that it is right."""
    check_may(actor, Permission.SAY_WHO_DECIDES)
    rights = rights_of(actor)
    edition = _edition(rights, begins_on)
    confirmed = replace(edition, confirmed_by=actor.name, confirmed_on=timezone.localdate(at))
    _check_seen(actor, rights, after, label=edition.name, yours=f"Confirmed by {actor.name}")
    row = _save(
        actor, rights, _with(rights, confirmed, instead_of=edition), rights.chosen, edition.source, at
    )
    happened = WhoDecidesConfirmed(begins=begins_on.isoformat())
    record(actor, happened, subject_kind=_RULES, subject_ref=f"{NAME}-{row.number}", at=at)
    return row


@transaction.atomic
def say_who_decides(
    actor: Actor,
    *,
    instead_of: date | None,
    name: str,
    begins_on: date | None,
    by: Collection[str],
    together: bool,
    source: str,
    after: int,
    at: datetime,
) -> RuleEdition:
    """Change who decides by an edition of guidance, or add one (`instead_of` None). Nobody has confirmed it then."""
    check_may(actor, Permission.SAY_WHO_DECIDES)
    rights = rights_of(actor)
    old = _edition(rights, instead_of) if instead_of else None
    roles = _checked(rights.rules, old, name=name, begins_on=begins_on, by=by, source=source)
    assert begins_on is not None
    new = Edition(
        name=" ".join(name.split()),
        begins_on=begins_on,
        source=" ".join(source.split()),
        confirmed_by="",
        by=roles,
        together=together,
    )
    _check_seen(
        actor, rights, after, label=(old or new).name, yours=decides_words(new.by, together=new.together)
    )
    row = _save(actor, rights, _with(rights, new, instead_of=old), rights.chosen, new.source, at)
    happened = WhoDecidesChanged(begins=begins_on.isoformat())
    record(actor, happened, subject_kind=_RULES, subject_ref=f"{NAME}-{row.number}", at=at)
    return row


@transaction.atomic
def name_partners(
    actor: Actor, *, agencies: Mapping[str, Sequence[str]], after: int, at: datetime
) -> RuleEdition:
    """Say which agency (or agencies) each safeguarding partner is, by the partner's code and agencies' references."""
    check_may(actor, Permission.SAY_WHO_DECIDES)
    rights = rights_of(actor)
    ours = dict(Agency.objects.filter(partnerships=actor.partnership_id).values_list("public_id", "name"))
    problems = {
        partner.code: f"Choose the agency that is {partner.name}"
        for partner in rights.rules.partners
        if not agencies.get(partner.code)
    }
    if problems:
        raise Invalid("Each partner is at least one agency.", fields=problems)
    chosen = {each.code: tuple(agencies[each.code]) for each in rights.rules.partners}
    if not {ref for refs in chosen.values() for ref in refs} <= set(ours):
        raise NotVisible
    names = {code: [ours[ref] for ref in refs] for code, refs in chosen.items()}
    yours = partners_words(rights.rules.partners, names)
    _check_seen(actor, rights, after, label="The safeguarding partners", yours=yours)
    row = _save(actor, rights, rights.rules.editions, chosen, "", at)
    record(
        actor, WhoDecidesChanged(begins=""), subject_kind=_RULES, subject_ref=f"{NAME}-{row.number}", at=at
    )
    return row


def _edition(rights: Rights, begins_on: date) -> Edition:
    found = next((each for each in rights.rules.editions if each.begins_on == begins_on), None)
    if found is None:
        raise NotVisible
    return found


def _checked(
    rules: DecisionRules,
    old: Edition | None,
    *,
    name: str,
    begins_on: date | None,
    by: Collection[str],
    source: str,
) -> tuple[Role, ...]:
    roles = tuple(role for role in ROLES if role.value in by and role not in rules.never)
    taken = {each.begins_on for each in rules.editions if each != old}
    problems = {
        field: sentence
        for field, missing, sentence in (
            ("name", not name.strip(), "Enter what the guidance is called"),
            ("begins_on", begins_on is None, "Enter the day from which it counts"),
            ("begins_on", begins_on in taken, "Another edition begins on that day"),
            ("by", not roles, "Choose who decides; a scrutineer never does"),
            ("source", not source.strip(), "Enter where this is written, with chapter or paragraph"),
        )
        if missing
    }
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    return roles


def _with(rights: Rights, new: Edition, *, instead_of: Edition | None) -> tuple[Edition, ...]:
    others = (each for each in rights.rules.editions if each != instead_of)
    return tuple(sorted((*others, new), key=lambda each: each.begins_on))


def _check_seen(actor: Actor, rights: Rights, after: int, *, label: str, yours: str) -> None:
    """`after` is the edition that the person saw; where there is a newer one, they are shown both."""
    if after == rights.number:
        return
    theirs = "; ".join(
        f"{each.name}: {decides_words(each.by, together=each.together)}"
        + (f", confirmed by {each.confirmed_by}" if each.confirmed_by else "")
        for each in rights.rules.editions
    )
    chosen = dict(Agency.objects.filter(partnerships=actor.partnership_id).values_list("public_id", "name"))
    names = {code: [chosen.get(ref, ref) for ref in refs] for code, refs in rights.chosen.items()}
    if names:
        theirs = f"{theirs}. {partners_words(rights.rules.partners, names)}"
    raise ChangedMeanwhile(
        differences=[Difference(name="then", label=label, theirs=theirs, yours=yours, free=False)],
        version=rights.number,
        sent_as="after",
    )


def _save(
    actor: Actor,
    rights: Rights,
    editions: Sequence[Edition],
    chosen: Mapping[str, Sequence[str]],
    source: str,
    at: datetime,
) -> RuleEdition:
    content: dict[str, Any] = {
        "editions": [
            {
                "name": each.name,
                "from": each.begins_on.isoformat(),
                "source": each.source,
                "confirmed_by": each.confirmed_by,
                "confirmed_on": each.confirmed_on.isoformat() if each.confirmed_on else "",
                "by": [role.value for role in each.by],
                "together": each.together,
            }
            for each in editions
        ],
        "partners": {code: list(refs) for code, refs in chosen.items()},
    }
    return make_edition(
        actor,
        name=NAME,
        content=content,
        after=rights.number,
        source=source,
        at=at,
        permission=Permission.SAY_WHO_DECIDES,
    )

"""Making editions of rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.types import event
from heed.platform.base.errors import ChangedMeanwhile, Difference
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.queries import find_edition, list_editions


@event("rules.edition_made")
class EditionMade:
    """Made edition {number} of the rules for {name}."""

    name: str
    number: int


def _newer_but_the_same(
    actor: Actor, name: str, content: dict[str, Any], after: int, labels: Mapping[str, str], today: date
) -> RuleEdition | None:
    """None while `after` is the newest edition; a newer one that says the same (the form was sent twice); otherwise
    `ChangedMeanwhile`."""
    current = find_edition(actor, name, on=today)
    if current.number == after:
        return None
    newest = next(iter(list_editions(actor, name)), None)
    if newest is not None and newest.content == content:
        return newest
    fields = [
        Difference(key, labels.get(key, key), _words(current.content.get(key)), _words(content.get(key)))
        for key in sorted({*current.content, *content})
    ]
    raise ChangedMeanwhile(
        differences=[each for each in fields if each.theirs != each.yours] or fields,
        version=current.number,
        sent_as="after",
        by=newest.made_by.name if newest else "",
    )


def _words(value: Any) -> str:
    """A field as its form has it: a list is a line for each."""
    return "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


@transaction.atomic
def make_edition(
    actor: Actor,
    *,
    name: str,
    content: dict[str, Any],
    after: int,
    source: str,
    at: datetime,
    labels: Mapping[str, str] | None = None,
    permission: Permission = Permission.CHANGE_RULES,
) -> RuleEdition:
    """A new edition of these rules, valid from today. `after` is the edition that the person saw: where there is a
    newer one, `ChangedMeanwhile` with both. `labels` says what each field of `content` is called; `permission` is
    what these rules ask of who changes them."""
    check_may(actor, permission)
    today = timezone.localdate(at)
    if same := _newer_but_the_same(actor, name, content, after, labels or {}, today):
        return same
    try:
        with transaction.atomic():
            edition = RuleEdition.objects.create(
                partnership_id=actor.partnership_id,
                name=name,
                number=after + 1,
                content=content,
                valid_from=today,
                source=source[:200],
                made_by_id=actor.person_id,
                made_at=at,
            )
    except IntegrityError:  # somebody made the same number at the same moment, and was first
        if same := _newer_but_the_same(actor, name, content, after, labels or {}, today):
            return same
        raise
    record(
        actor,
        EditionMade(name=name, number=edition.number),
        subject_kind="rules",
        subject_ref=f"{name}-{edition.number}",
        at=at,
    )
    return edition

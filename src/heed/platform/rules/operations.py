"""Making editions of rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.types import event
from heed.platform.base.errors import ChangedMeanwhile
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.queries import find_edition


@event("rules.edition_made")
class EditionMade:
    """Made edition {number} of the rules for {name}."""

    name: str
    number: int


@transaction.atomic
def make_edition(
    actor: Actor, *, name: str, content: dict[str, Any], after: int, source: str, at: datetime
) -> RuleEdition:
    """A new edition of these rules, valid from today. `after` is the edition that the person saw."""
    check_may(actor, Permission.CHANGE_RULES)
    today = timezone.localdate(at)
    current = find_edition(actor, name, on=today)
    if current.number != after:
        raise ChangedMeanwhile(field="Rules", theirs=str(current.content), yours=str(content))
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
    record(
        actor,
        EditionMade(name=name, number=edition.number),
        subject_kind="rules",
        subject_ref=f"{name}-{edition.number}",
        at=at,
    )
    return edition

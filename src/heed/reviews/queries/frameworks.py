"""Which framework documents a partnership had in force when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.ui.wording import words
from heed.reviews.models import Framework
from heed.reviews.queries.drafts import draft_rules


def list_frameworks(actor: Actor) -> list[Framework]:
    """Every edition that is not withdrawn, by name, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Framework.objects.visible_to(actor).filter(withdrawn_at=None).select_related("kept_by")
    return list(rows.order_by("name", "-in_force_from"))


def find_framework(actor: Actor, ref: str) -> Framework:
    """The edition with this public id, withdrawn or not, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row: Framework | None = Framework.objects.visible_to(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def newest_editions(actor: Actor) -> QuerySet[Any]:
    """Of each framework the edition that no other follows."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Framework.objects.visible_to(actor).filter(withdrawn_at=None)
    newest: dict[str, int] = dict(rows.order_by("in_force_from").values_list("name", "pk"))
    found: QuerySet[Any] = rows.filter(pk__in=newest.values())
    return found


def in_force(partnership_id: int, on: date) -> list[Framework]:
    """Of each framework the edition in force on a day, whoever asks: what a step stood under."""
    rows = Framework.objects.for_everyone(because="a step says what it stood under, whoever takes it")
    before = rows.filter(partnership_id=partnership_id, withdrawn_at=None, in_force_from__lte=on)
    newest = {each.name: each for each in before.order_by("in_force_from")}
    return [newest[name] for name in sorted(newest)]


def in_force_words(partnership_id: int, on: date) -> str:
    """The same as a step keeps it; "" where none is known."""
    return words([str(each) for each in in_force(partnership_id, on)])[:300]


def standards_on(partnership_id: int, on: date) -> Mapping[str, str]:
    """What a report is held against on a day: the standards of the frameworks in force, else those that Heed brings. A
    key is of the sentence: one that was seen is not taken for another that has its place now."""
    own = [line for each in in_force(partnership_id, on) for line in each.standards]
    return {f"own-{sha256(line.encode()).hexdigest()[:8]}": line for line in own} or draft_rules().standards

"""Somebody without an account has said what has come of an action: whoever asked is told, and acts on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heed.plans.queries import every_action
from heed.plans.types import ANSWERED_BY_LINK
from heed.platform.access.queries import heed_itself
from heed.platform.notices.operations import tell_person


@transaction.atomic
def tell_who_asked(*, task: Any, at: datetime) -> None:
    """In the transaction that takes the answer, which stands beside the action and changes nothing of it."""
    row = every_action(because="a link was answered").get(public_id=task.subject_ref)
    tell_person(
        heed_itself(task.partnership),
        person_id=task.made_by.person_id,
        kind=ANSWERED_BY_LINK,
        subject=("action", row.public_id),
        reference=row.reference,
        scope_id=row.scope_id,
        at=at,
    )

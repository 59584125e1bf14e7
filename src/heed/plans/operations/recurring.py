"""A standing arrangement, each time that it was expected: it took place, or it did not and why."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.plans.events import ActionHappened
from heed.plans.models import Action, Occurrence
from heed.plans.policies import check_may_plan
from heed.plans.queries import hold_action
from heed.plans.rules import check_fields, expected_after
from heed.plans.types import KEEPS_GOING, ActionKind, Frequency, Happened
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow


@transaction.atomic
def keep_occurrence(
    actor: Actor,
    *,
    ref: str,
    expected_on: date | None,
    happened: Happened,
    happened_on: date | None,
    words: str,
    at: datetime,
) -> Occurrence:
    """What came of the time at which a standing arrangement was expected; it is expected next by its frequency.

    `expected_on` is the time that the person saw: of two who speak of the same one, the second is told. Times that
    went by in silence since then are counted, and nobody is asked about each of them.
    """
    check_may(actor, Permission.ASK_FOR_DATE)
    row = hold_action(actor, ref)
    check_may_plan(actor, row.agency)
    if row.kind != ActionKind.STANDING or row.next_expected is None or row.state not in KEEPS_GOING:
        raise NotNow(f"{row.reference} is no standing arrangement that is expected on a day.")
    if expected_on != row.next_expected:
        raise NotNow(
            f"Somebody has said this already: {row.reference} is expected next on {row.next_expected:%-d %B %Y}."
        )
    today = timezone.localdate(at)
    _check(row, happened, happened_on, words, today)
    following, passed_over = expected_after(row.next_expected, Frequency(row.frequency), spoken_of=today)
    made = Occurrence.objects.create(
        action=row,
        expected_on=row.next_expected,
        happened=happened,
        happened_on=happened_on if happened is Happened.TOOK_PLACE else None,
        words=words.strip(),
        passed_over=passed_over,
        by_id=actor.person_id,
        at=at,
    )
    rows = Action.objects.visible_to(actor).filter(pk=row.pk)
    rows.update(next_expected=following, version=F("version") + 1)
    said = ActionHappened(reference=row.reference, happened=happened.value.replace("_", " "))
    record(actor, said, subject_kind="action", subject_ref=ref, at=at)
    return made


def _check(row: Action, happened: Happened, on: date | None, words: str, today: date) -> None:
    wrong = {}
    if not words.strip():
        took = happened is Happened.TOOK_PLACE
        wrong["words"] = "Say what came of it" if took else "Say why it did not take place"
    if happened is Happened.TOOK_PLACE:
        last = row.occurrences.filter(happened=Happened.TOOK_PLACE).last()
        if on is None:
            wrong["happened_on"] = "Give the day on which it took place"
        elif on > today:
            wrong["happened_on"] = f"{on:%-d %B %Y} is still to come. Say it once it took place"
        elif last and last.happened_on and on <= last.happened_on:
            wrong["happened_on"] = f"It took place on {last.happened_on:%-d %B %Y} already. Give a later day"
    elif row.next_expected and row.next_expected > today:
        wrong["happened"] = (
            f"It is expected on {row.next_expected:%-d %B %Y}: until then it may still take place"
        )
    check_fields(wrong)

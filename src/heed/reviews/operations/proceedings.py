"""Noting proceedings beside a review, what they hold up, that they ended, and that what they held up goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.ui.wording import day
from heed.platform.ui.wording import words as listed
from heed.reviews.events.proceedings import (
    ProceedingsChanged,
    ProceedingsEnded,
    ProceedingsNoted,
    ProceedingsResumed,
)
from heed.reviews.models import Proceedings
from heed.reviews.operations.clocks import pause_clocks, resume_clocks
from heed.reviews.queries import find_review
from heed.reviews.queries.proceedings import (
    find_proceedings,
    kinds_of_proceedings,
    reason_of,
    steps_of_review,
)
from heed.reviews.rules.days import past_day, refuse, words_of


@dataclass(frozen=True, slots=True)
class Holds:
    """What proceedings hold up since when, and when somebody asks how far they are."""

    blocks: tuple[str, ...] = ()
    blocks_since: date | None = None
    expected_on: date | None = None
    words: str = ""


@transaction.atomic
def note_proceedings(
    actor: Actor,
    *,
    review_ref: str,
    kind: str,
    body: str,
    began_on: date | None,
    holds: Holds,
    at: datetime,
    reopens: str = "",
) -> Proceedings:
    """Proceedings that run beside a review. `reopens` names earlier ones that are open again: those stay as they
    ended."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    if kind not in kinds_of_proceedings():
        raise Invalid("Choose what they are.", fields={"kind": "Choose what they are"})
    today = timezone.localdate(at)
    earlier = find_proceedings(actor, reopens) if reopens else None
    if earlier is not None and (earlier.review_id != review.pk or earlier.ended_on is None):
        raise NotNow("They have not ended, so they cannot be opened again.")
    began = past_day(
        began_on,
        today=today,
        field="began_on",
        what="the day they began",
        since=earlier.ended_on if earlier else None,
        since_what="the earlier ones ended",
    )
    named = words_of(body, field="body", needed="Say before which court or body", most=200)
    held = _checked(holds, began, today)
    [reference] = take_references(partnership_id=actor.partnership_id, name="PRO", how_many=1)
    row: Proceedings = Proceedings.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        reference=reference,
        review=review,
        kind=kind,
        body=named,
        began_on=began,
        reopens=earlier,
        kept_by_id=actor.person_id,
        kept_at=at,
        **held,
    )
    _record(actor, ProceedingsNoted(reference=reference, kind=kind, reopened=earlier is not None), row, at)
    _pause(actor, row, at)
    return row


def _pause(actor: Actor, row: Proceedings, at: datetime) -> None:
    """While they hold a step up, the clocks stand still whose rule says that proceedings of this kind stop them."""
    if row.blocks_since:
        pause_clocks(
            actor,
            review_ref=row.review.public_id,
            kind=row.kind,
            cause=row.reference,
            began_on=row.blocks_since,
            reason=reason_of(row),
            at=at,
        )


def _resume(actor: Actor, row: Proceedings, ended_on: date, at: datetime) -> None:
    resume_clocks(actor, review_ref=row.review.public_id, cause=row.reference, ended_on=ended_on, at=at)


def _checked(holds: Holds, began: date, today: date) -> dict[str, Any]:
    """What is stored of what they hold up; a step is held up since they began, where no other day is given."""
    steps = steps_of_review()
    refuse({"blocks": "Choose from the list"} if set(holds.blocks) - set(steps) else {})
    since = None
    if holds.blocks:
        since = past_day(
            holds.blocks_since or began,
            today=today,
            field="blocks_since",
            what="the day since when",
            since=began,
            since_what="they began",
        )
    if holds.expected_on and holds.expected_on < began:
        refuse({"expected_on": f"It cannot be before they began, {day(began)}"})
    return {
        "blocks": [each for each in steps if each in holds.blocks],
        "blocks_since": since,
        "expected_on": holds.expected_on,
        "words": words_of(holds.words, field="words", needed=""),
    }


@transaction.atomic
def change_proceedings(actor: Actor, *, ref: str, holds: Holds, version: int, at: datetime) -> Proceedings:
    """Other steps are held up, or another day is expected. What was said before stays in the history."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_proceedings(actor, ref)
    _check_runs(row)
    said = _checked(holds, row.began_on, timezone.localdate(at))
    before = _said(row)

    def differ(now: Proceedings) -> Iterator[Difference]:
        yield Difference("words", "What is known of them", now.words, holds.words.strip())
        theirs, yours = " ".join(now.blocks), " ".join(said["blocks"])
        yield Difference(
            "blocks",
            "What they hold up",
            _steps(now.blocks),
            _steps(said["blocks"]),
            theirs,
            yours,
            free=False,
        )
        yield Difference(
            "expected_on", "Ask again on", day(now.expected_on), day(holds.expected_on), free=False
        )

    taken = take_version(
        row,
        version=version,
        among=Proceedings.objects.visible_to(actor),
        differences=differ,
        by=last_changed_by("proceedings", ref),
        **said,
    )
    if taken:
        keep_revision(
            partnership_id=row.partnership_id,
            subject_kind="proceedings",
            subject_ref=ref,
            field="holds",
            words=before,
            by=actor.name,
            at=at,
        )
        _record(actor, ProceedingsChanged(reference=row.reference), row, at)
        _follow(actor, row, at)
    return find_proceedings(actor, ref)


def _follow(actor: Actor, before: Proceedings, at: datetime) -> None:
    """Clocks follow what they hold up now, and since when."""
    now = find_proceedings(actor, before.public_id)
    if before.blocks and not now.blocks:
        _resume(actor, now, timezone.localdate(at), at)
    elif before.blocks_since != now.blocks_since:
        _pause(actor, now, at)


def _steps(blocks: Sequence[str]) -> str:
    return listed([steps_of_review().get(each, each) for each in blocks]) or "Nothing"


def _said(row: Proceedings) -> str:
    parts = [f"held up {_steps(row.blocks)}"]
    if row.blocks_since:
        parts.append(f"since {day(row.blocks_since)}")
    if row.expected_on:
        parts.append(f"to be asked about on {day(row.expected_on)}")
    return "; ".join([*parts, row.words] if row.words else parts)


@transaction.atomic
def end_proceedings(
    actor: Actor, *, ref: str, ended_on: date | None, outcome: str, at: datetime
) -> Proceedings:
    """They have ended, with an outcome. Whoever runs the review is told that what they held up can go on."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_proceedings(actor, ref)
    _check_runs(row)
    ended = past_day(
        ended_on,
        today=timezone.localdate(at),
        field="ended_on",
        what="the day they ended",
        since=row.blocks_since or row.began_on,
        since_what="they held something up" if row.blocks_since else "they began",
    )
    what = words_of(outcome, field="outcome", needed="Say how they ended", most=5000)
    running = Proceedings.objects.visible_to(actor).filter(pk=row.pk, ended_on__isnull=True)
    seen = {} if row.blocks else {"resumed_at": at, "resumed_by_id": actor.person_id}
    if not running.update(ended_on=ended, outcome=what, version=F("version") + 1, **seen):
        _check_runs(find_proceedings(actor, ref))
    _record(actor, ProceedingsEnded(reference=row.reference), row, at)
    _resume(actor, row, ended, at)
    return find_proceedings(actor, ref)


@transaction.atomic
def resume_after_proceedings(actor: Actor, *, ref: str, words: str, at: datetime) -> Proceedings:
    """What they held up goes on, and what was done so that it does."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_proceedings(actor, ref)
    if row.ended_on is None:
        raise NotNow("They have not ended yet.")
    said = words_of(words, field="words", needed="Say what goes on, and who was told", most=5000)
    waiting = Proceedings.objects.visible_to(actor).filter(pk=row.pk, resumed_at__isnull=True)
    resumed = {"resumed_at": at, "resumed_by_id": actor.person_id, "resumed_words": said}
    if not waiting.update(**resumed, version=F("version") + 1):
        raise NotNow("Somebody has said already that it goes on.")
    _record(actor, ProceedingsResumed(reference=row.reference), row, at)
    return find_proceedings(actor, ref)


def _check_runs(row: Proceedings) -> None:
    if row.ended_on is not None:
        raise NotNow(f"They ended on {day(row.ended_on)}. If they are open again, note that as a new entry.")


def _record(actor: Actor, happened: object, row: Proceedings, at: datetime) -> None:
    record(actor, happened, subject_kind="proceedings", subject_ref=row.public_id, at=at)

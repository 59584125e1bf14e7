"""Drafting recommendations of a review: written, changed with what was said before kept, dropped with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from heed.memory.events import DraftChanged, DraftDropped, DraftWritten
from heed.memory.models import Drafted
from heed.memory.policies import check_still_drafted
from heed.memory.queries import hold_drafted
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.reviews.queries import find_review


@dataclass(frozen=True, slots=True)
class DraftWords:
    """What a draft asks, of whom, by when, how it will be known, and what is to change for children."""

    text: str
    asked_of: str = ""
    by_when: str = ""
    how_we_will_know: str = ""
    outcome: str = ""


_NAMES = {
    "text": "Recommendation",
    "asked_of": "Asked of",
    "by_when": "By when",
    "how_we_will_know": "How it will be known",
    "outcome": "What changes for children",
}
_MOST = {"text": 3000, "asked_of": 200, "by_when": 120, "how_we_will_know": 2000, "outcome": 2000}


@transaction.atomic
def write_draft(actor: Actor, *, review_ref: str, words: DraftWords, at: datetime) -> Drafted:
    """A new draft, at the end of the review's."""
    check_may(actor, Permission.DRAFT_RECOMMENDATIONS)
    review, said = find_review(actor, review_ref), _checked(words)
    scope = scope_for_new_rows(actor.partnership_id, review.public_id)
    everything = Drafted.objects.for_everyone(because="numbering within one review").filter(review=review)
    row: Drafted = Drafted.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope,
        review=review,
        position=(everything.aggregate(last=Max("position"))["last"] or 0) + 1,
        made_by_id=actor.person_id,
        made_at=at,
        **said,
    )
    record(actor, DraftWritten(), subject_kind="review", subject_ref=review.public_id, at=at)
    return row


@transaction.atomic
def change_draft(actor: Actor, *, ref: str, words: DraftWords, version: int, at: datetime) -> Drafted:
    """Other words; those until now stay as its history."""
    row, said = hold_drafted(actor, ref), _checked(words)
    check_still_drafted(row)
    before = {name: getattr(row, name) for name in _NAMES}

    def differ(now: Drafted) -> Iterator[Difference]:
        for name, label in _NAMES.items():
            yield Difference(name, label, getattr(now, name), said[name])

    taken = take_version(
        row,
        version=version,
        among=Drafted.objects.visible_to(actor),
        differences=differ,
        by=last_changed_by("drafted", ref),
        **said,
    )
    if taken:
        for name in _NAMES:
            if before[name] != said[name]:
                keep_revision(
                    partnership_id=actor.partnership_id,
                    subject_kind="drafted",
                    subject_ref=ref,
                    field=name,
                    words=before[name],
                    by=actor.name,
                    at=at,
                )
        review = row.review.public_id
        record(actor, DraftChanged(), subject_kind="review", subject_ref=review, at=at)
    return hold_drafted(actor, ref)


@transaction.atomic
def drop_draft(actor: Actor, *, ref: str, reason: str, at: datetime) -> Drafted:
    """It is not to be recommended, and why. It stays to be read."""
    row = hold_drafted(actor, ref)
    if row.registered_as_id:
        check_still_drafted(row)
    why = " ".join(reason.split())
    if not why or len(why) > 300:
        sentence = "Use at most 300 letters" if why else "Say why"
        raise Invalid(f"{sentence}.", fields={"reason": sentence})
    rows = Drafted.objects.visible_to(actor).filter(pk=row.pk, dropped_at=None)
    if not rows.update(dropped_at=at, dropped_by_id=actor.person_id, dropped_why=why):
        raise NotNow("Somebody has dropped this draft already.")
    record(actor, DraftDropped(), subject_kind="review", subject_ref=row.review.public_id, at=at)
    return hold_drafted(actor, ref)


def _checked(words: DraftWords) -> dict[str, str]:
    """What is stored, spaces at the ends taken off; `Invalid` with every field that is wrong."""
    said = {name: str(value).strip() for name, value in asdict(words).items()}
    wrong = {name: f"Use at most {most:,} letters" for name, most in _MOST.items() if len(said[name]) > most}
    if not said["text"]:
        wrong["text"] = "Write what is recommended"
    if wrong:
        raise Invalid(f"{next(iter(wrong.values()))}.", fields=wrong)
    return said

"""Putting right what was kept of somebody who takes part: other words, or taken out. What it said before stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import ChangedMeanwhile, Difference, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold, last_changed_by
from heed.reviews.events.participation import ParticipantMended
from heed.reviews.models import FamilyRequest, Participant, ParticipantContact, ParticipantQuestion
from heed.reviews.operations.participation import checked_contact
from heed.reviews.queries.participation import entries_of, find_participant, names_of
from heed.reviews.rules.days import refuse, words_of
from heed.reviews.types.participation import KEPT, Entry


@transaction.atomic
def mend_entry(actor: Actor, *, ref: str, entry: str, words: str, reason: str, at: datetime) -> Participant:
    """Put a contact, a question or a request of somebody who takes part right: other `words`, or, with none, it is
    taken out. `entry` names it with a mark of the words that the person saw. A question that is answered, and a
    request that has ended, stay."""
    row, now = _held(actor, ref, entry)
    said = words_of(words, field="words", needed="", most=2000)
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    _check_seen(row, now, entry, now.words, said or f"Taken out: {why}")
    if now.settled:
        raise NotNow("A question that is answered stays, and so does a request that has ended.")
    if now.kind == "request" and row.name.casefold() in said.casefold():
        refuse({"words": "Whoever publishes reads this: do not name them"})
    _write(now, said)
    return _mended(actor, row, now, f"{'changed' if said else 'taken out'} because: {why}", at)


@transaction.atomic
def correct_contact(
    actor: Actor,
    *,
    ref: str,
    entry: str,
    on: date | None,
    kind: str,
    outcome: str,
    stage: str,
    reason: str,
    at: datetime,
    allowed_by: str = "",
) -> Participant:
    """Put the day of a contact right, how it was, what came of it and what they saw, as one would keep it anew; what
    was said stays. `entry` names it with a mark of what the person saw."""
    row, now = _held(actor, ref, entry)
    refuse({} if now.kind == "contact" else {"entry": "Choose a contact"})
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    day, leave = checked_contact(
        actor, row=row, on=on, kind=kind, outcome=outcome, stage=stage, allowed_by=allowed_by, at=at
    )
    _check_seen(row, now, entry, now.shown, f"{day:%-d %B %Y}, {names_of('contacts')[kind]}")
    changed = {"on": day, "kind": kind, "outcome": outcome, "stage": stage}
    if leave:
        changed["words"] = f"{leave} {now.words}".strip()
    ParticipantContact.objects.filter(pk=now.pk).update(**changed)
    return _mended(actor, row, now, f"put right because: {why}", at)


def _held(actor: Actor, ref: str, entry: str) -> tuple[Participant, Entry]:
    """The participant, held, and what is kept of them under this key, whatever it says now."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    row = find_participant(actor, ref)
    hold(Participant.objects.visible_to(actor).filter(pk=row.pk)).first()
    now = {each.key.rpartition(":")[0]: each for each in entries_of(row)}.get(entry.rpartition(":")[0])
    refuse({} if now else {"entry": "Choose from the list"})
    assert now is not None
    return row, now


def _check_seen(row: Participant, now: Entry, entry: str, theirs: str, mine: str) -> None:
    """Raise where it was changed since the person saw it."""
    if now.key != entry:
        raise ChangedMeanwhile(
            differences=[Difference("words", "What was kept", theirs, mine)],
            version=row.version,
            by=last_changed_by("participant", row.public_id),
        )


def _mended(actor: Actor, row: Participant, was: Entry, how: str, at: datetime) -> Participant:
    """Keep what it said before, with how it was changed, and say so in the audit log."""
    ref = row.public_id
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="participant",
        subject_ref=ref,
        field=was.kind,
        words=f"{was.shown} ({how})",
        by=actor.name,
        at=at,
    )
    happened = ParticipantMended(reference=row.reference, kind=KEPT[was.kind])
    record(actor, happened, subject_kind="participant", subject_ref=ref, at=at)
    return find_participant(actor, ref)


def _write(entry: Entry, words: str) -> None:
    because = "it was found with its participant"
    rows = {
        "contact": ParticipantContact.objects.all(),
        "question": ParticipantQuestion.objects.for_everyone(because=because),
        "request": FamilyRequest.objects.for_everyone(because=because),
    }[entry.kind].filter(pk=entry.pk)
    if words:
        rows.update(**{"text" if entry.kind == "question" else "words": words})
    else:
        rows.delete()

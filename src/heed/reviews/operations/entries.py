"""Putting right what was kept of somebody who takes part: other words, or taken out. What it said before stays."""

from __future__ import annotations

from datetime import datetime

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
from heed.reviews.queries.participation import entries_of, find_participant
from heed.reviews.rules.days import refuse, words_of
from heed.reviews.types.participation import KEPT, Entry


@transaction.atomic
def mend_entry(actor: Actor, *, ref: str, entry: str, words: str, reason: str, at: datetime) -> Participant:
    """Put a contact, a question or a request of somebody who takes part right: other `words`, or, with none, it is
    taken out. `entry` names it with a mark of the words that the person saw. A question that is answered, and a
    request that has ended, stay."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    row = find_participant(actor, ref)
    hold(Participant.objects.visible_to(actor).filter(pk=row.pk)).first()
    known = {each.key.rpartition(":")[0]: each for each in entries_of(row)}
    now = known.get(entry.rpartition(":")[0])
    said = words_of(words, field="words", needed="", most=2000)
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    refuse({} if now else {"entry": "Choose from the list"})
    assert now is not None
    if now.key != entry:
        raise ChangedMeanwhile(
            differences=[Difference("words", "What was kept", now.words, said or f"Taken out: {why}")],
            version=row.version,
            by=last_changed_by("participant", ref),
        )
    if now.settled:
        raise NotNow("A question that is answered stays, and so does a request that has ended.")
    if now.kind == "request" and row.name.casefold() in said.casefold():
        refuse({"words": "Whoever publishes reads this: do not name them"})
    _write(now, said)
    keep_revision(
        partnership_id=row.partnership_id,
        subject_kind="participant",
        subject_ref=ref,
        field=now.kind,
        words=f"{now.shown} ({'changed' if said else 'taken out'} because: {why})",
        by=actor.name,
        at=at,
    )
    happened = ParticipantMended(reference=row.reference, kind=KEPT[now.kind])
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

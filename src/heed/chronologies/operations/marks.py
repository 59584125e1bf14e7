"""Notes and the marks of findings, hung on events."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.chronologies.events import MarkMade, MarkWithdrawn
from heed.chronologies.models import Mark
from heed.chronologies.queries import find_entry, themes_offered
from heed.chronologies.types import MARK_NAMES, MarkKind
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotVisible


@transaction.atomic
def make_mark(actor: Actor, *, entry_ref: str, kind: str, theme: str, words: str, at: datetime) -> Mark:
    """Hang a note, the mark of a finding, or the request for the record itself, on an event."""
    check_may(actor, Permission.WORK_ON_CHRONOLOGIES)
    entry = find_entry(actor, entry_ref)
    wrong = {}
    if kind not in MARK_NAMES:
        wrong["kind"] = "Choose what it is"
    if theme and theme not in themes_offered():
        wrong["theme"] = "Choose from the list"
    if not words.strip():
        wrong["words"] = "Write the note, what was learned, or what is asked for"
    if wrong:
        raise Invalid("Something is missing.", fields=wrong)
    row: Mark = Mark.objects.create(
        partnership_id=entry.partnership_id,
        scope=entry.scope,
        entry=entry,
        kind=MarkKind(kind),
        theme=theme,
        words=words.strip(),
        made_by_id=actor.person_id,
        made_for=actor.agency_name[:160],
        made_at=at,
    )
    record(actor, MarkMade(kind=kind), subject_kind="chronology_entry", subject_ref=entry_ref, at=at)
    return row


@transaction.atomic
def withdraw_mark(actor: Actor, *, ref: str, at: datetime) -> None:
    """Take a mark off its event; it stays on record."""
    check_may(actor, Permission.WORK_ON_CHRONOLOGIES)
    row = Mark.objects.visible_to(actor).filter(public_id=ref).select_related("entry").first()
    if row is None:
        raise NotVisible
    mine = Mark.objects.visible_to(actor).filter(pk=row.pk)
    mine.update(withdrawn_at=at, withdrawn_by=actor.name[:120], version=F("version") + 1)
    record(actor, MarkWithdrawn(), subject_kind="chronology_entry", subject_ref=row.entry.public_id, at=at)

"""An agency's file: sent, understood, brought in, undone. The same rows sent again change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from heed.chronologies.events import FileBroughtIn, FileLeft, FileSent, FileUnderstood, FileUndone
from heed.chronologies.models import AgencyFile, Entry
from heed.chronologies.models.making import new_row, scope_of
from heed.chronologies.policies import check_reads_raw, check_waits, check_writes_for
from heed.chronologies.queries import (
    LookedAt,
    find_chronology,
    find_file,
    look_at_file,
    own_agency,
)
from heed.chronologies.rules import same_key
from heed.chronologies.types import FileState, Understood
from heed.kit.chronology.rules import rules
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import hold, take_version
from heed.platform.files.operations import store_file
from heed.platform.files.tables import check_table

KIND = "chronology_file"


def send_file(
    actor: Actor,
    *,
    review_ref: str,
    agency_ref: str,
    name: str,
    size: int,
    chunks: Iterable[bytes],
    at: datetime,
) -> AgencyFile:
    """Keep a file that an agency sent. Nothing comes in by it yet. `Invalid` for one that could harm whoever opens it,
    that holds no table, or whose very bytes came in for this agency before: of that nothing is kept."""
    chronology = find_chronology(actor, review_ref)
    agency = own_agency(actor, agency_ref)
    check_writes_for(actor, agency.pk, agency.name)
    if size == 0:
        raise _bad_file(f"“{name}” is empty. Choose the file again, or ask for a new copy.")
    if size > settings.MAX_DOCUMENT_BYTES:
        megabytes = settings.MAX_DOCUMENT_BYTES // 1024**2
        raise _bad_file(f"“{name}” is larger than {megabytes} MB. Split it, or leave pictures out.")
    file = store_file(chunks=chunks, at=at, check=lambda path: check_table(path, name=name))
    with transaction.atomic():
        before = AgencyFile.objects.visible_to(actor).filter(
            chronology=chronology, agency=agency, file=file, state__in=[FileState.OPEN, FileState.IN]
        )
        if same := before.first():
            when = same.brought_in_at or same.sent_at
            done = "came in" if same.state == FileState.IN else "was sent"
            raise _bad_file(
                f"“{name}” is the file that {done} on {when:%-d %B %Y}, letter for letter. Nothing is changed."
            )
        row: AgencyFile = AgencyFile.objects.create(
            partnership_id=chronology.partnership_id,
            scope=scope_of(chronology),
            chronology=chronology,
            agency=agency,
            file=file,
            name=name[-200:],
            sent_by_id=actor.person_id,
            sent_at=at,
        )
        happened = FileSent(agency=agency.public_id, size=file.size, sha256=file.sha256)
        record(actor, happened, subject_kind=KIND, subject_ref=row.public_id, at=at)
    return row


def _bad_file(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})


@transaction.atomic
def say_file(actor: Actor, *, ref: str, said: Understood, version: int, at: datetime) -> AgencyFile:
    """Say what a file's columns are and in which order its dates are."""
    row = find_file(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    check_reads_raw(actor, row.agency_id)
    check_waits(row)
    named = [use for use in said.uses.values() if use]
    known = set(rules()["columns"]) - {"agency"}
    if twice := next((use for use in named if named.count(use) > 1), ""):
        sentence = f"Two columns are said to be “{twice.replace('_', ' ')}”: choose one of them"
        raise Invalid(f"{sentence}.", fields={"columns": sentence})
    if not set(named) <= known:
        raise Invalid(
            "Choose what a column is for from the list.", fields={"columns": "Choose from the list"}
        )
    taken = take_version(
        row,
        version=version,
        among=AgencyFile.objects.visible_to(actor),
        differences=lambda now: [
            Difference("columns", "The columns", _words(now.uses), _words(said.uses), free=False)
        ],
        uses=said.uses,
        month_first=said.month_first,
    )
    if taken:
        record(actor, FileUnderstood(columns=len(named)), subject_kind=KIND, subject_ref=ref, at=at)
    return find_file(actor, ref)


def _words(uses: dict[str, str]) -> str:
    return ", ".join(f"{head}: {uses[head]}" for head in sorted(uses))


def bring_in_file(
    actor: Actor, *, ref: str, seen: int, seen_version: int, replaces: bool, at: datetime
) -> LookedAt:
    """Bring in every row that the agency does not have here yet. Nothing is lost: a row with something to mend comes
    in too, and is named. `seen` is how many new rows the person was told of, `seen_version` the version of
    the file in which its columns and dates were understood so. With `replaces`, what earlier files of
    the agency brought in and this one does not have is taken out, and comes back if this file is undone."""
    row = find_file(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    check_reads_raw(actor, row.agency_id)
    looked = look_at_file(actor, row)
    if looked.table is None:
        raise Invalid(looked.why_not, fields={"columns": looked.why_not})
    if looked.table.order_asked:
        sentence = "Say first whether its dates put the day or the month first"
        raise Invalid(f"{sentence}.", fields={"order": sentence})
    with transaction.atomic():
        held = {each.pk: each for each in _held_beside(actor, row)}
        if row.pk not in held or held[row.pk].state != FileState.OPEN:
            raise NotNow(
                "This file came in already, or was left. Send it again to bring in what is new in it."
            )
        if not seen_version == row.version == held[row.pk].version:
            raise NotNow(
                "How this file is understood changed while you looked. Look again at what would come in."
            )
        here = Entry.objects.visible_to(actor).filter(chronology=row.chronology_id, agency=row.agency_id)
        keys = set(here.values_list("same_key", flat=True))
        new = [each for each in looked.new if same_key(each) not in keys]
        if len(new) != seen:
            raise NotNow(
                "What is in the chronology changed while you looked. Look again at what would come in."
            )
        scope = scope_of(row.chronology)
        Entry.objects.bulk_create(
            (
                new_row(actor, row.chronology, scope, each, agency_id=row.agency_id, at=at, file=row)
                for each in new
            ),
            batch_size=500,
        )
        replaced = _replace(actor, row, looked, at) if replaces else 0
        AgencyFile.objects.visible_to(actor).filter(pk=row.pk).update(
            state=FileState.IN, brought_in_at=at, version=F("version") + 1
        )
        happened = FileBroughtIn(new=len(new), same=len(looked.same), replaced=replaced)
        record(actor, happened, subject_kind=KIND, subject_ref=ref, at=at)
    return looked


def _replace(actor: Actor, row: AgencyFile, looked: LookedAt, at: datetime) -> int:
    """Take out what earlier files of the agency brought in and this one does not have."""
    keys = {same_key(each) for each in (*looked.new, *looked.same)}
    earlier = Entry.objects.visible_to(actor).filter(
        chronology=row.chronology_id, agency=row.agency_id, file__isnull=False
    )
    gone = [pk for pk, key in earlier.exclude(file=row).values_list("pk", "same_key") if key not in keys]
    for start in range(0, len(gone), 5000):
        Entry.objects.visible_to(actor).filter(pk__in=gone[start : start + 5000]).update(
            replaced_by=row,
            withdrawn_at=at,
            withdrawn_by=actor.name[:120],
            withdrawn_why=f"Not in “{row.name}”, which replaces what was sent before"[:300],
            version=F("version") + 1,
        )
    return len(gone)


@transaction.atomic
def undo_file(actor: Actor, *, ref: str, at: datetime) -> tuple[int, int]:
    """Take out what a file brought in, and put back what it replaced, but for rows that have come in again since.
    Returns how many went and how many came back. `NotNow` while a file that came in later is there."""
    row = find_file(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    check_reads_raw(actor, row.agency_id)
    _check_newest(actor, row)
    files = AgencyFile.objects.visible_to(actor).filter(pk=row.pk, state=FileState.IN)
    if not files.update(state=FileState.UNDONE, undone_at=at, version=F("version") + 1):
        raise NotNow("Nothing of this file is in the chronology.")
    out = Entry.objects.visible_to(actor).filter(file=row)
    withdrawn = out.update(
        withdrawn_at=at,
        withdrawn_by=actor.name[:120],
        withdrawn_why=f"“{row.name}” was undone"[:300],
        version=F("version") + 1,
    )
    here = Entry.objects.visible_to(actor).filter(chronology=row.chronology_id, agency=row.agency_id)
    again = set(here.values_list("same_key", flat=True))
    replaced = Entry.objects.withdrawn_from(actor).filter(replaced_by=row)
    back = [pk for pk, key in replaced.values_list("pk", "same_key") if key not in again]
    for start in range(0, len(back), 5000):
        Entry.objects.withdrawn_from(actor).filter(pk__in=back[start : start + 5000]).update(
            replaced_by=None, withdrawn_at=None, withdrawn_by="", withdrawn_why="", version=F("version") + 1
        )
    record(actor, FileUndone(withdrawn=withdrawn, back=len(back)), subject_kind=KIND, subject_ref=ref, at=at)
    return withdrawn, len(back)


def _check_newest(actor: Actor, row: AgencyFile) -> None:
    """Raise where another file of the agency came in after this one: what both contain came in with this one."""
    inside = [each for each in _held_beside(actor, row) if each.state == FileState.IN]
    newest = max(inside, key=lambda each: (each.brought_in_at, each.pk), default=row)
    if row in inside and newest != row:
        raise NotNow(f"“{newest.name}” came in after it. Undo that one first.")


def _held_beside(actor: Actor, row: AgencyFile) -> QuerySet[Any]:
    """Every file of the agency for this chronology, this one too, held."""
    files = AgencyFile.objects.visible_to(actor)
    return hold(files.filter(chronology=row.chronology_id, agency=row.agency_id))


@transaction.atomic
def leave_file(actor: Actor, *, ref: str, at: datetime) -> None:
    """Leave a file that waits: nothing of it came in."""
    row = find_file(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    files = AgencyFile.objects.visible_to(actor).filter(pk=row.pk, state=FileState.OPEN)
    if not files.update(state=FileState.LEFT, version=F("version") + 1):
        raise NotNow("This file came in already, or was left.")
    record(actor, FileLeft(), subject_kind=KIND, subject_ref=ref, at=at)

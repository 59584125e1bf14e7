"""Opening a chronology, and an agency's entries one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from heed.chronologies.events import (
    ChronologyOpened,
    DaysChosen,
    EntryAdded,
    EntryChanged,
    EntryWithdrawn,
)
from heed.chronologies.models import Chronology, Entry
from heed.chronologies.models.making import fields_of, new_row, scope_of
from heed.chronologies.policies import check_reads_raw, check_writes_for
from heed.chronologies.queries import find_chronology, find_entry, own_agency
from heed.chronologies.types import ENTRY_LABELS, NewEntry
from heed.kit.chronology import Entry as KitEntry
from heed.kit.chronology import read_when
from heed.kit.chronology.rules import number
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.reviews.queries import find_review

KIND = "chronology_entry"
_KEPT_AS = {"date": "written", "time": "written_time", "recorded_on": "recorded_written"}
_WORDS = {_KEPT_AS.get(name, name): label for name, label in ENTRY_LABELS.items()}


@transaction.atomic
def open_chronology(actor: Actor, *, review_ref: str, at: datetime) -> Chronology:
    """Open a review's chronology, so that agencies can enter theirs. There is one for each review."""
    check_may(actor, Permission.ASK_AGENCIES)
    review = find_review(actor, review_ref)
    if Chronology.objects.visible_to(actor).filter(review=review).exists():
        raise NotNow("This review has its chronology already.")
    made: Chronology = Chronology.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        gap_days=int(number("gap_days")),
        silence_days=int(number("silence_days")),
        opened_by_id=actor.person_id,
        opened_at=at,
    )
    record(actor, ChronologyOpened(), subject_kind="review", subject_ref=review_ref, at=at)
    return made


@transaction.atomic
def choose_days(
    actor: Actor, *, review_ref: str, gap_days: int, silence_days: int, version: int, at: datetime
) -> None:
    """After how many days without a sighting, or without an entry of an agency, a gap is proposed."""
    check_may(actor, Permission.WORK_ON_CHRONOLOGIES)
    row = find_chronology(actor, review_ref)
    wrong = {
        name: "Enter a number of days from 1 to 3,650"
        for name, days in (("gap_days", gap_days), ("silence_days", silence_days))
        if not 1 <= days <= 3650
    }
    if wrong:
        raise Invalid("The days are not right.", fields=wrong)
    taken = take_version(
        row,
        version=version,
        among=Chronology.objects.visible_to(actor),
        differences=lambda now: [
            Difference("gap_days", "Days without a sighting", str(now.gap_days), str(gap_days)),
            Difference("silence_days", "Days without an entry", str(now.silence_days), str(silence_days)),
        ],
        gap_days=gap_days,
        silence_days=silence_days,
    )
    if taken:
        happened = DaysChosen(gap=gap_days, silence=silence_days)
        record(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)


@transaction.atomic
def add_entry(actor: Actor, *, review_ref: str, agency_ref: str, given: NewEntry, at: datetime) -> Entry:
    """Enter one event for an agency. The date may be uncertain, and is kept as it is written beside what was
    understood; the source of information is needed."""
    chronology = find_chronology(actor, review_ref)
    agency = own_agency(actor, agency_ref)
    check_writes_for(actor, agency.pk, agency.name)
    entry = _understood(given, agency.name)
    row = new_row(actor, chronology, scope_of(chronology), entry, agency_id=agency.pk, at=at)
    try:
        with transaction.atomic():
            Entry.objects.bulk_create([row])
    except IntegrityError as twice:
        raise _twice() from twice
    record(actor, EntryAdded(agency=agency.public_id), subject_kind=KIND, subject_ref=row.public_id, at=at)
    return row


def _twice() -> Invalid:
    said = "Your agency has this entry already, in the same words and on the same day"
    return Invalid(f"{said}.", fields={"event": said})


def _understood(given: NewEntry, agency: str, *, kept: Mapping[str, Any] | None = None) -> KitEntry:
    """What is given, read. `kept`: what stays understood as it was, which is then not looked at again."""
    kept = kept or {}
    read = read_when(given.written, given.time)
    recorded = read_when(given.recorded_on) if given.recorded_on.strip() else None
    wrong = {}
    if read.fault and "earliest" not in kept:
        wrong["written"] = _sentence(read.fault)
    if read.time_fault and "earliest" not in kept:
        wrong["time"] = _sentence(read.time_fault)
    if not given.event.strip():
        wrong["event"] = "Say what happened"
    if not given.source.strip():
        wrong["source"] = "Name the record that this comes from"
    if recorded and recorded.fault and "recorded_on" not in kept:
        wrong["recorded_on"] = _sentence(recorded.fault)
    if wrong:
        raise Invalid("Something is missing or cannot be understood.", fields=wrong)
    return KitEntry(
        agency=agency,
        file="",
        row=0,
        when=read.when,
        written=given.written.strip(),
        event=given.event.strip(),
        source=given.source.strip(),
        people=given.people.strip(),
        action=given.action.strip(),
        outcome=given.outcome.strip(),
        significance=given.significance.strip(),
        comment=given.comment.strip(),
        child_seen=given.child_seen.strip(),
        recorded_by=given.recorded_by.strip(),
        recorded_on=recorded.when if recorded else None,
        time=given.time.strip(),
        recorded=given.recorded_on.strip(),
    )


def _sentence(fault: str) -> str:
    return fault[:1].upper() + fault[1:]


_OF_THE_DAY = ("earliest", "latest", "begins", "ends", "uncertain", "order_key")


def _still_understood(row: Entry, given: NewEntry) -> dict[str, Any]:
    """The fields that a change of other words leaves as they are."""
    names = ["more"]
    if (given.written.strip(), given.time.strip()) == (row.written, row.written_time):
        names += _OF_THE_DAY
    if given.recorded_on.strip() == row.recorded_written:
        names.append("recorded_on")
    if row.file_id:
        names.append("same_key")
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def change_entry(actor: Actor, *, ref: str, given: NewEntry, version: int, at: datetime) -> Entry:
    """Change an entry; what it said before stays in its history. `version` is the one that the person saw.

    A date whose words stay is still understood as it was: a file may have had its month first, or its times in a column
    of their own. A row of a file is still known when it comes again.
    """
    row = find_entry(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    check_reads_raw(actor, row.agency_id)
    kept = _still_understood(row, given)
    fields = {**fields_of(_understood(given, row.agency.name, kept=kept)), **kept}
    before = {name: getattr(row, name) for name in _WORDS}
    try:
        with transaction.atomic():
            taken = take_version(
                row,
                version=version,
                among=Entry.objects.visible_to(actor),
                differences=lambda now: _differences(now, fields),
                by=last_changed_by(KIND, ref),
                **fields,
            )
    except IntegrityError as twice:
        raise _twice() from twice
    changed = [name for name, words in before.items() if words != fields[name]]
    if taken and changed:
        for name in changed:
            keep_revision(
                partnership_id=row.partnership_id,
                subject_kind=KIND,
                subject_ref=ref,
                field=name,
                words=before[name],
                by=actor.name,
                at=at,
            )
        record(
            actor, EntryChanged(fields=", ".join(changed)[:120]), subject_kind=KIND, subject_ref=ref, at=at
        )
    return find_entry(actor, ref)


_SENT_AS = {"written_time": "time", "recorded_written": "recorded_on"}


def _differences(now: Any, fields: dict[str, Any]) -> list[Difference]:
    return [
        Difference(_SENT_AS.get(name, name), label, getattr(now, name), fields[name])
        for name, label in _WORDS.items()
    ]


@transaction.atomic
def withdraw_entry(actor: Actor, *, ref: str, reason: str, at: datetime) -> None:
    """Take an entry out of the chronology; it stays on record with the reason."""
    row = find_entry(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    if not reason.strip():
        raise Invalid("Say why.", fields={"reason": "Enter the reason"})
    mine = Entry.objects.visible_to(actor).filter(pk=row.pk)
    if mine.update(
        withdrawn_at=at,
        withdrawn_by=actor.name[:120],
        withdrawn_why=" ".join(reason.split())[:300],
        version=F("version") + 1,
    ):
        record(actor, EntryWithdrawn(), subject_kind=KIND, subject_ref=ref, at=at)

"""Backups and the doctor's findings as words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from heed.platform.safekeeping.doctor import Finding, State, worst
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.place import backup_folder
from heed.platform.ui.wording import count

TONES = {State.WELL: "green", State.LOOK: "amber", State.WRONG: "red"}


@dataclass(frozen=True, kw_only=True)
class BackupRow:
    made_at: datetime
    by: str
    name: str
    state: str
    tone: str
    note: str


@dataclass(frozen=True, kw_only=True)
class BackupsPage:
    title: str
    last_good: str
    last_good_tone: str
    under_way: str
    rows: tuple[BackupRow, ...]
    folder: str
    when: str
    keep: str


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    about: str
    state: str
    tone: str
    sentence: str
    mend: str


@dataclass(frozen=True, kw_only=True)
class DoctorPage:
    title: str
    lead: str
    rows: tuple[FindingRow, ...]
    asked_at: datetime


def backups_page(
    backups: Sequence[Backup], good: Backup | None, *, under_way: str, at: datetime
) -> BackupsPage:
    return BackupsPage(
        title="Backups",
        last_good=_last_good(good, at),
        last_good_tone="green" if good and (at - good.made_at).days < 2 else "red",
        under_way=under_way,
        rows=tuple(_backup(each) for each in backups),
        folder=str(backup_folder()),
        when=_when(settings.BACKUP_AT),
        keep=f"The newest {settings.BACKUP_KEEP}; older ones are removed once a newer one is proven.",
    )


def _last_good(good: Backup | None, at: datetime) -> str:
    if good is None:
        return "There is no good backup yet."
    days = (timezone.localdate(at) - timezone.localdate(good.made_at)).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return f"The last good backup was made {ago}, {timezone.localtime(good.made_at):%-d %B %Y at %H:%M}."


def _when(written: str) -> str:
    if written.casefold() in ("", "never"):
        return "Not by Heed. Another program must do it."
    if written.casefold().startswith("every"):
        return written.capitalize()
    return f"Every day at {' and '.join(written.split())}"


def _backup(row: Backup) -> BackupRow:
    size = f"{row.size / 1e6:,.1f} MB, {count(row.rows, 'row')}, {count(row.files, 'file')}"
    if row.error:
        state, tone, note = "Failed", "red", row.error
    elif row.missing:
        state, tone = "Look at this", "amber"
        note = f"{size}. It is whole, but {count(row.missing, 'file')} that records name were not there to be kept."
    elif row.verified_at:
        state, tone, note = "Proven", "green", f"{size}, restored and compared in {row.seconds:.0f} s"
    else:
        state, tone, note = "Not proven", "amber", size
    return BackupRow(
        made_at=row.made_at,
        by=row.asked_by or "By schedule",
        name=row.name,
        state=state,
        tone=tone,
        note=note,
    )


def doctor_page(found: Sequence[Finding], *, at: datetime) -> DoctorPage:
    return DoctorPage(
        title="Is all well with Heed?",
        lead=lead(found),
        rows=tuple(
            FindingRow(
                about=each.about.capitalize(),
                state=each.state.value.capitalize(),
                tone=TONES[each.state],
                sentence=each.sentence,
                mend=each.mend,
            )
            for each in found
        ),
        asked_at=at,
    )


def lead(found: Sequence[Finding]) -> str:
    """All of it in one sentence."""
    wrong = sum(each.state is State.WRONG for each in found)
    look = sum(each.state is State.LOOK for each in found)
    if worst(found) is State.WELL:
        return "All is well."
    parts = [f"{count(wrong, 'thing')} to mend now"] if wrong else []
    parts += [f"{count(look, 'thing')} to look at"] if look else []
    return f"{' and '.join(parts)}; the rest is well.".capitalize()

"""The log as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record_read
from heed.platform.base.errors import Invalid
from heed.platform.history.events import LogDownloaded
from heed.platform.history.queries import count_events, each_line
from heed.platform.history.types import Line, Wanted
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.types import Cell

LABELS = (
    "Number",
    "Time (UTC)",
    "Who",
    "Who, reference",
    "As",
    "What",
    "Kind",
    "Result",
    "Record",
    "Records shown",
)


def write_log(actor: Actor, wanted: Wanted, *, form: str, at: datetime) -> Iterator[bytes]:
    """The events that match as CSV, Excel or JSON, with what the actor may read of each; itself an event, written
    before the first byte. Events that come in meanwhile are left out."""
    if form not in FORMS:
        raise Invalid("Choose CSV, Excel or JSON.")
    many = count_events(actor, wanted)
    record_read(actor, LogDownloaded(events=many, form=form), subject_kind="audit log", subject_ref="", at=at)
    rows = (_cells(line) for line in each_line(actor, wanted) if line.at <= at)
    return FORMS[form][2]("Audit log", LABELS, rows)


def _cells(line: Line) -> tuple[Cell, ...]:
    return (
        line.number,
        line.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        line.who,
        line.who_ref,
        line.as_what,
        line.sentence,
        line.kind,
        line.result,
        line.record,
        "; ".join(name for name, _ in line.shown),
    )

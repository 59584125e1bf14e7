"""What is written in a report by hand, and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow, NotVisible
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import take_version
from heed.reports.events import StatementSigned, WordsWritten
from heed.reports.models import Report, Statement
from heed.reports.policies import check_can_sign, check_can_write
from heed.reports.queries.drafts import find_report, hash_of, hold_report, statements_of
from heed.reports.types import Gap, block_from_data


@dataclass(frozen=True, slots=True)
class Words:
    """What is written at a place. Of a statement: who makes it, in which role, as at which day."""

    text: str
    by_name: str = ""
    by_role: str = ""
    as_at: date | None = None


def _gap(report: Report, place: str) -> Gap:
    for each in report.blocks:
        block = block_from_data(each["says"])
        if block.key == place and isinstance(block, Gap):
            return block
    raise NotVisible


@transaction.atomic
def write_words(actor: Actor, *, ref: str, place: str, words: Words, version: int, at: datetime) -> Statement:
    """Write at a place of a report, over what was written there. `version` is that of what the person saw, 0 where
    nothing was written yet. What was said before is kept; a signature under other words is not."""
    check_can_write(actor)
    report = hold_report(actor, ref)
    gap = _gap(report, place)
    _check(gap, words)
    text = words.text.strip()
    fields: dict[str, Any] = {"text": text, "as_at": words.as_at}
    fields |= {"by_name": words.by_name.strip(), "by_role": words.by_role.strip()}
    row = statements_of(actor, report).get(place)
    if row is None:
        row = Statement.objects.create(
            partnership_id=actor.partnership_id,
            scope_id=report.scope_id,
            report=report,
            place=place,
            written_by_id=actor.person_id,
            written_at=at,
            **fields,
        )
    else:
        before = row.text
        taken = take_version(
            row,
            version=version,
            differences=lambda now: _differences(now, words),
            by=row.written_by.name,
            among=Statement.objects.visible_to(actor),
            **fields,
            signed_at=None,
            signed_by=None,
            written_by_id=actor.person_id,
            written_at=at,
        )
        if not taken:
            return row
        if before != text:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="report",
                subject_ref=report.public_id,
                field=place[:40],
                words=before,
                by=actor.name,
                at=at,
            )
        row.refresh_from_db()
    happened = WordsWritten(reference=report.reference, place=place)
    record(actor, happened, subject_kind="report", subject_ref=report.public_id, at=at)
    return row


def _check(gap: Gap, words: Words) -> None:
    if not words.text.strip():
        raise Invalid("Write something.", fields={"text": "Write what is to stand here"})
    if gap.statement:
        missing = {
            name: sentence
            for name, value, sentence in (
                ("by_name", words.by_name.strip(), "Say who makes this statement"),
                ("by_role", words.by_role.strip(), "Say in which role"),
                ("as_at", words.as_at, "Enter the day it is made"),
            )
            if not value
        }
        if missing:
            raise Invalid("Say who makes this statement, in which role and when.", fields=missing)


def _differences(now: Statement, words: Words) -> list[Difference]:
    on = (now.as_at.isoformat() if now.as_at else "", words.as_at.isoformat() if words.as_at else "")
    return [
        Difference("text", "What is written here", now.text, words.text.strip()),
        Difference("by_name", "Who says it", now.by_name, words.by_name.strip()),
        Difference("by_role", "In which role", now.by_role, words.by_role.strip()),
        Difference("as_at", "As at", *on, free=False),
    ]


@transaction.atomic
def sign_statement(actor: Actor, *, ref: str, place: str, words_seen: str, at: datetime) -> Statement:
    """Whoever speaks in a statement signs the words that they saw (their hash, `queries.drafts.hash_of`)."""
    report = find_report(actor, ref)
    row = statements_of(actor, report).get(place)
    if row is None:
        raise NotVisible
    check_can_sign(actor, row)
    mine = Statement.objects.visible_to(actor).filter(pk=row.pk, version=row.version, signed_at=None)
    if hash_of(row) != words_seen or not mine.update(
        signed_at=at, signed_by=actor.person_id, version=F("version") + 1
    ):
        raise NotNow("The words were changed while you read them. Read them again before you sign.")
    row.refresh_from_db()
    happened = StatementSigned(reference=report.reference, place=place)
    record(actor, happened, subject_kind="report", subject_ref=report.public_id, at=at)
    return row

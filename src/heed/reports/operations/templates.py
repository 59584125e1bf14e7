"""Keeping the partnership's own Word file for its reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from heed.kit.reading.process import call_in_process
from heed.kit.writing.templates import LARGEST, Looked
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import store_file
from heed.reports.events import WordTemplateEnded, WordTemplateKept, WordTemplateTaken
from heed.reports.models import WordTemplate
from heed.reports.queries.templates import word_template


def keep_word_template(
    actor: Actor, *, file_name: str, chunks: Iterable[bytes], at: datetime
) -> WordTemplate:
    """A Word file that reports are written in from now on. It is looked at before it is kept: whatever is wrong with it
    is named, and nothing of it stays."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    file = store_file(chunks=chunks, at=at, check=lambda path: _check(path, file_name))
    with transaction.atomic():
        WordTemplate.objects.visible_to(actor).filter(ended_at=None).update(ended_at=at)
        row: WordTemplate = WordTemplate.objects.create(
            partnership_id=actor.partnership_id,
            scope=get_partnership_scope(actor.partnership_id),
            file=file,
            file_name=file_name[:200],
            kept_by_id=actor.person_id,
            kept_at=at,
        )
        record(actor, WordTemplateKept(), subject_kind="template", subject_ref=row.public_id, at=at)
    return row


def _check(path: Path, name: str) -> None:
    if path.stat().st_size > LARGEST:
        raise _refused(name, [f"It is larger than {LARGEST // 1_000_000} MB: use a smaller logo"])
    check_harmless(path, name=name)
    data = path.read_bytes()
    if call_in_process("heed.kit.reading.sniff.sniff", data) != "docx":
        raise _refused(name, ["It is no Word document (.docx)"])
    looked: Looked = call_in_process("heed.kit.writing.templates.look_at_frame", data)
    if looked.troubles:
        sentences = (f"{each.words} ({each.where})" if each.where else each.words for each in looked.troubles)
        raise _refused(name, list(sentences))


def _refused(name: str, sentences: list[str]) -> Invalid:
    said = "\n".join(sentences)
    return Invalid(f"“{name}” was not taken. {sentences[0]}.", fields={"file": said})


@transaction.atomic
def end_word_template(actor: Actor, *, at: datetime) -> None:
    """Write reports in Heed's own styles again. The file stays kept."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = word_template(actor)
    if row is None or not WordTemplate.objects.visible_to(actor).filter(pk=row.pk, ended_at=None).update(
        ended_at=at
    ):
        raise NotNow("Reports are written in Heed's own styles already.")
    record(actor, WordTemplateEnded(), subject_kind="template", subject_ref=row.public_id, at=at)


@transaction.atomic
def note_word_template_taken(actor: Actor, *, at: datetime) -> WordTemplate:
    """Write down that this actor takes the template away."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = word_template(actor)
    if row is None:
        raise NotVisible
    record_read(actor, WordTemplateTaken(), subject_kind="template", subject_ref=row.public_id, at=at)
    return row

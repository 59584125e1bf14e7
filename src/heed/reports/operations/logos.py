"""Keeping the partnership's logo for its reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.kit.writing.pictures import LARGEST
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.files.antivirus import scan
from heed.platform.files.checking import refused
from heed.platform.files.operations import store_file
from heed.reports.events import LogoEnded, LogoKept
from heed.reports.models import Logo
from heed.reports.queries.logos import find_logo


def keep_logo(actor: Actor, *, file_name: str, chunks: Iterable[bytes], words: str, at: datetime) -> Logo:
    """A logo that stands at the head of reports from now on. What was sent is made anew and not kept: nothing that it
    carried beside its points leaves with a report."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    said = " ".join(words.split())[:200]
    if not said:
        raise Invalid("Say what the logo says.", fields={"words": "Say what the logo says"})
    file = store_file(chunks=[_made_anew(chunks, file_name)], at=at)
    with transaction.atomic():
        Logo.objects.visible_to(actor).filter(ended_at=None).update(ended_at=at)
        row: Logo = Logo.objects.create(
            partnership_id=actor.partnership_id,
            scope=get_partnership_scope(actor.partnership_id),
            file=file,
            words=said,
            kept_by_id=actor.person_id,
            kept_at=at,
        )
        record(actor, LogoKept(), subject_kind="logo", subject_ref=row.public_id, at=at)
    return row


def _made_anew(chunks: Iterable[bytes], name: str) -> bytes:
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > LARGEST:
            raise refused(name, f"It is larger than {LARGEST // 1_000_000} MB.")
    with tempfile.NamedTemporaryFile(prefix="heed-") as aside:
        aside.write(data)
        aside.flush()
        if scan(Path(aside.name)):
            raise refused(
                name, "The virus scanner found malware in it. Tell whoever looks after your computers."
            )
    try:
        made, trouble = call_in_process("heed.kit.writing.pictures.logo_of", data)
    except Unreadable as reason:
        raise refused(name, "It is too hard to open: save it again as PNG.") from reason
    if trouble:
        raise refused(name, f"{trouble}.")
    return bytes(made)


@transaction.atomic
def end_logo(actor: Actor, *, at: datetime) -> None:
    """Write reports without a logo again. The picture stays kept."""
    check_may(actor, Permission.KEEP_TEMPLATES)
    row = find_logo(actor)
    counting = Logo.objects.visible_to(actor).filter(ended_at=None)
    if row is None or not counting.filter(pk=row.pk).update(ended_at=at):
        raise NotNow("Reports have no logo already.")
    record(actor, LogoEnded(), subject_kind="logo", subject_ref=row.public_id, at=at)

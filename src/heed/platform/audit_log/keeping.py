"""What is done about the log in the background: sealed within seconds, anchored, verified by the hour and the day."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import close_old_connections
from django.utils import timezone

from heed.platform.audit_log.anchor import heads_in_words, write_anchor
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.verification import verify

log = logging.getLogger(__name__)
SEAL_EVERY = timedelta(seconds=3)
NEW_EVERY = timedelta(hours=1)
ALL_EVERY = timedelta(days=1)


def seal_and_anchor(*, at: datetime) -> int:
    """Seal what is new and add it to the anchor; returns how many events were sealed. An anchor that cannot be
    written stops nothing: it is logged, and the log's page says how far it is anchored."""
    sealed = seal(at=at)
    try:
        write_anchor(at=at)
    except OSError:
        log.exception("the audit log's anchor could not be written")
    return sealed


def mail_heads() -> bool:
    """Mail the heads of all chains where the settings say, so that they are kept by somebody else."""
    if not settings.ANCHOR_MAIL:
        return False
    lines = "\n".join(heads_in_words())
    send_mail("Heads of Heed's audit log", f"{lines}\n", None, [settings.ANCHOR_MAIL])
    return True


def keep_for_ever() -> None:
    """In a thread of the worker: seal, anchor and verify until the process ends."""
    pause = threading.Event()
    new_at = all_at = timezone.now()
    while not pause.wait(SEAL_EVERY.total_seconds()):
        try:
            now = timezone.now()
            seal_and_anchor(at=now)
            if now - all_at > ALL_EVERY:
                _report(only_new=False, at=now)
                mail_heads()
                all_at = new_at = now
            elif now - new_at > NEW_EVERY:
                _report(only_new=True, at=now)
                new_at = now
        except Exception:
            log.exception("keeping the audit log failed; it is tried again in %s", SEAL_EVERY)
        finally:
            close_old_connections()


def _report(*, only_new: bool, at: datetime) -> None:
    for verdict in verify(only_new=only_new, at=at):
        if not verdict.sound:
            log.error("audit log of %s: %s", verdict.partnership, verdict.problem)

"""What recurs: the digests of the day, once the hour has come."""

from __future__ import annotations

from datetime import datetime

from heed.platform.jobs.schedule import Recurring, hourly, register_recurring
from heed.platform.notices.operations import make_digests


class MailRefused(RuntimeError):
    """Some mails could not be sent; they are tried again at the next turn."""


def run_digests(at: datetime) -> None:
    """Tell people what is due. Raises where mails could not be sent, so that it is tried again."""
    made = make_digests(at=at)
    if made.failed:
        raise MailRefused(f"{made.failed} digests could not be mailed")


def register() -> None:
    """Called at start-up."""
    register_recurring(Recurring(name="notices.digests", due=hourly, run=run_digests))

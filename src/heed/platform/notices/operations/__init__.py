"""Telling people what is due, and what they say about how."""

from heed.platform.notices.operations.calendars import end_feed, fetch_feed, make_feed
from heed.platform.notices.operations.comments import (
    edit_comment,
    follow_record,
    leave_record,
    withdraw_comment,
    write_comment,
)
from heed.platform.notices.operations.digests import make_digests
from heed.platform.notices.operations.own import choose_digest, mark_read
from heed.platform.notices.operations.reminders import change_reminders
from heed.platform.notices.operations.telling import tell_person

__all__ = [
    "change_reminders",
    "choose_digest",
    "edit_comment",
    "end_feed",
    "fetch_feed",
    "follow_record",
    "leave_record",
    "make_digests",
    "make_feed",
    "mark_read",
    "tell_person",
    "withdraw_comment",
    "write_comment",
]

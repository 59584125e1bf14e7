"""What the audit log keeps of reminders, calendars and notices."""

from heed.platform.audit_log.types import event


@event("reminders.told")
class RemindersTold:
    """Told {notices} things that are due, {escalated} of them because nobody had acted."""

    notices: int
    escalated: int


@event("digest.mailed")
class DigestMailed:
    """Mailed a digest of {things} things, by reference and type only."""

    things: int


@event("digest.chosen")
class DigestChosen:
    """Chose how often a digest comes: {often}."""

    often: str


@event("notices.read")
class NoticesRead:
    """Marked {notices} notices as read."""

    notices: int


@event("calendar.made")
class CalendarMade:
    """Made a secret address for a calendar; an earlier one ended: {replaced}."""

    replaced: bool


@event("calendar.ended")
class CalendarEnded:
    """Ended a calendar's secret address."""


@event("calendar.fetched")
class CalendarFetched:
    """A calendar was fetched by its secret address: {entries} entries."""

    entries: int


@event("comment.written")
class CommentWritten:
    """Commented on this record; {mentioned} people are mentioned and {told} told in all."""

    mentioned: int
    told: int


@event("comment.edited")
class CommentEdited:
    """Changed a comment on this record; its earlier words are kept."""

    mentioned: int


@event("comment.withdrawn")
class CommentWithdrawn:
    """Withdrew a comment on this record."""


@event("record.followed")
class RecordFollowed:
    """Follows this record."""


@event("record.left")
class RecordLeft:
    """Follows this record no more."""

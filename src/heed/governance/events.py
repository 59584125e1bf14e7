"""What the audit log keeps of meetings: references and counts, never what was said."""

from heed.platform.audit_log.types import event


@event("group.added")
class GroupAdded:
    """Added a group of the partnership."""


@event("group.changed")
class GroupChanged:
    """Changed what is said about a group."""


@event("group.part_given")
class PartGiven:
    """Made {person} {part} of a group."""

    person: str
    part: str


@event("group.part_ended")
class PartEnded:
    """Ended {person}'s part in a group."""

    person: str


@event("group.chair_handed_over")
class ChairHandedOver:
    """Kept that the chair of a group went to {person}, with {matters} open matters."""

    person: str
    matters: int


@event("group.line_kept")
class LineKept:
    """Kept a {kind} for a group."""

    kind: str


@event("group.line_closed")
class LineClosed:
    """Closed a {kind} of a group."""

    kind: str


@event("meeting.called")
class MeetingCalled:
    """Called the meeting {reference}."""

    reference: str


@event("meeting.changed")
class MeetingChanged:
    """Changed a meeting ({what})."""

    what: str


@event("meeting.paper_added")
class PaperAdded:
    """Added a paper to a meeting, {purpose}."""

    purpose: str


@event("meeting.paper_taken")
class PaperTaken:
    """Downloaded a paper of a meeting."""


@event("meeting.pack_taken")
class PackTaken:
    """Downloaded a meeting's pack as {form}."""

    form: str


@event("meeting.attendance_kept")
class AttendanceKept:
    """Kept who came: {there} of {expected}."""

    there: int
    expected: int

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


@event("meeting.minuted")
class MeetingMinuted:
    """Minuted {points} points of a meeting."""

    points: int


@event("meeting.ended")
class MeetingEnded:
    """Ended a meeting: its minutes are finished, {lacks} lack for a quorum."""

    lacks: int


@event("meeting.decision_kept")
class DecisionKept:
    """Kept the decision {reference} ({kind})."""

    reference: str
    kind: str


@event("meeting.minutes_approved")
class MinutesApproved:
    """Approved version {number} of a meeting's minutes."""

    number: int
    sha256: str


@event("meeting.minutes_opened")
class MinutesOpened:
    """Opened approved minutes again, as version {number}."""

    number: int


@event("meeting.packs_asked")
class PacksAsked:
    """Asked for the packs of a meeting to be made and kept as sent."""


@event("meeting.pack_sent")
class PackSent:
    """Kept the pack of {person} as sent."""

    person: str
    sha256: str


@event("decision.by_chair")
class DecidedByChair:
    """Kept the decision {reference} under the independent chair's name."""

    reference: str


@event("report.added")
class ReportAdded:
    """Put a report into the calendar ({every})."""

    every: str


@event("report.kept")
class ReportKept:
    """Kept that a report due {due} was made."""

    due: str


@event("report.ended")
class ReportEnded:
    """Took a report out of the calendar."""


@event("report.progress_taken")
class ReportTaken:
    """Downloaded a report as {form}."""

    form: str


@event("strategy.added")
class StrategyAdded:
    """Added the {kind} {reference}."""

    reference: str
    kind: str


@event("strategy.changed")
class StrategyChanged:
    """Changed what is said of {reference}, a priority, strategy or business plan."""

    reference: str


@event("strategy.tied")
class StrategyTied:
    """Tied {recommendations} recommendations and {actions} actions to {reference}."""

    reference: str
    recommendations: int
    actions: int


@event("strategy.untied")
class StrategyUntied:
    """Took {thing} out of what is tied to {reference}."""

    reference: str
    thing: str


@event("strategy.focus_group_planned")
class FocusGroupPlanned:
    """Planned a focus group of {reference} for {on}."""

    reference: str
    on: str


@event("strategy.focus_group_kept")
class FocusGroupKept:
    """Kept what came of a focus group of {reference}, held: {held}, with {points} points."""

    reference: str
    held: str
    points: int


@event("strategy.change_kept")
class FocusChangeKept:
    """Kept what came of a point of a focus group of {reference}, changed: {changed}."""

    reference: str
    changed: str

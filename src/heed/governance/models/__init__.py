"""Groups, their meetings, and what is decided in them."""

from heed.governance.models.groups import GroupLine, Handover
from heed.governance.models.meetings import AgendaItem, Attendee, Meeting, Paper
from heed.governance.models.minutes import Decision, Minutes, MinutesLine, SentPack
from heed.governance.models.reporting import ReportDue, ReportSent
from heed.governance.models.strategies import FocusChange, FocusGroup, FocusPoint, Strategy

__all__ = [
    "AgendaItem",
    "Attendee",
    "Decision",
    "FocusChange",
    "FocusGroup",
    "FocusPoint",
    "GroupLine",
    "Handover",
    "Meeting",
    "Minutes",
    "MinutesLine",
    "Paper",
    "ReportDue",
    "ReportSent",
    "SentPack",
    "Strategy",
]

"""Groups, their meetings, and what is decided in them."""

from heed.governance.models.groups import GroupLine, Handover
from heed.governance.models.meetings import AgendaItem, Attendee, Meeting, Paper

__all__ = ["AgendaItem", "Attendee", "GroupLine", "Handover", "Meeting", "Paper"]

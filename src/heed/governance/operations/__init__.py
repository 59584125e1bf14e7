"""Everything that changes groups, meetings and what is decided in them."""

from heed.governance.operations.groups import (
    add_group,
    change_group,
    close_line,
    end_part,
    give_part,
    hand_over_chair,
    keep_line,
)
from heed.governance.operations.meetings import (
    Attendance,
    add_attendee,
    add_item,
    add_paper,
    call_meeting,
    cancel_meeting,
    change_item,
    change_meeting,
    keep_attendance,
    note_pack_taken,
    note_paper_taken,
    remove_item,
)

__all__ = [
    "Attendance",
    "add_attendee",
    "add_group",
    "add_item",
    "add_paper",
    "call_meeting",
    "cancel_meeting",
    "change_group",
    "change_item",
    "change_meeting",
    "close_line",
    "end_part",
    "give_part",
    "hand_over_chair",
    "keep_attendance",
    "keep_line",
    "note_pack_taken",
    "note_paper_taken",
    "remove_item",
]

"""Everything that changes groups, meetings and what is decided in them."""

from heed.governance.operations.deciding import decide_action
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
from heed.governance.operations.minuting import (
    Minuted,
    approve_minutes,
    decide_alone,
    end_meeting,
    keep_minutes,
    note_decision,
    reopen_minutes,
)
from heed.governance.operations.packs import (
    ask_for_packs,
    keep_sent_pack,
    note_report_taken,
    note_sent_pack_taken,
)
from heed.governance.operations.reporting import add_report, end_report, keep_report

__all__ = [
    "Minuted",
    "add_report",
    "decide_action",
    "end_report",
    "keep_report",
    "note_report_taken",
    "approve_minutes",
    "ask_for_packs",
    "decide_alone",
    "end_meeting",
    "keep_minutes",
    "keep_sent_pack",
    "note_decision",
    "note_sent_pack_taken",
    "reopen_minutes",
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

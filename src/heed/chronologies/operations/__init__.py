"""Every change to a chronology."""

from heed.chronologies.operations.entering import (
    add_entry,
    change_entry,
    choose_days,
    open_chronology,
    withdraw_entry,
)
from heed.chronologies.operations.files import (
    bring_in_file,
    leave_file,
    say_file,
    send_file,
    undo_file,
)
from heed.chronologies.operations.marks import make_mark, withdraw_mark
from heed.chronologies.operations.names import (
    make_pseudonym,
    note_names_shown,
    note_taken,
    open_pseudonym,
    seal_names,
)
from heed.chronologies.operations.signs import decide_sign, look_through

__all__ = [
    "add_entry",
    "bring_in_file",
    "change_entry",
    "choose_days",
    "decide_sign",
    "leave_file",
    "look_through",
    "make_mark",
    "make_pseudonym",
    "note_names_shown",
    "note_taken",
    "open_chronology",
    "open_pseudonym",
    "say_file",
    "seal_names",
    "send_file",
    "undo_file",
    "withdraw_entry",
    "withdraw_mark",
]

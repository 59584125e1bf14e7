"""What changes lessons, what is said of pairs, and drafts."""

from heed.memory.operations.drafting import DraftWords, change_draft, drop_draft, write_draft
from heed.memory.operations.lessons import (
    add_to_lesson,
    join_lessons,
    name_lesson,
    rename_lesson,
    split_lesson,
    take_out_of_lesson,
)
from heed.memory.operations.looking import look_up
from heed.memory.operations.pairs import adopt_for_later, answer_pair
from heed.memory.operations.registering import answer_draft, register_draft

__all__ = [
    "DraftWords",
    "add_to_lesson",
    "adopt_for_later",
    "answer_draft",
    "answer_pair",
    "change_draft",
    "drop_draft",
    "join_lessons",
    "look_up",
    "name_lesson",
    "register_draft",
    "rename_lesson",
    "split_lesson",
    "take_out_of_lesson",
    "write_draft",
]

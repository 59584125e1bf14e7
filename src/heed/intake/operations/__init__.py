"""What changes an import: beginning and reading it, deciding on proposals, and accepting it into the register."""

from heed.intake.operations.accept import accept_import
from heed.intake.operations.begin import AlreadyHere, ask_again, begin_import, fail_import, keep_what_was_read
from heed.intake.operations.catch_up import CaughtUp, catch_up
from heed.intake.operations.decide import add_proposal, correct_proposal, decide, decide_findings, decide_sure
from heed.intake.operations.shape import join_with_next, move_proposal, split_proposal
from heed.intake.operations.sheets import accept_sheet, begin_sheet, drop_sheet, say_columns, undo_sheet
from heed.intake.operations.undo import put_records_back, undo_import
from heed.intake.operations.withdraw import erase_import, put_import_back, withdraw_import

__all__ = [
    "AlreadyHere",
    "CaughtUp",
    "accept_import",
    "accept_sheet",
    "add_proposal",
    "ask_again",
    "begin_import",
    "begin_sheet",
    "catch_up",
    "correct_proposal",
    "decide",
    "decide_findings",
    "decide_sure",
    "drop_sheet",
    "fail_import",
    "join_with_next",
    "keep_what_was_read",
    "move_proposal",
    "split_proposal",
    "erase_import",
    "say_columns",
    "put_import_back",
    "put_records_back",
    "undo_import",
    "undo_sheet",
    "withdraw_import",
]

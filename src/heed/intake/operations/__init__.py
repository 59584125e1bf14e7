"""What changes an import: beginning and reading it, deciding on proposals, and accepting it into the register."""

from heed.intake.operations.accept import accept_import
from heed.intake.operations.begin import ask_again, begin_import, fail_import, keep_what_was_read
from heed.intake.operations.decide import add_proposal, correct_proposal, decide, decide_sure

__all__ = [
    "accept_import",
    "add_proposal",
    "ask_again",
    "begin_import",
    "correct_proposal",
    "decide",
    "decide_sure",
    "fail_import",
    "keep_what_was_read",
]

"""What is done with reports."""

from heed.reports.operations.layouts import change_layout, change_short_forms
from heed.reports.operations.logos import end_logo, keep_logo
from heed.reports.operations.making import (
    discard_report,
    make_report,
    note_composed,
    note_report_taken,
    take_report_up_again,
)
from heed.reports.operations.settling import settle_place
from heed.reports.operations.templates import (
    end_word_template,
    keep_word_template,
    note_word_template_taken,
)
from heed.reports.operations.writing import sign_statement, write_words

__all__ = [
    "change_layout",
    "change_short_forms",
    "discard_report",
    "end_logo",
    "end_word_template",
    "keep_logo",
    "keep_word_template",
    "make_report",
    "note_composed",
    "note_report_taken",
    "note_word_template_taken",
    "settle_place",
    "sign_statement",
    "take_report_up_again",
    "write_words",
]

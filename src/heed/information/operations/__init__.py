"""What is done in information governance."""

from heed.information.operations.access_reviews import confirm_people, settle_end
from heed.information.operations.agreements import (
    add_agreement,
    attach_file,
    change_agreement,
    make_new_edition,
    note_agreement_file_taken,
    sign_agreement,
)
from heed.information.operations.assessments import add_assessment, save_answers
from heed.information.operations.releases import (
    ask_agency_for_records,
    choose_files,
    decide_release,
    keep_release_request,
    note_release_taken,
    settle_records,
)
from heed.information.operations.requests import answer_request, extend_request, keep_request
from heed.information.operations.retention import (
    confirm_rule,
    decide_disposal,
    lift_hold,
    place_hold,
    propose_disposal,
)
from heed.information.operations.subject_access import (
    mark_mention,
    note_bundle_taken,
    note_mentions_seen,
    search_for_person,
)

__all__ = [
    "add_agreement",
    "add_assessment",
    "answer_request",
    "ask_agency_for_records",
    "attach_file",
    "change_agreement",
    "choose_files",
    "confirm_people",
    "confirm_rule",
    "decide_disposal",
    "decide_release",
    "extend_request",
    "lift_hold",
    "place_hold",
    "propose_disposal",
    "keep_release_request",
    "keep_request",
    "make_new_edition",
    "mark_mention",
    "note_agreement_file_taken",
    "note_bundle_taken",
    "note_mentions_seen",
    "note_release_taken",
    "save_answers",
    "search_for_person",
    "settle_end",
    "settle_records",
    "sign_agreement",
]

"""What changes reviews."""

from heed.reviews.operations.accepting import settle_acceptance
from heed.reviews.operations.cases import acknowledge_referral, refer_case, tie_cases
from heed.reviews.operations.clocks import (
    end_clock,
    pause_clock,
    pause_clocks,
    resume_clock,
    resume_clocks,
    start_clock,
)
from heed.reviews.operations.deciding import recommend_decision, settle_decision
from heed.reviews.operations.drafts import (
    answer_challenge,
    challenge_draft,
    decide_gate,
    note_draft_taken,
    send_draft,
)
from heed.reviews.operations.proposing import propose_step, settle_appointment, settle_step
from heed.reviews.operations.rapid import (
    answer_for_rapid_review,
    ask_agencies,
    close_rapid_review,
    keep_panel_reply,
    keep_rapid_meeting,
    know_of_incident,
    note_letter_taken,
    note_rapid_sent,
    notify_rapid_review,
)
from heed.reviews.operations.registering import add_document, leave_document, register_review
from heed.reviews.operations.safety import answer_first_question, answer_safety
from heed.reviews.operations.stages import enter_stage, move_review

__all__ = [
    "acknowledge_referral",
    "add_document",
    "answer_challenge",
    "answer_first_question",
    "answer_for_rapid_review",
    "answer_safety",
    "ask_agencies",
    "challenge_draft",
    "close_rapid_review",
    "decide_gate",
    "end_clock",
    "enter_stage",
    "keep_panel_reply",
    "keep_rapid_meeting",
    "know_of_incident",
    "leave_document",
    "move_review",
    "note_draft_taken",
    "note_letter_taken",
    "note_rapid_sent",
    "notify_rapid_review",
    "pause_clock",
    "pause_clocks",
    "propose_step",
    "recommend_decision",
    "refer_case",
    "register_review",
    "resume_clock",
    "resume_clocks",
    "settle_acceptance",
    "settle_appointment",
    "settle_decision",
    "settle_step",
    "send_draft",
    "start_clock",
    "tie_cases",
]

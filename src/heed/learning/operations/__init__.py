"""What changes recommendations, answers and findings."""

from heed.learning.operations.answering import save_answer_draft, sign_answer
from heed.learning.operations.asking import (
    Ask,
    ask_for_answers,
    chase,
    move_answer_day,
    pass_requests,
    withdraw_request,
)
from heed.learning.operations.findings import (
    NewFinding,
    register_findings,
    say_what_it_led_to,
    withdraw_findings,
)
from heed.learning.operations.recommendations import (
    NewRecommendation,
    NewResponse,
    Registered,
    add_answers,
    assign_agency,
    count_answers,
    name_recommendation,
    register_recommendations,
    set_threads,
    withdraw_recommendations,
)

__all__ = [
    "Ask",
    "NewFinding",
    "NewRecommendation",
    "NewResponse",
    "Registered",
    "add_answers",
    "ask_for_answers",
    "assign_agency",
    "chase",
    "count_answers",
    "move_answer_day",
    "name_recommendation",
    "pass_requests",
    "register_findings",
    "register_recommendations",
    "save_answer_draft",
    "say_what_it_led_to",
    "set_threads",
    "sign_answer",
    "withdraw_findings",
    "withdraw_recommendations",
    "withdraw_request",
]

"""What changes recommendations, answers and findings."""

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
    "NewFinding",
    "NewRecommendation",
    "NewResponse",
    "Registered",
    "add_answers",
    "assign_agency",
    "count_answers",
    "name_recommendation",
    "register_findings",
    "register_recommendations",
    "say_what_it_led_to",
    "set_threads",
    "withdraw_findings",
    "withdraw_recommendations",
]

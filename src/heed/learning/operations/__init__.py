"""What changes recommendations, answers and findings."""

from heed.learning.operations.answering import save_answer_draft, sign_answer
from heed.learning.operations.asking import (
    Ask,
    ask_for_answers,
    chase,
    move_answer_day,
    pass_requests,
    requests_come_back,
    withdraw_request,
)
from heed.learning.operations.findings import (
    NewFinding,
    register_findings,
    say_what_is_public,
    say_what_it_led_to,
    withdraw_findings,
)
from heed.learning.operations.judging import judge_answer, say_who_answered
from heed.learning.operations.mending import (
    mend_early_learning,
    mend_finding,
    take_up_mark,
    withdraw_early_learning,
    withdraw_finding,
)
from heed.learning.operations.parts import divide_recommendation
from heed.learning.operations.recommendations import (
    NewRecommendation,
    NewResponse,
    Registered,
    add_answers,
    addressed_come_back,
    assign_agency,
    keep_theme,
    name_recommendation,
    register_recommendations,
    withdraw_recommendations,
)
from heed.learning.operations.superseding import supersede_recommendation, take_back_superseded
from heed.learning.operations.theming import MOST_THEMED, Themed, set_themes, undo_themes
from heed.learning.operations.threads import count_answers, set_threads
from heed.learning.operations.withholding import withhold_recommendation
from heed.learning.operations.written import (
    explain_finding,
    issue_early_learning,
    say_which_questions,
    take_recommendations,
    tie_early_learning,
    write_finding,
    write_recommendation,
)

__all__ = [
    "Ask",
    "MOST_THEMED",
    "NewFinding",
    "NewRecommendation",
    "NewResponse",
    "Registered",
    "Themed",
    "add_answers",
    "addressed_come_back",
    "ask_for_answers",
    "assign_agency",
    "chase",
    "count_answers",
    "divide_recommendation",
    "judge_answer",
    "keep_theme",
    "move_answer_day",
    "mend_early_learning",
    "mend_finding",
    "name_recommendation",
    "pass_requests",
    "register_findings",
    "register_recommendations",
    "requests_come_back",
    "save_answer_draft",
    "say_what_is_public",
    "say_what_it_led_to",
    "say_who_answered",
    "set_themes",
    "set_threads",
    "supersede_recommendation",
    "take_back_superseded",
    "sign_answer",
    "take_recommendations",
    "take_up_mark",
    "undo_themes",
    "withdraw_early_learning",
    "withdraw_finding",
    "withdraw_findings",
    "withdraw_recommendations",
    "withdraw_request",
    "explain_finding",
    "issue_early_learning",
    "say_which_questions",
    "tie_early_learning",
    "write_finding",
    "write_recommendation",
    "withhold_recommendation",
]

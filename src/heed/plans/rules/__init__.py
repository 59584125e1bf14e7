"""What follows for actions without a database."""

from heed.plans.rules.beside import parted_by_day
from heed.plans.rules.delivery import count_delivery, is_settled, shows_at_least
from heed.plans.rules.recurring import expected_after
from heed.plans.rules.saying import (
    check_fields,
    checked_reason,
    listed,
    milestone_line,
    what_is_missing,
    wrong_day,
)
from heed.plans.rules.smart import Planned, SmartTest, smart_tests
from heed.plans.rules.states import (
    STATE_WORDS,
    TRANSITIONS,
    brought_state,
    may_go,
    missing_of_brought,
    state_as_stated,
)

__all__ = [
    "STATE_WORDS",
    "TRANSITIONS",
    "SmartTest",
    "Planned",
    "brought_state",
    "check_fields",
    "checked_reason",
    "count_delivery",
    "expected_after",
    "is_settled",
    "listed",
    "may_go",
    "milestone_line",
    "missing_of_brought",
    "parted_by_day",
    "shows_at_least",
    "smart_tests",
    "state_as_stated",
    "what_is_missing",
    "wrong_day",
]

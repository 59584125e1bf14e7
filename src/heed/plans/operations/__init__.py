"""What changes actions, and what is said of them."""

from heed.plans.operations.agreeing import (
    agree_action,
    agree_in_principle,
    close_action,
    join_actions,
    reopen_action,
    withdraw_action,
)
from heed.plans.operations.answered import tell_who_asked
from heed.plans.operations.bringing import bring_in_actions
from heed.plans.operations.evidence import (
    NewEvidence,
    NewVersion,
    Speaks,
    add_evidence_version,
    give_evidence,
    keep_answers_of_links,
    note_evidence_file_taken,
    use_evidence,
)
from heed.plans.operations.held import adopt_actions, say_not_held, take_back_not_held
from heed.plans.operations.lasting import Judgement, judge_difference, plan_check, record_check
from heed.plans.operations.many import MOST, RowChange, change_actions, undo_change
from heed.plans.operations.marking import assure_action, report_complete, send_back, verify_action
from heed.plans.operations.offline import Wanted, bring_back, note_taken_offline
from heed.plans.operations.passing import actions_come_back, assign_agency, pass_open_actions
from heed.plans.operations.planning import change_action, make_action
from heed.plans.operations.reading import NewAction, register_actions, withdraw_actions
from heed.plans.operations.recurring import keep_occurrence
from heed.plans.operations.threads import deliveries_of, refresh_after_expiry, refresh_after_settling
from heed.plans.operations.undoing import take_back_brought
from heed.plans.operations.withdrawing import give_evidence_back, withdraw_evidence
from heed.plans.operations.working import (
    ask_for_move,
    decide_move,
    restart_action,
    review_action,
    set_colour,
    stall_action,
    start_work,
)
from heed.plans.queries.planned import Plan

__all__ = [
    "Judgement",
    "NewAction",
    "NewEvidence",
    "NewVersion",
    "MOST",
    "Plan",
    "RowChange",
    "Speaks",
    "add_evidence_version",
    "adopt_actions",
    "agree_action",
    "agree_in_principle",
    "Wanted",
    "ask_for_move",
    "actions_come_back",
    "bring_back",
    "note_taken_offline",
    "bring_in_actions",
    "assign_agency",
    "assure_action",
    "change_action",
    "change_actions",
    "close_action",
    "decide_move",
    "deliveries_of",
    "give_evidence",
    "join_actions",
    "judge_difference",
    "make_action",
    "keep_answers_of_links",
    "keep_occurrence",
    "note_evidence_file_taken",
    "pass_open_actions",
    "plan_check",
    "record_check",
    "refresh_after_expiry",
    "refresh_after_settling",
    "register_actions",
    "reopen_action",
    "report_complete",
    "restart_action",
    "review_action",
    "say_not_held",
    "send_back",
    "set_colour",
    "stall_action",
    "start_work",
    "take_back_brought",
    "take_back_not_held",
    "tell_who_asked",
    "undo_change",
    "use_evidence",
    "give_evidence_back",
    "withdraw_evidence",
    "verify_action",
    "withdraw_action",
    "withdraw_actions",
]

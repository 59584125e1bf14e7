"""What changes publications and what belongs to them."""

from heed.publishing.operations.bulletins import check_own_words, mail_bulletin, send_bulletin
from heed.publishing.operations.checking import answer_hit, finish_check
from heed.publishing.operations.links import keep_followed_links
from heed.publishing.operations.preparing import (
    begin_correction,
    begin_publication,
    bring_text,
    change_text,
    say_how_it_comes_out,
    take_report,
)
from heed.publishing.operations.public import (
    discard_edition,
    look_at_copy,
    publish,
    publish_planned,
    take_up_again,
    withdraw_publication,
)
from heed.publishing.operations.reaching import decide_campaign, keep_campaign, keep_reach
from heed.publishing.operations.timing import (
    forbid_dates,
    lift_forbidden_date,
    note_file_taken,
    plan_publication,
    write_down_telling,
)

__all__ = [
    "answer_hit",
    "begin_correction",
    "begin_publication",
    "bring_text",
    "change_text",
    "check_own_words",
    "decide_campaign",
    "discard_edition",
    "finish_check",
    "forbid_dates",
    "keep_campaign",
    "keep_followed_links",
    "keep_reach",
    "lift_forbidden_date",
    "look_at_copy",
    "mail_bulletin",
    "note_file_taken",
    "plan_publication",
    "publish",
    "publish_planned",
    "say_how_it_comes_out",
    "send_bulletin",
    "take_report",
    "take_up_again",
    "withdraw_publication",
    "write_down_telling",
]

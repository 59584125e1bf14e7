"""The work of a review for the house rules: what addresses point at, how each event happens, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from heed.reviews.models import Submission
from heed.reviews.operations.giving import (
    hand_in_submission,
    note_submission_file_taken,
    save_submission_draft,
)
from heed.reviews.operations.non_compliance import close_non_compliance, end_commission
from heed.reviews.operations.submissions import chase_submission, move_submission_day, withdraw_submission
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register
from tests.cast_review_work import DUE, LATE, agency


def things(cast: Cast, register: Register) -> dict[str, str]:
    """A submission that waits for the Trust, and one of another kind that it handed in with a file."""
    row = work.ask(cast, register, due_on=DUE)
    given = work.ask(cast, register, kind="single_agency_learning")
    work.hand_in(cast, given, file=("report.txt", [b"What we found."]))
    return {
        "submission": row.public_id,
        "submission.given": given.public_id,
        "agency.asked": agency("Westmere Police").public_id,
        "agency.trust": agency("Vale NHS Trust").public_id,
        "next_year": str(timezone.localdate().year + 1),
    }


def ensure(cast: Cast, register: Register) -> None:
    work.ensure(cast, register)


def moved(cast: Cast, row: Submission, days: int = 7) -> object:
    return move_submission_day(
        cast.manager,
        ref=row.public_id,
        due_on=DUE + timedelta(days=days),
        reason="Half term.",
        version=row.version,
        at=AT,
    )


def closed(register: Register, cast: Cast) -> object:
    row = work.silent(cast, register)
    return close_non_compliance(
        cast.manager, ref=row.public_id, engagement="They came.", engaged_on=LATE.date(), at=LATE
    )


def took_file(register: Register, cast: Cast) -> object:
    row = work.ask(cast, register)
    work.hand_in(cast, row, file=("report.txt", [b"What we found."]))
    return note_submission_file_taken(cast.manager, ref=row.public_id, number=1, at=AT)


def drafted(cast: Cast, row: Submission, mine: str) -> object:
    written = work.words(words={**work.words().words, "learning": mine})
    return save_submission_draft(work.lead(cast), ref=row.public_id, written=written, version=0, at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "submission.asked": lambda register, cast: work.ask(cast, register),
    "submission.chased": lambda register, cast: chase_submission(
        cast.manager, ref=work.ask(cast, register).public_id, whom="Aled Avery", words="", at=AT
    ),
    "submission.day_moved": lambda register, cast: moved(cast, work.ask(cast, register)),
    "submission.not_asked_any_more": lambda register, cast: withdraw_submission(
        cast.manager, ref=work.ask(cast, register).public_id, reason="They knew nobody.", at=AT
    ),
    "submission.drafted": lambda register, cast: drafted(cast, work.ask(cast, register), "Not yet."),
    "submission.handed_in": lambda register, cast: work.given(cast, register),
    "submission.checked": lambda register, cast: work.assured(cast, register),
    "submission.signed_off": lambda register, cast: work.final(cast, register),
    "submission.file_taken": took_file,
    "noncompliance.sent_on": lambda register, cast: work.silent(cast, register),
    "noncompliance.closed": closed,
    "commission.kept": lambda register, cast: work.commission(cast),
    "commission.ended": lambda register, cast: end_commission(
        cast.manager, ref=work.commission(cast).public_id, ends_on=AT.date(), at=AT
    ),
}

_O = "heed.reviews.operations"
WITHOUT_VERSION = {
    f"{_O}.submissions.withdraw_submission": "claims the request while it waits: the second is told so",
    f"{_O}.giving.check_submission": "says which version of the agency's was read, and claims it",
    f"{_O}.giving.sign_off_submission": "says which version of the agency's was read, and claims it",
    f"{_O}.non_compliance.send_on_non_compliance": "says which stage was seen: the second is told so",
    f"{_O}.non_compliance.close_non_compliance": "claims the case while it is open: the second is told so",
    f"{_O}.non_compliance.end_commission": "ends it, once: the second is told so",
}

Two = tuple[Model, tuple[str, str], Callable[[str], object]]


def _day(register: Register, cast: Cast) -> Two:
    row = work.ask(cast, register)
    days = {"8 Apr 2025": 7, "15 Apr 2025": 14}
    return row, ("8 Apr 2025", "15 Apr 2025"), lambda mine: moved(cast, row, days[mine])


def _draft(register: Register, cast: Cast) -> Two:
    row = work.ask(cast, register)
    return row, ("We learned much.", "We learned little."), lambda mine: drafted(cast, row, mine)


def _handing_in(register: Register, cast: Cast) -> Two:
    """A colleague keeps a draft while somebody has the page open to hand it in."""
    row = work.ask(cast, register)

    def save(mine: str) -> object:
        if mine == "We learned much.":
            return drafted(cast, row, mine)
        written = work.words(words={**work.words().words, "learning": mine})
        return hand_in_submission(work.lead(cast), ref=row.public_id, written=written, version=0, at=AT)

    return row, ("We learned much.", "We learned little."), save


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.submissions.move_submission_day": _day,
    f"{_O}.giving.save_submission_draft": _draft,
    f"{_O}.giving.hand_in_submission": _handing_in,
}

"""The work of a review for the house rules: what addresses point at, how each event happens, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from heed.learning.models import EarlyLearning, Finding
from heed.learning.operations import (
    explain_finding,
    mend_early_learning,
    mend_finding,
    say_which_questions,
    tie_early_learning,
    withdraw_early_learning,
    withdraw_finding,
)
from heed.learning.types import WhatLiesBehind
from heed.reviews.models import ChildsLife, Participant, Proceedings, Submission
from heed.reviews.operations.childs_life import keep_life, mend_life, withdraw_life
from heed.reviews.operations.days import correct_day
from heed.reviews.operations.entries import mend_entry
from heed.reviews.operations.giving import (
    hand_in_submission,
    note_submission_file_taken,
    save_submission_draft,
)
from heed.reviews.operations.non_compliance import close_non_compliance, end_commission
from heed.reviews.operations.participation import (
    answer_question,
    end_family_request,
    keep_contact,
    keep_views,
    mark_told,
)
from heed.reviews.operations.people import (
    end_appointment,
    keep_declaration,
    unseat_panel_member,
)
from heed.reviews.operations.proceedings import (
    Holds,
    change_proceedings,
    end_proceedings,
    resume_after_proceedings,
)
from heed.reviews.operations.submissions import chase_submission, move_submission_day, withdraw_submission
from heed.reviews.operations.terms import approve_terms, withdraw_terms
from heed.reviews.operations.timescales import confirm_timescales, say_timescales
from heed.reviews.queries.participation import entries_of, find_participant
from heed.reviews.queries.terms import questions_of_review
from heed.reviews.types.childs_life import Told
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register
from tests.cast_review_work import DUE, LATE, agency


def things(cast: Cast, register: Register) -> dict[str, str]:
    """A submission that waits for the Trust, and one of another kind that it handed in with a file."""
    row = work.ask(cast, register, due_on=DUE)
    work.say_first(cast, row)
    given = work.ask(cast, register, kind="single_agency_learning")
    work.hand_in(cast, given, file=("report.txt", [b"What we found."]))
    return {
        "submission": row.public_id,
        "childs_life": life(cast, register).public_id,
        "early": work.early(cast, register).public_id,
        "participant": work.participant(cast, register).public_id,
        "proceedings": work.proceedings(cast, register).public_id,
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


def day_corrected(cast: Cast, register: Register, words: str) -> object:
    return correct_day(
        cast.manager,
        ref=register.review.public_id,
        said="published",
        words=words,
        why="Misread.",
        version=register.review.version,
        at=AT,
    )


def ended(cast: Cast, register: Register) -> Proceedings:
    row = work.proceedings(cast, register)
    return end_proceedings(
        cast.manager, ref=row.public_id, ended_on=AT.date(), outcome="Open verdict.", at=AT
    )


def changed(cast: Cast, row: Proceedings, words: str) -> object:
    holds = Holds(blocks=("drafting",), words=words)
    return change_proceedings(cast.manager, ref=row.public_id, holds=holds, version=row.version, at=AT)


def declared(cast: Cast, register: Register) -> object:
    return keep_declaration(
        cast.manager,
        ref=work.appointed(cast, register).public_id,
        independent=True,
        interests="None",
        declared_on=AT.date(),
        begins_on=None,
        at=AT,
    )


def approved(cast: Cast, register: Register) -> object:
    work.terms(cast, register)
    return approve_terms(
        cast.manager,
        review_ref=register.review.public_id,
        number=1,
        approved_on=AT.date(),
        approved_by="The review panel",
        at=AT,
    )


def withdrawn(cast: Cast, register: Register) -> None:
    work.terms(cast, register)
    withdraw_terms(
        cast.manager, review_ref=register.review.public_id, number=1, why="Of another case.", at=AT
    )


def explained(cast: Cast, register: Register, mine: str) -> object:
    behind = WhatLiesBehind(reasons=mine)
    return explain_finding(cast.manager, ref=register.findings[0].public_id, behind=behind, version=0, at=AT)


def entry_mended(cast: Cast, row: Participant, words: str) -> object:
    [entry] = entries_of(find_participant(cast.manager, row.public_id))
    return mend_entry(
        cast.manager, ref=row.public_id, entry=entry.key, words=words, reason="Misheard.", at=AT
    )


def life(cast: Cast, register: Register, words: str = "It was cold.") -> ChildsLife:
    told = Told("Child P", "2024", words=words, source="School notes")
    return keep_life(cast.officer, review_ref=register.review.public_id, told=told, at=AT)


def life_mended(cast: Cast, row: ChildsLife, mine: str) -> object:
    told = Told("Child P", "2024", words=mine, source="School notes")
    return mend_life(cast.officer, ref=row.public_id, told=told, version=1, at=AT)


def life_out(cast: Cast, row: ChildsLife, why: str) -> None:
    withdraw_life(cast.officer, ref=row.public_id, reason=why, version=1, at=AT)


def mended(cast: Cast, register: Register, mine: str, row: Finding | None = None) -> object:
    ref = (row or work.found(cast, register)).public_id
    return mend_finding(cast.manager, ref=ref, kind="weakness", text=mine, version=1, at=AT)


def early_mended(cast: Cast, row: EarlyLearning, mine: str, owner: str = "") -> object:
    return mend_early_learning(
        cast.manager,
        ref=row.public_id,
        text=row.recommendation.text,
        spotted_on=row.spotted_on,
        audience=mine,
        owner=owner or row.owner,
        version=1,
        at=AT,
    )


def answered(cast: Cast, register: Register) -> object:
    work.terms(cast, register)
    asked = [each.public_id for each in questions_of_review(cast.manager, register.review.pk)]
    ref = register.findings[0].public_id
    return say_which_questions(cast.manager, finding_ref=ref, questions=asked, at=AT)


def tied(cast: Cast, register: Register) -> object:
    ref = register.recommendations["1"].public_id
    return tie_early_learning(
        cast.manager, ref=work.early(cast, register).public_id, recommendation_ref=ref, at=AT
    )


def told(cast: Cast, register: Register) -> Participant:
    ref = work.participant(cast, register).public_id
    return mark_told(cast.manager, ref=ref, told_on=AT.date(), at=AT)


def said(cast: Cast, row: Participant, mine: str) -> object:
    return keep_views(cast.manager, ref=row.public_id, views=mine, support="", version=row.version, at=AT)


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
    "proceedings.noted": lambda register, cast: work.proceedings(cast, register),
    "proceedings.changed": lambda register, cast: changed(cast, work.proceedings(cast, register), "Listed."),
    "proceedings.ended": lambda register, cast: ended(cast, register),
    "proceedings.resumed": lambda register, cast: resume_after_proceedings(
        cast.manager, ref=ended(cast, register).public_id, words="The draft goes on.", at=AT
    ),
    **dict.fromkeys(
        ["reviewer.kept", "reviewer.appointed"], lambda register, cast: work.appointed(cast, register)
    ),
    "reviewer.declared": lambda register, cast: declared(cast, register),
    "reviewer.ended": lambda register, cast: end_appointment(
        cast.manager, ref=work.appointed(cast, register).public_id, ended_on=AT.date(), why="Ill.", at=AT
    ),
    "panel.joined": lambda register, cast: work.seated(cast, register),
    "panel.left": lambda register, cast: unseat_panel_member(
        cast.manager, ref=work.seated(cast, register).public_id, left_on=AT.date(), why="Moved.", at=AT
    ),
    "panel.met": lambda register, cast: work.met(cast, register),
    "review.day_corrected": lambda register, cast: day_corrected(cast, register, "3 March 2024"),
    "terms.written": lambda register, cast: work.terms(cast, register),
    "terms.withdrawn": lambda register, cast: withdrawn(cast, register),
    "terms.approved": lambda register, cast: approved(cast, register),
    "participant.kept": lambda register, cast: work.participant(cast, register),
    "participant.told": lambda register, cast: told(cast, register),
    "participant.contacted": lambda register, cast: keep_contact(
        cast.manager,
        ref=work.participant(cast, register).public_id,
        on=AT.date(),
        kind="letter",
        outcome="silent",
        stage="",
        words="",
        at=AT,
    ),
    "participant.said": lambda register, cast: said(cast, told(cast, register), "It was rushed."),
    "participant.asked": lambda register, cast: work.asked_question(cast, register),
    "participant.mended": lambda register, cast: entry_mended(
        cast, work.asked_question(cast, register).participant, "Why were we not told?"
    ),
    "participant.answered": lambda register, cast: answer_question(
        cast.manager,
        ref=work.asked_question(cast, register).public_id,
        answer="Nobody asked.",
        answered_on=AT.date(),
        at=AT,
    ),
    "participant.requested": lambda register, cast: work.family_request(cast, register),
    "participant.request_ended": lambda register, cast: end_family_request(
        cast.manager,
        ref=work.family_request(cast, register).public_id,
        ended_on=AT.date(),
        why="They do not mind.",
        at=AT,
    ),
    "finding.explained": lambda register, cast: explained(cast, register, "One diary."),
    "question.answered": lambda register, cast: answered(cast, register),
    "life.kept": lambda register, cast: life(cast, register),
    "life.mended": lambda register, cast: life_mended(cast, life(cast, register), "It was damp."),
    "life.taken_out": lambda register, cast: life_out(cast, life(cast, register), "Twice."),
    "finding.mended": lambda register, cast: mended(cast, register, "Core groups met without the nurse."),
    "finding.taken_out": lambda register, cast: withdraw_finding(
        cast.manager, ref=work.found(cast, register).public_id, reason="Twice.", version=1, at=AT
    ),
    "earlylearning.mended": lambda register, cast: early_mended(
        cast, work.early(cast, register), "Everybody who writes"
    ),
    "earlylearning.withdrawn": lambda register, cast: withdraw_early_learning(
        cast.manager, ref=work.early(cast, register).public_id, reason="Wrong.", version=1, at=AT
    ),
    "earlylearning.issued": lambda register, cast: work.early(cast, register),
    "earlylearning.tied": lambda register, cast: tied(cast, register),
}

_O = "heed.reviews.operations"
WITHOUT_VERSION = {
    f"{_O}.submissions.withdraw_submission": "claims the request while it waits: the second is told so",
    f"{_O}.giving.check_submission": "says which version of the agency's was read, and claims it",
    f"{_O}.giving.sign_off_submission": "says which version of the agency's was read, and claims it",
    f"{_O}.non_compliance.send_on_non_compliance": "says which stage was seen: the second is told so",
    f"{_O}.non_compliance.close_non_compliance": "claims the case while it is open: the second is told so",
    f"{_O}.non_compliance.end_commission": "ends it, once: the second is told so",
    f"{_O}.proceedings.end_proceedings": "claims them while they run: the second is told so",
    f"{_O}.proceedings.resume_after_proceedings": "claims them while nobody has said so: the second is told so",
    f"{_O}.people.keep_declaration": "claims the appointment while nothing is declared: the second is told so",
    f"{_O}.people.end_appointment": "ends it, once: the second is told so",
    f"{_O}.people.unseat_panel_member": "ends it, once: the second is told so",
    "heed.learning.operations.mending.take_up_mark": "once, by the database: the second is told so",
    "heed.learning.operations.written.tie_early_learning": "claims it while it is tied to none: the second is told",
    f"{_O}.entries.mend_entry": "named with a mark of the words that were seen: the second is shown both",
    f"{_O}.entries.correct_contact": "named with a mark of what was seen: the second is shown both",
    f"{_O}.terms.withdraw_terms": "says which version was read, and claims it",
    f"{_O}.participation.mark_told": "claims it while it is not kept: the second is told so",
    f"{_O}.participation.answer_question": "claims the question while it waits: the second is told so",
    f"{_O}.participation.end_family_request": "ends it, once: the second is told so",
    f"{_O}.terms.approve_terms": "says which version was read, and claims it",
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


def _holds(register: Register, cast: Cast) -> Two:
    row = work.proceedings(cast, register)
    return row, ("Listed.", "Adjourned."), lambda mine: changed(cast, row, mine)


def _terms(register: Register, cast: Cast) -> Two:
    """Two who write the first version at once."""
    texts = ("Why were core groups late?", "Who chaired core groups?")
    return register.review, texts, lambda mine: work.terms(cast, register, own=(mine,))


def _behind(register: Register, cast: Cast) -> Two:
    texts = ("One diary.", "No diary.")
    return register.findings[0], texts, lambda mine: explained(cast, register, mine)


def _finding(register: Register, cast: Cast) -> Two:
    row = work.found(cast, register)
    return row, ("It was rushed.", "It was calm."), lambda mine: mended(cast, register, mine, row)


def _life(register: Register, cast: Cast) -> Two:
    row = life(cast, register)
    return row, ("It was damp.", "It was dark."), lambda mine: life_mended(cast, row, mine)


def _life_out(register: Register, cast: Cast) -> Two:
    """One mends it while the other takes it out."""
    row = life(cast, register)

    def save(mine: str) -> object:
        return life_mended(cast, row, mine) if mine == "It was damp." else life_out(cast, row, mine)

    return row, ("It was damp.", "Told twice."), save


def _ours(register: Register, cast: Cast) -> Two:
    """Two who change the partnership's own timescales at once."""

    def save(mine: str) -> object:
        spans = {"decision": (2, "months")}
        return say_timescales(cast.manager, spans=spans, source=mine, after=0, at=AT)

    return register.review, ("Our arrangements", "Our other arrangements"), save


def _confirmed(register: Register, cast: Cast) -> Two:
    """Two who confirm different editions of guidance at once."""

    def save(mine: str) -> object:
        return confirm_timescales(cast.manager, edition=mine, after=0, at=AT)

    return register.review, ("Working Together 2018", "Working Together 2023"), save


def _corrected(register: Register, cast: Cast) -> Two:
    return register.review, ("3 March 2024", "May 2024"), lambda mine: day_corrected(cast, register, mine)


def _finding_out(register: Register, cast: Cast) -> Two:
    """One mends it while the other takes it out."""
    row = work.found(cast, register)

    def save(mine: str) -> object:
        if mine == "It was rushed.":
            return mended(cast, register, mine, row)
        return withdraw_finding(cast.manager, ref=row.public_id, reason=mine, version=1, at=AT)

    return row, ("It was rushed.", "Told twice."), save


def _early_out(register: Register, cast: Cast) -> Two:
    """One names another owner while the other takes it back."""
    row = work.early(cast, register)

    def save(mine: str) -> object:
        if mine == "Head of support":
            return early_mended(cast, row, row.audience, owner=mine)
        return withdraw_early_learning(cast.manager, ref=row.public_id, reason=mine, version=1, at=AT)

    return row, ("Head of support", "It was not so."), save


def _early(register: Register, cast: Cast) -> Two:
    row = work.early(cast, register)
    return row, ("Everybody who writes", "Everybody who reads"), lambda mine: early_mended(cast, row, mine)


def _views(register: Register, cast: Cast) -> Two:
    row = told(cast, register)
    return row, ("It was rushed.", "It was calm."), lambda mine: said(cast, row, mine)


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_O}.submissions.move_submission_day": _day,
    f"{_O}.giving.save_submission_draft": _draft,
    f"{_O}.giving.hand_in_submission": _handing_in,
    f"{_O}.proceedings.change_proceedings": _holds,
    f"{_O}.terms.write_terms": _terms,
    f"{_O}.days.correct_day": _corrected,
    "heed.learning.operations.written.explain_finding": _behind,
    "heed.learning.operations.mending.mend_finding": _finding,
    "heed.learning.operations.mending.mend_early_learning": _early,
    "heed.learning.operations.mending.withdraw_finding": _finding_out,
    f"{_O}.timescales.say_timescales": _ours,
    f"{_O}.childs_life.mend_life": _life,
    f"{_O}.childs_life.withdraw_life": _life_out,
    f"{_O}.timescales.confirm_timescales": _confirmed,
    "heed.learning.operations.mending.withdraw_early_learning": _early_out,
    f"{_O}.participation.keep_views": _views,
}

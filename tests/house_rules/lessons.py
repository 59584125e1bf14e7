"""Lessons for the house rules: what addresses point at, how each event happens, and who may do what at once."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from heed.learning.models import Recommendation
from heed.memory.operations import (
    DraftWords,
    add_to_lesson,
    adopt_for_later,
    answer_draft,
    change_draft,
    drop_draft,
    join_lessons,
    look_up,
    register_draft,
    rename_lesson,
    split_lesson,
    take_out_of_lesson,
)
from heed.memory.types import Likeness
from heed.plans.operations import say_not_held, take_back_not_held
from heed.plans.queries import actions_of_recommendation
from heed.platform.access.types import Actor
from heed.platform.partnerships.queries import list_agencies
from tests.cast import AT, Cast, Register
from tests.cast_memory import SAME, a_draft, a_lesson, a_pair, answer, lesson_of, of_review


def things(register: Register, cast: Cast) -> dict[str, str]:
    """A lesson and a draft, and a second recommendation to compare the first with."""
    return {
        "lesson": lesson_of(register, cast).public_id,
        "drafted": a_draft(register, cast).public_id,
        "drafted.again": a_draft(register, cast).public_id,
        "recommendation.other": register.recommendations["4"].public_id,
    }


def _two(register: Register) -> tuple[Recommendation, Recommendation]:
    return register.recommendations["1"], register.recommendations["4"]


def not_held(register: Register, cast: Cast) -> None:
    one, other = _two(register)
    say_not_held(
        cast.manager,
        recommendation_ref=one.public_id,
        repeated_by=other.public_id,
        reason="The list stopped",
        at=AT,
    )


def taken_back(register: Register, cast: Cast) -> None:
    not_held(register, cast)
    one, other = _two(register)
    take_back_not_held(cast.manager, recommendation_ref=one.public_id, repeated_by=other.public_id, at=AT)


def adopted(register: Register, cast: Cast) -> None:
    [later] = of_review(cast, "Cedar", SAME)
    one = register.recommendations["1"]
    actions = [actions_of_recommendation(cast.manager, one.pk)[0].public_id]
    adopt_for_later(
        cast.manager,
        one_ref=one.public_id,
        other_ref=later.public_id,
        action_refs=actions,
        reason="It stopped",
        at=AT,
    )


def grown(register: Register, cast: Cast) -> None:
    row = lesson_of(register, cast)
    refs = [register.recommendations["4"].public_id]
    add_to_lesson(cast.manager, ref=row.public_id, recommendation_refs=refs, version=1, at=AT)


def taken_out(register: Register, cast: Cast) -> None:
    row = lesson_of(register, cast, "1", "2a", "4")
    refs = [register.recommendations["4"].public_id]
    take_out_of_lesson(
        cast.manager, ref=row.public_id, recommendation_refs=refs, reason="Another", version=1, at=AT
    )


def joined(register: Register, cast: Cast) -> None:
    row, other = lesson_of(register, cast), lesson_of(register, cast, "2a", "4")
    join_lessons(cast.manager, ref=row.public_id, into_ref=other.public_id, reason="One lesson", at=AT)


def split(register: Register, cast: Cast) -> None:
    row = lesson_of(register, cast, "1", "2a", "4")
    refs = [register.recommendations[each].public_id for each in ("2a", "4")]
    split_lesson(
        cast.manager,
        ref=row.public_id,
        recommendation_refs=refs,
        name="Asked of children",
        reason="Another",
        version=1,
        at=AT,
    )


def renamed(register: Register, cast: Cast) -> None:
    row = lesson_of(register, cast)
    rename_lesson(cast.manager, ref=row.public_id, name="Another", version=1, at=AT)


def changed(register: Register, cast: Cast) -> None:
    row = a_draft(register, cast)
    change_draft(cast.manager, ref=row.public_id, words=DraftWords(text="Meet."), version=1, at=AT)


def answered(register: Register, cast: Cast) -> str:
    """A draft of which somebody said that it repeats an earlier recommendation; its public id."""
    row, [earlier] = a_draft(register, cast), of_review(cast, "Ash", SAME, on="2019-05-31")
    answer_draft(
        cast.manager,
        ref=row.public_id,
        earlier_ref=earlier.public_id,
        answer=Likeness.RELATED,
        reason="Both of meetings",
        at=AT,
    )
    return row.public_id


def registered(register: Register, cast: Cast) -> None:
    agencies = [list_agencies(cast.manager.partnership_id)[0].public_id]
    register_draft(
        cast.manager, ref=answered(register, cast), label="1a", agencies=agencies, as_read=1, at=AT
    )


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "memory.looked_up": lambda register, cast: look_up(cast.manager, text=SAME, at=AT),
    "pair.answered": a_pair,
    "recommendation.not_held": not_held,
    "recommendation.not_held_taken_back": taken_back,
    "action.adopted": adopted,
    "lesson.named": lesson_of,
    "lesson.renamed": renamed,
    "lesson.joined": joined,
    "lesson.split": split,
    "lesson.grown": grown,
    "lesson.taken_out": taken_out,
    "drafted.written": a_draft,
    "drafted.changed": changed,
    "drafted.dropped": lambda register, cast: drop_draft(
        cast.manager, ref=a_draft(register, cast).public_id, reason="Asked already", at=AT
    ),
    "drafted.answered": answered,
    "drafted.registered": registered,
}

_M, _P = "heed.memory.operations", "heed.plans.operations.held"
WITHOUT_VERSION = {
    f"{_M}.drafting.drop_draft": "claims it while it is there: the second is told so",
    f"{_M}.registering.register_draft": "claims it as it was read: whoever comes second is told so",
    f"{_M}.lessons.join_lessons": "claims it while it stands: the second is told so",
    f"{_P}.say_not_held": "what was said before stays beside it",
    f"{_P}.take_back_not_held": "claims what was said: the second finds nothing to take back",
}

Save = Callable[[Actor, str], object]
Two = tuple[Save, Model, tuple[str, str]]


def _answering(register: Register, cast: Cast) -> Two:
    one, other = _two(register)
    words = {"The same lesson": "same", "Related": "related"}
    row = answer(cast, one, other, "different", why="Why not.")
    return (
        lambda actor, mine: answer(
            cast,
            one,
            other,
            words[mine],
            why="Why not.",
            version=row.version,
            actor=actor,
            why_not_held="It ended",
        ),
        row,
        ("The same lesson", "Related"),
    )


def _renaming(register: Register, cast: Cast) -> Two:
    row = lesson_of(register, cast)
    return (
        lambda actor, mine: rename_lesson(actor, ref=row.public_id, name=mine, version=1, at=AT),
        row,
        ("Core groups", "On time"),
    )


def _adding(register: Register, cast: Cast) -> Two:
    first, second, third = of_review(cast, "Cedar", SAME, "Write down who came.", "Ask each child.")
    row = a_lesson(cast, first, register.recommendations["1"])
    both = ", ".join(sorted([register.recommendations["1"].reference, first.reference, second.reference]))
    new = {both: second, third.reference: third}
    return (
        lambda actor, mine: add_to_lesson(
            actor, ref=row.public_id, recommendation_refs=[new[mine].public_id], version=1, at=AT
        ),
        row,
        (both, third.reference),
    )


def _leaving(register: Register, cast: Cast) -> tuple[Model, dict[str, Recommendation], tuple[str, str]]:
    rows = [register.recommendations[each] for each in ("1", "2a", "4")]
    more = of_review(cast, "Cedar", SAME, "Write down who came.")
    row = a_lesson(cast, *rows, *more)
    left = ", ".join(sorted(each.reference for each in (*rows, *more) if each != rows[0]))
    return row, {left: rows[0], rows[1].reference: rows[1]}, (left, rows[1].reference)


def _taking_out(register: Register, cast: Cast) -> Two:
    row, gone, texts = _leaving(register, cast)
    return (
        lambda actor, mine: take_out_of_lesson(
            actor,
            ref=row.public_id,  # type: ignore[attr-defined]
            recommendation_refs=[gone[mine].public_id],
            reason="Another",
            version=1,
            at=AT,
        ),
        row,
        texts,
    )


def _splitting(register: Register, cast: Cast) -> Two:
    rows = [register.recommendations[each] for each in ("1", "2a", "4")]
    more = of_review(cast, "Cedar", SAME, "Write down who came.")
    row = a_lesson(cast, *rows, *more)
    first, second = rows[:2], more
    left = ", ".join(sorted(each.reference for each in (rows[2], *more)))
    mine_is = ", ".join(sorted(each.reference for each in second))
    gone = {left: first, mine_is: second}
    return (
        lambda actor, mine: split_lesson(
            actor,
            ref=row.public_id,
            recommendation_refs=[each.public_id for each in gone[mine]],
            name="Another",
            reason="Another",
            version=1,
            at=AT,
        ),
        row,
        (left, mine_is),
    )


def _drafting(register: Register, cast: Cast) -> Two:
    row = a_draft(register, cast)
    return (
        lambda actor, mine: change_draft(
            actor, ref=row.public_id, words=DraftWords(text=mine), version=1, at=AT
        ),
        row,
        ("Meet on time.", "Meet weekly."),
    )


PAIRS: dict[str, Callable[[Register, Cast], Two]] = {
    f"{_M}.pairs.answer_pair": _answering,
    f"{_M}.lessons.rename_lesson": _renaming,
    f"{_M}.lessons.add_to_lesson": _adding,
    f"{_M}.lessons.take_out_of_lesson": _taking_out,
    f"{_M}.lessons.split_lesson": _splitting,
    f"{_M}.drafting.change_draft": _drafting,
}

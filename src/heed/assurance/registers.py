"""The registers of assurance: requests and replies, letters, and challenges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.assurance.presenters import PLACES, PLURALS, asked_of, state_of
from heed.assurance.queries import AssuranceFilter, each_assurance, filter_assurance, page_of_assurance
from heed.assurance.types import ANSWERS, GRADE_NAMES, Kind
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.queries import list_agencies
from heed.platform.registers.queries import further
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import day
from heed.reviews.queries import newest_reviews

_STATES = (
    ("open", "Waiting for a reply"),
    ("late", "Late"),
    ("replied", "Replied, nobody has looked"),
    ("closed", "Looked at"),
    ("withdrawn", "Not asked any more"),
)


def _filters(kind: str) -> Any:
    def filters(actor: Actor) -> tuple[FilterGroup, ...]:
        reviews = [(each.public_id, each.name) for each in newest_reviews(actor)]
        agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
        answers = (select_filter("answer", "Answer", ANSWERS.items()),) if kind == Kind.LETTER else ()
        return (
            FilterGroup(name="words", label="Words", kind="search"),
            select_filter("agency", "Agency", agencies),
            select_filter("state", "State", _STATES),
            *answers,
            select_filter("grade", "Made of it", GRADE_NAMES.items()),
            select_filter("review", "Review", reviews),
        )

    return filters


def _wanted(actor: Actor, kind: str, asked: Asked) -> AssuranceFilter:
    also = further(REGISTERS_OF[kind].key, actor, asked)
    return asked.wanted(AssuranceFilter, which=kind, today=clock.today(), also=also)


def _register(kind: str, key: str, one: str, empty: str, more: Sequence[Column]) -> Register:
    return Register(
        key=key,
        title=PLURALS[kind],
        one=one,
        kind="assurance",
        url_name=PLACES[kind],
        columns=(
            Column("reference", "Reference", lambda row: row.reference, width=12),
            Column("topic", "About", lambda row: row.topic, width=40),
            Column("agency", "Asked of", asked_of),
            Column("asked_for", "Asked by", lambda row: row.asked_for),
            Column("asked", "Asked", lambda row: day(row.asked_at)),
            Column("due", "To be answered by", lambda row: day(row.due_on)),
            *more,
            Column("state", "State", lambda row: state_of(row, clock.today())[0]),
            Column("grade", "Made of it", lambda row: GRADE_NAMES.get(row.grade, ""), usual=False),
            Column("question", "What is asked", lambda row: row.question, usual=False, width=60),
            Column("review", "Review", lambda row: row.review.name if row.review else "", usual=False),
        ),
        orders=(
            Order("", "Most urgent first"),
            Order("newest", "Asked last first"),
            Order("agency", "Agency"),
        ),
        narrowed_by=("words", "agency", "state", "answer", "grade", "review"),
        filters=_filters(kind),
        page=lambda actor, asked, offset, limit: page_of_assurance(
            actor, _wanted(actor, kind, asked), order=asked.order, offset=offset, limit=limit
        ),
        every=lambda actor, asked: each_assurance(actor, _wanted(actor, kind, asked), order=asked.order),
        refs=lambda actor, asked: filter_assurance(actor, _wanted(actor, kind, asked)).values_list(
            "public_id", flat=True
        ),
        href=lambda row: reverse("assurance:one", args=[row.public_id]),
        ref=lambda row: row.public_id,
        empty=empty,
    )


REGISTERS_OF: dict[str, Register] = {
    Kind.REQUEST: _register(
        Kind.REQUEST,
        "assurance",
        "request",
        "Nothing was asked yet. Ask an agency to show what it says it does.",
        (),
    ),
    Kind.LETTER: _register(
        Kind.LETTER,
        "assurance-letters",
        "letter",
        "No letter was sent yet. A letter asks every agency the same, to be answered yes or no.",
        (Column("answer", "Answer", lambda row: ANSWERS.get(row.answer, ""), width=8),),
    ),
    Kind.CHALLENGE: _register(
        Kind.CHALLENGE,
        "challenges",
        "challenge",
        "Nobody has challenged an agency here yet. A challenge is kept with its answer and its effect.",
        (Column("effect", "Effect", lambda row: row.effect, width=50),),
    ),
}

"""Every filter of every register leaves exactly the rows that it says, and orders lose none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from heed.information.registers import ALL
from heed.intake.models import Import
from heed.intake.operations import accept_import, decide
from heed.intake.queries import list_proposals
from heed.intake.types import Decision
from heed.learning.models import Recommendation, Response
from heed.library.models import Document
from heed.platform.access.types import Actor
from heed.platform.registers.types import Asked
from heed.platform.registers.types import Register as List
from heed.platform.registers.views import REGISTERS
from tests import cast as the_cast
from tests.cast import AT, BIRCH, Ask, Cast, Promise, Register

LATER = datetime(2026, 1, 10, 12, tzinfo=UTC)
"""When what was promised for autumn 2025 is late."""
OTHER = replace(
    BIRCH, asks=(*BIRCH.asks, Ask("3", "Ask again.", promises=(Promise("A new form.", "stalled"),)))
)
GOVERNED = {each.key for each in ALL}
"""Registers that only some roles see: tried in tests/apps/information."""
OF_OTHERS = frozenset(
    {
        "links",
        "answer-requests",
        "evidence",
        "assurance",
        "assurance-letters",
        "challenges",
        "lessons",
        "referrals",
    }
)
"""Registers of which the cast holds no row; their own rooms' tests narrow them."""
OPEN = {key: each for key, each in REGISTERS.items() if key not in GOVERNED and key not in OF_OTHERS}
NARROWED_ELSEWHERE = {
    ("documents", "area"): "tests/apps/library/test_shared.py",
    ("documents", "owner"): "tests/apps/library/test_shared.py",
    ("reviews", "state"): "tests/apps/reviews/test_register.py",
    ("responses", "judged"): "tests/apps/learning/test_judging.py",
    ("responses", "stance"): "tests/apps/learning/test_answering.py",
    ("agencies", "area"): "tests/apps/agencies/test_register.py",
    ("agencies", "state"): "tests/apps/agencies/test_register.py",
    ("actions", "age"): "tests/apps/plans/test_pictures.py",
    ("actions", "moved"): "tests/apps/plans/test_plan_pages.py",
    ("actions", "colour"): "tests/apps/plans/test_plan_pages.py",
    ("actions", "owner"): "tests/apps/plans/test_plan_pages.py",
    ("actions", "month"): "tests/apps/plans/test_pictures.py",
    ("actions", "before"): "tests/apps/plans/test_pictures.py",
    ("actions", "after"): "tests/apps/governance/test_pack_leads.py",
    ("actions", "told"): "tests/apps/governance/test_pack_leads.py",
    ("actions", "long_late"): "tests/apps/home/test_counts_lead_to_rows.py",
    ("responses", "long_late"): "tests/apps/home/test_counts_lead_to_rows.py",
}
"""Filters for which the cast's rows hold nothing to tell apart, and where they are asked for."""
Facts = Callable[[Any], set[Any]]


def _asked_or_answered(row: Recommendation) -> set[Any]:
    answers = Response.objects.for_everyone(because="a test")
    answering = [*answers.filter(recommendation=row), *(answers.filter(theme=row.theme) if row.theme else ())]
    return {_ref(each.agency) for each in (*row.addressees.all(), *answering)}


def _how_far(row: Recommendation) -> set[Any]:
    reach = {each["step"]: each["reach"] for each in row.thread}
    unverified = reach["reported"] == "whole" and reach["verified"] == "none"
    answers = Response.objects.for_everyone(because="a test")
    given = [*answers.filter(recommendation=row), *(answers.filter(theme=row.theme) if row.theme else ())]
    silent = {each.agency_id for each in row.addressees.all()} - {None, *(each.agency_id for each in given)}
    found = {"unverified"} if unverified else set()
    return found | ({"unanswered"} if silent else set()) | {"unsettled"}


def _ref(row: Any) -> str:
    return row.public_id if row else ""


def _when(row: Any) -> set[str]:
    if row.state == "reported":
        return {"to_verify"}
    late = row.due_latest and row.due_latest < LATER.date()
    return {"open", "late"} if late else {"open"}


def _of_recommendations(held: Facts) -> Facts:
    """What the recommendations of a review hold, or those printed in a document."""

    def of(row: Any) -> set[Any]:
        mine = {"reading__document": row} if isinstance(row, Document) else {"review": row}
        rows = Recommendation.objects.for_everyone(because="a test").filter(**mine)
        return set().union(*map(held, rows))

    return of


def _year(review: Any) -> set[str]:
    return {str(review.published_earliest.year)} if review.published_earliest else set()


def _answered(row: Any) -> Any:
    return row.recommendation or row.theme


def _theme(row: Recommendation) -> set[str]:
    return {row.theme.name if row.theme else ""}


def _theme_answered(row: Any) -> str:
    theme = row.recommendation.theme if row.recommendation else row.theme
    return theme.name if theme else ""


IN_REVIEW: dict[str, Facts] = {
    "review": lambda row: {_ref(row.review)},
    "area": lambda row: {row.review.area.name if row.review.area else ""},
    "kind": lambda row: {row.kind},
    "state": lambda row: {row.state},
    "year": lambda row: _year(row.review),
}
HELD: dict[str, dict[str, Facts]] = {
    "recommendations": {
        **IN_REVIEW,
        "agency": _asked_or_answered,
        "theme": _theme,
        "source": lambda row: {row.source},
        "how_far": _how_far,
        "found": lambda row: {"yes" if row.finding_links.exists() else "no"},
    },
    "responses": {
        "review": lambda row: {_ref(_answered(row).review)},
        "area": lambda row: {_answered(row).review.area.name if _answered(row).review.area else ""},
        "agency": lambda row: {_ref(row.agency)},
        "theme": lambda row: {_theme_answered(row)},
        "year": lambda row: _year(_answered(row).review),
    },
    "actions": {
        **IN_REVIEW,
        "agency": lambda row: {_ref(row.agency)},
        "theme": lambda row: {each.theme.name for each in row.recommendations.all() if each.theme},
        "due": _when,
        "how_far": lambda row: (
            {"in_plan"} | ({"reported", "unverified"} if row.state == "reported" else set())
        ),
        "shows": lambda row: {"none"} if row.state == "reported" else set(),
    },
    "findings": {
        **{name: held for name, held in IN_REVIEW.items() if name != "state"},
        "led": lambda row: {"yes" if row.links.exists() else "no"},
    },
    "reviews": {
        "area": lambda row: {row.area.name if row.area else ""},
        "kind": lambda row: {row.kind},
        "year": _year,
        "agency": _of_recommendations(_asked_or_answered),
        "theme": _of_recommendations(_theme),
        "has": _of_recommendations(lambda row: {row.state}),
    },
    "documents": {
        "kind": lambda row: {each.kind for each in row.readings.all()},
        "agency": _of_recommendations(_asked_or_answered),
        "theme": _of_recommendations(_theme),
        "state": lambda row: {
            each.state for each in Import.objects.for_everyone(because="a test").filter(document=row)
        },
        "review": lambda row: {_ref(each) for each in row.reviews.for_everyone(because="a test")},
        "year": lambda row: set().union(*map(_year, row.reviews.for_everyone(because="a test"))),
    },
    "agencies": {
        "kind": lambda row: {row.kind},
    },
    "people": {
        "agency": lambda row: {_ref(row.agency)},
        "role": lambda row: set(row.roles),
        "state": lambda row: {"ended" if row.ends_on and row.ends_on < LATER.date() else "in_force"},
    },
}
"""What a row holds of each thing that its register is narrowed by; words are asked for below."""
SAID: dict[str, Callable[[Any], list[str]]] = {
    "recommendations": lambda row: [row.text, row.short_name],
    "responses": lambda row: [row.text, row.agency_words],
    "actions": lambda row: [row.text, row.owner_words],
    "findings": lambda row: [row.text, row.section],
    "reviews": lambda row: [row.name, row.reference],
    "documents": lambda row: [row.title, row.name],
    "agencies": lambda row: [row.name, *(each.name for each in row.names.all())],
    "people": lambda row: [row.person.name, row.person.email],
}


@pytest.fixture
def two_reviews(register: Register, cast: Cast) -> Actor:
    """A second review of another year, area and kind; one agency's answer to its second recommendation."""
    row = the_cast.bring_in_and_read(cast.manager, "other.txt", OTHER)
    for proposal in list_proposals(row):
        if proposal.parent_id is None:
            decide(cast.manager, ref=proposal.public_id, decision=Decision.ACCEPTED, at=AT)
    other = replace(
        the_cast.choice_of("Birch"),
        kind="rapid review",
        area="Northmere",
        published_text="2019",
        published_earliest="2019-01-01",
        published_latest="2019-12-31",
    )
    accept_import(cast.manager, ref=row.public_id, choice=other, at=AT)
    return cast.manager


def rows_of(register: List, actor: Actor, asked: Asked) -> list[Any]:
    """What the page lists and what a download takes must be the same."""
    listed, count = register.page(actor, asked, 0, 1000)
    taken = list(register.every(actor, asked))
    assert [row.pk for row in taken] == [row.pk for row in listed]
    assert count == len(listed)
    return list(listed)


def test_every_filter_is_asked_for_here(two_reviews: Actor) -> None:
    for key, register in OPEN.items():
        elsewhere = {name for of, name in NARROWED_ELSEWHERE if of == key}
        assert {*HELD[key], *elsewhere, "words"} == set(register.filter_names())
        assert {each.name for each in register.filter_groups(two_reviews)} == set(register.filter_names())


@pytest.mark.capability("B01")
def test_each_choice_leaves_the_rows_that_hold_it(two_reviews: Actor) -> None:
    narrowed: set[tuple[str, str]] = set()
    with time_machine.travel(LATER):
        for key, register in OPEN.items():
            everything = rows_of(register, two_reviews, Asked())
            for group in register.filter_groups(two_reviews):
                if (key, group.name) in NARROWED_ELSEWHERE:
                    continue
                for value in [each.value for each in group.choices if each.value]:
                    found = rows_of(register, two_reviews, Asked(filters={group.name: value}))
                    wanted = [row.pk for row in everything if value in HELD[key][group.name](row)]
                    assert [row.pk for row in found] == wanted, (key, group.name, value)
                    if 0 < len(found) < len(everything):
                        narrowed.add((key, group.name))
    # The recommendations of both are of one kind.
    asked = {(key, name) for key, names in HELD.items() for name in names}
    assert asked - narrowed == {("recommendations", "kind")}


@pytest.mark.parametrize("name", ["review", "area", "agency", "theme", "kind", "state", "year"])
def test_a_choice_that_nothing_has_leaves_nothing(name: str, two_reviews: Actor) -> None:
    for register in OPEN.values():
        if name in register.filter_names():
            for nothing in ("no such thing", "1", "-1", "0000"):
                assert rows_of(register, two_reviews, Asked(filters={name: nothing})) == []


def test_words_are_found_wherever_a_row_says_them_in_any_case(two_reviews: Actor) -> None:
    for key, register in OPEN.items():
        everything = rows_of(register, two_reviews, Asked())
        for row in everything:
            for said in filter(None, SAID[key](row)):
                words = said[:20].upper()
                found = rows_of(register, two_reviews, Asked(filters={"words": words}))
                assert {each.pk for each in found} == {
                    each.pk
                    for each in everything
                    if any(words in text.upper() for text in SAID[key](each))
                    or words == getattr(each, "reference", "")
                }


def test_a_reference_finds_its_row(two_reviews: Actor) -> None:
    for key in ("recommendations", "actions", "reviews"):
        for row in rows_of(REGISTERS[key], two_reviews, Asked()):
            found = rows_of(REGISTERS[key], two_reviews, Asked(filters={"words": row.reference.lower()}))
            assert [each.pk for each in found] == [row.pk]


def test_ticked_rows_are_the_only_ones(two_reviews: Actor) -> None:
    for register in OPEN.values():
        first, *others = rows_of(register, two_reviews, Asked())
        assert others
        assert rows_of(register, two_reviews, Asked(refs=(first.public_id, "nothing"))) == [first]


def test_no_order_loses_or_repeats_a_row(two_reviews: Actor) -> None:
    for register in OPEN.values():
        everything = {row.pk for row in rows_of(register, two_reviews, Asked())}
        for order in register.orders:
            found = rows_of(register, two_reviews, Asked(order=order.key))
            assert sorted(row.pk for row in found) == sorted(everything)

"""Putting what was accepted into the register: all of it once, or nothing."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from heed.intake.models import Import
from heed.intake.operations import accept_import, decide
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision, ImportState, ReviewChoice
from heed.learning.models import Recommendation, RecommendationPart, Response, Theme
from heed.plans.models import Action
from heed.platform.access.models import Record
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Counter
from heed.platform.partnerships.models import Agency
from heed.reviews.models import Review
from tests import cast as the_cast
from tests.cast import ALDER, AT, BIRCH, SHARED, Ask, Cast, Promise, Register, Written, choice_of, register_of


def everything(model: type[Record]) -> Any:
    return model.objects.for_everyone(because="a test")


def accept_all(actor: Actor, row: Import) -> None:
    for each in list_proposals(row):
        if each.parent_id is None:
            decide(actor, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)


@pytest.mark.capability("B01")
def test_each_recommendation_is_registered_word_for_word_with_its_own_reference(register: Register) -> None:
    rows = list(register.recommendations.values())
    assert [row.text for row in rows] == [ask.text for ask in ALDER.asks]
    assert [row.label for row in rows] == ["1", "2a", "3", "4"]
    assert len({row.reference for row in rows}) == 4
    assert all(row.reference.startswith("REC-") for row in rows)


@pytest.mark.capability("B01")
def test_each_keeps_its_place_in_the_document(register: Register) -> None:
    for row in register.recommendations.values():
        assert "".join(row.reading.text[start:end] for start, end, _ in row.spans) == row.text


@pytest.mark.capability("B01")
def test_the_same_label_in_two_reviews_is_two_recommendations(register: Register, cast: Cast) -> None:
    again = register_of(cast.manager, ALDER, review="Alder again")
    both = everything(Recommendation).filter(label="1")
    assert {row.review_id for row in both} == {register.review.pk, again.pk}
    assert len({row.reference for row in both}) == 2


@pytest.mark.capability("B02")
def test_an_answer_to_a_theme_is_kept_once_and_stands_under_all_its_recommendations(
    register: Register,
) -> None:
    theme = Theme.objects.get(review=register.review)
    assert {row.label for row in theme.recommendations.for_everyone(because="a test")} == {"1", "2a"}
    assert everything(Response).filter(theme=theme).count() == 1
    answered = {row.label: row.thread[1]["done"] for row in register.recommendations.values()}
    assert answered == {"1": 3, "2a": 1, "3": 0, "4": 1}


@pytest.mark.capability("B02")
def test_an_action_of_a_theme_serves_all_its_recommendations_and_is_one_action(register: Register) -> None:
    [guide] = [each for each in register.actions if each.text.startswith("Publish a short guide")]
    served = guide.recommendations.for_everyone(because="a test")
    assert {row.label for row in served} == {"1", "2a"}
    assert guide.theme is not None


@pytest.mark.capability("B03")
def test_the_parts_of_a_compound_recommendation_are_kept_in_order(register: Register) -> None:
    parts = RecommendationPart.objects.filter(recommendation=register.recommendations["1"])
    assert [each.text for each in parts] == ["hold core groups on time", "record who came"]


@pytest.mark.capability("B03")
def test_a_compound_recommendation_is_planned_only_when_each_part_could_have_a_firm_action(
    cast: Cast,
) -> None:
    one_action = (Promise("Something that was done.", "taken"),)
    ask = Ask("1", "Do two things.", parts=("first thing", "second thing"), promises=one_action)
    register_of(cast.manager, Written("Two", (ask,)), review="Two")
    row = everything(Recommendation).get(review__name="Two")
    planned = row.thread[2]
    assert (planned["step"], planned["reach"]) == ("planned", "part")


@pytest.mark.capability("B06")
def test_answers_keep_who_gave_them_in_the_documents_words_and_in_order(register: Register) -> None:
    answers = everything(Response).filter(recommendation=register.recommendations["1"])
    assert [(each.agency_words, each.agency and each.agency.name) for each in answers] == [
        ("Westmere Council", "Westmere Council"),
        ("", None),
    ]


def test_what_the_first_words_of_an_answer_say_is_kept_with_it(cast: Cast) -> None:
    register_of(cast.manager, BIRCH, review="Other")
    said = everything(Response).filter(recommendation__review__name="Other", recommendation__label="1")
    assert [(each.text, each.stance) for each in said] == [("Accepted.", "accepts")]


@pytest.mark.capability("H01")
@pytest.mark.capability("H06")
def test_an_agency_is_known_by_its_names_and_documents_keep_their_own_words(register: Register) -> None:
    asked = register.recommendations["1"].addressees.order_by("pk")
    assert [(each.words, each.agency and each.agency.name) for each in asked] == [
        ("The Westmere Council", "Westmere Council"),
        ("Westmere Police", "Westmere Police"),
    ]
    unknown = register.recommendations["2a"].addressees.get()
    assert (unknown.words, unknown.agency) == ("All agencies", None)


@pytest.mark.capability("B07")
def test_what_was_done_is_reported_complete_and_never_verified(register: Register) -> None:
    states = {each.text: (each.kind, each.state) for each in register.actions}
    assert states["Supervision notes were changed."] == ("one_off", "reported")
    assert states["A weekly list of core groups goes to team managers."] == ("standing", "reported")
    for row in register.recommendations.values():
        assert {step["step"]: step["done"] for step in row.thread}["verified"] == 0


@pytest.mark.capability("B08")
def test_what_is_planned_keeps_its_date_as_printed_and_as_a_range(register: Register) -> None:
    [shared] = [each for each in register.actions if each.text == SHARED.text]
    assert shared.due_text == "autumn 2025"
    assert (shared.due_earliest, shared.due_latest) == (date(2025, 9, 1), date(2025, 11, 30))
    assert shared.owner_words == "Head of Service"
    assert shared.agency == Agency.objects.get(name="Westmere Council")


@pytest.mark.capability("B14")
def test_the_same_statement_under_two_recommendations_is_one_action_for_both(register: Register) -> None:
    shared = [each for each in register.actions if each.text == SHARED.text]
    assert len(shared) == 1
    served = shared[0].recommendations.for_everyone(because="a test")
    assert {row.label for row in served} == {"1", "2a"}


def test_the_same_words_stated_otherwise_are_two_actions(cast: Cast) -> None:
    words = "Train every team."
    asks = (
        Ask("1", "First.", promises=(Promise(words, "taken", "Westmere Police"),)),
        Ask("2", "Second.", promises=(Promise(words, "planned", "Westmere Police"),)),
        Ask("3", "Third.", promises=(Promise(words, "planned", "Vale NHS Trust"),)),
    )
    review = register_of(cast.manager, Written("Three", asks), review="Three")
    assert everything(Action).filter(review=review).count() == 3


@pytest.mark.capability("B12")
def test_a_withheld_recommendation_stays_in_the_register_and_counts(register: Register, cast: Cast) -> None:
    row = register.recommendations["3"]
    assert row.state == "withheld"
    assert row in Recommendation.objects.visible_to(cast.reader)
    assert Recommendation.objects.visible_to(cast.reader).filter(review=register.review).count() == 4


@pytest.mark.capability("B12")
def test_each_recommendation_says_where_it_stands(register: Register) -> None:
    assert {label: row.state for label, row in register.recommendations.items()} == {
        "1": "in_delivery",
        "2a": "in_delivery",
        "3": "withheld",
        "4": "in_delivery",
    }


def test_rejected_proposals_leave_nothing_behind(register: Register, cast: Cast) -> None:
    first, *others = [each for each in list_proposals(register.open) if each.parent_id is None]
    decide(cast.manager, ref=first.public_id, decision=Decision.REJECTED, at=AT)
    for each in others:
        decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    review = accept_import(cast.manager, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)
    rows = everything(Recommendation).filter(review=review)
    assert [row.label for row in rows] == ["2"]
    assert not everything(Response).filter(recommendation__in=rows).exists()


def test_nothing_is_registered_while_a_recommendation_is_undecided(register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid, match="not decided yet"):
        accept_import(cast.manager, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)
    assert find_import(cast.manager, register.open.public_id).state == ImportState.OPEN


def test_nothing_is_registered_when_everything_was_rejected(register: Register, cast: Cast) -> None:
    for each in list_proposals(register.open):
        decide(cast.manager, ref=each.public_id, decision=Decision.REJECTED, at=AT)
    with pytest.raises(Invalid, match="No recommendation or finding is accepted"):
        accept_import(cast.manager, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)


def test_a_second_accept_is_refused(register: Register, cast: Cast) -> None:
    before = everything(Recommendation).count()
    with pytest.raises(NotNow):
        accept_import(cast.manager, ref=register.accepted.public_id, choice=choice_of("Alder"), at=AT)
    assert everything(Recommendation).count() == before


def test_an_import_that_failed_cannot_be_accepted(register: Register, cast: Cast) -> None:
    for each in (register.failed, register.reading):
        with pytest.raises(NotNow):
            accept_import(cast.manager, ref=each.public_id, choice=choice_of("Any"), at=AT)


def test_a_reader_may_not_accept(register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="business manager"):
        accept_import(cast.reader, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)


def test_somebody_of_another_partnership_finds_no_import(register: Register, cast: Cast) -> None:
    with pytest.raises(NotVisible):
        accept_import(cast.outsider, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)


def test_a_review_of_another_partnership_cannot_be_chosen(register: Register, cast: Cast) -> None:
    elsewhere = register_of(cast.outsider, ALDER, review="Elsewhere")
    accept_all(cast.manager, register.open)
    with pytest.raises(NotVisible):
        accept_import(
            cast.manager,
            ref=register.open.public_id,
            choice=ReviewChoice(review_ref=elsewhere.public_id),
            at=AT,
        )


@pytest.mark.parametrize(
    "breaks",
    [
        "heed.intake.operations.accept.register_recommendations",
        "heed.intake.operations.accept.register_actions",
        "heed.plans.operations.reading.set_threads",
    ],
)
def test_a_failure_half_way_leaves_nothing_at_all(
    breaks: str, register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_all(cast.manager, register.open)
    before = _counts()

    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(breaks, fails)
    with pytest.raises(ZeroDivisionError):
        accept_import(cast.manager, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)
    assert _counts() == before
    assert find_import(cast.manager, register.open.public_id).state == ImportState.OPEN


def _counts() -> dict[str, object]:
    models = (Review, Recommendation, Response, Action)
    found: dict[str, object] = {each.__name__: everything(each).count() for each in models}
    counters = dict(Counter.objects.values_list("name", "next_number"))
    return {**found, "Event": Event.objects.count(), "Theme": Theme.objects.count(), **counters}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_accept_at_once_one_wins() -> None:
    cast = the_cast.find() or the_cast.make()
    row = the_cast.bring_in_and_read(cast.manager, "race.txt", ALDER)
    accept_all(cast.manager, row)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def accept(actor: Actor) -> None:
        try:
            together.wait()
            accept_import(actor, ref=row.public_id, choice=choice_of("Race"), at=AT)
            outcomes.append("done")
        except NotNow:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(actor,)) for actor in (cast.manager, cast.officer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["done", "refused"]
    assert everything(Review).filter(name="Race").count() == 1
    assert everything(Recommendation).filter(review__name="Race").count() == len(ALDER.asks)


@pytest.mark.django_db(transaction=True)
def test_references_are_given_once_when_two_documents_are_accepted_at_once() -> None:
    cast = the_cast.find() or the_cast.make()
    rows = [the_cast.bring_in_and_read(cast.manager, f"both-{n}.txt", ALDER) for n in range(2)]
    for row in rows:
        accept_all(cast.manager, row)
    together = threading.Barrier(2)
    problems: list[BaseException] = []

    def accept(row: Import) -> None:
        try:
            together.wait()
            accept_import(cast.manager, ref=row.public_id, choice=choice_of(row.public_id), at=AT)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert problems == []
    references = list(everything(Recommendation).values_list("reference", flat=True))
    assert len(references) == len(set(references))

"""What comes into the register beside what is there, in its own round and place, and what keeps a document there."""

from __future__ import annotations

from typing import Any

import pytest

from heed.intake.operations import accept_import, decide
from heed.intake.queries import list_proposals
from heed.intake.types import Decision, ReviewChoice
from heed.learning.models import Addressee, Finding, Recommendation, RecommendationPart, Response
from heed.learning.operations import (
    NewRecommendation,
    NewResponse,
    add_answers,
    assign_agency,
    name_recommendation,
    register_recommendations,
    withdraw_findings,
    withdraw_recommendations,
)
from heed.plans.operations import withdraw_actions
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.partnerships.models import Agency
from tests.cast import AT, Answer, Ask, Cast, Promise, Register, Written, bring_in_and_read

SPANS: list[list[int | None]] = [[0, 10, 1]]


def everything(model: Any) -> Any:
    return model.objects.for_everyone(because="a test")


def answer(text: str = "We did.", agency: int | None = None) -> NewResponse:
    return NewResponse(text=text, agency_words="W" * 201, agency_id=agency, spans=SPANS)


def later(cast: Cast, register: Register, ask: Ask) -> None:
    """Another document of the review says more about the first recommendation."""
    row = bring_in_and_read(cast.manager, "later.txt", Written("Later", (ask,)))
    proposals = list_proposals(row)
    for each in proposals:
        if each.parent_id is None:
            decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    [asked] = [each for each in proposals if each.kind == "recommendation"]
    accept_import(
        cast.manager,
        ref=row.public_id,
        choice=ReviewChoice(review_ref=register.review.public_id),
        matches={asked.public_id: register.recommendations["1"].public_id},
        at=AT,
    )


def test_a_later_answer_is_a_round_of_its_own_after_the_others(register: Register, cast: Cast) -> None:
    first = register.recommendations["1"]
    before = list(everything(Response).filter(recommendation=first).order_by("position"))
    council = Agency.objects.get(name="Westmere Council")
    add_answers(
        cast.manager,
        recommendation=first,
        reading_id=first.reading_id,
        answers=[answer("One.", council.pk), answer("Two.")],
        at=AT,
    )
    one, two = everything(Response).filter(recommendation=first, round=2).order_by("position")
    assert [one.position, two.position] == [before[-1].position + 1, before[-1].position + 2]
    assert {each.round for each in before} == {1}
    assert (one.text, one.agency_id, two.agency_id) == ("One.", council.pk, None)
    assert one.agency_words == "W" * 200
    assert (one.scope_id, one.partnership_id) == (first.scope_id, first.partnership_id)
    for row in (one, two):
        event = Event.objects.get(kind="response.registered", subject_ref=row.public_id)
        assert (event.subject_kind, event.facts) == ("response", {"answers": first.reference})


def test_a_first_answer_is_round_one_in_the_first_place(register: Register, cast: Cast) -> None:
    third = register.recommendations["3"]
    add_answers(cast.manager, recommendation=third, reading_id=third.reading_id, answers=[answer()], at=AT)
    row = everything(Response).get(recommendation=third)
    assert (row.round, row.position) == (1, 1)


def test_those_who_may_not_answer_for_a_document_add_nothing(register: Register, cast: Cast) -> None:
    first, count = register.recommendations["1"], everything(Response).count()
    for answers in ([answer()], []):
        with pytest.raises(NotAllowed):
            add_answers(
                cast.reader, recommendation=first, reading_id=first.reading_id, answers=answers, at=AT
            )
    add_answers(cast.manager, recommendation=first, reading_id=first.reading_id, answers=[], at=AT)
    assert everything(Response).count() == count


def test_what_is_longer_than_its_place_is_cut_there_and_its_words_never(
    register: Register, cast: Cast
) -> None:
    first = register.recommendations["1"]
    new = NewRecommendation(
        label="l" * 41,
        kind="k" * 41,
        text="t" * 5000,
        section="s" * 201,
        theme="",
        source="o" * 81,
        withheld=False,
        before_publication=True,
        parts=("first", "second"),
        addressees=(("a" * 201, None),),
        responses=(answer(),),
        spans=SPANS,
    )
    made = register_recommendations(
        cast.manager,
        review_id=register.review.pk,
        scope_id=first.scope_id,
        reading_id=first.reading_id,
        recommendations=[new, new],
        theme_responses=[("A theme", answer())],
        at=AT,
    )
    row, second = made.recommendations
    places = [each.position for each in register.recommendations.values()]
    assert [row.position, second.position] == [max(places) + 1, max(places) + 2]
    assert (row.label, row.kind, row.section, row.source) == ("l" * 40, "k" * 40, "s" * 200, "o" * 80)
    assert (row.text, row.before_publication, row.withheld) == ("t" * 5000, True, False)
    parts = RecommendationPart.objects.filter(recommendation=row).values_list("position", "text")
    assert list(parts) == [(1, "first"), (2, "second")]
    assert Addressee.objects.get(recommendation=row).words == "a" * 200
    answers = everything(Response).filter(recommendation__in=made.recommendations)
    assert list(answers.order_by("position").values_list("position", "agency_words")) == [
        (1, "W" * 200),
        (2, "W" * 200),
    ]
    shared = everything(Response).get(theme=made.themes["A theme"])
    assert shared.position == 3
    for each, said in ((shared, "a theme"), (answers.first(), row.reference)):
        event = Event.objects.get(kind="response.registered", subject_ref=each.public_id)
        assert (event.subject_kind, event.facts["answers"]) == ("response", said)
    event = Event.objects.get(kind="recommendation.registered", subject_ref=row.public_id)
    assert (event.subject_kind, event.facts["reference"]) == ("recommendation", row.reference)


def test_each_withdrawn_is_an_event_and_says_how_many(register: Register, cast: Cast) -> None:
    reading = register.review.recommendations.model.objects.visible_to(cast.manager).first().reading_id
    findings = {each.public_id for each in register.findings}
    assert withdraw_findings(cast.manager, reading_id=reading, at=AT) == len(findings)
    withdraw_actions(cast.manager, reading_id=reading, at=AT)
    assert withdraw_recommendations(cast.manager, reading_id=reading, at=AT) == len(register.recommendations)
    for kind, refs in (
        ("recommendation", {each.public_id for each in register.recommendations.values()}),
        ("finding", findings),
    ):
        events = Event.objects.filter(kind=f"{kind}.withdrawn", subject_kind=kind)
        assert {each.subject_ref for each in events} == refs
    for model in (Recommendation, Response, Finding):
        assert not everything(model).exists()


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (Ask("1", "Hold core groups.", answers=(Answer("Again."),)), "Another document answers"),
        (
            Ask("1", "Hold core groups.", promises=(Promise("Something new."),)),
            "Another document has actions",
        ),
    ],
)
def test_what_another_document_built_on_stays(ask: Ask, why: str, register: Register, cast: Cast) -> None:
    later(cast, register, ask)
    reading = register.recommendations["1"].reading_id
    withdraw_actions(cast.manager, reading_id=reading, at=AT)
    withdraw_findings(cast.manager, reading_id=reading, at=AT)
    with pytest.raises(NotNow, match=why):
        withdraw_recommendations(cast.manager, reading_id=reading, at=AT)
    assert everything(Recommendation).count() == len(register.recommendations)


def test_a_theme_that_another_document_answered_stays(register: Register, cast: Cast) -> None:
    theme = register.recommendations["1"].theme
    reading = register.recommendations["1"].reading_id
    everything(Response).filter(theme=theme).update(reading=register.open.reading)
    withdraw_actions(cast.manager, reading_id=reading, at=AT)
    withdraw_findings(cast.manager, reading_id=reading, at=AT)
    withdraw_recommendations(cast.manager, reading_id=reading, at=AT)
    assert everything(Response).filter(theme=theme).exists()
    assert not everything(Recommendation).exists()


def test_an_answer_that_goes_is_counted_no_more(register: Register, cast: Cast) -> None:
    first = register.recommendations["1"]
    later(cast, register, Ask("1", "Hold core groups.", answers=(Answer("Again."),)))
    row = everything(Recommendation).get(pk=first.pk)
    assert row.thread[1]["done"] == first.thread[1]["done"] + 1
    [reading] = set(
        everything(Response).filter(recommendation=first, round=2).values_list("reading", flat=True)
    )
    assert withdraw_recommendations(cast.manager, reading_id=reading, at=AT) == 0
    assert everything(Recommendation).get(pk=first.pk).thread == first.thread


def test_what_somebody_changed_stays_even_where_the_name_went_again(register: Register, cast: Cast) -> None:
    first = register.recommendations["1"]
    withdraw_actions(cast.manager, reading_id=first.reading_id, at=AT)
    everything(Recommendation).filter(pk=first.pk).update(version=2)
    with pytest.raises(NotNow, match="has named"):
        withdraw_recommendations(cast.manager, reading_id=first.reading_id, at=AT)
    everything(Finding).filter(pk=register.findings[0].pk).update(version=2)
    with pytest.raises(NotNow, match="led to"):
        withdraw_findings(cast.manager, reading_id=first.reading_id, at=AT)
    assert everything(Finding).count() == len(register.findings)


def test_those_who_may_not_withdraw_nor_say_who_is_meant(register: Register, cast: Cast) -> None:
    first = register.recommendations["1"]
    for withdraw in (withdraw_recommendations, withdraw_findings):
        with pytest.raises(NotAllowed):
            withdraw(cast.reader, reading_id=first.reading_id, at=AT)
    council, trust = (Agency.objects.get(name=name) for name in ("Westmere Council", "Vale NHS Trust"))
    before = list(everything(Response).order_by("pk").values_list("agency", flat=True))
    with pytest.raises(NotAllowed):
        assign_agency(cast.reader, was=council.pk, agency_id=trust.pk, at=AT)
    assert list(everything(Response).order_by("pk").values_list("agency", flat=True)) == before
    moved = before.count(council.pk) + Addressee.objects.filter(agency=council).count()
    assert assign_agency(cast.manager, was=council.pk, agency_id=trust.pk, at=AT) == moved
    assert moved > 1


def test_a_short_name_has_at_most_120_letters_and_the_same_name_changes_nothing(
    register: Register, cast: Cast
) -> None:
    first = register.recommendations["1"]
    with pytest.raises(Invalid) as refused:
        name_recommendation(cast.manager, ref=first.public_id, short_name="n" * 121, version=1, at=AT)
    assert list(refused.value.fields) == ["short_name"]
    row = name_recommendation(cast.manager, ref=first.public_id, short_name="n" * 120, version=1, at=AT)
    assert (row.short_name, row.version) == ("n" * 120, 2)
    events = Event.objects.filter(kind="recommendation.named", subject_ref=first.public_id)
    assert [each.subject_kind for each in events] == ["recommendation"]
    again = name_recommendation(cast.manager, ref=first.public_id, short_name="n" * 120, version=1, at=AT)
    assert again.version == 2
    assert events.count() == 1

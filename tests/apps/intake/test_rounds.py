"""A second document of a review: its answers and actions reach what is there, and undoing it leaves no trace."""

from __future__ import annotations

from django.urls import reverse

from heed.intake.models import Import
from heed.intake.operations import accept_import, decide, undo_import
from heed.intake.queries import list_proposals
from heed.intake.types import Decision, ImportState, ReviewChoice
from heed.learning.models import Recommendation, Theme
from heed.plans.models import Action
from heed.platform.access.types import Actor
from heed.reviews.models import Review
from tests.cast import (
    AT,
    Ask,
    Cast,
    Heading,
    Promise,
    Written,
    bring_in_and_read,
    choice_of,
    client_of,
    register_of,
)

TRAIN = Promise("Train every team leader.", "taken")
FIRST = Written(
    "Learning from Cedar",
    (
        Ask("1", "Hold core groups.", theme="Together", promises=(TRAIN,)),
        Ask("2", "Train all.", theme="Together"),
    ),
)


def decide_all(actor: Actor, row: Import, decision: Decision = Decision.ACCEPTED) -> None:
    for each in list_proposals(row):
        if each.parent_id is None:
            decide(actor, ref=each.public_id, decision=decision, at=AT)


def second(actor: Actor, review: Review, written: Written, matched: dict[str, str]) -> Import:
    """Accept another document under the review; `matched`: label in it to label in the register."""
    row = bring_in_and_read(actor, "second.txt", written)
    decide_all(actor, row)
    known = {each.label: each.public_id for each in recommendations(review)}
    asked = {
        each.values["label"]: each.public_id for each in list_proposals(row) if each.kind == "recommendation"
    }
    accept_import(
        actor,
        ref=row.public_id,
        choice=ReviewChoice(review_ref=review.public_id),
        matches={asked[here]: known[there] for here, there in matched.items()},
        at=AT,
    )
    return row


def recommendations(review: Review) -> list[Recommendation]:
    rows = Recommendation.objects.for_everyone(because="a test").filter(review=review)
    return list(rows.order_by("position"))


def test_an_answer_to_a_theme_reaches_every_recommendation_of_it(cast: Cast) -> None:
    review = register_of(cast.manager, FIRST, review="Cedar")
    answered = Written(
        "The answer",
        (Ask("1", "Hold core groups.", theme="Together"),),
        (Heading("Together", answer="Agreed."),),
    )
    row = second(cast.manager, review, answered, {"1": "1"})
    assert [each.thread[1]["done"] for each in recommendations(review)] == [1, 1]
    undo_import(cast.manager, ref=row.public_id, reason="A mistake", at=AT)
    assert [each.thread[1]["done"] for each in recommendations(review)] == [0, 0]


def test_words_that_are_there_already_serve_what_a_second_document_says_it_serves(cast: Cast) -> None:
    review = register_of(cast.manager, FIRST, review="Cedar")
    row = second(
        cast.manager, review, Written("Plan", (Ask("2", "Train all.", promises=(TRAIN,)),)), {"2": "2"}
    )
    assert [each.thread[3]["done"] for each in recommendations(review)] == [1, 1]
    undo_import(cast.manager, ref=row.public_id, reason="A mistake", at=AT)
    assert [each.thread[3]["done"] for each in recommendations(review)] == [1, 0]


def test_what_both_documents_say_of_one_recommendation_is_one_action(cast: Cast) -> None:
    review = register_of(cast.manager, FIRST, review="Cedar")
    same = Written("Plan", (Ask("1", "Hold core groups.", promises=(TRAIN,)),))
    second(cast.manager, review, same, {"1": "1"})
    assert Action.objects.for_everyone(because="a test").filter(review=review).count() == 1


def test_a_theme_without_a_recommendation_does_not_keep_a_document_in_the_register(cast: Cast) -> None:
    written = Written(
        "Two", (Ask("1", "Do it."), Ask("2", "No.", theme="Left out")), (Heading("Left out", answer="Yes."),)
    )
    row = bring_in_and_read(cast.manager, "two.txt", written)
    decide_all(cast.manager, row)
    [left_out] = [each for each in list_proposals(row) if each.values.get("label") == "2"]
    decide(cast.manager, ref=left_out.public_id, decision=Decision.REJECTED, at=AT)
    accept_import(cast.manager, ref=row.public_id, choice=choice_of("Two"), at=AT)
    assert undo_import(cast.manager, ref=row.public_id, reason="A mistake", at=AT).state == ImportState.OPEN
    assert not Theme.objects.filter(name="Left out").exists()
    assert not Review.objects.for_everyone(because="a test").filter(name="Two").exists()


def test_a_statement_is_said_to_become_one_action_only_where_it_does(cast: Cast) -> None:
    words = "Train every team."
    asks = (
        Ask("1", "First.", promises=(Promise(words, "taken", "Westmere Police"),)),
        Ask("2", "Second.", promises=(Promise(words, "taken", "Vale NHS Trust"),)),
        Ask("3", "Third.", promises=(Promise(words, "taken", "Westmere Police"),)),
    )
    row = bring_in_and_read(cast.manager, "three.txt", Written("Three", asks))
    page = client_of(cast.manager).get(reverse("intake:import", args=[row.public_id])).content.decode()
    assert page.count("said under 1, 3: becomes one action") == 2
    assert page.count("becomes one action") == 2


def test_a_review_that_is_there_already_is_proposed_for_a_second_document(cast: Cast) -> None:
    review = register_of(cast.manager, FIRST, review="Cedar")
    register_of(cast.manager, Written("Learning from Ash", (Ask("1", "Hold other groups."),)), review="Ash")
    chosen = f'<option value="{review.public_id}" selected>'

    def form_for(written: Written) -> str:
        row = bring_in_and_read(cast.manager, f"{written.title or 'plan'}.txt", written)
        decide_all(cast.manager, row)
        page = client_of(cast.manager).get(reverse("intake:register", args=[row.public_id]))
        return page.content.decode()

    by_words = form_for(Written("", (Ask("1", "Hold core groups."),)))
    assert chosen in by_words
    assert "in the register already" in by_words
    assert chosen in form_for(Written("Cedar", (Ask("1", "Another thing altogether."),)))
    new = form_for(Written("Learning from Dell", (Ask("1", "Meet every child alone."),)))
    assert "selected" not in new.split('name="review"')[1].split("</select>")[0].replace(
        'value="" selected', ""
    )
    assert "in the register already" not in new


def test_the_page_says_that_what_was_here_is_answered_anew(cast: Cast) -> None:
    review = register_of(cast.manager, FIRST, review="Cedar")
    row = bring_in_and_read(
        cast.manager, "second.txt", Written("More", (Ask("1", "Hold core groups."), Ask("9", "New.")))
    )
    decide_all(cast.manager, row)
    [here] = [each.public_id for each in list_proposals(row) if each.values.get("label") == "1"]
    known = recommendations(review)[0].public_id
    given = {"review": review.public_id, "matched": "yes", f"match_{here}": known}
    client = client_of(cast.manager)
    page = client.post(reverse("intake:register", args=[row.public_id]), given, follow=True).content.decode()
    assert "1 recommendation was here already and has what this document says as a new round." in page
    assert "1 recommendation is new." in page

"""Recommended before, over the register: in step with it, and never more than the person may see."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.urls import reverse

from heed.cli.main import main
from heed.kit.similarity import edition
from heed.learning.models import Recommendation
from heed.learning.operations import withdraw_recommendations
from heed.memory.indexing import bring_into_step
from heed.memory.models import Remembered
from heed.memory.queries import before_drafts, before_recommendation, list_recommended_before
from heed.memory.upkeep import keep_in_step, read_waiting, rebuild, verify
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.jobs.schedule import RECURRING
from heed.platform.people.operations import exclude_person, restrict_case
from heed.reviews.models import Review, ReviewStage
from heed.reviews.operations import move_review
from tests.cast import AT, BIRCH, Ask, Cast, Register, Written, client_of, register_of
from tests.cast_drafts import a_review, accepted
from tests.cast_memory import SAME, of_review

pytestmark = pytest.mark.django_db
DRAFT = "Agencies must hold their core group meetings when they are due, and minute who attended."


def rows(**wanted: Any) -> Any:
    return Remembered.objects.for_everyone(because="a test").filter(**wanted)


def references(actor: Actor, text: str = DRAFT) -> list[str]:
    return [each.reference for each in list_recommended_before(actor, text=text).matches]


@pytest.fixture
def read(register: Register) -> Register:
    read_waiting()
    return register


@pytest.mark.capability("B13")
def test_a_draft_is_told_what_asked_the_same_before(read: Register, cast: Cast) -> None:
    found = list_recommended_before(cast.manager, text=DRAFT)
    best = found.matches[0]
    assert best.reference == read.recommendations["1"].reference
    assert best.verdict == "same"
    assert "core group" in best.why
    assert best.on == date(2024, 3, 31)
    assert found.searched.recommendations == 3
    assert found.searched.waiting == 0


def test_where_nothing_is_found_it_says_what_was_searched(read: Register, cast: Cast) -> None:
    found = list_recommended_before(cast.manager, text="Buy warmer coats for the crossing patrol.")
    assert found.matches == ()
    assert (found.searched.recommendations, found.searched.reviews) == (3, 1)
    assert (found.searched.first_year, found.searched.last_year) == (2024, 2024)
    assert list_recommended_before(cast.manager, text="  ").matches == ()


def test_a_recommendation_is_compared_with_earlier_reviews_only(read: Register, cast: Cast) -> None:
    later = Written(title="Learning from Cedar", asks=(Ask("1", DRAFT),))
    review = register_of(cast.manager, later, review="Cedar")
    type(review).objects.for_everyone(because="a test").filter(pk=review.pk).update(
        published_earliest="2025-01-01", published_latest="2025-01-31"
    )
    read_waiting()
    new = Recommendation.objects.for_everyone(because="a test").get(review=review)
    first = read.recommendations["1"]
    found = list_recommended_before(cast.manager, recommendation=new.public_id)
    assert [each.reference for each in found.matches][:1] == [first.reference]
    assert new.reference not in [each.reference for each in found.matches]
    back = list_recommended_before(cast.manager, recommendation=first.public_id)
    assert new.reference not in [each.reference for each in back.matches]
    assert list_recommended_before(cast.manager, text=DRAFT, on=date(2023, 1, 1)).matches == ()


def test_by_date_is_the_order_of_the_reviews_days(read: Register, cast: Cast) -> None:
    for name, day in (("Zinnia", "2019-05-01"), ("Aster", "2021-05-01")):
        review = register_of(cast.manager, Written(title=name, asks=(Ask("1", DRAFT),)), review=name)
        type(review).objects.for_everyone(because="a test").filter(pk=review.pk).update(
            published_earliest=day, published_latest=day
        )
    read_waiting()
    found = list_recommended_before(cast.manager, text=DRAFT)
    assert [each.review for each in found.by_date][:3] == ["Zinnia", "Aster", "Alder"]
    scores = [each.score for each in found.matches]
    assert scores == sorted(scores, reverse=True)


def test_a_row_comes_with_its_recommendation_and_waits(register: Register, cast: Cast) -> None:
    assert rows().count() == 3, "the withheld one has no words to remember"
    found = list_recommended_before(cast.manager, text=DRAFT)
    assert (found.matches, found.searched.recommendations, found.searched.waiting) == ((), 0, 3)
    assert verify().stale == 3
    assert RECURRING["memory"].due(AT) == AT
    RECURRING["memory"].run(AT)
    assert verify().is_well
    assert RECURRING["memory"].due(AT) is None


def test_a_row_is_made_in_the_same_transaction(register: Register, cast: Cast) -> None:
    before = rows().count()
    with transaction.atomic():
        register_of(cast.manager, BIRCH, review="Birch")
        assert rows().count() > before
        transaction.set_rollback(True)
    assert rows().count() == before


def test_a_row_goes_with_its_recommendation(read: Register, cast: Cast) -> None:
    review = register_of(cast.manager, BIRCH, review="Birch")
    read_waiting()
    made = Recommendation.objects.for_everyone(because="a test").filter(review=review)
    reading = made[0].reading_id
    assert rows(recommendation__in=made).count() == made.count()
    withdraw_recommendations(cast.manager, reading_id=reading, at=AT)
    assert rows().count() == 3
    assert verify().is_well


def test_the_other_partnership_finds_nothing(read: Register, cast: Cast) -> None:
    found = list_recommended_before(cast.outsider, text=DRAFT)
    assert found.matches == ()
    assert found.searched.recommendations == 0
    with pytest.raises(NotVisible):
        list_recommended_before(cast.outsider, recommendation=read.recommendations["1"].public_id)


def test_who_may_not_read_the_register_is_refused(read: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        list_recommended_before(cast.administrator, text=DRAFT)


def test_a_restricted_case_is_neither_found_nor_counted(read: Register, cast: Cast) -> None:
    assert references(cast.reader)
    restrict_case(
        cast.manager, ref=read.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    assert verify().is_well, "the rows moved with their case"
    for actor in (cast.reader, cast.officer):
        found = list_recommended_before(fresh(actor), text=DRAFT)
        assert found.matches == ()
        assert found.searched.recommendations == 0
    assert references(fresh(cast.manager))


def test_an_excluded_person_finds_nothing_of_the_case(read: Register, cast: Cast) -> None:
    assert references(cast.officer)
    who = person_ref(cast.officer)
    exclude_person(
        cast.manager, ref=read.review.public_id, person=who, reason="Their own practice", version=0, at=AT
    )
    assert references(fresh(cast.officer)) == []
    assert references(fresh(cast.reader))


def test_rebuild_mends_whatever_is_out_of_step(read: Register, cast: Cast) -> None:
    keys = list(rows().values_list("pk", flat=True))
    rows(pk=keys[0]).delete()
    rows(pk=keys[1]).update(edition="an earlier one")
    rows(pk=keys[2]).update(encoding=b"")
    Recommendation.objects.for_everyone(because="a test").filter(remembered=keys[2]).update(withheld=True)
    found = verify()
    assert (found.missing, found.stale, found.extra) == (1, 2, 1)
    assert not found.is_well
    assert rebuild() == 2
    assert verify().is_well
    assert rebuild(everything=True) == 2


def test_the_edition_fits_its_column() -> None:
    """PostgreSQL cuts it off silently otherwise, and everything would be stale for ever."""
    assert len(edition()) <= (Remembered._meta.get_field("edition").max_length or 0)


def test_other_rules_make_everything_stale(read: Register) -> None:
    with patch("heed.memory.upkeep.edition", return_value="another"):
        assert verify().stale == 3


def test_the_same_row_twice_is_refused_by_the_database(read: Register, cast: Cast) -> None:
    from django.db import IntegrityError

    row = rows()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Remembered.objects.create(
            partnership_id=row.partnership_id, scope_id=row.scope_id, recommendation_id=row.recommendation_id
        )


def test_the_command_says_what_it_found_and_where_it_looked(
    read: Register, cast: Cast, tmp_path: Path
) -> None:
    run = CliRunner().invoke
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    with patch("heed.cli.serve.start_django"), patch("heed.cli.memory.start_django"):
        told = run(main, ["recommended-before", DRAFT, "--json"])
        assert told.exit_code == 0, told.output
        found = json.loads(told.stdout)
        assert found["matches"][0]["reference"] == read.recommendations["1"].reference
        assert {"score", "verdict", "why", "on"} <= set(found["matches"][0])
        assert found["searched"]["recommendations"] == 3
        from_file = run(main, ["recommended-before", "--file", str(draft), "--json"])
        assert json.loads(from_file.stdout) == found
        nothing = run(main, ["recommended-before", "Buy warmer coats for the crossing patrol."])
        assert (
            "Nothing like it was found. Searched: 3 recommendations of 1 review of 2024 to 2024"
            in nothing.stdout
        )
        assert run(main, ["recommended-before", "  "]).exit_code == 2
        assert run(main, ["recommended-before", DRAFT, "--as", "nobody@example.org"]).exit_code == 1
        bring_into_step(patience=600)
        assert run(main, ["memory", "verify"]).exit_code == 0
        rows().update(edition="an earlier one")
        assert run(main, ["memory", "verify", "--json"]).exit_code == 1
        told = run(main, ["memory", "rebuild"]).stdout
        assert told.startswith("3 read; 3 recommendations are remembered.\n")
        assert "passages can be searched" in told


def fresh(actor: Actor) -> Actor:
    """The same person in a new request."""
    from dataclasses import replace

    return replace(actor, seen=None)


def person_ref(actor: Actor) -> str:
    from heed.platform.accounts.models import Person

    return Person.objects.get(pk=actor.person_id).public_id


def test_a_reviews_page_says_nothing_of_what_was_not_compared_yet(read: Register, cast: Cast) -> None:
    none = "No recommendation of this review asks the same"
    review = register_of(cast.manager, BIRCH, review="Birch")
    page = reverse("reviews:review", args=[review.public_id])
    shown = client_of(cast.manager).get(page).content.decode()
    assert re.search(r"\d recommendations? (is|are) still to be compared", shown)
    assert none not in shown
    keep_in_step()
    shown = client_of(cast.manager).get(page).content.decode()
    assert "still to be compared" not in shown
    assert none in shown or "Recommendations that were made before" in shown


def test_the_own_area_is_not_pushed_out_by_better_ones_elsewhere(register: Register, cast: Cast) -> None:
    own = register.recommendations["1"]
    for number in range(3):
        [row] = of_review(cast, f"Elsewhere {number}", SAME, on="2019-05-31")
        Review.objects.for_everyone(because="a test").filter(pk=row.review_id).update(area=None)
    area = own.review.area_id
    [found] = before_drafts(cast.manager, texts=[SAME], area=area, limit=2)
    assert [each.own_area for each in found.matches].count(False) == 2
    assert own.public_id in {each.ref for each in found.matches if each.own_area}
    [new] = of_review(cast, "Cedar", SAME, on="2026-01-31")
    panel = before_recommendation(replace(cast.manager, seen=None), new, limit=2)
    assert own.public_id in {each.ref for each in panel.matches if each.own_area}


def test_a_review_carried_out_in_heed_has_a_day_by_which_it_is_ordered(cast: Cast) -> None:
    review = accepted(cast)
    stage = steps_of(review).get(state="accepted")
    assert (review.published_latest, review.ordered_on) == (None, stage.reached_on)
    moved = move_review(
        cast.manager,
        ref=review.public_id,
        to="published",
        on=stage.reached_on,
        why="On the website",
        at=AT + timedelta(days=3),
    )
    assert moved.published_latest == moved.published_earliest == moved.ordered_on == stage.reached_on
    assert moved.published_text == f"{stage.reached_on.day} {stage.reached_on:%B %Y}"


def test_while_it_is_carried_out_a_review_has_none(cast: Cast) -> None:
    review = a_review(cast)
    review.refresh_from_db()
    assert steps_of(review).filter(state="decided").exists()
    assert review.ordered_on is None, "what others published meanwhile is before it"


def steps_of(review: Review) -> Any:
    return ReviewStage.objects.for_everyone(because="a test").filter(review=review)

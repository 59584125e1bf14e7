"""What is searched is in step with the records: by the database's own hand, and without what was taken away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from heed.learning.models import Recommendation
from heed.learning.operations import name_recommendation, withdraw_recommendations
from heed.memory import full_text, indexing
from heed.memory.indexing import bring_into_step, follow, rebuild, verify
from heed.memory.models import Changed, Passage, PassageText
from heed.memory.queries.sources import ACTION_STATES, ELSEWHERE, FINDING_KIND_NAMES, RECOMMENDATION_STATES
from heed.platform.jobs.schedule import RECURRING
from heed.platform.people.operations import restrict_case
from tests.cast import AT, BIRCH, Cast, Register, register_of

pytestmark = pytest.mark.django_db


def rows(**wanted: Any) -> Any:
    return Passage.objects.for_everyone(because="a test").filter(**wanted)


@pytest.fixture
def indexed(register: Register) -> Register:
    bring_into_step(patience=600)
    return register


def test_every_kind_of_record_has_its_passages(indexed: Register) -> None:
    kinds = set(rows().values_list("kind", flat=True))
    assert {"recommendation", "response", "action", "finding", "page"} <= kinds
    assert verify().is_well
    assert not rows(ref=indexed.recommendations["3"].public_id).exists(), "a withheld one has no words"
    page = rows(kind="page").order_by("pk").first()
    assert "at=" in page.href


def test_a_change_is_noted_in_the_same_transaction(indexed: Register, cast: Cast) -> None:
    with transaction.atomic():
        register_of(cast.manager, BIRCH, review="Birch")
        assert Changed.objects.filter(kind="recommendation").exists()
        transaction.set_rollback(True)
    assert not Changed.objects.exists()
    row = indexed.recommendations["1"]
    name_recommendation(
        cast.manager, ref=row.public_id, short_name="Core groups on time", version=row.version, at=AT
    )
    assert not verify().is_well
    assert RECURRING["search"].due(AT) == AT
    RECURRING["search"].run(AT)
    assert verify().is_well
    assert RECURRING["search"].due(AT) is None
    assert "Core groups on time" in rows(ref=row.public_id).get().title


def test_what_goes_takes_its_passages_with_it_at_once(indexed: Register, cast: Cast) -> None:
    review = register_of(cast.manager, BIRCH, review="Birch")
    bring_into_step(patience=600)
    made = Recommendation.objects.for_everyone(because="a test").filter(review=review)
    refs, reading = [row.public_id for row in made], made[0].reading_id
    assert rows(ref__in=refs).count() == 2
    withdraw_recommendations(cast.manager, reading_id=reading, at=AT)
    assert not rows(ref__in=refs).exists()
    assert PassageText.objects.count() == rows().count()
    follow()
    assert full_text.is_whole()


def test_a_withdrawn_document_leaves_at_once_and_comes_back(indexed: Register) -> None:
    document = indexed.recommendations["1"].reading.document
    mine = type(document).objects.for_everyone(because="a test").filter(pk=document.pk)
    assert rows(kind="page", source_id=document.pk).exists()
    mine.update(withdrawn_at=AT)
    assert not rows(kind="page", source_id=document.pk).exists()
    follow()
    assert not rows(kind="page", source_id=document.pk).exists()
    mine.update(withdrawn_at=None)
    bring_into_step(patience=600)
    assert rows(kind="page", source_id=document.pk).exists()
    assert verify().is_well


def test_verify_finds_what_is_missing_stale_extra_and_astray(indexed: Register, cast: Cast) -> None:
    keys = list(rows(kind="recommendation").order_by("pk").values_list("pk", flat=True))
    rows(pk=keys[0]).delete()
    PassageText.objects.filter(passage=keys[1]).update(text="other words")
    review = register_of(cast.manager, BIRCH, review="Birch")
    bring_into_step(patience=600)
    other = rows(kind="recommendation", source=f"{review.name} ({review.reference})").first()
    rows(pk=other.pk).update(source_id=10_000_000)
    found = verify()
    assert (found.missing, found.extra) == (2, 1)
    assert found.stale >= 1
    rebuild()
    assert verify().is_well


def test_passages_move_with_their_case(indexed: Register, cast: Cast) -> None:
    restrict_case(
        cast.manager, ref=indexed.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    assert {row.scope.case_ref for row in rows(kind="recommendation").select_related("scope")} == {
        indexed.review.public_id
    }
    follow()
    assert verify().is_well


def test_every_state_has_room_for_its_words() -> None:
    """SQLite would take longer ones; PostgreSQL refuses the whole passage."""
    words = [
        *ACTION_STATES.values(),
        *RECOMMENDATION_STATES.values(),
        *FINDING_KIND_NAMES.values(),
        ELSEWHERE,
    ]
    assert max(map(len, words)) <= Passage._meta.get_field("state").max_length


def test_a_rebuild_that_is_stopped_forgets_no_note(
    indexed: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Changed.objects.create(kind="action", source_id=1)
    noted = Changed.objects.count()

    def stop(kind: str, keys: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(indexing, "_settle", stop)
        with pytest.raises(KeyboardInterrupt):
            rebuild()
    assert Changed.objects.count() == noted
    rebuild()
    assert not Changed.objects.exists()

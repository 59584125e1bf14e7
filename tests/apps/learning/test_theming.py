"""Recommendations are put under a theme together, each as one event, and it is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.learning.operations import name_recommendation, set_themes, undo_themes
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.people.operations import exclude_person
from tests.cast import AT, Cast, Register, client_of

LABELS = ("1", "2a", "4")


def again(row: Recommendation) -> Recommendation:
    rows = Recommendation.objects.for_everyone(because="a test")
    found: Recommendation = rows.select_related("theme").get(pk=row.pk)
    return found


def theme_of(row: Recommendation) -> str:
    now = again(row)
    return now.theme.name if now.theme else ""


@pytest.fixture
def chosen(register: Register) -> list[Recommendation]:
    return [register.recommendations[label] for label in LABELS]


def put(
    actor: Actor, rows: list[Recommendation], theme: str = "Being heard"
) -> tuple[str, int, tuple[str, ...]]:
    made = set_themes(actor, seen={each.public_id: each.version for each in rows}, theme=theme, at=AT)
    return made.together, made.changed, made.left


@pytest.mark.capability("B02")
def test_each_is_one_event_and_all_are_put_back(chosen: list[Recommendation], cast: Cast) -> None:
    before = [theme_of(each) for each in chosen]
    together, changed, left = put(cast.officer, chosen)
    assert (changed, left) == (3, ())
    assert {theme_of(each) for each in chosen} == {"Being heard"}
    kept = Event.objects.filter(kind="recommendation.themed")
    assert {each.subject_ref for each in kept} == {each.public_id for each in chosen}
    made = undo_themes(cast.officer, together=together, at=AT + timedelta(hours=1))
    assert (made.changed, made.left) == (3, ())
    assert [theme_of(each) for each in chosen] == before
    with pytest.raises(NotNow, match="undone already"):
        undo_themes(cast.officer, together=together, at=AT)


def test_what_somebody_changed_meanwhile_is_left_and_named(chosen: list[Recommendation], cast: Cast) -> None:
    first, second, third = chosen
    name_recommendation(cast.manager, ref=first.public_id, short_name="Core groups", version=1, at=AT)
    together, changed, left = put(cast.officer, chosen)
    assert (changed, left) == (2, (first.reference,))
    put(cast.manager, [again(second)], "Something else")
    made = undo_themes(cast.officer, together=together, at=AT)
    assert (made.changed, made.left) == (1, (second.reference,))
    assert (theme_of(second), theme_of(third)) == ("Something else", "")


def test_a_theme_is_taken_away_by_leaving_it_empty(chosen: list[Recommendation], cast: Cast) -> None:
    put(cast.officer, chosen)
    put(cast.officer, [again(each) for each in chosen], " ")
    assert {theme_of(each) for each in chosen} == {""}


def test_only_those_who_name_records_and_see_them_do_it(chosen: list[Recommendation], cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        put(cast.reader, chosen)
    with pytest.raises(Invalid, match="Choose at least one"):
        put(cast.outsider, chosen)
    case = chosen[0].review.public_id
    officer = cast.officer
    exclude_person(cast.manager, ref=case, person=officer.person_ref, reason="A relative", version=0, at=AT)
    with pytest.raises(Invalid, match="Choose at least one"):
        put(officer, chosen)
    together, _, _ = put(cast.manager, chosen)
    with pytest.raises(NotVisible):
        undo_themes(officer, together=together, at=AT)


@pytest.mark.parametrize(
    ("theme", "how_many", "says"),
    [("x" * 201, 1, "Use at most 200 letters"), ("Being heard", 101, "At most 100 recommendations")],
)
def test_bad_input_has_a_clear_answer(theme: str, how_many: int, says: str, cast: Cast) -> None:
    with pytest.raises(Invalid, match=says):
        set_themes(cast.officer, seen={f"r{number}": 1 for number in range(how_many)}, theme=theme, at=AT)


def test_through_the_page(chosen: list[Recommendation], cast: Cast) -> None:
    client, address = client_of(cast.officer), reverse("learning:theme")
    assert "Say first which recommendations are meant" in client.get(address).content.decode()
    ticked = {"chosen": [each.public_id for each in chosen[:2]]}
    shown = client.get(address, ticked).content.decode()
    assert chosen[0].reference in shown
    assert chosen[2].reference not in shown
    seen = " ".join(f"{each.public_id}:{each.version}" for each in chosen[:2])
    long = client.post(address, {"seen": seen, "theme": "x" * 201})
    assert long.status_code == 422
    said = client.post(address, {"seen": seen, "theme": "Being heard"}, follow=True).content.decode()
    assert "2 recommendations are under another theme now." in said
    together = again(chosen[0]).theme_changes.get().together
    back = client.post(reverse("learning:undo_theme"), {"together": together}, follow=True).content.decode()
    assert "2 recommendations are back where they were." in back
    assert theme_of(chosen[0]) == "Working together"

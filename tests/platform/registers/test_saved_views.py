"""Views kept under a name: whose they are, what is kept of an address, and two who save the same name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotVisible
from heed.platform.registers.models import SavedView
from heed.platform.registers.operations import forget_view, save_view
from heed.platform.registers.queries import find_view_to_forget, list_views
from tests.cast import AT, Cast, client_of


def save(
    actor: object, name: str = "Late", query: str = "due=late", shared: bool = False, **more: int
) -> SavedView:
    return save_view(
        actor,
        register="actions",
        name=name,
        query=query,
        shared=shared,
        at=AT,
        **more,  # type: ignore[arg-type]
    )


def test_a_view_is_its_makers_until_it_is_shared(cast: Cast) -> None:
    mine, everybodys = save(cast.reader), save(cast.manager, name="Ours", shared=True)
    save(cast.manager, name="Hers")
    assert list_views(cast.reader, "actions") == [mine, everybodys]
    assert list_views(cast.reader, "reviews") == []
    assert list_views(cast.outsider, "actions") == []
    assert find_view_to_forget(cast.reader, mine.public_id) == mine
    for actor in (cast.manager, cast.outsider):
        with pytest.raises(NotVisible):
            find_view_to_forget(actor, mine.public_id)
    with pytest.raises(NotVisible):
        forget_view(cast.reader, ref=everybodys.public_id, at=AT)


def test_a_shared_view_of_whoever_left_is_removed_by_those_who_keep_them(cast: Cast) -> None:
    shared = save(cast.reader, shared=True)
    address = reverse("registers:forget", args=[shared.public_id])
    assert address in client_of(cast.officer).get(reverse("plans:list")).content.decode()
    assert address not in client_of(cast.analyst).get(reverse("plans:list")).content.decode()
    for actor in (cast.analyst, cast.outsider):
        with pytest.raises(NotVisible):
            forget_view(actor, ref=shared.public_id, at=AT)
    assert forget_view(cast.officer, ref=shared.public_id, at=AT) == "actions"


def test_saving_and_forgetting_are_events(cast: Cast) -> None:
    row = save(cast.reader, shared=True)
    saved = Event.objects.get(kind="view.saved", subject_ref=row.public_id)
    assert (saved.subject_kind, saved.facts) == ("view", {"register": "actions", "shared": True})
    assert forget_view(cast.reader, ref=row.public_id, at=AT) == "actions"
    forgotten = Event.objects.get(kind="view.forgotten", subject_ref=row.public_id)
    assert (forgotten.subject_kind, forgotten.facts) == ("view", {"register": "actions"})
    assert not SavedView.objects.filter(pk=row.pk).exists()


def test_only_what_narrows_orders_and_shows_is_kept(cast: Cast) -> None:
    query = "due=late&page=3&download=csv&chosen=abc&of=ticked&order=due&column=text&words="
    assert save(cast.reader, query=query).query == "due=late&order=due&column=text"


@pytest.mark.parametrize("name", ["", "   ", "n" * 81])
def test_a_name_has_one_to_eighty_letters(name: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        save(cast.reader, name=name)
    assert list(refused.value.fields) == ["name"]
    assert save(cast.reader, name="  n" * 26 + "nn").name == " ".join(["n"] * 25 + ["nnn"])
    assert save(cast.reader, name="n" * 80).name == "n" * 80


def test_an_address_of_a_thousand_letters_is_the_longest(cast: Cast) -> None:
    assert save(cast.reader, query=f"words={'w' * 994}").query == f"words={'w' * 994}"
    with pytest.raises(Invalid, match="too much"):
        save(cast.reader, name="Longer", query=f"words={'w' * 995}")


def test_a_name_that_is_taken_is_replaced_only_by_who_saw_the_view(cast: Cast) -> None:
    row = save(cast.reader, query="agency=police&state=stalled")
    with pytest.raises(ChangedMeanwhile) as refused:
        save(cast.reader, query="", shared=True)
    query, shared = refused.value.differences
    assert (query.theirs, query.yours) == ("agency: police, state: stalled", "Everything")
    assert (query.their_value, query.your_value) == ("agency=police&state=stalled", "")
    assert (shared.theirs, shared.yours, shared.their_value, shared.your_value) == ("No", "Yes", "", "yes")
    row.refresh_from_db()
    assert (row.query, row.shared) == ("agency=police&state=stalled", False)
    again = save(cast.reader, query="due=open", shared=True, version=row.version)
    assert (again.pk, again.query, again.shared, again.version) == (row.pk, "due=open", True, row.version + 1)
    with pytest.raises(ChangedMeanwhile) as refused:
        save(cast.reader, query="due=late", version=row.version)
    _, shared = refused.value.differences
    assert (shared.theirs, shared.yours, shared.their_value, shared.your_value) == ("Yes", "No", "yes", "")
    assert save(cast.manager, query="due=late").pk != row.pk, "another's of the same name is another view"
